//! What is typed into a booking's form, read; and the form as a booking stands in it.

use chrono::{Days, Duration, NaiveDate, NaiveDateTime, NaiveTime};

use super::ground::Ground;
use crate::{
    base::{
        error::{Invalid, Reason},
        ids::PersonId,
        language,
        slot::Slot,
        zone::{WallTimeError, Zone},
    },
    rooms::{
        actions::{Move, NewBooking, NewTime},
        model::{Booking, Wanted},
    },
    web::{
        pages::{
            booking::BookingForm,
            common::Alternative,
            form::{Choice, Field, FormMeta, Several},
        },
        typed,
    },
};

/// A new booking.
///
/// # Errors
/// What is wrong, by the form's own names.
pub(super) fn new(form: &BookingForm, ground: &Ground) -> Result<NewBooking, Invalid> {
    let mut invalid = Invalid::default();
    let rooms = invalid.take("rooms", ground.rooms(&form.rooms.values));
    let for_id = invalid.take("for_person", person(&form.for_person.value));
    let wanted = wanted(form, &mut invalid);
    // Looked at here as well, so that everything that is wrong is said at once.
    if form.title.value.trim().is_empty() {
        invalid.because("title", "reason-required");
    }
    match (rooms, for_id, wanted) {
        (Some(rooms), Some(for_id), Some(wanted)) if invalid.is_empty() => Ok(NewBooking {
            rooms,
            title: form.title.value.clone(),
            note: form.note.value.clone(),
            for_id,
            wanted,
        }),
        _ => Err(invalid),
    }
}

/// An edit: everything that the form has, based on the version that it was made of.
///
/// # Errors
/// As [`new`].
pub(super) fn change(form: &BookingForm, ground: &Ground) -> Result<Move, Invalid> {
    let new = new(form, ground)?;
    Ok(Move {
        rooms: Some(new.rooms),
        title: Some(new.title),
        note: Some(new.note),
        for_id: new.for_id,
        wanted: Some(NewTime::Whole(new.wanted)),
        lock_version: form.meta.lock_version,
    })
}

fn person(typed: &str) -> Result<Option<PersonId>, Reason> {
    match typed {
        "" => Ok(None),
        id => id
            .parse()
            .map(Some)
            .map_err(|_| Reason::new("reason-unknown")),
    }
}

fn wanted(form: &BookingForm, invalid: &mut Invalid) -> Option<Wanted> {
    let (starts, ends) = wall_times(form, invalid)?;
    let fold = form.fold.value.parse().ok().filter(|fold| *fold < 2);
    Some(Wanted::Local { starts, ends, fold })
}

/// When it is as it was typed; `None` where that is no single time.
pub(super) fn slot(form: &BookingForm, zone: Zone) -> Option<Slot> {
    let (starts, ends) = wall_times(form, &mut Invalid::default())?;
    let fold = form.fold.value.parse().ok().filter(|fold| *fold < 2);
    let instant = |local| zone.instant(local, fold).ok();
    Slot::new(instant(starts)?, instant(ends)?).ok()
}

/// Longest night that is meant by times alone, in hours.
const NIGHT: i64 = 12;

/// An end at or before the start is on the next day where that makes a night of it, or its day is given. Otherwise it is asked
/// about: who writes 14:00 for 16:00 would have the room for a day.
fn wall_times(form: &BookingForm, invalid: &mut Invalid) -> Option<(NaiveDateTime, NaiveDateTime)> {
    let date = invalid.take("date", typed::date(&form.date.value));
    let from = invalid.take("from", typed::time(&form.from.value));
    let to = invalid.take("to", typed::time(&form.to.value));
    let last = match form.last.value.as_str() {
        "" => Some(None),
        typed => invalid.take("last", typed::date(typed)).map(Some),
    };
    let (((date, from), to), last) = date.zip(from).zip(to).zip(last)?;
    let last = last.or_else(|| usual_last(date, from, to));
    let last = invalid.take("to", last.ok_or(Reason::new("reason-end-which-day")))?;
    Some((date.and_time(from), last.and_time(to)))
}

/// The day on which something ends of which the times alone are said; `None` where that cannot be known.
pub(super) fn usual_last(date: NaiveDate, from: NaiveTime, to: NaiveTime) -> Option<NaiveDate> {
    if to > from {
        return Some(date);
    }
    let lasts = Duration::days(1) - (from - to);
    (to == NaiveTime::MIN || lasts <= Duration::hours(NIGHT)).then(|| date + Days::new(1))
}

