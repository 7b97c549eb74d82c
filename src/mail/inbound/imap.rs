//! A mailbox that is asked for new mail (IMAP, RFC 9051 and 3501): for a hub to whose mail server no pipe can be added.
//!
//! The mailbox is Maru's alone. A message is marked as seen once it is kept, and never before; one that is kept and not yet
//! marked when something fails is kept once all the same. Every step has its limit.

use std::{collections::BTreeSet, fmt, io, str::FromStr, sync::Arc, time::Duration};

use async_imap::{Client, Session, types::Fetch};
use futures_util::TryStreamExt;
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use secrecy::{ExposeSecret, SecretString};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::TlsConnector;

use super::MOST;
use crate::mail::transport::{decoded, host_and_port, is_loopback};

/// How long a step may take.
const STEP: Duration = Duration::from_secs(20);
/// How long a message may take to come.
const MESSAGE: Duration = Duration::from_mins(2);

/// A mailbox on an IMAP server. The password is in neither Debug nor Display.
#[derive(Clone)]
pub struct Source {
    host: String,
    port: u16,
    tls: bool,
    roots: RootCertStore,
    user: String,
    password: SecretString,
    folder: String,
}

/// A setting that names no mailbox.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// It cannot be read.
    #[error(
        "write it as imaps://user:password@mail.example.org/INBOX, with other characters than letters and digits of \
         user and password as %XX"
    )]
    Form,
    /// A password would cross a network in the clear.
    #[error("imap:// is for a server on this machine alone; write imaps://")]
    Plain,
    /// A certificate that cannot be read.
    #[error("the certificate to trust cannot be read: {0}")]
    Certificate(String),
}

/// Why a mailbox could not be read.
#[derive(Debug, thiserror::Error)]
pub enum PollError {
    /// The server cannot be reached, or not trusted.
    #[error("the IMAP server cannot be reached: {0}")]
    Unreachable(#[from] io::Error),
    /// It refuses.
    #[error("the IMAP server: {}", words(.0))]
    Server(async_imap::error::Error),
    /// It says what cannot be read. Not what: it may be a mail.
    #[error("the IMAP server says what cannot be understood")]
    Garbled,
    /// It takes too long.
    #[error("the IMAP server takes too long to {0}")]
    Slow(&'static str),
    /// It refuses, and repeats the password: what is in the way is kept and shown, and that must not be.
    #[error(
        "the IMAP server refuses to sign the hub in; its words are not shown, as they repeat the password"
    )]
    Repeats,
}

/// What the server says itself, which the library puts between words for programmers: `code: None, info: Some("…")`.
fn words(error: &async_imap::error::Error) -> String {
    let said = error.to_string();
    let info = said.split_once("info: Some(\"");
    let info = info.and_then(|(_, info)| info.rsplit_once("\")"));
    info.map_or(said.clone(), |(info, _)| info.replace("\\\"", "\""))
}

impl From<async_imap::error::Error> for PollError {
    fn from(error: async_imap::error::Error) -> Self {
        use async_imap::error::Error;
        match error {
            Error::Parse(_) => Self::Garbled,
            // So the library says that it cannot read what came, with all of that.
            Error::Io(error) if error.kind() == io::ErrorKind::Other => Self::Garbled,
            error => Self::Server(error),
        }
    }
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug> Stream for T {}

/// A mailbox that is open.
pub struct Inbox(Session<Box<dyn Stream>>);

impl Source {
    /// Trusts certificates signed by these too (PEM, one or several): a house with an authority of its own.
    ///
    /// # Errors
    /// [`SourceError::Certificate`].
    pub fn trusting(mut self, pem: &[u8]) -> Result<Self, SourceError> {
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate =
                certificate.map_err(|error| SourceError::Certificate(error.to_string()))?;
            self.roots
                .add(certificate)
                .map_err(|error| SourceError::Certificate(error.to_string()))?;
        }
        Ok(self)
    }

    /// Signs in and opens the mailbox.
    ///
    /// # Errors
    /// [`PollError`].
    pub async fn open(&self) -> Result<Inbox, PollError> {
        let stream = within("connect", self.connect()).await?;
        let mut client = Client::new(stream);
        let greeting = within("greet", async { Ok(client.read_response().await?) }).await?;
        if greeting.is_none() {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
        }
        let login = client.login(&self.user, self.password.expose_secret());
        let mut session = within("sign in", async {
            login.await.map_err(|(error, _)| self.refused(error))
        })
        .await?;
        within("open the mailbox", async {
            Ok(session.select(&self.folder).await?)
        })
        .await?;
        Ok(Inbox(session))
    }

    /// Why it does not sign in. Some servers repeat a command that they do not understand.
    fn refused(&self, error: async_imap::error::Error) -> PollError {
        // The command quotes the password, and the error quotes the answer.
        let bare = |text: &str| text.replace(['"', '\\'], "");
        let password = bare(self.password.expose_secret());
        if !password.is_empty() && bare(&error.to_string()).contains(&password) {
            PollError::Repeats
        } else {
            error.into()
        }
    }

