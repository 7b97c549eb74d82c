//! Seminars as feeds show them, with their rooms, speakers and series: a fixed number of queries, however many there are.
//!
//! The address to join is not read, only whether there is one.

use std::collections::HashMap;

use diesel::{
    dsl::sql,
    pg::Pg,
    prelude::*,
    sql_types::{Bool, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::future;
use serde_json::Value;
use uuid::Uuid;

use super::{
    Which, Window, cut,
    items::{Item, items_of},
    one_more,
};
use crate::{
    base::{
        clock::Instant,
        ids::{InstitutionId, ListId, SeminarId, SeriesId},
        language::Language,
        schema::{
            bookings, entrances, institutions, occupancies, people, rooms, seminars, series,
            series_institutions, sites, speakers,
        },
        zone::Zone,
    },
    seminars::{
        model::{OfRow, Read, SeminarState, TextLanguage, Texts, Visibility},
        queries,
    },
};

/// A seminar, as a feed shows it.
#[derive(Debug, Clone)]
pub struct Seminar {
    /// Which one.
    pub id: SeminarId,
    /// Its short code.
    pub code: String,
    /// Its UID, stored when it was made.
    pub uid: String,
    /// `seminar`, `workshop` …
    pub kind: String,
    /// Its title; empty while it is not known.
    pub title: String,
    /// Its abstract.
    pub abstract_text: String,
    /// Both in further languages.
    pub texts: Texts,
    /// Its start.
    pub starts_at: Instant,
    /// Its end, exclusive.
    pub ends_at: Instant,
    /// The zone in which people there read its times.
    pub zone: Zone,
    /// The zone in which it is meant, where that is another one.
    pub meant: Option<Zone>,
    /// Its topics.
    pub topics: Vec<String>,
    /// The place elsewhere: name and address.
    pub place: Option<String>,
    /// Whether anyone may see it.
    pub public: bool,
    /// For whom the living link opens, where one can join from elsewhere.
    pub online: Option<WayIn>,
    /// Whether it takes place.
    pub standing: Standing,
    /// RFC 5546 SEQUENCE.
    pub sequence: i32,
    /// When it was made.
    pub created_at: Instant,
    /// When anything that it shows was last changed: itself, its series, rooms, sites, speakers, their institutions.
    pub modified_at: Instant,
    /// The title of its series.
    pub series: Option<String>,
    /// Its rooms, by name.
    pub rooms: Vec<Room>,
    /// Its speakers, in order, without those who declined.
    pub speakers: Vec<Speaker>,
    /// Its programme, by time.
    pub items: Vec<Item>,
    /// What comes in its place, where it is cancelled and anyone may know of that.
    pub in_place: Option<InPlace>,
    /// What it is to the person whose feed it stands in.
    pub stance: Stance,
}

impl Seminar {
    /// The same as a feed in `language` shows it: with the version of that language, where there is one.
    pub(super) fn read_in(mut self, language: Language) -> Self {
        let texts = std::mem::take(&mut self.texts);
        let main = Read::main(&self.title, &self.abstract_text, None);
        let Read {
            title,
            abstract_text,
            ..
        } = texts.read(main, language);
        let (title, abstract_text) = (title.to_owned(), abstract_text.to_owned());
        Self {
            title,
            abstract_text,
            ..self
        }
    }
}

/// What comes in place of a seminar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InPlace {
    /// Its short code.
    pub code: String,
    /// Its title; empty while it is not known.
    pub title: String,
    /// The same in further languages.
    pub texts: Texts,
    /// Its start.
    pub starts_at: Instant,
    /// Its end, exclusive.
    pub ends_at: Instant,
    /// The zone in which people there read its times.
    pub zone: Zone,
}

/// Whether a seminar takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Announced,
    /// Not at this time.
    Postponed,
    /// Not at all.
    Cancelled,
}

/// For whom a living link opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayIn {
    /// For whoever may know of the seminar.
    Anyone,
    /// For members of the hub, and who is invited.
    Members,
    /// For those who take part alone.
    Guests,
}

/// What an entry is to whoever has it in their calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stance {
    /// They may be interested: their time stays free.
    Follows,
    /// They may come: not answered yet, or maybe, or waiting for a place.
    May,
    /// They will be there.
    Comes,
}

/// A room, as a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// Its name.
    pub name: String,
    /// Its site.
    pub site: Option<String>,
    /// Where that is.
    pub address: Option<String>,
}

/// Someone who speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// Their name; none while it is not known.
    pub name: Option<String>,
    /// Their institution.
    pub institution: Option<String>,
    /// `speaker`, `panellist`, `moderator` or `host`.
    pub role: String,
    /// In which language they speak, where it is known: their own, or that of the seminar.
    pub language: Option<TextLanguage>,
}

/// A query of seminars.
pub(super) type Query = seminars::BoxedQuery<'static, Pg>;

/// What anyone may see.
pub(super) fn public(window: &Window) -> Query {
    visible(window).filter(seminars::visibility.eq("public"))
}

/// What is in the window and no draft, whoever may see it.
pub(super) fn visible(window: &Window) -> Query {
    let query = seminars::table
        .into_boxed()
        .filter(seminars::ends_at.gt(window.from))
        .filter(
            seminars::state.eq("announced").or(seminars::state
                .eq_any(["postponed", "cancelled"])
                .and(seminars::state_at.ge(window.cancelled_since))),
        );
    let query = match &window.kinds {
        Some(kinds) => query.filter(seminars::kind.eq_any(kinds.clone())),
        None => query,
    };
    match window.until {
        Some(until) => query.filter(seminars::starts_at.lt(until)),
        None => query,
    }
}

pub(super) fn of_series(query: Query, id: SeriesId) -> Query {
    query.filter(seminars::series_id.eq(id))
}

