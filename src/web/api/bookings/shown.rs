//! What is answered about bookings.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel_async::AsyncPgConnection;
use futures_util::future;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    base::{
        clock::Instant,
        described::WallTime,
        hub::Hub,
        ids::{BookingId, PersonId, RoomId, RunId, SeminarId, SiteId, StayId},
        slot::Slot,
    },
    people::model::Actor,
    rooms::{
        actions::{RunBooked, Why as WhyNot},
        model::{Alternative, Booking, BookingState, Closed, ClosedDays, Conflict, TakenRoom},
        queries,
        rules::sees_title,
    },
    web::errors::Failure,
};

/// A booking. What it is for and whose it is are `null` where the caller may not see them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Booking)]
pub struct Shown {
    /// Its id.
    id: BookingId,
    /// Its short code, in the addresses of pages.
    code: String,
    /// Where it stands.
    state: BookingState,
    /// What it is for.
    title: Option<String>,
    /// What else is to be known.
    note: Option<String>,
    /// Whose it is.
    for_id: Option<PersonId>,
    /// Who entered it.
    entered_by: Option<PersonId>,
    /// The first of its rooms.
    room_id: Option<RoomId>,
    /// Its rooms.
    room_ids: Vec<RoomId>,
    /// Its rooms, by name.
    rooms: Vec<RoomShown>,
    /// From when.
    #[schema(value_type = DateTime)]
    starts_at: Instant,
    /// Until when, exclusive.
    #[schema(value_type = DateTime)]
    ends_at: Instant,
    /// From when, in `zone`.
    #[schema(value_type = WallTime)]
    starts_local: NaiveDateTime,
    /// Until when, exclusive, in `zone`.
    #[schema(value_type = WallTime)]
    ends_local: NaiveDateTime,
    /// The IANA zone of the wall times.
    zone: String,
    /// From when its rooms are blocked, set-up included.
    #[schema(value_type = DateTime)]
    blocked_from: Instant,
    /// Until when its rooms are blocked, tidy-up included, exclusive.
    #[schema(value_type = DateTime)]
    blocked_to: Instant,
    /// The days that it meets on which the hub, or the site of a room, is closed: to be warned of; nothing is refused for them.
    closed_days: Vec<ClosedDays>,
    /// Why it was refused or cancelled, in the words of whoever did.
    reason: Option<String>,
    /// The run that it belongs to.
    run_id: Option<RunId>,
    /// The seminar that it serves.
    seminar_id: Option<SeminarId>,
    /// The stay that it serves.
    stay_id: Option<StayId>,
    /// Rises when time, place or state change (RFC 5546).
    sequence: i32,
    /// Its version; also its `ETag`.
    lock_version: i32,
}

/// A room by its name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RoomName)]
pub struct RoomShown {
    /// Its id.
    pub id: RoomId,
    /// Its name.
    pub name: String,
}

/// What came of a rule.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Run)]
pub struct RunShown {
    /// The run: its bookings name it.
    run_id: RunId,
    /// What was booked, by time.
    booked: Vec<Shown>,
    /// What was not, by time.
    clashes: Vec<ClashShown>,
}

/// A date of a rule that was not booked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Clash)]
pub struct ClashShown {
    /// When it would have started, in the zone of the first room.
    #[schema(value_type = WallTime)]
    starts_local: NaiveDateTime,
    /// When it would have started; `null` where clocks skip or double that wall time.
    #[schema(value_type = Option<DateTime>)]
    starts_at: Option<Instant>,
    /// When it would have ended, exclusive.
    #[schema(value_type = Option<DateTime>)]
    ends_at: Option<Instant>,
    /// Why.
    reason: WhyNot,
    /// What is in the way.
    conflicts: Vec<ConflictShown>,
    /// What would be free.
    alternatives: Vec<AlternativeShown>,
}

/// Something that is in the way.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Conflict)]
pub struct ConflictShown {
    /// The room that is taken.
    room_id: RoomId,
    /// From when.
    #[schema(value_type = DateTime)]
    starts_at: Instant,
    /// Until when, exclusive.
    #[schema(value_type = DateTime)]
    ends_at: Instant,
    /// What for, where the caller may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    title: Option<String>,
    /// Whose it is, by name, where the caller may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    by: Option<String>,
}

/// A room and time that is free at the moment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Alternative)]
pub struct AlternativeShown {
    /// The room.
    room_id: RoomId,
    /// From when.
    #[schema(value_type = DateTime)]
    starts_at: Instant,
    /// Until when, exclusive.
    #[schema(value_type = DateTime)]
    ends_at: Instant,
}

impl From<&Conflict> for ConflictShown {
    fn from(conflict: &Conflict) -> Self {
        Self {
            room_id: conflict.room_id,
            starts_at: conflict.starts_at,
            ends_at: conflict.ends_at,
            title: conflict.title.clone(),
            by: conflict.by.clone(),
        }
    }
}

