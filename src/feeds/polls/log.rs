//! What is kept of polls: a row for each program that fetches a feed.

use std::collections::HashMap;

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::{Client, Noted, Polls};
use crate::base::{
    clock::Instant,
    db::{Db, DbError},
    ids::FeedId,
    schema::feed_polls,
};

/// How often what was noted is written.
const EVERY: std::time::Duration = std::time::Duration::from_secs(10);
/// A database that takes longer is away: what was noted waits.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);
/// For how long a program that asks no more is still named.
const KEPT: Duration = Duration::days(90);
/// Which program asks no more after so long is not used any more.
pub(in crate::feeds) const USED: Duration = Duration::days(14);

/// A calendar program that fetches a personal feed, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Poll {
    /// Which program, as far as it says.
    pub client: Client,
    /// When it last fetched the feed.
    #[schema(value_type = DateTime)]
    pub last_at: Instant,
    /// When seminars were last among what it fetched, whose size is told; not shown.
    #[serde(skip)]
    pub seminars_at: Option<Instant>,
    /// How often it has.
    #[schema(value_type = i64)]
    pub polls: i64,
    /// Seconds from one poll to the next, of late: how late a change is seen there at most, about. `null` until it has
    /// asked twice.
    #[schema(value_type = Option<i64>)]
    pub gap_seconds: Option<i64>,
    /// How many octets the feed had when the program last fetched it with seminars in it, before compression. Google Calendar
    /// reads none above 1,000,000 or so. `null` where it is not known.
    #[schema(value_type = Option<i64>)]
    pub octets: Option<i64>,
}

impl Poll {
    /// Whether the program has asked for seminars of late.
    pub(in crate::feeds) fn is_used(&self, now: Instant) -> bool {
        self.seminars_at.is_some_and(|at| now - at < USED)
    }
}

/// Writes what is noted every few seconds until `stop`, and then once more.
pub(in crate::feeds) async fn run(polls: &Polls, db: &Db, stop: CancellationToken) {
    while !stop.is_cancelled() {
        tokio::select! {
            () = stop.cancelled() => {}
            () = sleep(EVERY) => {}
        }
        if let Err(error) = polls.write(db).await {
            tracing::warn!(%error, "polls of feeds could not be written; they wait");
        }
    }
}

impl Polls {
    /// Writes what is noted, in one statement; what could not be written waits for the next time.
    ///
    /// # Errors
    /// What the database says.
    pub async fn write(&self, db: &Db) -> Result<(), DbError> {
        let taken = self.take();
        if taken.is_empty() {
            return Ok(());
        }
        // Around the writing alone: what was taken must not go with it.
        let late = |_| DbError::Unreachable("polls were not written in time".to_owned());
        let written = timeout(PATIENCE, keep(db, &taken)).await;
        let written = written.map_err(late).flatten();
        if written.is_err() {
            for (key, noted) in taken {
                self.add(key, noted);
            }
        }
        written
    }
}

