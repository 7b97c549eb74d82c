//! The archive: what has been, the latest first, found by words and narrowed by series, topic, institution and year.

use askama::Template;

use super::{
    Sample,
    common::SeminarEntry,
    form::Choice,
    html::Html,
    marked::{excerpt, has_any, marked},
    page::Page,
    samples,
};
use crate::{base::language::Language, web::urls};

/// `GET /archive`
#[derive(Debug, Clone, Template)]
#[template(path = "pages/archive.html")]
pub struct ArchivePage {
    /// What every page knows.
    pub page: Page,
    /// What is looked for, and with it the address of this page.
    pub asked: ArchiveAsked,
    /// The words that were looked for, in lower case; none where nothing was typed.
    pub words: Vec<String>,
    /// Whether nothing has just these words, so that what is shown comes near them.
    pub near: bool,
    /// What is still to come and fits, by start; only above the first page of what was looked for.
    pub coming: Vec<Found>,
    /// What is over and fits, the latest first.
    pub past: Vec<Found>,
    /// The address of what comes after it, where there is more.
    pub older: Option<String>,
    /// What it can be narrowed to.
    pub choices: ArchiveChoices,
}

/// What is looked for; each is a word in the query, and empty where it is not asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArchiveAsked {
    /// `q=`: words.
    pub q: String,
    /// `series=`: a slug.
    pub series: String,
    /// `topic=`: a slug.
    pub topic: String,
    /// `institution=`: the slug of a speaker's.
    pub institution: String,
    /// `year=`
    pub year: String,
}

/// What the archive can be narrowed to.
#[derive(Debug, Clone, Default)]
pub struct ArchiveChoices {
    /// Series, by slug.
    pub series: Vec<Choice>,
    /// Topics, by slug.
    pub topics: Vec<Choice>,
    /// Institutions, by slug.
    pub institutions: Vec<Choice>,
    /// Years, the last first.
    pub years: Vec<Choice>,
}

/// A seminar that was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The seminar.
    pub entry: SeminarEntry,
    /// Those of its topics in which what was looked for is, marked.
    pub topics: Vec<Html>,
    /// Words of its abstract around what was looked for, where that is in there.
    pub excerpt: Option<Html>,
}

impl Found {
    /// A seminar with what its topics, and its abstract as plain text, say of `words`.
    pub fn new(entry: SeminarEntry, topics: &[String], plain: &str, words: &[String]) -> Self {
        let topics = topics.iter().filter(|topic| has_any(topic, words));
        Self {
            entry,
            topics: topics.map(|topic| marked(topic, words)).collect(),
            excerpt: excerpt(plain, words),
        }
    }
}

impl ArchiveAsked {
    /// The address of the archive narrowed so, from its beginning on.
    pub fn address(&self) -> String {
        self.after(None, false)
    }

    /// The address of what comes after `cursor`; `near` says how it was found.
    pub fn after(&self, cursor: Option<&str>, near: bool) -> String {
        let some = |value| Some(value).filter(|value: &&str| !value.is_empty());
        urls::with_query(
            &urls::archive(),
            &[
                ("q", some(&self.q)),
                ("series", some(&self.series)),
                ("topic", some(&self.topic)),
                ("institution", some(&self.institution)),
                ("year", some(&self.year)),
                ("near", near.then_some("yes")),
                ("after", cursor),
            ],
        )
    }

    /// The same without words.
    #[must_use]
    pub fn without_words(&self) -> Self {
        Self {
            q: String::new(),
            ..self.clone()
        }
    }

    /// The words, and nothing else.
    #[must_use]
    pub fn words_alone(&self) -> Self {
        Self {
            q: self.q.clone(),
            ..Self::default()
        }
    }

    /// Whether it is narrowed by anything but words.
    pub fn is_narrowed(&self) -> bool {
        self.without_words() != Self::default()
    }

    /// Whether anything is asked at all.
    pub fn is_asked(&self) -> bool {
        *self != Self::default()
    }
}

