//! What goes wrong on the way: one [`Failure`] for pages and API, precise inside and dull outside.
//!
//! A handler answers `Err(Failure)`. The frame around the pages shows it as a page in the reader's language, the one
//! around the API as a problem document (RFC 9457). A fault of ours is logged once, here, and shown as nothing but the
//! id under which the request stands in the log.

mod frames;
mod from;
mod kind;

use actix_web::{
    HttpResponse, ResponseError,
    http::{
        StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
};
use serde_json::{Map, Value};

pub use self::{
    frames::{as_pages, as_problems},
    kind::Kind,
};
use crate::base::{
    error::{Invalid, Reason},
    language::Language,
};

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

    /// The plain answer where no frame stands around the route: feeds, files, health. Below what kind of error it is, it says
    /// what is wrong, where that is known: in every language, as nothing says which one is read.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.0.status);
        for (name, value) in &self.0.headers {
            response.insert_header((name.clone(), value.clone()));
        }
        let mut text = self
            .0
            .status
            .canonical_reason()
            .unwrap_or("error")
            .to_owned();
        for words in Language::ALL.iter().filter_map(|one| self.say(*one)) {
            text.extend(["\n", &words]);
        }
        response
            .content_type("text/plain; charset=utf-8")
            .body(text)
    }
}
