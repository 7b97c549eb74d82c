//! Lists that people keep: all of them, one with what comes and was, what is on it, and the form.

use askama::Template;

use super::{
    Sample,
    common::{Named, SeminarEntry},
    feeds::FeedLine,
    follows::FollowCard,
    form::{Choice, Field, FormMeta, Several},
    html::Html,
    page::Page,
    samples,
    stale::Stale,
};
use crate::{
    base::language::Language,
    seminars::model::{ListState, ListVisibility, OnListKind},
    typed_form,
    web::urls,
};

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
    /// What could not be put there, and why.
    pub form: ItemForm,
    /// What is looked for, to be put there; empty for nothing.
    pub q: String,
    /// What is found by that: topics, series, institutions and speakers, then seminars.
    pub found: Vec<FoundItem>,
}

/// Something that can be put on a list.
#[derive(Debug, Clone)]
pub struct FoundItem {
    /// What it is.
    pub what: OnListKind,
    /// What the form says of it: the name of a topic, a slug, an id, or the code of a seminar.
    pub value: String,
    /// What it is called, in the reader's language where it has a name in it.
    pub label: String,
    /// The day of a seminar.
    pub day: Option<String>,
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

impl FoundItem {
    /// The field of [`ItemForm`] in which it is named.
    pub fn field(&self) -> &'static str {
        match self.what {
            OnListKind::Seminar | OnListKind::LeftOut => OnListKind::Seminar.word(),
            what => what.word(),
        }
    }

