//! What organisers are shown: how many come, who would be told of what they are about to do, who could be invited; and
//! what a reader answered to each of several seminars.

use std::collections::HashMap;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::KNOWN;
use crate::{
    base::{
        clock::Instant,
        ids::{PersonId, SeminarId, SeriesId},
        schema::{attendances, seminars, series, series_organisers, subscriptions},
    },
    people::model::Actor,
    seminars::model::{Answer, Seminar, SeminarState, Series, SeriesState, Snapshot},
};

/// How many are invited and what they said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, QueryableByName)]
pub struct Numbers {
    /// How many are invited.
    #[diesel(sql_type = BigInt)]
    pub invited: i64,
    /// How many come.
    #[diesel(sql_type = BigInt)]
    pub yes: i64,
    /// How many may come.
    #[diesel(sql_type = BigInt)]
    pub maybe: i64,
    /// How many do not come.
    #[diesel(sql_type = BigInt)]
    pub no: i64,
    /// How many wait for a place.
    #[diesel(sql_type = BigInt)]
    pub waiting: i64,
    /// How many of those invited have not answered.
    #[diesel(sql_type = BigInt)]
    pub unanswered: i64,
}

/// How many are invited to a seminar and what they said.
///
/// # Errors
/// What the database says.
pub async fn numbers(conn: &mut AsyncPgConnection, id: SeminarId) -> QueryResult<Numbers> {
    sql_query(
        "SELECT count(*) FILTER (WHERE invited_at IS NOT NULL) AS invited, \
                count(*) FILTER (WHERE answer = 'yes') AS yes, count(*) FILTER (WHERE answer = 'maybe') AS maybe, \
                count(*) FILTER (WHERE answer = 'no') AS no, \
                count(*) FILTER (WHERE answer = 'waiting') AS waiting, count(*) FILTER (WHERE answer IS NULL) AS unanswered \
         FROM attendances WHERE seminar_id = $1",
    )
    .bind::<SqlUuid, _>(id)
    .get_result(conn)
    .await
}

/// How many of those concerned know the present revision, do not, and could not be reached: `knows`, `doesnt`, `bounced`.
///
/// # Errors
/// What the database says.
pub async fn knowledge_totals(
    conn: &mut AsyncPgConnection,
    seminar: &Seminar,
) -> QueryResult<HashMap<String, i64>> {
    #[derive(QueryableByName)]
    struct Total {
        #[diesel(sql_type = Text)]
        state: String,
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let totals: Vec<Total> = sql_query(format!(
        "SELECT state, count(*) AS count FROM ({KNOWN}) known GROUP BY state"
    ))
    .bind::<SqlUuid, _>(seminar.id)
    .bind::<diesel::sql_types::Integer, _>(seminar.revision)
    .load(conn)
    .await?;
    Ok(totals
        .into_iter()
        .map(|total| (total.state, total.count))
        .collect())
}

/// How a seminar was announced before its time last changed; `None` where it never did.
///
/// # Errors
/// What the database says.
pub async fn moved_from(
    conn: &mut AsyncPgConnection,
    seminar: &Seminar,
) -> QueryResult<Option<Snapshot>> {
    #[derive(QueryableByName)]
    struct Kept {
        #[diesel(sql_type = Jsonb)]
        snapshot: serde_json::Value,
    }
    let kept: Option<Kept> = sql_query(
        "SELECT snapshot FROM seminar_revisions WHERE seminar_id = $1 AND snapshot ->> 'state' <> 'draft' \
             AND ((snapshot ->> 'starts_at')::timestamptz, (snapshot ->> 'ends_at')::timestamptz) <> ($2, $3) \
         ORDER BY revision DESC LIMIT 1",
    )
    .bind::<SqlUuid, _>(seminar.id)
    .bind::<Timestamptz, _>(seminar.starts_at)
    .bind::<Timestamptz, _>(seminar.ends_at)
    .get_result(conn)
    .await
    .optional()?;
    Ok(kept.and_then(|kept| serde_json::from_value(kept.snapshot).ok()))
}

/// What `person` answered to each of `ids`; those without an answer are missing.
///
/// # Errors
/// What the database says.
pub async fn answers_of(
    conn: &mut AsyncPgConnection,
    person: PersonId,
    ids: &[SeminarId],
) -> QueryResult<HashMap<SeminarId, Answer>> {
    let rows: Vec<(SeminarId, Option<Answer>)> = attendances::table
        .filter(attendances::person_id.eq(person))
        .filter(attendances::seminar_id.eq_any(ids))
        .select((attendances::seminar_id, attendances::answer))
        .load(conn)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(seminar, answer)| Some((seminar, answer?)))
        .collect())
}