impl ArchiveChoices {
    /// Whether it can be narrowed to nothing.
    pub fn is_empty(&self) -> bool {
        [&self.series, &self.topics, &self.institutions, &self.years]
            .into_iter()
            .all(Vec::is_empty)
    }
}

impl ArchivePage {
    /// A text in which the words are marked.
    pub fn marked(&self, text: &str) -> Html {
        marked(text, &self.words)
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.coming.is_empty() && self.past.is_empty()
    }
}

impl Sample for ArchivePage {
    const NAME: &'static str = "archive";

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let path = urls::archive();
        let named = |named: &super::common::Named| Choice::new(&named.slug, &named.label);
        let chosen = |place: usize| {
            let groups = samples::filters(language);
            groups[place].options.iter().map(named).collect::<Vec<_>>()
        };
        let found = |words: &[String]| -> Vec<Found> {
            let entries = samples::entries(language).into_iter().take(4).rev();
            let entries = entries.enumerate().map(|(n, entry)| SeminarEntry {
                when: samples::when(
                    -3 - 5 * i64::try_from(n).unwrap_or(0),
                    16,
                    0,
                    60,
                    "Asia/Seoul",
                ),
                my_answer: None,
                ..entry
            });
            let topics = [
                samples::say(language, "Scaling laws", "규모 법칙"),
                samples::say(language, "Evaluation", "평가"),
            ];
            let plain = samples::say(
                language,
                "A loss curve that is a straight line on log paper is a comfort: scaling laws say that more of the same will help.",
                "로그 용지 위의 곧은 손실 곡선은 위안이 됩니다. 규모 법칙은 같은 것을 더 쓰면 나아진다고 말합니다.",
            );
            entries
                .map(|entry| Found::new(entry, &topics, &plain, words))
                .collect()
        };
        let all = Self {
            page: samples::page(language, &path),
            asked: ArchiveAsked::default(),
            words: Vec::new(),
            near: false,
            coming: Vec::new(),
            past: found(&[]),
            older: Some(ArchiveAsked::default().after(Some("1790000000000000.sample"), false)),
            choices: ArchiveChoices {
                series: chosen(0),
                topics: chosen(2),
                institutions: chosen(3),
                years: ["2026", "2025"].map(|year| Choice::new(year, year)).into(),
            },
        };
        let asked = ArchiveAsked {
            q: samples::say(language, "scaling laws", "규모 법칙"),
            year: "2026".into(),
            ..ArchiveAsked::default()
        };
        let words: Vec<String> = asked.q.split(' ').map(str::to_owned).collect();
        let coming = samples::entries(language).into_iter().take(1);
        let looked_for = Self {
            page: samples::page(language, &asked.address()),
            coming: coming
                .map(|entry| Found::new(entry, &[], "", &words))
                .collect(),
            past: found(&words),
            words,
            older: None,
            asked,
            ..all.clone()
        };
        let near = Self {
            near: true,
            coming: Vec::new(),
            ..looked_for.clone()
        };
        let nothing = Self {
            past: Vec::new(),
            near: false,
            ..near.clone()
        };
        let empty = Self {
            past: Vec::new(),
            older: None,
            choices: ArchiveChoices::default(),
            ..all.clone()
        };
        vec![
            ("all", all),
            ("looked-for", looked_for),
            ("near", near),
            ("nothing", nothing),
            ("empty", empty),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_asks_for_what_is_asked() {
        assert_eq!(ArchiveAsked::default().address(), "/archive");
        let asked = ArchiveAsked {
            q: "규모 & 50%".into(),
            year: "2026".into(),
            ..ArchiveAsked::default()
        };
        let words = "/archive?q=%EA%B7%9C%EB%AA%A8%20%26%2050%25";
        assert_eq!(asked.address(), format!("{words}&year=2026"));
        assert_eq!(
            asked.after(Some("1.x"), true),
            format!("{words}&year=2026&near=yes&after=1.x")
        );
        assert_eq!(asked.without_words().address(), "/archive?year=2026");
        assert!(asked.is_narrowed() && !ArchiveAsked::default().is_asked());
    }
}
