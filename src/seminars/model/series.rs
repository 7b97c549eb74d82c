//! A series: its defaults, whether it goes on, and who follows it.

use diesel::prelude::*;
use serde::Serialize;

use super::{Entrance, JoinFor, Visibility};
use crate::{
    base::{
        clock::Instant,
        ids::{PersonId, RoomId, SeriesId},
        language::Language,
        schema::{series, subscriptions},
        zone::Zone,
    },
    mail::reminder::Reminder,
};

/// A seminar series with its defaults.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize, utoipa::ToSchema)]
#[diesel(table_name = series, check_for_backend(diesel::pg::Pg))]
pub struct Series {
    /// Its id.
    pub id: SeriesId,
    /// Its short name in addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// What it is about, in Markdown.
    pub description: String,
    /// The anchor zone: what wall times in it are meant in.
    pub zone: String,
    /// How long its seminars last, unless they say otherwise.
    pub duration_minutes: i32,
    /// Where they are, unless they say otherwise.
    pub room_id: Option<RoomId>,
    /// Who may see them, unless they say otherwise.
    pub visibility: Visibility,
    /// The language they are held in.
    pub language: Option<String>,
    /// Topics.
    pub topics: Vec<String>,
    /// When reminders go out.
    pub reminders: Vec<Reminder>,
    /// Whether it goes on.
    pub state: SeriesState,
    /// Its version: for stale forms, and its `ETag` in the API.
    pub lock_version: i32,
    /// When it was entered.
    #[schema(value_type = DateTime)]
    pub created_at: Instant,
    /// When it was last changed.
    #[schema(value_type = DateTime)]
    pub modified_at: Instant,
    /// How many its seminars take, unless they say otherwise; `null`: there is no limit.
    pub capacity: Option<i32>,
    /// The colour by which its seminars are known.
    pub colour: SeriesColour,
    /// For whom the living links of its seminars open, unless they say otherwise.
    pub join_for: JoinFor,
    /// How many minutes before the start, unless they say otherwise.
    pub join_minutes: i32,
    /// Where they take place online, unless they say otherwise. It goes out with a series nowhere: whoever shows it to those who
    /// organise it, or writes it to the trail, does so by name.
    #[serde(skip)]
    pub join_url: Option<String>,
}

impl Series {
    /// How one comes into its seminars from afar.
    pub fn entrance(&self) -> Entrance {
        Entrance {
            join_for: self.join_for,
            join_minutes: self.join_minutes,
        }
    }

    /// Its anchor zone.
    pub fn zone(&self) -> Zone {
        self.zone.parse().unwrap_or(Zone::UTC)
    }

    /// The language that its calendar speaks unless it is asked otherwise; none: the hub's.
    pub fn own_language(&self) -> Option<Language> {
        self.language.as_deref().and_then(|code| code.parse().ok())
    }
}

/// Someone who follows a series.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize, utoipa::ToSchema)]
#[diesel(table_name = subscriptions, check_for_backend(diesel::pg::Pg))]
pub struct Subscription {
    /// Which.
    pub series_id: SeriesId,
    /// Who.
    pub person_id: PersonId,
    /// When, asked for whatever the answer is; `null`: as the series has it, after a yes.
    pub reminders: Option<Vec<Reminder>>,
    /// `daily`, `weekly` or none.
    pub digest: Option<String>,
    /// Since when.
    #[schema(value_type = DateTime)]
    pub since: Instant,
}

crate::words! {
    /// Whether a series goes on.
    SeriesState {
        /// It does.
        Running = "running",
        /// It does not.
        Ended = "ended",
    }
}

crate::words! {
    /// The colour by which the seminars of a series are known. Pages show each in a shade that can be seen on their ground.
    SeriesColour {
        /// A green.
        Pine = "pine",
        /// An orange red.
        Persimmon = "persimmon",
        /// A blue.
        Indigo = "indigo",
        /// A violet.
        Plum = "plum",
        /// A brownish yellow.
        Ochre = "ochre",
        /// A bluish green.
        Lagoon = "lagoon",
        /// A pink.
        Rose = "rose",
        /// A grey.
        Slate = "slate",
    }
}

impl SeriesColour {
    /// The nearest CSS colour that has a name (RFC 7986 section 5.9), for calendars.
    pub fn in_calendars(self) -> &'static str {
        match self {
            Self::Pine => "seagreen",
            Self::Persimmon => "chocolate",
            Self::Indigo => "royalblue",
            Self::Plum => "mediumorchid",
            Self::Ochre => "darkgoldenrod",
            Self::Lagoon => "teal",
            Self::Rose => "palevioletred",
            Self::Slate => "slategray",
        }
    }
}
