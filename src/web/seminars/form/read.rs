//! What is read from the form of a seminar: a new one, or what an edit makes different.

use chrono::NaiveDateTime;
use diesel_async::AsyncPgConnection;

use super::{
    ground::Ground,
    joining::Joining,
    reminding,
    shown::{self, Shown},
    speakers::speakers,
};
use crate::{
    base::{
        error::{Invalid, Reason, Refusal},
        ids::RoomId,
        text,
        zone::{WallTimeError, Zone},
    },
    mail::reminder::Reminder,
    rooms,
    seminars::{
        actions::{NewSeminar, Patch, Rooms, SeminarChange},
        model::{Details, Place, SeminarKind, SeminarState, Series, TextLanguage, Visibility},
    },
    web::{
        pages::{
            seminar_form::SeminarForm,
            versions::{self, Versions},
        },
        typed,
    },
};

/// What both a new seminar and an edit say.
struct Said {
    kind: SeminarKind,
    starts_local: NaiveDateTime,
    zone: Zone,
    fold: Option<u8>,
    minutes: Option<i32>,
    place: Where,
    visibility: Visibility,
    /// None: as its series has them.
    reminders: Option<Vec<Reminder>>,
    capacity: Option<i32>,
    joining: Joining,
    /// None: as its series has it, and without one that was not said.
    language: Option<TextLanguage>,
}

enum Where {
    Series,
    Rooms(Vec<RoomId>),
    Elsewhere(Place),
    Nowhere,
}

fn said(
    form: &SeminarForm,
    ground: &Ground,
    in_series: bool,
    shown_address: &str,
) -> Result<Said, Invalid> {
    let mut invalid = Invalid::default();
    let kind = invalid.take("kind", typed::word(&form.kind.value));
    let date = invalid.take("date", typed::date(&form.date.value));
    let time = invalid.take("time", typed::time(&form.time.value));
    let zone = invalid.take("zone", typed::zone(&form.zone.value));
    let minutes = invalid.take(
        "duration_minutes",
        typed::number(&form.duration_minutes.value),
    );
    let visibility = invalid.take("visibility", typed::word(&form.visibility.value));
    let reminders = reminding::read(form, in_series, &mut invalid);
    let capacity = invalid.take("capacity", typed::number(&form.capacity.value));
    let language = match form.language.value.as_str() {
        "" => Some(None),
        word => invalid.take("language", typed::word(word)).map(Some),
    };
    let place = place(form, ground, in_series, &mut invalid);
    let joining = Joining::read(form, in_series, shown_address, &mut invalid);
    let local = date.zip(time).map(|(date, time)| date.and_time(time));
    let fold = local.zip(zone).and_then(|(local, zone)| {
        let chosen = form.fold.value.parse().ok();
        which(local, zone, chosen, &mut invalid)
    });
    let said = (|| {
        Some(Said {
            kind: kind?,
            starts_local: local?,
            zone: zone?,
            fold,
            minutes: minutes?,
            place: place?,
            visibility: visibility?,
            reminders: reminders?,
            capacity: capacity?,
            joining: joining?,
            language: language?,
        })
    })();
    invalid.none_or()?;
    said.ok_or_else(|| Invalid::one("", Reason::new("reason-required")))
}

/// Which of two equal wall times is meant; `None` where it comes once. Beside the field: that it does not exist, or that
/// it must be said.
fn which(
    local: NaiveDateTime,
    zone: Zone,
    chosen: Option<u8>,
    invalid: &mut Invalid,
) -> Option<u8> {
    let error = zone.instant(local, None).err()?;
    match (error, chosen) {
        (WallTimeError::Fold { .. }, Some(fold @ (0 | 1))) => return Some(fold),
        (WallTimeError::Fold { .. }, _) => invalid.add("fold", rooms::actions::wall_time(error)),
        (WallTimeError::Gap { .. }, _) => invalid.add("time", rooms::actions::wall_time(error)),
    }
    None
}

