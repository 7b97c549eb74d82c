//! What the domain must know of the hub that it serves: its name, zone, language, address and key.
//!
//! It comes from the settings, is made once at the start and handed down as an argument.

use std::time::Duration;

use super::{language::Language, secret::Key, zone::Zone};

/// The hub that Maru serves.
#[derive(Debug, Clone)]
pub struct Hub {
    /// What it is called.
    pub name: String,
    /// Its own zone: for rooms without a site and people whose zone is not known.
    pub zone: Zone,
    /// For people whose language is not known.
    pub language: Language,
    /// How people reach it, without a slash at the end.
    pub public_url: String,
    /// The name that stands before the hub's one mailbox.
    pub mail_name: String,
    /// The hub's one mailbox: From, and ORGANIZER in calendars.
    pub mail_address: String,
    /// Whether replies carry a token in the address (`hub+TOKEN@…`).
    pub reply_tokens: bool,
    /// How long edits are gathered before a change notice.
    pub change_window: Duration,
    /// Signs links and feed addresses.
    pub key: Key,
}

impl Hub {
    /// An address in the hub: `path` begins with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    /// The host of the public address, without a port: the right side of UIDs and Message-IDs.
    pub fn host(&self) -> &str {
        let authority = self
            .public_url
            .split("://")
            .nth(1)
            .unwrap_or(&self.public_url);
        match authority.strip_prefix('[') {
            // RFC 3986 writes an IPv6 address in brackets.
            Some(rest) => rest.split(']').next().unwrap_or(rest),
            None => authority.split(':').next().unwrap_or(authority),
        }
    }

    /// The host of the hub's mailbox: how Maru names itself to a mail server.
    pub fn mail_host(&self) -> &str {
        self.mail_address
            .rsplit_once('@')
            .map_or("localhost", |(_, host)| host)
    }

    /// A UID (RFC 7986 §5.3) for a calendar entry made now; it is stored, because the public address may change.
    pub fn calendar_uid(&self, id: uuid::Uuid) -> String {
        format!("{id}@{}", self.host())
    }
}
