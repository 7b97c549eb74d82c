//! Against forged forms: nothing is changed by a form that another site sent.
//!
//! Two things are asked of every request to a page that is not `GET` or `HEAD`. What the browser says of where the
//! request comes from (`Sec-Fetch-Site`, else `Origin`) must be this site, where it says anything; and the form must carry
//! the token that this reader's pages carry (hidden field `csrf`). The token is an HMAC of the session, of a visitor's
//! cookie, or, in the forms that a link in a mail opens, of the link itself, because mail programs' browsers keep no
//! cookies and the link is all the authority there is. What stands around such a form, as the choice of the language, is
//! bound as on any other page.
//!
//! A page that is the same for all who have no session ([`super::kept`]) carries no token, for that would be somebody's. A
//! form that stands on such pages is taken without one from a reader without a session where the browser vouches that it
//! came from here. Where the browser says nothing, nothing is done, and the reader is asked to send it once more, from a
//! page that carries their token. `docs/decisions/0005-pages-that-are-kept.md` says why that is enough.
//!
//! Stopping mails by one click is outside, as RFC 8058 asks: whoever has the link may stop them. The API is outside: it knows no cookies, and a bearer token cannot be sent by another site's form.

use std::{cell::Cell, rc::Rc};

use actix_web::{
    Error, HttpMessage, HttpRequest, HttpResponse,
    body::MessageBody,
    cookie::{Cookie, SameSite},
    dev::{ServiceRequest, ServiceResponse},
    http::{StatusCode, header},
    middleware::Next,
};

use super::{
    errors::{Failure, Kind},
    forms::Posted,
    pages::step::StepPage,
    parts,
    reader::{Reader, app_of},
    urls,
};
use crate::base::{
    error::Reason,
    secret::{Key, random_token, same},
};

/// The name of the hidden field with the token.
pub const FIELD: &str = "csrf";

/// The cookie to which a visitor's forms are bound.
pub const VISITOR_COOKIE: &str = "maru_visitor";

/// Addresses whose next segment is a signed token that is all the authority there is.
const TOKEN_PAGES: &[&str] = &["/answer/", "/confirm/", "/speak/", "/notices/", ONE_CLICK];

/// Where mail programs post by themselves, without cookie or form (RFC 8058 §3.1): the signed token alone says what is
/// stopped, nothing that a browser carries counts, and nothing in the body is read.
const ONE_CLICK: &str = "/unsubscribe/";

/// What a reader's forms are bound to.
#[derive(Debug, Clone)]
pub struct Seal(Rc<Bonds>);

#[derive(Debug)]
struct Bonds {
    /// To what the reader's forms are bound.
    reader: Bound,
    /// The link that opened the page, to which its own form is bound.
    link: Option<String>,
}

#[derive(Debug)]
enum Bound {
    Session(String),
    Visitor(String),
    /// A visitor whom nobody has given a cookie yet; they get one if a form is shown to them.
    Newcomer(String, Cell<bool>),
    /// Whoever it may be: their forms have no token.
    Nobody,
}

