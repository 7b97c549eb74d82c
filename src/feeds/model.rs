//! Which feeds there are, and what may be asked of them.

mod address;
mod options;
mod request;
#[cfg(test)]
mod tests;

use std::time::Duration;

use super::polls::{Client, GOOGLE_TAKES, Poll};
use crate::{
    base::{
        clock::Instant,
        ids::{FeedId, PersonId},
    },
    mail::calendar::CalendarChoice,
};

pub use address::{Address, Format};
pub use options::{Detail, EntryKind, MOST_DAYS, Options, PAST_DAYS};
pub use request::FeedRequest;

/// A personal feed, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct PersonalFeed {
    /// Which one.
    pub id: FeedId,
    /// Whose.
    #[serde(rename = "person_id")]
    pub person: PersonId,
    /// What its owner calls it.
    pub name: String,
    /// How much it tells.
    pub detail: Detail,
    /// Since when there is one.
    #[schema(value_type = DateTime)]
    pub created_at: Instant,
    /// The address to subscribe to. Whoever has it sees the feed: it is a secret.
    pub url: String,
    /// What puts seminars into its owner's calendar, of all their feeds alike; `null` until they chose.
    pub calendar: Option<CalendarChoice>,
    /// The calendar programs that fetch it, those that asked last first.
    pub polls: Vec<Poll>,
}

impl PersonalFeed {
    /// The octets that it had, where they were more than Google Calendar takes: as Google last fetched it, or else as whatever
    /// fetched it last did, which may have asked for less of it than there is.
    pub fn too_large(&self) -> Option<i64> {
        let known = || self.polls.iter().filter(|poll| poll.octets.is_some());
        let google = known().find(|poll| poll.client == Client::Google);
        let octets = google.or_else(|| known().next())?.octets;
        octets.filter(|octets| *octets > GOOGLE_TAKES)
    }
}

/// How often clients are told to ask again.
pub const REFRESH: Duration = Duration::from_mins(15);
