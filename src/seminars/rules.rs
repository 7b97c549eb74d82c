//! Who may see and do what with series and seminars: pure decisions.

mod afterwards;
pub mod board;
mod entrance;
pub mod files;
pub mod items;
pub mod lists;
mod replies;
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
    people::model::{Actor, Role},
    seminars::model::{Details, Seminar, SeminarState, Series, SeriesState, Visibility},
};

pub use afterwards::{
    ASKED_AFTER, EXPECTED_FOR, Expected, NOT_LONG_AGO, expected, is_afterwards, morning_after,
    owes_slides, recording_to_come, slides_to_come, spoke,
};
pub use entrance::{Caller, Door, GRACE, Guest, address_for, door, guest, opens_at};
pub use replies::{
    CHOICES, QUESTIONS, REPLIES_KEPT, REPLY, in_time, is_late, may_take_answers, must_answer,
    party, reply, reply_reminder,
};
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

/// How a viewer stands to a seminar.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Organises its series, or it is theirs.
    pub organises: bool,
    /// Is invited, or answered.
    pub invited: bool,
    /// Is asked to speak there, or has said that they will.
    pub speaks: bool,
    /// Has said that they will speak there.
    pub speaks_surely: bool,
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

/// Whether `viewer` may know of a series: as of its seminars, for those who follow it too (`standing.invited`).
pub fn sees_series(viewer: Option<&Actor>, series: &Series, standing: Standing) -> bool {
    if standing.organises || viewer.is_some_and(Actor::is_administrator) {
        return true;
    }
    let concerned = standing.invited || standing.speaks;
    match series.visibility {
        Visibility::Public => true,
        Visibility::Members => concerned || viewer.is_some_and(|actor| actor.member),
        Visibility::Invited => concerned,
    }
}

/// The series of a seminar where anyone may know of it: what is written for nobody in particular names no other.
pub fn open_series(details: &Details) -> Option<&Series> {
    let series = details.series.as_ref()?;
    sees_series(None, series, Standing::default()).then_some(series)
}

