//! Writing a changed seminar: its row, and all that hangs on it. Its rooms are locked.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::plan::Plan;
use crate::{
    base::{
        changes::Subject,
        clock::Clock,
        hub::Hub,
        ids::{PersonId, RoomId},
        schema::seminars,
    },
    people::model::Actor,
    seminars::{
        actions::{
            WriteError,
            create::put_speakers,
            entrance, items,
            seats::{self, MovedUp},
            slots, texts,
            write::{RoomsLocked, reread, settle_rooms},
        },
        model::{Details, Seminar, SeminarState},
    },
};

/// A seminar that was written. Its revision is still the one before.
pub(super) struct Stored {
    /// As it is now.
    pub after: Details,
    /// Who waited and has a place now.
    pub moved: Vec<MovedUp>,
    /// What shows the times that were offered and are no more.
    pub freed: Vec<Subject>,
}

/// Makes the seminar what `plan` says, with `rooms`, or refuses it.
///
/// # Errors
/// A room is taken; what the database holds.
pub(super) async fn store(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    plan: &Plan<'_>,
    rooms: &RoomsLocked,
) -> Result<Stored, WriteError> {
    let (before, next, id) = (plan.before, &plan.next, plan.before.seminar.id);
    let (speaking, overflow) = (&plan.speaking, &plan.overflow);
    let named: Option<Vec<PersonId>> = speaking
        .seminar
        .as_ref()
        .map(|speakers| speakers.iter().map(|(person, _)| *person).collect());
    let edit = slots::Edit {
        before: &before.seminar,
        next,
        speakers: named.as_deref(),
        anew: plan.change.anew,
        overflow: set(overflow) != set(&before.overflow),
    };
    let freed = slots::overtake(conn, clock, &actor.author, edit).await?;
    texts::clear(conn, id, &before.seminar.written.texts, &next.written.texts).await?;
    put_row(conn, clock, actor, &before.seminar, next).await?;
    texts::put(conn, id, &before.seminar.written.texts, &next.written.texts).await?;
    if let Some(speakers) = &speaking.seminar {
        put_speakers(conn, id, speakers).await?;
    }
    if let Some(items) = &plan.items {
        items::store(conn, id, items, speaking.items.as_deref()).await?;
    }
    if *overflow != before.overflow {
        items::put_overflow(conn, id, overflow).await?;
    }
    seats::put_capacity(conn, before, plan.capacity).await?;
    entrance::put(conn, id, before.entrance, plan.entrance).await?;
    let moved = match next.state {
        SeminarState::Announced if next.ends_at > clock.now() => {
            seats::move_up(conn, clock, id).await?
        }
        _ => Vec::new(),
    };
    let midway = reread(conn, id).await?;
    settle_rooms(conn, clock, hub, actor, &midway, rooms).await?;
    let freed = [
        freed,
        slots::overtaken_by_items(conn, clock, &actor.author, id).await?,
    ]
    .concat();
    let after = reread(conn, id).await?;
    slots::rename(conn, before, &after).await?;
    Ok(Stored {
        after,
        moved,
        freed,
    })
}

fn set(rooms: &[RoomId]) -> BTreeSet<RoomId> {
    rooms.iter().copied().collect()
}

async fn put_row(
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
