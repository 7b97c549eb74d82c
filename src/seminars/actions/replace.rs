//! Saying what comes in place of a cancelled seminar: another one that there is, or a draft that is made of it. Nobody is
//! told by this alone: a cancellation that has not gone out yet says it, and so do page, living link and calendars.

use diesel::{prelude::*, sql_query};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{
    WriteError,
    create::{NewSeminar, NewSpeaker, Rooms, WhoSpeaks, enter, organised},
    items::NewItem,
    write::{reread, touched},
};
use crate::{
    base::{
        audit::{self, Entry},
        changes,
        clock::Clock,
        error::Refusal,
        hub::Hub,
        ids::SeminarId,
        schema::{replacements, seminars},
    },
    people::model::Actor,
    seminars::{
        model::{Details, Inherited, SeminarState, SpeakerAnswer},
        queries, rules,
    },
};

/// When what comes in its place is to start, in the zone of what was cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewStart {
    /// The wall time.
    pub starts_local: chrono::NaiveDateTime,
    /// Which of two equal wall times.
    pub fold: Option<u8>,
}

/// A draft that comes in place of a cancelled seminar.
#[derive(Debug)]
pub struct InPlace {
    /// The draft.
    pub draft: Details,
    /// Whether it has no room because those of the cancelled seminar cannot be had then.
    pub without_rooms: bool,
}

/// Says what comes in place of a cancelled seminar; `None`: nothing, after all.
///
/// # Errors
/// [`WriteError`]: it is not cancelled, or not the actor's; what is to come in its place is not known to the actor, or leads
/// back to it.
pub async fn replace(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: SeminarId,
    by: Option<SeminarId>,
    lock_version: Option<i32>,
) -> Result<Details, WriteError> {
    conn.transaction(async |conn| {
        let row = organised(conn, actor, id).await?;
        if let Some(based_on) = lock_version
            && based_on != row.lock_version
        {
            return Err(Refusal::Stale {
                now: row.lock_version,
            }
            .into());
        }
        rules::may_be_replaced(&row)?;
        let before = queries::detail(conn, row).await?;
        if before.replaced.map(|said| said.by) == by {
            return Ok(before);
        }
        link(conn, clock, actor, &before, by).await?;
        let after = reread(conn, id).await?;
        let touched = touched(conn, Some(&before), &after).await?;
        changes::raise(conn, clock, touched).await?;
        Ok(after)
    })
    .await
}

/// Makes a draft of a cancelled seminar at another time: what it is called and about, who was to speak, its programme, moved
/// with it, and its rooms, where they can be had then. It comes in its place from now on.
///
/// # Errors
/// [`WriteError`].
pub async fn draft_in_place(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: SeminarId,
    start: NewStart,
) -> Result<InPlace, WriteError> {
    conn.transaction(async |conn| {
        let row = organised(conn, actor, id).await?;
        rules::may_be_replaced(&row)?;
        let before = queries::detail(conn, row).await?;
        let new = once_more(&before, start);
        let tried = conn
            .transaction(async |conn| enter(conn, clock, hub, actor, new.clone()).await)
            .await;
        let (without_rooms, (draft, made)) = match tried {
            Ok(made) => (false, made),
            Err(error) if is_about_rooms(&error) => {
                let new = without_its_rooms(new);
                (true, enter(conn, clock, hub, actor, new).await?)
            }
            Err(other) => return Err(other),
        };
        link(conn, clock, actor, &before, Some(draft.seminar.id)).await?;
        let after = reread(conn, id).await?;
        let mut touched = touched(conn, Some(&before), &after).await?;
        touched.extend(made);
        changes::raise(conn, clock, touched).await?;
        Ok(InPlace {
            draft,
            without_rooms,
        })
    })
    .await
}

/// Whether the rooms alone are in the way: taken, closed, or not for this organiser to book.
fn is_about_rooms(error: &WriteError) -> bool {
    match error {
        WriteError::Taken(_) => true,
        WriteError::Refused(Refusal::Invalid(invalid)) => {
            invalid.fields().all(|(field, _)| field == "room_id")
        }
        WriteError::Refused(_) => false,
    }
}

