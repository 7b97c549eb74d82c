//! What is served: the octets of a feed, plain and compressed, with what tells one version from another.

use std::time::Duration;

use super::entries::{Before, Entries};
use crate::base::{
    clock::Instant,
    packed::{etag, gzip},
};

/// A feed as it is served. Its bytes hang on the data alone.
#[derive(Debug, PartialEq, Eq)]
pub struct Body {
    /// The calendar (RFC 5545) or list, in UTF-8.
    pub identity: Vec<u8>,
    /// The same, compressed (RFC 1952).
    pub gzip: Vec<u8>,
    /// The strong entity tag of `identity` (RFC 9110 section 8.8.3), with its quotes.
    pub etag_identity: String,
    /// The strong entity tag of `gzip`, with its quotes: another encoding is another representation.
    pub etag_gzip: String,
    /// When what it shows last changed, to the second. It rises with every change of the bytes, if need be by a second
    /// more than the clock, so that a client which compares times alone misses none.
    pub last_modified: Instant,
    /// Whether anyone may have it, so that caches between may keep it.
    pub public: bool,
    /// Where the entries of a calendar stand in `identity`.
    entries: Entries,
}

impl Body {
    /// The body of what was written, and how long threads worked on compressing it: some 15 ms a megabyte, not for a thread
    /// that serves others.
    pub(super) fn new(
        (written, entries): (String, Entries),
        last_modified: Instant,
        public: bool,
    ) -> (Self, Duration) {
        let mut identity = written.into_bytes();
        let packed = gzip(&identity);
        let mut gzip = packed.octets;
        // What was reserved for writing is not kept: short entries take a third of it.
        identity.shrink_to_fit();
        gzip.shrink_to_fit();
        let body = Self {
            etag_identity: etag(&identity),
            etag_gzip: etag(&gzip),
            identity,
            gzip,
            last_modified,
            public,
            entries,
        };
        (body, packed.work)
    }

    /// What the next version need not write again.
    pub(super) fn before(&self) -> Before<'_> {
        Before::new(&self.identity, &self.entries)
    }

    /// The octets that it takes in memory, about.
    pub(super) fn weight(&self) -> usize {
        self.identity.capacity() + self.gzip.capacity() + self.entries.weight()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn the_same_calendar_gives_the_same_bytes() {
        let at = Instant::UNIX_EPOCH;
        let written = || ("BEGIN:VCALENDAR\r\n".repeat(100), Entries::default());
        let (body, _) = Body::new(written(), at, true);
        let (again, _) = Body::new(written(), at, true);
        assert_eq!(body, again);
        assert_ne!(body.etag_identity, body.etag_gzip);
        let mut plain = Vec::new();
        flate2::read::GzDecoder::new(&body.gzip[..])
            .read_to_end(&mut plain)
            .unwrap();
        assert_eq!(plain, body.identity);
    }

    #[test]
    fn a_body_takes_what_it_weighs_and_not_what_was_reserved_for_writing_it() {
        let mut written = String::with_capacity(1 << 20);
        written.push_str(&"BEGIN:VCALENDAR\r\n".repeat(100));
        let (body, _) = Body::new((written, Entries::default()), Instant::UNIX_EPOCH, true);
        let taken = body.identity.capacity() + body.gzip.capacity();
        assert_eq!(body.weight(), taken);
        assert!(taken < 4096, "{taken}");
    }
}
