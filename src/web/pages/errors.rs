//! What did not work: what happened, why, and what to do.

use askama::Template;

use super::{Sample, page::Page, samples};
use crate::{base::language::Language, web::urls};

/// A page for a request that was not carried out.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/error.html")]
pub struct ErrorPage {
    /// What every page knows.
    pub page: Page,
    /// Which.
    pub fault: Fault,
    /// More about this very case, in the reader's language, where there is more.
    pub detail: Option<String>,
    /// The id under which the request is in the log; shown for our own faults.
    pub request_id: Option<String>,
}

/// What went wrong, by HTTP status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// 400: the request could not be read.
    Unreadable,
    /// 403: not allowed, or a form whose token does not fit.
    Forbidden,
    /// 404: not there, or the reader may not know of it.
    NotFound,
    /// 405: the address does not take that method.
    Method,
    /// 409: it conflicts with how things stand.
    Conflict,
    /// 410: it was there and is no more.
    Gone,
    /// 413: too much was sent.
    TooLarge,
    /// 422: it was read and cannot be done.
    Unprocessable,
    /// 429: too often.
    TooMany,
    /// 500: our fault.
    Internal,
    /// 503: back in a moment.
    Unavailable,
}

impl Fault {
    /// Every one of them.
    pub const ALL: [Fault; 11] = [
        Self::Unreadable,
        Self::Forbidden,
        Self::NotFound,
        Self::Method,
        Self::Conflict,
        Self::Gone,
        Self::TooLarge,
        Self::Unprocessable,
        Self::TooMany,
        Self::Internal,
        Self::Unavailable,
    ];

    /// The HTTP status.
    pub fn status(self) -> u16 {
        match self {
            Self::Unreadable => 400,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Method => 405,
            Self::Conflict => 409,
            Self::Gone => 410,
            Self::TooLarge => 413,
            Self::Unprocessable => 422,
            Self::TooMany => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    /// The one for an HTTP status; the nearest for those without a page of their own.
    pub fn of_status(status: u16) -> Self {
        Self::ALL
            .into_iter()
            .find(|fault| fault.status() == status)
            .unwrap_or(if status >= 500 {
                Self::Internal
            } else {
                Self::Unreadable
            })
    }
}

impl ErrorPage {
    /// The heading.
    pub fn heading(&self) -> String {
        self.page.word("fault", self.fault.status())
    }

    /// What happened and what to do.
    pub fn words(&self) -> String {
        self.page.word("fault-words", self.fault.status())
    }

    /// Whether signing in may help.
    pub fn sign_in_helps(&self) -> bool {
        self.page.person.is_none() && matches!(self.fault, Fault::Forbidden | Fault::NotFound)
    }

    /// Whether what was looked for may be found among what has been.
    pub fn is_lost(&self) -> bool {
        matches!(self.fault, Fault::NotFound | Fault::Gone)
    }
}

impl Sample for ErrorPage {
    const NAME: &'static str = "error";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let names = [
            "400", "403", "404", "405", "409", "410", "413", "422", "429", "500", "503",
        ];
        Fault::ALL
            .into_iter()
            .zip(names)
            .map(|(fault, name)| {
                let page = Self {
                    page: samples::page(language, "/somewhere"),
                    fault,
                    detail: None,
                    request_id: (fault.status() >= 500)
                        .then(|| "0195f3a2-7c11-7e3a-9d41-5b1f0a2c6d8e".to_owned()),
                };
                (name, page)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_a_page() {
        assert_eq!(Fault::of_status(404), Fault::NotFound);
        assert_eq!(Fault::of_status(418), Fault::Unreadable);
        assert_eq!(Fault::of_status(502), Fault::Internal);
    }
}
