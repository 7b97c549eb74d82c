//! The dates of a term as rows: what was typed, whether it can be, and where it is another hour or day than at the first.

use chrono::{NaiveDate, NaiveTime};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::read;
use crate::{
    base::{error::Reason, ids::SiteId, slot::Slot, zone::WallTimeError},
    people::model::Actor,
    rooms::{
        self,
        actions::wall_time,
        model::{Room, Taken},
    },
    seminars::{
        model::Series,
        queries::{self, DateSeen, Group, Obstacle, TermDate},
        rules::{strip::Unsuited, term::MOST_DATES},
    },
    web::{
        errors::Failure,
        pages::{
            closed::line,
            form::{Choice, Several},
            page::Page,
            strip::{Time, notes},
            term::{DateRow, PlaceNote, TermForm},
            time::When,
        },
        reader::Reader,
        taken, typed,
    },
};

/// Makes the rows of the form these dates, all of them ticked.
pub(super) fn fill(form: &mut TermForm, dates: &[NaiveDate], starts: NaiveTime) {
    let time = starts.format("%H:%M").to_string();
    form.dates = Several::of(dates.iter().map(ToString::to_string));
    form.times = Several::of(dates.iter().map(|_| time.clone()));
    form.folds = Several::of(dates.iter().map(|_| String::new()));
    form.take = Several::of((0..dates.len()).map(|row| row.to_string()));
}

/// The rows of the form as they stand, and when the first of them is. A room that the reader may not book is said beside
/// it, and the dates are looked at without it.
pub(super) async fn rows(
    conn: &mut AsyncPgConnection,
    page: &Page,
    actor: &Actor,
    series: &Series,
    rooms: &[(Room, Option<String>)],
    groups: &[Group],
    form: &mut TermForm,
) -> Result<(Vec<DateRow>, Option<Slot>), Failure> {
    let count = form.dates.values.len().min(MOST_DATES);
    let typed: Vec<Result<TermDate, Reason>> =
        (0..count).map(|row| read::date(form, row)).collect();
    let dates: Vec<TermDate> = typed.iter().filter_map(|one| one.clone().ok()).collect();
    let room = read::room(form, rooms).unwrap_or_default();
    let seen = match queries::look_at_dates(conn, actor, series, room, &dates).await {
        Ok(seen) => seen,
        Err(refusal) => {
            typed::refused(refusal, page.language, |_, words| {
                form.refuse("room", words);
            })?;
            queries::look_at_dates(conn, actor, series, None, &dates).await?
        }
    };
    let zone = |id| {
        let room = rooms.iter().find(|(room, _)| room.id == id);
        room.map_or(series.zone(), |(room, _)| room.zone())
    };
    let mut seen = seen.into_iter();
    let row = |(number, typed)| {
        let row = as_typed(form, number);
        match typed {
            Err(reason) => DateRow {
                error: Some(Reason::say(&reason, page.language)),
                ..row
            },
            Ok(_) => seen.next().map_or(row.clone(), |seen| DateRow {
                conflicts: taken::conflicts(&taken_by(&seen), zone),
                ..found(page, series, &seen, row)
            }),
        }
    };
    let mut made: Vec<DateRow> = typed.into_iter().enumerate().map(row).collect();
    let first = made.iter().find_map(|row| row.when).map(|when| when.slot);
    if let Some(first) = first {
        say_places(page, series, groups, first, &mut made);
    }
    put_weeks_off(form, &mut made);
    Ok((made, first))
}

fn as_typed(form: &TermForm, number: usize) -> DateRow {
    let value = |values: &[String]| values.get(number).cloned().unwrap_or_default();
    DateRow {
        number,
        wanted: read::is_wanted(form, number),
        date: value(&form.dates.values),
        time: value(&form.times.values),
        fold: value(&form.folds.values),
        ..DateRow::default()
    }
}

fn taken_by(seen: &DateSeen) -> Taken {
    Taken {
        conflicts: seen.conflicts.clone(),
        alternatives: Vec::new(),
    }
}

