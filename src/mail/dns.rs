//! Asking a name server for TXT records (RFC 1035): what a domain says of its mail. A few questions now and then, so there is
//! no cache and no resolver of our own: the system's name server is asked, over UDP, and over TCP where an answer is long.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpStream, UdpSocket},
    time::timeout,
};

use crate::base::ids::random_bytes;

/// How often a question is put.
const TRIES: u32 = 2;
/// What we take in one packet; more than that comes over TCP.
const PACKET: u16 = 1232;
/// The type TXT.
const TXT: u16 = 16;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Unanswered {
    /// The name cannot be asked for.
    #[error("“{0}” is no name")]
    Name(String),
    /// The name server cannot be reached.
    #[error("the name server cannot be asked: {0}")]
    Unreachable(#[from] io::Error),
    /// It says nothing in time.
    #[error("the name server {0} does not answer")]
    Slow(SocketAddr),
    /// It says that it does not know, or what cannot be understood.
    #[error("the name server gives no answer (code {0})")]
    Refused(u8),
}

/// The name server that the system asks (`/etc/resolv.conf`); the one of this machine where none is named.
pub fn name_server() -> SocketAddr {
    let conf = std::fs::read_to_string("/etc/resolv.conf").unwrap_or_default();
    let named = conf.lines().find_map(|line| {
        let address = line.strip_prefix("nameserver")?.trim();
        address.split('%').next()?.parse::<IpAddr>().ok()
    });
    SocketAddr::new(named.unwrap_or(Ipv4Addr::LOCALHOST.into()), 53)
}

/// The TXT records of `name`, each with its parts put together; none where the name has none or does not exist. Takes at most
/// `patience`.
///
/// # Errors
/// [`Unanswered`].
pub async fn txt(
    server: SocketAddr,
    name: &str,
    patience: Duration,
) -> Result<Vec<String>, Unanswered> {
    let id = u16::from_be_bytes(random_bytes());
    let question = question(id, name).ok_or_else(|| Unanswered::Name(name.to_owned()))?;
    for _ in 0..TRIES {
        let asked = timeout(patience / TRIES, ask(server, id, &question)).await;
        if let Ok(answer) = asked {
            return read(&answer?).ok_or(Unanswered::Refused(0))?;
        }
    }
    Err(Unanswered::Slow(server))
}

async fn ask(server: SocketAddr, id: u16, question: &[u8]) -> io::Result<Vec<u8>> {
    let here: SocketAddr = match server {
        SocketAddr::V4(_) => ([0, 0, 0, 0], 0).into(),
        SocketAddr::V6(_) => ([0_u16; 8], 0).into(),
    };
    let socket = UdpSocket::bind(here).await?;
    socket.connect(server).await?;
    socket.send(question).await?;
    let mut packet = vec![0; usize::from(PACKET)];
    loop {
        let length = socket.recv(&mut packet).await?;
        let answer = &packet[..length];
        // What answers another question is none of ours.
        if answer.len() < 12 || answer[..2] != id.to_be_bytes() || answer[2] & 0x80 == 0 {
            continue;
        }
        let is_cut_off = answer[2] & 0x02 != 0;
        return match is_cut_off {
            false => Ok(answer.to_vec()),
            true => ask_at_length(server, question).await,
        };
    }
}

async fn ask_at_length(server: SocketAddr, question: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(server).await?;
    let length = u16::try_from(question.len()).map_err(io::Error::other)?;
    stream
        .write_all(&[&length.to_be_bytes(), question].concat())
        .await?;
    let length = stream.read_u16().await?;
    let mut answer = vec![0; usize::from(length)];
    stream.read_exact(&mut answer).await?;
    Ok(answer)
}

fn question(id: u16, name: &str) -> Option<Vec<u8>> {
    // Recursion is wanted; one question, and what we take (RFC 6891).
    let mut packet = [id.to_be_bytes(), [1, 0], [0, 1], [0, 0], [0, 0], [0, 1]].concat();
    for label in name.trim_end_matches('.').split('.') {
        let length = u8::try_from(label.len())
            .ok()
            .filter(|length| (1..64).contains(length))?;
        packet.push(length);
        packet.extend(label.as_bytes());
    }
    packet.push(0);
    packet.extend([TXT.to_be_bytes(), [0, 1]].concat());
    packet.extend([&[0, 0, 41], &PACKET.to_be_bytes()[..], &[0; 6]].concat());
    (packet.len() <= 300).then_some(packet)
}

/// The records in an answer; `None` where it cannot be understood.
fn read(answer: &[u8]) -> Option<Result<Vec<String>, Unanswered>> {
    let number = |at: usize| Some(u16::from_be_bytes([*answer.get(at)?, *answer.get(at + 1)?]));
    match answer.get(3)? & 0x0f {
        0 => {}
        // There is no such name.
        3 => return Some(Ok(Vec::new())),
        code => return Some(Err(Unanswered::Refused(code))),
    }
    let mut at = 12;
    for _ in 0..number(4)? {
        at = behind_name(answer, at)? + 4;
    }
    let mut records = Vec::new();
    for _ in 0..number(6)? {
        at = behind_name(answer, at)?;
        let (kind, length) = (number(at)?, usize::from(number(at + 8)?));
        let data = answer.get(at + 10..at + 10 + length)?;
        if kind == TXT {
            records.push(parts(data)?);
        }
        at += 10 + length;
    }
    Some(Ok(records))
}

fn behind_name(answer: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *answer.get(at)? {
            0 => return Some(at + 1),
            // The rest of the name stands elsewhere.
            length if length >= 0xc0 => return Some(at + 2),
            length => at += usize::from(length) + 1,
        }
    }
}

