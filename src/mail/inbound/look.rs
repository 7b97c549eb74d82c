//! Mail that came in, for whoever looks after the hub: the list, and one message with what was understood of it.

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Bytea, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use mail_parser::MessageParser;
use serde_json::json;

use super::{kept::InboundState, without_envelope};
use crate::base::{
    audit::{self, Author, Entry},
    clock::{Clock, Instant},
    error::Refusal,
    ids::InboundId,
    schema::inbound_mails::dsl,
    text,
};

/// So many octets of each message are read for the list: its headers.
const HEAD: i32 = 16 << 10;

/// A message in the list.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Seen {
    /// Its id.
    #[diesel(sql_type = SqlUuid)]
    pub id: InboundId,
    /// Where it stands.
    #[diesel(sql_type = Text)]
    pub state: InboundState,
    /// What was made of it, or why nothing was.
    #[diesel(sql_type = Nullable<Text>)]
    pub outcome: Option<String>,
    /// How often it was taken up.
    #[diesel(sql_type = Integer)]
    pub attempts: i32,
    /// When it came.
    #[diesel(sql_type = Timestamptz)]
    pub received_at: Instant,
    /// Its octets, or as many of them as the headers take.
    #[diesel(sql_type = Bytea)]
    pub source: Vec<u8>,
}

/// Which messages to list.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Those that stand there.
    pub state: Option<InboundState>,
    /// Those behind this one.
    pub after: Option<InboundId>,
    /// At most so many.
    pub limit: i64,
}

/// Messages, the latest first.
///
/// # Errors
/// What the database says.
pub async fn list(conn: &mut AsyncPgConnection, wanted: &Wanted) -> QueryResult<Vec<Seen>> {
    sql_query(format!(
        "SELECT id, state, outcome, attempts, received_at, substring(source FOR {HEAD}) AS source FROM inbound_mails \
         WHERE ($1 IS NULL OR state = $1) AND ($2 IS NULL OR id < $2) ORDER BY id DESC LIMIT $3"
    ))
    .bind::<Nullable<Text>, _>(wanted.state)
    .bind::<Nullable<SqlUuid>, _>(wanted.after)
    .bind::<BigInt, _>(wanted.limit)
    .load(conn)
    .await
}

/// One of them, whole.
///
/// # Errors
/// What the database says.
pub async fn one(conn: &mut AsyncPgConnection, id: InboundId) -> QueryResult<Option<Seen>> {
    sql_query(
        "SELECT id, state, outcome, attempts, received_at, source FROM inbound_mails WHERE id = $1",
    )
    .bind::<SqlUuid, _>(id)
    .get_result(conn)
    .await
    .optional()
}

/// How many were set aside.
///
/// # Errors
/// What the database says.
pub async fn set_aside(conn: &mut AsyncPgConnection) -> QueryResult<i64> {
    dsl::inbound_mails
        .filter(dsl::state.eq(InboundState::SetAside))
        .count()
        .get_result(conn)
        .await
}

/// Takes up again one that was set aside.
///
/// # Errors
/// [`Refusal::Conflict`] where it was not.
pub async fn try_again(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    author: &Author,
    id: InboundId,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        let outcome: Option<String> = dsl::inbound_mails
            .find(id)
            .filter(dsl::state.eq(InboundState::SetAside))
            .select(dsl::outcome)
            .for_update()
            .first(conn)
            .await
            .optional()?
            .ok_or(Refusal::conflict("refused-inbound-state"))?;
        diesel::update(dsl::inbound_mails.find(id))
            .set((
                dsl::state.eq(InboundState::Waiting),
                dsl::attempts.eq(0),
                dsl::ended_at.eq(None::<Instant>),
                dsl::try_after.eq(clock.now()),
            ))
            .execute(conn)
            .await?;
        let entry = Entry {
            action: "tried again",
            kind: "inbound_mails",
            id: id.0,
            before: Some(json!({ "state": InboundState::SetAside, "outcome": outcome })),
            after: Some(json!({ "state": InboundState::Waiting })),
        };
        Ok(audit::record(conn, clock, author, entry).await?)
    })
    .await
}

/// From whom a message says it is, and its subject; both in one line, and empty where there is none.
pub fn head(octets: &[u8]) -> (String, String) {
    let parsed = MessageParser::default().parse_headers(without_envelope(octets));
    let Some(message) = parsed else {
        return <(String, String)>::default();
    };
    let from = message.from().and_then(|from| from.first());
    let from = from.map_or(String::new(), |from| match (from.name(), from.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => name.or(address).unwrap_or_default().to_owned(),
    });
    (
        text::line(&from),
        text::line(message.subject().unwrap_or_default()),
    )
}
