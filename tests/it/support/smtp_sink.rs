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

use std::{
    collections::HashMap,
    io::{self, BufRead, BufReader, Read, Write},
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
    /// The greeting, what is said of the message and the farewell are in Latin-1.
    pub western: bool,
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

struct Session<'a> {
    offer: Offer,
    connection: usize,
    seen: &'a Seen,
    signed_in: bool,
    taken: usize,
}

impl Session<'_> {
    /// Talks until the client is done; `true` where it wants to go on under TLS.
    fn talk<S: Read + Write>(&mut self, mut wire: BufReader<S>, greet: bool) -> io::Result<bool> {
        if greet {
            if self.offer.closed {
                say(&mut wire, "554 no mail from you")?;
                return Ok(false);
            }
            match self.offer.western {
                true => utter(&mut wire, b"220 sink.example enchant\xe9")?,
                false => say(&mut wire, "220 sink.example ESMTP")?,
            }
        }
        let (mut sender, mut recipient) = (String::new(), String::new());
        let mut welcome = false;
        loop {
            let mut line = String::new();
            if wire.read_line(&mut line)? == 0 {
                return Ok(false);
            }
            let line = line.trim_end().to_owned();
            self.seen.commands.lock().unwrap().push(line.clone());
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match verb {
                "EHLO" => self.greet(&mut wire)?,
                "STARTTLS" => {
                    say(&mut wire, "220 go ahead")?;
                    return Ok(true);
                }
                "AUTH" => {
                    let (user, password) = USER;
                    let wanted = base64::Engine::encode(
                        &base64::engine::general_purpose::STANDARD,
                        format!("\0{user}\0{password}"),
                    );
                    self.signed_in = rest == format!("PLAIN {wanted}");
                    say(
                        &mut wire,
                        if self.signed_in {
                            "235 welcome"
                        } else {
                            "535 5.7.8 wrong name or password"
                        },
                    )?;
                }
                "MAIL" if !self.signed_in => say(&mut wire, "530 sign in first")?,
                "MAIL" => {
                    sender = path(rest);
                    let said = *self.seen.said_of_us.lock().unwrap();
                    if let Some(said) = said {
                        say(&mut wire, said)?;
                        continue;
                    }
                    say(&mut wire, "250 sender ok")?;
                }
                "RCPT" => {
                    recipient = path(rest);
                    let said = self.seen.said.lock().unwrap().get(&recipient).copied();
                    if let Some(said) = said {
                        welcome = said.starts_with('2');
                        say(&mut wire, said)?;
                        continue;
                    }
                    welcome =
                        !matches!(local(&recipient), "later" | "nobody" | "western" | "korean");
                    match local(&recipient) {
                        "vain" => say(&mut wire, "550 5.1.1 nobody here")?,
                        "western" => utter(&mut wire, b"550 5.1.1 bo\xeete inconnue")?,
                        "korean" => utter(
                            &mut wire,
                            b"451 4.7.1 \xbe\xf8\xb4\xc2 \xbb\xe7\xbf\xeb\xc0\xda",
                        )?,
                        "later" => say(&mut wire, "451 4.7.1 greylisted, come back")?,
                        "nobody" => say(&mut wire, "550-5.1.1 there is\r\n550 5.1.1 nobody here")?,
                        "bye" => {
                            say(&mut wire, "421 closing for the night")?;
                            return Ok(false);
                        }
                        "hang" => std::thread::sleep(Duration::from_mins(1)),
                        _ => say(&mut wire, "250 recipient ok")?,
                    }
                }
                "DATA" if !welcome => say(&mut wire, "503 5.5.1 for whom?")?,
                "DATA" if local(&recipient) == "full" => say(&mut wire, "452 4.3.1 disk full")?,
                "DATA" => {
                    say(&mut wire, "354 go on")?;
                    if local(&recipient) == "drop" {
                        wire.read_exact(&mut [0; 20])?;
                        return Ok(false);
                    }
                    let data = message(&mut wire)?;
                    let answer = self.seen.answer();
                    match local(&recipient) {
                        "spam" => say(&mut wire, "554 5.7.1 looks like spam")?,
                        "vain" => say(&mut wire, "554 5.5.1 for nobody")?,
                        "slow" => std::thread::sleep(Duration::from_mins(1)),
                        "mute" => {
                            self.take(&sender, &recipient, data);
                            std::thread::sleep(Duration::from_mins(1));
                        }
                        _ if !answer.starts_with('2') => say(&mut wire, answer)?,
                        _ => {
                            self.take(&sender, &recipient, data);
                            match self.offer.western {
                                true => utter(&mut wire, b"250 re\xe7u")?,
                                false => say(&mut wire, answer)?,
                            }
                            self.taken += 1;
                            if self.offer.hangs_up_after == Some(self.taken) {
                                return Ok(false);
                            }
                        }
                    }
                }
                "RSET" | "NOOP" => say(&mut wire, "250 ok")?,
                "QUIT" => {
                    match self.offer.western {
                        true => utter(&mut wire, b"221 \xe0 bient\xf4t")?,
                        false => say(&mut wire, "221 bye")?,
                    }
                    return Ok(false);
                }
                _ => say(&mut wire, "502 not here")?,
            }
        }
    }

    fn take(&self, sender: &str, recipient: &str, data: Vec<u8>) {
        self.seen.messages.lock().unwrap().push(Received {
            sender: sender.to_owned(),
            recipient: recipient.to_owned(),
            data,
            connection: self.connection,
        });
    }

    fn greet<S: Read + Write>(&self, wire: &mut BufReader<S>) -> io::Result<()> {
        let mut lines = vec!["sink.example", "8BITMIME", "SMTPUTF8"];
        if self.offer.pipelining {
            lines.push("PIPELINING");
        }
        if self.offer.tls == Tls::WhenAsked {
            lines.push("STARTTLS");
        }
        if self.offer.auth {
            lines.push("AUTH PLAIN");
        }
        let last = lines.len() - 1;
        let answer: Vec<String> = lines
            .iter()
            .enumerate()
            .map(|(index, line)| format!("250{}{line}", if index == last { ' ' } else { '-' }))
            .collect();
        say(wire, &answer.join("\r\n"))
    }
}

fn say<S: Read + Write>(wire: &mut BufReader<S>, line: &str) -> io::Result<()> {
    utter(wire, line.as_bytes())
}

/// Says a line in whatever charset.
fn utter<S: Read + Write>(wire: &mut BufReader<S>, line: &[u8]) -> io::Result<()> {
    let wire = wire.get_mut();
    wire.write_all(&[line, b"\r\n"].concat())?;
    wire.flush()
}

fn message(wire: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut data = Vec::new();
    loop {
        let mut line = Vec::new();
        if wire.read_until(b'\n', &mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if line == b".\r\n" {
            return Ok(data);
        }
        data.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}

fn path(rest: &str) -> String {
    let inner = rest
        .split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or_else(String::new, |(path, _)| path.to_owned())
}

fn local(address: &str) -> &str {
    address.split('@').next().unwrap_or("")
}
