//! `/bookings`: rooms for one date or by a rule.

mod bodies;
mod shown;

use actix_web::{HttpResponse, http::StatusCode, web};
use serde_json::json;

use super::{Asked, Body, IfMatch, Why, list, show};
use crate::{
    app::App,
    base::{
        error::{Reason, Refusal},
        ids::{BookingId, PersonId, RoomId, RunId, SeminarId, StayId},
        page::{Listed, Page},
    },
    rooms::{
        actions::{self, BookError, Decision, Move, NewBooking},
        model::{BookingState, Taken},
        queries::{self, BookingFilter},
    },
    seminars::actions::decide as decide_on,
    web::{
        actor::ApiActor,
        errors::{Failure, Kind},
        idempotency::{Done, Once},
    },
};
use bodies::{Edit, New, Times, rooms};

pub use shown::{AlternativeShown, ConflictShown, RoomShown, RunShown, Shown};

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
        let conflicts: Vec<ConflictShown> = taken.conflicts.iter().map(Into::into).collect();
        let alternatives: Vec<AlternativeShown> =
            taken.alternatives.iter().map(Into::into).collect();
        Self::new(Kind::Taken)
            .because(Reason::new("refused-taken"))
            .with("conflicts", json!(conflicts))
            .with("alternatives", json!(alternatives))
    }
}

/// List bookings
///
/// In the order of entry. What a booking is for and whose it is are `null` where the caller may not see them; such a booking
/// is in no list that is narrowed by that.
#[utoipa::path(get, path = "/bookings", tag = "Bookings", operation_id = "list_bookings",
    params(
        ("room_id" = Option<RoomId>, Query, description = "That take this room"),
        ("for_id" = Option<PersonId>, Query, description = "Of this owner"),
        ("run_id" = Option<RunId>, Query, description = "Of this run"),
        ("seminar_id" = Option<SeminarId>, Query, description = "That serve this seminar"),
        ("stay_id" = Option<StayId>, Query, description = "That serve this stay"),
        ("state" = Option<BookingState>, Query, description = "In this state"),
        ("in_force" = Option<bool>, Query, description = "`true`: held and confirmed ones alone"),
        ("from" = Option<DateTime>, Query, description = "That end after this instant"),
        ("to" = Option<DateTime>, Query, description = "That start before this instant"),
        Page,
    ),
    responses((status = 200, body = inline(Listed<Shown>))))]
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let mut filter = BookingFilter {
        room: asked.parsed("room_id", "reason-unknown"),
        for_id: asked.parsed("for_id", "reason-unknown"),
        run: asked.parsed("run_id", "reason-unknown"),
        seminar: asked.parsed("seminar_id", "reason-unknown"),
        stay: asked.parsed("stay_id", "reason-unknown"),
        state: asked.word("state", BookingState::ALL),
        from: asked.instant("from"),
        to: asked.instant("to"),
        in_force: asked.flag("in_force"),
        ..BookingFilter::default()
    };
    let page = asked.page();
    asked.end()?;
    let hidden = filter.for_id.is_some() || filter.seminar.is_some() || filter.stay.is_some();
    filter.told_to = hidden.then(|| api.actor.clone());
    filter.after = Some(BookingId(page.after()));
    let mut conn = app.db.get().await?;
    let found = queries::bookings(&mut conn, &filter, page.rows()).await?;
    let listed = page.list(found, |booking| booking.id.0);
    list(&Listed {
        next: listed.next,
        items: shown::all(&mut conn, &app.hub, &api.actor, listed.items).await?,
    })
}

/// Read a booking
#[utoipa::path(get, path = "/bookings/{id}", tag = "Bookings", operation_id = "get_booking",
    params(BookingId),
    responses((status = 200, body = Shown)))]
pub async fn one(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<BookingId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let booking = queries::booking(&mut conn, *id)
        .await?
        .ok_or_else(Failure::not_found)?;
    show(&shown::one(&mut conn, &app.hub, &api.actor, booking).await?)
}

/// Book rooms
///
/// For one date, or by a rule (`rule`): then every date is a booking of its own. All rooms are taken or none, with their
/// set-up and tidy-up times; a room that wants approval is held until a keeper decides.
///
/// For members, for themselves and for those whose assistant they are; desks are held through stays.
#[utoipa::path(post, path = "/bookings", tag = "Bookings", operation_id = "book",
    params(Once),
    request_body = New,
    responses(
        (status = 201, description = "Booked; with `rule`, the run", body = BookedOrRun),
        (status = 403, description = "The caller may not book this room for this person."),
        (status = 409, description = "A room is taken: `conflicts` says by what, `alternatives` what is free."),
    ))]
