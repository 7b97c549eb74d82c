//! The JSON API, `/api/v1`: who asks is known by a bearer token (RFC 6750), and everything is answered in JSON.
//!
//! Each call is described where it stands, by `#[utoipa::path]` and the comments beside it; [`openapi`] puts the
//! descriptions together, and says what every call has in common.

pub mod addressed;
pub mod announcements;
mod asked;
pub mod audiences;
pub mod boards;
pub mod bookings;
pub mod closed_days;
pub mod feeds;
pub mod follows;
pub mod inbound;
pub mod institutions;
mod json;
pub mod lists;
pub mod local_times;
pub mod messages;
pub mod openapi;
pub mod people;
pub mod preferences;
pub mod problem;
pub mod projects;
pub mod roles;
pub mod rooms;
pub mod seminars;
pub mod series;
pub mod sites;
pub mod stays;
pub mod subscriptions;
pub mod suspensions;
pub mod terms;
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
    limits::origin,
    reader::app_of,
};
use crate::{
    app::App,
    base::{
        clock::Instant,
        error::{Invalid, Reason, Refusal},
        page::Listed,
        slot::Slot,
    },
    people::sign_in::actor_by_token,
};

pub use asked::{Asked, IfMatch};
pub use json::{Body, LARGEST_BODY, fold};

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

/// A body that may say why.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Reason, example = json!({"reason": "The speaker is ill."}))]
pub struct Why {
    /// Why, in the caller's words; told to those concerned.
    reason: Option<String>,
}

/// A slot out of two members that must both be there.
fn slot(starts_at: Option<Instant>, ends_at: Option<Instant>) -> Result<Slot, Refusal> {
    let mut invalid = Invalid::default();
    if starts_at.is_none() {
        invalid.because("starts_at", "reason-required");
    }
    if ends_at.is_none() {
        invalid.because("ends_at", "reason-required");
    }
    invalid.none_or()?;
    match (starts_at, ends_at) {
        (Some(from), Some(to)) => Slot::new(from, to)
            .map_err(|_| Invalid::one("ends_at", Reason::new("reason-end-before-start")).into()),
        _ => Err(Refusal::invalid("starts_at", "reason-required")),
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
    show(listed)
}

/// Finds out whose token came along. Every address of the API wants one, but the one that describes it; what is no
/// address answers that there is nothing.
pub async fn authorise(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let wanted = req
        .match_pattern()
        .is_some_and(|pattern| pattern != openapi::ADDRESS);
    if wanted {
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
    let origin = origin(req.request());
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
