//! What a changed seminar is to be, before anything of it is written. Its row is locked, its rooms are not yet.

use diesel_async::AsyncPgConnection;

use super::{Patch, SeminarChange, row};
use crate::{
    base::{clock::Clock, hub::Hub, ids::RoomId, text},
    people::model::Actor,
    seminars::{
        actions::{
            WriteError,
            create::without,
            entrance,
            items::{self, NextItem, Speaking},
            write::{HasRooms, has_rooms},
        },
        model::{Details, Entrance, Inherited, Seminar, SeminarState, Series},
        queries,
    },
};

/// An edit, with all that it makes of the seminar.
pub(super) struct Plan<'a> {
    /// The seminar as it was.
    pub before: &'a Details,
    /// What is asked for.
    pub change: &'a SeminarChange,
    /// The organiser's own words, as they are told.
    pub note: Option<String>,
    /// Its row.
    pub next: Seminar,
    /// How many it takes.
    pub capacity: Option<i32>,
    /// How one comes into it from afar.
    pub entrance: Entrance,
    /// Who speaks in it and in its items.
    pub speaking: Speaking,
    /// Its items; none: they stay as they are.
    pub items: Option<Vec<NextItem>>,
    /// Its overflow rooms.
    pub overflow: Vec<RoomId>,
}

/// The rooms of an edit, none of them locked.
pub(super) struct Rooms {
    /// Those that it has, and those that its items are to have.
    pub has: HasRooms,
    /// Those that it is to have, its overflow rooms among them.
    pub wanted: Vec<RoomId>,
}

/// What `change` makes of `before`. People who are not known yet are entered.
///
/// # Errors
/// What cannot be, beside its field.
pub(super) async fn plan<'a>(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    before: &'a Details,
    change: &'a SeminarChange,
) -> Result<(Plan<'a>, Rooms), WriteError> {
    let note = text::own_words("note", change.note.as_deref())?;
    let head = match change.series {
        Some(Some(series)) => queries::series_by_id(conn, series).await?,
        Some(None) => None,
        None => before.series.clone(),
    };
    let next = row::next(&before.seminar, head.as_ref(), hub, change)?;
    let capacity = next_capacity(before, &next, head.as_ref(), change);
    let entrance = entrance::next(before, &next, head.as_ref(), change);
    let given = match &change.items {
        Some(wanted) => Some(items::given(clock, before, &next, wanted)?),
        None => None,
    };
    let speaking = {
        let (speakers, wanted) = (change.speakers.as_deref(), change.items.as_deref());
        items::resolve(conn, clock, actor, &before.speakers, speakers, wanted).await?
    };
    let mut has = has_rooms(conn, before.seminar.id).await?;
    let mut wanted = match &change.rooms {
        Patch::Own(rooms) => rooms.clone(),
        Patch::AsSeries => series_room(head.as_ref()),
        // Its room comes back with it from a postponement.
        Patch::Keep if next.inherits(Inherited::Room) => series_room(head.as_ref()),
        Patch::Keep if before.seminar.state == SeminarState::Postponed => {
            before.main_rooms().map(|room| room.room_id).collect()
        }
        Patch::Keep => without(&has.rooms, &before.overflow),
    };
    let lost: Vec<RoomId> = before
        .main_rooms()
        .map(|room| room.room_id)
        .filter(|room| !wanted.contains(room))
        .collect();
    let items = match given {
        Some(given) => Some(given),
        None => items::moved(before, &next, &lost, change.anew)?,
    };
    has.for_items = match &items {
        Some(items) => items.iter().filter_map(|item| item.room).collect(),
        None => before.item_rooms().collect(),
    };
    // A seminar that gives up all its rooms is followed from none beside them.
    let overflow = match &change.overflow {
        Some(overflow) => overflow.as_slice(),
        None if wanted.is_empty() && !lost.is_empty() => &[],
        None => &before.overflow,
    };
    let overflow = without(overflow, &wanted);
    wanted.extend(&overflow);
    let plan = Plan {
        before,
        change,
        note,
        next,
        capacity,
        entrance,
        speaking,
        items,
        overflow,
    };
    Ok((plan, Rooms { has, wanted }))
}

/// How many it is to take: that of the series where it follows it.
fn next_capacity(
    before: &Details,
    next: &Seminar,
    head: Option<&Series>,
    change: &SeminarChange,
) -> Option<i32> {
    match (&change.capacity, head) {
        (Patch::Own(capacity), _) => *capacity,
        (_, Some(head)) if next.inherits(Inherited::Capacity) => head.capacity,
        _ => before.capacity,
    }
}

fn series_room(head: Option<&Series>) -> Vec<RoomId> {
    head.and_then(|head| head.room_id).into_iter().collect()
}
