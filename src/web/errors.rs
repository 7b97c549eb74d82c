//! What goes wrong on the way: one [`Failure`] for pages and API, precise inside and dull outside.
//!
//! A handler answers `Err(Failure)`. The frame around the pages shows it as a page in the reader's language, the one
//! around the API as a problem document (RFC 9457). A fault of ours is logged once, here, and shown as nothing but the
//! id under which the request stands in the log.

use actix_web::{
    Error, HttpMessage, HttpResponse, ResponseError,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
    middleware::Next,
};
use serde_json::{Map, Value, json};

use super::{
    pages::errors::{ErrorPage, Fault},
    reader,
};
use crate::base::{
    db::DbError,
    error::{Invalid, Reason, Refusal, is_unavailable},
    language::Language,
};

/// The sorts of failure. The name is the end of a problem's `type` and never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 400: it is not JSON, or no form, at all.
    Unreadable,
    /// 401: no token, or one that is not valid.
    SignInNeeded,
    /// 403: the caller may not do this.
    NotAllowed,
    /// 403: a form whose token does not fit, or that comes from another site.
    ForeignForm,
    /// 404: there is nothing, or the caller may not know of it.
    NotFound,
    /// 405: the address does not take the method.
    Method,
    /// 408: the body did not come in time.
    TooSlow,
    /// 409: the present state does not allow it.
    Conflict,
    /// 409: a room or desk is taken.
    Taken,
    /// 410: it was there and was taken down.
    Gone,
    /// 409, or 412 where `If-Match` said so: it was changed in the meantime.
    Stale,
    /// 413: too much was sent.
    TooLarge,
    /// 415: a body of another kind is wanted.
    MediaType,
    /// 422: it was read, and cannot be.
    Invalid,
    /// 422: the key was used with another request.
    KeyUsed,
    /// 429: too often.
    TooMany,
    /// 500: our fault.
    Internal,
    /// 503: the database cannot be reached.
    Unavailable,
}

impl Kind {
    /// Every one of them.
    pub const ALL: [Self; 18] = [
        Self::Unreadable,
        Self::SignInNeeded,
        Self::NotAllowed,
        Self::ForeignForm,
        Self::NotFound,
        Self::Method,
        Self::TooSlow,
        Self::Conflict,
        Self::Taken,
        Self::Gone,
        Self::Stale,
        Self::TooLarge,
        Self::MediaType,
        Self::Invalid,
        Self::KeyUsed,
        Self::TooMany,
        Self::Internal,
        Self::Unavailable,
    ];

    /// Its name in `type` and in `locales/*/problems.ftl`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::SignInNeeded => "sign-in-needed",
            Self::NotAllowed => "not-allowed",
            Self::ForeignForm => "foreign-form",
            Self::NotFound => "not-found",
            Self::Method => "method",
            Self::TooSlow => "too-slow",
            Self::Conflict => "conflict",
            Self::Taken => "taken",
            Self::Gone => "gone",
            Self::Stale => "stale",
            Self::TooLarge => "too-large",
            Self::MediaType => "media-type",
            Self::Invalid => "invalid",
            Self::KeyUsed => "key-used",
            Self::TooMany => "too-many",
            Self::Internal => "internal",
            Self::Unavailable => "unavailable",
        }
    }

    /// The HTTP status it has of itself.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::SignInNeeded => StatusCode::UNAUTHORIZED,
            Self::NotAllowed | Self::ForeignForm => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Conflict | Self::Taken | Self::Stale => StatusCode::CONFLICT,
            Self::Gone => StatusCode::GONE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Invalid | Self::KeyUsed => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn of_status(status: StatusCode) -> Self {
        Self::ALL
            .into_iter()
            .find(|kind| kind.status() == status)
            .unwrap_or(if status.is_server_error() {
                Self::Internal
            } else {
                Self::Unreadable
            })
    }
}

/// Why a request was not carried out.
#[derive(Debug)]
pub struct Failure(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: Kind,
    status: StatusCode,
    detail: Option<Reason>,
    fields: Option<Invalid>,
    more: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
    cause: Option<anyhow::Error>,
}

impl Failure {
    /// A failure of this kind, without anything more to say.
    pub fn new(kind: Kind) -> Self {
        Self(Box::new(Inner {
            kind,
            status: kind.status(),
            detail: None,
            fields: None,
            more: Map::new(),
            headers: Vec::new(),
            cause: None,
        }))
    }

    /// There is nothing here, or the caller may not know of it.
    pub fn not_found() -> Self {
        Self::new(Kind::NotFound)
    }

    /// The present state does not allow it, for this reason.
    pub fn conflict(reason: Reason) -> Self {
        Self::new(Kind::Conflict).because(reason)
    }

    /// Not here: 303 to a page of ours, such as the sign-in form.
    pub fn elsewhere(path: &str) -> Self {
        Self::new(Kind::SignInNeeded)
            .under(StatusCode::SEE_OTHER)
            .header(header::LOCATION, path)
    }

