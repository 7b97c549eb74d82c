//! Types of sites, rooms, bookings and what they take.

mod closed;

use chrono::{NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::base::{
    clock::Instant,
    ids::{BookingId, PersonId, RoomId, RunId, SeminarId, SiteId, StayId},
    schema::{bookings, rooms, sites},
    slot::Slot,
    zone::Zone,
};

pub use closed::{Closed, ClosedDays};

crate::words! {
    /// What a room is.
    RoomKind {
        /// A hall for many.
        Hall = "hall",
        /// A meeting room.
        Meeting = "meeting",
        /// A laboratory.
        Lab = "lab",
        /// One desk.
        Desk = "desk",
        /// Something that is lent.
        Equipment = "equipment",
    }
}

impl RoomKind {
    /// Whether `other` can be had instead: people meet in a hall or a meeting room, whichever holds them.
    pub fn stands_in_for(self, other: Self) -> bool {
        let meets = |kind| matches!(kind, Self::Hall | Self::Meeting);
        self == other || meets(self) && meets(other)
    }
}

crate::words! {
    /// Whether a room can be booked at all.
    RoomState {
        /// It can.
        Open = "open",
        /// It cannot; what is booked stays.
        Closed = "closed",
    }
}

crate::words! {
    /// Where a booking stands.
    BookingState {
        /// The rooms are kept for it; it waits for an approval, or belongs to something that is not settled.
        Held = "held",
        /// It takes place.
        Confirmed = "confirmed",
        /// A keeper of the room said no.
        Refused = "refused",
        /// It does not take place.
        Cancelled = "cancelled",
    }
}

impl BookingState {
    /// Whether its rooms are taken.
    pub fn takes(self) -> bool {
        matches!(self, Self::Held | Self::Confirmed)
    }
}

/// A place with rooms.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, serde::Serialize, utoipa::ToSchema,
)]
#[diesel(table_name = sites, check_for_backend(diesel::pg::Pg))]
pub struct Site {
    /// Its id.
    pub id: SiteId,
    /// Its short name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The zone of its rooms.
    pub zone: String,
    /// Its postal address.
    pub address: Option<String>,
    /// Its version: for stale forms, and its `ETag` in the API.
    pub lock_version: i32,
    /// When it was entered.
    #[schema(value_type = DateTime)]
    pub created_at: Instant,
    /// When it was last changed.
    #[schema(value_type = DateTime)]
    pub modified_at: Instant,
}

/// What can be booked.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    Queryable,
    QueryableByName,
    Selectable,
    serde::Serialize,
    utoipa::ToSchema,
)]
#[diesel(table_name = rooms, check_for_backend(diesel::pg::Pg))]
pub struct Room {
    /// Its id.
    pub id: RoomId,
    /// Where it is.
    pub site_id: Option<SiteId>,
    /// Its short name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: RoomKind,
    /// The zone of its site, or the hub's.
    pub zone: String,
    /// How many people it holds.
    pub capacity: Option<i32>,
    /// What is in it.
    pub equipment: Vec<String>,
    /// Whether a keeper must approve bookings.
    pub approval: bool,
    /// Minutes before each booking during which it is blocked.
    pub setup_minutes: i32,
    /// Minutes after each booking during which it is blocked.
    pub tidy_minutes: i32,
    /// Whether it can be booked.
    pub state: RoomState,
    /// Its version: for stale forms, and its `ETag` in the API.
    pub lock_version: i32,
    /// When it was entered.
    #[schema(value_type = DateTime)]
    pub created_at: Instant,
    /// When it was last changed.
    #[schema(value_type = DateTime)]
    pub modified_at: Instant,
}

impl Room {
    /// Its zone; UTC should the database hold a name that the zone database no longer has.
    pub fn zone(&self) -> Zone {
        self.zone.parse().unwrap_or(Zone::UTC)
    }

    /// How long it is blocked for a booking of `slot`.
    pub fn blocked(&self, slot: Slot) -> Slot {
        slot.widened(
            chrono::Duration::minutes(i64::from(self.setup_minutes)),
            chrono::Duration::minutes(i64::from(self.tidy_minutes)),
        )
    }
}

