//! Where bodies are kept: as many as there is room for, those least asked for go first.

use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
    sync::{
        Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use super::FeedError;
use crate::{
    base::clock::Instant,
    feeds::{body::Body, model::FeedRequest, source::RestsOn},
};

/// What a place weighs beside its body: key, counters, table. An estimate.
const OVERHEAD: usize = 512;

/// What is kept under a request.
#[derive(Debug)]
pub struct Held {
    outcome: Outcome,
    rests_on: RestsOn,
    good: Range<Instant>,
    behind: AtomicBool,
}

/// What a request gets.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// A body.
    Body(Arc<Body>),
    /// The word that the address was revoked.
    Gone,
}

impl Held {
    /// An outcome that rests on these counters and is good for these instants: a day.
    pub fn new(outcome: Outcome, rests_on: RestsOn, good: Range<Instant>) -> Self {
        Self {
            outcome,
            rests_on,
            good,
            behind: AtomicBool::new(false),
        }
    }

    /// What the request gets.
    pub(super) fn answer(&self) -> Result<Arc<Body>, FeedError> {
        match &self.outcome {
            Outcome::Body(body) => Ok(Arc::clone(body)),
            Outcome::Gone => Err(FeedError::Gone),
        }
    }

    /// Its body.
    pub fn body(&self) -> Option<&Arc<Body>> {
        match &self.outcome {
            Outcome::Body(body) => Some(body),
            Outcome::Gone => None,
        }
    }

    fn is_good(&self, now: Instant) -> bool {
        !self.behind.load(Ordering::Relaxed) && self.good.contains(&now)
    }

    /// Whether its snapshot is older than that of `other`: a counter that both rest on is lower.
    fn is_older_than(&self, other: &Self) -> bool {
        let others: HashMap<&str, i64> = other.rests_on.iter().collect();
        self.rests_on
            .is_behind(|subject| others.get(subject).copied())
    }

    fn weight(&self) -> usize {
        let counters: usize = self
            .rests_on
            .iter()
            .map(|(subject, _)| subject.len() + 40)
            .sum();
        OVERHEAD + counters + self.body().map_or(0, |body| body.weight())
    }
}

/// The bodies of a node.
#[derive(Debug)]
pub struct Shelf {
    places: RwLock<Places>,
    /// Rises with every request: what was used when.
    uses: AtomicU64,
    room: usize,
}

#[derive(Debug, Default)]
struct Places {
    by_request: HashMap<FeedRequest, Place>,
    weight: usize,
}

#[derive(Debug)]
struct Place {
    held: Arc<Held>,
    weight: usize,
    used: AtomicU64,
}

impl Shelf {
    /// A shelf with room for so many octets. A body that is larger by itself is kept, alone.
    pub fn new(room: usize) -> Self {
        Self {
            places: RwLock::default(),
            uses: AtomicU64::new(0),
            room,
        }
    }

    /// What is held for `request`, where it is good at `now`.
    pub fn good(&self, request: &FeedRequest, now: Instant) -> Option<Arc<Held>> {
        let places = self.read();
        let place = places.by_request.get(request)?;
        if !place.held.is_good(now) {
            return None;
        }
        let use_no = self.uses.fetch_add(1, Ordering::Relaxed);
        place.used.store(use_no, Ordering::Relaxed);
        Some(Arc::clone(&place.held))
    }

    /// What is held for `request`, good or not.
    pub fn last(&self, request: &FeedRequest) -> Option<Arc<Held>> {
        self.read()
            .by_request
            .get(request)
            .map(|place| Arc::clone(&place.held))
    }

    /// Keeps `held`, unless what is there is newer. Answers what is there then.
    pub fn put(&self, request: &FeedRequest, held: Held) -> Arc<Held> {
        let mut places = self.write();
        if let Some(place) = places.by_request.get(request)
            && held.is_older_than(&place.held)
        {
            return Arc::clone(&place.held);
        }
        let held = Arc::new(held);
        let place = Place {
            weight: held.weight(),
            held: Arc::clone(&held),
            used: AtomicU64::new(self.uses.fetch_add(1, Ordering::Relaxed)),
        };
        places.weight += place.weight;
        if let Some(before) = places.by_request.insert(request.clone(), place) {
            places.weight -= before.weight;
        }
        while places.weight > self.room && places.by_request.len() > 1 {
            places.drop_least_used();
        }
        places.count();
        held
    }

    /// Drops what is held for `request`: there is no such feed any more.
    pub fn forget(&self, request: &FeedRequest) {
        let mut places = self.write();
        if let Some(before) = places.by_request.remove(request) {
            places.weight -= before.weight;
            places.count();
        }
    }

