//! The page to which the link in a mail leads that asks whether someone wants to follow a series.

use askama::Template;

use super::{Sample, common::Named, page::Page, samples};
use crate::{base::language::Language, web::urls};

/// `GET /confirm/{token}`, and what the button on it answers.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/confirm.html")]
pub struct ConfirmPage {
    /// What every page knows.
    pub page: Page,
    /// The token in the address.
    pub token: String,
    /// The token against forged requests, bound to the link and to nothing else of the reader.
    pub csrf: String,
    /// What is to be followed; none where nothing of it is for whoever has the link any more, which is [`ConfirmStep::Old`]
    /// then.
    pub series: Option<Named>,
    /// Whether an organiser asked for whoever reads this.
    pub asked: bool,
    /// Where it stands.
    pub step: ConfirmStep,
}

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfirmStep {
    /// It is asked.
    Asks,
    /// They follow it.
    Follows,
    /// They did, and do not any more.
    Stopped,
    /// The link is not good any more.
    Old,
}

impl ConfirmPage {
    /// What is said on top.
    pub fn title(&self) -> String {
        let series = self
            .series
            .as_ref()
            .map_or("", |series| series.label.as_str());
        let with = |key: &str| self.page.with(key, "series", series);
        match self.step {
            ConfirmStep::Asks => with("confirm-title"),
            ConfirmStep::Follows => with("confirm-done"),
            ConfirmStep::Stopped => with("confirm-stopped"),
            ConfirmStep::Old => self.page.t("confirm-old"),
        }
    }

    /// And below it.
    pub fn words(&self) -> String {
        self.page.t(match self.step {
            ConfirmStep::Asks if self.asked => "confirm-words-asked",
            ConfirmStep::Asks => "confirm-words",
            ConfirmStep::Follows => "confirm-done-words",
            ConfirmStep::Stopped => "confirm-stopped-words",
            ConfirmStep::Old => "confirm-old-words",
        })
    }

    /// What the button posts; empty where there is none.
    pub fn wanted(&self) -> &'static str {
        match self.step {
            ConfirmStep::Asks => "yes",
            ConfirmStep::Follows => "no",
            ConfirmStep::Stopped | ConfirmStep::Old => "",
        }
    }
}

impl Sample for ConfirmPage {
    const NAME: &'static str = "confirm";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let [series, ..] = samples::all_series(language);
        let asks = Self {
            page: samples::page(language, &urls::confirm("sample")),
            token: "sample".into(),
            csrf: "sample".into(),
            series: Some(series),
            asked: false,
            step: ConfirmStep::Asks,
        };
        let with = |step| Self {
            step,
            ..asks.clone()
        };
        let asked = Self {
            asked: true,
            ..asks.clone()
        };
        let closed = Self {
            series: None,
            step: ConfirmStep::Old,
            ..asks.clone()
        };
        vec![
            ("closed", closed),
            ("asked-for", asked),
            ("follows", with(ConfirmStep::Follows)),
            ("stopped", with(ConfirmStep::Stopped)),
            ("old", with(ConfirmStep::Old)),
            ("asks", asks),
        ]
    }
}
