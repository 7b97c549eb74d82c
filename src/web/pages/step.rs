//! One more step: a form of which the browser did not say where it came from, to be sent once more.

use askama::Template;

use super::{Sample, page::Page, samples};
use crate::{base::language::Language, web::urls};

/// The fields of the forms that stand on kept pages. What else was sent is nobody's form, and is not said for them.
const FIELDS: [&str; 4] = ["back", "email", "language", "zone"];

/// Longest value, in octets: of an address of ours.
const LONGEST: usize = 2_000;

/// The form as it was sent, now with the token of whoever sends it.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/step.html")]
pub struct StepPage {
    /// What every page knows.
    pub page: Page,
    /// Where it is sent to.
    pub action: String,
    /// What was sent: name and value.
    pub fields: Vec<(String, String)>,
}

impl StepPage {
    /// The form that posted `pairs` to `action`.
    pub fn new(page: Page, action: &str, pairs: &[(String, String)]) -> Self {
        let known = |(name, value): &&(String, String)| {
            FIELDS.contains(&name.as_str()) && value.len() <= LONGEST
        };
        let fields = pairs.iter().filter(known);
        Self {
            page,
            action: action.to_owned(),
            fields: fields.cloned().collect(),
        }
    }

    /// What the reader can have typed or chosen: not the page to come back to.
    pub fn shown(&self) -> Vec<&str> {
        let shown = self.fields.iter();
        shown
            .filter(|(name, value)| name != "back" && !value.is_empty())
            .map(|(_, value)| value.as_str())
            .collect()
    }
}

impl Sample for StepPage {
    const NAME: &'static str = "step";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let step = |action: &str, pairs: &[(&str, &str)]| {
            let pairs: Vec<_> = pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect();
            Self::new(samples::page(language, "/"), action, &pairs)
        };
        vec![
            (
                "language",
                step(
                    &urls::preferences(),
                    &[("back", "/"), ("language", language.code())],
                ),
            ),
            (
                "address",
                step(
                    &urls::series_followers("scaling"),
                    &[("email", "hong@sample.example")],
                ),
            ),
        ]
    }
}