fn parts(mut data: &[u8]) -> Option<String> {
    let mut whole = Vec::new();
    while let Some((&length, rest)) = data.split_first() {
        let length = usize::from(length);
        whole.extend(rest.get(..length)?);
        data = &rest[length..];
    }
    Some(String::from_utf8_lossy(&whole).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_written_as_the_standard_says() {
        let asked = question(0x1234, "_dmarc.hub.example.").unwrap();
        assert_eq!(
            asked,
            b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x01\x06_dmarc\x03hub\x07example\x00\x00\x10\x00\x01\
              \x00\x00\x29\x04\xd0\x00\x00\x00\x00\x00\x00"
        );
        for wrong in ["", "a..b", &"a".repeat(64), &"ab.".repeat(100)] {
            assert_eq!(question(1, wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_answer_is_read_past_aliases_and_in_parts() {
        let mut answer =
            b"\x12\x34\x81\x80\x00\x01\x00\x03\x00\x00\x00\x00\x01k\x07example\x00\x00\x10\x00\x01"
                .to_vec();
        // An alias, then two records, the first in two parts.
        answer.extend(b"\xc0\x0c\x00\x05\x00\x01\x00\x00\x00\x3c\x00\x04\x01l\xc0\x0e");
        answer.extend(b"\xc0\x25\x00\x10\x00\x01\x00\x00\x00\x3c\x00\x08\x03v=s\x03pf1");
        answer.extend(b"\xc0\x25\x00\x10\x00\x01\x00\x00\x00\x3c\x00\x02\x01x");
        assert_eq!(read(&answer).unwrap().unwrap(), ["v=spf1", "x"]);
        for length in 0..answer.len() {
            // Whatever is cut off is no answer, and no panic.
            let _ = read(&answer[..length]);
        }
        let nothing = b"\x12\x34\x81\x83\x00\x00\x00\x00\x00\x00\x00\x00";
        assert_eq!(read(nothing).unwrap().unwrap(), Vec::<String>::new());
        let failed = b"\x12\x34\x81\x82\x00\x00\x00\x00\x00\x00\x00\x00";
        assert!(matches!(read(failed), Some(Err(Unanswered::Refused(2)))));
    }
}
