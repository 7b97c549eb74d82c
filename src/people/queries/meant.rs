//! Who is meant by what an organiser typed, before anything is written.

use std::collections::HashMap;

use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    claims::VOUCHED,
    people::{NAMED, NamedRow},
};
use crate::{
    base::{ids::PersonId, text},
    people::{
        actions::PersonEntry,
        model::{AddressPurpose, Named},
    },
};

/// Who is meant by an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant {
    /// This person.
    Known(Named),
    /// Nobody who is known: entering it makes a new person.
    Unknown,
    /// One of several people who share the address.
    Shared(Vec<Named>),
}

#[derive(QueryableByName)]
struct Owner {
    #[diesel(sql_type = sql_types::Text)]
    folded: String,
    #[diesel(sql_type = sql_types::Text)]
    purpose: AddressPurpose,
    #[diesel(embed)]
    named: NamedRow,
}

/// Who is meant by each of `entries`, in their order: as [`crate::people::actions::resolve`] would have it, but where
/// several people share an address, a name that is one of theirs says who. One query.
///
/// # Errors
/// What the database says.
pub async fn meant(
    conn: &mut AsyncPgConnection,
    entries: &[PersonEntry],
) -> QueryResult<Vec<Meant>> {
    let folded: Vec<String> = entries
        .iter()
        .map(|entry| entry.address.trim().to_lowercase())
        .collect();
    let owners = owners(conn, &folded).await?;
    Ok(entries
        .iter()
        .zip(&folded)
        .map(|(entry, folded)| match owners.get(folded) {
            None => Meant::Unknown,
            Some(owners) => of_these(entry.name.as_deref(), owners),
        })
        .collect())
}

/// Whose these addresses are, by the address in lower case, in which they are asked for too. One query.
pub(super) async fn owners(
    conn: &mut AsyncPgConnection,
    folded: &[String],
) -> QueryResult<HashMap<String, Vec<(AddressPurpose, Named)>>> {
    let found: Vec<Owner> = sql_query(format!(
        "SELECT lower(a.address) AS folded, a.purpose, {NAMED} FROM addresses a JOIN people p ON p.id = a.person_id \
         WHERE lower(a.address) = ANY($1) AND {VOUCHED} ORDER BY lower(p.name), p.id"
    ))
    .bind::<sql_types::Array<sql_types::Text>, _>(folded)
    .load(conn)
    .await?;
    let mut owners: HashMap<String, Vec<(AddressPurpose, Named)>> = HashMap::new();
    for owner in found {
        let owners = owners.entry(owner.folded).or_default();
        owners.push((owner.purpose, owner.named.into()));
    }
    Ok(owners)
}

/// Who of those whose an address is is meant by it and a name.
pub(super) fn of_these(name: Option<&str>, owners: &[(AddressPurpose, Named)]) -> Meant {
    let signs_in = owners
        .iter()
        .find(|(purpose, _)| *purpose == AddressPurpose::SignIn);
    let name = name.map(|name| text::name(name).to_lowercase());
    let called = |named: &Named| {
        named.name.is_some() && named.name.as_ref().map(|name| name.to_lowercase()) == name
    };
    let mut namesakes = owners.iter().filter(|(_, named)| called(named));
    match (signs_in, owners, namesakes.next(), namesakes.next()) {
        (Some((_, named)), ..) | (_, [(_, named)], ..) | (_, _, Some((_, named)), None) => {
            Meant::Known(named.clone())
        }
        _ => Meant::Shared(owners.iter().map(|(_, named)| named.clone()).collect()),
    }
}

/// Members of the hub, by role or institution, at most `limit`, by name; those of `also` among them, members or not. With
/// each the name of their institution.
///
/// # Errors
/// What the database says.
pub async fn members(
    conn: &mut AsyncPgConnection,
    also: &[PersonId],
    limit: i64,
) -> QueryResult<Vec<(Named, Option<String>)>> {
    let rows: Vec<AtHome> = sql_query(format!(
        "SELECT {NAMED}, i.name AS institution FROM people p LEFT JOIN institutions i ON i.id = p.institution_id \
         WHERE p.id = ANY($1) OR i.kind = 'member' OR EXISTS (SELECT FROM roles r WHERE r.person_id = p.id) \
         ORDER BY p.id = ANY($1) DESC, lower(p.name), p.id LIMIT $2"
    ))
    .bind::<sql_types::Array<sql_types::Uuid>, _>(also)
    .bind::<sql_types::BigInt, _>(limit)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(AtHome::into_pair).collect())
}

/// People who are no members, at most `limit`, by name; those whose name is not known last. With each the name of their
/// institution.
///
/// # Errors
/// What the database says.
pub async fn guests(
    conn: &mut AsyncPgConnection,
    limit: i64,
) -> QueryResult<Vec<(Named, Option<String>)>> {
    let rows: Vec<AtHome> = sql_query(format!(
        "SELECT {NAMED}, i.name AS institution FROM people p LEFT JOIN institutions i ON i.id = p.institution_id \
         WHERE i.kind IS DISTINCT FROM 'member' AND NOT EXISTS (SELECT FROM roles r WHERE r.person_id = p.id) \
         ORDER BY lower(p.name), p.id LIMIT $1"
    ))
    .bind::<sql_types::BigInt, _>(limit)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(AtHome::into_pair).collect())
}

/// Someone with the name of their institution.
#[derive(QueryableByName)]
struct AtHome {
    #[diesel(embed)]
    named: NamedRow,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    institution: Option<String>,
}

impl AtHome {
    fn into_pair(self) -> (Named, Option<String>) {
        (self.named.into(), self.institution)
    }
}
