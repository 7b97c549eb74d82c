//! Who may see and do what with series and seminars: pure decisions.

use crate::{
    base::error::Refusal,
    people::model::Actor,
    seminars::model::{Seminar, SeminarState, Visibility},
};

/// How many minutes before the start the living link opens.
pub const OPENS_MINUTES: i64 = 15;

/// How a viewer stands to a seminar.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Organises its series, or it is theirs.
    pub organises: bool,
    /// Is invited, or answered.
    pub invited: bool,
    /// Speaks there.
    pub speaks: bool,
}

/// Whether `viewer` may know of a seminar. A draft is for its organisers and those asked to speak.
pub fn sees(viewer: Option<&Actor>, seminar: &Seminar, standing: Standing) -> bool {
    if standing.organises || standing.speaks || viewer.is_some_and(Actor::is_administrator) {
        return true;
    }
    if seminar.state == SeminarState::Draft {
        return false;
    }
    match seminar.visibility {
        Visibility::Public => true,
        Visibility::Members => standing.invited || viewer.is_some_and(|actor| actor.member),
        Visibility::Invited => standing.invited,
    }
}

/// Whether `actor` may enter a series.
///
/// # Errors
/// Forbidden.
pub fn may_enter(actor: &Actor) -> Result<(), Refusal> {
    if actor.member || actor.is_administrator() {
        Ok(())
    } else {
        Err(Refusal::forbidden("refused-not-allowed"))
    }
}

/// Whether `actor` may change a series or its seminars.
///
/// # Errors
/// Forbidden.
pub fn may_organise(actor: &Actor, organises: bool) -> Result<(), Refusal> {
    if organises || actor.is_administrator() {
        Ok(())
    } else {
        Err(Refusal::forbidden("refused-not-organiser"))
    }
}

/// Whether a seminar can still be edited. A cancelled one cannot: what was told is final.
///
/// # Errors
/// A conflict.
pub fn still_open(seminar: &Seminar) -> Result<(), Refusal> {
    match seminar.state {
        SeminarState::Cancelled => Err(Refusal::conflict("refused-seminar-cancelled")),
        _ => Ok(()),
    }
}

/// The state after an edit that asks for `wanted`.
///
/// # Errors
/// A conflict: an announced seminar cannot become a draft again.
pub fn next_state(
    now: SeminarState,
    wanted: Option<SeminarState>,
    gets_new_time: bool,
) -> Result<SeminarState, Refusal> {
    use SeminarState::{Announced, Cancelled, Draft, Postponed};
    match (now, wanted) {
        (Cancelled, _) => Err(Refusal::conflict("refused-seminar-cancelled")),
        (Draft, None | Some(Draft)) => Ok(Draft),
        (Draft | Announced, Some(Announced)) | (Announced, None) => Ok(Announced),
        // A new time ends a postponement.
        (Postponed, None | Some(Announced)) if gets_new_time => Ok(Announced),
        (Postponed, None) => Ok(Postponed),
        (Postponed, Some(Announced)) => Err(Refusal::conflict("refused-seminar-postponed")),
        (Announced | Postponed, Some(Draft)) => Err(Refusal::conflict("refused-seminar-announced")),
        // Those have their own calls, which ask for a reason.
        (_, Some(Postponed | Cancelled)) => Err(Refusal::invalid("state", "reason-unknown-member")),
    }
}

/// Whether people can be invited to it.
///
/// # Errors
/// A conflict with the state that it is in, or that it is over.
pub fn may_invite(seminar: &Seminar, now: crate::base::clock::Instant) -> Result<(), Refusal> {
    match seminar.state {
        SeminarState::Draft => Err(Refusal::conflict("refused-seminar-draft")),
        SeminarState::Cancelled => Err(Refusal::conflict("refused-seminar-cancelled")),
        SeminarState::Postponed => Err(Refusal::conflict("refused-seminar-postponed")),
        SeminarState::Announced if seminar.ends_at <= now => {
            Err(Refusal::conflict("refused-seminar-over"))
        }
        SeminarState::Announced => Ok(()),
    }
}
