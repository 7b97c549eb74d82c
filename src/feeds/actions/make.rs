//! Making a personal feed.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::{MOST_FEEDS, Row, keeper, live, not_too_long, told};
use crate::{
    base::{
        audit,
        clock::Clock,
        error::{Reason, Refusal},
        hub::Hub,
        ids::{FeedId, PersonId},
        schema::{people, personal_feeds},
        text,
    },
    feeds::model::{Detail, PersonalFeed},
    mail::calendar::{self, CalendarChoice},
    people::model::Actor,
};

/// A personal feed to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFeed {
    /// What its owner calls it; the hub's word for it where none is given.
    pub name: Option<String>,
    /// How much it tells.
    pub detail: Detail,
    /// What is to put seminars into their calendar, if they say so now.
    pub calendar: Option<CalendarChoice>,
}

/// Makes a feed of `person`; its address is in the answer, and can be listed again.
///
/// # Errors
/// [`Refusal`]: unknown person, not one's own, a name too long, too many.
pub async fn create(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    person: PersonId,
    new: NewFeed,
) -> Result<PersonalFeed, Refusal> {
    conn.transaction(async |conn| {
        let language = keeper(conn, actor, person).await?;
        // Locked, so that two requests do not each make the last one allowed.
        people::table
            .find(person)
            .select(people::id)
            .for_no_key_update()
            .first::<PersonId>(conn)
            .await?;
        let name = new.name.as_deref().map(text::line).and_then(text::some);
        let name = name.unwrap_or_else(|| {
            language
                .and_then(|code| code.parse().ok())
                .unwrap_or(hub.language)
                .t("feed-my-name")
        });
        not_too_long(&name)?;
        if live(person).count().get_result::<i64>(conn).await? >= MOST_FEEDS {
            let reason = Reason::new("refused-too-many-feeds").with("max", MOST_FEEDS);
            return Err(Refusal::Conflict(reason));
        }
        let mut feed = insert(conn, clock, hub, person, name, new.detail).await?;
        audit::record(
            conn,
            clock,
            &actor.author,
            audit::Entry {
                action: "made",
                kind: "personal_feeds",
                id: feed.id.0,
                before: None,
                after: Some(told(person, &feed.name, feed.detail)),
            },
        )
        .await?;
        if let Some(choice) = new.calendar {
            calendar::choose(conn, clock, &actor.author, person, choice).await?;
        }
        feed.calendar = calendar::chosen_by(conn, person).await?;
        Ok(feed)
    })
    .await
}

async fn insert(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    person: PersonId,
    name: String,
    detail: Detail,
) -> QueryResult<PersonalFeed> {
    let row: Row = diesel::insert_into(personal_feeds::table)
        .values((
            personal_feeds::id.eq(FeedId::fresh(clock)),
            personal_feeds::person_id.eq(person),
            personal_feeds::name.eq(name),
            personal_feeds::detail.eq(detail),
            personal_feeds::created_at.eq(clock.now()),
        ))
        .returning(Row::as_returning())
        .get_result(conn)
        .await?;
    Ok(row.shown(hub))
}
