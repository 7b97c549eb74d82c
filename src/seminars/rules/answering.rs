//! Whom something can be asked and told, and which answers count.

use crate::{
    base::{clock::Instant, error::Refusal},
    seminars::model::{Seminar, SeminarState, Series, SeriesState, Visibility},
};

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
