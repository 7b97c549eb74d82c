//! Announcing a term: drafts of a series that were chosen together are announced in one transaction, all of them or none.
//!
//! Each tells what it would tell if it were announced alone, and no more: who is to speak is asked for each talk by its own
//! request, which calendars answer; a mailing list has a message for each, which are one mail, with one file for calendars; and
//! whoever follows the series reads all of them in the programme that they get anyway.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{
    WriteError,
    change::{SeminarChange, apply},
    create::series_of,
    slots,
};
use crate::{
    base::{
        audit::{self, Entry},
        changes,
        clock::{Clock, FixedClock, Instant},
        error::{Invalid, Reason, Refusal},
        hub::Hub,
        ids::{RoomId, SeminarId, SeriesId},
        schema::seminars,
    },
    people::model::Actor,
    rooms::actions::hold,
    seminars::{
        model::{Details, Seminar, SeminarState},
        queries::{self, MOST_ON_BOARD},
    },
};

/// Drafts that are announced together.
#[derive(Debug, Clone)]
pub struct TermAnnouncement {
    /// Of which series.
    pub series: SeriesId,
    /// Which, each with the `lock_version` that was looked at, where one was.
    pub seminars: BTreeMap<SeminarId, Option<i32>>,
    /// Whether it is no fault that there are none: those that are left were meant, and none is.
    pub even_none: bool,
    /// Words of the organiser's own above what is told of each.
    pub note: Option<String>,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct TermAnnounced {
    /// Those that are announced now, by time.
    pub seminars: Vec<Details>,
    /// Those that were already: of them nobody is told again.
    pub already: Vec<SeminarId>,
}

/// Announces drafts of a series.
///
/// # Errors
/// [`WriteError`]; then none of them is announced: the series is not the actor's, nothing was chosen or too much, one is no
/// seminar of the series, has begun, does not take place, or was changed since it was looked at.
pub async fn announce_term(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    term: TermAnnouncement,
) -> Result<TermAnnounced, WriteError> {
    // They are announced at one moment, though each by itself.
    let clock = &FixedClock::at(clock.now());
    conn.transaction(async |conn| {
        // Before the seminars: the order of locks.
        series_of(conn, actor, Some(term.series)).await?;
        let (drafts, already) = sorted(&term, chosen(conn, &term).await?, clock.now())?;
        let drafts = queries::details(conn, drafts).await?;
        lock_rooms(conn, &drafts).await?;
        let announced = SeminarChange {
            state: Some(SeminarState::Announced),
            note: term.note.clone(),
            ..SeminarChange::default()
        };
        let mut seminars = Vec::with_capacity(drafts.len());
        let mut touched = Vec::new();
        for draft in drafts {
            let done = Box::pin(apply(conn, clock, hub, actor, draft, &announced)).await?;
            seminars.push(done.0);
            touched.extend(done.1);
        }
        if !seminars.is_empty() {
            let ids: Vec<SeminarId> = seminars.iter().map(|one| one.seminar.id).collect();
            let entry = Entry {
                action: "announced a term",
                kind: "series",
                id: term.series.0,
                before: None,
                after: Some(json!({ "seminars": ids, "note": term.note })),
            };
            audit::record(conn, clock, &actor.author, entry).await?;
        }
        changes::raise(conn, clock, touched).await?;
        Ok(TermAnnounced { seminars, already })
    })
    .await
}

/// The seminars that were chosen, locked, by time.
async fn chosen(
    conn: &mut AsyncPgConnection,
    term: &TermAnnouncement,
) -> Result<Vec<Seminar>, Refusal> {
    let ids: Vec<SeminarId> = term.seminars.keys().copied().collect();
    match ids.len() {
        0 if term.even_none => return Ok(Vec::new()),
        0 => return Err(Refusal::invalid("seminars", "reason-announce-none")),
        1..=MOST_ON_BOARD => {}
        _ => {
            let reason = Reason::new("reason-term-dates").with("max", MOST_ON_BOARD);
            return Err(Invalid::one("seminars", reason).into());
        }
    }
    let locked: Vec<SeminarId> = seminars::table
        .filter(seminars::id.eq_any(&ids))
        .filter(seminars::series_id.eq(term.series))
        .order(seminars::id)
        .for_no_key_update()
        .select(seminars::id)
        .load(conn)
        .await?;
    if locked.len() < ids.len() {
        return Err(Refusal::invalid("seminars", "reason-unknown"));
    }
    // Only now, as `queries::seminar_for_update` reads one.
    let rows = seminars::table
        .filter(seminars::id.eq_any(&locked))
        .order((seminars::starts_at, seminars::id))
        .select(Seminar::as_select())
        .load(conn)
        .await?;
    Ok(rows)
}

/// The drafts among them, and those that are announced already. Whatever stands in the way is said of every one at once.
fn sorted(
    term: &TermAnnouncement,
    chosen: Vec<Seminar>,
    now: Instant,
) -> Result<(Vec<Seminar>, Vec<SeminarId>), Invalid> {
    let (mut drafts, mut already, mut invalid) = (Vec::new(), Vec::new(), Invalid::default());
    for seminar in chosen {
        let looked_at = term.seminars.get(&seminar.id).copied().flatten();
        let in_the_way = match seminar.state {
            SeminarState::Announced => {
                already.push(seminar.id);
                continue;
            }
            SeminarState::Cancelled | SeminarState::Postponed => Some("reason-announce-stopped"),
            SeminarState::Draft if seminar.starts_at <= now => Some("reason-announce-begun"),
            SeminarState::Draft if looked_at.is_some_and(|one| one != seminar.lock_version) => {
                Some("reason-announce-changed")
            }
            SeminarState::Draft => None,
        };
        match in_the_way {
            Some(key) => {
                let local = seminar.starts_local.format("%Y-%m-%d %H:%M");
                invalid.add("seminars", Reason::new(key).with("local", local));
            }
            None => drafts.push(seminar),
        }
    }
    invalid.none_or()?;
    Ok((drafts, already))
}

/// The rooms of all of them before anything of the first is written, those of their items and of times that are offered too:
/// locks are taken in one order, whoever takes them.
async fn lock_rooms(conn: &mut AsyncPgConnection, drafts: &[Details]) -> Result<(), Refusal> {
    let ids: Vec<SeminarId> = drafts.iter().map(|one| one.seminar.id).collect();
    let held = slots::held_rooms(conn, &ids).await?;
    let own = drafts.iter().flat_map(|one| &one.rooms);
    let of_items = drafts.iter().flat_map(Details::item_rooms);
    let of_series = drafts.iter().filter_map(|one| one.series.as_ref()?.room_id);
    let rooms: Vec<RoomId> = own
        .map(|room| room.room_id)
        .chain(of_items)
        .chain(of_series)
        .collect();
    hold::lock(conn, &rooms, &held).await?;
    Ok(())
}
