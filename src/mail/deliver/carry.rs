//! One connection: a batch after the other over it, as long as there is something to send.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::time::sleep_until;
use tokio_util::sync::CancellationToken;

use super::{
    GROUP, ahead,
    batch::{self, Carrier, Claim, Desk, Prepared, Tally},
    rate::Rates,
};
use crate::base::db::DbError;

/// What the connections of one office have in common.
pub(super) struct Share {
    pub desk: Arc<Desk>,
    /// This process, in the names of its leases.
    pub node: String,
    pub size: Arc<Size>,
    pub rates: Rates,
}

/// How many messages are claimed at a time.
pub(super) struct Size {
    now: AtomicUsize,
    most: usize,
}

impl Size {
    /// So many, and never more; as many as may be unmarked at least.
    pub fn of(most: usize) -> Self {
        let most = most.max(GROUP);
        Self {
            now: AtomicUsize::new(most),
            most,
        }
    }

    fn now(&self) -> usize {
        self.now.load(Ordering::Relaxed)
    }

    /// A server that is too slow for a batch gets smaller ones, so that messages are not taken only to be given back. There are
    /// few sizes, as each has a statement of its own.
    fn learn(&self, done: &Tally) {
        let next = if done.untried == 0 {
            (self.now() * 2).min(self.most)
        } else {
            let could = done.sent + done.failed + done.later;
            1 << could.clamp(GROUP, self.most).ilog2()
        };
        self.now.store(next, Ordering::Relaxed);
    }
}

/// Works off one batch after the other over one connection, until nothing is due, the server is away, or the stop.
pub(super) async fn carry(
    share: Share,
    mut carrier: Carrier,
    stop: CancellationToken,
) -> (Carrier, Tally, Option<DbError>) {
    let desk = &*share.desk;
    let mut sum = Tally::default();
    let mut next = None;
    let mut failed = None;
    while !stop.is_cancelled() && sum.away.is_none() && failed.is_none() {
        let opened = open(desk, &mut carrier, &mut next, &mut sum, &stop).await;
        if let Err(why) = opened {
            sum.away = Some(why);
            break;
        }
        let claim = Claim {
            node: &share.node,
            size: share.size.now(),
            rates: share.rates,
        };
        let prepared = match next.take() {
            Some(prepared) => Ok(prepared),
            None => batch::prepare(desk, claim).await,
        };
        let done = match prepared {
            Ok(prepared) if prepared.len() == 0 => break,
            Ok(prepared) => {
                let sending = ahead::send(desk, &mut carrier, prepared, claim, sum.lost, &stop);
                let done;
                (done, next) = Box::pin(sending).await;
                done
            }
            Err(error) => Err(error),
        };
        match done {
            Ok(tally) => {
                share.size.learn(&tally);
                sum.add(tally);
            }
            Err(error) => failed = Some(error),
        }
    }
    give_back(desk, &mut next, &mut sum).await;
    (carrier, sum, failed)
}

/// Sees to it that there is a way out. Where that takes longer, as a server may let us wait, the `next` batch does not wait for it.
async fn open(
    desk: &Desk,
    carrier: &mut Carrier,
    next: &mut Option<Prepared>,
    sum: &mut Tally,
    stop: &CancellationToken,
) -> Result<(), String> {
    let mut opening = Box::pin(carrier.open());
    let Some(until) = next.as_ref().map(ahead::waits_until) else {
        return opening.await;
    };
    tokio::select! {
        biased;
        opened = &mut opening => return opened,
        () = sleep_until(until) => {}
        () = stop.cancelled() => {}
    }
    let (opened, ()) = tokio::join!(opening, Box::pin(give_back(desk, next, sum)));
    opened
}

async fn give_back(desk: &Desk, next: &mut Option<Prepared>, sum: &mut Tally) {
    if let Some(prepared) = next.take() {
        let lost = sum.lost;
        sum.add(batch::give_back(desk, prepared).await);
        sum.lost = lost;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_shrink_to_what_a_server_takes_and_grow_again() {
        let size = Size::of(100);
        let done = |sent, untried| Tally {
            sent,
            untried,
            ..Tally::default()
        };
        size.learn(&done(60, 40));
        assert_eq!(size.now(), 32);
        size.learn(&done(0, 32));
        assert_eq!(size.now(), GROUP);
        for grown in [8, 16, 32, 64, 100, 100] {
            size.learn(&done(GROUP, 0));
            assert_eq!(size.now(), grown);
        }
        assert_eq!(Size::of(1).now(), GROUP);
    }
}
