//! What a speaker is asked for because it is missing.

use super::Seminar;
use crate::{
    mail::render::{Fact, Frame},
    seminars::model::Missing,
};

/// Asks a speaker for what is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeakerChase {
    /// Who reads it.
    pub frame: Frame,
    /// Where they speak.
    pub seminar: Seminar,
    /// How many days before the start it was to go out.
    pub days: i64,
    /// What is missing, in the order of their page.
    pub missing: Vec<Missing>,
    /// What the organiser wrote.
    pub note: Option<String>,
    /// To their own page.
    pub link: String,
}

impl SpeakerChase {
    /// `Still missing for …`; where the answer is missing, that goes before the rest.
    pub fn subject(&self) -> String {
        let f = &self.frame;
        let key = match self.missing.contains(&Missing::Answer) {
            true => "mail-chase-subject-answer",
            false => "mail-chase-subject",
        };
        f.with(
            key,
            &[
                ("title", self.seminar.short_title(f)),
                ("when", self.seminar.when.start(f)),
            ],
        )
    }

    /// How soon it is, and what is asked.
    pub fn lead(&self) -> String {
        let f = &self.frame;
        f.with("mail-chase-lead", &[("span", f.span(self.ahead()))])
    }

    /// What is missing, a line each.
    pub fn still_missing(&self) -> Vec<Fact> {
        let f = &self.frame;
        let words = self.missing.iter();
        let lines = words.map(|missing| f.t(format!("mail-chase-missing-{missing}")));
        Fact::of(f, "mail-chase-missing", lines.collect())
            .into_iter()
            .collect()
    }

    /// What is known of the seminar.
    pub fn facts(&self) -> Vec<Fact> {
        self.seminar.facts(&self.frame)
    }

    fn ahead(&self) -> chrono::Duration {
        chrono::Duration::days(self.days)
    }
}
