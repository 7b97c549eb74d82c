//! Taking messages out of the outbox and saying what became of them.

mod settling;

use std::{collections::HashMap, fmt::Display, time::Duration};

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

pub(super) use settling::write_sent;
pub use settling::{End, Trouble, hold, put_together, settle};

use super::{
    rate::{self, Rates},
    turn,
};
use crate::{
    base::{
        clock::{Clock, Instant},
        ids::{self, AudienceId, MessageId},
        prepared::prepared,
    },
    mail::outbox::Message,
};

/// What a worker may take of what is not over: what is held or queued. Said by what it is not, as PostgreSQL would believe of
/// what it is that hardly any row is: nearly all are sent. The first of many that are due would then be found by sorting all.
pub(super) const FREE: &str = "ended_at IS NULL AND state <> 'leased' AND state <> 'drafted'";

/// Due at the time `now`: the first of each priority in turn, which an index gives without looking at what is not due yet. It
/// knows by `ended_at` what is over; what is leased is passed over: a batch for each connection at most, and a few more.
fn due(now: &str) -> String {
    format!(
        "SELECT picked.id FROM generate_series(0, 9) AS level, \
         LATERAL (SELECT id FROM messages WHERE {FREE} AND priority = level::smallint \
             AND send_after <= {now} AND not_after > {now}"
    )
}

/// What follows [`due`]: so many.
fn first(count: impl Display) -> String {
    format!(" ORDER BY send_after LIMIT {count}")
}

/// What a [`Message`] is read from: named, as what is prepared must answer the same when a later release adds to the table.
pub(super) const COLUMNS: &str = "messages.id, kind, state, dedupe_key, person_id, address, seminar_id, stay_id, booking_id, \
     revision, from_revision, sequence, payload, caused_by, priority, send_after, not_after, attempts, sent_at, ended_at, error, \
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

/// Leases up to `size` messages that are due at the clock's time, that nobody has and whose [`turn`] has come, as far as
/// `rates` let them go; and with an announcement to a mailing list all others that are due to it, as one mail tells them.
pub async fn claim(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    node: &str,
    size: usize,
    rates: Rates,
) -> QueryResult<Lease> {
    let name = format!("{node}/{}", ids::fresh(clock));
    let since = tokio::time::Instant::now();
    let mut messages = match rates.are_free() {
        true => claim_at_once(conn, clock.now(), &name, size).await?,
        false => rate::claim(conn, clock.now(), &name, size, rates).await?,
    };
    let beside = beside(conn, clock.now(), &name, &messages).await?;
    messages.extend(beside);
    let crossed = turn::crossed(conn, &name, &messages).await?;
    if !crossed.is_empty() {
        let back = with_beside(&messages, &crossed);
        messages.retain(|message| !back.contains(&message.id));
        let untried: Vec<_> = back.into_iter().map(|id| (id, End::Untried)).collect();
        settle(conn, clock.now(), &name, &untried).await?;
    }
    messages.sort_by_key(|message| (message.priority, message.send_after, message.id));
    Ok(Lease {
        name,
        messages,
        since,
    })
}

/// The statement that takes the first `size` messages that are due at `$1` and whose turn has come, under the name `$2`: for
/// whoever wants to see how PostgreSQL goes about it.
///
/// Neither the time nor the number is anything that a plan could look into or wonder about: a plan for just these would look
/// cheaper than one for any, and to make it anew each time takes a fifth of what the whole takes.
pub fn claiming(size: usize) -> String {
    format!(
        "WITH picked AS MATERIALIZED ({} AND {}{} FOR UPDATE SKIP LOCKED) AS picked LIMIT {size}) \
         UPDATE messages SET state = 'leased', leased_by = $2, leased_until = now() + interval '30 seconds', \
             attempts = attempts + 1 \
         FROM picked WHERE messages.id = picked.id RETURNING {COLUMNS}",
        due("(SELECT $1)"),
        turn::has_come(),
        first(size)
    )
}

async fn claim_at_once(
    conn: &mut AsyncPgConnection,
    now: Instant,
    name: &str,
    size: usize,
) -> QueryResult<Vec<Message>> {
    prepared(
        sql_query(claiming(size))
            .bind::<Timestamptz, _>(now)
            .bind::<Text, _>(name),
    )
    .load(conn)
    .await
}

