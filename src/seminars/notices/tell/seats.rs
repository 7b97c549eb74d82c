//! Waiting for a place, and getting one.

use diesel::prelude::*;
use diesel_async::AsyncPgConnection;
use serde_json::{Value, json};

use super::{message, remind};
use crate::{
    base::{clock::Clock, hub::Hub, ids::PersonId},
    mail::outbox::{self, MessageKind},
    people,
    seminars::model::Details,
};

/// Tells someone whose calendar says yes that they wait for a place, under this number.
///
/// # Errors
/// What the database says.
pub async fn must_wait(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    details: &Details,
    person: PersonId,
    number: i32,
) -> QueryResult<()> {
    let waits = [(person, number)];
    tell(conn, clock, hub, details, &waits, "waits", None).await
}

/// Tells those who waited that they have a place, and reminds them as of any yes. `by` made room.
///
/// # Errors
/// What the database says.
pub async fn moved_up(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    details: &Details,
    moved: &[(PersonId, i32)],
    by: Option<PersonId>,
) -> QueryResult<()> {
    match moved {
        [] => return Ok(()),
        [(person, _)] => remind::remind_one(conn, clock, hub, details, *person).await?,
        _ => remind::remind_all(conn, clock, hub, details).await?,
    }
    tell(conn, clock, hub, details, moved, "free", by).await
}

/// One message each. A number is given once, so that someone who waits a second time is told a second time.
async fn tell(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    details: &Details,
    people: &[(PersonId, i32)],
    place: &str,
    by: Option<PersonId>,
) -> QueryResult<()> {
    let ids: Vec<PersonId> = people.iter().map(|(person, _)| *person).collect();
    let starts_at = details.seminar.starts_at;
    let recipients = people::queries::recipients(conn, hub, &ids, starts_at).await?;
    let now = clock.now();
    let payload: Value = json!({ "place": place });
    let new: Vec<_> = people
        .iter()
        .filter_map(|(person, number)| {
            let recipient = recipients.get(person)?;
            let number = format!("{place}-{number}");
            let kind = MessageKind::WaitingPlace;
            Some(message(
                kind,
                details,
                recipient,
                by,
                now,
                payload.clone(),
                &number,
            ))
        })
        .collect();
    outbox::queue(conn, clock, &new).await?;
    Ok(())
}
