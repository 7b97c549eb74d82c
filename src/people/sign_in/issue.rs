//! What the command line gives out: a link for the first administrator, a token for a program.

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{link_path, tokens};
use crate::{
    base::{
        audit::{self, Author},
        clock::Clock,
        error::Refusal,
        hub::Hub,
        ids::{PersonId, SignInId},
        schema::sign_ins,
        secret, text,
    },
    people::{actions, model::Role},
};

/// For how long a link from the command line can be used.
pub const LINK_VALID: Duration = Duration::hours(24);

/// A link that signs in whoever has `address`, once; they are entered if need be, and given `role`.
///
/// # Errors
/// `email` is invalid, or what the database says.
pub async fn issue_link(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    address: &str,
    role: Option<Role>,
) -> Result<String, Refusal> {
    let token = secret::random_token();
    let author = Author::command();
    conn.transaction(async |conn| {
        let person = person(conn, clock, &author, address, role).await?;
        let id = SignInId::fresh(clock);
        let expires_at = clock.now() + LINK_VALID;
        diesel::insert_into(sign_ins::table)
            .values((
                sign_ins::id.eq(id),
                sign_ins::person_id.eq(person),
                sign_ins::link_hash.eq(secret::token_hash(&token)),
                sign_ins::created_at.eq(clock.now()),
                sign_ins::expires_at.eq(expires_at),
            ))
            .execute(conn)
            .await?;
        let entry = audit::Entry {
            action: "link given out",
            kind: "sign_ins",
            id: id.0,
            before: None,
            after: Some(json!({"person_id": person, "expires_at": expires_at})),
        };
        audit::record(conn, clock, &author, entry).await?;
        Ok::<_, Refusal>(())
    })
    .await?;
    Ok(hub.url(&link_path(&token)))
}

/// A token called `name` for whoever has `address`; they are entered if need be, and given `role`. It is kept nowhere.
///
/// # Errors
/// `email` or `name` is invalid, or what the database says.
pub async fn issue_token(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    address: &str,
    role: Option<Role>,
    name: &str,
) -> Result<String, Refusal> {
    let author = Author::command();
    conn.transaction(async |conn| {
        let person = person(conn, clock, &author, address, role).await?;
        let (_, token) = tokens::make(conn, clock, &author, person, name).await?;
        Ok(token)
    })
    .await
}

/// Whoever signs in by `address`, with `role`.
async fn person(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    address: &str,
    role: Option<Role>,
) -> Result<PersonId, Refusal> {
    let address = text::address(address).ok_or(Refusal::invalid("email", "reason-address"))?;
    let person = actions::for_signing_in(conn, clock, author, &address).await?;
    if let Some(role) = role {
        actions::grant(conn, clock, author, person, role).await?;
    }
    Ok(person)
}