impl From<&Alternative> for AlternativeShown {
    fn from(alternative: &Alternative) -> Self {
        Self {
            room_id: alternative.room_id,
            starts_at: alternative.starts_at,
            ends_at: alternative.ends_at,
        }
    }
}

impl From<TakenRoom> for RoomShown {
    fn from(room: TakenRoom) -> Self {
        Self {
            id: room.room_id,
            name: room.name,
        }
    }
}

impl Shown {
    /// A booking of these rooms; `seen`: the caller may see what it is for and whose it is. Of `closed` it names what it meets.
    fn of(booking: Booking, taken: Vec<TakenRoom>, seen: bool, closed: &[Closed]) -> Self {
        let sites: Vec<SiteId> = taken.iter().filter_map(|room| room.site_id).collect();
        let time = Slot::new(booking.starts_at, booking.ends_at);
        let met = closed.iter().filter(|one| {
            let meets = time.is_ok_and(|time| one.meets(time));
            meets && booking.state.takes() && one.concerns(&sites)
        });
        let closed_days = met.map(|one| one.days.clone()).collect();
        let blocked_from = taken.iter().map(|room| room.blocked_from).min();
        let blocked_to = taken.iter().map(|room| room.blocked_to).max();
        let rooms: Vec<RoomShown> = taken.into_iter().map(RoomShown::from).collect();
        Self {
            id: booking.id,
            code: booking.code,
            state: booking.state,
            title: seen.then_some(booking.title),
            note: seen.then_some(booking.note),
            for_id: seen.then_some(booking.for_id),
            entered_by: seen.then_some(booking.entered_by),
            room_id: rooms.first().map(|room| room.id),
            room_ids: rooms.iter().map(|room| room.id).collect(),
            rooms,
            starts_at: booking.starts_at,
            ends_at: booking.ends_at,
            starts_local: booking.starts_local,
            ends_local: booking.ends_local,
            zone: booking.zone,
            blocked_from: blocked_from.unwrap_or(booking.starts_at),
            blocked_to: blocked_to.unwrap_or(booking.ends_at),
            closed_days,
            reason: booking.state_reason.filter(|_| seen),
            run_id: booking.run_id,
            seminar_id: booking.seminar_id.filter(|_| seen),
            stay_id: booking.stay_id.filter(|_| seen),
            sequence: booking.sequence,
            lock_version: booking.lock_version,
        }
    }
}

/// Bookings with their rooms, as `viewer` may see them, and the closed days that they meet.
pub(super) async fn all(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    viewer: &Actor,
    found: Vec<Booking>,
) -> Result<Vec<Shown>, Failure> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<BookingId> = found.iter().map(|booking| booking.id).collect();
    // Nowhere is the date more than a day away from that in UTC.
    let first = found.iter().map(|one| one.starts_at.date_naive()).min();
    let first = first.and_then(|date| date.pred_opt());
    let last = found.iter().map(|one| one.ends_at.date_naive()).max();
    let last = last.and_then(|date| date.succ_opt());
    // All at once: none waits for what another answers.
    let (taken, may, closed) = future::try_join3(
        queries::rooms_of(conn, &ids),
        queries::shown(conn, &ids),
        queries::closed_between(conn, hub.zone, first, last),
    )
    .await?;
    let mut rooms: HashMap<BookingId, Vec<TakenRoom>> = HashMap::new();
    for room in taken {
        rooms.entry(room.booking_id).or_default().push(room);
    }
    let shown = found.into_iter().map(|booking| {
        let may = may.get(&booking.id);
        let seen = may.is_some_and(|shown| sees_title(Some(viewer), shown));
        let taken = rooms.remove(&booking.id).unwrap_or_default();
        Shown::of(booking, taken, seen, &closed)
    });
    Ok(shown.collect())
}

/// One booking.
pub(super) async fn one(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    viewer: &Actor,
    found: Booking,
) -> Result<Shown, Failure> {
    let mut shown = all(conn, hub, viewer, vec![found]).await?;
    shown.pop().ok_or_else(Failure::not_found)
}

/// What came of a rule.
pub(super) async fn run(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    viewer: &Actor,
    run: RunBooked,
) -> Result<RunShown, Failure> {
    let clashes = run.clashes.iter().map(|clash| ClashShown {
        starts_local: clash.local,
        starts_at: clash.slot.map(Slot::from),
        ends_at: clash.slot.map(Slot::to),
        reason: clash.why,
        conflicts: clash.taken.conflicts.iter().map(Into::into).collect(),
        alternatives: clash.taken.alternatives.iter().map(Into::into).collect(),
    });
    Ok(RunShown {
        run_id: run.run_id,
        clashes: clashes.collect(),
        booked: all(conn, hub, viewer, run.booked).await?,
    })
}
