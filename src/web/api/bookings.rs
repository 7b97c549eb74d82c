//! `/bookings`: rooms for one date or by a rule.

use std::collections::HashMap;

use actix_web::{HttpResponse, http::StatusCode, web};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Asked, Body, IfMatch, rooms::slot, show};
use crate::{
    app::App,
    base::{
        clock::Instant,
        error::{Reason, Refusal},
        ids::{BookingId, PersonId, RoomId, RunId, SeminarId, StayId},
    },
    people::model::Actor,
    rooms::{
        actions::{self, BookError, Decision, Move, NewBooking, OnConflict, RunBooked},
        model::{Booking, BookingState, Taken, TakenRoom, Wanted},
        queries::{self, BookingFilter},
        rules::sees_title,
    },
    web::{
        actor::ApiActor,
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// The body of `POST /bookings`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct New {
    room_id: Option<RoomId>,
    room_ids: Option<Vec<RoomId>>,
    title: String,
    note: Option<String>,
    for_id: Option<PersonId>,
    starts_at: Option<Instant>,
    ends_at: Option<Instant>,
    starts_local: Option<NaiveDateTime>,
    ends_local: Option<NaiveDateTime>,
    fold: Option<u8>,
    rule: Option<String>,
    #[serde(default)]
    on_conflict: OnConflict,
}

/// The body of `PATCH /bookings/{id}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    lock_version: Option<i32>,
    room_id: Option<RoomId>,
    room_ids: Option<Vec<RoomId>>,
    title: Option<String>,
    note: Option<String>,
    for_id: Option<PersonId>,
    starts_at: Option<Instant>,
    ends_at: Option<Instant>,
    starts_local: Option<NaiveDateTime>,
    ends_local: Option<NaiveDateTime>,
    fold: Option<u8>,
}

/// A body that may say why.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Why {
    pub(super) reason: Option<String>,
}

/// A booking as the API shows it; `title` and whose it is only where the caller may see them.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    id: BookingId,
    code: String,
    state: BookingState,
    title: Option<String>,
    note: Option<String>,
    for_id: Option<PersonId>,
    entered_by: Option<PersonId>,
    rooms: Vec<RoomShown>,
    starts_at: Instant,
    ends_at: Instant,
    starts_local: NaiveDateTime,
    ends_local: NaiveDateTime,
    zone: String,
    blocked_from: Instant,
    blocked_to: Instant,
    reason: Option<String>,
    run_id: Option<RunId>,
    seminar_id: Option<SeminarId>,
    stay_id: Option<StayId>,
    sequence: i32,
    lock_version: i32,
}

/// A room of a booking.
#[derive(Debug, Serialize)]
pub(super) struct RoomShown {
    pub(super) id: RoomId,
    pub(super) name: String,
}

impl From<BookError> for Failure {
    fn from(error: BookError) -> Self {
        match error {
            BookError::Taken(taken) => taken.into(),
            BookError::Refused(refusal) => refusal.into(),
        }
    }
}

impl From<Taken> for Failure {
    fn from(taken: Taken) -> Self {
        let (conflicts, alternatives) = in_the_way(&taken);
        Self::conflict(Reason::new("refused-taken"))
            .with("conflicts", conflicts)
            .with("alternatives", alternatives)
    }
}

/// Conflicts and alternatives, as the API shows them.
fn in_the_way(taken: &Taken) -> (Value, Value) {
    let conflicts = taken.conflicts.iter().map(|one| {
        let mut shown =
            json!({ "room_id": one.room_id, "starts_at": one.starts_at, "ends_at": one.ends_at });
        if let Some(title) = &one.title {
            shown["title"] = json!(title);
        }
        if let Some(by) = &one.by {
            shown["by"] = json!(by);
        }
        shown
    });
    let alternatives = taken.alternatives.iter().map(
        |one| json!({ "room_id": one.room_id, "starts_at": one.starts_at, "ends_at": one.ends_at }),
    );
    (conflicts.collect(), alternatives.collect())
}

/// `GET /bookings?room_id=&for_id=&from=&to=&in_force=`.
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let mut filter = BookingFilter {
        room: asked.parsed("room_id", "reason-unknown"),
        for_id: asked.parsed("for_id", "reason-unknown"),
        from: asked.parsed("from", "reason-time"),
        to: asked.parsed("to", "reason-time"),
        in_force: asked
            .parsed("in_force", "reason-unknown-member")
            .unwrap_or(false),
        after: None,
    };
    let page = asked.page();
    asked.end()?;
    filter.after = Some(BookingId(page.after()));
    let mut conn = app.db.get().await?;
    let listed = page.list(
        queries::bookings(&mut conn, &filter, page.rows()).await?,
        |booking| booking.id.0,
    );
    let next = listed.next;
    let items = shown(&mut conn, &api.actor, listed.items).await?;
    show(&json!({ "items": items, "next": next }))
}

