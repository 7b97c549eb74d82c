//! Reads of mailing lists.

use std::collections::HashMap;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt, Bool, Integer, Nullable, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        clock::Instant,
        ids::{AudienceId, SeminarId, SeriesId},
        page::{Listed, Page},
        schema::{audiences, suspensions},
    },
    seminars::model::{Audience, AudienceState, Seminar, SeminarState, ToldOf, Visibility},
};

/// The lists that are or were told of something, those that still are first, each in the order in which it was added.
///
/// # Errors
/// What the database says.
pub async fn audiences(conn: &mut AsyncPgConnection, of: ToldOf) -> QueryResult<Vec<Audience>> {
    let query = audiences::table
        .order((audiences::state.desc(), audiences::id))
        .select(Audience::as_select())
        .into_boxed();
    match of {
        ToldOf::Series(id) => query.filter(audiences::series_id.eq(id)),
        ToldOf::Seminar(id) => query.filter(audiences::seminar_id.eq(id)),
    }
    .load(conn)
    .await
}

/// A page of them, in the order in which they were added.
///
/// # Errors
/// What the database says.
pub async fn list_audiences(
    conn: &mut AsyncPgConnection,
    of: ToldOf,
    page: Page,
) -> QueryResult<Listed<Audience>> {
    let query = audiences::table
        .filter(audiences::id.gt(AudienceId(page.after())))
        .order(audiences::id)
        .limit(page.rows())
        .select(Audience::as_select())
        .into_boxed();
    let found = match of {
        ToldOf::Series(id) => query.filter(audiences::series_id.eq(id)),
        ToldOf::Seminar(id) => query.filter(audiences::seminar_id.eq(id)),
    }
    .load(conn)
    .await?;
    Ok(page.list(found, |one: &Audience| one.id.0))
}

/// Lists by their ids.
///
/// # Errors
/// What the database says.
pub async fn audiences_by_id(
    conn: &mut AsyncPgConnection,
    ids: &[AudienceId],
) -> QueryResult<HashMap<AudienceId, Audience>> {
    let found: Vec<Audience> = audiences::table
        .filter(audiences::id.eq_any(ids))
        .select(Audience::as_select())
        .load(conn)
        .await?;
    Ok(found.into_iter().map(|one| (one.id, one)).collect())
}

/// Those of `lists` to whose address nothing is sent any more.
///
/// # Errors
/// What the database says.
pub async fn suspended_lists(
    conn: &mut AsyncPgConnection,
    lists: &[Audience],
) -> QueryResult<Vec<AudienceId>> {
    let folded = |list: &Audience| list.address.to_lowercase();
    let addresses: Vec<String> = lists.iter().map(folded).collect();
    let suspended: Vec<String> = suspensions::table
        .filter(suspensions::address.eq_any(addresses))
        .select(suspensions::address)
        .load(conn)
        .await?;
    let is_suspended = |list: &&Audience| suspended.contains(&folded(list));
    Ok(lists
        .iter()
        .filter(is_suspended)
        .map(|list| list.id)
        .collect())
}

/// A list that may have to be told of a seminar, and what it knows.
#[derive(Debug, Clone, QueryableByName)]
pub struct Listens {
    /// The list.
    #[diesel(embed)]
    pub audience: Audience,
    /// Whether it is to be told of this seminar when it is announced.
    #[diesel(sql_type = Bool)]
    pub meant: bool,
    /// The revision that it was last told, if it was told of it and not that it is open to everyone no more.
    #[diesel(sql_type = Nullable<Integer>)]
    pub told: Option<i32>,
    /// Whether an announcement waits: it will tell how things are then.
    #[diesel(sql_type = Bool)]
    pub waits: bool,
}

/// What the lists know of seminar $1 in series $2. A mail that came back counts as told: it may have reached all but one of
/// those who read the list. Of two that have one address, one is told: that of the seminar rather than that of its series.
const LISTENING: &str = "SELECT DISTINCT ON (lower(a.address)) a.*, m.meant, k.told, coalesce(k.waits, false) AS waits \
     FROM audiences a \
     CROSS JOIN LATERAL (SELECT a.seminar_id IS NOT DISTINCT FROM $1 OR a.series_id IS NOT DISTINCT FROM $2 AND $2 IS NOT NULL \
          AS meant) m \
     LEFT JOIN LATERAL ( \
         SELECT max(t.revision) FILTER (WHERE t.state IN ('sent', 'leased', 'failed')) AS told, \
                bool_or(t.state IN ('held', 'queued') AND t.kind = 'announcement') AS waits \
         FROM messages t WHERE t.seminar_id = $1 AND t.audience_id = a.id AND t.created_at > coalesce( \
             (SELECT max(w.created_at) FROM messages w WHERE w.seminar_id = $1 AND w.audience_id = a.id \
                AND w.state IN ('sent', 'leased', 'failed') AND w.payload ? 'withdrawn'), '-infinity')) k ON true \
     WHERE a.state = 'told' AND (m.meant OR k.told IS NOT NULL OR k.waits) \
     ORDER BY lower(a.address), k.told IS NULL, a.seminar_id IS NULL, a.id";

