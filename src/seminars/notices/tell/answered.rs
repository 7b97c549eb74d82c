//! Answers, to the organisers.

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::AsyncPgConnection;
use serde_json::json;

use crate::{
    base::{clock::Clock, hub::Hub, ids::PersonId},
    mail::outbox::{self, MessageKind, NewMessage},
    people::{self},
    seminars::{actions::helps_until, model::Details, queries},
};

/// Tells the organisers that `person` answered, gathered over the change window.
///
/// # Errors
/// What the database says.
pub async fn answered(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    details: &Details,
    _person: PersonId,
    by: Option<PersonId>,
) -> QueryResult<()> {
    let seminar = &details.seminar;
    let mut organisers = queries::told_of(conn, seminar).await?;
    organisers.retain(|organiser| Some(*organiser) != by);
    let recipients = people::queries::recipients(conn, hub, &organisers, seminar.starts_at).await?;
    let now = clock.now();
    let window = Duration::from_std(hub.change_window).unwrap_or_default();
    let new: Vec<NewMessage> = recipients
        .values()
        .map(|organiser| NewMessage {
            kind: MessageKind::Answer,
            // A bundle that is out is followed by another one, named by when it began.
            dedupe_key: format!(
                "answer:{}:{}:{}",
                seminar.id,
                now.timestamp_millis(),
                organiser.person
            ),
            person: organiser.person,
            address: organiser.address.clone(),
            about: seminar.id.into(),
            revision: None,
            from_revision: None,
            sequence: None,
            payload: json!({}),
            caused_by: by,
            priority: MessageKind::Answer.priority(),
            send_after: now + window,
            not_after: helps_until(seminar, now),
            held: true,
        })
        .collect();
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}
