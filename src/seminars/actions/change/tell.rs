//! Saying that a seminar has changed: to the trail, to those concerned, and to whatever shows it.

use diesel_async::AsyncPgConnection;
use serde_json::json;

use super::{count::count, plan::Plan, store::Stored};
use crate::{
    base::{
        audit::{self, Entry},
        changes::Subject,
        clock::Clock,
        hub::Hub,
    },
    people::model::Actor,
    seminars::{
        actions::{
            WriteError, seats,
            write::{keep_revision_of, touched},
        },
        model::{Details, SeminarState},
        notices, rules,
    },
};

/// Tells what `plan` has become; answers how the seminar is now, and what is to be raised, last.
///
/// # Errors
/// Nobody is to be told of what somebody has to know.
pub(super) async fn tell(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    plan: Plan<'_>,
    stored: Stored,
) -> Result<(Details, Vec<Subject>), WriteError> {
    let (before, silent, note) = (plan.before, plan.change.silent, plan.note.as_deref());
    let (mut after, moved) = (stored.after, stored.moved);
    let id = before.seminar.id;
    if silent {
        rules::may_say_nothing(before, &after, note)?;
    }
    count(conn, before, &mut after).await?;
    if after.seminar.revision != before.seminar.revision {
        keep_revision_of(conn, clock, actor, &after, silent).await?;
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
            before: Some(facts(before)),
            after: Some(said(facts(&after), note, silent)),
        },
    )
    .await?;
    seats::record(conn, clock, id, &moved).await?;
    if silent {
        notices::written_silently(conn, clock, hub, &after).await?;
    } else {
        notices::written(conn, clock, hub, actor, Some(before), &after, note).await?;
    }
    notices::moved_up(conn, clock, hub, &after, &moved, Some(actor.id)).await?;
    let mut touched = touched(conn, Some(before), &after).await?;
    touched.extend(plan.speaking.raised);
    touched.extend(stored.freed);
    Ok((after, touched))
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

pub(in crate::seminars::actions) fn facts(details: &Details) -> serde_json::Value {
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
