//! Whether an answer that was given with an address is from whoever is there.

use super::{Answer, Seminar};
use crate::{
    base::{clock::Instant, language},
    mail::render::Frame,
};

/// Asks whoever is at an address whether they have answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerConfirmation {
    /// Whoever reads it: the name that was typed is not said, anyone may have typed it.
    pub frame: Frame,
    /// To what.
    pub seminar: Seminar,
    /// What was answered.
    pub answer: Answer,
    /// To the page with the button; opening it changes nothing.
    pub link: String,
    /// Until when it is good.
    pub until: Instant,
}

impl AnswerConfirmation {
    /// What happened, and what is asked.
    pub fn lead(&self) -> String {
        self.frame.t(match self.answer {
            Answer::Yes | Answer::Waiting | Answer::Accepted => "mail-confirm-answer-lead-yes",
            Answer::Maybe => "mail-confirm-answer-lead-maybe",
            Answer::No | Answer::Declined => "mail-confirm-answer-lead-no",
        })
    }

    /// Until when the link is good.
    pub fn valid(&self) -> String {
        let f = &self.frame;
        let when = language::moment(f.language, self.until, f.zone);
        f.with("mail-confirm-valid", &[("when", when)])
    }
}
