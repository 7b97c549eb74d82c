//! Series, their organisers and followers.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        clock::Instant,
        ids::{PersonId, SeriesId},
        page::{Listed, Page},
        schema::{attendances, seminars, series, series_organisers, speakers, subscriptions},
    },
    people::model::Actor,
    seminars::model::{Seminar, Series, SeriesState, SpeakerAnswer, Subscription},
};

/// One series.
///
/// # Errors
/// What the database says.
pub async fn series_by_id(
    conn: &mut AsyncPgConnection,
    id: SeriesId,
) -> QueryResult<Option<Series>> {
    series::table
        .find(id)
        .select(Series::as_select())
        .first(conn)
        .await
        .optional()
}

/// Several series, in any order; one that there is no more is missing.
///
/// # Errors
/// What the database says.
pub async fn series_by_ids(
    conn: &mut AsyncPgConnection,
    ids: &[SeriesId],
) -> QueryResult<Vec<Series>> {
    series::table
        .filter(series::id.eq_any(ids))
        .select(Series::as_select())
        .load(conn)
        .await
}

/// The seminars of a series that begin after `now`, by their start.
///
/// # Errors
/// What the database says.
pub async fn coming_of_series(
    conn: &mut AsyncPgConnection,
    id: SeriesId,
    now: Instant,
) -> QueryResult<Vec<Seminar>> {
    seminars::table
        .filter(seminars::series_id.eq(id))
        .filter(seminars::starts_at.gt(now))
        .order((seminars::starts_at, seminars::id))
        .select(Seminar::as_select())
        .load(conn)
        .await
}

/// One series by its short name.
///
/// # Errors
/// What the database says.
pub async fn series_by_slug(
    conn: &mut AsyncPgConnection,
    slug: &str,
) -> QueryResult<Option<Series>> {
    series::table
        .filter(series::slug.eq(slug))
        .select(Series::as_select())
        .first(conn)
        .await
        .optional()
}

/// Series in the order of entry, at most `limit`, after an id.
///
/// # Errors
/// What the database says.
pub async fn all_series(
    conn: &mut AsyncPgConnection,
    after: Option<SeriesId>,
    limit: i64,
) -> QueryResult<Vec<Series>> {
    let mut query = series::table
        .select(Series::as_select())
        .order(series::id)
        .limit(limit)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(series::id.gt(after));
    }
    query.load(conn).await
}

/// Which series a list holds.
#[derive(Debug, Clone, Default)]
pub struct SeriesFilter {
    /// With this short name.
    pub slug: Option<String>,
    /// In this state.
    pub state: Option<SeriesState>,
    /// That this person organises.
    pub organiser: Option<PersonId>,
}

/// Series of which `viewer` may know, in the order of entry: what [`super::sees_series`] says of one, said to the database,
/// so that a page is full.
///
/// # Errors
/// What the database says.
pub async fn known_series(
    conn: &mut AsyncPgConnection,
    viewer: &Actor,
    filter: &SeriesFilter,
    page: Page,
) -> QueryResult<Listed<Series>> {
    let them: Vec<PersonId> = viewer.acts_for.iter().copied().chain([viewer.id]).collect();
    let organised = series_organisers::table
        .filter(series_organisers::person_id.eq_any(them.clone()))
        .select(series_organisers::series_id);
    let followed = subscriptions::table
        .filter(subscriptions::person_id.eq_any(them.clone()))
        .select(subscriptions::series_id);
    let invited = seminars::table
        .inner_join(attendances::table.on(attendances::seminar_id.eq(seminars::id)))
        .filter(seminars::state.ne("draft"))
        .filter(attendances::person_id.eq_any(them.clone()))
        .select(seminars::series_id);
    let speaking = seminars::table
        .inner_join(speakers::table.on(speakers::seminar_id.eq(seminars::id)))
        .filter(speakers::person_id.eq_any(them))
        .filter(speakers::answer.ne(SpeakerAnswer::Declined))
        .select(seminars::series_id);
    let mut query = series::table
        .filter(series::id.gt(SeriesId(page.after())))
        .order(series::id)
        .limit(page.rows())
        .select(Series::as_select())
        .into_boxed();
    if let Some(slug) = &filter.slug {
        query = query.filter(series::slug.eq(slug));
    }
    if let Some(state) = filter.state {
        query = query.filter(series::state.eq(state));
    }
    if let Some(organiser) = filter.organiser {
        query = query.filter(
            series::id.eq_any(
                series_organisers::table
                    .filter(series_organisers::person_id.eq(organiser))
                    .select(series_organisers::series_id),
            ),
        );
    }
    if !viewer.is_administrator() {
        let open = if viewer.member {
            ["public", "members"].as_slice()
        } else {
            &["public"]
        };
        query = query.filter(
            series::visibility
                .eq_any(open)
                .or(series::id.eq_any(organised))
                .or(series::id.eq_any(followed))
                .or(series::id.nullable().eq_any(invited))
                .or(series::id.nullable().eq_any(speaking)),
        );
    }
    Ok(page.list(query.load(conn).await?, |series: &Series| series.id.0))
}

