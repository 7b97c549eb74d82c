//! Reports that are written for people alone: as qmail and its relatives write them (QSBMF,
//! <https://cr.yp.to/proto/qsbmf.txt>), and older Exims. Both are sent when a mail is given up, never before.

use mail_parser::{Message, MessageParser};

use super::{Bounce, REASON, Severity, is_gone, may_pass, says_nobody};
use crate::{base::text, mail::inbound::raw};

/// With what each of these reports begins.
const QMAIL: &str = "Hi. This is the";

/// The report that the message is, if it is one of these.
pub fn bounce(message: &Message<'_>) -> Option<Bounce> {
    let body = message.body_text(0)?;
    let lines: Vec<&str> = body.lines().map(str::trim_end).collect();
    // From here on it is the mail itself.
    let end = lines.iter().position(|line| line.starts_with('-'));
    let (report, copy) = lines.split_at(end.unwrap_or(lines.len()));
    let (recipient, reason) = match failed_recipient(message) {
        Some(recipient) => {
            let reason = said_of(report, |line| line.trim() == recipient);
            (recipient, reason)
        }
        None if body.trim_start().starts_with(QMAIL) => {
            let is_one = |line: &str| line.starts_with('<') && line.ends_with(">:");
            let line = report.iter().find(|line| is_one(line))?;
            let recipient = text::address(line.trim_matches(['<', '>', ':']))?;
            (recipient, said_of(report, is_one))
        }
        None => return None,
    };
    let severity = match status(&reason) {
        Some(status) if is_gone(status, &reason) => Severity::Gone,
        Some(status) if may_pass(status) => Severity::Later,
        None if says_nobody(&reason) => Severity::Gone,
        _ => Severity::Refused,
    };
    Some(Bounce {
        severity,
        recipient: Some(recipient),
        reason: text::line(&reason).chars().take(REASON).collect(),
        original: original(copy),
    })
}

/// The one recipient whom Exim names in a header.
fn failed_recipient(message: &Message<'_>) -> Option<String> {
    let mut headers = raw(message);
    let (_, named) = headers.find(|(name, _)| name.eq_ignore_ascii_case("X-Failed-Recipients"))?;
    text::address(&named)
}

/// The lines of the paragraph behind the first line that `is_one`.
fn said_of(report: &[&str], is_one: impl Fn(&str) -> bool) -> String {
    let behind = report.iter().skip_while(|line| !is_one(line)).skip(1);
    let paragraph: Vec<&str> = behind
        .map(|line| line.trim())
        .take_while(|line| !line.is_empty())
        .collect();
    paragraph.join(" ")
}

/// The first status code (RFC 3463) of what was said, such as `(#5.1.1)`.
fn status(said: &str) -> Option<&str> {
    said.split(|c: char| !c.is_ascii_digit() && c != '.')
        .map(|word| word.trim_matches('.'))
        .find(|word| {
            let numbers: Vec<&str> = word.split('.').collect();
            let short = |number: &&str| (1..=3).contains(&number.len());
            numbers.len() == 3
                && matches!(numbers.first(), Some(&("4" | "5")))
                && numbers.iter().all(short)
        })
}

/// The Message-ID of the mail of which `copy` is the rest of the report.
fn original(copy: &[&str]) -> Option<String> {
    let headers: Vec<&str> = copy
        .iter()
        .skip(1)
        .skip_while(|line| line.is_empty())
        .take_while(|line| !line.is_empty())
        .copied()
        .collect();
    let headers = format!("{}\r\n\r\n", headers.join("\r\n"));
    let mail = MessageParser::default().parse_headers(headers.as_bytes())?;
    mail.message_id().map(str::to_owned)
}
