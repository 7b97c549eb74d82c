//! The files that pages ask for (`static/`), carried in the binary and addressed by their content.
//!
//! An address such as `/static/maru.3f2a9c1b.css` never changes its meaning, so it can be kept for a year
//! (`Cache-Control: public, max-age=31536000, immutable`). Bodies are compressed once, at first use.

use std::{borrow::Cow, collections::BTreeMap, io::Write, sync::LazyLock};

use flate2::{Compression, write::GzEncoder};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "static"]
struct Files;

/// A file as it is served.
#[derive(Debug, Clone)]
pub struct Asset {
    /// The name in `static/`.
    pub name: String,
    /// The address under which it is served, with its fingerprint.
    pub address: String,
    /// The body.
    pub bytes: Cow<'static, [u8]>,
    /// The body under `Content-Encoding: gzip`; `None` where compressing gains nothing.
    pub gzip: Option<Vec<u8>>,
    /// The `Content-Type`.
    pub content_type: &'static str,
}

struct Shelf {
    by_address: BTreeMap<String, Asset>,
    addresses: BTreeMap<String, String>,
}

static SHELF: LazyLock<Shelf> = LazyLock::new(|| {
    let mut shelf = Shelf {
        by_address: BTreeMap::new(),
        addresses: BTreeMap::new(),
    };
    for name in Files::iter() {
        let Some(file) = Files::get(&name) else {
            continue;
        };
        let hash = file.metadata.sha256_hash();
        let fingerprint = format!(
            "{:08x}",
            u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
        );
        let address = fingerprinted(&name, &fingerprint);
        let gzip = compressed(&file.data);
        shelf
            .addresses
            .insert(name.clone().into_owned(), address.clone());
        shelf.by_address.insert(
            address.clone(),
            Asset {
                content_type: content_type(&name),
                name: name.into_owned(),
                address,
                gzip,
                bytes: file.data,
            },
        );
    }
    shelf
});

/// The address of a file in `static/`, with its fingerprint: `maru.css` → `/static/maru.3f2a9c1b.css`.
///
/// A name that is not there gives `/static/{name}`, which answers 404; a test holds that templates name none such.
pub fn asset(name: &str) -> String {
    SHELF
        .addresses
        .get(name)
        .cloned()
        .unwrap_or_else(|| format!("/static/{name}"))
}

/// The file served under `path`, which begins with `/static/` and carries the fingerprint.
pub fn find(path: &str) -> Option<&'static Asset> {
    SHELF.by_address.get(path)
}

/// Every file, for `maru previews`.
pub fn all() -> impl Iterator<Item = &'static Asset> {
    SHELF.by_address.values()
}

fn fingerprinted(name: &str, fingerprint: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("/static/{stem}.{fingerprint}.{extension}"),
        None => format!("/static/{name}.{fingerprint}"),
    }
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml; charset=utf-8",
        Some("png") => "image/png",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

fn compressed(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).ok()?;
    let gzip = encoder.finish().ok()?;
    (gzip.len() < bytes.len()).then_some(gzip)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_finds_its_file_and_says_what_it_is() {
        let address = asset("maru.css");
        assert!(
            address.starts_with("/static/maru.") && content_type(&address).starts_with("text/css")
        );
        let found = find(&address).unwrap();
        assert_eq!(found.content_type, "text/css; charset=utf-8");
        assert!(found.gzip.as_ref().unwrap().len() < found.bytes.len());
        assert!(find("/static/maru.css").is_none());
        assert!(find("/static/../Cargo.toml").is_none());
    }

    #[test]
    fn the_modules_stay_small() {
        let javascript: usize = all()
            .filter(|asset| asset.content_type.starts_with("text/javascript"))
            .map(|asset| asset.bytes.len())
            .sum();
        assert!(javascript <= 30_000, "{javascript} bytes of JavaScript");
    }
}
