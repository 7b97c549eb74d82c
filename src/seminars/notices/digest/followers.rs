//! What became otherwise than a digest told, before the next one: to those who follow it and are not told in person.

use std::collections::{HashMap, HashSet};

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Bool, Integer, Text, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};

use super::{
    rhythm,
    sources::{IN_PERSON, SEEN, STILL_FOLLOWS},
};
use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{MessageId, PersonId, SeminarId},
    },
    mail::{
        digest::Rhythm,
        outbox::{Message, MessageKind, NewMessage},
    },
    people::{
        self,
        model::{Actor, Recipient},
    },
    seminars::{
        actions::snapshot,
        model::{Details, Snapshot},
        notices::tell::message,
    },
};

/// Someone who followed it, follows something still, and was told of it for the days of a digest that is the last one to tell of
/// it.
#[derive(QueryableByName)]
struct Follower {
    #[diesel(sql_type = SqlUuid)]
    person_id: PersonId,
    #[diesel(sql_type = Text)]
    rhythm: Rhythm,
    /// The revision that they were last told, by whatever mail.
    #[diesel(sql_type = Integer)]
    told: i32,
}

/// Of them those who may know of it (`seen`); or those who may not any more, and were not told that since.
async fn followers(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
    seen: bool,
) -> QueryResult<Vec<Follower>> {
    sql_query(format!(
        "SELECT r.person_id, r.rhythm, greatest(r.revision, (SELECT max(w.revision) FROM messages w \
             WHERE w.seminar_id = $1 AND w.person_id = r.person_id AND w.state IN ('sent', 'leased'))) AS told \
         FROM (SELECT DISTINCT ON (d.person_id) d.person_id, d.payload ->> 'notice' AS rhythm, t.revision, t.covered, d.created_at \
               FROM digest_told t JOIN messages d ON d.id = t.message_id AND d.state IN ('sent', 'leased') \
               WHERE t.seminar_id = $1 ORDER BY d.person_id, d.created_at DESC, d.id DESC) AS r \
         JOIN seminars m ON m.id = $1 \
         WHERE r.covered AND {STILL_FOLLOWS} AND coalesce({SEEN}, false) = $2 AND NOT {IN_PERSON} \
           AND ($2 OR NOT EXISTS (SELECT FROM messages c WHERE c.seminar_id = $1 AND c.person_id = r.person_id \
               AND c.kind = 'cancellation' AND c.payload ->> 'closed' = 'true' AND c.state IN ('held', 'queued', 'leased', 'sent') \
               AND c.created_at >= r.created_at)) ORDER BY r.person_id"
    ))
    .bind::<SqlUuid, _>(id)
    .bind::<Bool, _>(seen)
    .load(conn)
    .await
}

/// What `made` makes of each follower, of a payload that says what it is to them, and of what they were last told.
async fn to_followers(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    (id, seen): (SeminarId, bool),
    starts_at: Instant,
    note: Option<&str>,
    made: impl Fn(&Recipient, Value, i32) -> NewMessage,
) -> QueryResult<Vec<NewMessage>> {
    let followers = followers(conn, id, seen).await?;
    let people: Vec<PersonId> = followers.iter().map(|one| one.person_id).collect();
    let recipients = people::queries::recipients(conn, hub, &people, starts_at).await?;
    Ok(followers
        .iter()
        .filter_map(|one| {
            let recipient = recipients.get(&one.person_id)?;
            let payload = json!({ "notice": one.rhythm.notice(), "note": note });
            Some(made(recipient, payload, one.told))
        })
        .collect())
}

/// Whether a difference is told to followers: when, where, and whether it takes place. The rest is read in the next digest.
pub fn concerns_followers(old: &Snapshot, new: &Snapshot) -> bool {
    (old.starts_at, old.ends_at, &old.places, old.state)
        != (new.starts_at, new.ends_at, &new.places, new.state)
}

