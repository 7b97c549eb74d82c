//! The leaflet of a seminar: all of what is told of it, on as many sheets of A4 as that takes.

use askama::Template;

use super::{Paper, Subject};
use crate::{
    base::language::Language,
    web::{
        pages::{Sample, html::Html, markdown, qr},
        urls,
    },
};

/// `GET /seminars/{code}/print/leaflet`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/print/leaflet.html")]
pub struct LeafletPage {
    /// What every sheet knows.
    pub paper: Paper,
    /// What it tells.
    pub subject: Subject,
    /// The abstract.
    pub words: Option<Html>,
    /// The short address as a code.
    pub code: Option<Html>,
}

impl LeafletPage {
    /// The leaflet of `subject`.
    pub fn new(paper: Paper, subject: Subject) -> Self {
        let subject = subject.read_in(&paper.languages);
        let address = paper.page.absolute(&urls::short(&subject.code));
        let alt = paper.page.with("print-qr", "address", &address);
        Self {
            words: markdown::html(&subject.abstract_text),
            code: qr::code(&address, &alt),
            paper,
            subject,
        }
    }
}

impl Sample for LeafletPage {
    const NAME: &'static str = "paper-leaflet";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        super::samples::leaflets(language)
    }
}
