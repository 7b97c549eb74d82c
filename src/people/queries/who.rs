//! Who does something, and what they may do.

use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{audit::Author, ids::PersonId, prepared::prepared},
    people::model::{Actor, Named},
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    name: Option<String>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    address: Option<String>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    language: Option<String>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    zone: Option<String>,
    #[diesel(sql_type = sql_types::Array<sql_types::Text>)]
    roles: Vec<String>,
    #[diesel(sql_type = sql_types::Bool)]
    of_a_member: bool,
    #[diesel(sql_type = sql_types::Array<sql_types::Uuid>)]
    acts_for: Vec<PersonId>,
}

/// `person` as someone who does something. `author` says by which channel they came and from where; who they are is
/// filled in. `None` where there is no such person. One query.
///
/// # Errors
/// What the database says.
pub async fn actor(
    conn: &mut AsyncPgConnection,
    person: PersonId,
    author: Author,
) -> QueryResult<Option<Actor>> {
    let row: Option<Row> = prepared(sql_query(
        "SELECT p.name, p.language, p.zone, \
             (SELECT a.address FROM addresses a WHERE a.person_id = p.id \
              ORDER BY a.purpose = 'sign_in' DESC, a.created_at, a.id LIMIT 1) AS address, \
             ARRAY(SELECT r.role FROM roles r WHERE r.person_id = p.id) AS roles, \
             EXISTS (SELECT FROM institutions i WHERE i.id = p.institution_id AND i.kind = 'member') AS of_a_member, \
             ARRAY(SELECT s.person_id FROM assistants s WHERE s.assistant_id = p.id ORDER BY 1) AS acts_for \
         FROM people p WHERE p.id = $1",
    )
    .bind::<sql_types::Uuid, _>(person))
    .get_result(conn)
    .await
    .optional()?;
    Ok(row.map(|row| {
        let named = Named {
            id: person,
            name: row.name,
            address: row.address,
        };
        let author = author.who(person, named.called());
        Actor {
            id: person,
            name: named.name,
            // A CHECK holds that each is a role.
            roles: row
                .roles
                .iter()
                .filter_map(|word| word.parse().ok())
                .collect(),
            member: row.of_a_member || !row.roles.is_empty(),
            acts_for: row.acts_for,
            language: row.language.and_then(|code| code.parse().ok()),
            zone: row.zone.and_then(|name| name.parse().ok()),
            author,
        }
    }))
}
