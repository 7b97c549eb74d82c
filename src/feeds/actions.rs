//! Making, listing, changing, renewing and revoking personal feeds.

mod change;
mod make;
mod renew;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{
    access,
    model::{Detail, PersonalFeed},
    polls::{self, Poll},
};
use crate::{
    base::{
        clock::Instant,
        error::{Invalid, Reason, Refusal},
        hub::Hub,
        ids::{FeedId, PersonId},
        page::{Listed, Page},
        schema::{people, personal_feeds},
    },
    mail::calendar,
    people::model::Actor,
};

pub use change::{FeedChange, change};
pub use make::{NewFeed, create};
pub use renew::{renew, revoke};

/// Most feeds that a person has at a time.
pub const MOST_FEEDS: i64 = 50;
/// Longest name of a feed, in characters.
const NAME: usize = 200;

/// The feeds of `person` that are in force, with their addresses.
///
/// # Errors
/// [`Refusal`]: unknown person, not one's own.
pub async fn list(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    actor: &Actor,
    person: PersonId,
    page: Page,
) -> Result<Listed<PersonalFeed>, Refusal> {
    keeper(conn, actor, person).await?;
    let rows = live(person)
        .filter(personal_feeds::id.gt(page.after()))
        .order(personal_feeds::id)
        .limit(page.rows())
        .select(Row::as_select())
        .load(conn)
        .await?;
    let listed = page.list(rows, |row: &Row| row.id.0);
    let calendar = calendar::chosen_by(conn, person).await?;
    let ids: Vec<FeedId> = listed.items.iter().map(|row| row.id).collect();
    let mut polls = polls::of(conn, &ids).await?;
    Ok(listed.map(|row| PersonalFeed {
        calendar,
        polls: polls.remove(&row.id).unwrap_or_default(),
        ..row.shown(hub)
    }))
}

/// Whether `person` has a feed in force.
///
/// # Errors
/// What the database says.
pub async fn has_any(conn: &mut AsyncPgConnection, person: PersonId) -> QueryResult<bool> {
    let found: i64 = live(person).count().get_result(conn).await?;
    Ok(found > 0)
}

/// One feed of `person` that is in force.
///
/// # Errors
/// [`Refusal`]: unknown person or feed, not one's own.
pub async fn find(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    actor: &Actor,
    person: PersonId,
    feed: FeedId,
) -> Result<PersonalFeed, Refusal> {
    keeper(conn, actor, person).await?;
    let row = live(person)
        .filter(personal_feeds::id.eq(feed))
        .select(Row::as_select())
        .first(conn)
        .await?;
    Ok(PersonalFeed {
        calendar: calendar::chosen_by(conn, person).await?,
        polls: polls_of(conn, feed).await?,
        ..row.shown(hub)
    })
}

fn not_too_long(name: &str) -> Result<(), Invalid> {
    if name.chars().count() > NAME {
        let reason = Reason::new("reason-too-long").with("max", NAME);
        return Err(Invalid::one("name", reason));
    }
    Ok(())
}

/// Whether the actor may keep the feeds of `person`; the language of that person, where they chose one.
async fn keeper(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    person: PersonId,
) -> Result<Option<String>, Refusal> {
    let language = people::table
        .find(person)
        .select(people::language)
        .first(conn)
        .await?;
    // The address opens everything that its owner sees: an assistant's business, and nobody else's.
    if actor.acts_as(person) || actor.is_administrator() {
        Ok(language)
    } else {
        Err(Refusal::forbidden("refused-not-allowed"))
    }
}

/// A feed of `person` that is in force, which nobody else changes until the transaction ends.
async fn to_change(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    person: PersonId,
    feed: FeedId,
) -> Result<Row, Refusal> {
    keeper(conn, actor, person).await?;
    let row = live(person)
        .filter(personal_feeds::id.eq(feed))
        .select(Row::as_select())
        .for_no_key_update()
        .first(conn)
        .await?;
    Ok(row)
}

#[diesel::dsl::auto_type]
fn live(person: PersonId) -> _ {
    personal_feeds::table
        .filter(personal_feeds::person_id.eq(person))
        .filter(personal_feeds::revoked_at.is_null())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = personal_feeds)]
struct Row {
    id: FeedId,
    person_id: PersonId,
    name: String,
    detail: Detail,
    generation: i32,
    created_at: Instant,
}

impl Row {
    fn shown(self, hub: &Hub) -> PersonalFeed {
        PersonalFeed {
            id: self.id,
            person: self.person_id,
            name: self.name,
            detail: self.detail,
            created_at: self.created_at,
            url: access::url(hub, self.id, self.generation),
            calendar: None,
            polls: Vec::new(),
        }
    }
}

/// The programs that fetch one feed.
async fn polls_of(conn: &mut AsyncPgConnection, feed: FeedId) -> QueryResult<Vec<Poll>> {
    let mut found = polls::of(conn, &[feed]).await?;
    Ok(found.remove(&feed).unwrap_or_default())
}

fn told(person: PersonId, name: &str, detail: Detail) -> serde_json::Value {
    json!({ "person_id": person, "name": name, "detail": detail })
}
