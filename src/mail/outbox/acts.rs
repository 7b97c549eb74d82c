//! What whoever looks after the outbox does to one message by hand.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::model::{Message, MessageState};
use crate::base::{
    audit::{self, Author, Entry},
    clock::{Clock, Instant},
    error::Refusal,
    ids::MessageId,
    schema::messages,
};

/// Whether a message may be tried again now: it failed or waits because something is in the way, and is not too late.
///
/// # Errors
/// [`Refusal::Conflict`].
pub fn may_try_again(message: &Message, now: Instant) -> Result<(), Refusal> {
    let in_trouble = message.state == MessageState::Failed
        || (message.state == MessageState::Queued && message.error.is_some());
    match (in_trouble, message.not_after > now) {
        (false, _) => Err(Refusal::conflict("refused-message-state")),
        (true, false) => Err(Refusal::conflict("refused-message-late")),
        (true, true) => Ok(()),
    }
}

/// Whether a message may be given up: it waits, or it failed and somebody has seen that nothing is to be done.
///
/// # Errors
/// [`Refusal::Conflict`].
pub fn may_give_up(message: &Message) -> Result<(), Refusal> {
    match message.state {
        MessageState::Drafted
        | MessageState::Held
        | MessageState::Queued
        | MessageState::Failed => Ok(()),
        MessageState::Leased | MessageState::Sent | MessageState::Void => {
            Err(Refusal::conflict("refused-message-state"))
        }
    }
}

/// Queues a message anew, to go out at once to `address`: whoever asks knows where its reader is told now. What stood in its way
/// stays counted: one that cannot be composed is set aside again after one more attempt.
///
/// # Errors
/// [`Refusal`].
pub async fn try_again(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    id: MessageId,
    address: &str,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        let message = locked(conn, id).await?;
        may_try_again(&message, clock.now())?;
        diesel::update(messages::table.find(id))
            .set((
                messages::state.eq(MessageState::Queued),
                messages::address.eq(address),
                messages::send_after.eq(clock.now()),
                messages::ended_at.eq(None::<Instant>),
                messages::error.eq(None::<String>),
            ))
            .execute(conn)
            .await?;
        record(
            conn,
            clock,
            author,
            &message,
            "tried again",
            MessageState::Queued,
        )
        .await
    })
    .await
}

/// Ends a message that was not sent: it becomes void.
///
/// # Errors
/// [`Refusal`].
pub async fn give_up(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    id: MessageId,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        let message = locked(conn, id).await?;
        may_give_up(&message)?;
        let why = match &message.error {
            Some(before) => format!("given up by {}; before: {before}", author.name),
            None => format!("given up by {}", author.name),
        };
        diesel::update(messages::table.find(id))
            .set((
                messages::state.eq(MessageState::Void),
                messages::ended_at.eq(clock.now()),
                messages::error.eq(why),
            ))
            .execute(conn)
            .await?;
        record(
            conn,
            clock,
            author,
            &message,
            "given up",
            MessageState::Void,
        )
        .await
    })
    .await
}

async fn locked(conn: &mut AsyncPgConnection, id: MessageId) -> Result<Message, Refusal> {
    let found = messages::table
        .find(id)
        .select(Message::as_select())
        .for_update()
        .first(conn)
        .await
        .optional()?;
    found.ok_or(Refusal::NotFound)
}

async fn record(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    before: &Message,
    action: &str,
    state: MessageState,
) -> Result<(), Refusal> {
    let entry = Entry {
        action,
        kind: "messages",
        id: before.id.0,
        before: Some(json!({ "state": before.state, "error": before.error })),
        after: Some(json!({ "state": state })),
    };
    Ok(audit::record(conn, clock, author, entry).await?)
}
