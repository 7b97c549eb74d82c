//! Lists that people keep: what belongs together across series, by rules, and by hand.

use diesel::prelude::*;
use serde::Serialize;

use crate::base::{
    clock::Instant,
    ids::{InstitutionId, ListId, ListItemId, PersonId, SeminarId, SeriesId},
    language::Language,
    schema::{list_items, lists},
};

crate::words! {
    /// Who may see a list. What stands on it is shown to those alone who may see that, too.
    ListVisibility {
        /// Those who keep it.
        Own = "own",
        /// Members of the hub.
        Members = "members",
        /// Anyone.
        Public = "public",
    }
}

crate::words! {
    /// Whether a list is kept.
    ListState {
        /// It is.
        Kept = "kept",
        /// It is not any more: nothing is put on it, and nobody comes to follow it. Who does goes on to be told.
        Archived = "archived",
    }
}

crate::words! {
    /// What something on a list is: a rule, or a seminar that was chosen or left out by hand.
    OnListKind {
        /// Everything under a topic.
        Topic = "topic",
        /// Everything of a series.
        Series = "series",
        /// Where people of an institution speak, and the series that it organises with others.
        Institution = "institution",
        /// Where a person speaks.
        Person = "person",
        /// One seminar.
        Seminar = "seminar",
        /// One seminar that does not stand on it, whatever the rules say.
        LeftOut = "left_out",
    }
}

/// A list of seminars that someone keeps.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, QueryableByName, Selectable, Serialize, utoipa::ToSchema,
)]
#[diesel(table_name = lists, check_for_backend(diesel::pg::Pg))]
pub struct List {
    /// Its id.
    pub id: ListId,
    /// Its short name in addresses.
    pub slug: String,
    /// What it is called in English; empty where it has no name there.
    pub name_en: String,
    /// What it is called in Korean; empty where it has no name there.
    pub name_ko: String,
    /// What it is about in English, in Markdown.
    pub description_en: String,
    /// What it is about in Korean, in Markdown.
    pub description_ko: String,
    /// Who may see it.
    pub visibility: ListVisibility,
    /// Whether it is kept.
    pub state: ListState,
    /// Since when.
    #[schema(value_type = DateTime)]
    pub state_at: Instant,
    /// Which version it is; it rises with every edit of the list itself.
    pub lock_version: i32,
    /// When it was made.
    #[schema(value_type = DateTime)]
    pub created_at: Instant,
    /// When it was last changed.
    #[schema(value_type = DateTime)]
    pub modified_at: Instant,
}

impl List {
    /// What it is called, for who reads this language.
    pub fn name(&self, language: Language) -> &str {
        in_language(&self.name_en, &self.name_ko, language)
    }

    /// What it is about, for who reads this language; empty for nothing.
    pub fn description(&self, language: Language) -> &str {
        in_language(&self.description_en, &self.description_ko, language)
    }
}

/// The words in a language; in the other where there are none.
pub(super) fn in_language<'a>(english: &'a str, korean: &'a str, language: Language) -> &'a str {
    let (own, other) = match language {
        Language::En => (english, korean),
        Language::Ko => (korean, english),
    };
    if own.is_empty() { other } else { own }
}

/// Something that is on a list.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize, utoipa::ToSchema)]
#[diesel(table_name = list_items, check_for_backend(diesel::pg::Pg))]
pub struct ListItem {
    /// Its id.
    pub id: ListItemId,
    /// What it is.
    pub what: OnListKind,
    /// The slug of the topic.
    pub topic: Option<String>,
    /// The series.
    pub series_id: Option<SeriesId>,
    /// The institution.
    pub institution_id: Option<InstitutionId>,
    /// The person.
    pub person_id: Option<PersonId>,
    /// The seminar.
    pub seminar_id: Option<SeminarId>,
    /// Since when.
    #[schema(value_type = DateTime)]
    pub since: Instant,
    /// Who put it there.
    pub added_by: Option<PersonId>,
}

/// Something to be put on a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnList {
    /// Everything under a topic, by its name or slug.
    Topic(String),
    /// Everything of a series.
    Series(SeriesId),
    /// Where people of an institution speak, and the series that it organises with others.
    Institution(InstitutionId),
    /// Where a person speaks.
    Person(PersonId),
    /// One seminar.
    Seminar(SeminarId),
    /// One seminar that is to be left out.
    LeftOut(SeminarId),
}

impl OnList {
    /// What it is.
    pub const fn kind(&self) -> OnListKind {
        match self {
            Self::Topic(_) => OnListKind::Topic,
            Self::Series(_) => OnListKind::Series,
            Self::Institution(_) => OnListKind::Institution,
            Self::Person(_) => OnListKind::Person,
            Self::Seminar(_) => OnListKind::Seminar,
            Self::LeftOut(_) => OnListKind::LeftOut,
        }
    }

    /// The seminar that it names.
    pub const fn seminar(&self) -> Option<SeminarId> {
        match self {
            Self::Seminar(id) | Self::LeftOut(id) => Some(*id),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_reads_another_language_gets_the_words_that_there_are() {
        assert_eq!(in_language("Safety", "안전", Language::Ko), "안전");
        assert_eq!(in_language("Safety", "", Language::Ko), "Safety");
        assert_eq!(in_language("", "안전", Language::En), "안전");
    }
}
