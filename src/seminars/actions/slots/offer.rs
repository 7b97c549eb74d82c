//! Offering times: all of them are held, or none.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::end::end;
use crate::{
    base::{
        audit::{self, Entry},
        changes::{self, Subject},
        clock::{Clock, Instant},
        error::{Invalid, Refusal},
        hub::Hub,
        ids::{self, BookingId, OfferId, PersonId, RoomId, SeminarId, SlotId},
        schema::{bookings, offered_slots, slot_offers},
        slot::Slot,
        text,
        zone::Zone,
    },
    people::model::Actor,
    rooms::{
        self,
        actions::hold::{self, HoldError},
        model::{BookingState, Taken},
    },
    seminars::{
        actions::{
            create::organised,
            write::{HasRooms, has_rooms, lock_rooms},
        },
        model::{Details, Offer, OfferState, SlotState},
        notices, queries,
        rules::{self, SlotRooms, WantedSlot},
    },
};

/// Times to be offered to a speaker.
#[derive(Debug, Clone)]
pub struct NewOffer {
    /// To whom.
    pub person: PersonId,
    /// The times.
    pub slots: Vec<WantedSlot>,
    /// When the offer ends by itself; `None`: after a week.
    pub ends_at: Option<Instant>,
    /// The offer that these take the place of; `None`: there is none, or they are not offered.
    pub replaces: Option<OfferId>,
    /// Words of the organiser's own above what the speaker is told.
    pub note: Option<String>,
}

/// A time whose rooms are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotClash {
    /// Its place in the offer, from 0.
    pub number: usize,
    /// Who has its rooms, and what would be free.
    pub taken: Taken,
    /// Whether it is in the way of another time of the offer, or of the time that the seminar has.
    pub overlaps: bool,
}

/// Why nothing was offered.
#[derive(Debug, thiserror::Error)]
pub enum OfferError {
    /// Rooms of these are taken: none is held.
    #[error("{} times cannot be", .0.len())]
    Clashes(Vec<SlotClash>),
    /// What every action meets.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl From<diesel::result::Error> for OfferError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Refused(error.into())
    }
}

impl From<Invalid> for OfferError {
    fn from(invalid: Invalid) -> Self {
        Self::Refused(invalid.into())
    }
}

