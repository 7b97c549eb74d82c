//! One connection to a server: opened when there is something to send, kept for the next message, left when it fails.

mod conversation;
mod envelope;

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use lettre::transport::smtp::{
    Error,
    authentication::Mechanism,
    client::{AsyncSmtpConnection, AsyncTokioStream},
    commands::Starttls,
    extension::ClientId,
    response::Response,
};
use tokio::{net::TcpStream, time::Instant};

pub use self::envelope::Envelope;
use super::{Patience, Security, Server, legible::Legible, tls};
use crate::{base::text, mail::render::excerpt};

/// One worker's way to a server. Dropping it closes the connection without ceremony; [`Self::close`] says goodbye.
#[derive(Debug)]
pub struct Transport {
    server: Arc<Server>,
    hello: ClientId,
    patience: Patience,
    open: Option<Box<Open>>,
    /// Whether this server is told of a message only when the one before is done: it could not be told before.
    one_by_one: bool,
    /// What was said on the way, where someone wants to know.
    told: Option<Mutex<Vec<String>>>,
}

struct Open {
    smtp: AsyncSmtpConnection,
    sent: u32,
    used: Instant,
    /// Whether the server takes several commands at once; not asked until there is a second message for it.
    pipelines: Option<bool>,
    /// Of which message the server was told with the one before: whatever is said next counts as that message.
    announced: Option<Envelope>,
}

impl std::fmt::Debug for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Open")
            .field("sent", &self.sent)
            .finish_non_exhaustive()
    }
}

impl Transport {
    /// A way to `server`, not connected yet. `hello` is the name we give ourselves (EHLO): the host of the hub's mailbox.
    pub fn new(server: Arc<Server>, hello: &str, patience: Patience) -> Self {
        let is_name = hello
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
        let hello = if is_name && !hello.is_empty() {
            ClientId::Domain(hello.to_owned())
        } else {
            ClientId::default()
        };
        Self {
            server,
            hello,
            patience,
            open: None,
            one_by_one: false,
            told: None,
        }
    }

    /// The same, noting each step with the server's words.
    #[must_use]
    pub fn telling(mut self) -> Self {
        self.told = Some(Mutex::default());
        self
    }

    /// What was noted so far, a line a step.
    pub fn told(&self) -> Vec<String> {
        let noted = self.told.as_ref();
        noted.map_or_else(Vec::new, |told| {
            told.lock().unwrap_or_else(PoisonError::into_inner).clone()
        })
    }

    /// How long things may take here.
    pub fn patience(&self) -> Patience {
        self.patience
    }

    fn note(&self, line: impl FnOnce() -> String) {
        if let Some(told) = &self.told {
            told.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(line());
        }
    }

    /// Opens the connection, unless one is open that is still good: asked before messages are taken out of the outbox, so
    /// that they stay there while the server is away. The error says why, in one line.
    pub async fn open(&mut self) -> Result<(), String> {
        let open = self.open.take().filter(|open| open.announced.is_none());
        self.open = self.still_good(open);
        if self.open.is_none() {
            let connecting = tokio::time::timeout(self.patience.whole, self.connect()).await;
            let in_time = connecting
                .unwrap_or_else(|_| Err(format!("no connection to {} in time", self.server)));
            self.open = Some(in_time?);
        }
        Ok(())
    }

    /// Whether the server would take mail from us, as far as can be asked without sending any: the connection, TLS, its
    /// greeting, and signing in where that is set.
    ///
    /// # Errors
    /// What was in the way, in words.
    pub async fn probe(&mut self) -> Result<(), String> {
        let whole = self.patience.whole;
        let connected = tokio::time::timeout(whole, self.connect()).await;
        self.open = Some(connected.map_err(|_| format!("{} did not answer", self.server))??);
        self.close().await;
        Ok(())
    }

    /// Says goodbye and closes the connection, where there is one.
    pub async fn close(&mut self) {
        let open = self.open.take().filter(|open| open.announced.is_none());
        if let Some(mut open) = open {
            // Whether it hears us makes no difference.
            let _ = tokio::time::timeout(Duration::from_secs(2), open.smtp.quit()).await;
        }
    }

    fn still_good(&self, open: Option<Box<Open>>) -> Option<Box<Open>> {
        open.filter(|open| {
            open.sent < self.patience.messages
                && open.used.elapsed() < self.patience.idle
                && !open.smtp.has_broken()
        })
    }

