//! Who answered what.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        ids::{PersonId, SeminarId},
        schema::attendances,
    },
    seminars::model::{Answer, Attendance},
};

/// Everyone who is invited to a seminar or answered, by name.
///
/// # Errors
/// What the database says.
pub async fn attendances(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
) -> QueryResult<Vec<Attendance>> {
    attendances::table
        .filter(attendances::seminar_id.eq(id))
        .order((attendances::invited_at, attendances::person_id))
        .select(Attendance::as_select())
        .load(conn)
        .await
}

/// One person's attendance.
///
/// # Errors
/// What the database says.
pub async fn attendance(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
    person: PersonId,
) -> QueryResult<Option<Attendance>> {
    attendances::table
        .find((seminar, person))
        .select(Attendance::as_select())
        .first(conn)
        .await
        .optional()
}

/// How many said what to a seminar.
///
/// # Errors
/// What the database says.
pub async fn answer_counts(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
) -> QueryResult<HashMap<Option<Answer>, i64>> {
    let rows: Vec<(Option<Answer>, i64)> = attendances::table
        .filter(attendances::seminar_id.eq(id))
        .group_by(attendances::answer)
        .select((attendances::answer, diesel::dsl::count_star()))
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}
