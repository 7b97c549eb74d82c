//! Whether whoever is at an address wants to follow something.

use crate::{
    base::{clock::Instant, language},
    mail::render::Frame,
    seminars::model::Source,
};

/// Asks whoever is at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// Whoever reads it: no name is said that someone may have typed.
    pub frame: Frame,
    /// What kind of thing is to be followed.
    pub source: Source,
    /// What that is called; of everything, what the hub is called.
    pub called: String,
    /// The organiser who asks for them; none where the address was typed on a page.
    pub asker: Option<String>,
    /// To the page with the button; opening it changes nothing.
    pub link: String,
    /// Until when it is good.
    pub until: Instant,
}

impl Confirmation {
    /// What is asked.
    pub fn subject(&self) -> String {
        self.named("mail-confirm-subject")
    }

    /// What happened, and what is asked.
    pub fn lead(&self) -> String {
        match &self.asker {
            Some(name) => self.frame.with(
                "mail-confirm-lead-asker",
                &[("name", name), ("series", &self.called)],
            ),
            None => self.named("mail-confirm-lead"),
        }
    }

    /// What the button says.
    pub fn button(&self) -> String {
        self.frame.t(match self.source {
            Source::Series => "mail-confirm-button",
            Source::Topic | Source::Hub | Source::List => "mail-confirm-button-news",
        })
    }

    /// Until when the link is good.
    pub fn valid(&self) -> String {
        let f = &self.frame;
        let when = language::moment(f.language, self.until, f.zone);
        f.with("mail-confirm-valid", &[("when", when)])
    }

    /// The text of `key`, with `-topic`, `-list` or `-hub` behind it for what is no series.
    fn named(&self, key: &str) -> String {
        let word = self.source.word();
        let called = &[(word, &self.called)];
        match self.source {
            Source::Series => self.frame.with(key, called),
            Source::Topic | Source::Hub | Source::List => {
                self.frame.with(format!("{key}-{word}"), called)
            }
        }
    }
}
