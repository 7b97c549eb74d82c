//! Editing a seminar. The rooms move in the same transaction, or the whole edit is refused; those concerned are told
//! old → new, once, after the change window.
//!
//! [`apply`] is an edit from beginning to end: [`plan`] says what the seminar is to be and writes nothing of it, its rooms are
//! locked, [`store`] writes it with all that hangs on it, and [`tell`] says it to the trail, to people and to what shows it.

mod count;
mod follows;
mod plan;
mod row;
mod store;
mod tell;

use std::collections::BTreeMap;

use diesel_async::{AsyncConnection, AsyncPgConnection};

use super::{
    WriteError,
    create::{NewSpeaker, organised, series_of},
    items::NewItem,
    write::lock_rooms,
};
use crate::{
    base::{
        changes::{self, Subject},
        clock::Clock,
        error::Refusal,
        hub::Hub,
        ids::{ProjectId, RoomId, SeminarId, SeriesId},
        zone::Zone,
    },
    mail::reminder::Reminder,
    people::model::Actor,
    seminars::{
        model::{
            Details, JoinFor, Place, SeminarKind, SeminarState, TextChange, TextLanguage,
            Visibility,
        },
        queries, rules,
    },
};

pub(super) use count::count;
pub(super) use row::again;
pub(super) use tell::facts;

/// What is to become of a value that a series can give.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// It stays.
    #[default]
    Keep,
    /// It becomes this, whatever the series has.
    Own(T),
    /// It follows the series again.
    AsSeries,
}

/// What is to be otherwise about a seminar. `None` stays; `Some(None)` is taken away.
#[derive(Debug, Clone, Default)]
pub struct SeminarChange {
    /// Another series; none: it stands by itself, and what it took from the series is its own.
    pub series: Option<Option<SeriesId>>,
    /// Another project.
    pub project: Option<Option<ProjectId>>,
    /// Another kind.
    pub kind: Option<SeminarKind>,
    /// Another title.
    pub title: Option<String>,
    /// Another abstract.
    pub abstract_text: Option<String>,
    /// Other versions in further languages; those that are not named stay.
    pub texts: BTreeMap<TextLanguage, TextChange>,
    /// Another wall time.
    pub starts_local: Option<chrono::NaiveDateTime>,
    /// Another zone; the wall time stays.
    pub zone: Patch<Zone>,
    /// Which of two equal wall times.
    pub fold: Option<u8>,
    /// Another length.
    pub duration_minutes: Patch<i32>,
    /// Other rooms; an empty list: none.
    pub rooms: Patch<Vec<RoomId>>,
    /// A place elsewhere.
    pub place: Option<Option<Place>>,
    /// Another online address; `Own(None)`: none, though the series has one.
    pub join_url: Patch<Option<String>>,
    /// Other viewers.
    pub visibility: Patch<Visibility>,
    /// Another language.
    pub language: Patch<Option<TextLanguage>>,
    /// Other topics.
    pub topics: Patch<Vec<String>>,
    /// Other reminders.
    pub reminders: Patch<Vec<Reminder>>,
    /// How many it takes; `Own(None)`: there is no limit.
    pub capacity: Patch<Option<i32>>,
    /// For others the living link is to open.
    pub join_for: Patch<JoinFor>,
    /// So many minutes before the start.
    pub join_minutes: Patch<i32>,
    /// Announced, from a draft or a postponement.
    pub state: Option<SeminarState>,
    /// Who speaks, all of them.
    pub speakers: Option<Vec<NewSpeaker>>,
    /// Its programme, all of it, in the wall time that it has after the change.
    pub items: Option<Vec<NewItem>>,
    /// Its overflow rooms, all of them.
    pub overflow: Option<Vec<RoomId>>,
    /// Words of the organiser's own above what is told of it.
    pub note: Option<String>,
    /// Nobody is told: it is spelling alone ([`rules::may_say_nothing`]).
    pub silent: bool,
    /// The version that the change is based on.
    pub lock_version: Option<i32>,
    /// Its instants are derived again from the wall time that it has: the rules of the zone have changed. What was approved
    /// for that wall time stays approved.
    pub anew: bool,
}

/// Changes a seminar.
///
/// # Errors
/// [`WriteError`]; then it is as it was, its rooms too.
pub async fn change(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: SeminarId,
    change: SeminarChange,
) -> Result<Details, WriteError> {
    conn.transaction(async |conn| {
        if let Some(series) = change.series {
            // Before the seminar: the order of locks.
            series_of(conn, actor, series).await?;
        }
        let row = organised(conn, actor, id).await?;
        if let Some(based_on) = change.lock_version
            && based_on != row.lock_version
        {
            return Err(Refusal::Stale {
                now: row.lock_version,
            }
            .into());
        }
        rules::still_open(&row)?;
        let was = row.clone();
        let before = queries::detail(conn, row).await?;
        let (after, touched) = Box::pin(apply(conn, clock, hub, actor, before, &change)).await?;
        rules::stays_to_come(&was, &after.seminar, clock.now())?;
        changes::raise(conn, clock, touched).await?;
        Ok(after)
    })
    .await
}

/// Changes a seminar whose row is locked and whose edit is allowed. A change of a series goes through here too, for many:
/// so the counters of what it touched are left to the caller, who raises all of them once, last.
pub(super) async fn apply(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    before: Details,
    change: &SeminarChange,
) -> Result<(Details, Vec<Subject>), WriteError> {
    let (plan, rooms) = plan::plan(conn, clock, hub, actor, &before, change).await?;
    let mut rooms = lock_rooms(conn, rooms.has, &rooms.wanted).await?;
    rooms.stays_approved = change.anew;
    let stored = store::store(conn, clock, hub, actor, &plan, &rooms).await?;
    tell::tell(conn, clock, hub, actor, plan, stored).await
}
