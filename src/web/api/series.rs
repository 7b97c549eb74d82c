//! `/series`: seminar series with their defaults.

mod bodies;
pub mod preview;

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use diesel_async::AsyncPgConnection;
use serde::Serialize;
use utoipa::ToSchema;

use self::bodies::{Edit, New};
use super::{Asked, Body, IfMatch, list, show};
use crate::{
    app::App,
    base::{
        ids::{InstitutionId, PersonId, SeriesId},
        page::{Listed, Page},
    },
    people::model::Actor,
    seminars::{
        actions::{self, WriteError},
        model::{Series, SeriesState},
        queries::{self, SeriesFilter},
        rules,
    },
    web::{
        actor::ApiActor,
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// A series.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Series)]
pub struct Shown {
    #[serde(flatten)]
    #[schema(inline)]
    series: Series,
    /// Who organises it.
    organisers: Vec<PersonId>,
    /// The institutions that organise it together, in their order.
    institution_ids: Vec<InstitutionId>,
    /// Where its seminars take place online, unless they say otherwise; there for organisers alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    join_url: Option<String>,
}

impl Shown {
    /// A series with who organises it, as `actor` may see it.
    async fn of(
        conn: &mut AsyncPgConnection,
        actor: &Actor,
        series: Series,
    ) -> Result<Self, Failure> {
        let organisers = queries::organisers(conn, series.id).await?;
        let mut institutions = queries::institution_ids(conn, &[series.id]).await?;
        let together = institutions.remove(&series.id).unwrap_or_default();
        Ok(Self::with(actor, series, organisers, together))
    }

    fn with(
        actor: &Actor,
        mut series: Series,
        organisers: Vec<PersonId>,
        institution_ids: Vec<InstitutionId>,
    ) -> Self {
        let inside = actor.is_administrator() || organisers.iter().any(|one| actor.acts_as(*one));
        Self {
            join_url: series.join_url.take().filter(|_| inside),
            series,
            organisers,
            institution_ids,
        }
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Taken(taken) => taken.into(),
            WriteError::Refused(refusal) => refusal.into(),
        }
    }
}

/// List series
///
/// Those that the caller may know of, in the order of entry.
#[utoipa::path(get, path = "/series", tag = "Series", operation_id = "list_series",
    params(
        ("slug" = Option<String>, Query, description = "With this short name"),
        ("state" = Option<SeriesState>, Query, description = "In this state"),
        ("organiser_id" = Option<PersonId>, Query, description = "That this person organises"),
        Page,
    ),
    responses((status = 200, body = inline(Listed<Shown>))))]
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let filter = SeriesFilter {
        slug: asked.text("slug"),
        state: asked.word("state", SeriesState::ALL),
        organiser: asked.parsed("organiser_id", "reason-unknown"),
    };
    let page = asked.page();
    asked.end()?;
    let mut conn = app.db.get().await?;
    let listed = queries::known_series(&mut conn, &api.actor, &filter, page).await?;
    let ids: Vec<SeriesId> = listed.items.iter().map(|series| series.id).collect();
    let mut organisers: HashMap<_, _> = queries::organisers_of(&mut conn, &ids).await?;
    let mut institutions = queries::institution_ids(&mut conn, &ids).await?;
    list(&listed.map(|series| {
        let organisers = organisers.remove(&series.id).unwrap_or_default();
        let together = institutions.remove(&series.id).unwrap_or_default();
        Shown::with(&api.actor, series, organisers, together)
    }))
}

/// Read a series
#[utoipa::path(get, path = "/series/{id}", tag = "Series", operation_id = "get_series",
    params(SeriesId),
    responses((status = 200, body = Shown)))]
pub async fn one(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeriesId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let series = seen(&mut conn, &api.actor, *id).await?;
    show(&Shown::of(&mut conn, &api.actor, series).await?)
}

/// A series that the caller may know of.
pub(super) async fn seen(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    id: SeriesId,
) -> Result<Series, Failure> {
    let series = queries::series_by_id(conn, id)
        .await?
        .ok_or_else(Failure::not_found)?;
    if queries::sees_series(conn, Some(actor), &series).await? {
        Ok(series)
    } else {
        Err(Failure::not_found())
    }
}

/// A series that the caller organises.
pub(super) async fn organised(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    id: SeriesId,
) -> Result<Series, Failure> {
    let series = seen(conn, actor, id).await?;
    rules::may_organise(actor, queries::organises(conn, actor, series.id).await?)?;
    Ok(series)
}

/// Enter a series
///
/// Whoever enters it organises it. For members.
#[utoipa::path(post, path = "/series", tag = "Series", operation_id = "enter_series",
    params(Once),
    request_body = New,
    responses(
        (status = 201, body = Shown),
        (status = 403, description = "The caller is no member."),
    ))]
pub async fn enter(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    let new = body.0.series();
    once.carry_out(&app, async |conn| {
        let series = actions::create_series(conn, &*app.clock, &api.actor, new).await?;
        let location = format!("/api/v1/series/{}", series.id);
        Done::created(&location, &Shown::of(conn, &api.actor, series).await?)
    })
    .await
}

/// Change a series
///
/// Coming seminars that follow it are rewritten in the same transaction: their times, rooms and notices; what is past
/// stays as it was. Those concerned are told of each, unless it is said with `notify: false` that nobody need be. For its
/// organisers.
#[utoipa::path(patch, path = "/series/{id}", tag = "Series", operation_id = "change_series",
    params(SeriesId, IfMatch),
    request_body = Edit,
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "The caller does not organise it."),
        (status = 409, description = "A coming seminar cannot have the room (`conflicts`, `alternatives`), or the series \
            was changed since `lock_version`."),
    ))]
pub async fn change(
    app: web::Data<App>,
    api: ApiActor,
    if_match: IfMatch,
    id: web::Path<SeriesId>,
    body: Body<Edit>,
) -> Result<HttpResponse, Failure> {
    let change = body.0.change(if_match);
    let mut conn = app.db.get().await?;
    let changed =
        actions::change_series(&mut conn, &*app.clock, &app.hub, &api.actor, *id, change).await;
    let series = if_match.judge(changed)?;
    show(&Shown::of(&mut conn, &api.actor, series).await?)
}

/// Remove a series
///
/// One without seminars; others are ended (`state`). For its organisers.
#[utoipa::path(delete, path = "/series/{id}", tag = "Series", operation_id = "remove_series",
    params(SeriesId),
    responses(
        (status = 204, description = "It is gone."),
        (status = 403, description = "The caller does not organise it."),
        (status = 409, description = "It has seminars."),
    ))]
pub async fn remove(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeriesId>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    actions::remove_series(&mut conn, &*app.clock, &api.actor, *id).await?;
    Ok(Done::nothing().response())
}
