//! The end of what is offered: an organiser takes it back, its time comes, or the seminar goes another way. Its rooms are
//! free again.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use crate::{
    base::{
        audit::{self, Author, Entry},
        changes::{self, Subject},
        clock::Clock,
        error::Refusal,
        hub::Hub,
        ids::{BookingId, OfferId, PersonId, RoomId, SeminarId, SlotId},
        schema::{bookings, occupancies, offered_slots, slot_offers},
    },
    people::model::Actor,
    rooms::model::BookingState,
    seminars::{
        actions::{
            create::{locked, organised},
            write::{has_rooms, lock_rooms},
        },
        model::{Details, Offer, OfferState, OfferedSlot, Seminar, SeminarState, SlotState},
        notices, queries, rules,
    },
};

/// How many offers are ended in one go.
const AT_ONCE: i64 = 200;

/// The rooms that are held for what is offered of seminars. While these are locked they stay the same.
pub(in crate::seminars::actions) async fn held_rooms(
    conn: &mut AsyncPgConnection,
    seminars: &[SeminarId],
) -> QueryResult<Vec<RoomId>> {
    occupancies::table
        .inner_join(bookings::table.on(bookings::id.eq(occupancies::booking_id)))
        .filter(bookings::seminar_id.eq_any(seminars))
        .filter(bookings::offered)
        .filter(occupancies::state.eq("held"))
        .select(occupancies::room_id)
        .distinct()
        .load(conn)
        .await
}

/// Takes back what is offered for a seminar: these times of an offer, or all of them. The speaker is told, if they were told of it.
///
/// # Errors
/// A [`Refusal`]: not the actor's seminar, nothing is offered, or one of `which` is none of its times.
pub async fn withdraw_slots(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    seminar: SeminarId,
    (offer, which): (OfferId, Option<&[SlotId]>),
) -> Result<Offer, Refusal> {
    conn.transaction(async |conn| {
        let row = organised(conn, actor, seminar).await?;
        // What was put in its place meanwhile is not what they saw.
        let open = queries::open_offer(conn, seminar).await?;
        let offer = open
            .filter(|open| open.row.id == offer)
            .ok_or_else(|| Refusal::conflict("refused-no-offer"))?;
        if let Some(which) = which
            && which.iter().any(|id| offer.slot(*id).is_none())
        {
            return Err(Refusal::invalid("slot_ids", "reason-unknown"));
        }
        let has = has_rooms(conn, seminar).await?;
        lock_rooms(conn, has, &[]).await?;
        let goes = |id: SlotId| which.is_none_or(|which| which.contains(&id));
        let freed = match offer.open_slots().all(|slot| goes(slot.row.id)) {
            true => end(conn, clock, &actor.author, &offer, OfferState::Withdrawn).await?,
            false => take_back(conn, clock, actor, &offer, goes).await?,
        };
        let after = queries::offers_by_id(conn, &[offer.row.id]).await?;
        let after = after.into_values().next().ok_or(Refusal::NotFound)?;
        let details = queries::detail(conn, row).await?;
        notices::slots_withdrawn(conn, clock, hub, actor, &details, &after).await?;
        changes::raise(conn, clock, freed).await?;
        Ok(after)
    })
    .await
}

/// Releases some of the times; the offer stands, no longer than until the last of the others begins.
async fn take_back(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    offer: &Offer,
    goes: impl Fn(SlotId) -> bool,
) -> QueryResult<Vec<Subject>> {
    let left = offer.open_slots().filter(|slot| !goes(slot.row.id));
    let last = left.map(|slot| slot.row.starts_at).max();
    let ends_at = last.map_or(offer.row.ends_at, |last| last.min(offer.row.ends_at));
    diesel::update(slot_offers::table.find(offer.row.id))
        .set(slot_offers::ends_at.eq(ends_at))
        .execute(conn)
        .await?;
    let freed = release(conn, clock, actor.person(), offer, goes).await?;
    let entry = Entry {
        action: "took back offered times",
        kind: "seminars",
        id: offer.row.seminar_id.0,
        before: None,
        after: Some(json!({ "offer": offer.row.id, "slots": freed.slots })),
    };
    audit::record(conn, clock, &actor.author, entry).await?;
    Ok(freed.rooms)
}

