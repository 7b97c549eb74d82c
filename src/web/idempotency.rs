//! The same request sent twice acts once: a form by its hidden field `key`, a call of the API by `Idempotency-Key`.
//!
//! See [`crate::base::idempotency`] for what is promised and how. Keys are apart for each token, each session and each
//! visitor, and belong to one method and address.

use std::future::Ready;

use actix_web::{
    FromRequest, HttpMessage, HttpRequest, HttpResponse,
    dev::Payload,
    http::{StatusCode, header},
};
use diesel_async::{AsyncConnection, AsyncPgConnection, TransactionManager};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::openapi::{
    ObjectBuilder,
    path::{Parameter, ParameterBuilder, ParameterIn},
    schema::Type,
};

use super::{
    actor::ApiActor,
    errors::{Failure, Kind},
    forms::Posted,
    reader::Reader,
};
use crate::{
    app::App,
    base::{
        error::{Invalid, Reason},
        idempotency::{self, Answer, Claim},
        secret,
    },
};

/// Longest key.
const MOST_LETTERS: usize = 255;

/// What was done: how a request that changed something is answered, now and when it is sent again.
#[derive(Debug, Clone)]
pub struct Done(Answer);

impl Done {
    /// A JSON body under this status.
    ///
    /// # Errors
    /// A fault of ours where it cannot be written as JSON.
    pub fn json(status: StatusCode, body: &impl Serialize) -> Result<Self, Failure> {
        Ok(Self(Answer {
            // Statuses have three digits.
            status: i16::try_from(status.as_u16()).map_err(Failure::internal)?,
            location: None,
            body: Some(serde_json::to_vec(body).map_err(Failure::internal)?),
        }))
    }

    /// 201 with what was made and where it is.
    ///
    /// # Errors
    /// A fault of ours where it cannot be written as JSON.
    pub fn created(location: &str, body: &impl Serialize) -> Result<Self, Failure> {
        let mut done = Self::json(StatusCode::CREATED, body)?;
        done.0.location = Some(location.to_owned());
        Ok(done)
    }

    /// 204: done, and nothing to say.
    pub fn nothing() -> Self {
        Self(Answer {
            status: 204,
            location: None,
            body: None,
        })
    }

    /// 303 to a page of ours.
    pub fn go_to(path: &str) -> Self {
        Self(Answer {
            status: 303,
            location: Some(path.to_owned()),
            body: None,
        })
    }

    /// The answer. Its ETag is the `lock_version` of what it holds.
    pub fn response(self) -> HttpResponse {
        let status = u16::try_from(self.0.status)
            .ok()
            .and_then(|status| StatusCode::from_u16(status).ok());
        let mut response = HttpResponse::build(status.unwrap_or(StatusCode::OK));
        if let Some(location) = self.0.location {
            response.insert_header((header::LOCATION, location));
        }
        let Some(body) = self.0.body else {
            return response.finish();
        };
        if let Some(version) = lock_version(&body) {
            response.insert_header((header::ETAG, format!("\"{version}\"")));
        }
        response.content_type("application/json").body(body)
    }
}

fn lock_version(body: &[u8]) -> Option<i32> {
    #[derive(serde::Deserialize)]
    struct Versioned {
        lock_version: i32,
    }
    let versioned: Versioned = serde_json::from_slice(body).ok()?;
    Some(versioned.lock_version)
}

/// A hash of a request's body, left by whoever read it.
#[derive(Clone)]
pub(super) struct BodyHash(pub Vec<u8>);

/// A request that changes something, to be carried out once.
pub struct Once {
    req: HttpRequest,
    claim: Option<Named>,
}

struct Named {
    scope: String,
    key: String,
    is_form: bool,
}

impl Once {
    /// Carries the request out, unless it was carried out before: then the same is answered. `act` gets a connection on
    /// which it may open its transaction; where there is a key, that lies within the one that keeps the answer.
    ///
    /// # Errors
    /// What `act` answers; [`Kind::KeyUsed`]; that the database cannot be reached.
    pub async fn carry_out<A>(self, app: &App, act: A) -> Result<HttpResponse, Failure>
    where
        A: AsyncFnOnce(&mut AsyncPgConnection) -> Result<Done, Failure>,
    {
        let mut conn = app.db.get().await?;
        let Some(named) = self.claim else {
            return Ok(act(&mut conn).await?.response());
        };
        let hash = request_hash(&self.req);
        within(&mut conn, async |conn| {
            let Named { scope, key, .. } = &named;
            match idempotency::claim(conn, &*app.clock, scope, key, &hash).await? {
                Claim::Answered(answer) => Ok(Done(answer)),
                Claim::Other => Err(used(&named)),
                Claim::Ours => {
                    let done = act(conn).await?;
                    idempotency::keep(conn, scope, key, &done.0).await?;
                    Ok(done)
                }
            }
        })
        .await
        .map(Done::response)
    }
}

