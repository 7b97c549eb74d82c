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
pub use options::{Detail, EntryKind, MOST_DAYS, Options, PAST_DAYS, Shows};
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
    /// By whom it was last fetched with more than Google Calendar takes, when, and the octets that it had then: by Google, or
    /// where that is not used at `now`, by whatever is and fetched it last, which may have asked for less of it than there is.
    pub fn too_large(&self, now: Instant) -> Option<(Client, Instant, i64)> {
        let used = self.polls.iter().filter(|poll| poll.is_used(now));
        let sized = used.filter_map(|poll| Some((poll.client, poll.seminars_at?, poll.octets?)));
        let mut google = sized.clone();
        let google = google.find(|(client, ..)| *client == Client::Google);
        let last = google.or_else(|| sized.max_by_key(|(_, at, _)| *at))?;
        Some(last).filter(|(.., octets)| *octets > GOOGLE_TAKES)
    }
}

/// How often clients are told to ask again.
pub const REFRESH: Duration = Duration::from_mins(15);
