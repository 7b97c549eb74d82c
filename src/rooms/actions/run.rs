//! Booking rooms by a rule: every date becomes a booking of its own.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{
    book::{BookError, NewBooking, checked, first_state, subjects, when},
    hold::{self, Locked, ROOM_FREE},
};
use crate::{
    base::{
        audit::{self, Entry},
        changes,
        clock::Clock,
        error::{Invalid, Reason, violated},
        hub::Hub,
        ids::{self, BookingId, RunId},
        schema::{bookings, runs},
        slot::Slot,
    },
    people::model::Actor,
    rooms::{
        availability,
        model::{Booking, BookingState, Taken, Wanted},
        notices,
        recurrence::{self, Occurrence, Skipped},
        rules,
    },
};

/// What happens to dates that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum OnConflict {
    /// Nothing is booked at all.
    #[default]
    Refuse,
    /// The others are booked.
    Skip,
}

/// Why a date was not booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = ClashReason)]
pub enum Why {
    /// A room is taken.
    Taken,
    /// The clocks go forward over it.
    Gap,
    /// The clocks go back over it, and it was not said which is meant.
    Fold,
}

/// A date that was not booked.
#[derive(Debug, Clone)]
pub struct Clash {
    /// The wall time at which it would have started.
    pub local: chrono::NaiveDateTime,
    /// When it would have been; `None` where it is no single time.
    pub slot: Option<Slot>,
    /// Why.
    pub why: Why,
    /// What is in the way, and what would be free.
    pub taken: Taken,
}

/// What came of a rule: a run.
#[derive(Debug, Clone)]
pub struct RunBooked {
    /// The run.
    pub run_id: RunId,
    /// What was booked, by time.
    pub booked: Vec<Booking>,
    /// What was not.
    pub clashes: Vec<Clash>,
}

/// What came of one date, inside the run.
pub type Made = (Occurrence, Slot);

/// Books rooms by `rule`, at most [`recurrence::MOST_DATES`] dates, in one transaction.
///
/// # Errors
/// [`BookError::Taken`] with the conflicts of all dates where one is taken and dates are not skipped; a refusal for a
/// rule that cannot be read, has a date in a gap (and dates are not skipped), or whose dates overlap each other.
pub async fn book_run(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    new: NewBooking,
    rule: &str,
    on_conflict: OnConflict,
) -> Result<RunBooked, BookError> {
    conn.transaction(async |conn| {
        let new = checked(new)?;
        let owner = new.for_id.unwrap_or(actor.id);
        let locked = hold::lock(conn, &new.rooms, &[]).await?;
        rules::may_book(actor, &locked.asked, owner)?;
        let first = when(&locked.asked, new.wanted)?;
        let fold = match new.wanted {
            Wanted::Local { fold, .. } => fold,
            Wanted::Instants(_) => None,
        };
        let dates = recurrence::expand(rule, first.starts_local, first.ends_local, first.zone, fold)
            .map_err(|reason| Invalid::one("rule", reason))?;
        let (free, clashes) = sift(conn, actor, &locked, &dates).await?;
        if on_conflict == OnConflict::Refuse && !clashes.is_empty() {
            return Err(refuse(clashes, first.zone.name()));
        }
        let run_id = RunId::fresh(clock);
        diesel::insert_into(runs::table)
            .values((
                runs::id.eq(run_id),
                runs::rule.eq(rule.trim()),
                runs::starts_local.eq(first.starts_local),
                runs::ends_local.eq(first.ends_local),
                runs::zone.eq(first.zone.name()),
                runs::for_id.eq(owner),
                runs::entered_by.eq(actor.id),
                runs::created_at.eq(clock.now()),
            ))
            .execute(conn)
            .await?;
        let state = first_state(conn, actor, &locked.asked).await?;
        let booked = insert(conn, clock, hub, actor, owner, &new, &locked, state, run_id, first.zone, &free).await?;
        let rooms = json!(new.rooms);
        audit::record(conn, clock, &actor.author, Entry {
            action: "booked by rule",
            kind: "runs",
            id: run_id.0,
            before: None,
            after: Some(json!({ "title": new.title, "rule": rule.trim(), "rooms": rooms, "for_id": owner,
                                "booked": booked.iter().map(|one| one.id).collect::<Vec<_>>(),
                                "skipped": clashes.iter().map(|clash| clash.local).collect::<Vec<_>>() })),
        }).await?;
        if let [one, ..] = booked.as_slice() {
            notices::made(conn, clock, hub, actor, one, booked.len()).await?;
            if state == BookingState::Held {
                notices::asked(conn, clock, hub, actor, one, booked.len()).await?;
            }
            changes::raise(conn, clock, subjects(one, &new.rooms)).await?;
        }
        Ok(RunBooked { run_id, booked, clashes })
    })
    .await
}

