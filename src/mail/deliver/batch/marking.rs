//! Marking what became of messages while more of them go out. A connection does not stop for it, as long as no more than
//! [`GROUP`] that the server may have taken are unmarked.

use std::{collections::VecDeque, pin::pin, time::Duration};

use futures_util::{StreamExt, future::BoxFuture, stream::FuturesUnordered};
use tokio::time::Instant as Steady;
use tokio_util::sync::CancellationToken;

use super::{Batch, Desk, MARKING};
use crate::{
    base::{clock::Instant, db::DbError, ids::MessageId},
    mail::{
        deliver::{
            GROUP, Ready,
            lease::{End, Lease},
            mark,
        },
        outbox::Message,
        transport::Patience,
    },
};

/// What became of messages, and of which of them it was written.
struct Written<'a> {
    ends: Vec<(&'a Message, End)>,
    settled: Vec<MessageId>,
    at: Instant,
}

/// What became of messages and is not known to be written: no more than [`GROUP`] of them.
#[derive(Default)]
pub(super) struct Unmarked<'a> {
    /// What was not taken for one reason or another: written together, since it seldom happens and says more.
    group: Vec<(&'a Message, End)>,
    /// What was taken, on its way into the database.
    underway: FuturesUnordered<BoxFuture<'a, Result<Written<'a>, DbError>>>,
}

impl<'a> Unmarked<'a> {
    /// Notes what became of a message, and of those that its mail tells as well, and waits until there is room for one more.
    pub(super) async fn note(
        &mut self,
        batch: &mut Batch<'a>,
        message: &'a Message,
        end: End,
    ) -> Result<(), DbError> {
        let is_sent = end == End::Sent;
        let ends = batch.each(message, end);
        if is_sent {
            self.begin(batch, ends);
        } else {
            self.group.extend(ends);
        }
        while self.group.len() + self.underway.len() >= GROUP {
            if self.underway.is_empty() {
                return self.mark(batch).await;
            }
            self.next_written(batch).await?;
        }
        Ok(())
    }

    /// Writes all that was noted.
    pub(super) async fn mark(&mut self, batch: &mut Batch<'a>) -> Result<(), DbError> {
        let group = std::mem::take(&mut self.group);
        if !group.is_empty() {
            self.begin(batch, group);
        }
        while !self.underway.is_empty() {
            self.next_written(batch).await?;
        }
        Ok(())
    }

    /// Waits for `sending`, which sends `message`, and sees to it that what was noted is written meanwhile. Where that fails,
    /// the message goes out to its end nevertheless. Where it stalls, the `rest` does not wait for it. After a `stop` it is
    /// waited for as long as the server may take until it wants the message: it has it by then, or never will.
    pub(super) async fn meanwhile<T>(
        &mut self,
        batch: &mut Batch<'a>,
        message: &'a Message,
        rest: &mut VecDeque<(&'a Message, Ready)>,
        patience: Patience,
        stop: &CancellationToken,
        sending: impl Future<Output = T>,
    ) -> Result<Option<T>, DbError> {
        let mut sending = pin!(sending);
        let mut stalls = pin!(tokio::time::sleep(patience.stall));
        let mut gives_up = pin!(tokio::time::sleep(patience.whole));
        let mut stopped = false;
        let mut failed = None;
        let sent = loop {
            tokio::select! {
                sent = &mut sending => break Some(sent),
                () = stop.cancelled(), if !stopped => {
                    stopped = true;
                    gives_up.as_mut().reset(Steady::now() + patience.whole);
                }
                () = &mut gives_up, if stopped => break None,
                Some(written) = self.underway.next() => match written {
                    Ok(written) => batch.written(&written),
                    Err(error) => failed = Some(error),
                },
                () = &mut stalls => {
                    let mut group = std::mem::take(&mut self.group);
                    for (message, end) in batch.judged() {
                        group.extend(batch.each(message, end));
                    }
                    if !group.is_empty() {
                        self.begin(batch, group);
                    }
                    batch.wait_for(message, rest).await;
                    stalls.as_mut().reset(Steady::now() + patience.stall);
                }
            }
        };
        failed.map_or(Ok(sent), Err)
    }

    fn begin(&mut self, batch: &Batch<'a>, ends: Vec<(&'a Message, End)>) {
        let writing = write(batch.desk, batch.lease, ends);
        self.underway.push(Box::pin(writing));
    }

    async fn next_written(&mut self, batch: &mut Batch<'a>) -> Result<(), DbError> {
        if let Some(written) = self.underway.next().await {
            batch.written(&written?);
        }
        Ok(())
    }
}

impl<'a> Batch<'a> {
    /// Writes what became of messages, and waits for it.
    pub(super) async fn mark(&mut self, ends: Vec<(&'a Message, End)>) -> Result<(), DbError> {
        if ends.is_empty() {
            return Ok(());
        }
        let written = write(self.desk, self.lease, ends).await?;
        self.written(&written);
        Ok(())
    }

    fn written(&mut self, written: &Written<'a>) {
        for (message, end) in &written.ends {
            if written.settled.contains(&message.id) {
                self.count(message, end, written.at);
            }
        }
    }
}

/// Writes what became of messages; while the database is away it goes on trying for a time.
async fn write<'a>(
    desk: &'a Desk,
    lease: &'a Lease,
    ends: Vec<(&'a Message, End)>,
) -> Result<Written<'a>, DbError> {
    let at = desk.clock.now();
    let began = Steady::now();
    let mut pause = Duration::from_millis(50);
    loop {
        match mark::marked(desk, at, &lease.name, &ends).await {
            Ok(settled) => return Ok(Written { ends, settled, at }),
            Err(error) if began.elapsed() > MARKING => return Err(error),
            Err(error) => tracing::warn!(%error, "what was sent cannot be marked yet"),
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(2));
    }
}
