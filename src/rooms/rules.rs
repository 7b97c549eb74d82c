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
    if !(books_for_all(actor) || actor.acts_as(booking.for_id) || actor.id == booking.entered_by) {
        return Err(Refusal::forbidden("refused-not-owner"));
    }
    if booking.seminar_id.is_some() {
        return Err(Refusal::conflict("refused-seminar-booking"));
    }
    if booking.stay_id.is_some() {
        return Err(Refusal::conflict("refused-stay-booking"));
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Whether it serves a seminar that anyone may see.
    pub public: bool,
    /// Whether it serves a seminar that only those invited may see or that is a draft, or a stay that is not settled.
    pub closed: bool,
    /// Whose it is; of a stay the visitor and the host.
    pub owners: Vec<PersonId>,
    /// Who entered it, or the stay that it serves.
    pub entered_by: Vec<PersonId>,
    /// Whether it serves a stay: those who keep rooms know no more of stays than other members.
    pub stay: bool,
}

/// Whether `viewer` may see the title and owner of a booking: whoever may know what it serves, the front desk, and room
/// keepers unless it serves a stay.
pub fn sees_title(viewer: Option<&Actor>, shown: &Shown) -> bool {
    let keeps =
        |actor: &Actor| actor.has(Role::FrontDesk) || (actor.has(Role::RoomKeeper) && !shown.stay);
    viewer.is_some_and(keeps) || knows_what_for(viewer, shown)
}

/// Whether `viewer` may know what a booking serves, so that a link there leads somewhere. Visitors know of public seminars
/// alone; members of all but closed seminars and stays that are not settled; the owners and whoever entered it of all.
pub fn knows_what_for(viewer: Option<&Actor>, shown: &Shown) -> bool {
    let concerned = |actor: &Actor| {
        actor.is_administrator()
            || shown.owners.iter().any(|owner| actor.acts_as(*owner))
            || shown.entered_by.contains(&actor.id)
    };
    shown.public || viewer.is_some_and(|actor| concerned(actor) || (actor.member && !shown.closed))
}

fn books_for_all(actor: &Actor) -> bool {
    actor.has(Role::FrontDesk) || actor.has(Role::RoomKeeper)
}
