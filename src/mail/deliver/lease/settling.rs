//! Writing what became of messages that a worker had.

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Int4, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{clock::Instant, ids::MessageId, prepared::prepared},
    mail::outbox::{Message, MessageKind, MessageState},
};

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
    /// It is tried again then, for this reason; what is to happen a few times at most is counted.
    Later(Instant, String, Option<Trouble>),
    /// It goes out then, and gathers further edits until then; it was not tried.
    Wait(Instant),
    /// It was not tried, and stands as it stood before the lease.
    Untried,
}

/// What a message is not tried again for without end. It is counted with the message (in its payload), each for itself: an
/// attempt that failed otherwise says nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// It could not be composed.
    Fault,
    /// The server was given it, and did not answer.
    Unanswered,
}

impl Trouble {
    fn key(self) -> &'static str {
        match self {
            Self::Fault => "faults",
            Self::Unanswered => "unanswered",
        }
    }

    /// How often this has happened to the message before.
    pub fn before(self, message: &Message) -> i64 {
        message.payload[self.key()].as_i64().unwrap_or(0)
    }
}

/// Locks those of `$1` that are still of the lease `$2`, in the order in which everything locks several.
const MINE: &str = "SELECT id FROM messages WHERE id = ANY ($1) AND state = 'leased' AND leased_by = $2 \
     ORDER BY id FOR NO KEY UPDATE";

/// Locks messages of the lease `name` in the order of their ids, for who writes in one transaction what [`settle`] says by
/// several statements.
pub async fn hold(
    conn: &mut AsyncPgConnection,
    name: &str,
    ids: Vec<MessageId>,
) -> QueryResult<()> {
    sql_query(MINE)
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Text, _>(name)
        .execute(conn)
        .await?;
    Ok(())
}

