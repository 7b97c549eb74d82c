//! Telling those who do not know how a seminar stands.

use diesel_async::{AsyncConnection, AsyncPgConnection};
use serde_json::json;

use super::create::organised;
use crate::{
    base::{
        audit::{self, Entry},
        clock::Clock,
        error::Refusal,
        hub::Hub,
        ids::SeminarId,
        text,
    },
    people::model::Actor,
    seminars::{notices, queries, rules},
};

/// Tells everyone concerned by a seminar who does not know how it stands, at once, with `note` above it; answers how many.
///
/// # Errors
/// A [`Refusal`]: not the actor's seminar, or there is nothing to tell any more.
pub async fn tell_rest(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: SeminarId,
    note: Option<&str>,
) -> Result<usize, Refusal> {
    conn.transaction(async |conn| {
        let row = organised(conn, actor, id).await?;
        rules::may_tell_rest(&row, clock.now())?;
        let note = text::own_words("note", note)?;
        let details = queries::detail(conn, row).await?;
        let told = notices::rest(conn, clock, hub, actor, &details, note.as_deref()).await?;
        audit::record(
            conn,
            clock,
            &actor.author,
            Entry {
                action: "told the rest",
                kind: "seminars",
                id: id.0,
                before: None,
                after: Some(
                    json!({ "queued": told, "revision": details.seminar.revision, "note": note }),
                ),
            },
        )
        .await?;
        Ok(told)
    })
    .await
}
