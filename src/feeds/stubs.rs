//! What is left of a body that had to make room: enough to say that a client has it already.
//!
//! Bodies have 64 MiB, which some fifteen hundred personal feeds of thirty entries fill. Of each that was rendered a stub stays when
//! its body goes: its tags, its time, and the counters that it rests on. Whoever asks for it and names the version that it
//! was is answered 304 for one small question to the database, and nothing is rendered.
//!
//! Counters only rise, so their sum says whether one has. A stub is good for the day on which its body was rendered: on
//! another, the feed's window is another one. The hub's settings do not change while a process lives, and stubs die with it.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::NaiveDate;
use uuid::Uuid;

use super::{body::Body, model::FeedRequest};
use crate::base::{
    changes::RestsOn,
    clock::Instant,
    packed::{HASH, hash, hash_in, tag},
};

/// Octets for stubs: 200,000 personal feeds whose people have to do with a dozen series and seminars each.
const ROOM: usize = 112 * 1024 * 1024;
/// What a stub weighs beside its counters, in octets: itself in a table that may be more than half empty, its place in the
/// queue, and what the allocator rounds up. Reckoned too high rather than too low.
const OVERHEAD: usize = 320;

/// What tells one version of a feed from another, without its octets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The strong entity tag of the plain octets.
    pub etag_identity: String,
    /// The strong entity tag of the compressed ones.
    pub etag_gzip: String,
    /// When what it shows last changed, to the second.
    pub last_modified: Instant,
    /// Whether anyone may have it.
    pub public: bool,
}

/// What is left of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stub {
    identity: [u8; HASH],
    gzip: [u8; HASH],
    last_modified: Instant,
    public: bool,
    /// The day on which it was rendered, in the hub's zone.
    day: NaiveDate,
    /// The counters that it rests on, packed.
    subjects: Box<[u8]>,
    /// Their sum at the time.
    sum: i64,
}

impl Stub {
    /// What stays of `body`.
    pub fn of(body: &Body, rests_on: &RestsOn, day: NaiveDate) -> Option<Self> {
        Some(Self {
            identity: hash_in(&body.etag_identity)?,
            gzip: hash_in(&body.etag_gzip)?,
            last_modified: body.last_modified,
            public: body.public,
            day,
            subjects: packed(rests_on.iter().map(|(subject, _)| subject)),
            sum: rests_on.iter().map(|(_, counter)| counter).sum(),
        })
    }

    /// The version that it was.
    pub fn version(&self) -> Version {
        Version {
            etag_identity: tag(self.identity),
            etag_gzip: tag(self.gzip),
            last_modified: self.last_modified,
            public: self.public,
        }
    }

    /// The day for which it is good.
    pub fn day(&self) -> NaiveDate {
        self.day
    }

    /// The keys of the counters that it rests on.
    pub fn subjects(&self) -> Vec<String> {
        unpacked(&self.subjects)
    }

    /// Whether none of its counters has risen, where they come to `sum` now.
    pub fn still_stands(&self, sum: i64) -> bool {
        self.sum == sum
    }

    fn weight(&self) -> usize {
        OVERHEAD + self.subjects.len()
    }
}

/// The stubs of a node: as many as there is room for, those longest not asked for go first.
#[derive(Debug)]
pub(super) struct Stubs {
    kept: Mutex<Kept>,
    room: usize,
}

#[derive(Debug, Default)]
struct Kept {
    by_key: HashMap<[u8; HASH], Place>,
    /// The keys in the order in which their turn comes to go; one whose stub was asked for since goes to the end instead.
    turns: VecDeque<[u8; HASH]>,
    weight: usize,
}

#[derive(Debug)]
struct Place {
    stub: Stub,
    asked_for: bool,
}

impl Default for Stubs {
    fn default() -> Self {
        Self::new(ROOM)
    }
}

impl Stubs {
    /// Room for so many octets.
    fn new(room: usize) -> Self {
        Self {
            kept: Mutex::default(),
            room,
        }
    }

