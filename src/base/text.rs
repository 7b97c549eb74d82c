//! What people type, made fit to keep: CR LF becomes LF, other controls go (TAB stays); nothing is refused for them.

use super::error::{Invalid, Reason};

/// Longest title, in characters.
pub const TITLE: usize = 500;
/// Longest text (abstracts, descriptions), in characters.
pub const LONG: usize = 50_000;
/// Longest note or reason, in characters: such go into the mail of everyone who is told.
pub const NOTE: usize = 5_000;
/// Longest words of an organiser's own above what a mail tells, in characters.
pub const OWN_WORDS: usize = 2_000;

/// A text of several lines: line ends become LF, controls other than TAB and LF go, white space at both ends goes. Where
/// nothing is left that anyone could see, nothing is left.
pub fn lines(typed: &str) -> String {
    let kept: String = typed
        .replace("\r\n", "\n")
        .chars()
        .map(|c| {
            if matches!(c, '\r' | '\u{85}' | '\u{2028}' | '\u{2029}') {
                '\n'
            } else {
                c
            }
        })
        .filter(|&c| c == '\n' || c == '\t' || !c.is_control())
        .collect();
    if kept.chars().all(is_unseen) {
        return String::new();
    }
    kept.trim().to_owned()
}

/// What leaves no mark on a page by itself: blanks, joiners and marks of direction, fillers (that of Korean letters among
/// them), tags. Among others they have their place; a title of them alone is a link that nobody can see.
fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || is_bidi_control(c)
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// A text of one line: as [`lines`], with runs of white space made one blank.
pub fn line(typed: &str) -> String {
    if is_line(typed) {
        return typed.to_owned();
    }
    lines(typed)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a text is a line as it stands, as nearly all are by the time they are shown: visible ASCII with single blanks within.
fn is_line(typed: &str) -> bool {
    let mut after_blank = true;
    for octet in typed.bytes() {
        match octet {
            b'!'..=b'~' => after_blank = false,
            b' ' if !after_blank => after_blank = true,
            _ => return false,
        }
    }
    !after_blank
}

/// A person's name: as [`line()`], and without bidirectional controls, which could turn the text around it.
pub fn name(typed: &str) -> String {
    line(
        &typed
            .chars()
            .filter(|&c| !is_bidi_control(c))
            .collect::<String>(),
    )
}

/// `None` for what is empty once cleaned.
pub fn some(cleaned: String) -> Option<String> {
    if cleaned.is_empty() {
        None
    } else {
        Some(cleaned)
    }
}

/// A note or reason that may be left out: as [`lines`], `None` for nothing.
///
/// # Errors
/// It is longer than [`NOTE`], said of `field`.
pub fn note(field: &str, typed: Option<&str>) -> Result<Option<String>, Invalid> {
    at_most(NOTE, field, typed)
}

/// Words of an organiser's own, which may be left out: as [`note`].
///
/// # Errors
/// They are longer than [`OWN_WORDS`], said of `field`.
pub fn own_words(field: &str, typed: Option<&str>) -> Result<Option<String>, Invalid> {
    at_most(OWN_WORDS, field, typed)
}

fn at_most(most: usize, field: &str, typed: Option<&str>) -> Result<Option<String>, Invalid> {
    let note = typed.map(lines).and_then(some);
    if note
        .as_ref()
        .is_some_and(|note| note.chars().count() > most)
    {
        let why = Reason::new("reason-too-long").with("max", most);
        return Err(Invalid::one(field, why));
    }
    Ok(note)
}

/// A slug for addresses: ASCII letters and digits in lower case with single hyphens between; Korean and other letters
/// stay as they are, because an address may hold them and a transliteration would be a guess. At most 60 characters.
/// `seminars::queries` and digests say the same to the database, of topics.
pub fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.chars().count() >= 60 {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// Whether `text` can stand as a slug: letters, digits and single hyphens, 1 to 80 characters, in lower case.
pub fn is_slug(text: &str) -> bool {
    let length = text.chars().count();
    (1..=80).contains(&length)
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
        && text
            .chars()
            .all(|c| c == '-' || (c.is_alphanumeric() && !c.is_uppercase()))
}

/// A path segment or query value, percent-encoded except for the unreserved characters of RFC 3986 §2.3.
pub fn encoded(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("writing to a string cannot fail");
        }
    }
    out
}

