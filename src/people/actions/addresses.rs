//! Addresses of a person: added, removed, replaced.

use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::people::{PersonError, finish, locked};
use crate::{
    base::{
        clock::{Clock, Instant},
        error::Refusal,
        ids::{self, PersonId},
        schema::{addresses::dsl, api_tokens, feed_polls, personal_feeds, sessions, sign_ins},
        text,
    },
    mail::preferences,
    people::{
        model::{Actor, Address, AddressPurpose, Profile},
        queries, rules,
    },
};

/// An address as it is typed.
#[derive(Debug, Clone)]
pub struct NewAddress {
    /// The address.
    pub address: String,
    /// What it is for.
    pub purpose: AddressPurpose,
}

/// Gives a person one more address, or one they have another purpose.
///
/// # Errors
/// [`PersonError::AddressKnown`], not found, forbidden, or `address` is invalid.
pub async fn add_address(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    person: PersonId,
    new: NewAddress,
) -> Result<Profile, PersonError> {
    rules::may_see(actor, person)?;
    rules::may_change_person(actor, person)?;
    let address =
        text::address(&new.address).ok_or(Refusal::invalid("address", "reason-address"))?;
    conn.transaction(async |conn| {
        let old = locked(conn, person).await?;
        let before = find(&old, &address).map(|kept| old.addresses[kept].purpose);
        let signs_in = [before, Some(new.purpose)].contains(&Some(AddressPurpose::SignIn));
        if signs_in && before != Some(new.purpose) {
            rules::may_change_sign_in(actor, person)?;
        }
        let claimed = rules::claims(actor);
        give(conn, clock, &old, &address, new.purpose, claimed).await?;
        if claimed && signs_in && before != Some(new.purpose) {
            come_back(conn, clock, person).await?;
        }
        Ok(finish(conn, clock, &actor.author, "address added", &old).await?)
    })
    .await
}

/// Gives a person an address, or one they have another purpose; `claimed`: nobody of the hub says that it is theirs.
///
/// # Errors
/// [`PersonError::AddressKnown`].
pub(super) async fn give(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    old: &Profile,
    address: &str,
    purpose: AddressPurpose,
    claimed: bool,
) -> Result<(), PersonError> {
    if let Some(kept) = find(old, address).map(|kept| &old.addresses[kept]) {
        if kept.purpose == purpose {
            return Ok(());
        }
        delete(conn, clock, kept).await?;
    }
    let since = clock.now();
    insert_at(conn, clock, old.person.id, address, purpose, since, claimed).await
}

/// Takes an address from a person. The links to what they chose in the mails that lie there open nothing any more. Whoever had none left and no name would be nobody: the last one of someone without a
/// name stays.
///
/// # Errors
/// Not found, forbidden, or nothing would be left to know them by.
pub async fn remove_address(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    person: PersonId,
    address: Uuid,
) -> Result<Profile, Refusal> {
    rules::may_see(actor, person)?;
    rules::may_change_person(actor, person)?;
    conn.transaction(async |conn| {
        let old = locked(conn, person).await?;
        let kept = old.addresses.iter().find(|kept| kept.id == address);
        let kept = kept.ok_or(Refusal::NotFound)?;
        if kept.purpose == AddressPurpose::SignIn {
            rules::may_change_sign_in(actor, person)?;
        }
        if kept.office.is_some() {
            rules::may_name_office(actor, person, false)?;
        }
        delete(conn, clock, kept).await?;
        preferences::actions::revoke_links(conn, clock, person).await?;
        finish(conn, clock, &actor.author, "address removed", &old).await
    })
    .await
}

