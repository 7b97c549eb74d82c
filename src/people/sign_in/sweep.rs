//! What lets nobody in any more is removed.

use chrono::Duration;
use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::base::{
    clock::Clock,
    limit,
    schema::{sessions, sign_ins},
};

/// How long a sign-in is kept after its end, for whoever asks what happened.
const KEPT: Duration = Duration::days(1);

/// Removes sign-ins that ended a day ago, sessions that ended, buckets of limits that are full again, and the sealed
/// secrets of messages that went out or never will; answers how many of all. To be done every hour.
///
/// # Errors
/// What the database says.
pub async fn sweep(conn: &mut AsyncPgConnection, clock: &dyn Clock) -> QueryResult<usize> {
    let now = clock.now();
    let asked = diesel::delete(sign_ins::table.filter(sign_ins::expires_at.lt(now - KEPT)))
        .execute(conn)
        .await?;
    let open = diesel::delete(sessions::table.filter(sessions::expires_at.le(now)))
        .execute(conn)
        .await?;
    // A message is seldom a week old; the index on when these were queued keeps this from looking at all there ever were.
    let sealed = sql_query(
        "UPDATE messages SET payload = payload - 'sealed' \
         WHERE kind = 'sign_in' AND created_at > $1 AND ended_at IS NOT NULL AND payload ? 'sealed'",
    )
    .bind::<sql_types::Timestamptz, _>(now - Duration::days(7))
    .execute(conn)
    .await?;
    Ok(asked + open + sealed + limit::sweep(conn, clock, KEPT).await?)
}
