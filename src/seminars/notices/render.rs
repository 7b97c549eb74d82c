//! What messages about seminars say, and the calendar objects that go with them: rendered for a whole batch at once, in a
//! fixed number of queries.

mod answers;
mod calendar;
mod changes;
mod contents;
mod digest;
mod facts;

use std::collections::{BTreeSet, HashMap};

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use self::answers::Answers;
use super::truth::told_before;
use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{MessageId, PersonId, SeminarId},
        schema::{attendances, seminars},
    },
    mail::{
        draft::Draft,
        outbox::{Message, MessageKind},
    },
    people::{self, model::Recipient},
    seminars::model::{Attendance, Details, Seminar, Snapshot},
};

/// All that a batch needs, read at once.
struct Batch {
    details: HashMap<SeminarId, Details>,
    recipients: HashMap<MessageId, Recipient>,
    attendances: HashMap<(SeminarId, PersonId), Attendance>,
    told: HashMap<(SeminarId, i32), Snapshot>,
    threads: HashMap<(SeminarId, PersonId), MessageId>,
    answers: Answers,
}

/// The drafts of `batch`; those about something that is gone are missing.
///
/// # Errors
/// What the database says.
pub async fn render(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    batch: &[Message],
) -> QueryResult<Vec<(MessageId, Draft)>> {
    let known = read(conn, hub, batch).await?;
    let mut drafts = Vec::with_capacity(batch.len());
    for message in batch {
        let Some(details) = message.about.seminar.and_then(|id| known.details.get(&id)) else {
            continue;
        };
        let Some(recipient) = known.recipients.get(&message.id) else {
            continue;
        };
        let told = Told {
            clock,
            hub,
            message,
            details,
            recipient,
            known: &known,
        };
        let draft = match message.kind {
            MessageKind::Invitation => told.invitation(),
            MessageKind::SpeakerRequest => told.speaker_request(),
            MessageKind::Change => told.change(),
            MessageKind::Cancellation => told.cancellation(),
            MessageKind::Reminder => told.reminder(),
            MessageKind::Answer => told.answers(),
            _ => continue,
        };
        drafts.push((message.id, draft));
    }
    drafts.extend(digest::drafts(conn, clock, hub, batch).await?);
    Ok(drafts)
}

async fn read(conn: &mut AsyncPgConnection, hub: &Hub, batch: &[Message]) -> QueryResult<Batch> {
    let ids: BTreeSet<SeminarId> = batch
        .iter()
        .filter_map(|message| message.about.seminar)
        .collect();
    let people: BTreeSet<PersonId> = batch.iter().map(|message| message.person).collect();
    let people: Vec<PersonId> = people.into_iter().collect();
    let found: Vec<Seminar> = seminars::table
        .filter(seminars::id.eq_any(&ids))
        .select(Seminar::as_select())
        .load(conn)
        .await?;
    let starts: HashMap<SeminarId, Instant> = found
        .iter()
        .map(|seminar| (seminar.id, seminar.starts_at))
        .collect();
    let details = crate::seminars::queries::details(conn, found).await?;
    let attending: Vec<Attendance> = attendances::table
        .filter(attendances::seminar_id.eq_any(&ids))
        .filter(attendances::person_id.eq_any(&people))
        .select(Attendance::as_select())
        .load(conn)
        .await?;
    Ok(Batch {
        details: details
            .into_iter()
            .map(|details| (details.seminar.id, details))
            .collect(),
        recipients: recipients(conn, hub, &starts, batch).await?,
        attendances: attending
            .into_iter()
            .map(|one| ((one.seminar_id, one.person_id), one))
            .collect(),
        told: told_before(conn, batch).await?,
        threads: threads(conn, &ids, &people).await?,
        answers: Answers::read(conn, batch).await?,
    })
}

/// Who each message is for. Someone who is away reads in one zone of one seminar and in another of the next.
async fn recipients(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    starts: &HashMap<SeminarId, Instant>,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, Recipient>> {
    let told = |message: &Message| Some((message.person, *starts.get(&message.about.seminar?)?));
    let pairs: Vec<(PersonId, Instant)> = batch.iter().filter_map(told).collect();
    let found = people::queries::recipients_at(conn, hub, &pairs).await?;
    let recipient = |message: &Message| {
        let recipient = found.get(&told(message)?)?.clone();
        // A message goes to the address that it was queued for.
        let address = message.address.clone();
        Some((
            message.id,
            Recipient {
                address,
                ..recipient
            },
        ))
    };
    Ok(batch.iter().filter_map(recipient).collect())
}

/// The first message that each recipient got about each seminar: what the later ones are answers to.
async fn threads(
    conn: &mut AsyncPgConnection,
    ids: &BTreeSet<SeminarId>,
    people: &[PersonId],
) -> QueryResult<HashMap<(SeminarId, PersonId), MessageId>> {
    #[derive(QueryableByName)]
    struct First {
        #[diesel(sql_type = SqlUuid)]
        seminar_id: SeminarId,
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
        #[diesel(sql_type = SqlUuid)]
        id: MessageId,
    }
    let rows: Vec<First> = sql_query(
        "SELECT DISTINCT ON (seminar_id, person_id) seminar_id, person_id, id FROM messages \
         WHERE seminar_id = ANY ($1) AND person_id = ANY ($2) AND state = 'sent' \
           AND kind IN ('invitation', 'speaker_request', 'change', 'reminder') \
         ORDER BY seminar_id, person_id, sent_at, id",
    )
    .bind::<Array<SqlUuid>, _>(ids.iter().copied().collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(people)
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ((row.seminar_id, row.person_id), row.id))
        .collect())
}

/// One message with all that it tells.
struct Told<'a> {
    clock: &'a dyn Clock,
    hub: &'a Hub,
    message: &'a Message,
    details: &'a Details,
    recipient: &'a Recipient,
    known: &'a Batch,
}
