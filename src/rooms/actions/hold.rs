//! Taking rooms: the one place that writes occupancies. Bookings, seminars and stays all take their rooms here, inside
//! their own transaction.
//!
//! Whoever places or moves something first locks its rooms in the order of their ids: sixteen inserts of one slot would
//! otherwise deadlock now and then while the constraint makes them wait for each other.

use std::collections::BTreeMap;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        clock::Clock,
        error::{Refusal, violated},
        ids::{self, BookingId, RoomId},
        prepared::prepared,
        schema::{occupancies, rooms},
        slot::Slot,
    },
    people::model::Actor,
    rooms::{
        availability::{self, Want},
        model::{Room, RoomState, Taken},
    },
};

/// The constraint that holds the promise.
pub const ROOM_FREE: &str = "occupancies_room_free";

/// Why rooms could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum HoldError {
    /// They are taken.
    #[error(transparent)]
    Taken(#[from] Taken),
    /// What every action meets.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl From<diesel::result::Error> for HoldError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Refused(error.into())
    }
}

/// Rooms that are locked until the transaction ends, with the parts that they consist of.
#[derive(Debug, Clone)]
pub struct Locked {
    /// The rooms asked for, in the order asked.
    pub asked: Vec<Room>,
    // Each room to be taken, with the room asked for that makes it necessary.
    takes: Vec<(RoomId, usize)>,
    // Every room that has to be taken for the sake of each.
    parts: Vec<Part>,
}

impl Locked {
    /// Some of them, for one of several bookings of the same transaction; who is not among them is left out.
    #[must_use]
    pub fn only(&self, wanted: &[RoomId]) -> Self {
        let mut asked = each_once(wanted);
        asked.retain(|room| self.asked.iter().any(|one| one.id == *room));
        let parts = self.parts.iter();
        let parts: Vec<Part> = parts
            .filter(|part| asked.contains(&part.whole))
            .cloned()
            .collect();
        let of = |id: &RoomId| self.asked.iter().find(|room| room.id == *id).cloned();
        Self {
            takes: takes(&asked, &parts),
            asked: asked.iter().filter_map(of).collect(),
            parts,
        }
    }

    /// What has to be free, and for how long, for all of them at `slot`.
    pub fn wants(&self, slot: Slot) -> Vec<Want> {
        self.takes
            .iter()
            .map(|(room, asked)| Want {
                room: *room,
                blocked: self.asked[*asked].blocked(slot),
            })
            .collect()
    }
}

/// Locks `wanted` and all their parts against every other writer that places something there, and those of `also`
/// (rooms that are given up).
///
/// # Errors
/// Invalid `room_id` where one does not exist.
pub async fn lock(
    conn: &mut AsyncPgConnection,
    wanted: &[RoomId],
    also: &[RoomId],
) -> Result<Locked, Refusal> {
    let asked = each_once(wanted);
    let mut parts = Vec::new();
    let mut locked = Vec::new();
    for Reached { whole, room } in reached(conn, &asked, also).await? {
        if let Some(whole) = whole {
            parts.push(Part {
                whole,
                room: room.id,
            });
        }
        locked.push(room);
    }
    gathered(&asked, parts, &locked)
}

/// The same without a lock, for looking: what is free may be taken a moment later.
///
/// # Errors
/// Invalid `room_id` where one does not exist.
pub async fn seen(conn: &mut AsyncPgConnection, wanted: &[RoomId]) -> Result<Locked, Refusal> {
    let asked = each_once(wanted);
    let parts = parts(conn, &asked).await?;
    let all: Vec<RoomId> = parts.iter().map(|part| part.room).collect();
    let found: Vec<Room> = rooms::table
        .filter(rooms::id.eq_any(&all))
        .select(Room::as_select())
        .load(conn)
        .await?;
    gathered(&asked, parts, &found)
}

fn each_once(wanted: &[RoomId]) -> Vec<RoomId> {
    let mut asked: Vec<RoomId> = Vec::with_capacity(wanted.len());
    for room in wanted {
        if !asked.contains(room) {
            asked.push(*room);
        }
    }
    asked
}

/// A room that is locked.
#[derive(QueryableByName)]
struct Reached {
    /// For the sake of which one that is asked for; none: it is given up.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    whole: Option<RoomId>,
    #[diesel(embed)]
    room: Room,
}