fn place(
    form: &SeminarForm,
    ground: &Ground,
    in_series: bool,
    invalid: &mut Invalid,
) -> Option<Where> {
    match form.where_kind.value.as_str() {
        "series" if in_series => Some(Where::Series),
        "rooms" | "" if form.rooms.values.is_empty() => {
            invalid.because("rooms", "error-no-room");
            None
        }
        "rooms" | "" => {
            let found: Option<Vec<RoomId>> = form
                .rooms
                .values
                .iter()
                .map(|slug| ground.room(slug).map(|room| room.id))
                .collect();
            let found = found.ok_or(Reason::new("error-choice"));
            invalid.take("rooms", found).map(Where::Rooms)
        }
        "elsewhere" if form.place_name.value.trim().is_empty() => {
            invalid.because("place_name", "reason-required");
            None
        }
        "elsewhere" => {
            let zone = match form.place_zone.value.trim().is_empty() {
                true => None,
                false => Some(invalid.take("place_zone", typed::zone(&form.place_zone.value))?),
            };
            Some(Where::Elsewhere(Place {
                name: form.place_name.value.clone(),
                address: text::some(text::lines(&form.place_address.value)),
                url: text::some(text::line(&form.place_url.value)),
                zone,
            }))
        }
        "none" => Some(Where::Nowhere),
        _ => {
            invalid.because("where_kind", "error-choice");
            None
        }
    }
}

/// A seminar to be entered. What is as in the series follows it.
pub(super) async fn new(
    conn: &mut AsyncPgConnection,
    form: &SeminarForm,
    ground: &Ground,
) -> Result<NewSeminar, Refusal> {
    let slug = form.series.value.as_str();
    let head = ground.series(slug);
    let mut wrong = Invalid::default();
    if head.is_none() && !slug.is_empty() {
        wrong.because("series", "error-choice");
    }
    let said = merged(&mut wrong, said(form, ground, head.is_some(), ""));
    let speakers = speakers(conn, &form.speakers.value, &[]).await?;
    let speakers = merged(&mut wrong, speakers);
    wrong.none_or()?;
    let (Some(said), Some(speakers)) = (said, speakers) else {
        return Err(Refusal::invalid("", "reason-required"));
    };
    let follows = |own: &dyn Fn(&Series) -> bool| -> bool { head.is_some_and(own) };
    let place = match &said.place {
        Where::Elsewhere(place) => Some(place.clone()),
        _ => None,
    };
    let (join_url, join_for, join_minutes) = said.joining.of_new(head);
    Ok(NewSeminar {
        series: head.map(|head| head.id),
        project: None,
        kind: said.kind,
        title: form.title.value.clone(),
        abstract_text: form.abstract_text.value.clone(),
        texts: form.said(),
        starts_local: said.starts_local,
        zone: Some(said.zone).filter(|zone| !follows(&|head| head.zone() == *zone)),
        fold: said.fold,
        duration_minutes: said
            .minutes
            .filter(|minutes| !follows(&|head| head.duration_minutes == *minutes)),
        rooms: match said.place {
            Where::Series => Rooms::AsSeries,
            Where::Rooms(rooms) => Rooms::These(rooms),
            Where::Elsewhere(_) | Where::Nowhere => Rooms::None,
        },
        place,
        join_url,
        visibility: Some(said.visibility).filter(|who| !follows(&|head| head.visibility == *who)),
        language: said.language,
        topics: None,
        reminders: said.reminders,
        capacity: Some(said.capacity).filter(|own| !follows(&|head| head.capacity == *own)),
        join_for,
        join_minutes,
        state: match form.then.value.as_str() {
            "announced" => SeminarState::Announced,
            _ => SeminarState::Draft,
        },
        speakers,
        items: Vec::new(),
        overflow: Vec::new(),
        note: None,
    })
}

