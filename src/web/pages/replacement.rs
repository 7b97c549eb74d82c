//! Saying what comes in place of a cancelled seminar.

use askama::Template;

use super::{
    Sample,
    common::SeminarEntry,
    form::{Choice, Field, FormMeta},
    page::Page,
    samples,
};
use crate::{
    base::{language::Language, zone::Zone},
    typed_form,
    web::urls,
};

/// `GET /seminars/{code}/replacement`, and the answer to a posted form that cannot be taken.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/replacement.html")]
pub struct ReplacementPage {
    /// What every page knows.
    pub page: Page,
    /// What is cancelled.
    pub seminar: SeminarEntry,
    /// What comes in its place as it was said, the next one and not the end of the chain.
    pub said: Option<SeminarEntry>,
    /// What was typed.
    pub form: ReplacementForm,
    /// The zone in which a new time is meant.
    pub zone: Zone,
    /// The two instants of a wall time that comes twice: values `0` and `1`; empty where it comes once.
    pub folds: Vec<Choice>,
    /// Seminars to come, by code.
    pub others: Vec<Choice>,
}

typed_form! {
    /// What is to come in its place, as typed.
    ReplacementForm {
        /// The date of a draft that is to be made.
        date: Field = "seminar-form-date",
        /// The wall time of that draft.
        time: Field = "seminar-form-time",
        /// `0` or `1` where the wall time comes twice; empty otherwise.
        fold: Field = "seminar-form-time",
        /// The code of a seminar that there is.
        by: Field = "in-place-choose",
        /// The code or address of another one, which goes before it.
        other: Field = "in-place-other",
    }
}

impl ReplacementPage {
    /// Where its forms post to.
    pub fn action(&self) -> String {
        urls::seminar_replacement(&self.seminar.code)
    }
}

impl Sample for ReplacementPage {
    const NAME: &'static str = "replacement";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let mut entries = samples::entries(language);
        let seminar = entries.remove(0);
        let nothing = Self {
            page: samples::organiser(language, &urls::seminar_replacement(&seminar.code)),
            said: None,
            form: ReplacementForm {
                meta: FormMeta {
                    key: "sample".into(),
                    lock_version: Some(4),
                    errors: Vec::new(),
                },
                date: Field::of("2026-12-08"),
                time: Field::of("16:00"),
                ..ReplacementForm::default()
            },
            zone: seminar.when.zone,
            folds: Vec::new(),
            others: Vec::new(),
            seminar,
        };
        let said = Self {
            said: entries.first().cloned(),
            others: entries
                .iter()
                .take(3)
                .map(|one| Choice::new(&one.code, &one.title).hint("2026-12-15 16:00"))
                .collect(),
            ..nothing.clone()
        };
        let wrong = Self {
            form: ReplacementForm {
                other: Field::wrong("k3w7np", language.t("reason-replaced-ring")),
                ..nothing.form.clone()
            },
            ..said.clone()
        };
        vec![("nothing", nothing), ("said", said), ("wrong", wrong)]
    }
}
