//! What waits about a seminar, in its organisers' hands: words of their own above a message, letting it go, stopping it.
//! Administrators stop what waits about anything else too, and what failed.

use actix_web::{HttpResponse, http::StatusCode, web};
use diesel_async::AsyncPgConnection;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Shown, found, shown};
use crate::{
    app::App,
    base::{
        error::Refusal,
        ids::{MessageId, SeminarId},
    },
    mail::outbox::{self, Message, MessageState},
    seminars::{
        actions::{self, Handling, Waiting},
        notices,
    },
    web::{
        actor::ApiActor,
        api::{Body, Change, Why, show},
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// What is to be otherwise about a message that waits.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MessageChange, example = json!({"note": "The lift is out of order; please take the stairs."}))]
pub struct Edit {
    /// Words of the organiser's own, which stand above the facts; `null`: none any more.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 2000)]
    note: Change<String>,
}

/// Write on a message
///
/// Puts words of the organiser's own above what a message that waits tells of a seminar. A later edit of the seminar within
/// the change window keeps them, unless it brings others. For the organisers of the seminar.
#[utoipa::path(patch, path = "/messages/{id}", tag = "Messages", operation_id = "change_message",
    params(MessageId),
    request_body = Edit,
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "The caller does not organise the seminar."),
        (status = 409, description = "It does not wait any more, is being sent at this moment, or tells nothing of a seminar."),
    ))]
pub async fn write(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<MessageId>,
    body: Body<Edit>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let seminar = seminar(&mut conn, &api, *id).await?;
    if let Some(note) = body.0.note.option() {
        let (clock, actor, one) = (&*app.clock, &api.actor, Waiting::One(*id));
        actions::handle(&mut conn, clock, actor, seminar, one, Handling::Write(note)).await?;
    }
    show(&shown(&mut conn, &api, *id).await?)
}

/// Let a message go now
///
/// One that waits about a seminar: it does not wait for the end of the change window, or for its time. For the organisers of
/// the seminar.
#[utoipa::path(post, path = "/messages/{id}/dispatch", tag = "Messages", operation_id = "let_message_go",
    params(MessageId, Once),
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "The caller does not organise the seminar."),
        (status = 409, description = "It does not wait any more, is being sent at this moment, or tells nothing of a seminar."),
    ))]
pub async fn let_go(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<MessageId>,
) -> Result<HttpResponse, Failure> {
    handled(&app, &api, once, *id, Handling::LetGo).await
}

/// Stop a message
///
/// One that waits about a seminar becomes void, with the reason and who stopped it; whoever would have read it does not know,
/// and can be told later. For the organisers of the seminar. Administrators stop one that waits about anything else too, and one
/// that failed; with these no reason is kept, and none is taken.
#[utoipa::path(post, path = "/messages/{id}/abandonment", tag = "Messages", operation_id = "stop_message",
    params(MessageId, Once),
    request_body = Why,
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "The caller does not organise the seminar."),
        (status = 409, description = "It does not wait any more, is being sent at this moment, or tells nothing of a seminar and \
            is not for the caller to stop, or not with a reason."),
    ))]
pub async fn stop(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<MessageId>,
    body: Body<Why>,
) -> Result<HttpResponse, Failure> {
    let Body(Why { reason }) = body;
    if !api.actor.is_administrator() || reason.is_some() {
        return handled(&app, &api, once, *id, Handling::Stop(reason)).await;
    }
    once.carry_out(&app, async |conn| {
        let message = found(conn, &api, *id).await?;
        let (clock, actor) = (&*app.clock, &api.actor);
        match told(&message).filter(|_| message.state != MessageState::Failed) {
            Some(seminar) => {
                let (one, stop) = (Waiting::One(*id), Handling::Stop(None));
                actions::handle(conn, clock, actor, seminar, one, stop).await?;
            }
            None => outbox::give_up(conn, clock, &actor.author, *id).await?,
        }
        Done::json(StatusCode::OK, &shown(conn, &api, *id).await?)
    })
    .await
}

async fn handled(
    app: &App,
    api: &ApiActor,
    once: Once,
    id: MessageId,
    handling: Handling,
) -> Result<HttpResponse, Failure> {
    once.carry_out(app, async |conn| {
        let seminar = seminar(conn, api, id).await?;
        let (clock, actor) = (&*app.clock, &api.actor);
        actions::handle(conn, clock, actor, seminar, Waiting::One(id), handling).await?;
        Done::json(StatusCode::OK, &shown(conn, api, id).await?)
    })
    .await
}

/// The seminar of which a message in the caller's list tells.
async fn seminar(
    conn: &mut AsyncPgConnection,
    api: &ApiActor,
    id: MessageId,
) -> Result<SeminarId, Failure> {
    let message = found(conn, api, id).await?;
    Ok(told(&message).ok_or_else(|| Refusal::conflict("refused-no-words"))?)
}

/// The seminar of which a message tells, where it tells of one.
fn told(message: &Message) -> Option<SeminarId> {
    let seminar = message.about.seminar;
    seminar.filter(|_| notices::TOLD.contains(&message.kind))
}
