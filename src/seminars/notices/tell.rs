//! Queueing what is told of seminars.

use std::collections::HashMap;

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Bool, Integer, Nullable, Text, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};

use super::remind;
use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{PersonId, SeminarId},
        schema::{attendances, messages},
    },
    mail::outbox::{self, MessageKind, NewMessage, Which},
    people::{
        self,
        model::{Actor, Recipient},
    },
    seminars::{
        actions::{helps_until, snapshot},
        model::{Details, SeminarState, Snapshot, SpeakerAnswer},
        queries,
    },
};

/// Changes closer to the start than this are told at once.
const AT_ONCE: Duration = Duration::hours(48);

/// Tells what a write owes: requests to speakers, old → new to those concerned, reminders anew.
///
/// # Errors
/// What the database says.
pub async fn written(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    before: Option<&Details>,
    after: &Details,
) -> QueryResult<()> {
    // Nobody is told of what is over, and of a draft only those whom its organiser asks.
    if after.seminar.state == SeminarState::Draft || after.seminar.ends_at <= clock.now() {
        return Ok(());
    }
    let new_speakers = to_ask(conn, before, after).await?;
    let recipients =
        people::queries::recipients(conn, hub, &new_speakers, after.seminar.starts_at).await?;
    asked(conn, clock, actor, after, &new_speakers, &recipients, None).await?;
    if let Some(before) = before {
        released(conn, clock, hub, actor, before, after).await?;
    }
    let before = before.filter(|before| before.seminar.state != SeminarState::Draft);
    if let Some(before) = before
        && differs(&snapshot(before), &snapshot(after))
    {
        changed(conn, clock, hub, actor, before, after).await?;
    }
    remind::remind_all(conn, clock, hub, after).await
}

/// The speakers who have not been asked: the new ones and, when a draft is announced, those to whom nothing went out while
/// it was one.
async fn to_ask(
    conn: &mut AsyncPgConnection,
    before: Option<&Details>,
    after: &Details,
) -> QueryResult<Vec<PersonId>> {
    let speakers = before.map_or(&[][..], |before| &before.speakers);
    let known: Vec<PersonId> = speakers.iter().map(|speaker| speaker.person_id).collect();
    let asked = match before {
        Some(before) if before.seminar.state == SeminarState::Draft => {
            messages::table
                .filter(messages::seminar_id.eq(after.seminar.id))
                .filter(messages::kind.eq(MessageKind::SpeakerRequest))
                .filter(messages::state.ne_all(["failed", "void"]))
                .filter(messages::person_id.eq_any(&known))
                .select(messages::person_id)
                .load(conn)
                .await?
        }
        _ => known,
    };
    Ok(after
        .speakers
        .iter()
        .filter(|speaker| speaker.answer == SpeakerAnswer::Asked)
        .map(|speaker| speaker.person_id)
        .filter(|person| !asked.contains(person))
        .collect())
}

/// Tells those who do not speak any more, if they were told that they would: what they had taken into their calendar goes
/// from it. Who is invited as a guest besides learns it by the change that everyone is told.
async fn released(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    before: &Details,
    after: &Details,
) -> QueryResult<()> {
    let seminar = &after.seminar;
    let stays = |person: PersonId| after.speakers.iter().any(|one| one.person_id == person);
    let gone: Vec<PersonId> = before
        .speakers
        .iter()
        .map(|speaker| speaker.person_id)
        .filter(|person| !stays(*person))
        .collect();
    if gone.is_empty() {
        return Ok(());
    }
    let guests: Vec<PersonId> = attendances::table
        .filter(attendances::seminar_id.eq(seminar.id))
        .filter(attendances::person_id.eq_any(&gone))
        .select(attendances::person_id)
        .load(conn)
        .await?;
    let told: Vec<PersonId> = messages::table
        .filter(messages::seminar_id.eq(seminar.id))
        .filter(messages::person_id.eq_any(&gone))
        .filter(messages::person_id.ne_all(&guests))
        .filter(messages::state.eq_any(["sent", "leased"]))
        .select(messages::person_id)
        .distinct()
        .load(conn)
        .await?;
    for person in gone {
        let which = Which {
            seminar: Some(seminar.id),
            person: Some(person),
            kinds: &[MessageKind::SpeakerRequest],
            ..Which::default()
        };
        outbox::void(conn, clock, which, "they are not asked to speak any more").await?;
    }
    let now = clock.now();
    let recipients = people::queries::recipients(conn, hub, &told, seminar.starts_at).await?;
    let new: Vec<NewMessage> = recipients
        .values()
        .map(|recipient| {
            let payload = json!({ "released": true });
            let number = format!("released:{}", seminar.revision);
            message(
                MessageKind::Cancellation,
                after,
                recipient,
                actor,
                now,
                payload,
                &number,
            )
        })
        .collect();
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}

