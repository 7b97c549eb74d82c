//! Entering a seminar.

use std::collections::{BTreeMap, HashMap};

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{
    WriteError, entrance,
    items::{self, NewItem},
    seats, texts,
    write::{
        HasRooms, instants, keep_revision, lock_rooms, reminders, reread, settle_rooms, topics,
        touched, web_address,
    },
};
use crate::{
    base::{
        audit::{self, Entry},
        changes::{self, Subject},
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        hub::Hub,
        ids::{self, PersonId, ProjectId, RoomId, SeminarId, SeriesId},
        schema::{seminars, series, speaker_links, speakers},
        text,
        zone::Zone,
    },
    mail::reminder::Reminder,
    people::{self, actions::PersonEntry, model::Actor},
    seminars::{
        model::{
            Details, Entrance, Inherited, JoinFor, Place, Seminar, SeminarKind, SeminarState,
            Series, SpeakerAnswer, SpeakerRole, Text, TextChange, TextLanguage, Texts, Visibility,
        },
        notices, queries, rules,
    },
};

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

/// Someone who is to speak: a person who is known, or one by address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSpeaker {
    /// Who.
    pub who: WhoSpeaks,
    /// As what.
    pub role: SpeakerRole,
}

impl NewSpeaker {
    /// A person who is known; should they not speak yet, they give a talk.
    pub fn known(person: PersonId) -> Self {
        Self {
            who: WhoSpeaks::Person(person),
            role: SpeakerRole::Speaker,
        }
    }
}

/// Who is to speak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhoSpeaks {
    /// A person who is known.
    Person(PersonId),
    /// Whoever has this address; entered where nobody has.
    Entry(PersonEntry),
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
    /// The online address.
    pub join_url: Option<String>,
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
    let id = insert(conn, clock, hub, actor, &new, head.as_ref()).await?;
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

/// The series that is to have a seminar, locked against a change of its defaults; the actor must organise it.
pub(super) async fn series_of(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    id: Option<SeriesId>,
) -> Result<Option<Series>, Refusal> {
    let Some(id) = id else {
        rules::may_enter(actor)?;
        return Ok(None);
    };
    let head = series::table
        .find(id)
        .for_share()
        .select(Series::as_select())
        .first(conn)
        .await
        .optional()?
        .ok_or_else(|| Refusal::invalid("series_id", "reason-unknown"))?;
    rules::may_organise(actor, queries::organises(conn, actor, id).await?)?;
    Ok(Some(head))
}