/// Locks the rooms that `asked` consist of, and `also`, in the order of their ids.
async fn reached(
    conn: &mut AsyncPgConnection,
    asked: &[RoomId],
    also: &[RoomId],
) -> QueryResult<Vec<Reached>> {
    prepared(sql_query(format!(
        "WITH RECURSIVE {PARTS}, reached (whole, room) AS (SELECT whole, room FROM parts \
             UNION ALL SELECT NULL, id FROM unnest((SELECT $2)::uuid[]) AS id) \
         SELECT reached.whole, rooms.id, site_id, slug, name, kind, zone, capacity, equipment, approval, setup_minutes, \
             tidy_minutes, state, lock_version, created_at, modified_at \
         FROM reached JOIN rooms ON rooms.id = reached.room ORDER BY rooms.id FOR NO KEY UPDATE OF rooms"
    ))
    .bind::<Array<SqlUuid>, _>(asked)
    .bind::<Array<SqlUuid>, _>(also))
    .load(conn)
    .await
}

/// The rooms of which those of `$1` consist, themselves among them.
const PARTS: &str = "parts (whole, room) AS ( \
     SELECT id, id FROM unnest((SELECT $1)::uuid[]) AS id \
     UNION SELECT p.whole, r.part_id FROM parts p JOIN room_parts r ON r.whole_id = p.room)";

/// A room that has to be taken for the sake of one that is asked for.
#[derive(Debug, Clone, QueryableByName)]
struct Part {
    #[diesel(sql_type = SqlUuid)]
    whole: RoomId,
    #[diesel(sql_type = SqlUuid)]
    room: RoomId,
}

/// The rooms that `asked` consist of, themselves among them, in the order of their ids.
async fn parts(conn: &mut AsyncPgConnection, asked: &[RoomId]) -> QueryResult<Vec<Part>> {
    prepared(
        sql_query(format!(
            "WITH RECURSIVE {PARTS} SELECT whole, room FROM parts ORDER BY room"
        ))
        .bind::<Array<SqlUuid>, _>(asked),
    )
    .load(conn)
    .await
}

/// Rooms as they were asked for, with what has to be taken for each. One is closed where a part of it is: nobody meets in a
/// hall half of which is being rebuilt. And it wants approval where a part of it does: nobody comes by a room past its keeper.
fn gathered(asked: &[RoomId], parts: Vec<Part>, rooms: &[Room]) -> Result<Locked, Refusal> {
    let mut found = Vec::with_capacity(asked.len());
    for id in asked {
        match rooms.iter().find(|room| room.id == *id) {
            Some(room) => found.push(Room {
                state: state_as_a_whole(*id, &parts, rooms),
                approval: any_of(*id, &parts, rooms, |room| room.approval),
                ..room.clone()
            }),
            None => return Err(Refusal::invalid("room_id", "reason-unknown")),
        }
    }
    Ok(Locked {
        asked: found,
        takes: takes(asked, &parts),
        parts,
    })
}

/// Whether a room can be booked, and all that it consists of.
fn state_as_a_whole(whole: RoomId, parts: &[Part], rooms: &[Room]) -> RoomState {
    match any_of(whole, parts, rooms, |room| room.state == RoomState::Closed) {
        true => RoomState::Closed,
        false => RoomState::Open,
    }
}

/// Whether a room or any that it consists of is like that.
fn any_of(whole: RoomId, parts: &[Part], rooms: &[Room], is: impl Fn(&Room) -> bool) -> bool {
    let is_part = |room: &Room| {
        parts
            .iter()
            .any(|part| part.whole == whole && part.room == room.id)
    };
    rooms.iter().any(|room| is(room) && is_part(room))
}

/// Each room to be taken, with the place of the one that is asked for.
fn takes(asked: &[RoomId], parts: &[Part]) -> Vec<(RoomId, usize)> {
    // A room asked for by itself is taken for itself, even where it is a part of another one asked for too.
    let mut takes: BTreeMap<RoomId, usize> = BTreeMap::new();
    for part in parts {
        let whole = asked
            .iter()
            .position(|id| *id == part.whole)
            .unwrap_or_default();
        if part.whole == part.room {
            takes.insert(part.room, whole);
        } else {
            takes.entry(part.room).or_insert(whole);
        }
    }
    takes.into_iter().collect()
}

/// Takes locked rooms for a booking at `slot`.
///
/// # Errors
/// [`HoldError::Taken`], as `viewer` may see it; the transaction stays usable.
pub async fn take(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    viewer: &Actor,
    booking: BookingId,
    locked: &Locked,
    slot: Slot,
    confirmed: bool,
) -> Result<(), HoldError> {
    let inserted = conn
        .transaction::<_, diesel::result::Error, _>(async |conn| {
            insert(conn, clock, locked, &[(booking, slot)], confirmed).await
        })
        .await;
    explain(conn, viewer, booking, locked, slot, inserted).await
}

