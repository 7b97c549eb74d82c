//! Invitations, and requests to speakers.

use std::collections::HashMap;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Integer, Text, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::message;
use crate::{
    base::{clock::Clock, hub::Hub, ids::PersonId, schema::messages},
    mail::outbox::{self, MessageKind, NewMessage},
    people::model::{Actor, Recipient},
    seminars::model::{Details, SeminarState, SpeakerAnswer},
};

/// The speakers who have not been asked: the new ones and, when a draft is announced, those to whom nothing went out while
/// it was one.
pub(super) async fn to_ask(
    conn: &mut AsyncPgConnection,
    before: Option<&Details>,
    after: &Details,
) -> QueryResult<Vec<PersonId>> {
    let speakers = before.map_or(&[][..], |before| &before.speakers);
    let known: Vec<PersonId> = speakers.iter().map(|speaker| speaker.person_id).collect();
    let asked = match before {
        Some(before) if before.seminar.state == SeminarState::Draft => {
            messages::table
                .filter(messages::seminar_id.eq(after.seminar.id))
                .filter(messages::kind.eq(MessageKind::SpeakerRequest))
                .filter(messages::state.ne_all(["failed", "void"]))
                .filter(messages::person_id.eq_any(&known))
                .select(messages::person_id)
                .load(conn)
                .await?
        }
        _ => known,
    };
    Ok(after
        .speakers
        .iter()
        .filter(|speaker| speaker.answer == SpeakerAnswer::Asked)
        .map(|speaker| speaker.person_id)
        .filter(|person| !asked.contains(person))
        .collect())
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
                actor,
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
                actor,
                now,
                payload,
                &number.to_string(),
            ))
        })
        .collect();
    outbox::queue(conn, clock, &new).await
}
