//! An IMAP server with one mailbox (RFC 3501), as far as a client that looks for new mail needs one.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

/// A message in the mailbox, and whether it was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lying {
    /// As it came.
    pub source: Vec<u8>,
    /// Its `\Seen`.
    pub seen: bool,
    /// Whether the server cannot read it to its end, and hangs up over it.
    pub rotten: bool,
}

/// The server.
pub struct ImapServer {
    /// Where it answers.
    pub address: SocketAddr,
    mailbox: Arc<Mutex<Vec<Lying>>>,
    commands: Arc<Mutex<Vec<String>>>,
}

impl ImapServer {
    /// A server that knows `hub` with the password `se cret`, and these messages; with or without TLS. After one that says
    /// `garbled` it says what is no IMAP.
    pub fn with(tls: bool, messages: &[&str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let lying = |source: &&str| Lying {
            source: source.replace('\n', "\r\n").into_bytes(),
            seen: false,
            rotten: false,
        };
        let server = Self {
            address: listener.local_addr().unwrap(),
            mailbox: Arc::new(Mutex::new(messages.iter().map(lying).collect())),
            commands: Arc::default(),
        };
        let (mailbox, commands) = (server.mailbox.clone(), server.commands.clone());
        // It ends with the test's process.
        std::thread::spawn(move || {
            for socket in listener.incoming() {
                let (mailbox, commands) = (mailbox.clone(), commands.clone());
                std::thread::spawn(move || talk(socket.unwrap(), tls, &mailbox, &commands));
            }
        });
        server
    }

    /// The setting by which it is read.
    pub fn url(&self, tls: bool) -> String {
        let scheme = if tls { "imaps" } else { "imap" };
        format!(
            "{scheme}://hub:se%20cret@127.0.0.1:{}/INBOX",
            self.address.port()
        )
    }

    /// Puts a message into the mailbox.
    pub fn deliver(&self, source: &[u8]) {
        self.mailbox.lock().unwrap().push(Lying {
            source: source.to_vec(),
            seen: false,
            rotten: false,
        });
    }

    /// Lets the message at `index` rot, or be whole again.
    pub fn let_rot(&self, index: usize, rotten: bool) {
        self.mailbox.lock().unwrap()[index].rotten = rotten;
    }

    /// Which messages were seen.
    pub fn seen(&self) -> Vec<bool> {
        let mailbox = self.mailbox.lock().unwrap();
        mailbox.iter().map(|message| message.seen).collect()
    }

    /// Marks every message as not seen, as a mail program can.
    pub fn forget(&self) {
        for message in self.mailbox.lock().unwrap().iter_mut() {
            message.seen = false;
        }
    }

    /// The commands so far, without their tags.
    pub fn commands(&self) -> Vec<String> {
        self.commands.lock().unwrap().clone()
    }
}

fn talk(socket: TcpStream, tls: bool, mailbox: &Mutex<Vec<Lying>>, commands: &Mutex<Vec<String>>) {
    if !tls {
        return converse(&mut BufReader::new(socket), mailbox, commands);
    }
    let chain: Vec<_> = CertificateDer::pem_slice_iter(include_bytes!("tls/sink.pem"))
        .map(Result::unwrap)
        .collect();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("tls/sink.key")).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let connection = ServerConnection::new(Arc::new(config)).unwrap();
    let stream = StreamOwned::new(connection, socket);
    converse(&mut BufReader::new(stream), mailbox, commands);
}

fn answer_with<S: Read + Write>(stream: &mut BufReader<S>, octets: &[u8]) {
    // A client that has hung up reads no more.
    let _ = stream.get_mut().write_all(octets);
    let _ = stream.get_mut().flush();
}

fn converse<S: Read + Write>(
    stream: &mut BufReader<S>,
    mailbox: &Mutex<Vec<Lying>>,
    commands: &Mutex<Vec<String>>,
) {
    answer_with(stream, b"* OK sample\r\n");
    let mut line = String::new();
    loop {
        line.clear();
        if stream.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let Some((tag, command)) = line.trim_end().split_once(' ') else {
            return;
        };
        commands.lock().unwrap().push(command.to_owned());
        let mut mailbox = mailbox.lock().unwrap();
        let words: Vec<&str> = command.split(' ').collect();
        let uid = |word: &str| word.parse::<usize>().unwrap() - 1;
        let mut answer = Vec::new();
        let mut end = "OK done".to_owned();
        match words.as_slice() {
            ["LOGIN", ..] if command == "LOGIN \"hub\" \"se cret\"" => {}
            // As some do with what they do not understand.
            ["LOGIN", ..] if command.contains("parrot") => end = format!("BAD what is {command}"),
            ["LOGIN", ..] => end = "NO [AUTHENTICATIONFAILED] wrong".to_owned(),
            ["SELECT", ..] => {
                answer.extend(
                    format!(
                        "* {} EXISTS\r\n* OK [UIDVALIDITY 1] sample\r\n",
                        mailbox.len()
                    )
                    .bytes(),
                );
            }
            ["UID", "SEARCH", "UNSEEN"] => {
                let unseen = mailbox
                    .iter()
                    .enumerate()
                    .filter(|(_, message)| !message.seen);
                let numbers: String = unseen.map(|(n, _)| format!(" {}", n + 1)).collect();
                answer.extend(format!("* SEARCH{numbers}\r\n").bytes());
            }
            ["UID", "FETCH", number, ..] => {
                let most: usize = command
                    .split_once("<0.")
                    .and_then(|(_, rest)| rest.split_once('>')?.0.parse().ok())
                    .unwrap();
                let source = &mailbox[uid(number)].source;
                let source = &source[..source.len().min(most)];
                let head = format!(
                    "* {number} FETCH (UID {number} BODY[]<0> {{{}}}\r\n",
                    source.len()
                );
                answer.extend(head.bytes());
                if mailbox[uid(number)].rotten {
                    answer.extend_from_slice(&source[..source.len() / 2]);
                    return answer_with(stream, &answer);
                }
                answer.extend_from_slice(source);
                let is_garbled = source.windows(7).any(|octets| octets == b"garbled");
                answer.extend_from_slice(if is_garbled { b"((\r\n" } else { b")\r\n" });
            }
            ["UID", "STORE", number, ..] => mailbox[uid(number)].seen = true,
            ["LOGOUT"] => answer.extend_from_slice(b"* BYE sample\r\n"),
            _ => end = "BAD unknown".to_owned(),
        }
        drop(mailbox);
        answer.extend(format!("{tag} {end}\r\n").bytes());
        answer_with(stream, &answer);
    }
}
