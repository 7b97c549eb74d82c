//! The times that are offered to speakers.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        clock::Instant,
        error::Refusal,
        ids::{BookingId, OfferId, RoomId, SeminarId},
        schema::{bookings, offered_slots, slot_offers},
        slot::Slot,
    },
    people::model::Actor,
    rooms::{
        self,
        actions::hold,
        availability,
        model::{BookingState, Taken, TakenRoom},
    },
    seminars::model::{Details, Offer, OfferRow, OfferState, OfferedSlot, SlotRow, SlotState},
};

/// How many offers of a seminar are looked at, the latest first.
const MOST: i64 = 20;

/// What was offered for a seminar, the latest first.
///
/// # Errors
/// What the database says.
pub async fn offers(conn: &mut AsyncPgConnection, seminar: SeminarId) -> QueryResult<Vec<Offer>> {
    let rows: Vec<OfferRow> = slot_offers::table
        .filter(slot_offers::seminar_id.eq(seminar))
        .order((slot_offers::offered_at.desc(), slot_offers::id.desc()))
        .limit(MOST)
        .select(OfferRow::as_select())
        .load(conn)
        .await?;
    with_slots(conn, rows).await
}

/// What is offered for a seminar at the moment: one offer at most.
///
/// # Errors
/// What the database says.
pub async fn open_offer(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
) -> QueryResult<Option<Offer>> {
    let row: Option<OfferRow> = slot_offers::table
        .filter(slot_offers::seminar_id.eq(seminar))
        .filter(slot_offers::state.eq(OfferState::Open))
        .select(OfferRow::as_select())
        .first(conn)
        .await
        .optional()?;
    Ok(with_slots(conn, row.into_iter().collect()).await?.pop())
}

/// The offers with these ids.
///
/// # Errors
/// What the database says.
pub async fn offers_by_id(
    conn: &mut AsyncPgConnection,
    ids: &[OfferId],
) -> QueryResult<HashMap<OfferId, Offer>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<OfferRow> = slot_offers::table
        .filter(slot_offers::id.eq_any(ids))
        .select(OfferRow::as_select())
        .load(conn)
        .await?;
    let offers = with_slots(conn, rows).await?.into_iter();
    Ok(offers.map(|offer| (offer.row.id, offer)).collect())
}

/// How many times can be chosen for each of these seminars, where there is an offer.
///
/// # Errors
/// What the database says.
pub async fn offered_counts(
    conn: &mut AsyncPgConnection,
    seminars: &[SeminarId],
) -> QueryResult<HashMap<SeminarId, i64>> {
    let rows: Vec<(SeminarId, i64)> = offered_slots::table
        .inner_join(slot_offers::table.on(slot_offers::id.eq(offered_slots::offer_id)))
        .filter(slot_offers::seminar_id.eq_any(seminars))
        .filter(slot_offers::state.eq(OfferState::Open))
        .filter(offered_slots::state.eq(SlotState::Open))
        .group_by(slot_offers::seminar_id)
        .select((slot_offers::seminar_id, diesel::dsl::count_star()))
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The seminars whose offers have come to their end by `now`, the longest ago first.
///
/// # Errors
/// What the database says.
pub async fn ended_offers(
    conn: &mut AsyncPgConnection,
    now: Instant,
    most: i64,
) -> QueryResult<Vec<SeminarId>> {
    slot_offers::table
        .filter(slot_offers::state.eq(OfferState::Open))
        .filter(slot_offers::ends_at.le(now))
        .order((slot_offers::ends_at, slot_offers::id))
        .limit(most)
        .select(slot_offers::seminar_id)
        .load(conn)
        .await
}

/// A time that may be offered, as it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SlotSeen {
    /// Who has its rooms, and what would be free; nobody where there are no conflicts.
    pub taken: Taken,
    /// Whether it is in the way of another of these times, or of the time that the seminar has.
    pub overlaps: bool,
}

impl SlotSeen {
    /// Whether it can be offered.
    pub fn is_free(&self) -> bool {
        self.taken.conflicts.is_empty() && !self.overlaps
    }
}

/// Times of a seminar with their rooms as they stand, for looking: what is held for the offer that they would replace is not
/// in their way.
///
/// # Errors
/// There is no such room.
pub async fn look_at_slots(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    details: &Details,
    slots: &[(Slot, Vec<RoomId>)],
) -> Result<Vec<SlotSeen>, Refusal> {
    let seminar = &details.seminar;
    let of_seminar: Vec<(BookingId, bool)> = bookings::table
        .filter(bookings::seminar_id.eq(seminar.id))
        .filter(bookings::state.eq_any([BookingState::Held, BookingState::Confirmed]))
        .select((bookings::id, bookings::offered))
        .load(conn)
        .await?;
    let replaced = |id: BookingId| of_seminar.contains(&(id, true));
    let own = |id: BookingId| of_seminar.contains(&(id, false));
    let own_rooms: BTreeSet<RoomId> = details.rooms.iter().map(|room| room.room_id).collect();
    let mut before: Vec<Vec<availability::Want>> = Vec::with_capacity(slots.len());
    let mut seen = Vec::with_capacity(slots.len());
    for (slot, rooms) in slots {
        // The time and place that the seminar has: its own booking holds it.
        if *slot == seminar.slot() && rooms.iter().copied().collect::<BTreeSet<_>>() == own_rooms {
            seen.push(SlotSeen::default());
            continue;
        }
        let found = hold::seen(conn, rooms).await?;
        let wants = found.wants(*slot);
        let mut taken =
            availability::taken(conn, Some(actor), &found.asked, &wants, *slot, None).await?;
        taken.conflicts.retain(|one| !replaced(one.booking_id));
        let of_own = taken.conflicts.iter().any(|one| own(one.booking_id));
        let overlaps = of_own || before.iter().any(|others| meet(others, &wants));
        before.push(wants);
        if taken.conflicts.is_empty() {
            taken.alternatives.clear();
        }
        seen.push(SlotSeen { taken, overlaps });
    }
    Ok(seen)
}

/// Whether two times take the same room at once.
fn meet(one: &[availability::Want], other: &[availability::Want]) -> bool {
    one.iter().any(|want| {
        let mut others = other.iter();
        others.any(|their| want.room == their.room && want.blocked.overlaps(their.blocked))
    })
}

/// Two queries, however many there are.
async fn with_slots(conn: &mut AsyncPgConnection, rows: Vec<OfferRow>) -> QueryResult<Vec<Offer>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<OfferId> = rows.iter().map(|row| row.id).collect();
    let slots: Vec<SlotRow> = offered_slots::table
        .filter(offered_slots::offer_id.eq_any(&ids))
        .order((offered_slots::offer_id, offered_slots::position))
        .select(SlotRow::as_select())
        .load(conn)
        .await?;
    let bookings: Vec<BookingId> = slots.iter().filter_map(|slot| slot.booking_id).collect();
    let mut rooms: HashMap<BookingId, Vec<TakenRoom>> = HashMap::new();
    for room in rooms::queries::rooms_of(conn, &bookings).await? {
        rooms.entry(room.booking_id).or_default().push(room);
    }
    let mut of: HashMap<OfferId, Vec<OfferedSlot>> = HashMap::new();
    for row in slots {
        let rooms = row.booking_id.and_then(|id| rooms.get(&id).cloned());
        of.entry(row.offer_id).or_default().push(OfferedSlot {
            rooms: rooms.unwrap_or_default(),
            row,
        });
    }
    Ok(rows
        .into_iter()
        .map(|row| Offer {
            slots: of.remove(&row.id).unwrap_or_default(),
            row,
        })
        .collect())
}
