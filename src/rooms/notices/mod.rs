//! What is told of bookings, and to whom: the owner, of what someone else did with their booking.

pub mod mails;
mod told;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    model::{Booking, BookingState},
    queries,
};
use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::RoomId,
    },
    mail::{
        outbox::{self, MessageKind, NewMessage},
        preferences::Notice,
    },
    people::{self, model::Actor},
};

pub use told::{matters, render, still_true};

/// What happened to a booking, as its message keeps it until it is rendered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum Happened {
    Made,
    Moved {
        starts_at: Instant,
        ends_at: Instant,
        zone: String,
        rooms: Vec<String>,
    },
    Approved,
    Refused,
    Cancelled,
}

impl Happened {
    /// What it is to the owner: that they have the room no more cannot be switched off.
    fn notice(&self) -> Notice {
        match self {
            Self::Made | Self::Moved { .. } | Self::Approved => Notice::Booking,
            Self::Refused | Self::Cancelled => Notice::Always,
        }
    }
}

/// Tells the owner of a booking that someone else made for them. One that a seminar or stay makes is told with that.
pub(super) async fn made(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    booking: &Booking,
) -> QueryResult<()> {
    tell(conn, clock, hub, actor, booking, &Happened::Made).await
}

/// Tells the owner that someone else moved their booking.
pub(super) async fn moved(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    before: &Booking,
    rooms_before: &[RoomId],
    after: &Booking,
) -> QueryResult<()> {
    let mut rooms: Vec<String> = queries::rooms_by_id(conn, rooms_before)
        .await?
        .into_iter()
        .map(|room| room.name)
        .collect();
    rooms.sort();
    let happened = Happened::Moved {
        starts_at: before.starts_at,
        ends_at: before.ends_at,
        zone: before.zone.clone(),
        rooms,
    };
    tell(conn, clock, hub, actor, after, &happened).await
}

/// Tells the owner that someone else cancelled their booking.
pub(super) async fn cancelled(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    booking: &Booking,
) -> QueryResult<()> {
    tell(conn, clock, hub, actor, booking, &Happened::Cancelled).await
}

/// Tells the owner what a keeper decided.
pub(super) async fn decided(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    booking: &Booking,
) -> QueryResult<()> {
    let happened = if booking.state == BookingState::Confirmed {
        Happened::Approved
    } else {
        Happened::Refused
    };
    tell(conn, clock, hub, actor, booking, &happened).await
}

async fn tell(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    booking: &Booking,
    happened: &Happened,
) -> QueryResult<()> {
    // Nobody is told of what is over.
    if booking.ends_at <= clock.now() || actor.id == booking.for_id {
        return Ok(());
    }
    let recipients =
        people::queries::recipients(conn, hub, &[booking.for_id], booking.starts_at).await?;
    let Some(owner) = recipients.get(&booking.for_id) else {
        return Ok(());
    };
    let message = NewMessage {
        kind: MessageKind::Booking,
        dedupe_key: format!(
            "booking:{}:{}:{}",
            booking.id, booking.sequence, owner.person
        ),
        person: owner.person,
        address: owner.address.clone(),
        about: booking.id.into(),
        revision: None,
        from_revision: None,
        sequence: Some(booking.sequence),
        payload: json!({ "happened": happened, "by": actor.author.name, "notice": happened.notice() }),
        caused_by: Some(actor.id),
        priority: MessageKind::Booking.priority(),
        send_after: clock.now(),
        not_after: booking.ends_at,
        held: false,
    };
    outbox::queue(conn, clock, &[message]).await?;
    Ok(())
}
