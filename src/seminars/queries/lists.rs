//! Lists that are read in pages: series that a viewer may know of, who follows one, who is invited to a seminar.

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt, Bool, Nullable, Text, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        ids::{PersonId, SeminarId, SeriesId},
        page::{Listed, Page},
        schema::{attendances, series, subscriptions},
    },
    people::model::Actor,
    seminars::model::{Answer, Attendance, Series, SeriesState, Subscription},
};

/// Which series are wanted; each that is given narrows the list.
#[derive(Debug, Clone, Default)]
pub struct SeriesFilter {
    /// With this short name.
    pub slug: Option<String>,
    /// In this state.
    pub state: Option<SeriesState>,
    /// That this person organises.
    pub organiser: Option<PersonId>,
}

/// The series that `viewer` may know of, in the order of entry: what [`crate::seminars::rules::sees_series`] says, said to
/// the database, so that a page is full. Two queries.
///
/// # Errors
/// What the database says.
pub async fn list_series(
    conn: &mut AsyncPgConnection,
    viewer: &Actor,
    filter: &SeriesFilter,
    page: Page,
) -> QueryResult<Listed<Series>> {
    #[derive(QueryableByName)]
    struct Id {
        #[diesel(sql_type = SqlUuid)]
        id: SeriesId,
    }
    let them: Vec<PersonId> = viewer.acts_for.iter().copied().chain([viewer.id]).collect();
    let ids: Vec<Id> = sql_query(
        "SELECT s.id FROM series s \
         WHERE s.id > $1 AND ($2 IS NULL OR s.slug = $2) AND ($3 IS NULL OR s.state = $3) \
           AND ($4 IS NULL OR s.id IN (SELECT series_id FROM series_organisers WHERE person_id = $4)) \
           AND ($5 OR s.visibility = 'public' OR (s.visibility = 'members' AND $6) \
                OR EXISTS (SELECT FROM series_organisers o WHERE o.series_id = s.id AND o.person_id = ANY ($7)) \
                OR EXISTS (SELECT FROM subscriptions f WHERE f.series_id = s.id AND f.person_id = ANY ($7)) \
                OR EXISTS (SELECT FROM seminars m JOIN attendances a ON a.seminar_id = m.id \
                           WHERE m.series_id = s.id AND m.state <> 'draft' AND a.person_id = ANY ($7)) \
                OR EXISTS (SELECT FROM seminars m JOIN speakers k ON k.seminar_id = m.id \
                           WHERE m.series_id = s.id AND k.person_id = ANY ($7))) \
         ORDER BY s.id LIMIT $8",
    )
    .bind::<SqlUuid, _>(page.after())
    .bind::<Nullable<Text>, _>(filter.slug.as_deref())
    .bind::<Nullable<Text>, _>(filter.state)
    .bind::<Nullable<SqlUuid>, _>(filter.organiser)
    .bind::<Bool, _>(viewer.is_administrator())
    .bind::<Bool, _>(viewer.member)
    .bind::<Array<SqlUuid>, _>(them)
    .bind::<BigInt, _>(page.rows())
    .load(conn)
    .await?;
    let ids: Vec<SeriesId> = ids.into_iter().map(|row| row.id).collect();
    let found: Vec<Series> = series::table
        .filter(series::id.eq_any(&ids))
        .order(series::id)
        .select(Series::as_select())
        .load(conn)
        .await?;
    Ok(page.list(found, |series: &Series| series.id.0))
}

/// Who follows a series, in the order of their ids.
///
/// # Errors
/// What the database says.
pub async fn subscriptions(
    conn: &mut AsyncPgConnection,
    id: SeriesId,
    page: Page,
) -> QueryResult<Listed<Subscription>> {
    let found: Vec<Subscription> = subscriptions::table
        .filter(subscriptions::series_id.eq(id))
        .filter(subscriptions::person_id.gt(PersonId(page.after())))
        .order(subscriptions::person_id)
        .limit(page.rows())
        .select(Subscription::as_select())
        .load(conn)
        .await?;
    Ok(page.list(found, |one: &Subscription| one.person_id.0))
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
