//! Who does something, and what they may do.

use std::collections::HashSet;

use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        audit::Author,
        clock::Instant,
        ids::{PersonId, TokenId},
        prepared::prepared,
    },
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

/// What is asked of a person `p` who does something.
const WHO: &str = "p.name, p.language, p.zone, \
         (SELECT a.address FROM addresses a WHERE a.person_id = p.id \
          ORDER BY a.purpose = 'sign_in' DESC, a.created_at, a.id LIMIT 1) AS address, \
         ARRAY(SELECT r.role FROM roles r WHERE r.person_id = p.id) AS roles, \
         EXISTS (SELECT FROM institutions i WHERE i.id = p.institution_id AND i.kind = 'member') AS of_a_member, \
         ARRAY(SELECT s.person_id FROM assistants s WHERE s.assistant_id = p.id ORDER BY 1) AS acts_for";

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
    let row: Option<Row> = prepared(
        sql_query(format!("SELECT {WHO} FROM people p WHERE p.id = $1"))
            .bind::<sql_types::Uuid, _>(person),
    )
    .get_result(conn)
    .await
    .optional()?;
    Ok(row.map(|row| row.actor(person, author)))
}

/// Whoever has a token.
#[derive(Debug, Clone)]
pub struct Bearer {
    /// The token.
    pub token: TokenId,
    /// When it was last used, as far as that is written down.
    pub last_used_at: Option<Instant>,
    /// Who has it.
    pub actor: Actor,
}

/// Who has the token with this hash, as [`actor`] has them; `None` where there is none, or it was revoked. One query.
///
/// # Errors
/// What the database says.
pub async fn bearer(
    conn: &mut AsyncPgConnection,
    token_hash: &[u8],
    author: Author,
) -> QueryResult<Option<Bearer>> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = sql_types::Uuid)]
        token_id: TokenId,
        #[diesel(sql_type = sql_types::Uuid)]
        person_id: PersonId,
        #[diesel(sql_type = sql_types::Nullable<sql_types::Timestamptz>)]
        last_used_at: Option<Instant>,
        #[diesel(embed)]
        who: Row,
    }
    let found: Option<Found> = prepared(
        sql_query(format!(
            "SELECT t.id AS token_id, t.person_id, t.last_used_at, {WHO} \
             FROM api_tokens t JOIN people p ON p.id = t.person_id \
             WHERE t.token_hash = $1 AND t.revoked_at IS NULL"
        ))
        .bind::<sql_types::Bytea, _>(token_hash),
    )
    .get_result(conn)
    .await
    .optional()?;
    Ok(found.map(|found| Bearer {
        token: found.token_id,
        last_used_at: found.last_used_at,
        actor: found.who.actor(found.person_id, author),
    }))
}

/// Those of `people` who are members of the hub, by role or institution. One query.
///
/// # Errors
/// What the database says.
pub async fn members_among(
    conn: &mut AsyncPgConnection,
    people: &[PersonId],
) -> QueryResult<HashSet<PersonId>> {
    #[derive(QueryableByName)]
    struct Member {
        #[diesel(sql_type = sql_types::Uuid)]
        id: PersonId,
    }
    let rows: Vec<Member> = sql_query(
        "SELECT p.id FROM people p WHERE p.id = ANY ($1) AND (EXISTS (SELECT FROM roles r WHERE r.person_id = p.id) \
             OR EXISTS (SELECT FROM institutions i WHERE i.id = p.institution_id AND i.kind = 'member'))",
    )
    .bind::<sql_types::Array<sql_types::Uuid>, _>(people)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

impl Row {
    fn actor(self, person: PersonId, author: Author) -> Actor {
        let named = Named {
            id: person,
            name: self.name,
            address: self.address,
        };
        let author = author.who(person, named.called());
        Actor {
            id: person,
            name: named.name,
            member: self.of_a_member || !self.roles.is_empty(),
            // A CHECK holds that each is a role.
            roles: self
                .roles
                .iter()
                .filter_map(|word| word.parse().ok())
                .collect(),
            acts_for: self.acts_for,
            language: self.language.and_then(|code| code.parse().ok()),
            zone: self.zone.and_then(|name| name.parse().ok()),
            author,
        }
    }
}
