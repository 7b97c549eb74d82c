//! Seminars with what belongs to them: series, rooms, speakers, seats, their programmes, and how one comes in from afar.

use std::collections::HashMap;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    items::{items_of, overflow_of},
    replacements::replaced,
};
use crate::{
    base::{
        clock::Instant,
        ids::{BookingId, FileId, InstitutionId, PersonId, SeminarId, SeriesId},
        prepared::prepared,
        schema::{bookings, entrances, seats, seminars, series},
    },
    rooms::{self, model::TakenRoom},
    seminars::model::{
        Details, Entrance, JoinFor, Seminar, SeminarState, Series, Speaker, SpeakerAnswer,
        SpeakerRole, TextLanguage,
    },
};

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
    let mut capacities = capacities(conn, &ids).await?;
    let mut items = items_of(conn, &ids).await?;
    let mut overflow = overflow_of(conn, &ids).await?;
    let mut entrances = entrances_of(conn, &ids).await?;
    let cancelled = found
        .iter()
        .filter(|seminar| seminar.state == SeminarState::Cancelled);
    let cancelled: Vec<SeminarId> = cancelled.map(|seminar| seminar.id).collect();
    let replaced = match cancelled.is_empty() {
        true => HashMap::new(),
        false => replaced(conn, &cancelled).await?,
    };
    Ok(found
        .into_iter()
        .map(|seminar| Details {
            capacity: capacities.remove(&seminar.id),
            entrance: entrances.remove(&seminar.id).unwrap_or_default(),
            series: seminar.series_id.and_then(|id| heads.get(&id).cloned()),
            rooms: rooms.remove(&seminar.id).unwrap_or_default(),
            speakers: by_seminar.remove(&seminar.id).unwrap_or_default(),
            items: items.remove(&seminar.id).unwrap_or_default(),
            overflow: overflow.remove(&seminar.id).unwrap_or_default(),
            replaced: replaced.get(&seminar.id).copied(),
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

/// How many those take that have a limit.
async fn capacities(
    conn: &mut AsyncPgConnection,
    ids: &[SeminarId],
) -> QueryResult<HashMap<SeminarId, i32>> {
    let rows: Vec<(SeminarId, Option<i32>)> = seats::table
        .filter(seats::seminar_id.eq_any(ids))
        .select((seats::seminar_id, seats::capacity))
        .load(conn)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(seminar, capacity)| Some((seminar, capacity?)))
        .collect())
}

/// How one comes into those that say how.
async fn entrances_of(
    conn: &mut AsyncPgConnection,
    ids: &[SeminarId],
) -> QueryResult<HashMap<SeminarId, Entrance>> {
    let rows: Vec<(SeminarId, JoinFor, i32)> = entrances::table
        .filter(entrances::seminar_id.eq_any(ids))
        .select((
            entrances::seminar_id,
            entrances::join_for,
            entrances::join_minutes,
        ))
        .load(conn)
        .await?;
    let entrance = |(seminar, join_for, join_minutes)| {
        let entrance = Entrance {
            join_for,
            join_minutes,
        };
        (seminar, entrance)
    };
    Ok(rows.into_iter().map(entrance).collect())
}

/// The rooms of each seminar: of the booking in force, or else of the one that it had when it was stopped.
async fn rooms_of(
    conn: &mut AsyncPgConnection,
    ids: &[SeminarId],
) -> QueryResult<HashMap<SeminarId, Vec<TakenRoom>>> {
    let rows: Vec<(BookingId, Option<SeminarId>)> = bookings::table
        .filter(bookings::seminar_id.eq_any(ids.iter().map(|id| Some(*id))))
        .filter(bookings::part.eq("whole"))
        // What is held for a time that is offered is not where it is.
        .filter(bookings::offered.eq(false))
        // What was given up while it was still to take place is not where it was to be.
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>(
            "(bookings.state IN ('held', 'confirmed') OR NOT EXISTS (SELECT FROM seminar_revisions v \
                 WHERE v.seminar_id = bookings.seminar_id AND v.at > bookings.state_at \
                   AND v.snapshot->>'state' IN ('draft', 'announced')))",
        ))
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
                .filter(bookings::part.eq("whole"))
                .filter(bookings::offered.eq(false))
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
        #[diesel(sql_type = Nullable<Timestamptz>)]
        answered_at: Option<Instant>,
        #[diesel(sql_type = Integer)]
        link_no: i32,
        #[diesel(sql_type = Bool)]
        asked_oneself: bool,
        #[diesel(sql_type = Nullable<SqlUuid>)]
        portrait: Option<FileId>,
        #[diesel(sql_type = Nullable<Text>)]
        talk_language: Option<TextLanguage>,
    }
    let rows: Vec<Row> = prepared(sql_query(
        "SELECT k.seminar_id, k.person_id, p.name, coalesce(nullif(k.affiliation, ''), i.name) AS affiliation, \
             p.institution_id, p.orcid, k.role, k.answer, k.answered_at, k.link_no, \
             k.asked_at IS NOT NULL AS asked_oneself, \
             (SELECT f.id FROM files f JOIN speaker_consents c USING (seminar_id, person_id) \
              WHERE f.seminar_id = k.seminar_id AND f.person_id = k.person_id AND f.purpose = 'portrait' \
                AND c.purpose = 'portrait' AND c.given AND k.answer <> 'declined') AS portrait, k.talk_language \
         FROM speakers k JOIN people p ON p.id = k.person_id LEFT JOIN institutions i ON i.id = p.institution_id \
         WHERE k.seminar_id = ANY ((SELECT $1)::uuid[]) ORDER BY k.seminar_id, k.position, k.person_id",
    )
    .bind::<Array<SqlUuid>, _>(ids))
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
            answered_at: row.answered_at,
            link_no: row.link_no,
            asked_oneself: row.asked_oneself,
            portrait: row.portrait,
            language: row.talk_language,
        })
        .collect())
}
