//! Rooms that are about to be taken: locked in the order of their ids, with the parts that they consist of.

use std::collections::BTreeMap;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Nullable, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{error::Refusal, ids::RoomId, prepared::prepared, schema::rooms, slot::Slot},
    rooms::{
        availability::Want,
        model::{Room, RoomState},
    },
};

/// Rooms that are locked until the transaction ends, with the parts that they consist of.
#[derive(Debug, Clone)]
pub struct Locked {
    /// The rooms asked for, in the order asked.
    pub asked: Vec<Room>,
    // Each room to be taken, with the room asked for that makes it necessary.
    pub(super) takes: Vec<(RoomId, usize)>,
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
