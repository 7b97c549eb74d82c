//! Where someone is told decides where what waits for them goes.

use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        audit::Author,
        clock::Clock,
        error::Refusal,
        ids::{MessageId, PersonId},
        schema::{addresses, people},
    },
    mail::outbox::{self, MessageKind, Which},
};

/// Where someone ($1) is told now.
const TOLD: &str = "SELECT a.address FROM addresses a WHERE a.person_id = $1 \
     ORDER BY a.office IS NOT NULL DESC, a.purpose = 'sign_in' DESC, a.created_at, a.id LIMIT 1";

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
    sql_query(format!(
        "UPDATE messages SET address = told.address FROM ({TOLD}) AS told \
         WHERE messages.id IN (SELECT m.id FROM messages m WHERE m.person_id = $1 AND m.ended_at IS NULL \
                 AND m.state IN ('drafted', 'held', 'queued') AND m.kind <> 'sign_in' ORDER BY m.id FOR NO KEY UPDATE) \
           AND messages.address <> told.address"
    ))
    .bind::<sql_types::Uuid, _>(person)
    .execute(conn)
    .await?;
    Ok(())
}

/// Tries a message again ([`outbox::try_again`]), for a person at the address where they are told now: what had failed did
/// not follow them. What is for a mailing list, for whoever is at an address, or signs someone in by the address that was
/// typed, goes where it went before.
///
/// # Errors
/// [`Refusal`].
pub async fn try_mail_again(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    id: MessageId,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        let found = outbox::one(conn, id).await?;
        let message = found.ok_or(Refusal::NotFound)?;
        outbox::may_try_again(&message, clock.now())?;
        let address = match message.person() {
            Some(person) if message.kind != MessageKind::SignIn => {
                let told = told_at(conn, person).await?;
                told.ok_or_else(|| Refusal::conflict("refused-message-nowhere"))?
            }
            _ => message.address,
        };
        outbox::try_again(conn, clock, author, id, &address).await
    })
    .await
}

/// Where `person` is told now, which does not change until the transaction ends; none where there is no address of theirs.
async fn told_at(conn: &mut AsyncPgConnection, person: PersonId) -> QueryResult<Option<String>> {
    #[derive(QueryableByName)]
    struct Told {
        #[diesel(sql_type = sql_types::Text)]
        address: String,
    }
    people::table
        .find(person)
        .select(people::id)
        .for_share()
        .first::<PersonId>(conn)
        .await
        .optional()?;
    let told: Option<Told> = sql_query(TOLD)
        .bind::<sql_types::Uuid, _>(person)
        .get_result(conn)
        .await
        .optional()?;
    Ok(told.map(|told| told.address))
}
