//! Where things are kept: as many as there is room for, those least asked for go first. What is asked for by a key that
//! anyone can make up has an eighth of the room, and goes before all else.

use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
    sync::{
        Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use super::{
    Key, Weighs,
    kept::{Kept, Place},
};
use crate::base::{changes::RestsOn, clock::Instant};

/// What a place weighs beside what is in it: counters, table. An estimate.
const OVERHEAD: usize = 512;

/// What is kept under a key.
#[derive(Debug)]
pub struct Held<V> {
    what: V,
    rests_on: RestsOn,
    good: Range<Instant>,
    behind: AtomicBool,
    /// The last of this node's writes after which it is known to have been true.
    seen: AtomicU64,
}

impl<V: Weighs> Held<V> {
    /// Something that rests on these counters and is good for these instants.
    pub fn new(what: V, rests_on: RestsOn, good: Range<Instant>) -> Self {
        Self {
            what,
            rests_on,
            good,
            behind: AtomicBool::new(false),
            seen: AtomicU64::new(0),
        }
    }

    pub(super) fn seen_at(self, writes: u64) -> Self {
        self.seen.store(writes, Ordering::SeqCst);
        self
    }

    /// What was rendered.
    pub fn what(&self) -> &V {
        &self.what
    }

    /// The counters that it rests on.
    pub fn rests_on(&self) -> &RestsOn {
        &self.rests_on
    }

    /// The first instant for which it is good.
    pub fn good_from(&self) -> Instant {
        self.good.start
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
        OVERHEAD + counters + self.what.weight()
    }
}

/// What is seen under a key.
pub(super) enum Sight<V> {
    /// It is good.
    Good(Arc<Held<V>>),
    /// It is good unless this node's last write has changed it.
    Unsure,
    /// There is nothing good.
    Nothing,
}

/// What a node keeps of one sort.
#[derive(Debug)]
pub struct Places<K, V> {
    kept: RwLock<Kept<K, V>>,
    /// Rises with every request: what was used when.
    uses: AtomicU64,
    room: usize,
}

/// How much is kept, and how much was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// How many.
    pub count: usize,
    /// What they weigh, in octets.
    pub bytes: usize,
    /// How many had to make room since the start.
    pub evicted: u64,
}

impl<K: Key, V: Weighs> Places<K, V> {
    /// Room for so many octets. What is larger by itself is kept, alone.
    pub fn new(room: usize) -> Self {
        Self {
            kept: RwLock::default(),
            uses: AtomicU64::new(0),
            room,
        }
    }

    /// What is held for `key`, where it is good at `now`, after `writes` of this node's own.
    pub(super) fn sight(&self, key: &K, now: Instant, writes: u64) -> Sight<V> {
        let kept = self.read();
        let Some(place) = kept.get(key) else {
            return Sight::Nothing;
        };
        // First when it was looked at, then what was seen: `mark` writes them the other way round.
        let seen = place.held.seen.load(Ordering::SeqCst);
        if !place.held.is_good(now) {
            return Sight::Nothing;
        }
        if seen < writes {
            return Sight::Unsure;
        }
        let use_no = self.uses.fetch_add(1, Ordering::Relaxed);
        place.used.store(use_no, Ordering::Relaxed);
        Sight::Good(Arc::clone(&place.held))
    }

    /// What is held for `key`, good or not.
    pub fn last(&self, key: &K) -> Option<Arc<Held<V>>> {
        let kept = self.read();
        let place = kept.get(key);
        place.map(|place| Arc::clone(&place.held))
    }

    /// Keeps `held`, unless what is there is newer. Answers what is there then.
    pub fn put(&self, key: &K, held: Held<V>) -> Arc<Held<V>> {
        let mut kept = self.write();
        if let Some(place) = kept.get(key)
            && held.is_older_than(&place.held)
        {
            return Arc::clone(&place.held);
        }
        let held = Arc::new(held);
        let place = Place {
            weight: held.weight() + key.weight(),
            held: Arc::clone(&held),
            used: AtomicU64::new(self.uses.fetch_add(1, Ordering::Relaxed)),
        };
        kept.put(key.clone(), place);
        kept.make_room(self.room);
        held
    }

    /// Drops what is held for `key`: there is no such thing any more.
    pub(super) fn forget(&self, key: &K) {
        self.write().remove(key);
    }

    /// Drops what is no longer good at `now`, whatever happens.
    pub(super) fn clear_away(&self, now: Instant) {
        let past = |place: &Place<V>| place.held.good.end <= now;
        if !self.read().places().any(past) {
            return;
        }
        self.write().retain(|place| !past(place));
    }

    /// How much is kept, and how much was.
    pub fn size(&self) -> Size {
        let kept = self.read();
        Size {
            count: kept.places().count(),
            bytes: kept.weight(),
            evicted: kept.evicted(),
        }
    }

    /// All that is held.
    pub(super) fn all(&self) -> Vec<Arc<Held<V>>> {
        let kept = self.read();
        kept.places().map(|place| Arc::clone(&place.held)).collect()
    }

