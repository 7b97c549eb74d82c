//! What one process holds for as long as it runs, made once at the start.
//!
//! It is for those who stand at the end of the row: `web`, `worker` and `cli`. The domain never sees it; it is handed a
//! connection, the clock and the hub.

use std::{net::IpAddr, sync::Arc};

use crate::{
    base::{clock::Clock, db::Db, hub::Hub, secret::Key},
    config::Config,
    feeds::Feeds,
};

/// The process's own: the database, the clock, the hub and what the settings say of requests.
pub struct App {
    /// The pool of connections.
    pub db: Db,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// The hub that is served.
    pub hub: Hub,
    /// Whether mail is captured, to be read in the browser, because no mail server is set.
    pub captured: bool,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
}

impl App {
    /// Puts it together. `key` is the hub's key, from the settings or from the data directory.
    pub fn new(config: &Config, key: Key, db: Db, clock: Arc<dyn Clock>) -> Self {
        Self {
            db,
            clock,
            hub: hub(config, key),
            captured: config.smtp_url.is_none(),
            trusted_proxies: config.trusted_proxies.clone(),
        }
    }

    /// The feeds of the hub, from now on. Inside the runtime that is to render them.
    pub fn feeds(&self) -> Feeds {
        Feeds::start(
            self.db.clone(),
            Arc::new(self.hub.clone()),
            Arc::clone(&self.clock),
        )
    }

    /// Whether people reach the hub over TLS, so that cookies and addresses can insist on it.
    pub fn https(&self) -> bool {
        self.hub.public_url.starts_with("https://")
    }
}

/// The hub that the settings describe.
pub fn hub(config: &Config, key: Key) -> Hub {
    Hub {
        name: config.hub_name.clone(),
        zone: config.zone,
        language: config.language,
        public_url: config.public_url.clone(),
        mail_name: config.mail_from.name.clone(),
        mail_address: config.mail_from.address.clone(),
        reply_tokens: config.reply_tokens,
        change_window: config.change_window,
        key,
    }
}
