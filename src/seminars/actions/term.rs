//! Planning a term: its dates become drafts of the series, each with its room held, all of them or none; and the rhythm is
//! kept, so that the next term starts from it.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{
    WriteError,
    create::{NewSeminar, Rooms, enter, series_of},
};
use crate::{
    base::{
        audit::{self, Entry},
        changes,
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        hub::Hub,
        ids::{RoomId, SeriesId},
        schema::series_rhythms,
    },
    people::model::Actor,
    rooms::{self, actions::hold},
    seminars::{
        model::{Details, SeminarKind, SeminarState, Series, SeriesState},
        queries::{self, DateSeen, Obstacle, TermDate},
        rules::term::{MOST_DATES, Rhythm, Until},
    },
};

/// A term to be planned.
#[derive(Debug, Clone)]
pub struct NewTerm {
    /// Of which series.
    pub series: SeriesId,
    /// In which rhythm: kept for the next term.
    pub rhythm: Rhythm,
    /// Where: that of the series, none, or one of their own.
    pub rooms: Rooms,
    /// The dates, as they were looked at; some may have been moved.
    pub dates: Vec<TermDate>,
    /// Whether dates that cannot be are left out; otherwise nothing is made.
    pub skip: bool,
}

/// What came of a term.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The drafts, in the order of the dates.
    pub seminars: Vec<Details>,
    /// The dates that could not be.
    pub clashes: Vec<DateSeen>,
}

/// Why a term was not planned.
#[derive(Debug, thiserror::Error)]
pub enum TermError {
    /// Dates that cannot be: nothing was made.
    #[error("{} dates cannot be", .0.len())]
    Clashes(Vec<DateSeen>),
    /// What every action meets.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl From<diesel::result::Error> for TermError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Refused(error.into())
    }
}

impl From<Invalid> for TermError {
    fn from(invalid: Invalid) -> Self {
        Self::Refused(invalid.into())
    }
}

