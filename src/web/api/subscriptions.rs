//! `/series/{id}/subscriptions`: who follows a series, and how.

use actix_web::{HttpResponse, http::StatusCode, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Asked, Body, list,
    series::{organised, seen},
    show,
};
use crate::{
    app::App,
    base::{
        clock::Instant,
        error::Refusal,
        ids::{PersonId, SeriesId},
        page::{Listed, Page},
    },
    mail::reminder::Reminder,
    seminars::{
        actions::{self, Subscribed},
        model::Subscription,
        queries,
    },
    web::{actor::ApiActor, errors::Failure, idempotency::Done},
};

/// How someone follows a series.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSubscription, example = json!({"reminders": [60], "digest": "weekly"}))]
pub struct Follow {
    /// When, asked for whatever the answer is; without them as the series has it, after a yes.
    #[schema(max_items = 10)]
    reminders: Option<Vec<Reminder>>,
    /// How often the programme comes: `daily`, `weekly`, or not at all.
    #[schema(pattern = "^(daily|weekly)$")]
    digest: Option<String>,
}

/// That someone follows a series once they have said, by the link in a mail, that the address is theirs.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PendingSubscription)]
pub struct Pending {
    /// Which.
    series_id: SeriesId,
    /// Who.
    person_id: PersonId,
    /// Always `pending`.
    #[schema(pattern = "^pending$")]
    state: &'static str,
    /// Until when they can say so.
    #[schema(value_type = DateTime)]
    until: Instant,
}

/// List who follows a series
///
/// In the order of their ids. For its organisers.
#[utoipa::path(get, path = "/series/{id}/subscriptions", tag = "Series", operation_id = "list_subscriptions",
    params(SeriesId, Page),
    responses(
        (status = 200, body = inline(Listed<Subscription>)),
        (status = 403, description = "The caller does not organise it."),
    ))]
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SeriesId>,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    let page = asked.page();
    asked.end()?;
    let mut conn = app.db.get().await?;
    let series = organised(&mut conn, &api.actor, *id).await?;
    list(&queries::subscriptions(&mut conn, series.id, page).await?)
}

/// Read how someone follows a series
///
/// For the person themselves, their assistants and the organisers of the series.
#[utoipa::path(get, path = "/series/{id}/subscriptions/{person_id}", tag = "Series",
    operation_id = "get_subscription",
    responses(
        (status = 200, body = Subscription),
        (status = 403, description = "The caller is neither this person nor an organiser."),
    ))]
pub async fn one(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(SeriesId, PersonId)>,
) -> Result<HttpResponse, Failure> {
    let (id, person) = path.into_inner();
    let mut conn = app.db.get().await?;
    let series = seen(&mut conn, &api.actor, id).await?;
    let organises = queries::organises(&mut conn, &api.actor, series.id).await?;
    if !(api.actor.acts_as(person) || organises || api.actor.is_administrator()) {
        return Err(Refusal::forbidden("refused-not-allowed").into());
    }
    let found = queries::subscription(&mut conn, series.id, person).await?;
    show(&found.ok_or_else(Failure::not_found)?)
}

/// Follow a series, or change how
///
/// For the person themselves, their assistants and the organisers of the series. Someone else who has never signed in,
/// confirmed an address or answered by a mail is asked by one first: 202, and they follow the series once they agree.
#[utoipa::path(put, path = "/series/{id}/subscriptions/{person_id}", tag = "Series",
    operation_id = "follow_series",
    request_body = Follow,
    responses(
        (status = 200, body = Subscription),
        (status = 202, body = Pending),
        (status = 403, description = "The caller is neither this person nor an organiser."),
        (status = 409, description = "They have no address that could be asked."),
    ))]
pub async fn follow(
    app: web::Data<App>,
    api: ApiActor,
    path: web::Path<(SeriesId, PersonId)>,
    body: Body<Follow>,
) -> Result<HttpResponse, Failure> {
    let (series, person) = path.into_inner();
    let Body(Follow { reminders, digest }) = body;
    let (clock, hub, actor) = (&*app.clock, &app.hub, &api.actor);
    let mut conn = app.db.get().await?;
    let followed = actions::ask_person_or_subscribe(
        &mut conn, clock, hub, actor, series, person, reminders, digest,
    );
    match followed.await? {
        Subscribed::Follows(subscription) => show(&subscription),
        Subscribed::Asked(asked) => {
            let pending = Pending {
                series_id: asked.series,
                person_id: asked.person,
                state: "pending",
                until: asked.until,
            };
            Ok(Done::json(StatusCode::ACCEPTED, &pending)?.response())
        }
    }
}

/// Stop following a series
///
/// Reminders that were asked for go. For the person themselves, their assistants and the organisers of the series.
#[utoipa::path(delete, path = "/series/{id}/subscriptions/{person_id}", tag = "Series",
    operation_id = "unfollow_series",
    responses(
        (status = 204, description = "They follow it no longer."),
        (status = 403, description = "The caller is neither this person nor an organiser."),
    ))]
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
