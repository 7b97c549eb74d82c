//! Whose session or token it is.

use diesel::{OptionalExtension, QueryResult, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        audit::{Author, Channel},
        clock::Clock,
        ids::{PersonId, SessionId, TokenId},
        secret,
    },
    people::model::Actor,
};

#[derive(diesel::QueryableByName)]
struct Row {
    #[diesel(sql_type = sql_types::Uuid)]
    key: uuid::Uuid,
    #[diesel(sql_type = sql_types::Uuid)]
    person: PersonId,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    name: Option<String>,
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

const WHO: &str = "p.id AS person, p.name, p.language, p.zone, \
     ARRAY(SELECT r.role FROM roles r WHERE r.person_id = p.id) AS roles, \
     EXISTS (SELECT FROM institutions i WHERE i.id = p.institution_id AND i.kind = 'member') AS of_a_member, \
     ARRAY(SELECT s.person_id FROM assistants s WHERE s.assistant_id = p.id ORDER BY 1) AS acts_for";

/// Whose session this is; none where it has ended.
pub async fn by_session(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    token: &str,
    origin: Option<String>,
) -> QueryResult<Option<(SessionId, Actor)>> {
    let row: Option<Row> = diesel::sql_query(format!(
        "SELECT s.id AS key, {WHO} FROM sessions s JOIN people p ON p.id = s.person_id \
         WHERE s.token_hash = $1 AND s.expires_at > $2"
    ))
    .bind::<sql_types::Bytea, _>(secret::token_hash(token))
    .bind::<sql_types::Timestamptz, _>(clock.now())
    .get_result(conn)
    .await
    .optional()?;
    Ok(row.map(|row| (SessionId(row.key), actor(row, Channel::Page, origin))))
}

/// Whose token this is; none where it was revoked.
pub async fn by_token(
    conn: &mut AsyncPgConnection,
    token: &str,
    origin: Option<String>,
) -> QueryResult<Option<(TokenId, Actor)>> {
    let row: Option<Row> = diesel::sql_query(format!(
        "SELECT t.id AS key, {WHO} FROM api_tokens t JOIN people p ON p.id = t.person_id \
         WHERE t.token_hash = $1 AND t.revoked_at IS NULL"
    ))
    .bind::<sql_types::Bytea, _>(secret::token_hash(token))
    .get_result(conn)
    .await
    .optional()?;
    Ok(row.map(|row| (TokenId(row.key), actor(row, Channel::Api, origin))))
}

fn actor(row: Row, channel: Channel, origin: Option<String>) -> Actor {
    Actor {
        id: row.person,
        author: Author {
            person: Some(row.person),
            name: row.name.clone().unwrap_or_default(),
            channel,
            origin,
        },
        name: row.name,
        member: row.of_a_member || !row.roles.is_empty(),
        roles: row
            .roles
            .iter()
            .filter_map(|word| word.parse().ok())
            .collect(),
        acts_for: row.acts_for,
        language: row.language.and_then(|code| code.parse().ok()),
        zone: row.zone.and_then(|name| name.parse().ok()),
    }
}
