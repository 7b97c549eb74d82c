//! Taking messages out of the outbox and saying what became of them.

use std::time::Duration;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt, Int4, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::rate::{self, Rates};
use crate::{
    base::{
        clock::{Clock, Instant},
        ids::{self, MessageId},
        prepared::prepared,
    },
    mail::outbox::{Message, MessageState},
};

/// Due at `$1`: the first `$2` of each priority in turn, which an index gives without looking at what is not due yet. It
/// knows by `ended_at` what is over; what is leased is passed over, a batch for each connection at most.
const DUE: &str = "SELECT picked.id FROM generate_series(0, 9) AS level, \
     LATERAL (SELECT id FROM messages WHERE ended_at IS NULL AND state IN ('held', 'queued') AND priority = level::smallint \
         AND send_after <= $1 AND not_after > $1 ORDER BY send_after LIMIT $2";

/// What a [`Message`] is read from: named, as what is prepared must answer the same when a later release adds to the table.
pub(super) const COLUMNS: &str = "messages.id, kind, state, dedupe_key, person_id, address, seminar_id, stay_id, booking_id, revision, \
     from_revision, sequence, payload, caused_by, priority, send_after, not_after, attempts, sent_at, ended_at, error, \
     created_at, audience_id, confirmation_id";

/// The domain to which a message goes, in small letters.
pub(super) const DOMAIN: &str = "lower(split_part(address, '@', 2))";

/// Messages that one worker has for up to 30 s.
pub struct Lease {
    /// What is in `leased_by`: nobody else's, and no other time's.
    pub name: String,
    /// The messages, the most urgent first.
    pub messages: Vec<Message>,
    /// Since when, by this machine's steady clock; a little earlier than by the database's.
    pub since: tokio::time::Instant,
}

/// Leases up to `size` messages that are due at the clock's time and that nobody has, as far as `rates` let them go.
pub async fn claim(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    node: &str,
    size: usize,
    rates: Rates,
) -> QueryResult<Lease> {
    let name = format!("{node}/{}", ids::fresh(clock));
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    let since = tokio::time::Instant::now();
    let mut messages = match rates.are_free() {
        true => claim_at_once(conn, clock.now(), &name, size).await?,
        false => rate::claim(conn, clock.now(), &name, size, rates).await?,
    };
    messages.sort_by_key(|message| (message.priority, message.send_after, message.id));
    Ok(Lease {
        name,
        messages,
        since,
    })
}

async fn claim_at_once(
    conn: &mut AsyncPgConnection,
    now: Instant,
    name: &str,
    size: i64,
) -> QueryResult<Vec<Message>> {
    prepared(sql_query(format!(
        "WITH picked AS MATERIALIZED ({DUE} FOR UPDATE SKIP LOCKED) AS picked LIMIT $2) \
         UPDATE messages SET state = 'leased', leased_by = $3, leased_until = now() + interval '30 seconds', \
             attempts = attempts + 1 \
         FROM picked WHERE messages.id = picked.id RETURNING {COLUMNS}"
    ))
    .bind::<Timestamptz, _>(now)
    .bind::<BigInt, _>(size)
    .bind::<Text, _>(name))
    .load(conn)
    .await
}

/// The time by the database's clock.
pub async fn database_time(conn: &mut AsyncPgConnection) -> QueryResult<Instant> {
    #[derive(QueryableByName)]
    struct Now {
        #[diesel(sql_type = Timestamptz)]
        at: Instant,
    }
    let now: Now = sql_query("SELECT now() AS at").get_result(conn).await?;
    Ok(now.at)
}

/// How many messages are due, counted no further than `limit`.
pub async fn count_due(
    conn: &mut AsyncPgConnection,
    now: Instant,
    limit: usize,
) -> QueryResult<usize> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let counted: Count = sql_query(format!(
        "SELECT count(*) AS count FROM ({DUE}) AS picked LIMIT $2) AS due"
    ))
    .bind::<Timestamptz, _>(now)
    .bind::<BigInt, _>(i64::try_from(limit).unwrap_or(i64::MAX))
    .get_result(conn)
    .await?;
    Ok(usize::try_from(counted.count).unwrap_or(0))
}