impl Seal {
    /// What the forms of a page are bound to that is the same for all: nothing.
    pub fn of_nobody() -> Self {
        Self(Rc::new(Bonds {
            reader: Bound::Nobody,
            link: None,
        }))
    }

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
        let reader = match session {
            Some(token) => Bound::Session(token.to_owned()),
            None => visitor().map_or_else(
                || Bound::Newcomer(random_token(), Cell::new(false)),
                Bound::Visitor,
            ),
        };
        Self(Rc::new(Bonds {
            reader,
            link: link.map(str::to_owned),
        }))
    }

    /// The token of the reader's forms; empty where they have none.
    pub fn form_token(&self, key: &Key) -> String {
        match &self.0.reader {
            Bound::Newcomer(_, shown) => shown.set(true),
            Bound::Nobody => return String::new(),
            Bound::Session(_) | Bound::Visitor(_) => {}
        }
        key.form_token(self.0.reader.seed().as_bytes())
    }

    /// The token of the form that is posted to this address: that of the link where it is one, else that of the reader.
    pub fn token_here(&self, key: &Key) -> String {
        match &self.0.link {
            Some(_) => key.form_token(self.seed().as_bytes()),
            None => self.form_token(key),
        }
    }

    /// A name for whoever posts to this address, under which their idempotency keys are kept apart from others'.
    pub fn seed(&self) -> String {
        match &self.0.link {
            Some(token) => format!("link:{token}"),
            None => self.0.reader.seed(),
        }
    }

    /// Whether the reader has no session.
    fn is_visitor(&self) -> bool {
        matches!(self.0.reader, Bound::Visitor(_) | Bound::Newcomer(..))
    }

    /// Whether the address is a link out of a mail.
    pub fn is_link(&self) -> bool {
        self.0.link.is_some()
    }

    /// The cookie to give a newcomer to whom a form was shown.
    pub fn cookie(&self, https: bool) -> Option<Cookie<'static>> {
        match &self.0.reader {
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

impl Bound {
    fn seed(&self) -> String {
        match self {
            Self::Session(token) => format!("session:{token}"),
            Self::Visitor(value) | Self::Newcomer(value, _) => format!("visitor:{value}"),
            Self::Nobody => "nobody".to_owned(),
        }
    }
}

/// Lets a request pass that changes nothing, and one whose form is ours. What was posted becomes an argument of the
/// handler as [`Posted`].
pub async fn guard(
    mut req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if !req.method().is_safe() && !req.path().starts_with(ONE_CLICK) {
        match check(&mut req).await {
            Ok(Form::Ours(posted)) => {
                req.extensions_mut().insert(posted);
            }
            Ok(Form::OnceMore(step)) => return Ok(req.into_response(step).map_into_right_body()),
            Err(failure) => return Ok(req.error_response(failure).map_into_right_body()),
        }
    }
    Ok(next.call(req).await?.map_into_left_body())
}

/// What becomes of a form.
enum Form {
    /// It is ours.
    Ours(Posted),
    /// Nobody knows whose it is: a page from which it can be sent once more.
    OnceMore(HttpResponse),
}

async fn check(req: &mut ServiceRequest) -> Result<Form, Failure> {
    let origin = Origin::of(req.request());
    if origin == Origin::Elsewhere {
        return Err(foreign());
    }
    let reader = req.extensions().get::<Reader>().cloned();
    let Some(reader) = reader else {
        return Err(Failure::internal(anyhow::anyhow!(
            "a form before its reader is known"
        )));
    };
    let seal = reader.seal();
    let app = app_of(req.request()).clone();
    let expected = || seal.token_here(&app.hub.key);
    let pattern = req.match_pattern();
    let takes = pattern.as_deref().and_then(parts::bounds);
    let payload = req.take_payload();
    let posted = match takes.filter(|_| parts::is_sent(req.request())) {
        // Strangers bring no files.
        Some(_) if !seal.is_link() && reader.actor().is_none() => {
            return Err(Failure::elsewhere(&urls::sign_in_then("/")));
        }
        Some(bounds) => Posted::read_parts(req.request(), payload, bounds, &expected()).await?,
        None => Posted::read(req.request(), payload).await?,
    };
    let token = posted.value(FIELD);
    if !token.is_empty() {
        return match same(&expected(), token) {
            true => Ok(Form::Ours(posted)),
            false => Err(foreign()),
        };
    }
    if !seal.is_visitor() || !stands_on_kept_pages(req.path()) {
        return Err(foreign());
    }
    match origin {
        Origin::Here => Ok(Form::Ours(posted)),
        Origin::Unknown | Origin::Elsewhere => {
            let step = StepPage::new(reader.page(), req.path(), posted.pairs());
            let step = reader.show_again(StatusCode::FORBIDDEN, &step)?;
            Ok(Form::OnceMore(step))
        }
    }
}

/// Whether the form that is posted there stands on pages that are the same for all.
fn stands_on_kept_pages(path: &str) -> bool {
    let follows = |path: &str| {
        let before = path.strip_suffix(urls::followers().as_str())?;
        let slug = ["/series/", "/topics/", "/lists/"]
            .iter()
            .find_map(|prefix| before.strip_prefix(*prefix));
        Some(before.is_empty() || slug.is_some_and(|slug| !slug.contains('/')))
    };
    path == urls::preferences() || follows(path) == Some(true)
}

/// What is answered to a form whose token does not fit.
pub(super) fn foreign() -> Failure {
    Failure::new(Kind::ForeignForm).because(Reason::new("error-csrf"))
}

/// Where a request comes from, as the browser says; no page can make it say otherwise (Fetch Metadata; RFC 6454 §7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// From a page of ours.
    Here,
    /// From another site.
    Elsewhere,
    /// It does not say. `Origin: null` says nothing: a page without referrer sends it too.
    Unknown,
}

impl Origin {
    fn of(req: &HttpRequest) -> Self {
        let told = |name: &str| {
            req.headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
        };
        match told("Sec-Fetch-Site") {
            Some("same-origin") => return Self::Here,
            // Typed, or from a bookmark: no page is behind it.
            Some("none") => return Self::Unknown,
            Some(_) => return Self::Elsewhere,
            None => {}
        }
        let ours = &app_of(req).hub.public_url;
        match told(header::ORIGIN.as_str()) {
            None | Some("null") => Self::Unknown,
            Some(origin) if origin == ours => Self::Here,
            Some(origin) => {
                let (scheme, host) = origin.split_once("://").unwrap_or(("", origin));
                if told(header::HOST.as_str()) != Some(host) {
                    Self::Elsewhere
                } else if ours.split_once("://").is_some_and(|(our, _)| our == scheme) {
                    // By another name of ours.
                    Self::Here
                } else {
                    // What came in the clear vouches for nothing on a hub that is not.
                    Self::Unknown
                }
            }
        }
    }
}
