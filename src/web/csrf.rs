//! Against forged forms: nothing is changed by a form that another site sent.
//!
//! Two things are asked of every request to a page that is not `GET` or `HEAD`. What the browser says of where the
//! request comes from (`Sec-Fetch-Site`, else `Origin`) must be this site, where it says anything; and the form must carry
//! the token that this reader's pages carry (hidden field `csrf`). The token is an HMAC of the session, of a visitor's
//! cookie, or, on pages that a link in a mail opens, of the link itself, because mail programs' browsers keep no cookies
//! and the link is all the authority there is.
//!
//! The API is outside: it knows no cookies, and a bearer token cannot be sent by another site's form.

use std::{cell::Cell, rc::Rc};

use actix_web::{
    Error, HttpMessage, HttpRequest,
    body::MessageBody,
    cookie::{Cookie, SameSite},
    dev::{ServiceRequest, ServiceResponse},
    http::header,
    middleware::Next,
};

use super::{
    errors::{Failure, Kind},
    forms::Posted,
    reader::{Reader, app_of},
};
use crate::base::{
    error::Reason,
    secret::{Key, random_token, same},
};

/// The name of the hidden field with the token.
pub const FIELD: &str = "csrf";

const VISITOR_COOKIE: &str = "maru_visitor";

/// Addresses whose next segment is a signed token that is all the authority there is.
const TOKEN_PAGES: &[&str] = &["/answer/"];

/// What a reader's forms are bound to.
#[derive(Debug, Clone)]
pub struct Seal(Rc<Bound>);

#[derive(Debug)]
enum Bound {
    Session(String),
    Link(String),
    Visitor(String),
    /// A visitor whom nobody has given a cookie yet; they get one if a form is shown to them.
    Newcomer(String, Cell<bool>),
}

impl Seal {
    /// What the forms of this request's reader are bound to; `session` is the session's token.
    pub fn of(req: &HttpRequest, session: Option<&str>) -> Self {
        let link = TOKEN_PAGES
            .iter()
            .find_map(|prefix| req.path().strip_prefix(prefix)?.split('/').next());
        let visitor = || {
            let cookie = req.cookie(VISITOR_COOKIE)?;
            // What we give out is 43 characters long; anything short could have been guessed.
            (43..=64)
                .contains(&cookie.value().len())
                .then(|| cookie.value().to_owned())
        };
        Self(Rc::new(match (link, session) {
            (Some(token), _) => Bound::Link(token.to_owned()),
            (None, Some(token)) => Bound::Session(token.to_owned()),
            (None, None) => visitor().map_or_else(
                || Bound::Newcomer(random_token(), Cell::new(false)),
                Bound::Visitor,
            ),
        }))
    }

    /// The token of the forms.
    pub fn form_token(&self, key: &Key) -> String {
        if let Bound::Newcomer(_, shown) = &*self.0 {
            shown.set(true);
        }
        key.form_token(self.seed().as_bytes())
    }

    /// A name for whoever fills in these forms, under which their idempotency keys are kept apart from others'.
    pub fn seed(&self) -> String {
        match &*self.0 {
            Bound::Session(token) => format!("session:{token}"),
            Bound::Link(token) => format!("link:{token}"),
            Bound::Visitor(value) | Bound::Newcomer(value, _) => format!("visitor:{value}"),
        }
    }

    /// The cookie to give a newcomer to whom a form was shown.
    pub fn cookie(&self, https: bool) -> Option<Cookie<'static>> {
        match &*self.0 {
            Bound::Newcomer(value, shown) if shown.get() => Some(
                Cookie::build(VISITOR_COOKIE, value.clone())
                    .path("/")
                    .http_only(true)
                    .same_site(SameSite::Lax)
                    .secure(https)
                    .finish(),
            ),
            _ => None,
        }
    }
}

/// Lets a request pass that changes nothing, and one whose form is ours. What was posted becomes an argument of the
/// handler as [`Posted`].
pub async fn guard(
    mut req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if !req.method().is_safe() {
        match check(&mut req).await {
            Ok(posted) => {
                req.extensions_mut().insert(posted);
            }
            Err(failure) => return Ok(req.error_response(failure).map_into_right_body()),
        }
    }
    Ok(next.call(req).await?.map_into_left_body())
}

async fn check(req: &mut ServiceRequest) -> Result<Posted, Failure> {
    if !comes_from_here(req.request()) {
        return Err(foreign());
    }
    let payload = req.take_payload();
    let posted = Posted::read(req.request(), payload).await?;
    let seal = req
        .extensions()
        .get::<Reader>()
        .map(|reader| reader.seal().clone());
    let Some(seal) = seal else {
        return Err(Failure::internal(anyhow::anyhow!(
            "a form before its reader is known"
        )));
    };
    let expected = seal.form_token(&app_of(req.request()).hub.key);
    if same(&expected, posted.value(FIELD)) {
        Ok(posted)
    } else {
        Err(foreign())
    }
}

fn foreign() -> Failure {
    Failure::new(Kind::ForeignForm).because(Reason::new("error-csrf"))
}

/// Whether the browser says nothing to the contrary. `Origin: null` says nothing: a page without referrer sends it too.
fn comes_from_here(req: &HttpRequest) -> bool {
    let told = |name: &str| {
        req.headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    if let Some(site) = told("Sec-Fetch-Site") {
        return matches!(site, "same-origin" | "none");
    }
    match told(header::ORIGIN.as_str()) {
        None | Some("null") => true,
        Some(origin) => {
            let host = origin.split_once("://").map_or(origin, |(_, host)| host);
            origin == app_of(req).hub.public_url || Some(host) == told(header::HOST.as_str())
        }
    }
}
