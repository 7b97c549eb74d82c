//! How someone is addressed in mails, and the office that answers for them.

use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{
    people::{PersonError, locked},
    told_elsewhere,
};
use crate::{
    base::{
        audit::{self, Entry},
        clock::Clock,
        error::Refusal,
        ids::PersonId,
        schema::{addresses, people},
    },
    people::{
        model::{Actor, Address, AddressPurpose, FormOfAddress},
        queries, rules,
    },
};

/// Sets how `person` is addressed, and which office answers for them: all that is told to them goes there, named for them.
/// The address may serve others too, and never signs anyone in by that. `organises`: whether the actor organises what the
/// person is asked to.
///
/// # Errors
/// Not found, forbidden, or what is wrong by field.
pub async fn address_person(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    person: PersonId,
    organises: bool,
    new: FormOfAddress,
) -> Result<FormOfAddress, PersonError> {
    rules::may_see(actor, person)?;
    rules::may_address(actor, person, organises)?;
    let new = rules::form_of_address(new)?;
    conn.transaction(async |conn| {
        let mut old = locked(conn, person).await?;
        let before = queries::form_of_address(conn, person).await?;
        if before == new {
            return Ok(new);
        }
        if before.office != new.office {
            // Whoever signs in decides for themselves where what is told to them goes.
            let signs_in = |kept: &Address| kept.purpose == AddressPurpose::SignIn;
            let for_them = organises && !old.addresses.iter().any(signs_in);
            rules::may_name_office(actor, person, for_them)?;
        }
        diesel::update(people::table.find(person))
            .set((
                people::title.eq(&new.title),
                people::salutation.eq(&new.salutation),
            ))
            .execute(conn)
            .await?;
        // An office that answers no longer is no contact of theirs either.
        let offices = addresses::table
            .filter(addresses::person_id.eq(person))
            .filter(addresses::office.is_not_null());
        diesel::delete(offices).execute(conn).await?;
        old.addresses.retain(|kept| kept.office.is_none());
        if let Some(office) = &new.office {
            let same = |kept: &str| kept.eq_ignore_ascii_case(&office.email);
            let signs_in = old
                .addresses
                .iter()
                .any(|kept| kept.purpose == AddressPurpose::SignIn && same(&kept.address));
            if signs_in {
                return Err(Refusal::invalid("office", "reason-office-signs-in").into());
            }
            let purpose = AddressPurpose::Contact;
            let claimed = rules::claims(actor);
            super::addresses::give(conn, clock, &old, &office.email, purpose, claimed).await?;
            sql_query(
                "UPDATE addresses SET office = $3 \
                 WHERE person_id = $1 AND lower(address) = lower($2) AND purpose = 'contact'",
            )
            .bind::<sql_types::Uuid, _>(person)
            .bind::<sql_types::Text, _>(&office.email)
            .bind::<sql_types::Text, _>(&office.name)
            .execute(conn)
            .await?;
        }
        let none_left = old.addresses.is_empty() && new.office.is_none();
        if none_left && old.person.name.is_none() {
            return Err(Refusal::invalid("office", "reason-name-or-address").into());
        }
        if before.office != new.office {
            told_elsewhere(conn, clock, person).await?;
        }
        let entry = Entry {
            action: "said how they are addressed",
            kind: "people",
            id: person.0,
            before: Some(json!(before)),
            after: Some(json!(new)),
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        Ok(new)
    })
    .await
}
