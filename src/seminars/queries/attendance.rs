//! Who answered what.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        ids::{PersonId, SeminarId},
        page::{Listed, Page},
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

/// Who is invited to a seminar or answered, in the order of their ids; where an answer is given, who gave that one.
///
/// # Errors
/// What the database says.
pub async fn list_attendances(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
    answer: Option<Answer>,
    page: Page,
) -> QueryResult<Listed<Attendance>> {
    let mut wanted = attendances::table
        .filter(attendances::seminar_id.eq(id))
        .filter(attendances::person_id.gt(PersonId(page.after())))
        .order(attendances::person_id)
        .limit(page.rows())
        .select(Attendance::as_select())
        .into_boxed();
    if let Some(answer) = answer {
        wanted = wanted.filter(attendances::answer.eq(answer));
    }
    let found = wanted.load(conn).await?;
    Ok(page.list(found, |one: &Attendance| one.person_id.0))
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