/// Whether a difference is told: time, place, title, speakers, state, the way to take part. An abstract is read, not told.
pub(super) fn differs(old: &Snapshot, new: &Snapshot) -> bool {
    Snapshot {
        abstract_text: String::new(),
        ..old.clone()
    } != Snapshot {
        abstract_text: String::new(),
        ..new.clone()
    }
}

/// Someone concerned by a change, and what they know.
#[derive(QueryableByName)]
struct Concerned {
    #[diesel(sql_type = SqlUuid)]
    person_id: PersonId,
    /// The revision that they were last told.
    #[diesel(sql_type = Nullable<Integer>)]
    told: Option<i32>,
    /// Whether an invitation or request to them waits: it will tell how things are then.
    #[diesel(sql_type = Bool)]
    waits: bool,
}

async fn concerned(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
    even_no: bool,
) -> QueryResult<Vec<Concerned>> {
    sql_query(
        "WITH concerned AS ( \
             SELECT person_id FROM attendances WHERE seminar_id = $1 AND ($2 OR answer IS DISTINCT FROM 'no') \
             UNION SELECT person_id FROM speakers WHERE seminar_id = $1 AND answer <> 'declined'), \
         known AS ( \
             SELECT person_id, max(revision) FILTER (WHERE state IN ('sent', 'leased')) AS told, \
                    bool_or(state IN ('held', 'queued') AND kind IN ('invitation', 'speaker_request')) AS waits \
             FROM messages WHERE seminar_id = $1 GROUP BY person_id) \
         SELECT c.person_id, k.told, coalesce(k.waits, false) AS waits \
         FROM concerned c LEFT JOIN known k USING (person_id) ORDER BY c.person_id",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Bool, _>(even_no)
    .load(conn)
    .await
}

async fn changed(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    before: &Details,
    after: &Details,
) -> QueryResult<()> {
    let seminar = &after.seminar;
    let now = clock.now();
    // Who said no may say yes to another time.
    let even_no = before.seminar.starts_at != seminar.starts_at;
    let concerned = concerned(conn, seminar.id, even_no).await?;
    let people: Vec<PersonId> = concerned
        .iter()
        .filter(|one| !one.waits)
        .map(|one| one.person_id)
        .collect();
    let recipients = people::queries::recipients(conn, hub, &people, seminar.starts_at).await?;
    // Invitations that wait tell how things are when they go out: they count as telling this revision.
    diesel::update(messages::table)
        .filter(messages::seminar_id.eq(seminar.id))
        .filter(messages::kind.eq_any([MessageKind::Invitation, MessageKind::SpeakerRequest]))
        .filter(messages::state.eq_any(["held", "queued"]))
        .set((
            messages::revision.eq(seminar.revision),
            messages::sequence.eq(seminar.sequence),
        ))
        .execute(conn)
        .await?;
    let soonest = seminar.starts_at.min(before.seminar.starts_at);
    let window = Duration::from_std(hub.change_window).unwrap_or_default();
    let at_once = soonest - now < AT_ONCE || window.is_zero();
    let new: Vec<NewMessage> = concerned
        .iter()
        .filter(|one| !one.waits)
        .filter_map(|one| {
            let recipient = recipients.get(&one.person_id)?;
            let from = one
                .told
                .unwrap_or(before.seminar.revision)
                .min(before.seminar.revision);
            Some(NewMessage {
                from_revision: Some(from),
                send_after: if at_once { now } else { now + window },
                held: !at_once,
                ..message(
                    MessageKind::Change,
                    after,
                    recipient,
                    actor,
                    now,
                    json!({}),
                    &format!("{}", seminar.revision),
                )
            })
        })
        .collect();
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}

/// Tells everyone who was told of it that it does not take place (then). What waits is void.
///
/// # Errors
/// What the database says.
pub async fn stopped(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    before: &Details,
    after: &Details,
) -> QueryResult<()> {
    let seminar = &after.seminar;
    let now = clock.now();
    let postponed = seminar.state == SeminarState::Postponed;
    let concerned = concerned(conn, seminar.id, true).await?;
    let which = Which {
        seminar: Some(seminar.id),
        stay: None,
        booking: None,
        person: None,
        kinds: &[
            MessageKind::Invitation,
            MessageKind::SpeakerRequest,
            MessageKind::Change,
            MessageKind::Reminder,
        ],
    };
    outbox::void(
        conn,
        clock,
        which,
        if postponed { "postponed" } else { "cancelled" },
    )
    .await?;
    if before.seminar.state == SeminarState::Draft && concerned.iter().all(|one| one.told.is_none())
        || before.seminar.ends_at <= now
    {
        return Ok(());
    }
    let answered: Vec<PersonId> = queries::attendances(conn, seminar.id)
        .await?
        .into_iter()
        .filter(|one| one.answer.is_some())
        .map(|one| one.person_id)
        .collect();
    let people: Vec<PersonId> = concerned
        .iter()
        .filter(|one| one.told.is_some() || answered.contains(&one.person_id))
        .map(|one| one.person_id)
        .collect();
    let recipients = people::queries::recipients(conn, hub, &people, seminar.starts_at).await?;
    let new: Vec<NewMessage> = people
        .iter()
        .filter_map(|person| {
            let payload = json!({ "postponed": postponed });
            let key = seminar.sequence.to_string();
            Some(message(
                MessageKind::Cancellation,
                after,
                recipients.get(person)?,
                actor,
                now,
                payload,
                &key,
            ))
        })
        .collect();
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}

/// Invites `people`, who are all in `attendances` already; answers how many messages were queued.
///
/// # Errors
/// What the database says.
#[expect(
    clippy::too_many_arguments,
    reason = "an invitation has a list and a note besides what every notice has"
)]
pub async fn invited(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    _hub: &Hub,
    actor: &Actor,
    details: &Details,
    people: &[PersonId],
    recipients: &HashMap<PersonId, Recipient>,
    note: Option<&str>,
) -> QueryResult<usize> {
    #[derive(QueryableByName)]
    struct Number {
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
        #[diesel(sql_type = Integer)]
        invitation_no: i32,
    }
    let numbers: Vec<Number> = sql_query(
        "SELECT person_id, invitation_no FROM attendances WHERE seminar_id = $1 AND person_id = ANY ($2)",
    )
    .bind::<SqlUuid, _>(details.seminar.id)
    .bind::<Array<SqlUuid>, _>(people)
    .load(conn)
    .await?;
    let now = clock.now();
    let new: Vec<NewMessage> = numbers
        .iter()
        .filter_map(|row| {
            let payload = json!({ "note": note, "by": actor.name });
            let recipient = recipients.get(&row.person_id)?;
            Some(message(
                MessageKind::Invitation,
                details,
                recipient,
                actor,
                now,
                payload,
                &row.invitation_no.to_string(),
            ))
        })
        .collect();
    outbox::queue(conn, clock, &new).await
}

