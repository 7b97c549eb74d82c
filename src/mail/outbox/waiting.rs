//! What waits about one seminar: read, written on, let go and stopped, by whoever organises it.
//!
//! Who does something to it has its rows locked from [`waiting_for_update`] on: a worker passes over them, and one that has
//! them already is seen by their state.

use diesel::{
    dsl::sql,
    prelude::*,
    sql_query,
    sql_types::{Array, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Message, MessageKind, MessageState};
use crate::base::{
    clock::Instant,
    ids::{MessageId, SeminarId},
    schema::messages,
};

/// Not sent yet, whether a worker has it or not.
const WAITING: [MessageState; 3] = [
    MessageState::Held,
    MessageState::Queued,
    MessageState::Leased,
];

/// What tells that a feed is late is shown to no organiser: neither who has a feed, nor what fetched it and when.
pub(super) const FOR_ALL_TO_SEE: &str = "payload ->> 'notice' IS DISTINCT FROM 'late_feed'";

/// What waits about seminars of these kinds, by id. What a worker has at this moment is among it.
///
/// # Errors
/// What the database says.
pub async fn waiting(
    conn: &mut AsyncPgConnection,
    seminars: &[SeminarId],
    kinds: &[MessageKind],
) -> QueryResult<Vec<Message>> {
    messages::table
        .filter(messages::seminar_id.eq_any(seminars))
        .filter(messages::kind.eq_any(kinds))
        .filter(messages::state.eq_any(WAITING))
        .filter(sql::<Bool>(FOR_ALL_TO_SEE))
        .order(messages::id)
        .select(Message::as_select())
        .load(conn)
        .await
}

/// As [`waiting`], locked until the transaction ends. Comes after every other lock.
///
/// # Errors
/// What the database says.
pub async fn waiting_for_update(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
    kinds: &[MessageKind],
) -> QueryResult<Vec<Message>> {
    messages::table
        .filter(messages::seminar_id.eq(seminar))
        .filter(messages::kind.eq_any(kinds))
        .filter(messages::state.eq_any(WAITING))
        .filter(sql::<Bool>(FOR_ALL_TO_SEE))
        .order(messages::id)
        .select(Message::as_select())
        .for_update()
        .load(conn)
        .await
}

/// Puts words of the organiser's own above what locked messages tell, or takes them away.
///
/// # Errors
/// What the database says.
pub async fn put_note(
    conn: &mut AsyncPgConnection,
    locked: &[MessageId],
    note: Option<&str>,
) -> QueryResult<()> {
    sql_query(
        "UPDATE messages SET payload = CASE WHEN $2::text IS NULL THEN payload - 'note' \
             ELSE payload || jsonb_build_object('note', $2::text) END WHERE id = ANY ($1)",
    )
    .bind::<Array<SqlUuid>, _>(locked)
    .bind::<Nullable<Text>, _>(note)
    .execute(conn)
    .await?;
    Ok(())
}

/// Lets locked messages go now. An announcement is marked as let go by hand, so that it waits for no other.
///
/// # Errors
/// What the database says.
pub async fn let_go(
    conn: &mut AsyncPgConnection,
    locked: &[MessageId],
    now: Instant,
) -> QueryResult<()> {
    sql_query(
        "UPDATE messages SET state = 'queued', send_after = least(send_after, $2), \
             payload = CASE kind WHEN 'announcement' THEN payload || '{\"let_go\": true}' ELSE payload END WHERE id = ANY ($1)",
    )
    .bind::<Array<SqlUuid>, _>(locked)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await?;
    Ok(())
}

/// Stops locked messages: they become void, and are marked as stopped by hand, so that nothing makes them again by itself.
///
/// # Errors
/// What the database says.
pub async fn stop(
    conn: &mut AsyncPgConnection,
    locked: &[MessageId],
    now: Instant,
    why: &str,
) -> QueryResult<()> {
    sql_query(
        "UPDATE messages SET state = 'void', ended_at = $2, error = $3, payload = payload || '{\"stopped\": true}' \
         WHERE id = ANY ($1)",
    )
    .bind::<Array<SqlUuid>, _>(locked)
    .bind::<Timestamptz, _>(now)
    .bind::<Text, _>(why)
    .execute(conn)
    .await?;
    Ok(())
}
