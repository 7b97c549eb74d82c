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

/// Which place in the queue `person` has, from 1; none where they do not wait.
///
/// # Errors
/// What the database says.
pub async fn waiting_position(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
    person: PersonId,
) -> QueryResult<Option<u32>> {
    let positions = waiting_positions(conn, &[seminar]).await?;
    Ok(positions.get(&(seminar, person)).copied())
}

/// Which place in the queue each of those has who wait for one of `seminars`, from 1.
///
/// # Errors
/// What the database says.
pub async fn waiting_positions(
    conn: &mut AsyncPgConnection,
    seminars: &[SeminarId],
) -> QueryResult<HashMap<(SeminarId, PersonId), u32>> {
    let rows: Vec<(SeminarId, PersonId)> = attendances::table
        .filter(attendances::seminar_id.eq_any(seminars))
        .filter(attendances::waiting_no.is_not_null())
        .order((attendances::seminar_id, attendances::waiting_no))
        .select((attendances::seminar_id, attendances::person_id))
        .load(conn)
        .await?;
    let mut before: HashMap<SeminarId, u32> = HashMap::new();
    Ok(rows
        .into_iter()
        .map(|(seminar, person)| {
            let place = before.entry(seminar).or_default();
            *place += 1;
            ((seminar, person), *place)
        })
        .collect())
}
