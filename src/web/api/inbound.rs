//! `/inbound`: mail that came in, and what was made of it. For administrators, as their page.

use actix_web::{HttpResponse, http::StatusCode, web};
use diesel_async::AsyncPgConnection;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Asked, list, show};
use crate::{
    app::App,
    base::{
        clock::Instant,
        ids::InboundId,
        page::{Listed, Page},
    },
    mail::inbound::{
        kept::InboundState,
        look::{self, Seen, Wanted},
    },
    web::{
        actor::ApiActor,
        admin::may_administer,
        errors::Failure,
        idempotency::{Done, Once},
    },
};

/// A mail that came in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InboundMail)]
pub struct Shown {
    /// Its id.
    id: InboundId,
    /// From whom it says it is; empty where it does not say. Nobody vouches for it.
    from: String,
    /// Its subject; empty where it has none.
    subject: String,
    /// Where it stands.
    state: InboundState,
    /// What was made of it, or why nothing was; `null` until then.
    outcome: Option<String>,
    /// How often it was taken up.
    attempts: i32,
    /// When it came.
    #[schema(value_type = DateTime)]
    received_at: Instant,
}

impl From<Seen> for Shown {
    fn from(seen: Seen) -> Self {
        let (from, subject) = look::head(&seen.source);
        Self {
            id: seen.id,
            from,
            subject,
            state: seen.state,
            outcome: seen.outcome,
            attempts: seen.attempts,
            received_at: seen.received_at,
        }
    }
}

/// List mails that came in
///
/// The latest first, as long as they are kept. For administrators.
#[utoipa::path(get, path = "/inbound", tag = "Messages", operation_id = "list_inbound_mails",
    params(
        ("state" = Option<InboundState>, Query, description = "In this state"),
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
    let state = asked.word("state", InboundState::ALL);
    let page = asked.page();
    asked.end()?;
    let wanted = Wanted {
        state,
        after: page.behind().map(InboundId),
        limit: page.rows(),
    };
    let mut conn = app.db.get().await?;
    let found = look::list(&mut conn, &wanted).await?;
    list(&page.list(found, |one| one.id.0).map(Shown::from))
}

/// Read a mail that came in
///
/// Where it stands; its text is for the page of administrators. For administrators.
#[utoipa::path(get, path = "/inbound/{id}", tag = "Messages", operation_id = "get_inbound_mail",
    params(InboundId),
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "The caller is no administrator."),
    ))]
pub async fn one(
    app: web::Data<App>,
    api: ApiActor,
    id: web::Path<InboundId>,
) -> Result<HttpResponse, Failure> {
    may_administer(&api.actor)?;
    show(&shown(&mut *app.db.get().await?, *id).await?)
}

/// Take up a mail again
///
/// One that was set aside: within seconds it is read anew, and handed on to whom it concerns. For administrators.
#[utoipa::path(post, path = "/inbound/{id}/retry", tag = "Messages", operation_id = "retry_inbound_mail",
    params(InboundId, Once),
    responses(
        (status = 200, body = Shown),
        (status = 403, description = "The caller is no administrator."),
        (status = 409, description = "It was not set aside."),
    ))]
pub async fn try_again(
    app: web::Data<App>,
    api: ApiActor,
    once: Once,
    id: web::Path<InboundId>,
) -> Result<HttpResponse, Failure> {
    may_administer(&api.actor)?;
    once.carry_out(&app, async |conn| {
        // Of one that is not there it would be said that it was not set aside.
        shown(conn, *id).await?;
        look::try_again(conn, &*app.clock, &api.actor.author, *id).await?;
        Done::json(StatusCode::OK, &shown(conn, *id).await?)
    })
    .await
}

async fn shown(conn: &mut AsyncPgConnection, id: InboundId) -> Result<Shown, Failure> {
    let found = look::one(conn, id).await?;
    found.map(Shown::from).ok_or_else(Failure::not_found)
}
