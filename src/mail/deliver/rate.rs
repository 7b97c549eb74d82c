//! How many messages may go out a minute: in all, and to each domain, counted over every connection of every machine.
//!
//! It is counted as messages are leased: what went out within the last minute, and what someone has in hand, has used up its
//! place; a message that the mail of another one tells takes up no place. Whoever leases waits for who leases at that
//! moment, so that two of them never count on the same place. What finds none stays due, and goes as soon as there is one;
//! what goes to another domain does not wait behind it.

use std::{collections::HashMap, num::NonZeroU32};

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::{
    lease::{COLUMNS, DOMAIN, FREE},
    turn,
};
use crate::{base::clock::Instant, mail::outbox::Message};

/// What may go out a minute.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rates {
    /// In all; none: as much as there is.
    pub all: Option<NonZeroU32>,
    /// To the addresses of each domain.
    pub domain: Option<NonZeroU32>,
}

impl Rates {
    /// Whether as much goes out as there is.
    pub fn are_free(self) -> bool {
        self == Self::default()
    }

    fn room(self, used: &HashMap<String, i64>) -> i64 {
        self.all.map_or(i64::MAX, |all| {
            (i64::from(all.get()) - used.values().sum::<i64>()).max(0)
        })
    }
}

/// How many more may go out at `now`, to whatever domain.
pub async fn room(conn: &mut AsyncPgConnection, now: Instant, rates: Rates) -> QueryResult<usize> {
    match rates.all {
        Some(_) => {
            let room = rates.room(&used(conn, now).await?);
            Ok(usize::try_from(room).unwrap_or(usize::MAX))
        }
        None => Ok(usize::MAX),
    }
}

/// Leases up to `size` messages under `name`, as [`claim`](super::lease::claim) does, and no more than there is room for.
pub async fn claim(
    conn: &mut AsyncPgConnection,
    now: Instant,
    name: &str,
    size: usize,
    rates: Rates,
) -> QueryResult<Vec<Message>> {
    conn.transaction(async |conn| {
        sql_query("SELECT pg_advisory_xact_lock(126862285106278)")
            .execute(conn)
            .await?;
        let used = used(conn, now).await?;
        let size = i64::try_from(size).unwrap_or(i64::MAX);
        let size = size.min(rates.room(&used));
        if size == 0 {
            return Ok(Vec::new());
        }
        let each = rates.domain.map(|domain| i64::from(domain.get()));
        let (domains, counts): (Vec<&str>, Vec<i64>) = used
            .iter()
            .map(|(domain, count)| (domain.as_str(), *count))
            .unzip();
        let full = used
            .iter()
            .filter(|(_, count)| each.is_some_and(|each| **count >= each));
        let full: Vec<&str> = full.map(|(domain, _)| domain.as_str()).collect();
        sql_query(statement())
            .bind::<Timestamptz, _>(now)
            .bind::<BigInt, _>(size)
            .bind::<Text, _>(name)
            .bind::<Array<Text>, _>(full)
            .bind::<Array<Text>, _>(domains)
            .bind::<Array<BigInt>, _>(counts)
            .bind::<Nullable<BigInt>, _>(each)
            .load(conn)
            .await
    })
    .await
}

/// The first `$2` that are due at `$1` and go to no domain of `$4`, of each domain no more than what the `$6` of `$5` leave of
/// `$7`. What is looked at and not taken is free again when the transaction ends.
fn statement() -> String {
    format!(
        "WITH due AS MATERIALIZED (SELECT level, one.* FROM generate_series(0, 9) AS level, \
             LATERAL (SELECT id, {DOMAIN} AS domain, send_after FROM messages \
                 WHERE {FREE} AND priority = level::smallint \
                   AND send_after <= $1 AND not_after > $1 AND {DOMAIN} <> ALL ($4) AND {} \
                 ORDER BY send_after LIMIT $2 FOR UPDATE SKIP LOCKED) AS one), \
         placed AS (SELECT id, domain, level, send_after, \
             row_number() OVER (PARTITION BY domain ORDER BY level, send_after, id) AS place FROM due), \
         picked AS (SELECT placed.id FROM placed LEFT JOIN unnest($5, $6) AS used (domain, count) USING (domain) \
             WHERE $7 IS NULL OR placed.place + coalesce(used.count, 0) <= $7 \
             ORDER BY placed.level, placed.send_after LIMIT $2) \
         UPDATE messages SET state = 'leased', leased_by = $3, leased_until = now() + interval '30 seconds', \
             attempts = attempts + 1 \
         FROM picked WHERE messages.id = picked.id RETURNING {COLUMNS}",
        turn::has_come()
    )
}

/// How many went out to each domain within the last minute, or are with someone who sends them.
async fn used(conn: &mut AsyncPgConnection, now: Instant) -> QueryResult<HashMap<String, i64>> {
    #[derive(QueryableByName)]
    struct Used {
        #[diesel(sql_type = Text)]
        domain: String,
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let used: Vec<Used> = sql_query(format!(
        "SELECT domain, count(*) AS count FROM (SELECT {DOMAIN} AS domain FROM messages \
                 WHERE sent_at > $1 AND (told_in IS NULL OR told_in = id) \
             UNION ALL SELECT {DOMAIN} FROM messages WHERE ended_at IS NULL AND send_after <= $2 AND state = 'leased' \
                 AND (told_in IS NULL OR told_in = id)) AS lately \
         GROUP BY domain"
    ))
    .bind::<Timestamptz, _>(now - Duration::minutes(1))
    .bind::<Timestamptz, _>(now)
    .load(conn)
    .await?;
    Ok(used
        .into_iter()
        .map(|one| (one.domain, one.count))
        .collect())
}
