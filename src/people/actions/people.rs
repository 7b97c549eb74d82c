//! People: entered, changed, removed.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};

use super::{addresses, current, told_elsewhere, zone_moved};
use crate::{
    base::{
        audit::{self, Author},
        changes::{self, Subject},
        clock::Clock,
        error::{Invalid, Refusal},
        hub::Hub,
        ids::{InstitutionId, PersonId},
        schema::people::dsl,
    },
    people::{
        model::{Actor, AddressPurpose, Person, Profile},
        queries,
        rules::{self, PersonFields},
    },
};

/// A person as they are typed: a name or an address is needed.
#[derive(Debug, Clone, Default)]
pub struct NewPerson {
    /// The name.
    pub name: Option<String>,
    /// The address for signing in: nobody else's.
    pub email: Option<String>,
    /// An address for mail alone; it may be others' too.
    pub contact_email: Option<String>,
    /// Where they belong.
    pub institution_id: Option<InstitutionId>,
    /// An IANA zone.
    pub zone: Option<String>,
    /// `en` or `ko`.
    pub language: Option<String>,
    /// The ORCID iD, bare or as an address.
    pub orcid: Option<String>,
}

/// What is to be changed of a person; what is `None` stays, `Some(None)` empties.
#[derive(Debug, Clone, Default)]
pub struct ChangePerson {
    /// The version that the change was made of; none: whatever it is.
    pub lock_version: Option<i32>,
    /// The name.
    pub name: Option<Option<String>>,
    /// The first address for signing in.
    pub email: Option<Option<String>>,
    /// The first address for mail alone.
    pub contact_email: Option<Option<String>>,
    /// Where they belong.
    pub institution_id: Option<Option<InstitutionId>>,
    /// The zone.
    pub zone: Option<Option<String>>,
    /// The language.
    pub language: Option<Option<String>>,
    /// The ORCID iD.
    pub orcid: Option<Option<String>>,
}

/// Why a person was not entered or changed.
#[derive(Debug, thiserror::Error)]
pub enum PersonError {
    /// The address for signing in is someone's already.
    #[error("this address belongs to {name} already")]
    AddressKnown {
        /// Whose it is.
        person: PersonId,
        /// Their name, else the address.
        name: String,
    },
    /// What all actions may meet.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl From<diesel::result::Error> for PersonError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Refused(error.into())
    }
}

impl From<Invalid> for PersonError {
    fn from(invalid: Invalid) -> Self {
        Self::Refused(invalid.into())
    }
}

/// Enters a person.
///
/// # Errors
/// [`PersonError::AddressKnown`], forbidden, or what is wrong by field.
pub async fn create_person(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    new: NewPerson,
) -> Result<Profile, PersonError> {
    rules::may_enter(actor)?;
    enter(conn, clock, &actor.author, &new).await
}

/// Enters a person for an author whose right to do so is settled.
///
/// # Errors
/// [`PersonError::AddressKnown`], or what is wrong by field.
pub(in crate::people) async fn enter(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    new: &NewPerson,
) -> Result<Profile, PersonError> {
    let (fields, email, contact) = rules::person(new)?;
    let id = PersonId::fresh(clock);
    conn.transaction(async |conn| {
        diesel::insert_into(dsl::people)
            .values((
                dsl::id.eq(id),
                &fields,
                dsl::created_at.eq(clock.now()),
                dsl::modified_at.eq(clock.now()),
            ))
            .execute(conn)
            .await?;
        let given = [
            (email.as_deref(), AddressPurpose::SignIn),
            (contact.as_deref(), AddressPurpose::Contact),
        ];
        for (address, purpose) in given {
            if let Some(address) = address {
                addresses::insert(conn, clock, id, address, purpose).await?;
            }
        }
        let profile = existing(conn, id).await?;
        let entry = audit::Entry {
            action: "entered",
            kind: "people",
            id: id.0,
            before: None,
            after: Some(state(&profile)),
        };
        audit::record(conn, clock, author, entry).await?;
        Ok(profile)
    })
    .await
}

/// Changes a person; nothing is written where nothing differs.
///
/// # Errors
/// [`PersonError::AddressKnown`], not found, forbidden, stale, or what is wrong by field.
pub async fn change_person(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: PersonId,
    change: ChangePerson,
) -> Result<Profile, PersonError> {
    rules::may_see(actor, id)?;
    rules::may_change_person(actor, id)?;
    conn.transaction(async |conn| apply(conn, clock, hub, actor, id, &change).await)
        .await
}

async fn apply(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: PersonId,
    change: &ChangePerson,
) -> Result<Profile, PersonError> {
    let old = locked(conn, id).await?;
    current(old.person.lock_version, change.lock_version)?;
    let (fields, email, contact) = rules::person(&overlaid(&old, change))?;
    let address_of = |purpose| old.address(purpose).map(|address| address.address.clone());
    let claimed = rules::claims(actor);
    if change.email.is_some() && email != address_of(AddressPurpose::SignIn) {
        rules::may_change_sign_in(actor, id)?;
        let (purpose, new) = (AddressPurpose::SignIn, email.as_deref());
        addresses::replace(conn, clock, &old, purpose, new, claimed).await?;
        if claimed {
            addresses::come_back(conn, clock, id).await?;
        }
    }
    if change.contact_email.is_some() && contact != address_of(AddressPurpose::Contact) {
        addresses::replace(
            conn,
            clock,
            &old,
            AddressPurpose::Contact,
            contact.as_deref(),
            claimed,
        )
        .await?;
    }
    if let Some(institution) = fields.institution_id
        && old.person.institution_id != Some(institution)
    {
        let institution = queries::institution(conn, institution).await?;
        let unknown = || Refusal::invalid("institution_id", "reason-unknown");
        rules::may_put_into(actor, institution.ok_or_else(unknown)?.kind)?;
    }
    if fields != PersonFields::from(&old.person) {
        diesel::update(dsl::people.find(id))
            .set(&fields)
            .execute(conn)
            .await?;
    }
    let where_they_are = |fields: &PersonFields| (fields.zone.clone(), fields.institution_id);
    if where_they_are(&fields) != where_they_are(&PersonFields::from(&old.person)) {
        zone_moved(conn, clock, hub, &[id]).await?;
    }
    Ok(finish(conn, clock, &actor.author, "changed", &old).await?)
}