/// Writes what was taken, or nothing of it.
async fn keep(db: &Db, taken: &[((FeedId, Client), Noted)]) -> Result<(), DbError> {
    let mut conn = db.get().await?;
    let (mut feeds, mut clients, mut times) = (vec![], vec![], vec![]);
    let (mut counts, mut sizes) = (vec![], vec![]);
    let (mut seminars, mut told, mut told_sizes) = (vec![], vec![], vec![]);
    for ((feed, client), noted) in taken {
        feeds.push(feed.0);
        clients.push(client.word());
        times.push(noted.last_at);
        counts.push(noted.polls);
        seminars.push(noted.seminars.map(|seen| seen.at));
        sizes.push(noted.seminars.and_then(|seen| seen.octets));
        told.push(noted.told.map(|seen| seen.at));
        told_sizes.push(noted.told.and_then(|seen| seen.octets));
    }
    conn.transaction(async |conn| {
        // Given up by the database itself, so that it does not count later what is written once more.
        conn.batch_execute("SET LOCAL statement_timeout = '4s'")
            .await?;
        // Feeds that were revoked or removed meanwhile have no log any more; one that is being revoked is waited for. What
        // fetched one at an address that it has no more does not know the new one.
        // Polls within a minute are one: a program that tries again has not changed its habits. The longest time between two
        // counts for less with each poll, so that a week in which the computer was off is forgotten; only polls by which a change
        // is known have one.
        sql_query(
            "INSERT INTO feed_polls \
             (feed_id, client, first_at, last_at, polls, octets, seminars_at, told_at, told_octets) \
             SELECT p.feed_id, p.client, p.last_at, p.last_at, p.polls, p.octets, p.seminars_at, p.told_at, p.told_octets \
             FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) \
                 AS p (feed_id, client, last_at, polls, octets, seminars_at, told_at, told_octets) \
             JOIN personal_feeds f ON f.id = p.feed_id AND f.revoked_at IS NULL \
                 AND (f.renewed_at IS NULL OR f.renewed_at < p.last_at) \
             ORDER BY p.feed_id, p.client FOR SHARE OF f \
             ON CONFLICT (feed_id, client) DO UPDATE SET \
             polls = feed_polls.polls + excluded.polls, \
             last_at = greatest(feed_polls.last_at, excluded.last_at), \
             seminars_at = greatest(feed_polls.seminars_at, excluded.seminars_at), \
             octets = CASE WHEN excluded.seminars_at < feed_polls.seminars_at \
             THEN coalesce(feed_polls.octets, excluded.octets) \
             ELSE coalesce(excluded.octets, feed_polls.octets) END, \
             told_at = greatest(feed_polls.told_at, excluded.told_at), \
             told_octets = CASE WHEN excluded.told_at < feed_polls.told_at \
             THEN coalesce(feed_polls.told_octets, excluded.told_octets) \
             ELSE coalesce(excluded.told_octets, feed_polls.told_octets) END, \
             gap_seconds = CASE WHEN excluded.last_at < feed_polls.last_at + interval '1 minute' \
             THEN feed_polls.gap_seconds \
             ELSE (3 * coalesce(feed_polls.gap_seconds, \
             extract(epoch FROM excluded.last_at - feed_polls.last_at)::bigint) \
             + extract(epoch FROM excluded.last_at - feed_polls.last_at)::bigint) / 4 END, \
             longest_gap_seconds = CASE WHEN excluded.told_at >= feed_polls.told_at + interval '1 minute' \
             THEN greatest(extract(epoch FROM excluded.told_at - feed_polls.told_at)::bigint, \
             feed_polls.longest_gap_seconds * 7 / 8) \
             ELSE feed_polls.longest_gap_seconds END",
        )
        .bind::<Array<SqlUuid>, _>(feeds)
        .bind::<Array<Text>, _>(clients)
        .bind::<Array<Timestamptz>, _>(times)
        .bind::<Array<BigInt>, _>(counts)
        .bind::<Array<Nullable<BigInt>>, _>(sizes)
        .bind::<Array<Nullable<Timestamptz>>, _>(seminars)
        .bind::<Array<Nullable<Timestamptz>>, _>(told)
        .bind::<Array<Nullable<BigInt>>, _>(told_sizes)
        .execute(conn)
        .await
    })
    .await?;
    Ok(())
}

/// The programs that fetch these feeds, those that asked last first.
pub(in crate::feeds) async fn of(
    conn: &mut AsyncPgConnection,
    feeds: &[FeedId],
) -> QueryResult<HashMap<FeedId, Vec<Poll>>> {
    type Row = (
        FeedId,
        Client,
        Instant,
        Option<Instant>,
        i64,
        Option<i64>,
        Option<i64>,
    );
    let rows: Vec<Row> = feed_polls::table
        .filter(feed_polls::feed_id.eq_any(feeds))
        .order((feed_polls::last_at.desc(), feed_polls::client))
        .select((
            feed_polls::feed_id,
            feed_polls::client,
            feed_polls::last_at,
            feed_polls::seminars_at,
            feed_polls::polls,
            feed_polls::gap_seconds,
            feed_polls::octets,
        ))
        .load(conn)
        .await?;
    let mut found: HashMap<FeedId, Vec<Poll>> = HashMap::new();
    for (feed, client, last_at, seminars_at, polls, gap_seconds, octets) in rows {
        found.entry(feed).or_default().push(Poll {
            client,
            last_at,
            seminars_at,
            polls,
            gap_seconds,
            octets,
        });
    }
    Ok(found)
}

/// Forgets who fetched a feed: it was revoked.
pub(in crate::feeds) async fn forget(
    conn: &mut AsyncPgConnection,
    feed: FeedId,
) -> QueryResult<()> {
    diesel::delete(feed_polls::table.filter(feed_polls::feed_id.eq(feed)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes programs that have not asked for three months; answers how many rows that were.
///
/// # Errors
/// What the database says.
pub async fn prune(conn: &mut AsyncPgConnection, now: Instant) -> QueryResult<usize> {
    diesel::delete(feed_polls::table.filter(feed_polls::last_at.lt(now - KEPT)))
        .execute(conn)
        .await
}