/// `messages`, put together by what one mail may tell: what is announced to one mailing list, and every other message by
/// itself; in the order of the first of each.
pub fn of_one_mail(messages: &[Message]) -> Vec<Vec<Message>> {
    let mut mails: Vec<Vec<Message>> = Vec::with_capacity(messages.len());
    let mut announced: HashMap<AudienceId, usize> = HashMap::new();
    for message in messages {
        let list = message.announces_to();
        let known = list.and_then(|list| announced.get(&list));
        if let Some(mail) = known.and_then(|at| mails.get_mut(*at)) {
            mail.push(message.clone());
            continue;
        }
        announced.extend(list.map(|list| (list, mails.len())));
        mails.push(vec![message.clone()]);
    }
    mails
}

/// Leases what else is due to be announced to the mailing lists to which some of `messages` do, under the same name.
async fn beside(
    conn: &mut AsyncPgConnection,
    now: Instant,
    name: &str,
    messages: &[Message],
) -> QueryResult<Vec<Message>> {
    let lists: Vec<AudienceId> = messages.iter().filter_map(Message::announces_to).collect();
    if lists.is_empty() {
        return Ok(Vec::new());
    }
    sql_query(format!(
        "WITH beside AS MATERIALIZED (SELECT messages.id FROM messages WHERE {FREE} AND kind = 'announcement' \
             AND audience_id = ANY (ARRAY({})) AND send_after <= $1 AND not_after > $1 AND {} ORDER BY messages.id \
             FOR UPDATE SKIP LOCKED) \
         UPDATE messages SET state = 'leased', leased_by = $2, leased_until = now() + interval '30 seconds', \
             attempts = attempts + 1 \
         FROM beside WHERE messages.id = beside.id RETURNING {COLUMNS}",
        turn::free_of("$3"),
        turn::nobody_else_has_another()
    ))
    .bind::<Timestamptz, _>(now)
    .bind::<Text, _>(name)
    .bind::<Array<SqlUuid>, _>(lists)
    .load(conn)
    .await
}

/// Those of `messages` that are `crossed`, and what one mail would tell with them.
fn with_beside(messages: &[Message], crossed: &[MessageId]) -> Vec<MessageId> {
    let is_crossed = |message: &Message| crossed.contains(&message.id);
    let lists: Vec<AudienceId> = messages
        .iter()
        .filter(|message| is_crossed(message))
        .filter_map(Message::announces_to)
        .collect();
    let goes_back = |message: &&Message| {
        is_crossed(message)
            || message
                .announces_to()
                .is_some_and(|list| lists.contains(&list))
    };
    let back = messages.iter().filter(goes_back);
    back.map(|message| message.id).collect()
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
        "SELECT count(*) AS count FROM ({}{}) AS picked LIMIT $2) AS due",
        due("$1"),
        first("$2")
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
    let next: Next = sql_query(format!(
        "SELECT min(first.send_after) AS at FROM generate_series(0, 9) AS level, \
         LATERAL (SELECT send_after FROM messages WHERE {FREE} AND priority = level::smallint AND send_after > $1 \
             ORDER BY send_after LIMIT 1) AS first"
    ))
    .bind::<Timestamptz, _>(now)
    .get_result(conn)
    .await?;
    Ok(next.at)
}

/// The leases of these messages are prolonged to 30 s from now where they are still of the lease `name`; answers which are.
pub async fn renew(
    conn: &mut AsyncPgConnection,
    name: &str,
    ids: Vec<MessageId>,
) -> QueryResult<Vec<MessageId>> {
    #[derive(QueryableByName)]
    struct Held {
        #[diesel(sql_type = SqlUuid)]
        id: MessageId,
    }
    let held: Vec<Held> = sql_query(
        "UPDATE messages SET leased_until = now() + interval '30 seconds' \
         WHERE id = ANY($1) AND state = 'leased' AND leased_by = $2 RETURNING id",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Text, _>(name)
    .load(conn)
    .await?;
    Ok(held.into_iter().map(|held| held.id).collect())
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

/// Says of what was due at `since`, and of which nothing else is said, why it waits; unless something was sent about then or
/// later, as then there is another machine that will send it.
pub async fn explain_overdue(
    conn: &mut AsyncPgConnection,
    since: Instant,
    why: &str,
) -> QueryResult<usize> {
    sql_query(
        "UPDATE messages SET error = $2 WHERE id IN (SELECT id FROM messages \
             WHERE ended_at IS NULL AND state IN ('held', 'queued') AND send_after <= $1 AND error IS NULL \
             ORDER BY id FOR UPDATE SKIP LOCKED) \
           AND NOT EXISTS (SELECT FROM messages WHERE state = 'sent' AND sent_at > $1 - interval '1 minute')",
    )
    .bind::<Timestamptz, _>(since)
    .bind::<Text, _>(why)
    .execute(conn)
    .await
}

/// How old a lease may be when the last message of it begins to be sent. Later, what was composed with it is composed anew.
pub const FRESH: Duration = Duration::from_secs(3);