/// What a seminar is called to whoever may know of it: by no series of which not everyone may know.
pub fn open_label(details: &Details) -> &str {
    match (details.seminar.title.is_empty(), open_series(details)) {
        (true, None) => details.seminar.kind.word(),
        _ => details.label(),
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

/// Whether people can be invited to it.
///
/// # Errors
/// A conflict with the state that it is in, or that it is over.
pub fn may_invite(seminar: &Seminar, now: Instant) -> Result<(), Refusal> {
    match seminar.state {
        SeminarState::Draft => Err(Refusal::conflict("refused-seminar-draft")),
        SeminarState::Cancelled => Err(Refusal::conflict("refused-seminar-cancelled")),
        SeminarState::Postponed => Err(Refusal::conflict("refused-seminar-postponed")),
        SeminarState::Announced if seminar.is_over(now) => {
            Err(Refusal::conflict("refused-seminar-over"))
        }
        SeminarState::Announced => Ok(()),
    }
}

/// Whether anyone can answer who has the link to the open page: what is for fewer than everyone is not there for them.
///
/// # Errors
/// There is none, or a conflict as for [`may_invite`].
pub fn may_answer_openly(seminar: &Seminar, now: Instant) -> Result<(), Refusal> {
    match seminar.visibility {
        Visibility::Public => may_invite(seminar, now),
        Visibility::Members | Visibility::Invited => Err(Refusal::NotFound),
    }
}

/// Whether anyone can follow a series by an address alone. Who follows it may look at it, whatever becomes of it: so nobody
/// comes to follow it who could not look at it without.
///
/// # Errors
/// There is none for them.
pub fn may_follow_openly(series: &Series) -> Result<(), Refusal> {
    match series.visibility {
        Visibility::Public if series.state != SeriesState::Ended => Ok(()),
        _ => Err(Refusal::NotFound),
    }
}

/// Whether those who do not know how it stands can be told: as people can be invited; where it was cancelled, until it would
/// have been over; and where it was postponed, for as long as its new time is awaited.
///
/// # Errors
/// A conflict with the state that it is in, or that it is over.
pub fn may_tell_rest(seminar: &Seminar, now: Instant) -> Result<(), Refusal> {
    match seminar.state {
        SeminarState::Cancelled | SeminarState::Postponed if !seminar.is_over(now) => Ok(()),
        _ => may_invite(seminar, now),
    }
}

/// Whether a calendar's reply is an answer to `seminar` as it stands: to its present SEQUENCE, or to an earlier one at the
/// same time. A yes to another time is none to this one.
pub fn answers_this(seminar: &Seminar, sequence: i32, starts_at: Option<Instant>) -> bool {
    sequence >= seminar.sequence || starts_at == Some(seminar.starts_at)
}

/// Whether a calendar's reply is newer than what was answered `last`: when that was said and, where it was a calendar's
/// reply too, to which SEQUENCE. Of two replies to one SEQUENCE the one with the later DTSTAMP is newer (RFC 5546
/// section 2.1.5); the same one again is not.
pub fn is_news(sequence: i32, stamp: Instant, last: Option<(Instant, Option<i32>)>) -> bool {
    match last {
        None => true,
        Some((at, Some(before))) => (sequence, stamp) > (before, at),
        Some((at, None)) => stamp > at,
    }
}

/// Whether a yes of a party of `heads` waits for places: of those whose seats are counted, `taken` are, and whether someone
/// `waits` already, whom nobody overtakes. Who speaks or organises alone takes no seat and has a place whatever the capacity.
pub fn must_wait(capacity: i32, taken: i64, heads: i64, waits: bool) -> bool {
    heads > 0 && (waits || taken + heads > i64::from(capacity))
}

/// Whether a capacity takes fewer than the one before it; none is no limit.
pub fn is_lowered(before: Option<i32>, next: Option<i32>) -> bool {
    match (before, next) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(before), Some(next)) => next < before,
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::zone::from_timestamp;

    #[test]
    fn a_yes_waits_where_no_seat_is_left_unless_it_takes_none() {
        assert!(!must_wait(10, 9, 1, false));
        assert!(must_wait(10, 10, 1, false));
        assert!(must_wait(10, 11, 1, false));
        assert!(!must_wait(10, 11, 0, true));
        assert!(!must_wait(10, 7, 3, false));
        assert!(must_wait(10, 8, 3, false));
        assert!(must_wait(10, 8, 1, true));
        assert!(is_lowered(None, Some(10)) && is_lowered(Some(10), Some(9)));
        assert!(!is_lowered(Some(10), None) && !is_lowered(Some(10), Some(10)));
        assert!(!is_lowered(None, None) && !is_lowered(Some(9), Some(10)));
    }

    #[test]
    fn what_reaches_more_than_a_few_and_every_request_is_shown_first() {
        assert!(!is_shown_first(0, false));
        assert!(!is_shown_first(FEW, false));
        assert!(is_shown_first(FEW + 1, false));
        assert!(is_shown_first(1, true));
    }

    #[test]
    fn a_reply_counts_when_it_is_newer() {
        let at = |seconds| from_timestamp(seconds);
        assert!(is_news(0, at(5), None));
        // After a reply: by SEQUENCE, then by DTSTAMP.
        let reply = |sequence, seconds| Some((at(seconds), Some(sequence)));
        assert!(is_news(1, at(6), reply(1, 5)));
        assert!(!is_news(1, at(5), reply(1, 5)));
        assert!(!is_news(1, at(4), reply(1, 5)));
        assert!(is_news(2, at(4), reply(1, 5)));
        assert!(!is_news(0, at(9), reply(1, 5)));
        // After an answer on a page: by time alone.
        assert!(is_news(0, at(6), Some((at(5), None))));
        assert!(!is_news(9, at(5), Some((at(5), None))));
    }
}
