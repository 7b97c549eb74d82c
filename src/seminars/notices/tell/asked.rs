//! Invitations, and requests to speakers.

use std::collections::HashMap;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Integer, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::message;
use crate::{
    base::{
        clock::Clock,
        hub::Hub,
        ids::{PersonId, SeminarId},
    },
    mail::outbox::{self, MessageKind, NewMessage},
    people::model::{Actor, Recipient},
    seminars::model::{Details, SeminarState, SpeakerAnswer},
};

/// The speakers who have not been asked: the new ones and, when a draft is announced or a postponed one gets its new time,
/// those to whom nothing went out until then. Whom an organiser asks in a mail of their own is not asked by one of ours.
pub(super) async fn to_ask(
    conn: &mut AsyncPgConnection,
    before: Option<&Details>,
    after: &Details,
) -> QueryResult<Vec<PersonId>> {
    // A request that goes out asks for a time that there is, and a draft's organiser says whom to ask.
    if after.seminar.state != SeminarState::Announced {
        return Ok(Vec::new());
    }
    let speakers = before.map_or(&[][..], |before| &before.speakers);
    let known: Vec<PersonId> = speakers.iter().map(|speaker| speaker.person_id).collect();
    let asked = match before {
        Some(before) if before.seminar.state != SeminarState::Announced => {
            asked_before(conn, after.seminar.id, &known).await?
        }
        _ => known,
    };
    Ok(after
        .speakers
        .iter()
        .filter(|speaker| speaker.answer == SpeakerAnswer::Asked && !speaker.asked_oneself)
        .map(|speaker| speaker.person_id)
        .filter(|person| !asked.contains(person))
        .collect())
}

/// Those of `people` to whom a request went out, or waits, that was not taken back since.
async fn asked_before(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
    people: &[PersonId],
) -> QueryResult<Vec<PersonId>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
    }
    let rows: Vec<Row> = sql_query(
        "SELECT DISTINCT m.person_id FROM messages m WHERE m.seminar_id = $1 AND m.person_id = ANY ($2) \
           AND m.kind = 'speaker_request' AND m.state NOT IN ('failed', 'void') \
           AND NOT EXISTS (SELECT FROM messages r WHERE r.seminar_id = $1 AND r.person_id = m.person_id \
               AND r.kind = 'cancellation' AND r.payload->>'released' = 'true' AND r.state <> 'void' \
               AND r.created_at > m.created_at)",
    )
    .bind::<SqlUuid, _>(seminar)
    .bind::<Array<SqlUuid>, _>(people)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.person_id).collect())
}

/// Invites `people`, who are all in `attendances` already; answers how many messages were queued.
///
/// # Errors
/// What the database says.
#[expect(
    clippy::too_many_arguments,
    reason = "an invitation has a list and a note besides what every notice has"
)]
pub async fn invited(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    _hub: &Hub,
    actor: &Actor,
    details: &Details,
    people: &[PersonId],
    recipients: &HashMap<PersonId, Recipient>,
    note: Option<&str>,
) -> QueryResult<usize> {
    #[derive(QueryableByName)]
    struct Number {
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
        #[diesel(sql_type = Integer)]
        invitation_no: i32,
    }
    let numbers: Vec<Number> = sql_query(
        "SELECT person_id, invitation_no FROM attendances WHERE seminar_id = $1 AND person_id = ANY ($2)",
    )
    .bind::<SqlUuid, _>(details.seminar.id)
    .bind::<Array<SqlUuid>, _>(people)
    .load(conn)
    .await?;
    // An invitation that has not gone out goes out as this one: nobody is invited twice at once.
    sql_query(
        "UPDATE messages SET state = 'void', ended_at = $3, error = 'a later invitation tells this' WHERE id IN ( \
             SELECT id FROM messages WHERE seminar_id = $1 AND person_id = ANY ($2) AND kind = 'invitation' \
                 AND state IN ('held', 'queued') ORDER BY id FOR UPDATE)",
    )
    .bind::<SqlUuid, _>(details.seminar.id)
    .bind::<Array<SqlUuid>, _>(people)
    .bind::<Timestamptz, _>(clock.now())
    .execute(conn)
    .await?;
    let now = clock.now();
    let new: Vec<NewMessage> = numbers
        .iter()
        .filter_map(|row| {
            let payload = json!({ "note": note, "by": actor.name });
            let recipient = recipients.get(&row.person_id)?;
            Some(message(
                MessageKind::Invitation,
                details,
                recipient,
                actor.person(),
                now,
                payload,
                &row.invitation_no.to_string(),
            ))
        })
        .collect();
    outbox::queue(conn, clock, &new).await
}

/// Asks `people`, who are all speakers already, to speak; answers how many messages were queued.
///
/// # Errors
/// What the database says.
pub async fn asked(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    details: &Details,
    people: &[PersonId],
    recipients: &HashMap<PersonId, Recipient>,
    note: Option<&str>,
) -> QueryResult<usize> {
    #[derive(QueryableByName)]
    struct Asked {
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        times: i64,
    }
    // A request that waits is written once more rather than twice.
    let before: HashMap<PersonId, i64> = sql_query(
        "SELECT person_id, count(*) FILTER (WHERE state IN ('leased', 'sent', 'failed')) AS times FROM messages \
         WHERE seminar_id = $1 AND kind = $2 AND person_id = ANY ($3) GROUP BY person_id",
    )
    .bind::<SqlUuid, _>(details.seminar.id)
    .bind::<Text, _>(MessageKind::SpeakerRequest)
    .bind::<Array<SqlUuid>, _>(people)
    .load::<Asked>(conn)
    .await?
    .into_iter()
    .map(|row| (row.person_id, row.times))
    .collect();
    let now = clock.now();
    let new: Vec<NewMessage> = people
        .iter()
        .filter_map(|person| {
            let payload = json!({ "note": note, "by": actor.name });
            let number = before.get(person).copied().unwrap_or(0) + 1;
            Some(message(
                MessageKind::SpeakerRequest,
                details,
                recipients.get(person)?,
                actor.person(),
                now,
                payload,
                &number.to_string(),
            ))
        })
        .collect();
    outbox::queue(conn, clock, &new).await
}