    /// The counters that something rests on.
    pub fn subjects(&self) -> Vec<String> {
        let places = self.read();
        let subjects: BTreeSet<&str> = places
            .by_request
            .values()
            .flat_map(|place| place.held.rests_on.iter())
            .map(|(subject, _)| subject)
            .collect();
        subjects.into_iter().map(str::to_owned).collect()
    }

    /// Marks what rests on a counter that has risen since.
    pub fn mark(&self, counters: &HashMap<String, i64>) {
        for place in self.read().by_request.values() {
            if place
                .held
                .rests_on
                .is_behind(|subject| counters.get(subject).copied())
            {
                place.held.behind.store(true, Ordering::Relaxed);
            }
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, Places> {
        self.places.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Places> {
        self.places.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Places {
    /// Says how much is kept, to whoever watches the process.
    #[expect(
        clippy::cast_precision_loss,
        reason = "memory is smaller than 2⁵³ octets, and a figure need not be exact"
    )]
    fn count(&self) {
        metrics::gauge!("maru_feed_bodies").set(self.by_request.len() as f64);
        metrics::gauge!("maru_feed_bytes").set(self.weight as f64);
    }

    fn drop_least_used(&mut self) {
        let least = self
            .by_request
            .iter()
            .min_by_key(|(_, place)| place.used.load(Ordering::Relaxed))
            .map(|(request, _)| request.clone());
        if let Some(place) = least.and_then(|request| self.by_request.remove(&request)) {
            self.weight -= place.weight;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feeds::model::{Address, Options};

    fn request(slug: &str) -> FeedRequest {
        FeedRequest::new(Address::Series(slug.into()), Options::default())
    }

    fn second(n: i64) -> Instant {
        Instant::from_timestamp(n, 0).unwrap()
    }

    fn held(text: &str, counters: &[(&str, i64)]) -> Held {
        let body = Body::new(text.into(), second(0), true);
        let rests_on = counters
            .iter()
            .map(|(s, n)| ((*s).to_owned(), *n))
            .collect();
        Held::new(
            Outcome::Body(Arc::new(body)),
            rests_on,
            second(0)..second(86_400),
        )
    }

    fn text(held: Option<Arc<Held>>) -> Option<String> {
        let body = held?.body()?.identity.clone();
        Some(String::from_utf8(body).unwrap())
    }

    #[test]
    fn an_older_body_is_never_put_over_a_newer_one() {
        let shelf = Shelf::new(1 << 20);
        let one = request("one");
        // Two renders: the first read its rows before a change and lands after the second, which read them after it.
        shelf.put(&one, held("new", &[("names", 3), ("series:1", 8)]));
        let kept = shelf.put(&one, held("old", &[("names", 3), ("series:1", 7)]));
        assert_eq!(text(Some(kept)).as_deref(), Some("new"));
        assert_eq!(text(shelf.good(&one, second(1))).as_deref(), Some("new"));
    }

    #[test]
    fn a_body_is_good_for_its_day_and_until_a_counter_rises() {
        let shelf = Shelf::new(1 << 20);
        let one = request("one");
        shelf.put(&one, held("body", &[("hub", 0), ("names", 3)]));
        assert!(shelf.good(&one, second(86_399)).is_some());
        assert!(shelf.good(&one, second(86_400)).is_none());
        let counters = |hub| HashMap::from([("hub".to_owned(), hub), ("names".to_owned(), 2)]);
        shelf.mark(&counters(0));
        assert!(shelf.good(&one, second(1)).is_some());
        shelf.mark(&counters(1));
        assert!(shelf.good(&one, second(1)).is_none());
        assert_eq!(text(shelf.last(&one)).as_deref(), Some("body"));
        assert_eq!(shelf.subjects(), ["hub", "names"]);
    }

    #[test]
    fn those_least_asked_for_go_first() {
        let weight = held("x", &[]).weight();
        let shelf = Shelf::new(2 * weight);
        let requests = [request("a"), request("b"), request("c")];
        shelf.put(&requests[0], held("a", &[]));
        shelf.put(&requests[1], held("b", &[]));
        assert!(shelf.good(&requests[0], second(1)).is_some());
        shelf.put(&requests[2], held("c", &[]));
        let there = requests.map(|request| shelf.last(&request).is_some());
        assert_eq!(there, [true, false, true]);
        shelf.forget(&request("a"));
        assert!(shelf.last(&request("a")).is_none());
    }
}
