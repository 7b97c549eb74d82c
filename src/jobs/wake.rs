//! How a loop learns that there is something to do: by a notification, at a known time, and in any case every few seconds,
//! because notifications can be lost.

use std::time::Duration;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::base::db::Db;

/// The longest that anything waits without looking.
pub const POLL: Duration = Duration::from_secs(5);

/// An ear on one channel of the database.
pub struct Ear {
    told: watch::Receiver<u64>,
    stop: CancellationToken,
}

impl Ear {
    /// Listens on `channel` until `stop`. Must be called inside a tokio runtime.
    pub fn open(db: &Db, channel: &'static str, stop: &CancellationToken) -> Self {
        Self {
            told: db.listen(channel, stop.clone()),
            stop: stop.clone(),
        }
    }

    /// Waits for a notification, for at most `within` (and at most [`POLL`]), or for the stop; answers whether it was a
    /// notification. What was notified since the last wait counts.
    pub async fn wait(&mut self, within: Duration) -> bool {
        tokio::select! {
            () = self.stop.cancelled() => false,
            () = heard(&mut self.told) => true,
            () = tokio::time::sleep(within.min(POLL)) => false,
        }
    }
}

// The other end goes when listening stops; then only time wakes.
async fn heard(told: &mut watch::Receiver<u64>) {
    if told.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
}
