//! Who keeps rooms, and what waits for them.

use std::collections::HashMap;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt, Bool, Nullable, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        clock::Instant,
        ids::{BookingId, PersonId, RoomId},
        schema::{bookings, room_keepers},
    },
    people::model::{Actor, Role},
    rooms::{model::Booking, rules::Request},
};

/// Whether a booking `b` waits for keepers: that of a seminar once it is announced, that of a stay never.
const WAITS: &str = "b.state = 'held' AND b.stay_id IS NULL \
    AND NOT EXISTS (SELECT FROM seminars s WHERE s.id = b.seminar_id AND s.state <> 'announced')";

/// The rooms `r` of a booking `b` that want approval, whether they were asked for or are parts of what was.
const WANTING: &str =
    "FROM occupancies o JOIN rooms r ON r.id = o.room_id WHERE o.booking_id = b.id AND r.approval";

/// Whether one of the people `$1` keeps each room of a booking `b` that wants approval.
fn keeps() -> String {
    format!(
        "(EXISTS (SELECT {WANTING}) AND NOT EXISTS (SELECT {WANTING} AND NOT EXISTS ( \
             SELECT FROM room_keepers k WHERE k.room_id = r.id AND k.person_id = ANY ($1))))"
    )
}

/// Themselves, and those whose assistant they are.
fn them(actor: &Actor) -> Vec<PersonId> {
    actor.acts_for.iter().copied().chain([actor.id]).collect()
}

/// Which of `rooms` want an approval that is not an actor's own to give: because of themselves, or of what they consist of.
///
/// # Errors
/// What the database says.
pub async fn awaited(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    rooms: &[RoomId],
) -> QueryResult<Vec<RoomId>> {
    #[derive(QueryableByName)]
    struct Id {
        #[diesel(sql_type = SqlUuid)]
        id: RoomId,
    }
    if rooms.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Id> = sql_query(
        "WITH RECURSIVE parts (whole, room) AS (SELECT id, id FROM unnest($1) AS id \
             UNION SELECT p.whole, r.part_id FROM parts p JOIN room_parts r ON r.whole_id = p.room) \
         SELECT DISTINCT p.whole AS id FROM parts p JOIN rooms r ON r.id = p.room \
         WHERE r.approval AND NOT EXISTS ( \
             SELECT FROM room_keepers k WHERE k.room_id = r.id AND k.person_id = ANY ($2))",
    )
    .bind::<Array<SqlUuid>, _>(rooms)
    .bind::<Array<SqlUuid>, _>(them(actor))
    .load(conn)
    .await?;
    Ok(ids.into_iter().map(|row| row.id).collect())
}

/// The keepers of each of `rooms`, by id; rooms without any are missing.
///
/// # Errors
/// What the database says.
pub async fn keepers_of(
    conn: &mut AsyncPgConnection,
    rooms: &[RoomId],
) -> QueryResult<HashMap<RoomId, Vec<PersonId>>> {
    let rows: Vec<(RoomId, PersonId)> = room_keepers::table
        .filter(room_keepers::room_id.eq_any(rooms))
        .order((room_keepers::room_id, room_keepers::person_id))
        .select((room_keepers::room_id, room_keepers::person_id))
        .load(conn)
        .await?;
    let mut keepers: HashMap<RoomId, Vec<PersonId>> = HashMap::new();
    for (room, person) in rows {
        keepers.entry(room).or_default().push(person);
    }
    Ok(keepers)
}

