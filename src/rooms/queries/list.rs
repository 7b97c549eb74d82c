//! Bookings: a list of those that are wanted.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::sight::told;
use crate::{
    base::{
        clock::Instant,
        ids::{BookingId, PersonId, RoomId, RunId, SeminarId, StayId},
        schema::{bookings, occupancies},
    },
    people::model::Actor,
    rooms::model::{Booking, BookingState},
};

/// Which bookings a list holds.
#[derive(Debug, Clone, Default)]
pub struct BookingFilter {
    /// Of this room.
    pub room: Option<RoomId>,
    /// Of this owner.
    pub for_id: Option<PersonId>,
    /// Of this run.
    pub run: Option<RunId>,
    /// That serve this seminar.
    pub seminar: Option<SeminarId>,
    /// That serve this stay.
    pub stay: Option<StayId>,
    /// In this state.
    pub state: Option<BookingState>,
    /// Ending after this.
    pub from: Option<Instant>,
    /// Starting before this.
    pub to: Option<Instant>,
    /// Of which this viewer may know what they are for and whose they are. A list that is asked for by what a booking hides
    /// would tell it by being there.
    pub told_to: Option<Actor>,
    /// Whether cancelled and refused ones are left out.
    pub in_force: bool,
    /// After this id, in the order of ids (which is the order of entry).
    pub after: Option<BookingId>,
}

/// The bookings of an owner that are in force and not over, for nothing but themselves: the next ones first, at most `limit`.
///
/// # Errors
/// What the database says.
pub async fn coming_bookings(
    conn: &mut AsyncPgConnection,
    owner: PersonId,
    now: Instant,
    limit: i64,
) -> QueryResult<Vec<Booking>> {
    bookings::table
        .filter(bookings::for_id.eq(owner))
        .filter(bookings::ends_at.gt(now))
        .filter(bookings::state.eq_any(["held", "confirmed"]))
        .filter(bookings::seminar_id.is_null())
        .filter(bookings::stay_id.is_null())
        .order((bookings::starts_at, bookings::id))
        .limit(limit)
        .select(Booking::as_select())
        .load(conn)
        .await
}

/// Bookings in the order of entry, at most `limit`.
///
/// # Errors
/// What the database says.
pub async fn bookings(
    conn: &mut AsyncPgConnection,
    filter: &BookingFilter,
    limit: i64,
) -> QueryResult<Vec<Booking>> {
    let mut query = bookings::table
        .select(Booking::as_select())
        .order(bookings::id)
        .limit(limit)
        .into_boxed();
    if let Some(room) = filter.room {
        query = query.filter(
            bookings::id.eq_any(
                occupancies::table
                    .filter(occupancies::room_id.eq(room))
                    .select(occupancies::booking_id),
            ),
        );
    }
    if let Some(owner) = filter.for_id {
        query = query.filter(bookings::for_id.eq(owner));
    }
    if let Some(run) = filter.run {
        query = query.filter(bookings::run_id.eq(run));
    }
    if let Some(seminar) = filter.seminar {
        query = query.filter(bookings::seminar_id.eq(seminar));
    }
    if let Some(stay) = filter.stay {
        query = query.filter(bookings::stay_id.eq(stay));
    }
    if let Some(state) = filter.state {
        query = query.filter(bookings::state.eq(state));
    }
    if let Some(from) = filter.from {
        query = query.filter(bookings::ends_at.gt(from));
    }
    if let Some(to) = filter.to {
        query = query.filter(bookings::starts_at.lt(to));
    }
    if let Some(viewer) = filter
        .told_to
        .as_ref()
        .filter(|actor| !actor.is_administrator())
    {
        query = query.filter(told(viewer));
    }
    if filter.in_force {
        query = query.filter(bookings::state.eq_any(["held", "confirmed"]));
    }
    if let Some(after) = filter.after {
        query = query.filter(bookings::id.gt(after));
    }
    query.load(conn).await
}