    /// Whether it is one seminar, which can be left out as well.
    pub fn is_seminar(&self) -> bool {
        self.field() == OnListKind::Seminar.word()
    }
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

/// `GET /lists/new`, `GET /lists/{slug}/edit`, and the answer to a posted form that cannot be taken (422, 409).
#[derive(Debug, Clone, Template)]
#[template(path = "pages/list_form.html")]
pub struct ListFormPage {
    /// What every page knows.
    pub page: Page,
    /// The list that is edited; `None` for a new one.
    pub editing: Option<Named>,
    /// What was typed.
    pub form: ListForm,
    /// Who may keep it, by id; those chosen before among them.
    pub people: Vec<Choice>,
    /// Whether the reader may show it to others.
    pub may_show: bool,
    /// What someone else has changed since the form was opened.
    pub stale: Option<Stale>,
}

typed_form! {
    /// A list as typed.
    ListForm {
        /// What it is called in English.
        name_en: Field = "list-form-name-en",
        /// What it is called in Korean.
        name_ko: Field = "list-form-name-ko",
        /// The slug in addresses; empty for one made from the name. It stays as it is: people keep addresses.
        slug: Field = "series-form-slug",
        /// What it is about in English, in Markdown.
        description_en: Field = "list-form-description-en",
        /// What it is about in Korean, in Markdown.
        description_ko: Field = "list-form-description-ko",
        /// A word of [`ListVisibility`].
        visibility: Field = "list-form-visibility",
        /// The ids of those who keep it.
        keepers: Several = "list-form-keepers",
        /// A word of [`ListState`]; empty for a new one.
        state: Field = "list-form-state",
    }
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

impl ListFormPage {
    /// Where the form posts to.
    pub fn action(&self) -> String {
        let list = self.editing.as_ref();
        list.map_or_else(urls::lists, |list| urls::list(&list.slug))
    }

    /// Where “back” leads.
    pub fn back(&self) -> String {
        self.action()
    }

    /// Who may see it, as far as the reader may say; what it is now among them.
    pub fn visibilities(&self) -> Vec<Choice> {
        let now = self.form.visibility.value.parse();
        let now = now.unwrap_or(ListVisibility::Own);
        ListVisibility::ALL
            .iter()
            .filter(|who| self.may_show || **who <= now)
            .map(|who| {
                Choice::new(who.word(), self.page.word("list-visibility", who))
                    .hint(self.page.word("list-visibility-hint", who))
            })
            .collect()
    }

    /// Whether it is kept.
    pub fn states(&self) -> Vec<Choice> {
        ListState::ALL
            .iter()
            .map(|state| {
                Choice::new(state.word(), self.page.word("list-state", state))
                    .hint(self.page.word("list-state-hint", state))
            })
            .collect()
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
            }),
            own_feeds: Vec::new(),
            keeps: false,
        };
        let keeper = Self {
            page: samples::organiser(language, &address),
            visibility: ListVisibility::Members,
            follow: visitor.follow.clone().map(|card| FollowCard {
                follows: Some(true),
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
            q: String::new(),
            found: Vec::new(),
        };
        let found = |what, label: String, day: Option<String>| FoundItem {
            what,
            value: "sample".into(),
            label,
            day,
        };
        let day = say("1 December 2026", "2026년 12월 1일");
        let searched = Self {
            q: say("law", "법칙"),
            found: vec![
                found(OnListKind::Topic, say("Scaling laws", "규모 법칙"), None),
                found(OnListKind::Series, series.label.clone(), None),
                found(OnListKind::Institution, "RIKEN AIP".into(), None),
                found(OnListKind::Person, "Erika Mustermann".into(), None),
                found(
                    OnListKind::Seminar,
                    say("Laws of growth", "자라남의 법칙"),
                    Some(day),
                ),
            ],
            ..full.clone()
        };
        let mut form = ItemForm::default();
        form.refuse("", language.t("reason-unknown"));
        let wrong = Self {
            items: Vec::new(),
            more: false,
            form,
            q: say("nowhere", "없는 곳"),
            ..full.clone()
        };
        let archived = Self {
            archived: true,
            ..full.clone()
        };
        vec![
            ("full", full),
            ("searched", searched),
            ("wrong", wrong),
            ("archived", archived),
        ]
    }
}

impl Sample for ListFormPage {
    const NAME: &'static str = "list-form";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let say = |english: &str, korean: &str| samples::say(language, english, korean);
        let people = vec![
            Choice::new("1", "Erika Mustermann").hint("KAIST"),
            Choice::new("2", "김견본").hint("POSTECH"),
        ];
        let new = Self {
            page: samples::page_of(language, &urls::new_list(), &[]),
            editing: None,
            form: ListForm {
                meta: FormMeta {
                    key: "sample".into(),
                    ..FormMeta::default()
                },
                visibility: Field::of("own"),
                keepers: Several::of(["1"]),
                ..ListForm::default()
            },
            people: people.clone(),
            may_show: false,
            stale: None,
        };
        let named = Named::new("safety", say("Safety and society", "안전과 사회"));
        let edit = Self {
            page: samples::organiser(language, &urls::edit_list("safety")),
            editing: Some(named),
            form: ListForm {
                meta: FormMeta {
                    key: "sample".into(),
                    lock_version: Some(3),
                    errors: Vec::new(),
                },
                name_en: Field::of("Safety and society"),
                name_ko: Field::of("안전과 사회"),
                visibility: Field::of("public"),
                keepers: Several::of(["1", "2"]),
                state: Field::of("kept"),
                ..ListForm::default()
            },
            people,
            may_show: true,
            stale: None,
        };
        let nameless = Self {
            form: ListForm {
                name_en: Field::wrong("", language.t("reason-list-name")),
                ..new.form.clone()
            },
            ..new.clone()
        };
        let stale = Self {
            stale: Some(Stale {
                by: Some("김견본".into()),
                at: samples::now(),
                differences: vec![super::stale::Difference {
                    label: language.t("list-form-name-en"),
                    theirs: "Safety".into(),
                    yours: "Safety and society".into(),
                }],
            }),
            ..edit.clone()
        };
        vec![
            ("new", new),
            ("edit", edit),
            ("nameless", nameless),
            ("stale", stale),
        ]
    }
}
