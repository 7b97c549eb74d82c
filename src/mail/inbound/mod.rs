//! Mail that comes in, read and sorted: what it is, and to what of ours it answers. What follows from it is for others to
//! decide; nothing is written here but the message itself ([`kept`]).
//!
//! Whoever writes is not believed: a token in the address is looked at with the hub's key by whoever uses it, and an
//! ATTENDEE or a From is a claim. Mail that is itself automatic is never answered (RFC 3834).

pub mod imap;
pub mod kept;
mod korean;
pub mod look;
mod note;
mod report;
mod trust;

use std::borrow::Cow;

use chrono::DateTime;
use mail_parser::{
    Address, Header, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders,
    decoders::charsets::map::charset_decoder,
};

pub use report::{Bounce, Severity};
pub(super) use report::{is_gone, says_nobody};

use super::mailbox::Mailbox;
use crate::{
    base::{clock::Instant, text},
    ical::read::{
        self,
        answer::{self, Response},
    },
};

/// The most octets of a message that is read; of a larger one the headers alone are.
pub const MOST: usize = 25 << 20;

/// The most octets of headers.
const HEADERS: usize = 256 << 10;

/// The most characters that are passed on of what someone wrote.
const PASSED_ON: usize = 20_000;

/// A message, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// Who it says it is from.
    pub from: Option<Mailbox>,
    /// Whether the hub's own mail server vouches that it is from that domain (RFC 8601).
    pub authenticated: bool,
    /// What stood behind the plus sign in the address that it was sent to, not yet believed.
    pub token: Option<String>,
    /// Its subject, in one line.
    pub subject: String,
    /// When it was written, by the writer's clock.
    pub written_at: Option<Instant>,
    /// The Message-IDs to which it answers, without angle brackets, the nearest first.
    pub answers: Vec<String>,
    /// What it is.
    pub what: What,
}

/// What a message is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A calendar's answer to an invitation.
    Answer(Box<Response>),
    /// A mail of ours that did not arrive, or not yet (RFC 3464).
    Bounce(Bounce),
    /// A reader has called a mail of ours unwanted (RFC 5965).
    Complaint {
        /// The Message-ID of that mail.
        original: Option<String>,
    },
    /// Asks that mails stop (RFC 2369).
    Unsubscribe,
    /// No person wrote it to be read: why it is believed so.
    Automatic(&'static str),
    /// For a person to read.
    Prose(Prose),
}

/// What someone wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prose {
    /// The text, in lines.
    pub text: String,
    /// The names of what was attached.
    pub attachments: Vec<String>,
    /// Whether the message was too large to be read.
    pub too_large: bool,
    /// Why it may be that no person wrote it: it is for one to read only where it answers a mail that we sent.
    pub doubtful: Option<&'static str>,
}

/// Reads a message to `hub`, the hub's own mailbox. `None` where it is no message.
pub fn read(octets: &[u8], hub: &Mailbox) -> Option<Incoming> {
    let octets = without_envelope(octets);
    let too_large = octets.len() > MOST;
    let octets = korean::without_words(if too_large { head(octets) } else { octets });
    let message = MessageParser::default().parse(&*octets)?;
    // Any line can be read as a header that nobody knows.
    if message
        .headers()
        .iter()
        .all(|header| header.name.is_other())
    {
        return None;
    }
    let from = message.from().and_then(|from| {
        let first = from.first()?;
        Mailbox::new(first.name(), first.address()?).ok()
    });
    let token = token(&message, hub).or_else(|| token_in_subject(&message));
    Some(Incoming {
        authenticated: from
            .as_ref()
            .is_some_and(|from| trust::vouched_for(&message, hub.host(), from.host())),
        what: if too_large {
            What::Prose(Prose {
                too_large,
                ..Prose::default()
            })
        } else {
            what(&message, hub, from.as_ref(), token.as_deref())
        },
        from,
        token,
        subject: text::line(message.subject().unwrap_or_default()),
        written_at: message
            .date()
            .and_then(|date| DateTime::from_timestamp(date.to_timestamp(), 0)),
        answers: answered(&message),
    })
}

