//! From whom, to whom, and the message itself: all of it in two questions where the server takes several commands at once
//! (PIPELINING, RFC 2920), else in four. Where it does and another message follows, that one is announced with the end of the
//! one before, so that each is one question.

use lettre::{
    Address,
    address::AddressError,
    transport::smtp::{
        commands::{Data, Ehlo, Mail, Rcpt},
        extension::{Extension, MailBodyParameter, MailParameter},
        response::Response,
    },
};
use memchr::memmem;

use super::{Heard, Open, Transport};
use crate::mail::{compose::Composed, transport::Step};

/// From whom and to whom a message goes, as a server is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    sender: Address,
    recipient: Address,
    eight_bit: bool,
}

impl Envelope {
    /// That of this message; the error says what is wrong with one of its addresses.
    pub fn of(message: &Composed) -> Result<Self, AddressError> {
        Ok(Self {
            sender: message.sender.parse()?,
            recipient: message.recipient.parse()?,
            eight_bit: !message.bytes.is_ascii(),
        })
    }

    /// MAIL, RCPT and DATA.
    fn commands(&self, open: &Open) -> [String; 3] {
        let server = open.smtp.server_info();
        let options = match self.eight_bit && server.supports_feature(Extension::EightBitMime) {
            true => vec![MailParameter::Body(MailBodyParameter::EightBitMime)],
            false => Vec::new(),
        };
        [
            Mail::new(Some(self.sender.clone()), options).to_string(),
            Rcpt::new(self.recipient.clone(), Vec::new()).to_string(),
            Data.to_string(),
        ]
    }
}

/// Why the server does not take a message for this recipient from this sender.
pub(super) enum Unwelcome {
    Refused {
        at: Step,
        code: u16,
        text: String,
        /// Whether the connection is good for the next message.
        usable: bool,
    },
    Lost {
        at: Step,
        text: String,
    },
}

const STEPS: [(&str, Step); 3] = [
    ("MAIL FROM", Step::Sender),
    ("RCPT TO", Step::Recipient),
    ("DATA", Step::Message),
];

impl Transport {
    /// Asks once more for what the server can do, since the library keeps no word of this (RFC 5321 §4.1.4 allows it at any
    /// time). The connection that carries one message alone does not ask.
    pub(super) async fn learn_pipelining(&self, open: &mut Open) -> Heard {
        if open.pipelines.is_some() || open.sent == 0 {
            return Heard::Yes;
        }
        let mut pipelines = false;
        let asked = async {
            let said = open.smtp.command(Ehlo::new(self.hello.clone())).await?;
            pipelines = offers_pipelining(&said);
            Ok(said)
        };
        let heard = self.heard("EHLO", asked).await;
        open.pipelines = Some(pipelines);
        heard
    }

    /// Says from whom and to whom, until the server waits for the message. Where that was said with the message before, it is
    /// only listened to.
    pub(super) async fn announce(
        &self,
        open: &mut Open,
        envelope: &Envelope,
        was_said: bool,
    ) -> Result<(), Unwelcome> {
        if was_said {
            return self.answers(open, None).await;
        }
        let commands = envelope.commands(open);
        if open.pipelines == Some(true) {
            return self.answers(open, Some(commands.concat())).await;
        }
        for ((what, at), command) in STEPS.into_iter().zip(commands) {
            match self.heard(what, open.smtp.command(command)).await {
                Heard::Yes => {}
                Heard::No(code, text) => {
                    return Err(Unwelcome::Refused {
                        at,
                        code,
                        text,
                        usable: true,
                    });
                }
                Heard::Lost(text) => return Err(Unwelcome::Lost { at, text }),
            }
        }
        Ok(())
    }

