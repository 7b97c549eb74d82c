//! What came in is kept before anything is made of it: so nothing is lost when that fails, and what comes twice is taken once.

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use mail_parser::MessageParser;
use sha2::{Digest, Sha256};

use super::without_envelope;
use crate::base::{
    clock::{Clock, Instant},
    ids::InboundId,
    schema::inbound_mails::dsl,
};

/// After so many attempts a message is set aside for someone to look at.
const ATTEMPTS: i32 = 5;
/// How long one that was dealt with is kept.
const DONE: Duration = Duration::days(14);
/// How long one that was set aside is kept.
const SET_ASIDE: Duration = Duration::days(90);

crate::words! {
    /// Where a message that came in stands.
    InboundState {
        /// Nothing was made of it yet.
        Waiting = "waiting",
        /// It was dealt with; `outcome` says how.
        Done = "done",
        /// Nothing could be made of it; `outcome` says why.
        SetAside = "set_aside",
    }
}

crate::words! {
    /// The way by which a message came in.
    Way {
        /// `maru receive`.
        Pipe = "pipe",
        /// A mailbox that is polled.
        Mailbox = "mailbox",
    }
}

/// A message that waits.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, QueryableByName)]
#[diesel(table_name = crate::base::schema::inbound_mails)]
pub struct Kept {
    /// Its id.
    pub id: InboundId,
    /// As it came.
    pub source: Vec<u8>,
    /// When it came.
    pub received_at: Instant,
    /// When the answer in it was taken, where it was taken up before and its words are left.
    pub answered_at: Option<Instant>,
}

/// Keeps a message that came in by `way`; `None` where the same one has come before. Of one that is too large, what is beyond
/// the limit is not kept.
///
/// # Errors
/// What the database says.
pub async fn keep(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    octets: &[u8],
    way: Way,
) -> QueryResult<Option<InboundId>> {
    let kept = &octets[..octets.len().min(super::MOST + 1)];
    let id = InboundId::fresh(clock);
    diesel::insert_into(dsl::inbound_mails)
        .values((
            dsl::id.eq(id),
            dsl::digest.eq(digest(octets)),
            dsl::state.eq(InboundState::Waiting),
            dsl::source.eq(kept),
            dsl::came_by.eq(way),
            dsl::received_at.eq(clock.now()),
            dsl::try_after.eq(clock.now()),
        ))
        .on_conflict(dsl::digest)
        .do_nothing()
        .returning(dsl::id)
        .get_result(conn)
        .await
        .optional()
}

/// What makes it the same message, whichever way it came: its Message-ID and what it says. Line ends, and the headers that
/// servers add on the way, differ between a pipe and a mailbox; where it was delivered counts, since a message to two
/// addresses is two. A Message-ID alone would let anyone take the place of a message of which they know it.
fn digest(octets: &[u8]) -> Vec<u8> {
    let octets = without_envelope(octets);
    let mut hash = Sha256::new();
    let body = match MessageParser::default().parse_headers(octets) {
        Some(message) if message.message_id().is_some() => {
            for (name, value) in super::raw(&message) {
                let counts = ["message-id", "from", "delivered-to", "to", "cc"];
                if counts.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                    hash.update(name.to_ascii_lowercase());
                    hash.update(value);
                    hash.update(b"\n");
                }
            }
            &octets[super::head(octets).len()..]
        }
        _ => octets,
    };
    let text = body.iter().copied().filter(|octet| *octet != b'\r');
    let text: Vec<u8> = text.collect();
    hash.update(text.trim_ascii_end());
    hash.finalize().to_vec()
}

/// The next message that waits at `now`, locked until the transaction ends; one that another has is passed over.
///
/// # Errors
/// What the database says.
pub async fn next(conn: &mut AsyncPgConnection, now: Instant) -> QueryResult<Option<Kept>> {
    sql_query(
        "SELECT id, source, received_at, answered_at FROM inbound_mails WHERE state = 'waiting' AND try_after <= $1 \
         ORDER BY try_after, id LIMIT 1 FOR UPDATE SKIP LOCKED",
    )
    .bind::<Timestamptz, _>(now)
    .get_result(conn)
    .await
    .optional()
}

/// Says that the answer in a message was taken, in the transaction in which it was: whatever becomes of its words, it is not
/// taken again.
///
/// # Errors
/// What the database says.
pub async fn answered(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    id: InboundId,
) -> QueryResult<()> {
    diesel::update(dsl::inbound_mails.find(id))
        .set(dsl::answered_at.eq(clock.now()))
        .execute(conn)
        .await?;
    Ok(())
}

/// Says what became of a message, in the transaction in which it was done.
///
/// # Errors
/// What the database says.
pub async fn done(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    id: InboundId,
    state: InboundState,
    outcome: &str,
) -> QueryResult<()> {
    diesel::update(dsl::inbound_mails.find(id))
        .set((
            dsl::state.eq(state),
            dsl::outcome.eq(outcome),
            dsl::ended_at.eq(clock.now()),
            dsl::attempts.eq(dsl::attempts + 1),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Lets a message wait until `at`, in the transaction in which that was found.
///
/// # Errors
/// What the database says.
pub async fn later(
    conn: &mut AsyncPgConnection,
    id: InboundId,
    at: Instant,
    why: &str,
) -> QueryResult<()> {
    diesel::update(dsl::inbound_mails.find(id))
        .set((dsl::outcome.eq(why), dsl::try_after.eq(at)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Says that nothing could be made of a message this time: it is tried again after a pause, and set aside in the end.
///
/// # Errors
/// What the database says.
pub async fn failed(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    id: InboundId,
    why: &str,
) -> QueryResult<()> {
    let now = clock.now();
    sql_query(format!(
        "UPDATE inbound_mails SET attempts = attempts + 1, outcome = $3, \
             state = CASE WHEN attempts + 1 >= {ATTEMPTS} THEN 'set_aside' ELSE state END, \
             ended_at = CASE WHEN attempts + 1 >= {ATTEMPTS} THEN $2 END, \
             try_after = $2 + make_interval(mins => least(60, (2 ^ attempts)::int)) \
         WHERE id = $1 AND state = 'waiting'"
    ))
    .bind::<SqlUuid, _>(id)
    .bind::<Timestamptz, _>(now)
    .bind::<diesel::sql_types::Text, _>(why)
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes what was dealt with long ago; what waits stays. Answers how many.
///
/// # Errors
/// What the database says.
pub async fn prune(conn: &mut AsyncPgConnection, now: Instant) -> QueryResult<usize> {
    let done = dsl::state
        .eq(InboundState::Done)
        .and(dsl::received_at.lt(now - DONE));
    let aside = dsl::state
        .eq(InboundState::SetAside)
        .and(dsl::received_at.lt(now - SET_ASIDE));
    diesel::delete(dsl::inbound_mails.filter(done.or(aside)))
        .execute(conn)
        .await
}
