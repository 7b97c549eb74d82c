//! Takes new mail out of a mailbox, as `maru receive` takes it from a pipe.

use super::work_off;
use crate::{
    base::{
        clock::Clock,
        db::{Db, DbError},
        hub::Hub,
    },
    mail::inbound::{
        imap::{Inbox, PollError, Source},
        kept::{self, Way},
    },
};

/// Why a mailbox was not read to its end; what was kept is kept.
#[derive(Debug, thiserror::Error)]
pub enum PollFault {
    /// The mailbox.
    #[error(transparent)]
    Mailbox(#[from] PollError),
    /// The database.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<diesel::result::Error> for PollFault {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

/// After so many messages that cannot be had, one poll gives up.
const NOT_HAD: usize = 10;

/// Keeps every message that is new in the mailbox, marks it there, and deals with it; answers how many there were. One that
/// the server cannot give, or at which it breaks off, stays new and holds up no other.
///
/// # Errors
/// [`PollFault`]: the last that was in the way. A message that could not be kept stays new.
pub async fn poll(
    db: &Db,
    clock: &dyn Clock,
    hub: &Hub,
    source: &Source,
) -> Result<usize, PollFault> {
    let mut inbox = source.open().await?;
    let mut count = 0;
    let mut not_had = Vec::new();
    for uid in inbox.unseen().await? {
        match take(db, clock, &mut inbox, uid).await {
            Ok(taken) => count += usize::from(taken),
            Err(PollFault::Mailbox(error)) if not_had.len() < NOT_HAD => {
                tracing::warn!(uid, %error, "a message in the mailbox cannot be had");
                not_had.push(error);
                // Nobody knows in the middle of what the connection was left.
                inbox = source.open().await?;
            }
            Err(fault) => return Err(fault),
        }
    }
    inbox.close().await;
    work_off(db, clock, hub).await?;
    match not_had.pop() {
        Some(error) => Err(error.into()),
        None => Ok(count),
    }
}

/// Keeps one message and marks it; answers whether it was still there.
async fn take(db: &Db, clock: &dyn Clock, inbox: &mut Inbox, uid: u32) -> Result<bool, PollFault> {
    let Some(message) = inbox.message(uid).await? else {
        return Ok(false);
    };
    let mut conn = db.get().await?;
    kept::keep(&mut conn, clock, &message, Way::Mailbox).await?;
    drop(conn);
    inbox.seen(uid).await?;
    Ok(true)
}
