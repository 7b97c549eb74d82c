//! Takes new mail out of a mailbox, as `maru receive` takes it from a pipe.

use super::work_off;
use crate::{
    base::{
        clock::Clock,
        db::{Db, DbError},
        hub::Hub,
    },
    mail::inbound::{
        imap::{PollError, Source},
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

/// Keeps every message that is new in the mailbox, marks it there, and deals with it; answers how many there were.
///
/// # Errors
/// [`PollFault`]. A message that could not be kept stays new.
pub async fn poll(
    db: &Db,
    clock: &dyn Clock,
    hub: &Hub,
    source: &Source,
) -> Result<usize, PollFault> {
    let mut inbox = source.open().await?;
    let mut count = 0;
    for uid in inbox.unseen().await? {
        let Some(message) = inbox.message(uid).await? else {
            continue;
        };
        let mut conn = db.get().await?;
        kept::keep(&mut conn, clock, &message, Way::Mailbox).await?;
        drop(conn);
        inbox.seen(uid).await?;
        count += 1;
    }
    inbox.close().await;
    work_off(db, clock, hub).await?;
    Ok(count)
}
