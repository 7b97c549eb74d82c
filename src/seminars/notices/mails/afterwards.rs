//! What is told once a seminar is over: thanks, and what is still to come of it.

use super::Seminar;
use crate::{
    mail::render::{Fact, Frame},
    seminars::model::Consent,
};

/// Thanks a speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thanks {
    /// Who reads it.
    pub frame: Frame,
    /// Where they spoke.
    pub seminar: Seminar,
    /// What they said to each use of what they gave; none: nothing yet.
    pub consents: Vec<(Consent, Option<bool>)>,
    /// Whether their slides are still to come: they gave a talk, there are none, and they have not said no to their being
    /// published.
    pub slides: bool,
    /// What the organiser wrote.
    pub note: Option<String>,
    /// To their own page.
    pub link: String,
}

impl Thanks {
    /// `Thank you for …`
    pub fn subject(&self) -> String {
        let f = &self.frame;
        f.with(
            "mail-thanks-subject",
            &[("title", self.seminar.short_title(f))],
        )
    }

    /// That they are thanked.
    pub fn lead(&self) -> String {
        self.frame.t("mail-thanks-lead")
    }

    /// What they agreed to, a line each.
    pub fn agreed(&self) -> Vec<Fact> {
        let f = &self.frame;
        let line = |(consent, given): &(Consent, Option<bool>)| {
            let said = match given {
                Some(true) => "yes",
                Some(false) => "no",
                None => "unsaid",
            };
            let said = f.t(format!("speak-say-{said}"));
            format!("{}: {said}", f.t(format!("speak-consent-{consent}")))
        };
        let lines = self.consents.iter().map(line).collect();
        Fact::of(f, "mail-thanks-agreed", lines)
            .into_iter()
            .collect()
    }

    /// When it was, and with whom.
    pub fn facts(&self) -> Vec<Fact> {
        self.seminar.facts(&self.frame)
    }
}

/// Asks a speaker for their slides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlidesChase {
    /// Who reads it.
    pub frame: Frame,
    /// Where they spoke.
    pub seminar: Seminar,
    /// What the organiser wrote.
    pub note: Option<String>,
    /// To their own page.
    pub link: String,
}

impl SlidesChase {
    /// `Your slides: …`
    pub fn subject(&self) -> String {
        let f = &self.frame;
        f.with(
            "mail-slides-subject",
            &[("title", self.seminar.short_title(f))],
        )
    }

    /// What is asked.
    pub fn lead(&self) -> String {
        self.frame.t("mail-slides-lead")
    }

    /// When it was, and with whom.
    pub fn facts(&self) -> Vec<Fact> {
        self.seminar.facts(&self.frame)
    }
}

/// Asks an organiser for the recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordingChase {
    /// Who reads it.
    pub frame: Frame,
    /// Of what.
    pub seminar: Seminar,
    /// What an organiser wrote.
    pub note: Option<String>,
    /// Where its address is set, or it is said that none will come.
    pub link: String,
}

impl RecordingChase {
    /// `The recording: …`
    pub fn subject(&self) -> String {
        let f = &self.frame;
        f.with(
            "mail-recording-subject",
            &[("title", self.seminar.short_title(f))],
        )
    }

    /// What is asked.
    pub fn lead(&self) -> String {
        self.frame.t("mail-recording-lead")
    }

    /// When it was, and with whom.
    pub fn facts(&self) -> Vec<Fact> {
        self.seminar.facts(&self.frame)
    }
}
