//! Taking rooms: the one place that writes occupancies. Bookings, seminars and stays all take their rooms here, inside
//! their own transaction.
//!
//! Whoever places or moves something first locks its rooms in the order of their ids: sixteen inserts of one slot would
//! otherwise deadlock now and then while the constraint makes them wait for each other.

mod locked;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        clock::Clock,
        error::{Refusal, violated},
        ids::{self, BookingId, RoomId},
        prepared::prepared,
        schema::occupancies,
        slot::Slot,
    },
    people::model::Actor,
    rooms::{
        availability::{self, Want},
        model::Taken,
    },
};

pub use locked::{Locked, lock, seen};

/// The constraint that holds the promise.
pub const ROOM_FREE: &str = "occupancies_room_free";

/// Why rooms could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum HoldError {
    /// They are taken.
    #[error(transparent)]
    Taken(#[from] Taken),
    /// What every action meets.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl From<diesel::result::Error> for HoldError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Refused(error.into())
    }
}

/// Takes locked rooms for a booking at `slot`.
///
/// # Errors
/// [`HoldError::Taken`], as `viewer` may see it; the transaction stays usable.
pub async fn take(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    viewer: &Actor,
    booking: BookingId,
    locked: &Locked,
    slot: Slot,
    confirmed: bool,
) -> Result<(), HoldError> {
    let inserted = conn
        .transaction::<_, diesel::result::Error, _>(async |conn| {
            insert(conn, clock, locked, &[(booking, slot)], confirmed).await
        })
        .await;
    explain(conn, viewer, booking, locked, slot, inserted).await
}

/// Replaces what a booking takes: other rooms, another time, or both. The rooms that it gives up must be locked too.
///
/// # Errors
/// As [`take`]; then everything is as it was.
pub async fn shift(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    viewer: &Actor,
    booking: BookingId,
    locked: &Locked,
    slot: Slot,
    confirmed: bool,
) -> Result<(), HoldError> {
    let shifted = conn
        .transaction::<_, diesel::result::Error, _>(async |conn| {
            diesel::delete(occupancies::table.filter(occupancies::booking_id.eq(booking)))
                .execute(conn)
                .await?;
            insert(conn, clock, locked, &[(booking, slot)], confirmed).await
        })
        .await;
    explain(conn, viewer, booking, locked, slot, shifted).await
}

/// Gives up all that a booking takes; what it took stays on record.
///
/// # Errors
/// What the database says.
pub async fn release(conn: &mut AsyncPgConnection, booking: BookingId) -> QueryResult<()> {
    diesel::update(occupancies::table.filter(occupancies::booking_id.eq(booking)))
        .set(occupancies::state.eq("released"))
        .execute(conn)
        .await?;
    Ok(())
}

/// Makes what was held firm.
///
/// # Errors
/// What the database says.
pub async fn confirm(conn: &mut AsyncPgConnection, booking: BookingId) -> QueryResult<()> {
    diesel::update(
        occupancies::table
            .filter(occupancies::booking_id.eq(booking))
            .filter(occupancies::state.eq("held")),
    )
    .set(occupancies::state.eq("confirmed"))
    .execute(conn)
    .await?;
    Ok(())
}

/// The rooms that a booking asked for, or had asked for when it was released.
///
/// # Errors
/// What the database says.
pub async fn asked_by(
    conn: &mut AsyncPgConnection,
    booking: BookingId,
) -> QueryResult<Vec<RoomId>> {
    occupancies::table
        .filter(occupancies::booking_id.eq(booking))
        .filter(occupancies::part_of.is_null())
        .order(occupancies::room_id)
        .select(occupancies::room_id)
        .load(conn)
        .await
}

/// Writes what bookings take of locked rooms, all of them in one statement.
pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    locked: &Locked,
    taken: &[(BookingId, Slot)],
    confirmed: bool,
) -> QueryResult<()> {
    let takes: Vec<(BookingId, Want, Option<RoomId>)> = taken
        .iter()
        .flat_map(|(booking, slot)| {
            locked.takes.iter().map(|(room, asked)| {
                let whole = &locked.asked[*asked];
                let want = Want {
                    room: *room,
                    blocked: whole.blocked(*slot),
                };
                (*booking, want, Some(whole.id).filter(|whole| whole != room))
            })
        })
        .collect();
    prepared(sql_query(
        "INSERT INTO occupancies (id, booking_id, room_id, part_of, blocked_from, blocked_to, state) \
         SELECT id, booking_id, room_id, part_of, blocked_from, blocked_to, $7 \
         FROM unnest($1, $2, $3, $4, $5, $6) AS t (id, booking_id, room_id, part_of, blocked_from, blocked_to)",
    )
    .bind::<Array<SqlUuid>, _>(takes.iter().map(|_| ids::fresh(clock)).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(takes.iter().map(|take| take.0).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(takes.iter().map(|take| take.1.room).collect::<Vec<_>>())
    .bind::<Array<Nullable<SqlUuid>>, _>(takes.iter().map(|take| take.2).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(takes.iter().map(|take| take.1.blocked.from()).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(takes.iter().map(|take| take.1.blocked.to()).collect::<Vec<_>>())
    .bind::<Text, _>(if confirmed { "confirmed" } else { "held" }))
    .execute(conn)
    .await?;
    Ok(())
}

/// Turns the constraint's answer into who has the rooms and when. The lock is still held, so what is found is what was met.
async fn explain(
    conn: &mut AsyncPgConnection,
    viewer: &Actor,
    booking: BookingId,
    locked: &Locked,
    slot: Slot,
    outcome: QueryResult<()>,
) -> Result<(), HoldError> {
    match outcome {
        Ok(()) => Ok(()),
        Err(error) if violated(&error) == Some(ROOM_FREE) => {
            metrics::counter!("maru_bookings_refused_total").increment(1);
            let taken = availability::taken(
                conn,
                Some(viewer),
                &locked.asked,
                &locked.wants(slot),
                slot,
                Some(booking),
            )
            .await?;
            Err(HoldError::Taken(taken))
        }
        Err(error) => Err(error.into()),
    }
}
