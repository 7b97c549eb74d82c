//! The programme of a seminar: its items as an organiser gives them, and as they move with it.

mod rooms;
mod speaking;

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::create::{NewSpeaker, too_long};
use crate::{
    base::{
        clock::Clock,
        error::{Invalid, Reason},
        ids::{ItemId, PersonId, RoomId, SeminarId},
        schema::{item_speakers, overflow_rooms, seminar_items},
        slot::Slot,
        text,
        zone::Zone,
    },
    rooms::actions::wall_time,
    seminars::{
        model::{Details, Item, ItemKind, Seminar},
        rules::items::{AROUND, MOST_ITEMS},
    },
};

pub(super) use rooms::{Booked, booked, lose_room, make_way, needs, renamed, take};
pub(super) use speaking::{Speaking, resolve};

/// An item as an organiser gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewItem {
    /// Which one, where it is there already.
    pub id: Option<ItemId>,
    /// What it is.
    pub kind: ItemKind,
    /// Its title.
    pub title: String,
    /// A few sentences about it, in Markdown.
    pub abstract_text: String,
    /// The wall time in the seminar's zone at which it starts.
    pub starts_local: NaiveDateTime,
    /// The wall time at which it ends.
    pub ends_local: NaiveDateTime,
    /// Which of two equal wall times.
    pub fold: Option<u8>,
    /// In which room; none: where the seminar is, or at `place`.
    pub room: Option<RoomId>,
    /// At a place that is none of the hub's rooms.
    pub place: Option<String>,
    /// Who speaks in it; who does not speak in the seminar yet does from now on.
    pub speakers: Vec<NewSpeaker>,
}

impl From<&Item> for NewItem {
    /// The same once more, for a programme of which another item is changed. Roles are those that its speakers have.
    fn from(item: &Item) -> Self {
        Self {
            id: Some(item.id),
            kind: item.kind,
            title: item.title.clone(),
            abstract_text: item.abstract_text.clone(),
            starts_local: item.starts_local,
            ends_local: item.ends_local,
            fold: item.fold.and_then(|fold| u8::try_from(fold).ok()),
            room: item.room.as_ref().map(|room| room.id),
            place: item.place.clone(),
            speakers: item
                .speakers
                .iter()
                .map(|person| NewSpeaker::known(*person))
                .collect(),
        }
    }
}

/// An item as its row is to be.
pub(super) struct NextItem {
    id: ItemId,
    kind: ItemKind,
    title: String,
    abstract_text: String,
    starts_local: NaiveDateTime,
    ends_local: NaiveDateTime,
    fold: Option<i16>,
    slot: Slot,
    pub room: Option<RoomId>,
    place: Option<String>,
}

/// The items as they are given.
///
/// # Errors
/// What cannot be, by `items.{n}.{field}`, counted from 0.
pub(super) fn given(
    clock: &dyn Clock,
    before: &Details,
    next: &Seminar,
    items: &[NewItem],
) -> Result<Vec<NextItem>, Invalid> {
    if items.len() > MOST_ITEMS {
        let reason = Reason::new("reason-too-many").with("max", MOST_ITEMS);
        return Err(Invalid::one("items", reason));
    }
    let mut invalid = Invalid::default();
    let mut known: BTreeSet<ItemId> = before.items.iter().map(|item| item.id).collect();
    let named: BTreeSet<ItemId> = items.iter().filter_map(|item| item.id).collect();
    let unnamed = before.items.iter().filter(|item| !named.contains(&item.id));
    let mut unnamed: Vec<&Item> = unnamed.collect();
    let mut read = Vec::with_capacity(items.len());
    for (n, item) in items.iter().enumerate() {
        let field = |name: &str| format!("items.{n}.{name}");
        let title = text::line(&item.title);
        let abstract_text = text::lines(&item.abstract_text);
        let place = item.place.as_deref().map(text::line).and_then(text::some);
        if title.is_empty() {
            invalid.because(&field("title"), "reason-required");
        }
        too_long(&mut invalid, &field("title"), &title, text::TITLE);
        too_long(&mut invalid, &field("abstract"), &abstract_text, text::LONG);
        too_long(
            &mut invalid,
            &field("place"),
            place.as_deref().unwrap_or_default(),
            text::TITLE,
        );
        if place.is_some() && item.room.is_some() {
            invalid.because(&field("place"), "reason-item-two-places");
        }
        // Taken out, so that the same one cannot be given twice.
        if item.id.is_some_and(|id| !known.remove(&id)) {
            invalid.because(&field("id"), "reason-unknown");
        }
        if let Some(slot) = time(next, item, &mut invalid, field) {
            read.push(NextItem {
                id: item
                    .id
                    .or_else(|| as_it_was(&mut unnamed, item, &title, place.as_deref()))
                    .unwrap_or_else(|| ItemId::fresh(clock)),
                kind: item.kind,
                title,
                abstract_text,
                starts_local: item.starts_local,
                ends_local: item.ends_local,
                fold: item.fold.map(i16::from),
                slot,
                room: item.room,
                place,
            });
        }
    }
    invalid.none_or()?;
    Ok(read)
}

