//! Reports by machines: that a mail did not arrive (RFC 3464), that someone does not want it (RFC 5965), that it was read
//! (RFC 8098).

mod plain;

use std::collections::BTreeMap;

use mail_parser::{ContentType, Message, MessageParser, MessagePart, MimeHeaders};

use super::What;
use crate::base::text;

/// A mail of ours that did not arrive, or not yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    /// How bad it is.
    pub severity: Severity,
    /// The address that it is about, where it can be read: of whoever sends on what they get, and of a mailing list, it may
    /// be another than the one to which we wrote.
    pub recipient: Option<String>,
    /// What the server said, in one line: `5.1.1: no such user`.
    pub reason: String,
    /// The Message-ID of the mail, without angle brackets.
    pub original: Option<String>,
}

/// How bad it is that a mail did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Nobody is at that address: nothing more should be sent there.
    Gone,
    /// This mail was not taken: too large, or taken for spam.
    Refused,
    /// It was not taken this time: a full mailbox, a server that could not be reached for days.
    Later,
    /// It is still being tried.
    Delayed,
}

/// The most characters of what a server said that are kept.
const REASON: usize = 300;

/// The report that the message is, if it is one.
pub fn report(message: &Message<'_>) -> Option<What> {
    let part = |wanted: &str| {
        message.parts.iter().find(|part| {
            let subtype = part.content_type().and_then(ContentType::subtype);
            subtype.is_some_and(|subtype| subtype.eq_ignore_ascii_case(wanted))
        })
    };
    if let Some(status) = part("delivery-status").or_else(|| part("global-delivery-status")) {
        return Some(delivery(status, original(message)));
    }
    if let Some(feedback) = part("feedback-report") {
        return Some(match is_complaint(feedback) {
            true => What::Complaint {
                original: original(message),
            },
            false => What::Automatic("it is a report, and no complaint"),
        });
    }
    if part("disposition-notification").is_some() {
        return Some(What::Automatic("it says that a mail was read"));
    }
    plain::bounce(message).map(What::Bounce)
}

/// Whether feedback says that a reader does not want a mail. That they do want it, against a filter (RFC 6430), and that a
/// server could not make sure of whom it is (RFC 6591), comes in the same form.
fn is_complaint(part: &MessagePart<'_>) -> bool {
    let fields = blocks(&String::from_utf8_lossy(part.contents()));
    let kind = fields.iter().find_map(|block| block.get("feedback-type"));
    kind.is_none_or(|kind| {
        !matches!(
            kind.to_ascii_lowercase().as_str(),
            "not-spam" | "auth-failure"
        )
    })
}

fn delivery(part: &MessagePart<'_>, original: Option<String>) -> What {
    let recipients = blocks(&String::from_utf8_lossy(part.contents()));
    let with = |action: &str| {
        recipients.iter().find(|fields| {
            let said = fields.get("action").map(String::as_str).unwrap_or_default();
            said.eq_ignore_ascii_case(action)
        })
    };
    let (fields, delayed) = match (with("failed"), with("delayed")) {
        (Some(fields), _) => (fields, false),
        (None, Some(fields)) => (fields, true),
        (None, None) => return What::Automatic("it says that a mail has arrived"),
    };
    // RFC 3463: three numbers; servers write words behind them.
    let status = fields
        .get("status")
        .and_then(|status| status.split_whitespace().next())
        .unwrap_or_default();
    let said = fields.get("diagnostic-code").map(|code| typed(code));
    let reason: String = match said {
        Some(said) if said.contains(status) => said.to_owned(),
        Some(said) => format!("{status}: {said}"),
        None => status.to_owned(),
    };
    What::Bounce(Bounce {
        severity: match delayed {
            true => Severity::Delayed,
            false if is_gone(status, said.unwrap_or_default()) => Severity::Gone,
            false if may_pass(status) => Severity::Later,
            false => Severity::Refused,
        },
        recipient: whom(fields),
        reason: text::line(&reason).chars().take(REASON).collect(),
        original,
    })
}