/// Ends a change of a person or their addresses: where something differs from `old`, the version rises, the change is
/// written down, and what shows the person is told.
///
/// # Errors
/// `name` is invalid where neither a name nor an address is left.
pub(super) async fn finish(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    action: &str,
    old: &Profile,
) -> Result<Profile, Refusal> {
    let id = old.person.id;
    let new = existing(conn, id).await?;
    let Some((before, after)) = audit::difference(&state(old), &state(&new)) else {
        return Ok(new);
    };
    if new.person.name.is_none() && new.addresses.is_empty() {
        return Err(Refusal::invalid("name", "reason-name-or-address"));
    }
    if new.addresses != old.addresses {
        told_elsewhere(conn, clock, id).await?;
    }
    diesel::update(dsl::people.find(id))
        .set((
            dsl::lock_version.eq(dsl::lock_version + 1),
            dsl::modified_at.eq(clock.now()),
        ))
        .execute(conn)
        .await?;
    let entry = audit::Entry {
        action,
        kind: "people",
        id: id.0,
        before: Some(before),
        after: Some(after),
    };
    audit::record(conn, clock, author, entry).await?;
    let mut subjects = vec![Subject::Person(id)];
    let shown = |profile: &Profile| {
        let person = &profile.person;
        (
            person.name.clone(),
            person.institution_id,
            person.orcid.clone(),
        )
    };
    if shown(old) != shown(&new) {
        subjects.push(Subject::Names);
    }
    changes::raise(conn, clock, subjects).await?;
    existing(conn, id).await
}

/// Removes a person to whom nothing refers: no seminar, stay, booking or message.
///
/// # Errors
/// Not found, forbidden, or a conflict where something refers to them.
pub async fn remove_person(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: PersonId,
) -> Result<(), Refusal> {
    rules::may_remove(actor)?;
    conn.transaction(async |conn| {
        let old = locked(conn, id).await?;
        super::roles::keep_an_administrator(conn, id).await?;
        diesel::delete(dsl::people.find(id))
            .execute(conn)
            .await
            .map_err(Refusal::in_use)?;
        let entry = audit::Entry {
            action: "removed",
            kind: "people",
            id: id.0,
            before: Some(state(&old)),
            after: None,
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        changes::raise(conn, clock, [Subject::Person(id)]).await?;
        Ok(())
    })
    .await
}

/// The person, locked against other changes until the transaction ends.
///
/// # Errors
/// Not found.
pub(in crate::people) async fn locked(
    conn: &mut AsyncPgConnection,
    id: PersonId,
) -> Result<Profile, Refusal> {
    let person: Person = dsl::people
        .find(id)
        .select(Person::as_select())
        .for_no_key_update()
        .first(conn)
        .await?;
    let profile = queries::profiles(conn, vec![person]).await?.pop();
    profile.ok_or(Refusal::NotFound)
}

async fn existing(conn: &mut AsyncPgConnection, id: PersonId) -> Result<Profile, Refusal> {
    queries::profile(conn, id).await?.ok_or(Refusal::NotFound)
}

/// The person as if the whole form had been typed anew.
fn overlaid(old: &Profile, change: &ChangePerson) -> NewPerson {
    fn kept<T: Clone>(change: Option<&Option<T>>, old: Option<&T>) -> Option<T> {
        change.cloned().unwrap_or_else(|| old.cloned())
    }
    let address = |purpose| old.address(purpose).map(|address| &address.address);
    let person = &old.person;
    NewPerson {
        name: kept(change.name.as_ref(), person.name.as_ref()),
        email: kept(change.email.as_ref(), address(AddressPurpose::SignIn)),
        contact_email: kept(
            change.contact_email.as_ref(),
            address(AddressPurpose::Contact),
        ),
        institution_id: kept(
            change.institution_id.as_ref(),
            person.institution_id.as_ref(),
        ),
        zone: kept(change.zone.as_ref(), person.zone.as_ref()),
        language: kept(change.language.as_ref(), person.language.as_ref()),
        orcid: kept(change.orcid.as_ref(), person.orcid.as_ref()),
    }
}

fn state(profile: &Profile) -> Value {
    let addresses: Vec<_> = profile
        .addresses
        .iter()
        .map(|address| json!({"address": address.address, "purpose": address.purpose}))
        .collect();
    let person = &profile.person;
    json!({
        "name": person.name,
        "institution_id": person.institution_id,
        "zone": person.zone,
        "language": person.language,
        "orcid": person.orcid,
        "addresses": addresses,
    })
}
