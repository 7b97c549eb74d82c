//! That something does not take place, to readers whose last word that is already.

use std::collections::HashSet;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::ids::MessageId,
    mail::outbox::{Message, MessageKind},
    seminars::notices::{by_feed::is_by_feed, digest},
};

/// The cancellations of `batch` that tell a person what the last mail about the seminar told them: what was postponed, and
/// taken up and postponed once more while no mail went out. An organiser's own words go out all the same; and what somebody
/// has by their feed or a digest, they may have seen there meanwhile.
///
/// # Errors
/// What the database says.
pub(super) async fn stopped_before(
    conn: &mut AsyncPgConnection,
    batch: &[Message],
) -> QueryResult<HashSet<MessageId>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        id: MessageId,
    }
    let stops = batch.iter().filter(|message| {
        message.kind == MessageKind::Cancellation
            && message.person().is_some()
            && message.payload["note"].is_null()
            && message.payload["released"] != true
            && !digest::is_closed(message)
            && digest::rhythm(message).is_none()
            && !is_by_feed(message)
    });
    let ids: Vec<MessageId> = stops.map(|message| message.id).collect();
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let rows: Vec<Row> = sql_query(
        "SELECT m.id FROM messages m CROSS JOIN LATERAL ( \
             SELECT last.kind, last.payload FROM messages last \
             WHERE last.seminar_id = m.seminar_id AND last.person_id = m.person_id AND last.state = 'sent' \
               AND last.kind NOT IN ('slot_offer', 'slot_answer') \
             ORDER BY last.sent_at DESC, last.id DESC LIMIT 1) told \
         WHERE m.id = ANY ($1) AND told.kind = 'cancellation' AND told.payload->'postponed' = m.payload->'postponed' \
           AND told.payload->>'released' IS DISTINCT FROM 'true' AND told.payload->>'closed' IS DISTINCT FROM 'true'",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
