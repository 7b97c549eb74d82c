//! Whether what waits for mailing lists is still true.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::tell::is_open;
use crate::{
    base::{
        clock::{Clock, Instant},
        ids::{AudienceId, MessageId, SeminarId},
        schema::seminars,
    },
    mail::outbox::{Message, MessageKind},
    seminars::{
        actions::snapshot,
        model::{Audience, AudienceState, Details, Seminar, SeminarState, Snapshot, Visibility},
        notices::{differs_in, overtaken, told_before},
        queries,
    },
};

/// Why messages to lists are no longer true; those that are missing still are.
///
/// # Errors
/// What the database says.
pub(in crate::seminars::notices) async fn still_true(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, String>> {
    if batch.is_empty() {
        return Ok(HashMap::new());
    }
    let lists: Vec<AudienceId> = batch.iter().filter_map(|one| one.to.audience()).collect();
    let lists = queries::audiences_by_id(conn, &lists).await?;
    let details = details_of(conn, batch).await?;
    let told = told_before(conn, batch).await?;
    let overtaken = overtaken(conn, batch).await?;
    let why = |message: &Message| {
        let list = message.to.audience().and_then(|id| lists.get(&id));
        let details = message.about.seminar.and_then(|id| details.get(&id));
        let (Some(list), Some(details)) = (list, details) else {
            return Some("the seminar is gone");
        };
        let before = told.get(&(
            details.seminar.id,
            message.from_revision.unwrap_or_default(),
        ));
        match overtaken.contains(&message.id) {
            true => Some("a later mail tells this too"),
            false => reason(message, list, details, before, clock.now()),
        }
    };
    let untrue = |message: &Message| Some((message.id, why(message)?.to_owned()));
    Ok(batch.iter().filter_map(untrue).collect())
}

/// The seminars that the messages of `batch` are about.
pub(super) async fn details_of(
    conn: &mut AsyncPgConnection,
    batch: &[Message],
) -> QueryResult<HashMap<SeminarId, Details>> {
    let about = batch.iter().filter_map(|message| message.about.seminar);
    let ids: BTreeSet<SeminarId> = about.collect();
    let found: Vec<Seminar> = seminars::table
        .filter(seminars::id.eq_any(ids))
        .select(Seminar::as_select())
        .load(conn)
        .await?;
    let details = queries::details(conn, found).await?.into_iter();
    Ok(details.map(|one| (one.seminar.id, one)).collect())
}

fn reason(
    message: &Message,
    list: &Audience,
    details: &Details,
    before: Option<&Snapshot>,
    now: Instant,
) -> Option<&'static str> {
    let seminar = &details.seminar;
    if list.state == AudienceState::Ended {
        return Some("the list is told no more");
    }
    if seminar.ends_at <= now && message.kind != MessageKind::Cancellation {
        return Some("it is over");
    }
    match message.kind {
        MessageKind::Announcement | MessageKind::Change if !is_open(seminar) => {
            Some(match seminar.state {
                SeminarState::Announced => "it is not open to everyone",
                _ => "it does not take place",
            })
        }
        MessageKind::Change => {
            let (languages, now) = (list.languages(), snapshot(details));
            let same = |before| !languages.iter().any(|one| differs_in(*one, before, &now));
            let same = before.is_some_and(same);
            same.then_some(queries::CHANGED_BACK)
        }
        MessageKind::Cancellation if message.payload["withdrawn"] == true => {
            (seminar.visibility == Visibility::Public).then_some("it is open to everyone after all")
        }
        MessageKind::Cancellation if seminar.visibility != Visibility::Public => {
            Some("it is not open to everyone")
        }
        MessageKind::Cancellation => match seminar.state {
            // Of its last stop, as for people: what was edited since raised the sequence, and nobody was told.
            SeminarState::Cancelled | SeminarState::Postponed
                if message.created_at >= seminar.state_at =>
            {
                None
            }
            SeminarState::Cancelled | SeminarState::Postponed => {
                Some("another cancellation tells this")
            }
            _ => Some("it takes place after all"),
        },
        _ => None,
    }
}
