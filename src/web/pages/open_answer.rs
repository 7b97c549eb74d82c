//! Answering without an invitation: the open page of a seminar, and the one to which the mail leads that asks whether an
//! answer is from whoever is at its address.

use askama::Template;

use super::{
    Sample,
    common::SeminarEntry,
    form::{Choice, Field},
    page::Page,
    replies::ReplyFields,
    samples,
    words::{Answer, SeminarState},
};
use crate::{base::language::Language, typed_form, web::urls};

/// `GET /seminars/{code}/answer`, and the answer to a posted form that cannot be taken (422).
#[derive(Debug, Clone, Template)]
#[template(path = "pages/open_answer.html")]
pub struct OpenAnswerPage {
    /// What every page knows.
    pub page: Page,
    /// To what.
    pub seminar: SeminarEntry,
    /// Of whoever is signed in: they answer as themselves, at once.
    pub own: Option<OwnAnswer>,
    /// What anyone else typed.
    pub form: OpenAnswerForm,
    /// Whether a yes would wait: no place is left.
    pub full: bool,
    /// What is asked beside the answer of who is signed in.
    pub replies: ReplyFields,
}

/// Who is signed in, and what they answered.
#[derive(Debug, Clone)]
pub struct OwnAnswer {
    /// Their name, or the address where none is known.
    pub name: String,
    /// What is answered now.
    pub answer: Option<Answer>,
    /// The place in the queue, from 1, for who waits.
    pub waiting_position: Option<u32>,
    /// The idempotency key of the form.
    pub key: String,
}

typed_form! {
    /// An answer as someone types it who is not signed in.
    OpenAnswerForm {
        /// Their name.
        name: Field = "open-answer-name",
        /// Their address.
        email: Field = "open-answer-email",
        /// A word of [`Answer`].
        answer: Field = "open-answer-answer",
    }
}

/// `GET /confirm/{token}` of an answer, and what follows the button where it does not count.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/confirm_answer.html")]
pub struct ConfirmAnswerPage {
    /// What every page knows.
    pub page: Page,
    /// The token in the address.
    pub token: String,
    /// The token against forged requests, bound to the link and to nothing else of the reader.
    pub csrf: String,
    /// To what.
    pub seminar: SeminarEntry,
    /// The name that was typed.
    pub name: String,
    /// The address that was typed.
    pub address: String,
    /// What was answered.
    pub answer: Answer,
    /// Where it stands.
    pub step: ConfirmAnswerStep,
    /// What is asked beside it, of whoever may come.
    pub replies: ReplyFields,
}

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfirmAnswerStep {
    /// It is asked.
    Asks,
    /// The link is not good any more.
    Old,
    /// The seminar is for fewer than everyone by now: nothing is shown of it.
    NotOpen,
}

/// Whether a seminar can still be answered, and the word that says why not.
fn closed(page: &Page, seminar: &SeminarEntry) -> Option<&'static str> {
    match seminar.state {
        SeminarState::Cancelled => Some("cancelled"),
        SeminarState::Postponed => Some("postponed"),
        _ if seminar.when.is_over(page.now) => Some("over"),
        _ => None,
    }
}

impl OpenAnswerPage {
    /// Why it cannot be answered any more.
    pub fn closed(&self) -> Option<&'static str> {
        closed(&self.page, &self.seminar)
    }

    /// Whether it is to be said that a yes would wait.
    pub fn would_wait(&self) -> bool {
        self.full && !self.has("yes") && !self.has("waiting")
    }

    /// What can be answered.
    pub fn choices(&self) -> Vec<Choice> {
        [Answer::Yes, Answer::Maybe, Answer::No]
            .into_iter()
            .map(|answer| Choice::new(answer.word(), self.page.word("answer", answer)))
            .collect()
    }

    /// Whether `word` is what the reader answered.
    pub fn has(&self, word: &str) -> bool {
        let own = self.own.as_ref().and_then(|own| own.answer);
        own.is_some_and(|answer| answer.word() == word)
    }
}

