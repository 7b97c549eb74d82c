//! Taking the address of a personal feed away: for another one, or for good.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{Row, keeper, to_change, told};
use crate::{
    base::{
        audit,
        changes::{self, Subject},
        clock::{Clock, Instant},
        error::Refusal,
        hub::Hub,
        ids::{FeedId, PersonId},
        schema::personal_feeds,
    },
    feeds::{
        model::{Detail, PersonalFeed},
        polls,
    },
    mail::calendar,
    people::model::Actor,
};

/// Gives a feed another address: the one that it had answers 410 from then on, on every node within a second. What fetched it
/// there is forgotten.
///
/// # Errors
/// [`Refusal`]: unknown person or feed, not one's own.
pub async fn renew(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    person: PersonId,
    feed: FeedId,
) -> Result<PersonalFeed, Refusal> {
    conn.transaction(async |conn| {
        let before = to_change(conn, actor, person, feed).await?;
        let after: Row = diesel::update(personal_feeds::table.find(feed))
            .set((
                personal_feeds::generation.eq(before.generation + 1),
                personal_feeds::renewed_at.eq(clock.now()),
            ))
            .returning(Row::as_returning())
            .get_result(conn)
            .await?;
        polls::forget(conn, feed).await?;
        // The trail is kept for longer than the address, and does not say it.
        let generation = |row: &Row| json!({ "generation": row.generation });
        audit::record(
            conn,
            clock,
            &actor.author,
            audit::Entry {
                action: "renewed",
                kind: "personal_feeds",
                id: feed.0,
                before: Some(generation(&before)),
                after: Some(generation(&after)),
            },
        )
        .await?;
        changes::raise(conn, clock, [Subject::Person(person)]).await?;
        Ok(PersonalFeed {
            calendar: calendar::chosen_by(conn, person).await?,
            ..after.shown(hub)
        })
    })
    .await
}

/// Revokes a feed: its address answers 410 from then on, on every node within a second.
///
/// # Errors
/// [`Refusal`]: unknown person or feed, not one's own. Revoking twice is no error and changes nothing.
pub async fn revoke(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    person: PersonId,
    feed: FeedId,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        keeper(conn, actor, person).await?;
        let (name, detail, revoked_at): (String, Detail, Option<Instant>) = personal_feeds::table
            .find(feed)
            .filter(personal_feeds::person_id.eq(person))
            .select((
                personal_feeds::name,
                personal_feeds::detail,
                personal_feeds::revoked_at,
            ))
            .for_no_key_update()
            .first(conn)
            .await?;
        if revoked_at.is_some() {
            return Ok(());
        }
        diesel::update(personal_feeds::table.find(feed))
            .set((
                personal_feeds::generation.eq(personal_feeds::generation + 1),
                personal_feeds::revoked_at.eq(clock.now()),
            ))
            .execute(conn)
            .await?;
        polls::forget(conn, feed).await?;
        audit::record(
            conn,
            clock,
            &actor.author,
            audit::Entry {
                action: "revoked",
                kind: "personal_feeds",
                id: feed.0,
                before: Some(told(person, &name, detail)),
                after: None,
            },
        )
        .await?;
        changes::raise(conn, clock, [Subject::Person(person)]).await?;
        Ok(())
    })
    .await
}
