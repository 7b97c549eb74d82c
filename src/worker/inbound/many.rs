//! When more comes back than is told one by one: administrators hear of it once an hour, how many and of which domains; and
//! of a mail to a mailing list those whom it concerns, how many of its readers.

use std::collections::HashMap;

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    Desk, Fault, passing_on,
    whom::{self, Subject},
};
use crate::{
    base::{
        clock::Instant,
        ids::{MessageId, PersonId},
        schema::inbound_mails,
        zone,
    },
    mail::outbox::{self, About, Message, NewMessage},
    people::{
        self,
        model::Recipient,
        notices::forwarded::{Matter, Post},
    },
    web::urls,
};

/// After so long nobody needs to hear of it any more.
const HELPS: Duration = Duration::days(1);

/// As many domains are named.
const NAMED: usize = 20;

/// Tells administrators of all that could not be delivered within this hour, at its end: one message for each of them, which
/// is written anew as more comes back. Answers how many are told.
pub async fn tell(conn: &mut AsyncPgConnection, desk: &Desk<'_>) -> Result<usize, Fault> {
    let now = desk.clock.now();
    let since = hour_of(now);
    let matter = counted(conn, since).await?;
    // A reader of a mailing list cannot be reached, which is the list's to mend: no mail of ours has failed.
    if matches!(matter, Matter::ManyCameBack { total: 0, .. }) {
        return Ok(0);
    }
    let administrators = whom::administrators(conn).await?;
    let post = Post {
        matter,
        writer: None,
        subject: String::new(),
        text: String::new(),
        attachments: Vec::new(),
        about: None,
        url: Some(desk.hub.url(&format!("{}?state=failed", urls::mail()))),
        lifting: None,
    };
    let recipients = people::queries::recipients(conn, desk.hub, &administrators, now).await?;
    let key = format!("came-back:{}", since.timestamp());
    queue(
        conn,
        desk,
        since,
        &key,
        About::default(),
        &post,
        &recipients,
    )
    .await
}

/// How the outcome of a report is noted that is told with all of its hour.
pub fn noted(sent: MessageId) -> String {
    format!("noted, and told with all of its hour: what came back of {sent}")
}

/// Tells those whom `subject` concerns of all that came back within this hour of one mail to the mailing list called `to`, from
/// those who read it, and is not told one by one: one message for each of them, as [`tell`] does. The report in hand is to be
/// noted as [`noted`] has it. Answers how many are told.
pub async fn tell_of_list(
    conn: &mut AsyncPgConnection,
    desk: &Desk<'_>,
    sent: &Message,
    subject: &Subject,
    to: String,
) -> Result<usize, Fault> {
    let now = desk.clock.now();
    let since = hour_of(now);
    let key = format!("came-back-of:{}:{}", sent.id, since.timestamp());
    // Two who count at once would each leave out what the other has in hand.
    sql_query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
        .bind::<Text, _>(&key)
        .execute(conn)
        .await?;
    let before: i64 = inbound_mails::table
        .filter(inbound_mails::received_at.gt(since - passing_on::WAITS))
        .filter(inbound_mails::ended_at.ge(since))
        .filter(inbound_mails::outcome.eq(noted(sent.id)))
        .count()
        .get_result(conn)
        .await?;
    let post = Post {
        matter: Matter::ManyOfList {
            to,
            address: sent.address.clone(),
            total: before + 1,
        },
        writer: None,
        subject: String::new(),
        text: String::new(),
        attachments: Vec::new(),
        about: subject.name.clone(),
        url: subject.path.clone(),
        lifting: None,
    };
    let mut recipients = passing_on::reachable(conn, desk.hub, &subject.readers, &[], now).await?;
    if recipients.is_empty() {
        let administrators = whom::administrators(conn).await?;
        recipients = passing_on::reachable(conn, desk.hub, &administrators, &[], now).await?;
    }
    queue(conn, desk, since, &key, subject.about, &post, &recipients).await
}

/// Queues `post` for the end of the hour that began at `since`; what was queued under the `key` before says this instead.
async fn queue(
    conn: &mut AsyncPgConnection,
    desk: &Desk<'_>,
    since: Instant,
    key: &str,
    about: About,
    post: &Post,
    readers: &HashMap<PersonId, Recipient>,
) -> Result<usize, Fault> {
    let payload = serde_json::to_value(post).map_err(|error| Fault::Other(error.to_string()))?;
    let new: Vec<NewMessage> = readers
        .values()
        .map(|reader| {
            let key = format!("{key}:{}", reader.person);
            NewMessage {
                send_after: since + Duration::hours(1),
                not_after: since + HELPS,
                ..passing_on::message(reader, &key, about, &payload, since)
            }
        })
        .collect();
    outbox::queue(conn, desk.clock, &new).await?;
    Ok(new.len())
}

fn hour_of(now: Instant) -> Instant {
    let seconds = now.timestamp();
    zone::from_timestamp(seconds - seconds.rem_euclid(3600))
}

/// What could not be delivered since then, by domain, the worst first.
async fn counted(conn: &mut AsyncPgConnection, since: Instant) -> QueryResult<Matter> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        domain: String,
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let mut rows: Vec<Row> = sql_query(
        "SELECT lower(split_part(address, '@', 2)) AS domain, count(*) AS count FROM messages \
         WHERE failed AND ended_at >= $1 GROUP BY 1 ORDER BY 2 DESC, 1",
    )
    .bind::<Timestamptz, _>(since)
    .load(conn)
    .await?;
    let total: i64 = rows.iter().map(|row| row.count).sum();
    rows.truncate(NAMED);
    let named: i64 = rows.iter().map(|row| row.count).sum();
    Ok(Matter::ManyCameBack {
        total,
        domains: rows
            .into_iter()
            .map(|row| (row.domain, row.count))
            .collect(),
        elsewhere: total - named,
    })
}
