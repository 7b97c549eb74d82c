//! Everyone by name, to look someone up.

use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::people::{NAMED, NamedRow};
use crate::{
    base::{ids::PersonId, text},
    people::model::{Named, Role},
};

/// Someone in the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// Who.
    pub named: Named,
    /// The name of their institution.
    pub institution: Option<String>,
    /// Their roles in the hub.
    pub roles: Vec<Role>,
}

/// People by name (by address where none is known), at most `limit`, behind the one with the id `after`. `typed` narrows
/// them: a part of the name, of an address, or of the institution's name, letter case aside; empty for everyone. One
/// query.
///
/// # Errors
/// What the database says.
pub async fn directory(
    conn: &mut AsyncPgConnection,
    typed: &str,
    after: Option<PersonId>,
    limit: i64,
) -> QueryResult<Vec<Listing>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(embed)]
        named: NamedRow,
        #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
        institution: Option<String>,
        #[diesel(sql_type = sql_types::Array<sql_types::Text>)]
        roles: Vec<String>,
    }
    let rows: Vec<Row> = sql_query(format!(
        "WITH listed AS ( \
             SELECT {NAMED}, i.name AS institution, \
                    ARRAY(SELECT r.role FROM roles r WHERE r.person_id = p.id ORDER BY r.role) AS roles \
             FROM people p LEFT JOIN institutions i ON i.id = p.institution_id), \
         keyed AS (SELECT *, lower(coalesce(name, address, '')) AS key FROM listed) \
         SELECT * FROM keyed k \
         WHERE ($1 = '' OR strpos(lower(k.name), lower($1)) > 0 OR strpos(lower(k.institution), lower($1)) > 0 \
                OR EXISTS (SELECT FROM addresses a WHERE a.person_id = k.id AND strpos(lower(a.address), lower($1)) > 0)) \
           AND ($2 IS NULL OR (k.key, k.id) > (SELECT b.key, b.id FROM keyed b WHERE b.id = $2)) \
         ORDER BY k.key, k.id LIMIT $3"
    ))
    .bind::<sql_types::Text, _>(text::name(typed))
    .bind::<sql_types::Nullable<sql_types::Uuid>, _>(after)
    .bind::<sql_types::BigInt, _>(limit)
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Listing {
            named: row.named.into(),
            institution: row.institution,
            // A CHECK holds that each is a role.
            roles: row
                .roles
                .iter()
                .filter_map(|word| word.parse().ok())
                .collect(),
        })
        .collect())
}
