//! The rooms of a seminar before a write: which it has, and all that it has and is to have, locked at once.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::{
    base::{
        error::Refusal,
        ids::{BookingId, RoomId, SeminarId},
    },
    rooms::{
        self,
        actions::hold::{self, Locked},
        model::Booking,
    },
    seminars::{
        actions::{
            items::{self, Booked},
            slots,
        },
        queries,
    },
};

/// The rooms that a seminar has.
#[derive(Default)]
pub(in crate::seminars::actions) struct HasRooms {
    booking: Option<BookingId>,
    pub rooms: Vec<RoomId>,
    /// The bookings for items of its programme, each with its room.
    booked: Vec<(BookingId, RoomId)>,
    /// The rooms that its items are to have.
    pub for_items: Vec<RoomId>,
    /// Those that are held beside them for times which are offered to a speaker.
    pub held: Vec<RoomId>,
}

impl HasRooms {
    /// Of a seminar that is about to be entered, whose items are to have these.
    pub fn none_yet(for_items: Vec<RoomId>) -> Self {
        Self {
            for_items,
            ..Self::default()
        }
    }
}

/// The rooms that a seminar has. While the seminar is locked they stay the same.
pub(in crate::seminars::actions) async fn has_rooms(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
) -> QueryResult<HasRooms> {
    let booking = rooms::queries::booking_of_seminar(conn, seminar).await?;
    let mut has = HasRooms {
        held: slots::held_rooms(conn, &[seminar]).await?,
        ..HasRooms::default()
    };
    if let Some(booking) = booking.filter(|booking| booking.state.takes()) {
        has.booking = Some(booking.id);
        has.rooms = hold::asked_by(conn, booking.id).await?;
    }
    for booking in queries::bookings_of_items(conn, seminar).await? {
        let rooms = hold::asked_by(conn, booking).await?;
        has.booked
            .extend(rooms.into_iter().map(|room| (booking, room)));
    }
    Ok(has)
}

/// The rooms of a seminar before an edit and those wanted, all of them locked.
pub(in crate::seminars::actions) struct RoomsLocked {
    pub booking: Option<Booking>,
    pub locked: Locked,
    pub before: Vec<RoomId>,
    /// Those of its own and those for its items, all of them.
    pub all: Locked,
    /// The bookings for its items.
    pub booked: Vec<Booked>,
    /// Whether what was approved stays so at another time.
    pub stays_approved: bool,
}

/// Locks the rooms that a seminar has, those held for what is offered, and those that it is to have. Comes after the lock on the seminar itself.
pub(in crate::seminars::actions) async fn lock_rooms(
    conn: &mut AsyncPgConnection,
    has: HasRooms,
    wanted: &[RoomId],
) -> Result<RoomsLocked, Refusal> {
    let for_all: Vec<RoomId> = wanted.iter().chain(&has.for_items).copied().collect();
    let had = has
        .booked
        .iter()
        .map(|(_, room)| *room)
        .chain(has.held.iter().copied());
    let had: Vec<RoomId> = has.rooms.iter().copied().chain(had).collect();
    let all = hold::lock(conn, &for_all, &had).await?;
    // Only now: where the room no longer asks for approval, whoever changed it has confirmed this under its lock alone.
    let booking = match has.booking {
        Some(id) => rooms::queries::booking_for_update(conn, id).await?,
        None => None,
    };
    Ok(RoomsLocked {
        booking,
        locked: all.only(wanted),
        before: has.rooms,
        all,
        booked: items::booked(conn, &has.booked).await?,
        stays_approved: false,
    })
}
