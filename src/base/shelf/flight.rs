//! Renders on their way: one for each key, however many wait for it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use futures_util::FutureExt;
use tokio::{
    task::JoinHandle,
    time::{Duration, Instant},
};

use super::{Flight, Held, Key, Landed, Missing, Weighs};

/// Who joins a render that began longer ago waits for the next one: it could lack a change of a second ago.
const TOO_LATE: Duration = Duration::from_millis(400);
/// Most renders that wait or are under way: more could not be had within anyone's patience, and each takes some kilobytes.
const MOST: usize = 4096;
/// Most of them that are of what is asked for seldom.
const MOST_SELDOM: usize = 64;

/// The renders that are under way.
pub(super) struct Flights<K, V>(Mutex<HashMap<K, UnderWay<V>>>);

impl<K, V> Default for Flights<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

struct UnderWay<V> {
    flight: Flight<V>,
    since: Instant,
    /// What this node had written when it took off.
    writes: u64,
}

/// What a request that found nothing good got.
pub(super) enum Board<V> {
    /// One that has landed in the meantime.
    Landed(Arc<Held<V>>),
    /// The render that it started.
    Started(Flight<V>),
    /// The render that was under way, and whether it could lack what was changed before this request.
    Joined {
        /// The render.
        flight: Flight<V>,
        /// Whether it took off too long ago, or before this node's last write.
        late: bool,
    },
    /// None: too many wait already.
    Full,
}

impl<K: Key, V: Weighs> Flights<K, V> {
    /// The render for `key` that is under way, or a new one by `start`; `landed` is asked once more before, because one
    /// may have landed since the caller looked. `writes` is what this node has written.
    pub(super) fn board(
        &self,
        key: &K,
        writes: u64,
        landed: impl FnOnce() -> Option<Arc<Held<V>>>,
        start: impl FnOnce() -> JoinHandle<Landed<V>>,
    ) -> Board<V> {
        let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // One that has landed is only remembered until the next request comes.
        if let Some(under_way) = flights.get(key)
            && under_way.flight.peek().is_none()
        {
            return Board::Joined {
                flight: under_way.flight.clone(),
                late: under_way.since.elapsed() > TOO_LATE || under_way.writes < writes,
            };
        }
        if let Some(held) = landed() {
            flights.remove(key);
            return Board::Landed(held);
        }
        let (mut all, mut seldom) = (0, 0);
        flights.retain(|key, under_way| {
            let flies = under_way.flight.peek().is_none();
            all += usize::from(flies);
            seldom += usize::from(flies && key.is_seldom());
            flies
        });
        if all >= MOST || key.is_seldom() && seldom >= MOST_SELDOM {
            return Board::Full;
        }
        let task = start();
        let flight = async move {
            task.await.unwrap_or_else(|error| {
                tracing::error!(%error, "a render broke off");
                Err(Missing::Unavailable)
            })
        }
        .boxed()
        .shared();
        let under_way = UnderWay {
            flight: flight.clone(),
            since: Instant::now(),
            writes,
        };
        flights.insert(key.clone(), under_way);
        Board::Started(flight)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Weighs for String {
        fn weight(&self) -> usize {
            self.len()
        }
    }

    impl Key for String {
        fn is_seldom(&self) -> bool {
            self.contains('?')
        }
    }

    type Test = Flights<String, &'static str>;

    /// Asks for something whose render never ends.
    fn ask(flights: &Test, key: &str) -> &'static str {
        let start = || tokio::spawn(std::future::pending());
        match flights.board(&key.to_owned(), 0, || None, start) {
            Board::Landed(_) => "landed",
            Board::Started(_) => "started",
            Board::Joined { .. } => "joined",
            Board::Full => "full",
        }
    }

    #[tokio::test]
    async fn too_many_that_wait_are_turned_away_and_the_seldom_before_others() {
        let flights = Test::default();
        for n in 0..MOST_SELDOM {
            assert_eq!(ask(&flights, &format!("?{n}")), "started");
        }
        assert_eq!(ask(&flights, "?more"), "full");
        assert_eq!(ask(&flights, "?0"), "joined");
        for n in MOST_SELDOM..MOST {
            assert_eq!(ask(&flights, &n.to_string()), "started");
        }
        assert_eq!(ask(&flights, "more"), "full");
        assert_eq!(ask(&flights, &(MOST - 1).to_string()), "joined");
    }
}