    async fn connect(&self) -> Result<Box<dyn Stream>, PollError> {
        let socket = TcpStream::connect((self.host.as_str(), self.port)).await?;
        if !self.tls {
            return Ok(Box::new(socket));
        }
        let config = ClientConfig::builder()
            .with_root_certificates(self.roots.clone())
            .with_no_client_auth();
        let name = ServerName::try_from(self.host.clone())
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        let connector = TlsConnector::from(Arc::new(config));
        Ok(Box::new(connector.connect(name, socket).await?))
    }
}

impl Inbox {
    /// The messages that were not seen yet, the oldest first.
    ///
    /// # Errors
    /// [`PollError`].
    pub async fn unseen(&mut self) -> Result<BTreeSet<u32>, PollError> {
        within("look for mail", async {
            Ok(self.0.uid_search("UNSEEN").await?.into_iter().collect())
        })
        .await
    }

    /// A message, whole up to what is too large; `None` where it is gone. It stays unseen.
    ///
    /// # Errors
    /// [`PollError`].
    pub async fn message(&mut self, uid: u32) -> Result<Option<Vec<u8>>, PollError> {
        let query = format!("(UID BODY.PEEK[]<0.{}>)", MOST + 1);
        let fetch = async {
            let answers: Vec<_> = self
                .0
                .uid_fetch(uid.to_string(), query)
                .await?
                .try_collect()
                .await?;
            let of_it = answers.iter().find(|answer| answer.uid == Some(uid));
            Ok::<_, PollError>(of_it.and_then(Fetch::body).map(<[u8]>::to_vec))
        };
        timeout(MESSAGE, fetch)
            .await
            .map_err(|_| PollError::Slow("give a message"))?
    }

    /// Marks a message as seen.
    ///
    /// # Errors
    /// [`PollError`].
    pub async fn seen(&mut self, uid: u32) -> Result<(), PollError> {
        within("mark a message", async {
            let marking = self.0.uid_store(uid.to_string(), "+FLAGS.SILENT (\\Seen)");
            let _: Vec<_> = marking.await?.try_collect().await?;
            Ok(())
        })
        .await
    }

    /// Says goodbye.
    pub async fn close(mut self) {
        // Whatever the server says to it, the connection ends here.
        let _ = timeout(STEP, self.0.logout()).await;
    }
}

async fn within<T>(
    what: &'static str,
    step: impl Future<Output = Result<T, PollError>>,
) -> Result<T, PollError> {
    timeout(STEP, step)
        .await
        .map_err(|_| PollError::Slow(what))?
}

impl FromStr for Source {
    type Err = SourceError;

    /// `imaps://` is TLS from the first byte (RFC 8314 section 3.2); `imap://` is plain, and for the loopback alone. The
    /// mailbox is `INBOX` where none is written.
    fn from_str(url: &str) -> Result<Self, SourceError> {
        let (scheme, rest) = url.trim().split_once("://").ok_or(SourceError::Form)?;
        let (credentials, rest) = rest.rsplit_once('@').ok_or(SourceError::Form)?;
        let (user, password) = credentials.split_once(':').ok_or(SourceError::Form)?;
        let (authority, folder) = rest.split_once('/').unwrap_or((rest, ""));
        let (host, port) = host_and_port(authority).map_err(|_| SourceError::Form)?;
        let tls = match scheme {
            "imaps" => true,
            "imap" if is_loopback(&host) => false,
            "imap" => return Err(SourceError::Plain),
            _ => return Err(SourceError::Form),
        };
        let read = |part: &str| decoded(part).map_err(|_| SourceError::Form);
        Ok(Self {
            port: port.unwrap_or(if tls { 993 } else { 143 }),
            host,
            tls,
            roots: RootCertStore {
                roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
            },
            user: read(user)?,
            password: read(password)?.into(),
            folder: match folder {
                "" => "INBOX".to_owned(),
                folder => read(folder)?,
            },
        })
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.tls { "imaps" } else { "imap" };
        write!(f, "{scheme}://{}:{}/{}", self.host, self.port, self.folder)
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_is_read_from_its_address_and_the_password_is_not_shown() {
        let read = |url: &str| url.parse::<Source>().map(|source| format!("{source:?}"));
        for (url, shown) in [
            (
                "imaps://hub:pass@mail.example",
                "Source(imaps://mail.example:993/INBOX)",
            ),
            (
                "imaps://hub%40x.example:p%3Aw@mail.example:1993/Maru",
                "Source(imaps://mail.example:1993/Maru)",
            ),
            (
                "imap://hub:pass@127.0.0.1/",
                "Source(imap://127.0.0.1:143/INBOX)",
            ),
        ] {
            assert_eq!(read(url), Ok(shown.to_owned()), "{url}");
        }
        let source: Source = "imaps://hub%40x.example:p%3Aw@mail.example"
            .parse()
            .unwrap();
        assert_eq!(
            (source.user.as_str(), source.password.expose_secret()),
            ("hub@x.example", "p:w")
        );
        assert_eq!(
            read("imap://hub:pass@mail.example"),
            Err(SourceError::Plain)
        );
        for wrong in [
            "mail.example",
            "imaps://mail.example",
            "imaps://hub@mail.example",
            "pop3://a:b@c",
            "imaps://a:%@c",
        ] {
            assert_eq!(read(wrong), Err(SourceError::Form), "{wrong}");
        }
    }
}
