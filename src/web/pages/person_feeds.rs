//! The calendars of one person, as whoever runs the hub sees them: not by their addresses.

use askama::Template;

use super::{Sample, page::Page, samples};
use crate::{
    base::{clock::Instant, language::Language},
    web::urls,
};

/// `GET /admin/people/{id}/feeds`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/person_feeds.html")]
pub struct PersonFeedsPage {
    /// What every page knows.
    pub page: Page,
    /// The id of the person.
    pub person: String,
    /// The name of the person, or the address where none is known.
    pub name: String,
    /// The calendars in force, in the order in which they were made.
    pub feeds: Vec<PersonFeedLine>,
}

/// A calendar of someone's.
#[derive(Debug, Clone)]
pub struct PersonFeedLine {
    /// Its id, which opens nothing.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// Whether it says no more than when they are busy.
    pub busy_only: bool,
    /// When it was made.
    pub since: Instant,
}

impl PersonFeedsPage {
    /// How much a calendar tells, in words.
    pub fn tells(&self, feed: &PersonFeedLine) -> String {
        match feed.busy_only {
            true => self.page.t("person-feeds-busy"),
            false => self.page.t("person-feeds-full"),
        }
    }
}

impl Sample for PersonFeedsPage {
    const NAME: &'static str = "person_feeds";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let line = |id: &str, name: String, busy_only, days| PersonFeedLine {
            id: id.into(),
            name,
            busy_only,
            since: samples::now() - chrono::Duration::days(days),
        };
        let phone = samples::say(language, "My phone", "내 휴대전화");
        let office = samples::say(language, "For the office", "사무실용");
        let some = Self {
            page: samples::administrator(language, &urls::person_feeds("p1")),
            person: "p1".into(),
            name: "홍길동".into(),
            feeds: vec![line("f1", phone, false, 90), line("f2", office, true, 3)],
        };
        let none = Self {
            feeds: Vec::new(),
            ..some.clone()
        };
        vec![("some", some), ("none", none)]
    }
}