async fn insert(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    new: &NewSeminar,
    head: Option<&Series>,
) -> Result<SeminarId, WriteError> {
    let mut invalid = Invalid::default();
    let title = text::line(&new.title);
    let abstract_text = text::lines(&new.abstract_text);
    too_long(&mut invalid, "title", &title, text::TITLE);
    too_long(&mut invalid, "abstract", &abstract_text, text::LONG);
    let language = new
        .language
        .map(|language| language.word().to_owned())
        .or_else(|| head.and_then(|head| head.language.clone()));
    let wanted = new.texts.iter();
    let wanted: BTreeMap<TextLanguage, TextChange> = wanted
        .map(|(language, text)| (*language, text.clone().into()))
        .collect();
    let texts = texts::next(&mut invalid, &Texts::default(), &wanted);
    texts::in_other_languages(&mut invalid, language.as_deref(), &texts, &wanted);
    let zone = new
        .zone
        .or_else(|| head.map(Series::zone))
        .unwrap_or(hub.zone);
    let minutes = new
        .duration_minutes
        .or_else(|| head.map(|head| head.duration_minutes))
        .unwrap_or(60);
    if !(1..=43_200).contains(&minutes) {
        invalid.because("duration_minutes", "reason-duration");
    }
    let join_url = invalid
        .take(
            "join_url",
            web_address(new.join_url.as_deref().unwrap_or_default()),
        )
        .flatten();
    let place = invalid
        .take("place", new.place.as_ref().map(checked_place).transpose())
        .flatten();
    let topics = invalid.take(
        "topics",
        match (&new.topics, head) {
            (Some(own), _) => topics(own),
            (None, Some(head)) => Ok(head.topics.clone()),
            (None, None) => Ok(Vec::new()),
        },
    );
    let reminders = invalid.take(
        "reminders",
        match (&new.reminders, head) {
            (Some(own), _) => reminders(own),
            (None, Some(head)) => Ok(head.reminders.clone()),
            (None, None) => Ok(Reminder::USUAL.to_vec()),
        },
    );
    seats::checked(&mut invalid, new.capacity.flatten());
    entrance::checked(&mut invalid, new.join_minutes.unwrap_or_default());
    let slot = match instants(new.starts_local, zone, new.fold, minutes.clamp(1, 43_200)) {
        Ok(slot) => Some(slot),
        Err(wrong) => {
            for (field, reasons) in wrong.fields() {
                for reason in reasons {
                    invalid.add(field, reason.clone());
                }
            }
            None
        }
    };
    invalid.none_or()?;
    let slot = slot.ok_or_else(|| Refusal::invalid("starts_local", "reason-time"))?;
    let id = SeminarId::fresh(clock);
    let now = clock.now();
    diesel::insert_into(seminars::table)
        .values((
            (
                seminars::id.eq(id),
                seminars::code.eq(fresh_code(conn).await?),
                seminars::uid.eq(hub.calendar_uid(id.0)),
                seminars::series_id.eq(new.series),
                seminars::project_id.eq(new.project),
                seminars::kind.eq(new.kind),
                seminars::title.eq(title),
                seminars::abstract_text.eq(abstract_text),
                seminars::owner_id.eq(actor.id),
                seminars::entered_by.eq(actor.id),
                seminars::starts_local.eq(new.starts_local),
                seminars::zone.eq(zone.name()),
                seminars::fold.eq(new.fold.map(i16::from)),
                seminars::starts_at.eq(slot.from()),
                seminars::ends_at.eq(slot.to()),
                seminars::duration_minutes.eq(minutes),
            ),
            (
                seminars::visibility.eq(new
                    .visibility
                    .or_else(|| head.map(|head| head.visibility))
                    .unwrap_or(Visibility::Public)),
                seminars::language.eq(language),
                seminars::topics.eq(topics.unwrap_or_default()),
                seminars::reminders.eq(reminders.unwrap_or_default()),
                seminars::inherits.eq(inherits(new, head)),
                seminars::place.eq(place.map(|place| json!(place))),
                seminars::join_url.eq(join_url),
                seminars::state.eq(new.state),
                seminars::state_at.eq(now),
                seminars::state_by.eq(actor.id),
                seminars::created_at.eq(now),
                seminars::modified_at.eq(now),
            ),
        ))
        .execute(conn)
        .await?;
    texts::put(conn, id, &Texts::default(), &texts).await?;
    Ok(id)
}

/// What a new seminar takes from its series: whatever was not said.
fn inherits(new: &NewSeminar, head: Option<&Series>) -> Vec<String> {
    if head.is_none() {
        return Vec::new();
    }
    [
        (Inherited::Zone, new.zone.is_none()),
        (Inherited::Duration, new.duration_minutes.is_none()),
        (Inherited::Room, new.rooms == Rooms::AsSeries),
        (Inherited::Visibility, new.visibility.is_none()),
        (Inherited::Language, new.language.is_none()),
        (Inherited::Topics, new.topics.is_none()),
        (Inherited::Reminders, new.reminders.is_none()),
        (Inherited::Capacity, new.capacity.is_none()),
        (Inherited::JoinFor, new.join_for.is_none()),
        (Inherited::JoinMinutes, new.join_minutes.is_none()),
    ]
    .into_iter()
    .filter(|(_, follows)| *follows)
    .map(|(value, _)| value.word().to_owned())
    .collect()
}

/// A code that no seminar has. Two writers that draw the same one at once meet the constraint, one in some 10¹⁰.
async fn fresh_code(conn: &mut AsyncPgConnection) -> QueryResult<String> {
    loop {
        let code = ids::short_code();
        let there: bool = diesel::select(diesel::dsl::exists(
            seminars::table.filter(seminars::code.eq(&code)),
        ))
        .get_result(conn)
        .await?;
        if !there {
            return Ok(code);
        }
    }
}

/// A speaker as a row will have them.
pub(super) type SpeakerEntry = (PersonId, SpeakerRole);

