//! What is read from the page of a programme.

use chrono::NaiveDateTime;
use diesel_async::AsyncPgConnection;

use crate::{
    base::{
        error::{Invalid, Reason, Refusal},
        ids::RoomId,
        text,
        zone::{WallTimeError, Zone},
    },
    rooms,
    seminars::{
        actions::{NewItem, SeminarChange},
        model::Details,
        rules::items::earlier,
    },
    web::{
        forms::Posted,
        pages::{
            common::Alternative,
            form::{Choice, posted as values},
            items::ItemForm,
        },
        seminars::form::{
            ground::Ground,
            shown::{Shown, clock},
            speakers::speakers,
        },
        typed,
    },
};

/// What the button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// Puts an item in, or makes it another one.
    Save,
    /// Takes it out.
    Remove,
    /// Puts it before the one that it follows.
    Earlier,
    /// Makes the overflow rooms those that are ticked.
    Overflow,
}

impl Act {
    pub(super) fn of(posted: &Posted) -> Self {
        match posted.value("act") {
            "remove" => Self::Remove,
            "earlier" => Self::Earlier,
            "overflow" => Self::Overflow,
            _ => Self::Save,
        }
    }
}

/// The edit of the seminar that was asked for.
pub(super) async fn change(
    conn: &mut AsyncPgConnection,
    act: Act,
    posted: &Posted,
    form: &ItemForm,
    ground: &Ground,
    details: &Details,
) -> Result<SeminarChange, Refusal> {
    let mut items: Vec<NewItem> = details.items.iter().map(NewItem::from).collect();
    let number = number(details, form);
    let here = items.get(number).is_some();
    let change = SeminarChange {
        lock_version: form.meta.lock_version,
        ..SeminarChange::default()
    };
    match act {
        Act::Overflow => {
            let ticked = values(posted.pairs(), "overflow");
            let rooms: Option<Vec<RoomId>> = ticked
                .iter()
                .map(|slug| ground.room(slug).map(|room| room.id))
                .collect();
            let rooms = rooms.ok_or_else(|| Refusal::invalid("", "error-choice"))?;
            return Ok(SeminarChange {
                overflow: Some(rooms),
                ..change
            });
        }
        // Someone else has taken it out: that is what the version says too.
        Act::Remove | Act::Earlier if !here => return Ok(change),
        Act::Remove => {
            items.remove(number);
        }
        Act::Earlier if number > 0 => {
            let times = |item: &NewItem| (item.starts_local, item.ends_local);
            let (before, this) = earlier(times(&items[number - 1]), times(&items[number]));
            for (at, (from, to)) in [(number - 1, before), (number, this)] {
                (items[at].starts_local, items[at].ends_local) = (from, to);
                items[at].fold = None;
            }
        }
        Act::Earlier => {}
        Act::Save => {
            let mut item = item(conn, form, ground, details).await?;
            match items.get_mut(number) {
                Some(slot) => {
                    item.id = slot.id;
                    *slot = item;
                }
                None => items.push(item),
            }
        }
    }
    Ok(SeminarChange {
        items: Some(items),
        ..change
    })
}

/// The place of the item in the programme; behind its last one where it is new.
pub(super) fn number(details: &Details, form: &ItemForm) -> usize {
    let mut items = details.items.iter();
    let place = items.position(|item| item.id.to_string() == form.item.value);
    place.unwrap_or(details.items.len())
}

