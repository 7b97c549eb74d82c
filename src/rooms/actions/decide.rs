//! A keeper's decision on a booking that waits for approval.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{book::subjects, hold};
use crate::{
    base::{
        audit::{self, Entry},
        changes,
        clock::Clock,
        error::Refusal,
        hub::Hub,
        ids::BookingId,
        schema::bookings,
        text,
    },
    people::model::Actor,
    rooms::{
        model::{Booking, BookingState},
        notices, queries, rules,
    },
};

/// What a keeper decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It takes place.
    Approve,
    /// It does not, for this reason.
    Refuse(Option<String>),
}

/// Approves or refuses a booking that is held. The owner is told. `based_on` is the version that was looked at.
///
/// # Errors
/// A [`Refusal`]: unknown, not the caller's to decide, not waiting, or changed since it was looked at.
pub async fn decide(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: BookingId,
    decision: Decision,
    based_on: Option<i32>,
) -> Result<Booking, Refusal> {
    conn.transaction(async |conn| {
        let rooms = hold::asked_by(conn, id).await?;
        hold::lock(conn, &rooms, &[]).await?;
        let before = queries::booking_for_update(conn, id)
            .await?
            .ok_or(Refusal::NotFound)?;
        let keeps_all = queries::keeps_all(conn, actor.id, &rooms).await?;
        rules::may_decide(actor, &before, keeps_all)?;
        if based_on.is_some_and(|version| version != before.lock_version) {
            return Err(Refusal::Stale {
                now: before.lock_version,
            });
        }
        let (state, reason) = match decision {
            Decision::Approve => (BookingState::Confirmed, None),
            Decision::Refuse(reason) => {
                let reason = text::note("reason", reason.as_deref())?;
                (BookingState::Refused, reason)
            }
        };
        let now = clock.now();
        let after: Booking = diesel::update(bookings::table.find(id))
            .set((
                bookings::state.eq(state),
                bookings::state_at.eq(now),
                bookings::state_by.eq(Some(actor.id)),
                bookings::state_reason.eq(&reason),
                bookings::sequence.eq(before.sequence + 1),
                bookings::lock_version.eq(before.lock_version + 1),
                bookings::modified_at.eq(now),
            ))
            .returning(Booking::as_returning())
            .get_result(conn)
            .await?;
        if state == BookingState::Confirmed {
            hold::confirm(conn, id).await?;
        } else {
            hold::release(conn, id).await?;
        }
        audit::record(
            conn,
            clock,
            &actor.author,
            Entry {
                action: if state == BookingState::Confirmed {
                    "approved"
                } else {
                    "refused"
                },
                kind: "bookings",
                id: id.0,
                before: Some(json!({ "state": before.state })),
                after: Some(json!({ "state": after.state, "reason": after.state_reason })),
            },
        )
        .await?;
        notices::decided(conn, clock, hub, actor, &after).await?;
        changes::raise(conn, clock, subjects(&after, &rooms)).await?;
        Ok(after)
    })
    .await
}