/// The running series in which `actor` may enter seminars, by title: those that they organise, themselves or for someone
/// whose assistant they are; administrators: all.
///
/// # Errors
/// What the database says.
pub async fn organised_for(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
) -> QueryResult<Vec<Series>> {
    let mut query = series::table
        .filter(series::state.eq(SeriesState::Running))
        .order((series::title, series::id))
        .select(Series::as_select())
        .into_boxed();
    if !actor.is_administrator() {
        let them: Vec<PersonId> = actor.acts_for.iter().copied().chain([actor.id]).collect();
        query = query.filter(
            series::id.eq_any(
                series_organisers::table
                    .filter(series_organisers::person_id.eq_any(them))
                    .select(series_organisers::series_id),
            ),
        );
    }
    query.load(conn).await
}

/// The drafts and announced seminars that are not over at `from` and that `actor` organises, or someone for whom they act: an
/// administrator's own alone, too. By start, at most `limit`.
///
/// # Errors
/// What the database says.
pub async fn next_organised(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    from: Instant,
    limit: i64,
) -> QueryResult<Vec<Seminar>> {
    let them: Vec<PersonId> = actor.acts_for.iter().copied().chain([actor.id]).collect();
    // Known beforehand, so that an index leads to each of the three.
    let organised: Vec<SeriesId> = series_organisers::table
        .filter(series_organisers::person_id.eq_any(&them))
        .select(series_organisers::series_id)
        .load(conn)
        .await?;
    let theirs = seminars::owner_id
        .eq_any(them)
        .or(seminars::entered_by.eq(actor.id))
        .or(seminars::series_id.eq_any(organised));
    seminars::table
        .filter(seminars::ends_at.gt(from))
        .filter(seminars::state.eq_any([SeminarState::Draft, SeminarState::Announced]))
        .filter(theirs)
        .order((seminars::starts_at, seminars::id))
        .limit(limit)
        .select(Seminar::as_select())
        .load(conn)
        .await
}

/// Whether `actor`, or someone for whom they act, organises a series. One query.
///
/// # Errors
/// What the database says.
pub async fn organises_any(conn: &mut AsyncPgConnection, actor: &Actor) -> QueryResult<bool> {
    let them: Vec<PersonId> = actor.acts_for.iter().copied().chain([actor.id]).collect();
    let theirs = series_organisers::table.filter(series_organisers::person_id.eq_any(them));
    diesel::select(diesel::dsl::exists(theirs))
        .get_result(conn)
        .await
}

/// Whether `actor`, or someone for whom they act, organises a seminar to which `person` is invited or asked to speak. One
/// query.
///
/// # Errors
/// What the database says.
pub async fn organises_for(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    person: PersonId,
) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Organises {
        #[diesel(sql_type = diesel::sql_types::Bool)]
        organises: bool,
    }
    let them: Vec<PersonId> = actor.acts_for.iter().copied().chain([actor.id]).collect();
    let found: Organises = sql_query(
        "SELECT EXISTS (SELECT FROM seminars m JOIN series_organisers o ON o.series_id = m.series_id \
             WHERE o.person_id = ANY ($1) AND ( \
                 EXISTS (SELECT FROM attendances a WHERE a.seminar_id = m.id AND a.person_id = $2 AND a.invited_at IS NOT NULL) \
                 OR EXISTS (SELECT FROM speakers k WHERE k.seminar_id = m.id AND k.person_id = $2))) AS organises",
    )
    .bind::<diesel::sql_types::Array<diesel::sql_types::Uuid>, _>(them)
    .bind::<diesel::sql_types::Uuid, _>(person)
    .get_result(conn)
    .await?;
    Ok(found.organises)
}

/// How many follow a series.
///
/// # Errors
/// What the database says.
pub async fn followers(conn: &mut AsyncPgConnection, id: SeriesId) -> QueryResult<i64> {
    subscriptions::table
        .filter(subscriptions::series_id.eq(id))
        .count()
        .get_result(conn)
        .await
}

/// Those who follow the series of a seminar and are neither invited to it yet nor speak there, at most `limit`.
///
/// # Errors
/// What the database says.
pub async fn to_invite(
    conn: &mut AsyncPgConnection,
    seminar: &Seminar,
    limit: i64,
) -> QueryResult<Vec<PersonId>> {
    #[derive(QueryableByName)]
    struct Follower {
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
    }
    let found: Vec<Follower> = sql_query(
        "SELECT f.person_id FROM subscriptions f JOIN people p ON p.id = f.person_id \
         WHERE f.series_id = $2 \
           AND NOT EXISTS (SELECT FROM attendances a WHERE a.seminar_id = $1 AND a.person_id = f.person_id \
                           AND a.invited_at IS NOT NULL) \
           AND NOT EXISTS (SELECT FROM speakers k WHERE k.seminar_id = $1 AND k.person_id = f.person_id) \
         ORDER BY lower(p.name), p.id LIMIT $3",
    )
    .bind::<SqlUuid, _>(seminar.id)
    .bind::<Nullable<SqlUuid>, _>(seminar.series_id)
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await?;
    Ok(found.into_iter().map(|one| one.person_id).collect())
}

