//! Who knows how a seminar stands.

use askama::Template;

use super::{
    Sample,
    common::SeminarEntry,
    page::Page,
    samples,
    words::{Answer, SpeakerAnswer},
};
use crate::{
    base::{
        clock::Instant,
        language::{Arg, Language},
    },
    web::urls,
};

/// `GET /seminars/{code}/knowledge`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/knowledge.html")]
pub struct KnowledgePage {
    /// What every page knows.
    pub page: Page,
    /// Which seminar.
    pub seminar: SeminarEntry,
    /// Everyone concerned, by name.
    pub people: Vec<Knowing>,
    /// The mailing lists that were told, by name.
    pub lists: Vec<ListLine>,
    /// The idempotency key of the button that tells the rest; `None` where nobody is told any more.
    pub key: Option<String>,
}

/// What one person knows and answered.
#[derive(Debug, Clone)]
pub struct Knowing {
    /// The name, or the address where none is known.
    pub name: String,
    /// The address.
    pub address: String,
    /// What was answered.
    pub answer: Option<Answered>,
    /// When that was.
    pub answered_at: Option<Instant>,
    /// What was last told.
    pub state: KnowingState,
    /// When that was.
    pub told_at: Option<Instant>,
    /// The address to which nothing more is sent, where their mail bounced for good.
    pub suspended: Option<String>,
}

/// What a mailing list was told.
#[derive(Debug, Clone)]
pub struct ListLine {
    /// What it is called.
    pub name: String,
    /// Its address.
    pub address: String,
    /// The latest revision that a mail to it told.
    pub revision_told: i32,
    /// When that mail was taken, or had failed.
    pub told_at: Instant,
    /// `accepted` or `failed`.
    pub state: &'static str,
    /// Whether another mail to it waits.
    pub waits: bool,
}

/// What someone answered: to the invitation, or to the request to speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// Whether they come.
    Comes(Answer),
    /// Whether they speak.
    ToSpeak(SpeakerAnswer),
}

impl From<Answer> for Answered {
    fn from(answer: Answer) -> Self {
        Self::Comes(answer)
    }
}

impl Answered {
    /// In the reader's language.
    pub fn said(self, page: &Page) -> String {
        match self {
            Self::Comes(answer) => page.word("answer", answer),
            Self::ToSpeak(answer) => page.word("speaker-answer", answer),
        }
    }

    /// By which it is coloured: as a yes, a maybe, a no.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Comes(answer) => answer.word(),
            Self::ToSpeak(SpeakerAnswer::Accepted) => Answer::Yes.word(),
            Self::ToSpeak(SpeakerAnswer::Declined) => Answer::No.word(),
            Self::ToSpeak(SpeakerAnswer::Asked) => Answer::Waiting.word(),
        }
    }
}

/// Whether a person knows how things stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnowingState {
    /// The present revision was told.
    Knows,
    /// An older one was, or none yet.
    Doesnt,
    /// The mail came back.
    Bounced,
    /// They do not come and are told of another time alone, or did it themselves.
    NeedNot,
}

impl KnowingState {
    /// The word in texts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Knows => "knows",
            Self::Doesnt => "doesnt",
            Self::Bounced => "bounced",
            Self::NeedNot => "need-not",
        }
    }
}

impl KnowledgePage {
    /// How many know, don't, and could not be reached.
    pub fn totals(&self) -> Vec<(&'static str, usize)> {
        [
            KnowingState::Knows,
            KnowingState::Doesnt,
            KnowingState::Bounced,
        ]
        .into_iter()
        .map(|state| (state.word(), self.count(state)))
        .collect()
    }

    /// How many do not know how it stands.
    pub fn behind(&self) -> usize {
        self.count(KnowingState::Doesnt)
    }

    /// How many could not be reached.
    pub fn bounced(&self) -> usize {
        self.count(KnowingState::Bounced)
    }

    /// Whether nothing more is sent to the address of any of them. What bounced for a reason that may pass ends nothing.
    pub fn any_suspended(&self) -> bool {
        self.people.iter().any(|one| one.suspended.is_some())
    }

    /// Where whoever reads can let mail go again to an address to which nothing is sent: administrators alone.
    pub fn lifting(&self, one: &Knowing) -> Option<String> {
        let address = one.suspended.as_deref();
        address
            .filter(|_| self.page.administers())
            .map(urls::suspensions_of)
    }

    /// Up to which revision a list was told, or which may not have reached it.
    pub fn revision_told(&self, list: &ListLine) -> String {
        let key = format!("knowledge-list-told-{}", list.state);
        let told = Arg::from(i64::from(list.revision_told));
        self.page.language.with(&key, &[("told", told)])
    }

    fn count(&self, state: KnowingState) -> usize {
        self.people.iter().filter(|one| one.state == state).count()
    }
}

impl Sample for KnowledgePage {
    const NAME: &'static str = "knowledge";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::knowledge(language)
    }
}
