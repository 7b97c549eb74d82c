//! `/people/{id}/follows`: topics, lists and the hub as a whole, and how often their programme comes.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Asked, Body, list, show};
use crate::{
    app::App,
    base::{
        clock::Instant,
        error::Refusal,
        ids::{ListId, PersonId},
        page::{Listed, Page},
    },
    mail::digest::Rhythm,
    people::{self, model::Actor},
    seminars::{
        actions,
        model::{Follow, Followed, Source},
        queries,
    },
    web::{actor::ApiActor, errors::Failure, idempotency::Done},
};

/// How something is followed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewFollow, example = json!({"digest": "weekly"}))]
pub struct New {
    /// How often its programme comes; `weekly` where nothing is given.
    digest: Option<Rhythm>,
}

/// That someone follows a topic, a list, or the hub as a whole.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Follow)]
pub struct Shown {
    /// What it is.
    source: Source,
    /// The slug of the topic; `null` for a list and for the hub.
    topic: Option<String>,
    /// The list; `null` for a topic and for the hub.
    list_id: Option<ListId>,
    /// How often its programme comes.
    digest: Option<Rhythm>,
    /// Since when.
    #[schema(value_type = DateTime)]
    since: Instant,
}

impl From<Follow> for Shown {
    fn from(follow: Follow) -> Self {
        Self {
            source: follow.what.source(),
            topic: follow.what.topic().map(str::to_owned),
            list_id: follow.what.list(),
            digest: follow.digest,
            since: follow.since,
        }
    }
}

/// List what a person follows besides series
///
/// Topics, lists, and the hub as a whole, in the order in which they were followed; who follows a series is with the series. For the
/// person themselves, their assistants and administrators.
#[utoipa::path(get, path = "/people/{id}/follows", tag = "Follows", operation_id = "list_follows",
    params(PersonId, Page),
    responses(
        (status = 200, body = inline(Listed<Shown>)),
        (status = 403, description = "It is not for the caller to know."),
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
    may_read(&mut conn, &api.actor, *person).await?;
    let found = queries::list_follows(&mut conn, *person, page).await?;
    list(&found.map(Shown::from))
}

/// Read whether a person follows the hub
///
/// For the person themselves, their assistants and administrators.
#[utoipa::path(get, path = "/people/{id}/follows/hub", tag = "Follows", operation_id = "get_hub_follow",
    params(PersonId),
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "It is not for the caller to know."),
    ))]
pub async fn hub(
    app: web::Data<App>,
    api: ApiActor,
    person: web::Path<PersonId>,
) -> Result<HttpResponse, Failure> {
    one(&app, &api.actor, *person, &Followed::Hub).await
}

/// Follow the hub, or change how
///
/// Everything that the person may know of then stands in their digest. For the person themselves, their assistants and
/// administrators.
#[utoipa::path(put, path = "/people/{id}/follows/hub", tag = "Follows", operation_id = "follow_hub",
    params(PersonId),
    request_body = New,
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "It is not for the caller to say."),
        (status = 409, description = "Someone else says so, and nobody has confirmed yet that mail to the person reaches them."),
    ))]
pub async fn follow_hub(
    app: web::Data<App>,
    api: ApiActor,
    person: web::Path<PersonId>,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    put(&app, &api.actor, *person, &Followed::Hub, body.0).await
}

/// Stop following the hub
///
/// For the person themselves, their assistants and administrators.
#[utoipa::path(delete, path = "/people/{id}/follows/hub", tag = "Follows", operation_id = "unfollow_hub",
    params(PersonId),
    responses(
        (status = 204, description = "They follow it no longer."),
        (status = 403, description = "It is not for the caller to say."),
    ))]
pub async fn unfollow_hub(
    app: web::Data<App>,
    api: ApiActor,
    person: web::Path<PersonId>,
) -> Result<HttpResponse, Failure> {
    remove(&app, &api.actor, *person, &Followed::Hub).await
}

/// Read whether a person follows a topic
///
/// For the person themselves, their assistants and administrators.
#[utoipa::path(get, path = "/people/{id}/follows/topics/{slug}", tag = "Follows", operation_id = "get_topic_follow",
    params(PersonId, ("slug" = String, Path, description = "The slug of the topic: its name in lower case, with hyphens.")),
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "It is not for the caller to know."),
    ))]
pub async fn topic(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(PersonId, String)>,
) -> Result<HttpResponse, Failure> {
    let (person, slug) = path.into_inner();
    one(&app, &api.actor, person, &Followed::Topic(slug)).await
}

/// Follow a topic, or change how
///
/// By its slug, whether anything is announced under it yet or not. For the person themselves, their assistants and
/// administrators.
#[utoipa::path(put, path = "/people/{id}/follows/topics/{slug}", tag = "Follows", operation_id = "follow_topic",
    params(PersonId, ("slug" = String, Path, description = "The slug of the topic: its name in lower case, with hyphens.")),
    request_body = New,
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "It is not for the caller to say."),
        (status = 409, description = "Someone else says so, and nobody has confirmed yet that mail to the person reaches them."),
    ))]
pub async fn follow_topic(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(PersonId, String)>,
    body: Body<New>,
) -> Result<HttpResponse, Failure> {
    let (person, slug) = path.into_inner();
    put(&app, &api.actor, person, &Followed::Topic(slug), body.0).await
}

/// Stop following a topic
///
/// For the person themselves, their assistants and administrators.
#[utoipa::path(delete, path = "/people/{id}/follows/topics/{slug}", tag = "Follows", operation_id = "unfollow_topic",
    params(PersonId, ("slug" = String, Path, description = "The slug of the topic: its name in lower case, with hyphens.")),
    responses(
        (status = 204, description = "They follow it no longer."),
        (status = 403, description = "It is not for the caller to say."),
    ))]
pub async fn unfollow_topic(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(PersonId, String)>,
) -> Result<HttpResponse, Failure> {
    let (person, slug) = path.into_inner();
    remove(&app, &api.actor, person, &Followed::Topic(slug)).await
}

/// Whether there is such a person, and the caller may know what they follow.
pub(super) async fn may_read(
    conn: &mut diesel_async::AsyncPgConnection,
    actor: &Actor,
    person: PersonId,
) -> Result<(), Failure> {
    if !(actor.acts_as(person) || actor.is_administrator()) {
        return Err(Refusal::forbidden("refused-not-allowed").into());
    }
    let known = people::queries::person(conn, person).await?;
    known.map(|_| ()).ok_or_else(Failure::not_found)
}

pub(super) async fn one(
    app: &App,
    actor: &Actor,
    person: PersonId,
    what: &Followed,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    may_read(&mut conn, actor, person).await?;
    let found = queries::follow(&mut conn, person, what).await?;
    show(&Shown::from(found.ok_or_else(Failure::not_found)?))
}

pub(super) async fn put(
    app: &App,
    actor: &Actor,
    person: PersonId,
    what: &Followed,
    new: New,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let (clock, hub) = (&*app.clock, &app.hub);
    let rhythm = new.digest.unwrap_or(Rhythm::Weekly);
    let followed = actions::follow(&mut conn, clock, hub, actor, person, what, rhythm).await?;
    show(&Shown::from(followed))
}

pub(super) async fn remove(
    app: &App,
    actor: &Actor,
    person: PersonId,
    what: &Followed,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let (clock, hub) = (&*app.clock, &app.hub);
    actions::unfollow(&mut conn, clock, hub, actor, person, what).await?;
    Ok(Done::nothing().response())
}
