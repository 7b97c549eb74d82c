//! Reads of sites and rooms.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::{prelude::*, sql_query, sql_types::Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        ids::{RoomId, SiteId},
        schema::{room_parts, rooms, sites},
        slot::Slot,
    },
    rooms::model::{Room, Site},
};

/// One site.
///
/// # Errors
/// What the database says.
pub async fn site(conn: &mut AsyncPgConnection, id: SiteId) -> QueryResult<Option<Site>> {
    sites::table
        .find(id)
        .select(Site::as_select())
        .first(conn)
        .await
        .optional()
}

/// All sites, by name.
///
/// # Errors
/// What the database says.
pub async fn sites(conn: &mut AsyncPgConnection) -> QueryResult<Vec<Site>> {
    sites::table
        .order((sites::name, sites::id))
        .select(Site::as_select())
        .load(conn)
        .await
}

/// One room.
///
/// # Errors
/// What the database says.
pub async fn room(conn: &mut AsyncPgConnection, id: RoomId) -> QueryResult<Option<Room>> {
    rooms::table
        .find(id)
        .select(Room::as_select())
        .first(conn)
        .await
        .optional()
}

/// One room by its short name.
///
/// # Errors
/// What the database says.
pub async fn room_by_slug(conn: &mut AsyncPgConnection, slug: &str) -> QueryResult<Option<Room>> {
    rooms::table
        .filter(rooms::slug.eq(slug))
        .select(Room::as_select())
        .first(conn)
        .await
        .optional()
}

/// Several rooms, in no order.
///
/// # Errors
/// What the database says.
pub async fn rooms_by_id(conn: &mut AsyncPgConnection, ids: &[RoomId]) -> QueryResult<Vec<Room>> {
    rooms::table
        .filter(rooms::id.eq_any(ids))
        .select(Room::as_select())
        .load(conn)
        .await
}

/// All rooms with the names of their sites, by site, kind and name.
///
/// # Errors
/// What the database says.
pub async fn rooms(conn: &mut AsyncPgConnection) -> QueryResult<Vec<(Room, Option<String>)>> {
    rooms::table
        .left_join(sites::table.on(sites::id.nullable().eq(rooms::site_id)))
        .order((sites::name, rooms::name, rooms::id))
        .select((Room::as_select(), sites::name.nullable()))
        .load(conn)
        .await
}

/// The rooms that `whole` consists of.
///
/// # Errors
/// What the database says.
pub async fn parts(conn: &mut AsyncPgConnection, whole: RoomId) -> QueryResult<Vec<RoomId>> {
    room_parts::table
        .filter(room_parts::whole_id.eq(whole))
        .order(room_parts::part_id)
        .select(room_parts::part_id)
        .load(conn)
        .await
}

/// The rooms that each of `wholes` consists of.
///
/// # Errors
/// What the database says.
pub async fn parts_of(
    conn: &mut AsyncPgConnection,
    wholes: &[RoomId],
) -> QueryResult<HashMap<RoomId, Vec<RoomId>>> {
    let rows: Vec<(RoomId, RoomId)> = room_parts::table
        .filter(room_parts::whole_id.eq_any(wholes))
        .order((room_parts::whole_id, room_parts::part_id))
        .select((room_parts::whole_id, room_parts::part_id))
        .load(conn)
        .await?;
    let mut parts: HashMap<RoomId, Vec<RoomId>> = HashMap::new();
    for (whole, part) in rows {
        parts.entry(whole).or_default().push(part);
    }
    Ok(parts)
}

/// A room and all that it consists of, parts of parts among them: what takes one of them takes a part of it.
///
/// # Errors
/// What the database says.
pub async fn with_parts(conn: &mut AsyncPgConnection, room: RoomId) -> QueryResult<Vec<RoomId>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        room: RoomId,
    }
    let rows: Vec<Row> = sql_query(
        "WITH RECURSIVE parts (room) AS ( \
             SELECT $1 UNION SELECT r.part_id FROM parts p JOIN room_parts r ON r.whole_id = p.room) \
         SELECT room FROM parts",
    )
    .bind::<SqlUuid, _>(room)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.room).collect())
}

/// The day `date` in the zone of `room`, as a slot.
pub fn day_of(room: &Room, date: NaiveDate) -> Slot {
    let zone = room.zone();
    let next = date.succ_opt().unwrap_or(date);
    Slot::new(zone.start_of(date), zone.start_of(next)).unwrap_or_else(|_| {
        let from = date.and_time(chrono::NaiveTime::MIN).and_utc();
        Slot::new(from, from + chrono::Duration::days(1)).expect("a day is not empty")
    })
}
