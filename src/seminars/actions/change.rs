//! Editing a seminar. The rooms move in the same transaction, or the whole edit is refused; those concerned are told
//! old → new, once, after the change window.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{
    WriteError,
    create::{NewSpeaker, checked_place, organised, put_speakers, series_of, too_long, without},
    entrance,
    items::{self, NewItem},
    seats, slots, texts,
    write::{
        has_rooms, instants, keep_revision_of, lock_rooms, reminders, reread, settle_rooms,
        snapshot, topics, touched, web_address,
    },
};
use crate::{
    base::{
        audit::{self, Entry},
        changes::{self, Subject},
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        hub::Hub,
        ids::{PersonId, ProjectId, RoomId, SeminarId, SeriesId},
        schema::seminars,
        slot::Slot,
        text,
        zone::Zone,
    },
    mail::reminder::Reminder,
    people::model::Actor,
    seminars::{
        model::{
            Details, Inherited, JoinFor, Place, Seminar, SeminarKind, SeminarState, Series,
            TextChange, TextLanguage, Visibility,
        },
        notices, queries, rules,
    },
};

/// What is to become of a value that a series can give.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// It stays.
    #[default]
    Keep,
    /// It becomes this, whatever the series has.
    Own(T),
    /// It follows the series again.
    AsSeries,
}

/// What is to be otherwise about a seminar. `None` stays; `Some(None)` is taken away.
#[derive(Debug, Clone, Default)]
pub struct SeminarChange {
    /// Another series; none: it stands by itself, and what it took from the series is its own.
    pub series: Option<Option<SeriesId>>,
    /// Another project.
    pub project: Option<Option<ProjectId>>,
    /// Another kind.
    pub kind: Option<SeminarKind>,
    /// Another title.
    pub title: Option<String>,
    /// Another abstract.
    pub abstract_text: Option<String>,
    /// Other versions in further languages; those that are not named stay.
    pub texts: BTreeMap<TextLanguage, TextChange>,
    /// Another wall time.
    pub starts_local: Option<chrono::NaiveDateTime>,
    /// Another zone; the wall time stays.
    pub zone: Patch<Zone>,
    /// Which of two equal wall times.
    pub fold: Option<u8>,
    /// Another length.
    pub duration_minutes: Patch<i32>,
    /// Other rooms; an empty list: none.
    pub rooms: Patch<Vec<RoomId>>,
    /// A place elsewhere.
    pub place: Option<Option<Place>>,
    /// Another online address.
    pub join_url: Option<Option<String>>,
    /// Other viewers.
    pub visibility: Patch<Visibility>,
    /// Another language.
    pub language: Patch<Option<TextLanguage>>,
    /// Other topics.
    pub topics: Patch<Vec<String>>,
    /// Other reminders.
    pub reminders: Patch<Vec<Reminder>>,
    /// How many it takes; `Own(None)`: there is no limit.
    pub capacity: Patch<Option<i32>>,
    /// For others the living link is to open.
    pub join_for: Patch<JoinFor>,
    /// So many minutes before the start.
    pub join_minutes: Patch<i32>,
    /// Announced, from a draft or a postponement.
    pub state: Option<SeminarState>,
    /// Who speaks, all of them.
    pub speakers: Option<Vec<NewSpeaker>>,
    /// Its programme, all of it, in the wall time that it has after the change.
    pub items: Option<Vec<NewItem>>,
    /// Its overflow rooms, all of them.
    pub overflow: Option<Vec<RoomId>>,
    /// Words of the organiser's own above what is told of it.
    pub note: Option<String>,
    /// Nobody is told: it is spelling alone ([`rules::may_say_nothing`]).
    pub silent: bool,
    /// The version that the change is based on.
    pub lock_version: Option<i32>,
    /// Its instants are derived again from the wall time that it has: the rules of the zone have changed. What was approved
    /// for that wall time stays approved.
    pub anew: bool,
}

/// Changes a seminar.
///
/// # Errors
/// [`WriteError`]; then it is as it was, its rooms too.
pub async fn change(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: SeminarId,
    change: SeminarChange,
) -> Result<Details, WriteError> {
    conn.transaction(async |conn| {
        if let Some(series) = change.series {
            // Before the seminar: the order of locks.
            series_of(conn, actor, series).await?;
        }
        let row = organised(conn, actor, id).await?;
        if let Some(based_on) = change.lock_version
            && based_on != row.lock_version
        {
            return Err(Refusal::Stale {
                now: row.lock_version,
            }
            .into());
        }
        rules::still_open(&row)?;
        let was = row.clone();
        let before = queries::detail(conn, row).await?;
        let (after, touched) = Box::pin(apply(conn, clock, hub, actor, before, &change)).await?;
        rules::stays_to_come(&was, &after.seminar, clock.now())?;
        changes::raise(conn, clock, touched).await?;
        Ok(after)
    })
    .await
}

