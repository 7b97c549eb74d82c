//! The JSON API, `/api/v1`: who asks is known by a bearer token (RFC 6750), and everything is answered in JSON.

mod asked;
pub mod bookings;
pub mod feeds;
pub mod institutions;
mod json;
pub mod messages;
pub mod people;
pub mod projects;
pub mod rooms;
pub mod seminars;
pub mod series;
pub mod stays;
pub mod tokens;

use actix_web::{
    Error, HttpMessage, HttpResponse,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{StatusCode, header},
    middleware::Next,
};
use serde::{Deserialize, Deserializer, Serialize};

use super::{
    actor::ApiActor,
    errors::{Failure, Kind},
    idempotency::Done,
    limits::client_address,
    reader::app_of,
};
use crate::{app::App, base::page::Listed, people::sign_in::actor_by_token};

pub use asked::{Asked, IfMatch};
pub use json::{Body, LARGEST_BODY};

/// A member of a change that can be emptied: absent, `null`, or a value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Change<T> {
    /// It stays.
    #[default]
    Absent,
    /// It becomes that, or nothing.
    To(Option<T>),
}

impl<T> Change<T> {
    /// `None`: it stays; `Some(None)`: it is emptied.
    pub fn option(self) -> Option<Option<T>> {
        match self {
            Self::Absent => None,
            Self::To(value) => Some(value),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Change<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Option::deserialize(from).map(Self::To)
    }
}

/// Something as JSON: 200, its `lock_version` as ETag.
///
/// # Errors
/// A fault of ours where it cannot be written as JSON.
pub fn show(body: &impl Serialize) -> Result<HttpResponse, Failure> {
    Ok(Done::json(StatusCode::OK, body)?.response())
}

/// A list: `{"items": […], "next": "cursor" | null}`.
///
/// # Errors
/// A fault of ours where it cannot be written as JSON.
pub fn list<T: Serialize>(listed: &Listed<T>) -> Result<HttpResponse, Failure> {
    show(&serde_json::json!({"items": listed.items, "next": listed.next}))
}

/// Finds out whose token came along. Every address of the API wants one; what is no address answers that there is nothing.
pub async fn authorise(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if req.match_pattern().is_some() {
        match whose(&req).await {
            Ok(actor) => {
                req.extensions_mut().insert(actor);
            }
            Err(failure) => return Ok(req.error_response(failure).map_into_right_body()),
        }
    }
    Ok(next.call(req).await?.map_into_left_body())
}

async fn whose(req: &ServiceRequest) -> Result<ApiActor, Failure> {
    let token = req
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Bearer"))
        .map(|(_, token)| token.trim());
    let Some(token) = token else {
        return Err(refused("Bearer realm=\"maru\""));
    };
    let app: &App = app_of(req.request());
    let origin = client_address(req.request()).map(|address| address.to_string());
    let mut conn = app.db.get().await?;
    let found = actor_by_token(&mut conn, &*app.clock, token, origin.as_deref()).await?;
    match found {
        Some((token, actor)) => Ok(ApiActor { actor, token }),
        None => Err(refused("Bearer realm=\"maru\", error=\"invalid_token\"")),
    }
}

fn refused(challenge: &str) -> Failure {
    Failure::new(Kind::SignInNeeded).header(header::WWW_AUTHENTICATE, challenge)
}
