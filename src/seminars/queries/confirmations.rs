//! Reads of addresses that are asked, and of those that need not be.

use std::collections::HashMap;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Bool, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        ids::{ConfirmationId, PersonId},
        schema::confirmations,
    },
    seminars::model::Confirmation,
};

/// One that is asked.
///
/// # Errors
/// What the database says.
pub async fn confirmation(
    conn: &mut AsyncPgConnection,
    id: ConfirmationId,
) -> QueryResult<Option<Confirmation>> {
    Ok(confirmations(conn, &[id]).await?.remove(&id))
}

/// Those that are asked, by their ids.
///
/// # Errors
/// What the database says.
pub async fn confirmations(
    conn: &mut AsyncPgConnection,
    ids: &[ConfirmationId],
) -> QueryResult<HashMap<ConfirmationId, Confirmation>> {
    let found: Vec<Confirmation> = confirmations::table
        .filter(confirmations::id.eq_any(ids))
        .select(Confirmation::as_select())
        .load(conn)
        .await?;
    Ok(found.into_iter().map(|one| (one.id, one)).collect())
}

/// Whether it is known that mail to `person` reaches them: they have a role at the hub, have signed in, have said so by a
/// link, or have answered by a mail of ours.
///
/// # Errors
/// What the database says.
pub async fn is_known(conn: &mut AsyncPgConnection, person: PersonId) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Known {
        #[diesel(sql_type = Bool)]
        known: bool,
    }
    let found: Known = sql_query(
        "SELECT EXISTS (SELECT FROM addresses WHERE person_id = $1 AND confirmed_at IS NOT NULL) \
             OR EXISTS (SELECT FROM roles WHERE person_id = $1) \
             OR EXISTS (SELECT FROM sessions WHERE person_id = $1) \
             OR EXISTS (SELECT FROM api_tokens WHERE person_id = $1) \
             OR EXISTS (SELECT FROM attendances WHERE person_id = $1 AND channel IN ('link', 'calendar') AND NOT unverified) \
             OR EXISTS (SELECT FROM speakers WHERE person_id = $1 AND answer <> 'asked' AND NOT unverified) AS known",
    )
    .bind::<SqlUuid, _>(person)
    .get_result(conn)
    .await?;
    Ok(found.known)
}
