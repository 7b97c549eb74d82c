//! What failed or has something in its way, tried again by whoever looks after the outbox.

use actix_web::{HttpResponse, http::StatusCode, web};

use super::{Shown, shown};
use crate::{
    app::App,
    base::ids::MessageId,
    people::actions::try_mail_again,
    web::{
        actor::ApiActor,
        admin::may_administer,
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// Try a message again
///
/// One that failed, or that waits because something is in its way. It goes out at once, if it still makes sense, to where its
/// reader is told now. For administrators.
#[utoipa::path(post, path = "/messages/{id}/retry", tag = "Messages", operation_id = "retry_message",
    params(MessageId, Once),
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "The caller is no administrator."),
        (status = 409, description = "Nothing is in its way, it is too late for it, or its reader has no address any more."),
    ))]
pub async fn try_again(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<MessageId>,
) -> Result<HttpResponse, Failure> {
    may_administer(&api.actor)?;
    once.carry_out(&app, async |conn| {
        try_mail_again(conn, &*app.clock, &api.actor.author, *id).await?;
        Done::json(StatusCode::OK, &shown(conn, &api, *id).await?)
    })
    .await
}
