//! The relaxed form of a message (RFC 6376 section 3.4): what stays the same when a server folds lines anew or drops blanks.

use sha2::{Digest, Sha256};

/// A header field, as it stands in the message.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    name: &'a [u8],
    value: &'a [u8],
}

impl Field<'_> {
    /// Whether it bears that name.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }
}

/// Head and body, without the empty line between them.
pub fn split(message: &[u8]) -> (&[u8], &[u8]) {
    let between = message
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .unwrap_or(message.len());
    let body = message.get(between + 4..).unwrap_or_default();
    (&message[..between], body)
}

/// The fields of a head, folds and all.
pub fn fields(head: &[u8]) -> Vec<Field<'_>> {
    let mut fields = Vec::new();
    let mut begin = 0;
    while begin < head.len() {
        let rest = &head[begin..];
        let end = rest
            .windows(3)
            .position(|window| window.starts_with(b"\r\n") && !is_blank(window[2]))
            .unwrap_or(rest.len());
        if let Some(colon) = rest[..end].iter().position(|octet| *octet == b':') {
            fields.push(Field {
                name: rest[..colon].trim_ascii_end(),
                value: &rest[colon + 1..end],
            });
        }
        begin += end + 2;
    }
    fields
}

/// What is signed: the fields `names`, of several of one name the last first (section 5.4.2), and `signature`, the field of
/// the signature itself with nothing in it yet.
pub fn signed(fields: &[Field<'_>], names: &[&str], signature: &str) -> Vec<u8> {
    let mut signed = Vec::with_capacity(2048);
    let mut taken = vec![false; fields.len()];
    for name in names {
        let last = (0..fields.len())
            .rev()
            .find(|index| !taken[*index] && fields[*index].is(name));
        // A field that is not there stands for nothing.
        if let Some(index) = last {
            taken[index] = true;
            write(&mut signed, fields[index]);
            signed.extend_from_slice(b"\r\n");
        }
    }
    for field in self::fields(signature.as_bytes()) {
        write(&mut signed, field);
    }
    signed
}

fn write(out: &mut Vec<u8>, field: Field<'_>) {
    out.extend(field.name.to_ascii_lowercase());
    out.push(b':');
    squeeze(out, field.value.trim_ascii());
}

/// The hash of a body: blanks in a row are one, those at the end of a line and empty lines at the end of the body none.
pub fn body_hash(body: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut line = Vec::with_capacity(1000);
    let mut empty = 0_usize;
    for octets in lines(body) {
        line.clear();
        squeeze(&mut line, octets);
        let end = line.trim_ascii_end().len();
        if end == 0 {
            empty += 1;
            continue;
        }
        for _ in 0..std::mem::take(&mut empty) {
            hash.update(b"\r\n");
        }
        hash.update(&line[..end]);
        hash.update(b"\r\n");
    }
    hash.finalize().into()
}

fn lines(body: &[u8]) -> impl Iterator<Item = &[u8]> {
    body.split(|octet| *octet == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

/// Blanks, and line ends with them, become one blank.
fn squeeze(out: &mut Vec<u8>, octets: &[u8]) {
    let mut blank = false;
    for octet in octets {
        if is_blank(*octet) || matches!(octet, b'\r' | b'\n') {
            blank = true;
            continue;
        }
        if std::mem::take(&mut blank) {
            out.push(b' ');
        }
        out.push(*octet);
    }
    if blank {
        out.push(b' ');
    }
}

fn is_blank(octet: u8) -> bool {
    matches!(octet, b' ' | b'\t')
}
