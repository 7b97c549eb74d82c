//! Cancelling a booking: its rooms are free again.

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
        notices, rules,
    },
};

/// Cancels a booking. The owner is told where someone else did it.
///
/// # Errors
/// A [`Refusal`]: unknown, not the caller's, already cancelled, or part of a seminar or stay.
pub async fn cancel(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: BookingId,
    reason: Option<String>,
) -> Result<Booking, Refusal> {
    conn.transaction(async |conn| {
        let Standing {
            booking: before,
            rooms,
            ..
        } = stand::lock(conn, id, None).await?;
        rules::may_change(actor, &before, clock.now())?;
        let reason = text::note("reason", reason.as_deref())?;
        let now = clock.now();
        let after: Booking = diesel::update(bookings::table.find(id))
            .set((
                bookings::state.eq(BookingState::Cancelled),
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
        hold::release(conn, id).await?;
        audit::record(
            conn,
            clock,
            &actor.author,
            Entry {
                action: "cancelled",
                kind: "bookings",
                id: id.0,
                before: Some(json!({ "state": before.state })),
                after: Some(json!({ "state": after.state, "reason": after.state_reason })),
            },
        )
        .await?;
        notices::cancelled(conn, clock, hub, actor, &after).await?;
        changes::raise(conn, clock, subjects(&after, &rooms)).await?;
        Ok(after)
    })
    .await
}
