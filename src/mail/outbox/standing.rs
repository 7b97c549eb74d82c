//! How the outbox stands.

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{base::clock::Instant, jobs::presence::SILENCE};

/// How many messages stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, QueryableByName)]
pub struct Standing {
    /// Not sent yet, due or not.
    #[diesel(sql_type = BigInt)]
    pub waiting: i64,
    /// Due, and not sent yet.
    #[diesel(sql_type = BigInt)]
    pub due: i64,
    /// Not sent yet because something is in the way; they are tried again.
    #[diesel(sql_type = BigInt)]
    pub failing: i64,
    /// Not to be sent any more, because it went wrong.
    #[diesel(sql_type = BigInt)]
    pub failed: i64,
    /// Sent in the last 24 hours.
    #[diesel(sql_type = BigInt)]
    pub sent: i64,
    /// Since when the oldest of those that are due is due.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub oldest: Option<Instant>,
}

/// How the outbox stands at `now`. Costs as much as waits, however many messages are kept.
///
/// # Errors
/// What the database says.
pub async fn standing(conn: &mut AsyncPgConnection, now: Instant) -> QueryResult<Standing> {
    sql_query(
        "SELECT waiting.*, (SELECT count(*) FROM messages WHERE failed) AS failed, \
                (SELECT count(*) FROM messages WHERE sent_at > $2) AS sent \
         FROM (SELECT count(*) AS waiting, count(*) FILTER (WHERE due) AS due, \
                      count(*) FILTER (WHERE error IS NOT NULL) AS failing, min(send_after) FILTER (WHERE due) AS oldest \
               FROM (SELECT send_after, error, state = 'leased' OR (state <> 'drafted' AND send_after <= $1) AS due \
                     FROM messages WHERE ended_at IS NULL) AS each) AS waiting",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now - Duration::hours(24))
    .get_result(conn)
    .await
}

/// How mail to one domain stands.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct DomainStanding {
    /// The domain, in small letters.
    #[diesel(sql_type = Text)]
    pub domain: String,
    /// Not sent yet, due or not.
    #[diesel(sql_type = BigInt)]
    pub waiting: i64,
    /// Of these: something is in the way.
    #[diesel(sql_type = BigInt)]
    pub failing: i64,
    /// Not to be sent any more, because it went wrong.
    #[diesel(sql_type = BigInt)]
    pub failed: i64,
    /// What was last in the way.
    #[diesel(sql_type = Nullable<Text>)]
    pub error: Option<String>,
}

/// How mail to each domain stands to which anything waits or failed, those with most trouble first, at most `limit`.
///
/// # Errors
/// What the database says.
pub async fn by_domain(
    conn: &mut AsyncPgConnection,
    limit: i64,
) -> QueryResult<Vec<DomainStanding>> {
    sql_query(
        "SELECT lower(split_part(address, '@', 2)) AS domain, count(*) FILTER (WHERE state <> 'failed') AS waiting, \
                count(*) FILTER (WHERE state <> 'failed' AND error IS NOT NULL) AS failing, \
                count(*) FILTER (WHERE state = 'failed') AS failed, \
                (array_agg(error ORDER BY coalesce(ended_at, send_after) DESC) FILTER (WHERE error IS NOT NULL))[1] AS error \
         FROM (SELECT state, address, error, ended_at, send_after FROM messages \
               WHERE ended_at IS NULL \
               UNION ALL SELECT state, address, error, ended_at, send_after FROM messages WHERE failed) AS open \
         GROUP BY 1 ORDER BY 3 DESC, 4 DESC, 2 DESC, 1 LIMIT $1",
    )
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await
}

/// Since when mail stands still: messages have been due for two minutes, and no worker has been heard of for as long. From
/// then on when the last was, or when the first of the messages came due, whichever is later. A few rows of indexes.
///
/// # Errors
/// What the database says.
pub async fn stands_still(
    conn: &mut AsyncPgConnection,
    now: Instant,
) -> QueryResult<Option<Instant>> {
    #[derive(QueryableByName)]
    struct Since {
        #[diesel(sql_type = Timestamptz)]
        since: Instant,
    }
    // What is leased is due as well: whoever has it was not heard of for longer than a lease lasts.
    let since: Option<Since> = sql_query(
        "SELECT greatest(due.oldest, (SELECT max(seen_at) FROM workers)) AS since \
         FROM (SELECT min(first.send_after) AS oldest FROM generate_series(0, 9) AS level, \
                   LATERAL (SELECT send_after FROM messages WHERE ended_at IS NULL AND state <> 'drafted' \
                       AND priority = level::smallint AND send_after <= $1 AND (not_after > $1 OR state = 'leased') \
                       ORDER BY send_after LIMIT 1) AS first) AS due \
         WHERE due.oldest <= $2 \
           AND NOT EXISTS (SELECT FROM workers WHERE seen_at > now() - make_interval(mins => $3::int)) \
         ORDER BY 1 LIMIT 1",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now - Duration::minutes(SILENCE))
    .bind::<BigInt, _>(SILENCE)
    .get_result(conn)
    .await
    .optional()?;
    Ok(since.map(|found| found.since))
}
