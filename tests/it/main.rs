//! Maru's tests, one binary: a folder or file per slice, `support` for what they share.
#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected fails there"
)]
#![expect(
    clippy::format_push_string,
    clippy::format_collect,
    clippy::items_after_statements,
    reason = "a test reads from top to bottom, and nobody waits for its strings"
)]

mod access;
mod architecture;
mod audiences;
mod audit;
#[cfg(feature = "browser")]
mod browser;
mod cli;
mod confirming;
mod digests;
mod embedded;
mod faults;
mod feeds;
mod ical;
mod inbound;
mod items;
mod jobs;
mod kept;
mod lists;
mod mails;
mod migrations;
mod notices;
mod outbox;
mod people;
mod prepared;
mod rooms;
mod sample;
mod seats;
mod slots;
mod stays;
mod story;
mod strip;
mod support;
mod tls;
mod web;
mod worker;
mod zones;