/// The same seminar at another time, as a draft of which nobody was told.
fn once_more(before: &Details, start: NewStart) -> NewSeminar {
    let seminar = &before.seminar;
    let by = start.starts_local - seminar.starts_local;
    let own = |value: Inherited| !seminar.inherits(value);
    let rooms: Vec<_> = before.main_rooms().map(|room| room.room_id).collect();
    let speaks = |person| {
        let mut speakers = before.speakers.iter();
        speakers.any(|one| one.person_id == person && one.answer != SpeakerAnswer::Declined)
    };
    let item = |item: &crate::seminars::model::Item| -> Option<NewItem> {
        let mut again = NewItem::from(item);
        again.id = None;
        again.starts_local = again.starts_local.checked_add_signed(by)?;
        again.ends_local = again.ends_local.checked_add_signed(by)?;
        again.fold = None;
        again
            .speakers
            .retain(|speaker| matches!(speaker.who, WhoSpeaks::Person(person) if speaks(person)));
        Some(again)
    };
    NewSeminar {
        series: seminar.series_id,
        project: seminar.project_id,
        kind: seminar.kind,
        title: seminar.title.clone(),
        abstract_text: seminar.abstract_text.clone(),
        texts: seminar
            .written
            .texts
            .iter()
            .map(|(language, text)| (language, text.clone()))
            .collect(),
        starts_local: start.starts_local,
        zone: Some(seminar.zone()).filter(|_| own(Inherited::Zone)),
        fold: start.fold,
        duration_minutes: Some(seminar.duration_minutes).filter(|_| own(Inherited::Duration)),
        rooms: match (own(Inherited::Room), rooms.is_empty()) {
            (false, _) => Rooms::AsSeries,
            (true, true) => Rooms::None,
            (true, false) => Rooms::These(rooms),
        },
        place: seminar.place(),
        join_url: Some(seminar.join_url.clone()).filter(|_| own(Inherited::JoinUrl)),
        visibility: Some(seminar.visibility).filter(|_| own(Inherited::Visibility)),
        language: seminar
            .written
            .language
            .as_deref()
            .filter(|_| own(Inherited::Language))
            .and_then(|code| code.parse().ok()),
        topics: Some(seminar.topics.clone()).filter(|_| own(Inherited::Topics)),
        reminders: Some(seminar.reminders.clone()).filter(|_| own(Inherited::Reminders)),
        capacity: Some(before.capacity).filter(|_| own(Inherited::Capacity)),
        join_for: Some(before.entrance.join_for).filter(|_| own(Inherited::JoinFor)),
        join_minutes: Some(before.entrance.join_minutes).filter(|_| own(Inherited::JoinMinutes)),
        state: SeminarState::Draft,
        speakers: before
            .speakers
            .iter()
            .filter(|one| one.answer != SpeakerAnswer::Declined)
            .map(|one| NewSpeaker {
                who: WhoSpeaks::Person(one.person_id),
                role: one.role,
            })
            .collect(),
        items: before.items.iter().filter_map(item).collect(),
        overflow: before.overflow.clone(),
        note: None,
    }
}

fn without_its_rooms(new: NewSeminar) -> NewSeminar {
    let mut items = new.items;
    for item in &mut items {
        item.room = None;
    }
    NewSeminar {
        rooms: Rooms::None,
        items,
        overflow: Vec::new(),
        ..new
    }
}

/// Writes what comes in place of a seminar whose row is locked and that is cancelled, with its trail; what shows it is for the
/// caller to raise, last.
///
/// # Errors
/// What is to come in its place is not known to the actor, is it itself, or leads back to it.
pub(super) async fn link(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    before: &Details,
    by: Option<SeminarId>,
) -> Result<(), Refusal> {
    let id = before.seminar.id;
    if let Some(by) = by {
        may_come(conn, actor, id, by).await?;
        let said = (
            replacements::by_id.eq(by),
            replacements::said_at.eq(clock.now()),
            replacements::said_by.eq(actor.person()),
        );
        diesel::insert_into(replacements::table)
            .values((replacements::seminar_id.eq(id), said))
            .on_conflict(replacements::seminar_id)
            .do_update()
            .set(said)
            .execute(conn)
            .await?;
    } else {
        diesel::delete(replacements::table.find(id))
            .execute(conn)
            .await?;
    }
    // What calendars hold of it says another thing now; what was told of it, and its time, are as they were.
    diesel::update(seminars::table.find(id))
        .set((
            seminars::lock_version.eq(seminars::lock_version + 1),
            seminars::modified_at.eq(clock.now()),
        ))
        .execute(conn)
        .await?;
    let entry = Entry {
        action: "replaced",
        kind: "seminars",
        id: id.0,
        before: Some(json!({ "replaced_by": before.replaced.map(|said| said.by) })),
        after: Some(json!({ "replaced_by": by })),
    };
    audit::record(conn, clock, &actor.author, entry).await?;
    Ok(())
}

/// Two organisers who close a ring from both its ends do so one after the other: the lock on the table is the last but the
/// counters that anyone takes who holds it, and readers do not wait for it.
async fn may_come(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    id: SeminarId,
    by: SeminarId,
) -> Result<(), Refusal> {
    let wrong = |key| Refusal::invalid("replaced_by", key);
    if by == id {
        return Err(wrong("reason-replaced-by-itself"));
    }
    let other = queries::seminar(conn, by).await?;
    let other = other.ok_or_else(|| wrong("reason-unknown"))?;
    if !queries::sees(conn, Some(actor), &other).await? {
        return Err(wrong("reason-unknown"));
    }
    sql_query("LOCK TABLE replacements IN SHARE ROW EXCLUSIVE MODE")
        .execute(conn)
        .await?;
    if queries::leads_to(conn, by, id).await? {
        return Err(wrong("reason-replaced-ring"));
    }
    Ok(())
}
