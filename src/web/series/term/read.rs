//! A term as it is read from its form.

use std::collections::BTreeSet;

use chrono::{NaiveDateTime, Weekday};

use crate::{
    base::{
        error::{Invalid, Reason, Refusal},
        ids::RoomId,
        language::Language,
    },
    rooms::model::Room,
    seminars::{
        actions::{NewTerm, Rooms},
        model::Series,
        queries::TermDate,
        rules::term::{Rhythm, Until},
    },
    web::{pages::term::TermForm, typed},
};

/// The field of the form in which something of the API's is typed.
pub(super) fn field(name: &str) -> &str {
    match name {
        "time" => "starts",
        "room_id" => "room",
        other => other,
    }
}

/// The rhythm that was typed.
pub(super) fn rhythm(form: &TermForm) -> Result<Rhythm, Invalid> {
    let mut invalid = Invalid::default();
    let weekday = form.weekday.value.parse::<u8>().ok();
    let weekday = weekday.and_then(|day| Weekday::try_from(day.checked_sub(1)?).ok());
    let weekday = invalid.take("weekday", weekday.ok_or(Reason::new("error-choice")));
    let starts = invalid.take("starts", typed::time(&form.starts.value));
    let every = typed::number(&form.every_weeks.value).and_then(|weeks| {
        i16::try_from(weeks.unwrap_or(1)).map_err(|_| Reason::new("reason-number"))
    });
    let every_weeks = invalid.take("every_weeks", every);
    let from = invalid.take("from", typed::date(&form.from.value));
    let until = until(&mut invalid, form);
    let weeks_off: Result<BTreeSet<_>, _> = typed::words(&form.weeks_off.value)
        .iter()
        .map(|day| typed::date(day))
        .collect();
    let weeks_off = invalid.take("weeks_off", weeks_off);
    let rhythm = (|| {
        Some(Rhythm {
            weekday: weekday?,
            starts: starts?,
            every_weeks: every_weeks?,
            from: from?,
            until: until?,
            weeks_off: weeks_off?,
        })
    })();
    invalid.none_or()?;
    rhythm.ok_or_else(|| Invalid::one("", Reason::new("reason-required")))
}

/// The last day, or the number of dates: one of them.
fn until(invalid: &mut Invalid, form: &TermForm) -> Option<Until> {
    match (form.until.value.trim(), form.count.value.trim()) {
        ("", "") => {
            invalid.because("until", "reason-term-end");
            None
        }
        ("", count) => {
            let count = count.parse().map_err(|_| Reason::new("reason-number"));
            invalid.take("count", count).map(Until::Count)
        }
        (date, "") => invalid.take("until", typed::date(date)).map(Until::Date),
        (_, _) => {
            invalid.because("count", "reason-term-end");
            None
        }
    }
}

/// The room that was chosen.
pub(super) fn room(
    form: &TermForm,
    rooms: &[(Room, Option<String>)],
) -> Result<Option<RoomId>, Reason> {
    match form.room.value.as_str() {
        "" => Ok(None),
        slug => {
            let found = rooms.iter().find(|(room, _)| room.slug == slug);
            let (room, _) = found.ok_or(Reason::new("error-choice"))?;
            Ok(Some(room.id))
        }
    }
}

/// What stands in a row: a wall time, and which of two.
pub(super) fn date(form: &TermForm, row: usize) -> Result<TermDate, Reason> {
    let value = |values: &[String]| values.get(row).cloned().unwrap_or_default();
    let date = typed::date(&value(&form.dates.values))?;
    let time = typed::time(&value(&form.times.values))?;
    Ok(TermDate {
        starts_local: NaiveDateTime::new(date, time),
        fold: value(&form.folds.values)
            .parse()
            .ok()
            .filter(|fold| *fold < 2),
    })
}

/// Whether a row is ticked.
pub(super) fn is_wanted(form: &TermForm, row: usize) -> bool {
    form.take.values.contains(&row.to_string())
}

/// The whole term, of the rows that are ticked.
pub(super) fn term(
    form: &TermForm,
    series: &Series,
    rooms: &[(Room, Option<String>)],
    language: Language,
) -> Result<NewTerm, Refusal> {
    let rhythm = rhythm(form)?;
    let mut invalid = Invalid::default();
    let room = invalid.take("room", room(form, rooms));
    let mut dates = Vec::new();
    for row in (0..form.dates.values.len()).filter(|row| is_wanted(form, *row)) {
        match date(form, row) {
            Ok(date) => dates.push(date),
            Err(reason) => {
                let said = reason.say(language);
                let reason = Reason::new("reason-term-row").with("row", row + 1);
                invalid.add("dates", reason.with("why", said));
            }
        }
    }
    invalid.none_or()?;
    Ok(NewTerm {
        series: series.id,
        rhythm,
        rooms: match room.flatten() {
            room if room == series.room_id => Rooms::AsSeries,
            Some(room) => Rooms::These(vec![room]),
            None => Rooms::None,
        },
        dates,
        skip: false,
    })
}