/// The lists that `seminar` concerns: those that were told of it, and those that are to be.
///
/// # Errors
/// What the database says.
pub async fn listening(
    conn: &mut AsyncPgConnection,
    seminar: &Seminar,
) -> QueryResult<Vec<Listens>> {
    sql_query(LISTENING)
        .bind::<SqlUuid, _>(seminar.id)
        .bind::<Nullable<SqlUuid>, _>(seminar.series_id)
        .load(conn)
        .await
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many lists are told of a series.
///
/// # Errors
/// What the database says.
pub async fn told_count(conn: &mut AsyncPgConnection, id: SeriesId) -> QueryResult<usize> {
    let count: i64 = audiences::table
        .filter(audiences::series_id.eq(id))
        .filter(audiences::state.eq(AudienceState::Told))
        .count()
        .get_result(conn)
        .await?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// How many lists are told of the next thing that happens to a seminar: of one that is not announced yet, its announcement;
/// of another, what is different, or that it does not take place.
///
/// # Errors
/// What the database says.
pub async fn listening_count(
    conn: &mut AsyncPgConnection,
    seminar: &Seminar,
) -> QueryResult<usize> {
    if seminar.visibility != Visibility::Public {
        return Ok(0);
    }
    let lists = listening(conn, seminar).await?;
    let is_told = |list: &&Listens| match seminar.state {
        SeminarState::Draft => list.meant,
        _ => list.told.is_some(),
    };
    Ok(lists.iter().filter(is_told).count())
}

/// How many lists are told when the seminars that a default of the series moves are changed.
///
/// # Errors
/// What the database says.
pub async fn listening_to_series(
    conn: &mut AsyncPgConnection,
    id: SeriesId,
    now: Instant,
) -> QueryResult<usize> {
    let counted: Count = sql_query(
        "SELECT count(DISTINCT lower(a.address)) AS count FROM audiences a JOIN messages m ON m.audience_id = a.id \
         JOIN seminars s ON s.id = m.seminar_id WHERE a.state = 'told' AND m.state IN ('sent', 'leased', 'failed') \
           AND s.series_id = $1 AND s.state IN ('announced', 'postponed') AND s.visibility = 'public' \
           AND s.starts_at > $2 AND s.inherits && '{zone,duration_minutes,room_id,join_url}'",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<diesel::sql_types::Timestamptz, _>(now)
    .get_result(conn)
    .await?;
    Ok(usize::try_from(counted.count).unwrap_or(0))
}

/// The message under which the first mail went out that told each of `lists` of each of `seminars`: what the later ones are
/// answers to.
///
/// # Errors
/// What the database says.
pub async fn list_threads(
    conn: &mut AsyncPgConnection,
    seminars: &[SeminarId],
    lists: &[AudienceId],
) -> QueryResult<HashMap<(SeminarId, AudienceId), crate::base::ids::MessageId>> {
    #[derive(QueryableByName)]
    struct First {
        #[diesel(sql_type = SqlUuid)]
        seminar_id: SeminarId,
        #[diesel(sql_type = SqlUuid)]
        audience_id: AudienceId,
        #[diesel(sql_type = SqlUuid)]
        id: crate::base::ids::MessageId,
    }
    let rows: Vec<First> = sql_query(
        "SELECT DISTINCT ON (seminar_id, audience_id) seminar_id, audience_id, coalesce(told_in, id) AS id FROM messages \
         WHERE seminar_id = ANY ($1) AND audience_id = ANY ($2) AND state = 'sent' \
         ORDER BY seminar_id, audience_id, sent_at, messages.id",
    )
    .bind::<Array<SqlUuid>, _>(seminars)
    .bind::<Array<SqlUuid>, _>(lists)
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ((row.seminar_id, row.audience_id), row.id))
        .collect())
}
