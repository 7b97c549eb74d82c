//! What people could see of a seminar at one of its revisions.

use serde::{Deserialize, Serialize};

use super::{ItemTold, SeminarState, Texts};
use crate::base::{clock::Instant, zone::Zone};

/// What people could see at a revision: kept, so that old → new can be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The title; empty while it was not known.
    pub title: String,
    /// When it started.
    pub starts_at: Instant,
    /// When it ended.
    pub ends_at: Instant,
    /// The zone in which it was meant.
    pub zone: String,
    /// The zone of the place where it was, if that was another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub there: Option<String>,
    /// Where, a line each.
    pub places: Vec<String>,
    /// Who spoke: name and affiliation.
    pub speakers: Vec<(String, Option<String>)>,
    /// Where it stood.
    pub state: SeminarState,
    /// What told its online address from another one: a hash, since snapshots are read by more people than the address.
    pub online: Option<String>,
    /// The abstract.
    #[serde(default)]
    pub abstract_text: String,
    /// The items of its programme, by time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programme: Vec<ItemTold>,
    /// Title and abstract in further languages.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub texts: Texts,
}

impl Snapshot {
    /// The zone on whose clocks it was told.
    pub fn anchor(&self) -> Zone {
        let zone = self.there.as_ref().unwrap_or(&self.zone);
        zone.parse().unwrap_or(Zone::UTC)
    }
}
