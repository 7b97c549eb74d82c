//! The mailing lists that are told of a series or of one seminar: which, who permitted it, and the form to add one.

use askama::Template;

use super::{
    Sample,
    form::{Choice, Field, FormMeta},
    page::Page,
    samples,
};
use crate::{
    base::{clock::Instant, language::Language},
    typed_form,
    web::urls,
};

/// `GET /series/{slug}/audiences`, `GET /seminars/{code}/audiences`, and the answer to a posted form that cannot be taken.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/audiences.html")]
pub struct AudiencesPage {
    /// What every page knows.
    pub page: Page,
    /// What the lists are told of.
    pub of: AudiencesOf,
    /// Whether it is open to everyone: lists are told of nothing else.
    pub public: bool,
    /// Whether it is over, or does not take place, so that no list can be added.
    pub closed: bool,
    /// Those that are told, in the order in which they were added.
    pub told: Vec<AudienceLine>,
    /// Those that were.
    pub ended: Vec<AudienceLine>,
    /// What was typed.
    pub form: AudienceForm,
}

/// What lists are told of.
#[derive(Debug, Clone)]
pub enum AudiencesOf {
    /// A series, by slug and title.
    Series(String, String),
    /// A seminar, by code and title.
    Seminar(String, String),
}

/// A mailing list.
#[derive(Debug, Clone)]
pub struct AudienceLine {
    /// Its row.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its address.
    pub address: String,
    /// The languages of its mails, in their own names.
    pub languages: String,
    /// Who permitted it.
    pub permission: String,
    /// Who added it, or ended it, by name.
    pub by: Option<String>,
    /// Since when it stands so.
    pub since: Instant,
    /// Whether mails came back from there, so that none is sent any more.
    pub suspended: bool,
}

typed_form! {
    /// A mailing list as typed.
    AudienceForm {
        /// What it is called.
        name: Field = "audiences-name",
        /// Its address.
        address: Field = "audiences-address",
        /// The languages of its mails: `en`, `ko`, `en-ko`, `ko-en`.
        languages: Field = "audiences-languages",
        /// An IANA zone; empty for that of what it is told of.
        zone: Field = "audiences-zone",
        /// Who permitted it.
        permission: Field = "audiences-permission",
    }
}

/// The languages that a list's mails can have, in their order.
pub static LANGUAGES: [(&str, &[Language]); 4] = [
    ("en", &[Language::En]),
    ("ko", &[Language::Ko]),
    ("en-ko", &[Language::En, Language::Ko]),
    ("ko-en", &[Language::Ko, Language::En]),
];

impl AudiencesOf {
    /// The page of its lists, to which the form posts.
    pub fn address(&self) -> String {
        match self {
            Self::Series(slug, _) => urls::series_audiences(slug),
            Self::Seminar(code, _) => urls::seminar_audiences(code),
        }
    }
}

impl AudiencesPage {
    /// Where a button ends that a list is told.
    pub fn ending(&self, line: &AudienceLine) -> String {
        match &self.of {
            AudiencesOf::Series(slug, _) => urls::series_audience_ending(slug, &line.id),
            AudiencesOf::Seminar(code, _) => urls::seminar_audience_ending(code, &line.id),
        }
    }

    /// Where “back” leads.
    pub fn back(&self) -> String {
        match &self.of {
            AudiencesOf::Series(slug, _) => urls::series(slug),
            AudiencesOf::Seminar(code, _) => urls::seminar(code),
        }
    }

    /// What the lists are told of.
    pub fn title(&self) -> &str {
        match &self.of {
            AudiencesOf::Series(_, title) | AudiencesOf::Seminar(_, title) => title,
        }
    }

    /// What a list that is added is told at first.
    pub fn first_told(&self) -> String {
        self.page.t(match self.of {
            AudiencesOf::Series(..) => "audiences-add-told-series",
            AudiencesOf::Seminar(..) => "audiences-add-told-seminar",
        })
    }

    /// The languages to choose from.
    pub fn languages(&self) -> Vec<Choice> {
        LANGUAGES
            .iter()
            .map(|(value, _)| Choice::new(*value, self.page.word("audiences-languages", value)))
            .collect()
    }

    /// Who added a list, as far as it is known.
    pub fn added(&self, line: &AudienceLine) -> String {
        self.by("audiences-added", line)
    }

    /// Who ended that a list is told, as far as it is known.
    pub fn ended_by(&self, line: &AudienceLine) -> String {
        self.by("audiences-ended-by", line)
    }

    fn by(&self, key: &str, line: &AudienceLine) -> String {
        match &line.by {
            Some(name) => self.page.with(key, "name", name),
            None => self.page.t(&format!("{key}-nameless")),
        }
    }
}

impl Sample for AudiencesPage {
    const NAME: &'static str = "audiences";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let say = |english: &str, korean: &str| samples::say(language, english, korean);
        let line = |id: &str, name: String, address: &str, suspended| AudienceLine {
            id: id.into(),
            name,
            address: address.into(),
            languages: "한국어, English".into(),
            permission: say(
                "Kim Gyeonbon, who keeps the list, by mail on 3 November",
                "리스트를 관리하는 김견본 님이 11월 3일 메일로 허락",
            ),
            by: Some("Erika Mustermann".into()),
            since: samples::now() - chrono::Duration::days(20),
            suspended,
        };
        let department = say("Sample Department, everyone", "견본학과 전체");
        let partners = say("Partner institutes", "협력 기관");
        let [series, ..] = samples::all_series(language);
        let full = Self {
            page: samples::organiser(language, &urls::series_audiences(&series.slug)),
            of: AudiencesOf::Series(series.slug, series.label),
            public: true,
            closed: false,
            told: vec![
                line("a1", department, "everyone@department.example", false),
                line("a2", partners.clone(), "seminars@partner.example", true),
            ],
            ended: vec![line("a3", partners, "old@partner.example", false)],
            form: AudienceForm {
                meta: FormMeta::keyed("sample"),
                languages: Field::of("ko-en"),
                ..AudienceForm::default()
            },
        };
        let wrong = Self {
            form: AudienceForm {
                name: Field::of(say("Marie", "마리")),
                address: Field::wrong(
                    "marie@institut.example",
                    language.t("reason-address-of-person"),
                ),
                permission: Field::wrong("", language.t("reason-required")),
                ..full.form.clone()
            },
            ..full.clone()
        };
        let empty = Self {
            of: AudiencesOf::Seminar("k7m4xq".into(), say("Scaling laws", "규모 법칙")),
            told: Vec::new(),
            ended: Vec::new(),
            ..full.clone()
        };
        let private = Self {
            public: false,
            ..empty.clone()
        };
        vec![
            ("full", full),
            ("wrong", wrong),
            ("empty", empty),
            ("not-public", private),
        ]
    }
}
