//! Answering an invitation by its link: a page for people who are not signed in.

use askama::Template;

use super::{
    Sample,
    common::SeminarEntry,
    page::Page,
    replies::ReplyFields,
    samples,
    words::{Answer, SeminarState},
};
use crate::{base::language::Language, web::urls};

/// `GET /answer/{token}` and what follows its POST. The GET changes nothing: mail scanners open links.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/answer.html")]
pub struct AnswerPage {
    /// What every page knows.
    pub page: Page,
    /// The token of the link.
    pub token: String,
    /// Who answers: the name, or the address where none is known.
    pub name: String,
    /// To what.
    pub seminar: SeminarEntry,
    /// What is answered now.
    pub answer: Option<Answer>,
    /// It alone as a calendar, where anyone may see it and so may have that.
    pub calendar: Option<String>,
    /// The place in the queue, from 1, for who waits.
    pub waiting_position: Option<u32>,
    /// Whether a yes would wait: no place is left.
    pub full: bool,
    /// Their code for the door, where they said yes.
    pub pass: Option<String>,
    /// Whether the answer was given just now: the page thanks for it.
    pub just_now: bool,
    /// Whether the answer in the link's query (`?answer=yes`) is put forward; it still takes the button.
    pub put_forward: Option<Answer>,
    /// What is asked beside the answer.
    pub replies: ReplyFields,
    /// The idempotency key of the form.
    pub key: String,
    /// The token against forged requests, bound to the link and to nothing else of the reader.
    pub csrf: String,
}

impl AnswerPage {
    /// Whether it is to be said that a yes would wait.
    pub fn would_wait(&self) -> bool {
        self.full && !matches!(self.answer, Some(Answer::Yes | Answer::Waiting))
    }

    /// Whether it can still be answered.
    pub fn open(&self) -> bool {
        self.seminar.state == SeminarState::Announced && !self.seminar.when.is_over(self.page.now)
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
        self.answer
            .or(self.put_forward)
            .is_some_and(|answer| answer.word() == word)
    }
}

impl Sample for AnswerPage {
    const NAME: &'static str = "answer";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = samples::page(language, &urls::answer("sample"));
        let seminar = samples::entries(language).remove(0);
        let ask = Self {
            calendar: Some(page.calendar(&urls::seminar_feed(&seminar.code))),
            page,
            token: "sample".into(),
            name: "Marie Exemple".into(),
            seminar,
            answer: None,
            waiting_position: None,
            full: false,
            pass: None,
            just_now: false,
            put_forward: None,
            replies: ReplyFields::default(),
            key: "sample".into(),
            csrf: "sample".into(),
        };
        let thanks = Self {
            answer: Some(Answer::Yes),
            pass: Some(urls::door_pass("k7m4xq", "sample")),
            just_now: true,
            ..ask.clone()
        };
        let change = Self {
            answer: Some(Answer::No),
            page: Page {
                zone: samples::zone("Europe/Paris"),
                ..ask.page.clone()
            },
            ..ask.clone()
        };
        let waiting = Self {
            answer: Some(Answer::Waiting),
            waiting_position: Some(1),
            just_now: true,
            ..ask.clone()
        };
        let asked = Self {
            answer: Some(Answer::Yes),
            replies: ReplyFields::sample(language),
            ..ask.clone()
        };
        let mut cancelled = ask.clone();
        cancelled.seminar.state = SeminarState::Cancelled;
        let mut over = ask.clone();
        over.seminar.when = samples::when(-3, 16, 0, 60, "Asia/Seoul");
        vec![
            ("ask", ask),
            ("thanks", thanks),
            ("change", change),
            ("waiting", waiting),
            ("asked", asked),
            ("cancelled", cancelled),
            ("over", over),
        ]
    }
}