/// A row with what was found of its date. A wall time that comes twice stays to be chosen, however it was.
fn found(page: &Page, series: &Series, seen: &DateSeen, row: DateRow) -> DateRow {
    let zone = series.zone();
    let local = seen.wanted.starts_local;
    let (folds, error) = match zone.instant(local, None) {
        Ok(_) => (Vec::new(), None),
        Err(WallTimeError::Fold { first, second, .. }) => {
            let choice = |value: &str, at| {
                let clock = zone.local(at).format("%H:%M");
                Choice::new(value, format!("{clock} ({})", zone.offset_label(at)))
            };
            (vec![choice("0", first), choice("1", second)], None)
        }
        Err(gap) => (Vec::new(), Some(wall_time(gap).say(page.language))),
    };
    DateRow {
        folds,
        error,
        when: seen.slot.map(|slot| When { slot, zone }),
        obstacle: seen.obstacle.filter(|one| *one != Obstacle::Gap),
        ..row
    }
}

/// Says of each row where there is a holiday, where a shift of clocks moves the hour, and where the hour or the day suits
/// people otherwise than at the first of the dates, which the strip above shows.
fn say_places(page: &Page, series: &Series, groups: &[Group], first: Slot, rows: &mut [DateRow]) {
    let anchor = series.zone();
    let hours = |unsuited: &[Unsuited]| -> Vec<Unsuited> {
        let days = unsuited.iter().filter(|one| **one != Unsuited::Holiday);
        days.copied().collect()
    };
    for row in rows {
        let Some(when) = row.when else {
            continue;
        };
        for group in groups {
            let there = group.place.reads(anchor, when.slot);
            let usual = group.place.reads(anchor, first);
            let differs = hours(&there.unsuited) != hours(&usual.unsuited);
            if !differs && there.holiday.is_none() && there.shift.is_none() {
                continue;
            }
            let notes = notes(page, &there);
            if notes.is_empty() {
                continue;
            }
            row.places.push(PlaceNote {
                city: page.zone_place(&group.place.zone()),
                clock: Time::at(page, &group.place, anchor, when.slot).clock,
                notes,
            });
        }
    }
}

/// Says of each row what of the hub, or of the site of the room, is closed then.
pub(super) async fn say_closed(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    rooms: &[(Room, Option<String>)],
    form: &TermForm,
    rows: &mut [DateRow],
) -> QueryResult<()> {
    let room = read::room(form, rooms).unwrap_or_default();
    let room = rooms.iter().find(|(one, _)| Some(one.id) == room);
    let sites: Vec<SiteId> = room
        .and_then(|(room, _)| room.site_id)
        .into_iter()
        .collect();
    let slots = || rows.iter().filter_map(|row| row.when).map(|when| when.slot);
    let from = slots().map(Slot::from).min();
    let to = slots().map(Slot::to).max();
    let Some(span) = from.zip(to).and_then(|(from, to)| Slot::new(from, to).ok()) else {
        return Ok(());
    };
    let mut closed = rooms::queries::closed_during(conn, reader.hub().zone, span).await?;
    closed.retain(|one| one.concerns(&sites));
    for row in rows {
        let Some(when) = row.when else {
            continue;
        };
        let then = closed.iter().filter(|one| one.meets(when.slot));
        row.closed = then.map(|one| line(reader.language(), one)).collect();
    }
    Ok(())
}

/// Puts each week off before the first date that comes after it.
fn put_weeks_off(form: &TermForm, rows: &mut [DateRow]) {
    let Ok(rhythm) = read::rhythm(form) else {
        return;
    };
    let mut off = rhythm.mondays_off().into_iter().peekable();
    for row in rows {
        let Ok(date) = row.date.parse::<NaiveDate>() else {
            continue;
        };
        while let Some(monday) = off.next_if(|monday| *monday <= date) {
            if monday >= rhythm.from {
                row.off_before.push(monday);
            }
        }
    }
}