/// Puts `new` in the place of the person's first address with this purpose; `claimed` as [`give`] has it.
///
/// # Errors
/// [`PersonError::AddressKnown`].
pub(super) async fn replace(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    old: &Profile,
    purpose: AddressPurpose,
    new: Option<&str>,
    claimed: bool,
) -> Result<(), PersonError> {
    let first = old.address(purpose);
    if let Some(first) = first {
        delete(conn, clock, first).await?;
        preferences::actions::revoke_links(conn, clock, old.person.id).await?;
    }
    let Some(new) = new else { return Ok(()) };
    if let Some(kept) = find(old, new).filter(|kept| first != Some(&old.addresses[*kept])) {
        if purpose == AddressPurpose::Contact {
            // They are told there already, and sign in by it.
            return Ok(());
        }
        delete(conn, clock, &old.addresses[kept]).await?;
    }
    // It keeps the place of the one before it.
    let since = first.map_or_else(|| clock.now(), |first| first.created_at);
    insert_at(conn, clock, old.person.id, new, purpose, since, claimed).await
}

/// Ends everything by which a person is in: sessions, what programs have, their own calendars. They come back by the address
/// that they have now. Otherwise whoever claims the address of somebody who is not known yet would read what is told to them.
pub(super) async fn come_back(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    person: PersonId,
) -> QueryResult<()> {
    diesel::delete(sessions::table.filter(sessions::person_id.eq(person)))
        .execute(conn)
        .await?;
    diesel::update(api_tokens::table)
        .filter(api_tokens::person_id.eq(person))
        .filter(api_tokens::revoked_at.is_null())
        .set(api_tokens::revoked_at.eq(clock.now()))
        .execute(conn)
        .await?;
    diesel::update(personal_feeds::table)
        .filter(personal_feeds::person_id.eq(person))
        .filter(personal_feeds::revoked_at.is_null())
        .set((
            personal_feeds::generation.eq(personal_feeds::generation + 1),
            personal_feeds::revoked_at.eq(clock.now()),
        ))
        .execute(conn)
        .await?;
    let theirs = personal_feeds::table
        .filter(personal_feeds::person_id.eq(person))
        .select(personal_feeds::id);
    diesel::delete(feed_polls::table.filter(feed_polls::feed_id.eq_any(theirs)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Gives a person an address.
///
/// # Errors
/// [`PersonError::AddressKnown`] where someone signs in by it; invalid where the person has it already.
pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    person: PersonId,
    address: &str,
    purpose: AddressPurpose,
) -> Result<(), PersonError> {
    insert_at(conn, clock, person, address, purpose, clock.now(), false).await
}

async fn insert_at(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    person: PersonId,
    address: &str,
    purpose: AddressPurpose,
    since: Instant,
    claimed: bool,
) -> Result<(), PersonError> {
    loop {
        // Of two who give one address for signing in at once, the second waits here for the first.
        let inserted = sql_query(
            "INSERT INTO addresses (id, person_id, address, purpose, created_at, claimed) \
             VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (lower(address)) WHERE purpose = 'sign_in' DO NOTHING",
        )
        .bind::<sql_types::Uuid, _>(ids::fresh(clock))
        .bind::<sql_types::Uuid, _>(person)
        .bind::<sql_types::Text, _>(address)
        .bind::<sql_types::Text, _>(purpose)
        .bind::<sql_types::Timestamptz, _>(since)
        .bind::<sql_types::Bool, _>(claimed)
        .execute(conn)
        .await?;
        if inserted > 0 {
            return Ok(());
        }
        if let Some(owner) = queries::find_by_sign_in_address(conn, address).await? {
            return Err(PersonError::AddressKnown {
                person: owner.id,
                name: owner.called().to_owned(),
            });
        }
        // Its owner gave it up in between.
    }
}

/// Takes an address. Links and codes that wait may have been sent there: they are used up with it.
async fn delete(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    address: &Address,
) -> QueryResult<()> {
    if address.purpose == AddressPurpose::SignIn {
        diesel::update(sign_ins::table)
            .filter(sign_ins::person_id.eq(address.person_id))
            .filter(sign_ins::used_at.is_null())
            .set(sign_ins::used_at.eq(clock.now()))
            .execute(conn)
            .await?;
    }
    diesel::delete(dsl::addresses.find(address.id))
        .execute(conn)
        .await?;
    Ok(())
}

fn find(profile: &Profile, address: &str) -> Option<usize> {
    profile
        .addresses
        .iter()
        .position(|kept| kept.address.eq_ignore_ascii_case(address))
}
