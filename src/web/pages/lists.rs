//! Lists that people keep: all of them, one with what comes and was, what is on it, and the form.

mod form;
mod items;

use askama::Template;

pub use self::{
    form::{ListForm, ListFormPage},
    items::{ItemForm, ItemLine, ListItemsPage},
};
use super::{
    Sample, common::SeminarEntry, feeds::FeedLine, follows::FollowCard, html::Html, page::Page,
    samples, series::FollowForm,
};
use crate::{base::language::Language, seminars::model::ListVisibility, web::urls};

/// `GET /lists`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/lists.html")]
pub struct ListsPage {
    /// What every page knows.
    pub page: Page,
    /// Those that are kept and that the reader may see, by name.
    pub lists: Vec<ListLine>,
    /// Whether the reader may make one.
    pub may_make: bool,
}

/// A list among others.
#[derive(Debug, Clone)]
pub struct ListLine {
    /// The slug in addresses.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// The first sentences of what it is about, as plain text; empty for none.
    pub summary: String,
    /// Who may see it.
    pub visibility: ListVisibility,
}

/// `GET /lists/{slug}`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/list.html")]
pub struct ListPage {
    /// What every page knows.
    pub page: Page,
    /// The slug in addresses.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// What it is about, rendered and cleaned.
    pub description: Option<Html>,
    /// The first sentences of that as plain text, for previews elsewhere; empty for none.
    pub summary: String,
    /// Who may see it.
    pub visibility: ListVisibility,
    /// Whether nobody keeps it any more.
    pub archived: bool,
    /// Who keeps it, by name.
    pub keepers: Vec<String>,
    /// What comes, by start.
    pub coming: Vec<SeminarEntry>,
    /// What was, latest first.
    pub past: Vec<SeminarEntry>,
    /// Whether there is more in the past than is shown.
    pub past_is_longer: bool,
    /// The button by which it is followed; none where it is archived and the reader does not follow it.
    pub follow: Option<FollowCard>,
    /// What is not for everyone is read under the reader's own addresses: theirs, with the list in them.
    pub own_feeds: Vec<FeedLine>,
    /// Whether the reader may change it.
    pub keeps: bool,
}

impl ListPage {
    /// The page with everything that was.
    pub fn past_address(&self) -> String {
        urls::with_query(&urls::list(&self.slug), &[("past", Some("all"))])
    }

    /// Whether anyone may see it.
    pub fn is_public(&self) -> bool {
        self.visibility == ListVisibility::Public
    }
}

impl Sample for ListsPage {
    const NAME: &'static str = "lists";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let say = |english: &str, korean: &str| samples::say(language, english, korean);
        let line = |slug: &str, name: String, visibility| ListLine {
            slug: slug.into(),
            name,
            summary: say(
                "Talks for those who ask what machines should do.",
                "기계가 무엇을 해야 하는지 묻는 분들을 위한 강연입니다.",
            ),
            visibility,
        };
        let full = Self {
            page: samples::organiser(language, &urls::lists()),
            lists: vec![
                line(
                    "safety",
                    say("Safety and society", "안전과 사회"),
                    ListVisibility::Public,
                ),
                line(
                    "first-weeks",
                    say("Your first weeks", "처음 몇 주"),
                    ListVisibility::Members,
                ),
                line(
                    "mine",
                    say("To read up on", "찾아볼 것"),
                    ListVisibility::Own,
                ),
            ],
            may_make: true,
        };
        let empty = Self {
            page: samples::page(language, &urls::lists()),
            lists: Vec::new(),
            may_make: false,
        };
        vec![("full", full), ("empty", empty)]
    }
}

impl Sample for ListPage {
    const NAME: &'static str = "list";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let say = |english: &str, korean: &str| samples::say(language, english, korean);
        let about = say(
            "Talks for those who ask what machines should do.",
            "기계가 무엇을 해야 하는지 묻는 분들을 위한 강연입니다.",
        );
        let entries = samples::entries(language);
        let address = urls::list("safety");
        let visitor = Self {
            page: samples::page(language, &address),
            slug: "safety".into(),
            name: say("Safety and society", "안전과 사회"),
            description: super::markdown::html(&about),
            summary: about,
            visibility: ListVisibility::Public,
            archived: false,
            keepers: vec!["Erika Mustermann".into(), "김견본".into()],
            coming: entries.clone(),
            past: entries.into_iter().take(2).collect(),
            past_is_longer: true,
            follow: Some(FollowCard {
                posted: "list:1".into(),
                topic: None,
                is_list: true,
                follows: None,
                back: address.clone(),
                asks: Some(urls::list_followers("safety")),
                form: FollowForm::default(),
            }),
            own_feeds: Vec::new(),
            keeps: false,
        };
        let keeper = Self {
            page: samples::organiser(language, &address),
            visibility: ListVisibility::Members,
            follow: visitor.follow.clone().map(|card| FollowCard {
                follows: Some(true),
                asks: None,
                ..card
            }),
            own_feeds: vec![FeedLine {
                label: say("My calendar", "내 캘린더"),
                path: "/feeds/my/sample.ics?list=safety".into(),
            }],
            keeps: true,
            ..visitor.clone()
        };
        let empty = Self {
            page: samples::organiser(language, &address),
            description: None,
            summary: String::new(),
            visibility: ListVisibility::Own,
            archived: true,
            coming: Vec::new(),
            past: Vec::new(),
            past_is_longer: false,
            follow: None,
            keeps: true,
            ..visitor.clone()
        };
        vec![("visitor", visitor), ("keeper", keeper), ("empty", empty)]
    }
}
