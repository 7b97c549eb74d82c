//! That a speaker agrees no more to a use of their talk.

use super::Seminar;
use crate::{
    mail::render::{Fact, Frame},
    seminars::model::Consent,
};

/// Tells an organiser what a speaker does not agree to any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentWithdrawn {
    /// Who reads it.
    pub frame: Frame,
    /// Of what.
    pub seminar: Seminar,
    /// What the speaker is called.
    pub speaker: String,
    /// To what they agreed, and do no more.
    pub consents: Vec<Consent>,
    /// Where stands what they agree to.
    pub link: String,
}

impl ConsentWithdrawn {
    /// `Consent withdrawn: …`
    pub fn subject(&self) -> String {
        let f = &self.frame;
        f.with(
            "mail-consent-subject",
            &[("title", self.seminar.short_title(f))],
        )
    }

    /// Who has taken something back.
    pub fn lead(&self) -> String {
        let name = self.speaker.as_str();
        self.frame.with("mail-consent-lead", &[("name", name)])
    }

    /// What they do not agree to any more, a line each.
    pub fn withdrawn(&self) -> Vec<Fact> {
        let f = &self.frame;
        let lines = self.consents.iter();
        let lines = lines.map(|consent| f.t(format!("speak-consent-{consent}")));
        Fact::of(f, "mail-consent-withdrawn", lines.collect())
            .into_iter()
            .collect()
    }

    /// When it is, or was, and with whom.
    pub fn facts(&self) -> Vec<Fact> {
        self.seminar.facts(&self.frame)
    }
}
