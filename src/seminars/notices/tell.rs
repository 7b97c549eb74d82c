//! Queueing what is told of seminars.

mod answered;
mod asked;
mod changed;
mod closed;
mod seats;
mod stopped;

pub use answered::answered;
pub use asked::{asked, invited};
pub use changed::AT_ONCE;
pub use changed::caught_up;
pub(super) use changed::{differs, differs_in, soonest};
pub use seats::{moved_up, must_wait};
pub use stopped::stopped;

use diesel::prelude::*;
use diesel_async::AsyncPgConnection;
use serde_json::Value;

use self::{asked::to_ask, changed::changed, closed::closed, stopped::released};
use super::{afterwards, audiences, chase, remind, reply_wanted};
use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::PersonId,
    },
    mail::outbox::{MessageKind, NewMessage},
    people::{
        self,
        model::{Actor, Recipient},
    },
    seminars::{
        actions::{helps_until, snapshot},
        model::Details,
    },
};

/// Tells what a write owes: requests to speakers, old → new to those concerned, reminders anew. `note` stands above what is
/// told at once.
///
/// # Errors
/// What the database says.
pub async fn written(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    before: Option<&Details>,
    after: &Details,
    note: Option<&str>,
) -> QueryResult<()> {
    // Of what is over nobody is told but who spoke, and of a draft only those whom its organiser asks.
    if after.seminar.is_over(clock.now()) {
        return afterwards::afterwards(conn, clock, hub, after).await;
    }
    let new_speakers = to_ask(conn, before, after).await?;
    let recipients =
        people::queries::recipients(conn, hub, &new_speakers, after.seminar.starts_at).await?;
    asked(conn, clock, actor, after, &new_speakers, &recipients, note).await?;
    if let Some(before) = before {
        released(conn, clock, hub, actor, before, after, note).await?;
    }
    audiences::written(conn, clock, hub, actor, before, after, note).await?;
    if let Some(before) = before
        && before.seminar.visibility != after.seminar.visibility
    {
        closed(conn, clock, hub, actor, before, after).await?;
    }
    if let Some(before) = before
        && differs(&snapshot(before), &snapshot(after))
    {
        changed(conn, clock, hub, actor, before, after, note).await?;
    }
    remind::remind_all(conn, clock, hub, after).await?;
    chase::chase(conn, clock, hub, after, None).await?;
    reply_wanted::want_replies(conn, clock, hub, after, None).await
}

/// After a write of which nobody is told: reminders anew, which go out at their own time.
///
/// # Errors
/// What the database says.
pub async fn written_silently(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    after: &Details,
) -> QueryResult<()> {
    if after.seminar.is_over(clock.now()) {
        return afterwards::afterwards(conn, clock, hub, after).await;
    }
    remind::remind_all(conn, clock, hub, after).await?;
    chase::chase(conn, clock, hub, after, None).await?;
    reply_wanted::want_replies(conn, clock, hub, after, None).await
}

/// A message about a seminar as it stands; `number` is what tells it from others of its kind to the same person.
pub(super) fn message(
    kind: MessageKind,
    details: &Details,
    recipient: &Recipient,
    by: Option<PersonId>,
    now: Instant,
    payload: Value,
    number: &str,
) -> NewMessage {
    let seminar = &details.seminar;
    NewMessage {
        kind,
        dedupe_key: format!("{kind}:{}:{number}:{}", seminar.id, recipient.person),
        to: recipient.person.into(),
        address: recipient.address.clone(),
        about: seminar.id.into(),
        revision: Some(seminar.revision),
        from_revision: None,
        sequence: Some(seminar.sequence),
        payload,
        caused_by: by,
        priority: kind.priority(),
        send_after: now,
        not_after: match kind {
            MessageKind::Invitation | MessageKind::SpeakerRequest => seminar.ends_at,
            _ => helps_until(seminar, now),
        },
        held: false,
    }
}
