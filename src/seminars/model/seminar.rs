//! One dated occasion, as its row has it.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::Written;
use crate::{
    base::{
        clock::Instant,
        ids::{PersonId, ProjectId, SeminarId, SeriesId},
        language::Language,
        schema::seminars,
        slot::Slot,
        zone::Zone,
    },
    mail::reminder::Reminder,
};

crate::words! {
    /// What kind of occasion it is.
    SeminarKind {
        /// A talk with discussion.
        Seminar = "seminar",
        /// Several talks or work together.
        Workshop = "workshop",
        /// A lecture.
        Lecture = "lecture",
        /// A ceremony.
        Ceremony = "ceremony",
        /// A tour of the house.
        Tour = "tour",
    }
}

crate::words! {
    /// Where a seminar stands.
    SeminarState {
        /// Seen by its organisers alone.
        Draft = "draft",
        /// It takes place.
        Announced = "announced",
        /// It does not take place then; when it does is not known yet.
        Postponed = "postponed",
        /// It does not take place.
        Cancelled = "cancelled",
    }
}

crate::words! {
    /// Who may see a seminar that is no draft.
    Visibility {
        /// Anyone.
        Public = "public",
        /// Members of the hub, and who is invited.
        Members = "members",
        /// Who is invited.
        Invited = "invited",
    }
}

crate::words! {
    /// A value that a seminar can take from its series.
    Inherited {
        /// The anchor zone.
        Zone = "zone",
        /// How long it lasts.
        Duration = "duration_minutes",
        /// The room.
        Room = "room_id",
        /// Who may see it.
        Visibility = "visibility",
        /// The language.
        Language = "language",
        /// The topics.
        Topics = "topics",
        /// When reminders go out.
        Reminders = "reminders",
        /// How many it takes.
        Capacity = "capacity",
        /// For whom the living link opens.
        JoinFor = "join_for",
        /// How many minutes before the start.
        JoinMinutes = "join_minutes",
        /// Where it takes place online.
        JoinUrl = "join_url",
    }
}

/// One dated occasion.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize)]
#[diesel(table_name = seminars, check_for_backend(diesel::pg::Pg))]
pub struct Seminar {
    /// Its id.
    pub id: SeminarId,
    /// Its short code in addresses.
    pub code: String,
    /// Its UID in calendars, for ever.
    pub uid: String,
    /// The series that it belongs to.
    pub series_id: Option<SeriesId>,
    /// The project under which it is counted.
    pub project_id: Option<ProjectId>,
    /// What kind of occasion it is.
    pub kind: SeminarKind,
    /// Its title; empty while it is not known.
    pub title: String,
    /// The abstract, in Markdown.
    pub abstract_text: String,
    /// Whose it is.
    pub owner_id: PersonId,
    /// Who entered it.
    pub entered_by: PersonId,
    /// The wall time in `zone` at which it is meant to start.
    pub starts_local: NaiveDateTime,
    /// The zone in which the wall time is meant.
    pub zone: String,
    /// Which of two equal wall times is meant, where clocks go back.
    pub fold: Option<i16>,
    /// When it starts.
    pub starts_at: Instant,
    /// When it ends, exclusive.
    pub ends_at: Instant,
    /// How long it lasts.
    pub duration_minutes: i32,
    /// Who may see it.
    pub visibility: Visibility,
    /// The language it is held in, and the versions in others.
    #[diesel(embed)]
    #[serde(flatten)]
    pub written: Written,
    /// Topics.
    pub topics: Vec<String>,
    /// When reminders go out.
    pub reminders: Vec<Reminder>,
    /// Which of these follow the series ([`Inherited`]).
    pub inherits: Vec<String>,
    /// Where it is instead of, or beside, rooms: a [`Place`].
    pub place: Option<serde_json::Value>,
    /// Where it takes place online. Shown to speakers and hosts alone; others have the living link.
    pub join_url: Option<String>,
    /// Where it stands.
    pub state: SeminarState,
    /// Since when.
    pub state_at: Instant,
    /// By whom.
    pub state_by: Option<PersonId>,
    /// Why, in their words.
    pub state_reason: Option<String>,
    /// Rises with every change that people can see.
    pub revision: i32,
    /// Rises when time, place or state changes (RFC 5546).
    pub sequence: i32,
    /// For stale forms.
    pub lock_version: i32,
    /// When it was entered.
    pub created_at: Instant,
    /// When a calendar entry of it last changed.
    pub modified_at: Instant,
}

impl Seminar {
    /// From when until when.
    pub fn slot(&self) -> Slot {
        Slot::new(self.starts_at, self.ends_at)
            .expect("the constraint seminars_end_after_start holds this")
    }

    /// Whether it is over at `now`. What is postponed is not, however long ago it was to be: its new time is awaited.
    pub fn is_over(&self, now: Instant) -> bool {
        self.state != SeminarState::Postponed && self.ends_at <= now
    }

    /// The zone in which it is meant.
    pub fn zone(&self) -> Zone {
        self.zone.parse().unwrap_or(Zone::UTC)
    }

    /// The zone in which people where it is read its times: that of a place elsewhere, if it has one of its own.
    pub fn there(&self) -> Zone {
        let there = self.place().and_then(|place| place.zone);
        there.unwrap_or_else(|| self.zone())
    }

    /// The language that a calendar with it alone speaks unless it is asked otherwise: the one in which it is held. None, or
    /// one that no calendar speaks: the hub's.
    pub fn own_language(&self) -> Option<Language> {
        let held_in = self.written.language.as_deref();
        held_in.and_then(|code| code.parse().ok())
    }

    /// Whether it takes `value` from its series.
    pub fn inherits(&self, value: Inherited) -> bool {
        self.inherits.iter().any(|name| name == value.word())
    }

    /// Where it is, if that is no room of the hub.
    pub fn place(&self) -> Option<Place> {
        self.place
            .clone()
            .and_then(|place| serde_json::from_value(place).ok())
    }
}

/// A place elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// What it is called.
    pub name: String,
    /// Its postal address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its own zone, where clocks there do not show that of the seminar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
}
