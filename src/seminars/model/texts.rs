//! Title and abstract in further languages, and which of them a reader is shown.
//!
//! The seminar's own language has its main text. Beside it there are versions in others, each whole or a title alone; they stand
//! in a table of their own, and come with the seminar's row, so that nobody asks for them one by one. A reader gets the version
//! of their language, and for what it does not say the main text. Rooms, titles of series and of items have one name for all.

use std::collections::BTreeMap;

use diesel::{
    deserialize::{self, FromSql, FromSqlRow},
    expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping},
    pg::{Pg, PgValue},
    prelude::*,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::Jsonb,
};
use serde::{Deserialize, Serialize};

use super::{Seminar, Snapshot};
use crate::base::{language::Language, schema::seminars};

crate::words! {
    /// A language that title and abstract can be given in.
    TextLanguage {
        /// 한국어
        Korean = "ko",
        /// English
        English = "en",
        /// Français
        French = "fr",
    }
}

impl TextLanguage {
    /// Its own name for itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Korean => Language::Ko.own_name(),
            Self::English => Language::En.own_name(),
            Self::French => "Français",
        }
    }
}

impl From<Language> for TextLanguage {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::English,
            Language::Ko => Self::Korean,
        }
    }
}

/// A version of title and abstract; what is empty is read in the main text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SeminarVersion)]
pub struct Text {
    /// The title; empty for none of its own.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub title: String,
    /// The abstract, in Markdown; empty for none of its own.
    #[serde(default, rename = "abstract")]
    #[schema(max_length = 50_000)]
    pub abstract_text: String,
}

impl Text {
    /// Whether it says nothing: then there is no such version.
    pub fn is_empty(&self) -> bool {
        self.title.is_empty() && self.abstract_text.is_empty()
    }
}

/// What is to be otherwise about a version; `None` stays. What says nothing afterwards is gone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextChange {
    /// Another title.
    pub title: Option<String>,
    /// Another abstract.
    pub abstract_text: Option<String>,
}

impl TextChange {
    /// The version is to be gone.
    pub fn removed() -> Self {
        Text::default().into()
    }
}

impl From<Text> for TextChange {
    fn from(text: Text) -> Self {
        Self {
            title: Some(text.title),
            abstract_text: Some(text.abstract_text),
        }
    }
}

/// The versions in further languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, FromSqlRow)]
#[serde(transparent)]
pub struct Texts(BTreeMap<TextLanguage, Text>);

impl FromSql<Jsonb, Pg> for Texts {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        let value = <serde_json::Value as FromSql<Jsonb, Pg>>::from_sql(bytes)?;
        Ok(serde_json::from_value(value)?)
    }
}

/// The versions of a seminar beside its row, put together by the database: whoever selects from `seminars` has them in the same
/// statement.
#[derive(Debug, Clone, Copy, QueryId, ValidGrouping)]
pub struct OfRow;

impl Expression for OfRow {
    type SqlType = Jsonb;
}

impl<Q> AppearsOnTable<Q> for OfRow {}

impl<Q> SelectableExpression<Q> for OfRow {}

impl QueryFragment<Pg> for OfRow {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "(SELECT coalesce(jsonb_object_agg(t.language, jsonb_build_object('title', t.title, 'abstract', t.abstract_text)), \
             '{}') FROM seminar_texts t WHERE t.seminar_id = seminars.id)",
        );
        Ok(())
    }
}

/// In which languages a seminar has its texts.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize)]
#[diesel(table_name = seminars, check_for_backend(diesel::pg::Pg))]
pub struct Written {
    /// The language it is held in: that of the main text.
    pub language: Option<String>,
    /// Title and abstract in further languages.
    #[diesel(select_expression = OfRow)]
    pub texts: Texts,
}

impl FromIterator<(TextLanguage, Text)> for Texts {
    fn from_iter<I: IntoIterator<Item = (TextLanguage, Text)>>(texts: I) -> Self {
        let texts = texts.into_iter().filter(|(_, text)| !text.is_empty());
        Self(texts.collect())
    }
}

impl Texts {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The version in `language`.
    pub fn get(&self, language: TextLanguage) -> Option<&Text> {
        self.0.get(&language)
    }

    /// All of them, by language.
    pub fn iter(&self) -> impl Iterator<Item = (TextLanguage, &Text)> {
        self.0.iter().map(|(language, text)| (*language, text))
    }

    /// The same with `text` in `language`; without a version there, where it says nothing.
    #[must_use]
    pub fn with(&self, language: TextLanguage, text: Text) -> Self {
        let mut texts = self.0.clone();
        texts.insert(language, text);
        texts.into_iter().collect()
    }

