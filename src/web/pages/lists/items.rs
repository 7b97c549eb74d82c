//! What is on a list, and what can be put there.

use askama::Template;

use crate::{
    base::language::Language,
    seminars::model::OnListKind,
    typed_form,
    web::{
        pages::{
            Sample,
            common::Named,
            form::{Choice, Field},
            list_found::FoundItem,
            page::Page,
            samples,
        },
        urls,
    },
};

/// `GET /lists/{slug}/items`, and the answer to what cannot be put there.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/list_items.html")]
pub struct ListItemsPage {
    /// What every page knows.
    pub page: Page,
    /// The list, by slug and name.
    pub list: Named,
    /// Whether nothing can be put there any more.
    pub archived: bool,
    /// What is on it, in the order in which it was put there.
    pub items: Vec<ItemLine>,
    /// Whether there is more than is shown.
    pub more: bool,
    /// What was typed.
    pub form: ItemForm,
    /// What was looked for.
    pub query: String,
    /// What has its words.
    pub found: Vec<FoundItem>,
    /// The topics that seminars have, by slug.
    pub topics: Vec<Choice>,
    /// The series that the reader may see, by slug.
    pub series: Vec<Choice>,
    /// Institutions, by id.
    pub institutions: Vec<Choice>,
    /// People, by id.
    pub people: Vec<Choice>,
}

/// Something on a list.
#[derive(Debug, Clone)]
pub struct ItemLine {
    /// Its row.
    pub id: String,
    /// What it is.
    pub what: OnListKind,
    /// What it is called, or its address.
    pub label: String,
    /// Where it leads.
    pub href: Option<String>,
}

typed_form! {
    /// Something to be put on a list: one of these.
    ItemForm {
        /// A topic, by its name.
        topic: Field = "list-item-topic",
        /// The slug of a series.
        series: Field = "list-item-series",
        /// The id of an institution.
        institution: Field = "list-item-institution",
        /// The id of a person.
        person: Field = "list-item-person",
        /// The code of a seminar, or its address.
        seminar: Field = "list-item-seminar",
    }
}

impl ListItemsPage {
    /// Whether what was looked for may be a topic of its own: none that was found is called so.
    pub fn offers_topic(&self) -> bool {
        let called = |one: &FoundItem| {
            one.what == OnListKind::Topic && one.label.to_lowercase() == self.query.to_lowercase()
        };
        !self.query.is_empty() && !self.found.iter().any(called)
    }

    /// Whether something that was typed could not be taken.
    pub fn is_wrong(&self) -> bool {
        !self.form.is_fine()
    }
}

impl Sample for ListItemsPage {
    const NAME: &'static str = "list-items";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let say = |english: &str, korean: &str| samples::say(language, english, korean);
        let item = |id: &str, what, label: String, href: Option<String>| ItemLine {
            id: id.into(),
            what,
            label,
            href,
        };
        let [series, ..] = samples::all_series(language);
        let full = Self {
            page: samples::organiser(language, &urls::list_items("safety")),
            list: Named::new("safety", say("Safety and society", "안전과 사회")),
            archived: false,
            items: vec![
                item("1", OnListKind::Topic, "alignment".into(), None),
                item(
                    "2",
                    OnListKind::Series,
                    series.label.clone(),
                    Some(urls::series(&series.slug)),
                ),
                item("3", OnListKind::Institution, "RIKEN AIP".into(), None),
                item("4", OnListKind::Person, "Erika Mustermann".into(), None),
                item(
                    "5",
                    OnListKind::Seminar,
                    say("Scaling laws", "규모 법칙"),
                    Some(urls::seminar("k7m4xq")),
                ),
                item(
                    "6",
                    OnListKind::LeftOut,
                    say("A tour of the house", "건물 둘러보기"),
                    Some(urls::seminar("k7m4xr")),
                ),
            ],
            more: true,
            form: ItemForm::default(),
            query: String::new(),
            found: Vec::new(),
            topics: vec![Choice::new("alignment", say("Alignment", "정렬"))],
            series: vec![Choice::new(&series.slug, &series.label)],
            institutions: vec![Choice::new("1", "RIKEN AIP")],
            people: vec![Choice::new("1", "Erika Mustermann")],
        };
        let wrong = Self {
            items: Vec::new(),
            more: false,
            form: ItemForm {
                seminar: Field::wrong("nowhere", language.t("reason-unknown")),
                ..ItemForm::default()
            },
            ..full.clone()
        };
        let archived = Self {
            archived: true,
            ..full.clone()
        };
        let found = Self {
            query: say("robot", "로봇"),
            found: vec![
                FoundItem {
                    what: OnListKind::Series,
                    value: "robots".into(),
                    label: say("Robot Learning Reading Group", "로봇 학습 읽기 모임"),
                },
                FoundItem {
                    what: OnListKind::Seminar,
                    value: "k7m4xs".into(),
                    label: say("Robots that ask", "묻는 로봇"),
                },
            ],
            ..full.clone()
        };
        let not_found = Self {
            query: say("nowhere", "어디에도"),
            ..full.clone()
        };
        vec![
            ("full", full),
            ("found", found),
            ("not-found", not_found),
            ("wrong", wrong),
            ("archived", archived),
        ]
    }
}