/// The series that a person organises.
///
/// # Errors
/// What the database says.
pub async fn organised_by(
    conn: &mut AsyncPgConnection,
    person: PersonId,
) -> QueryResult<Vec<Series>> {
    series::table
        .filter(
            series::id.eq_any(
                series_organisers::table
                    .filter(series_organisers::person_id.eq(person))
                    .select(series_organisers::series_id),
            ),
        )
        .order((series::title, series::id))
        .select(Series::as_select())
        .load(conn)
        .await
}

/// The series that a person follows.
///
/// # Errors
/// What the database says.
pub async fn followed_by(
    conn: &mut AsyncPgConnection,
    person: PersonId,
) -> QueryResult<Vec<Series>> {
    series::table
        .inner_join(subscriptions::table.on(subscriptions::series_id.eq(series::id)))
        .filter(subscriptions::person_id.eq(person))
        .order((series::title, series::id))
        .select(Series::as_select())
        .load(conn)
        .await
}

/// Who organises a series.
///
/// # Errors
/// What the database says.
pub async fn organisers(conn: &mut AsyncPgConnection, id: SeriesId) -> QueryResult<Vec<PersonId>> {
    series_organisers::table
        .filter(series_organisers::series_id.eq(id))
        .order((series_organisers::since, series_organisers::person_id))
        .select(series_organisers::person_id)
        .load(conn)
        .await
}

/// Who is told what comes in about a seminar: the organisers of its series, or whose it is.
///
/// # Errors
/// What the database says.
pub async fn told_of(
    conn: &mut AsyncPgConnection,
    seminar: &Seminar,
) -> QueryResult<Vec<PersonId>> {
    match seminar.series_id {
        Some(series) => organisers(conn, series).await,
        None => Ok(vec![seminar.owner_id]),
    }
}

/// Who organises each of `ids`.
///
/// # Errors
/// What the database says.
pub async fn organisers_of(
    conn: &mut AsyncPgConnection,
    ids: &[SeriesId],
) -> QueryResult<HashMap<SeriesId, Vec<PersonId>>> {
    let rows: Vec<(SeriesId, PersonId)> = series_organisers::table
        .filter(series_organisers::series_id.eq_any(ids))
        .order((series_organisers::since, series_organisers::person_id))
        .select((series_organisers::series_id, series_organisers::person_id))
        .load(conn)
        .await?;
    let mut by_series: HashMap<SeriesId, Vec<PersonId>> = HashMap::new();
    for (series, person) in rows {
        by_series.entry(series).or_default().push(person);
    }
    Ok(by_series)
}

/// Whether `actor` organises a series, for themselves or for someone whose assistant they are.
///
/// # Errors
/// What the database says.
pub async fn organises(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    id: SeriesId,
) -> QueryResult<bool> {
    let them: Vec<PersonId> = actor.acts_for.iter().copied().chain([actor.id]).collect();
    diesel::select(diesel::dsl::exists(
        series_organisers::table
            .filter(series_organisers::series_id.eq(id))
            .filter(series_organisers::person_id.eq_any(them)),
    ))
    .get_result(conn)
    .await
}

/// A person's subscription to a series.
///
/// # Errors
/// What the database says.
pub async fn subscription(
    conn: &mut AsyncPgConnection,
    series: SeriesId,
    person: PersonId,
) -> QueryResult<Option<Subscription>> {
    subscriptions::table
        .find((series, person))
        .select(Subscription::as_select())
        .first(conn)
        .await
        .optional()
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