    /// The three answers to the three `commands`, which are said first where they were not yet. What was refused first is
    /// what counts.
    async fn answers(
        &self,
        open: &mut Open,
        mut commands: Option<String>,
    ) -> Result<(), Unwelcome> {
        let mut refused = None;
        let (mut named, mut waits) = (false, false);
        for (what, at) in STEPS {
            let heard = match commands.take() {
                Some(commands) => self.heard(what, open.smtp.command(commands)).await,
                None => self.heard(what, open.smtp.read_response()).await,
            };
            match heard {
                Heard::Yes => {
                    named |= at == Step::Recipient;
                    waits = at == Step::Message;
                }
                Heard::No(code, text) => refused = refused.or(Some((at, code, text))),
                Heard::Lost(text) => {
                    return Err(match refused {
                        Some(refused) => unwelcome(refused, false),
                        None => Unwelcome::Lost { at, text },
                    });
                }
            }
        }
        let Some(refused) = refused else {
            return Ok(());
        };
        // It would take a message for nobody all the same (RFC 2920 §3.1): it gets an empty one, and whatever it says of it.
        // Where it took the recipient, they would get that: the connection is left instead.
        let usable = match (waits, named) {
            (false, _) => true,
            (true, true) => false,
            (true, false) => {
                let nothing = self.heard("nothing", open.smtp.command(".\r\n"));
                !matches!(nothing.await, Heard::Lost(_))
            }
        };
        Err(unwelcome(refused, usable))
    }

    /// The message, and what the server says of it, which may take longer than any other answer: it looks into the message
    /// first. The `next` one is announced in the same breath where the server takes that; the message is allowed to be the
    /// first of a group of commands (RFC 2920 §3.1).
    pub(super) async fn hand_over(
        &self,
        open: &mut Open,
        message: &Composed,
        next: Option<Envelope>,
    ) -> Heard {
        let (limit, what) = (self.patience.answer, "the message");
        let Some(mut wire) = on_the_wire(&message.bytes) else {
            let said = open.smtp.message(&message.bytes);
            return self.heard_within(limit, what, said).await;
        };
        let in_a_group = open.pipelines == Some(true) && !self.one_by_one;
        if let Some(next) = next.filter(|_| in_a_group && open.sent < self.patience.messages) {
            wire.extend(next.commands(open));
            open.announced = Some(next);
        }
        let said = open.smtp.command(wire);
        self.heard_within(limit, what, said).await
    }
}

fn unwelcome((at, code, text): (Step, u16, String), usable: bool) -> Unwelcome {
    Unwelcome::Refused {
        at,
        code,
        text,
        usable,
    }
}

fn offers_pipelining(said: &Response) -> bool {
    said.message()
        .any(|line| line.trim().eq_ignore_ascii_case("PIPELINING"))
}

/// A message as it is sent: a line that begins with a dot gets another (RFC 5321 §4.5.2), and a dot alone ends it. In one
/// piece, where the library goes octet by octet and sends the end by itself; none where it is not text.
fn on_the_wire(bytes: &[u8]) -> Option<String> {
    let mut rest = str::from_utf8(bytes).ok()?;
    let mut wire = String::with_capacity(rest.len() + 64);
    if rest.starts_with('.') {
        wire.push('.');
    }
    let dotted = memmem::Finder::new("\r\n.");
    while let Some(at) = dotted.find(rest.as_bytes()) {
        let (line, after) = rest.split_at(at + "\r\n.".len());
        wire.push_str(line);
        wire.push('.');
        rest = after;
    }
    wire.push_str(rest);
    wire.push_str("\r\n.\r\n");
    Some(wire)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_that_begins_with_a_dot_gets_another() {
        for (message, wire) in [
            ("a\r\n", "a\r\n\r\n.\r\n"),
            (".\r\n", "..\r\n\r\n.\r\n"),
            (".\r\n.\r\n..\r\n", "..\r\n..\r\n...\r\n\r\n.\r\n"),
            ("a.\r\n.b\r\nc\n.d", "a.\r\n..b\r\nc\n.d\r\n.\r\n"),
            ("", "\r\n.\r\n"),
        ] {
            assert_eq!(on_the_wire(message.as_bytes()).as_deref(), Some(wire));
        }
        assert_eq!(on_the_wire(b"\xff"), None);
    }
}