pub async fn book(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let times = Times {
        starts_at: typed.starts_at,
        ends_at: typed.ends_at,
        starts_local: typed.starts_local,
        ends_local: typed.ends_local,
        fold: typed.fold,
    };
    let new = NewBooking {
        rooms: rooms(typed.room_id, typed.room_ids).unwrap_or_default(),
        title: typed.title,
        note: typed.note.unwrap_or_default(),
        for_id: typed.for_id,
        wanted: times
            .wanted()?
            .ok_or_else(|| Refusal::invalid("starts_at", "reason-required"))?,
    };
    let (rule, on_conflict) = (typed.rule, typed.on_conflict);
    once.carry_out(&app, async |conn| {
        let (clock, hub, actor) = (&*app.clock, &app.hub, &api.actor);
        let Some(rule) = rule else {
            let booking = actions::book(conn, clock, hub, actor, new).await?;
            let location = format!("/api/v1/bookings/{}", booking.id);
            return Done::created(&location, &shown::one(conn, hub, actor, booking).await?);
        };
        let run = actions::book_run(conn, clock, hub, actor, new, &rule, on_conflict).await?;
        Done::json(
            StatusCode::CREATED,
            &shown::run(conn, hub, actor, run).await?,
        )
    })
    .await
}

/// What comes of booking: one booking, or a run of them where a rule was given.
#[derive(utoipa::ToSchema)]
#[serde(untagged)]
pub enum BookedOrRun {
    /// One date.
    Booked(Box<Shown>),
    /// A rule.
    Run(RunShown),
}

/// Move or edit a booking
///
/// Its rooms move with it, or nothing is changed. For the owner, their assistants, whoever entered it, the front desk and
/// room keepers. A booking that serves a seminar or stay is moved by changing those.
#[utoipa::path(patch, path = "/bookings/{id}", tag = "Bookings", operation_id = "change_booking",
    params(BookingId, IfMatch),
    request_body = Edit,
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "It is not the caller's booking."),
        (status = 409, description = "A room is taken (`conflicts`, `alternatives`), the booking is over or serves a \
            seminar or stay, or it was changed since `lock_version`."),
    ))]
pub async fn change(
    app: web::Data<App>,
    api: ApiActor,
    if_match: IfMatch,
    id: web::Path<BookingId>,
    body: Body<Edit>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let mut conn = app.db.get().await?;
    let times = Times {
        starts_at: typed.starts_at,
        ends_at: typed.ends_at,
        starts_local: typed.starts_local,
        ends_local: typed.ends_local,
        fold: typed.fold,
    };
    let change = Move {
        rooms: rooms(typed.room_id, typed.room_ids),
        title: typed.title,
        note: typed.note,
        for_id: typed.for_id,
        wanted: times.otherwise()?,
        lock_version: if_match.or(typed.lock_version),
    };
    let changed = actions::move_to(&mut conn, &*app.clock, &app.hub, &api.actor, *id, change).await;
    let booking = if_match.judge(changed)?;
    show(&shown::one(&mut conn, &app.hub, &api.actor, booking).await?)
}

/// Cancel a booking
///
/// Its rooms are free again. For those who may move it.
#[utoipa::path(post, path = "/bookings/{id}/cancellation", tag = "Bookings", operation_id = "cancel_booking",
    params(BookingId, Once),
    request_body = Why,
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "It is not the caller's booking."),
        (status = 409, description = "It is cancelled or refused already, or serves a seminar or stay."),
    ))]
pub async fn cancel(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<BookingId>,
    body: Body<Why>,
) -> Result<HttpResponse, Failure> {
    once.carry_out(&app, async |conn| {
        let (clock, hub, actor) = (&*app.clock, &app.hub, &api.actor);
        let booking = actions::cancel(conn, clock, hub, actor, *id, body.0.reason).await?;
        Done::json(
            StatusCode::OK,
            &shown::one(conn, hub, actor, booking).await?,
        )
    })
    .await
}

/// Approve a booking
///
/// One that is held because its room wants approval. For room keepers, and those who keep its rooms.
#[utoipa::path(post, path = "/bookings/{id}/approval", tag = "Bookings", operation_id = "approve_booking",
    params(BookingId, Once),
    request_body = Why,
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "The caller does not keep the room."),
        (status = 409, description = "It does not wait for an approval."),
    ))]
pub async fn approve(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<BookingId>,
    _body: Body<Why>,
) -> Result<HttpResponse, Failure> {
    decide(&app, &api, once, *id, Decision::Approve).await
}

/// Refuse a booking
///
/// One that is held because its room wants approval; the room is free again. For room keepers, and those who keep its
/// rooms.
#[utoipa::path(post, path = "/bookings/{id}/refusal", tag = "Bookings", operation_id = "refuse_booking",
    params(BookingId, Once),
    request_body = Why,
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "The caller does not keep the room."),
        (status = 409, description = "It does not wait for an approval."),
    ))]
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
        let (clock, hub, actor) = (&*app.clock, &app.hub, &api.actor);
        let booking = decide_on(conn, clock, hub, actor, id, decision, None).await?;
        Done::json(
            StatusCode::OK,
            &shown::one(conn, hub, actor, booking).await?,
        )
    })
    .await
}
