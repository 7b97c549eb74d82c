//! Which calendar program fetched a personal feed, when, and how large it was: kept for its owner alone, who wonders whether it
//! arrives, and for what decides whether they are told by mail besides ([`super::late`]). What tells no seminars
//! ([`tells_seminars`](super::model::Options::tells_seminars)) is no poll: nobody knows a change by it.
//!
//! A poll is noted in memory and nothing else, so that it costs the feed nothing; every few seconds what was noted is written
//! in one statement ([`Polls::write`]). A node that dies loses the last few seconds, which the next poll makes good. Times
//! only rise and counts are added up, so that two nodes can write side by side. No address of a client is kept, and what
//! has not asked for three months is forgotten.

mod client;
mod log;

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::base::{clock::Instant, ids::FeedId};

pub use client::{Client, GOOGLE_TAKES};
pub use log::{Poll, prune};
pub(super) use log::{USED, forget, of, run};

/// Most pairs of feed and program that wait to be written: as many as ask within a few seconds, and many more.
const MOST: usize = 20_000;

/// What was noted and is not written yet.
#[derive(Debug, Default)]
pub struct Polls(Mutex<HashMap<(FeedId, Client), Noted>>);

/// The polls of one feed by one program since the last writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Noted {
    last_at: Instant,
    polls: i64,
    /// How large the feed was; none where only a word was given that nothing has changed.
    octets: Option<i64>,
}

impl Polls {
    /// Notes that `client` has fetched `feed`, of so many octets where that is known. Where too much waits already, a program that is not among it is not noted
    /// this time.
    pub fn note(&self, feed: FeedId, client: Client, at: Instant, octets: Option<i64>) {
        self.add(
            (feed, client),
            Noted {
                last_at: at,
                polls: 1,
                octets,
            },
        );
    }

    fn add(&self, key: (FeedId, Client), more: Noted) {
        let mut noted = self.noted();
        if let Some(before) = noted.get_mut(&key) {
            before.octets = match more.last_at < before.last_at {
                true => before.octets.or(more.octets),
                false => more.octets.or(before.octets),
            };
            before.last_at = before.last_at.max(more.last_at);
            before.polls += more.polls;
        } else if noted.len() < MOST {
            noted.insert(key, more);
        } else {
            metrics::counter!("maru_feed_polls_not_noted_total").increment(1);
        }
    }

    /// What waits, which waits no longer, in one order, so that two nodes take their rows one after the other.
    fn take(&self) -> Vec<((FeedId, Client), Noted)> {
        let mut taken: Vec<_> = std::mem::take(&mut *self.noted()).into_iter().collect();
        taken.sort_unstable_by_key(|((feed, client), _)| (*feed, client.word()));
        taken
    }

    fn noted(&self) -> MutexGuard<'_, HashMap<(FeedId, Client), Noted>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(n: usize) -> FeedId {
        FeedId(uuid::Uuid::from_u128(n as u128))
    }

    fn second(n: i64) -> Instant {
        Instant::from_timestamp(n, 0).unwrap()
    }

    #[test]
    fn polls_of_one_program_are_one_note_and_the_last_counts() {
        let polls = Polls::default();
        polls.note(feed(2), Client::Google, second(1), Some(100));
        // Of the same version as before, it is not said how large it is.
        polls.note(feed(2), Client::Google, second(2), None);
        polls.note(feed(1), Client::Thunderbird, second(7), None);
        polls.note(feed(1), Client::Google, second(5), Some(500));
        // Two threads: the earlier may come later.
        polls.note(feed(1), Client::Google, second(3), Some(300));
        let noted = |last_at, polls, octets| Noted {
            last_at,
            polls,
            octets,
        };
        assert_eq!(
            polls.take(),
            [
                ((feed(1), Client::Google), noted(second(5), 2, Some(500))),
                ((feed(1), Client::Thunderbird), noted(second(7), 1, None)),
                ((feed(2), Client::Google), noted(second(2), 2, Some(100))),
            ]
        );
        assert_eq!(polls.take(), []);
    }

    #[test]
    fn what_waits_is_bounded_and_what_is_known_goes_on() {
        let polls = Polls::default();
        for n in 0..=MOST {
            polls.note(feed(n), Client::Other, second(1), None);
        }
        polls.note(feed(0), Client::Other, second(9), None);
        let taken = polls.take();
        assert_eq!(taken.len(), MOST);
        assert_eq!(taken[0].1.polls, 2);
    }
}