/// What people see: a title, an owner, a time.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, serde::Serialize)]
#[diesel(table_name = bookings, check_for_backend(diesel::pg::Pg))]
pub struct Booking {
    /// Its id.
    pub id: BookingId,
    /// Its short code in addresses.
    pub code: String,
    /// Its UID in calendars.
    pub uid: String,
    /// Its title.
    pub title: String,
    /// What the owner wants to be known.
    pub note: String,
    /// Whose it is.
    pub for_id: PersonId,
    /// Who entered it.
    pub entered_by: PersonId,
    /// From when.
    pub starts_at: Instant,
    /// Until when, exclusive.
    pub ends_at: Instant,
    /// The wall time in `zone` at which it was meant to start.
    pub starts_local: NaiveDateTime,
    /// The wall time in `zone` at which it was meant to end.
    pub ends_local: NaiveDateTime,
    /// The zone in which the wall times are meant.
    pub zone: String,
    /// Where it stands.
    pub state: BookingState,
    /// Since when.
    pub state_at: Instant,
    /// By whom.
    pub state_by: Option<PersonId>,
    /// Why, in their words.
    pub state_reason: Option<String>,
    /// The run that it belongs to.
    pub run_id: Option<RunId>,
    /// The date that the run's rule gave, wherever it was moved since.
    pub original_local: Option<NaiveDateTime>,
    /// Rises when time, place or state changes (RFC 5546).
    pub sequence: i32,
    /// For stale forms.
    pub lock_version: i32,
    /// When it was entered.
    pub created_at: Instant,
    /// When it was last changed.
    pub modified_at: Instant,
    /// The stay that it serves.
    pub stay_id: Option<StayId>,
    /// The seminar that it serves.
    pub seminar_id: Option<SeminarId>,
}

impl Booking {
    /// From when until when.
    pub fn slot(&self) -> Slot {
        Slot::new(self.starts_at, self.ends_at)
            .expect("the constraint bookings_end_after_start holds this")
    }

    /// The zone in which it is meant.
    pub fn zone(&self) -> Zone {
        self.zone.parse().unwrap_or(Zone::UTC)
    }
}

/// When a booking is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Between two instants.
    Instants(Slot),
    /// Between two wall times in the zone of the first room. `fold` chooses in the hour that comes twice.
    Local {
        /// From.
        starts: NaiveDateTime,
        /// Until, exclusive.
        ends: NaiveDateTime,
        /// 0: the first of two, 1: the second.
        fold: Option<u8>,
    },
}

/// Something that is in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The room that is taken.
    pub room_id: RoomId,
    /// Its name.
    pub room_name: String,
    /// The booking that takes it.
    pub booking_id: BookingId,
    /// From when that is.
    pub starts_at: Instant,
    /// Until when, exclusive.
    pub ends_at: Instant,
    /// How long the room is blocked by it, set-up and tidy-up included.
    pub blocked: Slot,
    /// Its title, where the caller may see it.
    pub title: Option<String>,
    /// Whose it is, where the caller may see it and the name is known.
    pub by: Option<String>,
}

/// A place and time that is free at the moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// Which room.
    pub room_id: RoomId,
    /// Its name.
    pub room_name: String,
    /// Its short name.
    pub room_slug: String,
    /// How many people it holds.
    pub capacity: Option<i32>,
    /// From when.
    pub starts_at: Instant,
    /// Until when, exclusive.
    pub ends_at: Instant,
}

/// That rooms are taken: by what, and what would be free.
#[derive(Debug, Clone, PartialEq, Eq, Default, thiserror::Error)]
#[error("the room is taken")]
pub struct Taken {
    /// What is in the way, by time.
    pub conflicts: Vec<Conflict>,
    /// What would be free.
    pub alternatives: Vec<Alternative>,
}

/// The room that a booking asked for and how long it is blocked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenRoom {
    /// Which booking.
    pub booking_id: BookingId,
    /// Which room.
    pub room_id: RoomId,
    /// Its name.
    pub name: String,
    /// Its short name.
    pub slug: String,
    /// Its site.
    pub site_id: Option<SiteId>,
    /// The name of its site.
    pub site: Option<String>,
    /// From when it is blocked, set-up included.
    pub blocked_from: chrono::DateTime<Utc>,
    /// Until when, tidy-up included, exclusive.
    pub blocked_to: chrono::DateTime<Utc>,
}
