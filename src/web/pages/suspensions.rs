//! Addresses that nothing is sent to any more.

use askama::Template;

use super::{Sample, page::Page, samples};
use crate::{
    base::{clock::Instant, language::Language},
    mail::suspension::SuspensionReason,
    web::urls,
};

/// `GET /admin/suspensions?q=`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/suspensions.html")]
pub struct SuspensionsPage {
    /// What every page knows.
    pub page: Page,
    /// What was looked for; empty for everything.
    pub query: String,
    /// The addresses, the latest first.
    pub suspensions: Vec<SuspensionLine>,
    /// The address of the next page, where there is one.
    pub older: Option<String>,
}

/// An address that nothing is sent to any more.
#[derive(Debug, Clone)]
pub struct SuspensionLine {
    /// Its row.
    pub id: String,
    /// The address.
    pub address: String,
    /// Why.
    pub reason: SuspensionReason,
    /// What the mail server said; may be empty.
    pub detail: String,
    /// The id of the message that did not arrive, or was not wanted.
    pub message: Option<String>,
    /// Since when.
    pub since: Instant,
}

impl Sample for SuspensionsPage {
    const NAME: &'static str = "suspensions";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let ago = |hours| samples::now() - chrono::Duration::hours(hours);
        let full = Self {
            page: samples::administrator(language, &urls::suspensions()),
            query: String::new(),
            suspensions: vec![
                SuspensionLine {
                    id: "s1".into(),
                    address: "erika@muenchen.example".into(),
                    reason: SuspensionReason::Bounced,
                    detail: "550 5.1.1 <erika@muenchen.example>: Recipient address rejected: User unknown".into(),
                    message: Some("m2".into()),
                    since: ago(1),
                },
                SuspensionLine {
                    id: "s2".into(),
                    address: "jan@praha.example".into(),
                    reason: SuspensionReason::Complained,
                    detail: String::new(),
                    message: None,
                    since: ago(300),
                },
            ],
            older: Some(urls::with_query(&urls::suspensions(), &[("after", Some("s2"))])),
        };
        let nothing = Self {
            query: "nobody".into(),
            suspensions: Vec::new(),
            older: None,
            ..full.clone()
        };
        let empty = Self {
            query: String::new(),
            ..nothing.clone()
        };
        vec![("full", full), ("found-nothing", nothing), ("empty", empty)]
    }
}
