//! `/people/{id}/feeds`: the calendars of a person, under addresses that are secrets.

use actix_web::{HttpResponse, http::StatusCode, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Asked, Body, list, show};
use crate::{
    app::App,
    base::{
        ids::{FeedId, PersonId},
        page::{Listed, Page},
    },
    feeds::{
        actions::{self, FeedChange, NewFeed},
        model::{Detail, PersonalFeed},
    },
    mail::calendar::CalendarChoice,
    web::{
        actor::ApiActor,
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// A feed to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewFeed, example = json!({"name": "For my phone", "detail": "full"}))]
pub struct New {
    /// What its owner calls it; the hub's word for it where none is given.
    #[schema(max_length = 200)]
    name: Option<String>,
    /// How much it tells; `full` where nothing is given.
    detail: Option<Detail>,
    /// What puts seminars into the person's calendar, so that none stands there twice; as it was where nothing is given.
    calendar: Option<CalendarChoice>,
}

/// What is to be otherwise about a feed; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FeedChange)]
pub struct Edit {
    /// Another name.
    #[schema(max_length = 200)]
    name: Option<String>,
    /// How much it tells from now on.
    detail: Option<Detail>,
    /// What puts seminars into the person's calendar from now on, of all their feeds alike.
    calendar: Option<CalendarChoice>,
}

/// List a person's feeds
///
/// Those in force, in the order in which they were made. For the person themselves, their assistants and administrators.
#[utoipa::path(get, path = "/people/{id}/feeds", tag = "Feeds", operation_id = "list_feeds",
    params(PersonId, Page),
    responses(
        (status = 200, body = inline(Listed<PersonalFeed>)),
        (status = 403, description = "These are not the caller's feeds."),
    ))]
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    person: web::Path<PersonId>,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let page = asked.page();
    asked.end()?;
    let mut conn = app.db.get().await?;
    list(&actions::list(&mut conn, &app.hub, &api.actor, *person, page).await?)
}

/// Read a feed
///
/// One in force, with its address. For the person themselves, their assistants and administrators.
#[utoipa::path(get, path = "/people/{id}/feeds/{feed_id}", tag = "Feeds", operation_id = "get_feed",
    responses(
        (status = 200, body = PersonalFeed),
        (status = 403, description = "It is not the caller's feed."),
    ))]
pub async fn one(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(PersonId, FeedId)>,
) -> Result<HttpResponse, Failure> {
    let (person, feed) = path.into_inner();
    let mut conn = app.db.get().await?;
    show(&actions::find(&mut conn, &app.hub, &api.actor, person, feed).await?)
}

/// Make a feed
///
/// Whoever has its address reads the calendar: it is a secret. What has come as an invitation by mail stands in the
/// person's calendar already; `calendar` says which of the two it is to be. For the person themselves, their assistants and
/// administrators.
#[utoipa::path(post, path = "/people/{id}/feeds", tag = "Feeds", operation_id = "make_feed",
    params(PersonId, Once),
    request_body = New,
    responses(
        (status = 201, body = PersonalFeed),
        (status = 403, description = "These are not the caller's feeds."),
        (status = 409, description = "They have as many feeds as one can have at a time."),
    ))]
pub async fn make(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    person: web::Path<PersonId>,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let new = NewFeed {
        name: typed.name,
        detail: typed.detail.unwrap_or(Detail::Full),
        calendar: typed.calendar,
    };
    once.carry_out(&app, async |conn| {
        let made = actions::create(conn, &*app.clock, &app.hub, &api.actor, *person, new).await?;
        Done::created(&format!("/api/v1/people/{person}/feeds/{}", made.id), &made)
    })
    .await
}

/// Change a feed
///
/// Its address stays. For the person themselves, their assistants and administrators.
#[utoipa::path(patch, path = "/people/{id}/feeds/{feed_id}", tag = "Feeds", operation_id = "change_feed",
    request_body = Edit,
    responses(
        (status = 200, body = PersonalFeed),
        (status = 403, description = "It is not the caller's feed."),
    ))]
pub async fn change(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(PersonId, FeedId)>,
    body: Body<Edit>,
) -> Result<HttpResponse, Failure> {
    let (person, feed) = path.into_inner();
    let change = FeedChange {
        name: body.0.name,
        detail: body.0.detail,
        calendar: body.0.calendar,
    };
    let (clock, hub, actor) = (&*app.clock, &app.hub, &api.actor);
    let mut conn = app.db.get().await?;
    show(&actions::change(&mut conn, clock, hub, actor, person, feed, change).await?)
}

/// Renew a feed
///
/// It gets another address, and the one that it had answers 410 from then on: for when somebody has it who should not. For the
/// person themselves, their assistants and administrators.
#[utoipa::path(post, path = "/people/{id}/feeds/{feed_id}/renewal", tag = "Feeds", operation_id = "renew_feed",
    params(Once),
    responses(
        (status = 200, body = PersonalFeed),
        (status = 403, description = "It is not the caller's feed."),
    ))]
pub async fn renew(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    path: web::Path<(PersonId, FeedId)>,
) -> Result<HttpResponse, Failure> {
    let (person, feed) = path.into_inner();
    once.carry_out(&app, async |conn| {
        let renewed = actions::renew(conn, &*app.clock, &app.hub, &api.actor, person, feed).await?;
        Done::json(StatusCode::OK, &renewed)
    })
    .await
}

/// Revoke a feed
///
/// Its address answers 410 from then on. For the person themselves, their assistants and administrators.
#[utoipa::path(delete, path = "/people/{id}/feeds/{feed_id}", tag = "Feeds", operation_id = "revoke_feed",
    responses(
        (status = 204, description = "It is revoked."),
        (status = 403, description = "It is not the caller's feed."),
    ))]
pub async fn revoke(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(PersonId, FeedId)>,
) -> Result<HttpResponse, Failure> {
    let (person, feed) = path.into_inner();
    let mut conn = app.db.get().await?;
    actions::revoke(&mut conn, &*app.clock, &api.actor, person, feed).await?;
    Ok(Done::nothing().response())
}
