//! What stands beside seminars in their entries: the ways in, further languages, when they were announced, the series, the rooms
//! and the speakers, one query each.

use std::collections::HashMap;

use diesel::{dsl::sql, prelude::*, sql_types::Bool};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::{Dated, Room, Speaker, WayIn};
use crate::{
    base::{
        clock::Instant,
        ids::{SeminarId, SeriesId},
        schema::{
            bookings, entrances, institutions, occupancies, people, rooms, seminar_revisions,
            seminar_texts, seminars, series, sites, speakers,
        },
    },
    seminars::model::{Text, TextLanguage, Texts},
};

/// For whom the living links of those open that do not for anyone.
pub(super) async fn ways_in(
    mut conn: &AsyncPgConnection,
    ids: &[SeminarId],
) -> QueryResult<HashMap<SeminarId, WayIn>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(SeminarId, String)> = entrances::table
        .filter(entrances::seminar_id.eq_any(ids))
        .filter(entrances::join_for.ne("open"))
        .select((entrances::seminar_id, entrances::join_for))
        .load(&mut conn)
        .await?;
    let way = |word: &str| match word {
        "members" => WayIn::Members,
        "named" => WayIn::Named,
        _ => WayIn::Guests,
    };
    Ok(rows
        .into_iter()
        .map(|(id, word)| (id, way(&word)))
        .collect())
}

/// What they are called in further languages. Few have any: asked beside the rows, it costs a feed of two thousand a quarter of
/// what they would cost with it.
pub(super) async fn texts_of(
    mut conn: &AsyncPgConnection,
    ids: &[SeminarId],
) -> QueryResult<HashMap<SeminarId, Texts>> {
    let rows: Vec<(SeminarId, TextLanguage, String, String)> = seminar_texts::table
        .filter(seminar_texts::seminar_id.eq_any(ids))
        .load(&mut conn)
        .await?;
    let mut found: HashMap<SeminarId, Vec<(TextLanguage, Text)>> = HashMap::new();
    for (id, language, title, abstract_text) in rows {
        let text = Text {
            title,
            abstract_text,
        };
        found.entry(id).or_default().push((language, text));
    }
    Ok(found
        .into_iter()
        .map(|(id, texts)| (id, texts.into_iter().collect()))
        .collect())
}

/// When they were first announced: when the first of their revisions was made that is no draft. The first by its number: clocks
/// of several machines differ, and a later one may bear an earlier date.
pub(super) async fn announced_of(
    conn: &mut AsyncPgConnection,
    ids: &[SeminarId],
) -> QueryResult<HashMap<SeminarId, Instant>> {
    let rows: Vec<(SeminarId, Instant)> = seminar_revisions::table
        .filter(seminar_revisions::seminar_id.eq_any(ids))
        .filter(sql::<Bool>("snapshot ->> 'state' <> 'draft'"))
        .distinct_on(seminar_revisions::seminar_id)
        .order((seminar_revisions::seminar_id, seminar_revisions::revision))
        .select((seminar_revisions::seminar_id, seminar_revisions::at))
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Their titles, and who may see them.
pub(super) async fn series_of(
    mut conn: &AsyncPgConnection,
    ids: &[SeriesId],
) -> QueryResult<HashMap<SeriesId, Dated<(String, String)>>> {
    let rows: Vec<(SeriesId, String, String, Instant)> = series::table
        .filter(series::id.eq_any(ids))
        .select((
            series::id,
            series::title,
            series::visibility,
            series::modified_at,
        ))
        .load(&mut conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, title, visibility, at)| (id, ((title, visibility), at)))
        .collect())
}

/// The rooms that were asked for: parts of a combined room are taken with it and not named.
pub(super) async fn rooms_of(
    mut conn: &AsyncPgConnection,
    ids: &[SeminarId],
) -> QueryResult<HashMap<SeminarId, Vec<Dated<Room>>>> {
    let rows: Vec<(
        Option<SeminarId>,
        String,
        Instant,
        Option<(String, Option<String>, Instant)>,
    )> = bookings::table
        .inner_join(occupancies::table.on(occupancies::booking_id.eq(bookings::id)))
        .inner_join(rooms::table.on(occupancies::room_id.eq(rooms::id)))
        .left_join(sites::table.on(rooms::site_id.eq(sites::id.nullable())))
        .filter(bookings::seminar_id.eq_any(ids))
        .filter(bookings::part.eq("whole"))
        .filter(bookings::offered.eq(false))
        .filter(bookings::state.eq_any(["held", "confirmed"]))
        .filter(occupancies::state.eq_any(["held", "confirmed"]))
        .filter(occupancies::part_of.is_null())
        .order((rooms::name, rooms::id))
        .select((
            bookings::seminar_id,
            rooms::name,
            rooms::modified_at,
            (sites::name, sites::address, sites::modified_at).nullable(),
        ))
        .load(&mut conn)
        .await?;
    let mut found: HashMap<SeminarId, Vec<Dated<Room>>> = HashMap::new();
    for (seminar, name, modified_at, site) in rows {
        let Some(seminar) = seminar else { continue };
        found
            .entry(seminar)
            .or_default()
            .push(Room::dated(name, modified_at, site));
    }
    Ok(found)
}

pub(super) async fn speakers_of(
    mut conn: &AsyncPgConnection,
    ids: &[SeminarId],
) -> QueryResult<HashMap<SeminarId, Vec<Dated<Speaker>>>> {
    type Named = Option<(String, Instant)>;
    type Spoken = (Option<String>, Option<String>);
    let rows: Vec<(Uuid, String, String, Spoken, Option<String>, Instant, Named)> = speakers::table
        .inner_join(people::table.on(speakers::person_id.eq(people::id)))
        .inner_join(seminars::table.on(speakers::seminar_id.eq(seminars::id)))
        .left_join(institutions::table.on(people::institution_id.eq(institutions::id.nullable())))
        .filter(speakers::seminar_id.eq_any(ids))
        .filter(speakers::answer.ne("declined"))
        .order((speakers::position, speakers::person_id))
        .select((
            speakers::seminar_id,
            speakers::role,
            speakers::affiliation,
            (speakers::talk_language, seminars::language),
            people::name,
            people::modified_at,
            (institutions::name, institutions::modified_at).nullable(),
        ))
        .load(&mut conn)
        .await?;
    let mut found: HashMap<SeminarId, Vec<Dated<Speaker>>> = HashMap::new();
    for (seminar, role, affiliation, (own, of_seminar), name, modified_at, institution) in rows {
        let (institution, at) = match institution {
            // As they are to be announced, whatever is known of them.
            _ if !affiliation.is_empty() => (Some(affiliation), modified_at),
            Some((name, at)) => (Some(name), at.max(modified_at)),
            None => (None, modified_at),
        };
        let speaker = Speaker {
            name,
            institution,
            role,
            language: own.or(of_seminar).and_then(|word| word.parse().ok()),
        };
        found
            .entry(SeminarId(seminar))
            .or_default()
            .push((speaker, at));
    }
    Ok(found)
}
