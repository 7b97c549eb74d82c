//! When the rules of a zone change: a seminar is meant at a wall time, and its instants follow.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::{
    WriteError,
    change::{SeminarChange, again, apply},
    create::locked,
};
use crate::{
    base::{
        changes,
        clock::{Clock, Instant},
        hub::Hub,
        ids::SeminarId,
        schema::{offered_slots, seminar_items, seminars, slot_offers},
        zone::{Astray, Zone},
    },
    people::model::Actor,
    seminars::{
        model::{Details, Item, OfferState, Seminar, SeminarState, SlotRow, SlotState},
        notices, queries,
    },
};

/// Rows that are read at a time.
const PAGE: i64 = 1000;

/// The coming seminars whose instants, or those of their items or of times that are offered of them, are not those of their wall
/// time, by the rules that this program knows. What is postponed has no time, and what is cancelled stays as it was told.
///
/// # Errors
/// What the database says.
pub async fn astray(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
) -> QueryResult<Vec<Astray<SeminarId>>> {
    let now = clock.now();
    let mut found = Vec::new();
    let mut after = SeminarId(uuid::Uuid::nil());
    loop {
        let page: Vec<(
            SeminarId,
            String,
            NaiveDateTime,
            String,
            Option<i16>,
            Instant,
        )> = seminars::table
            .filter(seminars::id.gt(after))
            .filter(seminars::starts_at.gt(now))
            .filter(seminars::state.eq_any(["draft", "announced"]))
            .order(seminars::id)
            .limit(PAGE)
            .select((
                seminars::id,
                seminars::code,
                seminars::starts_local,
                seminars::zone,
                seminars::fold,
                seminars::starts_at,
            ))
            .load(conn)
            .await?;
        let Some((last, ..)) = page.last() else {
            let found = with_items(conn, now, found).await?;
            return with_slots(conn, now, found).await;
        };
        after = *last;
        for (id, code, local, zone, fold, was) in page {
            let Ok(zone) = zone.parse::<Zone>() else {
                continue;
            };
            if !zone.agrees(was, local) {
                let fold = fold.and_then(|fold| u8::try_from(fold).ok());
                found.push(Astray {
                    id,
                    code,
                    was,
                    is: zone.again(local, fold),
                });
            }
        }
    }
}

/// Those besides of which an item is to come and not at its wall time, though they are themselves.
async fn with_items(
    conn: &mut AsyncPgConnection,
    now: Instant,
    mut found: Vec<Astray<SeminarId>>,
) -> QueryResult<Vec<Astray<SeminarId>>> {
    let rows: Vec<(
        SeminarId,
        String,
        String,
        NaiveDateTime,
        Option<i16>,
        Instant,
    )> = seminar_items::table
        .inner_join(seminars::table.on(seminar_items::seminar_id.eq(seminars::id)))
        .filter(seminar_items::starts_at.gt(now))
        .filter(seminars::starts_at.gt(now))
        .filter(seminars::state.eq_any(["draft", "announced"]))
        .order(seminar_items::starts_at)
        .select((
            seminars::id,
            seminars::code,
            seminars::zone,
            seminar_items::starts_local,
            seminar_items::fold,
            seminar_items::starts_at,
        ))
        .load(conn)
        .await?;
    for (id, code, zone, local, fold, was) in rows {
        let Ok(zone) = zone.parse::<Zone>() else {
            continue;
        };
        if !zone.agrees(was, local) && !found.iter().any(|one| one.id == id) {
            let fold = fold.and_then(|fold| u8::try_from(fold).ok());
            let is = zone.again(local, fold);
            found.push(Astray { id, code, was, is });
        }
    }
    Ok(found)
}

