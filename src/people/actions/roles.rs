//! Roles: given and taken.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::people::locked;
use crate::{
    base::{
        audit::{self, Author},
        changes::{self, Subject},
        clock::Clock,
        error::Refusal,
        ids::PersonId,
        schema::roles::dsl,
    },
    people::{
        model::{Actor, Profile, Role},
        queries, rules,
    },
};

/// Gives a role. Giving it twice changes nothing.
///
/// # Errors
/// Not found, or forbidden.
pub async fn grant_role(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    person: PersonId,
    role: Role,
) -> Result<Profile, Refusal> {
    rules::may_keep_roles(actor)?;
    conn.transaction(async |conn| {
        locked(conn, person).await?;
        grant(conn, clock, &actor.author, person, role).await?;
        queries::profile(conn, person)
            .await?
            .ok_or(Refusal::NotFound)
    })
    .await
}

/// Gives a role for an author whose right to do so is settled; inside a transaction.
///
/// # Errors
/// What the database says.
pub(in crate::people) async fn grant(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    person: PersonId,
    role: Role,
) -> Result<(), Refusal> {
    let granted = diesel::insert_into(dsl::roles)
        .values((
            dsl::person_id.eq(person),
            dsl::role.eq(role),
            dsl::granted_at.eq(clock.now()),
            dsl::granted_by.eq(author.person),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    if granted > 0 {
        let entry = audit::Entry {
            action: "role granted",
            kind: "people",
            id: person.0,
            before: None,
            after: Some(json!({"role": role})),
        };
        audit::record(conn, clock, author, entry).await?;
        // Roles decide what is in a personal feed.
        changes::raise(conn, clock, [Subject::Person(person)]).await?;
    }
    Ok(())
}

/// Takes a role. The last administrator stays one.
///
/// # Errors
/// Not found where they do not have it, forbidden, or a conflict for the last administrator.
pub async fn revoke_role(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    person: PersonId,
    role: Role,
) -> Result<Profile, Refusal> {
    rules::may_keep_roles(actor)?;
    conn.transaction(async |conn| {
        locked(conn, person).await?;
        if role == Role::Administrator {
            keep_an_administrator(conn, person).await?;
        }
        let revoked = diesel::delete(dsl::roles.find((person, role)))
            .execute(conn)
            .await?;
        if revoked == 0 {
            return Err(Refusal::NotFound);
        }
        let entry = audit::Entry {
            action: "role revoked",
            kind: "people",
            id: person.0,
            before: Some(json!({"role": role})),
            after: None,
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        changes::raise(conn, clock, [Subject::Person(person)]).await?;
        queries::profile(conn, person)
            .await?
            .ok_or(Refusal::NotFound)
    })
    .await
}

/// Refuses that `person`, as the last one, ends being administrator. Two administrators who take the role from each
/// other at once wait here for each other: only one of them succeeds.
///
/// # Errors
/// A conflict.
pub(super) async fn keep_an_administrator(
    conn: &mut AsyncPgConnection,
    person: PersonId,
) -> Result<(), Refusal> {
    let administrators: Vec<PersonId> = dsl::roles
        .filter(dsl::role.eq(Role::Administrator))
        .order(dsl::person_id)
        .select(dsl::person_id)
        .for_update()
        .load(conn)
        .await?;
    if administrators == [person] {
        return Err(Refusal::conflict("refused-last-administrator"));
    }
    Ok(())
}
