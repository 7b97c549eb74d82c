//! The page of a speaker: everything that is asked of them, by one link and without an account.

mod form;
mod samples;

use std::collections::HashMap;

use askama::Template;
use chrono::NaiveDate;

pub use self::form::SpeakForm;
use super::{
    common::SeminarEntry,
    files::{self, FileLine},
    form::{Choice, Field},
    page::Page,
    slots::SpeakSlots,
    stale::Stale,
    versions::{self, Version, Versions},
    words::{SeminarState, SpeakerAnswer, SpeakerRole},
};
use crate::{
    base::{clock::Instant, ids::PersonId},
    people::model::Named,
    seminars::model::{Consent, Given, Missing, Purpose, SaidBy},
    stays::state::StayState,
    web::urls,
};

/// `GET /speak/{token}`, and what follows its forms: 409 with `stale` where someone was quicker, 422 with errors by the fields.
/// The GET changes nothing: mail scanners open links.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/speak.html")]
pub struct SpeakPage {
    /// What every page knows.
    pub page: Page,
    /// The token of the link.
    pub token: String,
    /// Who speaks: the name, or the address where none is known.
    pub name: String,
    /// At what.
    pub seminar: SeminarEntry,
    /// Whose it is, where they have a name.
    pub organiser: Option<String>,
    /// As what.
    pub role: SpeakerRole,
    /// What is answered now.
    pub answer: SpeakerAnswer,
    /// The words that were put beside the answer.
    pub words: Field,
    /// What has just happened.
    pub just_now: Option<SpokeNow>,
    /// The answer in the link's query (`?answer=accepted`); it still takes the button.
    pub put_forward: Option<SpeakerAnswer>,
    /// The times that they may choose from.
    pub slots: Option<SpeakSlots>,
    /// What is still missing.
    pub missing: Vec<Missing>,
    /// Whether the title of the seminar is that of this talk.
    pub alone: bool,
    /// When each use was last answered, and to whom.
    pub said_at: Vec<ConsentNote>,
    /// When they rehearse.
    pub rehearsal: Option<Instant>,
    /// Where it takes place online: for those who have said that they will speak, while it is not over.
    pub join_url: Option<String>,
    /// The stay that came of coming in person.
    pub stay: Option<SpeakStay>,
    /// What someone else has changed since the form was opened.
    pub stale: Option<Stale>,
    /// What they brought.
    pub files: SpeakFiles,
    /// The seminar's own language, in which it has the main text.
    pub own_language: Option<String>,
    /// What is said.
    pub form: SpeakForm,
    /// The idempotency key of the buttons.
    pub key: String,
    /// The token against forged requests, bound to the link and to nothing else of the reader.
    pub csrf: String,
}

/// What has just happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpokeNow {
    /// They answered.
    Answered,
    /// They saved what they say.
    Saved,
    /// They chose one of the times.
    Chose,
    /// They said that none of the times suits.
    NoneSuits,
    /// They chose, and the times can be chosen no more.
    TooLate,
}

/// What a speaker brought.
#[derive(Debug, Clone, Default)]
pub struct SpeakFiles {
    /// Their portrait.
    pub portrait: Option<FileLine>,
    /// Whether they agree that it is shown.
    pub agrees: bool,
    /// Their slides.
    pub slides: Option<FileLine>,
    /// What was brought just now and cannot be taken, and why.
    pub wrong: Option<(Purpose, String)>,
}

impl SpeakFiles {
    /// Why what was brought for a purpose cannot be taken.
    fn wrong_with(&self, purpose: Purpose) -> Option<&str> {
        let wrong = self.wrong.as_ref()?;
        (wrong.0 == purpose).then_some(wrong.1.as_str())
    }
}

/// Since when something is said to a use, and to whom it was said.
#[derive(Debug, Clone)]
pub struct ConsentNote {
    /// To which.
    pub consent: Consent,
    /// Since when.
    pub at: Instant,
    /// The organiser who was told, where it was not the speaker who entered it; empty where nobody knows them any more.
    pub given_to: Option<String>,
}

impl ConsentNote {
    /// Of what was said, with the names of those who were told.
    pub fn of(consent: Consent, given: &Given, names: &HashMap<PersonId, Named>) -> Self {
        let called = || {
            let named = given.taken_by.and_then(|person| names.get(&person));
            named.map_or_else(String::new, |named| named.called().to_owned())
        };
        Self {
            consent,
            at: given.at,
            given_to: (given.said_by == SaidBy::Organiser).then(called),
        }
    }

    /// What stands before the time.
    pub fn words(&self, page: &Page) -> String {
        match self.given_to.as_deref() {
            None => page.t("speak-consent-since"),
            Some("") => page.t("speak-consent-given"),
            Some(name) => page.with("speak-consent-given-to", "name", name),
        }
    }
}

/// A stay that came of coming in person.
#[derive(Debug, Clone)]
pub struct SpeakStay {
    /// The first day.
    pub from: NaiveDate,
    /// The last day, inclusive.
    pub to: NaiveDate,
    /// Where it stands.
    pub state: StayState,
}

