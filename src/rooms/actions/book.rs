//! Booking rooms for one date.

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::hold::{self, HoldError};
use crate::{
    base::{
        audit::{self, Entry},
        changes::{self, Subject},
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        hub::Hub,
        ids::{self, BookingId, PersonId, RoomId},
        schema::bookings,
        slot::Slot,
        text,
        zone::{WallTimeError, Zone, is_planned_for},
    },
    people::model::Actor,
    rooms::{
        model::{Booking, BookingState, Room, Taken, Wanted},
        notices, queries, rules,
    },
};

/// What is to be booked.
#[derive(Debug, Clone)]
pub struct NewBooking {
    /// Which rooms; at least one.
    pub rooms: Vec<RoomId>,
    /// What for.
    pub title: String,
    /// What else is to be known.
    pub note: String,
    /// Whose it is; `None`: whoever books.
    pub for_id: Option<PersonId>,
    /// When.
    pub wanted: Wanted,
}

/// A booking that was made.
pub type Booked = Booking;

/// Why nothing was booked.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// A room is taken.
    #[error(transparent)]
    Taken(Taken),
    /// What every action meets.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl From<diesel::result::Error> for BookError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Refused(error.into())
    }
}

impl From<HoldError> for BookError {
    fn from(error: HoldError) -> Self {
        match error {
            HoldError::Taken(taken) => Self::Taken(taken),
            HoldError::Refused(refusal) => Self::Refused(refusal),
        }
    }
}

impl From<Invalid> for BookError {
    fn from(invalid: Invalid) -> Self {
        Self::Refused(invalid.into())
    }
}

/// Books rooms. Where a room wants approval the booking is held until a keeper decides.
///
/// # Errors
/// [`BookError`]; nothing is written then.
pub async fn book(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    new: NewBooking,
) -> Result<Booked, BookError> {
    conn.transaction(async |conn| {
        let new = checked(new)?;
        let owner = new.for_id.unwrap_or(actor.id);
        let locked = hold::lock(conn, &new.rooms, &[]).await?;
        rules::may_book(actor, &locked.asked, owner)?;
        let time = when(&locked.asked, new.wanted)?;
        let state = first_state(conn, actor, &locked.asked).await?;
        let booking = insert(conn, clock, hub, actor, owner, &new, state, time).await?;
        hold::take(conn, clock, actor, booking.id, &locked, time.slot, booking.state == BookingState::Confirmed)
            .await?;
        let after = json!({ "title": booking.title, "starts_at": booking.starts_at, "ends_at": booking.ends_at,
                            "rooms": new.rooms, "for_id": owner, "state": booking.state });
        audit::record(conn, clock, &actor.author, Entry {
            action: "booked", kind: "bookings", id: booking.id.0, before: None, after: Some(after),
        }).await?;
        notices::made(conn, clock, hub, actor, &booking, 1).await?;
        if state == BookingState::Held {
            notices::asked(conn, clock, hub, actor, &booking, 1).await?;
        }
        changes::raise(conn, clock, subjects(&booking, &new.rooms)).await?;
        Ok(booking)
    })
    .await
}

/// A time as instants and as the wall times in which it was meant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Time {
    pub slot: Slot,
    pub starts_local: NaiveDateTime,
    pub ends_local: NaiveDateTime,
    pub zone: Zone,
}

impl Time {
    pub(super) fn of(slot: Slot, zone: Zone) -> Self {
        Self {
            slot,
            starts_local: zone.local(slot.from()),
            ends_local: zone.local(slot.to()),
            zone,
        }
    }
}

/// What the feeds that show a booking depend on.
pub(super) fn subjects(booking: &Booking, rooms: &[RoomId]) -> Vec<Subject> {
    rooms
        .iter()
        .map(|room| Subject::Room(*room))
        .chain([Subject::Person(booking.for_id)])
        .collect()
}

pub(super) fn checked(mut new: NewBooking) -> Result<NewBooking, Invalid> {
    let mut invalid = Invalid::default();
    new.title = text::line(&new.title);
    new.note = text::lines(&new.note);
    if new.title.is_empty() {
        invalid.because("title", "reason-required");
    }
    if new.title.chars().count() > text::TITLE {
        invalid.add(
            "title",
            Reason::new("reason-too-long").with("max", text::TITLE),
        );
    }
    if new.note.chars().count() > text::LONG {
        invalid.add(
            "note",
            Reason::new("reason-too-long").with("max", text::LONG),
        );
    }
    if new.rooms.is_empty() {
        invalid.because("room_id", "reason-required");
    }
    if new.rooms.len() > 50 {
        invalid.add("room_ids", Reason::new("reason-too-many").with("max", 50));
    }
    invalid.none_or()?;
    Ok(new)
}