/// `GET /bookings/{id}`.
pub async fn one(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<BookingId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let booking = queries::booking(&mut conn, *id)
        .await?
        .ok_or_else(Failure::not_found)?;
    show(&shown(&mut conn, &api.actor, vec![booking]).await?.pop())
}

/// `POST /bookings`.
pub async fn book(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let wanted = wanted(
        typed.starts_at,
        typed.ends_at,
        typed.starts_local,
        typed.ends_local,
        typed.fold,
    )?;
    let new = NewBooking {
        rooms: rooms(typed.room_id, typed.room_ids).unwrap_or_default(),
        title: typed.title,
        note: typed.note.unwrap_or_default(),
        for_id: typed.for_id,
        wanted: wanted.ok_or_else(|| Refusal::invalid("starts_at", "reason-required"))?,
    };
    once.carry_out(&app, async |conn| {
        let Some(rule) = typed.rule else {
            let booking = actions::book(conn, &*app.clock, &app.hub, &api.actor, new).await?;
            let location = format!("/api/v1/bookings/{}", booking.id);
            return Done::created(
                &location,
                &shown(conn, &api.actor, vec![booking]).await?.pop(),
            );
        };
        let run = actions::book_run(
            conn,
            &*app.clock,
            &app.hub,
            &api.actor,
            new,
            &rule,
            typed.on_conflict,
        )
        .await?;
        Done::json(
            StatusCode::CREATED,
            &run_shown(conn, &api.actor, run).await?,
        )
    })
    .await
}

/// `PATCH /bookings/{id}`.
pub async fn change(
    app: web::Data<App>,
    api: ApiActor,
    if_match: IfMatch,
    id: web::Path<BookingId>,
    body: Body<Edit>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let mut conn = app.db.get().await?;
    let (starts_at, ends_at) = match (typed.starts_at, typed.ends_at) {
        (None, None) => (None, None),
        // One of the two alone moves that end.
        (from, to) => {
            let now = queries::booking(&mut conn, *id)
                .await?
                .ok_or_else(Failure::not_found)?;
            (from.or(Some(now.starts_at)), to.or(Some(now.ends_at)))
        }
    };
    let change = Move {
        rooms: rooms(typed.room_id, typed.room_ids),
        title: typed.title,
        note: typed.note,
        for_id: typed.for_id,
        wanted: wanted(
            starts_at,
            ends_at,
            typed.starts_local,
            typed.ends_local,
            typed.fold,
        )?,
        lock_version: if_match.or(typed.lock_version),
    };
    let changed = actions::move_to(&mut conn, &*app.clock, &app.hub, &api.actor, *id, change).await;
    let booking = if_match.judge(changed)?;
    show(&shown(&mut conn, &api.actor, vec![booking]).await?.pop())
}

/// `POST /bookings/{id}/cancellation`.
pub async fn cancel(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<BookingId>,
    body: Body<Why>,
) -> Result<HttpResponse, Failure> {
    once.carry_out(&app, async |conn| {
        let booking =
            actions::cancel(conn, &*app.clock, &app.hub, &api.actor, *id, body.0.reason).await?;
        Done::json(
            StatusCode::OK,
            &shown(conn, &api.actor, vec![booking]).await?.pop(),
        )
    })
    .await
}

/// `POST /bookings/{id}/approval`.
pub async fn approve(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<BookingId>,
    _body: Body<Why>,
) -> Result<HttpResponse, Failure> {
    decide(&app, &api, once, *id, Decision::Approve).await
}

/// `POST /bookings/{id}/refusal`.
pub async fn refuse(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<BookingId>,
    body: Body<Why>,
) -> Result<HttpResponse, Failure> {
    decide(&app, &api, once, *id, Decision::Refuse(body.0.reason)).await
}

async fn decide(
    app: &App,
    api: &ApiActor,
    once: Once,
    id: BookingId,
    decision: Decision,
) -> Result<HttpResponse, Failure> {
    once.carry_out(app, async |conn| {
        let booking =
            actions::decide(conn, &*app.clock, &app.hub, &api.actor, id, decision, None).await?;
        Done::json(
            StatusCode::OK,
            &shown(conn, &api.actor, vec![booking]).await?.pop(),
        )
    })
    .await
}

