//! The desk of a stay: held from the moment it is proposed, firm once it is approved, free once it does not take place.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{StayError, write};
use crate::{
    base::{
        clock::{Clock, Instant},
        error::{Invalid, Reason, Refusal},
        hub::Hub,
        ids::{self, BookingId, RoomId, StayId},
        schema::bookings,
        slot::Slot,
    },
    people::model::Actor,
    rooms::{
        self,
        actions::hold::{self, Locked},
        model::{Booking, BookingState, Room, RoomKind, RoomState},
    },
    stays::{
        model::{Details, Stay},
        state::StayState,
    },
};

/// The desk that a stay has and the one that it is to have, both locked until the transaction ends.
pub(super) struct Desks {
    booking: Option<Booking>,
    before: Option<RoomId>,
    locked: Locked,
}

/// Locks the desk that a stay has and the one `wanted`. Comes after the lock on the stay itself.
pub(super) async fn lock(
    conn: &mut AsyncPgConnection,
    stay: Option<StayId>,
    wanted: Option<RoomId>,
) -> Result<Desks, Refusal> {
    let booking = match stay {
        Some(id) => rooms::queries::booking_of_stay(conn, id).await?,
        None => None,
    };
    let booking = booking.filter(|booking| booking.state.takes());
    let before = match &booking {
        Some(booking) => hold::asked_by(conn, booking.id).await?,
        None => Vec::new(),
    };
    let asked: Vec<RoomId> = wanted.into_iter().collect();
    let locked = match hold::lock(conn, &asked, &before).await {
        Err(Refusal::Invalid(invalid)) => {
            return Err(write::renamed(&invalid, |_| "desk_id").into());
        }
        locked => locked?,
    };
    let desks = Desks {
        booking,
        before: before.into_iter().next(),
        locked,
    };
    if desks.is_new()
        && desks
            .wanted()
            .is_some_and(|room| room.kind != RoomKind::Desk)
    {
        return Err(Refusal::invalid("desk_id", "reason-not-a-desk"));
    }
    Ok(desks)
}

impl Desks {
    /// The desk that the stay is to have.
    pub(super) fn wanted(&self) -> Option<&Room> {
        self.locked.asked.as_slice().first()
    }

    /// Refuses a desk that is closed: whoever has it keeps it, and nobody else takes it.
    pub(super) fn opened(&self) -> Result<(), Invalid> {
        match self.wanted() {
            Some(room) if room.state == RoomState::Closed => {
                Err(Invalid::one("desk_id", Reason::new("reason-room-closed")))
            }
            _ => Ok(()),
        }
    }

    /// Whether it is another desk than before.
    pub(super) fn is_new(&self) -> bool {
        self.wanted().map(|room| room.id) != self.before
    }
}

/// Makes the booking of a stay what its days and its state ask for: takes, shifts, confirms or releases its desk.
///
/// # Errors
/// [`StayError::Taken`].
pub(super) async fn settle(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    details: &Details,
    desks: &Desks,
) -> Result<(), StayError> {
    let stay = &details.stay;
    let keeps = !stay.state.is_off() && desks.wanted().is_some();
    let (slot, confirmed) = (stay.slot(), stay.state != StayState::Proposed);
    match &desks.booking {
        None if !keeps => Ok(()),
        None => {
            let id = insert(conn, clock, hub, actor, details).await?;
            hold::take(conn, clock, actor, id, &desks.locked, slot, confirmed).await?;
            Ok(())
        }
        Some(booking) if !keeps => Ok(give_up(conn, clock, actor, booking).await?),
        Some(booking) => {
            let moved = desks.is_new() || booking.slot() != slot;
            if !moved && booking.state == state(stay) && booking.title == title(details) {
                return Ok(());
            }
            if moved {
                let locked = &desks.locked;
                hold::shift(conn, clock, actor, booking.id, locked, slot, confirmed).await?;
            } else if confirmed {
                hold::confirm(conn, booking.id).await?;
            }
            update(conn, clock, actor, details, booking, moved).await?;
            Ok(())
        }
    }
}

async fn insert(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    details: &Details,
) -> QueryResult<BookingId> {
    let stay = &details.stay;
    let id = BookingId::fresh(clock);
    let now = clock.now();
    let slot = stay.slot();
    diesel::insert_into(bookings::table)
        .values((
            bookings::id.eq(id),
            bookings::code.eq(ids::code_of(8)),
            bookings::uid.eq(hub.calendar_uid(id.0)),
            bookings::title.eq(title(details)),
            bookings::for_id.eq(stay.visitor_id),
            bookings::entered_by.eq(actor.id),
            time(stay, slot),
            bookings::state.eq(state(stay)),
            bookings::state_at.eq(now),
            bookings::state_by.eq(actor.id),
            bookings::created_at.eq(now),
            bookings::modified_at.eq(now),
            bookings::stay_id.eq(stay.id),
        ))
        .execute(conn)
        .await?;
    Ok(id)
}

async fn update(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    details: &Details,
    booking: &Booking,
    moved: bool,
) -> QueryResult<()> {
    let stay = &details.stay;
    let now = clock.now();
    let settled = booking.state != state(stay);
    diesel::update(bookings::table.find(booking.id))
        .set((
            bookings::title.eq(title(details)),
            time(stay, stay.slot()),
            bookings::state.eq(state(stay)),
            bookings::state_at.eq(if settled { now } else { booking.state_at }),
            bookings::state_by.eq(if settled {
                Some(actor.id)
            } else {
                booking.state_by
            }),
            bookings::sequence.eq(booking.sequence + i32::from(moved || settled)),
            bookings::lock_version.eq(booking.lock_version + 1),
            bookings::modified_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

async fn give_up(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    booking: &Booking,
) -> QueryResult<()> {
    hold::release(conn, booking.id).await?;
    let now = clock.now();
    diesel::update(bookings::table.find(booking.id))
        .set((
            bookings::state.eq(BookingState::Cancelled),
            bookings::state_at.eq(now),
            bookings::state_by.eq(actor.id),
            bookings::sequence.eq(booking.sequence + 1),
            bookings::lock_version.eq(booking.lock_version + 1),
            bookings::modified_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// The visitor's name: it is their desk. Where none is known, the stay's code; never an address.
fn title(details: &Details) -> &str {
    let name = details.visitor.name.as_deref();
    name.unwrap_or(&details.stay.code)
}

fn state(stay: &Stay) -> BookingState {
    if stay.state == StayState::Proposed {
        BookingState::Held
    } else {
        BookingState::Confirmed
    }
}

type Time<'a> = (
    diesel::dsl::Eq<bookings::starts_at, Instant>,
    diesel::dsl::Eq<bookings::ends_at, Instant>,
    diesel::dsl::Eq<bookings::starts_local, chrono::NaiveDateTime>,
    diesel::dsl::Eq<bookings::ends_local, chrono::NaiveDateTime>,
    diesel::dsl::Eq<bookings::zone, &'a str>,
);

fn time(stay: &Stay, slot: Slot) -> Time<'_> {
    let zone = stay.zone();
    (
        bookings::starts_at.eq(slot.from()),
        bookings::ends_at.eq(slot.to()),
        bookings::starts_local.eq(zone.local(slot.from())),
        bookings::ends_local.eq(zone.local(slot.to())),
        bookings::zone.eq(stay.zone.as_str()),
    )
}
