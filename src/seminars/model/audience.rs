//! Mailing lists that are told of a series or of one seminar. Who reads them, nobody here knows: they get announcements,
//! changes and cancellations, with nothing in them that is good for one person alone.

use diesel::prelude::*;
use serde::Serialize;

use crate::base::{
    clock::Instant,
    ids::{AudienceId, PersonId, SeminarId, SeriesId},
    language::Language,
    schema::audiences,
    zone::Zone,
};

crate::words! {
    /// Whether a mailing list is told.
    AudienceState {
        /// It is.
        Told = "told",
        /// It is not any more.
        Ended = "ended",
    }
}

/// A mailing list that is told of a series or of one seminar.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, QueryableByName, Selectable, Serialize, utoipa::ToSchema,
)]
#[diesel(table_name = audiences, check_for_backend(diesel::pg::Pg))]
pub struct Audience {
    /// Its id.
    pub id: AudienceId,
    /// The series that it is told of.
    pub series_id: Option<SeriesId>,
    /// The seminar that it is told of.
    pub seminar_id: Option<SeminarId>,
    /// What it is called.
    pub name: String,
    /// Its address.
    pub address: String,
    /// The languages of its mails, in the order in which they stand in them.
    pub languages: Vec<String>,
    /// The zone in which it is told times; `null`: that of what it is told of.
    pub zone: Option<String>,
    /// Who of those that keep the list permitted it.
    pub permission: String,
    /// Who added it.
    pub added_by: Option<PersonId>,
    /// When.
    #[schema(value_type = DateTime)]
    pub added_at: Instant,
    /// Whether it is told.
    pub state: AudienceState,
    /// By whom it stands so.
    pub state_by: Option<PersonId>,
    /// Since when.
    #[schema(value_type = DateTime)]
    pub state_at: Instant,
}

impl Audience {
    /// The languages of its mails; at least one.
    pub fn languages(&self) -> Vec<Language> {
        let spoken = self.languages.iter().filter_map(|code| code.parse().ok());
        spoken.collect()
    }

    /// The zone in which it is told the times of what is meant in `anchor`.
    pub fn zone(&self, anchor: Zone) -> Zone {
        let own = self.zone.as_deref().and_then(|name| name.parse().ok());
        own.unwrap_or(anchor)
    }
}

/// What a mailing list is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToldOf {
    /// Every public seminar of a series.
    Series(SeriesId),
    /// One seminar.
    Seminar(SeminarId),
}
