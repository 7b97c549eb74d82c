//! `/series/{id}/audiences`, `/seminars/{id}/audiences`: mailing lists that are told.

use actix_web::{HttpResponse, http::StatusCode, web};
use diesel_async::AsyncPgConnection;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Asked, Body, list, seminars, series};
use crate::{
    app::App,
    base::{
        ids::{AudienceId, SeminarId, SeriesId},
        language::Language,
        page::{Listed, Page},
        zone::Zone,
    },
    people::model::Actor,
    seminars::{
        actions::{NewAudience, add_audience, end_audience},
        model::{Audience, ToldOf},
        queries,
    },
    web::{
        actor::ApiActor,
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// A mailing list to be told. Who reads it stays unknown here.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAudience, example = json!({
    "name": "Sample Department, everyone", "address": "everyone@department.example", "languages": ["ko", "en"],
    "permission": "Kim Gyeonbon, who keeps the list, by mail on 3 November 2026",
}))]
pub struct New {
    /// What the list is called.
    #[schema(max_length = 500)]
    name: String,
    /// Its address; nobody may sign in by it.
    #[schema(max_length = 254)]
    address: String,
    /// The languages of its mails, one below the other.
    #[schema(min_items = 1, max_items = 2)]
    languages: Vec<Language>,
    /// The zone in which it is told times; without one, that of what it is told of.
    zone: Option<Zone>,
    /// Who of those that keep the list permitted it.
    #[schema(max_length = 5_000)]
    permission: String,
}

impl From<New> for NewAudience {
    fn from(typed: New) -> Self {
        Self {
            name: typed.name,
            address: typed.address,
            languages: typed.languages,
            zone: typed.zone,
            permission: typed.permission,
        }
    }
}

/// List the mailing lists of a series
///
/// Those that are told of its public seminars, and those that were; in the order in which they were added. For its
/// organisers.
#[utoipa::path(get, path = "/series/{id}/audiences", tag = "Series", operation_id = "list_series_audiences",
    params(SeriesId, Page),
    responses(
        (status = 200, body = inline(Listed<Audience>)),
        (status = 403, description = "The caller does not organise it."),
    ))]
pub async fn of_series(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeriesId>,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    all(&app, &api, ToldOf::Series(*id), asked).await
}

/// Tell a mailing list of a series
///
/// It is told of what is announced from then on: announcements, changes, cancellations, each with a file for calendars;
/// nothing that is good for one person alone. For the organisers of a public series.
#[utoipa::path(post, path = "/series/{id}/audiences", tag = "Series", operation_id = "add_series_audience",
    params(SeriesId, Once),
    request_body = New,
    responses(
        (status = 201, body = Audience),
        (status = 403, description = "The caller does not organise it."),
        (status = 409, description = "It is not open to everyone."),
    ))]
pub async fn add_to_series(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<SeriesId>,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    add(&app, &api.actor, once, ToldOf::Series(*id), body).await
}

/// Tell a mailing list no more of a series
///
/// What waits for it is not sent; what it was told stays on record. For the organisers.
#[utoipa::path(delete, path = "/series/{id}/audiences/{audience_id}", tag = "Series",
    operation_id = "end_series_audience",
    responses(
        (status = 204, description = "It is told no more."),
        (status = 403, description = "The caller does not organise the series."),
        (status = 409, description = "It had ended."),
    ))]
pub async fn end_of_series(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(SeriesId, AudienceId)>,
) -> Result<HttpResponse, Failure> {
    let (series, id) = path.into_inner();
    end(&app, &api.actor, ToldOf::Series(series), id).await
}

/// List the mailing lists of a seminar
///
/// Those that are told of this one alone, and those that were; in the order in which they were added. For its organisers.
#[utoipa::path(get, path = "/seminars/{id}/audiences", tag = "Seminars", operation_id = "list_seminar_audiences",
    params(SeminarId, Page),
    responses(
        (status = 200, body = inline(Listed<Audience>)),
        (status = 403, description = "The caller does not organise it."),
    ))]
pub async fn of_seminar(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeminarId>,
    asked: Asked,
) -> Result<HttpResponse, Failure> {
    all(&app, &api, ToldOf::Seminar(*id), asked).await
}

/// Tell a mailing list of a seminar
///
/// It is told when the seminar is announced; of one that is announced already, after the change window. For the organisers
/// of a public seminar.
#[utoipa::path(post, path = "/seminars/{id}/audiences", tag = "Seminars", operation_id = "add_seminar_audience",
    params(SeminarId, Once),
    request_body = New,
    responses(
        (status = 201, body = Audience),
        (status = 403, description = "The caller does not organise it."),
        (status = 409, description = "It is not open to everyone, or cancelled."),
    ))]
pub async fn add_to_seminar(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<SeminarId>,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    add(&app, &api.actor, once, ToldOf::Seminar(*id), body).await
}

/// Tell a mailing list no more of a seminar
///
/// What waits for it is not sent; what it was told stays on record. For the organisers.
#[utoipa::path(delete, path = "/seminars/{id}/audiences/{audience_id}", tag = "Seminars",
    operation_id = "end_seminar_audience",
    responses(
        (status = 204, description = "It is told no more."),
        (status = 403, description = "The caller does not organise the seminar."),
        (status = 409, description = "It had ended."),
    ))]
pub async fn end_of_seminar(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(SeminarId, AudienceId)>,
) -> Result<HttpResponse, Failure> {
    let (seminar, id) = path.into_inner();
    end(&app, &api.actor, ToldOf::Seminar(seminar), id).await
}

async fn all(
    app: &App,
    api: &ApiActor,
    of: ToldOf,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let page = asked.page();
    asked.end()?;
    let mut conn = app.db.get().await?;
    may_see(&mut conn, api, of).await?;
    list(&queries::list_audiences(&mut conn, of, page).await?)
}

async fn may_see(conn: &mut AsyncPgConnection, api: &ApiActor, of: ToldOf) -> Result<(), Failure> {
    match of {
        ToldOf::Series(id) => {
            series::organised(conn, &api.actor, id).await?;
        }
        ToldOf::Seminar(id) => {
            seminars::organised(conn, api, id).await?;
        }
    }
    Ok(())
}

async fn add(
    app: &App,
    actor: &Actor,
    once: Once,
    of: ToldOf,
    Body(typed): Body<New>,
) -> Result<HttpResponse, Failure> {
    once.carry_out(app, async |conn| {
        let (clock, hub) = (&*app.clock, &app.hub);
        let added = add_audience(conn, clock, hub, actor, of, typed.into()).await?;
        Done::json(StatusCode::CREATED, &added)
    })
    .await
}

async fn end(
    app: &App,
    actor: &Actor,
    of: ToldOf,
    id: AudienceId,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    end_audience(&mut conn, &*app.clock, actor, of, id).await?;
    Ok(Done::nothing().response())
}