/// A link that was revoked: 410.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/speak_gone.html")]
pub struct SpeakGonePage {
    /// What every page knows.
    pub page: Page,
    /// Whom to ask for another one.
    pub organiser: Option<String>,
}

impl SpeakPage {
    /// Title and abstract in further languages, where these are the seminar's.
    pub fn versions(&self) -> Vec<Version<'_>> {
        self.form.offered(self.own_language.as_deref())
    }

    /// The languages to choose from.
    pub fn languages(&self) -> Vec<Choice> {
        versions::spoken_in()
    }

    /// Whether something stands in one of them.
    pub fn versions_open(&self) -> bool {
        self.versions().iter().any(Version::is_used)
    }

    /// Whether it can still be answered: a draft too, for its speakers are asked first.
    pub fn open(&self) -> bool {
        matches!(
            self.seminar.state,
            SeminarState::Draft | SeminarState::Announced
        ) && (!self.is_over() || self.slots.is_some())
    }

    /// What can be answered: who may choose a time says yes by that.
    pub fn answers(&self) -> Vec<&'static str> {
        match self.slots.is_some() && self.answer == SpeakerAnswer::Asked {
            true => vec!["declined"],
            false => vec!["accepted", "declined"],
        }
    }

    /// What is said of what has just happened to the times.
    pub fn about_slots(&self) -> Option<String> {
        match self.just_now? {
            SpokeNow::Chose => Some(self.page.t("speak-slots-chosen")),
            SpokeNow::NoneSuits => Some(self.page.t("speak-slots-none-said")),
            SpokeNow::TooLate => Some(self.page.t("speak-slots-gone-words")),
            SpokeNow::Answered | SpokeNow::Saved => None,
        }
    }

    /// Whether it is over. What is postponed is not: its new time is awaited.
    pub fn is_over(&self) -> bool {
        self.seminar.state != SeminarState::Postponed && self.seminar.when.is_over(self.page.now)
    }

    /// Whether something can still be said: until it is cancelled; slides and consents after it too.
    pub fn takes(&self) -> bool {
        self.seminar.state != SeminarState::Cancelled && self.answer != SpeakerAnswer::Declined
    }

    /// Whether what they said was saved just now.
    pub fn is_saved(&self) -> bool {
        self.just_now == Some(SpokeNow::Saved)
    }

    /// What stands on top.
    pub fn heading(&self) -> String {
        match (self.just_now, self.open()) {
            (Some(SpokeNow::Answered | SpokeNow::Chose), true) => self.page.t("answer-thanks"),
            (Some(SpokeNow::TooLate), _) => self.page.t("speak-slots-gone"),
            (_, true) if self.answer == SpeakerAnswer::Asked => {
                self.page.word("speak-question", self.role)
            }
            (_, true) => self.page.t("speak-heading"),
            (_, false) => self.page.word("answer-closed", self.closed_word()),
        }
    }

    /// Why it cannot be answered any more.
    pub fn closed_word(&self) -> &'static str {
        match self.seminar.state {
            SeminarState::Cancelled => "cancelled",
            SeminarState::Postponed => "postponed",
            _ => "over",
        }
    }

    /// Whether `word` is what is answered, or what the link puts forward while nothing is.
    pub fn has(&self, word: &str) -> bool {
        match self.answer {
            SpeakerAnswer::Asked => self.put_forward.is_some_and(|answer| answer.word() == word),
            answer => answer.word() == word,
        }
    }

    /// Whether they give a talk.
    pub fn talks(&self) -> bool {
        self.role == SpeakerRole::Speaker
    }

    /// The uses that are asked about.
    pub fn consents(&self) -> Vec<Consent> {
        Consent::ALL
            .iter()
            .copied()
            .filter(|consent| self.talks() || *consent != Consent::Slides)
            .collect()
    }

    /// Yes, no, and not said.
    pub fn says(&self) -> Vec<Choice> {
        self.choices("speak-say")
    }

    /// In person, online, and not said.
    pub fn ways(&self) -> Vec<Choice> {
        self.choices("speak-come")
    }

    fn choices(&self, group: &str) -> Vec<Choice> {
        [("yes", "yes"), ("no", "no"), ("", "unsaid")]
            .into_iter()
            .map(|(value, word)| Choice::new(value, self.page.word(group, word)))
            .collect()
    }

    /// Why the portrait that was brought cannot be taken.
    pub fn wrong_portrait(&self) -> Option<&str> {
        self.files.wrong_with(Purpose::Portrait)
    }

    /// Why the slides that were brought cannot be taken.
    pub fn wrong_slides(&self) -> Option<&str> {
        self.files.wrong_with(Purpose::Slides)
    }

    /// What a browser offers to choose as a portrait.
    pub fn portraits(&self) -> String {
        files::accepts(Purpose::Portrait)
    }

    /// And as slides.
    pub fn presentations(&self) -> String {
        files::accepts(Purpose::Slides)
    }

    /// When a use was last answered, and to whom.
    pub fn answered(&self, consent: &Consent) -> Option<&ConsentNote> {
        self.said_at.iter().find(|one| one.consent == *consent)
    }

    /// The label of a use.
    pub fn label(&self, consent: &Consent) -> String {
        format!("speak-consent-{consent}")
    }
}