/// Changes a seminar whose row is locked and whose edit is allowed. A change of a series goes through here too, for many:
/// so the counters of what it touched are left to the caller, who raises all of them once, last.
pub(super) async fn apply(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    before: Details,
    change: &SeminarChange,
) -> Result<(Details, Vec<Subject>), WriteError> {
    let id = before.seminar.id;
    let note = text::own_words("note", change.note.as_deref())?;
    let head = match change.series {
        Some(Some(series)) => queries::series_by_id(conn, series).await?,
        Some(None) => None,
        None => before.series.clone(),
    };
    let next = next_row(&before.seminar, head.as_ref(), hub, change)?;
    let capacity = next_capacity(&before, &next, head.as_ref(), change);
    let entrance = entrance::next(&before, &next, head.as_ref(), change);
    let given = match &change.items {
        Some(wanted) => Some(items::given(clock, &before, &next, wanted)?),
        None => None,
    };
    let speaking = {
        let (speakers, wanted) = (change.speakers.as_deref(), change.items.as_deref());
        items::resolve(conn, clock, actor, &before.speakers, speakers, wanted).await?
    };
    let mut has = has_rooms(conn, id).await?;
    let mut wanted = match &change.rooms {
        Patch::Own(rooms) => rooms.clone(),
        Patch::AsSeries => series_room(head.as_ref()),
        // Its room comes back with it from a postponement.
        Patch::Keep if next.inherits(Inherited::Room) => series_room(head.as_ref()),
        Patch::Keep if before.seminar.state == SeminarState::Postponed => {
            before.main_rooms().map(|room| room.room_id).collect()
        }
        Patch::Keep => without(&has.rooms, &before.overflow),
    };
    let lost: Vec<RoomId> = before
        .main_rooms()
        .map(|room| room.room_id)
        .filter(|room| !wanted.contains(room))
        .collect();
    let items = match given {
        Some(given) => Some(given),
        None => items::moved(&before, &next, &lost, change.anew)?,
    };
    has.for_items = match &items {
        Some(items) => items.iter().filter_map(|item| item.room).collect(),
        None => item_rooms(&before),
    };
    // A seminar that gives up all its rooms is followed from none beside them.
    let overflow = match &change.overflow {
        Some(overflow) => overflow.as_slice(),
        None if wanted.is_empty() && !lost.is_empty() => &[],
        None => &before.overflow,
    };
    let overflow = without(overflow, &wanted);
    wanted.extend(&overflow);
    let mut rooms = lock_rooms(conn, has, &wanted).await?;
    rooms.stays_approved = change.anew;
    let named: Option<Vec<PersonId>> = speaking
        .seminar
        .as_ref()
        .map(|speakers| speakers.iter().map(|(person, _)| *person).collect());
    let edit = slots::Edit {
        before: &before.seminar,
        next: &next,
        speakers: named.as_deref(),
        anew: change.anew,
        overflow: set(&overflow) != set(&before.overflow),
    };
    let freed = slots::overtake(conn, clock, &actor.author, edit).await?;
    texts::clear(conn, id, &before.seminar.written.texts, &next.written.texts).await?;
    store(conn, clock, actor, &before.seminar, &next).await?;
    texts::put(conn, id, &before.seminar.written.texts, &next.written.texts).await?;
    if let Some(speakers) = &speaking.seminar {
        put_speakers(conn, id, speakers).await?;
    }
    if let Some(items) = &items {
        items::store(conn, id, items, speaking.items.as_deref()).await?;
    }
    if overflow != before.overflow {
        items::put_overflow(conn, id, &overflow).await?;
    }
    seats::put_capacity(conn, &before, capacity).await?;
    entrance::put(conn, id, before.entrance, entrance).await?;
    let moved = match next.state {
        SeminarState::Announced if next.ends_at > clock.now() => seats::move_up(conn, id).await?,
        _ => Vec::new(),
    };
    let midway = reread(conn, id).await?;
    settle_rooms(conn, clock, hub, actor, &midway, &rooms).await?;
    let freed = [
        freed,
        slots::overtaken_by_items(conn, clock, &actor.author, id).await?,
    ]
    .concat();
    let mut after = reread(conn, id).await?;
    slots::rename(conn, &before, &after).await?;
    if change.silent {
        rules::may_say_nothing(&before, &after, note.as_deref())?;
    }
    count(conn, &before, &mut after).await?;
    if after.seminar.revision != before.seminar.revision {
        keep_revision_of(conn, clock, actor, &after, change.silent).await?;
    }
    audit::record(
        conn,
        clock,
        &actor.author,
        Entry {
            action: if before.seminar.state == SeminarState::Draft
                && after.seminar.state == SeminarState::Announced
            {
                "announced"
            } else {
                "changed"
            },
            kind: "seminars",
            id: id.0,
            before: Some(facts(&before)),
            after: Some(said(facts(&after), note.as_deref(), change.silent)),
        },
    )
    .await?;
    seats::record(conn, clock, id, &moved).await?;
    if change.silent {
        notices::written_silently(conn, clock, hub, &after).await?;
    } else {
        let note = note.as_deref();
        notices::written(conn, clock, hub, actor, Some(&before), &after, note).await?;
    }
    notices::moved_up(conn, clock, hub, &after, &moved, Some(actor.id)).await?;
    let mut touched = touched(conn, Some(&before), &after).await?;
    touched.extend(speaking.raised);
    touched.extend(freed);
    Ok((after, touched))
}