/// Those besides of which a time is offered that is to come and not at its wall time.
async fn with_slots(
    conn: &mut AsyncPgConnection,
    now: Instant,
    mut found: Vec<Astray<SeminarId>>,
) -> QueryResult<Vec<Astray<SeminarId>>> {
    let rows: Vec<(SeminarId, String, SlotRow)> = offered_slots::table
        .inner_join(slot_offers::table.on(offered_slots::offer_id.eq(slot_offers::id)))
        .inner_join(seminars::table.on(slot_offers::seminar_id.eq(seminars::id)))
        .filter(slot_offers::state.eq(OfferState::Open))
        .filter(offered_slots::state.eq(SlotState::Open))
        .filter(offered_slots::starts_at.gt(now))
        .order((offered_slots::starts_at, offered_slots::id))
        .select((seminars::id, seminars::code, SlotRow::as_select()))
        .load(conn)
        .await?;
    for (id, code, slot) in rows {
        if slot.is_astray() && !found.iter().any(|one| one.id == id) {
            let fold = slot.fold.and_then(|fold| u8::try_from(fold).ok());
            let (was, is) = (slot.starts_at, slot.zone().again(slot.starts_local, fold));
            found.push(Astray { id, code, was, is });
        }
    }
    Ok(found)
}

/// Derives the instants of a seminar again from its wall time and zone, with its rooms, and tells those concerned as of any
/// move, with a word about why. What is offered of it at times that are no longer meant ends, and both sides are told. Answers
/// whether it was astray.
///
/// # Errors
/// [`WriteError`]; then it is as it was, its rooms too.
pub async fn rederive(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    id: SeminarId,
) -> Result<bool, WriteError> {
    conn.transaction(async |conn| {
        let row = locked(conn, id).await?;
        let before = queries::detail(conn, row).await?;
        let row = &before.seminar;
        let offer = queries::open_offer(conn, id).await?;
        let offer = offer.filter(|offer| offer.open_slots().any(|slot| slot.row.is_astray()));
        if !(is_astray(row, clock.now())?
            || has_items_astray(&before, clock.now())
            || offer.is_some())
        {
            return Ok(false);
        }
        let note = {
            let zone = [("zone", row.zone.as_str().into())];
            hub.language.with("zone-rules-changed", &zone)
        };
        let change = SeminarChange {
            note: Some(note),
            anew: true,
            ..SeminarChange::default()
        };
        let maru = Actor::maru();
        let (after, touched) = Box::pin(apply(conn, clock, hub, &maru, before, &change)).await?;
        if let Some(offer) = offer {
            notices::slots_answered(conn, clock, hub, &after, &offer, "ended", None).await?;
            let ended = queries::offers_by_id(conn, &[offer.row.id]).await?;
            if let Some(ended) = ended.get(&offer.row.id) {
                notices::slots_withdrawn(conn, clock, hub, &maru, &after, ended).await?;
            }
        }
        changes::raise(conn, clock, touched).await?;
        Ok(true)
    })
    .await
}

/// Whether it is still to come, by either reckoning, and not when its wall time says.
fn is_astray(seminar: &Seminar, now: Instant) -> Result<bool, WriteError> {
    if !matches!(seminar.state, SeminarState::Draft | SeminarState::Announced) {
        return Ok(false);
    }
    let Ok(zone) = seminar.zone.parse::<Zone>() else {
        return Ok(false);
    };
    let slot = again(seminar, zone)?;
    let is_to_come = seminar.starts_at > now && slot.from() > now;
    Ok(is_to_come && !zone.agrees(seminar.starts_at, seminar.starts_local))
}

/// Whether one of its items is to come and not when its wall time says, while the seminar itself is to come.
fn has_items_astray(details: &Details, now: Instant) -> bool {
    let seminar = &details.seminar;
    let Ok(zone) = seminar.zone.parse::<Zone>() else {
        return false;
    };
    let stands = matches!(seminar.state, SeminarState::Draft | SeminarState::Announced);
    let astray =
        |item: &Item| item.starts_at > now && !zone.agrees(item.starts_at, item.starts_local);
    stands && seminar.starts_at > now && details.items.iter().any(astray)
}