/// Makes the dates of a term drafts of its series, at most [`MOST_DATES`], in one transaction.
///
/// # Errors
/// [`TermError::Clashes`] where a date cannot be and is not to be left out; a refusal: the series is not the actor's or has
/// ended, there is no date, there are too many.
pub async fn plan_term(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    term: NewTerm,
) -> Result<Planned, TermError> {
    conn.transaction(async |conn| {
        let head = series_of(conn, actor, Some(term.series)).await?;
        let head = head.ok_or(Refusal::NotFound)?;
        goes_on(&head, &term)?;
        let wanted = rooms_of(&head, &term.rooms);
        let locked = hold::lock(conn, &wanted, &[]).await?;
        if !wanted.is_empty() {
            rooms::rules::may_book(actor, &locked.asked, actor.id)?;
        }
        let seen = queries::sifted(conn, actor, &head, &locked, &term.dates).await?;
        let (clashes, free): (Vec<_>, Vec<_>) =
            seen.into_iter().partition(|date| date.obstacle.is_some());
        if !clashes.is_empty() && !term.skip {
            return Err(TermError::Clashes(clashes));
        }
        let mut touched = Vec::new();
        let mut seminars = Vec::with_capacity(free.len());
        for date in free {
            let made = enter(conn, clock, hub, actor, draft(&term, date.wanted)).await;
            let (details, shows) = made.map_err(|error| refused(error, date))?;
            touched.extend(shows);
            seminars.push(details);
        }
        let before = queries::rhythm(conn, head.id).await?;
        keep(conn, clock, &term).await?;
        let entry = Entry {
            action: "planned a term",
            kind: "series",
            id: head.id.0,
            before: Some(json!({ "rhythm": before.as_ref().map(told) })),
            after: Some(json!({
                "rhythm": told(&term.rhythm), "rooms": wanted,
                "seminars": seminars.iter().map(|made| made.seminar.id).collect::<Vec<_>>(),
                "skipped": clashes.iter().map(|date| date.wanted.starts_local).collect::<Vec<_>>(),
            })),
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        changes::raise(conn, clock, touched).await?;
        Ok(Planned { seminars, clashes })
    })
    .await
}

/// Whether there is something to be planned, and a series to plan it in.
fn goes_on(head: &Series, term: &NewTerm) -> Result<(), Refusal> {
    if head.state == SeriesState::Ended {
        return Err(Refusal::conflict("refused-series-ended"));
    }
    match term.dates.len() {
        0 => Err(Refusal::invalid("dates", "reason-term-empty")),
        1..=MOST_DATES => Ok(()),
        _ => {
            let reason = Reason::new("reason-term-dates").with("max", MOST_DATES);
            Err(Invalid::one("dates", reason).into())
        }
    }
}

fn rooms_of(head: &Series, rooms: &Rooms) -> Vec<RoomId> {
    match rooms {
        Rooms::AsSeries => head.room_id.into_iter().collect(),
        Rooms::None => Vec::new(),
        Rooms::These(these) => these.clone(),
    }
}

/// A draft of which nothing is known but when and where: the rest it takes from its series.
fn draft(term: &NewTerm, date: TermDate) -> NewSeminar {
    NewSeminar {
        series: Some(term.series),
        project: None,
        kind: SeminarKind::Seminar,
        title: String::new(),
        abstract_text: String::new(),
        texts: BTreeMap::new(),
        starts_local: date.starts_local,
        zone: None,
        fold: date.fold,
        duration_minutes: None,
        rooms: term.rooms.clone(),
        place: None,
        join_url: None,
        visibility: None,
        language: None,
        topics: None,
        reminders: None,
        capacity: None,
        join_for: None,
        join_minutes: None,
        state: SeminarState::Draft,
        speakers: Vec::new(),
        items: Vec::new(),
        overflow: Vec::new(),
        note: None,
    }
}

/// The rooms are locked and were free; should one be taken all the same, that is said of its date.
fn refused(error: WriteError, date: DateSeen) -> TermError {
    match error {
        WriteError::Taken(taken) => TermError::Clashes(vec![DateSeen {
            obstacle: Some(Obstacle::Taken),
            conflicts: taken.conflicts,
            ..date
        }]),
        WriteError::Refused(refusal) => TermError::Refused(refusal),
    }
}

/// Keeps the rhythm. A term that was said by its number of dates ends with the last of them.
async fn keep(conn: &mut AsyncPgConnection, clock: &dyn Clock, term: &NewTerm) -> QueryResult<()> {
    let rhythm = &term.rhythm;
    let last = term.dates.iter().map(|date| date.starts_local.date()).max();
    let to = match rhythm.until {
        Until::Date(date) => date,
        Until::Count(_) => last.unwrap_or(rhythm.from),
    };
    let off: Vec<_> = rhythm.mondays_off().into_iter().collect();
    let weekday = i16::try_from(rhythm.weekday.number_from_monday()).unwrap_or(1);
    let values = (
        series_rhythms::weekday.eq(weekday),
        series_rhythms::starts.eq(rhythm.starts),
        series_rhythms::every_weeks.eq(rhythm.every_weeks),
        series_rhythms::from_date.eq(rhythm.from),
        series_rhythms::to_date.eq(to.max(rhythm.from)),
        series_rhythms::weeks_off.eq(off),
        series_rhythms::modified_at.eq(clock.now()),
    );
    diesel::insert_into(series_rhythms::table)
        .values((series_rhythms::series_id.eq(term.series), values.clone()))
        .on_conflict(series_rhythms::series_id)
        .do_update()
        .set(values)
        .execute(conn)
        .await?;
    Ok(())
}

/// A rhythm as the audit trail has it.
fn told(rhythm: &Rhythm) -> serde_json::Value {
    json!({
        "weekday": rhythm.weekday.number_from_monday(),
        "starts": rhythm.starts,
        "every_weeks": rhythm.every_weeks,
        "from": rhythm.from,
        "weeks_off": rhythm.mondays_off(),
    })
}
