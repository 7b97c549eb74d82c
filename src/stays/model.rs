//! Types of stays.

use chrono::{Duration, NaiveDate};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::state::StayState;
use crate::{
    base::{
        clock::Instant,
        ids::{BookingId, InstitutionId, PersonId, ProjectId, RoomId, SiteId, StayId},
        schema::stays,
        slot::Slot,
        zone::Zone,
    },
    people::model::Named,
};

crate::words! {
    /// How settled the dates of a stay are.
    Certainty {
        /// They stand.
        Firm = "firm",
        /// They may still move; members who have nothing to do with the stay do not see it.
        Tentative = "tentative",
    }
}

/// A visiting stay.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize)]
#[diesel(table_name = stays, check_for_backend(diesel::pg::Pg))]
pub struct Stay {
    /// Its id.
    pub id: StayId,
    /// Its short code in addresses.
    pub code: String,
    /// Its UID in calendars.
    pub uid: String,
    /// Who comes.
    pub visitor_id: PersonId,
    /// Whose guest they are.
    pub host_id: PersonId,
    /// Who entered it.
    pub entered_by: PersonId,
    /// Where.
    pub site_id: Option<SiteId>,
    /// The project under which it counts.
    pub project_id: Option<ProjectId>,
    /// The first day, in `zone`.
    pub from_date: NaiveDate,
    /// The last day, inclusive, in `zone`.
    pub to_date: NaiveDate,
    /// The zone of the site, or the hub's.
    pub zone: String,
    /// What for; may be empty.
    pub purpose: String,
    /// What it is about, in the words of who entered it.
    pub topics: Vec<String>,
    /// Whether the dates stand.
    pub certainty: Certainty,
    /// Where it stands.
    pub state: StayState,
    /// Since when.
    pub state_at: Instant,
    /// By whom.
    pub state_by: Option<PersonId>,
    /// Why, in their words.
    pub state_reason: Option<String>,
    /// Rises with every change that people can see.
    pub revision: i32,
    /// Rises when dates, place or state change in calendars (RFC 5546).
    pub sequence: i32,
    /// For stale forms.
    pub lock_version: i32,
    /// When it was entered.
    pub created_at: Instant,
    /// When it was last changed.
    pub modified_at: Instant,
}

impl Stay {
    /// The zone of its days; UTC should the database hold a name that the zone database no longer has.
    pub fn zone(&self) -> Zone {
        self.zone.parse().unwrap_or(Zone::UTC)
    }

    /// From the first instant of its first day until the first instant after its last.
    pub fn slot(&self) -> Slot {
        days(self.zone(), self.from_date, self.to_date)
    }
}

/// Whole days in a zone, both inclusive, as a slot.
///
/// # Panics
/// Where `to` lies before `from`; the constraint `stays_end_not_before_start` holds that it does not.
pub(in crate::stays) fn days(zone: Zone, from: NaiveDate, to: NaiveDate) -> Slot {
    Slot::new(zone.start_of(from), zone.start_of(to + Duration::days(1)))
        .expect("the constraint stays_end_not_before_start holds this")
}

/// Where a visitor comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// The institution.
    pub id: InstitutionId,
    /// Its name.
    pub name: String,
}

/// The desk that a stay holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// The booking that holds it.
    pub booking_id: BookingId,
    /// Which room it is.
    pub room_id: RoomId,
    /// Its name.
    pub name: String,
    /// Its short name in addresses.
    pub slug: String,
}

/// A stay with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    /// The stay.
    pub stay: Stay,
    /// Who comes.
    pub visitor: Named,
    /// Where they come from.
    pub institution: Option<Home>,
    /// Whose guest they are.
    pub host: Named,
    /// The name of the site.
    pub site: Option<String>,
    /// The desk that is held now.
    pub desk: Option<Desk>,
}

/// A step that a stay took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// To which state.
    pub state: StayState,
    /// When.
    pub at: Instant,
    /// By whom, where it was a person who is still known.
    pub by: Option<Named>,
    /// Why, in their words.
    pub reason: Option<String>,
}

/// What visitor and host could see of a stay at a revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The first day.
    pub from: NaiveDate,
    /// The last day, inclusive.
    pub to: NaiveDate,
    /// Which desk.
    pub desk_id: Option<RoomId>,
    /// What it was called.
    pub desk: Option<String>,
    /// Who the host was.
    pub host_id: PersonId,
    /// What they were called.
    pub host: String,
    /// What for; may be empty.
    pub purpose: String,
    /// Where it stood.
    pub state: StayState,
}

impl Snapshot {
    /// What can be seen of a stay now.
    pub fn of(details: &Details) -> Self {
        let stay = &details.stay;
        Self {
            from: stay.from_date,
            to: stay.to_date,
            desk_id: details.desk.as_ref().map(|desk| desk.room_id),
            desk: details.desk.as_ref().map(|desk| desk.name.clone()),
            host_id: stay.host_id,
            host: details.host.called().to_owned(),
            purpose: stay.purpose.clone(),
            state: stay.state,
        }
    }

    /// Whether what differs from `other` is told as a change: dates, desk, host, purpose. A step of the state is told as
    /// such.
    pub fn differs(&self, other: &Self) -> bool {
        self.from != other.from
            || self.to != other.to
            || self.desk_id != other.desk_id
            || self.host_id != other.host_id
            || self.purpose != other.purpose
    }
}
