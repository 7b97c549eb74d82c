//! What the sink says to one client.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    time::Duration,
};

use super::{Ahead, Offer, Received, Seen, Tls, USER};

/// One connection as it is talked over.
pub(super) struct Session<'a> {
    pub offer: Offer,
    pub connection: usize,
    pub seen: &'a Seen,
    pub signed_in: bool,
    pub taken: usize,
}

impl Session<'_> {
    /// Talks until the client is done; `true` where it wants to go on under TLS.
    pub fn talk<S: Read + Write>(
        &mut self,
        mut wire: BufReader<S>,
        greet: bool,
    ) -> io::Result<bool> {
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
        let mut out_of_turn = false;
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
                "MAIL" if std::mem::take(&mut out_of_turn) => {
                    welcome = false;
                    say(&mut wire, "503 5.5.1 out of turn")?;
                }
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
                    self.look_ahead(&mut wire, &mut out_of_turn);
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

    /// Sees what came with a message, and does to it what was ordered.
    fn look_ahead<S: Read>(&self, wire: &mut BufReader<S>, out_of_turn: &mut bool) {
        let came = wire.buffer().to_vec();
        if came.is_empty() {
            return;
        }
        let lines = String::from_utf8_lossy(&came);
        let lines = lines.lines().map(str::to_owned);
        self.seen.ahead.lock().unwrap().extend(lines);
        match self.offer.ahead {
            Ahead::Answered => {}
            Ahead::Forgotten => wire.consume(came.len()),
            Ahead::Refused => *out_of_turn = true,
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
