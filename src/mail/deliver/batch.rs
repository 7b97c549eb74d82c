//! One batch: what its slices say of it, and what becomes of each message.

mod along;
mod asking;
mod marking;
mod preparing;
mod sending;

use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::{Notify, Semaphore},
    time::Instant as Steady,
};
use tokio_util::sync::CancellationToken;

pub(super) use preparing::{Claim, Prepared, give_back, prepare};

use super::{
    Composer, Ready, backoff, capture,
    lease::{self, End, FRESH, Lease, Trouble},
    mark,
    together::Together,
};
use crate::{
    base::{
        clock::{Clock, Instant},
        db::{Db, DbError},
        ids::MessageId,
    },
    mail::{outbox::Message, transport::Transport},
};

/// A message that cannot be composed is set aside after so many attempts to do it.
const FAULTS: i64 = 5;
/// A message that the server was given so often without an answer is set aside.
const UNANSWERED: i64 = 5;
/// How long marking is tried while the database is away: what was sent and is not marked will be sent again.
const MARKING: Duration = Duration::from_secs(20);

/// A server that says of so many recipients in a row that nobody is there is believed to be at fault itself.
const ALL_GONE: usize = 5;

/// What every batch works with.
pub(super) struct Desk {
    pub db: Db,
    pub clock: Arc<dyn Clock>,
    pub composer: Composer,
    /// How many recipients in a row nobody was at, over every connection.
    pub gone: AtomicUsize,
    pub together: Arc<Together>,
    /// Claiming and composing, a few batches at a time: the processors do no more at once, and each connection to the database
    /// that is used for it reads and plans the same statements first.
    pub preparing: Semaphore,
    /// So many batches at most are prepared before it is their turn: others may want them, on other machines.
    pub ahead: Semaphore,
}

/// The way by which messages leave.
pub(super) enum Carrier {
    Captured,
    Smtp(Transport),
}

impl Carrier {
    /// Whether there is a way out at this time; if not, why.
    pub async fn open(&mut self) -> Result<(), String> {
        match self {
            Self::Captured => Ok(()),
            Self::Smtp(transport) => transport.open().await,
        }
    }

    /// Says goodbye.
    pub async fn close(&mut self) {
        if let Self::Smtp(transport) = self {
            transport.close().await;
        }
    }
}

/// What became of messages, by number.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub sent: usize,
    pub failed: usize,
    pub void: usize,
    pub later: usize,
    /// Given back because time or the server ran out.
    pub untried: usize,
    /// Whether the last message was lost on the way to the server.
    pub lost: bool,
    /// Why the server is believed to be away.
    pub away: Option<String>,
}

impl Tally {
    /// Counts what came after.
    pub(super) fn add(&mut self, other: Self) {
        self.sent += other.sent;
        self.failed += other.failed;
        self.void += other.void;
        self.later += other.later;
        self.untried += other.untried;
        self.lost = other.lost;
        self.away = self.away.take().or(other.away);
    }
}

/// The batch in hand.
struct Batch<'a> {
    desk: &'a Desk,
    lease: &'a Lease,
    tally: Tally,
    /// What the mail of a message tells besides.
    along: HashMap<MessageId, Vec<&'a Message>>,
    /// At whose addresses nobody is, as the server says, with its words: not marked before it is known whether it is believed.
    gone: Vec<(&'a Message, String)>,
}

/// Sends a batch and marks it. Stops between two messages when `stop` says so, when the lease is no longer fresh or when the
/// server is slow or away, and gives back the rest. `lost` says whether the last message of the batch before was lost. Tells
/// `half_is_out` when that is so, within [`SOON`](super::ahead::SOON).
pub(super) async fn send(
    desk: &Desk,
    carrier: &mut Carrier,
    prepared: Prepared,
    lost: bool,
    stop: &CancellationToken,
    half_is_out: &Notify,
) -> Result<Tally, DbError> {
    let Prepared {
        lease,
        mails,
        along,
        tally,
    } = prepared;
    let mut batch = Batch::of(desk, &lease, Tally { lost, ..tally }).with(&along);
    let all = lease.messages.iter().zip(mails);
    let mut ready = all
        .filter_map(|(message, mail)| Some((message, mail?)))
        .collect();
    let fresh_from = batch.renewed(&mut ready).await?;
    match carrier {
        Carrier::Captured => batch.capture(ready).await?,
        Carrier::Smtp(transport) => {
            batch
                .send(transport, ready, fresh_from, stop, half_is_out)
                .await?;
        }
    }
    Ok(batch.tally)
}

impl<'a> Batch<'a> {
    fn of(desk: &'a Desk, lease: &'a Lease, tally: Tally) -> Self {
        Self {
            desk,
            lease,
            tally,
            along: HashMap::new(),
            gone: Vec::new(),
        }
    }

    fn fault(&self, message: &Message, why: String) -> End {
        if Trouble::Fault.before(message) + 1 >= FAULTS {
            return End::Failed(why);
        }
        self.counted(message, why, Trouble::Fault)
    }

