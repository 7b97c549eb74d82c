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
    },
    people::model::Actor,
    seminars::{notices, queries, rules},
};

/// Tells everyone concerned by a seminar who does not know how it stands, at once; answers how many.
///
/// # Errors
/// A [`Refusal`]: not the actor's seminar, or a state in which nobody is invited.
pub async fn tell_rest(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: SeminarId,
) -> Result<usize, Refusal> {
    conn.transaction(async |conn| {
        let row = organised(conn, actor, id).await?;
        rules::may_invite(&row, clock.now())?;
        let details = queries::detail(conn, row).await?;
        let told = notices::rest(conn, clock, hub, actor, &details).await?;
        audit::record(
            conn,
            clock,
            &actor.author,
            Entry {
                action: "told the rest",
                kind: "seminars",
                id: id.0,
                before: None,
                after: Some(json!({ "queued": told, "revision": details.seminar.revision })),
            },
        )
        .await?;
        Ok(told)
    })
    .await
}
