//! What every write of a seminar shares: its rooms, its revision, the notices that it owes and the counters.

use std::{cmp::Reverse, collections::BTreeSet};

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    WriteError,
    items::{self, Booked},
    slots,
};
use crate::{
    base::{
        changes::{self, Subject},
        clock::{Clock, Instant},
        error::{Invalid, Reason, Refusal},
        hub::Hub,
        ids::{self, BookingId, PersonId, RoomId, SeminarId, SeriesId},
        schema::{attendances, bookings, seminar_revisions, seminars},
        slot::Slot,
        text,
        zone::{Zone, is_planned_for},
    },
    mail::reminder::Reminder,
    people::model::Actor,
    rooms::{
        self,
        actions::hold::{self, Locked},
        model::{Booking, BookingState},
    },
    seminars::{
        model::{Details, ItemTold, Seminar, SeminarState, Snapshot, SpeakerAnswer},
        queries,
    },
};

/// Longest list of reminders.
const MOST_REMINDERS: usize = 10;

/// The rooms that a seminar has.
#[derive(Default)]
pub(super) struct HasRooms {
    booking: Option<BookingId>,
    pub rooms: Vec<RoomId>,
    /// The bookings for items of its programme, each with its room.
    booked: Vec<(BookingId, RoomId)>,
    /// The rooms that its items are to have.
    pub for_items: Vec<RoomId>,
    /// Those that are held beside them for times which are offered to a speaker.
    pub held: Vec<RoomId>,
}

impl HasRooms {
    /// Of a seminar that is about to be entered, whose items are to have these.
    pub fn none_yet(for_items: Vec<RoomId>) -> Self {
        Self {
            for_items,
            ..Self::default()
        }
    }
}

/// The rooms that a seminar has. While the seminar is locked they stay the same.
pub(super) async fn has_rooms(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
) -> QueryResult<HasRooms> {
    let booking = rooms::queries::booking_of_seminar(conn, seminar).await?;
    let mut has = HasRooms {
        held: slots::held_rooms(conn, &[seminar]).await?,
        ..HasRooms::default()
    };
    if let Some(booking) = booking.filter(|booking| booking.state.takes()) {
        has.booking = Some(booking.id);
        has.rooms = hold::asked_by(conn, booking.id).await?;
    }
    for booking in queries::bookings_of_items(conn, seminar).await? {
        let rooms = hold::asked_by(conn, booking).await?;
        has.booked
            .extend(rooms.into_iter().map(|room| (booking, room)));
    }
    Ok(has)
}

/// The rooms of a seminar before an edit and those wanted, all of them locked.
pub(super) struct RoomsLocked {
    pub booking: Option<Booking>,
    pub locked: Locked,
    pub before: Vec<RoomId>,
    /// Those of its own and those for its items, all of them.
    pub all: Locked,
    /// The bookings for its items.
    pub booked: Vec<Booked>,
    /// Whether what was approved stays so at another time.
    pub stays_approved: bool,
}

/// Locks the rooms that a seminar has, those held for what is offered, and those that it is to have. Comes after the lock on the seminar itself.
pub(super) async fn lock_rooms(
    conn: &mut AsyncPgConnection,
    has: HasRooms,
    wanted: &[RoomId],
) -> Result<RoomsLocked, Refusal> {
    let for_all: Vec<RoomId> = wanted.iter().chain(&has.for_items).copied().collect();
    let had = has
        .booked
        .iter()
        .map(|(_, room)| *room)
        .chain(has.held.iter().copied());
    let had: Vec<RoomId> = has.rooms.iter().copied().chain(had).collect();
    let all = hold::lock(conn, &for_all, &had).await?;
    // Only now: where the room no longer asks for approval, whoever changed it has confirmed this under its lock alone.
    let booking = match has.booking {
        Some(id) => rooms::queries::booking_for_update(conn, id).await?,
        None => None,
    };
    Ok(RoomsLocked {
        booking,
        locked: all.only(wanted),
        before: has.rooms,
        all,
        booked: items::booked(conn, &has.booked).await?,
        stays_approved: false,
    })
}

/// Makes the rooms of `seminar` and of its items those locked for it, at its time and in its state: takes, shifts or releases
/// them, all or none.
pub(super) async fn settle_rooms(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    details: &Details,
    rooms: &RoomsLocked,
) -> Result<(), WriteError> {
    let needs = items::needs(details, rooms)?;
    items::make_way(conn, clock, actor, &needs).await?;
    settle_own(conn, clock, hub, actor, details, rooms).await?;
    items::take(conn, clock, hub, actor, details, rooms, &needs).await
}

