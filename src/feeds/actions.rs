//! Making, listing, changing, renewing and revoking personal feeds.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{
    access,
    model::{Detail, PersonalFeed},
    polls::{self, Poll},
};
use crate::{
    base::{
        audit,
        changes::{self, Subject},
        clock::{Clock, Instant},
        error::{Invalid, Reason, Refusal},
        hub::Hub,
        ids::{FeedId, PersonId},
        page::{Listed, Page},
        schema::{people, personal_feeds},
        text,
    },
    mail::calendar::{self, CalendarChoice},
    people::model::Actor,
};

/// Most feeds that a person has at a time.
pub const MOST_FEEDS: i64 = 50;
/// Longest name of a feed, in characters.
const NAME: usize = 200;

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

fn not_too_long(name: &str) -> Result<(), Invalid> {
    if name.chars().count() > NAME {
        let reason = Reason::new("reason-too-long").with("max", NAME);
        return Err(Invalid::one("name", reason));
    }
    Ok(())
}

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
