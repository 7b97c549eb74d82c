//! API tokens: what lets a program in as a person, until it is revoked.

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use crate::{
    base::{
        audit::{self, Author, Channel},
        clock::{Clock, Instant},
        error::{Reason, Refusal},
        ids::{PersonId, TokenId},
        schema::{api_tokens, api_tokens::dsl},
        secret, text,
    },
    people::{model::Actor, queries},
};

/// How much later a use must be than the one written down before it is written down itself.
const USED_EVERY: Duration = Duration::minutes(1);

/// A token, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = api_tokens, check_for_backend(diesel::pg::Pg))]
pub struct Token {
    /// Its id.
    pub id: TokenId,
    /// Whose it is.
    pub person_id: PersonId,
    /// What its owner calls it.
    pub name: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Instant>,
    /// When it was revoked.
    pub revoked_at: Option<Instant>,
}

/// Makes a token for the actor; it is answered once and kept nowhere.
///
/// # Errors
/// `name` is too long.
pub async fn create_token(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    name: &str,
) -> Result<(Token, String), Refusal> {
    conn.transaction(async |conn| make(conn, clock, &actor.author, actor.id, name).await)
        .await
}

/// Makes a token for `person`, inside a transaction.
///
/// # Errors
/// `name` is too long.
pub(super) async fn make(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    person: PersonId,
    name: &str,
) -> Result<(Token, String), Refusal> {
    let name = text::line(name);
    if name.chars().count() > text::TITLE {
        let reason = Reason::new("reason-too-long").with("max", text::TITLE);
        return Err(Refusal::Invalid(crate::base::error::Invalid::one(
            "name", reason,
        )));
    }
    // The prefix tells a reader, and whoever scans sources for secrets, what it is.
    let secret = format!("maru_{}", secret::random_token());
    let token: Token = diesel::insert_into(dsl::api_tokens)
        .values((
            dsl::id.eq(TokenId::fresh(clock)),
            dsl::person_id.eq(person),
            dsl::name.eq(&name),
            dsl::token_hash.eq(secret::token_hash(&secret)),
            dsl::created_at.eq(clock.now()),
        ))
        .returning(Token::as_returning())
        .get_result(conn)
        .await?;
    let entry = audit::Entry {
        action: "token made",
        kind: "api_tokens",
        id: token.id.0,
        before: None,
        after: Some(json!({"person_id": person, "name": name})),
    };
    audit::record(conn, clock, author, entry).await?;
    Ok((token, secret))
}

/// The tokens of `person`, revoked ones too, the newest first.
///
/// # Errors
/// What the database says.
pub async fn tokens(conn: &mut AsyncPgConnection, person: PersonId) -> QueryResult<Vec<Token>> {
    dsl::api_tokens
        .filter(dsl::person_id.eq(person))
        .order((dsl::created_at.desc(), dsl::id.desc()))
        .select(Token::as_select())
        .load(conn)
        .await
}

/// Revokes a token of the actor's own; administrators revoke anyone's. A revoked one stays as it is.
///
/// # Errors
/// Not found.
pub async fn revoke_token(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: TokenId,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        let token: Token = dsl::api_tokens
            .find(id)
            .select(Token::as_select())
            .for_no_key_update()
            .first(conn)
            .await?;
        if token.person_id != actor.id && !actor.is_administrator() {
            return Err(Refusal::NotFound);
        }
        if token.revoked_at.is_some() {
            return Ok(());
        }
        diesel::update(dsl::api_tokens.find(id))
            .set(dsl::revoked_at.eq(clock.now()))
            .execute(conn)
            .await?;
        let entry = audit::Entry {
            action: "token revoked",
            kind: "api_tokens",
            id: id.0,
            before: Some(json!({"revoked_at": null})),
            after: Some(json!({"revoked_at": clock.now()})),
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        Ok(())
    })
    .await
}

/// Who acts by this token, through the API; `None` where there is no such token, or it was revoked. One query, and once a minute
/// another that writes down its use.
///
/// # Errors
/// What the database says.
pub async fn actor_by_token(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    token: &str,
    origin: Option<&str>,
) -> QueryResult<Option<(TokenId, Actor)>> {
    let author = Author::from(Channel::Api, origin);
    let found = queries::bearer(conn, &secret::token_hash(token), author).await?;
    let Some(bearer) = found else { return Ok(None) };
    let long_ago = clock.now() - USED_EVERY;
    if bearer.last_used_at.is_none_or(|at| at <= long_ago) {
        diesel::update(dsl::api_tokens.find(bearer.token))
            .filter(
                dsl::last_used_at
                    .is_null()
                    .or(dsl::last_used_at.le(long_ago)),
            )
            .set(dsl::last_used_at.eq(clock.now()))
            .execute(conn)
            .await?;
    }
    Ok(Some((bearer.token, bearer.actor)))
}
