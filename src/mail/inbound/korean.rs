//! What is written in ISO-2022-KR (RFC 1557), the character set of Korean mail of old, which older programs and gateways still
//! write: ASCII, and between SO and SI two octets of seven bits a syllable. With the eighth bit they are EUC-KR, which the
//! parser reads; ISO-2022-KR itself it gives up, since browsers have to, and leaves nothing of the text.

use std::borrow::Cow;

use base64::{Engine, engine::general_purpose::STANDARD};
use mail_parser::{
    Encoding, Message, MessagePart, MimeHeaders, PartType,
    decoders::{
        base64::base64_decode, charsets::map::charset_decoder, html::html_to_text,
        quoted_printable::quoted_printable_decode,
    },
};

/// By what it announces itself, before a line of it.
const ESCAPE: &[u8] = b"\x1b$)C";
/// How a word of it begins in a header (RFC 2047).
const WORD: &[u8] = b"=?iso-2022-kr?";

/// The text of a part that is written in it; none where it is written otherwise.
pub fn text(message: &Message<'_>, part: &MessagePart<'_>) -> Option<String> {
    let charset = part.content_type()?.attribute("charset")?;
    if !is_it(charset) {
        return None;
    }
    let raw = message
        .raw_message
        .get(part.offset_body as usize..part.offset_end as usize)?;
    let octets = match part.encoding {
        Encoding::None => raw.to_vec(),
        Encoding::QuotedPrintable => quoted_printable_decode(raw)?,
        Encoding::Base64 => base64_decode(raw.trim_ascii_end())?,
    };
    let text = read(&octets)?;
    Some(match part.body {
        PartType::Html(_) => html_to_text(&text),
        _ => text,
    })
}

/// The text that is first of all to be read of a message, where it is written in it.
pub fn body(message: &Message<'_>) -> Option<String> {
    let part = message.parts.get(*message.text_body.first()? as usize)?;
    text(message, part)
}

/// A message in whose headers no word of it stands any more: such are written anew in UTF-8.
pub fn without_words(message: &[u8]) -> Cow<'_, [u8]> {
    let Some(first) = find(message) else {
        return Cow::Borrowed(message);
    };
    let mut anew = Vec::with_capacity(message.len() + message.len() / 8);
    let (before, mut rest) = message.split_at(first);
    anew.extend_from_slice(before);
    loop {
        match word(rest) {
            Some((text, length)) => {
                anew.extend_from_slice(b"=?UTF-8?B?");
                anew.extend_from_slice(STANDARD.encode(text).as_bytes());
                anew.extend_from_slice(b"?=");
                rest = &rest[length..];
            }
            // It looks like one, and is none.
            None => {
                anew.extend_from_slice(&rest[..WORD.len()]);
                rest = &rest[WORD.len()..];
            }
        }
        let Some(next) = find(rest) else {
            anew.extend_from_slice(rest);
            return Cow::Owned(anew);
        };
        anew.extend_from_slice(&rest[..next]);
        rest = &rest[next..];
    }
}

fn find(octets: &[u8]) -> Option<usize> {
    octets
        .windows(WORD.len())
        .position(|window| window.eq_ignore_ascii_case(WORD))
}

/// The word with which `octets` begin, read, and how long it is.
fn word(octets: &[u8]) -> Option<(String, usize)> {
    // RFC 2047 section 2: a word has at most 75 octets; some write longer ones.
    let octets = &octets[..octets.len().min(1000)];
    let (encoding, rest) = octets.get(WORD.len()..)?.split_first()?;
    let rest = rest.strip_prefix(b"?")?;
    let end = rest.windows(2).position(|two| two == b"?=")?;
    let written = &rest[..end];
    let octets = match encoding {
        b'B' | b'b' => base64_decode(written)?,
        b'Q' | b'q' => {
            let blanks = written.iter().map(|octet| match octet {
                b'_' => b' ',
                other => *other,
            });
            quoted_printable_decode(&blanks.collect::<Vec<u8>>())?
        }
        _ => return None,
    };
    Some((read(&octets)?, WORD.len() + "B?".len() + end + "?=".len()))
}

fn is_it(charset: &str) -> bool {
    ["iso-2022-kr", "csiso2022kr"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(charset.trim()))
}

fn read(octets: &[u8]) -> Option<String> {
    let mut wide = Vec::with_capacity(octets.len());
    let mut shifted = false;
    let mut rest = octets;
    while let Some((octet, after)) = rest.split_first() {
        if let Some(behind) = rest.strip_prefix(ESCAPE) {
            rest = behind;
            continue;
        }
        rest = after;
        match octet {
            0x0e => shifted = true,
            0x0f => shifted = false,
            // Each line begins in ASCII, whatever its writer forgot.
            b'\n' => {
                shifted = false;
                wide.push(b'\n');
            }
            0x21..=0x7e if shifted => wide.push(octet | 0x80),
            other => wide.push(*other),
        }
    }
    Some(charset_decoder(b"euc-kr")?(&wide))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_stand_between_two_controls_and_lines_begin_in_ascii() {
        // 홍견본 is C8AB B0DF BABB in EUC-KR.
        assert_eq!(
            read(b"\x1b$)CFrom \x0eH+0_:;\x0f: yes\n\x0eH+\nno").as_deref(),
            Some("From 홍견본: yes\n홍\nno")
        );
    }

    #[test]
    fn words_in_headers_are_written_anew_and_what_is_none_stays() {
        let name = STANDARD.encode(b"\x1b$)C\x0eH+0_:;\x0f");
        let message = format!(
            "From: =?ISO-2022-KR?B?{name}?= <hong@uni.example>\nSubject: =?iso-2022-kr?Q?=1B$)C=0EH+=0F_x?= =?iso-2022-kr?X?y\n\nz"
        );
        let anew = format!(
            "From: =?UTF-8?B?{}?= <hong@uni.example>\nSubject: =?UTF-8?B?{}?= =?iso-2022-kr?X?y\n\nz",
            STANDARD.encode("홍견본"),
            STANDARD.encode("홍 x")
        );
        assert_eq!(
            String::from_utf8_lossy(&without_words(message.as_bytes())),
            anew
        );
        assert!(matches!(without_words(b"From: x"), Cow::Borrowed(_)));
    }
}