fn rooms(one: Option<RoomId>, several: Option<Vec<RoomId>>) -> Option<Vec<RoomId>> {
    match (one, several) {
        (None, None) => None,
        (one, several) => Some(one.into_iter().chain(several.unwrap_or_default()).collect()),
    }
}

/// When it is wanted: instants, or wall times; `None` where neither is given.
fn wanted(
    starts_at: Option<Instant>,
    ends_at: Option<Instant>,
    starts_local: Option<NaiveDateTime>,
    ends_local: Option<NaiveDateTime>,
    fold: Option<u8>,
) -> Result<Option<Wanted>, Refusal> {
    match (starts_local, ends_local) {
        (Some(_), _) | (_, Some(_)) if starts_at.is_some() || ends_at.is_some() => {
            Err(Refusal::invalid("starts_local", "reason-either-times"))
        }
        (Some(starts), Some(ends)) => Ok(Some(Wanted::Local { starts, ends, fold })),
        (Some(_), None) => Err(Refusal::invalid("ends_local", "reason-required")),
        (None, Some(_)) => Err(Refusal::invalid("starts_local", "reason-required")),
        (None, None) if starts_at.is_none() && ends_at.is_none() => Ok(None),
        (None, None) => Ok(Some(Wanted::Instants(slot(starts_at, ends_at)?))),
    }
}

/// Bookings with their rooms, as `viewer` may see them.
pub(super) async fn shown(
    conn: &mut diesel_async::AsyncPgConnection,
    viewer: &Actor,
    found: Vec<Booking>,
) -> Result<Vec<Shown>, Failure> {
    let ids: Vec<BookingId> = found.iter().map(|booking| booking.id).collect();
    let mut rooms: HashMap<BookingId, Vec<TakenRoom>> = HashMap::new();
    for room in queries::rooms_of(conn, &ids).await? {
        rooms.entry(room.booking_id).or_default().push(room);
    }
    let may = queries::shown(conn, &ids).await?;
    Ok(found
        .into_iter()
        .map(|booking| {
            let taken = rooms.remove(&booking.id).unwrap_or_default();
            let may = may.get(&booking.id);
            let seen = may.is_some_and(|shown| sees_title(Some(viewer), shown));
            Shown {
                id: booking.id,
                code: booking.code,
                state: booking.state,
                title: seen.then_some(booking.title),
                note: seen.then_some(booking.note),
                for_id: seen.then_some(booking.for_id),
                entered_by: seen.then_some(booking.entered_by),
                blocked_from: taken
                    .iter()
                    .map(|room| room.blocked_from)
                    .min()
                    .unwrap_or(booking.starts_at),
                blocked_to: taken
                    .iter()
                    .map(|room| room.blocked_to)
                    .max()
                    .unwrap_or(booking.ends_at),
                rooms: taken
                    .into_iter()
                    .map(|room| RoomShown {
                        id: room.room_id,
                        name: room.name,
                    })
                    .collect(),
                starts_at: booking.starts_at,
                ends_at: booking.ends_at,
                starts_local: booking.starts_local,
                ends_local: booking.ends_local,
                zone: booking.zone,
                reason: booking.state_reason.filter(|_| seen),
                run_id: booking.run_id,
                seminar_id: booking.seminar_id.filter(|_| seen),
                stay_id: booking.stay_id.filter(|_| seen),
                sequence: booking.sequence,
                lock_version: booking.lock_version,
            }
        })
        .collect())
}

async fn run_shown(
    conn: &mut diesel_async::AsyncPgConnection,
    viewer: &Actor,
    run: RunBooked,
) -> Result<Value, Failure> {
    let booked = shown(conn, viewer, run.booked).await?;
    let clashes: Vec<Value> = run
        .clashes
        .iter()
        .map(|clash| {
            let (conflicts, alternatives) = in_the_way(&clash.taken);
            json!({ "starts_local": clash.local, "starts_at": clash.slot.map(crate::base::slot::Slot::from),
                    "ends_at": clash.slot.map(crate::base::slot::Slot::to), "reason": clash.why,
                    "conflicts": conflicts, "alternatives": alternatives })
        })
        .collect();
    Ok(json!({ "run_id": run.run_id, "booked": booked, "clashes": clashes }))
}
