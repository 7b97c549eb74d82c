//! A keeper's decision on a booking that waits for approval.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{
    book::subjects,
    hold,
    stand::{self, Standing},
};
use crate::{
    base::{
        audit::{self, Entry},
        changes::{self, Subject},
        clock::Clock,
        error::Refusal,
        hub::Hub,
        ids::{BookingId, PersonId},
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

/// Approves or refuses a booking that waits. The owner is told. `based_on` is the version that was looked at. One that
/// serves a seminar is decided on with that.
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
        let (after, touched) =
            decide_within(conn, clock, hub, actor, id, decision, based_on, &[]).await?;
        if after.seminar_id.is_some() {
            return Err(Refusal::conflict("refused-seminar-booking"));
        }
        changes::raise(conn, clock, touched).await?;
        Ok(after)
    })
    .await
}

/// As [`decide`], within the transaction of whoever has more to write: with `told` besides the owner, and with what is to
/// be raised last.
///
/// # Errors
/// As [`decide`].
#[expect(clippy::too_many_arguments, reason = "what a decision is made of")]
pub async fn decide_within(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: BookingId,
    decision: Decision,
    based_on: Option<i32>,
    told: &[PersonId],
) -> Result<(Booking, Vec<Subject>), Refusal> {
    conn.transaction(async |conn| {
        let Standing {
            booking: before,
            rooms,
            ..
        } = stand::lock(conn, id, None).await?;
        rules::may_decide(actor, queries::request(conn, actor, id).await?)?;
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
        let after = settle(conn, clock, actor, &before, state, reason).await?;
        notices::decided(conn, clock, hub, actor, &after, 1, told).await?;
        let touched = subjects(&after, &rooms);
        Ok((after, touched))
    })
    .await
}

/// Confirms or refuses a booking that is locked with its rooms.
pub(super) async fn settle(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    before: &Booking,
    state: BookingState,
    reason: Option<String>,
) -> QueryResult<Booking> {
    let now = clock.now();
    let after: Booking = diesel::update(bookings::table.find(before.id))
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
    let approved = state == BookingState::Confirmed;
    if approved {
        hold::confirm(conn, before.id).await?;
    } else {
        hold::release(conn, before.id).await?;
    }
    audit::record(
        conn,
        clock,
        &actor.author,
        Entry {
            action: if approved { "approved" } else { "refused" },
            kind: "bookings",
            id: before.id.0,
            before: Some(json!({ "state": before.state })),
            after: Some(json!({ "state": after.state, "reason": after.state_reason })),
        },
    )
    .await?;
    Ok(after)
}
