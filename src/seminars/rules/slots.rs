//! Which times can be offered to a speaker, when one can be chosen, and what ends an offer. Pure.

use std::collections::BTreeSet;

use chrono::{Duration, NaiveDateTime};

use crate::{
    base::{
        clock::Instant,
        error::{Invalid, Reason, Refusal},
        ids::{PersonId, RoomId},
        slot::Slot,
        zone::{Zone, is_planned_for},
    },
    rooms::actions::wall_time,
    seminars::model::{
        Details, Offer, OfferState, OfferedSlot, Seminar, SeminarState, SlotState, SpeakerAnswer,
    },
};

/// How many times are offered at least: of one there is nothing to choose.
pub const LEAST_SLOTS: usize = 2;
/// And at most: each holds a room.
pub const MOST_SLOTS: usize = 8;
/// For how long an offer stands where nothing else is said.
pub const OFFER_STANDS: Duration = Duration::days(7);
/// And at most.
pub const OFFER_STANDS_MOST: Duration = Duration::days(90);

/// A time as it is to be offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedSlot {
    /// The wall time in the zone of the seminar at which it is to start.
    pub starts_local: NaiveDateTime,
    /// Which of two equal wall times.
    pub fold: Option<u8>,
    /// Where; `None`: where the seminar is, an empty list: in no room.
    pub rooms: Option<Vec<RoomId>>,
}

/// Where a time that is offered is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotRooms {
    /// The rooms that are asked for, or those of the seminar.
    pub main: Vec<RoomId>,
    /// Its overflow rooms beside them.
    pub overflow: Vec<RoomId>,
}

impl SlotRooms {
    /// All that is held for it.
    pub fn all(&self) -> Vec<RoomId> {
        self.main.iter().chain(&self.overflow).copied().collect()
    }
}

/// The rooms of a time that is asked for in these, or where the seminar is. Its overflow rooms come with it wherever it is,
/// but for one that is asked for itself.
pub fn slot_rooms(details: &Details, asked: Option<&[RoomId]>) -> SlotRooms {
    let main: Vec<RoomId> = match asked {
        Some(asked) => asked.to_vec(),
        None => details.main_rooms().map(|room| room.room_id).collect(),
    };
    let overflow = details.overflow.iter().copied();
    SlotRooms {
        overflow: overflow.filter(|room| !main.contains(room)).collect(),
        main,
    }
}

/// Whether times of `seminar` can be offered to a speaker who has said this. Rooms of items, which move with it, are not held for
/// each of the times: while it has some (`items_apart`), what is offered could be refused when it is chosen.
///
/// # Errors
/// A conflict: it is no draft, they will not speak, or items have rooms of their own.
pub fn may_offer(
    seminar: &Seminar,
    answer: SpeakerAnswer,
    items_apart: bool,
) -> Result<(), Refusal> {
    if seminar.state != SeminarState::Draft {
        return Err(Refusal::conflict("refused-slots-no-draft"));
    }
    if answer == SpeakerAnswer::Declined {
        return Err(Refusal::conflict("refused-slots-declined"));
    }
    if items_apart {
        return Err(Refusal::conflict("refused-slots-items"));
    }
    Ok(())
}

/// Whether one of the times that are offered can be chosen at `now`.
///
/// # Errors
/// A conflict: it cannot be any more, or it has begun.
pub fn may_choose(
    seminar: &Seminar,
    offer: &Offer,
    slot: &OfferedSlot,
    now: Instant,
) -> Result<(), Refusal> {
    still_offered(seminar, offer, now)?;
    if slot.row.state != SlotState::Open {
        return Err(Refusal::conflict("refused-slot-gone"));
    }
    if slot.row.starts_at <= now {
        return Err(Refusal::conflict("refused-slot-past"));
    }
    Ok(())
}

/// Whether something can be said to an offer at `now`.
///
/// # Errors
/// A conflict: it has ended.
pub fn still_offered(seminar: &Seminar, offer: &Offer, now: Instant) -> Result<(), Refusal> {
    let open = offer.row.state == OfferState::Open && offer.row.ends_at > now;
    match open && seminar.state == SeminarState::Draft {
        true => Ok(()),
        false => Err(Refusal::conflict("refused-slot-gone")),
    }
}

