//! Changes for those who have a seminar by their personal feed alone: nobody tells them in person, nor did a digest, and
//! their calendar program may fetch the feed too late.
//!
//! They are queued like any change, one for each reader who has a feed. Which program fetches it, and whether it has done so
//! since, is known further right: `feeds::late` decides as each is about to go, and most do not. Whom
//! they are for is shown to no organiser: who has a feed, and what fetches it, is for its owner alone.

use std::collections::HashMap;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Bool, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};

use super::{
    digest::{IN_PERSON, SEEN, concerns_followers},
    tell::message,
};
use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{MessageId, PersonId, SeminarId},
    },
    mail::{
        outbox::{Message, MessageKind, NewMessage},
        preferences::Notice,
    },
    people::{
        self,
        model::{Actor, Recipient},
    },
    seminars::{
        actions::snapshot,
        model::{Details, SeminarState},
    },
};

/// The seminar `m` stands in a feed of the reader `r` without anyone having invited them: it is theirs, or in a series that
/// they follow. Feeds that say only when they are busy are for others, and tell nobody what moved where.
const BY_FEED: &str = "((m.owner_id = r.person_id \
         OR EXISTS (SELECT FROM subscriptions s WHERE s.series_id = m.series_id AND s.person_id = r.person_id)) \
     AND EXISTS (SELECT FROM personal_feeds p WHERE p.person_id = r.person_id AND p.revoked_at IS NULL AND p.detail = 'full'))";

/// Whether `message` is for someone who has it by their feed alone.
pub(super) fn is_by_feed(message: &Message) -> bool {
    Notice::of(message) == Notice::LateFeed
}

/// Old → new to those who have it by their feed and are not among `told`, below the organiser's own words.
///
/// # Errors
/// What the database says.
#[expect(
    clippy::too_many_arguments,
    reason = "what a change is made of, and whom it has reached"
)]
pub(super) async fn feed_changes(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    before: &Details,
    after: &Details,
    note: Option<&str>,
    told: &[PersonId],
) -> QueryResult<Vec<NewMessage>> {
    // What was announced now stood in no feed.
    if before.seminar.state == SeminarState::Draft
        || !concerns_followers(&snapshot(before), &snapshot(after))
    {
        return Ok(Vec::new());
    }
    let (seminar, now) = (&after.seminar, clock.now());
    let payload = json!({ "notice": Notice::LateFeed, "note": note });
    let number = seminar.revision.to_string();
    let readers = readers(conn, hub, seminar.id, seminar.starts_at, told).await?;
    let change = |reader: &Recipient| {
        let (kind, by) = (MessageKind::Change, Some(actor.id));
        NewMessage {
            from_revision: Some(before.seminar.revision),
            ..message(kind, after, reader, by, now, payload.clone(), &number)
        }
    };
    Ok(readers.iter().map(change).collect())
}

/// That it does not take place, or not then, to those who have it by their feed and are not among `told`.
///
/// # Errors
/// What the database says.
pub(super) async fn feed_stops(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    after: &Details,
    note: Option<&str>,
    told: &[PersonId],
) -> QueryResult<Vec<NewMessage>> {
    let (seminar, now) = (&after.seminar, clock.now());
    let postponed = seminar.state == SeminarState::Postponed;
    let payload: Value =
        json!({ "notice": Notice::LateFeed, "note": note, "postponed": postponed });
    let number = seminar.sequence.to_string();
    let readers = readers(conn, hub, seminar.id, seminar.starts_at, told).await?;
    let stop = |reader: &Recipient| {
        let (kind, by) = (MessageKind::Cancellation, Some(actor.id));
        message(kind, after, reader, by, now, payload.clone(), &number)
    };
    Ok(readers.iter().map(stop).collect())
}

/// Who has it by their feed and is not among `told`.
async fn readers(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    id: SeminarId,
    starts_at: Instant,
    told: &[PersonId],
) -> QueryResult<Vec<Recipient>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
    }
    let rows: Vec<Row> = sql_query(format!(
        "SELECT r.person_id FROM seminars m, LATERAL (SELECT m.owner_id AS person_id \
             UNION SELECT f.person_id FROM subscriptions f WHERE f.series_id = m.series_id) AS r \
         WHERE m.id = $1 AND r.person_id <> ALL ($2) AND {BY_FEED} AND {SEEN} AND NOT {IN_PERSON} ORDER BY r.person_id"
    ))
    .bind::<SqlUuid, _>(id)
    .bind::<Array<SqlUuid>, _>(told)
    .load(conn)
    .await?;
    let people: Vec<PersonId> = rows.into_iter().map(|row| row.person_id).collect();
    let mut found = people::queries::recipients(conn, hub, &people, starts_at).await?;
    Ok(people
        .iter()
        .filter_map(|person| found.remove(person))
        .collect())
}

/// Why messages to those who had it by their feed are no longer theirs, whatever became of the seminar.
///
/// # Errors
/// What the database says.
pub(super) async fn untrue_by_feed(
    conn: &mut AsyncPgConnection,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, String>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        id: MessageId,
        #[diesel(sql_type = Bool)]
        in_person: bool,
        #[diesel(sql_type = Bool)]
        by_feed: bool,
    }
    let (mut ids, mut people, mut seminars) = (vec![], vec![], vec![]);
    for message in batch.iter().filter(|message| is_by_feed(message)) {
        if let (Some(seminar), Some(person)) = (message.about.seminar, message.person()) {
            ids.push(message.id);
            people.push(person);
            seminars.push(seminar);
        }
    }
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<Row> = sql_query(format!(
        "SELECT r.id, {IN_PERSON} AS in_person, {BY_FEED} AND {SEEN} AS by_feed \
         FROM unnest($1, $2, $3) AS r (id, person_id, seminar_id) JOIN seminars m ON m.id = r.seminar_id"
    ))
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<SqlUuid>, _>(people)
    .bind::<Array<SqlUuid>, _>(seminars)
    .load(conn)
    .await?;
    let why = |row: &Row| match row {
        Row {
            in_person: true, ..
        } => Some((row.id, "they are told in person".to_owned())),
        Row { by_feed: false, .. } => Some((row.id, "it stands in no feed of theirs".to_owned())),
        Row { .. } => None,
    };
    Ok(rows.iter().filter_map(why).collect())
}
