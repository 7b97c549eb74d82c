//! `/tokens`: what lets programs in as the caller.

use actix_web::{HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Asked, Body, list};
use crate::{
    app::App,
    base::{
        clock::Instant,
        ids::{PersonId, TokenId},
        page::Listed,
    },
    people::sign_in::{self, Token},
    web::{actor::ApiActor, errors::Failure, idempotency::Done},
};

/// A token to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewToken, example = json!({"name": "The booking panel at the door"}))]
pub struct New {
    /// What its owner calls it.
    #[serde(default)]
    #[schema(max_length = 500)]
    name: String,
}

/// A token.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Token)]
pub struct Shown {
    /// Its id.
    id: TokenId,
    /// Whom it lets in.
    person_id: PersonId,
    /// What its owner calls it.
    name: String,
    /// What to send as `Authorization: Bearer …`; told when it is made, and never again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    token: Option<String>,
    /// When it was made.
    #[schema(value_type = DateTime)]
    created_at: Instant,
    /// When it was last used, to the minute.
    #[schema(value_type = Option<DateTime>)]
    last_used_at: Option<Instant>,
    /// When it was revoked.
    #[schema(value_type = Option<DateTime>)]
    revoked_at: Option<Instant>,
}

impl From<Token> for Shown {
    fn from(token: Token) -> Self {
        Self {
            id: token.id,
            person_id: token.person_id,
            name: token.name,
            token: None,
            created_at: token.created_at,
            last_used_at: token.last_used_at,
            revoked_at: token.revoked_at,
        }
    }
}

/// List one's tokens
///
/// The caller's own, revoked ones too, the newest first; all at once.
#[utoipa::path(get, path = "/tokens", tag = "Tokens", operation_id = "list_tokens",
    responses(
        (status = 200, body = inline(Listed<Shown>)),
        (status = 422, description = "It takes no parameters."),
    ))]
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    asked.end()?;
    let mut conn = app.db.get().await?;
    let tokens = sign_in::tokens(&mut conn, api.actor.id).await?;
    list(&Listed::whole(tokens).map(Shown::from))
}

/// Make a token
///
/// It lets whoever has it in as the caller. An `Idempotency-Key` is not heeded here: to answer the same again, the token
/// would have to be kept.
#[utoipa::path(post, path = "/tokens", tag = "Tokens", operation_id = "make_token",
    request_body = New,
    responses((status = 201, description = "Made; `token` is told this once", body = Shown)))]
pub async fn make(
    app: web::Data<App>,
    api: ApiActor,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let (token, secret) =
        sign_in::create_token(&mut conn, &*app.clock, &api.actor, &body.0.name).await?;
    let shown = Shown {
        token: Some(secret),
        ..Shown::from(token)
    };
    Ok(Done::json(StatusCode::CREATED, &shown)?.response())
}

/// Revoke a token
///
/// It lets nobody in from then on. One's own; administrators revoke anyone's.
#[utoipa::path(delete, path = "/tokens/{id}", tag = "Tokens", operation_id = "revoke_token",
    params(TokenId),
    responses((status = 204, description = "It is revoked.")))]
pub async fn revoke(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<TokenId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    sign_in::revoke_token(&mut conn, &*app.clock, &api.actor, *id).await?;
    Ok(Done::nothing().response())
}
