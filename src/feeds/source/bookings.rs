//! When a room is taken, and what a person has booked.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{MOST_ENTRIES, Room, Seminar, Window, one_more};
use crate::base::{
    clock::Instant,
    ids::{BookingId, PersonId, RoomId, SeminarId},
    schema::{bookings, occupancies, rooms, seminars, sites},
    zone::Zone,
};

/// A time at which a room is taken, set-up and tidy-up included; by whom and for what is not read.
#[derive(Debug, Clone, Hash)]
pub struct Block {
    /// The UID of the booking.
    pub uid: String,
    /// Its SEQUENCE.
    pub sequence: i32,
    /// The first instant at which it is taken.
    pub from: Instant,
    /// The first instant at which it is free again.
    pub to: Instant,
    /// Whether it waits for approval.
    pub held: bool,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last changed.
    pub modified_at: Instant,
    /// What of the room is taken, by name, where it is a part; by the name of the first one where it is several.
    pub part: Option<String>,
    /// The seminar that it is for as a whole.
    pub(super) seminar: Option<SeminarId>,
    /// What is there, where it is for items of a programme that anyone may see: by its title.
    pub titled: Option<Titled>,
}

/// A room for items of a programme.
#[derive(Debug, Clone, Hash)]
pub struct Titled {
    /// The seminar with the items.
    pub title: String,
    /// The short code of the seminar.
    pub code: String,
}

/// What takes a room, or a part of it (`all` are both), in the window, by start; one more than a feed holds, where there are
/// more.
pub(super) async fn of_room(
    conn: &mut AsyncPgConnection,
    room: RoomId,
    all: &[RoomId],
    window: &Window,
) -> QueryResult<Vec<Block>> {
    let each = i64::try_from(all.len()).unwrap_or(1);
    let mut query = occupancies::table
        .inner_join(bookings::table.on(occupancies::booking_id.eq(bookings::id)))
        .inner_join(rooms::table.on(occupancies::room_id.eq(rooms::id)))
        .left_join(seminars::table.on(bookings::seminar_id.eq(seminars::id.nullable())))
        .filter(occupancies::room_id.eq_any(all.to_vec()))
        .filter(occupancies::state.eq_any(["held", "confirmed"]))
        .filter(occupancies::blocked_to.gt(window.from))
        .select((
            bookings::uid,
            bookings::sequence,
            occupancies::blocked_from,
            occupancies::blocked_to,
            occupancies::state.eq("held"),
            bookings::created_at,
            bookings::modified_at,
            (bookings::part.eq("programme"), bookings::title),
            (rooms::id, rooms::name, rooms::modified_at),
            (
                seminars::id,
                seminars::code,
                seminars::visibility,
                seminars::state,
            )
                .nullable(),
        ))
        // The room itself before its parts.
        .order((
            occupancies::blocked_from,
            bookings::id,
            occupancies::part_of.is_not_null(),
            rooms::name,
            occupancies::id,
        ))
        // A booking has at most one row for each of the rooms.
        .limit(one_more(MOST_ENTRIES).saturating_mul(each))
        .into_boxed();
    if let Some(until) = window.until {
        query = query.filter(occupancies::blocked_from.lt(until));
    }
    let rows: Vec<(
        String,
        i32,
        Instant,
        Instant,
        bool,
        Instant,
        Instant,
        (bool, String),
        (RoomId, String, Instant),
        Option<(SeminarId, String, String, String)>,
    )> = query.load(conn).await?;
    let blocks = rows.into_iter().map(
        |(uid, sequence, from, to, held, created_at, modified_at, booking, taken, seminar)| {
            let (for_items, title) = booking;
            let (taken, name, renamed_at) = taken;
            let part = (taken != room).then_some(name);
            let shown = seminar.as_ref().filter(|(_, _, visibility, state)| {
                for_items && visibility == "public" && state == "announced"
            });
            Block {
                uid,
                sequence,
                from,
                to,
                held,
                created_at,
                modified_at: match part {
                    Some(_) => modified_at.max(renamed_at),
                    None => modified_at,
                },
                part,
                titled: shown.map(|(_, code, ..)| Titled {
                    title,
                    code: code.clone(),
                }),
                seminar: seminar.map(|(id, ..)| id).filter(|_| !for_items),
            }
        },
    );
    Ok(each_once(blocks))
}

/// Each booking once, for as long as it blocks any part of the room; as the whole of it where it takes that.
fn each_once(blocks: impl IntoIterator<Item = Block>) -> Vec<Block> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut once: Vec<Block> = Vec::new();
    for block in blocks {
        let place = *places.entry(block.uid.clone()).or_insert(once.len());
        let Some(known) = once.get_mut(place) else {
            once.push(block);
            continue;
        };
        known.from = known.from.min(block.from);
        known.to = known.to.max(block.to);
        if block.part.is_none() && known.part.is_some() {
            known.part = None;
            known.modified_at = block.modified_at;
        }
    }
    once
}