/// What was given up.
pub(super) struct Freed {
    /// The times.
    slots: Vec<SlotId>,
    /// The counters of their rooms.
    pub rooms: Vec<Subject>,
}

/// Releases those of the open times that go, with their rooms, which are locked.
pub(super) async fn release(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    by: Option<PersonId>,
    offer: &Offer,
    goes: impl Fn(SlotId) -> bool,
) -> QueryResult<Freed> {
    let going: Vec<&OfferedSlot> = offer
        .open_slots()
        .filter(|slot| goes(slot.row.id))
        .collect();
    let slots: Vec<SlotId> = going.iter().map(|slot| slot.row.id).collect();
    let held: Vec<BookingId> = going
        .iter()
        .filter_map(|slot| slot.row.booking_id)
        .collect();
    let rooms = going
        .iter()
        .flat_map(|slot| &slot.rooms)
        .map(|room| Subject::Room(room.room_id))
        .collect();
    // In one order, whoever else decides about bookings of these rooms.
    bookings::table
        .filter(bookings::id.eq_any(&held))
        .order(bookings::id)
        .for_no_key_update()
        .select(bookings::id)
        .load::<BookingId>(conn)
        .await?;
    let now = clock.now();
    diesel::update(occupancies::table.filter(occupancies::booking_id.eq_any(&held)))
        .set(occupancies::state.eq("released"))
        .execute(conn)
        .await?;
    diesel::update(bookings::table.filter(bookings::id.eq_any(&held)))
        .set((
            bookings::state.eq(BookingState::Cancelled),
            bookings::state_at.eq(now),
            bookings::state_by.eq(by),
            bookings::sequence.eq(bookings::sequence + 1),
            bookings::lock_version.eq(bookings::lock_version + 1),
            bookings::modified_at.eq(now),
        ))
        .execute(conn)
        .await?;
    diesel::update(offered_slots::table.filter(offered_slots::id.eq_any(&slots)))
        .set(offered_slots::state.eq(SlotState::Released))
        .execute(conn)
        .await?;
    Ok(Freed { slots, rooms })
}

/// Ends an offer: its rooms, which are locked, are free again. Answers the counters of these.
pub(in crate::seminars::actions) async fn end(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    offer: &Offer,
    state: OfferState,
) -> QueryResult<Vec<Subject>> {
    let freed = release(conn, clock, author.person, offer, |_| true).await?;
    settle(conn, clock, author.person, offer, state).await?;
    let entry = Entry {
        action: "ended an offer of times",
        kind: "seminars",
        id: offer.row.seminar_id.0,
        before: Some(json!({ "offer": offer.row.id, "state": offer.row.state })),
        after: Some(json!({ "offer": offer.row.id, "state": state })),
    };
    audit::record(conn, clock, author, entry).await?;
    Ok(freed.rooms)
}

