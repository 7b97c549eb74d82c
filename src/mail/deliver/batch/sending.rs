//! Sending a batch, one message after the other over one connection.
//!
//! A batch is composed at once, so it is sent soon or not at all: when a message keeps the connection waiting, or breaks it
//! off, the others go back, and are composed anew by whoever takes them next.

use std::{collections::VecDeque, iter, sync::atomic::Ordering};

use tokio::{sync::Notify, time::Instant as Steady};
use tokio_util::sync::CancellationToken;

use super::{Batch, marking::Unmarked};
use crate::{
    base::db::DbError,
    mail::{
        deliver::{
            Ready,
            ahead::SOON,
            lease::{End, FRESH},
            refusal,
        },
        outbox::Message,
        transport::{Envelope, Outcome, Transport},
    },
};

/// What is said of a message for whose answer a worker could not wait.
const STOPPED: &str =
    "the worker was stopped before the server answered; the message may have arrived";

impl<'a> Batch<'a> {
    pub(super) async fn send(
        &mut self,
        transport: &mut Transport,
        mut ready: VecDeque<(&'a Message, Ready)>,
        fresh_from: Steady,
        stop: &CancellationToken,
        half_is_out: &Notify,
    ) -> Result<(), DbError> {
        let patience = transport.patience();
        let (half, began) = (ready.len() / 2, Steady::now());
        let mut unmarked = Unmarked::default();
        let mut unwelcome = false;
        while let Some((message, mail)) = ready.pop_front() {
            // What is announced and then given back costs the connection.
            let goes_on = !stop.is_cancelled() && fresh_from.elapsed() < FRESH / 2;
            let next = ready.front().filter(|_| goes_on);
            let next = next.and_then(|(_, next)| Envelope::of(&next.mail).ok());
            let sending = Box::pin(transport.send_before(&mail.mail, next));
            if ready.len() == half && began.elapsed() < SOON {
                half_is_out.notify_one();
            }
            let outcome = unmarked
                .meanwhile(self, message, &mut ready, patience, stop, sending)
                .await?
                .unwrap_or_else(|| Outcome::Unanswered(STOPPED.to_owned()));
            let was_unwelcome = unwelcome;
            unwelcome = outcome.is_of_us();
            let end = match outcome {
                Outcome::Accepted => {
                    self.desk.gone.store(0, Ordering::Relaxed);
                    for (message, end) in self.judged() {
                        unmarked.note(self, message, end).await?;
                    }
                    Some(End::Sent)
                }
                // It says nothing of the message. Twice in a row: the server takes no mail from us.
                Outcome::Refused { text, .. } if unwelcome => {
                    if was_unwelcome {
                        self.tally.away = Some(text.clone());
                    }
                    Some(self.later(message, text))
                }
                Outcome::Refused {
                    permanent: true,
                    text,
                    code,
                    at,
                } if refusal::is_gone(at, code, &text) => {
                    self.desk.gone.fetch_add(1, Ordering::Relaxed);
                    self.gone.push((message, text));
                    None
                }
                Outcome::Refused {
                    permanent: true,
                    text,
                    ..
                } => Some(End::Failed(text)),
                Outcome::Refused { text, .. } => Some(self.later(message, text)),
                Outcome::Unreachable(text) => {
                    let end = self.later(message, text.clone());
                    unmarked.note(self, message, end).await?;
                    self.put_down(unmarked, ready).await?;
                    return self.look_for(transport, text).await;
                }
                Outcome::Unanswered(text) => {
                    let end = self.unanswered(message, text.clone());
                    unmarked.note(self, message, end).await?;
                    self.put_down(unmarked, ready).await?;
                    return self.look_for(transport, text).await;
                }
            };
            self.tally.lost = false;
            if let Some(end) = end {
                unmarked.note(self, message, end).await?;
            }
            if self.tally.away.is_some() || stop.is_cancelled() || fresh_from.elapsed() > FRESH {
                break;
            }
        }
        self.put_down(unmarked, ready).await
    }

    /// Marks what was sent, and gives back what was not: before anything else that may take long, as both are leased.
    async fn put_down(
        &mut self,
        mut unmarked: Unmarked<'a>,
        mut rest: VecDeque<(&'a Message, Ready)>,
    ) -> Result<(), DbError> {
        for (message, end) in self.judged() {
            unmarked.note(self, message, end).await?;
        }
        unmarked.mark(self).await?;
        self.give_back(rest.drain(..).map(|(message, _)| message))
            .await;
        Ok(())
    }

    /// Whether the server is away, which the last message was lost on. Once may be that message's doing. Twice in a row, or
    /// not to be reached at all: the server's.
    async fn look_for(&mut self, transport: &mut Transport, text: String) -> Result<(), DbError> {
        self.tally.away = match transport.open().await {
            Ok(()) if self.tally.lost => Some(text),
            Ok(()) => None,
            Err(why) => Some(why),
        };
        self.tally.lost = true;
        Ok(())
    }

    /// What a message keeps waiting is given back, and its own lease prolonged.
    pub(super) async fn wait_for(
        &mut self,
        message: &Message,
        rest: &mut VecDeque<(&'a Message, Ready)>,
    ) {
        self.give_back(rest.drain(..).map(|(message, _)| message))
            .await;
        match self.held(iter::once(message.id)).await {
            Ok(held) if !held.is_empty() => {}
            Ok(_) => {
                tracing::warn!(id = %message.id, "a message that is being sent was taken by another worker");
            }
            Err(error) => {
                tracing::warn!(%error, "the lease of a message that is being sent cannot be prolonged");
            }
        }
    }
}