/// The blocks that are for none of `shown`: what is shown with its title needs no block beside it.
pub(super) fn without(blocks: Vec<Block>, shown: &[Seminar]) -> Vec<Block> {
    let shown: HashSet<SeminarId> = shown.iter().map(|seminar| seminar.id).collect();
    let mut blocks = blocks;
    blocks.retain(|block| block.seminar.is_none_or(|id| !shown.contains(&id)));
    blocks
}

/// A person's booking that is for neither a seminar nor a stay.
#[derive(Debug, Clone, Hash)]
pub struct Booking {
    /// Its short code.
    pub code: String,
    /// Its UID.
    pub uid: String,
    /// Its title.
    pub title: String,
    /// What was noted with it.
    pub note: String,
    /// Its start.
    pub starts_at: Instant,
    /// Its end, exclusive.
    pub ends_at: Instant,
    /// The zone in which it is meant.
    pub zone: Zone,
    /// `held`, `confirmed`, `refused` or `cancelled`.
    pub state: String,
    /// Its SEQUENCE.
    pub sequence: i32,
    /// When it was made.
    pub created_at: Instant,
    /// When anything that it shows was last changed.
    pub modified_at: Instant,
    /// Its rooms, by name; none once it is refused or cancelled.
    pub rooms: Vec<Room>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = bookings)]
struct Row {
    id: BookingId,
    code: String,
    uid: String,
    title: String,
    note: String,
    starts_at: Instant,
    ends_at: Instant,
    zone: String,
    state: String,
    sequence: i32,
    created_at: Instant,
    modified_at: Instant,
}

/// What is booked for `person` in the window but for those `left_out`, by start; as of a room, one more than a feed holds.
/// Rooms of seminars and desks of stays stand with those.
pub(super) async fn of_person(
    conn: &mut AsyncPgConnection,
    person: PersonId,
    window: &Window,
    left_out: &[BookingId],
) -> QueryResult<Vec<Booking>> {
    let mut query = bookings::table
        .filter(bookings::for_id.eq(person))
        .filter(bookings::seminar_id.is_null())
        .filter(bookings::stay_id.is_null())
        .filter(bookings::ends_at.gt(window.from))
        .filter(bookings::id.ne_all(left_out.to_vec()))
        .filter(
            bookings::state
                .eq_any(["held", "confirmed"])
                .or(bookings::state_at.ge(window.cancelled_since)),
        )
        .select(Row::as_select())
        .order((bookings::starts_at, bookings::id))
        .limit(one_more(MOST_ENTRIES))
        .into_boxed();
    if let Some(until) = window.until {
        query = query.filter(bookings::starts_at.lt(until));
    }
    let rows: Vec<Row> = query.load(conn).await?;
    let ids: Vec<BookingId> = rows.iter().map(|row| row.id).collect();
    let mut rooms = rooms_of(conn, &ids).await?;
    let bookings = rows.into_iter().map(|row| {
        let rooms = rooms.remove(&row.id).unwrap_or_default();
        let modified_at = rooms
            .iter()
            .map(|(_, at)| *at)
            .fold(row.modified_at, Instant::max);
        Booking {
            code: row.code,
            uid: row.uid,
            title: row.title,
            note: row.note,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            zone: row.zone.parse().unwrap_or(Zone::UTC),
            state: row.state,
            sequence: row.sequence,
            created_at: row.created_at,
            modified_at,
            rooms: rooms.into_iter().map(|(room, _)| room).collect(),
        }
    });
    Ok(bookings.collect())
}

/// The rooms in force that were asked for, of each booking, and when each or its site was last changed.
pub(super) async fn rooms_of(
    conn: &mut AsyncPgConnection,
    ids: &[BookingId],
) -> QueryResult<HashMap<BookingId, Vec<(Room, Instant)>>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(
        BookingId,
        String,
        Instant,
        Option<(String, Option<String>, Instant)>,
    )> = occupancies::table
        .inner_join(rooms::table.on(occupancies::room_id.eq(rooms::id)))
        .left_join(sites::table.on(rooms::site_id.eq(sites::id.nullable())))
        .filter(occupancies::booking_id.eq_any(ids))
        .filter(occupancies::state.eq_any(["held", "confirmed"]))
        .filter(occupancies::part_of.is_null())
        .order((rooms::name, rooms::id))
        .select((
            occupancies::booking_id,
            rooms::name,
            rooms::modified_at,
            (sites::name, sites::address, sites::modified_at).nullable(),
        ))
        .load(conn)
        .await?;
    let mut found: HashMap<BookingId, Vec<(Room, Instant)>> = HashMap::new();
    for (booking, name, modified_at, site) in rows {
        found
            .entry(booking)
            .or_default()
            .push(Room::dated(name, modified_at, site));
    }
    Ok(found)
}
