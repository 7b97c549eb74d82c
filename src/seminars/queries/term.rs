//! The dates of a term before they are made: which can be, and what is in the way of the others.

use std::collections::BTreeSet;

use chrono::{Duration, NaiveDateTime};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::{
    base::{
        error::Refusal,
        ids::RoomId,
        slot::Slot,
        zone::{WallTimeError, Zone},
    },
    people::model::Actor,
    rooms::{
        self,
        actions::hold::{self, Locked},
        availability,
        model::Conflict,
    },
    seminars::model::Series,
};

crate::words! {
    /// Why a date of a term cannot be.
    Obstacle {
        /// The room is taken.
        Taken = "taken",
        /// The clocks go forward over it.
        Gap = "gap",
        /// The clocks go back over it, and it was not said which is meant.
        Fold = "fold",
        /// An earlier date of the same term is at the same time.
        Overlaps = "overlaps",
    }
}

/// A date of a term as it is wanted: a wall time in the zone of the series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermDate {
    /// When it is to start.
    pub starts_local: NaiveDateTime,
    /// Which of two equal wall times: 0 the first, 1 the second.
    pub fold: Option<u8>,
}

/// A date of a term as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateSeen {
    /// As it is wanted.
    pub wanted: TermDate,
    /// From when until when; `None` where it is no single time.
    pub slot: Option<Slot>,
    /// Why it cannot be; `None` where it can.
    pub obstacle: Option<Obstacle>,
    /// What is in the way, as the viewer may see it.
    pub conflicts: Vec<Conflict>,
}

/// The dates of a term of `series` in `room` as they stand: one query for all of what is taken.
///
/// # Errors
/// There is no such room, or `actor` may not book it.
pub async fn look_at_dates(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    series: &Series,
    room: Option<RoomId>,
    dates: &[TermDate],
) -> Result<Vec<DateSeen>, Refusal> {
    let rooms: Vec<RoomId> = room.into_iter().collect();
    let found = hold::seen(conn, &rooms).await?;
    if !rooms.is_empty() {
        rooms::rules::may_book(actor, &found.asked, actor.id)?;
    }
    Ok(sifted(conn, actor, series, &found, dates).await?)
}

/// The same over rooms that may be locked: then what is free stays free.
pub(in crate::seminars) async fn sifted(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    series: &Series,
    rooms: &Locked,
    dates: &[TermDate],
) -> QueryResult<Vec<DateSeen>> {
    let slots: Vec<Result<Slot, Obstacle>> = dates
        .iter()
        .map(|date| slot(series.zone(), *date, series.duration_minutes))
        .collect();
    let wants: Vec<_> = slots
        .iter()
        .filter_map(|slot| slot.ok())
        .flat_map(|slot| rooms.wants(slot))
        .collect();
    let conflicts = availability::conflicts(conn, Some(actor), &wants, None).await?;
    let mut before: Vec<Slot> = Vec::with_capacity(dates.len());
    let mut seen = Vec::with_capacity(dates.len());
    for (wanted, slot) in dates.iter().zip(slots) {
        seen.push(match slot {
            Err(obstacle) => DateSeen {
                wanted: *wanted,
                slot: None,
                obstacle: Some(obstacle),
                conflicts: Vec::new(),
            },
            Ok(slot) => {
                let met = in_the_way(rooms, slot, &conflicts);
                let obstacle = if before.iter().any(|other| meet(rooms, *other, slot)) {
                    Some(Obstacle::Overlaps)
                } else {
                    (!met.is_empty()).then_some(Obstacle::Taken)
                };
                before.push(slot);
                DateSeen {
                    wanted: *wanted,
                    slot: Some(slot),
                    obstacle,
                    conflicts: met,
                }
            }
        });
    }
    Ok(seen)
}

fn slot(zone: Zone, date: TermDate, minutes: i32) -> Result<Slot, Obstacle> {
    let from = zone
        .instant(date.starts_local, date.fold)
        .map_err(|error| match error {
            WallTimeError::Gap { .. } => Obstacle::Gap,
            WallTimeError::Fold { .. } => Obstacle::Fold,
        })?;
    let to = from + Duration::minutes(i64::from(minutes));
    Slot::new(from, to).map_err(|_| Obstacle::Gap)
}

/// What of `conflicts` is in the way of `slot`.
fn in_the_way(rooms: &Locked, slot: Slot, conflicts: &[Conflict]) -> Vec<Conflict> {
    let wants = rooms.wants(slot);
    let mut known = BTreeSet::new();
    conflicts
        .iter()
        .filter(|conflict| {
            let met = wants.iter().any(|want| {
                want.room == conflict.room_id && want.blocked.overlaps(conflict.blocked)
            });
            met && known.insert(conflict.booking_id)
        })
        .cloned()
        .collect()
}

/// Whether two dates of a term are in each other's way: at one time, or with what their room needs between them.
fn meet(rooms: &Locked, one: Slot, other: Slot) -> bool {
    let others = rooms.wants(other);
    one.overlaps(other)
        || rooms.wants(one).iter().any(|want| {
            let mut others = others.iter();
            others.any(|their| want.room == their.room && want.blocked.overlaps(their.blocked))
        })
}
