//! A booking with its rooms, all of them locked: where everything begins that changes one.

use diesel_async::{AsyncConnection, AsyncPgConnection};

use super::hold::{self, Locked};
use crate::{
    base::{
        error::Refusal,
        ids::{BookingId, RoomId},
    },
    rooms::{model::Booking, queries},
};

/// How often to begin again where others move the booking away from under the look at its rooms.
const TRIES: u32 = 5;

/// A booking as it stands until the transaction ends.
pub(super) struct Standing {
    /// The booking.
    pub booking: Booking,
    /// The rooms that it asked for.
    pub rooms: Vec<RoomId>,
    /// The rooms wanted, or else those that it has.
    pub locked: Locked,
}

/// Why it has to begin again, or need not.
enum Missed {
    /// It was moved to other rooms before these were locked; its `lock_version` now.
    Elsewhere(i32),
    Refused(Refusal),
}

impl From<Refusal> for Missed {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<diesel::result::Error> for Missed {
    fn from(error: diesel::result::Error) -> Self {
        Self::Refused(error.into())
    }
}

/// Locks the rooms that a booking has and those `wanted` for it, then the booking. Which rooms it has is known for certain
/// only under these locks: where it was moved since they were looked up, it lets go of all of them and begins again.
///
/// # Errors
/// Unknown; invalid `room_id`; stale where it is moved again and again.
pub(super) async fn lock(
    conn: &mut AsyncPgConnection,
    id: BookingId,
    wanted: Option<&[RoomId]>,
) -> Result<Standing, Refusal> {
    let mut now = 0;
    for _ in 0..TRIES {
        // A savepoint that is rolled back gives up the locks that were taken since.
        let tried = conn
            .transaction::<Standing, Missed, _>(async |conn| {
                let rooms = hold::asked_by(conn, id).await?;
                let locked = hold::lock(conn, wanted.unwrap_or(&rooms), &rooms).await?;
                let booking = queries::booking_for_update(conn, id)
                    .await?
                    .ok_or(Refusal::NotFound)?;
                if hold::asked_by(conn, id).await? != rooms {
                    return Err(Missed::Elsewhere(booking.lock_version));
                }
                Ok(Standing {
                    booking,
                    rooms,
                    locked,
                })
            })
            .await;
        match tried {
            Ok(standing) => return Ok(standing),
            Err(Missed::Elsewhere(version)) => now = version,
            Err(Missed::Refused(refusal)) => return Err(refusal),
        }
    }
    Err(Refusal::Stale { now })
}
