//! The MIME message of a notice (RFC 5322, 2045; for invitations RFC 5546, 6047).
//!
//! The same row gives the same bytes: boundaries, Message-ID and Date come from arguments. Everything is ASCII with
//! lines of at most 998 octets, so no server needs 8BITMIME or SMTPUTF8. Nothing that someone typed can become a header.

use encodify::{base64, qp};
use lettre::message::{
    Body, MultiPart, SinglePart,
    header::{
        ContentDisposition, ContentTransferEncoding, ContentType, Date, HeaderName, HeaderValue,
        Headers, MIME_VERSION_1_0,
    },
};
use uuid::Uuid;

use super::{
    mailbox::{Mailbox, NoMailbox},
    render::Rendered,
};
use crate::base::{clock::Instant, language::Language, text};

/// Octets that a line of a text has at most, without its end, where it goes as it is: what some programs on its way would fold
/// (RFC 5322 section 2.1.1 advises 78) is encoded.
const LINE: usize = 76;

/// One message to one recipient, before it is MIME.
#[derive(Debug, Clone)]
pub struct Mail<'a> {
    /// The id of the message's row: Message-ID and boundaries are made of it.
    pub id: Uuid,
    /// What stands in Date.
    pub date: Instant,
    /// The hub's one mailbox: From, and ORGANIZER of what is in `calendar`.
    pub hub: &'a Mailbox,
    /// The one recipient.
    pub to: &'a Mailbox,
    /// The recipient's token: Reply-To and envelope sender are `hub+TOKEN@host`. Without, replies and bounces go to the hub's own address.
    pub token: Option<&'a str>,
    /// To whom replies go instead: what someone wrote is passed on and answered to them.
    pub reply_to: Option<&'a Mailbox>,
    /// The language of the content.
    pub language: Language,
    /// Subject, text and HTML.
    pub content: &'a Rendered,
    /// Message-IDs (with or without angle brackets) of what went before in the same thread, the earliest first.
    pub thread: &'a [String],
    /// For reminders, digests and announcements; never on personal invitations.
    pub list: Option<List<'a>>,
    /// An invitation, its update or its cancellation.
    pub calendar: Option<CalendarPart<'a>>,
}

/// How a recipient leaves what is sent to many (RFC 2919, 2369, 8058).
#[derive(Debug, Clone)]
pub struct List<'a> {
    /// The left part of the List-Id, such as a series' slug: letters, digits, hyphens and dots; others are dropped.
    pub id: &'a str,
    /// The name of the list, as people read it.
    pub name: &'a str,
    /// An address that unsubscribes by POST, without cookie or login. `One-Click` is promised only where it is https.
    /// None where many read it by way of a mailing list, so that one of them would act for all.
    pub url: Option<&'a str>,
    /// What stands behind `unsubscribe` in the subject of a mail that does the same, where the address to which it goes bears
    /// no token: the recipient's.
    pub token: Option<&'a str>,
}

/// A calendar object that goes with the message.
#[derive(Debug, Clone)]
pub struct CalendarPart<'a> {
    /// The METHOD that stands in `body` (`REQUEST`, `CANCEL`); `None` for a file to add, which has none.
    pub method: Option<&'a str>,
    /// The iCalendar object (RFC 5545), lines ending in CR LF.
    pub body: String,
}

/// A message ready for [`super::transport`], or to be kept where there is no server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// Where bounces go (RFC 5321 §2.3.1, reverse-path): an ASCII address.
    pub sender: String,
    /// Whom it is for: an ASCII address.
    pub recipient: String,
    /// The Message-ID, with angle brackets.
    pub message_id: String,
    /// The whole message, ASCII, lines ending in CR LF, not dot-stuffed.
    pub bytes: Vec<u8>,
}

/// A message that cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    /// A token that cannot stand in an address.
    #[error(transparent)]
    Address(#[from] NoMailbox),
    /// A method that is no iTIP method (RFC 5546 §1.4): letters and hyphens.
    #[error("“{0}” is no iTIP method")]
    Method(String),
}

/// The Message-ID of a row: `<{id}@{host of the hub's mailbox}>`.
pub fn message_id(id: Uuid, hub: &Mailbox) -> String {
    format!("<{id}@{}>", hub.host())
}

