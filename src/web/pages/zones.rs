//! The zones to choose from.

use super::page::Page;
use crate::base::{language, zone::Zone};

/// A zone to choose.
#[derive(Debug, Clone)]
pub struct ZoneChoice {
    /// The IANA name.
    pub name: &'static str,
    /// As people say it.
    pub label: String,
    /// Whether it is the reader's.
    pub chosen: bool,
    /// Seconds east of UTC now.
    pub offset: i32,
}

const COMMON_ZONES: &[&str] = &[
    "America/Los_Angeles",
    "America/Chicago",
    "America/New_York",
    "America/Montreal",
    "Europe/London",
    "Europe/Paris",
    "Europe/Berlin",
    "Asia/Dubai",
    "Asia/Singapore",
    "Asia/Shanghai",
    "Asia/Seoul",
    "Asia/Tokyo",
    "Australia/Sydney",
    "UTC",
];

impl Page {
    /// The zones offered in the header: those that people of the hub live in, and the reader's own.
    pub fn common_zones(&self) -> Vec<ZoneChoice> {
        let mut zones: Vec<Zone> = COMMON_ZONES
            .iter()
            .filter_map(|name| name.parse().ok())
            .collect();
        if !zones.contains(&self.zone) {
            zones.push(self.zone);
        }
        let mut choices: Vec<_> = zones
            .into_iter()
            .map(|zone| ZoneChoice {
                name: zone.name(),
                label: language::zone_label(self.language, zone, self.now),
                chosen: zone == self.zone,
                offset: zone.offset_seconds(self.now),
            })
            .collect();
        choices.sort_by(|a, b| (a.offset, &a.label).cmp(&(b.offset, &b.label)));
        choices
    }

    /// Every zone there is, by name.
    pub fn all_zones(&self) -> Vec<ZoneChoice> {
        Zone::all()
            .filter(|zone| zone.name().contains('/') || *zone == Zone::UTC)
            .map(|zone| ZoneChoice {
                name: zone.name(),
                label: zone.name().replace('_', " "),
                chosen: zone == self.zone,
                offset: zone.offset_seconds(self.now),
            })
            .collect()
    }
}