/// When the next message comes due after `now`.
pub async fn next_due(conn: &mut AsyncPgConnection, now: Instant) -> QueryResult<Option<Instant>> {
    #[derive(QueryableByName)]
    struct Next {
        #[diesel(sql_type = Nullable<Timestamptz>)]
        at: Option<Instant>,
    }
    let next: Next = sql_query(
        "SELECT min(first.send_after) AS at FROM generate_series(0, 9) AS level, \
         LATERAL (SELECT send_after FROM messages WHERE ended_at IS NULL AND state IN ('held', 'queued') \
             AND priority = level::smallint AND send_after > $1 ORDER BY send_after LIMIT 1) AS first",
    )
    .bind::<Timestamptz, _>(now)
    .get_result(conn)
    .await?;
    Ok(next.at)
}

/// Leases that still hold are prolonged to 30 s from now; answers which messages they are.
pub async fn renew(conn: &mut AsyncPgConnection, lease: &Lease) -> QueryResult<Vec<MessageId>> {
    #[derive(QueryableByName)]
    struct Held {
        #[diesel(sql_type = SqlUuid)]
        id: MessageId,
    }
    let ids: Vec<MessageId> = lease.messages.iter().map(|message| message.id).collect();
    let held: Vec<Held> = sql_query(
        "UPDATE messages SET leased_until = now() + interval '30 seconds' \
         WHERE id = ANY($1) AND state = 'leased' AND leased_by = $2 RETURNING id",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Text, _>(&lease.name)
    .load(conn)
    .await?;
    Ok(held.into_iter().map(|held| held.id).collect())
}

/// What became of a leased message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The server took it.
    Sent,
    /// It is not tried again, for this reason.
    Failed(String),
    /// It is not tried again: the server says, in these words, that nobody is at the address.
    Gone(String),
    /// It was no longer true, for this reason.
    Void(String),
    /// It is tried again then, for this reason.
    Later(Instant, String),
    /// It goes out then, and gathers further edits until then; it was not tried.
    Wait(Instant),
    /// It was not tried, and stands as it stood before the lease.
    Untried,
}

