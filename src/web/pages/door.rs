//! The door: a list made for a phone, on which one tap lets someone in; and the code that one person shows there.

use askama::Template;

use super::{
    Sample,
    coming::ComingForm,
    common::SeminarEntry,
    form::{Choice, Field, FormMeta},
    html::Html,
    page::Page,
    samples,
    words::Answer,
};
use crate::{
    base::{clock::Instant, language::Language},
    typed_form,
    web::urls,
};

/// `GET /seminars/{code}/door`, and the answer to a posted form that cannot be taken (422).
#[derive(Debug, Clone, Template)]
#[template(path = "pages/door.html")]
pub struct DoorPage {
    /// What every page knows.
    pub page: Page,
    /// Which seminar.
    pub seminar: SeminarEntry,
    /// How many came.
    pub came: usize,
    /// How many said yes.
    pub yes: usize,
    /// What was looked for; empty for everyone.
    pub sought: String,
    /// Who is on the list, and was found.
    pub people: Vec<DoorLine>,
    /// Guests who are known by name alone and came, the latest first.
    pub guests: Vec<GuestLine>,
    /// Someone who is not on the list, as typed.
    pub form: WalkInForm,
    /// What someone says by telephone, as typed.
    pub telephone: ComingForm,
    /// Whether the reader organises it, and may see who is coming.
    pub organises: bool,
}

/// Someone on the list.
#[derive(Debug, Clone)]
pub struct DoorLine {
    /// Their id.
    pub id: String,
    /// The name, or the address where none is known.
    pub name: String,
    /// The institution.
    pub institution: Option<String>,
    /// What was answered.
    pub answer: Option<Answer>,
    /// Whether they speak.
    pub speaks: bool,
    /// How many they bring; of who came, how many came along.
    pub companions: i32,
    /// What those are called, as far as it was said.
    pub companion_names: String,
    /// The check-in and when it was, where they came.
    pub came: Option<(String, Instant)>,
}

/// A guest who is known by name alone.
#[derive(Debug, Clone)]
pub struct GuestLine {
    /// The check-in.
    pub id: String,
    /// What they are called; empty once that is kept no more.
    pub name: String,
    /// When they came.
    pub at: Instant,
}

typed_form! {
    /// Someone who is not on the list.
    WalkInForm {
        /// What they are called.
        name: Field = "door-walk-in-name",
        /// Their address; empty for none.
        email: Field = "door-walk-in-email",
    }
}

/// `GET /seminars/{code}/door/{token}`: the code of one person; to who keeps the door, a button that lets them in.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/door_pass.html")]
pub struct PassPage {
    /// What every page knows.
    pub page: Page,
    /// Which seminar.
    pub seminar: SeminarEntry,
    /// The token in the address.
    pub token: String,
    /// Whose it is: the name, or the address where none is known.
    pub name: String,
    /// What was answered.
    pub answer: Option<Answer>,
    /// What it is to the reader.
    pub view: PassView,
}

/// What the code of one person is to whoever opens it.
#[derive(Debug, Clone)]
pub enum PassView {
    /// To be shown at the door.
    Holder(Option<Html>),
    /// To let them in; the idempotency key of the form.
    Keeper(String),
    /// They came already, then.
    Came(Instant),
}

impl DoorPage {
    /// What can be said by telephone.
    pub fn answers(&self) -> Vec<Choice> {
        [Answer::Yes, Answer::Maybe, Answer::No]
            .into_iter()
            .map(|answer| Choice::new(answer.word(), self.page.word("answer", answer)))
            .collect()
    }

    /// How many came, and how many said yes.
    pub fn counts(&self) -> String {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        self.page.language.with(
            "door-counts",
            &[
                ("came", number(self.came).into()),
                ("yes", number(self.yes).into()),
            ],
        )
    }
}

/// The form for someone who is not on the list, with a fresh key.
pub fn fresh_walk_in(key: String) -> WalkInForm {
    WalkInForm {
        meta: FormMeta {
            key,
            ..FormMeta::default()
        },
        ..WalkInForm::default()
    }
}

impl Sample for DoorPage {
    const NAME: &'static str = "door";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::doors(language)
    }
}

impl Sample for PassPage {
    const NAME: &'static str = "door-pass";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        samples::passes(language)
    }
}
