//! Who may do what with rooms and bookings: pure decisions.

use crate::{
    base::{error::Refusal, ids::PersonId},
    people::model::{Actor, Role},
    rooms::model::{Booking, BookingState, Room, RoomKind, RoomState},
};

/// Whether `actor` may enter or change sites and rooms.
///
/// # Errors
/// Forbidden.
pub fn may_keep_rooms(actor: &Actor) -> Result<(), Refusal> {
    if actor.has(Role::RoomKeeper) {
        Ok(())
    } else {
        Err(Refusal::forbidden("refused-not-allowed"))
    }
}

/// Whether `actor` may book `rooms` for `owner`.
///
/// # Errors
/// Forbidden, with the reason; a closed room is an invalid entry.
pub fn may_book(actor: &Actor, rooms: &[Room], owner: PersonId) -> Result<(), Refusal> {
    if rooms.iter().any(|room| room.state == RoomState::Closed) {
        return Err(Refusal::invalid("room_id", "reason-room-closed"));
    }
    if books_for_all(actor) {
        return Ok(());
    }
    if !actor.member {
        return Err(Refusal::forbidden("refused-not-member"));
    }
    if !actor.acts_as(owner) {
        return Err(Refusal::forbidden("refused-on-behalf"));
    }
    if rooms.iter().any(|room| room.kind == RoomKind::Desk) {
        return Err(Refusal::forbidden("refused-desk"));
    }
    Ok(())
}

/// Whether `actor` may move or cancel `booking` by itself.
///
/// # Errors
/// Forbidden; a conflict where it belongs to a seminar or stay, or is over.
pub fn may_change(actor: &Actor, booking: &Booking) -> Result<(), Refusal> {
    if booking.seminar_id.is_some() {
        return Err(Refusal::conflict("refused-seminar-booking"));
    }
    if booking.stay_id.is_some() {
        return Err(Refusal::conflict("refused-stay-booking"));
    }
    if !(books_for_all(actor) || actor.acts_as(booking.for_id) || actor.id == booking.entered_by) {
        return Err(Refusal::forbidden("refused-not-owner"));
    }
    if !booking.state.takes() {
        return Err(Refusal::conflict("refused-booking-cancelled"));
    }
    Ok(())
}

/// Whether `actor` may approve or refuse bookings of rooms whose keepers include them (`keeps_all`).
///
/// # Errors
/// Forbidden; a conflict where the booking does not wait for an approval.
pub fn may_decide(actor: &Actor, booking: &Booking, keeps_all: bool) -> Result<(), Refusal> {
    if !(actor.has(Role::RoomKeeper) || keeps_all) {
        return Err(Refusal::forbidden("refused-not-allowed"));
    }
    if booking.seminar_id.is_some()
        || booking.stay_id.is_some()
        || booking.state != BookingState::Held
    {
        return Err(Refusal::conflict("refused-not-waiting"));
    }
    Ok(())
}

/// What a booking may show of itself to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// Whether it serves a seminar that anyone may see.
    pub public: bool,
    /// Whether it serves a seminar that only those invited may see, or one that is a draft.
    pub closed: bool,
    /// Whose it is.
    pub owner: PersonId,
}

/// Whether `viewer` may see the title and owner of a booking. Visitors see those of public seminars alone; members all
/// but those of closed seminars; the owner, the front desk and room keepers all.
pub fn sees_title(viewer: Option<&Actor>, shown: Shown) -> bool {
    match viewer {
        None => shown.public,
        Some(actor) => {
            shown.public
                || books_for_all(actor)
                || actor.acts_as(shown.owner)
                || (actor.member && !shown.closed)
        }
    }
}

fn books_for_all(actor: &Actor) -> bool {
    actor.has(Role::FrontDesk) || actor.has(Role::RoomKeeper)
}
