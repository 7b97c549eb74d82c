//! Where a page stands, and where its header leads.

use super::Page;
use crate::web::{pages::words::Role, urls};

/// One of the header's links.
#[derive(Debug, Clone)]
pub struct NavLink {
    /// Where it leads.
    pub address: String,
    /// What it says.
    pub label: String,
    /// Whether this page is there or below it.
    pub here: bool,
}

impl Page {
    /// The header's links for who reads.
    pub fn navigation(&self) -> Vec<NavLink> {
        let mut links = vec![
            (urls::home(), "nav-programme"),
            (urls::rooms(), "nav-rooms"),
        ];
        if self.person.is_some() {
            links.push((urls::stays(), "nav-stays"));
        }
        links.push((urls::feeds(), "nav-feeds"));
        if self.is(Role::Organiser) || self.is(Role::Administrator) {
            links.push((urls::organise(), "nav-organise"));
        }
        if self.is(Role::Administrator) {
            links.push((urls::admin(), "nav-admin"));
        }
        links
            .into_iter()
            .map(|(address, key)| NavLink {
                here: self.is_at(&address),
                label: self.t(key),
                address,
            })
            .collect()
    }

    /// The tabs of the administrators' mail pages.
    pub fn mail_tabs(&self) -> Vec<NavLink> {
        [
            (urls::mail(), "queue-tab-out"),
            (urls::suspensions(), "suspensions-title"),
            (urls::inbound(), "inbound-title"),
        ]
        .into_iter()
        .map(|(address, key)| NavLink {
            here: self.is_at(&address),
            label: self.t(key),
            address,
        })
        .collect()
    }

    /// Whether this page is at `address` or below it.
    pub fn is_at(&self, address: &str) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        path == address
            || (address != "/"
                && path
                    .strip_prefix(address)
                    .is_some_and(|rest| rest.starts_with('/')))
            || (address == "/" && (path.starts_with("/seminars/") || path.starts_with("/series/")))
    }
}
