//! The calendars of one person: `GET /admin/people/{id}/feeds`, `POST /admin/people/{id}/feeds/{feed_id}/revocation`.
//!
//! Whoever runs the hub ends an address that has gone astray. It is not shown here, for it opens all that they see, nor is who
//! fetches it.

use actix_web::{HttpResponse, web};

use super::{may_administer, told};
use crate::{
    app::App,
    base::{
        ids::{FeedId, PersonId},
        page::Page,
    },
    feeds::{
        actions::{MOST_FEEDS, list, revoke},
        model::Detail,
    },
    people::queries,
    web::{
        actor::Signed,
        errors::Failure,
        idempotency::{Done, Once},
        pages::person_feeds::{PersonFeedLine, PersonFeedsPage},
        reader::Reader,
        urls,
    },
};

/// Those in force, in the order in which they were made.
pub async fn all(
    app: web::Data<App>,
    signed: Signed,
    reader: Reader,
    id: web::Path<PersonId>,
) -> Result<HttpResponse, Failure> {
    may_administer(&signed.actor)?;
    let person = *id;
    let mut conn = app.db.get().await?;
    let mut named = queries::names(&mut conn, &[person]).await?;
    let named = named.remove(&person).ok_or_else(Failure::not_found)?;
    let page = Page::of(Some(MOST_FEEDS), None);
    let feeds = list(&mut conn, &app.hub, &signed.actor, person, page).await?;
    reader.show(&PersonFeedsPage {
        page: reader.page(),
        person: person.to_string(),
        name: named.called().to_owned(),
        feeds: feeds
            .items
            .into_iter()
            .map(|feed| PersonFeedLine {
                id: feed.id.to_string(),
                name: feed.name,
                busy_only: feed.detail == Detail::Busy,
                since: feed.created_at,
            })
            .collect(),
    })
}

/// Revokes one: its address opens nothing from then on.
pub async fn end(
    app: web::Data<App>,
    signed: Signed,
    once: Once,
    ids: web::Path<(PersonId, FeedId)>,
) -> Result<HttpResponse, Failure> {
    may_administer(&signed.actor)?;
    let (person, feed) = *ids;
    let done = once
        .carry_out(&app, async |conn| {
            revoke(conn, &*app.clock, &signed.actor, person, feed).await?;
            Ok(Done::go_to(&urls::person_feeds(&person.to_string())))
        })
        .await?;
    Ok(told(&app, "flash-feed-revoked", done))
}
