//! Addresses that nothing is sent to any more: mail to them came back for good, or its reader called it unwanted. What
//! someone asks for there still goes out ([`MessageKind::is_asked_for`]), and ends it when it is used.

mod back;

use std::collections::HashSet;

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;
use uuid::Uuid;

pub use back::{came_back, goes_again};

use super::outbox::{Message, MessageKind};
use crate::base::{
    audit::{self, Author, Entry},
    clock::{Clock, Instant},
    ids::{self, MessageId, SuspensionId},
    schema::{
        messages,
        suspensions::{self, dsl},
    },
};

/// Why a message is void that would go to a suspended address.
pub const HELD_BACK: &str = "nothing is sent to this address any more";

crate::words! {
    /// Why an address is suspended.
    SuspensionReason {
        /// Nobody is there.
        Bounced = "bounced",
        /// Its reader does not want our mail.
        Complained = "complained",
    }
}

/// An address that nothing is sent to any more.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = suspensions, check_for_backend(diesel::pg::Pg))]
pub struct Suspension {
    /// Its row.
    pub id: SuspensionId,
    /// The address, in small letters.
    pub address: String,
    /// Why.
    pub reason: SuspensionReason,
    /// What the mail server said.
    pub detail: String,
    /// The message that did not arrive, or was not wanted.
    #[diesel(column_name = message_id)]
    pub message: Option<MessageId>,
    /// Since when.
    pub since: Instant,
}

/// The suspended addresses with `words` in them, the latest first, behind `after`, at most `limit`.
///
/// # Errors
/// What the database says.
pub async fn list(
    conn: &mut AsyncPgConnection,
    words: &str,
    after: Option<SuspensionId>,
    limit: i64,
) -> QueryResult<Vec<Suspension>> {
    let mut query = dsl::suspensions
        .select(Suspension::as_select())
        .order(dsl::id.desc())
        .limit(limit)
        .into_boxed();
    if !words.trim().is_empty() {
        let escaped = words.trim().to_lowercase().replace(['\\', '%', '_'], "");
        query = query.filter(dsl::address.like(format!("%{escaped}%")));
    }
    if let Some(after) = after {
        query = query.filter(dsl::id.lt(after));
    }
    query.load(conn).await
}

/// How many addresses are suspended.
///
/// # Errors
/// What the database says.
pub async fn count(conn: &mut AsyncPgConnection) -> QueryResult<i64> {
    dsl::suspensions.count().get_result(conn).await
}

/// Whether an address is suspended.
///
/// # Errors
/// What the database says.
pub async fn of(conn: &mut AsyncPgConnection, address: &str) -> QueryResult<Option<Suspension>> {
    dsl::suspensions
        .filter(dsl::address.eq(address.to_lowercase()))
        .select(Suspension::as_select())
        .first(conn)
        .await
        .optional()
}

/// Ends a suspension; answers the address, or `None` where there is none any more.
///
/// # Errors
/// What the database says.
pub async fn lift_one(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    id: SuspensionId,
) -> QueryResult<Option<String>> {
    conn.transaction(async |conn| {
        let address: Option<String> = dsl::suspensions
            .find(id)
            .select(dsl::address)
            .first(conn)
            .await
            .optional()?;
        let Some(address) = address else {
            return Ok(None);
        };
        lift(conn, clock, author, &address).await?;
        Ok(Some(address))
    })
    .await
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

/// Which of `addresses`, all in small letters, are suspended.
///
/// # Errors
/// What the database says.
pub async fn among(
    conn: &mut AsyncPgConnection,
    addresses: HashSet<String>,
) -> QueryResult<HashSet<String>> {
    let found: Vec<String> = dsl::suspensions
        .filter(dsl::address.eq_any(addresses))
        .select(dsl::address)
        .load(conn)
        .await?;
    Ok(found.into_iter().collect())
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
    let suspended = among(conn, messages.iter().map(folded).collect()).await?;
    Ok(messages
        .iter()
        .filter(|message| !was_asked_for_there(message) && suspended.contains(&folded(message)))
        .map(|message| message.id)
        .collect())
}

/// Whether whoever is at the address asked for it. Anyone can type an address to be confirmed.
fn was_asked_for_there(message: &Message) -> bool {
    message.kind.is_asked_for() && message.kind != MessageKind::Confirmation
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
