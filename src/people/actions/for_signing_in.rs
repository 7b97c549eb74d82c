//! Whoever signs in by an address, made so where need be.

use diesel_async::{AsyncConnection, AsyncPgConnection};

use super::{
    addresses, enter,
    people::{NewPerson, PersonError, finish, locked},
};
use crate::{
    base::{audit::Author, clock::Clock, error::Refusal, ids::PersonId, page::Page},
    people::{
        model::{Address, AddressPurpose},
        queries::{self, PeopleFilter},
    },
};

/// Whoever signs in by `address`. Where nobody does, it becomes the address for signing in of the one person whose contact
/// it is, and of a new one where it is nobody's, several people's or an office's: who answers for someone does not become
/// them. For an author whose right to do so is settled.
///
/// # Errors
/// `email` is invalid, or what the database says.
pub(in crate::people) async fn for_signing_in(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    address: &str,
) -> Result<PersonId, Refusal> {
    if let Some(owner) = queries::find_by_sign_in_address(conn, address).await? {
        return Ok(owner.id);
    }
    let entered = conn
        .transaction(async |conn| {
            let new = NewPerson {
                email: Some(address.to_owned()),
                ..NewPerson::default()
            };
            let reached = PeopleFilter {
                address: Some(address.to_owned()),
                ..PeopleFilter::default()
            };
            let reached = queries::people(conn, &reached, Page::of(Some(2), None)).await?;
            let [one] = reached.items.as_slice() else {
                return enter(conn, clock, author, &new).await;
            };
            let old = locked(conn, one.person.id).await?;
            // What they only say of themselves gives them nothing, least of all a role.
            if queries::is_claim(conn, old.person.id, address).await? {
                return enter(conn, clock, author, &new).await;
            }
            let office = |kept: &Address| {
                kept.office.is_some() && kept.address.eq_ignore_ascii_case(address)
            };
            if old.addresses.iter().any(office) {
                return enter(conn, clock, author, &new).await;
            }
            let purpose = AddressPurpose::SignIn;
            addresses::give(conn, clock, &old, address, purpose, false).await?;
            Ok(finish(conn, clock, author, "address added", &old).await?)
        })
        .await;
    match entered {
        Ok(profile) => Ok(profile.person.id),
        // Someone else was quicker.
        Err(PersonError::AddressKnown { person, .. }) => Ok(person),
        Err(PersonError::Refused(refusal)) => Err(refusal),
    }
}
