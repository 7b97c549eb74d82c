//! How the mails say what people answered.

use super::{Answer, AnswersReceived, Received, Totals, told::named};
use crate::{
    base::{language::Arg, text},
    mail::render::{Fact, Frame},
};

impl Answer {
    /// The end of its keys.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Maybe => "maybe",
            Self::No => "no",
            Self::Waiting => "waiting",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
        }
    }
}

impl AnswersReceived {
    /// How many came in.
    pub fn count(&self) -> i64 {
        i64::try_from(self.answers.len()).unwrap_or(i64::MAX)
    }

    /// `3 answers: Scaling laws`
    pub fn subject(&self) -> String {
        let f = &self.frame;
        f.language.with(
            "mail-answers-subject",
            &[
                ("n", Arg::from(self.count())),
                ("title", Arg::from(text::line(&self.seminar.short_title(f)))),
            ],
        )
    }

    /// `12 yes · 3 maybe · 4 no`
    pub fn so_far(&self) -> String {
        self.totals.line(&self.frame)
    }

    /// When and where, for the organiser of several.
    pub fn facts(&self) -> Vec<Fact> {
        vec![Fact::when(&self.frame, "mail-when", &self.seminar.when)]
    }
}

impl Received {
    /// Who it is from.
    pub fn who(&self) -> String {
        named(&self.name, self.affiliation.as_deref())
    }

    /// What they said, in a word.
    pub fn said(&self, f: &Frame) -> String {
        f.t(format!("mail-answer-{}", self.answer.word()))
    }

    /// Whether it is a refusal.
    pub fn is_no(&self) -> bool {
        matches!(self.answer, Answer::No | Answer::Declined)
    }
}

impl Totals {
    // Yes and no always, the others where there are some.
    fn line(self, f: &Frame) -> String {
        [
            ("mail-total-yes", self.yes, true),
            ("mail-total-maybe", self.maybe, false),
            ("mail-total-no", self.no, true),
            ("mail-total-waiting", self.waiting, false),
            ("mail-total-silent", self.silent, false),
        ]
        .into_iter()
        .filter(|(_, n, always)| *always || *n > 0)
        .map(|(key, n, _)| f.count(key, n))
        .collect::<Vec<_>>()
        .join(" · ")
    }
}