fn set(rooms: &[RoomId]) -> BTreeSet<RoomId> {
    rooms.iter().copied().collect()
}

/// The rooms that its items name.
fn item_rooms(details: &Details) -> Vec<RoomId> {
    let rooms = details.items.iter().filter_map(|item| item.room.as_ref());
    rooms.map(|room| room.id).collect()
}

/// How many it is to take: that of the series where it follows it.
fn next_capacity(
    before: &Details,
    next: &Seminar,
    head: Option<&Series>,
    change: &SeminarChange,
) -> Option<i32> {
    match (&change.capacity, head) {
        (Patch::Own(capacity), _) => *capacity,
        (_, Some(head)) if next.inherits(Inherited::Capacity) => head.capacity,
        _ => before.capacity,
    }
}

fn series_room(head: Option<&Series>) -> Vec<RoomId> {
    head.and_then(|head| head.room_id).into_iter().collect()
}

/// The same with the words that go with what is told of it, if there are any, or that nobody is told.
fn said(mut facts: serde_json::Value, note: Option<&str>, silent: bool) -> serde_json::Value {
    if let Some(note) = note {
        facts["note"] = json!(note);
    }
    if silent {
        facts["silent"] = json!(true);
    }
    facts
}

pub(super) fn facts(details: &Details) -> serde_json::Value {
    let mut facts = json!({ "seminar": details.seminar,
            "rooms": details.rooms.iter().map(|room| room.room_id).collect::<Vec<_>>(),
            "capacity": details.capacity,
            "entrance": details.entrance,
            "speakers": details.speakers.iter().map(|speaker| (speaker.person_id, speaker.role)).collect::<Vec<_>>() });
    if !details.items.is_empty() {
        facts["items"] = json!(details.items);
    }
    if !details.overflow.is_empty() {
        facts["overflow"] = json!(details.overflow);
    }
    facts
}

