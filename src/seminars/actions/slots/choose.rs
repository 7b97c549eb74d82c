//! What the speaker says to the times that are offered: one of them, or that none suits.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::end::{release, settle};
use crate::{
    base::{
        audit::{self, Entry},
        changes::{self, Subject},
        clock::Clock,
        error::Refusal,
        hub::Hub,
        ids::{BookingId, PersonId, RoomId, SeminarId, SlotId},
        schema::{bookings, offered_slots, slot_offers},
        text,
    },
    people::model::Actor,
    rooms::actions::hold,
    seminars::{
        actions::{
            WriteError,
            answer::said_to_request,
            change::{Patch, SeminarChange, apply},
            create::locked,
            write::{give_up, has_rooms, lock_rooms, reread, touched},
        },
        model::{
            Details, Inherited, Offer, OfferState, OfferedSlot, Said, SlotState, SpeakerAnswer,
        },
        notices, queries, rules,
    },
};

/// Takes the time that a speaker chose: the seminar is then and there, they have said that they speak, and what else was
/// offered is free again. `speaker` may be an organiser who enters what the speaker told them. Choosing the same once more
/// changes nothing.
///
/// # Errors
/// [`WriteError`]: nothing is offered to them, or that is no more; the link is not good any more, where `link_no` says by
/// which they came.
pub async fn choose_slot(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    speaker: &Actor,
    (seminar, person): (SeminarId, PersonId),
    (slot, link_no): (SlotId, Option<i32>),
) -> Result<Details, WriteError> {
    conn.transaction(async |conn| {
        let row = locked(conn, seminar).await?;
        let said = said_by(conn, seminar, person, link_no).await?;
        let offers = queries::offers(conn, seminar).await?;
        let mut offers = offers.into_iter();
        let offer = offers
            .find(|offer| offer.row.person_id == person && offer.slot(slot).is_some())
            .ok_or(Refusal::NotFound)?;
        let chosen = offer.slot(slot).ok_or(Refusal::NotFound)?;
        if chosen.row.state == SlotState::Chosen {
            return Ok(queries::detail(conn, row).await?);
        }
        rules::may_choose(&row, &offer, chosen, clock.now())?;
        let before = queries::detail(conn, row).await?;
        let (rooms, mut subjects) = settle_holds(conn, clock, speaker, &offer, chosen).await?;
        let entry = Entry {
            action: "chose one of the offered times",
            kind: "seminars",
            id: seminar.0,
            before: Some(json!({ "offer": offer.row.id, "answer": said.row.answer })),
            after: Some(
                json!({ "offer": offer.row.id, "slot": slot, "person": person,
                                "starts_at": chosen.row.starts_at }),
            ),
        };
        audit::record(conn, clock, &speaker.author, entry).await?;
        if !chosen.row.own {
            let change = change_to(&before, chosen, rooms);
            let (_, shows) = Box::pin(apply(conn, clock, hub, speaker, before, &change)).await?;
            subjects.extend(shows);
        }
        let row = reread(conn, seminar).await?.seminar;
        let accepted = SpeakerAnswer::Accepted;
        let after = said_to_request(conn, clock, hub, &speaker.author, row, person, accepted);
        let after = after.await?;
        let by = speaker.person();
        notices::slots_answered(conn, clock, hub, &after, &offer, "chosen", by).await?;
        notices::slot_confirmed(conn, clock, hub, &after, &offer).await?;
        subjects.extend(touched(conn, None, &after).await?);
        changes::raise(conn, clock, subjects).await?;
        Ok(after)
    })
    .await
}

/// Makes what holds the chosen time the booking of the seminar, and releases all else: what it had, and what else was
/// offered. Answers the rooms of the chosen time, none where that is the time which it has, and the counters of all of them.
async fn settle_holds(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    speaker: &Actor,
    offer: &Offer,
    chosen: &OfferedSlot,
) -> Result<(Vec<RoomId>, Vec<Subject>), Refusal> {
    let id = chosen.row.id;
    let has = has_rooms(conn, offer.row.seminar_id).await?;
    let had = lock_rooms(conn, has, &[]).await?;
    let mut rooms = Vec::new();
    if let Some(booking) = chosen.row.booking_id {
        rooms = hold::asked_by(conn, booking).await?;
        if let Some(own) = &had.booking {
            give_up(conn, clock, speaker, own).await?;
        }
        become_own(conn, booking).await?;
    }
    let freed = release(conn, clock, speaker.person(), offer, |slot| slot != id).await?;
    diesel::update(offered_slots::table.find(id))
        .set(offered_slots::state.eq(SlotState::Chosen))
        .execute(conn)
        .await?;
    settle(conn, clock, speaker.person(), offer, OfferState::Chosen).await?;
    let mut subjects = freed.rooms;
    subjects.extend(
        rooms
            .iter()
            .chain(&had.before)
            .map(|room| Subject::Room(*room)),
    );
    Ok((rooms, subjects))
}

