//! A keeper's decision on the room of a seminar. Where it is refused, the seminar is without a room from then on: its
//! organisers are told at once, and those concerned once the change window is over.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::{
    change::{count, facts},
    create::locked,
    items,
    write::{keep_revision, reread, touched},
};
use crate::{
    base::{
        audit::{self, Entry},
        changes,
        clock::Clock,
        error::Refusal,
        hub::Hub,
        ids::BookingId,
        schema::seminars,
    },
    people::model::Actor,
    rooms::{
        self,
        actions::Decision,
        model::{Booking, BookingState},
    },
    seminars::{
        model::{Details, Inherited},
        notices, queries,
    },
};

/// Approves or refuses a booking that waits, whether it serves a seminar or stands by itself. The owner is told, and those
/// who organise the seminar. `based_on` is the version of the booking that was looked at.
///
/// # Errors
/// A [`Refusal`]: unknown, not the actor's to decide, not waiting, or changed since it was looked at.
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
        let booking = rooms::queries::booking(conn, id)
            .await?
            .ok_or(Refusal::NotFound)?;
        let Some(seminar) = booking.seminar_id else {
            return rooms::actions::decide(conn, clock, hub, actor, id, decision, based_on).await;
        };
        // The seminar before its room: the order of locks.
        let row = locked(conn, seminar).await?;
        let organisers = queries::told_of(conn, &row).await?;
        let before = queries::detail(conn, row).await?;
        let (decided, mut raised) = rooms::actions::decide_within(
            conn,
            clock,
            hub,
            actor,
            id,
            decision,
            based_on,
            &organisers,
        )
        .await?;
        let after = if decided.state == BookingState::Refused {
            without_room(conn, clock, hub, actor, &before, &decided).await?
        } else {
            before.clone()
        };
        raised.extend(touched(conn, Some(&before), &after).await?);
        changes::raise(conn, clock, raised).await?;
        Ok(decided)
    })
    .await
}

/// Writes that a seminar has lost its room, or its items theirs: then they are where the seminar is. It follows the room of its series no longer: the next edit would ask for it
/// again.
async fn without_room(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    before: &Details,
    refused: &Booking,
) -> Result<Details, Refusal> {
    let id = before.seminar.id;
    let mut inherits = before.seminar.inherits.clone();
    if !items::lose_room(conn, refused).await? {
        inherits.retain(|value| value != Inherited::Room.word());
        items::put_overflow(conn, id, &[]).await?;
    }
    diesel::update(seminars::table.find(id))
        .set((
            seminars::inherits.eq(inherits),
            seminars::lock_version.eq(before.seminar.lock_version + 1),
            seminars::modified_at.eq(clock.now()),
        ))
        .execute(conn)
        .await?;
    let mut after = reread(conn, id).await?;
    count(conn, before, &mut after).await?;
    if after.seminar.revision != before.seminar.revision {
        keep_revision(conn, clock, actor, &after).await?;
    }
    audit::record(
        conn,
        clock,
        &actor.author,
        Entry {
            action: "changed",
            kind: "seminars",
            id: id.0,
            before: Some(facts(before)),
            after: Some(facts(&after)),
        },
    )
    .await?;
    notices::written(conn, clock, hub, actor, Some(before), &after, None).await?;
    Ok(after)
}