/// Puts the field for the day of the end into a form of which it cannot be known otherwise.
pub(super) fn ask_for_last(form: &mut BookingForm) {
    let date = typed::date(&form.date.value);
    let times = (typed::time(&form.from.value), typed::time(&form.to.value));
    if form.last.value.is_empty()
        && let (Ok(date), (Ok(from), Ok(to))) = (date, times)
        && usual_last(date, from, to).is_none()
    {
        form.last.value = date.to_string();
    }
}

/// Where a wall time of the form comes twice: the two instants that it may mean.
pub(super) fn folds(form: &BookingForm, zone: Zone) -> Vec<Choice> {
    let typed = wall_times(form, &mut Invalid::default());
    let twice = typed.and_then(|(starts, ends)| {
        [starts, ends]
            .into_iter()
            .find_map(|local| match zone.instant(local, None) {
                Err(WallTimeError::Fold { first, second, .. }) => Some([first, second]),
                _ => None,
            })
    });
    twice
        .into_iter()
        .flatten()
        .zip(["0", "1"])
        .map(|(at, value)| {
            let time = language::clock_time(zone.local(at).time());
            Choice::new(value, format!("{time} {}", zone.offset_label(at)))
        })
        .collect()
}

/// Puts an alternative in the place of what was typed: the same length at its start, its room for the one that is taken.
pub(super) fn take_alternative(form: &mut BookingForm, value: &str) {
    let Some((slug, starts)) = Alternative::parse(value) else {
        return;
    };
    let length = wall_times(form, &mut Invalid::default())
        .map_or(Duration::hours(1), |(starts, ends)| ends - starts);
    put_time(form, starts, starts + length);
    form.fold.value.clear();
    let taken = std::mem::take(&mut form.instead_of.value);
    let rooms = &mut form.rooms.values;
    match rooms.iter().position(|room| *room == taken) {
        Some(place) if rooms.len() > 1 => rooms[place] = slug,
        _ => *rooms = vec![slug],
    }
    let mut seen = std::collections::BTreeSet::new();
    rooms.retain(|room| seen.insert(room.clone()));
}

fn put_time(form: &mut BookingForm, starts: NaiveDateTime, ends: NaiveDateTime) {
    form.date.value = starts.date().to_string();
    form.from.value = language::clock_time(starts.time());
    form.to.value = language::clock_time(ends.time());
    let usual = usual_last(starts.date(), starts.time(), ends.time());
    form.last.value = match ends.date() {
        last if Some(last) == usual => String::new(),
        last => last.to_string(),
    };
}

/// The empty form.
pub(super) fn blank(
    ground: &Ground,
    (starts, ends): (NaiveDateTime, NaiveDateTime),
    owner: PersonId,
    key: String,
) -> BookingForm {
    let mut form = BookingForm {
        meta: FormMeta {
            key,
            ..FormMeta::default()
        },
        rooms: Several::of([&ground.room.slug]),
        for_person: Field::of(owner.to_string()),
        ..BookingForm::default()
    };
    put_time(&mut form, starts, ends);
    form
}

/// The form with a booking as it stands, on the clock of its first room.
pub(super) fn of(
    ground: &Ground,
    booking: &Booking,
    slugs: Vec<String>,
    key: String,
) -> BookingForm {
    let zone = ground.zone();
    let mut form = BookingForm {
        meta: FormMeta {
            key,
            lock_version: Some(booking.lock_version),
            ..FormMeta::default()
        },
        title: Field::of(&booking.title),
        rooms: Several::of(slugs),
        for_person: Field::of(booking.for_id.to_string()),
        note: Field::of(&booking.note),
        ..BookingForm::default()
    };
    put_time(
        &mut form,
        zone.local(booking.starts_at),
        zone.local(booking.ends_at),
    );
    if let Some(fold) = fold_of(booking, zone) {
        form.fold.value = fold.to_owned();
    }
    form
}

/// Which of two is meant, where the start comes twice.
fn fold_of(booking: &Booking, zone: Zone) -> Option<&'static str> {
    match zone.instant(zone.local(booking.starts_at), None) {
        Err(WallTimeError::Fold { first, .. }) if first == booking.starts_at => Some("0"),
        Err(WallTimeError::Fold { .. }) => Some("1"),
        _ => None,
    }
}