/// The same of the rooms that it has as a whole.
async fn settle_own(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    details: &Details,
    rooms: &RoomsLocked,
) -> Result<(), WriteError> {
    let seminar = &details.seminar;
    let wanted: BTreeSet<RoomId> = rooms.locked.asked.iter().map(|room| room.id).collect();
    let before: BTreeSet<RoomId> = rooms.before.iter().copied().collect();
    let keeps = matches!(seminar.state, SeminarState::Draft | SeminarState::Announced)
        && !wanted.is_empty();
    if !keeps {
        return match &rooms.booking {
            Some(booking) => Ok(give_up(conn, clock, actor, booking).await?),
            None => Ok(()),
        };
    }
    let new_rooms = wanted != before;
    if new_rooms {
        rooms::rules::may_book(actor, &rooms.locked.asked, seminar.owner_id)?;
    }
    let ids: Vec<RoomId> = wanted.iter().copied().collect();
    let kept = rooms::queries::kept(conn, actor, &ids).await?;
    let waits = rooms::rules::waits(actor, &rooms.locked.asked, &kept);
    let approved = rooms.booking.as_ref().is_some_and(|booking| {
        let same_time = booking.slot() == seminar.slot() || rooms.stays_approved;
        booking.state == BookingState::Confirmed && !new_rooms && same_time
    });
    let confirmed = seminar.state == SeminarState::Announced && (!waits || approved);
    let state = if confirmed {
        BookingState::Confirmed
    } else {
        BookingState::Held
    };
    let booking: BookingId = match &rooms.booking {
        None => {
            let id = insert_booking(conn, clock, hub, actor, details, state).await?;
            hold::take(
                conn,
                clock,
                actor,
                id,
                &rooms.locked,
                seminar.slot(),
                confirmed,
            )
            .await?;
            id
        }
        Some(booking) => {
            let moved = new_rooms || booking.slot() != seminar.slot();
            if moved {
                hold::shift(
                    conn,
                    clock,
                    actor,
                    booking.id,
                    &rooms.locked,
                    seminar.slot(),
                    confirmed,
                )
                .await?;
            } else if confirmed {
                hold::confirm(conn, booking.id).await?;
            }
            let title = details.label().to_owned();
            diesel::update(bookings::table.find(booking.id))
                .set((
                    bookings::title.eq(title),
                    bookings::starts_at.eq(seminar.starts_at),
                    bookings::ends_at.eq(seminar.ends_at),
                    bookings::starts_local.eq(seminar.starts_local),
                    bookings::ends_local.eq(seminar.zone().local(seminar.ends_at)),
                    bookings::zone.eq(&seminar.zone),
                    bookings::state.eq(state),
                    bookings::sequence.eq(booking.sequence + i32::from(moved)),
                    bookings::lock_version.eq(booking.lock_version + 1),
                    bookings::modified_at.eq(clock.now()),
                ))
                .execute(conn)
                .await?;
            booking.id
        }
    };
    // Keepers are asked once it is announced: a draft is its organisers' own.
    if waits && !confirmed && seminar.state == SeminarState::Announced {
        rooms::actions::ask_keepers(conn, clock, hub, actor, booking).await?;
    }
    Ok(())
}

async fn insert_booking(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    details: &Details,
    state: BookingState,
) -> QueryResult<BookingId> {
    let seminar = &details.seminar;
    let id = BookingId::fresh(clock);
    let now = clock.now();
    diesel::insert_into(bookings::table)
        .values((
            bookings::id.eq(id),
            bookings::code.eq(ids::code_of(8)),
            bookings::uid.eq(hub.calendar_uid(id.0)),
            bookings::title.eq(details.label()),
            bookings::for_id.eq(seminar.owner_id),
            bookings::entered_by.eq(actor.id),
            bookings::starts_at.eq(seminar.starts_at),
            bookings::ends_at.eq(seminar.ends_at),
            bookings::starts_local.eq(seminar.starts_local),
            bookings::ends_local.eq(seminar.zone().local(seminar.ends_at)),
            bookings::zone.eq(&seminar.zone),
            bookings::state.eq(state),
            bookings::state_at.eq(now),
            bookings::state_by.eq(actor.id),
            bookings::created_at.eq(now),
            bookings::modified_at.eq(now),
            bookings::seminar_id.eq(seminar.id),
        ))
        .execute(conn)
        .await?;
    Ok(id)
}