async fn item(
    conn: &mut AsyncPgConnection,
    form: &ItemForm,
    ground: &Ground,
    details: &Details,
) -> Result<NewItem, Refusal> {
    let mut invalid = Invalid::default();
    let known = Shown::all(conn, details).await?;
    let speakers = match speakers(conn, &form.speakers.value, &known).await? {
        Ok(speakers) => speakers,
        Err(wrong) => {
            for (field, reasons) in wrong.fields() {
                for reason in reasons {
                    invalid.add(field, reason.clone());
                }
            }
            Vec::new()
        }
    };
    if form.title.value.trim().is_empty() {
        invalid.because("title", "reason-required");
    }
    let kind = invalid.take("kind", typed::word(&form.kind.value));
    let date = invalid.take("day", typed::date(&form.day.value));
    let time = invalid.take("time", typed::time(&form.time.value));
    let end_date = match form.end_day.value.trim().is_empty() {
        true => date,
        false => invalid.take("end_day", typed::date(&form.end_day.value)),
    };
    let end_time = invalid.take("end_time", typed::time(&form.end_time.value));
    let room = match form.room.value.as_str() {
        "" => None,
        slug => {
            let room = ground.room(slug).map(|room| room.id);
            invalid.take("room", room.ok_or_else(|| Reason::new("error-choice")))
        }
    };
    let from = date.zip(time).map(|(date, time)| date.and_time(time));
    let to = end_date
        .zip(end_time)
        .map(|(date, time)| date.and_time(time));
    let zone = details.seminar.zone();
    let chosen = form.fold.value.parse().ok();
    let fold = [("time", from), ("end_time", to)].map(|(field, local)| {
        let error = zone.instant(local?, None).err()?;
        match (error, chosen) {
            (WallTimeError::Fold { .. }, Some(fold @ (0 | 1))) => return Some(fold),
            (WallTimeError::Fold { .. }, _) => {
                invalid.add("fold", rooms::actions::wall_time(error));
            }
            (WallTimeError::Gap { .. }, _) => invalid.add(field, rooms::actions::wall_time(error)),
        }
        None
    });
    invalid.none_or()?;
    let (Some(kind), Some(starts_local), Some(ends_local)) = (kind, from, to) else {
        return Err(Refusal::invalid("", "reason-required"));
    };
    Ok(NewItem {
        id: None,
        kind,
        title: form.title.value.clone(),
        abstract_text: form.abstract_text.value.clone(),
        starts_local,
        ends_local,
        fold: fold.into_iter().flatten().next(),
        room,
        place: text::some(text::line(&form.place.value)),
        speakers,
    })
}

/// The two instants of a wall time that comes twice, of the start or else of the end.
pub(super) fn folds(form: &ItemForm, zone: Zone) -> Vec<Choice> {
    let Ok(date) = typed::date(&form.day.value) else {
        return Vec::new();
    };
    let end = typed::date(&form.end_day.value).unwrap_or(date);
    let times = [(date, &form.time), (end, &form.end_time)];
    let locals = times.into_iter().filter_map(|(date, time)| {
        let time = typed::time(&time.value).ok()?;
        Some(date.and_time(time))
    });
    let mut twice = locals.filter_map(|local| match zone.instant(local, None) {
        Err(WallTimeError::Fold { first, second, .. }) => Some([first, second]),
        _ => None,
    });
    let Some([first, second]) = twice.next() else {
        return Vec::new();
    };
    [("0", first), ("1", second)]
        .map(|(value, at)| {
            let label = format!("{} ({})", clock(zone.local(at)), zone.offset_label(at));
            Choice::new(value, label)
        })
        .to_vec()
}

/// Puts an alternative, whose button was pressed, into the form: its room, and its time in the zone of the seminar.
pub(super) fn take_alternative(
    form: &mut ItemForm,
    value: &str,
    ground: &Ground,
    details: &Details,
) {
    let Some((slug, local)) = Alternative::parse(value) else {
        return;
    };
    let Some(room) = ground.room(&slug) else {
        return;
    };
    let Ok(at) = room.zone().instant(local, Some(0)) else {
        return;
    };
    let length = typed_times(form).map(|(from, to)| to - from);
    let from = details.seminar.zone().local(at);
    form.room.value = slug;
    form.day.value = from.date().to_string();
    form.time.value = clock(from);
    form.fold.value = String::new();
    if let Some(to) = length.and_then(|length| from.checked_add_signed(length)) {
        let another_day = to.date() != from.date();
        form.end_time.value = clock(to);
        form.end_day.value = match another_day {
            true => to.date().to_string(),
            false => String::new(),
        };
    }
}

fn typed_times(form: &ItemForm) -> Option<(NaiveDateTime, NaiveDateTime)> {
    let date = typed::date(&form.day.value).ok()?;
    let end = typed::date(&form.end_day.value).unwrap_or(date);
    let from = date.and_time(typed::time(&form.time.value).ok()?);
    Some((from, end.and_time(typed::time(&form.end_time.value).ok()?)))
}

/// The field of the form for one of the API's; `number` is the place of the item.
pub(super) fn field(name: &str, number: usize) -> &str {
    let own = name
        .strip_prefix("items.")
        .and_then(|rest| rest.split_once('.'))
        .filter(|(place, _)| place.parse() == Ok(number))
        .map(|(_, field)| field);
    match own.unwrap_or(name) {
        "starts_local" => "time",
        "ends_local" => "end_time",
        "abstract" => "abstract_text",
        "room_id" => "room",
        "emails" => "speakers",
        other => other,
    }
}
