//! Whose turn it is. Of two messages about the same thing to the same reader the later one is not leased while a worker has
//! the other: it was composed earlier, and would be the last that they are told if its server was the slower one. What
//! a digest tells may be about any seminar, so it counts as about all of them.
//!
//! And of the announcements to one mailing list the first alone is leased by itself, and none while a worker has any of them, as
//! what is queued may become visible after what comes behind it. Whoever has the first takes along what is due besides
//! (`lease::claim`), so that no two workers ever have a part each of what one mail is to tell. Which lists others have in hand is
//! asked once a list: asked of each row, it would be as much as all rows times all rows.
//!
//! A message is looked for by its reader and its thing, which indexes know: what is leased has none of its own, and what a
//! reader got about one seminar is a few rows. A scalar query, as `NOT EXISTS` may be planned as a join with all that is kept;
//! and `IS DISTINCT FROM`, of which PostgreSQL believes that it is true of nearly all, as it is: of `IS NULL` it believes that it
//! is true of one in two hundred, and then asks it of everything that is due, for each batch, before it takes the first.

use std::collections::BTreeSet;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Text, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        ids::{AudienceId, MessageId},
        prepared::prepared,
    },
    mail::outbox::{About, Message, MessageKind},
};

/// What whoever has the lease `$2` has is no other worker's.
const NOT_OURS: &str = " AND other.leased_by <> $2";

/// Whether no worker has anything that must go before a row of `messages`, and no other takes it along.
pub(super) fn has_come() -> String {
    format!(
        "{} AND (messages.kind <> 'announcement' OR messages.audience_id IS NULL OR \
             (SELECT 1 FROM messages AS other WHERE other.audience_id = messages.audience_id AND other.kind = 'announcement' \
                 AND other.ended_at IS NULL AND other.state <> 'drafted' \
                 AND (other.send_after, other.id) < (messages.send_after, messages.id) LIMIT 1) IS DISTINCT FROM 1 \
             AND {})",
        free(""),
        nobody_announces_to("messages.audience_id", "")
    )
}

/// Whether no other worker than the one with the lease `$2` has anything that must go before a row of `messages`, the rest of
/// what is announced to its list aside ([`free_of`]).
pub(super) fn nobody_else_has_another() -> String {
    free(NOT_OURS)
}

/// Those of the mailing `lists` to which no other worker than the one with the lease `$2` has anything to announce.
pub(super) fn free_of(lists: &str) -> String {
    format!(
        "SELECT list FROM unnest({lists}) AS list WHERE {}",
        nobody_announces_to("list", NOT_OURS)
    )
}

/// Whether no worker has anything to announce to a mailing list.
fn nobody_announces_to(list: &str, but: &str) -> String {
    let which = format!(
        "other.audience_id = {list} AND other.kind = 'announcement' AND other.ended_at IS NULL"
    );
    nobody_has(&which, but)
}

fn nobody_has(which: &str, but: &str) -> String {
    format!(
        "(SELECT 1 FROM messages AS other WHERE {which} AND other.state = 'leased'{but} LIMIT 1) IS DISTINCT FROM 1"
    )
}

fn free(but: &str) -> String {
    let nobody_has = |which: &str| nobody_has(which, but);
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
/// them, or with them: neither saw the other's lease, and whoever looks once both stand sees it.
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
    let concerned = messages.iter().filter(|message| {
        message.about != About::default()
            || message.kind == MessageKind::Digest
            || message.announces_to().is_some()
    });
    let ids: Vec<MessageId> = concerned.map(|message| message.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let lists: BTreeSet<AudienceId> = messages.iter().filter_map(Message::announces_to).collect();
    let lists: Vec<AudienceId> = lists.into_iter().collect();
    let crossed: Vec<Crossed> = prepared(
        sql_query(format!(
            "SELECT messages.id FROM messages WHERE messages.id = ANY ((SELECT $1)::uuid[]) AND (NOT ({}) \
                 OR messages.kind = 'announcement' AND messages.audience_id <> ALL (ARRAY({})))",
            nobody_else_has_another(),
            free_of("(SELECT $3)::uuid[]")
        ))
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Text, _>(name)
        .bind::<Array<SqlUuid>, _>(lists),
    )
    .load(conn)
    .await?;
    Ok(crossed.into_iter().map(|one| one.id).collect())
}