/// The item that is given once more without its id: a programme that is sent again whole has the items that it had.
fn as_it_was(
    unnamed: &mut Vec<&Item>,
    item: &NewItem,
    title: &str,
    place: Option<&str>,
) -> Option<ItemId> {
    let at = unnamed.iter().position(|old| {
        let room = old.room.as_ref().map(|room| room.id);
        old.title == title
            && (old.starts_local, old.ends_local) == (item.starts_local, item.ends_local)
            && old.fold == item.fold.map(i16::from)
            && (room, old.place.as_deref()) == (item.room, place)
    })?;
    Some(unnamed.remove(at).id)
}

fn time(
    seminar: &Seminar,
    item: &NewItem,
    invalid: &mut Invalid,
    field: impl Fn(&str) -> String,
) -> Option<Slot> {
    let zone = seminar.zone();
    let instant = |local| zone.instant(local, item.fold).map_err(wall_time);
    let from = invalid.take(&field("starts_local"), instant(item.starts_local));
    let to = invalid.take(&field("ends_local"), instant(item.ends_local));
    let slot = Slot::new(from?, to?)
        .map_err(|_| Reason::new("reason-end-before-start"))
        .and_then(|slot| match is_around(seminar, slot) {
            true => Ok(slot),
            false => Err(Reason::new("reason-item-far").with("days", AROUND.num_days())),
        });
    invalid.take(&field("ends_local"), slot)
}

fn is_around(seminar: &Seminar, slot: Slot) -> bool {
    seminar.starts_at - AROUND <= slot.from() && slot.to() <= seminar.ends_at + AROUND
}

/// The items as they move with their seminar: by the same span of the clocks, in its zone. Those in a room that it gives up
/// (`lost`) go where it goes. None where they stay as they are.
///
/// # Errors
/// One of them would be at a time that clocks skip or show twice.
pub(super) fn moved(
    before: &Details,
    next: &Seminar,
    lost: &[RoomId],
    anew: bool,
) -> Result<Option<Vec<NextItem>>, Invalid> {
    let by = next.starts_local - before.seminar.starts_local;
    let another_time = anew || !by.is_zero() || next.zone != before.seminar.zone;
    let loses = |item: &Item| {
        item.room
            .as_ref()
            .is_some_and(|room| lost.contains(&room.id))
    };
    if !another_time && !before.items.iter().any(loses) {
        return Ok(None);
    }
    let mut invalid = Invalid::default();
    let mut items = Vec::with_capacity(before.items.len());
    for item in &before.items {
        let mut next_item = NextItem {
            id: item.id,
            kind: item.kind,
            title: item.title.clone(),
            abstract_text: item.abstract_text.clone(),
            starts_local: item.starts_local,
            ends_local: item.ends_local,
            fold: item.fold,
            slot: item.slot(),
            room: match loses(item) {
                true => None,
                false => item.room.as_ref().map(|room| room.id),
            },
            place: item.place.clone(),
        };
        if another_time {
            match shifted(item, by, next.zone(), anew) {
                Ok((locals, fold, slot)) => {
                    (next_item.starts_local, next_item.ends_local) = locals;
                    (next_item.fold, next_item.slot) = (fold, slot);
                }
                Err(reason) => invalid.add("starts_local", reason),
            }
        }
        items.push(next_item);
    }
    invalid.none_or()?;
    Ok(Some(items))
}

