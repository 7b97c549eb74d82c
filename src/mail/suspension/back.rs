//! Mails that came back: what may be taken later goes out once more, and else it has failed.

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        changes::{self, Subject},
        clock::{Clock, Instant},
        ids::{MessageId, PersonId},
        schema::{message_faults, messages},
    },
    mail::{
        calendar,
        outbox::{Message, MessageKind, MessageState},
    },
};

/// How long after each time that it came back a mail goes out again which may be taken later; then it has failed.
const AGAIN: [Duration; 2] = [Duration::hours(4), Duration::hours(16)];

/// How what came back is noted.
const CAME_BACK: &str = "it came back: ";

/// A message that was marked as come back.
#[derive(Queryable, Selectable)]
#[diesel(table_name = messages, check_for_backend(diesel::pg::Pg))]
struct Marked {
    id: MessageId,
    kind: MessageKind,
    /// How often it was tried.
    attempts: i32,
    /// To whom it went, where that is a person.
    person_id: Option<PersonId>,
}

/// When a message goes out once more that comes back at `now` and came back at these times `before`, in their order; none where
/// it has failed. One that was hurried, as an edit does that is told at once, and comes back before its pause was over, has used
/// none of its times: it waits for the rest of that pause.
fn again_at(before: &[Instant], now: Instant) -> Option<Instant> {
    let mut pauses = AGAIN.iter();
    let mut until: Option<Instant> = None;
    for at in before.iter().chain([&now]) {
        if until.is_none_or(|until| until <= *at) {
            until = Some(*at + *pauses.next()?);
        }
    }
    until
}

/// Lets a message that was sent, and came back for a reason that may pass, go out once more after a pause; answers whether it
/// does. One that has come back too often, or would be too late, does not.
///
/// # Errors
/// What the database says.
pub async fn goes_again(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    message: &Message,
    why: &str,
) -> QueryResult<bool> {
    let before: Vec<Instant> = message_faults::table
        .filter(message_faults::message_id.eq(message.id))
        .filter(message_faults::error.like(format!("{CAME_BACK}%")))
        .order(message_faults::at)
        .select(message_faults::at)
        .load(conn)
        .await?;
    let Some(at) = again_at(&before, clock.now()) else {
        return Ok(false);
    };
    if at >= message.not_after {
        return Ok(false);
    }
    let error = format!("{CAME_BACK}{why}");
    let marked: Option<Marked> = diesel::update(messages::table.find(message.id))
        .filter(messages::state.eq(MessageState::Sent))
        .set((
            messages::state.eq(MessageState::Queued),
            messages::sent_at.eq(None::<Instant>),
            messages::ended_at.eq(None::<Instant>),
            messages::send_after.eq(at),
            messages::error.eq(&error),
        ))
        .returning(Marked::as_returning())
        .get_result(conn)
        .await
        .optional()?;
    noted(conn, clock, message.id, marked.as_slice(), error).await
}

/// Marks a message that was sent as failed after all, because it came back, and with it those that its mail told as well;
/// answers whether it was.
///
/// # Errors
/// What the database says.
pub async fn came_back(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    message: MessageId,
    why: &str,
) -> QueryResult<bool> {
    let error = format!("{CAME_BACK}{why}");
    let of_mail = messages::id
        .eq(message)
        .or(messages::told_in.eq(message).assume_not_null());
    // In the order in which everything locks several.
    let of_mail: Vec<MessageId> = messages::table
        .filter(of_mail)
        .order(messages::id)
        .for_no_key_update()
        .select(messages::id)
        .load(conn)
        .await?;
    let failed: Vec<Marked> = diesel::update(messages::table.filter(messages::id.eq_any(of_mail)))
        .filter(messages::state.eq(MessageState::Sent))
        .set((
            messages::state.eq(MessageState::Failed),
            messages::sent_at.eq(None::<Instant>),
            messages::ended_at.eq(clock.now()),
            messages::error.eq(&error),
        ))
        .returning(Marked::as_returning())
        .get_results(conn)
        .await?;
    noted(conn, clock, message, &failed, error).await
}

/// Notes that a message came back, with all that was `marked` so; answers whether it was.
async fn noted(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    message: MessageId,
    marked: &[Marked],
    error: String,
) -> QueryResult<bool> {
    let Some(itself) = marked.iter().find(|one| one.id == message) else {
        return Ok(false);
    };
    let faults: Vec<_> = marked
        .iter()
        .map(|one| {
            (
                message_faults::message_id.eq(one.id),
                message_faults::attempt.eq(one.attempts),
                message_faults::at.eq(clock.now()),
                message_faults::error.eq(&error),
            )
        })
        .collect();
    diesel::insert_into(message_faults::table)
        .values(faults)
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    metrics::counter!("maru_messages_bounced_total", "kind" => itself.kind.word()).increment(1);
    // What did not arrive put nothing into a calendar: the feed of whoever has chosen shows it again.
    if let Some(person) = itself.person_id
        && calendar::chosen_by(conn, person).await?.is_some()
    {
        changes::raise(conn, clock, [Subject::Person(person)]).await?;
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::zone;

    #[test]
    fn what_was_hurried_takes_none_of_the_times_at_which_it_goes_again() {
        let hours = |hours: i64| zone::from_timestamp(hours * 3600);
        let again = |before: &[i64], now| {
            let before: Vec<Instant> = before.iter().copied().map(hours).collect();
            again_at(&before, hours(now))
        };
        assert_eq!(again(&[], 0), Some(hours(4)));
        assert_eq!(again(&[0], 4), Some(hours(20)));
        assert_eq!(again(&[0, 4], 20), None);
        // Twice within the first pause, and once within the second.
        assert_eq!(again(&[0], 1), Some(hours(4)));
        assert_eq!(again(&[0, 1], 2), Some(hours(4)));
        assert_eq!(again(&[0, 1, 2], 4), Some(hours(20)));
        assert_eq!(again(&[0, 1, 2, 4], 5), Some(hours(20)));
        assert_eq!(again(&[0, 1, 2, 4, 5], 20), None);
    }
}
