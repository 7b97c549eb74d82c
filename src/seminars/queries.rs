//! Reads of series and seminars.

mod facets;
mod lists;
mod organising;

use std::collections::HashMap;

pub use facets::{Facets, facets};
pub use lists::{SeriesFilter, list_attendances, list_series, subscriptions};
pub use organising::{
    Crowd, Numbers, answers_of, concerned_by_change, concerned_by_series, concerned_by_stop,
    followers, knowledge_totals, moved_from, numbers, organised_for, sees_series, to_invite,
};

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    model::{
        Answer, Attendance, Details, Seminar, Series, Speaker, SpeakerAnswer, SpeakerRole,
        Subscription,
    },
    rules::{self, Standing},
};
use crate::{
    base::{
        clock::Instant,
        ids::{BookingId, InstitutionId, PersonId, ProjectId, RoomId, SeminarId, SeriesId},
        schema::{
            attendances, bookings, seminars, series, series_organisers, speakers, subscriptions,
        },
    },
    people::model::Actor,
    rooms::{self, model::TakenRoom},
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

/// One seminar, locked until the transaction ends.
///
/// # Errors
/// What the database says.
pub async fn seminar_for_update(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
) -> QueryResult<Option<Seminar>> {
    seminars::table
        .find(id)
        .for_no_key_update()
        .select(Seminar::as_select())
        .first(conn)
        .await
        .optional()
}

/// How `viewer` stands to each of `found`.
///
/// # Errors
/// What the database says.
pub async fn standings(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    found: &[Seminar],
) -> QueryResult<HashMap<SeminarId, Standing>> {
    let mut standings: HashMap<SeminarId, Standing> = HashMap::new();
    let Some(actor) = viewer else {
        return Ok(standings);
    };
    let them: Vec<PersonId> = actor.acts_for.iter().copied().chain([actor.id]).collect();
    let ids: Vec<SeminarId> = found.iter().map(|seminar| seminar.id).collect();
    let organised: Vec<SeriesId> = series_organisers::table
        .filter(series_organisers::person_id.eq_any(&them))
        .select(series_organisers::series_id)
        .load(conn)
        .await?;
    let invited: Vec<SeminarId> = attendances::table
        .filter(attendances::seminar_id.eq_any(&ids))
        .filter(attendances::person_id.eq_any(&them))
        .select(attendances::seminar_id)
        .load(conn)
        .await?;
    let speaks: Vec<SeminarId> = speakers::table
        .filter(speakers::seminar_id.eq_any(&ids))
        .filter(speakers::person_id.eq_any(&them))
        .select(speakers::seminar_id)
        .load(conn)
        .await?;
    for seminar in found {
        standings.insert(
            seminar.id,
            Standing {
                organises: actor.acts_as(seminar.owner_id)
                    || seminar.entered_by == actor.id
                    || seminar.series_id.is_some_and(|id| organised.contains(&id)),
                invited: invited.contains(&seminar.id),
                speaks: speaks.contains(&seminar.id),
            },
        );
    }
    Ok(standings)
}

/// How `viewer` stands to one seminar.
///
/// # Errors
/// What the database says.
pub async fn standing(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    seminar: &Seminar,
) -> QueryResult<Standing> {
    let all = standings(conn, viewer, std::slice::from_ref(seminar)).await?;
    Ok(all.get(&seminar.id).copied().unwrap_or_default())
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
    pub state: Option<super::model::SeminarState>,
    /// Of this kind.
    pub kind: Option<super::model::SeminarKind>,
    /// With this topic, as its slug.
    pub topic: Option<String>,
    /// At which someone of this institution speaks.
    pub institution: Option<InstitutionId>,
    /// At which this person speaks.
    pub speaker: Option<PersonId>,
    /// Ending after this.
    pub from: Option<Instant>,
    /// Starting before this.
    pub to: Option<Instant>,
    /// Over by this.
    pub over: Option<Instant>,
}

/// Where a list goes on.
#[derive(Debug, Clone, Copy)]
pub enum After {
    /// In the order of entry, after this id.
    Id(SeminarId),
    /// In the order of time, after this start and id.
    Start(Instant, SeminarId),
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// As they were entered.
    Entry,
    /// By their start.
    Time,
    /// By their start, the latest first; read from its beginning alone.
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
    let (after_id, after_start) = match after {
        Some(After::Id(id)) => (Some(id), None),
        Some(After::Start(start, id)) => (Some(id), Some(start)),
        None => (None, None),
    };
    let ids: Vec<Id> = sql_query(format!(
        "SELECT s.id FROM seminars s \
         WHERE ($1 IS NULL OR s.series_id = $1) AND ($2 IS NULL OR s.state = $2) AND ($3 IS NULL OR s.kind = $3) \
           AND ($4 IS NULL OR EXISTS (SELECT FROM unnest(s.topics) AS topic \
                WHERE trim(both '-' from regexp_replace(lower(topic), '[^[:alnum:]]+', '-', 'g')) = $4)) \
           AND ($5 IS NULL OR EXISTS (SELECT FROM speakers k JOIN people p ON p.id = k.person_id \
                WHERE k.seminar_id = s.id AND p.institution_id = $5)) \
           AND ($6 IS NULL OR s.ends_at > $6) AND ($7 IS NULL OR s.starts_at < $7) AND ($14 IS NULL OR s.ends_at <= $14) \
           AND ($15 IS NULL OR s.code = $15) AND ($16 IS NULL OR s.project_id = $16) \
           AND ($17 IS NULL OR EXISTS (SELECT FROM speakers k WHERE k.seminar_id = s.id AND k.person_id = $17)) \
           AND ($8 IS NULL OR CASE WHEN $9 IS NULL THEN s.id > $8 ELSE (s.starts_at, s.id) > ($9, $8) END) \
           AND ($10 OR (s.state <> 'draft' AND (s.visibility = 'public' OR (s.visibility = 'members' AND $11))) \
                OR s.owner_id = ANY ($12) OR s.entered_by = ANY ($12) \
                OR s.series_id IN (SELECT series_id FROM series_organisers WHERE person_id = ANY ($12)) \
                OR EXISTS (SELECT FROM speakers k WHERE k.seminar_id = s.id AND k.person_id = ANY ($12)) \
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
    .bind::<diesel::sql_types::Bool, _>(viewer.is_some_and(Actor::is_administrator))
    .bind::<diesel::sql_types::Bool, _>(viewer.is_some_and(|actor| actor.member))
    .bind::<Array<SqlUuid>, _>(&them)
    .bind::<BigInt, _>(limit)
    .bind::<Nullable<Timestamptz>, _>(filter.over)
    .bind::<Nullable<Text>, _>(filter.code.as_deref())
    .bind::<Nullable<SqlUuid>, _>(filter.project)
    .bind::<Nullable<SqlUuid>, _>(filter.speaker)
    .load(conn)
    .await?;
    let ids: Vec<SeminarId> = ids.into_iter().map(|row| row.id).collect();
    let mut found: Vec<Seminar> = seminars::table
        .filter(seminars::id.eq_any(&ids))
        .select(Seminar::as_select())
        .load(conn)
        .await?;
    let place: HashMap<SeminarId, usize> = ids.iter().enumerate().map(|(n, id)| (*id, n)).collect();
    found.sort_by_key(|seminar| place.get(&seminar.id).copied());
    Ok(found)
}

/// Seminars with series, rooms and speakers, in the order given; a fixed number of queries however many there are.
///
/// # Errors
/// What the database says.
pub async fn details(
    conn: &mut AsyncPgConnection,
    found: Vec<Seminar>,
) -> QueryResult<Vec<Details>> {
    let ids: Vec<SeminarId> = found.iter().map(|seminar| seminar.id).collect();
    let mut series_ids: Vec<SeriesId> = found
        .iter()
        .filter_map(|seminar| seminar.series_id)
        .collect();
    series_ids.sort_unstable();
    series_ids.dedup();
    let heads: HashMap<SeriesId, Series> = series::table
        .filter(series::id.eq_any(&series_ids))
        .select(Series::as_select())
        .load::<Series>(conn)
        .await?
        .into_iter()
        .map(|head| (head.id, head))
        .collect();
    let mut rooms = rooms_of(conn, &ids).await?;
    let mut by_seminar: HashMap<SeminarId, Vec<Speaker>> = HashMap::new();
    for speaker in speakers_of(conn, &ids).await? {
        by_seminar
            .entry(speaker.seminar_id)
            .or_default()
            .push(speaker);
    }
    Ok(found
        .into_iter()
        .map(|seminar| Details {
            series: seminar.series_id.and_then(|id| heads.get(&id).cloned()),
            rooms: rooms.remove(&seminar.id).unwrap_or_default(),
            speakers: by_seminar.remove(&seminar.id).unwrap_or_default(),
            seminar,
        })
        .collect())
}

/// One seminar with series, rooms and speakers.
///
/// # Errors
/// What the database says.
pub async fn detail(conn: &mut AsyncPgConnection, seminar: Seminar) -> QueryResult<Details> {
    let mut all = details(conn, vec![seminar]).await?;
    all.pop().ok_or(diesel::result::Error::NotFound)
}

/// The rooms of each seminar: of the booking in force, or else of the last that it had.
async fn rooms_of(
    conn: &mut AsyncPgConnection,
    ids: &[SeminarId],
) -> QueryResult<HashMap<SeminarId, Vec<TakenRoom>>> {
    let rows: Vec<(BookingId, Option<SeminarId>)> = bookings::table
        .filter(bookings::seminar_id.eq_any(ids.iter().map(|id| Some(*id))))
        .distinct_on(bookings::seminar_id)
        .order((
            bookings::seminar_id,
            diesel::dsl::sql::<diesel::sql_types::Bool>(
                "(bookings.state IN ('held', 'confirmed')) DESC",
            ),
            bookings::created_at.desc(),
        ))
        .select((bookings::id, bookings::seminar_id))
        .load(conn)
        .await?;
    let in_force = seminars_without_room(conn, ids).await?;
    let owner: HashMap<BookingId, SeminarId> = rows
        .into_iter()
        .filter_map(|(booking, seminar)| Some((booking, seminar?)))
        .filter(|(_, seminar)| !in_force.contains(seminar))
        .collect();
    let bookings: Vec<BookingId> = owner.keys().copied().collect();
    let mut by_seminar: HashMap<SeminarId, Vec<TakenRoom>> = HashMap::new();
    for room in rooms::queries::rooms_of(conn, &bookings).await? {
        if let Some(seminar) = owner.get(&room.booking_id) {
            by_seminar.entry(*seminar).or_default().push(room);
        }
    }
    Ok(by_seminar)
}

/// Those that take place or are drafts, and have given up their rooms: what they once had is not where they are.
async fn seminars_without_room(
    conn: &mut AsyncPgConnection,
    ids: &[SeminarId],
) -> QueryResult<Vec<SeminarId>> {
    seminars::table
        .filter(seminars::id.eq_any(ids))
        .filter(seminars::state.eq_any(["draft", "announced"]))
        .filter(diesel::dsl::not(diesel::dsl::exists(
            bookings::table
                .filter(bookings::seminar_id.eq(seminars::id.nullable()))
                .filter(bookings::state.eq_any(["held", "confirmed"])),
        )))
        .select(seminars::id)
        .load(conn)
        .await
}

/// The speakers of seminars, by seminar and in order.
///
/// # Errors
/// What the database says.
pub async fn speakers_of(
    conn: &mut AsyncPgConnection,
    ids: &[SeminarId],
) -> QueryResult<Vec<Speaker>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        seminar_id: SeminarId,
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
        #[diesel(sql_type = Nullable<Text>)]
        name: Option<String>,
        #[diesel(sql_type = Nullable<Text>)]
        affiliation: Option<String>,
        #[diesel(sql_type = Nullable<SqlUuid>)]
        institution_id: Option<InstitutionId>,
        #[diesel(sql_type = Nullable<Text>)]
        orcid: Option<String>,
        #[diesel(sql_type = Text)]
        role: SpeakerRole,
        #[diesel(sql_type = Text)]
        answer: SpeakerAnswer,
    }
    let rows: Vec<Row> = sql_query(
        "SELECT k.seminar_id, k.person_id, p.name, i.name AS affiliation, p.institution_id, p.orcid, k.role, k.answer \
         FROM speakers k JOIN people p ON p.id = k.person_id LEFT JOIN institutions i ON i.id = p.institution_id \
         WHERE k.seminar_id = ANY ($1) ORDER BY k.seminar_id, k.position, k.person_id",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Speaker {
            seminar_id: row.seminar_id,
            person_id: row.person_id,
            name: row.name,
            affiliation: row.affiliation,
            institution_id: row.institution_id,
            orcid: row.orcid,
            role: row.role,
            answer: row.answer,
        })
        .collect())
}

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

