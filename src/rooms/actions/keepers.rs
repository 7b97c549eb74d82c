//! Who keeps a room, and what becomes of the bookings that wait when that changes.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{book::subjects, decide::settle, hold};
use crate::{
    base::{
        changes::Subject,
        clock::Clock,
        error::Refusal,
        hub::Hub,
        ids::{PersonId, RoomId},
        schema::room_keepers,
    },
    people::model::Actor,
    rooms::{
        model::{Booking, BookingState},
        notices, queries,
    },
};

/// Makes `wanted` the keepers of a room; answers them, each once, by id.
pub(super) async fn put(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    room: RoomId,
    wanted: &[PersonId],
) -> QueryResult<Vec<PersonId>> {
    let mut keepers = wanted.to_vec();
    keepers.sort_unstable();
    keepers.dedup();
    diesel::delete(
        room_keepers::table
            .filter(room_keepers::room_id.eq(room))
            .filter(room_keepers::person_id.ne_all(&keepers)),
    )
    .execute(conn)
    .await?;
    let rows: Vec<_> = keepers
        .iter()
        .map(|person| {
            (
                room_keepers::room_id.eq(room),
                room_keepers::person_id.eq(*person),
                room_keepers::since.eq(clock.now()),
            )
        })
        .collect();
    diesel::insert_into(room_keepers::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(keepers)
}

/// A booking that waits, and what becomes of it.
struct Waiting {
    booking: Booking,
    rooms: Vec<RoomId>,
    /// Whether one of its rooms still wants approval.
    wanted: bool,
}

/// Looks again at what waits for the keepers of a room that is locked and was changed: what no room asks an approval for
/// any more is confirmed, and for the rest whoever can decide now is asked, unless they were before. Dates of one rule are one
/// question and one answer, as they were when it was made: nobody is sent a mail for each of hundreds. Answers what is to be
/// raised, last.
pub(super) async fn look_again(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    room: RoomId,
) -> Result<Vec<Subject>, Refusal> {
    let waiting = all_that_waits(conn, clock, room).await?;
    let mut touched = Vec::new();
    for (place, one) in waiting.iter().enumerate() {
        let with_it = |other: &&Waiting| {
            let (this, that) = (&one.booking, &other.booking);
            this.run_id.is_some()
                && (this.run_id, this.for_id) == (that.run_id, that.for_id)
                && (one.wanted, &one.rooms) == (other.wanted, &other.rooms)
        };
        let is_first = !waiting[..place].iter().any(|other| with_it(&other));
        let dates = waiting.iter().filter(with_it).count().max(1);
        if !one.wanted {
            let before = &one.booking;
            let after = settle(conn, clock, actor, before, BookingState::Confirmed, None).await?;
            if is_first {
                notices::decided(conn, clock, hub, actor, &after, dates, &[]).await?;
            }
            touched.extend(subjects(&after, &one.rooms));
        } else if is_first {
            notices::asked(conn, clock, hub, actor, &one.booking, dates).await?;
        }
    }
    Ok(touched)
}

/// In the order of entry, which is that of time within a rule.
async fn all_that_waits(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    room: RoomId,
) -> Result<Vec<Waiting>, Refusal> {
    let mut waiting = Vec::new();
    for booking in queries::waiting_for_update(conn, room, clock.now()).await? {
        let rooms = hold::asked_by(conn, booking.id).await?;
        let asked = hold::seen(conn, &rooms).await?.asked;
        waiting.push(Waiting {
            booking,
            rooms,
            wanted: asked.iter().any(|room| room.approval),
        });
    }
    Ok(waiting)
}
