//! How many are invited to each of some seminars.

use std::collections::HashMap;

use diesel::{dsl::count_star, prelude::*};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::base::{ids::SeminarId, schema::attendances};

/// How many are invited to each of `ids`; those to which nobody is are missing.
///
/// # Errors
/// What the database says.
pub async fn invited_counts(
    conn: &mut AsyncPgConnection,
    ids: &[SeminarId],
) -> QueryResult<HashMap<SeminarId, i64>> {
    let counts: Vec<(SeminarId, i64)> = attendances::table
        .filter(attendances::seminar_id.eq_any(ids))
        .filter(attendances::invited_at.is_not_null())
        .group_by(attendances::seminar_id)
        .select((attendances::seminar_id, count_star()))
        .load(conn)
        .await?;
    Ok(counts.into_iter().collect())
}
