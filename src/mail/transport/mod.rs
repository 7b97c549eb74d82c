//! Handing messages to an SMTP server: one connection a worker, kept for many messages.
//!
//! Our own connection rather than the library's pool, for three reasons: its sockets wait 45 ms a message for lack of
//! `TCP_NODELAY`, its limit does not bound the connections it opens, and its timeout covers connecting alone. Here every
//! step has a limit, and so has the whole of a message.

mod connection;
mod legible;
mod server;
mod tls;

use std::{sync::Arc, time::Duration};

pub use connection::{Envelope, Transport};
pub use server::{Security, Server, ServerError};
pub(super) use server::{decoded, host_and_port, is_loopback};

/// Where messages go.
#[derive(Debug, Clone)]
pub enum Destination {
    /// No server is set: they are kept in the database and can be read in the browser.
    Captured,
    /// To this server.
    Smtp(Arc<Server>),
}

impl Destination {
    /// Reads `MARU_SMTP_URL`; where it is not set, messages are captured.
    pub fn from_setting(url: Option<&str>) -> Result<Self, ServerError> {
        Ok(match url.map(str::trim) {
            None | Some("") => Self::Captured,
            Some(url) => Self::Smtp(Arc::new(url.parse()?)),
        })
    }
}

/// What became of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The server has taken it over.
    Accepted,
    /// The server does not take this message.
    Refused {
        /// Its reply code (RFC 5321 §4.2), 400 to 599.
        code: u16,
        /// Whether it is no use to try again (5xx).
        permanent: bool,
        /// What it refused.
        at: Step,
        /// What it said.
        text: String,
    },
    /// The server was not given the message: no connection, no answer in time, the connection was lost, or it takes no mail
    /// from us at all.
    Unreachable(String),
    /// The server was given the message, and there was no answer in time, or the connection was lost: nobody knows whether
    /// it has taken it. Where it is tried again it has the same Message-ID.
    Unanswered(String),
}

impl Outcome {
    /// Whether the server refuses us for good, before it knows for whom the message is.
    pub fn is_of_us(&self) -> bool {
        matches!(
            self,
            Self::Refused {
                permanent: true,
                at: Step::Sender,
                ..
            }
        )
    }
}

/// What the server was asked when it refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Our own address, or mail from us at this time.
    Sender,
    /// The recipient's address: a permanent refusal is a hard bounce.
    Recipient,
    /// The message itself.
    Message,
}

/// How long things may take.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Finding the host and opening a socket.
    pub connect: Duration,
    /// Each question and its answer: greeting, TLS, signing in, sender, recipient.
    pub step: Duration,
    /// One message from connecting until the server waits for it.
    pub whole: Duration,
    /// The message, and the answer to its last dot. RFC 5321 §4.5.3.2.6 asks for ten minutes, since who gives up earlier
    /// sends again what was taken; but a connection does nothing else meanwhile. Servers that look for malice first take up to
    /// two, Exchange delays this answer by half of one.
    pub answer: Duration,
    /// What a message may take before others wait for it no longer. Several times below the 30 seconds that a lease lasts.
    pub stall: Duration,
    /// A connection that was idle for longer is not used again: servers close them without a word.
    pub idle: Duration,
    /// How many messages go over one connection.
    pub messages: u32,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(8),
            step: Duration::from_secs(12),
            whole: Duration::from_secs(25),
            answer: Duration::from_mins(3),
            stall: Duration::from_secs(5),
            idle: Duration::from_secs(20),
            messages: 100,
        }
    }
}