/// Makes the message.
///
/// With a calendar: `multipart/mixed{ multipart/alternative{ text/plain, text/html, text/calendar }, application/ics }`,
/// the calendar last in the alternative and without Content-Disposition, its `method` parameter equal to METHOD (Outlook
/// shows no buttons otherwise); the attachment is for clients that know only files. A calendar without METHOD comes as
/// attachment alone. Without a calendar: the alternative of text and HTML.
pub fn compose(mail: &Mail<'_>) -> Result<Composed, ComposeError> {
    let sender = match mail.token {
        Some(token) => mail.hub.with_token(token)?,
        None => mail.hub.clone(),
    };
    let mut message = parts(mail)?;
    let body_type = message.headers_mut().remove::<ContentType>();
    let message_id = message_id(mail.id, mail.hub);

    let headers = message.headers_mut();
    headers.insert_raw(address("From", mail.hub));
    headers.insert_raw(address("To", mail.to));
    if mail.token.is_some() || mail.reply_to.is_some() {
        headers.insert_raw(address("Reply-To", mail.reply_to.unwrap_or(&sender)));
    }
    headers.insert_raw(unstructured("Subject", &mail.content.subject));
    headers.set(Date::new(mail.date.into()));
    headers.insert_raw(structured("Message-ID", &message_id));
    thread(headers, mail.thread);
    headers.insert_raw(structured("Auto-Submitted", "auto-generated"));
    headers.insert_raw(structured("Content-Language", mail.language.code()));
    if let Some(list) = &mail.list {
        list_headers(headers, list, mail.hub, &sender);
    }
    headers.set(MIME_VERSION_1_0);
    if let Some(body_type) = body_type {
        headers.set(body_type);
    }

    Ok(Composed {
        sender: sender.address().to_owned(),
        recipient: mail.to.address().to_owned(),
        message_id,
        bytes: message.formatted(),
    })
}

fn parts(mail: &Mail<'_>) -> Result<MultiPart, ComposeError> {
    let alternative = multipart("alternative", mail.id)
        .singlepart(part(ContentType::TEXT_PLAIN, &mail.content.text))
        .singlepart(part(ContentType::TEXT_HTML, &mail.content.html));
    let Some(calendar) = &mail.calendar else {
        return Ok(alternative);
    };
    let alternative = match calendar.method {
        Some(method) => alternative.singlepart(part(
            calendar_type("text/calendar", method)?,
            &calendar.body,
        )),
        None => alternative,
    };
    let file = match calendar.method {
        Some(method) => calendar_type("application/ics", method)?,
        None => fixed_type("text/calendar; charset=UTF-8"),
    };
    Ok(multipart("mixed", mail.id)
        .multipart(alternative)
        .singlepart(
            SinglePart::builder()
                .header(file)
                .header(ContentDisposition::attachment("invite.ics"))
                .body(crlf(&calendar.body)),
        ))
}

// "=_" can stand in neither base64 nor quoted-printable, and nobody who types a text knows the id of a row to come.
fn multipart(kind: &str, id: Uuid) -> MultiPart {
    MultiPart::builder()
        .header(fixed_type(&format!(
            "multipart/{kind}; boundary=\"=_{kind}_{}\"",
            id.simple()
        )))
        .build()
}

fn part(kind: ContentType, body: &str) -> SinglePart {
    SinglePart::builder().header(kind).body(encoded(body))
}

// As it is, where no server need change it on its way; else in the shorter of two ways (RFC 2045 sections 6.7, 6.8). lettre would
// choose as well, but looks at the text several times, and at each of its characters.
fn encoded(body: &str) -> Body {
    let is_plain = |line: &str| {
        let line = line.strip_suffix('\r').unwrap_or(line);
        line.len() <= LINE
            && line
                .bytes()
                .all(|octet| matches!(octet, b' '..=b'~' | b'\t'))
    };
    if body.split('\n').all(is_plain) {
        let by = ContentTransferEncoding::SevenBit;
        return Body::dangerous_pre_encoded(crlf(body).into_bytes(), by);
    }
    let printable = qp::BODY.encode(body);
    if printable.len() <= base64::MIME.encoded_len(body.len()) {
        let by = ContentTransferEncoding::QuotedPrintable;
        return Body::dangerous_pre_encoded(printable.into_bytes(), by);
    }
    let folded = base64::MIME.encode(crlf(body));
    Body::dangerous_pre_encoded(folded.into_bytes(), ContentTransferEncoding::Base64)
}

// The library would turn line ends itself, one insertion into the string after another.
fn crlf(body: &str) -> String {
    let mut out = String::with_capacity(body.len() + body.len() / 32);
    for line in body.split_inclusive('\n') {
        match line.strip_suffix('\n') {
            Some(bare) => {
                out.push_str(bare.strip_suffix('\r').unwrap_or(bare));
                out.push_str("\r\n");
            }
            None => out.push_str(line),
        }
    }
    out
}

fn calendar_type(kind: &str, method: &str) -> Result<ContentType, ComposeError> {
    let is_method =
        !method.is_empty() && method.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-');
    if !is_method {
        return Err(ComposeError::Method(
            text::line(method).chars().take(40).collect(),
        ));
    }
    let name = if kind == "application/ics" {
        "; name=\"invite.ics\""
    } else {
        ""
    };
    Ok(fixed_type(&format!(
        "{kind}; charset=UTF-8; method={method}{name}"
    )))
}

