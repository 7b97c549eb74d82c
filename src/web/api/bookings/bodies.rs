//! What is sent to book rooms and to move bookings.

use chrono::NaiveDateTime;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    base::{
        clock::Instant,
        described::WallTime,
        error::Refusal,
        ids::{PersonId, RoomId},
    },
    rooms::{
        actions::{NewTime, OnConflict},
        model::Wanted,
    },
    web::api::slot,
};

/// Rooms for one date, or by a rule. Time is said as instants or as wall times, not both.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewBooking, example = json!({
    "room_id": "01938f2e-7a10-7c41-9d0e-5b7d3c1f0a21", "title": "Reading group",
    "starts_local": "2026-12-01T16:00:00", "ends_local": "2026-12-01T17:30:00",
    "rule": "FREQ=WEEKLY;COUNT=4", "on_conflict": "skip",
}))]
pub struct New {
    /// The room.
    pub(super) room_id: Option<RoomId>,
    /// Several rooms at once, `room_id` among them or not. At least one room is needed.
    pub(super) room_ids: Option<Vec<RoomId>>,
    /// What it is for.
    #[schema(max_length = 500)]
    pub(super) title: String,
    /// What else is to be known.
    #[schema(max_length = 50_000)]
    pub(super) note: Option<String>,
    /// Whose booking it is; without it, the caller's. The front desk and room keepers book for anyone, others for those
    /// whose assistant they are.
    pub(super) for_id: Option<PersonId>,
    /// From when.
    #[schema(value_type = Option<DateTime>)]
    pub(super) starts_at: Option<Instant>,
    /// Until when, exclusive.
    #[schema(value_type = Option<DateTime>)]
    pub(super) ends_at: Option<Instant>,
    /// From when, in the zone of the first room.
    #[schema(value_type = Option<WallTime>)]
    pub(super) starts_local: Option<NaiveDateTime>,
    /// Until when, exclusive, in the zone of the first room.
    #[schema(value_type = Option<WallTime>)]
    pub(super) ends_local: Option<NaiveDateTime>,
    /// Which of two equal wall times is meant where clocks go back: 0 the first, 1 the second.
    #[serde(default, deserialize_with = "crate::web::api::fold")]
    #[schema(maximum = 1)]
    pub(super) fold: Option<u8>,
    /// An RRULE (RFC 5545 §3.3.10), with an end: every date becomes a booking of its own.
    #[schema(example = "FREQ=WEEKLY;COUNT=4")]
    pub(super) rule: Option<String>,
    /// What happens to dates of a rule that are taken.
    #[serde(default)]
    pub(super) on_conflict: OnConflict,
}

/// What is to be otherwise about a booking; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BookingChange, example = json!({
    "starts_at": "2026-12-01T08:00:00Z", "ends_at": "2026-12-01T09:30:00Z", "lock_version": 1,
}))]
pub struct Edit {
    /// The version that the change is based on; `If-Match` goes before it.
    pub(super) lock_version: Option<i32>,
    /// Another room.
    pub(super) room_id: Option<RoomId>,
    /// Other rooms, all of them.
    pub(super) room_ids: Option<Vec<RoomId>>,
    /// Another title.
    #[schema(max_length = 500)]
    pub(super) title: Option<String>,
    /// Another note.
    #[schema(max_length = 50_000)]
    pub(super) note: Option<String>,
    /// Another owner.
    pub(super) for_id: Option<PersonId>,
    /// Another start; the end stays where it is not given.
    #[schema(value_type = Option<DateTime>)]
    pub(super) starts_at: Option<Instant>,
    /// Another end, exclusive; the start stays where it is not given.
    #[schema(value_type = Option<DateTime>)]
    pub(super) ends_at: Option<Instant>,
    /// Another start in the zone of the first room; comes with `ends_local`.
    #[schema(value_type = Option<WallTime>)]
    pub(super) starts_local: Option<NaiveDateTime>,
    /// Another end in the zone of the first room; comes with `starts_local`.
    #[schema(value_type = Option<WallTime>)]
    pub(super) ends_local: Option<NaiveDateTime>,
    /// Which of two equal wall times is meant: 0 the first, 1 the second.
    #[serde(default, deserialize_with = "crate::web::api::fold")]
    #[schema(maximum = 1)]
    pub(super) fold: Option<u8>,
}

/// When a booking is wanted, as it was sent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    pub starts_at: Option<Instant>,
    pub ends_at: Option<Instant>,
    pub starts_local: Option<NaiveDateTime>,
    pub ends_local: Option<NaiveDateTime>,
    pub fold: Option<u8>,
}

impl Times {
    /// The same for a booking that is there: one of the two instants alone moves that end.
    pub fn otherwise(self) -> Result<Option<NewTime>, Refusal> {
        let local = self.starts_local.is_some() || self.ends_local.is_some();
        Ok(match (self.starts_at, self.ends_at) {
            (Some(from), None) if !local => Some(NewTime::Starts(from)),
            (None, Some(to)) if !local => Some(NewTime::Ends(to)),
            _ => self.wanted()?.map(NewTime::Whole),
        })
    }

    /// Instants, or wall times; `None` where neither is given.
    pub fn wanted(self) -> Result<Option<Wanted>, Refusal> {
        let instants = self.starts_at.is_some() || self.ends_at.is_some();
        match (self.starts_local, self.ends_local) {
            (Some(_), _) | (_, Some(_)) if instants => {
                Err(Refusal::invalid("starts_local", "reason-either-times"))
            }
            (Some(starts), Some(ends)) => Ok(Some(Wanted::Local {
                starts,
                ends,
                fold: self.fold,
            })),
            (Some(_), None) => Err(Refusal::invalid("ends_local", "reason-required")),
            (None, Some(_)) => Err(Refusal::invalid("starts_local", "reason-required")),
            (None, None) if !instants => Ok(None),
            (None, None) => Ok(Some(Wanted::Instants(slot(self.starts_at, self.ends_at)?))),
        }
    }
}

/// Rooms, named by one member, by the other, or by both.
pub(super) fn rooms(one: Option<RoomId>, several: Option<Vec<RoomId>>) -> Option<Vec<RoomId>> {
    match (one, several) {
        (None, None) => None,
        (one, several) => Some(one.into_iter().chain(several.unwrap_or_default()).collect()),
    }
}
