//! The integration tests, in one program: a module per part of Maru.
#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected fails there"
)]

mod embedded;
mod ical;