/// Asks `people`, who are all speakers already, to speak; answers how many messages were queued.
///
/// # Errors
/// What the database says.
pub async fn asked(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    details: &Details,
    people: &[PersonId],
    recipients: &HashMap<PersonId, Recipient>,
    note: Option<&str>,
) -> QueryResult<usize> {
    #[derive(QueryableByName)]
    struct Asked {
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        times: i64,
    }
    // A request that waits is written once more rather than twice.
    let before: HashMap<PersonId, i64> = sql_query(
        "SELECT person_id, count(*) FILTER (WHERE state IN ('leased', 'sent', 'failed')) AS times FROM messages \
         WHERE seminar_id = $1 AND kind = $2 AND person_id = ANY ($3) GROUP BY person_id",
    )
    .bind::<SqlUuid, _>(details.seminar.id)
    .bind::<Text, _>(MessageKind::SpeakerRequest)
    .bind::<Array<SqlUuid>, _>(people)
    .load::<Asked>(conn)
    .await?
    .into_iter()
    .map(|row| (row.person_id, row.times))
    .collect();
    let now = clock.now();
    let new: Vec<NewMessage> = people
        .iter()
        .filter_map(|person| {
            let payload = json!({ "note": note, "by": actor.name });
            let number = before.get(person).copied().unwrap_or(0) + 1;
            Some(message(
                MessageKind::SpeakerRequest,
                details,
                recipients.get(person)?,
                actor,
                now,
                payload,
                &number.to_string(),
            ))
        })
        .collect();
    outbox::queue(conn, clock, &new).await
}