/// What was percent-encoded in a segment of an address (RFC 3986 §2.1); `None` where it is no text.
pub fn decoded(segment: &str) -> Option<String> {
    let mut octets = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(octet) = rest.next() {
        if octet != b'%' {
            octets.push(octet);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let (high, low) = (digit()?, digit()?);
        octets.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(octets).ok()
}

/// A mail address as it is kept: trimmed; `None` where it can be none (RFC 5321 mailbox, ASCII, no quoting, ≤ 254).
///
/// A line break anywhere makes it no address: it is refused, never cleaned, because it may be an attempt at a header.
pub fn address(typed: &str) -> Option<String> {
    let typed = typed.trim_matches(' ');
    let (local, domain) = typed.rsplit_once('@')?;
    let local_ok = (1..=64).contains(&local.len())
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b));
    let label_ok = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let domain_ok = domain.split('.').all(label_ok);
    (local_ok && domain_ok && typed.len() <= 254).then(|| typed.to_owned())
}

fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The key by which people sort names: numbers in them by their value, so that desk 10 comes after desk 9; letter case
/// aside.
pub fn order(name: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        match (pieces.last_mut(), c.to_digit(10)) {
            (Some(Piece::Number(number)), Some(digit)) => {
                *number = number.saturating_mul(10).saturating_add(digit.into());
            }
            (_, Some(digit)) => pieces.push(Piece::Number(digit.into())),
            (Some(Piece::Word(word)), None) => word.push(c),
            (_, None) => pieces.push(Piece::Word(c.into())),
        }
    }
    pieces
}

/// A part of a name, for [`order`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    /// Digits, by their value.
    Number(u64),
    /// What is between them.
    Word(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded_and_nonsense_is_nothing() {
        for text in ["", "scaling", "규모-법칙", "a/b?c=d&e%f+g"] {
            assert_eq!(decoded(&encoded(text)).as_deref(), Some(text));
        }
        assert_eq!(decoded("a+b~c").as_deref(), Some("a+b~c"));
        for nonsense in ["%", "%4", "%zz", "%+1", "%FF"] {
            assert_eq!(decoded(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn line_ends_become_lf_and_controls_go() {
        assert_eq!(lines("  a\r\nb\rc\u{0}\u{7}\td  "), "a\nb\nc\td");
        assert_eq!(
            line("Talk\r\nATTENDEE:mailto:x@y"),
            "Talk ATTENDEE:mailto:x@y"
        );
        assert_eq!(name("Eve\u{202E}live"), "Evelive");
    }

    #[test]
    fn what_is_taken_for_a_line_at_a_glance_is_one() {
        let parts = [
            "", " ", "  ", "a", "a b", "~!", "\t", "\n", "\u{7f}", "서", "\u{200B}",
        ];
        for first in parts {
            for second in parts {
                for third in parts {
                    let typed = format!("{first}{second}{third}");
                    let words = lines(&typed);
                    let slowly: Vec<_> = words.split_whitespace().collect();
                    assert_eq!(line(&typed), slowly.join(" "), "{typed:?}");
                }
            }
        }
    }

    #[test]
    fn what_nobody_can_see_is_nothing() {
        for unseen in [
            "\u{200B}",
            " \u{FEFF}\u{2060} ",
            "\u{3164}\u{FFA0}",
            "\u{200F}\u{202E}\u{AD}",
            "\u{E0041}",
        ] {
            assert_eq!([lines(unseen), line(unseen), name(unseen)], ["", "", ""]);
        }
        // Among what is seen they have their place: a family, a Persian plural.
        for seen in ["👨\u{200D}👩\u{200D}👧", "می\u{200C}خواهم", "·"] {
            assert_eq!(line(seen), seen);
        }
    }

    #[test]
    fn slugs_keep_korean() {
        assert_eq!(slug("Scaling Laws, 규모 법칙!"), "scaling-laws-규모-법칙");
        assert!(is_slug(&slug("Scaling Laws, 규모 법칙!")));
        assert!(!is_slug("a--b") && !is_slug("-a") && !is_slug("A") && !is_slug(""));
    }

    #[test]
    fn an_address_with_a_line_break_is_none() {
        assert_eq!(
            address(" hong@kaist.example "),
            Some("hong@kaist.example".into())
        );
        for wrong in [
            "a@b\r\nBcc: x@y",
            "a b@c",
            "a@",
            "@b",
            "a@b..c",
            "a@-b.c",
            "ä@b.c",
            "a@b\n",
            "<a@b>",
            ".a@b",
        ] {
            assert_eq!(address(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn names_are_sorted_as_people_sort_them() {
        let mut names = ["Desk 10", "desk 9", "Desk 1", "좌석 2", "Hall", "좌석 11"];
        names.sort_by_key(|name| order(name));
        let sorted = ["Desk 1", "desk 9", "Desk 10", "Hall", "좌석 2", "좌석 11"];
        assert_eq!(names, sorted);
    }
}
