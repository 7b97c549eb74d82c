//! Where people are decides when they are reminded of what comes "in the morning", when they are asked for what is missing of a
//! talk of theirs, when they are thanked for it, and when their digests come.

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::digests_moved::digests_moved;
use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{MessageId, PersonId},
        schema::{messages::dsl, seminars},
    },
    mail::{
        outbox::{MessageKind, MessageState},
        reminder::{self, Reminder},
    },
    people::queries,
};

/// For how long it holds what someone is asked so many days before.
const ASKED_FOR: Duration = Duration::days(1);

/// Moves what waits and goes at an hour of the reader's day to that hour where `people` are now: reminders, what asks speakers
/// for what is missing, what is told when it is over, and their digests. To be called in the transaction of whatever changed
/// their zone.
///
/// # Errors
/// What the database says.
pub async fn zone_moved(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    people: &[PersonId],
) -> QueryResult<()> {
    digests_moved(conn, clock, hub, people).await?;
    reminders_moved(conn, hub, people).await?;
    chases_moved(conn, hub, people).await?;
    afterwards_moved(conn, hub, people).await
}

async fn reminders_moved(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    people: &[PersonId],
) -> QueryResult<()> {
    // What it reminds of begins when it would be too late.
    let waiting: Vec<(MessageId, PersonId, Instant, Instant, serde_json::Value)> = dsl::messages
        .filter(dsl::person_id.eq_any(people))
        .filter(dsl::kind.eq(MessageKind::Reminder))
        .filter(dsl::state.eq_any([MessageState::Held, MessageState::Queued]))
        .order(dsl::id)
        .select((
            dsl::id,
            dsl::person_id.assume_not_null(),
            dsl::not_after,
            dsl::send_after,
            dsl::payload,
        ))
        .load(conn)
        .await?;
    for (id, person, starts_at, send_after, payload) in waiting {
        let which = serde_json::from_value(payload["at"].clone());
        let Ok(which @ (Reminder::Morning | Reminder::Friday)) = which else {
            continue;
        };
        let there = queries::recipients(conn, hub, &[person], starts_at).await?;
        let Some(recipient) = there.get(&person) else {
            continue;
        };
        // Where it begins before the hour, the reminder waits until it is too late, or they have moved on.
        let at = which.at(starts_at, recipient.zone).min(starts_at);
        if at != send_after {
            diesel::update(dsl::messages.find(id))
                .set(dsl::send_after.eq(at))
                .execute(conn)
                .await?;
        }
    }
    Ok(())
}

async fn chases_moved(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    people: &[PersonId],
) -> QueryResult<()> {
    let waiting: Vec<(MessageId, PersonId, Instant, Instant, serde_json::Value)> = dsl::messages
        .inner_join(seminars::table.on(dsl::seminar_id.eq(seminars::id.nullable())))
        .filter(dsl::person_id.eq_any(people))
        .filter(dsl::kind.eq(MessageKind::SpeakerChase))
        .filter(dsl::state.eq_any([MessageState::Held, MessageState::Queued]))
        .order(dsl::id)
        .select((
            dsl::id,
            dsl::person_id.assume_not_null(),
            seminars::starts_at,
            dsl::send_after,
            dsl::payload,
        ))
        .load(conn)
        .await?;
    for (id, person, starts_at, send_after, payload) in waiting {
        let Some(days) = payload["days"].as_i64() else {
            continue;
        };
        let there = queries::recipients(conn, hub, &[person], starts_at).await?;
        let Some(recipient) = there.get(&person) else {
            continue;
        };
        let at = reminder::days_before(days, starts_at, recipient.zone);
        if at != send_after {
            diesel::update(dsl::messages.find(id))
                .set((
                    dsl::send_after.eq(at),
                    dsl::not_after.eq(starts_at.min(at + ASKED_FOR)),
                ))
                .execute(conn)
                .await?;
        }
    }
    Ok(())
}

async fn afterwards_moved(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    people: &[PersonId],
) -> QueryResult<()> {
    let kinds = [
        MessageKind::Thanks,
        MessageKind::SlidesChase,
        MessageKind::RecordingChase,
    ];
    let waiting: Vec<(
        MessageId,
        PersonId,
        Instant,
        (Instant, Instant),
        serde_json::Value,
    )> = dsl::messages
        .inner_join(seminars::table.on(dsl::seminar_id.eq(seminars::id.nullable())))
        .filter(dsl::person_id.eq_any(people))
        .filter(dsl::kind.eq_any(kinds))
        .filter(dsl::state.eq_any([MessageState::Held, MessageState::Queued]))
        .order(dsl::id)
        .select((
            dsl::id,
            dsl::person_id.assume_not_null(),
            seminars::ends_at,
            (dsl::send_after, dsl::not_after),
            dsl::payload,
        ))
        .load(conn)
        .await?;
    for (id, person, ends_at, (send_after, not_after), payload) in waiting {
        let Some(days) = payload["days"].as_i64() else {
            continue;
        };
        let there = queries::recipients(conn, hub, &[person], ends_at).await?;
        let Some(recipient) = there.get(&person) else {
            continue;
        };
        let at = reminder::days_after(days, ends_at, recipient.zone);
        if at != send_after {
            let lasts = not_after - send_after;
            diesel::update(dsl::messages.find(id))
                .set((dsl::send_after.eq(at), dsl::not_after.eq(at + lasts)))
                .execute(conn)
                .await?;
        }
    }
    Ok(())
}
