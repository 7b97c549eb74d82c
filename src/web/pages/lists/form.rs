//! The form of a list.

use askama::Template;

use crate::{
    base::language::Language,
    seminars::model::{ListState, ListVisibility},
    typed_form,
    web::{
        pages::{
            Sample,
            common::Named,
            form::{Choice, Field, FormMeta, Several},
            page::Page,
            samples,
            stale::{Difference, Stale},
        },
        urls,
    },
};

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
                meta: FormMeta::keyed("sample"),
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
                differences: vec![Difference {
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
