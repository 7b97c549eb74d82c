//! What has served its time goes: nothing personal is kept for longer than it is of use.

use chrono::Duration;
use diesel::{prelude::*, sql_query, sql_types::Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{clock::Clock, idempotency, schema},
    feeds::polls,
    mail::inbound::kept,
    people::sign_in,
    seminars,
};

/// Captured mail.
const CAPTURED: Duration = Duration::days(30);
/// What someone wrote, with the message that passed it on.
const PASSED_ON: Duration = Duration::days(30);
/// The audit trail: two years.
const AUDIT: Duration = Duration::days(731);

/// What digests told of what is over.
const TOLD: Duration = Duration::days(30);

/// Removes sessions and sign-ins that have expired, answers and limits that are no longer asked for, captured mail of more
/// than 30 days, what someone wrote that was passed on as long ago, what digests told of what has been over for as long, mail that
/// came in and was dealt with, programs that fetched a feed and have not for three months, addresses that were asked and said nothing, what speakers told the organisers alone of what
/// has been over for 30 days, what guests at the door were called who came more than 90 days ago, and audit entries of more than
/// two years; answers how many rows that were.
///
/// # Errors
/// What the database says.
pub async fn prune(conn: &mut AsyncPgConnection, clock: &dyn Clock) -> QueryResult<usize> {
    use schema::captured_mails;
    let now = clock.now();
    let mut gone = sign_in::sweep(conn, clock).await?;
    gone += idempotency::prune(conn, clock).await?;
    gone += diesel::delete(
        captured_mails::table.filter(captured_mails::captured_at.lt(now - CAPTURED)),
    )
    .execute(conn)
    .await?;
    gone += prune_told(conn, clock).await?;
    gone += kept::prune(conn, now).await?;
    gone += forget_passed_on(conn, clock).await?;
    gone += polls::prune(conn, now).await?;
    gone += seminars::actions::sweep_confirmations(conn, clock).await?;
    gone += seminars::actions::sweep_notes(conn, clock).await?;
    gone += seminars::actions::sweep_replies(conn, clock).await?;
    gone += seminars::actions::forget_guests(conn, now).await?;
    gone += prune_audit(conn, clock).await?;
    Ok(gone)
}

/// Of what was passed on stays that it was, and why; who wrote what goes.
async fn forget_passed_on(conn: &mut AsyncPgConnection, clock: &dyn Clock) -> QueryResult<usize> {
    sql_query(
        "UPDATE messages SET payload = (payload - 'writer') || '{\"subject\": \"\", \"text\": \"\", \"attachments\": []}' \
         WHERE kind = 'forwarded' AND payload ? 'writer' AND ended_at < $1",
    )
    .bind::<Timestamptz, _>(clock.now() - PASSED_ON)
    .execute(conn)
    .await
}

/// What digests told is of use until it is over.
async fn prune_told(conn: &mut AsyncPgConnection, clock: &dyn Clock) -> QueryResult<usize> {
    sql_query(
        "DELETE FROM digest_told t USING seminars m WHERE m.id = t.seminar_id AND m.ends_at < $1",
    )
    .bind::<Timestamptz, _>(clock.now() - TOLD)
    .execute(conn)
    .await
}

/// By the one function that may: the table itself only grows.
async fn prune_audit(conn: &mut AsyncPgConnection, clock: &dyn Clock) -> QueryResult<usize> {
    #[derive(QueryableByName)]
    struct Pruned {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        gone: i64,
    }
    let pruned: Pruned = sql_query("SELECT prune_audit_entries($1) AS gone")
        .bind::<Timestamptz, _>(clock.now() - AUDIT)
        .get_result(conn)
        .await?;
    Ok(usize::try_from(pruned.gone).unwrap_or(0))
}
