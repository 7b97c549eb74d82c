//! `GET /stays/{code}`.

use actix_web::{HttpResponse, web};
use diesel_async::AsyncPgConnection;

use super::entry;
use crate::{
    app::App,
    people::model::Actor,
    stays::{
        queries::{self, Seen},
        rules::{self, Sight},
    },
    web::{
        actor::Signed,
        errors::Failure,
        idempotency::fresh_key,
        pages::stays::{StayPage, StayStep},
        reader::Reader,
    },
};

/// A stay: all of it for those whom it concerns, who comes when for other members.
pub async fn show(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    code: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut conn = app.db.get().await?;
    let Seen { details, sight } = seen(&mut conn, &signed.actor, &code).await?;
    let steps = match sight {
        Sight::Full => queries::steps(&mut conn, details.stay.id).await?,
        Sight::Brief => Vec::new(),
    };
    let (actor, stay) = (&signed.actor, &details.stay);
    reader.show(&StayPage {
        page: reader.page(),
        site: details.site.clone(),
        desk_slug: details.desk.as_ref().map(|desk| desk.slug.clone()),
        purpose: stay.purpose.clone(),
        topics: stay.topics.clone(),
        steps: steps
            .into_iter()
            .map(|step| StayStep {
                state: step.state,
                at: step.at,
                by: step.by.map(|by| by.called().to_owned()),
                reason: step.reason,
            })
            .collect(),
        acts: rules::acts(actor, stay),
        may_edit: rules::may_change(actor, stay).is_ok(),
        lock_version: stay.lock_version,
        key: fresh_key(),
        stay: entry(details),
    })
}

/// The stay with this code, as far as `actor` may know of it.
///
/// # Errors
/// There is none that they may know of.
pub(super) async fn seen(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    code: &str,
) -> Result<Seen, Failure> {
    queries::seen_by_code(conn, actor, code)
        .await?
        .ok_or_else(Failure::not_found)
}