    fn read(&self) -> RwLockReadGuard<'_, Kept<K, V>> {
        self.kept.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Kept<K, V>> {
        self.kept.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The counters that any of these rests on.
pub(super) fn subjects<V>(held: &[Arc<Held<V>>]) -> Vec<String> {
    let subjects: BTreeSet<&str> = held
        .iter()
        .flat_map(|held| held.rests_on.iter())
        .map(|(subject, _)| subject)
        .collect();
    subjects.into_iter().map(str::to_owned).collect()
}

/// Marks those of `held` that rest on a counter which has risen since. The counters were read after `writes` of this
/// node's own.
pub(super) fn mark<V>(held: &[Arc<Held<V>>], counters: &HashMap<String, i64>, writes: u64) {
    for held in held {
        let now = |subject: &str| counters.get(subject).copied();
        if held.rests_on.is_behind(now) {
            held.behind.store(true, Ordering::Relaxed);
        }
        held.seen.fetch_max(writes, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Weighs for &'static str {
        fn weight(&self) -> usize {
            self.len()
        }
    }

    impl Key for &'static str {
        fn is_seldom(&self) -> bool {
            self.contains('?')
        }
    }

    fn second(n: i64) -> Instant {
        Instant::from_timestamp(n, 0).unwrap()
    }

    fn held(text: &'static str, counters: &[(&str, i64)]) -> Held<&'static str> {
        let rests_on = counters
            .iter()
            .map(|(s, n)| ((*s).to_owned(), *n))
            .collect();
        Held::new(text, rests_on, second(0)..second(86_400))
    }

    fn text(held: Option<Arc<Held<&'static str>>>) -> Option<&'static str> {
        held.map(|held| *held.what())
    }

    fn good(
        places: &Places<&'static str, &'static str>,
        now: Instant,
        writes: u64,
    ) -> Option<&'static str> {
        match places.sight(&"one", now, writes) {
            Sight::Good(held) => Some(*held.what()),
            Sight::Unsure => Some("unsure"),
            Sight::Nothing => None,
        }
    }

    fn look(places: &Places<&'static str, &'static str>, hub: i64, writes: u64) {
        let counters = HashMap::from([("hub".to_owned(), hub), ("names".to_owned(), 2)]);
        mark(&places.all(), &counters, writes);
    }

    #[test]
    fn an_older_body_is_never_put_over_a_newer_one() {
        let places = Places::new(1 << 20);
        // Two renders: the first read its rows before a change and lands after the second, which read them after it.
        places.put(&"one", held("new", &[("names", 3), ("series:1", 8)]));
        let kept = places.put(&"one", held("old", &[("names", 3), ("series:1", 7)]));
        assert_eq!(text(Some(kept)), Some("new"));
        assert_eq!(good(&places, second(1), 0), Some("new"));
    }

    #[test]
    fn it_is_good_for_its_time_and_until_a_counter_rises() {
        let places = Places::new(1 << 20);
        places.put(&"one", held("body", &[("hub", 0), ("names", 3)]));
        assert_eq!(good(&places, second(86_399), 0), Some("body"));
        assert_eq!(good(&places, second(86_400), 0), None);
        look(&places, 0, 0);
        assert_eq!(good(&places, second(1), 0), Some("body"));
        look(&places, 1, 0);
        assert_eq!(good(&places, second(1), 0), None);
        assert_eq!(text(places.last(&"one")), Some("body"));
        assert_eq!(subjects(&places.all()), ["hub", "names"]);
    }

    #[test]
    fn after_a_write_of_ones_own_it_is_looked_at_first() {
        let places = Places::new(1 << 20);
        places.put(&"one", held("body", &[("hub", 0)]).seen_at(4));
        assert_eq!(good(&places, second(1), 4), Some("body"));
        assert_eq!(good(&places, second(1), 5), Some("unsure"));
        // A look that began before the write says nothing of it.
        look(&places, 0, 4);
        assert_eq!(good(&places, second(1), 5), Some("unsure"));
        look(&places, 0, 5);
        assert_eq!(good(&places, second(1), 5), Some("body"));
        look(&places, 1, 6);
        assert_eq!(good(&places, second(1), 6), None);
    }

    #[test]
    fn those_least_asked_for_go_first() {
        let weight = held("x", &[]).weight() + 1;
        let places = Places::new(2 * weight);
        places.put(&"a", held("a", &[]));
        places.put(&"b", held("b", &[]));
        assert!(matches!(places.sight(&"a", second(1), 0), Sight::Good(_)));
        places.put(&"c", held("c", &[]));
        let there = ["a", "b", "c"].map(|key| places.last(&key).is_some());
        assert_eq!(there, [true, false, true]);
        let size = |count, bytes| Size {
            count,
            bytes,
            evicted: 1,
        };
        assert_eq!(places.size(), size(2, 2 * weight));
        places.forget(&"a");
        assert!(places.last(&"a").is_none());
        places.clear_away(second(86_399));
        assert_eq!(places.size(), size(1, weight));
        places.clear_away(second(86_400));
        assert_eq!(places.size(), size(0, 0));
    }

    #[test]
    fn what_anyone_can_make_up_pushes_nothing_else_out() {
        const MADE_UP: [&str; 6] = ["?1", "?2", "?3", "?4", "?5", "?6"];
        let usual = held("x", &[]).weight() + 1;
        let seldom = held("x", &[]).weight() + 2;
        // Room for sixteen, and so for two that are seldom.
        let places = Places::new(16 * seldom);
        places.put(&"a", held("x", &[]));
        for key in MADE_UP {
            places.put(&key, held("x", &[]));
        }
        let there = MADE_UP.map(|key| places.last(&key).is_some());
        assert_eq!(there, [false, false, false, false, true, true]);
        assert!(places.last(&"a").is_some());
        let size = places.size();
        assert_eq!((size.count, size.bytes), (3, usual + 2 * seldom));
        // Where all of the room is needed, they go first.
        let places = Places::new(2 * usual);
        places.put(&"a", held("x", &[]));
        places.put(&"?1", held("x", &[]));
        places.put(&"b", held("x", &[]));
        let there = ["a", "b", "?1"].map(|key| places.last(&key).is_some());
        assert_eq!(there, [true, true, false]);
    }
}
