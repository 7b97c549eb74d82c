//! Who comes: the door, and heads that are counted.

use crate::{
    base::{clock::Instant, error::Refusal},
    people::model::{Actor, Role},
    seminars::model::{Seminar, SeminarState},
};

/// Whether `actor` may let people in at the door: organisers, and the front desk.
///
/// # Errors
/// Forbidden.
pub fn may_keep_door(actor: &Actor, organises: bool) -> Result<(), Refusal> {
    if organises || actor.has(Role::FrontDesk) {
        Ok(())
    } else {
        Err(Refusal::forbidden("refused-not-at-the-door"))
    }
}

/// Whether people can come to the door of `seminar`: it takes place.
///
/// # Errors
/// A conflict with the state that it is in.
pub fn may_come(seminar: &Seminar) -> Result<(), Refusal> {
    match seminar.state {
        SeminarState::Draft => Err(Refusal::conflict("refused-seminar-draft")),
        SeminarState::Cancelled => Err(Refusal::conflict("refused-seminar-cancelled")),
        SeminarState::Postponed => Err(Refusal::conflict("refused-seminar-postponed")),
        SeminarState::Announced => Ok(()),
    }
}

/// Whether heads can be counted: it takes place, and has begun.
///
/// # Errors
/// A conflict with the state that it is in, or that it has not begun.
pub fn may_count(seminar: &Seminar, now: Instant) -> Result<(), Refusal> {
    may_come(seminar)?;
    match seminar.starts_at <= now {
        true => Ok(()),
        false => Err(Refusal::conflict("refused-seminar-not-begun")),
    }
}
