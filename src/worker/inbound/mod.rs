//! What came in by mail, dealt with: joins what [`crate::mail::inbound`] reads with the slices that know what it is about.
//!
//! A message is kept before anything is made of it, and what is made of it is one transaction with the word that it is
//! done. So a message that is taken twice acts once, and one at which something fails is tried again and set aside in the
//! end. No mail is ever answered by itself; what a person wrote goes to a person.

mod answers;
mod bounces;
mod entries;
mod many;
mod passing_on;
pub mod poll;
mod unread;
mod whom;

use chrono::Duration;
use diesel::QueryResult;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use uuid::Uuid;

use crate::{
    base::{
        clock::Clock,
        db::{Db, DbError},
        error::{Refusal, is_unavailable},
        hub::Hub,
        ids::MessageId,
    },
    jobs::runner::panic_words,
    mail::{
        draft,
        inbound::{
            self, Incoming, What,
            kept::{self, InboundState, Kept},
        },
        mailbox::Mailbox,
        outbox::Message,
    },
    people::notices::forwarded::Matter,
};

/// After so long what is too much for its hour is looked at again.
const PAUSE: Duration = Duration::minutes(10);

/// What every message is dealt with in.
struct Desk<'a> {
    clock: &'a dyn Clock,
    hub: &'a Hub,
    /// What brought it: the row of a mail that came in, or of one of ours that was refused.
    id: Uuid,
}

/// How it ended, for whoever looks at the row; what waits is looked at again after a [`PAUSE`].
type Outcome = (InboundState, String);

fn done(how: impl Into<String>) -> Outcome {
    (InboundState::Done, how.into())
}

fn nothing_follows(why: &str) -> Outcome {
    done(format!("nothing follows: {why}"))
}

/// Deals with everything that waits; answers how many that were. What fails is left for another time. What was passed on and
/// came to none of its readers goes to the administrators.
///
/// # Errors
/// That the database cannot be reached.
pub async fn work_off(db: &Db, clock: &dyn Clock, hub: &Hub) -> Result<usize, DbError> {
    let mut conn = db.get().await?;
    let mut count = 0;
    while next(&mut conn, clock, hub).await? {
        count += 1;
    }
    unread::pass_on_again(&mut conn, clock, hub).await?;
    Ok(count)
}

/// Deals with one message; answers whether there was one.
async fn next(conn: &mut AsyncPgConnection, clock: &dyn Clock, hub: &Hub) -> Result<bool, DbError> {
    let mut taken = None;
    let result = conn
        .transaction(async |conn| {
            let Some(kept) = kept::next(conn, clock.now()).await? else {
                return Ok(());
            };
            taken = Some(kept.id);
            let (state, outcome) = deal(conn, clock, hub, kept.clone()).await?;
            let now = clock.now();
            let state = match state {
                InboundState::Waiting if kept.received_at + passing_on::WAITS <= now => {
                    InboundState::SetAside
                }
                state => state,
            };
            match state {
                InboundState::Waiting => {
                    kept::later(conn, kept.id, now + PAUSE, &outcome).await?;
                }
                InboundState::Done | InboundState::SetAside => {
                    kept::done(conn, clock, kept.id, state, &outcome).await?;
                }
            }
            Ok::<(), Fault>(())
        })
        .await;
    match (result, taken) {
        (Ok(()), taken) => Ok(taken.is_some()),
        (Err(Fault::Database(error)), _) if is_unavailable(&error) => Err(error.into()),
        (Err(Fault::Database(error)), None) => Err(error.into()),
        (Err(fault), Some(id)) => {
            tracing::error!(%id, %fault, "a mail that came in cannot be dealt with");
            kept::failed(conn, clock, id, &fault.to_string()).await?;
            Ok(true)
        }
        (Err(fault), None) => Err(DbError::Unreachable(fault.to_string())),
    }
}

/// Why a message could not be dealt with this time.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
    #[error("{0}")]
    Other(String),
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Database(error) => Self::Database(error),
            other => Self::Other(other.to_string()),
        }
    }
}

async fn deal(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    kept: Kept,
) -> Result<Outcome, Fault> {
    let mailbox = draft::hub_mailbox(hub).map_err(|error| Fault::Other(error.to_string()))?;
    let desk = Desk {
        clock,
        hub,
        id: kept.id.0,
    };
    let Some(incoming) = read(kept.source, mailbox).await? else {
        return Ok((InboundState::SetAside, "it is no message".to_owned()));
    };
    match &incoming.what {
        What::Answer(response) => {
            let (received, is_taken) = (kept.received_at, kept.answered_at.is_some());
            answers::take(conn, &desk, &incoming, response, received, is_taken).await
        }
        What::Bounce(bounce) => bounces::came_back(conn, &desk, &incoming, bounce).await,
        What::Complaint { original } => {
            bounces::unwanted(conn, &desk, &incoming, original.as_deref()).await
        }
        What::Unsubscribe => answers::unsubscribe(conn, &desk, &incoming).await,
        What::Automatic(why) => Ok(nothing_follows(why)),
        What::Prose(prose) => {
            let answered = whom::answered(conn, hub, &incoming).await?;
            if let Some(why) = prose.doubtful
                && answered.is_none()
            {
                return Ok(nothing_follows(why));
            }
            let about = answered.map(|message| message.about).unwrap_or_default();
            let matter = match prose.too_large {
                true => Matter::TooLarge,
                false => Matter::Wrote,
            };
            passing_on::to_readers_of(conn, &desk, &incoming, about, matter).await
        }
    }
}

/// The mail server has refused a mail of ours because nobody is at its address: nothing more goes there, and those whom it
/// concerns hear of it, as if it had come back.
///
/// # Errors
/// What the database says.
pub async fn refused(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    message: &Message,
    why: &str,
) -> QueryResult<()> {
    let desk = Desk {
        clock,
        hub,
        id: message.id.0,
    };
    let told = bounces::gone(conn, &desk, message, why).await;
    match told {
        Ok(_) => Ok(()),
        Err(Fault::Database(error)) => Err(error),
        Err(fault) => {
            tracing::error!(id = %message.id, %fault, "that nobody is at an address cannot be told");
            Ok(())
        }
    }
}

/// Which message of ours someone answers, as far as it can be told.
///
/// # Errors
/// What the database says.
pub async fn answered(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    incoming: &Incoming,
) -> QueryResult<Option<MessageId>> {
    let found = whom::answered(conn, hub, incoming).await?;
    Ok(found.map(|message| message.id))
}

/// Reads in a thread of its own: it takes a while, and a parser that panics takes nothing with it.
async fn read(source: Vec<u8>, mailbox: Mailbox) -> Result<Option<Incoming>, Fault> {
    tokio::task::spawn_blocking(move || inbound::read(&source, &mailbox))
        .await
        .map_err(|error| Fault::Other(panic_words(error)))
}