/// The dates that are free, and the clashes of the others. The rooms are locked: what is free stays free.
async fn sift(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    locked: &Locked,
    dates: &[Occurrence],
) -> QueryResult<(Vec<Made>, Vec<Clash>)> {
    let wants: Vec<_> = dates
        .iter()
        .filter_map(|date| date.slot.ok())
        .flat_map(|slot| locked.wants(slot))
        .collect();
    let conflicts = availability::conflicts(conn, Some(actor), &wants, None).await?;
    let mut free = Vec::new();
    let mut clashes = Vec::new();
    for date in dates {
        match date.slot {
            Ok(slot) => {
                let wants = locked.wants(slot);
                let met: Vec<_> = conflicts
                    .iter()
                    .filter(|conflict| {
                        wants.iter().any(|want| {
                            want.room == conflict.room_id && want.blocked.overlaps(conflict.blocked)
                        })
                    })
                    .cloned()
                    .collect();
                if met.is_empty() {
                    free.push((*date, slot));
                } else {
                    let taken = Taken {
                        conflicts: met,
                        alternatives: Vec::new(),
                    };
                    clashes.push(Clash {
                        local: date.local,
                        slot: Some(slot),
                        why: Why::Taken,
                        taken,
                    });
                }
            }
            Err(skipped) => clashes.push(Clash {
                local: date.local,
                slot: None,
                why: match skipped {
                    Skipped::Gap => Why::Gap,
                    Skipped::Fold => Why::Fold,
                },
                taken: Taken::default(),
            }),
        }
    }
    // Alternatives are for reading: nobody reads more than a screen of them.
    for clash in clashes.iter_mut().take(20) {
        if let Some(slot) = clash.slot {
            clash.taken = availability::taken(
                conn,
                Some(actor),
                &locked.asked,
                &locked.wants(slot),
                slot,
                None,
            )
            .await?;
        }
    }
    Ok((free, clashes))
}

fn refuse(clashes: Vec<Clash>, zone: &str) -> BookError {
    if let Some(odd) = clashes.iter().find(|clash| clash.slot.is_none()) {
        let key = if odd.why == Why::Gap {
            "reason-rule-gap"
        } else {
            "reason-rule-fold"
        };
        let local = odd.local.format("%Y-%m-%d %H:%M");
        return Invalid::one(
            "rule",
            Reason::new(key).with("local", local).with("zone", zone),
        )
        .into();
    }
    let mut all = Taken::default();
    for clash in clashes {
        all.conflicts.extend(clash.taken.conflicts);
    }
    BookError::Taken(all)
}

#[expect(clippy::too_many_arguments, reason = "what the rows are made of")]
async fn insert(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    owner: ids::PersonId,
    new: &NewBooking,
    locked: &Locked,
    state: BookingState,
    run_id: RunId,
    zone: crate::base::zone::Zone,
    free: &[Made],
) -> Result<Vec<Booking>, BookError> {
    let ids: Vec<BookingId> = free.iter().map(|_| BookingId::fresh(clock)).collect();
    let booked: Vec<Booking> = {
        let rows: Vec<_> = free
            .iter()
            .zip(&ids)
            .map(|((date, slot), id)| {
                (
                    bookings::id.eq(*id),
                    bookings::code.eq(ids::code_of(8)),
                    bookings::uid.eq(hub.calendar_uid(id.0)),
                    bookings::title.eq(&new.title),
                    bookings::note.eq(&new.note),
                    bookings::for_id.eq(owner),
                    bookings::entered_by.eq(actor.id),
                    bookings::starts_at.eq(slot.from()),
                    bookings::ends_at.eq(slot.to()),
                    bookings::starts_local.eq(date.local),
                    bookings::ends_local.eq(zone.local(slot.to())),
                    bookings::zone.eq(zone.name()),
                    bookings::state.eq(state),
                    bookings::state_at.eq(clock.now()),
                    bookings::state_by.eq(actor.id),
                    bookings::run_id.eq(run_id),
                    bookings::original_local.eq(date.local),
                    bookings::created_at.eq(clock.now()),
                    bookings::modified_at.eq(clock.now()),
                )
            })
            .collect();
        diesel::insert_into(bookings::table)
            .values(rows)
            .returning(Booking::as_returning())
            .get_results(conn)
            .await?
    };
    let taken: Vec<_> = booked
        .iter()
        .map(|booking| (booking.id, booking.slot()))
        .collect();
    hold::insert(
        conn,
        clock,
        locked,
        &taken,
        state == BookingState::Confirmed,
    )
    .await
    .map_err(|error| {
        // Every date was free under the lock: what is in the way is another date of the same rule.
        if violated(&error) == Some(ROOM_FREE) {
            Invalid::one("rule", Reason::new("reason-rule-overlaps")).into()
        } else {
            BookError::from(error)
        }
    })?;
    Ok(booked)
}
