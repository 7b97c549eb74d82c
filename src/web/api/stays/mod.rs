//! `/stays`: entered, listed, changed, taken step by step.

mod bodies;
mod shown;

use actix_web::{HttpResponse, http::StatusCode, web};

use super::{Asked, Body, IfMatch, Why, list, show};
use crate::{
    app::App,
    base::{
        ids::{PersonId, SiteId, StayId},
        page::{Listed, Page},
    },
    stays::{
        actions::{self, StayError, StepOn},
        queries::{self, StayFilter},
        rules::Sight,
        state::{StayAct, StayState},
    },
    web::{
        actor::ApiActor,
        errors::Failure,
        idempotency::{Done, Once},
    },
};
use bodies::{Edit, New};

pub use shown::Shown;

impl From<StayError> for Failure {
    fn from(error: StayError) -> Self {
        match error {
            StayError::Taken(taken) => taken.into(),
            StayError::Refused(refusal) => refusal.into(),
        }
    }
}

/// List stays
///
/// Those that the caller may know of, in the order of entry: their own and those of their guests; for members those who
/// come or are here, too, once that is settled; for the front desk all.
#[utoipa::path(get, path = "/stays", tag = "Stays", operation_id = "list_stays",
    params(
        ("code" = Option<String>, Query, description = "With this short code"),
        ("from" = Option<NaiveDate>, Query, description = "That last until this day or longer"),
        ("to" = Option<NaiveDate>, Query, description = "That begin on this day or earlier"),
        ("state" = Option<StayState>, Query, description = "In this state"),
        ("host_id" = Option<PersonId>, Query, description = "With this host"),
        ("visitor_id" = Option<PersonId>, Query, description = "Of this visitor"),
        ("site_id" = Option<SiteId>, Query, description = "At this site"),
        Page,
    ),
    responses((status = 200, body = inline(Listed<Shown>))))]
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let filter = StayFilter {
        code: asked.text("code"),
        from: asked.parsed("from", "reason-date"),
        to: asked.parsed("to", "reason-date"),
        state: asked.word("state", StayState::ALL),
        host: asked.parsed("host_id", "reason-unknown"),
        visitor: asked.parsed("visitor_id", "reason-unknown"),
        site: asked.parsed("site_id", "reason-unknown"),
    };
    let page = asked.page();
    asked.end()?;
    let mut conn = app.db.get().await?;
    let listed = queries::list(&mut conn, &api.actor, &filter, page).await?;
    list(&listed.map(Shown::from))
}

/// Read a stay
///
/// With its steps for those whom it concerns.
#[utoipa::path(get, path = "/stays/{id}", tag = "Stays", operation_id = "get_stay",
    params(StayId),
    responses((status = 200, body = Shown)))]
pub async fn one(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<StayId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seen = queries::seen(&mut conn, &api.actor, *id)
        .await?
        .ok_or_else(Failure::not_found)?;
    let full = seen.sight == Sight::Full;
    let shown = Shown::from(seen);
    if full {
        let steps = queries::steps(&mut conn, *id).await?;
        return show(&shown.with_steps(steps));
    }
    show(&shown)
}

/// Enter a stay
///
/// It is proposed, and its desk is held from then on. Visitor and host are told, except of what they did themselves. For
/// hosts, their assistants and the front desk.
#[utoipa::path(post, path = "/stays", tag = "Stays", operation_id = "enter_stay",
    params(Once),
    request_body = New,
    responses(
        (status = 201, body = Shown),
        (status = 403, description = "The caller does not act for the host."),
        (status = 409, description = "The desk is taken: `conflicts` says by what, `alternatives` what is free."),
    ))]
pub async fn enter(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    let new = body.0.stay()?;
    once.carry_out(&app, async |conn| {
        let entered = actions::enter(conn, &*app.clock, &app.hub, &api.actor, new).await?;
        let location = format!("/api/v1/stays/{}", entered.stay.id);
        Done::created(&location, &Shown::written(&api, entered))
    })
    .await
}

/// Change a stay
///
/// Its desk moves with it, or nothing is changed. For the host, their assistants and the front desk.
#[utoipa::path(patch, path = "/stays/{id}", tag = "Stays", operation_id = "change_stay",
    params(StayId, IfMatch),
    request_body = Edit,
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "The caller does not act for the host."),
        (status = 409, description = "The desk is taken (`conflicts`, `alternatives`), the stay has come to its end, or \
            it was changed since `lock_version`."),
    ))]
pub async fn change(
    app: web::Data<App>,
    api: ApiActor,
    if_match: IfMatch,
    id: web::Path<StayId>,
    body: Body<Edit>,
) -> Result<HttpResponse, Failure> {
    let change = body.0.change(if_match);
    let mut conn = app.db.get().await?;
    let changed = actions::change(&mut conn, &*app.clock, &app.hub, &api.actor, *id, change).await;
    let changed = if_match.judge(changed)?;
    show(&Shown::written(&api, changed))
}

/// Take a stay a step on
///
/// Who did it, when and why is kept. The front desk takes every step; the host those from the invitation on; the visitor
/// confirms and cancels.
#[utoipa::path(post, path = "/stays/{id}/{act}", tag = "Stays", operation_id = "step_stay",
    params(Once),
    request_body = Why,
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "This step is not the caller's to take."),
        (status = 409, description = "The stay is in a state that does not allow it; `detail` names the state."),
    ))]
pub async fn step(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    path: web::Path<(StayId, StayAct)>,
    body: Body<Why>,
) -> Result<HttpResponse, Failure> {
    let (id, act) = path.into_inner();
    let on = StepOn {
        act,
        reason: body.0.reason,
        lock_version: None,
    };
    once.carry_out(&app, async |conn| {
        let stepped = actions::step(conn, &*app.clock, &app.hub, &api.actor, id, on).await?;
        Done::json(StatusCode::OK, &Shown::written(&api, stepped))
    })
    .await
}
