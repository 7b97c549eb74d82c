//! What comes next, as a page to be shown inside another.

use askama::Template;

use super::{Sample, common::SeminarEntry, page::Page, samples};
use crate::{base::language::Language, web::urls};

/// `GET /embed/…`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/embed.html")]
pub struct EmbedPage {
    /// What every page knows.
    pub page: Page,
    /// What is listed: a series, a topic, an institution, or the programme.
    pub title: String,
    /// The page that shows all of it.
    pub whole: String,
    /// The calendar with just this.
    pub feed: String,
    /// The language that it speaks unless it is asked otherwise; none: the hub's.
    pub language: Option<Language>,
    /// What comes next, by start.
    pub seminars: Vec<SeminarEntry>,
}

impl EmbedPage {
    /// The list for programs.
    pub fn json(&self) -> String {
        json(&self.feed)
    }

    /// The calendar to subscribe to.
    pub fn calendar(&self) -> String {
        self.page.calendar_of(&self.feed, self.language)
    }
}

/// What has to be copied into another page to show the list there that goes with a calendar.
pub fn code(page: &Page, feed: &str, title: &str) -> String {
    format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"100%\" height=\"600\" loading=\"lazy\"></iframe>",
        super::html::escape(&page.absolute(&urls::embed_of(feed))),
        super::html::escape(title),
    )
}

/// The list for programs that goes with a calendar.
pub fn json(feed: &str) -> String {
    let list = feed.strip_suffix(".ics").unwrap_or(feed);
    format!("{list}.json")
}

impl Sample for EmbedPage {
    const NAME: &'static str = "embed";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let [scaling, ..] = samples::all_series(language);
        let series = Self {
            page: samples::page(language, &urls::series_embed(&scaling.slug)),
            title: scaling.label,
            whole: urls::series(&scaling.slug),
            feed: urls::series_feed(&scaling.slug),
            language: None,
            seminars: samples::entries(language)
                .into_iter()
                .filter(|entry| {
                    entry
                        .series
                        .as_ref()
                        .is_some_and(|one| one.slug == scaling.slug)
                })
                .map(|entry| SeminarEntry {
                    series: None,
                    my_answer: None,
                    ..entry
                })
                .collect(),
        };
        let hub = Self {
            page: Page {
                zone: samples::zone("Europe/Paris"),
                zone_chosen: true,
                ..samples::page(language, &urls::hub_embed())
            },
            title: language.t("programme-title"),
            whole: urls::home(),
            feed: urls::hub_feed(),
            language: None,
            seminars: samples::entries(language),
        };
        let empty = Self {
            seminars: Vec::new(),
            ..series.clone()
        };
        vec![("series", series), ("hub-in-paris", hub), ("empty", empty)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_leads_to_the_list_and_its_title_cannot_break_it() {
        let page = samples::page(Language::En, "/");
        assert_eq!(
            code(&page, "/feeds/series/scaling.ics", "\"><b>"),
            "<iframe src=\"https://maru.example/embed/series/scaling\" title=\"&quot;&gt;&lt;b&gt;\" width=\"100%\" \
             height=\"600\" loading=\"lazy\"></iframe>"
        );
        assert_eq!(json("/feeds/hub.ics"), "/feeds/hub.json");
    }
}
