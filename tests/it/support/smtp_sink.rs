//! An SMTP server that keeps what it is given (RFC 5321), and misbehaves for certain recipients.
//!
//! What it does is in the recipient's local part, so that a test reads as what happens:
//!
//! | local part | answer |
//! |---|---|
//! | `later` | 451 to RCPT |
//! | `nobody` | 550 to RCPT |
//! | `full` | 452 to DATA |
//! | `spam` | 554 after the message |
//! | `hang` | none to RCPT |
//! | `slow` | none after the message |
//! | `mute` | none after the message, which it has taken |
//! | `drop` | the connection closes in the middle of the message |
//! | `bye` | 421 to RCPT, and the connection closes |
//! | `vain` | 550 to RCPT, yet 354 to DATA and 554 after the message |
//! | `western` | 550 to RCPT, in Latin-1 |
//! | `korean` | 451 to RCPT, in EUC-KR |
//!
//! Of whom it refused it takes no message: 503 to DATA.
//!
//! Whoever a test means by name can be answered otherwise for a time ([`SmtpSink::says`]), one message can be kept waiting
//! for its answer ([`SmtpSink::hold`]), and one connection for its greeting ([`SmtpSink::keep_out`]).

mod session;

use std::{
    collections::HashMap,
    io::{self, BufReader},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

use self::session::Session;

/// Who signs the sink's certificate, for `localhost` and 127.0.0.1.
pub const AUTHORITY: &[u8] = include_bytes!("tls/authority.pem");

/// The user and password that a sink with [`Offer::auth`] knows.
pub const USER: (&str, &str) = ("hub", "se:cret");

/// A message as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The reverse-path.
    pub sender: String,
    /// The forward-path.
    pub recipient: String,
    /// The message, dots removed that the client stuffed, with the CR LF before the final dot.
    pub data: Vec<u8>,
    /// Which connection it came over, counted from 0.
    pub connection: usize,
}

/// What the sink offers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Offer {
    /// TLS, and how it begins.
    pub tls: Tls,
    /// AUTH PLAIN, required.
    pub auth: bool,
    /// The greeting is a refusal: 554.
    pub closed: bool,
    /// Closes each connection after so many messages, without a word.
    pub hangs_up_after: Option<usize>,
    /// PIPELINING: what comes in one piece is answered one after the other, as everything is.
    pub pipelining: bool,
    /// What becomes of commands that come with the end of a message.
    pub ahead: Ahead,
    /// The greeting, what is said of the message and the farewell are in Latin-1.
    pub western: bool,
}

/// What becomes of commands that come with the end of a message, which PIPELINING allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ahead {
    /// They are answered after the message.
    #[default]
    Answered,
    /// Nobody ever hears them.
    Forgotten,
    /// The first of them is refused: 503.
    Refused,
}

/// How TLS begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tls {
    /// Not at all.
    #[default]
    Never,
    /// After STARTTLS.
    WhenAsked,
    /// From the first byte.
    AtOnce,
}

/// A server on a port of its own; it ends with the test.
pub struct SmtpSink {
    address: SocketAddr,
    seen: Arc<Seen>,
}

#[derive(Default)]
struct Seen {
    messages: Mutex<Vec<Received>>,
    commands: Mutex<Vec<String>>,
    ahead: Mutex<Vec<String>>,
    connections: AtomicUsize,
    said: Mutex<HashMap<String, &'static str>>,
    said_of_us: Mutex<Option<&'static str>>,
    held: Mutex<Held>,
    let_go: Condvar,
    door: Door,
}

/// Where a connection waits for its greeting.
#[derive(Default)]
struct Door {
    shut: Mutex<Shut>,
    opened: Condvar,
}

/// Whom the door is shut for.
#[derive(Default)]
struct Shut {
    /// The number of the connection.
    connection: Option<usize>,
    /// Whether it stands outside.
    outside: bool,
}

/// Whether a message waits for its answer.
#[derive(Default)]
enum Held {
    #[default]
    Nothing,
    /// The next one will.
    Next,
    /// One does.
    One,
    /// It is answered so.
    Answered(&'static str),
}

impl SmtpSink {
    /// One that speaks plainly.
    pub fn start() -> Self {
        Self::offering(Offer::default())
    }

    /// One that takes several commands at once, as most servers do.
    pub fn pipelining() -> Self {
        Self::offering(Offer {
            pipelining: true,
            ..Offer::default()
        })
    }

    /// One that offers these.
    pub fn offering(offer: Offer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Seen::default());
        let kept = Arc::clone(&seen);
        std::thread::spawn(move || {
            for socket in listener.incoming().flatten() {
                let seen = Arc::clone(&kept);
                let connection = seen.connections.fetch_add(1, Ordering::SeqCst);
                // What breaks off here was broken off by a test.
                std::thread::spawn(move || serve(socket, offer, connection, &seen));
            }
        });
        Self { address, seen }
    }

