//! Where people are decides when they are reminded of what comes "in the morning", and when their digests come.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::digests_moved::digests_moved;
use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{MessageId, PersonId},
        schema::messages::dsl,
    },
    mail::{
        outbox::{MessageKind, MessageState},
        reminder::Reminder,
    },
    people::queries,
};

/// Moves reminders that wait, and go at an hour of the reader's day, to that hour where `people` are now, and their digests:
/// to be called in the transaction of whatever changed their zone.
///
/// # Errors
/// What the database says.
pub async fn zone_moved(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    people: &[PersonId],
) -> QueryResult<()> {
    digests_moved(conn, clock, hub, people).await?;
    // What it reminds of begins when it would be too late.
    let waiting: Vec<(MessageId, PersonId, Instant, Instant, serde_json::Value)> = dsl::messages
        .filter(dsl::person_id.eq_any(people))
        .filter(dsl::kind.eq(MessageKind::Reminder))
        .filter(dsl::state.eq_any([MessageState::Held, MessageState::Queued]))
        .order(dsl::id)
        .select((
            dsl::id,
            dsl::person_id.assume_not_null(),
            dsl::not_after,
            dsl::send_after,
            dsl::payload,
        ))
        .load(conn)
        .await?;
    for (id, person, starts_at, send_after, payload) in waiting {
        let which = serde_json::from_value(payload["at"].clone());
        let Ok(which @ (Reminder::Morning | Reminder::Friday)) = which else {
            continue;
        };
        let there = queries::recipients(conn, hub, &[person], starts_at).await?;
        let Some(recipient) = there.get(&person) else {
            continue;
        };
        // Where it begins before the hour, the reminder waits until it is too late, or they have moved on.
        let at = which.at(starts_at, recipient.zone).min(starts_at);
        if at != send_after {
            diesel::update(dsl::messages.find(id))
                .set(dsl::send_after.eq(at))
                .execute(conn)
                .await?;
        }
    }
    Ok(())
}
