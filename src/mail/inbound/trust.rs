//! What a message says of itself and what the hub's own mail server says of it.

use mail_parser::Message;

use super::raw;
use crate::mail::mailbox::Mailbox;

/// Why a message is believed to be written by a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Automatic {
    /// Why.
    pub why: &'static str,
    /// Whether no person's answer bears that mark. What went by a mailing list, and what a filter takes for spam, may be one.
    pub certain: bool,
}

/// Why the message is believed to be written by a machine (RFC 3834 section 2, and what is usual besides): what is certain
/// before what is not.
pub fn automatic(message: &Message<'_>, from: Option<&Mailbox>) -> Option<Automatic> {
    let mut doubtful = None;
    for (name, value) in raw(message) {
        match mark(name, &value) {
            Some(found) if found.certain => return Some(found),
            Some(found) => doubtful = doubtful.or(Some(found)),
            None => {}
        }
    }
    let daemon = from.is_some_and(|from| from.local().eq_ignore_ascii_case("mailer-daemon"));
    match daemon {
        true => Some(certain("a mail server wrote it")),
        false => doubtful,
    }
}

/// What a header says of it.
fn mark(name: &str, value: &str) -> Option<Automatic> {
    let value = value.to_ascii_lowercase();
    let first = value
        .split([';', ' ', '('])
        .next()
        .unwrap_or_default()
        .trim();
    match name.to_ascii_lowercase().as_str() {
        "auto-submitted" | "x-autoreply" | "x-autorespond" | "x-autoresponder" if first != "no" => {
            Some(certain("it answers by itself"))
        }
        "precedence" if matches!(first, "bulk" | "junk" | "auto_reply") => {
            Some(certain("it went to many"))
        }
        "precedence" if first == "list" => Some(perhaps("it went to many")),
        "list-id" => Some(perhaps("it went to many")),
        "return-path" if value == "<>" => Some(certain("it wants no answer")),
        "x-spam-flag" if first == "yes" => Some(perhaps("the mail server holds it for spam")),
        _ => None,
    }
}

const fn certain(why: &'static str) -> Automatic {
    Automatic { why, certain: true }
}

const fn perhaps(why: &'static str) -> Automatic {
    Automatic {
        why,
        certain: false,
    }
}

/// Whether a server of `ours` says that the message is from the domain `from` (RFC 8601): by DMARC, or by DKIM or SPF of
/// that domain. Of each method the uppermost header of ours that names it counts: servers put theirs above what came in. A
/// server that lets through what others claim in its name must be set right: OPERATING.md.
pub fn vouched_for(message: &Message<'_>, ours: &str, from: &str) -> bool {
    let mut decided: Vec<String> = Vec::new();
    for (name, value) in raw(message) {
        if !name.eq_ignore_ascii_case("Authentication-Results") {
            continue;
        }
        let value = plain(&value);
        let mut parts = value.split(';');
        if !is_of(parts.next().unwrap_or_default(), ours) {
            continue;
        }
        let mut methods = Vec::new();
        for result in parts {
            let Some(method) = method(result) else {
                continue;
            };
            if decided.contains(&method) {
                continue;
            }
            if passed(result, from) {
                return true;
            }
            methods.push(method);
        }
        decided.append(&mut methods);
    }
    false
}

/// Whether the server that a header begins with is one of `ours`.
fn is_of(server: &str, ours: &str) -> bool {
    let server = server.split_whitespace().next().unwrap_or_default();
    belongs(server, ours)
}

/// The method of a result, in small letters.
fn method(result: &str) -> Option<String> {
    let first = result.split_whitespace().next()?;
    let (method, _) = first.split_once('=')?;
    Some(method.to_ascii_lowercase())
}

fn passed(result: &str, from: &str) -> bool {
    let mut words = result.split_whitespace();
    let Some((method, "pass")) = words.next().and_then(|word| word.split_once('=')) else {
        return false;
    };
    let property = |name: &str| {
        let value = words.clone().find_map(|word| {
            let (known, value) = word.split_once('=')?;
            known.eq_ignore_ascii_case(name).then_some(value)
        })?;
        let domain = value.rsplit_once('@').map_or(value, |(_, domain)| domain);
        Some(domain.trim_matches('"'))
    };
    match method.to_ascii_lowercase().as_str() {
        "dmarc" => property("header.from").is_some_and(|domain| domain.eq_ignore_ascii_case(from)),
        "dkim" => property("header.d")
            .or_else(|| property("header.i"))
            .is_some_and(|domain| belongs(from, domain)),
        "spf" => property("smtp.mailfrom").is_some_and(|domain| belongs(domain, from)),
        _ => false,
    }
}

/// Whether `host` is `domain` or below it.
fn belongs(host: &str, domain: &str) -> bool {
    let (host, domain) = (host.to_ascii_lowercase(), domain.to_ascii_lowercase());
    !domain.is_empty()
        && (host == domain
            || host
                .strip_suffix(&domain)
                .is_some_and(|left| left.ends_with('.') && domain.contains('.')))
}

/// Without comments, and with nothing in a quoted string that would part what it stands in: the sender chooses what the
/// server quotes, such as the local part of an address.
fn plain(value: &str) -> String {
    let mut plain = String::with_capacity(value.len());
    let (mut depth, mut quoted) = (0_usize, false);
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        match character {
            // What is escaped is neither the end of a comment nor that of a string (RFC 5322 section 3.2.1).
            '\\' => {
                characters.next();
            }
            '"' if depth == 0 => {
                quoted = !quoted;
                plain.push('"');
            }
            ';' | '=' | ' ' if quoted => plain.push('_'),
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(character),
            _ => {}
        }
    }
    plain
}