/// Locks messages of the lease `name` in the order of their ids, for who writes in one transaction what [`settle`] says by
/// several statements.
pub async fn hold(
    conn: &mut AsyncPgConnection,
    name: &str,
    ids: Vec<MessageId>,
) -> QueryResult<()> {
    sql_query(
        "SELECT id FROM messages WHERE id = ANY ($1) AND state = 'leased' AND leased_by = $2 \
         ORDER BY id FOR NO KEY UPDATE",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Text, _>(name)
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes what became of messages of the lease `name`; answers of which. Those whose lease was lost are left alone: they
/// are someone else's by now.
pub async fn settle(
    conn: &mut AsyncPgConnection,
    now: Instant,
    name: &str,
    ends: &[(MessageId, End)],
) -> QueryResult<Vec<MessageId>> {
    let mut settled = Vec::with_capacity(ends.len());
    // Rows are locked in the order of their ids, by everything that takes several.
    let mut sent = Vec::with_capacity(ends.len());
    let (mut over, mut again) = (Ended::default(), Again::default());
    for (id, end) in ends {
        match end {
            End::Sent => sent.push((*id, name)),
            End::Failed(why) | End::Gone(why) => over.push(*id, MessageState::Failed, Some(why)),
            End::Void(why) => over.push(*id, MessageState::Void, Some(why)),
            End::Later(at, why) => again.push(*id, MessageState::Queued, Some(*at), Some(why), 0),
            End::Wait(until) => again.push(*id, MessageState::Held, Some(*until), None, 1),
            End::Untried => again.push(*id, MessageState::Queued, None, None, 1),
        }
    }
    if !sent.is_empty() {
        settled.extend(write_sent(conn, now, &sent).await?);
    }
    if !over.ids.is_empty() {
        settled.extend(over.write(conn, now, name).await?);
    }
    if !again.ids.is_empty() {
        settled.extend(again.write(conn, now, name).await?);
    }
    Ok(settled)
}

#[derive(QueryableByName)]
struct Settled {
    #[diesel(sql_type = SqlUuid)]
    id: MessageId,
}

/// What nearly always became of all: written for every few messages, each with the name of its lease, and so by a statement
/// of its own. What puts something into a calendar, or takes it away, is not shown twice by the feeds of those who have
/// chosen: their counters rise.
///
/// How many there are is kept from the planner (`ARRAY(SELECT unnest(…))`): a plan for just these four would look cheaper to
/// it than one for any, and it would plan each time anew.
pub(super) async fn write_sent(
    conn: &mut AsyncPgConnection,
    now: Instant,
    sent: &[(MessageId, &str)],
) -> QueryResult<Vec<MessageId>> {
    let (ids, names): (Vec<MessageId>, Vec<&str>) = sent.iter().copied().unzip();
    let settled: Vec<Settled> = prepared(
        sql_query(
            "WITH sent AS (SELECT * FROM unnest(ARRAY(SELECT unnest($1)), ARRAY(SELECT unnest($2))) AS sent (id, name)), \
             mine AS (SELECT m.id FROM sent JOIN messages m ON m.id = sent.id AND m.leased_by = sent.name \
                 WHERE m.state = 'leased' ORDER BY m.id FOR NO KEY UPDATE OF m), \
             settled AS (UPDATE messages SET state = 'sent', error = NULL, ended_at = $3, sent_at = $3, leased_by = NULL, \
                 leased_until = NULL \
             FROM mine WHERE messages.id = mine.id RETURNING messages.id, messages.kind, messages.person_id), \
             shown AS (INSERT INTO change_counters (subject, changed_at) \
                 SELECT DISTINCT 'person:' || person_id, $3 FROM settled \
                 WHERE kind IN ('invitation', 'speaker_request', 'change', 'cancellation', 'stay', 'booking') \
                   AND EXISTS (SELECT FROM calendar_choices c WHERE c.person_id = settled.person_id) ORDER BY 1 \
                 ON CONFLICT (subject) DO UPDATE SET counter = change_counters.counter + 1, changed_at = excluded.changed_at) \
             SELECT id FROM settled",
        )
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Array<Text>, _>(names)
        .bind::<Timestamptz, _>(now),
    )
    .load(conn)
    .await?;
    Ok(settled.into_iter().map(|row| row.id).collect())
}

#[derive(Default)]
struct Ended<'a> {
    ids: Vec<MessageId>,
    states: Vec<MessageState>,
    errors: Vec<Option<&'a str>>,
}

impl<'a> Ended<'a> {
    fn push(&mut self, id: MessageId, state: MessageState, error: Option<&'a String>) {
        self.ids.push(id);
        self.states.push(state);
        self.errors.push(error.map(String::as_str));
    }

    async fn write(
        &self,
        conn: &mut AsyncPgConnection,
        now: Instant,
        name: &str,
    ) -> QueryResult<Vec<MessageId>> {
        let settled: Vec<Settled> = sql_query(
            "WITH mine AS (SELECT id FROM messages WHERE id = ANY ($1) AND state = 'leased' AND leased_by = $4 \
                 ORDER BY id FOR NO KEY UPDATE), \
             settled AS (UPDATE messages SET state = ended.state, error = ended.error, ended_at = $5, \
                 leased_by = NULL, leased_until = NULL \
             FROM mine JOIN unnest($1, $2, $3) AS ended (id, state, error) USING (id) \
             WHERE messages.id = mine.id \
             RETURNING messages.id, messages.state, messages.attempts, messages.error), \
             kept AS (INSERT INTO message_faults SELECT id, attempts, $5, error FROM settled WHERE state = 'failed' \
                 ON CONFLICT DO NOTHING) \
             SELECT id FROM settled",
        )
        .bind::<Array<SqlUuid>, _>(&self.ids)
        .bind::<Array<Text>, _>(&self.states)
        .bind::<Array<Nullable<Text>>, _>(&self.errors)
        .bind::<Text, _>(name)
        .bind::<Timestamptz, _>(now)
        .load(conn)
        .await?;
        Ok(settled.into_iter().map(|row| row.id).collect())
    }
}

#[derive(Default)]
struct Again<'a> {
    ids: Vec<MessageId>,
    states: Vec<MessageState>,
    times: Vec<Option<Instant>>,
    errors: Vec<Option<&'a str>>,
    uncounted: Vec<i32>,
}

impl<'a> Again<'a> {
    fn push(
        &mut self,
        id: MessageId,
        state: MessageState,
        at: Option<Instant>,
        error: Option<&'a String>,
        uncounted: i32,
    ) {
        self.ids.push(id);
        self.states.push(state);
        self.times.push(at);
        self.errors.push(error.map(String::as_str));
        self.uncounted.push(uncounted);
    }