/// The input that a field of the domain stands in.
pub(super) fn field(name: &str) -> &str {
    match name {
        "room_id" | "room_ids" => "rooms",
        "starts_local" => "from",
        "ends_local" | "ends_at" => "to",
        "for_id" => "for_person",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(date: &str, from: &str, to: &str) -> BookingForm {
        BookingForm {
            date: Field::of(date),
            from: Field::of(from),
            to: Field::of(to),
            rooms: Several::of(["hall", "lab"]),
            ..BookingForm::default()
        }
    }

    #[test]
    fn an_end_before_the_start_is_on_the_next_day() {
        let times = wall_times(
            &form("2026-12-01", "22:00", "01:30"),
            &mut Invalid::default(),
        );
        let (starts, ends) = times.unwrap();
        assert_eq!(starts.to_string(), "2026-12-01 22:00:00");
        assert_eq!(ends.to_string(), "2026-12-02 01:30:00");
    }

    #[test]
    fn of_an_end_that_makes_no_night_the_day_is_asked() {
        let read = |from: &str, to: &str| {
            let mut invalid = Invalid::default();
            let times = wall_times(&form("2026-12-01", from, to), &mut invalid);
            let asked: Vec<_> = invalid
                .fields()
                .map(|(field, reasons)| (field.to_owned(), reasons[0].key()))
                .collect();
            (times.map(|(_, ends)| ends.to_string()), asked)
        };
        for (from, to, ends) in [
            ("23:00", "00:00", "2026-12-02 00:00:00"),
            ("00:00", "00:00", "2026-12-02 00:00:00"),
            ("09:00", "00:00", "2026-12-02 00:00:00"),
            ("21:00", "09:00", "2026-12-02 09:00:00"),
        ] {
            assert_eq!(read(from, to), (Some(ends.to_owned()), vec![]), "{from}");
        }
        let asked = vec![("to".to_owned(), "reason-end-which-day")];
        for (from, to) in [("16:00", "14:00"), ("10:00", "10:00"), ("21:00", "09:01")] {
            assert_eq!(read(from, to), (None, asked.clone()), "{from}");
        }
        // What the form itself writes is read as it was.
        let mut typed = form("", "", "");
        let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        for (starts, ends) in [
            ("2026-12-01T10:00:00", "2026-12-02T10:00:00"),
            ("2026-12-01T10:00:00", "2026-12-02T09:00:00"),
            ("2026-12-01T22:00:00", "2026-12-02T01:30:00"),
        ] {
            put_time(&mut typed, at(starts), at(ends));
            let times = wall_times(&typed, &mut Invalid::default());
            assert_eq!(times, Some((at(starts), at(ends))));
        }
    }

    #[test]
    fn what_lasts_for_days_ends_on_its_last_day() {
        let mut typed = form("2026-12-01", "09:00", "18:00");
        let at = |text: &str| text.parse().unwrap();
        put_time(
            &mut typed,
            at("2026-12-01T09:00:00"),
            at("2026-12-03T18:00:00"),
        );
        assert_eq!(typed.last.value, "2026-12-03");
        typed.instead_of = Field::of("lab");
        take_alternative(&mut typed, "attic@2026-12-08T09:00");
        assert_eq!(typed.last.value, "2026-12-10");
        put_time(
            &mut typed,
            at("2026-12-01T22:00:00"),
            at("2026-12-02T01:30:00"),
        );
        assert_eq!(typed.last.value, "");
        typed.last = Field::of("soon");
        let mut invalid = Invalid::default();
        assert_eq!(wall_times(&typed, &mut invalid), None);
        assert_eq!(invalid.fields().next().unwrap().0, "last");
    }

    #[test]
    fn an_alternative_keeps_the_length_and_the_other_rooms() {
        let mut typed = form("2026-12-01", "16:00", "17:30");
        typed.instead_of = Field::of("lab");
        take_alternative(&mut typed, "attic@2026-12-02T09:15");
        assert_eq!(typed.rooms.values, ["hall", "attic"]);
        let times = [&typed.date, &typed.from, &typed.to].map(|field| field.value.as_str());
        assert_eq!(times, ["2026-12-02", "09:15", "10:45"]);
        take_alternative(&mut typed, "nonsense");
        assert_eq!(typed.rooms.values, ["hall", "attic"]);
    }

    #[test]
    fn a_time_that_comes_twice_is_asked_about() {
        let montreal: Zone = "America/Montreal".parse().unwrap();
        let labels: Vec<String> = folds(&form("2026-11-01", "01:30", "04:00"), montreal)
            .into_iter()
            .map(|choice| format!("{}: {}", choice.value, choice.label))
            .collect();
        assert_eq!(labels, ["0: 01:30 UTC−4", "1: 01:30 UTC−5"]);
        assert_eq!(folds(&form("2026-12-01", "01:30", "04:00"), montreal), []);
    }
}
