//! Telling the rest: those who do not know how a seminar stands, at an organiser's wish.

use std::collections::HashSet;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::tell::{asked, invited, message};
use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{PersonId, SeminarId},
        schema::messages,
    },
    mail::outbox::{self, MessageKind, NewMessage},
    people::{self, model::Actor},
    seminars::{
        model::{Details, Seminar, SeminarState},
        queries::{self, Knows},
    },
};

/// Tells those who do not know how things stand, at once, with `note` above it; answers how many. What waits for them goes
/// now; who was told an earlier revision is told what is different, or that it does not take place; who was told nothing is
/// invited, or asked to speak. What came back is not sent again.
///
/// # Errors
/// What the database says.
pub async fn rest(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    details: &Details,
    note: Option<&str>,
) -> QueryResult<usize> {
    let seminar = &details.seminar;
    let now = clock.now();
    let mut behind = queries::knowledge(conn, seminar).await?;
    behind.retain(|one| one.state == Knows::Doesnt && one.person_id != actor.id);
    let people: Vec<PersonId> = behind.iter().map(|one| one.person_id).collect();
    let waiting = hurry(conn, seminar.id, &people, now).await?;
    behind.retain(|one| !waiting.contains(&one.person_id));
    let recipients = people::queries::recipients(conn, hub, &people, seminar.starts_at).await?;
    if let Some(note) = note {
        put_note(conn, seminar.id, &waiting, note).await?;
    }
    if matters_no_more(seminar) {
        let postponed = seminar.state == SeminarState::Postponed;
        let new: Vec<NewMessage> = behind
            .iter()
            .filter(|one| one.revision_told.is_some())
            .filter_map(|one| {
                let payload = json!({ "postponed": postponed, "note": note });
                let (kind, number) = (MessageKind::Cancellation, seminar.sequence.to_string());
                let recipient = recipients.get(&one.person_id)?;
                Some(message(
                    kind,
                    details,
                    recipient,
                    Some(actor.id),
                    now,
                    payload,
                    &number,
                ))
            })
            .collect();
        let new = afresh(conn, now, new).await?;
        return Ok(waiting.len() + outbox::queue(conn, clock, &new).await?);
    }
    let changes: Vec<NewMessage> = behind
        .iter()
        .filter_map(|one| {
            let known = one.revision_told?;
            let recipient = recipients.get(&one.person_id)?;
            let number = seminar.revision.to_string();
            Some(NewMessage {
                from_revision: Some(known),
                ..message(
                    MessageKind::Change,
                    details,
                    recipient,
                    Some(actor.id),
                    now,
                    json!({ "note": note }),
                    &number,
                )
            })
        })
        .collect();
    let changes = afresh(conn, now, changes).await?;
    let mut told = waiting.len() + outbox::queue(conn, clock, &changes).await?;
    let new = behind.iter().filter(|one| one.revision_told.is_none());
    let (speakers, guests): (Vec<PersonId>, Vec<PersonId>) =
        new.map(|one| one.person_id).partition(|person| {
            let mut speakers = details.speakers.iter();
            speakers.any(|speaker| speaker.person_id == *person)
        });
    invite_afresh(conn, seminar.id, &guests).await?;
    told += invited(conn, clock, hub, actor, details, &guests, &recipients, note).await?;
    told += asked(conn, clock, actor, details, &speakers, &recipients, note).await?;
    Ok(told)
}

/// What could not be delivered stays as it is in the outbox: it is told once more by a message of its own.
async fn afresh(
    conn: &mut AsyncPgConnection,
    now: Instant,
    mut new: Vec<NewMessage>,
) -> QueryResult<Vec<NewMessage>> {
    let keys: Vec<&str> = new.iter().map(|one| one.dedupe_key.as_str()).collect();
    let failed: HashSet<String> = messages::table
        .filter(messages::dedupe_key.eq_any(keys))
        .filter(messages::failed)
        .select(messages::dedupe_key)
        .load(conn)
        .await?
        .into_iter()
        .collect();
    for one in &mut new {
        if failed.contains(&one.dedupe_key) {
            one.dedupe_key = format!("{}:{}", one.dedupe_key, now.timestamp());
        }
    }
    Ok(new)
}

/// The same for invitations, which have numbers. The links in the one that did not arrive are good for nothing from then on.
async fn invite_afresh(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
    guests: &[PersonId],
) -> QueryResult<()> {
    sql_query(
        "UPDATE attendances a SET invitation_no = a.invitation_no + 1 WHERE a.seminar_id = $1 AND a.person_id = ANY ($2) \
           AND EXISTS (SELECT FROM messages m WHERE m.seminar_id = $1 AND m.person_id = a.person_id \
               AND m.kind = 'invitation' AND m.failed)",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Array<SqlUuid>, _>(guests)
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether all that is left to tell of it is that it does not take place, or not then.
fn matters_no_more(seminar: &Seminar) -> bool {
    matches!(
        seminar.state,
        SeminarState::Cancelled | SeminarState::Postponed
    )
}

/// Puts `note` above what goes now for `people`.
async fn put_note(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
    people: &[PersonId],
    note: &str,
) -> QueryResult<()> {
    sql_query(
        "UPDATE messages SET payload = payload || jsonb_build_object('note', $3::text) \
         WHERE seminar_id = $1 AND person_id = ANY ($2) AND state = 'queued' \
           AND kind IN ('invitation', 'speaker_request', 'change', 'cancellation')",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Array<SqlUuid>, _>(people)
    .bind::<Text, _>(note)
    .execute(conn)
    .await?;
    Ok(())
}

/// Lets what waits for `people` go now; answers for whom something waited.
async fn hurry(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
    people: &[PersonId],
    now: Instant,
) -> QueryResult<Vec<PersonId>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
    }
    let rows: Vec<Row> = sql_query(
        "UPDATE messages SET state = 'queued', send_after = least(send_after, $3) \
         WHERE seminar_id = $1 AND person_id = ANY ($2) AND state IN ('held', 'queued') \
           AND kind IN ('invitation', 'speaker_request', 'change', 'cancellation') \
         RETURNING person_id",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Array<SqlUuid>, _>(people)
    .bind::<Timestamptz, _>(now)
    .load(conn)
    .await?;
    let mut waiting: Vec<PersonId> = rows.into_iter().map(|row| row.person_id).collect();
    waiting.sort_unstable();
    waiting.dedup();
    Ok(waiting)
}
