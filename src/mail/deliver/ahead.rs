//! Sending a batch, and preparing the next one before the connection has nothing to do: the database is asked while the server
//! takes mail. Where the server is slow there is no next one, since it would be old before its turn came.

use std::{pin::pin, time::Duration};

use tokio::{
    sync::Notify,
    time::{Instant, sleep_until},
};
use tokio_util::sync::CancellationToken;

use super::{
    batch::{self, Carrier, Claim, Desk, Prepared, Tally},
    lease::FRESH,
};
use crate::base::db::DbError;

/// How long it may take to send the first half of a batch, if the next one is to be prepared while the second goes out.
pub(super) const SOON: Duration = FRESH.checked_div(4).unwrap();
/// How old the next batch may become while it waits: there is time left to send it in.
const WAITS: Duration = FRESH.checked_div(3).unwrap();

/// Sends `prepared`, and claims the next batch meanwhile where there is likely to be one, and the server takes this one
/// quickly. Answers what became of this one, and the next one if it is ready to go.
pub(super) async fn send(
    desk: &Desk,
    carrier: &mut Carrier,
    prepared: Prepared,
    claim: Claim<'_>,
    lost: bool,
    stop: &CancellationToken,
) -> (Result<Tally, DbError>, Option<Prepared>) {
    let more_is_likely = prepared.len() >= claim.size;
    let half_is_out = Notify::new();
    let mut sending = pin!(batch::send(
        desk,
        carrier,
        prepared,
        lost,
        stop,
        &half_is_out
    ));
    tokio::select! {
        biased;
        done = &mut sending => return (done, None),
        () = half_is_out.notified(), if more_is_likely => {}
    }
    let Ok(_place) = desk.ahead.try_acquire() else {
        return (sending.await, None);
    };
    let mut preparing = pin!(batch::prepare(desk, claim));
    let next = tokio::select! {
        biased;
        done = &mut sending => return (done, of_use(preparing.await)),
        next = &mut preparing => of_use(next),
    };
    let Some(next) = next else {
        return (sending.await, None);
    };
    tokio::select! {
        biased;
        done = &mut sending => (done, Some(next)),
        () = sleep_until(waits_until(&next)) => {
            let (done, mut sum) = tokio::join!(sending, batch::give_back(desk, next));
            // It says nothing of how many this server takes.
            sum.untried = 0;
            let done = done.map(|tally| {
                sum.add(tally);
                sum
            });
            (done, None)
        }
    }
}

/// Until when the next batch waits: after that it is given back.
pub(super) fn waits_until(next: &Prepared) -> Instant {
    next.since() + WAITS
}

/// What there is to send. Why nothing could be claimed, whoever claims next will hear.
fn of_use(next: Result<Prepared, DbError>) -> Option<Prepared> {
    match next {
        Ok(next) => Some(next).filter(|next| next.len() > 0),
        Err(error) => {
            tracing::warn!(%error, "the next batch cannot be prepared");
            None
        }
    }
}
