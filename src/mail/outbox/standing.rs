//! How the outbox stands.

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::base::clock::Instant;

/// How many messages stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, QueryableByName)]
pub struct Standing {
    /// Due, and not sent yet.
    #[diesel(sql_type = BigInt)]
    pub waiting: i64,
    /// Not to be sent, in the last 30 days.
    #[diesel(sql_type = BigInt)]
    pub failed: i64,
    /// Sent in the last 24 hours.
    #[diesel(sql_type = BigInt)]
    pub sent: i64,
}

/// How the outbox stands at `now`.
///
/// # Errors
/// What the database says.
pub async fn standing(conn: &mut AsyncPgConnection, now: Instant) -> QueryResult<Standing> {
    sql_query(
        "SELECT count(*) FILTER (WHERE state = 'leased' OR (state IN ('held', 'queued') AND send_after <= $1)) AS waiting, \
                count(*) FILTER (WHERE state = 'failed' AND ended_at > $2) AS failed, \
                count(*) FILTER (WHERE state = 'sent' AND ended_at > $3) AS sent FROM messages",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now - Duration::days(30))
    .bind::<Timestamptz, _>(now - Duration::hours(24))
    .get_result(conn)
    .await
}
