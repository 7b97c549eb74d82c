//! Choosing what one is told: kept with the mail, and followed by the reminders and digests of what is to come.

use diesel_async::{AsyncConnection, AsyncPgConnection};

use super::follow::reckon;
use crate::{
    base::{clock::Clock, error::Refusal, hub::Hub, ids::PersonId},
    mail::preferences::{Preferences, Stopped, actions},
    people::model::Actor,
    seminars::notices,
};

/// Keeps what someone chose to be told. Reminders that they want now are made in the same transaction, and those that they
/// do not want any more go.
///
/// # Errors
/// A [`Refusal`]: it is not for the actor to say.
pub async fn choose_notices(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    person: PersonId,
    chosen: &Preferences,
) -> Result<(), Refusal> {
    if !(actor.acts_as(person) || actor.is_administrator()) {
        return Err(Refusal::forbidden("refused-not-allowed"));
    }
    conn.transaction(async |conn| {
        let before = actions::keep(conn, clock, &actor.author, person, chosen).await?;
        if before.choice != chosen.choice {
            notices::remind_person(conn, clock, hub, person, None).await?;
            reckon(conn, clock, hub, person).await?;
        }
        Ok(())
    })
    .await
}

/// Stops one kind of notice for the actor, by one click.
///
/// # Errors
/// What the database says.
pub async fn stop_notices(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    stop: Stopped,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        actions::stop(conn, clock, &actor.author, actor.id, stop).await?;
        Ok(reckon(conn, clock, hub, actor.id).await?)
    })
    .await
}

/// Lets one kind of notice come again to the actor.
///
/// # Errors
/// What the database says.
pub async fn resume_notices(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    stop: Stopped,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        actions::resume(conn, clock, &actor.author, actor.id, stop).await?;
        Ok(reckon(conn, clock, hub, actor.id).await?)
    })
    .await
}
