//! Sessions in browsers: 30 days from the last visit.

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{Visit, client};
use crate::{
    base::{
        audit::{self, Author, Channel},
        clock::{Clock, Instant},
        error::Refusal,
        ids::{PersonId, SessionId},
        schema::{sessions, sessions::dsl, sign_ins},
        secret,
    },
    people::{model::Actor, queries},
};

/// How long a session lasts from the last visit on.
pub const SESSION: Duration = Duration::days(30);

/// How much later a visit must be than the one written down before it is written down itself.
const SEEN_EVERY: Duration = Duration::minutes(5);

/// A session, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = sessions, check_for_backend(diesel::pg::Pg))]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// The browser, as far as it told: `Firefox, Linux`.
    pub client: String,
    /// When it began.
    pub created_at: Instant,
    /// When it was last used, to five minutes.
    pub last_seen_at: Instant,
    /// When it ends, if it is not used.
    pub expires_at: Instant,
}

/// Opens a session for `person`, who came by `channel`; answers its id and its token, which is kept nowhere.
///
/// # Errors
/// Not found, or what the database says.
pub async fn open_session(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    person: PersonId,
    channel: Channel,
    visit: &Visit<'_>,
) -> Result<(SessionId, String), Refusal> {
    let token = secret::random_token();
    let id = SessionId::fresh(clock);
    let client = visit.user_agent.and_then(client::label);
    let client = client.unwrap_or_default();
    conn.transaction(async |conn| {
        let owner = queries::names(conn, &[person]).await?.remove(&person);
        let owner = owner.ok_or(Refusal::NotFound)?;
        let now = clock.now();
        diesel::insert_into(dsl::sessions)
            .values((
                dsl::id.eq(id),
                dsl::token_hash.eq(secret::token_hash(&token)),
                dsl::person_id.eq(person),
                dsl::client.eq(&client),
                dsl::created_at.eq(now),
                dsl::last_seen_at.eq(now),
                dsl::expires_at.eq(now + SESSION),
            ))
            .execute(conn)
            .await?;
        let author = Author::from(channel, visit.origin).who(person, owner.called());
        let entry = audit::Entry {
            action: "signed in",
            kind: "sessions",
            id: id.0,
            before: None,
            after: Some(json!({"person_id": person, "client": client})),
        };
        audit::record(conn, clock, &author, entry).await?;
        Ok::<_, Refusal>(())
    })
    .await?;
    Ok((id, token))
}

/// Whose session this is; `None` where it has ended. Being asked for keeps it alive.
///
/// # Errors
/// What the database says.
pub async fn session(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    token: &str,
) -> QueryResult<Option<(SessionId, PersonId)>> {
    let now = clock.now();
    let found: Option<(SessionId, PersonId, Instant)> = dsl::sessions
        .filter(dsl::token_hash.eq(secret::token_hash(token)))
        .filter(dsl::expires_at.gt(now))
        .select((dsl::id, dsl::person_id, dsl::last_seen_at))
        .first(conn)
        .await
        .optional()?;
    let Some((id, person, last_seen_at)) = found else {
        return Ok(None);
    };
    if last_seen_at <= now - SEEN_EVERY {
        diesel::update(dsl::sessions.find(id))
            .filter(dsl::last_seen_at.le(now - SEEN_EVERY))
            .set((dsl::last_seen_at.eq(now), dsl::expires_at.eq(now + SESSION)))
            .execute(conn)
            .await?;
    }
    Ok(Some((id, person)))
}

/// Who acts by this session, on a page; `None` where it has ended. Two queries.
///
/// # Errors
/// What the database says.
pub async fn actor_by_session(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    token: &str,
    origin: Option<&str>,
) -> QueryResult<Option<(SessionId, Actor)>> {
    let Some((id, person)) = session(conn, clock, token).await? else {
        return Ok(None);
    };
    let actor = queries::actor(conn, person, Author::from(Channel::Page, origin)).await?;
    Ok(actor.map(|actor| (id, actor)))
}

/// The sessions of `person` that have not ended, the one used last first.
///
/// # Errors
/// What the database says.
pub async fn sessions(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    person: PersonId,
) -> QueryResult<Vec<Session>> {
    dsl::sessions
        .filter(dsl::person_id.eq(person))
        .filter(dsl::expires_at.gt(clock.now()))
        .order((dsl::last_seen_at.desc(), dsl::id))
        .select(Session::as_select())
        .load(conn)
        .await
}

/// Ends one of the actor's sessions. One that has ended already stays ended.
///
/// # Errors
/// What the database says.
pub async fn sign_out(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    session: SessionId,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        let ended = diesel::delete(dsl::sessions.find(session))
            .filter(dsl::person_id.eq(actor.id))
            .execute(conn)
            .await?;
        if ended > 0 {
            let entry = audit::Entry {
                action: "signed out",
                kind: "sessions",
                id: session.0,
                before: Some(json!({"person_id": actor.id})),
                after: None,
            };
            audit::record(conn, clock, &actor.author, entry).await?;
        }
        Ok(())
    })
    .await
}

/// Ends all of the actor's sessions, and what links and codes still wait for them; answers how many sessions.
///
/// # Errors
/// What the database says.
pub async fn sign_out_everywhere(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
) -> Result<usize, Refusal> {
    conn.transaction(async |conn| {
        diesel::update(sign_ins::table)
            .filter(sign_ins::person_id.eq(actor.id))
            .filter(sign_ins::used_at.is_null())
            .set(sign_ins::used_at.eq(clock.now()))
            .execute(conn)
            .await?;
        let ended = diesel::delete(dsl::sessions)
            .filter(dsl::person_id.eq(actor.id))
            .execute(conn)
            .await?;
        let entry = audit::Entry {
            action: "signed out everywhere",
            kind: "people",
            id: actor.id.0,
            before: Some(json!({"sessions": ended})),
            after: Some(json!({"sessions": 0})),
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        Ok(ended)
    })
    .await
}