/// Whether an edit that makes `next` of `before` ends what is offered to `person`: the seminar gets its time by other means,
/// is no draft any more, or is not theirs. `speakers` are those who will be asked, where the edit names them; `anew`: only the
/// rules of its zone have changed.
pub fn overtakes(
    before: &Seminar,
    next: &Seminar,
    person: PersonId,
    speakers: Option<&[PersonId]>,
    anew: bool,
) -> bool {
    let moved = before.slot() != next.slot() && !anew;
    let gone = speakers.is_some_and(|speakers| !speakers.contains(&person));
    moved || gone || next.state != SeminarState::Draft
}

/// The times that are wanted as instants, in their order: as long as the seminar, in its zone, to come, none twice.
///
/// # Errors
/// What is wrong, under `slots` or `slots.0.starts_local`, counted from 0.
pub fn wanted_slots(
    seminar: &Seminar,
    zone: Zone,
    wanted: &[WantedSlot],
    now: Instant,
) -> Result<Vec<Slot>, Invalid> {
    let mut invalid = Invalid::default();
    if wanted.len() < LEAST_SLOTS || wanted.len() > MOST_SLOTS {
        let reason = Reason::new("reason-slots-count");
        let reason = reason.with("least", LEAST_SLOTS).with("most", MOST_SLOTS);
        return Err(Invalid::one("slots", reason));
    }
    let mut known = BTreeSet::new();
    let mut slots = Vec::with_capacity(wanted.len());
    for (number, one) in wanted.iter().enumerate() {
        let field = format!("slots.{number}.starts_local");
        let read =
            wanted_slot(seminar, zone, one, now).and_then(|slot| match known.insert(slot.from()) {
                true => Ok(slot),
                false => Err(Reason::new("reason-slot-twice")),
            });
        slots.extend(invalid.take(&field, read));
    }
    invalid.none_or()?;
    Ok(slots)
}

/// One of them by itself.
///
/// # Errors
/// It is no single time, or has begun.
pub fn wanted_slot(
    seminar: &Seminar,
    zone: Zone,
    wanted: &WantedSlot,
    now: Instant,
) -> Result<Slot, Reason> {
    if !is_planned_for(wanted.starts_local) {
        return Err(Reason::new("reason-years"));
    }
    let from = zone
        .instant(wanted.starts_local, wanted.fold)
        .map_err(wall_time)?;
    let to = from + Duration::minutes(i64::from(seminar.duration_minutes));
    let slot = Slot::new(from, to).map_err(|_| Reason::new("reason-duration"))?;
    match slot.from() > now {
        true => Ok(slot),
        false => Err(Reason::new("reason-slot-past")),
    }
}

/// When an offer of these times ends by itself: when it is said, and no later than the last of them begins.
///
/// # Errors
/// `ends_at` is past, or too far away.
pub fn offer_ends(
    asked: Option<Instant>,
    slots: &[Slot],
    now: Instant,
) -> Result<Instant, Invalid> {
    let ends = asked.unwrap_or(now + OFFER_STANDS);
    if ends <= now || ends > now + OFFER_STANDS_MOST {
        let days = Reason::new("reason-offer-ends").with("days", OFFER_STANDS_MOST.num_days());
        return Err(Invalid::one("ends_at", days));
    }
    let last = slots.iter().map(|slot| slot.from()).max();
    Ok(last.map_or(ends, |last| ends.min(last)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::zone::from_timestamp;

    /// 2026-12-01 16:00 in Seoul.
    const START: i64 = 1_796_108_400;

    fn slots(hours: &[i64]) -> Vec<Slot> {
        hours
            .iter()
            .map(|hour| {
                let from = from_timestamp(START + hour * 3600);
                Slot::new(from, from + Duration::hours(1)).unwrap()
            })
            .collect()
    }

    #[test]
    fn an_offer_ends_after_a_week_or_with_the_last_of_its_times() {
        let now = from_timestamp(START);
        let near = slots(&[24, 48]);
        let far = slots(&[24, 24 * 30]);
        assert_eq!(offer_ends(None, &near, now), Ok(now + Duration::hours(48)));
        assert_eq!(offer_ends(None, &far, now), Ok(now + Duration::days(7)));
        let soon = now + Duration::hours(2);
        assert_eq!(offer_ends(Some(soon), &far, now), Ok(soon));
        for never in [now, now + Duration::days(91)] {
            assert!(offer_ends(Some(never), &far, now).is_err());
        }
    }
}
