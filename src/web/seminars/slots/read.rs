//! Times to be offered, as they are read from their form. Rows in which nothing stands do not count.

use chrono::{Duration, NaiveDateTime};

use crate::{
    base::{
        clock::Instant,
        error::{Invalid, Reason},
        ids::{OfferId, PersonId},
        zone::Zone,
    },
    rooms::model::Room,
    seminars::{
        actions::{NewOffer, OfferError},
        rules::{MOST_SLOTS, WantedSlot},
    },
    web::{
        pages::{common::Alternative, slots::SlotsForm},
        typed,
    },
};

/// The word for no room, which is no slug.
pub(super) const NO_ROOM: &str = "-";

/// The field of the form in which something of the API's is typed.
pub(super) fn field(name: &str) -> &str {
    match name {
        "person_id" => "person",
        "ends_at" => "days",
        name if name.starts_with("slots") => "dates",
        "room_id" => "rooms",
        other => other,
    }
}

/// What stands in one column of a row.
pub(super) fn value(values: &[String], row: usize) -> String {
    values.get(row).cloned().unwrap_or_default()
}

/// The rows in which something stands, with what that is.
pub(super) fn rows(
    form: &SlotsForm,
    rooms: &[(Room, Option<String>)],
) -> Vec<(usize, Result<WantedSlot, Reason>)> {
    let typed = |row: &usize| {
        let (date, time) = (
            value(&form.dates.values, *row),
            value(&form.times.values, *row),
        );
        !(date.trim().is_empty() && time.trim().is_empty())
    };
    let count = form.dates.values.len().min(MOST_SLOTS);
    (0..count)
        .filter(typed)
        .map(|row| (row, wanted(form, row, rooms)))
        .collect()
}

fn wanted(
    form: &SlotsForm,
    row: usize,
    rooms: &[(Room, Option<String>)],
) -> Result<WantedSlot, Reason> {
    let date = typed::date(&value(&form.dates.values, row))?;
    let time = typed::time(&value(&form.times.values, row))?;
    let place = match value(&form.rooms.values, row).as_str() {
        "" => None,
        NO_ROOM => Some(Vec::new()),
        slug => {
            let found = rooms.iter().find(|(room, _)| room.slug == slug);
            let (room, _) = found.ok_or(Reason::new("error-choice"))?;
            Some(vec![room.id])
        }
    };
    let fold: Option<u8> = value(&form.folds.values, row).parse().ok();
    Ok(WantedSlot {
        starts_local: NaiveDateTime::new(date, time),
        fold: fold.filter(|fold| *fold < 2),
        rooms: place,
    })
}

/// The whole offer.
pub(super) fn offer(
    form: &SlotsForm,
    rooms: &[(Room, Option<String>)],
    now: Instant,
) -> Result<NewOffer, OfferError> {
    let mut invalid = Invalid::default();
    let person: Result<PersonId, _> = form.person.value.parse();
    let person = invalid.take("person", person.map_err(|_| Reason::new("error-choice")));
    let mut slots = Vec::new();
    for (_, row) in self::rows(form, rooms) {
        // What is wrong with it stands in its row.
        slots.extend(invalid.take("dates", row));
    }
    let days = invalid.take("days", typed::number(&form.days.value));
    let replaces = match form.replaces.value.as_str() {
        "" => None,
        typed => {
            let id: Result<OfferId, _> = typed.parse();
            invalid.take("replaces", id.map_err(|_| Reason::new("error-choice")))
        }
    };
    invalid.none_or()?;
    let person = person.ok_or_else(|| Invalid::one("person", Reason::new("error-choice")))?;
    let days = days.flatten().map(|days| Duration::days(days.into()));
    Ok(NewOffer {
        person,
        slots,
        // Beyond the calendar is too far in any case.
        ends_at: days.map(|days| now.checked_add_signed(days).unwrap_or(Instant::MAX_UTC)),
        replaces,
        note: Some(form.note.value.clone()),
    })
}

/// Puts into its row what is free in place of what was typed there.
pub(super) fn take_alternative(
    form: &mut SlotsForm,
    chosen: &str,
    rooms: &[(Room, Option<String>)],
    zone: Zone,
) {
    let read = || {
        let (row, free) = chosen.split_once(':')?;
        let row: usize = row.parse().ok()?;
        let (slug, local) = Alternative::parse(free)?;
        let (room, _) = rooms.iter().find(|(room, _)| room.slug == slug)?;
        let at = room.zone().instant(local, None).ok()?;
        Some((row, slug, zone.local(at)))
    };
    let Some((row, slug, local)) = read() else {
        return;
    };
    let put = |values: &mut Vec<String>, value: String| {
        if let Some(cell) = values.get_mut(row) {
            *cell = value;
        }
    };
    put(&mut form.dates.values, local.date().to_string());
    put(&mut form.times.values, local.format("%H:%M").to_string());
    put(&mut form.folds.values, String::new());
    put(&mut form.rooms.values, slug);
}
