//! Which calendar program fetched a personal feed, when, and how large it was: kept for its owner alone, who wonders whether it
//! arrives or somebody else has its address, and for what decides whether they are told by mail besides ([`super::late`]).
//! Whatever is fetched there is a poll. By which of them a change is known is kept beside it
//! ([`shows`](super::model::Options::shows)): by none that asks for a list or leaves seminars out.
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

use super::model::Shows;
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
    /// The last that had seminars in it.
    seminars: Option<Seen>,
    /// The last that had all of them that are to come.
    told: Option<Seen>,
}

/// What was seen by a poll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seen {
    at: Instant,
    /// How large the feed was; none where only a word was given that nothing has changed.
    octets: Option<i64>,
}

impl Seen {
    /// The later of two, which is as large as the earlier where it does not say.
    fn later(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        let (Some(one), Some(other)) = (one, other) else {
            return one.or(other);
        };
        let (before, after) = match other.at < one.at {
            true => (other, one),
            false => (one, other),
        };
        Some(Self {
            at: after.at,
            octets: after.octets.or(before.octets),
        })
    }
}

impl Polls {
    /// Notes that `client` has fetched `feed`, which seminars that `shows`, and of how many octets it was where that is known.
    /// Where too much waits already, a program that is not among it is not noted this time.
    pub fn note(
        &self,
        feed: FeedId,
        client: Client,
        at: Instant,
        shows: Shows,
        octets: Option<i64>,
    ) {
        let seen = Seen { at, octets };
        self.add(
            (feed, client),
            Noted {
                last_at: at,
                polls: 1,
                seminars: (shows != Shows::Nothing).then_some(seen),
                told: (shows == Shows::All).then_some(seen),
            },
        );
    }

    fn add(&self, key: (FeedId, Client), more: Noted) {
        let mut noted = self.noted();
        if let Some(before) = noted.get_mut(&key) {
            before.seminars = Seen::later(before.seminars, more.seminars);
            before.told = Seen::later(before.told, more.told);
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

    fn seen(at: i64, octets: Option<i64>) -> Seen {
        Seen {
            at: second(at),
            octets,
        }
    }

    #[test]
    fn polls_of_one_program_are_one_note_and_the_last_counts() {
        let polls = Polls::default();
        let note = |n, client, at, octets| {
            polls.note(feed(n), client, second(at), Shows::All, octets);
        };
        note(2, Client::Google, 1, Some(100));
        // Of the same version as before, it is not said how large it is.
        note(2, Client::Google, 2, None);
        note(1, Client::Thunderbird, 7, None);
        note(1, Client::Google, 5, Some(500));
        // Two threads: the earlier may come later.
        note(1, Client::Google, 3, Some(300));
        let noted = |at, polls, octets| {
            let seen = Some(seen(at, octets));
            Noted {
                last_at: second(at),
                polls,
                seminars: seen,
                told: seen,
            }
        };
        assert_eq!(
            polls.take(),
            [
                ((feed(1), Client::Google), noted(5, 2, Some(500))),
                ((feed(1), Client::Thunderbird), noted(7, 1, None)),
                ((feed(2), Client::Google), noted(2, 2, Some(100))),
            ]
        );
        assert_eq!(polls.take(), []);
    }

    #[test]
    fn what_shows_less_is_a_poll_and_does_not_pass_for_what_shows_all() {
        let polls = Polls::default();
        for (at, shows) in [(1, Shows::All), (2, Shows::Part), (3, Shows::Nothing)] {
            polls.note(feed(1), Client::Google, second(at), shows, Some(at * 100));
        }
        let noted = Noted {
            last_at: second(3),
            polls: 3,
            seminars: Some(seen(2, Some(200))),
            told: Some(seen(1, Some(100))),
        };
        assert_eq!(polls.take(), [((feed(1), Client::Google), noted)]);
    }

    #[test]
    fn what_waits_is_bounded_and_what_is_known_goes_on() {
        let polls = Polls::default();
        for n in 0..=MOST {
            polls.note(feed(n), Client::Other, second(1), Shows::All, None);
        }
        polls.note(feed(0), Client::Other, second(9), Shows::All, None);
        let taken = polls.take();
        assert_eq!(taken.len(), MOST);
        assert_eq!(taken[0].1.polls, 2);
    }
}
