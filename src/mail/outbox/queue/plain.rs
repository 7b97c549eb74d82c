//! Very many messages of which none is there yet: inviting thousands, or announcing to them.
//!
//! To look at each key before a row is written, and to take the row back should somebody else have been quicker, is two fifths
//! of what writing a message costs PostgreSQL (`ON CONFLICT`). Where no key is known all of them are written as they are.

use diesel::{
    prelude::*,
    result::{DatabaseErrorKind, Error},
    sql_query,
    sql_types::{Array, Bool, Text},
};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::columns::{Columns, NOW, names};
use crate::base::{clock::Instant, schema::messages};

/// For fewer, looking first costs more than it saves.
const MANY: usize = 100;

/// Writes messages that are new, all of them; answers how many. None, and nothing is written, where they are few, where one
/// takes the place of what waits, or where any of their keys is known.
pub(super) async fn written(
    conn: &mut AsyncPgConnection,
    columns: &Columns<'_>,
    now: Instant,
) -> QueryResult<Option<usize>> {
    if columns.ids.len() < MANY || columns.merges() || is_any_known(conn, columns).await? {
        return Ok(None);
    }
    let statement = format!(
        "INSERT INTO messages ({}) SELECT new.*, {NOW} FROM ({}) AS new",
        names(),
        columns.rows()
    );
    // A savepoint: another change may write one of these keys between the look and the deed.
    let written = conn
        .transaction(async |conn| columns.bound(&statement, now).execute(conn).await)
        .await;
    match written {
        Ok(count) => Ok(Some(count)),
        Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether any of the keys is there. All that is there between the first and the last of them tells where it is little, which it is
/// where none of them is: the keys of one change begin alike. Where it is much, some keys from all over them are looked for: where
/// a change is told once more nearly all are there. What is refused for one of the others leaves dead rows, and an error in
/// PostgreSQL's log.
async fn is_any_known(conn: &mut AsyncPgConnection, columns: &Columns<'_>) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Known {
        #[diesel(sql_type = Bool)]
        known: bool,
    }
    let keys = columns.dedupe_keys.as_slice();
    let (Some(first), Some(last)) = (keys.first(), keys.last()) else {
        return Ok(false);
    };
    let between: Vec<String> = messages::table
        .filter(messages::dedupe_key.between(*first, *last))
        .limit(i64::try_from(MANY).unwrap_or(i64::MAX))
        .select(messages::dedupe_key)
        .load(conn)
        .await?;
    if between.len() < MANY {
        let is_one_of_them = |key: &String| keys.binary_search(&key.as_str()).is_ok();
        return Ok(between.iter().any(is_one_of_them));
    }
    let some: Vec<&str> = keys
        .iter()
        .step_by(keys.len().div_ceil(MANY))
        .copied()
        .collect();
    // One by one: a join would read all messages that were ever kept.
    let found: Known = sql_query(
        "SELECT EXISTS (SELECT FROM unnest($1) AS new (key) \
             WHERE (SELECT true FROM messages WHERE dedupe_key = new.key LIMIT 1)) AS known",
    )
    .bind::<Array<Text>, _>(some)
    .get_result(conn)
    .await?;
    Ok(found.known)
}