/// The people who are to speak; those who are not known are entered. With what is to be raised, last, where someone who is
/// known got a name.
pub(super) async fn resolve_speakers(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    wanted: &[NewSpeaker],
) -> Result<(Vec<SpeakerEntry>, Option<Subject>), Refusal> {
    if wanted.len() > 100 {
        return Err(
            Invalid::one("speakers", Reason::new("reason-too-many").with("max", 100)).into(),
        );
    }
    let entries: Vec<PersonEntry> = wanted
        .iter()
        .filter_map(|speaker| match &speaker.who {
            WhoSpeaks::Entry(entry) => Some(entry.clone()),
            WhoSpeaks::Person(_) => None,
        })
        .collect();
    let resolved = people::actions::resolve(conn, clock, actor, &entries).await?;
    let mut entered = resolved.people.into_iter();
    let mut speakers: Vec<SpeakerEntry> = Vec::with_capacity(wanted.len());
    for speaker in wanted {
        let person = match &speaker.who {
            WhoSpeaks::Person(person) => *person,
            WhoSpeaks::Entry(_) => entered.next().ok_or(Refusal::NotFound)?,
        };
        if speakers.iter().any(|(known, _)| *known == person) {
            return Err(Refusal::invalid("speakers", "reason-speaker-twice"));
        }
        speakers.push((person, speaker.role));
    }
    Ok((speakers, resolved.names))
}

/// Makes the speakers of a seminar those given; answers of those who stay are kept. Of those who go the number of their link
/// is: should they come again, no link that was revoked opens.
pub(super) async fn put_speakers(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
    wanted: &[SpeakerEntry],
) -> QueryResult<()> {
    let keep: Vec<PersonId> = wanted.iter().map(|(person, _)| *person).collect();
    sql_query(
        "WITH gone AS (DELETE FROM speakers WHERE seminar_id = $1 AND person_id <> ALL ($2) \
             RETURNING seminar_id, person_id, link_no) \
         INSERT INTO speaker_links (seminar_id, person_id, link_no) \
             SELECT seminar_id, person_id, link_no FROM gone WHERE link_no > 0 \
         ON CONFLICT (seminar_id, person_id) DO UPDATE SET link_no = excluded.link_no",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Array<SqlUuid>, _>(&keep)
    .execute(conn)
    .await?;
    let numbers: HashMap<PersonId, i32> = speaker_links::table
        .filter(speaker_links::seminar_id.eq(id))
        .select((speaker_links::person_id, speaker_links::link_no))
        .load::<(PersonId, i32)>(conn)
        .await?
        .into_iter()
        .collect();
    for (position, (person, role)) in (0_i32..).zip(wanted) {
        diesel::insert_into(speakers::table)
            .values((
                speakers::seminar_id.eq(id),
                speakers::person_id.eq(person),
                speakers::role.eq(role),
                speakers::answer.eq(SpeakerAnswer::Asked),
                speakers::position.eq(position),
                speakers::link_no.eq(numbers.get(person).copied().unwrap_or_default()),
            ))
            .on_conflict((speakers::seminar_id, speakers::person_id))
            .do_update()
            .set((speakers::role.eq(role), speakers::position.eq(position)))
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// A place as it is kept.
pub(super) fn checked_place(place: &Place) -> Result<Place, Reason> {
    let name = text::line(&place.name);
    if name.is_empty() {
        return Err(Reason::new("reason-required"));
    }
    let address = place.address.as_deref().map(text::lines);
    let address = address.and_then(text::some);
    for (words, most) in [(Some(&name), text::TITLE), (address.as_ref(), text::NOTE)] {
        if words.is_some_and(|words| words.chars().count() > most) {
            return Err(Reason::new("reason-too-long").with("max", most));
        }
    }
    Ok(Place {
        name,
        address,
        url: web_address(place.url.as_deref().unwrap_or_default())?,
        zone: place.zone,
    })
}

/// Notes that a text is too long.
pub(super) fn too_long(invalid: &mut Invalid, field: &str, text: &str, most: usize) {
    if text.chars().count() > most {
        invalid.add(field, Reason::new("reason-too-long").with("max", most));
    }
}

/// The seminar that an edit is about, locked, and that the actor organises.
pub(super) async fn organised(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    id: SeminarId,
) -> Result<Seminar, Refusal> {
    let seminar = locked(conn, id).await?;
    let standing = queries::standing(conn, Some(actor), &seminar).await?;
    if !rules::sees(Some(actor), &seminar, standing) {
        return Err(Refusal::NotFound);
    }
    rules::may_organise(actor, standing.organises)?;
    Ok(seminar)
}

/// A seminar, locked until the transaction ends.
pub(super) async fn locked(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
) -> Result<Seminar, Refusal> {
    // The series first: the order of locks.
    let series_id: Option<SeriesId> = seminars::table
        .find(id)
        .select(seminars::series_id)
        .first(conn)
        .await
        .map_err(Refusal::from)?;
    if let Some(series_id) = series_id {
        series::table
            .find(series_id)
            .for_share()
            .select(series::id)
            .first::<SeriesId>(conn)
            .await?;
    }
    queries::seminar_for_update(conn, id)
        .await?
        .ok_or(Refusal::NotFound)
}
