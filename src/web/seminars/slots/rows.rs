//! Times as rows: those that are offered, and those that may be, with what is in their way and how they read where people
//! are whom they concern.

use diesel_async::AsyncPgConnection;

use super::read::{self, value};
use crate::{
    base::{
        ids::RoomId,
        slot::Slot,
        zone::{WallTimeError, Zone},
    },
    people::model::Actor,
    rooms::model::Room,
    seminars::{
        model::{Details, Offer},
        queries::{self, Group, SlotSeen},
        rules::{MOST_SLOTS, WantedSlot, slot_rooms, strip::Place, wanted_slot},
    },
    web::{
        errors::Failure,
        pages::{
            form::Choice,
            page::Page,
            slots::{SlotShown, SlotsForm, WishRow, WishSeen},
            strip::{Time, notes},
            term::PlaceNote,
            time::When,
        },
        taken,
    },
};

/// How many rows a form has where nothing was typed.
const ROWS: usize = 4;

/// Rows in which nothing stands.
pub(super) fn blank() -> Vec<WishRow> {
    (0..ROWS)
        .map(|number| WishRow {
            number,
            ..WishRow::default()
        })
        .collect()
}

/// The times of an offer.
pub(super) fn shown(
    page: &Page,
    details: &Details,
    offer: &Offer,
    groups: &[Group],
) -> Vec<SlotShown> {
    let places: Vec<&Place> = groups.iter().map(|group| &group.place).collect();
    shown_at(page, details, offer, &places)
}

/// The same, with what is to be said of each time at these places.
pub fn shown_at(
    page: &Page,
    details: &Details,
    offer: &Offer,
    places: &[&Place],
) -> Vec<SlotShown> {
    offer
        .slots
        .iter()
        .map(|slot| {
            let rooms = slot.main_rooms(details);
            let (when, zone) = (slot.row.slot(), slot.row.zone());
            SlotShown {
                id: slot.row.id.to_string(),
                when: When { slot: when, zone },
                places: rooms.iter().map(|room| room.name.clone()).collect(),
                state: slot.row.state,
                own: slot.row.own,
                past: slot.row.starts_at <= page.now,
                notes: said(page, places, zone, when),
            }
        })
        .collect()
}

/// What is to be said of a time at places; nothing of those where nothing is.
fn said(page: &Page, places: &[&Place], anchor: Zone, slot: Slot) -> Vec<PlaceNote> {
    let noted = places.iter().map(|place| at(page, place, anchor, slot));
    noted.filter(|note| !note.notes.is_empty()).collect()
}

fn at(page: &Page, place: &Place, anchor: Zone, slot: Slot) -> PlaceNote {
    PlaceNote {
        city: page.zone_place(&place.zone()),
        clock: Time::at(page, place, anchor, slot).clock,
        notes: notes(page, &place.reads(anchor, slot)),
    }
}

/// Says of a time what clocks show at a place, though nothing else is to be said of it there.
pub fn say_at(page: &Page, place: &Place, slot: &mut SlotShown) {
    let note = at(page, place, slot.when.zone, slot.when.slot);
    if slot.notes.iter().all(|one| one.city != note.city) {
        slot.notes.push(note);
    }
}

/// The rows as they were typed, each as it stands now, and room for more.
pub(super) async fn looked(
    conn: &mut AsyncPgConnection,
    page: &Page,
    actor: &Actor,
    details: &Details,
    rooms: &[(Room, Option<String>)],
    groups: &[Group],
    form: &SlotsForm,
) -> Result<Vec<WishRow>, Failure> {
    let typed = read::rows(form, rooms);
    let filled = typed.last().map_or(0, |(row, _)| row + 1);
    let count = (filled + 1).clamp(ROWS, MOST_SLOTS);
    let mut rows: Vec<WishRow> = (0..count).map(|number| as_typed(form, number)).collect();
    let zone = details.seminar.zone();
    let mut whole = Vec::new();
    for (number, wanted) in typed {
        let read = wanted.and_then(|wanted| {
            rows[number].folds = folds(zone, &wanted);
            let slot = wanted_slot(&details.seminar, zone, &wanted, page.now)?;
            Ok((slot, slot_rooms(details, wanted.rooms.as_deref()).all()))
        });
        match read {
            Ok(slot) => whole.push((number, slot)),
            Err(reason) => rows[number].error = Some(reason.say(page.language)),
        }
    }
    let slots: Vec<(Slot, Vec<RoomId>)> = whole.iter().map(|(_, slot)| slot.clone()).collect();
    let seen = queries::look_at_slots(conn, actor, details, &slots).await?;
    let places: Vec<&Place> = groups.iter().map(|group| &group.place).collect();
    for ((number, (slot, in_rooms)), seen) in whole.into_iter().zip(seen) {
        let when = When { slot, zone };
        rows[number].seen = Some(WishSeen {
            has_room: !in_rooms.is_empty(),
            notes: said(page, &places, zone, slot),
            ..as_seen(&seen, when, rooms)
        });
    }
    Ok(rows)
}

fn as_typed(form: &SlotsForm, number: usize) -> WishRow {
    WishRow {
        number,
        date: value(&form.dates.values, number),
        time: value(&form.times.values, number),
        fold: value(&form.folds.values, number),
        room: value(&form.rooms.values, number),
        ..WishRow::default()
    }
}

/// A wall time that comes twice stays to be chosen, however it was.
fn folds(zone: Zone, wanted: &WantedSlot) -> Vec<Choice> {
    match zone.instant(wanted.starts_local, None) {
        Err(WallTimeError::Fold { first, second, .. }) => {
            let choice = |value: &str, at| {
                let clock = zone.local(at).format("%H:%M");
                Choice::new(value, format!("{clock} ({})", zone.offset_label(at)))
            };
            vec![choice("0", first), choice("1", second)]
        }
        Ok(_) | Err(WallTimeError::Gap { .. }) => Vec::new(),
    }
}

fn as_seen(seen: &SlotSeen, when: When, rooms: &[(Room, Option<String>)]) -> WishSeen {
    let zone = |id| {
        let room = rooms.iter().find(|(room, _)| room.id == id);
        room.map_or(when.zone, |(room, _)| room.zone())
    };
    WishSeen {
        when,
        has_room: true,
        overlaps: seen.overlaps,
        conflicts: match seen.overlaps {
            true => Vec::new(),
            false => taken::conflicts(&seen.taken, zone),
        },
        alternatives: taken::alternatives(&seen.taken, zone),
        notes: Vec::new(),
    }
}
