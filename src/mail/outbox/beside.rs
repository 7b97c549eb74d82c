//! Which others one mail tells with a message: what is announced to one mailing list together.

use diesel::{
    dsl::{not, sql},
    pg::Pg,
    prelude::*,
    sql_types::BigInt,
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    list::TOLD,
    model::{Message, MessageKind, MessageState},
};
use crate::base::{clock::Instant, ids::MessageId, schema::messages};

/// Of so many others at most it is said which they are.
const SHOWN: i64 = 10;

/// The others that one mail tells with a message.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Beside {
    /// The first ten of them, by id.
    pub first: Vec<Message>,
    /// How many there are.
    pub count: i64,
}

/// The others that the mail told which told `message`; or where it has not gone yet, those that it is told with as all of them
/// stand at `now`. That is foretold by what the rows say: what a worker finds as it puts the mail together decides.
///
/// # Errors
/// What the database says.
pub async fn beside(
    conn: &mut AsyncPgConnection,
    message: &Message,
    now: Instant,
) -> QueryResult<Beside> {
    let Some(list) = message.announces_to() else {
        return Ok(Beside::default());
    };
    let told_in: Option<Option<MessageId>> = messages::table
        .find(message.id)
        .select(messages::told_in)
        .first(conn)
        .await
        .optional()?;
    let told_in = told_in.flatten();
    let others = messages::table
        .select((Message::as_select(), sql::<BigInt>("count(*) OVER ()")))
        .filter(messages::audience_id.eq(list))
        .filter(messages::kind.eq(MessageKind::Announcement))
        .filter(messages::id.ne(message.id))
        .order(messages::id)
        .limit(SHOWN)
        .into_boxed::<Pg>();
    let others = match message.state {
        MessageState::Sent | MessageState::Failed => {
            let Some(mail) = told_in else {
                return Ok(Beside::default());
            };
            let others = others.filter(messages::told_in.eq(mail));
            others.filter(messages::state.eq_any(TOLD))
        }
        MessageState::Held | MessageState::Queued | MessageState::Leased => {
            // What was tried is repeated as it was given to the server. What is leased is counted as tried already.
            let was_tried = message.attempts > i32::from(message.state == MessageState::Leased);
            let tried = messages::attempts.gt(1).or(messages::attempts
                .eq(1)
                .and(messages::state.ne(MessageState::Leased)));
            let others = others.filter(messages::ended_at.is_null());
            let others = match told_in.filter(|_| was_tried) {
                Some(mail) => others.filter(messages::told_in.eq(mail)).filter(tried),
                None => others.filter(messages::told_in.is_null().or(not(tried))),
            };
            // What is held waits for the last of it; and what is due goes with what else is.
            let alike = messages::state.eq(message.state);
            match message.state != MessageState::Leased && message.send_after <= now {
                true => others.filter(
                    alike.or(messages::state
                        .eq_any([MessageState::Held, MessageState::Queued])
                        .and(messages::send_after.le(now))),
                ),
                false => others.filter(alike),
            }
        }
        // Nobody has let it go yet, or nobody is told of it.
        MessageState::Drafted | MessageState::Void => return Ok(Beside::default()),
    };
    let others: Vec<(Message, i64)> = others.load(conn).await?;
    let count = others.iter().map(|(_, count)| *count).max().unwrap_or(0);
    Ok(Beside {
        first: others.into_iter().map(|(other, _)| other).collect(),
        count,
    })
}
