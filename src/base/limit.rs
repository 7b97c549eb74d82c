//! Limits that hold across nodes: a bucket in the database that fills with time, and each use takes one out of it.

use chrono::Duration;
use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{clock::Clock, db, secret};

/// How often something may be done by one party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// What is limited; part of the bucket's key.
    pub name: &'static str,
    /// How often in a row.
    pub burst: u16,
    /// How long an empty bucket takes to be full again.
    pub fills_in: Duration,
}

/// It was done too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too often; try again in {} s", .0.num_seconds())]
pub struct RetryAfter(
    /// How long until it may be done once more: whole seconds, at least one.
    pub Duration,
);

#[derive(QueryableByName)]
struct Spent {
    #[diesel(sql_type = sql_types::Bool)]
    allowed: bool,
    #[diesel(sql_type = sql_types::Double)]
    level: f64,
}

/// Takes one out of the bucket of `who`. It refuses to work inside a transaction: what is spent stays spent, whatever
/// follows.
///
/// # Errors
/// The inner error is that the bucket is empty; the outer what the database says.
pub async fn spend(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    limit: Limit,
    who: &str,
) -> QueryResult<Result<(), RetryAfter>> {
    db::outside_transaction(conn)?;
    let rate = f64::from(limit.burst) / seconds(limit.fills_in);
    // The bucket is judged and drawn from under its row lock, in one statement. Where it gives nothing, no row comes
    // back, and the level as it was tells how long to wait. Clocks of two nodes may differ: time never runs backwards.
    let spent: Spent = sql_query(
        "WITH spent AS ( \
             INSERT INTO limit_buckets AS bucket (key, level, filled_at) VALUES ($1, $2 - 1, $4) \
             ON CONFLICT (key) DO UPDATE SET \
                 level = least($2, bucket.level + $3 * greatest(0, extract(epoch FROM $4 - bucket.filled_at))) - 1, \
                 filled_at = greatest(bucket.filled_at, $4) \
             WHERE least($2, bucket.level + $3 * greatest(0, extract(epoch FROM $4 - bucket.filled_at))) >= 1 \
             RETURNING level) \
         SELECT EXISTS (SELECT FROM spent) AS allowed, coalesce( \
             (SELECT level FROM spent), \
             (SELECT bucket.level + $3 * greatest(0, extract(epoch FROM $4 - bucket.filled_at)) \
              FROM limit_buckets bucket WHERE key = $1), 0) AS level",
    )
    .bind::<sql_types::Text, _>(key(limit, who))
    .bind::<sql_types::Double, _>(f64::from(limit.burst))
    .bind::<sql_types::Double, _>(rate)
    .bind::<sql_types::Timestamptz, _>(clock.now())
    .get_result(conn)
    .await?;
    if spent.allowed {
        return Ok(Ok(()));
    }
    let wait = ((1.0 - spent.level) / rate).ceil().max(1.0);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole seconds, no more than the bucket takes to fill"
    )]
    Ok(Err(RetryAfter(Duration::seconds(wait as i64))))
}

/// Removes the buckets that were not used for `unused`; longer than any takes to fill. Answers how many.
///
/// # Errors
/// What the database says.
pub async fn sweep(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    unused: Duration,
) -> QueryResult<usize> {
    use super::schema::limit_buckets::dsl;
    diesel::delete(dsl::limit_buckets.filter(dsl::filled_at.lt(clock.now() - unused)))
        .execute(conn)
        .await
}

/// Whoever it is, is kept as a hash: what strangers type is not collected.
fn key(limit: Limit, who: &str) -> String {
    use std::fmt::Write;
    let hash = secret::token_hash(who);
    hash[..16]
        .iter()
        .fold(format!("{}:", limit.name), |mut key, octet| {
            let _ = write!(key, "{octet:02x}");
            key
        })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "limits fill in minutes or hours"
)]
fn seconds(duration: Duration) -> f64 {
    (duration.num_milliseconds().max(1) as f64) / 1000.0
}
