//! Entering a seminar.

mod check;
mod lock;
mod row;
mod speakers;

use std::collections::BTreeMap;

use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde_json::json;

use super::{
    WriteError, entrance,
    items::{self, NewItem},
    seats,
    write::{HasRooms, keep_revision, lock_rooms, reread, settle_rooms, touched},
};
use crate::{
    base::{
        audit::{self, Entry},
        changes::{self, Subject},
        clock::Clock,
        error::Refusal,
        hub::Hub,
        ids::{ProjectId, RoomId, SeriesId},
        text,
        zone::Zone,
    },
    mail::reminder::Reminder,
    people::model::Actor,
    seminars::{
        model::{
            Details, Entrance, JoinFor, Place, SeminarKind, SeminarState, Series, Text,
            TextLanguage, Visibility,
        },
        notices,
    },
};

pub(super) use check::{checked_place, too_long};
pub(super) use lock::{locked, organised, series_of};
pub use speakers::{NewSpeaker, WhoSpeaks};
pub(super) use speakers::{SpeakerEntry, put_speakers, resolve_speakers};

/// Which rooms a seminar is to have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Rooms {
    /// That of its series, if there is one.
    #[default]
    AsSeries,
    /// None, though the series has one.
    None,
    /// These.
    These(Vec<RoomId>),
}

/// A seminar to be entered. What is `None` follows the series, or the hub where there is none.
#[derive(Debug, Clone)]
pub struct NewSeminar {
    /// Its series.
    pub series: Option<SeriesId>,
    /// Its project.
    pub project: Option<ProjectId>,
    /// What kind of occasion it is.
    pub kind: SeminarKind,
    /// Its title; may be empty.
    pub title: String,
    /// The abstract, in Markdown.
    pub abstract_text: String,
    /// The same in further languages.
    pub texts: BTreeMap<TextLanguage, Text>,
    /// The wall time at which it starts.
    pub starts_local: chrono::NaiveDateTime,
    /// The zone in which that is meant.
    pub zone: Option<Zone>,
    /// Which of two equal wall times.
    pub fold: Option<u8>,
    /// How long it lasts.
    pub duration_minutes: Option<i32>,
    /// Where.
    pub rooms: Rooms,
    /// A place elsewhere.
    pub place: Option<Place>,
    /// The online address; `Some(None)`: none, though the series has one.
    pub join_url: Option<Option<String>>,
    /// Who may see it.
    pub visibility: Option<Visibility>,
    /// The language it is held in.
    pub language: Option<TextLanguage>,
    /// Topics.
    pub topics: Option<Vec<String>>,
    /// Minutes before the start.
    pub reminders: Option<Vec<Reminder>>,
    /// How many it takes; `Some(None)`: there is no limit, though the series has one.
    pub capacity: Option<Option<i32>>,
    /// For whom its living link opens.
    pub join_for: Option<JoinFor>,
    /// How many minutes before the start.
    pub join_minutes: Option<i32>,
    /// Draft or announced.
    pub state: SeminarState,
    /// Who speaks, in order.
    pub speakers: Vec<NewSpeaker>,
    /// Its programme, in the wall time of its zone; empty: it has none.
    pub items: Vec<NewItem>,
    /// Those of its rooms that take who finds no place in the others; booked with them.
    pub overflow: Vec<RoomId>,
    /// Words of the organiser's own above what is told of it.
    pub note: Option<String>,
}

/// Enters a seminar: its room is taken in the same transaction, or nothing is entered.
///
/// # Errors
/// [`WriteError`].
pub async fn create(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    new: NewSeminar,
) -> Result<Details, WriteError> {
    conn.transaction(async |conn| {
        let (details, touched) = enter(conn, clock, hub, actor, new).await?;
        changes::raise(conn, clock, touched).await?;
        Ok(details)
    })
    .await
}

/// The same inside a transaction of its own, which raises what is answered besides as its last statement.
pub(super) async fn enter(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    new: NewSeminar,
) -> Result<(Details, Vec<Subject>), WriteError> {
    let head = series_of(conn, actor, new.series).await?;
    if !matches!(new.state, SeminarState::Draft | SeminarState::Announced) {
        return Err(Refusal::invalid("state", "reason-draft-or-announced").into());
    }
    let note = text::own_words("note", new.note.as_deref())?;
    let speaking = {
        let programme = Some(new.items.as_slice()).filter(|items| !items.is_empty());
        items::resolve(conn, clock, actor, &[], Some(&new.speakers), programme).await?
    };
    let speakers = speaking.seminar.unwrap_or_default();
    let mut wanted = match (&new.rooms, &head) {
        (Rooms::These(rooms), _) => rooms.clone(),
        (Rooms::AsSeries, Some(head)) => head.room_id.into_iter().collect(),
        _ => Vec::new(),
    };
    let overflow = without(&new.overflow, &wanted);
    wanted.extend(&overflow);
    let for_items = new.items.iter().filter_map(|item| item.room).collect();
    let rooms = lock_rooms(conn, HasRooms::none_yet(for_items), &wanted).await?;
    let id = row::insert(conn, clock, hub, actor, &new, head.as_ref()).await?;
    put_speakers(conn, id, &speakers).await?;
    let of_series = head.as_ref().and_then(|head| head.capacity);
    if let Some(capacity) = new.capacity.unwrap_or(of_series) {
        seats::set_capacity(conn, id, Some(capacity)).await?;
    }
    let of_series = head.as_ref().map(Series::entrance).unwrap_or_default();
    let entrance = Entrance {
        join_for: new.join_for.unwrap_or(of_series.join_for),
        join_minutes: new.join_minutes.unwrap_or(of_series.join_minutes),
    };
    entrance::put(conn, id, Entrance::default(), entrance).await?;
    let mut details = reread(conn, id).await?;
    if !new.items.is_empty() || !overflow.is_empty() {
        let given = items::given(clock, &details, &details.seminar, &new.items)?;
        items::store(conn, id, &given, speaking.items.as_deref()).await?;
        items::put_overflow(conn, id, &overflow).await?;
        details = reread(conn, id).await?;
    }
    settle_rooms(conn, clock, hub, actor, &details, &rooms).await?;
    let details = reread(conn, id).await?;
    keep_revision(conn, clock, actor, &details).await?;
    let mut facts = json!({ "seminar": details.seminar, "rooms": wanted, "capacity": details.capacity,
                            "entrance": details.entrance,
                            "speakers": speakers.iter().map(|speaker| speaker.0).collect::<Vec<_>>() });
    if !details.items.is_empty() {
        facts["items"] = json!(details.items);
    }
    if !details.overflow.is_empty() {
        facts["overflow"] = json!(details.overflow);
    }
    let entry = Entry {
        action: "entered",
        kind: "seminars",
        id: id.0,
        before: None,
        after: Some(facts),
    };
    audit::record(conn, clock, &actor.author, entry).await?;
    notices::written(conn, clock, hub, actor, None, &details, note.as_deref()).await?;
    let mut touched = touched(conn, None, &details).await?;
    touched.extend(speaking.raised);
    Ok((details, touched))
}

/// The rooms of `all` that are none of `others`.
pub(super) fn without(all: &[RoomId], others: &[RoomId]) -> Vec<RoomId> {
    let rooms = all.iter().filter(|room| !others.contains(room));
    rooms.copied().collect()
}
