//! Asking the slices what is to become of a batch. One faulty message takes no other with it, and what one mail tells is
//! asked about together all the same.

use std::{collections::HashMap, panic::AssertUnwindSafe, slice, time::Duration};

use futures_util::FutureExt;

use super::Batch;
use crate::{
    base::{
        db::{Connection, DbError},
        error::{is_crossed, is_unavailable},
        ids::MessageId,
    },
    jobs::runner::payload_words,
    mail::{
        deliver::{Verdict, lease},
        outbox::Message,
    },
};

/// How long the slices may take over a batch.
const COMPOSING: Duration = Duration::from_secs(20);
/// So often the slices are asked where what they ask or write crosses what someone else writes.
const CROSSED: usize = 4;

/// What is to become of messages.
type Verdicts = HashMap<MessageId, Verdict>;

impl Batch<'_> {
    /// The verdicts in the order of the messages; `None` where the slices failed over the batch, and the time ran out for
    /// asking about what is in it.
    pub(super) async fn ask_all(&self) -> Result<Vec<Option<Verdict>>, DbError> {
        let messages = &self.lease.messages;
        let mut verdicts = match self.ask(messages).await? {
            Ok(verdicts) => of_all(messages, verdicts),
            Err(why) => self.ask_each_mail(messages, why).await?,
        };
        let all = messages.iter();
        Ok(all.map(|message| verdicts.remove(&message.id)).collect())
    }

    /// Of a batch over which the slices failed and said `why`: each mail is asked about by itself.
    async fn ask_each_mail(&self, messages: &[Message], why: String) -> Result<Verdicts, DbError> {
        let mails = lease::of_one_mail(messages);
        if mails.len() == 1 {
            return self.ask_each(messages, why).await;
        }
        tracing::error!(
            count = messages.len(),
            why,
            "a batch cannot be composed; each mail is tried alone"
        );
        let mut verdicts = Verdicts::with_capacity(messages.len());
        for mail in &mails {
            if self.is_late() {
                break;
            }
            let said = match self.ask(mail).await? {
                Ok(verdicts) => of_all(mail, verdicts),
                Err(why) => self.ask_each(mail, why).await?,
            };
            verdicts.extend(said);
        }
        Ok(verdicts)
    }

    /// Of the messages of one mail, over which the slices failed and said `why`: which of them it was, and what becomes of the
    /// others, which go together. Where that fails too, each goes alone: better than not at all.
    async fn ask_each(&self, mail: &[Message], why: String) -> Result<Verdicts, DbError> {
        if let [message] = mail {
            return Ok(HashMap::from([faulty(message, why)]));
        }
        tracing::error!(
            count = mail.len(),
            why,
            "what one mail tells cannot be composed; each message is tried alone"
        );
        let (mut faults, mut alone) = (Verdicts::new(), Verdicts::new());
        let mut sound = Vec::with_capacity(mail.len());
        for message in mail {
            if self.is_late() {
                return Ok(faults);
            }
            let one = slice::from_ref(message);
            match self.ask(one).await? {
                Ok(verdicts) => {
                    alone.extend(of_all(one, verdicts));
                    sound.push(message.clone());
                }
                Err(why) => faults.extend([faulty(message, why)]),
            }
        }
        if sound.len() > 1 && !self.is_late() {
            match self.ask(&sound).await? {
                Ok(verdicts) => alone = of_all(&sound, verdicts),
                Err(why) => tracing::error!(why, "what one mail tells cannot be told together"),
            }
        }
        faults.extend(alone);
        Ok(faults)
    }

    fn is_late(&self) -> bool {
        self.lease.since.elapsed() > COMPOSING
    }

    /// Asks; the inner error is what went wrong in the slices, panics included. That two transactions waited for each other is
    /// no fault of a message: the same is asked once more at once. What crosses [`CROSSED`] times in a row counts as one.
    async fn ask(&self, messages: &[Message]) -> Result<Result<Verdicts, String>, DbError> {
        let _turn = self.desk.preparing.acquire().await;
        let mut conn = self.desk.db.get().await?;
        let asking = async {
            for _ in 1..CROSSED {
                match (self.desk.composer.compose)(&mut conn, messages).await {
                    Err(error) if is_crossed(&error) => {
                        tracing::warn!(%error, "composing crossed another write");
                    }
                    asked => return asked,
                }
            }
            (self.desk.composer.compose)(&mut conn, messages).await
        };
        let asked = tokio::time::timeout(COMPOSING, AssertUnwindSafe(asking).catch_unwind()).await;
        match asked {
            Ok(Ok(Ok(verdicts))) => Ok(Ok(verdicts.into_iter().collect())),
            Ok(Ok(Err(error))) if is_unavailable(&error) => Err(error.into()),
            Ok(Ok(Err(error))) => Ok(Err(error.to_string())),
            // Nobody knows in the middle of what the connection was left.
            Ok(Err(panic)) => {
                drop(Connection::take(conn));
                Ok(Err(payload_words(panic.as_ref())))
            }
            Err(_) => {
                drop(Connection::take(conn));
                Ok(Err("composing took too long".into()))
            }
        }
    }
}

/// What was said of each of `messages`; one of which nothing was said counts as a fault.
fn of_all(messages: &[Message], mut verdicts: Verdicts) -> Verdicts {
    let all = messages.iter().map(|message| {
        let verdict = verdicts.remove(&message.id);
        let nothing = || Verdict::Fault("nothing was made of it".into());
        (message.id, verdict.unwrap_or_else(nothing))
    });
    all.collect()
}

fn faulty(message: &Message, why: String) -> (MessageId, Verdict) {
    tracing::error!(id = %message.id, kind = %message.kind, why, "a message cannot be composed");
    (message.id, Verdict::Fault(why))
}