/// An edit: what differs from what the seminar shows now.
pub(super) async fn change(
    conn: &mut AsyncPgConnection,
    form: &SeminarForm,
    ground: &Ground,
    before: &Details,
) -> Result<SeminarChange, Refusal> {
    let shown_speakers = Shown::all(conn, before).await?;
    let shown = shown::of(before, &shown_speakers, String::new());
    let seminar = &before.seminar;
    let head = before.series.as_ref();
    let mut wrong = Invalid::default();
    let shown_address = shown.join_url.value.as_str();
    let said = said(form, ground, head.is_some(), shown_address);
    let said = merged(&mut wrong, said);
    let speakers = match same_lines(&form.speakers.value, &shown.speakers.value) {
        true => Some(None),
        false => {
            let read = speakers(conn, &form.speakers.value, &shown_speakers).await?;
            merged(&mut wrong, read).map(Some)
        }
    };
    if head.is_none() && form.duration_minutes.value.trim().is_empty() {
        wrong.because("duration_minutes", "reason-required");
    }
    wrong.none_or()?;
    let (Some(said), Some(speakers)) = (said, speakers) else {
        return Err(Refusal::invalid("", "reason-required"));
    };
    let (rooms, place) = places(said.place, &shown, before);
    Ok(SeminarChange {
        kind: Some(said.kind),
        title: Some(form.title.value.clone()),
        abstract_text: Some(form.abstract_text.value.clone()),
        texts: form
            .said()
            .into_iter()
            .map(|(language, version)| (language, version.into()))
            .collect(),
        starts_local: Some(said.starts_local),
        zone: patch(said.zone, seminar.zone(), head.map(Series::zone)),
        fold: said.fold,
        duration_minutes: match said.minutes {
            None => Patch::AsSeries,
            Some(minutes) => patch(
                minutes,
                seminar.duration_minutes,
                head.map(|head| head.duration_minutes),
            ),
        },
        rooms,
        place,
        visibility: patch(
            said.visibility,
            seminar.visibility,
            head.map(|head| head.visibility),
        ),
        language: match said.language {
            _ if form.language.value == shown.language.value => Patch::Keep,
            None if head.is_some() => Patch::AsSeries,
            language => Patch::Own(language),
        },
        reminders: match said.reminders {
            _ if form.reminders.value.trim() == shown.reminders.value
                && form.reminder_days.values == shown.reminder_days.values =>
            {
                Patch::Keep
            }
            None => Patch::AsSeries,
            Some(own) => Patch::Own(own),
        },
        capacity: patch(
            said.capacity,
            before.capacity,
            head.map(|head| head.capacity),
        ),
        state: (seminar.state == SeminarState::Draft && form.then.value == "announced")
            .then_some(SeminarState::Announced),
        speakers,
        silent: !form.silent.values.is_empty(),
        lock_version: form.meta.lock_version,
        ..said.joining.change(before)
    })
}

fn same_lines(one: &str, other: &str) -> bool {
    let lines = |text: &str| -> Vec<String> {
        let lines = text.lines().map(|line| line.trim().to_owned());
        lines.filter(|line| !line.is_empty()).collect()
    };
    lines(one) == lines(other)
}

pub(super) fn patch<T: PartialEq>(typed: T, now: T, in_series: Option<T>) -> Patch<T> {
    if typed == now {
        Patch::Keep
    } else if Some(&typed) == in_series.as_ref() {
        Patch::AsSeries
    } else {
        Patch::Own(typed)
    }
}

/// Rooms and place after an edit. A place beside rooms stays, unless the seminar was there alone.
fn places(
    wanted: Where,
    shown: &SeminarForm,
    before: &Details,
) -> (Patch<Vec<RoomId>>, Option<Option<Place>>) {
    let was_elsewhere = (shown.where_kind.value == "elsewhere").then_some(None);
    match wanted {
        Where::Series if shown.where_kind.value == "series" => (Patch::Keep, None),
        Where::Series => (Patch::AsSeries, was_elsewhere),
        Where::Rooms(rooms) => {
            let now: Vec<RoomId> = before.main_rooms().map(|room| room.room_id).collect();
            let same = shown.where_kind.value == "rooms"
                && rooms.len() == now.len()
                && rooms.iter().all(|room| now.contains(room));
            let rooms = if same { Patch::Keep } else { Patch::Own(rooms) };
            (rooms, was_elsewhere)
        }
        Where::Elsewhere(place) => (Patch::Own(Vec::new()), Some(Some(place))),
        Where::Nowhere => (Patch::Own(Vec::new()), Some(None)),
    }
}

fn merged<T>(wrong: &mut Invalid, read: Result<T, Invalid>) -> Option<T> {
    match read {
        Ok(value) => Some(value),
        Err(invalid) => {
            for (field, reasons) in invalid.fields() {
                for reason in reasons {
                    wrong.add(field, reason.clone());
                }
            }
            None
        }
    }
}

/// The field of the form for one of the API's.
pub(super) fn field(name: &str) -> &str {
    match name {
        "starts_local" | "ends_at" => "time",
        "abstract" => "abstract_text",
        "series_id" => "series",
        "room_id" => "rooms",
        "place" => "place_url",
        "emails" => "speakers",
        "notify" => "silent",
        other => versions::field_of(other).unwrap_or(other),
    }
}
