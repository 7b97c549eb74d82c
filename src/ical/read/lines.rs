//! From octets to logical lines: unfolding (RFC 5545 section 3.1), before anything is taken for text.
//!
//! Lines are joined as octets, because writers fold in the middle of a character, and only then read as UTF-8.

use super::Unreadable;

/// The most octets of a calendar.
const OCTETS: usize = 4 << 20;
/// The most logical lines.
const LINES: usize = 100_000;
/// The most octets of one logical line.
const LINE: usize = 256 << 10;

/// The logical lines with their numbers, from 1; empty ones are left out.
pub fn unfolded(octets: &[u8]) -> Result<Vec<(usize, String)>, Unreadable> {
    if octets.len() > OCTETS {
        return Err(Unreadable::TooLarge);
    }
    let octets = octets.strip_prefix(b"\xef\xbb\xbf").unwrap_or(octets);
    let mut lines: Vec<(usize, Vec<u8>)> = Vec::new();
    for (number, line) in octets.split(|octet| *octet == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match (line, lines.last_mut()) {
            ([b' ' | b'\t', rest @ ..], Some((_, last))) => last.extend_from_slice(rest),
            ([], _) => continue,
            _ => lines.push((number + 1, line.to_vec())),
        }
        if lines.len() > LINES || lines.last().is_some_and(|(_, last)| last.len() > LINE) {
            return Err(Unreadable::TooLarge);
        }
    }
    lines
        .into_iter()
        .map(|(number, line)| match String::from_utf8(line) {
            Ok(line) => Ok((number, line)),
            Err(_) => Err(Unreadable::NotUtf8 { line: number }),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_that_was_folded_in_two_is_whole_again() {
        let folded = b"\xef\xbb\xbfSUMMARY:\xed\x99\r\n \x8d \r\n\t x\n\r\nEND:X";
        assert_eq!(
            unfolded(folded),
            Ok(vec![
                (1, "SUMMARY:홍  x".to_owned()),
                (5, "END:X".to_owned())
            ])
        );
    }

    #[test]
    fn what_is_no_utf8_is_named_and_what_is_too_much_is_refused() {
        assert_eq!(
            unfolded(b"A:1\nB:\xff\nC:2"),
            Err(Unreadable::NotUtf8 { line: 2 })
        );
        assert_eq!(unfolded(&vec![b'x'; OCTETS + 1]), Err(Unreadable::TooLarge));
        assert_eq!(
            unfolded(&"A:1\n".repeat(LINES + 1).into_bytes()),
            Err(Unreadable::TooLarge)
        );
        let one_line = format!("A:{}", "x\n ".repeat(LINE));
        assert_eq!(unfolded(one_line.as_bytes()), Err(Unreadable::TooLarge));
    }
}