/// Some people: how many, and what the first five of them are called, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Crowd {
    /// How many.
    pub count: usize,
    /// Name, or address where none is known.
    pub first: Vec<String>,
}

/// Who is told when a seminar that is announced changes: speakers, and who is invited or answered other than no; and how
/// many who said no are told besides where the time is another one. `actor`, who changes it, is not told.
///
/// # Errors
/// What the database says.
pub async fn concerned_by_change(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
    actor: PersonId,
) -> QueryResult<(Crowd, usize)> {
    let speak = "SELECT person_id FROM speakers WHERE seminar_id = $2 AND answer <> 'declined'";
    let attend =
        "SELECT person_id FROM attendances WHERE seminar_id = $2 AND answer IS DISTINCT FROM 'no'";
    let said_no = "SELECT person_id FROM attendances WHERE seminar_id = $2 AND answer = 'no'";
    let told = but_for(conn, actor, id, &format!("{attend} UNION {speak}")).await?;
    let besides = but_for(conn, actor, id, &format!("{said_no} EXCEPT {speak}")).await?;
    Ok((told, besides.count))
}

/// Whom `people` finds for the seminar $2, but for `actor`.
async fn but_for(
    conn: &mut AsyncPgConnection,
    actor: PersonId,
    id: SeminarId,
    people: &str,
) -> QueryResult<Crowd> {
    let found = sql_query(crowd(people))
        .bind::<SqlUuid, _>(actor)
        .bind::<SqlUuid, _>(id)
        .load(conn)
        .await?;
    Ok(gathered(found))
}

/// Who is told when a seminar is cancelled or postponed: those of its speakers, invited and answering who were told of it
/// or answered. `actor`, who does it, is not told.
///
/// # Errors
/// What the database says.
pub async fn concerned_by_stop(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
    actor: PersonId,
) -> QueryResult<Crowd> {
    let people = "SELECT person_id FROM (SELECT person_id FROM attendances WHERE seminar_id = $2 \
             UNION SELECT person_id FROM speakers WHERE seminar_id = $2 AND answer <> 'declined') c \
         WHERE EXISTS (SELECT FROM attendances a WHERE a.seminar_id = $2 AND a.person_id = c.person_id \
                       AND a.answer IS NOT NULL) \
            OR EXISTS (SELECT FROM messages m WHERE m.seminar_id = $2 AND m.person_id = c.person_id \
                       AND m.state IN ('sent', 'leased') AND m.revision IS NOT NULL)";
    let crowd = sql_query(crowd(people))
        .bind::<SqlUuid, _>(actor)
        .bind::<SqlUuid, _>(id)
        .load(conn)
        .await?;
    Ok(gathered(crowd))
}

/// Who may be told when a default of a series changes: those concerned by its coming seminars that follow a default.
///
/// # Errors
/// What the database says.
pub async fn concerned_by_series(
    conn: &mut AsyncPgConnection,
    id: SeriesId,
    now: Instant,
    actor: PersonId,
) -> QueryResult<Crowd> {
    let coming = "SELECT id FROM seminars WHERE series_id = $2 AND state IN ('announced', 'postponed') \
         AND starts_at > $3 AND inherits && '{zone,duration_minutes,room_id,join_url}'";
    let people = format!(
        "SELECT person_id FROM attendances WHERE seminar_id IN ({coming}) AND answer IS DISTINCT FROM 'no' \
         UNION SELECT person_id FROM speakers WHERE seminar_id IN ({coming}) AND answer <> 'declined'"
    );
    let crowd = sql_query(crowd(&people))
        .bind::<SqlUuid, _>(actor)
        .bind::<SqlUuid, _>(id)
        .bind::<Timestamptz, _>(now)
        .load(conn)
        .await?;
    Ok(gathered(crowd))
}

#[derive(QueryableByName)]
struct One {
    #[diesel(sql_type = Text)]
    called: String,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// The first five of those whom `people` finds and who can be told at all, with how many there are; $1 is left out.
fn crowd(people: &str) -> String {
    format!(
        "SELECT coalesce(p.name, a.address) AS called, count(*) OVER () AS count \
         FROM ({people}) found JOIN people p ON p.id = found.person_id \
         JOIN LATERAL (SELECT address FROM addresses WHERE person_id = p.id \
              ORDER BY purpose = 'sign_in' DESC, created_at, id LIMIT 1) a ON true \
         WHERE p.id <> $1 ORDER BY lower(p.name), p.id LIMIT 5"
    )
}

fn gathered(found: Vec<One>) -> Crowd {
    let count = found.iter().map(|one| one.count).max().unwrap_or(0);
    Crowd {
        count: usize::try_from(count).unwrap_or(0),
        first: found.into_iter().map(|one| one.called).collect(),
    }
}
