//! One message over one connection, from the first word to the server's last.

use lettre::transport::smtp::commands::Rset;
use tokio::time::Instant;

use super::{Envelope, Heard, Open, Transport, envelope::Unwelcome};
use crate::mail::{
    compose::Composed,
    transport::{Outcome, Step},
};

enum Talk {
    /// The server waits for the message.
    Waits(Box<Open>),
    Done(Option<Box<Open>>, Outcome),
    /// Lost before anything was said; only ever of a connection that was used before.
    Gone,
    Broken(String),
}

impl Transport {
    /// Sends one message to its one recipient. A refusal leaves the connection open for the next.
    pub async fn send(&mut self, message: &Composed) -> Outcome {
        self.send_before(message, None).await
    }

    /// The same, where it is known what goes out `next` over this connection. If something else does after all, or nothing,
    /// the connection is left: the server waits for that message and would take for it whatever is said.
    pub async fn send_before(&mut self, message: &Composed, next: Option<Envelope>) -> Outcome {
        let whole = self.patience.whole;
        // Taken out, so that a connection given up in the middle is dropped and not used again.
        let open = self.open.take();
        let talk = match tokio::time::timeout(whole, self.begin(open, message)).await {
            Ok(talk) => talk,
            Err(_) => Talk::Broken(format!(
                "{} did not take the message within {} seconds",
                self.server,
                whole.as_secs_f32()
            )),
        };
        let (open, outcome) = match talk {
            Talk::Waits(open) => self.finish(open, message, next).await,
            Talk::Done(open, outcome) => (open, outcome),
            Talk::Broken(text) => (None, Outcome::Unreachable(text)),
            Talk::Gone => {
                let text = format!("{} closed the connection", self.server);
                (None, Outcome::Unreachable(text))
            }
        };
        self.open = open;
        outcome
    }

    async fn begin(&mut self, open: Option<Box<Open>>, message: &Composed) -> Talk {
        if let Some(open) = self.still_good(open) {
            match self.converse(open, message).await {
                // The server closed while nobody was looking: nothing was sent yet, so once more over a new one.
                Talk::Gone => {}
                talk => return talk,
            }
        }
        match self.connect().await {
            Ok(fresh) => self.converse(fresh, message).await,
            Err(text) => Talk::Broken(text),
        }
    }

    /// Until the server waits for the message.
    async fn converse(&mut self, mut open: Box<Open>, message: &Composed) -> Talk {
        let envelope = match Envelope::of(message) {
            Ok(envelope) => envelope,
            // RFC 5321 §4.2.2: 553, mailbox name not allowed. Nobody needs to be asked.
            Err(error) => {
                let outcome = Outcome::Refused {
                    code: 553,
                    permanent: true,
                    at: Step::Recipient,
                    text: error.to_string(),
                };
                return Talk::Done(Some(open), outcome);
            }
        };
        let is_first = open.sent == 0;
        let was_said = match open.announced.take() {
            Some(announced) if announced == envelope => true,
            Some(_) => return Talk::Gone,
            None => false,
        };
        match self.learn_pipelining(&mut open).await {
            // Closed while nobody was looking.
            Heard::No(421, _) | Heard::Lost(_) => return Talk::Gone,
            Heard::Yes | Heard::No(..) => {}
        }
        open.sent += 1;

        let began = Instant::now();
        match self.announce(&mut open, &envelope, was_said).await {
            Ok(()) => {}
            Err(Unwelcome::Refused {
                at: Step::Sender,
                code: 421,
                text,
                ..
            }) if !is_first => {
                tracing::debug!(text, "the server closed an idle connection");
                return Talk::Gone;
            }
            // It may mean what came with the message before, and not us: that is asked again. What is out of turn (503, RFC 5321
            // §4.2.2) will be so each time.
            Err(Unwelcome::Refused {
                at: Step::Sender,
                code,
                text,
                ..
            }) if was_said => {
                tracing::debug!(text, "the server refused a message announced with another");
                self.one_by_one |= matches!(code, 500..=503);
                return Talk::Gone;
            }
            Err(Unwelcome::Lost {
                at: Step::Sender,
                text,
            }) if !is_first => {
                if was_said && began.elapsed() >= self.patience.step {
                    tracing::debug!(text, "the server does not hear what is said with a message");
                    self.one_by_one = true;
                }
                return Talk::Gone;
            }
            Err(Unwelcome::Lost { text, .. }) => return Talk::Broken(text),
            Err(Unwelcome::Refused {
                at,
                code,
                text,
                usable,
            }) => {
                let open = usable.then_some(open);
                let (open, outcome) = self.refused(open, at, code, text).await;
                return Talk::Done(open, outcome);
            }
        }
        Talk::Waits(open)
    }

    /// Hands the message over. From its last dot on the server may have taken it, whatever it says or does not say.
    async fn finish(
        &self,
        mut open: Box<Open>,
        message: &Composed,
        next: Option<Envelope>,
    ) -> (Option<Box<Open>>, Outcome) {
        match self.hand_over(&mut open, message, next).await {
            Heard::Yes => {
                open.used = Instant::now();
                (Some(open), Outcome::Accepted)
            }
            Heard::No(code, text) => self.refused(Some(open), Step::Message, code, text).await,
            Heard::Lost(text) => {
                let text =
                    format!("{text}, after it was given the message, which may have arrived");
                (None, Outcome::Unanswered(text))
            }
        }
    }

    /// A refusal ends the message, not the connection: RSET clears what was said (RFC 5321 §4.1.1.5), unless the next message is
    /// announced already, since what was said of this one ended with it (§4.1.1.4).
    ///
    /// A server that closes (421) or wants us to sign in or to encrypt (RFC 4954 §6) takes no message at all: that is not the
    /// message's fault. Of a recipient 454 is said too that is none of the server's (`454 4.7.1 Relay access denied`): then it
    /// takes others.
    async fn refused(
        &self,
        open: Option<Box<Open>>,
        at: Step,
        code: u16,
        text: String,
    ) -> (Option<Box<Open>>, Outcome) {
        let takes_none = match code {
            454 => at != Step::Recipient,
            _ => matches!(code, 421 | 432 | 530 | 534 | 535 | 538),
        };
        if takes_none {
            let text = format!("{}: {text}", self.server);
            return (None, Outcome::Unreachable(text));
        }
        let outcome = Outcome::Refused {
            code,
            permanent: code >= 500,
            at,
            text,
        };
        let Some(mut open) = open else {
            return (None, outcome);
        };
        let cleared = match open.announced {
            Some(_) => Heard::Yes,
            None => self.heard("RSET", open.smtp.command(Rset)).await,
        };
        open.used = Instant::now();
        (matches!(cleared, Heard::Yes).then_some(open), outcome)
    }
}