/// Writes by the mail of which message each of these of the lease `name` is told: its own, or that of another one. That stands
/// before the mail goes out, as whoever sees that it was sent may ask, and what a server may have is repeated as it was given.
pub async fn put_together(
    conn: &mut AsyncPgConnection,
    name: &str,
    told_in: &[(MessageId, MessageId)],
) -> QueryResult<()> {
    let (ids, mails): (Vec<MessageId>, Vec<MessageId>) = told_in.iter().copied().unzip();
    sql_query(format!(
        "WITH mine AS ({MINE}) UPDATE messages SET told_in = new.told_in \
         FROM mine JOIN unnest($1, $3) AS new (id, told_in) USING (id) \
         WHERE messages.id = mine.id AND messages.told_in IS DISTINCT FROM new.told_in"
    ))
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Text, _>(name)
    .bind::<Array<SqlUuid>, _>(mails)
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
            End::Later(at, why, trouble) => {
                again.push(*id, MessageState::Queued, Some(*at), Some(why), 0);
                again.troubles.push(trouble.map(Trouble::key));
            }
            End::Wait(until) => {
                again.push(*id, MessageState::Held, Some(*until), None, 1);
                again.troubles.push(None);
            }
            End::Untried => {
                again.push(*id, MessageState::Queued, None, None, 1);
                again.troubles.push(None);
            }
        }
    }
    if !sent.is_empty() {
        settled.extend(write_sent(conn, now, &sent, true).await?);
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

fn ids_of(settled: Vec<Settled>) -> Vec<MessageId> {
    settled.into_iter().map(|row| row.id).collect()
}

/// The statement that settles messages of a lease by `update`, and keeps at `$3` the faults of those for which `failed` holds.
fn settling(update: &str, failed: &str) -> String {
    format!(
        "WITH mine AS ({MINE}), settled AS ({update}), \
         kept AS (INSERT INTO message_faults SELECT id, attempts, $3, error FROM settled WHERE {failed} \
             ON CONFLICT DO NOTHING) \
         SELECT id FROM settled"
    )
}

/// What nearly always became of all: written for every few messages, each with the name of its lease, and so by a statement
/// of its own. What puts something into a calendar, or takes it away, is not shown twice by the feeds of those who have
/// chosen: their counters rise, where any of it is `shown` in calendars.
///
/// How many there are is kept from the planner (`ARRAY(SELECT unnest(…))`): a plan for just these four would look cheaper to
/// it than one for any, and it would plan each time anew.
pub(in crate::mail::deliver) async fn write_sent(
    conn: &mut AsyncPgConnection,
    now: Instant,
    sent: &[(MessageId, &str)],
    shown: bool,
) -> QueryResult<Vec<MessageId>> {
    let (ids, names): (Vec<MessageId>, Vec<&str>) = sent.iter().copied().unzip();
    let settled: Vec<Settled> = prepared(
        sql_query(marking(shown))
            .bind::<Array<SqlUuid>, _>(ids)
            .bind::<Array<Text>, _>(names)
            .bind::<Timestamptz, _>(now),
    )
    .load(conn)
    .await?;
    Ok(ids_of(settled))
}

/// The statement of [`write_sent`]: with the counters, where calendars may show any of it.
fn marking(shown: bool) -> String {
    let kinds = MessageKind::ALL
        .iter()
        .filter(|kind| kind.is_in_calendars());
    let kinds: Vec<String> = kinds.map(|kind| format!("'{}'", kind.word())).collect();
    let counters = format!(
        ", shown AS (INSERT INTO change_counters (subject, changed_at) \
             SELECT DISTINCT 'person:' || person_id, $3 FROM settled WHERE kind IN ({}) \
               AND EXISTS (SELECT FROM calendar_choices c WHERE c.person_id = settled.person_id) ORDER BY 1 \
             ON CONFLICT (subject) DO UPDATE SET counter = change_counters.counter + 1, changed_at = excluded.changed_at)",
        kinds.join(", ")
    );
    format!(
        "WITH sent AS (SELECT * FROM unnest(ARRAY(SELECT unnest($1)), ARRAY(SELECT unnest($2))) AS sent (id, name)), \
         mine AS (SELECT m.id FROM sent JOIN messages m ON m.id = sent.id AND m.leased_by = sent.name \
             WHERE m.state = 'leased' ORDER BY m.id FOR NO KEY UPDATE OF m), \
         settled AS (UPDATE messages SET state = 'sent', error = NULL, ended_at = $3, sent_at = $3, leased_by = NULL, \
             leased_until = NULL \
         FROM mine WHERE messages.id = mine.id RETURNING messages.id, messages.kind, messages.person_id){} \
         SELECT id FROM settled",
        if shown { counters.as_str() } else { "" }
    )
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
        let settled: Vec<Settled> = sql_query(settling(
            "UPDATE messages SET state = ended.state, error = ended.error, ended_at = $3, \
                 leased_by = NULL, leased_until = NULL \
             FROM mine JOIN unnest($1, $4, $5) AS ended (id, state, error) USING (id) \
             WHERE messages.id = mine.id \
             RETURNING messages.id, messages.state, messages.attempts, messages.error",
            "state = 'failed'",
        ))
        .bind::<Array<SqlUuid>, _>(&self.ids)
        .bind::<Text, _>(name)
        .bind::<Timestamptz, _>(now)
        .bind::<Array<Text>, _>(&self.states)
        .bind::<Array<Nullable<Text>>, _>(&self.errors)
        .load(conn)
        .await?;
        Ok(ids_of(settled))
    }
}

#[derive(Default)]
struct Again<'a> {
    ids: Vec<MessageId>,
    states: Vec<MessageState>,
    times: Vec<Option<Instant>>,
    errors: Vec<Option<&'a str>>,
    uncounted: Vec<i32>,
    troubles: Vec<Option<&'static str>>,
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
        let settled: Vec<Settled> = sql_query(settling(
            "UPDATE messages SET state = again.state, error = coalesce(again.error, messages.error), \
                 send_after = coalesce(again.at, messages.send_after), attempts = messages.attempts - again.uncounted, \
                 payload = CASE WHEN again.trouble IS NULL THEN messages.payload ELSE messages.payload \
                     || jsonb_build_object(again.trouble, coalesce((messages.payload ->> again.trouble)::int, 0) + 1) END, \
                 leased_by = NULL, leased_until = NULL \
             FROM mine JOIN unnest($1, $4, $5, $6, $7, $8) AS again (id, at, error, uncounted, state, trouble) USING (id) \
             WHERE messages.id = mine.id \
             RETURNING messages.id, messages.attempts, again.error",
            "error IS NOT NULL",
        ))
        .bind::<Array<SqlUuid>, _>(&self.ids)
        .bind::<Text, _>(name)
        .bind::<Timestamptz, _>(now)
        .bind::<Array<Nullable<Timestamptz>>, _>(&self.times)
        .bind::<Array<Nullable<Text>>, _>(&self.errors)
        .bind::<Array<Int4>, _>(&self.uncounted)
        .bind::<Array<Text>, _>(&self.states)
        .bind::<Array<Nullable<Text>>, _>(&self.troubles)
        .load(conn)
        .await?;
        Ok(ids_of(settled))
    }
}
