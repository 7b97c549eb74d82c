//! When more comes back than is told one by one: administrators hear of it once an hour, how many and of which domains.

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Desk, Fault, whom};
use crate::{
    base::{clock::Instant, zone},
    mail::outbox::{self, About, MessageKind, NewMessage},
    people::{
        self,
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
    };
    let payload = serde_json::to_value(&post).map_err(|error| Fault::Other(error.to_string()))?;
    let recipients = people::queries::recipients(conn, desk.hub, &administrators, now).await?;
    let new: Vec<NewMessage> = recipients
        .values()
        .map(|reader| NewMessage {
            kind: MessageKind::Forwarded,
            dedupe_key: format!("came-back:{}:{}", since.timestamp(), reader.person),
            to: reader.person.into(),
            address: reader.address.clone(),
            about: About::default(),
            revision: None,
            from_revision: None,
            sequence: None,
            payload: payload.clone(),
            caused_by: None,
            priority: MessageKind::Forwarded.priority(),
            send_after: since + Duration::hours(1),
            not_after: since + HELPS,
            held: false,
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