/// Without the line that a mailbox in a file puts before each message.
fn without_envelope(octets: &[u8]) -> &[u8] {
    if !octets.starts_with(b"From ") {
        return octets;
    }
    let end = octets.iter().position(|octet| *octet == b'\n');
    end.map_or(octets, |end| &octets[end + 1..])
}

fn head(octets: &[u8]) -> &[u8] {
    let octets = &octets[..octets.len().min(HEADERS)];
    let ends = |mark: &[u8]| octets.windows(mark.len()).position(|window| window == mark);
    let end = [ends(b"\n\n"), ends(b"\n\r\n")].into_iter().flatten().min();
    &octets[..end.map_or(octets.len(), |end| end + 1)]
}

fn what(message: &Message<'_>, hub: &Mailbox, from: Option<&Mailbox>, token: Option<&str>) -> What {
    // What someone sends on, or attaches, is no report of theirs.
    if (is_report(message) || trust::automatic(message, from).is_some())
        && let Some(report) = report::report(message)
    {
        return report;
    }
    let mut parts = message.parts.iter();
    if let Some(mut answer) = parts.find_map(|part| calendar_answer(message, part)) {
        answer.comment = note::beside(message, hub, from, answer.comment.take());
        return What::Answer(Box::new(answer));
    }
    if from.is_some_and(|from| from.address().eq_ignore_ascii_case(hub.address())) {
        return What::Automatic("it is our own");
    }
    // Some mail programs let this button write in the name of the reader and mark it as automatic.
    if token.is_some_and(|token| asks_for_no_more(message, token)) {
        return What::Unsubscribe;
    }
    match trust::automatic(message, from) {
        Some(mark) if mark.certain || !answers_ours(message, hub, token) => {
            What::Automatic(mark.why)
        }
        mark => What::Prose(Prose {
            doubtful: mark.map(|mark| mark.why),
            ..prose(message)
        }),
    }
}

/// Whether it answers a mail of ours, as far as it says itself: by the address that it went to, or by what it names. Anyone at
/// our host names such ids, so whoever deals with it looks for that mail.
fn answers_ours(message: &Message<'_>, hub: &Mailbox, token: Option<&str>) -> bool {
    let is_ours = |id: &String| {
        let host = id.rsplit_once('@').map(|(_, host)| host);
        host.is_some_and(|host| host.eq_ignore_ascii_case(hub.host()))
    };
    token.is_some() || answered(message).iter().any(is_ours)
}

/// Whether its subject is `unsubscribe`, as our own address for that writes it: with the token behind it where no address
/// bears one.
fn asks_for_no_more(message: &Message<'_>, token: &str) -> bool {
    let subject: Vec<&str> = message
        .subject()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let behind = match subject.split_first() {
        Some((first, behind)) if first.eq_ignore_ascii_case("unsubscribe") => behind,
        _ => return false,
    };
    behind.is_empty() || behind == [token]
}

/// Whether the message as a whole is a report (RFC 6522).
fn is_report(message: &Message<'_>) -> bool {
    message.content_type().is_some_and(|kind| {
        let subtype = kind.subtype().unwrap_or_default();
        kind.ctype().eq_ignore_ascii_case("multipart") && subtype.eq_ignore_ascii_case("report")
    })
}

/// An answer in a part of the message itself; what is in a forwarded message is not asked for. Some clients say what it is
/// beside the calendar alone (`method`), and not in it.
fn calendar_answer(message: &Message<'_>, part: &MessagePart<'_>) -> Option<Response> {
    let kind = part.content_type()?;
    let subtype = kind.subtype()?.to_ascii_lowercase();
    let is_calendar = matches!(
        (kind.ctype().to_ascii_lowercase().as_str(), subtype.as_str()),
        ("text", "calendar") | ("application", "ics")
    );
    if !is_calendar {
        return None;
    }
    let octets = calendar_octets(message, part, kind.attribute("charset"));
    // Where octets were no text, the parser has put this character in their place.
    let damaged =
        str::from_utf8(&octets).is_ok_and(|text| text.contains(char::REPLACEMENT_CHARACTER));
    if damaged {
        return None;
    }
    answer::response_by(&read::read(&octets).ok()?, kind.attribute("method"))
}