    /// `127.0.0.1:PORT`
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// For `MARU_SMTP_URL`.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// The messages it took, in order.
    pub fn received(&self) -> Vec<Received> {
        self.seen.messages.lock().unwrap().clone()
    }

    /// Waits until it has taken so many messages, and gives them.
    pub fn wait_for(&self, count: usize) -> Vec<Received> {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            let received = self.received();
            if received.len() >= count {
                return received;
            }
            assert!(
                Instant::now() < until,
                "{} of {count} messages came",
                received.len()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// How many messages it took.
    pub fn count(&self) -> usize {
        self.seen.messages.lock().unwrap().len()
    }

    /// The messages it took since they were last taken from it, in order.
    pub fn take(&self) -> Vec<Received> {
        std::mem::take(&mut *self.seen.messages.lock().unwrap())
    }

    /// What is answered to RCPT of this recipient from now on; nothing: that they are welcome.
    pub fn says(&self, recipient: &str, answer: Option<&'static str>) {
        let mut said = self.seen.said.lock().unwrap();
        match answer {
            Some(answer) => said.insert(recipient.to_owned(), answer),
            None => said.remove(recipient),
        };
    }

    /// What is answered to MAIL from now on; nothing: that we are welcome.
    pub fn says_of_us(&self, answer: Option<&'static str>) {
        *self.seen.said_of_us.lock().unwrap() = answer;
    }

    /// The next message waits for its answer until [`Self::let_go`].
    pub fn hold(&self) {
        *self.seen.held.lock().unwrap() = Held::Next;
    }

    /// Whether a message waits for its answer.
    pub fn holds(&self) -> bool {
        matches!(*self.seen.held.lock().unwrap(), Held::One)
    }

    /// Answers so to the message that waits; where none does, none will.
    pub fn let_go(&self, answer: &'static str) {
        let mut held = self.seen.held.lock().unwrap();
        *held = match *held {
            Held::One => Held::Answered(answer),
            _ => Held::Nothing,
        };
        self.seen.let_go.notify_all();
    }

    /// The connection of this number, counted from 0, waits for its greeting until [`Self::let_in`].
    pub fn keep_out(&self, connection: usize) {
        self.seen.door.shut.lock().unwrap().connection = Some(connection);
    }

    /// Whether a connection waits for its greeting.
    pub fn keeps_out(&self) -> bool {
        self.seen.door.shut.lock().unwrap().outside
    }

    /// Greets the connection that waits.
    pub fn let_in(&self) {
        *self.seen.door.shut.lock().unwrap() = Shut::default();
        self.seen.door.opened.notify_all();
    }

    /// Every command it heard, without the messages.
    pub fn commands(&self) -> Vec<String> {
        self.seen.commands.lock().unwrap().clone()
    }

    /// The commands that came with the end of a message, before it was answered.
    pub fn said_ahead(&self) -> Vec<String> {
        self.seen.ahead.lock().unwrap().clone()
    }

    /// How many connections were opened.
    pub fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }
}

fn serve(socket: TcpStream, offer: Offer, connection: usize, seen: &Seen) -> io::Result<()> {
    socket.set_nodelay(true)?;
    seen.door.pass(connection);
    let mut session = Session {
        offer,
        connection,
        seen,
        signed_in: !offer.auth,
        taken: 0,
    };
    if offer.tls == Tls::AtOnce {
        session.talk(BufReader::new(under_tls(socket)?), true)?;
        return Ok(());
    }
    let again = socket.try_clone()?;
    if session.talk(BufReader::new(socket), true)? {
        session.offer.tls = Tls::Never;
        // After STARTTLS there is no second greeting.
        session.talk(BufReader::new(under_tls(again)?), false)?;
    }
    Ok(())
}

fn under_tls(socket: TcpStream) -> io::Result<StreamOwned<ServerConnection, TcpStream>> {
    let certificate = CertificateDer::from_pem_slice(include_bytes!("tls/sink.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("tls/sink.key")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let connection = ServerConnection::new(Arc::new(config)).map_err(io::Error::other)?;
    Ok(StreamOwned::new(connection, socket))
}

impl Door {
    /// Waits while it is shut for this connection.
    fn pass(&self, connection: usize) {
        let mut shut = self.shut.lock().unwrap();
        while shut.connection == Some(connection) {
            shut.outside = true;
            shut = self.opened.wait(shut).unwrap();
        }
    }
}

impl Seen {
    /// What a message is answered that has come, once it does not wait any more.
    fn answer(&self) -> &'static str {
        let mut held = self.held.lock().unwrap();
        if !matches!(*held, Held::Next) {
            return "250 taken";
        }
        *held = Held::One;
        loop {
            held = self.let_go.wait(held).unwrap();
            if let Held::Answered(answer) = *held {
                *held = Held::Nothing;
                return answer;
            }
        }
    }
}
