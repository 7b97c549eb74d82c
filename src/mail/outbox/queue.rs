//! Putting messages into the outbox, and taking them back while there is time.

mod columns;
mod plain;

use columns::{Columns, NOW, names};
use diesel::{pg::Pg, prelude::*};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{MessageKind, MessageState, NewMessage};
use crate::base::{
    clock::{Clock, Instant},
    ids::{AudienceId, BookingId, PersonId, SeminarId, StayId},
    schema::messages,
};

/// Queues messages, any number in one statement; answers how many were queued or rewritten.
///
/// * One whose `dedupe_key` is there already rewrites that row while it is drafted, held, queued or void; one that is
///   leased, sent or failed stays as it is.
/// * A held one is merged into a held row of the same kind about the same thing to the same reader, and takes that row's
///   place: the row keeps the revision from which it tells and takes everything else, its `dedupe_key` too. Each merge
///   begins the change window anew, but never beyond three windows from the first edit.
/// * Words of an organiser's own (`note` in the payload) stay with a row that waits until others take their place.
/// * One that tells old → new (`from_revision`) takes the place of such a one whether that is held or only waits for its
///   next attempt: nobody is told a change twice because the second edit was urgent.
/// * What is too late already (`not_after`) and what people did themselves ([`MessageKind::is_asked_for`]) is left out.
///
/// Call it with all messages of a change at once, after every other lock was taken.
///
/// # Errors
/// What the database says; an address that cannot be one violates `messages_address_form`.
pub async fn queue(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    messages: &[NewMessage],
) -> QueryResult<usize> {
    let now = clock.now();
    let distinct = distinct(messages, now);
    if distinct.is_empty() {
        return Ok(0);
    }
    let columns = Columns::of(&distinct, clock);
    if let Some(written) = plain::written(conn, &columns, now).await? {
        return Ok(written);
    }
    let written = columns.write(conn, &statement(&columns), now).await?;
    Ok(usize::try_from(written).unwrap_or(0))
}

/// A message that is worth queueing.
struct Worth<'a> {
    message: &'a NewMessage,
    /// From where it tells: the first that has its key says so.
    from_revision: Option<i32>,
}

/// What is worth queueing, the last of each key. Sorted by key, byte by byte, so that two transactions never wait for each
/// other.
fn distinct(messages: &[NewMessage], now: Instant) -> Vec<Worth<'_>> {
    let is_worth = |message: &&NewMessage| {
        let own_doing = message.caused_by.is_some()
            && message.caused_by == message.to.person()
            && !message.kind.is_asked_for();
        !own_doing && message.not_after > now
    };
    let mut worth: Vec<&NewMessage> = messages.iter().filter(is_worth).collect();
    // What has one key stays in the order in which it was given.
    worth.sort_by(|a, b| a.dedupe_key.cmp(&b.dedupe_key));
    let alike = worth.chunk_by(|a, b| a.dedupe_key == b.dedupe_key);
    alike
        .filter_map(|alike| {
            Some(Worth {
                message: alike.last()?,
                from_revision: alike.iter().find_map(|message| message.from_revision),
            })
        })
        .collect()
}

/// What a rewritten row takes over, whichever way it was found. `old` is the row, `new` what is queued.
fn rewritten(old: &str, new: &str) -> String {
    format!(
        "state = {new}.state, address = {new}.address, revision = {new}.revision, sequence = {new}.sequence, \
         payload = CASE WHEN {old}.state <> 'void' AND {old}.payload ->> 'note' IS NOT NULL AND {new}.payload ->> 'note' IS NULL \
             THEN {new}.payload || jsonb_build_object('note', {old}.payload -> 'note') ELSE {new}.payload END \
             || CASE WHEN {old}.state <> 'void' AND {old}.payload -> 'unanswered' IS NOT NULL \
                 THEN jsonb_build_object('unanswered', {old}.payload -> 'unanswered') ELSE '{{}}' END, caused_by = {new}.caused_by, priority = {new}.priority, not_after = {new}.not_after, \
         attempts = 0, error = NULL, ended_at = NULL, \
         from_revision = CASE WHEN {old}.state = 'void' THEN {new}.from_revision \
             ELSE coalesce({old}.from_revision, {new}.from_revision) END, \
         created_at = CASE WHEN {old}.state = 'void' THEN {NOW} ELSE {old}.created_at END, \
         send_after = CASE WHEN {new}.state = 'held' AND {old}.state <> 'void' \
             THEN least({new}.send_after, {old}.created_at + 3 * ({new}.send_after - {NOW})) ELSE {new}.send_after END"
    )
}

