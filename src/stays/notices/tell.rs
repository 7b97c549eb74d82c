//! Queueing what is told of stays.

use std::collections::{HashMap, HashSet};

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Bool, Integer, Nullable, Text, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::Tells;
use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{PersonId, StayId},
    },
    mail::outbox::{self, MessageKind, NewMessage, Which},
    people::{
        self,
        model::{Actor, Recipient},
    },
    stays::{
        model::{Details, Stay},
        state::StayState,
    },
};

/// Changes closer to the first day than this are told at once.
const AT_ONCE: Duration = Duration::hours(48);

/// Tells visitor and host where the stay has come to. Its end is told to those who were told of the stay; who was about
/// to be told of it is not, any more.
pub(in crate::stays) async fn stepped(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    after: &Details,
) -> QueryResult<()> {
    let stay = &after.stay;
    let mut people = vec![stay.visitor_id, stay.host_id];
    if stay.state.is_off() {
        let knowledge = knowledge(conn, stay.id).await?;
        people.retain(|person| knowledge.get(person).is_none_or(|one| !one.only_waits));
        let which = Which {
            stay: Some(stay.id),
            kinds: &[MessageKind::Stay],
            ..Which::default()
        };
        outbox::void(conn, clock, which, stay.state.word()).await?;
    }
    let now = clock.now();
    if stay.slot().to() <= now && stay.state != StayState::Departed {
        return Ok(());
    }
    let at = stay.slot().from();
    let recipients = people::queries::recipients(conn, hub, &people, at).await?;
    let messages: Vec<NewMessage> = recipients
        .values()
        .map(|recipient| step(stay, recipient, actor, now))
        .collect();
    outbox::queue(conn, clock, &messages).await?;
    Ok(())
}

/// Tells those concerned what is otherwise, and a new host where the stay stands.
pub(in crate::stays) async fn changed(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    before: &Details,
    after: &Details,
    reason: Option<&str>,
) -> QueryResult<()> {
    let stay = &after.stay;
    let now = clock.now();
    if stay.slot().to().max(before.stay.slot().to()) <= now {
        return Ok(());
    }
    let new_host = Some(stay.host_id).filter(|host| *host != before.stay.host_id);
    // What waits tells how things are when it goes out: it counts as telling this revision.
    let waiting = renew(conn, stay).await?;
    let knowledge = knowledge(conn, stay.id).await?;
    let mut people = vec![stay.visitor_id, stay.host_id, before.stay.host_id];
    people.retain(|person| !waiting.contains(person));
    let at = stay.slot().from();
    let recipients = people::queries::recipients(conn, hub, &people, at).await?;
    let window = Duration::from_std(hub.change_window).unwrap_or_default();
    let soonest = at.min(before.stay.slot().from());
    let at_once = soonest - now < AT_ONCE || window.is_zero();
    let messages: Vec<NewMessage> = recipients
        .values()
        .map(|recipient| {
            if Some(recipient.person) == new_host {
                return step(stay, recipient, actor, now);
            }
            let told = knowledge.get(&recipient.person).and_then(|one| one.told);
            let from = told.unwrap_or(before.stay.revision);
            let tells = Tells::Change {
                reason: reason.map(str::to_owned),
            };
            NewMessage {
                from_revision: Some(from.min(before.stay.revision)),
                send_after: if at_once { now } else { now + window },
                not_after: stay.slot().to().max(before.stay.slot().to()),
                held: !at_once,
                ..message(stay, recipient, actor, now, &tells)
            }
        })
        .collect();
    outbox::queue(conn, clock, &messages).await?;
    Ok(())
}

fn step(stay: &Stay, recipient: &Recipient, actor: &Actor, now: Instant) -> NewMessage {
    let tells = Tells::Step {
        state: stay.state,
        reason: stay.state_reason.clone(),
        by: actor.name.clone(),
    };
    message(stay, recipient, actor, now, &tells)
}

fn message(
    stay: &Stay,
    recipient: &Recipient,
    actor: &Actor,
    now: Instant,
    tells: &Tells,
) -> NewMessage {
    let mut payload = json!(tells);
    payload["notice"] = json!(tells.notice());
    if tells.is_invitation() && recipient.person == stay.visitor_id {
        payload["asks"] = json!(true);
    }
    NewMessage {
        kind: MessageKind::Stay,
        dedupe_key: format!("stay:{}:{}:{}", stay.id, stay.revision, recipient.person),
        to: recipient.person.into(),
        address: recipient.address.clone(),
        about: stay.id.into(),
        revision: Some(stay.revision),
        from_revision: None,
        sequence: Some(stay.sequence),
        payload,
        caused_by: Some(actor.id),
        priority: MessageKind::Stay.priority(),
        send_after: now,
        not_after: helps_until(stay, now),
        held: false,
    }
}

/// Until when it helps to be told where a stay stands.
fn helps_until(stay: &Stay, now: Instant) -> Instant {
    match stay.state {
        StayState::Arrived => now + Duration::days(1),
        StayState::Departed => now + Duration::days(7),
        _ => stay.slot().to(),
    }
}

/// What someone knows of a stay by mail.
struct Knowledge {
    /// The revision that they were last told.
    told: Option<i32>,
    /// Whether something waits for them and nothing went out.
    only_waits: bool,
}

async fn knowledge(
    conn: &mut AsyncPgConnection,
    id: StayId,
) -> QueryResult<HashMap<PersonId, Knowledge>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
        #[diesel(sql_type = Nullable<Integer>)]
        told: Option<i32>,
        #[diesel(sql_type = Bool)]
        waits: bool,
    }
    let rows: Vec<Row> = sql_query(
        "SELECT person_id, max(revision) FILTER (WHERE state IN ('sent', 'leased')) AS told, \
                bool_or(state IN ('drafted', 'held', 'queued')) AS waits \
         FROM messages WHERE stay_id = $1 AND kind = $2 GROUP BY person_id",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Text, _>(MessageKind::Stay)
    .load(conn)
    .await?;
    let known = |row: Row| Knowledge {
        told: row.told,
        only_waits: row.waits && row.told.is_none(),
    };
    Ok(rows
        .into_iter()
        .map(|row| (row.person_id, known(row)))
        .collect())
}

/// Marks the steps that wait as telling this revision; answers who waits for one.
async fn renew(conn: &mut AsyncPgConnection, stay: &Stay) -> QueryResult<HashSet<PersonId>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
    }
    let rows: Vec<Row> = sql_query(
        "UPDATE messages SET revision = $3, sequence = $4 \
         WHERE stay_id = $1 AND kind = $2 AND state IN ('held', 'queued') AND payload ->> 'what' = 'step' \
         RETURNING person_id",
    )
    .bind::<SqlUuid, _>(stay.id)
    .bind::<Text, _>(MessageKind::Stay)
    .bind::<Integer, _>(stay.revision)
    .bind::<Integer, _>(stay.sequence)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.person_id).collect())
}
