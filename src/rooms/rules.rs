//! Who may do what with rooms and bookings: pure decisions.

use crate::{
    base::{
        clock::Instant,
        error::Refusal,
        ids::{PersonId, RoomId},
    },
    people::model::{Actor, Role},
    rooms::model::{Booking, Room, RoomKind, RoomState},
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

/// Whether `actor` may say on which days the hub or a site is closed: administrators may.
///
/// # Errors
/// Forbidden.
pub fn may_close(actor: &Actor) -> Result<(), Refusal> {
    if actor.is_administrator() {
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

/// Whether `actor` may move or cancel `booking` by itself. What is over stays as it was, unless the front desk corrects it.
///
/// # Errors
/// Forbidden; a conflict where it belongs to a seminar or stay, or is over.
pub fn may_change(actor: &Actor, booking: &Booking, now: Instant) -> Result<(), Refusal> {
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
    if booking.ends_at <= now && !actor.has(Role::FrontDesk) {
        return Err(Refusal::conflict("refused-booking-over"));
    }
    Ok(())
}

/// Whether a booking that `actor` makes or moves waits for an approval. `awaited` are those of its rooms that want one which
/// is not theirs to give.
pub fn waits(actor: &Actor, awaited: &[RoomId]) -> bool {
    !actor.has(Role::RoomKeeper) && !awaited.is_empty()
}

/// How a booking stands to someone's decision on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    /// Whether it waits for one.
    pub waits: bool,
    /// Whether they keep all its rooms that want approval.
    pub keeps: bool,
}

/// Whether `actor` may approve or refuse a booking.
///
/// # Errors
/// Forbidden; a conflict where the booking does not wait for an approval.
pub fn may_decide(actor: &Actor, request: Request) -> Result<(), Refusal> {
    if !(actor.has(Role::RoomKeeper) || request.keeps) {
        return Err(Refusal::forbidden("refused-not-allowed"));
    }
    if !request.waits {
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
    /// Who keeps one of its rooms.
    pub kept_by: Vec<PersonId>,
    /// Whether it serves a stay: those who keep rooms know no more of stays than other members.
    pub stay: bool,
}

/// Whether `viewer` may see the title and owner of a booking: whoever may know what it serves, the front desk, and those
/// who keep its rooms, or all rooms, unless it serves a stay.
pub fn sees_title(viewer: Option<&Actor>, shown: &Shown) -> bool {
    let keeper = |actor: &Actor| {
        actor.has(Role::RoomKeeper) || shown.kept_by.iter().any(|keeper| actor.acts_as(*keeper))
    };
    let keeps = |actor: &Actor| actor.has(Role::FrontDesk) || (!shown.stay && keeper(actor));
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
