//! Of which rooms a room consists, and what that makes of the bookings that are to come.

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};

use crate::{
    base::{
        clock::{Clock, Instant},
        error::{Refusal, violated},
        ids::{self, BookingId, RoomId},
        schema::{occupancies, room_parts},
    },
    rooms::{actions::hold, queries},
};

/// The room `$1`, what consists of it (`wholes`), and what each of these consists of, itself among it (`parts`).
const AROUND: &str = "WITH RECURSIVE wholes (room) AS ( \
         SELECT $1 UNION SELECT r.whole_id FROM wholes w JOIN room_parts r ON r.part_id = w.room), \
     parts (whole, room) AS ( \
         SELECT room, room FROM wholes UNION SELECT p.whole, r.part_id FROM parts p JOIN room_parts r ON r.whole_id = p.room)";

/// Keeps everyone who places something from doing so until the transaction ends: whoever waits for a room has read already of
/// which rooms it consists. First of all locks; it happens a few times in the life of a house.
pub(super) async fn lock(conn: &mut AsyncPgConnection) -> QueryResult<()> {
    conn.batch_execute("LOCK TABLE rooms, room_parts IN EXCLUSIVE MODE")
        .await
}

/// Makes a room consist of `wanted`, each once.
pub(super) async fn consist_of(
    conn: &mut AsyncPgConnection,
    whole: RoomId,
    wanted: &[RoomId],
) -> QueryResult<Vec<RoomId>> {
    let mut parts = wanted.to_vec();
    parts.sort_unstable();
    parts.dedup();
    let rows: Vec<_> = parts
        .iter()
        .map(|part| {
            let of = room_parts::whole_id.eq(whole);
            (of, room_parts::part_id.eq(*part))
        })
        .collect();
    diesel::insert_into(room_parts::table)
        .values(rows)
        .execute(conn)
        .await?;
    Ok(parts)
}

/// Makes a room consist of `wanted`, and what is booked and not over take what it consists of then; answers of which it
/// consisted, and of which it does. Call it under [`lock`].
///
/// # Errors
/// A [`Refusal`]: a part that does not exist, or that the room is a part of; a conflict where a part is taken while the room is.
pub(super) async fn put(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    whole: RoomId,
    wanted: &[RoomId],
) -> Result<(Vec<RoomId>, Vec<RoomId>), Refusal> {
    let were = queries::parts(conn, whole).await?;
    for part in wanted {
        if queries::with_parts(conn, *part).await?.contains(&whole) {
            return Err(Refusal::invalid("part_ids", "reason-part-of-itself"));
        }
    }
    diesel::delete(room_parts::table.filter(room_parts::whole_id.eq(whole)))
        .execute(conn)
        .await?;
    let are = consist_of(conn, whole, wanted).await?;
    if were != are {
        give_up(conn, clock.now(), whole).await?;
        take(conn, clock, whole)
            .await
            .map_err(|error| match violated(&error) {
                Some(hold::ROOM_FREE) => Refusal::conflict("refused-part-taken"),
                _ => error.into(),
            })?;
    }
    Ok((were, are))
}

/// Frees what bookings take for the sake of a room that does not consist of it any more. What is over stays on record.
async fn give_up(conn: &mut AsyncPgConnection, now: Instant, whole: RoomId) -> QueryResult<()> {
    sql_query(format!(
        "{AROUND} DELETE FROM occupancies o \
         WHERE o.part_of IN (SELECT room FROM wholes) AND o.state IN ('held', 'confirmed') AND o.blocked_to > $2 \
             AND NOT EXISTS (SELECT FROM parts p WHERE p.whole = o.part_of AND p.room = o.room_id)"
    ))
    .bind::<SqlUuid, _>(whole)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes for bookings of a room what it consists of and they do not have, for as long as they block the room.
async fn take(conn: &mut AsyncPgConnection, clock: &dyn Clock, whole: RoomId) -> QueryResult<()> {
    #[derive(QueryableByName)]
    struct Missing {
        #[diesel(sql_type = SqlUuid)]
        booking_id: BookingId,
        #[diesel(sql_type = SqlUuid)]
        room_id: RoomId,
        #[diesel(sql_type = Nullable<SqlUuid>)]
        part_of: Option<RoomId>,
        #[diesel(sql_type = Timestamptz)]
        blocked_from: Instant,
        #[diesel(sql_type = Timestamptz)]
        blocked_to: Instant,
        #[diesel(sql_type = Text)]
        state: String,
    }
    let missing: Vec<Missing> = sql_query(format!(
        "{AROUND} SELECT DISTINCT ON (o.booking_id, p.room) o.booking_id, p.room AS room_id, o.room_id AS part_of, \
             o.blocked_from, o.blocked_to, o.state \
         FROM parts p JOIN occupancies o ON o.room_id = p.whole \
         WHERE o.part_of IS NULL AND o.state IN ('held', 'confirmed') AND o.blocked_to > $2 \
             AND NOT EXISTS (SELECT FROM occupancies t WHERE t.booking_id = o.booking_id AND t.room_id = p.room) \
         ORDER BY o.booking_id, p.room, o.room_id"
    ))
    .bind::<SqlUuid, _>(whole)
    .bind::<Timestamptz, _>(clock.now())
    .load(conn)
    .await?;
    sql_query(
        "INSERT INTO occupancies (id, booking_id, room_id, part_of, blocked_from, blocked_to, state) \
         SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind::<Array<SqlUuid>, _>(missing.iter().map(|_| ids::fresh(clock)).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(missing.iter().map(|one| one.booking_id).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(missing.iter().map(|one| one.room_id).collect::<Vec<_>>())
    .bind::<Array<Nullable<SqlUuid>>, _>(missing.iter().map(|one| one.part_of).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(missing.iter().map(|one| one.blocked_from).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(missing.iter().map(|one| one.blocked_to).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(missing.into_iter().map(|one| one.state).collect::<Vec<_>>())
    .execute(conn)
    .await?;
    Ok(())
}

/// That nothing takes a room now or later. Call it under the lock of its row.
///
/// # Errors
/// A conflict where something does.
pub(super) async fn not_taken(
    conn: &mut AsyncPgConnection,
    now: Instant,
    room: RoomId,
) -> Result<(), Refusal> {
    let takes = occupancies::table
        .filter(occupancies::room_id.eq(room))
        .filter(occupancies::state.ne("released"))
        .filter(occupancies::blocked_to.gt(now));
    let taken: bool = diesel::select(diesel::dsl::exists(takes))
        .get_result(conn)
        .await?;
    match taken {
        true => Err(Refusal::conflict("refused-kind-taken")),
        false => Ok(()),
    }
}
