//! `/series` and who follows them.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{Asked, Body, Change, IfMatch, show};
use crate::{
    app::App,
    base::{
        ids::{PersonId, RoomId, SeriesId},
        language::Language,
        zone::Zone,
    },
    mail::reminder::Reminder,
    seminars::{
        actions::{self, NewSeries, SeriesChange, WriteError},
        model::{Series, SeriesState, Visibility},
        queries,
    },
    web::{
        actor::ApiActor,
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// The body of `POST /series`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct New {
    title: String,
    slug: Option<String>,
    #[serde(default)]
    description: String,
    zone: Zone,
    duration_minutes: Option<i32>,
    room_id: Option<RoomId>,
    visibility: Option<Visibility>,
    language: Option<Language>,
    #[serde(default)]
    topics: Vec<String>,
    reminders: Option<Vec<Reminder>>,
    #[serde(default)]
    organisers: Vec<PersonId>,
}

/// The body of `PATCH /series/{id}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    lock_version: Option<i32>,
    title: Option<String>,
    description: Option<String>,
    zone: Option<Zone>,
    duration_minutes: Option<i32>,
    #[serde(default)]
    room_id: Change<RoomId>,
    visibility: Option<Visibility>,
    #[serde(default)]
    language: Change<Language>,
    topics: Option<Vec<String>>,
    reminders: Option<Vec<Reminder>>,
    organisers: Option<Vec<PersonId>>,
    state: Option<SeriesState>,
}

/// The body of `PUT /series/{id}/subscriptions/{person_id}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Follow {
    reminders: Option<Vec<Reminder>>,
    digest: Option<String>,
}

#[derive(Debug, Serialize)]
struct Shown {
    #[serde(flatten)]
    series: Series,
    organisers: Vec<PersonId>,
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Taken(taken) => taken.into(),
            WriteError::Refused(refusal) => refusal.into(),
        }
    }
}

/// `GET /series`.
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let page = asked.page();
    asked.end()?;
    let mut conn = app.db.get().await?;
    let after = SeriesId(page.after());
    let found = queries::known_series(&mut conn, &api.actor, after, page.rows()).await?;
    let listed = page.list(found, |series| series.id.0);
    let ids: Vec<SeriesId> = listed.items.iter().map(|series| series.id).collect();
    let mut organisers = queries::organisers_of(&mut conn, &ids).await?;
    super::list(&listed.map(|series| Shown {
        organisers: organisers.remove(&series.id).unwrap_or_default(),
        series,
    }))
}

/// `GET /series/{id}`.
pub async fn one(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeriesId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let found = queries::series_by_id(&mut conn, *id).await?;
    let series = found.ok_or_else(Failure::not_found)?;
    if !queries::sees_series(&mut conn, Some(&api.actor), &series).await? {
        return Err(Failure::not_found());
    }
    let organisers = queries::organisers(&mut conn, series.id).await?;
    show(&Shown { series, organisers })
}

/// `POST /series`.
pub async fn enter(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let new = NewSeries {
        title: typed.title,
        slug: typed.slug,
        description: typed.description,
        zone: typed.zone,
        duration_minutes: typed.duration_minutes.unwrap_or(60),
        room: typed.room_id,
        visibility: typed.visibility.unwrap_or(Visibility::Public),
        language: typed.language,
        topics: typed.topics,
        reminders: typed.reminders.unwrap_or_else(|| Reminder::USUAL.to_vec()),
        organisers: typed.organisers,
    };
    once.carry_out(&app, async |conn| {
        let series = actions::create_series(conn, &*app.clock, &api.actor, new).await?;
        let organisers = queries::organisers(conn, series.id).await?;
        Done::created(
            &format!("/api/v1/series/{}", series.id),
            &Shown { series, organisers },
        )
    })
    .await
}

/// `PATCH /series/{id}`.
pub async fn change(
    app: web::Data<App>,
    api: ApiActor,
    if_match: IfMatch,
    id: web::Path<SeriesId>,
    body: Body<Edit>,
) -> Result<HttpResponse, Failure> {
    let Body(typed) = body;
    let change = SeriesChange {
        title: typed.title,
        description: typed.description,
        zone: typed.zone,
        duration_minutes: typed.duration_minutes,
        room: typed.room_id.option(),
        visibility: typed.visibility,
        language: typed.language.option(),
        topics: typed.topics,
        reminders: typed.reminders,
        organisers: typed.organisers,
        state: typed.state,
        lock_version: if_match.or(typed.lock_version),
    };
    let mut conn = app.db.get().await?;
    let changed =
        actions::change_series(&mut conn, &*app.clock, &app.hub, &api.actor, *id, change).await;
    let series = if_match.judge(changed)?;
    let organisers = queries::organisers(&mut conn, series.id).await?;
    show(&Shown { series, organisers })
}

/// `PUT /series/{id}/subscriptions/{person_id}`.
pub async fn follow(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(SeriesId, PersonId)>,
    body: Body<Follow>,
) -> Result<HttpResponse, Failure> {
    let (series, person) = path.into_inner();
    let Body(typed) = body;
    let mut conn = app.db.get().await?;
    let followed = actions::subscribe(
        &mut conn,
        &*app.clock,
        &app.hub,
        &api.actor,
        series,
        person,
        typed.reminders,
        typed.digest,
    )
    .await?;
    show(&followed)
}

/// `DELETE /series/{id}/subscriptions/{person_id}`.
pub async fn unfollow(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(SeriesId, PersonId)>,
) -> Result<HttpResponse, Failure> {
    let (series, person) = path.into_inner();
    let mut conn = app.db.get().await?;
    let (clock, hub) = (&*app.clock, &app.hub);
    actions::unsubscribe(&mut conn, clock, hub, &api.actor, series, person).await?;
    Ok(Done::nothing().response())
}
