//! Changing a booking: another time, other rooms, another title. All of it happens, or nothing.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{
    book::{BookError, NewBooking, Time, checked, first_state, subjects, when},
    hold,
    stand::{self, Standing},
};
use crate::{
    base::{
        audit::{self, Entry},
        changes,
        clock::{Clock, Instant},
        error::{Invalid, Reason, Refusal},
        hub::Hub,
        ids::{BookingId, PersonId, RoomId},
        schema::bookings,
        slot::Slot,
    },
    people::model::Actor,
    rooms::{
        model::{Booking, BookingState, Wanted},
        notices, rules,
    },
};

/// What is to be otherwise; `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct Move {
    /// Other rooms.
    pub rooms: Option<Vec<RoomId>>,
    /// Another title.
    pub title: Option<String>,
    /// Another note.
    pub note: Option<String>,
    /// Another owner.
    pub for_id: Option<PersonId>,
    /// Another time.
    pub wanted: Option<NewTime>,
    /// The version that the change is based on.
    pub lock_version: Option<i32>,
}

/// Another time for a booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewTime {
    /// Both ends.
    Whole(Wanted),
    /// Another start; the end stays.
    Starts(Instant),
    /// Another end; the start stays.
    Ends(Instant),
}

impl NewTime {
    /// When it is to be, for a booking that is at `now`.
    fn whole(self, now: Slot) -> Result<Wanted, Invalid> {
        let (from, to) = match self {
            Self::Whole(wanted) => return Ok(wanted),
            Self::Starts(from) => (from, now.to()),
            Self::Ends(to) => (now.from(), to),
        };
        Slot::new(from, to)
            .map(Wanted::Instants)
            .map_err(|_| Invalid::one("ends_at", Reason::new("reason-end-before-start")))
    }
}

/// Changes a booking. Where time or room changed, it waits for the keepers of its rooms, or is firm where none is asked.
///
/// # Errors
/// [`BookError`]; then the booking is as it was.
pub async fn move_to(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: BookingId,
    change: Move,
) -> Result<Booking, BookError> {
    conn.transaction(async |conn| {
        let Standing {
            booking: before,
            rooms: old_rooms,
            locked,
        } = stand::lock(conn, id, change.rooms.as_deref()).await?;
        rules::may_change(actor, &before, clock.now())?;
        if change
            .lock_version
            .is_some_and(|version| version != before.lock_version)
        {
            return Err(Refusal::Stale {
                now: before.lock_version,
            }
            .into());
        }
        let wanted = change
            .wanted
            .map(|time| time.whole(before.slot()))
            .transpose()?;
        let new = checked(NewBooking {
            rooms: change.rooms.unwrap_or_else(|| old_rooms.clone()),
            title: change.title.unwrap_or_else(|| before.title.clone()),
            note: change.note.unwrap_or_else(|| before.note.clone()),
            for_id: change.for_id,
            wanted: wanted.unwrap_or(Wanted::Instants(before.slot())),
        })?;
        let owner = new.for_id.unwrap_or(before.for_id);
        let mut rooms_before = old_rooms.clone();
        let mut rooms_after: Vec<RoomId> = locked.asked.iter().map(|room| room.id).collect();
        rooms_before.sort_unstable();
        rooms_after.sort_unstable();
        let time = match wanted {
            Some(wanted) => when(&locked.asked, wanted)?,
            None => Time {
                slot: before.slot(),
                starts_local: before.starts_local,
                ends_local: before.ends_local,
                zone: before.zone(),
            },
        };
        let moved = time.slot != before.slot() || rooms_after != rooms_before;
        if moved || owner != before.for_id {
            rules::may_book(actor, &locked.asked, owner)?;
        }
        // What is elsewhere or at another time waits anew, or for nothing any more.
        let state = if moved {
            first_state(conn, actor, &locked.asked).await?
        } else {
            before.state
        };
        let now = clock.now();
        let settled = state != before.state;
        let after: Booking = diesel::update(bookings::table.find(id))
            .set((
                bookings::title.eq(&new.title),
                bookings::note.eq(&new.note),
                bookings::for_id.eq(owner),
                bookings::starts_at.eq(time.slot.from()),
                bookings::ends_at.eq(time.slot.to()),
                bookings::starts_local.eq(time.starts_local),
                bookings::ends_local.eq(time.ends_local),
                bookings::zone.eq(time.zone.name()),
                bookings::state.eq(state),
                bookings::state_at.eq(if settled { now } else { before.state_at }),
                bookings::state_by.eq(if settled {
                    Some(actor.id)
                } else {
                    before.state_by
                }),
                bookings::sequence.eq(before.sequence + i32::from(moved)),
                bookings::lock_version.eq(before.lock_version + 1),
                bookings::modified_at.eq(now),
            ))
            .returning(Booking::as_returning())
            .get_result(conn)
            .await?;
        if moved {
            hold::shift(
                conn,
                clock,
                actor,
                id,
                &locked,
                time.slot,
                state == BookingState::Confirmed,
            )
            .await?;
        }
        audit::record(
            conn,
            clock,
            &actor.author,
            Entry {
                action: if moved { "moved" } else { "changed" },
                kind: "bookings",
                id: id.0,
                before: Some(facts(&before, &rooms_before)),
                after: Some(facts(&after, &rooms_after)),
            },
        )
        .await?;
        if moved {
            notices::moved(conn, clock, hub, actor, &before, &rooms_before, &after).await?;
            if state == BookingState::Held {
                notices::asked(conn, clock, hub, actor, &after, 1).await?;
            }
        }
        let mut touched = subjects(&after, &rooms_after);
        touched.extend(subjects(&before, &rooms_before));
        changes::raise(conn, clock, touched).await?;
        Ok(after)
    })
    .await
}

pub(super) fn facts(booking: &Booking, rooms: &[RoomId]) -> serde_json::Value {
    json!({ "title": booking.title, "note": booking.note, "for_id": booking.for_id, "starts_at": booking.starts_at,
            "ends_at": booking.ends_at, "rooms": rooms, "state": booking.state })
}