impl ConfirmAnswerPage {
    /// What is said on top.
    pub fn title(&self) -> String {
        match (self.step, closed(&self.page, &self.seminar)) {
            (ConfirmAnswerStep::Old, _) => self.page.t("confirm-answer-old"),
            (ConfirmAnswerStep::NotOpen, _) => self.page.t("confirm-answer-not-open"),
            (ConfirmAnswerStep::Asks, Some(why)) => self.page.word("answer-closed", why),
            (ConfirmAnswerStep::Asks, None) => self.page.word("confirm-answer-title", self.answer),
        }
    }

    /// And below it.
    pub fn words(&self) -> String {
        match (self.step, closed(&self.page, &self.seminar)) {
            (ConfirmAnswerStep::Old, _) => self.page.t("confirm-answer-old-words"),
            (ConfirmAnswerStep::NotOpen, _) => self.page.t("confirm-answer-not-open-words"),
            (ConfirmAnswerStep::Asks, Some(_)) => self.page.t("answer-closed"),
            (ConfirmAnswerStep::Asks, None) => self.page.language.with(
                "confirm-answer-words",
                &[
                    ("name", self.name.as_str().into()),
                    ("address", self.address.as_str().into()),
                ],
            ),
        }
    }

    /// Whether there is a button.
    pub fn asks(&self) -> bool {
        self.step == ConfirmAnswerStep::Asks && closed(&self.page, &self.seminar).is_none()
    }
}

impl Sample for OpenAnswerPage {
    const NAME: &'static str = "open-answer";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let seminar = samples::entries(language).remove(0);
        let address = urls::open_answer(&seminar.code);
        let visitor = Self {
            page: Page {
                person: None,
                ..samples::page(language, &address)
            },
            seminar,
            own: None,
            form: OpenAnswerForm::default(),
            full: true,
            replies: ReplyFields::default(),
        };
        let mut wrong = visitor.clone();
        wrong.form = OpenAnswerForm {
            name: Field::of("Marie Exemple"),
            email: Field::wrong("marie@", language.t("reason-address")),
            answer: Field::of("yes"),
            ..OpenAnswerForm::default()
        };
        let signed_in = Self {
            page: samples::page(language, &address),
            own: Some(OwnAnswer {
                name: "Marie Exemple".into(),
                answer: Some(Answer::Maybe),
                waiting_position: None,
                key: "sample".into(),
            }),
            replies: ReplyFields::sample(language),
            ..visitor.clone()
        };
        let mut cancelled = visitor.clone();
        cancelled.seminar.state = SeminarState::Cancelled;
        vec![
            ("visitor", visitor),
            ("wrong", wrong),
            ("signed-in", signed_in),
            ("cancelled", cancelled),
        ]
    }
}

impl Sample for ConfirmAnswerPage {
    const NAME: &'static str = "confirm-answer";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let asks = Self {
            page: Page {
                person: None,
                ..samples::page(language, &urls::confirm("sample"))
            },
            token: "sample".into(),
            csrf: "sample".into(),
            seminar: samples::entries(language).remove(0),
            name: "Marie Exemple".into(),
            address: "marie@exemple.example".into(),
            answer: Answer::Yes,
            step: ConfirmAnswerStep::Asks,
            replies: ReplyFields::default(),
        };
        let asked = Self {
            replies: ReplyFields::sample(language),
            ..asks.clone()
        };
        let with = |step| Self {
            step,
            ..asks.clone()
        };
        let mut over = asks.clone();
        over.seminar.when = samples::when(-3, 16, 0, 60, "Asia/Seoul");
        vec![
            ("old", with(ConfirmAnswerStep::Old)),
            ("not-open", with(ConfirmAnswerStep::NotOpen)),
            ("over", over),
            ("asked", asked),
            ("asks", asks),
        ]
    }
}