    /// What is left of what was rendered for `request`.
    pub fn of(&self, request: &FeedRequest) -> Option<Stub> {
        let mut kept = self.lock();
        let place = kept.by_key.get_mut(&key(request))?;
        place.asked_for = true;
        Some(place.stub.clone())
    }

    /// Keeps `stub` in place of what there was.
    pub fn put(&self, request: &FeedRequest, stub: Stub) {
        self.put_under(key(request), stub);
    }

    fn put_under(&self, key: [u8; HASH], stub: Stub) {
        let mut kept = self.lock();
        kept.weight += stub.weight();
        let place = Place {
            stub,
            asked_for: false,
        };
        match kept.by_key.insert(key, place) {
            Some(before) => kept.weight -= before.stub.weight(),
            None => kept.turns.push_back(key),
        }
        kept.make_room(self.room);
    }

    /// Drops what is left of `request`: there is no such feed any more.
    pub fn forget(&self, request: &FeedRequest) {
        let mut kept = self.lock();
        let key = key(request);
        if let Some(before) = kept.by_key.remove(&key) {
            kept.weight -= before.stub.weight();
            kept.turns.retain(|other| *other != key);
        }
    }

    /// How many there are, and what they weigh.
    pub fn size(&self) -> (usize, usize) {
        let kept = self.lock();
        (kept.by_key.len(), kept.weight)
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn make_room(&mut self, room: usize) {
        while self.weight > room
            && let Some(key) = self.turns.pop_front()
        {
            let Some(place) = self.by_key.get_mut(&key) else {
                continue;
            };
            if std::mem::take(&mut place.asked_for) {
                self.turns.push_back(key);
            } else if let Some(gone) = self.by_key.remove(&key) {
                self.weight -= gone.stub.weight();
            }
        }
    }
}

/// Feeds are told apart by a hash of their address: the secret in it is not kept twice.
fn key(request: &FeedRequest) -> [u8; HASH] {
    hash(request.path_as(request.format()).as_bytes())
}

/// The sorts of counters whose key ends with an id, so that they pack into 17 octets.
const WITH_ID: [&str; 5] = ["series", "institution", "room", "seminar", "person"];

/// Keys of counters as octets: the sort and 16 octets of the id, or else 255, the length and the key.
fn packed<'s>(subjects: impl Iterator<Item = &'s str>) -> Box<[u8]> {
    let mut octets = Vec::new();
    for subject in subjects {
        let with_id = subject.split_once(':').and_then(|(sort, id)| {
            let sort = WITH_ID.iter().position(|known| *known == sort)?;
            Some((u8::try_from(sort).ok()?, Uuid::try_parse(id).ok()?))
        });
        if let Some((sort, id)) = with_id {
            octets.push(sort);
            octets.extend_from_slice(id.as_bytes());
        } else {
            let length = u16::try_from(subject.len()).unwrap_or(u16::MAX);
            octets.push(u8::MAX);
            octets.extend_from_slice(&length.to_be_bytes());
            octets.extend_from_slice(&subject.as_bytes()[..usize::from(length)]);
        }
    }
    octets.into_boxed_slice()
}

/// The keys that were [`packed`].
fn unpacked(mut octets: &[u8]) -> Vec<String> {
    let mut subjects = Vec::new();
    while let Some((sort, rest)) = octets.split_first() {
        let Some((subject, rest)) = one(*sort, rest) else {
            break;
        };
        subjects.push(subject);
        octets = rest;
    }
    subjects
}

