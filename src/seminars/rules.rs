//! Who may see and do what with series and seminars: pure decisions.

mod afterwards;
mod answering;
pub mod board;
mod coming;
mod entrance;
pub mod files;
pub mod items;
pub mod lists;
mod replies;
mod seeing;
mod slots;
mod speaking;
pub mod strip;
pub mod term;

use std::collections::BTreeSet;

use crate::{
    base::{
        clock::Instant,
        error::{Invalid, Refusal},
        ids::PersonId,
    },
    people::model::Actor,
    seminars::model::{Details, Seminar, SeminarState, Visibility},
};

pub use afterwards::{
    ASKED_AFTER, EXPECTED_FOR, Expected, NOT_LONG_AGO, expected, is_afterwards, morning_after,
    owes_slides, recording_to_come, slides_to_come, spoke,
};
pub use answering::{
    answers_this, is_lowered, is_news, may_answer_openly, may_follow_openly, may_invite,
    may_tell_rest, must_wait,
};
pub use coming::{may_come, may_count, may_keep_door};
pub use entrance::{Caller, Door, GRACE, Guest, address_for, door, guest, opens_at};
pub use replies::{
    CHOICES, QUESTIONS, REPLIES_KEPT, REPLY, in_time, is_late, may_take_answers, must_answer,
    party, reply, reply_reminder,
};
pub use seeing::{Standing, open_label, open_series, sees, sees_series};
pub use slots::{
    LEAST_SLOTS, MOST_SLOTS, OFFER_STANDS, OFFER_STANDS_MOST, SlotRooms, WantedSlot, may_choose,
    may_offer, offer_ends, overtakes, slot_rooms, still_offered, wanted_slot, wanted_slots,
};
pub use speaking::{
    LADDER, NOTES_KEPT, changed_consents, chases, ladder, may_enter_consent, missing,
    shows_recording, shows_slides, speaks_alone, withdrawn,
};

/// To how many people something is told at once without its having been shown first.
pub const FEW: usize = 5;

/// Whether what is to be told is shown first: to more than [`FEW`] people, and whenever someone is asked to speak
/// (`asks`).
pub fn is_shown_first(people: usize, asks: bool) -> bool {
    people > FEW || asks
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

/// Whether nobody need be told of an edit: of spelling, in title and abstract, and of what is not told in any case. Whoever
/// would come at another time, elsewhere, or in vain is told, and so is who speaks; and words of the organiser's own (`note`)
/// are for someone to read.
///
/// # Errors
/// `notify` or `note` is invalid.
pub fn may_say_nothing(
    before: &Details,
    after: &Details,
    note: Option<&str>,
) -> Result<(), Invalid> {
    fn speaking(details: &Details) -> BTreeSet<PersonId> {
        details.speakers.iter().map(|one| one.person_id).collect()
    }
    let (old, new) = (&before.seminar, &after.seminar);
    let mut invalid = Invalid::default();
    let same = (old.starts_at, old.ends_at, &old.zone) == (new.starts_at, new.ends_at, &new.zone)
        && before.places() == after.places()
        && old.place == new.place
        && old.join_url == new.join_url
        && (old.state, old.visibility) == (new.state, new.visibility)
        && old.series_id == new.series_id
        && speaking(before) == speaking(after)
        && items::same_programme(before, after);
    if !same {
        invalid.because("notify", "reason-must-be-told");
    }
    if note.is_some() {
        invalid.because("note", "reason-nobody-reads");
    }
    invalid.none_or()
}

/// Whether a seminar can be cancelled or postponed: `to` says which.
///
/// # Errors
/// A conflict with the state that it is in.
pub fn may_stop(seminar: &Seminar, to: SeminarState) -> Result<(), Refusal> {
    still_open(seminar)?;
    match (to, seminar.state) {
        (SeminarState::Postponed, SeminarState::Draft) => {
            Err(Refusal::conflict("refused-seminar-draft"))
        }
        (SeminarState::Postponed, SeminarState::Postponed) => {
            Err(Refusal::conflict("refused-seminar-postponed"))
        }
        _ => Ok(()),
    }
}

/// Whether something can come in place of a seminar: of one that is cancelled. What is postponed is given a new time itself.
///
/// # Errors
/// A conflict.
pub fn may_be_replaced(seminar: &Seminar) -> Result<(), Refusal> {
    match seminar.state {
        SeminarState::Cancelled => Ok(()),
        _ => Err(Refusal::conflict("refused-not-cancelled-seminar")),
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

/// Whether it can be removed as if it had never been: what was told is cancelled instead.
///
/// # Errors
/// A conflict with the state that it is in.
pub fn may_remove(seminar: &Seminar) -> Result<(), Refusal> {
    match seminar.state {
        SeminarState::Draft => Ok(()),
        SeminarState::Announced | SeminarState::Postponed => {
            Err(Refusal::conflict("refused-seminar-told"))
        }
        SeminarState::Cancelled => Err(Refusal::conflict("refused-seminar-cancelled")),
    }
}

/// Whether a series can be removed: what it has held is kept, so one with seminars is ended instead.
///
/// # Errors
/// A conflict.
pub fn may_remove_series(has_seminars: bool) -> Result<(), Refusal> {
    match has_seminars {
        true => Err(Refusal::conflict("refused-series-has-seminars")),
        false => Ok(()),
    }
}

/// Whether mailing lists can be told of what these may see: nobody here knows who reads them.
///
/// # Errors
/// A conflict.
pub fn may_tell_lists(visibility: Visibility) -> Result<(), Refusal> {
    match visibility {
        Visibility::Public => Ok(()),
        Visibility::Members | Visibility::Invited => {
            Err(Refusal::conflict("refused-audience-not-public"))
        }
    }
}

/// Whether an edit leaves to come what was told to come: of a time that is over nobody is told, so that all who know of it would
/// be there at the old one. What is a draft, or over, is entered and put right as it was.
///
/// # Errors
/// `starts_local` is over.
pub fn stays_to_come(before: &Seminar, after: &Seminar, now: Instant) -> Result<(), Refusal> {
    let told = before.state != SeminarState::Draft && !before.is_over(now);
    match told && after.state == SeminarState::Announced && after.is_over(now) {
        true => Err(Refusal::invalid("starts_local", "reason-into-the-past")),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reaches_more_than_a_few_and_every_request_is_shown_first() {
        assert!(!is_shown_first(0, false));
        assert!(!is_shown_first(FEW, false));
        assert!(is_shown_first(FEW + 1, false));
        assert!(is_shown_first(1, true));
    }
}
