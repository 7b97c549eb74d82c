//! How to subscribe: every calendar there is, and how each calendar program takes it up.

use std::collections::BTreeMap;

use askama::Template;

use super::{Sample, common::Named, how_to::Program, page::Page, samples};
use crate::{base::language::Language, feeds::model::Format, web::urls};

/// `GET /feeds`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/feeds.html")]
pub struct FeedsPage {
    /// What every page knows.
    pub page: Page,
    /// The series that the reader may see.
    pub series: Vec<Named>,
    /// Those of the series that have a language of their own, by slug.
    pub languages: BTreeMap<String, Language>,
    /// The topics that have a feed.
    pub topics: Vec<Named>,
    /// The institutions that have a feed.
    pub institutions: Vec<Named>,
    /// The lists that are for everyone.
    pub lists: Vec<Named>,
    /// The rooms that have a feed for this reader.
    pub rooms: Vec<Named>,
}

/// A calendar to subscribe to.
#[derive(Debug, Clone)]
pub struct FeedLine {
    /// What it is called.
    pub label: String,
    /// The path, ending in `.ics`, and what is asked of it.
    pub path: String,
}

/// The same as a list for feed readers.
#[derive(Debug, Clone)]
pub struct ReadingList {
    /// What such readers call it.
    pub label: &'static str,
    /// Its media type, without parameters.
    pub media_type: &'static str,
    /// The path.
    pub path: String,
}

/// The lists beside a calendar of seminars, which are asked for the same; none beside that of a room, of one seminar or of a
/// person.
pub fn reading_lists(calendar: &str) -> Vec<ReadingList> {
    let (path, query) = calendar.split_at(calendar.find('?').unwrap_or(calendar.len()));
    let Some(stem) = path.strip_suffix(".ics") else {
        return Vec::new();
    };
    let has_none = ["/feeds/rooms/", "/feeds/seminars/", "/feeds/my/"];
    if has_none.iter().any(|start| stem.starts_with(start)) {
        return Vec::new();
    }
    let lists = [(Format::Atom, "Atom"), (Format::Json, "JSON Feed")];
    let list = |(format, label): (Format, &'static str)| ReadingList {
        label,
        media_type: format
            .media_type()
            .split(';')
            .next()
            .unwrap_or(format.media_type()),
        path: format!("{stem}.{format}{query}"),
    };
    lists.map(list).into()
}

impl FeedsPage {
    /// The groups of calendars: heading and lines; empty groups are left out.
    pub fn groups(&self) -> Vec<(String, Vec<FeedLine>)> {
        let lines = |named: &[Named], address: fn(&str) -> String| {
            named
                .iter()
                .map(|one| FeedLine {
                    label: one.label.clone(),
                    path: self.page.calendar(&address(&one.slug)),
                })
                .collect::<Vec<_>>()
        };
        let hub = vec![FeedLine {
            label: self
                .page
                .with("feeds-everything", "hub", &self.page.hub_name),
            path: self.page.calendar(&urls::hub_feed()),
        }];
        let series = self.series.iter().map(|one| FeedLine {
            label: one.label.clone(),
            path: self.page.calendar_of(
                &urls::series_feed(&one.slug),
                self.languages.get(&one.slug).copied(),
            ),
        });
        [
            ("feeds-hub", hub),
            ("feeds-series", series.collect()),
            ("feeds-topics", lines(&self.topics, urls::topic_feed)),
            (
                "feeds-institutions",
                lines(&self.institutions, urls::institution_feed),
            ),
            ("feeds-kept-lists", lines(&self.lists, urls::list_feed)),
            ("feeds-rooms", lines(&self.rooms, urls::room_feed)),
        ]
        .into_iter()
        .filter(|(_, lines)| !lines.is_empty())
        .map(|(key, lines)| (self.page.t(key), lines))
        .collect()
    }

    /// How late a program is known to be, in words.
    pub fn lag(&self, program: &Program) -> String {
        program.lag(self.page.language)
    }

    /// The programs that are explained.
    pub fn programs(&self) -> &'static [Program] {
        Program::ALL
    }
}

/// “Subscribe in Google Calendar”: it takes the address without encryption in its name and fetches it itself.
pub fn google_subscription(page: &Page, path: &str) -> String {
    urls::with_query(
        "https://calendar.google.com/calendar/render",
        &[("cid", Some(&page.webcal(path)))],
    )
}

/// “Subscribe in Outlook on the web”, at work or at school.
pub fn outlook_subscription(page: &Page, path: &str, name: &str) -> String {
    outlook_at("https://outlook.office.com", page, path, name)
}

/// “Subscribe in Outlook on the web”, in one of its two houses: that of work and school, or `outlook.live.com`.
pub fn outlook_at(house: &str, page: &Page, path: &str, name: &str) -> String {
    urls::with_query(
        &format!("{house}/calendar/0/addfromweb"),
        &[("url", Some(&page.absolute(path))), ("name", Some(name))],
    )
}

impl Sample for FeedsPage {
    const NAME: &'static str = "feeds";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let full = Self {
            page: samples::page(language, &urls::feeds()),
            series: samples::all_series(language).to_vec(),
            languages: BTreeMap::from([("scaling".into(), Language::Ko)]),
            topics: vec![
                Named::new("alignment", samples::say(language, "Alignment", "정렬")),
                Named::new("robotics", samples::say(language, "Robotics", "로보틱스")),
            ],
            institutions: vec![
                Named::new("kaist", "KAIST"),
                Named::new("riken-aip", "RIKEN AIP"),
            ],
            lists: vec![Named::new(
                "safety",
                samples::say(language, "Safety and society", "안전과 사회"),
            )],
            rooms: vec![Named::new(
                "hall",
                samples::say(language, "Main hall", "대강당"),
            )],
        };
        let empty = Self {
            page: samples::organiser(language, &urls::feeds()),
            series: Vec::new(),
            languages: BTreeMap::new(),
            topics: Vec::new(),
            institutions: Vec::new(),
            lists: Vec::new(),
            rooms: Vec::new(),
        };
        vec![("full", full), ("first-day", empty)]
    }
}