    /// A fault of ours. The cause goes to the log and nowhere else.
    pub fn internal(cause: impl Into<anyhow::Error>) -> Self {
        let mut failure = Self::new(Kind::Internal);
        failure.0.cause = Some(cause.into());
        failure
    }

    /// What happened in this very case.
    #[must_use]
    pub fn because(mut self, reason: Reason) -> Self {
        self.0.detail = Some(reason);
        self
    }

    /// One more member of the problem document, such as `conflicts`.
    #[must_use]
    pub fn with(mut self, member: &str, value: impl Into<Value>) -> Self {
        self.0.more.insert(member.to_owned(), value.into());
        self
    }

    /// One more header of the answer.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.0.headers.push((name, value));
        }
        self
    }

    /// The same under another status.
    #[must_use]
    pub fn under(mut self, status: StatusCode) -> Self {
        self.0.status = status;
        self
    }

    /// Of which kind it is.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// What is wrong, field by field, where fields are what is wrong: for a form that is shown again.
    pub fn fields(&self) -> Option<&Invalid> {
        self.0.fields.as_ref()
    }

    /// Puts what is wrong beside the fields of a form that is shown again; what is about the whole comes with an empty
    /// name. Answers the status of that page.
    ///
    /// # Errors
    /// Itself, where it is nothing that whoever fills in the form could mend.
    pub fn into_form(
        self,
        language: Language,
        mut refuse: impl FnMut(&str, String),
    ) -> Result<StatusCode, Self> {
        match self.0.kind {
            Kind::Invalid | Kind::Conflict | Kind::Taken | Kind::Stale => {}
            _ => return Err(self),
        }
        if let Some(fields) = &self.0.fields {
            for (field, reasons) in fields.fields() {
                for reason in reasons {
                    refuse(field, reason.say(language));
                }
            }
        } else if let Some(words) = self.say(language) {
            refuse("", words);
        }
        Ok(self.0.status)
    }

    /// What happened in this very case, in words.
    pub fn say(&self, language: Language) -> Option<String> {
        match (&self.0.detail, &self.0.fields) {
            (Some(reason), _) => Some(reason.say(language)),
            (None, Some(fields)) => Some(say_fields(fields, language)),
            (None, None) => None,
        }
    }
}

fn say_fields(fields: &Invalid, language: Language) -> String {
    fields
        .fields()
        .map(|(field, reasons)| {
            let reasons: Vec<_> = reasons.iter().map(|reason| reason.say(language)).collect();
            let joint = if field.is_empty() { "" } else { ": " };
            format!("{field}{joint}{}", reasons.join(" "))
        })
        .collect::<Vec<_>>()
        .join(" · ")
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound => Self::not_found(),
            Refusal::Forbidden(reason) => Self::new(Kind::NotAllowed).because(reason),
            Refusal::Invalid(fields) => fields.into(),
            Refusal::Conflict(reason) => Self::conflict(reason),
            Refusal::Stale { now } => Self::new(Kind::Stale)
                .because(Reason::new("refused-stale"))
                .with("lock_version", now),
            Refusal::Database(error) => Self::from_database(error),
        }
    }
}

impl Failure {
    /// Whether someone may do something at all, before what they typed is looked at: what is no question of rights is said
    /// on the form.
    ///
    /// # Errors
    /// They may not.
    pub fn unless_allowed(judged: Result<(), Refusal>) -> Result<(), Self> {
        match judged {
            Err(refusal @ Refusal::Forbidden(_)) => Err(refusal.into()),
            _ => Ok(()),
        }
    }

    fn from_database(error: diesel::result::Error) -> Self {
        let mut failure = Self::new(if is_unavailable(&error) {
            Kind::Unavailable
        } else {
            Kind::Internal
        });
        failure.0.cause = Some(error.into());
        failure
    }
}

impl From<Invalid> for Failure {
    fn from(fields: Invalid) -> Self {
        let mut failure = Self::new(Kind::Invalid);
        failure.0.fields = Some(fields);
        failure
    }
}

impl From<diesel::result::Error> for Failure {
    fn from(error: diesel::result::Error) -> Self {
        Refusal::from(error).into()
    }
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Query(error) => Self::from_database(error),
            DbError::Unreachable(_) => {
                let mut failure = Self::new(Kind::Unavailable);
                failure.0.cause = Some(error.into());
                failure
            }
            other => Self::internal(other),
        }
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Self {
        Self::internal(error)
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.say(Language::En) {
            Some(detail) => write!(f, "{}: {detail}", self.0.kind.name()),
            None => f.write_str(self.0.kind.name()),
        }
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        self.0.status
    }

    /// The plain answer where no frame stands around the route: feeds, files, health.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.0.status);
        for (name, value) in &self.0.headers {
            response.insert_header((name.clone(), value.clone()));
        }
        response
            .content_type("text/plain; charset=utf-8")
            .body(self.0.status.canonical_reason().unwrap_or("error"))
    }
}

