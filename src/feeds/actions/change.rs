//! Changing a personal feed, whose address stays.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::{Row, not_too_long, polls_of, to_change, told};
use crate::{
    base::{
        audit,
        changes::{self, Subject},
        clock::Clock,
        error::Refusal,
        hub::Hub,
        ids::{FeedId, PersonId},
        schema::personal_feeds,
        text,
    },
    feeds::model::{Detail, PersonalFeed},
    mail::calendar::{self, CalendarChoice},
    people::model::Actor,
};

/// What is to be otherwise about a feed; `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedChange {
    /// Another name.
    pub name: Option<String>,
    /// More or less told.
    pub detail: Option<Detail>,
    /// What is to put seminars into their calendar, of all their feeds alike.
    pub calendar: Option<CalendarChoice>,
}

/// Changes a feed; its address stays.
///
/// # Errors
/// [`Refusal`]: unknown person or feed, not one's own, no name or one too long.
pub async fn change(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    person: PersonId,
    feed: FeedId,
    change: FeedChange,
) -> Result<PersonalFeed, Refusal> {
    let name = change.name.as_deref().map(text::line);
    if let Some(name) = &name {
        if name.is_empty() {
            return Err(Refusal::invalid("name", "reason-required"));
        }
        not_too_long(name)?;
    }
    conn.transaction(async |conn| {
        let before = to_change(conn, actor, person, feed).await?;
        let after: Row = diesel::update(personal_feeds::table.find(feed))
            .set((
                personal_feeds::name.eq(name.unwrap_or_else(|| before.name.clone())),
                personal_feeds::detail.eq(change.detail.unwrap_or(before.detail)),
            ))
            .returning(Row::as_returning())
            .get_result(conn)
            .await?;
        audit::record(
            conn,
            clock,
            &actor.author,
            audit::Entry {
                action: "changed",
                kind: "personal_feeds",
                id: feed.0,
                before: Some(told(person, &before.name, before.detail)),
                after: Some(told(person, &after.name, after.detail)),
            },
        )
        .await?;
        if let Some(choice) = change.calendar {
            calendar::choose(conn, clock, &actor.author, person, choice).await?;
        }
        changes::raise(conn, clock, [Subject::Person(person)]).await?;
        Ok(PersonalFeed {
            calendar: calendar::chosen_by(conn, person).await?,
            polls: polls_of(conn, feed).await?,
            ..after.shown(hub)
        })
    })
    .await
}
