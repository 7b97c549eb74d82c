//! Addresses that nothing is sent to any more: mail to them came back for good, or its reader called it unwanted. What
//! someone asks for there still goes out ([`MessageKind::is_asked_for`]), and ends it when it is used.

use std::collections::HashSet;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;
use uuid::Uuid;

use super::outbox::{Message, MessageKind, MessageState};
use crate::base::{
    audit::{self, Author, Entry},
    clock::Clock,
    ids::{self, MessageId},
    schema::{messages, suspensions::dsl},
};

crate::words! {
    /// Why an address is suspended.
    SuspensionReason {
        /// Nobody is there.
        Bounced = "bounced",
        /// Its reader does not want our mail.
        Complained = "complained",
    }
}

/// Suspends the address that `message` went to; answers whether it was not before.
///
/// # Errors
/// What the database says.
pub async fn suspend(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    message: &Message,
    reason: SuspensionReason,
    detail: &str,
) -> QueryResult<bool> {
    let address = message.address.to_lowercase();
    let new: Option<Uuid> = diesel::insert_into(dsl::suspensions)
        .values((
            dsl::id.eq(ids::fresh(clock)),
            dsl::address.eq(&address),
            dsl::reason.eq(reason),
            dsl::detail.eq(detail),
            dsl::message_id.eq(message.id),
            dsl::since.eq(clock.now()),
        ))
        .on_conflict(dsl::address)
        .do_nothing()
        .returning(dsl::id)
        .get_result(conn)
        .await
        .optional()?;
    let Some(id) = new else { return Ok(false) };
    let entry = Entry {
        action: "suspended",
        kind: "suspensions",
        id,
        before: None,
        after: Some(json!({ "address": address, "reason": reason, "detail": detail })),
    };
    audit::record(conn, clock, author, entry).await?;
    Ok(true)
}

/// Ends the suspension of an address; answers whether there was one.
///
/// # Errors
/// What the database says.
pub async fn lift(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    address: &str,
) -> QueryResult<bool> {
    let gone: Option<(Uuid, SuspensionReason, String)> =
        diesel::delete(dsl::suspensions.filter(dsl::address.eq(address.to_lowercase())))
            .returning((dsl::id, dsl::reason, dsl::detail))
            .get_result(conn)
            .await
            .optional()?;
    let Some((id, reason, detail)) = gone else {
        return Ok(false);
    };
    let entry = Entry {
        action: "suspension lifted",
        kind: "suspensions",
        id,
        before: Some(json!({ "address": address, "reason": reason, "detail": detail })),
        after: None,
    };
    audit::record(conn, clock, author, entry).await?;
    Ok(true)
}

/// Which of `messages` go to a suspended address, and were not asked for there. One query.
///
/// # Errors
/// What the database says.
pub async fn held_back(
    conn: &mut AsyncPgConnection,
    messages: &[Message],
) -> QueryResult<HashSet<MessageId>> {
    let folded = |message: &Message| message.address.to_lowercase();
    let addresses: HashSet<String> = messages.iter().map(folded).collect();
    let suspended: HashSet<String> = dsl::suspensions
        .filter(dsl::address.eq_any(addresses))
        .select(dsl::address)
        .load(conn)
        .await?
        .into_iter()
        .collect();
    Ok(messages
        .iter()
        .filter(|message| !message.kind.is_asked_for() && suspended.contains(&folded(message)))
        .map(|message| message.id)
        .collect())
}

/// Marks a message that was sent as failed after all, because it came back; answers whether it was.
///
/// # Errors
/// What the database says.
pub async fn came_back(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    message: MessageId,
    why: &str,
) -> QueryResult<bool> {
    let marked = diesel::update(messages::table.find(message))
        .filter(messages::state.eq(MessageState::Sent))
        .set((
            messages::state.eq(MessageState::Failed),
            messages::sent_at.eq(None::<crate::base::clock::Instant>),
            messages::ended_at.eq(clock.now()),
            messages::error.eq(format!("it came back: {why}")),
        ))
        .execute(conn)
        .await?;
    Ok(marked > 0)
}

/// The address to which the link and code of a sign-in were sent; `None` where none were.
///
/// # Errors
/// What the database says.
pub async fn asked_for_at(
    conn: &mut AsyncPgConnection,
    person: ids::PersonId,
    sign_in: ids::SignInId,
) -> QueryResult<Option<String>> {
    messages::table
        .filter(messages::person_id.eq(person))
        .filter(messages::kind.eq(MessageKind::SignIn))
        .filter(messages::payload.contains(json!({ "sign_in": sign_in })))
        .select(messages::address)
        .first(conn)
        .await
        .optional()
}
