//! In which language and zone someone reads what they are told.

use diesel_async::AsyncPgConnection;

use super::people::{ChangePerson, PersonError, change_person};
use crate::{
    base::{clock::Clock, error::Refusal, hub::Hub, ids::PersonId, language::Language, zone::Zone},
    people::model::Actor,
};

/// How someone wants to read: what is `None` stays, `Some(None)` leaves it to the hub again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reading {
    /// In which language.
    pub language: Option<Option<Language>>,
    /// In which zone.
    pub zone: Option<Option<Zone>>,
}

/// Keeps in which language and zone `person` reads, and changes nothing else of them: it may be said by who has no more than
/// a link out of a mail to them.
///
/// # Errors
/// A [`Refusal`]: there is no such person, or it is not for the actor to say.
pub async fn choose_reading(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    person: PersonId,
    chosen: Reading,
) -> Result<(), Refusal> {
    if chosen == Reading::default() {
        return Ok(());
    }
    let language = |language: Language| language.code().to_owned();
    let zone = |zone: Zone| zone.name().to_owned();
    let change = ChangePerson {
        language: chosen.language.map(|chosen| chosen.map(language)),
        zone: chosen.zone.map(|chosen| chosen.map(zone)),
        ..ChangePerson::default()
    };
    match change_person(conn, clock, hub, actor, person, change).await {
        Ok(_) => Ok(()),
        Err(PersonError::Refused(refusal)) => Err(refusal),
        // No address is changed.
        Err(PersonError::AddressKnown { .. }) => Err(Refusal::conflict("reason-taken")),
    }
}
