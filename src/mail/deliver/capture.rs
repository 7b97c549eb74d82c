//! Keeping messages instead of sending them, where no mail server is set: they can be read in the browser.

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Bytea, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::{
    Ready,
    lease::{End, settle},
};
use crate::base::{clock::Instant, ids::MessageId};

/// Keeps the messages of the lease `name` and marks them as sent, both or neither, and with them those that come `along`, which
/// their mails tell; answers which.
pub async fn keep(
    conn: &mut AsyncPgConnection,
    now: Instant,
    name: &str,
    messages: &[(MessageId, &Ready)],
    along: &[MessageId],
) -> QueryResult<Vec<MessageId>> {
    conn.transaction(async |conn| {
        let ids = messages.iter().map(|(id, _)| id).chain(along);
        let ends: Vec<_> = ids.map(|id| (*id, End::Sent)).collect();
        let marked = settle(conn, now, name, &ends).await?;
        let kept = messages.iter().filter(|(id, _)| marked.contains(id));
        let subjects: Vec<&str> = kept
            .clone()
            .map(|(_, ready)| ready.subject.as_str())
            .collect();
        let sources: Vec<&[u8]> = kept
            .clone()
            .map(|(_, ready)| ready.mail.bytes.as_slice())
            .collect();
        let ids: Vec<MessageId> = kept.map(|(id, _)| *id).collect();
        sql_query(
            "INSERT INTO captured_mails (message_id, subject, source, captured_at) \
             SELECT id, subject, source, $4 FROM unnest($1, $2, $3) AS new (id, subject, source) \
             ON CONFLICT (message_id) DO UPDATE SET subject = excluded.subject, source = excluded.source, \
                 captured_at = excluded.captured_at",
        )
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Array<Text>, _>(subjects)
        .bind::<Array<Bytea>, _>(sources)
        .bind::<Timestamptz, _>(now)
        .execute(conn)
        .await?;
        Ok(marked)
    })
    .await
}
