//! Who is signed in: the cookie `maru_session`, whose token's hash stands in the database.

use std::future::Ready;

use actix_web::{
    Error, FromRequest, HttpMessage, HttpRequest, HttpResponse,
    body::MessageBody,
    cookie::{Cookie, SameSite, time::Duration},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::header,
    middleware::Next,
};

use super::{
    csrf::Seal,
    errors::Failure,
    limits::origin,
    reader::{Reader, Signature, app_of},
};
use crate::{
    app::App,
    mail::outbox::stands_still,
    people::sign_in::{Visit, actor_by_session},
    seminars::{queries::organises_any, rules::may_enter},
};

/// The cookie with the session's token.
pub const COOKIE: &str = "maru_session";

/// Puts together who reads this page. A visitor without a session costs no query.
pub async fn load(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let token = req.cookie(COOKIE).map(|cookie| cookie.value().to_owned());
    let signed = match &token {
        Some(token) => match signed_in(&req, token).await {
            Ok(signed) => signed,
            Err(failure) => return Ok(req.error_response(failure).map_into_right_body()),
        },
        None => None,
    };
    let ended = token.is_some() && signed.is_none();
    let seal = Seal::of(req.request(), token.as_deref().filter(|_| signed.is_some()));
    let app = app_of(req.request()).clone();
    let https = app.https();
    let reader = Reader::of(req.request(), app, signed, seal);
    req.extensions_mut().insert(reader);
    let mut res = next.call(req).await?;
    if ended
        && !res
            .response()
            .cookies()
            .any(|cookie| cookie.name() == COOKIE)
    {
        // Nobody needs to be asked about it at every page.
        put(res.response_mut(), &removal(https));
    }
    Ok(res.map_into_left_body())
}

async fn signed_in(req: &ServiceRequest, token: &str) -> Result<Option<Signature>, Failure> {
    let app: &App = app_of(req.request());
    let origin = origin(req.request());
    let mut conn = app.db.get().await?;
    let found = actor_by_session(&mut conn, &*app.clock, token, origin.as_deref()).await?;
    let Some((session, actor)) = found else {
        return Ok(None);
    };
    let organises = may_enter(&actor).is_ok() || organises_any(&mut conn, &actor).await?;
    let mail_stands_still = match organises || actor.is_administrator() {
        true => stands_still(&mut conn, app.clock.now()).await?,
        false => None,
    };
    Ok(Some(Signature {
        session,
        actor,
        organises,
        mail_stands_still,
    }))
}

/// From where someone came, as an argument of a handler.
pub struct Came {
    origin: Option<String>,
    user_agent: Option<String>,
}

impl Came {
    /// In the domain's terms.
    pub fn visit(&self) -> Visit<'_> {
        Visit {
            origin: self.origin.as_deref(),
            user_agent: self.user_agent.as_deref(),
        }
    }
}

impl FromRequest for Came {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let user_agent = req.headers().get(header::USER_AGENT);
        std::future::ready(Ok(Self {
            origin: origin(req),
            user_agent: user_agent.and_then(|value| Some(value.to_str().ok()?.to_owned())),
        }))
    }
}

/// Puts a cookie into an answer.
pub fn put<B>(response: &mut HttpResponse<B>, cookie: &Cookie<'_>) {
    // The only error is a value that cannot stand in a header; what we put there is encoded.
    let _ = response.add_cookie(cookie);
}

/// The cookie that signs someone in for `age`.
pub fn cookie(app: &App, token: &str, age: chrono::Duration) -> Cookie<'static> {
    Cookie::build(COOKIE, token.to_owned())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.https())
        .max_age(Duration::seconds(age.num_seconds()))
        .finish()
}

/// The cookie that takes it away.
pub fn removal(https: bool) -> Cookie<'static> {
    Cookie::build(COOKIE, "")
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(https)
        .max_age(Duration::ZERO)
        .finish()
}