/// Who is asked to decide on a booking: whoever keeps all its rooms that want approval; where nobody does, those who keep
/// every room of the hub; where there is none, the administrators.
///
/// # Errors
/// What the database says.
pub async fn deciders(
    conn: &mut AsyncPgConnection,
    booking: BookingId,
) -> QueryResult<Vec<PersonId>> {
    #[derive(QueryableByName)]
    struct Person {
        #[diesel(sql_type = SqlUuid)]
        id: PersonId,
    }
    let found: Vec<Person> = sql_query(format!(
        "WITH wanting AS (SELECT r.id FROM bookings b, LATERAL (SELECT r.id {WANTING}) r WHERE b.id = $1), \
         asked AS ( \
             SELECT person_id, 1 AS rank FROM room_keepers WHERE room_id IN (SELECT id FROM wanting) \
                 GROUP BY person_id HAVING count(*) = (SELECT count(*) FROM wanting) \
             UNION ALL SELECT person_id, 2 FROM roles WHERE role = 'room_keeper' \
             UNION ALL SELECT person_id, 3 FROM roles WHERE role = 'administrator') \
         SELECT DISTINCT person_id AS id FROM asked WHERE rank = (SELECT min(rank) FROM asked) ORDER BY id"
    ))
    .bind::<SqlUuid, _>(booking)
    .load(conn)
    .await?;
    Ok(found.into_iter().map(|person| person.id).collect())
}

/// How a booking stands to a decision by `actor`.
///
/// # Errors
/// What the database says.
pub async fn request(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    booking: BookingId,
) -> QueryResult<Request> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Bool)]
        waits: bool,
        #[diesel(sql_type = Bool)]
        keeps: bool,
    }
    let row: Row = sql_query(format!(
        "SELECT {WAITS} AS waits, {} AS keeps FROM bookings b WHERE b.id = $2",
        keeps()
    ))
    .bind::<Array<SqlUuid>, _>(them(actor))
    .bind::<SqlUuid, _>(booking)
    .get_result(conn)
    .await?;
    Ok(Request {
        waits: row.waits,
        keeps: row.keeps,
    })
}

/// The coming bookings that wait for a decision which `actor` may take, by time; at most 200.
///
/// # Errors
/// What the database says.
pub async fn requests(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    now: Instant,
) -> QueryResult<Vec<Booking>> {
    let all = actor.has(Role::RoomKeeper);
    let ids = waiting(conn, &them(actor), all, None, now, Some(MOST_SHOWN)).await?;
    bookings::table
        .filter(bookings::id.eq_any(&ids))
        .order((bookings::starts_at, bookings::id))
        .select(Booking::as_select())
        .load(conn)
        .await
}

/// The coming bookings of a room that wait for a decision, all of them (a rule alone makes hundreds), by id, locked until the
/// transaction ends. Lock the room first.
///
/// # Errors
/// What the database says.
pub async fn waiting_for_update(
    conn: &mut AsyncPgConnection,
    room: RoomId,
    now: Instant,
) -> QueryResult<Vec<Booking>> {
    let ids = waiting(conn, &[], true, Some(room), now, None).await?;
    bookings::table
        .filter(bookings::id.eq_any(&ids))
        .order(bookings::id)
        .for_no_key_update()
        .select(Booking::as_select())
        .load(conn)
        .await
}

/// Most that is shown to whoever decides.
const MOST_SHOWN: i64 = 200;

/// The first of them by time, at most `most` where that is said.
async fn waiting(
    conn: &mut AsyncPgConnection,
    keepers: &[PersonId],
    all: bool,
    room: Option<RoomId>,
    now: Instant,
    most: Option<i64>,
) -> QueryResult<Vec<BookingId>> {
    #[derive(QueryableByName)]
    struct Id {
        #[diesel(sql_type = SqlUuid)]
        id: BookingId,
    }
    let ids: Vec<Id> = sql_query(format!(
        "SELECT b.id FROM bookings b WHERE {WAITS} AND b.ends_at > $2 AND ($3 OR {}) \
           AND ($4 IS NULL OR EXISTS (SELECT FROM occupancies o WHERE o.booking_id = b.id AND o.room_id = $4)) \
         ORDER BY b.starts_at, b.id LIMIT $5",
        keeps()
    ))
    .bind::<Array<SqlUuid>, _>(keepers)
    .bind::<Timestamptz, _>(now)
    .bind::<Bool, _>(all)
    .bind::<Nullable<SqlUuid>, _>(room)
    .bind::<Nullable<BigInt>, _>(most)
    .load(conn)
    .await?;
    Ok(ids.into_iter().map(|row| row.id).collect())
}
