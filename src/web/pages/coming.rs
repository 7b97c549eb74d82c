//! Who is coming, as the organisers of a seminar see it: answers, who came to the door, heads that were counted.

use askama::Template;

use super::{
    Sample,
    common::SeminarEntry,
    files::{self, FileLine},
    form::{Choice, Field},
    page::Page,
    samples,
    words::Answer,
};
use crate::{
    base::{clock::Instant, language::Language},
    seminars::model::{Counted, Purpose, Taken},
    typed_form,
    web::urls,
};

/// `GET /seminars/{code}/coming`, and the answer to a posted form that cannot be taken (422, 409).
#[derive(Debug, Clone, Template)]
#[template(path = "pages/coming.html")]
pub struct ComingPage {
    /// What every page knows.
    pub page: Page,
    /// Which seminar.
    pub seminar: SeminarEntry,
    /// The places that are taken, and all of them; `None` without a limit.
    pub places: Option<(i64, i32)>,
    /// How many said what, came, and were counted.
    pub numbers: ComingNumbers,
    /// What the list is narrowed to.
    pub narrowed: Option<Answer>,
    /// Those of the list, by name.
    pub people: Vec<ComingLine>,
    /// Whether anyone is invited or answered at all.
    pub anyone: bool,
    /// Whether an answer can be entered: it is announced and not over.
    pub open: bool,
    /// Whether people can come to the door: it takes place.
    pub has_door: bool,
    /// Whether heads can be counted: it has begun.
    pub begun: bool,
    /// An answer as typed.
    pub form: ComingForm,
    /// Heads as typed.
    pub heads_form: HeadsForm,
    /// By institution, those of none that is known last.
    pub institutions: Vec<TurnoutLine>,
    /// By country.
    pub countries: Vec<TurnoutLine>,
    /// What is kept of its having taken place.
    pub evidence: Vec<FileLine>,
    /// The idempotency key of the forms about that.
    pub key: String,
}

/// Three numbers of their own, which are never one.
#[derive(Debug, Clone, Default)]
pub struct ComingNumbers {
    /// Who said yes.
    pub yes: usize,
    /// Who waits.
    pub waiting: usize,
    /// Who came to the door.
    pub came: usize,
    /// What was counted in the room.
    pub room: Option<HeadsLine>,
    /// And online.
    pub online: Option<HeadsLine>,
}

/// Heads that were counted.
#[derive(Debug, Clone)]
pub struct HeadsLine {
    /// How many.
    pub heads: i32,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: Option<String>,
}

/// Someone who is invited, answered, speaks or came.
#[derive(Debug, Clone)]
pub struct ComingLine {
    /// The name, or the address where none is known.
    pub name: String,
    /// The address; empty for none.
    pub address: String,
    /// The institution.
    pub institution: Option<String>,
    /// What was answered.
    pub answer: Option<Answer>,
    /// The place in the queue, from 1, for who waits.
    pub position: Option<u32>,
    /// When it was answered.
    pub answered_at: Option<Instant>,
    /// By which way.
    pub way: Option<Taken>,
    /// Who took it, where that was someone else.
    pub taken_by: Option<String>,
    /// Whether nobody vouches for it.
    pub unverified: bool,
    /// Whether they speak.
    pub speaks: bool,
    /// When they came to the door.
    pub came_at: Option<Instant>,
    /// How many they bring.
    pub companions: i32,
    /// What those are called, as far as it was said.
    pub companion_names: String,
    /// Each question that they answered, and what they said.
    pub said: Vec<(String, String)>,
}

/// How many of an institution or a country.
#[derive(Debug, Clone)]
pub struct TurnoutLine {
    /// Which; empty for none that is known.
    pub name: String,
    /// How many said yes.
    pub yes: i64,
    /// How many came.
    pub came: i64,
}

typed_form! {
    /// An answer that an organiser enters for someone.
    ComingForm {
        /// `Name <address>`, an address, or the name of someone on the list.
        who: Field = "coming-enter-who",
        /// A word of [`Answer`].
        answer: Field = "coming-enter-answer",
        /// `telephone` or `organiser`.
        way: Field = "coming-enter-way",
    }
}

typed_form! {
    /// Heads that were counted.
    HeadsForm {
        /// A word of [`Counted`].
        place: Field = "coming-count-place",
        /// How many.
        heads: Field = "coming-count-heads",
    }
}

impl ComingPage {
    /// What a browser offers to choose as evidence.
    pub fn proofs(&self) -> String {
        files::accepts(Purpose::Evidence)
    }

    /// The lists that can be looked at: the word in the address, what it is called, and whether it is this one.
    pub fn lists(&self) -> Vec<(String, String, bool)> {
        let code = self.seminar.code.as_str();
        let all = (
            urls::seminar_coming(code),
            self.page.t("coming-all"),
            self.narrowed.is_none(),
        );
        let narrowed = Answer::ALL.iter().map(|answer| {
            let query = [("answer", Some(answer.word()))];
            (
                urls::with_query(&urls::seminar_coming(code), &query),
                self.page.word("answer", answer),
                self.narrowed == Some(*answer),
            )
        });
        std::iter::once(all).chain(narrowed).collect()
    }

    /// `No. 3`
    pub fn position(&self, position: &u32) -> String {
        self.page.with("coming-position", "n", position)
    }

    /// How many places are taken.
    pub fn taken(&self, places: &(i64, i32)) -> String {
        self.page.language.with(
            "coming-places",
            &[
                ("taken", places.0.into()),
                ("capacity", i64::from(places.1).into()),
            ],
        )
    }

    /// What was said.
    pub fn answers(&self) -> Vec<Choice> {
        [Answer::Yes, Answer::Maybe, Answer::No]
            .into_iter()
            .map(|answer| Choice::new(answer.word(), self.page.word("answer", answer)))
            .collect()
    }

    /// How it was said.
    pub fn ways(&self) -> Vec<Choice> {
        [Taken::Telephone, Taken::Organiser]
            .into_iter()
            .map(|way| Choice::new(way.word(), self.page.word("coming-enter-way", way)))
            .collect()
    }

    /// Where heads are counted.
    pub fn counted(&self) -> Vec<Choice> {
        Counted::ALL
            .iter()
            .map(|place| Choice::new(place.word(), self.page.word("coming-count-place", place)))
            .collect()
    }

    /// Both tables of who came from where: the key of the title, the key of the first column, and the lines.
    pub fn turnouts(&self) -> [(&'static str, &'static str, Vec<TurnoutLine>); 2] {
        [
            (
                "coming-by-institution",
                "coming-institution",
                self.institutions.clone(),
            ),
            (
                "coming-by-country",
                "coming-country",
                self.countries.clone(),
            ),
        ]
    }
}

impl Sample for ComingPage {
    const NAME: &'static str = "coming";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::coming(language)
    }
}