/// Old → new to followers, below the organiser's own words.
///
/// # Errors
/// What the database says.
pub async fn follower_changes(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    before: &Details,
    after: &Details,
    note: Option<&str>,
) -> QueryResult<Vec<NewMessage>> {
    if !concerns_followers(&snapshot(before), &snapshot(after)) {
        return Ok(Vec::new());
    }
    let (seminar, now) = (&after.seminar, clock.now());
    let number = seminar.revision.to_string();
    to_followers(
        conn,
        hub,
        (seminar.id, true),
        seminar.starts_at,
        note,
        |recipient, payload, told| NewMessage {
            from_revision: Some(told.min(before.seminar.revision)),
            ..message(
                MessageKind::Change,
                after,
                recipient,
                actor.person(),
                now,
                payload,
                &number,
            )
        },
    )
    .await
}

/// That it does not take place, to followers.
///
/// # Errors
/// What the database says.
pub async fn follower_stops(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    after: &Details,
    postponed: bool,
    note: Option<&str>,
) -> QueryResult<Vec<NewMessage>> {
    let (seminar, now) = (&after.seminar, clock.now());
    let number = seminar.sequence.to_string();
    to_followers(
        conn,
        hub,
        (seminar.id, true),
        seminar.starts_at,
        note,
        |recipient, mut payload, _| {
            payload["postponed"] = postponed.into();
            message(
                MessageKind::Cancellation,
                after,
                recipient,
                actor.person(),
                now,
                payload,
                &number,
            )
        },
    )
    .await
}

/// That it is not for them any more, to followers who may not know how it stands now: what they were told of it, and no word of
/// the organiser's own.
///
/// # Errors
/// What the database says.
pub async fn follower_closes(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    after: &Details,
) -> QueryResult<Vec<NewMessage>> {
    let (seminar, now) = (&after.seminar, clock.now());
    let number = format!("closed:{}", seminar.lock_version);
    to_followers(
        conn,
        hub,
        (seminar.id, false),
        seminar.starts_at,
        None,
        |recipient, mut payload, told| {
            payload["closed"] = true.into();
            NewMessage {
                // It tells nothing of how the seminar stands.
                revision: None,
                from_revision: Some(told),
                ..message(
                    MessageKind::Cancellation,
                    after,
                    recipient,
                    actor.person(),
                    now,
                    payload,
                    &number,
                )
            }
        },
    )
    .await
}

/// Whether a message tells a follower that it is not for them any more.
pub fn is_closed(message: &Message) -> bool {
    message.payload["closed"] == true
}

/// Why messages to followers are no longer true, whatever became of the seminar.
///
/// # Errors
/// What the database says.
pub async fn untrue_to_followers(
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
        followed: bool,
        #[diesel(sql_type = Bool)]
        seen: bool,
    }
    let (mut ids, mut people, mut rhythms, mut seminars) = (vec![], vec![], vec![], vec![]);
    for message in batch {
        if let (Some(rhythm), Some(seminar), Some(person)) =
            (rhythm(message), message.about.seminar, message.person())
        {
            ids.push(message.id);
            people.push(person);
            rhythms.push(rhythm);
            seminars.push(seminar);
        }
    }
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<Row> = sql_query(format!(
        "SELECT r.id, {IN_PERSON} AS in_person, {STILL_FOLLOWS} AS followed, {SEEN} AS seen \
         FROM unnest($1, $2, $3, $4) AS r (id, person_id, rhythm, seminar_id) JOIN seminars m ON m.id = r.seminar_id"
    ))
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<SqlUuid>, _>(people)
    .bind::<Array<Text>, _>(rhythms)
    .bind::<Array<SqlUuid>, _>(seminars)
    .load(conn)
    .await?;
    let closed: HashSet<MessageId> = batch
        .iter()
        .filter(|message| is_closed(message))
        .map(|message| message.id)
        .collect();
    let why = |row: &Row| {
        let why = match row {
            Row { id, seen: true, .. } if closed.contains(id) => "they may know of it after all",
            Row {
                id, seen: false, ..
            } if !closed.contains(id) => "they may not know of it any more",
            Row {
                in_person: true, ..
            } => "they are told in person",
            Row {
                followed: false, ..
            } => "nothing is followed any more",
            Row { .. } => return None,
        };
        Some(why.to_owned())
    };
    Ok(rows
        .iter()
        .filter_map(|row| Some((row.id, why(row)?)))
        .collect())
}