/// The address that failed, where it can be read: not the one to which we wrote (Original-Recipient, RFC 3464 section 2.3.1),
/// but the one that it became on its way (Final-Recipient). Sendmail repeats ours there and names that one beside it.
fn whom(fields: &BTreeMap<String, String>) -> Option<String> {
    let named = fields
        .get("x-actual-recipient")
        .or_else(|| fields.get("final-recipient"))?;
    text::address(typed(named).trim_matches(['<', '>']))
}

/// Whether a status (RFC 3463 section 3) says that nobody is there. That a mailbox is full (5.2.2), a message too large
/// (5.2.3, 5.3.4) or not wanted (5.7), and that the sender is bad (5.1.7, 5.1.8) says nothing of the kind; nor does a
/// server that gave up trying (4.…). Where it says nothing at all (5.0.0, which servers of ours put where the other one gave
/// none), the words count that the other one `said`.
pub(in crate::mail) fn is_gone(status: &str, said: &str) -> bool {
    let mut numbers = status.split('.').map(str::parse::<u16>);
    let (Some(Ok(5)), Some(Ok(subject)), Some(Ok(detail))) =
        (numbers.next(), numbers.next(), numbers.next())
    else {
        return false;
    };
    match (subject, detail) {
        (0, _) => says_nobody(said),
        (1, 0..=6 | 9..) | (2, 0 | 1) | (4, 1 | 4) => true,
        _ => false,
    }
}

/// Whether a status (RFC 3463 section 3) speaks of what may be otherwise tomorrow: what the server itself calls so (4.…), and a
/// mailbox that is full (5.2.2).
fn may_pass(status: &str) -> bool {
    status == "5.2.2" || status.starts_with("4.")
}

/// Words by which servers without status codes (RFC 3463) say that nobody is there.
const NOBODY: [&str; 10] = [
    "user unknown",
    "unknown user",
    "no such user",
    "user not found",
    "no such recipient",
    "recipient not found",
    "no such mailbox",
    "mailbox not found",
    "no mailbox here",
    "does not exist",
];

/// Whether a refusal says in words that nobody is there; one of the message itself, as Postfix notes it, does not.
pub(in crate::mail) fn says_nobody(said: &str) -> bool {
    let said = said.to_lowercase();
    !said.contains("end of data") && NOBODY.iter().any(|words| said.contains(words))
}

/// What stands behind the type in `rfc822; a@b` and `smtp; 550 …`.
fn typed(value: &str) -> &str {
    value.split_once(';').map_or(value, |(_, rest)| rest).trim()
}

/// The fields of each recipient, their names in small letters.
fn blocks(status: &str) -> Vec<BTreeMap<String, String>> {
    let mut blocks: Vec<BTreeMap<String, String>> = vec![BTreeMap::new()];
    let mut last = String::new();
    for line in status.lines() {
        let block = blocks.last_mut().expect("there is a block from the start");
        if line.trim().is_empty() {
            if !block.is_empty() {
                blocks.push(BTreeMap::new());
            }
        } else if line.starts_with([' ', '\t']) {
            if let Some(value) = block.get_mut(&last) {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            last = name.trim().to_ascii_lowercase();
            block.insert(last.clone(), value.trim().to_owned());
        }
    }
    blocks
}

/// The Message-ID of the mail that the report is about: it comes with it, whole or its headers alone.
fn original(message: &Message<'_>) -> Option<String> {
    message.parts.iter().find_map(|part| {
        if let Some(nested) = part.message() {
            return nested.message_id().map(str::to_owned);
        }
        let subtype = part.content_type()?.subtype()?.to_ascii_lowercase();
        if !matches!(
            subtype.as_str(),
            "rfc822" | "rfc822-headers" | "global" | "global-headers"
        ) {
            return None;
        }
        let nested = MessageParser::default().parse(part.contents())?;
        nested.message_id().map(str::to_owned)
    })
}