/// Offers times of a draft to one of its speakers. Each holds its rooms until it is chosen or the offer ends; the speaker is
/// told, unless an organiser asks them in a mail of their own.
///
/// # Errors
/// [`OfferError`]; then nothing is held that was not before.
pub async fn offer_slots(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    seminar: SeminarId,
    new: NewOffer,
) -> Result<Offer, OfferError> {
    conn.transaction(async |conn| {
        let row = organised(conn, actor, seminar).await?;
        let said = queries::said_by(conn, seminar, new.person).await?;
        let said = said.ok_or_else(|| Refusal::invalid("person_id", "reason-no-speaker"))?;
        let apart = queries::bookings_of_items(conn, seminar).await?;
        rules::may_offer(&row, said.row.answer, !apart.is_empty())?;
        let note = text::own_words("note", new.note.as_deref())?;
        let zone = row.zone();
        let slots = rules::wanted_slots(&row, zone, &new.slots, clock.now())?;
        let ends_at = rules::offer_ends(new.ends_at, &slots, clock.now())?;
        let before = replaced(conn, seminar, new.replaces).await?;
        let details = queries::detail(conn, row).await?;

        let has = has_rooms(conn, seminar).await?;
        let own = has.rooms.clone();
        let places: Vec<SlotRooms> = new
            .slots
            .iter()
            .map(|slot| rules::slot_rooms(&details, slot.rooms.as_deref()))
            .collect();
        let rooms: Vec<Vec<RoomId>> = places.iter().map(SlotRooms::all).collect();
        let booking = lock_all(conn, actor, &details, has, &own, &rooms).await?;
        let replaced_offer = before.as_ref().map(|before| before.row.id);
        let mut touched = Vec::new();
        if let Some(before) = &before {
            touched = end(conn, clock, &actor.author, before, OfferState::Replaced).await?;
        }
        let id = insert_offer(conn, clock, actor, &details, &new, ends_at).await?;
        let mut holding = Holding {
            details: &details,
            offer: id,
            zone,
            own: (booking, own),
            ours: booking.into_iter().collect(),
            clashes: Vec::new(),
        };
        for (number, (slot, place)) in slots.iter().zip(&places).enumerate() {
            let wanted = &new.slots[number];
            holding
                .hold(conn, clock, hub, actor, (number, wanted), *slot, place)
                .await?;
        }
        if !holding.clashes.is_empty() {
            return Err(OfferError::Clashes(holding.clashes));
        }
        let offer = queries::open_offer(conn, seminar).await?;
        let offer = offer.ok_or(Refusal::NotFound)?;
        let entry = Entry {
            action: "offered times",
            kind: "seminars",
            id: seminar.0,
            before: before.map(|before| json!({ "offer": before.row.id })),
            after: Some(json!({
                "offer": id, "person": new.person, "ends_at": ends_at,
                "slots": slots.iter().map(|slot| slot.from()).collect::<Vec<_>>(), "rooms": rooms,
            })),
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        // Whom an organiser asks in a mail of their own reads that what ours said is no more.
        let told = match replaced_offer {
            Some(before) => notices::was_told_of(conn, before).await?,
            None => false,
        };
        if told || said.row.asked_at.is_none() {
            let note = note.as_deref();
            notices::slots_offered(conn, clock, hub, actor, &details, &offer, note).await?;
        }
        touched.extend(rooms.into_iter().flatten().map(Subject::Room));
        changes::raise(conn, clock, touched).await?;
        Ok(offer)
    })
    .await
}

/// The offer that is to be replaced, where that is the one that stands: of two who offer at once the second learns of the
/// first.
async fn replaced(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
    replaces: Option<OfferId>,
) -> Result<Option<Offer>, Refusal> {
    let open = queries::open_offer(conn, seminar).await?;
    match (&open, replaces) {
        (Some(offer), Some(id)) if offer.row.id == id => Ok(open),
        (None, None) => Ok(None),
        (Some(_), _) => Err(Refusal::conflict("refused-offer-open")),
        (None, Some(_)) => Err(Refusal::conflict("refused-no-offer")),
    }
}

/// Locks all rooms at once, in their order: those of the seminar, of what was offered and of what is to be. Answers the
/// booking of the seminar.
async fn lock_all(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    details: &Details,
    has: HasRooms,
    own: &[RoomId],
    places: &[Vec<RoomId>],
) -> Result<Option<BookingId>, Refusal> {
    let all: BTreeSet<RoomId> = places.iter().flatten().copied().collect();
    let all: Vec<RoomId> = all.into_iter().collect();
    let locked = lock_rooms(conn, has, &all).await?;
    let others: Vec<_> = locked
        .locked
        .asked
        .iter()
        .filter(|room| !own.contains(&room.id))
        .cloned()
        .collect();
    if !others.is_empty() {
        rooms::rules::may_book(actor, &others, details.seminar.owner_id)?;
    }
    Ok(locked.booking.map(|booking| booking.id))
}

async fn insert_offer(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    details: &Details,
    new: &NewOffer,
    ends_at: Instant,
) -> QueryResult<OfferId> {
    let (id, now) = (OfferId::fresh(clock), clock.now());
    diesel::insert_into(slot_offers::table)
        .values((
            slot_offers::id.eq(id),
            slot_offers::seminar_id.eq(details.seminar.id),
            slot_offers::person_id.eq(new.person),
            slot_offers::offered_at.eq(now),
            slot_offers::offered_by.eq(actor.person()),
            slot_offers::ends_at.eq(ends_at),
            slot_offers::state.eq(OfferState::Open),
            slot_offers::state_at.eq(now),
            slot_offers::state_by.eq(actor.person()),
        ))
        .execute(conn)
        .await?;
    Ok(id)
}

/// The times of an offer as they are held one by one.
struct Holding<'a> {
    details: &'a Details,
    offer: OfferId,
    zone: Zone,
    /// The booking of the seminar, and its rooms.
    own: (Option<BookingId>, Vec<RoomId>),
    /// The bookings of the seminar: what they are in the way of overlaps.
    ours: BTreeSet<BookingId>,
    clashes: Vec<SlotClash>,
}

