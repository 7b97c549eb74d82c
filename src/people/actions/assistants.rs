//! Assistants: who acts for whom.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::people::locked;
use crate::{
    base::{
        audit,
        changes::{self, Subject},
        clock::Clock,
        error::Refusal,
        ids::PersonId,
        schema::assistants::dsl,
    },
    people::{
        model::{Actor, Profile},
        queries, rules,
    },
};

/// Names `assistant` as one who acts for `person`. Naming them twice changes nothing.
///
/// # Errors
/// Not found, forbidden, or `assistant_id` is unknown or the person themselves.
pub async fn name_assistant(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    person: PersonId,
    assistant: PersonId,
) -> Result<Profile, Refusal> {
    rules::may_see(actor, person)?;
    rules::may_name_assistants(actor, person)?;
    conn.transaction(async |conn| {
        locked(conn, person).await?;
        let named = diesel::insert_into(dsl::assistants)
            .values((
                dsl::person_id.eq(person),
                dsl::assistant_id.eq(assistant),
                dsl::named_at.eq(clock.now()),
                dsl::named_by.eq(actor.author.person),
            ))
            .on_conflict_do_nothing()
            .execute(conn)
            .await?;
        if named > 0 {
            let entry = audit::Entry {
                action: "assistant named",
                kind: "people",
                id: person.0,
                before: None,
                after: Some(json!({"assistant_id": assistant})),
            };
            audit::record(conn, clock, &actor.author, entry).await?;
            // What the assistant may know hangs on whom they act for.
            changes::raise(
                conn,
                clock,
                [Subject::Person(person), Subject::Person(assistant)],
            )
            .await?;
        }
        queries::profile(conn, person)
            .await?
            .ok_or(Refusal::NotFound)
    })
    .await
}

/// Ends that `assistant` acts for `person`.
///
/// # Errors
/// Not found, or forbidden.
pub async fn remove_assistant(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    person: PersonId,
    assistant: PersonId,
) -> Result<Profile, Refusal> {
    rules::may_see(actor, person)?;
    rules::may_remove_assistant(actor, person, assistant)?;
    conn.transaction(async |conn| {
        locked(conn, person).await?;
        let removed = diesel::delete(dsl::assistants.find((person, assistant)))
            .execute(conn)
            .await?;
        if removed == 0 {
            return Err(Refusal::NotFound);
        }
        let entry = audit::Entry {
            action: "assistant removed",
            kind: "people",
            id: person.0,
            before: Some(json!({"assistant_id": assistant})),
            after: None,
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        // What the assistant may know hangs on whom they act for.
        changes::raise(
            conn,
            clock,
            [Subject::Person(person), Subject::Person(assistant)],
        )
        .await?;
        queries::profile(conn, person)
            .await?
            .ok_or(Refusal::NotFound)
    })
    .await
}
