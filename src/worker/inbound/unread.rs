//! What was passed on and came to none of those to whom it went: the administrators get it, so that what someone wrote is
//! read by somebody.

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Jsonb, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::{
    passing_on::{self, HELPS, key},
    whom,
};
use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::MessageId,
        schema::messages,
    },
    mail::{
        outbox::{self, About, NewMessage},
        suspension,
    },
};

/// While nobody is left to whom something could go, it is looked at again after as long as it has waited by then: not sooner,
/// nor later, than after these.
const PAUSES: [Duration; 2] = [Duration::seconds(20), Duration::minutes(10)];

/// What nobody got.
#[derive(QueryableByName)]
struct Unread {
    /// One message of those that did not arrive.
    #[diesel(sql_type = SqlUuid)]
    id: MessageId,
    /// When it was known of that one.
    #[diesel(sql_type = Timestamptz)]
    ended_at: Instant,
    /// What brought it, as its key names it.
    #[diesel(sql_type = Text)]
    mail: String,
    #[diesel(embed)]
    about: About,
    #[diesel(sql_type = Jsonb)]
    payload: Value,
}

/// Passes on to the administrators what failed, came back or was held back for each of its readers; answers how many messages
/// that are. Nobody gets it a second time, so it ends where it reaches none of the administrators either.
pub async fn pass_on_again(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
) -> QueryResult<usize> {
    let now = clock.now();
    let unread = unread(conn, now).await?;
    if unread.is_empty() {
        return Ok(0);
    }
    let administrators = whom::administrators(conn).await?;
    let mut new: Vec<NewMessage> = Vec::new();
    for one in &unread {
        let writers = match one.payload["writer"]["address"].as_str() {
            Some(address) => whom::owners(conn, address).await?,
            None => Vec::new(),
        };
        let recipients = passing_on::reachable(conn, hub, &administrators, &writers, now).await?;
        let of = |person| key(&one.mail, person);
        let keys: Vec<String> = recipients.keys().copied().map(of).collect();
        let had: Vec<String> = messages::table
            .filter(messages::dedupe_key.eq_any(keys))
            .select(messages::dedupe_key)
            .load(conn)
            .await?;
        let left = new.len();
        for reader in recipients.values() {
            let key = of(reader.person);
            if !had.contains(&key) {
                let message = passing_on::message(reader, &key, one.about, &one.payload, now);
                new.push(message);
            }
        }
        if new.len() == left {
            rest(conn, one, now).await?;
        }
    }
    outbox::queue(conn, clock, &new).await
}

/// Nobody is left to whom it could go: there may be someone later, who is not asked for every few seconds.
async fn rest(conn: &mut AsyncPgConnection, one: &Unread, now: Instant) -> QueryResult<()> {
    let [least, most] = PAUSES;
    let until = now + (now - one.ended_at).clamp(least, most);
    sql_query(
        "UPDATE messages SET payload = payload || jsonb_build_object('rests_until', $2::timestamptz) WHERE id = $1",
    )
    .bind::<SqlUuid, _>(one.id)
    .bind::<Timestamptz, _>(until)
    .execute(conn)
    .await?;
    Ok(())
}

/// What was passed on of late, of which no message went out or still may, and which does not rest.
async fn unread(conn: &mut AsyncPgConnection, now: Instant) -> QueryResult<Vec<Unread>> {
    sql_query(
        "WITH ended AS MATERIALIZED (SELECT id, split_part(dedupe_key, ':', 2) AS mail, state, error, ended_at, \
                 payload ->> 'rests_until' AS rests_until FROM messages \
             WHERE kind = 'forwarded' AND payload ? 'writer' AND ended_at > $2 AND dedupe_key LIKE 'forwarded:%'), \
         lost AS MATERIALIZED (SELECT DISTINCT ON (mail) mail, id, ended_at, rests_until FROM ended \
             WHERE (state = 'failed' OR state = 'void' AND error = $3) AND ended_at > $1 \
               AND NOT EXISTS (SELECT FROM ended AS other WHERE other.mail = ended.mail AND other.state = 'sent') \
             ORDER BY mail, id) \
         SELECT lost.mail, lost.id, lost.ended_at, m.seminar_id, m.stay_id, m.booking_id, m.payload - 'rests_until' AS payload \
         FROM lost JOIN messages m ON m.id = lost.id \
         WHERE coalesce(lost.rests_until::timestamptz <= $4, true) \
           AND NOT EXISTS (SELECT FROM messages other WHERE other.ended_at IS NULL AND other.kind = 'forwarded' \
             AND split_part(other.dedupe_key, ':', 2) = lost.mail)",
    )
    .bind::<Timestamptz, _>(now - HELPS)
    // As long before that another of the same may have gone out.
    .bind::<Timestamptz, _>(now - HELPS * 2)
    .bind::<Text, _>(suspension::HELD_BACK)
    .bind::<Timestamptz, _>(now)
    .load(conn)
    .await
}