    async fn write(
        &self,
        conn: &mut AsyncPgConnection,
        now: Instant,
        name: &str,
    ) -> QueryResult<Vec<MessageId>> {
        let settled: Vec<Settled> = sql_query(
            "WITH mine AS (SELECT id FROM messages WHERE id = ANY ($1) AND state = 'leased' AND leased_by = $5 \
                 ORDER BY id FOR NO KEY UPDATE), \
             settled AS (UPDATE messages SET state = again.state, error = coalesce(again.error, messages.error), \
                 send_after = coalesce(again.at, messages.send_after), attempts = messages.attempts - again.uncounted, \
                 leased_by = NULL, leased_until = NULL \
             FROM mine JOIN unnest($1, $2, $3, $4, $6) AS again (id, at, error, uncounted, state) USING (id) \
             WHERE messages.id = mine.id \
             RETURNING messages.id, messages.attempts, again.error), \
             kept AS (INSERT INTO message_faults SELECT id, attempts, $7, error FROM settled WHERE error IS NOT NULL \
                 ON CONFLICT DO NOTHING) \
             SELECT id FROM settled",
        )
        .bind::<Array<SqlUuid>, _>(&self.ids)
        .bind::<Array<Nullable<Timestamptz>>, _>(&self.times)
        .bind::<Array<Nullable<Text>>, _>(&self.errors)
        .bind::<Array<Int4>, _>(&self.uncounted)
        .bind::<Text, _>(name)
        .bind::<Array<Text>, _>(&self.states)
        .bind::<Timestamptz, _>(now)
        .load(conn)
        .await?;
        Ok(settled.into_iter().map(|row| row.id).collect())
    }
}

/// What workers leave behind: leases that ran out return to the queue, and what has become too late at `now` ends: void, or
/// failed where it was tried. Answers how many of each. What someone else has in hand at this moment is left to the next
/// time: every worker does this, and none waits for another.
///
/// # Errors
/// What the database says.
pub async fn tidy(conn: &mut AsyncPgConnection, now: Instant) -> QueryResult<(usize, usize)> {
    // Both are among what was to go by now, which is what the index knows.
    let returned = sql_query(
        "UPDATE messages SET state = 'queued', leased_by = NULL, leased_until = NULL \
         WHERE id IN (SELECT id FROM messages WHERE ended_at IS NULL AND send_after <= $1 \
             AND state = 'leased' AND leased_until < now() ORDER BY id FOR UPDATE SKIP LOCKED)",
    )
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await?;
    if returned > 0 {
        tracing::warn!(returned, "messages of a worker that was lost are due again");
    }
    let late = sql_query(
        "UPDATE messages SET ended_at = $1, error = coalesce('too late; before: ' || error, 'too late'), \
             state = CASE WHEN attempts > 0 OR error IS NOT NULL THEN 'failed' ELSE 'void' END \
         WHERE id IN (SELECT id FROM messages WHERE ended_at IS NULL AND send_after <= $1 \
             AND state IN ('held', 'queued') AND not_after <= $1 ORDER BY id FOR UPDATE SKIP LOCKED)",
    )
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await?;
    if late > 0 {
        metrics::counter!("maru_messages_late_total").increment(late as u64);
        tracing::warn!(late, "messages became too late before they could go out");
    }
    Ok((returned, late))
}

/// Says of everything that is due why it waits, so that whoever looks at the outbox knows. What someone else has in hand at
/// this moment is left to the next time: an organiser who edits many neither waits for this, nor holds it up.
pub async fn explain_waiting(
    conn: &mut AsyncPgConnection,
    now: Instant,
    why: &str,
) -> QueryResult<usize> {
    sql_query(
        "UPDATE messages SET error = $2 WHERE id IN (SELECT id FROM messages \
             WHERE ended_at IS NULL AND state IN ('held', 'queued') AND send_after <= $1 AND error IS DISTINCT FROM $2 \
             ORDER BY id FOR UPDATE SKIP LOCKED)",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Text, _>(why)
    .execute(conn)
    .await
}

/// How old a lease may be when the last message of it begins to be sent: a message may take 25 s
/// ([`crate::mail::transport::Patience`]), and 2 s remain for marking it.
pub const FRESH: Duration = Duration::from_secs(3);
