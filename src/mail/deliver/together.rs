//! Marking what was sent, for every connection at once: while one statement is on its way, what the others have sent
//! gathers, and the next statement marks all of it. Each connection waits for its own before it sends more, so that no more
//! stays unmarked than it would by itself.

use std::{
    collections::HashSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::sync::oneshot;

use super::lease;
use crate::base::{
    clock::Instant,
    db::{Db, DbError},
    ids::MessageId,
};

/// Where the connections of one office meet.
#[derive(Default)]
pub(super) struct Together {
    waiting: Mutex<Vec<Sent>>,
    turn: tokio::sync::Mutex<()>,
}

/// What one connection has sent of its lease.
struct Sent {
    lease: String,
    ids: Vec<MessageId>,
    marked: oneshot::Sender<Vec<MessageId>>,
}

impl Together {
    /// Marks messages of the lease `name` as sent; answers which. Whoever's turn it is does it for all who wait; where that
    /// fails it has failed for all of them, and each tries again.
    pub async fn mark_sent(
        &self,
        db: &Db,
        now: Instant,
        name: &str,
        ids: Vec<MessageId>,
    ) -> Result<Vec<MessageId>, DbError> {
        let (tell, mut marked) = oneshot::channel();
        self.waiting().push(Sent {
            lease: name.to_owned(),
            ids,
            marked: tell,
        });
        let _turn = self.turn.lock().await;
        match marked.try_recv() {
            Ok(marked) => return Ok(marked),
            Err(oneshot::error::TryRecvError::Closed) => return Err(broken_off()),
            Err(oneshot::error::TryRecvError::Empty) => {}
        }
        let all = std::mem::take(&mut *self.waiting());
        let rows: Vec<(MessageId, &str)> = all
            .iter()
            .flat_map(|one| one.ids.iter().map(|id| (*id, one.lease.as_str())))
            .collect();
        let settled = lease::write_sent(&mut *db.get().await?, now, &rows).await?;
        let settled: HashSet<MessageId> = settled.into_iter().collect();
        for one in all {
            let ids = one.ids.into_iter().filter(|id| settled.contains(id));
            // Whoever has gone meanwhile does not ask any more.
            let _ = one.marked.send(ids.collect());
        }
        marked.try_recv().map_err(|_| broken_off())
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Sent>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn broken_off() -> DbError {
    DbError::Unreachable("marking for several connections failed".to_owned())
}