impl Once {
    /// As [`Self::carry_out`], for a form: a refusal is handed back as it is, to be shown on the form, and the key stays
    /// free for the next try.
    ///
    /// # Errors
    /// [`Kind::KeyUsed`]; that the database cannot be reached.
    pub async fn attempt<A, E>(self, app: &App, act: A) -> Result<Result<HttpResponse, E>, Failure>
    where
        A: AsyncFnOnce(&mut AsyncPgConnection) -> Result<Done, E>,
    {
        let mut refused = None;
        let outcome = self
            .carry_out(app, async |conn| match act(conn).await {
                Ok(done) => Ok(done),
                Err(refusal) => {
                    refused = Some(refusal);
                    Err(Failure::new(Kind::Conflict))
                }
            })
            .await;
        match refused {
            Some(refusal) => Ok(Err(refusal)),
            None => outcome.map(Ok),
        }
    }
}

fn used(named: &Named) -> Failure {
    let failure = Failure::new(Kind::KeyUsed);
    if named.is_form {
        failure.because(Reason::new("refused-form-used"))
    } else {
        failure
    }
}

/// The method, the address and the body in one hash.
fn request_hash(req: &HttpRequest) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(req.method().as_str());
    hash.update([0]);
    hash.update(req.path());
    hash.update([0]);
    if let Some(BodyHash(body)) = req.extensions().get::<BodyHash>() {
        hash.update(body);
    }
    hash.finalize().to_vec()
}

/// A transaction around work whose future stays on this thread, as a handler's does; `AsyncConnection::transaction` asks
/// for one that may move. Should the request be dropped in the middle, so is the connection, and all is rolled back.
async fn within<T, W>(conn: &mut AsyncPgConnection, work: W) -> Result<T, Failure>
where
    W: AsyncFnOnce(&mut AsyncPgConnection) -> Result<T, Failure>,
{
    type Transactions = <AsyncPgConnection as AsyncConnection>::TransactionManager;
    Transactions::begin_transaction(conn).await?;
    match work(conn).await {
        Ok(value) => {
            Transactions::commit_transaction(conn).await?;
            Ok(value)
        }
        Err(failure) => {
            Transactions::rollback_transaction(conn).await?;
            Err(failure)
        }
    }
}

impl utoipa::IntoParams for Once {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let key = ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(MOST_LETTERS))
            .pattern(Some("^[!-~]+$"));
        let parameter = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .description(Some(
                "Makes the call act once, however often it is sent: it is answered the same again for a day. Belongs to \
                 the token and the address; with another body it is a 422. What was refused leaves the key free.",
            ))
            .schema(Some(key));
        vec![parameter.build()]
    }
}

impl FromRequest for Once {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(named(req).map(|claim| Self {
            req: req.clone(),
            claim,
        }))
    }
}

fn named(req: &HttpRequest) -> Result<Option<Named>, Failure> {
    let extensions = req.extensions();
    let (scope, key, is_form) = if let Some(actor) = extensions.get::<ApiActor>() {
        let Some(key) = req.headers().get("Idempotency-Key") else {
            return Ok(None);
        };
        let key = key.to_str().unwrap_or_default().to_owned();
        (format!("token:{}", actor.token), key, false)
    } else if let (Some(reader), Some(posted)) =
        (extensions.get::<Reader>(), extensions.get::<Posted>())
    {
        let key = posted.value("key").to_owned();
        if key.is_empty() {
            return Ok(None);
        }
        (reader.seal().seed(), key, true)
    } else {
        return Ok(None);
    };
    if key.is_empty() || key.len() > MOST_LETTERS || !key.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(Invalid::one("Idempotency-Key", Reason::new("reason-idempotency-key")).into());
    }
    // A seed can be a session's token, which is kept nowhere in the clear.
    let scope =
        secret::token_hash(&scope)
            .iter()
            .fold(String::with_capacity(64), |mut hex, octet| {
                use std::fmt::Write;
                let _ = write!(hex, "{octet:02x}");
                hex
            });
    Ok(Some(Named {
        scope,
        key,
        is_form,
    }))
}

/// A fresh key for the hidden field of a form.
pub fn fresh_key() -> String {
    crate::base::ids::code_of(20)
}