/// Who knows which revision of a seminar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Who.
    pub person_id: PersonId,
    /// Their name, where it is known.
    pub name: Option<String>,
    /// The revision that they were last told by mail.
    pub revision_told: Option<i32>,
    /// When.
    pub told_at: Option<Instant>,
    /// `knows`, `doesnt` or `bounced`.
    pub state: &'static str,
}

/// What each of those concerned was last told by mail: speakers, and who is invited or answered other than no.
///
/// # Errors
/// What the database says.
pub async fn knowledge(conn: &mut AsyncPgConnection, seminar: &Seminar) -> QueryResult<Vec<Known>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
        #[diesel(sql_type = Nullable<Text>)]
        name: Option<String>,
        #[diesel(sql_type = Nullable<Integer>)]
        revision_told: Option<i32>,
        #[diesel(sql_type = Nullable<Timestamptz>)]
        told_at: Option<Instant>,
        #[diesel(sql_type = Text)]
        state: String,
    }
    let rows: Vec<Row> = sql_query(format!(
        "WITH known AS ({KNOWN}) SELECT k.person_id, p.name, k.revision_told, k.told_at, k.state \
         FROM known k JOIN people p ON p.id = k.person_id ORDER BY p.name, k.person_id"
    ))
    .bind::<SqlUuid, _>(seminar.id)
    .bind::<Integer, _>(seminar.revision)
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Known {
            state: match row.state.as_str() {
                "bounced" => "bounced",
                "knows" => "knows",
                _ => "doesnt",
            },
            person_id: row.person_id,
            name: row.name,
            revision_told: row.revision_told,
            told_at: row.told_at,
        })
        .collect())
}

