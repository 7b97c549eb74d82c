//! Seminars: one, or a list of those that a reader may know of.

use std::collections::HashMap;

use chrono::Duration;
use diesel::{
    dsl::sql,
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::search::{self, Search};
use crate::{
    base::{
        clock::Instant,
        ids::{InstitutionId, ListId, PersonId, ProjectId, SeminarId, SeriesId},
        schema::{seminars, series_organisers},
    },
    people::model::Actor,
    seminars::model::{Seminar, SeminarKind, SeminarState},
};

/// One seminar.
///
/// # Errors
/// What the database says.
pub async fn seminar(conn: &mut AsyncPgConnection, id: SeminarId) -> QueryResult<Option<Seminar>> {
    seminars::table
        .find(id)
        .select(Seminar::as_select())
        .first(conn)
        .await
        .optional()
}

/// One seminar by its code.
///
/// # Errors
/// What the database says.
pub async fn seminar_by_code(
    conn: &mut AsyncPgConnection,
    code: &str,
) -> QueryResult<Option<Seminar>> {
    seminars::table
        .filter(seminars::code.eq(code))
        .select(Seminar::as_select())
        .first(conn)
        .await
        .optional()
}

/// One seminar by the UID of its calendar entry.
///
/// # Errors
/// What the database says.
pub async fn seminar_by_uid(
    conn: &mut AsyncPgConnection,
    uid: &str,
) -> QueryResult<Option<Seminar>> {
    seminars::table
        .filter(seminars::uid.eq(uid))
        .select(Seminar::as_select())
        .first(conn)
        .await
        .optional()
}

/// One seminar, locked until the transaction ends.
///
/// # Errors
/// What the database says.
pub async fn seminar_for_update(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
) -> QueryResult<Option<Seminar>> {
    let locked: Option<SeminarId> = seminars::table
        .find(id)
        .for_no_key_update()
        .select(seminars::id)
        .first(conn)
        .await
        .optional()?;
    // Only now: a statement that waits for a lock reads the row anew, and beside it, in other tables, what was there before.
    match locked {
        Some(id) => seminars::table
            .find(id)
            .select(Seminar::as_select())
            .first(conn)
            .await
            .optional(),
        None => Ok(None),
    }
}

/// Which seminars a list holds.
#[derive(Debug, Clone, Default)]
pub struct SeminarFilter {
    /// With this short code.
    pub code: Option<String>,
    /// Of this series.
    pub series: Option<SeriesId>,
    /// Of this project.
    pub project: Option<ProjectId>,
    /// In this state.
    pub state: Option<SeminarState>,
    /// Of this kind.
    pub kind: Option<SeminarKind>,
    /// With this topic, as its slug.
    pub topic: Option<String>,
    /// At which someone of this institution speaks (hosts receive, and those who declined do not come), or of a series that
    /// it organises with others, where the reader may know of that: those of its calendar.
    pub institution: Option<InstitutionId>,
    /// At which this person speaks.
    pub speaker: Option<PersonId>,
    /// On this list, as it is for the reader.
    pub list: Option<ListId>,
    /// One of these.
    pub ids: Option<Vec<SeminarId>>,
    /// Ending after this.
    pub from: Option<Instant>,
    /// Starting before this.
    pub to: Option<Instant>,
    /// Over by this: never what is postponed, for its new time is awaited.
    pub over: Option<Instant>,
    /// Not over by this, which is the rest.
    pub coming: Option<Instant>,
    /// Of that, what is postponed and was to be over by this: its new time is awaited.
    pub awaited: Option<Instant>,
    /// With these words: those of the title of its series count where the reader may know of that.
    pub search: Option<Search>,
    /// Without drafts, even for those who see them.
    pub no_drafts: bool,
}

/// Where a list goes on.
#[derive(Debug, Clone, Copy)]
pub enum After {
    /// In the order of entry, after this id.
    Id(SeminarId),
    /// In the order of time, or against it, after this start and id.
    Start(Instant, SeminarId),
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// As they were entered.
    Entry,
    /// By their start.
    Time,
    /// By their start, the latest first.
    Latest,
}

/// Seminars that `viewer` may know of, at most `limit`. What may not be seen is left out by the database: a page is full.
///
/// # Errors
/// What the database says.
pub async fn seminars(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    filter: &SeminarFilter,
    order: Order,
    after: Option<After>,
    limit: i64,
) -> QueryResult<Vec<Seminar>> {
    let ids = if filter.search.as_ref().is_some_and(Search::is_near) {
        conn.transaction(async |conn| {
            search::loosely(conn).await?;
            which(conn, viewer, filter, order, after, limit).await
        })
        .await?
    } else {
        which(conn, viewer, filter, order, after, limit).await?
    };
    let mut found: Vec<Seminar> = seminars::table
        .filter(seminars::id.eq_any(&ids))
        .select(Seminar::as_select())
        .load(conn)
        .await?;
    let place: HashMap<SeminarId, usize> = ids.iter().enumerate().map(|(n, id)| (*id, n)).collect();
    found.sort_by_key(|seminar| place.get(&seminar.id).copied());
    Ok(found)
}

/// Which ones they are, in order.
async fn which(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    filter: &SeminarFilter,
    order: Order,
    after: Option<After>,
    limit: i64,
) -> QueryResult<Vec<SeminarId>> {
    #[derive(QueryableByName)]
    struct Id {
        #[diesel(sql_type = SqlUuid)]
        id: SeminarId,
    }
    let them: Vec<PersonId> = viewer
        .map(|actor| actor.acts_for.iter().copied().chain([actor.id]).collect())
        .unwrap_or_default();
    let order_by = match order {
        Order::Entry => "s.id",
        Order::Time => "s.starts_at, s.id",
        Order::Latest => "s.starts_at DESC, s.id DESC",
    };
    let beyond = match order {
        Order::Entry | Order::Time => ">",
        Order::Latest => "<",
    };
    let found_by = search::condition(filter.search.as_ref(), "$18");
    let viewed_by = search::Viewer {
        everything: "$10",
        member: "$11",
        them: "$12",
    };
    let not_by_hidden = search::not_by_hidden(filter.search.as_ref(), "$18", &viewed_by);
    let organised = match filter.institution {
        Some(_) => format!(
            "s.series_id IN (SELECT o.series_id FROM series_institutions o JOIN series h ON h.id = o.series_id \
                WHERE o.institution_id = $5 AND ($10 OR {}))",
            search::known_series(&viewed_by)
        ),
        None => "FALSE".to_owned(),
    };
    let on_list = match filter.list {
        Some(_) => "s.id IN (SELECT list_shows($20, $23))",
        None => "$20 IS NULL",
    };
    // In words of its own where it is asked for, so that an index of what is postponed can lead to it.
    let awaited = match filter.awaited {
        Some(_) => "s.state = 'postponed' AND s.ends_at <= $24",
        None => "$24 IS NULL",
    };
    let (after_id, after_start) = match after {
        Some(After::Id(id)) => (Some(id), None),
        Some(After::Start(start, id)) => (Some(id), Some(start)),
        None => (None, None),
    };
    let ids: Vec<Id> = sql_query(format!(
        "SELECT s.id FROM seminars s \
         WHERE ($1 IS NULL OR s.series_id = $1) AND ($2 IS NULL OR s.state = $2) AND ($3 IS NULL OR s.kind = $3) \
           AND ($4 IS NULL OR EXISTS (SELECT FROM unnest(s.topics) AS topic \
                WHERE rtrim(left(ltrim(regexp_replace(lower(topic), '[^[:alnum:]]+', '-', 'g'), '-'), 60), '-') = $4)) \
           AND ($5 IS NULL OR EXISTS (SELECT FROM speakers k JOIN people p ON p.id = k.person_id \
                WHERE k.seminar_id = s.id AND p.institution_id = $5 AND k.answer <> 'declined' AND k.role <> 'host') \
                OR {organised}) \
           AND ($6 IS NULL OR s.ends_at > $6) AND ($7 IS NULL OR s.starts_at < $7) \
           AND ($14 IS NULL OR (s.ends_at <= $14 AND s.state <> 'postponed')) \
           AND ($22 IS NULL OR s.ends_at > $22 OR s.state = 'postponed') AND {awaited} \
           AND ($15 IS NULL OR s.code = $15) AND ($16 IS NULL OR s.project_id = $16) \
           AND ($17 IS NULL OR EXISTS (SELECT FROM speakers k WHERE k.seminar_id = s.id AND k.person_id = $17)) \
           AND ($8 IS NULL OR CASE WHEN $9 IS NULL THEN s.id > $8 ELSE (s.starts_at, s.id) {beyond} ($9, $8) END) \
           AND (NOT $19 OR s.state <> 'draft') AND {found_by} AND {not_by_hidden} AND {on_list} \
           AND ($21 IS NULL OR s.id = ANY ($21)) \
           AND ($10 OR (s.state <> 'draft' AND (s.visibility = 'public' OR (s.visibility = 'members' AND $11))) \
                OR s.owner_id = ANY ($12) OR s.entered_by = ANY ($12) \
                OR s.series_id IN (SELECT series_id FROM series_organisers WHERE person_id = ANY ($12)) \
                OR EXISTS (SELECT FROM speakers k WHERE k.seminar_id = s.id AND k.person_id = ANY ($12) \
                    AND k.answer <> 'declined') \
                OR (s.state <> 'draft' AND EXISTS (SELECT FROM attendances a \
                    WHERE a.seminar_id = s.id AND a.person_id = ANY ($12)))) \
         ORDER BY {order_by} LIMIT $13"
    ))
    .bind::<Nullable<SqlUuid>, _>(filter.series)
    .bind::<Nullable<Text>, _>(filter.state)
    .bind::<Nullable<Text>, _>(filter.kind)
    .bind::<Nullable<Text>, _>(filter.topic.as_deref())
    .bind::<Nullable<SqlUuid>, _>(filter.institution)
    .bind::<Nullable<Timestamptz>, _>(filter.from)
    .bind::<Nullable<Timestamptz>, _>(filter.to)
    .bind::<Nullable<SqlUuid>, _>(after_id)
    .bind::<Nullable<Timestamptz>, _>(after_start)
    .bind::<Bool, _>(viewer.is_some_and(Actor::is_administrator))
    .bind::<Bool, _>(viewer.is_some_and(|actor| actor.member))
    .bind::<Array<SqlUuid>, _>(&them)
    .bind::<BigInt, _>(limit)
    .bind::<Nullable<Timestamptz>, _>(filter.over)
    .bind::<Nullable<Text>, _>(filter.code.as_deref())
    .bind::<Nullable<SqlUuid>, _>(filter.project)
    .bind::<Nullable<SqlUuid>, _>(filter.speaker)
    .bind::<Nullable<Array<Text>>, _>(filter.search.as_ref().map(Search::words))
    .bind::<Bool, _>(filter.no_drafts)
    .bind::<Nullable<SqlUuid>, _>(filter.list)
    .bind::<Nullable<Array<SqlUuid>>, _>(filter.ids.as_deref())
    .bind::<Nullable<Timestamptz>, _>(filter.coming)
    .bind::<Nullable<SqlUuid>, _>(viewer.and_then(Actor::person))
    .bind::<Nullable<Timestamptz>, _>(filter.awaited)
    .load(conn)
    .await?;
    Ok(ids.into_iter().map(|row| row.id).collect())
}

/// Seminars that concern a person from `from` on: where they speak, are invited or answered other than no. One that is
/// postponed concerns them however long ago it was to be.
///
/// # Errors
/// What the database says.
pub async fn of_person(
    conn: &mut AsyncPgConnection,
    person: PersonId,
    from: Instant,
) -> QueryResult<Vec<Seminar>> {
    let horizon = from + Duration::days(400);
    seminars::table
        .filter(
            seminars::ends_at
                .gt(from)
                .or(seminars::state.eq(SeminarState::Postponed)),
        )
        .filter(seminars::starts_at.lt(horizon))
        // Looked up by the person, whom few of them concern: no index leads to what is postponed.
        .filter(
            sql::<Bool>(
                "seminars.id IN (SELECT k.seminar_id FROM speakers k \
                 WHERE k.answer <> 'declined' AND k.person_id = ",
            )
            .bind::<SqlUuid, _>(person)
            .sql(
                " UNION SELECT a.seminar_id FROM attendances a JOIN seminars m ON m.id = a.seminar_id \
                 WHERE m.state <> 'draft' AND a.answer IS DISTINCT FROM 'no' AND a.person_id = ",
            )
            .bind::<SqlUuid, _>(person)
            .sql(")"),
        )
        .order((seminars::starts_at, seminars::id))
        .select(Seminar::as_select())
        .load(conn)
        .await
}

/// The postponed seminars that `actor` organises, or someone for whom they act, and whose old time has passed by `now`: a new
/// one is awaited of them. By that old time; every one for an administrator.
///
/// # Errors
/// What the database says.
pub async fn awaited(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    now: Instant,
    limit: i64,
) -> QueryResult<Vec<Seminar>> {
    let mut query = seminars::table
        .filter(seminars::state.eq(SeminarState::Postponed))
        .filter(seminars::ends_at.le(now))
        .order((seminars::starts_at, seminars::id))
        .select(Seminar::as_select())
        .into_boxed();
    if !actor.is_administrator() {
        let them: Vec<PersonId> = actor.acts_for.iter().copied().chain([actor.id]).collect();
        // Known beforehand, so that an index leads to each of the three.
        let organised: Vec<SeriesId> = series_organisers::table
            .filter(series_organisers::person_id.eq_any(&them))
            .select(series_organisers::series_id)
            .load(conn)
            .await?;
        query = query.filter(
            seminars::owner_id
                .eq_any(them)
                .or(seminars::entered_by.eq(actor.id))
                .or(seminars::series_id.eq_any(organised)),
        );
    }
    query.limit(limit).load(conn).await
}
