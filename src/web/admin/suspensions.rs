//! Addresses that nothing is sent to any more: `GET /admin/suspensions?q=&after=`, `POST /admin/suspensions/{id}/lifting`.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{may_administer, rows, shown, told};
use crate::{
    app::App,
    base::ids::SuspensionId,
    mail::suspension,
    web::{
        actor::Signed,
        errors::Failure,
        idempotency::{Done, Once},
        pages::suspensions::{SuspensionLine, SuspensionsPage},
        reader::Reader,
        urls,
    },
};

/// What is looked for, and behind which address the page begins.
#[derive(Debug, Deserialize)]
pub struct Asked {
    q: Option<String>,
    after: Option<String>,
}

/// The list, the latest first.
pub async fn all(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    may_administer(&signed.actor)?;
    let query = asked.q.as_deref().unwrap_or_default().trim().to_owned();
    let after = asked.after.as_deref().and_then(|id| id.parse().ok());
    let mut conn = app.db.get().await?;
    let found = suspension::list(&mut conn, &query, after, rows()).await?;
    let (found, last) = shown(found, |one| one.id.0);
    reader.show(&SuspensionsPage {
        page: reader.page(),
        suspensions: found
            .into_iter()
            .map(|one| SuspensionLine {
                id: one.id.to_string(),
                address: one.address,
                reason: one.reason,
                detail: one.detail,
                message: one.message.map(|id| id.to_string()),
                since: one.since,
            })
            .collect(),
        older: last.map(|last| {
            let words = Some(query.as_str()).filter(|words| !words.is_empty());
            urls::with_query(
                &urls::suspensions(),
                &[("q", words), ("after", Some(&last))],
            )
        }),
        query,
    })
}

/// Mail goes to the address again.
pub async fn lift(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    id: web::Path<SuspensionId>,
) -> Result<HttpResponse, Failure> {
    may_administer(&signed.actor)?;
    let done = once
        .carry_out(&app, async |conn| {
            let (clock, author) = (&*app.clock, &signed.actor.author);
            let lifted = suspension::lift_one(conn, clock, author, *id).await?;
            lifted.ok_or_else(Failure::not_found)?;
            Ok(Done::go_to(&urls::suspensions()))
        })
        .await?;
    Ok(told(&app, "flash-suspension-lifted", done))
}
