//! Cancelling and postponing a seminar: what the button will do, whom it tells, and why.

use askama::Template;

use super::{
    Sample,
    common::{SeminarEntry, WillBeTold},
    form::{Choice, Field, FormMeta},
    page::Page,
    samples,
};
use crate::{base::language::Language, typed_form, web::urls};

/// `GET /seminars/{code}/cancellation`, `GET /seminars/{code}/postponement`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/seminar_act.html")]
pub struct SeminarActPage {
    /// What every page knows.
    pub page: Page,
    /// What the button does.
    pub act: SeminarAct,
    /// Which seminar.
    pub seminar: SeminarEntry,
    /// What was typed.
    pub form: ActForm,
    /// What may come in its place, by code; empty where nothing can be chosen.
    pub others: Vec<Choice>,
    /// Who will get a mail.
    pub told: WillBeTold,
}

/// What can be done to a seminar that people know of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeminarAct {
    /// It will not take place.
    Cancellation,
    /// It will take place at another time, not yet known.
    Postponement,
}

typed_form! {
    /// Why.
    ActForm {
        /// The reason; people are told it.
        reason: Field = "act-reason",
        /// The code of what comes in its place; empty where nothing does, or that is not known.
        replaced_by: Field = "in-place-label",
        /// Words of the organiser's own, above what is told.
        note: Field = "foretold-note",
    }
}

impl SeminarAct {
    /// The word in texts and addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cancellation => "cancellation",
            Self::Postponement => "postponement",
        }
    }
}

impl SeminarActPage {
    /// Where the form posts to.
    pub fn action(&self) -> String {
        match self.act {
            SeminarAct::Cancellation => urls::seminar_cancellation(&self.seminar.code),
            SeminarAct::Postponement => urls::seminar_postponement(&self.seminar.code),
        }
    }

    /// What is told, for the component that shows it.
    pub fn told(&self) -> Option<&WillBeTold> {
        Some(&self.told)
    }
}

impl Sample for SeminarActPage {
    const NAME: &'static str = "seminar-act";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let seminar = samples::entries(language).remove(0);
        let cancel = Self {
            page: samples::organiser(language, &urls::seminar_cancellation(&seminar.code)),
            act: SeminarAct::Cancellation,
            form: ActForm {
                meta: FormMeta {
                    key: "sample".into(),
                    lock_version: Some(3),
                    errors: Vec::new(),
                },
                reason: Field::default(),
                replaced_by: Field::default(),
                note: Field::default(),
            },
            others: vec![
                Choice::new("k3w7np", "Beyond scaling").hint("2026-12-17 16:00"),
                Choice::new("m8xqrt", "Robots that share a kitchen").hint("2026-12-24 16:00"),
            ],
            told: WillBeTold {
                count: 42,
                if_moved: 0,
                lists: 2,
                names: vec![
                    "Marie Exemple".into(),
                    "Erika Mustermann".into(),
                    "이보기".into(),
                ],
            },
            seminar,
        };
        let postpone = Self {
            page: samples::organiser(language, &urls::seminar_postponement(&cancel.seminar.code)),
            act: SeminarAct::Postponement,
            others: Vec::new(),
            told: WillBeTold::default(),
            ..cancel.clone()
        };
        vec![("cancel", cancel), ("postpone", postpone)]
    }
}