pub(super) fn under(query: Query, topics: Vec<String>) -> Query {
    query.filter(seminars::topics.overlaps_with(topics))
}

/// Those at which people of the institution speak (hosts receive, and those who declined do not come), and those of the
/// series that it organises with others.
pub(super) fn of_institution(query: Query, id: InstitutionId) -> Query {
    let speaking = speakers::table
        .inner_join(people::table.on(speakers::person_id.eq(people::id)))
        .filter(people::institution_id.eq(id))
        .filter(speakers::role.ne("host"))
        .filter(speakers::answer.ne("declined"))
        .select(speakers::seminar_id);
    let organised = series_institutions::table
        .filter(series_institutions::institution_id.eq(id))
        .select(series_institutions::series_id.nullable());
    query.filter(
        seminars::id
            .eq_any(speaking)
            .or(seminars::series_id.eq_any(organised)),
    )
}

/// Those that stand on a list.
pub(super) fn on_list(query: Query, id: ListId) -> Query {
    query.filter(
        sql::<Bool>("seminars.id IN (SELECT list_shows(")
            .bind::<SqlUuid, _>(id)
            .sql("))"),
    )
}

/// Those of `ids` that take place.
pub(super) fn taking_place(query: Query, ids: Vec<SeminarId>) -> Query {
    query
        .filter(seminars::state.eq("announced"))
        .filter(seminars::id.eq_any(ids))
}

pub(super) fn one(query: Query, id: SeminarId) -> Query {
    query.filter(seminars::id.eq(id))
}

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
    #[diesel(select_expression = OfRow)]
    texts: Texts,
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

/// What `query` finds, as many as the feed holds, and whether there are more.
pub(super) async fn load(
    conn: &mut AsyncPgConnection,
    query: Query,
    which: Which,
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
    let (ways, series, mut rooms, mut speakers, mut items) = future::try_join5(
        ways_in(conn, &online),
        series_of(conn, &series_ids),
        rooms_of(conn, &ids),
        speakers_of(conn, &ids),
        items_of(conn, &ids),
    )
    .await?;
    let mut in_place = in_place_of(conn, &rows).await?;
    let seminars = rows.into_iter().map(|(row, online)| {
        let id = row.id;
        let series = row.series_id.and_then(|id| series.get(&id));
        assemble(
            row,
            online.then(|| ways.get(&id).copied().unwrap_or(WayIn::Anyone)),
            series,
            rooms.remove(&id).unwrap_or_default(),
            speakers.remove(&id).unwrap_or_default(),
            items.remove(&id).unwrap_or_default(),
            in_place.remove(&id),
        )
    });
    Ok((seminars.collect(), cut))
}

/// Something shown, and when it was last changed.
pub(super) type Dated<T> = (T, Instant);

fn assemble(
    row: Row,
    online: Option<WayIn>,
    series: Option<&Dated<String>>,
    rooms: Vec<Dated<Room>>,
    speakers: Vec<Dated<Speaker>>,
    items: Vec<Dated<Item>>,
    in_place: Option<Dated<InPlace>>,
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
        texts: row.texts,
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
        modified_at,
        series: series.map(|(title, _)| title.clone()),
        rooms: rooms.into_iter().map(|(room, _)| room).collect(),
        speakers: speakers.into_iter().map(|(speaker, _)| speaker).collect(),
        items: items.into_iter().map(|(item, _)| item).collect(),
        in_place: in_place.map(|(next, _)| next),
        stance: Stance::Follows,
    }
}

/// What comes in place of those that are cancelled, where anyone may know of it.
async fn in_place_of(
    conn: &mut AsyncPgConnection,
    rows: &[(Row, bool)],
) -> QueryResult<HashMap<SeminarId, Dated<InPlace>>> {
    let cancelled = rows.iter().filter(|(row, _)| row.state == "cancelled");
    let cancelled: Vec<SeminarId> = cancelled.map(|(row, _)| row.id).collect();
    let found = queries::in_place_of(conn, &cancelled).await?;
    let open = found.into_iter().filter(|(_, next)| {
        next.state != SeminarState::Draft && next.visibility == Visibility::Public
    });
    let told = open.map(|(id, next)| {
        let (zone, at) = (next.there(), next.modified_at);
        let told = InPlace {
            code: next.code,
            title: next.title,
            texts: next.written.texts,
            starts_at: next.starts_at,
            ends_at: next.ends_at,
            zone,
        };
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

/// For whom the living links of those open that do not for anyone.
async fn ways_in(
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
        _ => WayIn::Guests,
    };
    Ok(rows
        .into_iter()
        .map(|(id, word)| (id, way(&word)))
        .collect())
}

async fn series_of(
    mut conn: &AsyncPgConnection,
    ids: &[SeriesId],
) -> QueryResult<HashMap<SeriesId, Dated<String>>> {
    let rows: Vec<(SeriesId, String, Instant)> = series::table
        .filter(series::id.eq_any(ids))
        .select((series::id, series::title, series::modified_at))
        .load(&mut conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, title, at)| (id, (title, at)))
        .collect())
}

/// The rooms that were asked for: parts of a combined room are taken with it and not named.
async fn rooms_of(
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

impl Room {
    /// A room with its site (name, address, when changed), and when either was last changed.
    pub(super) fn dated(
        name: String,
        modified_at: Instant,
        site: Option<(String, Option<String>, Instant)>,
    ) -> Dated<Self> {
        let (site, address, site_modified_at) = match site {
            Some((site, address, at)) => (Some(site), address, at),
            None => (None, None, modified_at),
        };
        let room = Self {
            name,
            site,
            address,
        };
        (room, modified_at.max(site_modified_at))
    }
}

async fn speakers_of(
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
