//! `/series`: seminar series with their defaults.

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Asked, Body, Change, IfMatch, list, show};
use crate::{
    app::App,
    base::{
        ids::{InstitutionId, PersonId, RoomId, SeriesId},
        page::{Listed, Page},
        zone::Zone,
    },
    mail::reminder::Reminder,
    people::model::Actor,
    seminars::{
        actions::{self, NewSeries, SeriesChange, WriteError},
        model::{Entrance, JoinFor, Series, SeriesColour, SeriesState, TextLanguage, Visibility},
        queries::{self, SeriesFilter},
        rules,
    },
    web::{
        actor::ApiActor,
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// A series to be entered. What it says is what its seminars are, unless they say otherwise.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSeries, example = json!({
    "title": "Scaling Laws", "zone": "Asia/Seoul", "duration_minutes": 60, "reminders": [1440, 60],
    "topics": ["Scaling"], "room_id": "01938f2e-7a10-7c41-9d0e-5b7d3c1f0a21",
}))]
pub struct New {
    /// Its title.
    #[schema(max_length = 500)]
    title: String,
    /// Its short name in addresses; made from the title where none is given.
    #[schema(max_length = 80)]
    slug: Option<String>,
    /// What it is about, in Markdown.
    #[serde(default)]
    #[schema(max_length = 50_000)]
    description: String,
    /// The anchor zone: what wall times in it are meant in.
    zone: Zone,
    /// How long its seminars last; 60 where nothing is given.
    #[schema(minimum = 1, maximum = 43_200)]
    duration_minutes: Option<i32>,
    /// Where they are.
    room_id: Option<RoomId>,
    /// Who may see them; `public` where nothing is given.
    visibility: Option<Visibility>,
    /// The language they are held in.
    language: Option<TextLanguage>,
    /// Topics, at most 30, each of at most 80 characters.
    #[serde(default)]
    #[schema(max_items = 30)]
    topics: Vec<String>,
    /// When reminders go out, at most ten; a day and an hour before where nothing is given.
    #[schema(max_items = 10)]
    reminders: Option<Vec<Reminder>>,
    /// Who organises it, besides whoever enters it.
    #[serde(default)]
    organisers: Vec<PersonId>,
    /// How many its seminars take; there is no limit where nothing is given.
    #[schema(minimum = 1, maximum = 100_000)]
    capacity: Option<i32>,
    /// The institutions that organise it together, in their order, at most 30.
    #[serde(default)]
    #[schema(max_items = 30)]
    institution_ids: Vec<InstitutionId>,
    /// The colour by which its seminars are known; `pine` where nothing is given.
    colour: Option<SeriesColour>,
    /// For whom the living links of its seminars open; `open` where nothing is given.
    join_for: Option<JoinFor>,
    /// How many minutes before the start; 15 where nothing is given.
    #[schema(minimum = 0, maximum = 1440)]
    join_minutes: Option<i32>,
    /// Where its seminars take place online. Others than organisers and speakers see the living links instead.
    #[schema(max_length = 2000)]
    join_url: Option<String>,
}

/// What is to be otherwise about a series; what is absent stays, `null` empties. Coming seminars that follow it change
/// with it, all of them or none.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SeriesChange)]
pub struct Edit {
    /// The version that the change is based on; `If-Match` goes before it.
    lock_version: Option<i32>,
    /// Another title.
    #[schema(max_length = 500)]
    title: Option<String>,
    /// Another description.
    #[schema(max_length = 50_000)]
    description: Option<String>,
    /// Another anchor zone: wall times stay, instants follow.
    zone: Option<Zone>,
    /// Another length.
    #[schema(minimum = 1, maximum = 43_200)]
    duration_minutes: Option<i32>,
    /// Another room.
    #[serde(default)]
    #[schema(value_type = Option<RoomId>)]
    room_id: Change<RoomId>,
    /// Other viewers.
    visibility: Option<Visibility>,
    /// Another language.
    #[serde(default)]
    #[schema(value_type = Option<TextLanguage>)]
    language: Change<TextLanguage>,
    /// Other topics, all of them.
    #[schema(max_items = 30)]
    topics: Option<Vec<String>>,
    /// Other reminders, all of them.
    #[schema(max_items = 10)]
    reminders: Option<Vec<Reminder>>,
    /// Who organises it, all of them.
    #[schema(min_items = 1)]
    organisers: Option<Vec<PersonId>>,
    /// The institutions that organise it together, all of them, in their order.
    #[schema(max_items = 30)]
    institution_ids: Option<Vec<InstitutionId>>,
    /// Another colour.
    colour: Option<SeriesColour>,
    /// Whether it goes on.
    state: Option<SeriesState>,
    /// Another number that its seminars take; `null`: there is no limit. Refused where more have said yes to one of them.
    #[serde(default)]
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 100_000)]
    capacity: Change<i32>,
    /// For others the living links of its seminars are to open.
    join_for: Option<JoinFor>,
    /// So many minutes before the start.
    #[schema(minimum = 0, maximum = 1440)]
    join_minutes: Option<i32>,
    /// Another online address of its seminars; `null`: none. Those who are told of any of them are told of it, not what it is.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 2000)]
    join_url: Change<String>,
    /// Words of the organiser's own, above what is told of each of the coming seminars that change with it.
    #[schema(max_length = 2000)]
    note: Option<String>,
}

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
    let Body(typed) = body;
    let usual = Entrance::default();
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
        capacity: typed.capacity,
        institutions: typed.institution_ids,
        colour: typed.colour.unwrap_or(SeriesColour::Pine),
        entrance: Entrance {
            join_for: typed.join_for.unwrap_or(usual.join_for),
            join_minutes: typed.join_minutes.unwrap_or(usual.join_minutes),
        },
        join_url: typed.join_url,
    };
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
/// stays as it was. For its organisers.
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
        capacity: typed.capacity.option(),
        institutions: typed.institution_ids,
        colour: typed.colour,
        join_for: typed.join_for,
        join_minutes: typed.join_minutes,
        join_url: typed.join_url.option(),
        state: typed.state,
        note: typed.note,
        lock_version: if_match.or(typed.lock_version),
    };
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