/// Replaces what a booking takes: other rooms, another time, or both. The rooms that it gives up must be locked too.
///
/// # Errors
/// As [`take`]; then everything is as it was.
pub async fn shift(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    viewer: &Actor,
    booking: BookingId,
    locked: &Locked,
    slot: Slot,
    confirmed: bool,
) -> Result<(), HoldError> {
    let shifted = conn
        .transaction::<_, diesel::result::Error, _>(async |conn| {
            diesel::delete(occupancies::table.filter(occupancies::booking_id.eq(booking)))
                .execute(conn)
                .await?;
            insert(conn, clock, locked, &[(booking, slot)], confirmed).await
        })
        .await;
    explain(conn, viewer, booking, locked, slot, shifted).await
}

/// Gives up all that a booking takes; what it took stays on record.
///
/// # Errors
/// What the database says.
pub async fn release(conn: &mut AsyncPgConnection, booking: BookingId) -> QueryResult<()> {
    diesel::update(occupancies::table.filter(occupancies::booking_id.eq(booking)))
        .set(occupancies::state.eq("released"))
        .execute(conn)
        .await?;
    Ok(())
}

/// Makes what was held firm.
///
/// # Errors
/// What the database says.
pub async fn confirm(conn: &mut AsyncPgConnection, booking: BookingId) -> QueryResult<()> {
    diesel::update(
        occupancies::table
            .filter(occupancies::booking_id.eq(booking))
            .filter(occupancies::state.eq("held")),
    )
    .set(occupancies::state.eq("confirmed"))
    .execute(conn)
    .await?;
    Ok(())
}

/// The rooms that a booking asked for, or had asked for when it was released.
///
/// # Errors
/// What the database says.
pub async fn asked_by(
    conn: &mut AsyncPgConnection,
    booking: BookingId,
) -> QueryResult<Vec<RoomId>> {
    occupancies::table
        .filter(occupancies::booking_id.eq(booking))
        .filter(occupancies::part_of.is_null())
        .order(occupancies::room_id)
        .select(occupancies::room_id)
        .load(conn)
        .await
}

/// Writes what bookings take of locked rooms, all of them in one statement.
pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    locked: &Locked,
    taken: &[(BookingId, Slot)],
    confirmed: bool,
) -> QueryResult<()> {
    let takes: Vec<(BookingId, Want, Option<RoomId>)> = taken
        .iter()
        .flat_map(|(booking, slot)| {
            locked.takes.iter().map(|(room, asked)| {
                let whole = &locked.asked[*asked];
                let want = Want {
                    room: *room,
                    blocked: whole.blocked(*slot),
                };
                (*booking, want, Some(whole.id).filter(|whole| whole != room))
            })
        })
        .collect();
    prepared(sql_query(
        "INSERT INTO occupancies (id, booking_id, room_id, part_of, blocked_from, blocked_to, state) \
         SELECT id, booking_id, room_id, part_of, blocked_from, blocked_to, $7 \
         FROM unnest($1, $2, $3, $4, $5, $6) AS t (id, booking_id, room_id, part_of, blocked_from, blocked_to)",
    )
    .bind::<Array<SqlUuid>, _>(takes.iter().map(|_| ids::fresh(clock)).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(takes.iter().map(|take| take.0).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(takes.iter().map(|take| take.1.room).collect::<Vec<_>>())
    .bind::<Array<Nullable<SqlUuid>>, _>(takes.iter().map(|take| take.2).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(takes.iter().map(|take| take.1.blocked.from()).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(takes.iter().map(|take| take.1.blocked.to()).collect::<Vec<_>>())
    .bind::<Text, _>(if confirmed { "confirmed" } else { "held" }))
    .execute(conn)
    .await?;
    Ok(())
}

/// Turns the constraint's answer into who has the rooms and when. The lock is still held, so what is found is what was met.
async fn explain(
    conn: &mut AsyncPgConnection,
    viewer: &Actor,
    booking: BookingId,
    locked: &Locked,
    slot: Slot,
    outcome: QueryResult<()>,
) -> Result<(), HoldError> {
    match outcome {
        Ok(()) => Ok(()),
        Err(error) if violated(&error) == Some(ROOM_FREE) => {
            metrics::counter!("maru_bookings_refused_total").increment(1);
            let taken = availability::taken(
                conn,
                Some(viewer),
                &locked.asked,
                &locked.wants(slot),
                slot,
                Some(booking),
            )
            .await?;
            Err(HoldError::Taken(taken))
        }
        Err(error) => Err(error.into()),
    }
}