/// Longest booking, in days: a year. Longer ones are slips of the pen, and would keep everyone else out for years. What is
/// held for a stay may last as long as that.
const MOST_DAYS: i64 = 366;

/// The instants of what is wanted, in the zone of the first room.
pub(super) fn when(rooms: &[Room], wanted: Wanted) -> Result<Time, Invalid> {
    let time = instants(rooms, wanted)?;
    if time.slot.length() > Duration::days(MOST_DAYS) {
        let field = match wanted {
            Wanted::Instants(_) => "ends_at",
            Wanted::Local { .. } => "ends_local",
        };
        return Err(Invalid::one(field, Reason::new("reason-booking-long")));
    }
    Ok(time)
}

fn instants(rooms: &[Room], wanted: Wanted) -> Result<Time, Invalid> {
    let zone = rooms.first().map_or(Zone::UTC, Room::zone);
    match wanted {
        Wanted::Instants(slot) => {
            let time = Time::of(slot, zone);
            planned_for([
                ("starts_at", time.starts_local),
                ("ends_at", time.ends_local),
            ])?;
            Ok(time)
        }
        Wanted::Local { starts, ends, fold } => {
            planned_for([("starts_local", starts), ("ends_local", ends)])?;
            let mut invalid = Invalid::default();
            let from = invalid.take(
                "starts_local",
                zone.instant(starts, fold).map_err(wall_time),
            );
            let to = invalid.take("ends_local", zone.instant(ends, fold).map_err(wall_time));
            invalid.none_or()?;
            match (from, to) {
                (Some(from), Some(to)) => Slot::new(from, to)
                    .map(|slot| Time {
                        slot,
                        starts_local: starts,
                        ends_local: ends,
                        zone,
                    })
                    .map_err(|_| {
                        Invalid::one("ends_local", Reason::new("reason-end-before-start"))
                    }),
                _ => Err(Invalid::one("starts_local", Reason::new("reason-time"))),
            }
        }
    }
}

fn planned_for(times: [(&str, NaiveDateTime); 2]) -> Result<(), Invalid> {
    let mut invalid = Invalid::default();
    for (field, _) in times.iter().filter(|(_, local)| !is_planned_for(*local)) {
        invalid.because(field, "reason-years");
    }
    invalid.none_or()
}

/// A wall time that is no single instant, as a reason beside its field.
pub fn wall_time(error: WallTimeError) -> Reason {
    let show = |local: NaiveDateTime| local.format("%Y-%m-%d %H:%M").to_string();
    match error {
        WallTimeError::Gap { local, zone, next } => Reason::new("reason-gap")
            .with("local", show(local))
            .with("zone", zone)
            .with("next", show(next)),
        WallTimeError::Fold { local, zone, .. } => Reason::new("reason-fold")
            .with("local", show(local))
            .with("zone", zone),
    }
}

/// Whether a booking of `rooms` is firm at once or waits for their keepers.
pub(super) async fn first_state(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    rooms: &[Room],
) -> QueryResult<BookingState> {
    // Whoever keeps the others is not asked: nobody waits for them.
    let wanting = rooms.iter().filter(|room| room.approval);
    let wanting: Vec<RoomId> = wanting.map(|room| room.id).collect();
    let awaited = queries::awaited(conn, actor, &wanting).await?;
    Ok(if rules::waits(actor, &awaited) {
        BookingState::Held
    } else {
        BookingState::Confirmed
    })
}

#[expect(clippy::too_many_arguments, reason = "what a row is made of")]
async fn insert(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    owner: PersonId,
    new: &NewBooking,
    state: BookingState,
    time: Time,
) -> QueryResult<Booking> {
    let id = BookingId::fresh(clock);
    let now = clock.now();
    diesel::insert_into(bookings::table)
        .values((
            bookings::id.eq(id),
            bookings::code.eq(ids::code_of(8)),
            bookings::uid.eq(hub.calendar_uid(id.0)),
            bookings::title.eq(&new.title),
            bookings::note.eq(&new.note),
            bookings::for_id.eq(owner),
            bookings::entered_by.eq(actor.id),
            bookings::starts_at.eq(time.slot.from()),
            bookings::ends_at.eq(time.slot.to()),
            bookings::starts_local.eq(time.starts_local),
            bookings::ends_local.eq(time.ends_local),
            bookings::zone.eq(time.zone.name()),
            bookings::state.eq(state),
            bookings::state_at.eq(now),
            bookings::state_by.eq(actor.id),
            bookings::created_at.eq(now),
            bookings::modified_at.eq(now),
        ))
        .returning(Booking::as_returning())
        .get_result(conn)
        .await
}
