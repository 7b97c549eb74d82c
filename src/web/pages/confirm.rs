//! The page to which the link in a mail leads that asks whether someone wants to follow something.

use askama::Template;

use super::{Sample, page::Page, samples};
use crate::{base::language::Language, seminars::model::Source, web::urls};

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
    pub followed: Option<OnConfirm>,
    /// Whether an organiser asked for whoever reads this.
    pub asked: bool,
    /// Where it stands.
    pub step: ConfirmStep,
}

/// What is to be followed.
#[derive(Debug, Clone)]
pub struct OnConfirm {
    /// What kind of thing it is.
    pub source: Source,
    /// What it is called; of everything, what the hub is called.
    pub called: String,
    /// Where its page is.
    pub path: String,
}

impl OnConfirm {
    /// `key`, with `-topic`, `-list` or `-hub` behind it for what is no series.
    pub fn key(&self, key: &str) -> String {
        match self.source {
            Source::Series => key.to_owned(),
            Source::Topic | Source::Hub | Source::List => format!("{key}-{}", self.source),
        }
    }
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
        let key = match self.step {
            ConfirmStep::Asks => "confirm-title",
            ConfirmStep::Follows => "confirm-done",
            ConfirmStep::Stopped => "confirm-stopped",
            ConfirmStep::Old => "confirm-old",
        };
        match (&self.followed, self.step) {
            (None, _) | (_, ConfirmStep::Old) => self.page.t(key),
            (Some(followed), _) => {
                let (key, called) = (followed.key(key), &followed.called);
                self.page.with(&key, followed.source.word(), called)
            }
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

    /// What the button says.
    pub fn button(&self) -> String {
        let source = self.followed.as_ref().map(|followed| followed.source);
        let is_series = source == Some(Source::Series);
        self.page.t(match (self.step, is_series) {
            (ConfirmStep::Asks, true) => "confirm-button",
            (ConfirmStep::Asks, false) => "confirm-button-news",
            (_, true) => "confirm-stop",
            (_, false) => "confirm-stop-news",
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
        let series = OnConfirm {
            source: Source::Series,
            path: urls::series(&series.slug),
            called: series.label,
        };
        let asks = Self {
            page: samples::page(language, &urls::confirm("sample")),
            token: "sample".into(),
            csrf: "sample".into(),
            followed: Some(series),
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
            followed: None,
            step: ConfirmStep::Old,
            ..asks.clone()
        };
        let of = |source, english: &str, korean: &str, path| Self {
            followed: Some(OnConfirm {
                source,
                called: samples::say(language, english, korean),
                path,
            }),
            ..asks.clone()
        };
        let hub = of(Source::Hub, "Maru", "Maru", urls::home());
        let topic = of(
            Source::Topic,
            "Alignment",
            "정렬",
            "/?topic=alignment".into(),
        );
        let list = Self {
            step: ConfirmStep::Follows,
            ..of(
                Source::List,
                "Safety and society",
                "안전과 사회",
                urls::list("safety"),
            )
        };
        vec![
            ("hub", hub),
            ("topic", topic),
            ("list", list),
            ("closed", closed),
            ("asked-for", asked),
            ("follows", with(ConfirmStep::Follows)),
            ("stopped", with(ConfirmStep::Stopped)),
            ("old", with(ConfirmStep::Old)),
            ("asks", asks),
        ]
    }
}