/// What those concerned by seminar $1, which stands at revision $2, were last told by mail.
const KNOWN: &str = "SELECT c.person_id, told.revision AS revision_told, told.sent_at AS told_at, \
        CASE WHEN last.state = 'failed' THEN 'bounced' WHEN told.revision >= $2 THEN 'knows' ELSE 'doesnt' END AS state \
     FROM (SELECT person_id FROM attendances WHERE seminar_id = $1 AND answer IS DISTINCT FROM 'no' \
           UNION SELECT person_id FROM speakers WHERE seminar_id = $1 AND answer <> 'declined') c \
     LEFT JOIN LATERAL (SELECT m.revision, m.sent_at FROM messages m WHERE m.seminar_id = $1 \
          AND m.person_id = c.person_id AND m.state = 'sent' AND m.revision IS NOT NULL \
          ORDER BY m.revision DESC, m.sent_at DESC LIMIT 1) told ON true \
     LEFT JOIN LATERAL (SELECT m.state FROM messages m WHERE m.seminar_id = $1 AND m.person_id = c.person_id \
          AND m.state IN ('sent', 'failed') ORDER BY m.ended_at DESC LIMIT 1) last ON true";

/// Whether anyone but its organisers may know of it already: such a seminar is changed by telling.
///
/// # Errors
/// What the database says.
pub async fn concerned_count(conn: &mut AsyncPgConnection, id: SeminarId) -> QueryResult<i64> {
    let invited: i64 = attendances::table
        .filter(attendances::seminar_id.eq(id))
        .filter(
            attendances::answer
                .is_null()
                .or(attendances::answer.ne(Some(Answer::No))),
        )
        .count()
        .get_result(conn)
        .await?;
    let speaking: i64 = speakers::table
        .filter(speakers::seminar_id.eq(id))
        .filter(speakers::answer.ne(SpeakerAnswer::Declined))
        .count()
        .get_result(conn)
        .await?;
    Ok(invited + speaking)
}

