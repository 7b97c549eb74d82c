//! Marking what was sent, for every connection at once: while one statement is on its way, what the connections have sent
//! meanwhile gathers, and the next statement marks all of it. None of them waits to send more, until [`GROUP`] of its own
//! are unmarked.
//!
//! [`GROUP`]: super::GROUP

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::oneshot;

use super::lease;
use crate::{
    base::{
        clock::Instant,
        db::{Db, DbError},
        ids::MessageId,
    },
    mail::outbox::Message,
};

/// Where the connections of one office meet.
#[derive(Default)]
pub(super) struct Together {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    waiting: Vec<Sent>,
    /// Whether someone marks, which lasts as long as someone waits.
    marking: bool,
}

/// What one connection has sent of its lease.
struct Sent {
    lease: String,
    ids: Vec<MessageId>,
    /// Whether calendars show any of it.
    shown: bool,
    at: Instant,
    marked: oneshot::Sender<Result<Vec<MessageId>, String>>,
}

impl Together {
    /// Marks messages of the lease `name` as sent; answers which. They go into the next statement, with those of all who
    /// wait for it; where that fails it has failed for all of them, and each tries again.
    pub async fn mark_sent(
        self: &Arc<Self>,
        db: &Db,
        now: Instant,
        name: &str,
        sent: &[&Message],
    ) -> Result<Vec<MessageId>, DbError> {
        let (tell, marked) = oneshot::channel();
        {
            let mut state = self.state();
            state.waiting.push(Sent {
                lease: name.to_owned(),
                ids: sent.iter().map(|message| message.id).collect(),
                shown: sent.iter().any(|message| message.kind.is_in_calendars()),
                at: now,
                marked: tell,
            });
            if !std::mem::replace(&mut state.marking, true) {
                tokio::spawn(mark(Turn::of(Arc::clone(self)), db.clone()));
            }
        }
        let answer = marked.await.unwrap_or_else(|_| Err("it broke off".into()));
        answer.map_err(DbError::Unreachable)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whoever marks. Should that break off, those who wait hear of it, and whoever comes next begins anew.
struct Turn {
    together: Arc<Together>,
    over: bool,
}

impl Turn {
    fn of(together: Arc<Together>) -> Self {
        Self {
            together,
            over: false,
        }
    }

    /// What waits; none where nothing does, and then the turn is over.
    fn taken(&mut self) -> Option<Vec<Sent>> {
        let mut state = self.together.state();
        if state.waiting.is_empty() {
            state.marking = false;
            self.over = true;
            return None;
        }
        Some(std::mem::take(&mut state.waiting))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if !self.over {
            let mut state = self.together.state();
            state.marking = false;
            state.waiting.clear();
        }
    }
}

/// Marks what waits, until nothing does.
async fn mark(mut turn: Turn, db: Db) {
    while let Some(all) = turn.taken() {
        let settled = write(&db, &all).await;
        for one in all {
            let answer = match &settled {
                Ok(settled) => {
                    let ids = one.ids.into_iter().filter(|id| settled.contains(id));
                    Ok(ids.collect())
                }
                Err(error) => Err(error.to_string()),
            };
            // Whoever has gone meanwhile does not ask any more.
            let _ = one.marked.send(answer);
        }
    }
}

async fn write(db: &Db, all: &[Sent]) -> Result<HashSet<MessageId>, DbError> {
    let rows: Vec<(MessageId, &str)> = all
        .iter()
        .flat_map(|one| one.ids.iter().map(|id| (*id, one.lease.as_str())))
        .collect();
    // It waits for one of them at least.
    let Some(now) = all.iter().map(|one| one.at).max() else {
        return Ok(HashSet::new());
    };
    let shown = all.iter().any(|one| one.shown);
    let settled = lease::write_sent(&mut *db.get().await?, now, &rows, shown).await?;
    Ok(settled.into_iter().collect())
}
