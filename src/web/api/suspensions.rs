//! `/suspensions`: addresses that nothing is sent to any more. For administrators, as their page.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Asked, list};
use crate::{
    app::App,
    base::{
        clock::Instant,
        ids::{MessageId, SuspensionId},
        page::{Listed, Page},
    },
    mail::suspension::{self, Suspension, SuspensionReason},
    web::{actor::ApiActor, admin::may_administer, errors::Failure, idempotency::Done},
};

/// An address that nothing is sent to any more, but for what is asked for there.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Suspension)]
pub struct Shown {
    /// Its id.
    id: SuspensionId,
    /// The address, in small letters.
    address: String,
    /// Why.
    reason: SuspensionReason,
    /// What the mail server said.
    detail: String,
    /// The message that did not arrive, or was not wanted; `null` where it is not kept any more.
    message_id: Option<MessageId>,
    /// Since when.
    #[schema(value_type = DateTime)]
    since: Instant,
}

impl From<Suspension> for Shown {
    fn from(suspension: Suspension) -> Self {
        Self {
            id: suspension.id,
            address: suspension.address,
            reason: suspension.reason,
            detail: suspension.detail,
            message_id: suspension.message,
            since: suspension.since,
        }
    }
}

/// List suspended addresses
///
/// The latest first. For administrators.
#[utoipa::path(get, path = "/suspensions", tag = "Messages", operation_id = "list_suspensions",
    params(
        ("q" = Option<String>, Query, description = "With this in the address, whatever its case"),
        Page,
    ),
    responses(
        (status = 200, body = inline(Listed<Shown>)),
        (status = 403, description = "The caller is no administrator."),
    ))]
pub async fn all(
    app: web::Data<App>,
    api: ApiActor,
    mut asked: Asked,
) -> Result<HttpResponse, Failure> {
    may_administer(&api.actor)?;
    let words = asked.text("q").unwrap_or_default();
    let page = asked.page();
    asked.end()?;
    let after = page.behind().map(SuspensionId);
    let mut conn = app.db.get().await?;
    let found = suspension::list(&mut conn, &words, after, page.rows()).await?;
    list(&page.list(found, |one| one.id.0).map(Shown::from))
}

/// Lift a suspension
///
/// Mail goes to the address again. What failed or was void for it stays so, and can be tried again. For administrators.
#[utoipa::path(delete, path = "/suspensions/{id}", tag = "Messages", operation_id = "lift_suspension",
    params(SuspensionId),
    responses(
        (status = 204, description = "It is lifted."),
        (status = 403, description = "The caller is no administrator."),
    ))]
pub async fn lift(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<SuspensionId>,
) -> Result<HttpResponse, Failure> {
    may_administer(&api.actor)?;
    let mut conn = app.db.get().await?;
    let lifted = suspension::lift_one(&mut conn, &*app.clock, &api.actor.author, *id).await?;
    lifted.ok_or_else(Failure::not_found)?;
    Ok(Done::nothing().response())
}