/// A calendar in UTF-8, whatever it was written in. Of a part that is no text the parser has left that to us.
fn calendar_octets<'a>(
    message: &Message<'_>,
    part: &'a MessagePart<'_>,
    charset: Option<&str>,
) -> Cow<'a, [u8]> {
    if let Some(text) = korean::text(message, part) {
        return Cow::Owned(text.into_bytes());
    }
    let octets = part.contents();
    let decoder = charset.and_then(|charset| charset_decoder(charset.as_bytes()));
    match decoder {
        Some(decoder) if !part.is_text() => Cow::Owned(decoder(octets).into_bytes()),
        _ => Cow::Borrowed(octets),
    }
}

fn prose(message: &Message<'_>) -> Prose {
    let text = words(message);
    let text: String = text::lines(&text).chars().take(PASSED_ON).collect();
    Prose {
        text,
        attachments: message
            .attachments()
            .map(|part| text::line(part.attachment_name().unwrap_or_default()))
            .collect(),
        ..Prose::default()
    }
}

/// What a person would read first.
fn words<'a>(message: &'a Message<'_>) -> Cow<'a, str> {
    match korean::body(message) {
        Some(text) => Cow::Owned(text),
        None => message.body_text(0).unwrap_or_default(),
    }
}

/// Where the message was delivered is nearer the truth than to whom it says it is.
fn token(message: &Message<'_>, hub: &Mailbox) -> Option<String> {
    const ENVELOPE: [&str; 4] = [
        "Delivered-To",
        "X-Original-To",
        "Envelope-To",
        "X-Delivered-To",
    ];
    let delivered = raw(message)
        .filter(|(name, _)| {
            ENVELOPE
                .iter()
                .any(|known| known.eq_ignore_ascii_case(name))
        })
        .map(|(_, value)| value.trim_matches(['<', '>']).to_owned());
    let named = [message.to(), message.cc()]
        .into_iter()
        .flatten()
        .flat_map(Address::iter)
        .filter_map(|one| one.address().map(str::to_owned));
    delivered
        .chain(named)
        .find_map(|address| token_in(&address, hub))
}

/// What stands behind `unsubscribe` in a subject of these two words.
fn token_in_subject(message: &Message<'_>) -> Option<String> {
    let subject: Vec<&str> = message.subject()?.split_whitespace().collect();
    match subject.as_slice() {
        [first, token] if first.eq_ignore_ascii_case("unsubscribe") => Some((*token).to_owned()),
        _ => None,
    }
}

fn token_in(address: &str, hub: &Mailbox) -> Option<String> {
    let (local, host) = address.trim().rsplit_once('@')?;
    let (base, token) = local.split_at_checked(hub.local().len())?;
    let token = token.strip_prefix('+')?;
    (base.eq_ignore_ascii_case(hub.local()) && host.eq_ignore_ascii_case(hub.host()))
        .then(|| token.to_owned())
        .filter(|token| !token.is_empty())
}

fn answered(message: &Message<'_>) -> Vec<String> {
    let of = |value: &HeaderValue<'_>| match value {
        HeaderValue::Text(id) => vec![id.to_string()],
        HeaderValue::TextList(ids) => ids.iter().rev().map(ToString::to_string).collect(),
        _ => Vec::new(),
    };
    [of(message.in_reply_to()), of(message.references())].concat()
}

/// Every header with its value, unfolded and trimmed.
fn raw<'a>(message: &'a Message<'_>) -> impl Iterator<Item = (&'a str, String)> {
    message.headers().iter().filter_map(|header: &Header<'_>| {
        let value = message
            .raw_message
            .get(header.offset_start as usize..header.offset_end as usize)?;
        let value = String::from_utf8_lossy(value);
        Some((
            header.name(),
            value.split_whitespace().collect::<Vec<_>>().join(" "),
        ))
    })
}

#[cfg(test)]
mod tests;
