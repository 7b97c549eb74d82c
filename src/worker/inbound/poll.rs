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

/// After so many messages in a row that cannot be had, those behind them are looked at from the other end.
const NOT_HAD: usize = 10;

/// Keeps every message that is new in the mailbox, marks it there, and deals with it; answers how many there were. One that
/// the server cannot give, or at which it breaks off, stays new and holds up no other; where there are many such, the latest
/// are taken first, so that what comes in is had as long as the server gives anything.
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
    let mut unseen = inbox.unseen().await?;
    let (mut count, mut in_a_row) = (0, 0);
    let mut latest_first = false;
    let mut not_had = None;
    while let Some(uid) = match latest_first {
        true => unseen.pop_last(),
        false => unseen.pop_first(),
    } {
        match take(db, clock, &mut inbox, uid).await {
            Ok(taken) => {
                count += usize::from(taken);
                in_a_row = 0;
            }
            Err(PollFault::Mailbox(error)) => {
                tracing::warn!(uid, %error, "a message in the mailbox cannot be had");
                not_had = Some(error);
                // Nobody knows in the middle of what the connection was left.
                inbox = source.open().await?;
                in_a_row += 1;
                if in_a_row < NOT_HAD {
                    continue;
                }
                if latest_first {
                    break;
                }
                (latest_first, in_a_row) = (true, 0);
            }
            Err(fault) => return Err(fault),
        }
    }
    inbox.close().await;
    work_off(db, clock, hub).await?;
    match not_had {
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