/// Gives up a booking of a seminar, whose rooms are locked.
pub(super) async fn give_up(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    booking: &Booking,
) -> QueryResult<()> {
    hold::release(conn, booking.id).await?;
    diesel::update(bookings::table.find(booking.id))
        .set((
            bookings::state.eq(BookingState::Cancelled),
            bookings::state_at.eq(clock.now()),
            bookings::state_by.eq(Some(actor.id)),
            bookings::sequence.eq(booking.sequence + 1),
            bookings::lock_version.eq(booking.lock_version + 1),
            bookings::modified_at.eq(clock.now()),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// What people can see of a seminar now: who declined to speak is not among its speakers. That is told with what is told next.
pub(in crate::seminars) fn snapshot(details: &Details) -> Snapshot {
    let seminar = &details.seminar;
    Snapshot {
        title: seminar.title.clone(),
        starts_at: seminar.starts_at,
        ends_at: seminar.ends_at,
        zone: seminar.zone.clone(),
        there: Some(seminar.there())
            .filter(|there| *there != seminar.zone())
            .map(|there| there.name().to_owned()),
        places: details.places(),
        speakers: details
            .speakers
            .iter()
            .filter(|speaker| speaker.answer != SpeakerAnswer::Declined)
            .filter_map(|speaker| Some((speaker.name.clone()?, speaker.affiliation.clone())))
            .collect(),
        state: seminar.state,
        online: seminar.join_url.as_ref().map(|url| {
            Sha256::digest(url.as_bytes())
                .iter()
                .take(8)
                .fold(String::new(), |hex, octet| format!("{hex}{octet:02x}"))
        }),
        abstract_text: seminar.abstract_text.clone(),
        programme: details.items.iter().map(ItemTold::from).collect(),
        texts: seminar.written.texts.clone(),
    }
}

/// Keeps the snapshot of the revision that `details` stand at.
pub(super) async fn keep_revision(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    details: &Details,
) -> QueryResult<()> {
    keep_revision_of(conn, clock, actor, details, false).await
}

/// The same of an edit of which nobody is told, where it is `silent`.
pub(super) async fn keep_revision_of(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    details: &Details,
    silent: bool,
) -> QueryResult<()> {
    diesel::insert_into(seminar_revisions::table)
        .values((
            seminar_revisions::seminar_id.eq(details.seminar.id),
            seminar_revisions::revision.eq(details.seminar.revision),
            seminar_revisions::snapshot.eq(json!(snapshot(details))),
            seminar_revisions::at.eq(clock.now()),
            seminar_revisions::by_id.eq(actor.person()),
            seminar_revisions::silent.eq(silent),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Raises the counters of all that shows a seminar, before and after. The last statement of every write.
pub(super) async fn raise(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    before: Option<&Details>,
    after: &Details,
) -> QueryResult<()> {
    let touched = touched(conn, before, after).await?;
    changes::raise(conn, clock, touched).await
}

/// All that shows a seminar, before and after: for writes that raise more than that, all of it in one last statement.
pub(super) async fn touched(
    conn: &mut AsyncPgConnection,
    before: Option<&Details>,
    after: &Details,
) -> QueryResult<Vec<Subject>> {
    // What is said of those in whose place it comes changes with it.
    let behind = queries::replaced_through(conn, after.seminar.id).await?;
    let behind = match behind.is_empty() {
        true => Vec::new(),
        false => queries::details(conn, behind).await?,
    };
    let shown = || [before, Some(after)].into_iter().flatten().chain(&behind);
    let mut subjects: Vec<Subject> = vec![Subject::Hub];
    for details in shown() {
        subjects.push(Subject::Seminar(details.seminar.id));
        subjects.extend(details.seminar.series_id.map(Subject::Series));
        subjects.extend(
            details
                .seminar
                .topics
                .iter()
                .map(|topic| Subject::Topic(text::slug(topic))),
        );
        subjects.extend(details.rooms.iter().map(|room| Subject::Room(room.room_id)));
        let rooms = details.items.iter().filter_map(|item| item.room.as_ref());
        subjects.extend(rooms.map(|room| Subject::Room(room.id)));
        subjects.extend(
            details
                .speakers
                .iter()
                .filter_map(|speaker| speaker.institution_id.map(Subject::Institution)),
        );
        subjects.extend(
            details
                .speakers
                .iter()
                .map(|speaker| Subject::Person(speaker.person_id)),
        );
    }
    let series: Vec<SeriesId> = shown()
        .filter_map(|details| details.seminar.series_id)
        .collect();
    let ids: Vec<SeminarId> = shown().map(|details| details.seminar.id).collect();
    let organising = queries::institution_ids(conn, &series).await?;
    subjects.extend(organising.into_values().flatten().map(Subject::Institution));
    let attending: Vec<PersonId> = attendances::table
        .filter(attendances::seminar_id.eq_any(&ids))
        .select(attendances::person_id)
        .load(conn)
        .await?;
    subjects.extend(
        attending
            .into_iter()
            .chain([after.seminar.owner_id])
            .map(Subject::Person),
    );
    Ok(subjects)
}

/// The instants of a wall time; a reason beside its field where it is none.
pub(super) fn instants(
    starts_local: chrono::NaiveDateTime,
    zone: Zone,
    fold: Option<u8>,
    minutes: i32,
) -> Result<Slot, Invalid> {
    if !is_planned_for(starts_local) {
        return Err(Invalid::one("starts_local", Reason::new("reason-years")));
    }
    let from = zone
        .instant(starts_local, fold)
        .map_err(|error| Invalid::one("starts_local", rooms::actions::wall_time(error)))?;
    Slot::new(from, from + Duration::minutes(i64::from(minutes)))
        .map_err(|_| Invalid::one("duration_minutes", Reason::new("reason-duration")))
}

/// Reminders as they are kept: each once, those of minutes first, the earliest of them before the others.
pub(super) fn reminders(asked: &[Reminder]) -> Result<Vec<Reminder>, Reason> {
    let mut kept: Vec<Reminder> = asked.to_vec();
    kept.sort_unstable_by_key(|reminder| match reminder {
        Reminder::Minutes(minutes) => (0, Reverse(*minutes)),
        Reminder::Morning => (1, Reverse(0)),
        Reminder::Friday => (2, Reverse(0)),
    });
    kept.dedup();
    if kept.len() > MOST_REMINDERS {
        return Err(Reason::new("reason-too-many").with("max", MOST_REMINDERS));
    }
    let possible = |reminder: &Reminder| match reminder {
        Reminder::Minutes(minutes) => (1..=86_400).contains(minutes),
        Reminder::Morning | Reminder::Friday => true,
    };
    if !kept.iter().all(possible) {
        return Err(Reason::new("reason-reminder"));
    }
    Ok(kept)
}

/// Topics as they are kept: one line each, none twice.
pub(super) fn topics(topics: &[String]) -> Result<Vec<String>, Reason> {
    let mut kept: Vec<String> = Vec::new();
    for topic in topics
        .iter()
        .map(|topic| text::line(topic))
        .filter(|topic| !topic.is_empty())
    {
        if topic.chars().count() > 80 {
            return Err(Reason::new("reason-too-long").with("max", 80));
        }
        if !kept
            .iter()
            .any(|one| one.to_lowercase() == topic.to_lowercase())
        {
            kept.push(topic);
        }
    }
    if kept.len() > 30 {
        return Err(Reason::new("reason-too-many").with("max", 30));
    }
    Ok(kept)
}

/// An address on the web, as it is kept.
pub(super) fn web_address(typed: &str) -> Result<Option<String>, Reason> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let host = typed
        .strip_prefix("https://")
        .or_else(|| typed.strip_prefix("http://"));
    let whole = host.is_some_and(|rest| {
        !rest.is_empty()
            && !rest.starts_with('/')
            && !rest
                .chars()
                .any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>'))
    });
    if whole && typed.len() <= 2000 {
        Ok(Some(typed.to_owned()))
    } else {
        Err(Reason::new("reason-url"))
    }
}

/// The row and all that people see of it, read again after it was written.
pub(super) async fn reread(conn: &mut AsyncPgConnection, id: SeminarId) -> QueryResult<Details> {
    let seminar = seminars::table
        .find(id)
        .select(Seminar::as_select())
        .first(conn)
        .await?;
    queries::detail(conn, seminar).await
}

/// Until when a notice about a seminar helps: until it is over, and at least for a day.
pub(in crate::seminars) fn helps_until(seminar: &Seminar, now: Instant) -> Instant {
    seminar.ends_at.max(now + Duration::days(1))
}
