//! Where someone is told decides where what waits for them goes.

use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{clock::Clock, ids::PersonId, schema::addresses},
    mail::outbox::{self, Which},
};

/// Lets what waits for `person` go where they are told now, by the order of [`recipients`](crate::people::queries::recipients):
/// reminders wait for months, and would go to a mailbox that is someone else's by then. Where no address is left it is void.
/// A link for signing in goes to the address that was typed, or nowhere. To be called in the transaction of whatever changed
/// their addresses.
///
/// # Errors
/// What the database says.
pub(super) async fn told_elsewhere(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    person: PersonId,
) -> QueryResult<()> {
    let left: i64 = addresses::table
        .filter(addresses::person_id.eq(person))
        .count()
        .get_result(conn)
        .await?;
    if left == 0 {
        let which = Which {
            person: Some(person),
            ..Which::default()
        };
        outbox::void(conn, clock, which, "there is no address for it").await?;
        return Ok(());
    }
    sql_query(
        "UPDATE messages SET address = told.address FROM ( \
             SELECT a.address FROM addresses a WHERE a.person_id = $1 \
             ORDER BY a.office IS NOT NULL DESC, a.purpose = 'sign_in' DESC, a.created_at, a.id LIMIT 1) AS told \
         WHERE messages.id IN (SELECT m.id FROM messages m WHERE m.person_id = $1 AND m.ended_at IS NULL \
                 AND m.state IN ('drafted', 'held', 'queued') AND m.kind <> 'sign_in' ORDER BY m.id FOR NO KEY UPDATE) \
           AND messages.address <> told.address",
    )
    .bind::<sql_types::Uuid, _>(person)
    .execute(conn)
    .await?;
    Ok(())
}