/// Writes where an offer stands.
pub(super) async fn settle(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    by: Option<PersonId>,
    offer: &Offer,
    state: OfferState,
) -> QueryResult<()> {
    diesel::update(slot_offers::table.find(offer.row.id))
        .set((
            slot_offers::state.eq(state),
            slot_offers::state_at.eq(clock.now()),
            slot_offers::state_by.eq(by),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// An edit of a seminar, as far as it matters for what is offered.
pub(in crate::seminars::actions) struct Edit<'a> {
    /// As it was.
    pub before: &'a Seminar,
    /// As it is to be.
    pub next: &'a Seminar,
    /// Who is to speak, where the edit says so.
    pub speakers: Option<&'a [PersonId]>,
    /// Whether only the rules of its zone have changed.
    pub anew: bool,
    /// Whether its overflow rooms become others: those are not held for what is offered.
    pub overflow: bool,
}

/// Ends what is offered of a draft where an edit is the end of that; the rooms are locked.
pub(in crate::seminars::actions) async fn overtake(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    edit: Edit<'_>,
) -> QueryResult<Vec<Subject>> {
    let Edit {
        before,
        next,
        speakers,
        anew,
        overflow,
    } = edit;
    if before.state != SeminarState::Draft {
        return Ok(Vec::new());
    }
    match queries::open_offer(conn, before.id).await? {
        Some(offer)
            if overflow
                || (anew && offer.open_slots().any(|slot| slot.row.is_astray()))
                || rules::overtakes(before, next, offer.row.person_id, speakers, anew) =>
        {
            end(conn, clock, author, &offer, OfferState::Overtaken).await
        }
        _ => Ok(Vec::new()),
    }
}

/// Ends what is offered of a seminar whose items have rooms of their own now: these are not held with it. The rooms are locked.
pub(in crate::seminars::actions) async fn overtaken_by_items(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    seminar: SeminarId,
) -> QueryResult<Vec<Subject>> {
    match queries::bookings_of_items(conn, seminar).await?.is_empty() {
        true => Ok(Vec::new()),
        false => end_open(conn, clock, author, seminar).await,
    }
}

/// Ends what is offered of a seminar that does not take place; the rooms are locked.
pub(in crate::seminars::actions) async fn end_open(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    seminar: SeminarId,
) -> QueryResult<Vec<Subject>> {
    match queries::open_offer(conn, seminar).await? {
        Some(offer) => end(conn, clock, author, &offer, OfferState::Overtaken).await,
        None => Ok(Vec::new()),
    }
}

/// Ends what is offered to someone who will not speak. The seminar is locked, its rooms not yet.
pub(in crate::seminars::actions) async fn end_declined(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    seminar: SeminarId,
    person: PersonId,
) -> Result<Vec<Subject>, Refusal> {
    let offer = queries::open_offer(conn, seminar).await?;
    let Some(offer) = offer.filter(|offer| offer.row.person_id == person) else {
        return Ok(Vec::new());
    };
    let has = has_rooms(conn, seminar).await?;
    lock_rooms(conn, has, &[]).await?;
    Ok(end(conn, clock, author, &offer, OfferState::Declined).await?)
}

/// Calls what holds the rooms of a draft's offer as the draft is called now.
pub(in crate::seminars::actions) async fn rename(
    conn: &mut AsyncPgConnection,
    before: &Details,
    after: &Details,
) -> QueryResult<()> {
    let label = rules::open_label(after);
    if after.seminar.state != SeminarState::Draft || label == rules::open_label(before) {
        return Ok(());
    }
    let held = bookings::table
        .filter(bookings::seminar_id.eq(after.seminar.id))
        .filter(bookings::offered)
        .filter(bookings::state.eq(BookingState::Held));
    diesel::update(held)
        .set(bookings::title.eq(label))
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends the offers whose time has come, and tells the organisers; answers how many. Each is a transaction of its own.
///
/// # Errors
/// What the database says.
pub async fn end_due(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
) -> Result<usize, Refusal> {
    let mut ended = 0;
    for seminar in queries::ended_offers(conn, clock.now(), AT_ONCE).await? {
        ended += usize::from(end_one(conn, clock, hub, seminar).await?);
    }
    Ok(ended)
}

async fn end_one(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    seminar: SeminarId,
) -> Result<bool, Refusal> {
    conn.transaction(async |conn| {
        let row = match locked(conn, seminar).await {
            // It was removed since.
            Err(Refusal::NotFound) => return Ok(false),
            row => row?,
        };
        let offer = queries::open_offer(conn, seminar).await?;
        let Some(offer) = offer.filter(|offer| offer.row.ends_at <= clock.now()) else {
            return Ok(false);
        };
        let has = has_rooms(conn, seminar).await?;
        lock_rooms(conn, has, &[]).await?;
        let freed = end(conn, clock, &Author::worker(), &offer, OfferState::Ended).await?;
        let details = queries::detail(conn, row).await?;
        notices::slots_answered(conn, clock, hub, &details, &offer, "ended", None).await?;
        changes::raise(conn, clock, freed).await?;
        Ok(true)
    })
    .await
}