async fn become_own(conn: &mut AsyncPgConnection, booking: BookingId) -> QueryResult<()> {
    diesel::update(bookings::table.find(booking))
        .set(bookings::offered.eq(false))
        .execute(conn)
        .await?;
    Ok(())
}

/// The edit of the seminar that a chosen time is: what it takes from its series it goes on taking, where that is the same.
fn change_to(before: &Details, chosen: &OfferedSlot, rooms: Vec<RoomId>) -> SeminarChange {
    let (seminar, slot) = (&before.seminar, &chosen.row);
    let of_series = before.series.as_ref().and_then(|series| series.room_id);
    // Those for whom there is no place in its rooms are its overflow rooms still.
    let main: Vec<RoomId> = rooms
        .into_iter()
        .filter(|room| !slot.overflow.contains(room))
        .collect();
    let wanted: BTreeSet<RoomId> = main.iter().copied().collect();
    let as_series = wanted == of_series.into_iter().collect::<BTreeSet<RoomId>>();
    SeminarChange {
        starts_local: Some(slot.starts_local),
        fold: slot.fold.and_then(|fold| u8::try_from(fold).ok()),
        zone: match slot.zone == seminar.zone {
            true => Patch::Keep,
            false => Patch::Own(slot.zone()),
        },
        duration_minutes: match slot.duration_minutes == seminar.duration_minutes {
            true => Patch::Keep,
            false => Patch::Own(slot.duration_minutes),
        },
        rooms: match as_series && seminar.inherits(Inherited::Room) {
            true => Patch::Keep,
            false => Patch::Own(main),
        },
        ..SeminarChange::default()
    }
}

/// Notes that none of the times suits the speaker, with what they say to it, which goes to the organisers. The times stay
/// offered, and held, until an organiser takes them back or offers others.
///
/// # Errors
/// A [`Refusal`]: nothing is offered to them any more, the link is not good, or the words are too many.
pub async fn refuse_slots(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    speaker: &Actor,
    (seminar, person): (SeminarId, PersonId),
    (typed, link_no): (&str, Option<i32>),
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        let words = text::own_words("words", Some(typed))?.unwrap_or_default();
        let row = locked(conn, seminar).await?;
        said_by(conn, seminar, person, link_no).await?;
        let offer = queries::open_offer(conn, seminar).await?;
        let offer = offer
            .filter(|offer| offer.row.person_id == person)
            .ok_or_else(|| Refusal::conflict("refused-slot-gone"))?;
        rules::still_offered(&row, &offer, clock.now())?;
        // The same once more is nothing new.
        if offer.row.words_at.is_some() && offer.row.words == words {
            return Ok(());
        }
        diesel::update(slot_offers::table.find(offer.row.id))
            .set((
                slot_offers::words.eq(&words),
                slot_offers::words_at.eq(Some(clock.now())),
            ))
            .execute(conn)
            .await?;
        // That it was said, not how: what they say is for the organisers, and the trail is kept for longer.
        let entry = Entry {
            action: "said that none of the offered times suits",
            kind: "seminars",
            id: seminar.0,
            before: None,
            after: Some(json!({ "offer": offer.row.id, "person": person })),
        };
        audit::record(conn, clock, &speaker.author, entry).await?;
        let details = queries::detail(conn, row).await?;
        let by = speaker.person();
        notices::slots_answered(conn, clock, hub, &details, &offer, "none", by).await?;
        Ok(())
    })
    .await
}

/// What a speaker said so far, where they came by the link that is good or by none.
pub(in crate::seminars::actions) async fn said_by(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
    person: PersonId,
    link_no: Option<i32>,
) -> Result<Said, Refusal> {
    let said = queries::said_by(conn, seminar, person).await?;
    let said = said.ok_or(Refusal::NotFound)?;
    match link_no.is_none_or(|number| number == said.row.link_no) {
        true => Ok(said),
        false => Err(Refusal::conflict("refused-link-revoked")),
    }
}