/// Tells the organisers that `person` answered, gathered over the change window.
///
/// # Errors
/// What the database says.
pub async fn answered(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    details: &Details,
    _person: PersonId,
    by: Option<PersonId>,
) -> QueryResult<()> {
    let seminar = &details.seminar;
    let mut organisers = queries::told_of(conn, seminar).await?;
    organisers.retain(|organiser| Some(*organiser) != by);
    let recipients = people::queries::recipients(conn, hub, &organisers, seminar.starts_at).await?;
    let now = clock.now();
    let window = Duration::from_std(hub.change_window).unwrap_or_default();
    let new: Vec<NewMessage> = recipients
        .values()
        .map(|organiser| NewMessage {
            kind: MessageKind::Answer,
            // A bundle that is out is followed by another one, named by when it began.
            dedupe_key: format!(
                "answer:{}:{}:{}",
                seminar.id,
                now.timestamp_millis(),
                organiser.person
            ),
            person: organiser.person,
            address: organiser.address.clone(),
            about: seminar.id.into(),
            revision: None,
            from_revision: None,
            sequence: None,
            payload: json!({}),
            caused_by: by,
            priority: MessageKind::Answer.priority(),
            send_after: now + window,
            not_after: helps_until(seminar, now),
            held: true,
        })
        .collect();
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}

/// A message about a seminar as it stands; `number` is what tells it from others of its kind to the same person.
pub(super) fn message(
    kind: MessageKind,
    details: &Details,
    recipient: &Recipient,
    actor: &Actor,
    now: Instant,
    payload: Value,
    number: &str,
) -> NewMessage {
    let seminar = &details.seminar;
    NewMessage {
        kind,
        dedupe_key: format!("{kind}:{}:{number}:{}", seminar.id, recipient.person),
        person: recipient.person,
        address: recipient.address.clone(),
        about: seminar.id.into(),
        revision: Some(seminar.revision),
        from_revision: None,
        sequence: Some(seminar.sequence),
        payload,
        caused_by: Some(actor.id),
        priority: kind.priority(),
        send_after: now,
        not_after: match kind {
            MessageKind::Invitation | MessageKind::SpeakerRequest => seminar.ends_at,
            _ => helps_until(seminar, now),
        },
        held: false,
    }
}