    /// Puts what stands as it stood `before` as it is `after`, language by language.
    pub fn mend(&mut self, before: &Self, after: &Self) {
        for language in TextLanguage::ALL.iter().copied() {
            if self.get(language) == before.get(language) {
                match after.get(language) {
                    Some(text) => self.0.insert(language, text.clone()),
                    None => self.0.remove(&language),
                };
            }
        }
    }

    /// What a reader of `language` is shown, where the main text is this.
    pub fn read<'t>(&'t self, main: Read<'t>, language: Language) -> Read<'t> {
        let Some(version) = self.get(language.into()) else {
            return main;
        };
        let tag = Some(language.code());
        let (title, title_in) = match version.title.as_str() {
            "" => (main.title, main.title_in),
            title => (title, tag),
        };
        let (abstract_text, abstract_in) = match version.abstract_text.as_str() {
            "" => (main.abstract_text, main.abstract_in),
            text => (text, tag),
        };
        Read {
            title,
            title_in,
            abstract_text,
            abstract_in,
        }
    }
}

/// Title and abstract as a reader is shown them, each with the tag of the language that it is in, where that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Read<'t> {
    /// The title; empty while it is not known.
    pub title: &'t str,
    /// The language of the title (BCP 47).
    pub title_in: Option<&'t str>,
    /// The abstract.
    pub abstract_text: &'t str,
    /// The language of the abstract.
    pub abstract_in: Option<&'t str>,
}

impl<'t> Read<'t> {
    /// The main text, which is in one language as a whole.
    pub fn main(title: &'t str, abstract_text: &'t str, own: Option<&'t str>) -> Self {
        Self {
            title,
            title_in: own,
            abstract_text,
            abstract_in: own,
        }
    }
}

impl Seminar {
    /// Title and abstract as a reader of `language` is shown them.
    pub fn read_in(&self, language: Language) -> Read<'_> {
        self.written.texts.read(self.read_as_it_is(), language)
    }

    fn read_as_it_is(&self) -> Read<'_> {
        Read::main(
            &self.title,
            &self.abstract_text,
            self.written.language.as_deref(),
        )
    }

    /// Its titles besides `shown`, each with the tag of its language: the main one first.
    pub fn other_titles(&self, shown: &str) -> Vec<(Option<String>, String)> {
        let main = (self.written.language.as_deref(), self.title.as_str());
        let texts = self.written.texts.iter();
        let texts = texts.map(|(language, text)| (Some(language.word()), text.title.as_str()));
        std::iter::once(main)
            .chain(texts)
            .filter(|(_, title)| !title.is_empty() && *title != shown)
            .map(|(tag, title)| (tag.map(str::to_owned), title.to_owned()))
            .collect()
    }
}

impl Snapshot {
    /// The same as a reader of `language` saw it: what was otherwise in other languages alone was nothing to them.
    #[must_use]
    pub fn read_in(mut self, language: Language) -> Self {
        let texts = std::mem::take(&mut self.texts);
        if let Some(version) = texts.get(language.into()) {
            if !version.title.is_empty() {
                self.title.clone_from(&version.title);
            }
            if !version.abstract_text.is_empty() {
                self.abstract_text.clone_from(&version.abstract_text);
            }
        }
        self
    }

    /// The same without abstracts, in whichever language: these are read, not told.
    #[must_use]
    pub fn without_abstracts(mut self) -> Self {
        self.abstract_text.clear();
        let texts = std::mem::take(&mut self.texts).0.into_iter();
        let titles = texts.map(|(language, mut text)| {
            text.abstract_text.clear();
            (language, text)
        });
        self.texts = titles.collect();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Texts {
        let text = |title: &str, abstract_text: &str| Text {
            title: title.into(),
            abstract_text: abstract_text.into(),
        };
        Texts::from_iter([
            (TextLanguage::Korean, text("규모의 법칙", "")),
            (
                TextLanguage::French,
                text("Les lois d’échelle", "Un résumé."),
            ),
            (TextLanguage::English, text("", "")),
        ])
    }

    #[test]
    fn a_reader_is_shown_the_version_of_their_language_and_the_main_text_for_the_rest() {
        let main = Read::main("Scaling laws", "An abstract.", Some("en"));
        let texts = texts();
        assert_eq!(texts.read(main, Language::En), main);
        assert_eq!(
            texts.read(main, Language::Ko),
            Read {
                title: "규모의 법칙",
                title_in: Some("ko"),
                abstract_text: "An abstract.",
                abstract_in: Some("en"),
            }
        );
    }

    #[test]
    fn what_says_nothing_is_no_version_and_the_others_are_kept_as_objects_by_language() {
        assert_eq!(
            serde_json::json!(texts()),
            serde_json::json!({
                "ko": { "title": "규모의 법칙", "abstract": "" },
                "fr": { "title": "Les lois d’échelle", "abstract": "Un résumé." },
            })
        );
    }
}