/// The row as it is to be: own values, and those of the series where it follows them.
fn next_row(
    before: &Seminar,
    head: Option<&Series>,
    hub: &Hub,
    change: &SeminarChange,
) -> Result<Seminar, WriteError> {
    let mut invalid = Invalid::default();
    let mut next = before.clone();
    let mut follows: BTreeSet<String> = before.inherits.iter().cloned().collect();
    if let Some(series) = change.series {
        next.series_id = series;
        if series.is_none() {
            follows.clear();
        }
    }
    if let Some(project) = change.project {
        next.project_id = project;
    }
    if let Some(kind) = change.kind {
        next.kind = kind;
    }
    if let Some(title) = &change.title {
        next.title = text::line(title);
        too_long(&mut invalid, "title", &next.title, text::TITLE);
    }
    if let Some(abstract_text) = &change.abstract_text {
        next.abstract_text = text::lines(abstract_text);
        too_long(&mut invalid, "abstract", &next.abstract_text, text::LONG);
    }
    next.written.texts = texts::next(&mut invalid, &before.written.texts, &change.texts);
    if let Some(place) = &change.place {
        next.place = invalid
            .take("place", place.as_ref().map(checked_place).transpose())
            .flatten()
            .map(|place| json!(place));
    }
    if let Some(join_url) = &change.join_url {
        next.join_url = invalid
            .take(
                "join_url",
                web_address(join_url.as_deref().unwrap_or_default()),
            )
            .flatten();
    }
    follow(
        &mut follows,
        &mut invalid,
        head,
        Inherited::Zone,
        &change.zone,
    );
    follow(
        &mut follows,
        &mut invalid,
        head,
        Inherited::Duration,
        &change.duration_minutes,
    );
    follow(
        &mut follows,
        &mut invalid,
        head,
        Inherited::Room,
        &change.rooms,
    );
    follow(
        &mut follows,
        &mut invalid,
        head,
        Inherited::Visibility,
        &change.visibility,
    );
    follow(
        &mut follows,
        &mut invalid,
        head,
        Inherited::Language,
        &change.language,
    );
    follow(
        &mut follows,
        &mut invalid,
        head,
        Inherited::Topics,
        &change.topics,
    );
    follow(
        &mut follows,
        &mut invalid,
        head,
        Inherited::Reminders,
        &change.reminders,
    );
    follow(
        &mut follows,
        &mut invalid,
        head,
        Inherited::Capacity,
        &change.capacity,
    );
    follow(
        &mut follows,
        &mut invalid,
        head,
        Inherited::JoinFor,
        &change.join_for,
    );
    follow(
        &mut follows,
        &mut invalid,
        head,
        Inherited::JoinMinutes,
        &change.join_minutes,
    );
    own(&mut next, &mut invalid, change);
    if let Some(head) = head {
        inherit(&mut next, head, &follows);
    }
    texts::in_other_languages(
        &mut invalid,
        next.written.language.as_deref(),
        &next.written.texts,
        &change.texts,
    );
    next.inherits = follows.into_iter().collect();
    invalid.none_or()?;
    time(&mut next, before, hub, change)?;
    // Given to it, not come by a default of its series: only then does it end a postponement.
    let given =
        change.starts_local.is_some() || change.fold.is_some() || change.zone != Patch::Keep;
    let new_time = given && next.starts_at != before.starts_at;
    next.state = rules::next_state(before.state, change.state, new_time)?;
    Ok(next)
}

fn follow<T>(
    follows: &mut BTreeSet<String>,
    invalid: &mut Invalid,
    head: Option<&Series>,
    value: Inherited,
    patch: &Patch<T>,
) {
    match patch {
        Patch::Keep => {}
        Patch::Own(_) => {
            follows.remove(value.word());
        }
        Patch::AsSeries if head.is_none() => invalid.because("inherit", "reason-no-series"),
        Patch::AsSeries => {
            follows.insert(value.word().to_owned());
        }
    }
}

fn own(next: &mut Seminar, invalid: &mut Invalid, change: &SeminarChange) {
    if let Patch::Own(zone) = change.zone {
        zone.name().clone_into(&mut next.zone);
    }
    if let Patch::Own(minutes) = change.duration_minutes {
        if (1..=43_200).contains(&minutes) {
            next.duration_minutes = minutes;
        } else {
            invalid.because("duration_minutes", "reason-duration");
        }
    }
    if let Patch::Own(visibility) = change.visibility {
        next.visibility = visibility;
    }
    if let Patch::Own(language) = change.language {
        next.written.language = language.map(|language| language.word().to_owned());
    }
    if let Patch::Own(own) = &change.topics
        && let Some(kept) = invalid.take("topics", topics(own))
    {
        next.topics = kept;
    }
    if let Patch::Own(own) = &change.reminders
        && let Some(kept) = invalid.take("reminders", reminders(own))
    {
        next.reminders = kept;
    }
    if let Patch::Own(capacity) = change.capacity {
        seats::checked(invalid, capacity);
    }
    if let Patch::Own(minutes) = change.join_minutes {
        entrance::checked(invalid, minutes);
    }
}

/// Takes what follows the series from it.
fn inherit(next: &mut Seminar, head: &Series, follows: &BTreeSet<String>) {
    let takes = |value: Inherited| follows.contains(value.word());
    if takes(Inherited::Zone) {
        next.zone.clone_from(&head.zone);
    }
    if takes(Inherited::Duration) {
        next.duration_minutes = head.duration_minutes;
    }
    if takes(Inherited::Visibility) {
        next.visibility = head.visibility;
    }
    if takes(Inherited::Language) {
        next.written.language.clone_from(&head.language);
    }
    if takes(Inherited::Topics) {
        next.topics.clone_from(&head.topics);
    }
    if takes(Inherited::Reminders) {
        next.reminders.clone_from(&head.reminders);
    }
}