    async fn connect(&self) -> Result<Box<Open>, String> {
        let server = &*self.server;
        let socket = tokio::time::timeout(
            self.patience.connect,
            TcpStream::connect((server.host(), server.port())),
        )
        .await
        .map_err(|_| format!("no connection to {server} in time"))?
        .map_err(|error| format!("no connection to {server}: {error}"))?;
        socket
            .set_nodelay(true)
            .map_err(|error| format!("no connection to {server}: {error}"))?;
        let peer = AsyncTokioStream::peer_addr(&socket);
        let is_here = peer.as_ref().is_ok_and(|peer| peer.ip().is_loopback());
        self.note(|| match peer {
            Ok(peer) => format!("connected to {peer}"),
            Err(_) => format!("connected to {server}"),
        });
        if server.security() == Security::Plain && !is_here {
            return Err(format!(
                "{server} is not on this machine; it needs STARTTLS"
            ));
        }

        let mut smtp = match (server.security(), &server.tls) {
            (Security::Tls, Some(parameters)) => {
                let stream = self
                    .step("TLS", tls::wrap(socket, parameters.clone()))
                    .await?;
                self.note(|| "TLS: the certificate is good".to_owned());
                self.greet(stream).await?
            }
            (Security::StartTls, Some(parameters)) => {
                let socket = tls::Shared::new(socket);
                let mut smtp = self.greet(socket.clone()).await?;
                if !smtp.can_starttls() {
                    return Err(format!(
                        "{server} does not offer STARTTLS, which is required"
                    ));
                }
                let starttls = async {
                    smtp.command(Starttls).await?;
                    let stream = tls::wrap(socket, parameters.clone()).await?;
                    let stream = Box::new(Legible::greeted(stream));
                    AsyncSmtpConnection::connect_with_transport(stream, &self.hello).await
                };
                let smtp = self.step("STARTTLS", starttls).await?;
                self.note(|| "STARTTLS: the certificate is good".to_owned());
                smtp
            }
            _ => self.greet(socket).await?,
        };
        if let Some(credentials) = &server.credentials {
            let auth = smtp.auth(&[Mechanism::Plain, Mechanism::Login], credentials);
            let response = self.step("signing in", auth).await?;
            self.note(|| format!("signing in: {}", answered(&response)));
        }
        Ok(Box::new(Open {
            smtp,
            sent: 0,
            used: Instant::now(),
            pipelines: None,
            announced: None,
        }))
    }

    async fn greet(
        &self,
        stream: impl AsyncTokioStream + 'static,
    ) -> Result<AsyncSmtpConnection, String> {
        let stream = Box::new(Legible::new(stream));
        let connect = AsyncSmtpConnection::connect_with_transport(stream, &self.hello);
        let smtp = self.step("the greeting", connect).await?;
        self.note(|| {
            let name = smtp.server_info().name();
            format!("EHLO {}: the server calls itself {name}", self.hello)
        });
        Ok(smtp)
    }

    /// A step before any message: what goes wrong here is not the message's fault.
    async fn step<T>(
        &self,
        what: &str,
        step: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, String> {
        match tokio::time::timeout(self.patience.step, step).await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(format!("{} at {what}: {}", self.server, told(&error))),
            Err(_) => Err(format!("{} at {what}: no answer in time", self.server)),
        }
    }

    async fn heard(
        &self,
        what: &str,
        step: impl Future<Output = Result<Response, Error>>,
    ) -> Heard {
        self.heard_within(self.patience.step, what, step).await
    }

    async fn heard_within(
        &self,
        limit: Duration,
        what: &str,
        step: impl Future<Output = Result<Response, Error>>,
    ) -> Heard {
        let heard = match tokio::time::timeout(limit, step).await {
            Ok(Ok(response)) => {
                self.note(|| format!("{what}: {}", answered(&response)));
                return Heard::Yes;
            }
            Ok(Err(error)) => match error.status() {
                Some(code) => Heard::No(u16::from(code), told(&error)),
                None => Heard::Lost(format!("{}: {}", self.server, told(&error))),
            },
            Err(_) => Heard::Lost(format!("{}: no answer in time", self.server)),
        };
        if let Heard::No(_, text) | Heard::Lost(text) = &heard {
            self.note(|| format!("{what}: {text}"));
        }
        heard
    }
}

enum Heard {
    Yes,
    No(u16, String),
    Lost(String),
}

/// A good answer, in one line of at most 300 characters.
fn answered(response: &Response) -> String {
    let words: Vec<&str> = response.message().collect();
    let line = text::line(&format!("{} {}", response.code(), words.join(" ")));
    excerpt(&line, 300)
}

/// What the server or the system said, in one line of at most 300 characters.
fn told(error: &Error) -> String {
    let mut said = match (error.status(), std::error::Error::source(error)) {
        (Some(_), Some(source)) => source.to_string(),
        _ => error.to_string(),
    };
    if let Some(code) = error.status()
        && !said.starts_with(&code.to_string())
    {
        said = format!("{code} {said}");
    }
    let line = text::line(&said);
    excerpt(&line, 300)
}
