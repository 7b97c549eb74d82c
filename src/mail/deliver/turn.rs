//! Whose turn it is. Of two messages about the same thing to the same reader the later one is not leased while a worker has
//! the other: it was composed earlier, and would be the last that they are told if its server was the slower one. What
//! a digest tells may be about any seminar, so it counts as about all of them.
//!
//! And of the announcements to one mailing list the first alone is leased by itself: whoever has it takes along what is due besides
//! (`lease::claim`), so that no two workers ever have a part each of what one mail is to tell.
//!
//! A message is looked for by its reader and its thing, which indexes know: what is leased has none of its own, and what a
//! reader got about one seminar is a few rows. A scalar query, as `NOT EXISTS` may be planned as a join with all that is kept;
//! and `IS DISTINCT FROM`, of which PostgreSQL believes that it is true of nearly all, as it is: of `IS NULL` it believes that it
//! is true of one in two hundred, and then asks it of everything that is due, for each batch, before it takes the first.

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Text, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{ids::MessageId, prepared::prepared},
    mail::outbox::{About, Message, MessageKind},
};

/// Whether no worker has anything that must go before a row of `messages`, and no other takes it along.
pub(super) fn has_come() -> String {
    format!(
        "{} AND (messages.kind <> 'announcement' OR messages.audience_id IS NULL OR \
             (SELECT 1 FROM messages AS other WHERE other.audience_id = messages.audience_id AND other.kind = 'announcement' \
                 AND other.ended_at IS NULL AND other.state <> 'drafted' \
                 AND (other.send_after, other.id) < (messages.send_after, messages.id) LIMIT 1) IS DISTINCT FROM 1)",
        nobody_has_another()
    )
}

/// Whether no worker has anything that must go before a row of `messages`.
pub(super) fn nobody_has_another() -> String {
    free("")
}

fn free(but: &str) -> String {
    let nobody_has = |which: &str| {
        format!(
            "(SELECT 1 FROM messages AS other WHERE {which} AND other.state = 'leased'{but} LIMIT 1) IS DISTINCT FROM 1"
        )
    };
    format!(
        "(messages.seminar_id IS NULL OR {} AND {}) AND (messages.audience_id IS NULL OR {}) \
         AND (messages.stay_id IS NULL OR {}) AND (messages.booking_id IS NULL OR {}) \
         AND (messages.kind <> 'digest' OR {})",
        nobody_has(
            "other.seminar_id = messages.seminar_id AND other.person_id = messages.person_id"
        ),
        nobody_has(
            "other.person_id = messages.person_id AND other.kind = 'digest' AND other.sent_at IS NULL"
        ),
        nobody_has(
            "other.audience_id = messages.audience_id AND other.seminar_id = messages.seminar_id"
        ),
        nobody_has("other.stay_id = messages.stay_id AND other.person_id = messages.person_id"),
        nobody_has(
            "other.booking_id = messages.booking_id AND other.person_id = messages.person_id"
        ),
        nobody_has("other.person_id = messages.person_id AND other.seminar_id IS NOT NULL"),
    )
}

/// Which messages of the lease `name` were leased in the same moment as another worker leased what must go before or after
/// them: neither saw the other's lease, and whoever looks once both stand sees it.
pub(super) async fn crossed(
    conn: &mut AsyncPgConnection,
    name: &str,
    messages: &[Message],
) -> QueryResult<Vec<MessageId>> {
    #[derive(QueryableByName)]
    struct Crossed {
        #[diesel(sql_type = SqlUuid)]
        id: MessageId,
    }
    let concerned = messages
        .iter()
        .filter(|message| message.about != About::default() || message.kind == MessageKind::Digest);
    let ids: Vec<MessageId> = concerned.map(|message| message.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let crossed: Vec<Crossed> = prepared(
        sql_query(format!(
            "SELECT messages.id FROM messages WHERE messages.id = ANY ((SELECT $1)::uuid[]) AND NOT ({})",
            free(" AND other.leased_by <> $2")
        ))
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Text, _>(name),
    )
    .load(conn)
    .await?;
    Ok(crossed.into_iter().map(|one| one.id).collect())
}
