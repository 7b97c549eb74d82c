//! Reading them: the rows, and what stands beside them all at once.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::future;
use serde_json::Value;

use super::{
    Dated, InPlace, Known, Query, Room, Seminar, Speaker, Stance, Standing, WayIn,
    beside::{announced_of, rooms_of, series_of, speakers_of, texts_of, ways_in},
};
use crate::{
    base::{
        clock::Instant,
        ids::{SeminarId, SeriesId},
        schema::seminars,
        zone::Zone,
    },
    feeds::source::{
        Which, cut,
        items::{Item, items_of},
        one_more,
    },
    seminars::{
        model::{SeminarState, Texts, Visibility},
        queries,
    },
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = seminars)]
struct Row {
    id: SeminarId,
    code: String,
    uid: String,
    series_id: Option<SeriesId>,
    kind: String,
    title: String,
    abstract_text: String,
    language: Option<String>,
    starts_at: Instant,
    ends_at: Instant,
    zone: String,
    topics: Vec<String>,
    visibility: String,
    place: Option<Value>,
    state: String,
    sequence: i32,
    created_at: Instant,
    modified_at: Instant,
}

/// What `query` finds, as many as the feed holds, and whether there are more; their series are named where they are `known`.
pub(in crate::feeds::source) async fn load(
    conn: &mut AsyncPgConnection,
    query: Query,
    which: Which,
    known: &Known,
) -> QueryResult<(Vec<Seminar>, bool)> {
    let query = match which {
        Which::First => query.order((seminars::starts_at, seminars::id)),
        Which::Changed => query.order((seminars::modified_at.desc(), seminars::id)),
    };
    let mut rows: Vec<(Row, bool)> = query
        .limit(one_more(which.most()))
        .select((Row::as_select(), seminars::join_url.is_not_null()))
        .load(conn)
        .await?;
    let cut = cut(&mut rows, which.most());
    if rows.is_empty() {
        return Ok((Vec::new(), false));
    }
    let ids: Vec<SeminarId> = rows.iter().map(|(row, _)| row.id).collect();
    let mut series_ids: Vec<SeriesId> = rows.iter().filter_map(|(row, _)| row.series_id).collect();
    series_ids.sort_unstable();
    series_ids.dedup();
    let online = rows.iter().filter(|(_, online)| *online);
    let online: Vec<SeminarId> = online.map(|(row, _)| row.id).collect();
    // All at once: none waits for what another answers.
    let ((ways, mut texts), series, mut rooms, mut speakers, mut items) = future::try_join5(
        future::try_join(ways_in(conn, &online), texts_of(conn, &ids)),
        series_of(conn, &series_ids),
        rooms_of(conn, &ids),
        speakers_of(conn, &ids),
        items_of(conn, &ids),
    )
    .await?;
    let mut in_place = in_place_of(conn, &rows).await?;
    let announced = match which {
        Which::First => HashMap::new(),
        Which::Changed => announced_of(conn, &ids).await?,
    };
    let seminars = rows.into_iter().map(|(row, online)| {
        let id = row.id;
        let series = row.series_id.and_then(|head| {
            let ((title, visibility), at) = series.get(&head)?;
            let named = known.names(head, visibility, id);
            Some((named.then(|| title.clone()), *at))
        });
        let seminar = assemble(
            (row, texts.remove(&id).unwrap_or_default()),
            online.then(|| ways.get(&id).copied().unwrap_or(WayIn::Anyone)),
            series,
            rooms.remove(&id).unwrap_or_default(),
            speakers.remove(&id).unwrap_or_default(),
            items.remove(&id).unwrap_or_default(),
            in_place.remove(&id),
        );
        Seminar {
            announced_at: announced.get(&id).copied(),
            ..seminar
        }
    });
    Ok((seminars.collect(), cut))
}

fn assemble(
    (row, texts): (Row, Texts),
    online: Option<WayIn>,
    series: Option<Dated<Option<String>>>,
    rooms: Vec<Dated<Room>>,
    speakers: Vec<Dated<Speaker>>,
    items: Vec<Dated<Item>>,
    in_place: Option<Dated<Option<InPlace>>>,
) -> Seminar {
    let dates = series.iter().map(|(_, at)| *at);
    let dates = dates.chain(rooms.iter().map(|(_, at)| *at));
    let dates = dates.chain(speakers.iter().map(|(_, at)| *at));
    let dates = dates.chain(items.iter().map(|(_, at)| *at));
    let dates = dates.chain(in_place.iter().map(|(_, at)| *at));
    let modified_at = dates.fold(row.modified_at, Instant::max);
    // Zones are checked on entry; should one be gone, the instant is still right, and so is its label.
    let meant = row.zone.parse().unwrap_or(Zone::UTC);
    let there = row
        .place
        .as_ref()
        .and_then(|place| place.get("zone")?.as_str()?.parse().ok());
    let there = there.filter(|there: &Zone| *there != meant);
    Seminar {
        id: row.id,
        code: row.code,
        uid: row.uid,
        kind: row.kind,
        title: row.title,
        abstract_text: row.abstract_text,
        texts,
        language: row.language.and_then(|code| code.parse().ok()),
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        zone: there.unwrap_or(meant),
        meant: there.map(|_| meant),
        topics: row.topics,
        place: row.place.as_ref().and_then(place),
        public: row.visibility == "public",
        online,
        standing: match row.state.as_str() {
            "cancelled" => Standing::Cancelled,
            "postponed" => Standing::Postponed,
            _ => Standing::Announced,
        },
        sequence: row.sequence,
        created_at: row.created_at,
        announced_at: None,
        modified_at,
        series_id: row.series_id,
        series: series.and_then(|(title, _)| title),
        rooms: rooms.into_iter().map(|(room, _)| room).collect(),
        speakers: speakers.into_iter().map(|(speaker, _)| speaker).collect(),
        items: items.into_iter().map(|(item, _)| item).collect(),
        in_place: in_place.and_then(|(next, _)| next),
        stance: Stance::Follows,
    }
}

/// What comes in place of those that are cancelled, where anyone may know of it; and when that was last changed, where
/// anything was ever said to come: what is no longer shown has a date, too.
async fn in_place_of(
    conn: &mut AsyncPgConnection,
    rows: &[(Row, bool)],
) -> QueryResult<HashMap<SeminarId, Dated<Option<InPlace>>>> {
    let cancelled = rows.iter().filter(|(row, _)| row.state == "cancelled");
    let cancelled: Vec<SeminarId> = cancelled.map(|(row, _)| row.id).collect();
    let changed_at = queries::replaced_changed_at(conn, &cancelled).await?;
    let mut found = match changed_at.is_empty() {
        true => HashMap::new(),
        false => queries::in_place_of(conn, &cancelled).await?,
    };
    let told = changed_at.into_iter().map(|(id, at)| {
        let next = found.remove(&id).filter(|next| {
            next.state != SeminarState::Draft && next.visibility == Visibility::Public
        });
        let told = next.map(|next| InPlace {
            zone: next.there(),
            code: next.code,
            title: next.title,
            texts: next.written.texts,
            starts_at: next.starts_at,
            ends_at: next.ends_at,
        });
        (id, (told, at))
    });
    Ok(told.collect())
}

fn place(place: &Value) -> Option<String> {
    let part = |name| place.get(name).and_then(Value::as_str);
    let parts: Vec<&str> = [part("name"), part("address")]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
