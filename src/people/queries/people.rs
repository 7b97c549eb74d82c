//! People: one, many, by address, by the beginning of a name.

use std::collections::{BTreeSet, HashMap};

use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        ids::{InstitutionId, PersonId},
        page::{Listed, Page},
        schema::{addresses, people, roles},
        text,
    },
    people::model::{Address, AddressPurpose, Named, Person, Profile, Role},
};

/// Which people are wanted; each that is given narrows the list.
#[derive(Debug, Clone, Default)]
pub struct PeopleFilter {
    /// Of this institution.
    pub institution_id: Option<InstitutionId>,
    /// With this role.
    pub role: Option<Role>,
    /// With exactly this address, whatever its case and purpose.
    pub address: Option<String>,
    /// With this ORCID iD, with hyphens.
    pub orcid: Option<String>,
}

/// One person.
///
/// # Errors
/// What the database says.
pub async fn person(conn: &mut AsyncPgConnection, id: PersonId) -> QueryResult<Option<Person>> {
    people::table
        .find(id)
        .select(Person::as_select())
        .first(conn)
        .await
        .optional()
}

/// Whether there is such a person.
///
/// # Errors
/// What the database says.
pub async fn is_person(conn: &mut AsyncPgConnection, id: PersonId) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(people::table.find(id)))
        .get_result(conn)
        .await
}

/// One person with what belongs to them.
///
/// # Errors
/// What the database says.
pub async fn profile(conn: &mut AsyncPgConnection, id: PersonId) -> QueryResult<Option<Profile>> {
    match person(conn, id).await? {
        Some(person) => Ok(profiles(conn, vec![person]).await?.pop()),
        None => Ok(None),
    }
}

/// People in the order of their ids. Four queries.
///
/// # Errors
/// What the database says.
pub async fn people(
    conn: &mut AsyncPgConnection,
    filter: &PeopleFilter,
    page: Page,
) -> QueryResult<Listed<Profile>> {
    let mut wanted = people::table
        .filter(people::id.gt(page.after()))
        .order(people::id)
        .limit(page.rows())
        .select(Person::as_select())
        .into_boxed();
    if let Some(institution) = filter.institution_id {
        wanted = wanted.filter(people::institution_id.eq(institution));
    }
    if let Some(role) = filter.role {
        let having = roles::table
            .filter(roles::role.eq(role))
            .select(roles::person_id);
        wanted = wanted.filter(people::id.eq_any(having));
    }
    if let Some(address) = &filter.address {
        let having = addresses::table
            .filter(lower(addresses::address).eq(address.trim().to_lowercase()))
            .select(addresses::person_id);
        wanted = wanted.filter(people::id.eq_any(having));
    }
    if let Some(orcid) = &filter.orcid {
        wanted = wanted.filter(people::orcid.eq(orcid));
    }
    let listed = page.list(wanted.load(conn).await?, |person: &Person| person.id.0);
    Ok(Listed {
        next: listed.next,
        items: profiles(conn, listed.items).await?,
    })
}

/// `people` with what belongs to each, in the same order. Three queries.
///
/// # Errors
/// What the database says.
pub async fn profiles(
    conn: &mut AsyncPgConnection,
    people: Vec<Person>,
) -> QueryResult<Vec<Profile>> {
    let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let addresses: Vec<Address> = addresses::table
        .filter(addresses::person_id.eq_any(&ids))
        .order((
            addresses::purpose.desc(),
            addresses::created_at,
            addresses::id,
        ))
        .select(Address::as_select())
        .load(conn)
        .await?;
    let held: Vec<(PersonId, Role)> = roles::table
        .filter(roles::person_id.eq_any(&ids))
        .select((roles::person_id, roles::role))
        .load(conn)
        .await?;
    let mut assistance = help_of(conn, &ids).await?;
    let mut addresses_of = gathered(addresses.into_iter().map(|one| (one.person_id, one)));
    let mut roles_of = gathered(held.into_iter());
    Ok(people
        .into_iter()
        .map(|person| Profile {
            addresses: addresses_of.remove(&person.id).unwrap_or_default(),
            roles: BTreeSet::from_iter(roles_of.remove(&person.id).unwrap_or_default()),
            assistants: assistance.given_to.remove(&person.id).unwrap_or_default(),
            acts_for: assistance.given_by.remove(&person.id).unwrap_or_default(),
            person,
        })
        .collect())
}

struct Help {
    given_to: HashMap<PersonId, Vec<Named>>,
    given_by: HashMap<PersonId, Vec<Named>>,
}