/// The frame around the pages: shows a failure as a page in the reader's language.
pub async fn as_pages(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let res = next.call(req).await?.map_into_boxed_body();
    let Some(told) = Told::of(&res) else {
        return Ok(res);
    };
    let req = res.request();
    let page = reader::page_of(req);
    let fault = Fault::of_status(told.status.as_u16());
    let shown = ErrorPage {
        detail: told.detail(page.language),
        request_id: told.request_id(req),
        page,
        fault,
    };
    let status = StatusCode::from_u16(fault.status()).unwrap_or(told.status);
    let response = told.response(status);
    let response = match askama::Template::render(&shown) {
        Ok(html) => response_with(response, "text/html; charset=utf-8", html),
        Err(error) => {
            tracing::error!(%error, "the page of an error could not be made");
            response_with(response, "text/plain; charset=utf-8", status.to_string())
        }
    };
    Ok(ServiceResponse::new(req.clone(), response))
}

/// The frame around the API: shows a failure as a problem document (RFC 9457).
pub async fn as_problems(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let res = next.call(req).await?.map_into_boxed_body();
    let Some(told) = Told::of(&res) else {
        return Ok(res);
    };
    let req = res.request();
    let language = reader::accepted_language(req).unwrap_or(Language::En);
    let problem = told.problem(req, language);
    let response = response_with(
        told.response(told.status),
        "application/problem+json",
        problem.to_string(),
    );
    Ok(ServiceResponse::new(req.clone(), response))
}

fn response_with(
    mut empty: HttpResponse,
    content_type: &'static str,
    body: String,
) -> HttpResponse {
    empty
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    empty.set_body(BoxBody::new(body))
}

/// An error that stands in a response, ours or the server's own.
struct Told<'a> {
    failure: Option<&'a Failure>,
    kind: Kind,
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl<'a> Told<'a> {
    /// The error of a response; `None` for one that a handler wrote itself, whatever its status. Logs our own faults.
    fn of(res: &'a ServiceResponse) -> Option<Self> {
        let error = res.response().error()?;
        let failure = error.as_error::<Failure>();
        let status = failure.map_or(res.status(), |failure| failure.0.status);
        if status.is_redirection() {
            return None;
        }
        let kind = failure.map_or_else(|| Kind::of_status(status), Failure::kind);
        match failure.and_then(|failure| failure.0.cause.as_ref()) {
            Some(cause) if kind == Kind::Unavailable => {
                tracing::warn!("the database is away: {cause:#}");
            }
            Some(cause) => tracing::error!("{cause:#}"),
            None if kind == Kind::Internal => tracing::error!(%error, "a fault"),
            None => {}
        }
        // What the answer carries beside its body: `Allow`, `WWW-Authenticate`, cookies.
        let headers = res
            .headers()
            .iter()
            .filter(|(name, _)| *name != header::CONTENT_TYPE && *name != header::CONTENT_LENGTH)
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        Some(Self {
            failure,
            kind,
            status,
            headers,
        })
    }

    fn detail(&self, language: Language) -> Option<String> {
        self.failure?.say(language)
    }

    fn request_id(&self, req: &actix_web::HttpRequest) -> Option<String> {
        let id = req
            .extensions()
            .get::<tracing_actix_web::RequestId>()?
            .to_string();
        self.status.is_server_error().then_some(id)
    }

    fn response(&self, status: StatusCode) -> HttpResponse {
        let mut response = HttpResponse::new(status);
        for (name, value) in &self.headers {
            response.headers_mut().append(name.clone(), value.clone());
        }
        if self.kind == Kind::Unavailable {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }

    fn problem(&self, req: &actix_web::HttpRequest, language: Language) -> Value {
        let name = self.kind.name();
        let mut problem = Map::new();
        problem.insert(
            "type".into(),
            reader::absolute(req, &format!("/problems/{name}")).into(),
        );
        problem.insert(
            "title".into(),
            language.t(&format!("problem-{name}")).into(),
        );
        problem.insert("status".into(), self.status.as_u16().into());
        let detail = self
            .detail(language)
            .unwrap_or_else(|| language.t(&format!("problem-words-{name}")));
        problem.insert("detail".into(), detail.into());
        if let Some(id) = self.request_id(req) {
            problem.insert("request_id".into(), id.into());
        }
        let Some(failure) = self.failure else {
            return problem.into();
        };
        if let Some(fields) = &failure.0.fields {
            let fields: Map<_, _> = fields
                .fields()
                .map(|(field, reasons)| {
                    let reasons: Vec<_> = reasons.iter().map(|r| r.say(language)).collect();
                    (field.to_owned(), json!(reasons))
                })
                .collect();
            problem.insert("fields".into(), fields.into());
        }
        for (member, value) in &failure.0.more {
            problem.insert(member.clone(), value.clone());
        }
        problem.into()
    }
}