/// What waits and takes a new row in, by the column that says for whom it is. Two columns are asked for one after the other,
/// so that each uses its index.
fn waiting(reader: &str) -> String {
    format!(
        "SELECT new.dedupe_key, old.id, old.from_revision FROM new JOIN messages AS old \
             ON old.{reader} = new.{reader} AND old.kind = new.kind \
               AND (old.state = 'held' AND new.state = 'held' \
                    OR old.state IN ('held', 'queued') AND old.from_revision IS NOT NULL AND new.from_revision IS NOT NULL) \
               AND old.seminar_id IS NOT DISTINCT FROM new.seminar_id \
               AND old.stay_id IS NOT DISTINCT FROM new.stay_id \
               AND old.booking_id IS NOT DISTINCT FROM new.booking_id \
             WHERE new.state = 'held' OR new.from_revision IS NOT NULL"
    )
}

/// What waits already takes the new row in; the rest is inserted, or rewrites the row of its key. A row that a worker
/// leases at this moment is left alone (its state is looked at once more when its lock is had).
fn statement(columns: &Columns<'_>) -> String {
    format!(
        "WITH new AS ({}), \
         waiting AS (SELECT DISTINCT ON (dedupe_key) dedupe_key, id FROM ({} UNION ALL {}) AS found \
             ORDER BY dedupe_key, from_revision, id), \
         merged AS (UPDATE messages SET dedupe_key = new.dedupe_key, {} FROM new JOIN waiting USING (dedupe_key) \
             WHERE messages.id = waiting.id AND messages.state IN ('held', 'queued') \
               AND NOT EXISTS (SELECT FROM messages AS other WHERE other.dedupe_key = new.dedupe_key) \
             RETURNING new.dedupe_key), \
         written AS (INSERT INTO messages ({}) \
             SELECT new.*, {NOW} FROM new WHERE new.dedupe_key NOT IN (SELECT merged.dedupe_key FROM merged) \
             ORDER BY new.dedupe_key COLLATE \"C\" \
             ON CONFLICT ON CONSTRAINT messages_dedupe_key DO UPDATE SET {} \
             WHERE messages.state IN ('drafted', 'held', 'queued', 'void') \
             RETURNING 1) \
         SELECT (SELECT count(*) FROM merged) + (SELECT count(*) FROM written) AS count",
        columns.rows(),
        waiting("person_id"),
        waiting("audience_id"),
        rewritten("messages", "new"),
        names(),
        rewritten("messages", "excluded"),
    )
}

/// Which messages: all that is named here must hold of them. Where neither a thing nor a reader is named, none.
#[derive(Debug, Clone, Copy, Default)]
pub struct Which<'a> {
    /// About this seminar.
    pub seminar: Option<SeminarId>,
    /// About this stay.
    pub stay: Option<StayId>,
    /// About this booking.
    pub booking: Option<BookingId>,
    /// To this person.
    pub person: Option<PersonId>,
    /// To this mailing list.
    pub audience: Option<AudienceId>,
    /// Of one of these kinds; empty: of any.
    pub kinds: &'a [MessageKind],
}

/// Makes messages void that no worker has taken yet; answers how many. One that is with a worker at this moment is looked
/// at again by its slice before it goes out.
///
/// # Errors
/// What the database says.
pub async fn void(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    which: Which<'_>,
    why: &str,
) -> QueryResult<usize> {
    if which.seminar.is_none()
        && which.stay.is_none()
        && which.booking.is_none()
        && which.person.is_none()
        && which.audience.is_none()
    {
        return Ok(0);
    }
    let waiting = [
        MessageState::Drafted,
        MessageState::Held,
        MessageState::Queued,
    ];
    let mut statement = diesel::update(messages::table)
        .filter(messages::state.eq_any(waiting))
        .set((
            messages::state.eq(MessageState::Void),
            messages::ended_at.eq(clock.now()),
            messages::error.eq(why),
        ))
        .into_boxed::<Pg>();
    if let Some(seminar) = which.seminar {
        statement = statement.filter(messages::seminar_id.eq(seminar));
    }
    if let Some(stay) = which.stay {
        statement = statement.filter(messages::stay_id.eq(stay));
    }
    if let Some(booking) = which.booking {
        statement = statement.filter(messages::booking_id.eq(booking));
    }
    if let Some(person) = which.person {
        statement = statement.filter(messages::person_id.eq(person));
    }
    if let Some(audience) = which.audience {
        statement = statement.filter(messages::audience_id.eq(audience));
    }
    if !which.kinds.is_empty() {
        statement = statement.filter(messages::kind.eq_any(which.kinds));
    }
    statement.execute(conn).await
}