/// Whether `viewer` may know of `seminar`.
///
/// # Errors
/// What the database says.
pub async fn sees(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    seminar: &Seminar,
) -> QueryResult<bool> {
    Ok(rules::sees(
        viewer,
        seminar,
        standing(conn, viewer, seminar).await?,
    ))
}

/// The rooms that a seminar asked for and has.
///
/// # Errors
/// What the database says.
pub async fn room_ids(conn: &mut AsyncPgConnection, id: SeminarId) -> QueryResult<Vec<RoomId>> {
    match rooms::queries::booking_of_seminar(conn, id).await? {
        Some(booking) if booking.state.takes() => {
            rooms::actions::hold::asked_by(conn, booking.id).await
        }
        _ => Ok(Vec::new()),
    }
}

/// Seminars that concern a person from `from` on: where they speak, are invited or answered other than no.
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
        .filter(seminars::ends_at.gt(from))
        .filter(seminars::starts_at.lt(horizon))
        .filter(
            seminars::id
                .eq_any(
                    speakers::table
                        .filter(speakers::person_id.eq(person))
                        .select(speakers::seminar_id),
                )
                .or(seminars::id
                    .eq_any(
                        attendances::table
                            .filter(attendances::person_id.eq(person))
                            .filter(
                                attendances::answer
                                    .is_null()
                                    .or(attendances::answer.ne(Some(Answer::No))),
                            )
                            .select(attendances::seminar_id),
                    )
                    .and(seminars::state.ne("draft"))),
        )
        .order((seminars::starts_at, seminars::id))
        .select(Seminar::as_select())
        .load(conn)
        .await
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
