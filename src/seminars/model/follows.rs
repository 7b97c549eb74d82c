//! What someone follows, and how often its programme comes.

use serde::Serialize;

use super::lists::in_language;
use crate::{
    base::{
        clock::Instant,
        ids::{ListId, SeriesId},
        language::Language,
    },
    mail::{digest::Rhythm, reminder::Reminder},
};

crate::words! {
    /// From where a digest takes what it tells.
    Source {
        /// A series.
        Series = "series",
        /// A topic.
        Topic = "topic",
        /// Everything.
        Hub = "hub",
        /// A list that someone keeps.
        List = "list",
    }
}

/// Something that can be followed: a source of digests.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Followed {
    /// A series.
    Series(SeriesId),
    /// Everything under a topic, by its slug.
    Topic(String),
    /// Everything.
    Hub,
    /// A list that someone keeps.
    List(ListId),
}

impl Followed {
    /// What kind of thing it is.
    pub const fn source(&self) -> Source {
        match self {
            Self::Series(_) => Source::Series,
            Self::Topic(_) => Source::Topic,
            Self::Hub => Source::Hub,
            Self::List(_) => Source::List,
        }
    }

    /// The series.
    pub const fn series(&self) -> Option<SeriesId> {
        match self {
            Self::Series(id) => Some(*id),
            Self::Topic(_) | Self::Hub | Self::List(_) => None,
        }
    }

    /// The topic.
    pub fn topic(&self) -> Option<&str> {
        match self {
            Self::Topic(slug) => Some(slug),
            Self::Series(_) | Self::Hub | Self::List(_) => None,
        }
    }

    /// The list.
    pub const fn list(&self) -> Option<ListId> {
        match self {
            Self::List(id) => Some(*id),
            Self::Series(_) | Self::Topic(_) | Self::Hub => None,
        }
    }
}

/// What something that can be followed is called and where it stands, for those who are asked whether they follow it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// The title of a series, what a list is called, or the topic as its seminars write it; of the hub nothing.
    pub name: String,
    /// What a list is called in Korean; empty for what has one name.
    pub name_ko: String,
    /// The slug of the series, list or topic; of the hub nothing.
    pub slug: String,
    /// Whether anyone can follow it by an address alone.
    pub open: bool,
}

impl Offered {
    /// What it is called, for who reads this language.
    pub fn name(&self, language: Language) -> &str {
        in_language(&self.name, &self.name_ko, language)
    }
}

/// That someone follows something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follow {
    /// What.
    pub what: Followed,
    /// The title of the series, what the list is called, or the topic as its seminars write it; of the hub none.
    pub title: Option<String>,
    /// The slug of the series, list or topic.
    pub slug: Option<String>,
    /// How often its programme comes; none where someone follows a series for its reminders alone.
    pub digest: Option<Rhythm>,
    /// When they want to be reminded of a series, whatever they answer; none: as it has it, after a yes.
    pub reminders: Option<Vec<Reminder>>,
    /// Since when.
    pub since: Instant,
}

/// When someone's digests come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DigestTimes {
    /// On which day of the week the weekly one comes; 1 is Monday (ISO 8601).
    pub weekday: i16,
    /// At which hour it does, by the clock where the reader is.
    pub weekly_hour: i16,
    /// At which hour the daily one does.
    pub daily_hour: i16,
    /// Whether they come even where there is nothing to tell.
    pub even_nothing: bool,
}

impl Default for DigestTimes {
    fn default() -> Self {
        Self {
            weekday: 1,
            weekly_hour: 8,
            daily_hour: 8,
            even_nothing: false,
        }
    }
}
