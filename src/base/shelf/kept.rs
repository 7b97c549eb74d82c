//! What is kept, in two classes that make room apart: what anyone can make up has an eighth, and goes before all else.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{Key, places::Held};

/// What part of the room is for what is asked for seldom: one in so many.
const SELDOM: usize = 8;

/// All that is kept of a sort of thing.
#[derive(Debug)]
pub(super) struct Kept<K, V> {
    usual: Class<K, V>,
    seldom: Class<K, V>,
    /// How many had to make room.
    evicted: u64,
}

/// Those of one sort, which make room for each other.
#[derive(Debug)]
struct Class<K, V> {
    by_key: HashMap<K, Place<V>>,
    weight: usize,
}

/// Where one thing is kept.
#[derive(Debug)]
pub(super) struct Place<V> {
    /// What is there.
    pub held: Arc<Held<V>>,
    /// What it weighs, its key included.
    pub weight: usize,
    /// When it was last asked for: the number of that request.
    pub used: AtomicU64,
}

impl<K: Key, V> Kept<K, V> {
    fn class(&self, key: &K) -> &Class<K, V> {
        match key.is_seldom() {
            true => &self.seldom,
            false => &self.usual,
        }
    }

    fn class_mut(&mut self, key: &K) -> &mut Class<K, V> {
        match key.is_seldom() {
            true => &mut self.seldom,
            false => &mut self.usual,
        }
    }

    /// What is kept under `key`.
    pub fn get(&self, key: &K) -> Option<&Place<V>> {
        self.class(key).by_key.get(key)
    }

    /// Keeps something in place of what there was.
    pub fn put(&mut self, key: K, place: Place<V>) {
        self.class_mut(&key).put(key, place);
    }

    /// Drops what is kept under `key`.
    pub fn remove(&mut self, key: &K) {
        self.class_mut(key).remove(key);
    }

    /// Drops all that `stays` does not say to keep.
    pub fn retain(&mut self, stays: impl Fn(&Place<V>) -> bool) {
        for class in [&mut self.usual, &mut self.seldom] {
            class.by_key.retain(|_, place| stays(place));
            class.weight = class.by_key.values().map(|place| place.weight).sum();
        }
    }

    /// How many had to make room since the start.
    pub fn evicted(&self) -> u64 {
        self.evicted
    }

    /// Everything.
    pub fn places(&self) -> impl Iterator<Item = &Place<V>> {
        self.usual
            .by_key
            .values()
            .chain(self.seldom.by_key.values())
    }

    /// What all of it weighs.
    pub fn weight(&self) -> usize {
        self.usual.weight + self.seldom.weight
    }

    /// Drops until it fits: the seldom first, and one at least stays.
    pub fn make_room(&mut self, room: usize) {
        while self.seldom.weight > room / SELDOM && self.seldom.by_key.len() > 1
            || self.weight() > room
                && !self.seldom.by_key.is_empty()
                && !self.usual.by_key.is_empty()
        {
            self.seldom.drop_least_used();
            self.evicted += 1;
        }
        while self.weight() > room && self.usual.by_key.len() > 1 {
            self.usual.drop_least_used();
            self.evicted += 1;
        }
    }
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self {
            usual: Class::default(),
            seldom: Class::default(),
            evicted: 0,
        }
    }
}

impl<K, V> Default for Class<K, V> {
    fn default() -> Self {
        Self {
            by_key: HashMap::new(),
            weight: 0,
        }
    }
}

impl<K: Key, V> Class<K, V> {
    fn put(&mut self, key: K, place: Place<V>) {
        self.weight += place.weight;
        if let Some(before) = self.by_key.insert(key, place) {
            self.weight -= before.weight;
        }
    }

    fn remove(&mut self, key: &K) {
        if let Some(before) = self.by_key.remove(key) {
            self.weight -= before.weight;
        }
    }

    fn drop_least_used(&mut self) {
        let least = self
            .by_key
            .iter()
            .min_by_key(|(_, place)| place.used.load(Ordering::Relaxed))
            .map(|(key, _)| key.clone());
        if let Some(key) = least {
            self.remove(&key);
        }
    }
}