async fn help_of(conn: &mut AsyncPgConnection, ids: &[PersonId]) -> QueryResult<Help> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = sql_types::Uuid)]
        whose: PersonId,
        #[diesel(sql_type = sql_types::Bool)]
        helps: bool,
        #[diesel(embed)]
        named: NamedRow,
    }
    let rows: Vec<Row> = sql_query(format!(
        "SELECT h.whose, h.helps, {NAMED} FROM ( \
             SELECT person_id AS whose, false AS helps, assistant_id AS other FROM assistants WHERE person_id = ANY($1) \
             UNION ALL \
             SELECT assistant_id, true, person_id FROM assistants WHERE assistant_id = ANY($1)) h \
         JOIN people p ON p.id = h.other ORDER BY lower(p.name), p.id"
    ))
    .bind::<sql_types::Array<sql_types::Uuid>, _>(ids)
    .load(conn)
    .await?;
    let (by, to): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.helps);
    let of = |rows: Vec<Row>| gathered(rows.into_iter().map(|row| (row.whose, row.named.into())));
    Ok(Help {
        given_to: of(to),
        given_by: of(by),
    })
}

/// Who each of `ids` is. Those who are not there are missing. One query.
///
/// # Errors
/// What the database says.
pub async fn names(
    conn: &mut AsyncPgConnection,
    ids: &[PersonId],
) -> QueryResult<HashMap<PersonId, Named>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<NamedRow> =
        sql_query(format!("SELECT {NAMED} FROM people p WHERE p.id = ANY($1)"))
            .bind::<sql_types::Array<sql_types::Uuid>, _>(ids)
            .load(conn)
            .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.into())).collect())
}

/// Whose this address for signing in is; its case does not matter.
///
/// # Errors
/// What the database says.
pub async fn find_by_sign_in_address(
    conn: &mut AsyncPgConnection,
    address: &str,
) -> QueryResult<Option<Named>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(embed)]
        named: NamedRow,
    }
    let row: Option<Row> = sql_query(format!(
        "SELECT {NAMED} FROM people p JOIN addresses s ON s.person_id = p.id \
         WHERE lower(s.address) = lower($1) AND s.purpose = '{}'",
        AddressPurpose::SignIn
    ))
    .bind::<sql_types::Text, _>(address.trim())
    .get_result(conn)
    .await
    .optional()?;
    Ok(row.map(|row| row.named.into()))
}

/// Up to `limit` people with a name, a part of a name or an address that begins with what was typed; those whose name
/// begins so come first. Nothing typed finds nobody.
///
/// # Errors
/// What the database says.
pub async fn search(
    conn: &mut AsyncPgConnection,
    typed: &str,
    limit: i64,
) -> QueryResult<Vec<Named>> {
    let typed = text::name(typed);
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<NamedRow> = sql_query(format!(
        "SELECT {NAMED} FROM people p WHERE starts_with(lower(p.name), lower($1)) \
             OR strpos(lower(p.name), ' ' || lower($1)) > 0 \
             OR EXISTS (SELECT FROM addresses a WHERE a.person_id = p.id AND starts_with(lower(a.address), lower($1))) \
         ORDER BY coalesce(starts_with(lower(p.name), lower($1)), false) DESC, lower(p.name), p.id LIMIT $2"
    ))
    .bind::<sql_types::Text, _>(typed)
    .bind::<sql_types::BigInt, _>(limit)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(Named::from).collect())
}

/// What names a person `p`.
pub(super) const NAMED: &str = "p.id, p.name, (SELECT a.address FROM addresses a WHERE a.person_id = p.id \
     ORDER BY a.purpose = 'sign_in' DESC, a.created_at, a.id LIMIT 1) AS address";

#[derive(QueryableByName)]
pub(super) struct NamedRow {
    #[diesel(sql_type = sql_types::Uuid)]
    id: PersonId,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    name: Option<String>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    address: Option<String>,
}

impl From<NamedRow> for Named {
    fn from(row: NamedRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            address: row.address,
        }
    }
}

fn gathered<T>(pairs: impl Iterator<Item = (PersonId, T)>) -> HashMap<PersonId, Vec<T>> {
    let mut gathered: HashMap<PersonId, Vec<T>> = HashMap::new();
    for (person, one) in pairs {
        gathered.entry(person).or_default().push(one);
    }
    gathered
}

diesel::define_sql_function! {
    /// In lower case, as the index has it.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}
