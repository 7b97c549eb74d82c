//! Asking speakers for what is missing, 14, 7 and 3 days before the start, at nine in the morning where they are: recomputed in
//! the transaction of every change of time, of answer, of what they said, and of who looks after it. One that is past due, or
//! would go within a day, is never made anew. Where they are somewhere else, [`people::actions::zone_moved`] moves what waits.

use std::collections::{BTreeSet, HashMap};

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::ahead::Ahead;
use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::{MessageId, PersonId, SeminarId},
        schema::{messages, seminars},
    },
    mail::outbox::{Message, MessageKind, NewMessage},
    people::{self, model::Recipient},
    seminars::{
        model::{Details, Said, Seminar},
        queries, rules,
    },
};

/// How late it may be, as it says in how many days they are on the programme.
const STAYS_TRUE: Duration = Duration::days(1);

/// Makes what asks the speakers of a seminar, or `only` one of them, for what is missing what it has to be now.
///
/// # Errors
/// What the database says.
pub async fn chase(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    details: &Details,
    only: Option<PersonId>,
) -> QueryResult<()> {
    let seminar = &details.seminar;
    let owing = match rules::chases(seminar, clock.now()) {
        true => owing(conn, details, only).await?,
        false => Vec::new(),
    };
    let recipients = people::queries::recipients(conn, hub, &owing, seminar.starts_at).await?;
    let every: Vec<NewMessage> = owing
        .iter()
        .filter_map(|person| recipients.get(person))
        .flat_map(|recipient| {
            let rungs = rules::ladder(seminar.starts_at, recipient.zone);
            rungs.map(|(days, at)| message(seminar, recipient, days, at))
        })
        .collect();
    let ahead = Ahead {
        seminar: seminar.id,
        kinds: &[MessageKind::SpeakerChase],
        only,
        void: "nothing is missing, or at another time",
    };
    ahead.put_right(conn, clock, every).await
}

/// Speakers of whom something is missing and whom nobody looks after.
async fn owing(
    conn: &mut AsyncPgConnection,
    details: &Details,
    only: Option<PersonId>,
) -> QueryResult<Vec<PersonId>> {
    if details.speakers.is_empty() {
        return Ok(Vec::new());
    }
    let said = queries::said(conn, &[details.seminar.id]).await?;
    Ok(said
        .iter()
        .filter(|one| only.is_none_or(|only| one.row.person_id == only))
        .filter(|one| owes(details, one))
        .map(|one| one.row.person_id)
        .collect())
}

fn owes(details: &Details, said: &Said) -> bool {
    said.row.taken_over_at.is_none() && !rules::missing(details, said).is_empty()
}

fn message(seminar: &Seminar, recipient: &Recipient, days: i64, at: Instant) -> NewMessage {
    let kind = MessageKind::SpeakerChase;
    NewMessage {
        kind,
        dedupe_key: format!(
            "{kind}:{}:{}:{days}:{}",
            seminar.id,
            seminar.starts_at.timestamp(),
            recipient.person
        ),
        to: recipient.person.into(),
        address: recipient.address.clone(),
        about: seminar.id.into(),
        // It tells how things are when it goes out; it does not tell a change.
        revision: None,
        from_revision: None,
        sequence: Some(seminar.sequence),
        // Which revision they will have read when it went out, as far as time and place go.
        payload: json!({ "days": days, "revision": seminar.revision }),
        caused_by: None,
        priority: kind.priority(),
        send_after: at,
        not_after: seminar.starts_at.min(at + STAYS_TRUE),
        held: false,
    }
}

/// Why those of `batch` that ask for what is missing need not go: there is nothing, an organiser looks after it, or
/// several are due at once, where nothing went out for days: the last of them goes.
pub(super) async fn untrue(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    batch: &[Message],
) -> QueryResult<HashMap<MessageId, String>> {
    let chases = of_batch(batch);
    if chases.is_empty() {
        return Ok(HashMap::new());
    }
    let ids = about(&chases);
    let said = said(conn, batch).await?;
    let found: Vec<Seminar> = seminars::table
        .filter(seminars::id.eq_any(&ids))
        .select(Seminar::as_select())
        .load(conn)
        .await?;
    let details = queries::details(conn, found).await?;
    let now = clock.now();
    let due = due(conn, &ids, now).await?;
    let why = |message: &Message| {
        let seminar = message.about.seminar?;
        let details = details.iter().find(|one| one.seminar.id == seminar)?;
        let said = said.get(&(seminar, message.person()?))?;
        if said.row.taken_over_at.is_some() {
            Some("an organiser looks after it")
        } else if rules::missing(details, said).is_empty() {
            Some("nothing is missing any more")
        } else {
            let last = due.get(&(seminar, message.person()?));
            let goes = message.send_after <= now;
            last.filter(|last| goes && **last != message.id)
                .map(|_| "another mail asks for this too")
        }
    };
    Ok(chases
        .into_iter()
        .filter_map(|message| Some((message.id, why(message)?.to_owned())))
        .collect())
}

/// The last of those that are due by `now`, by whom it asks.
async fn due(
    conn: &mut AsyncPgConnection,
    ids: &[SeminarId],
    now: Instant,
) -> QueryResult<HashMap<(SeminarId, PersonId), MessageId>> {
    let rows: Vec<(SeminarId, PersonId, MessageId)> = messages::table
        .filter(messages::seminar_id.eq_any(ids.iter().map(|id| Some(*id))))
        .filter(messages::kind.eq(MessageKind::SpeakerChase))
        .filter(messages::state.eq_any(["queued", "leased"]))
        .filter(messages::send_after.le(now))
        .order((messages::send_after, messages::id))
        .select((
            messages::seminar_id.assume_not_null(),
            messages::person_id.assume_not_null(),
            messages::id,
        ))
        .load(conn)
        .await?;
    let each = rows.into_iter();
    Ok(each.map(|(of, who, id)| ((of, who), id)).collect())
}

/// What the speakers said whom `batch` asks for what is missing.
pub(super) async fn said(
    conn: &mut AsyncPgConnection,
    batch: &[Message],
) -> QueryResult<HashMap<(SeminarId, PersonId), Said>> {
    let ids = about(&of_batch(batch));
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let all = queries::said(conn, &ids).await?;
    Ok(all
        .into_iter()
        .map(|one| ((one.row.seminar_id, one.row.person_id), one))
        .collect())
}

fn of_batch(batch: &[Message]) -> Vec<&Message> {
    let chases = batch.iter();
    chases
        .filter(|message| message.kind == MessageKind::SpeakerChase)
        .collect()
}

fn about(messages: &[&Message]) -> Vec<SeminarId> {
    let ids = messages.iter().filter_map(|message| message.about.seminar);
    let ids: BTreeSet<SeminarId> = ids.collect();
    ids.into_iter().collect()
}