impl Holding<'_> {
    /// Holds one of them. What is taken is noted, so that all of it can be said at once.
    #[expect(
        clippy::too_many_arguments,
        reason = "a time and its rooms besides what every action has"
    )]
    async fn hold(
        &mut self,
        conn: &mut AsyncPgConnection,
        clock: &dyn Clock,
        hub: &Hub,
        actor: &Actor,
        (number, wanted): (usize, &WantedSlot),
        slot: Slot,
        place: &SlotRooms,
    ) -> Result<(), OfferError> {
        let rooms = place.all();
        let wanted_rooms: BTreeSet<RoomId> = rooms.iter().copied().collect();
        let own_rooms: BTreeSet<RoomId> = self.own.1.iter().copied().collect();
        let own = slot == self.details.seminar.slot()
            && self.own.0.is_some()
            && wanted_rooms == own_rooms;
        let booking = match own || rooms.is_empty() {
            true => None,
            false => {
                let locked = hold::seen(conn, &rooms).await?;
                let id = self.insert_booking(conn, clock, hub, actor, slot).await?;
                self.ours.insert(id);
                match hold::take(conn, clock, actor, id, &locked, slot, false).await {
                    Ok(()) => Some(id),
                    Err(HoldError::Taken(taken)) => {
                        let mut met = taken.conflicts.iter();
                        self.clashes.push(SlotClash {
                            number,
                            overlaps: met.any(|one| self.ours.contains(&one.booking_id)),
                            taken,
                        });
                        None
                    }
                    Err(HoldError::Refused(refusal)) => return Err(refusal.into()),
                }
            }
        };
        diesel::insert_into(offered_slots::table)
            .values((
                offered_slots::id.eq(SlotId::fresh(clock)),
                offered_slots::offer_id.eq(self.offer),
                offered_slots::position.eq(i32::try_from(number).unwrap_or(i32::MAX)),
                offered_slots::starts_at.eq(slot.from()),
                offered_slots::ends_at.eq(slot.to()),
                offered_slots::starts_local.eq(wanted.starts_local),
                offered_slots::zone.eq(self.zone.name()),
                offered_slots::fold.eq(wanted.fold.map(i16::from)),
                offered_slots::duration_minutes.eq(self.details.seminar.duration_minutes),
                offered_slots::booking_id.eq(booking),
                offered_slots::own.eq(own),
                offered_slots::state.eq(SlotState::Open),
                offered_slots::overflow.eq(&place.overflow),
            ))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// A booking as a draft's own, beside it.
    async fn insert_booking(
        &self,
        conn: &mut AsyncPgConnection,
        clock: &dyn Clock,
        hub: &Hub,
        actor: &Actor,
        slot: Slot,
    ) -> QueryResult<BookingId> {
        let seminar = &self.details.seminar;
        let (id, now) = (BookingId::fresh(clock), clock.now());
        diesel::insert_into(bookings::table)
            .values((
                bookings::id.eq(id),
                bookings::code.eq(ids::code_of(8)),
                bookings::uid.eq(hub.calendar_uid(id.0)),
                bookings::title.eq(rules::open_label(self.details)),
                bookings::for_id.eq(seminar.owner_id),
                bookings::entered_by.eq(actor.id),
                bookings::starts_at.eq(slot.from()),
                bookings::ends_at.eq(slot.to()),
                bookings::starts_local.eq(self.zone.local(slot.from())),
                bookings::ends_local.eq(self.zone.local(slot.to())),
                bookings::zone.eq(self.zone.name()),
                bookings::state.eq(BookingState::Held),
                bookings::state_at.eq(now),
                bookings::state_by.eq(actor.id),
                bookings::created_at.eq(now),
                bookings::modified_at.eq(now),
                bookings::seminar_id.eq(seminar.id),
                bookings::offered.eq(true),
            ))
            .execute(conn)
            .await?;
        Ok(id)
    }
}