/// The instants, derived again where wall time, zone, fold or length changed.
fn time(
    next: &mut Seminar,
    before: &Seminar,
    hub: &Hub,
    change: &SeminarChange,
) -> Result<(), Invalid> {
    if let Some(starts_local) = change.starts_local {
        next.starts_local = starts_local;
    }
    if change.fold.is_some() || change.starts_local.is_some() || next.zone != before.zone {
        next.fold = change.fold.map(i16::from);
    }
    if !change.anew
        && next.starts_local == before.starts_local
        && next.zone == before.zone
        && next.fold == before.fold
        && next.duration_minutes == before.duration_minutes
    {
        return Ok(());
    }
    let zone: Zone = next.zone.parse().unwrap_or(hub.zone);
    let slot = match change.anew {
        true => again(next, zone)?,
        false => instants(next.starts_local, zone, fold(next), next.duration_minutes)?,
    };
    next.starts_at = slot.from();
    next.ends_at = slot.to();
    Ok(())
}

fn fold(seminar: &Seminar) -> Option<u8> {
    seminar.fold.and_then(|fold| u8::try_from(fold).ok())
}

/// When a seminar is by the rules that its zone has now, whatever they were when its time was settled.
pub(super) fn again(seminar: &Seminar, zone: Zone) -> Result<Slot, Invalid> {
    let from = zone.again(seminar.starts_local, fold(seminar));
    Slot::new(
        from,
        from + Duration::minutes(seminar.duration_minutes.into()),
    )
    .map_err(|_| Invalid::one("duration_minutes", Reason::new("reason-duration")))
}

async fn store(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    before: &Seminar,
    next: &Seminar,
) -> QueryResult<()> {
    let now = clock.now();
    let new_state = next.state != before.state;
    diesel::update(seminars::table.find(next.id))
        .set((
            (
                seminars::series_id.eq(next.series_id),
                seminars::project_id.eq(next.project_id),
                seminars::kind.eq(next.kind),
                seminars::title.eq(&next.title),
                seminars::abstract_text.eq(&next.abstract_text),
                seminars::starts_local.eq(next.starts_local),
                seminars::zone.eq(&next.zone),
                seminars::fold.eq(next.fold),
                seminars::starts_at.eq(next.starts_at),
                seminars::ends_at.eq(next.ends_at),
                seminars::duration_minutes.eq(next.duration_minutes),
                seminars::visibility.eq(next.visibility),
                seminars::language.eq(&next.written.language),
            ),
            (
                seminars::topics.eq(&next.topics),
                seminars::reminders.eq(&next.reminders),
                seminars::inherits.eq(&next.inherits),
                seminars::place.eq(&next.place),
                seminars::join_url.eq(&next.join_url),
                seminars::state.eq(next.state),
                seminars::state_at.eq(if new_state { now } else { before.state_at }),
                seminars::state_by.eq(if new_state {
                    Some(actor.id)
                } else {
                    before.state_by
                }),
                seminars::state_reason.eq(if new_state {
                    None
                } else {
                    before.state_reason.clone()
                }),
                seminars::lock_version.eq(before.lock_version + 1),
                seminars::modified_at.eq(now),
            ),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

fn speaking(details: &Details) -> BTreeSet<PersonId> {
    let speakers = details.speakers.iter();
    speakers.map(|speaker| speaker.person_id).collect()
}

/// Raises the revision where people can see a difference, and the sequence where time, place or state differ. For who comes
/// or goes as a speaker it is the state that differs: what their calendar is told must be newer than what it has.
pub(super) async fn count(
    conn: &mut AsyncPgConnection,
    before: &Details,
    after: &mut Details,
) -> QueryResult<()> {
    let (old, new) = (snapshot(before), snapshot(after));
    let moved = old.starts_at != new.starts_at
        || old.ends_at != new.ends_at
        || old.places != new.places
        || old.state != new.state
        || speaking(before) != speaking(after);
    let seen = old != new
        || before.seminar.series_id != after.seminar.series_id
        || before.seminar.kind != after.seminar.kind
        || before.seminar.topics != after.seminar.topics;
    after.seminar.revision += i32::from(seen);
    after.seminar.sequence += i32::from(moved);
    diesel::update(seminars::table.find(after.seminar.id))
        .set((
            seminars::revision.eq(after.seminar.revision),
            seminars::sequence.eq(after.seminar.sequence),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