    /// Tried again after a pause, while it is of use; failed after that.
    fn later(&self, message: &Message, why: String) -> End {
        let pause = backoff::after(message.attempts, backoff::chance());
        let now = self.desk.clock.now();
        let left = (message.not_after - now).to_std().unwrap_or_default();
        match backoff::within(pause, left) {
            Some(pause) => End::Later(now + pause, why, None),
            None => End::Failed(why),
        }
    }

    /// Tried again a few times, though the server may have it: each may be one more in the reader's mailbox.
    fn unanswered(&self, message: &Message, why: String) -> End {
        if Trouble::Unanswered.before(message) + 1 >= UNANSWERED {
            let all = format!("{why}; so it was {UNANSWERED} times, and it is not tried again");
            return End::Failed(all);
        }
        self.counted(message, why, Trouble::Unanswered)
    }

    fn counted(&self, message: &Message, why: String, trouble: Trouble) -> End {
        match self.later(message, why) {
            End::Later(at, why, _) => End::Later(at, why, Some(trouble)),
            end => end,
        }
    }

    /// What becomes of those at whose addresses nobody is, as the server says. It is believed where it takes what is for others,
    /// or has not said so of too many in a row; else all of them wait until it is mended.
    fn judged(&mut self) -> Vec<(&'a Message, End)> {
        let believed = self.desk.gone.load(Ordering::Relaxed) < ALL_GONE;
        let gone = std::mem::take(&mut self.gone).into_iter();
        gone.map(|(message, why)| match believed {
            true => (message, End::Gone(why)),
            false => (message, self.later(message, why)),
        })
        .collect()
    }

    /// Prolongs the lease where composing took long; answers since when it is fresh.
    async fn renewed(&self, ready: &mut VecDeque<(&'a Message, Ready)>) -> Result<Steady, DbError> {
        if ready.is_empty() || self.lease.since.elapsed() < FRESH / 3 {
            return Ok(self.lease.since);
        }
        let from = Steady::now();
        let held = self
            .held(ready.iter().map(|(message, _)| message.id))
            .await?;
        ready.retain(|(message, _)| held.contains(&message.id));
        Ok(from)
    }

    /// Prolongs the lease of these messages, and of those that their mails tell as well; answers of which, as what is not among
    /// them is someone else's by now.
    async fn held(&self, ids: impl Iterator<Item = MessageId>) -> Result<Vec<MessageId>, DbError> {
        let ids: Vec<MessageId> = ids.flat_map(|id| self.ids(id)).collect();
        let mut conn = self.desk.db.get().await?;
        Ok(lease::renew(&mut conn, &self.lease.name, ids).await?)
    }

    async fn capture(&mut self, ready: VecDeque<(&'a Message, Ready)>) -> Result<(), DbError> {
        if ready.is_empty() {
            return Ok(());
        }
        let now = self.desk.clock.now();
        let messages: Vec<_> = ready
            .iter()
            .map(|(message, mail)| (message.id, mail))
            .collect();
        let along = ready
            .iter()
            .filter_map(|(message, _)| self.along.get(&message.id));
        let along: Vec<MessageId> = along.flatten().map(|one| one.id).collect();
        let mut conn = self.desk.db.get().await?;
        let kept = capture::keep(&mut conn, now, &self.lease.name, &messages, &along).await?;
        for (message, _) in ready {
            for (one, end) in self.each(message, End::Sent) {
                if kept.contains(&one.id) {
                    self.count(one, &end, now);
                }
            }
        }
        Ok(())
    }

    /// Gives messages back as if they had not been taken. If the database does not hear it, their lease runs out instead.
    async fn give_back(&mut self, messages: impl Iterator<Item = &'a Message>) {
        let ids = messages.flat_map(|message| self.ids(message.id));
        let rows: Vec<_> = ids.map(|id| (id, End::Untried)).collect();
        if rows.is_empty() {
            return;
        }
        self.tally.untried += rows.len();
        let now = self.desk.clock.now();
        if let Err(error) = mark::settle(self.desk, now, &self.lease.name, &rows).await {
            tracing::warn!(%error, "messages cannot be given back; their lease runs out");
        }
    }

    fn count(&mut self, message: &Message, end: &End, now: Instant) {
        let kind = message.kind.word();
        match end {
            End::Sent => {
                self.tally.sent += 1;
                metrics::counter!("maru_messages_sent_total", "kind" => kind).increment(1);
                let lag = (now - message.send_after).as_seconds_f64().max(0.0);
                metrics::histogram!("maru_message_lag_seconds").record(lag);
            }
            End::Failed(_) | End::Gone(_) => {
                self.tally.failed += 1;
                if let End::Gone(_) = end {
                    metrics::counter!("maru_messages_bounced_total", "kind" => kind).increment(1);
                }
                tracing::warn!(id = %message.id, kind, "a message failed");
                metrics::counter!("maru_messages_failed_total", "kind" => kind).increment(1);
            }
            End::Void(_) => {
                self.tally.void += 1;
                metrics::counter!("maru_messages_void_total", "kind" => kind).increment(1);
            }
            End::Later(..) => {
                self.tally.later += 1;
                metrics::counter!("maru_messages_retried_total", "kind" => kind).increment(1);
            }
            End::Wait(_) => self.tally.later += 1,
            End::Untried => self.tally.untried += 1,
        }
    }
}
