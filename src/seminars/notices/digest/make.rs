//! Queueing the digests that are due.

use chrono::NaiveDate;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt, SmallInt, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::PersonId,
        zone::Zone,
    },
    mail::{
        digest::{Rhythm, Timing},
        outbox::{self, About, MessageKind, NewMessage},
    },
    people::{self, model::Recipient, queries::Whereabouts},
};

/// How many are made in one transaction.
const BATCH: i64 = 100;

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = SqlUuid)]
    person_id: PersonId,
    #[diesel(sql_type = Text)]
    rhythm: Rhythm,
    #[diesel(sql_type = SmallInt)]
    weekday: i16,
    #[diesel(sql_type = SmallInt)]
    hour: i16,
}

impl Due {
    fn timing(&self) -> Timing {
        Timing {
            rhythm: self.rhythm,
            weekday: self.weekday,
            hour: self.hour,
        }
    }
}

/// Queues the digests that are due, and sets when the next ones are; answers how many were queued. Any number of workers
/// may do so at once. However many a reader missed, they get the last one alone, and none where the next is nearer.
///
/// # Errors
/// What the database says.
pub async fn make(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
) -> QueryResult<usize> {
    let mut made = 0;
    loop {
        let (due, queued) = conn
            .transaction(async |conn| batch(conn, clock, hub).await)
            .await?;
        made += queued;
        if due < usize::try_from(BATCH).unwrap_or(usize::MAX) {
            return Ok(made);
        }
    }
}

/// Makes a batch; answers how many were due, and how many were queued.
async fn batch(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
) -> QueryResult<(usize, usize)> {
    let now = clock.now();
    let due: Vec<Due> = sql_query(
        "SELECT person_id, rhythm, weekday, hour FROM digests WHERE next_at <= $1 \
         ORDER BY next_at, person_id, rhythm LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<BigInt, _>(BATCH)
    .load(conn)
    .await?;
    if due.is_empty() {
        return Ok((0, 0));
    }
    let people: Vec<PersonId> = due.iter().map(|one| one.person_id).collect();
    let recipients = people::queries::recipients(conn, hub, &people, now).await?;
    let (first, last) = Timing::reach(Zone::UTC.date(now));
    let whereabouts = Whereabouts::between(conn, hub, &people, first, last).await?;
    let mut new = Vec::with_capacity(due.len());
    let mut next = Vec::with_capacity(due.len());
    for one in &due {
        let zone_on = |day| whereabouts.on(one.person_id, day);
        next.push(one.timing().next(now, zone_on));
        if let Some(recipient) = recipients.get(&one.person_id) {
            let (day, at) = one.timing().last(now, zone_on);
            new.push(message(recipient, one.timing(), day, at, now));
        }
    }
    go_on(conn, &due, &next).await?;
    let queued = outbox::queue(conn, clock, &new).await?;
    Ok((due.len(), queued))
}

/// The digest that was due on a day at `at`. It is the same message for whoever makes it on that day.
fn message(
    recipient: &Recipient,
    timing: Timing,
    day: NaiveDate,
    at: Instant,
    now: Instant,
) -> NewMessage {
    let rhythm = timing.rhythm;
    NewMessage {
        kind: MessageKind::Digest,
        dedupe_key: format!("digest:{rhythm}:{}:{day}", recipient.person),
        to: recipient.person.into(),
        address: recipient.address.clone(),
        about: About::default(),
        revision: None,
        from_revision: None,
        sequence: None,
        payload: json!({ "notice": rhythm.notice() }),
        caused_by: None,
        priority: MessageKind::Digest.priority(),
        send_after: now,
        not_after: timing.stale(at),
        held: false,
    }
}

async fn go_on(conn: &mut AsyncPgConnection, due: &[Due], next: &[Instant]) -> QueryResult<()> {
    let people: Vec<PersonId> = due.iter().map(|one| one.person_id).collect();
    let rhythms: Vec<Rhythm> = due.iter().map(|one| one.rhythm).collect();
    sql_query(
        "UPDATE digests SET next_at = due.next_at FROM unnest($1, $2, $3) AS due (person_id, rhythm, next_at) \
         WHERE digests.person_id = due.person_id AND digests.rhythm = due.rhythm",
    )
    .bind::<Array<SqlUuid>, _>(people)
    .bind::<Array<Text>, _>(rhythms)
    .bind::<Array<Timestamptz>, _>(next)
    .execute(conn)
    .await?;
    Ok(())
}
