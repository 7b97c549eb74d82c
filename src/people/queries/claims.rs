//! Addresses that someone says are theirs, whom the hub does not vouch for. Whoever types such an address means somebody, and
//! that is not whoever claimed it first.

use diesel::{dsl::exists, prelude::*};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::base::{ids::PersonId, schema::addresses};

/// Addresses `a` that are whose they are said to be: nobody but the person gets in by one for signing in, and of others a
/// member of the hub said so, or the person has answered from there.
pub(in crate::people) const VOUCHED: &str =
    "(a.purpose = 'sign_in' OR NOT a.claimed OR a.confirmed_at IS NOT NULL)";

/// Whether nobody but `person` says that this contact is theirs.
///
/// # Errors
/// What the database says.
pub(in crate::people) async fn is_claim(
    conn: &mut AsyncPgConnection,
    person: PersonId,
    address: &str,
) -> QueryResult<bool> {
    let claims = addresses::table
        .filter(addresses::person_id.eq(person))
        .filter(super::lower(addresses::address).eq(address.to_ascii_lowercase()))
        .filter(addresses::purpose.eq("contact"))
        .filter(addresses::claimed)
        .filter(addresses::confirmed_at.is_null());
    diesel::select(exists(claims)).get_result(conn).await
}