type Shifted = ((NaiveDateTime, NaiveDateTime), Option<i16>, Slot);

fn shifted(item: &Item, by: chrono::Duration, zone: Zone, anew: bool) -> Result<Shifted, Reason> {
    let far = || Reason::new("reason-item-no-time").with("title", &item.title);
    let locals = item.starts_local.checked_add_signed(by);
    let locals = locals.zip(item.ends_local.checked_add_signed(by));
    let (from, to) = locals.ok_or_else(far)?;
    // Which of two equal times was meant is not known of another time.
    let fold = item.fold.filter(|_| by.is_zero());
    let which = fold.and_then(|fold| u8::try_from(fold).ok());
    let instant = |local| match anew {
        true => Ok(zone.again(local, which)),
        false => zone.instant(local, which).map_err(|_| far()),
    };
    let slot = Slot::new(instant(from)?, instant(to)?).map_err(|_| far())?;
    Ok(((from, to), fold, slot))
}

/// Makes the items of a seminar those; `speaking` says who speaks in each, none: who did so far.
pub(super) async fn store(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
    items: &[NextItem],
    speaking: Option<&[Vec<PersonId>]>,
) -> QueryResult<()> {
    let keep: Vec<ItemId> = items.iter().map(|item| item.id).collect();
    diesel::delete(
        seminar_items::table
            .filter(seminar_items::seminar_id.eq(seminar))
            .filter(seminar_items::id.ne_all(&keep)),
    )
    .execute(conn)
    .await?;
    for item in items {
        let what = (
            seminar_items::kind.eq(item.kind),
            seminar_items::title.eq(&item.title),
            seminar_items::abstract_text.eq(&item.abstract_text),
            seminar_items::starts_local.eq(item.starts_local),
            seminar_items::ends_local.eq(item.ends_local),
            seminar_items::fold.eq(item.fold),
            seminar_items::starts_at.eq(item.slot.from()),
            seminar_items::ends_at.eq(item.slot.to()),
            seminar_items::room_id.eq(item.room),
            seminar_items::place.eq(&item.place),
        );
        diesel::insert_into(seminar_items::table)
            .values((
                seminar_items::id.eq(item.id),
                seminar_items::seminar_id.eq(seminar),
                what,
            ))
            .on_conflict(seminar_items::id)
            .do_update()
            .set(what)
            .execute(conn)
            .await?;
    }
    let Some(speaking) = speaking else {
        return Ok(());
    };
    diesel::delete(item_speakers::table.filter(item_speakers::seminar_id.eq(seminar)))
        .execute(conn)
        .await?;
    let rows: Vec<_> = keep
        .iter()
        .zip(speaking)
        .flat_map(|(item, people)| {
            (0_i32..).zip(people).map(move |(position, person)| {
                (
                    item_speakers::item_id.eq(*item),
                    item_speakers::seminar_id.eq(seminar),
                    item_speakers::person_id.eq(*person),
                    item_speakers::position.eq(position),
                )
            })
        })
        .collect();
    diesel::insert_into(item_speakers::table)
        .values(rows)
        .execute(conn)
        .await?;
    Ok(())
}

/// Makes the overflow rooms of a seminar those.
pub(super) async fn put_overflow(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
    rooms: &[RoomId],
) -> QueryResult<()> {
    diesel::delete(overflow_rooms::table.filter(overflow_rooms::seminar_id.eq(seminar)))
        .execute(conn)
        .await?;
    let rows: Vec<_> = rooms
        .iter()
        .map(|room| {
            (
                overflow_rooms::seminar_id.eq(seminar),
                overflow_rooms::room_id.eq(*room),
            )
        })
        .collect();
    diesel::insert_into(overflow_rooms::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(())
}
