//! Requests that are carried out once, however often they are sent.
//!
//! Whoever carries one out claims its key first, in the transaction of the write itself, and keeps the answer there
//! last. So key, write and answer are committed together or not at all: a process killed at any point leaves either the
//! whole or nothing, and the request can simply be sent again. A second one with the same key waits at the key's row until
//! the first has ended, on whichever machine, and then finds its answer. Nothing has to run out first, and no claim
//! without an answer is ever seen. Requests that were refused leave nothing: they may be mended and sent again.

use chrono::Duration;
use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{clock::Clock, schema::idempotency_keys};

/// How long answers are kept.
pub const KEPT: Duration = Duration::hours(24);

/// The answer to a request that was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Answer {
    /// The HTTP status.
    pub status: i16,
    /// Where it leads.
    pub location: Option<String>,
    /// The body.
    pub body: Option<Vec<u8>>,
}

/// What became of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// It is ours: carry the request out, and keep the answer.
    Ours,
    /// It was carried out before, and this was answered.
    Answered(Answer),
    /// The key was used with another request.
    Other,
}

/// Claims `key` for a request with this hash, among the keys of `scope` (a token, a session). Call it first in the
/// transaction of the write.
///
/// # Errors
/// What the database says.
pub async fn claim(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    scope: &str,
    key: &str,
    hash: &[u8],
) -> QueryResult<Claim> {
    loop {
        // An answer that is too old gives its place to the new request.
        let claimed = sql_query(
            "INSERT INTO idempotency_keys (scope, key, request_hash, created_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (scope, key) DO UPDATE SET request_hash = excluded.request_hash, status = NULL, \
                 location = NULL, body = NULL, created_at = excluded.created_at \
             WHERE idempotency_keys.created_at <= $5",
        )
        .bind::<sql_types::Text, _>(scope)
        .bind::<sql_types::Text, _>(key)
        .bind::<sql_types::Bytea, _>(hash)
        .bind::<sql_types::Timestamptz, _>(clock.now())
        .bind::<sql_types::Timestamptz, _>(clock.now() - KEPT)
        .execute(conn)
        .await?;
        if claimed == 1 {
            return Ok(Claim::Ours);
        }
        let found: Option<(Vec<u8>, Option<i16>, Option<String>, Option<Vec<u8>>)> =
            idempotency_keys::table
                .find((scope, key))
                .select((
                    idempotency_keys::request_hash,
                    idempotency_keys::status,
                    idempotency_keys::location,
                    idempotency_keys::body,
                ))
                .first(conn)
                .await
                .optional()?;
        match found {
            Some((theirs, Some(status), location, body)) if theirs == hash => {
                return Ok(Claim::Answered(Answer {
                    status,
                    location,
                    body,
                }));
            }
            Some(_) => return Ok(Claim::Other),
            // Pruned between the two statements: it is free.
            None => {}
        }
    }
}

/// Keeps the answer to a request whose key is ours. Call it last in the transaction of the write.
///
/// # Errors
/// What the database says.
pub async fn keep(
    conn: &mut AsyncPgConnection,
    scope: &str,
    key: &str,
    answer: &Answer,
) -> QueryResult<()> {
    diesel::update(idempotency_keys::table.find((scope, key)))
        .set((
            idempotency_keys::status.eq(answer.status),
            idempotency_keys::location.eq(&answer.location),
            idempotency_keys::body.eq(&answer.body),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Forgets answers that were kept long enough; answers how many.
///
/// # Errors
/// What the database says.
pub async fn prune(conn: &mut AsyncPgConnection, clock: &dyn Clock) -> QueryResult<usize> {
    diesel::delete(idempotency_keys::table)
        .filter(idempotency_keys::created_at.le(clock.now() - KEPT))
        .execute(conn)
        .await
}
