//! `/tokens`: what lets programs in as the caller.

use actix_web::{HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};

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

/// The body of `POST /tokens`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct New {
    #[serde(default)]
    name: String,
}

/// A token as the API shows it; `token` itself only when it is made.
#[derive(Debug, Serialize)]
pub struct Shown {
    id: TokenId,
    person_id: PersonId,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    created_at: Instant,
    last_used_at: Option<Instant>,
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

/// `GET /tokens`: the caller's own, revoked ones too, the newest first; all at once.
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    asked.end()?;
    let mut conn = app.db.get().await?;
    let tokens = sign_in::tokens(&mut conn, api.actor.id).await?;
    list(&Listed {
        items: tokens.into_iter().map(Shown::from).collect(),
        next: None,
    })
}

/// `POST /tokens`. An `Idempotency-Key` is not heeded: to answer the same again, the token would have to be kept.
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

/// `DELETE /tokens/{id}`: revokes it, at once.
pub async fn revoke(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<TokenId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    sign_in::revoke_token(&mut conn, &*app.clock, &api.actor, *id).await?;
    Ok(Done::nothing().response())
}