fn fixed_type(kind: &str) -> ContentType {
    ContentType::parse(kind).expect("a media type of fixed words, letters and digits")
}

fn thread(headers: &mut Headers, before: &[String]) {
    let ids: Vec<String> = before
        .iter()
        .map(|id| text::line(id).replace(['<', '>', ' '], ""))
        .filter(|id| id.is_ascii() && id.contains('@') && id.len() < 200)
        .map(|id| format!("<{id}>"))
        .collect();
    let Some(last) = ids.last() else { return };
    headers.insert_raw(structured("In-Reply-To", last));
    headers.insert_raw(structured("References", &ids.join(" ")));
}

fn list_headers(headers: &mut Headers, list: &List<'_>, hub: &Mailbox, sender: &Mailbox) {
    let id: String = list
        .id
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
        .collect();
    let id = id.trim_matches(['.', '-']);
    let id = if id.is_empty() { "notices" } else { id };
    let name = text::line(list.name);
    headers.insert_raw(structured(
        "List-Id",
        &format!("{}<{id}.{}>", phrase("List-Id", &name), hub.host()),
    ));
    let Some(url) = list.url else { return };
    let which = list
        .token
        .map_or_else(String::new, |token| format!("%20{}", text::encoded(token)));
    let mailto = format!("<mailto:{}?subject=unsubscribe{which}>", sender.address());
    let is_address = url
        .bytes()
        .all(|b| b.is_ascii_graphic() && b != b'<' && b != b'>');
    if !is_address {
        headers.insert_raw(structured("List-Unsubscribe", &mailto));
        return;
    }
    headers.insert_raw(structured(
        "List-Unsubscribe",
        &format!("<{url}>, {mailto}"),
    ));
    if url.starts_with("https://") {
        headers.insert_raw(structured(
            "List-Unsubscribe-Post",
            "List-Unsubscribe=One-Click",
        ));
    }
}

fn address(header: &'static str, mailbox: &Mailbox) -> HeaderValue {
    let name = phrase(header, mailbox.name().unwrap_or(""));
    if name.is_empty() {
        structured(header, mailbox.address())
    } else {
        structured(header, &format!("{name}<{}>", mailbox.address()))
    }
}

// A name before an angle bracket, with the blank or fold behind it; empty for an empty name (RFC 5322 §3.2.5).
fn phrase(header: &str, name: &str) -> String {
    if name.is_empty() {
        String::new()
    } else if name.len() <= 60 && is_plain(name) {
        let escaped = name.replace('\\', "\\\\").replace('"', "\\\"");
        format!("\"{escaped}\" ")
    } else {
        format!("{}\r\n ", encoded_words(header, name))
    }
}

fn unstructured(header: &'static str, typed: &str) -> HeaderValue {
    let line = text::line(typed);
    let name = HeaderName::new_from_ascii_str(header);
    if is_plain(&line) && line.split(' ').all(|word| word.len() < 200) {
        // The library folds at blanks; what it does not know is that a typed "=?" would be decoded.
        HeaderValue::new(name, line)
    } else {
        let encoded = encoded_words(header, &line);
        HeaderValue::dangerous_new_pre_encoded(name, line, encoded)
    }
}

// Words of our own making, ASCII without line breaks but for folds.
fn structured(header: &'static str, value: &str) -> HeaderValue {
    let mut folded = String::with_capacity(value.len() + 8);
    let mut column = header.len() + 2;
    for (index, word) in value.split(' ').enumerate() {
        if index > 0 {
            let fold = column + 1 + word.len() > 76 && !folded.ends_with("\r\n");
            folded.push_str(if fold { "\r\n " } else { " " });
            column = if fold { 1 } else { column + 1 };
        }
        folded.push_str(word);
        column = match word.rsplit_once("\r\n") {
            Some((_, last)) => last.len(),
            None => column + word.len(),
        };
    }
    HeaderValue::dangerous_new_pre_encoded(
        HeaderName::new_from_ascii_str(header),
        value.to_owned(),
        folded,
    )
}

fn is_plain(line: &str) -> bool {
    line.bytes().all(|b| b == b' ' || b.is_ascii_graphic()) && !line.contains("=?")
}

// RFC 2047 §2: words of at most 75 octets, lines of at most 76, never within a character.
fn encoded_words(header: &str, line: &str) -> String {
    const AROUND: usize = "=?UTF-8?B??=".len();
    let mut words = String::new();
    let mut room = (76 - header.len() - 2 - AROUND) / 4 * 3;
    let mut rest = line;
    while !rest.is_empty() {
        let mut end = rest.len().min(room);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let (word, after) = rest.split_at(end);
        if !words.is_empty() {
            words.push_str("\r\n ");
        }
        words.push_str("=?UTF-8?B?");
        words.push_str(&base64::STANDARD.encode(word));
        words.push_str("?=");
        rest = after;
        room = (75 - AROUND) / 4 * 3;
    }
    words
}
