//! `/people/{id}/feeds`: the calendars of a person, under addresses that are secrets.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{Asked, Body, list, show};
use crate::{
    app::App,
    base::ids::{FeedId, PersonId},
    feeds::{
        actions::{self, NewFeed},
        model::Detail,
    },
    web::{
        actor::ApiActor,
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// The body of `POST /people/{id}/feeds`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct New {
    name: Option<String>,
    detail: Option<Detail>,
}

/// `GET /people/{id}/feeds`.
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

/// `GET /people/{id}/feeds/{feed_id}`.
pub async fn one(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(PersonId, FeedId)>,
) -> Result<HttpResponse, Failure> {
    let (person, feed) = path.into_inner();
    let mut conn = app.db.get().await?;
    show(&actions::find(&mut conn, &app.hub, &api.actor, person, feed).await?)
}

/// `POST /people/{id}/feeds`.
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
    };
    once.carry_out(&app, async |conn| {
        let made = actions::create(conn, &*app.clock, &app.hub, &api.actor, *person, new).await?;
        Done::created(&format!("/api/v1/people/{person}/feeds/{}", made.id), &made)
    })
    .await
}

/// `DELETE /people/{id}/feeds/{feed_id}`.
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
