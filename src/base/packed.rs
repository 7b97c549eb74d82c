//! Octets as they go out: compressed once, and told apart by their hash.

use std::{fmt::Write as _, io::Write as _};

use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

/// `plain`, compressed (RFC 1952). The header names neither a time nor a machine, so that the same data gives the same
/// bytes. It takes some 15 ms a megabyte: not for a thread that serves others.
pub fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(
        Vec::with_capacity(plain.len() / 8 + 64),
        Compression::default(),
    );
    encoder
        .write_all(plain)
        .and_then(|()| encoder.finish())
        .expect("writing to memory cannot fail")
}

/// The strong entity tag of these octets (RFC 9110 §8.8.3), with its quotes.
pub fn etag(octets: &[u8]) -> String {
    let digest = Sha256::digest(octets);
    let mut tag = String::with_capacity(34);
    tag.push('"');
    for octet in &digest[..16] {
        write!(tag, "{octet:02x}").expect("writing to a string cannot fail");
    }
    tag.push('"');
    tag
}