fn one(sort: u8, rest: &[u8]) -> Option<(String, &[u8])> {
    if let Some(sort) = WITH_ID.get(usize::from(sort)) {
        let (id, rest) = rest.split_at_checked(16)?;
        return Some((format!("{sort}:{}", Uuid::from_slice(id).ok()?), rest));
    }
    let (length, rest) = rest.split_at_checked(2)?;
    let length = u16::from_be_bytes([length[0], length[1]]);
    let (subject, rest) = rest.split_at_checked(length.into())?;
    Some((String::from_utf8_lossy(subject).into_owned(), rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::{
            changes::Subject,
            ids::{PersonId, SeminarId, SeriesId},
        },
        feeds::entries::Entries,
    };

    fn subjects(of: u128) -> Vec<String> {
        let id = |n: u128| Uuid::from_u128(of * 1000 + n);
        let series = (1..=4).map(|n| Subject::Series(SeriesId(id(n))));
        let seminars = (5..=12).map(|n| Subject::Seminar(SeminarId(id(n))));
        [Subject::Names, Subject::Person(PersonId(id(0)))]
            .into_iter()
            .chain(series)
            .chain(seminars)
            .map(|subject| subject.key())
            .collect()
    }

    fn written() -> (String, Entries) {
        ("BEGIN:VCALENDAR\r\n".into(), Entries::default())
    }

    fn stub(subjects: &[String]) -> Stub {
        let (body, _) = Body::new(written(), Instant::UNIX_EPOCH, false);
        let rests_on = subjects.iter().map(|subject| (subject.clone(), 2));
        Stub::of(&body, &rests_on.collect(), NaiveDate::default()).unwrap()
    }

    fn number(n: u128) -> [u8; HASH] {
        n.to_be_bytes()
    }

    #[test]
    fn counters_come_back_as_they_were() {
        let mut all = subjects(7);
        all.extend([
            Subject::Hub.key(),
            Subject::Topic("규모: 법칙".into()).key(),
            "series:not-an-id".into(),
            String::new(),
        ]);
        let stub = stub(&all);
        assert_eq!(stub.subjects(), all);
        assert!(stub.still_stands(2 * i64::try_from(all.len()).unwrap()));
        assert!(!stub.still_stands(2 * i64::try_from(all.len()).unwrap() + 1));
    }

    #[test]
    fn it_names_the_version_that_it_was() {
        let (body, _) = Body::new(written(), Instant::UNIX_EPOCH, true);
        let stub = Stub::of(&body, &RestsOn::default(), NaiveDate::default()).unwrap();
        let Body {
            etag_identity,
            etag_gzip,
            last_modified,
            public,
            ..
        } = body;
        let version = Version {
            etag_identity,
            etag_gzip,
            last_modified,
            public,
        };
        assert_eq!(stub.version(), version);
    }

    #[test]
    fn two_hundred_thousand_personal_feeds_fit() {
        let stubs = Stubs::default();
        // All ids are alike in length: one stub stands for all.
        let one = stub(&subjects(1));
        for n in 0..200_000 {
            stubs.put_under(number(n), one.clone());
        }
        let (count, weight) = stubs.size();
        assert_eq!(count, 200_000);
        assert!(weight <= ROOM, "{weight}");
        // What is reckoned for one is no less than what it takes: a table is at least 7/16 full, a queue half, and an
        // allocation is rounded up to 16 octets and has 8 before it.
        let table = (HASH + size_of::<Place>() + 1) * 16 / 7;
        let takes = table + 2 * HASH + 24;
        assert!(takes <= OVERHEAD, "{takes}");
    }

    #[test]
    fn those_longest_not_asked_for_go_first() {
        let one = stub(&subjects(1));
        let stubs = Stubs::new(3 * one.weight());
        let there = |stubs: &Stubs| {
            let kept = stubs.lock();
            (0..=6)
                .filter(|n| kept.by_key.contains_key(&number(*n)))
                .collect::<Vec<_>>()
        };
        for n in 0..3 {
            stubs.put_under(number(n), one.clone());
        }
        stubs.lock().by_key.get_mut(&number(0)).unwrap().asked_for = true;
        stubs.put_under(number(3), one.clone());
        assert_eq!(there(&stubs), [0_u128, 2, 3]);
        stubs.put_under(number(4), one.clone());
        assert_eq!(there(&stubs), [0_u128, 3, 4]);
        stubs.put_under(number(5), one.clone());
        assert_eq!(there(&stubs), [0_u128, 4, 5]);
        // It was asked for once, and not again.
        stubs.put_under(number(6), one.clone());
        assert_eq!(there(&stubs), [4_u128, 5, 6]);
        assert_eq!(stubs.size(), (3, 3 * one.weight()));
    }
}
