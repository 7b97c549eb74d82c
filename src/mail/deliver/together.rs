//! Marking what was sent, for every connection at once: while one statement is on its way, what the connections have sent
//! meanwhile gathers, and the next statement marks all of it. None of them waits to send more, until [`GROUP`] of its own
//! are unmarked. A mark is a commit, which costs the same for one message and for many: so it waits a moment until half of
//! what may be unmarked is there, while the connections still have the other half.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::{Notify, oneshot};

use super::{GROUP, lease};
use crate::{
    base::{
        clock::Instant,
        db::{Db, DbError},
        ids::MessageId,
    },
    mail::outbox::Message,
};

/// For no longer a mark waits for others that could go with it.
const GATHERING: Duration = Duration::from_millis(5);

/// Where the connections of one office meet.
pub(super) struct Together {
    state: Mutex<State>,
    /// So many are worth a statement without waiting for more.
    enough: usize,
    /// Told when there are as many.
    are_enough: Notify,
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
    /// Where so many connections meet at most.
    pub fn of(connections: usize) -> Self {
        Self {
            state: Mutex::default(),
            enough: (connections * GROUP / 2).max(1),
            are_enough: Notify::new(),
        }
    }

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
            if self.are_there(&state, name) {
                self.are_enough.notify_one();
            }
            if !std::mem::replace(&mut state.marking, true) {
                tokio::spawn(mark(Turn::of(Arc::clone(self)), db.clone()));
            }
        }
        let answer = marked.await.unwrap_or_else(|_| Err("it broke off".into()));
        answer.map_err(DbError::Unreachable)
    }

    /// Whether what waits is worth a statement, or the connection that has the lease `name` must soon wait itself: others may
    /// be composing meanwhile, and it alone would fill no half.
    fn are_there(&self, state: &State, name: &str) -> bool {
        let its_own = state.waiting.iter().filter(|one| one.lease == name);
        state.waiting.len() >= self.enough || its_own.count() + 1 >= GROUP
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

    /// Waits for enough, or for a moment: what has come by then is marked.
    async fn gathered(&self) {
        let more = self.together.are_enough.notified();
        let _ = tokio::time::timeout(GATHERING, more).await;
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
    loop {
        turn.gathered().await;
        let Some(all) = turn.taken() else { return };
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What waits, by the names of the leases, one message each.
    fn state(leases: &[&str]) -> State {
        let one = |lease: &&str| Sent {
            lease: (*lease).to_owned(),
            ids: Vec::new(),
            shown: false,
            at: Instant::default(),
            marked: oneshot::channel().0,
        };
        State {
            waiting: leases.iter().map(one).collect(),
            marking: false,
        }
    }

    #[test]
    fn a_mark_begins_with_half_of_what_may_wait_or_before_a_connection_must() {
        let four = Together::of(4);
        assert!(!four.are_there(&state(&["a", "b", "a", "b"]), "b"));
        assert!(four.are_there(&state(&["a", "b", "a", "a"]), "a"));
        assert!(four.are_there(&state(&["a", "b", "c", "d"].repeat(2)), "d"));
        // It alone is at work.
        assert!(Together::of(16).are_there(&state(&["a", "a", "a"]), "a"));
    }
}
