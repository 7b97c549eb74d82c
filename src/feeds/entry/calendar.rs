//! A feed as a calendar: its entries by time, each written once for as long as its row says the same.

use std::{borrow::Cow, mem};

use chrono::{Duration, NaiveDateTime, NaiveTime};

use super::{Words, booking, describe, paragraphs, seminar, stay};
use crate::{
    base::{hub::Hub, language::Language},
    feeds::{
        entries::{Before, Entries, Print},
        model::{Detail, EntryKind, Options},
        source::{About, Block, Booking, MOST_ENTRIES, Rows, Seminar, Stay},
    },
    ical::write::{Class, Event, Status},
};

/// A row of any sort.
#[derive(Clone, Copy, Hash)]
enum Row<'r> {
    Seminar(&'r Seminar),
    Block(&'r Block),
    Booking(&'r Booking),
    Stay(&'r Stay),
}

/// How rows are shown, the same for all of a feed. With the row, and what is the same for every version of a feed, it decides
/// every byte of an entry: what comes to matter besides has to stand here.
#[derive(Hash)]
struct Manner {
    language: Language,
    /// Which sort of feed it is; what a feed is called is said of it, and not in its entries.
    about: mem::Discriminant<About>,
    is_busy: bool,
}

/// What stands in a calendar.
enum Entry<'b> {
    Kept(&'b str),
    New(Box<Event>),
}

/// The calendar of `rows`, and where its entries stand. What `before` has from the same row is taken from there.
pub(super) fn calendar(
    hub: &Hub,
    rows: &Rows,
    options: &Options,
    before: &Before<'_>,
) -> (String, Entries) {
    let about = &rows.head.about;
    let words = Words::of(rows.head.language);
    let (detail, feed) = match about {
        About::My { detail, feed, .. } => (*detail, feed.0),
        _ => (Detail::Full, uuid::Uuid::nil()),
    };
    let manner = Manner {
        language: rows.head.language,
        about: mem::discriminant(about),
        is_busy: detail == Detail::Busy || options.detail == Detail::Busy,
    };
    // Whoever was handed an address that tells only when someone is busy could learn by their kinds what with.
    let wanted = |kind| detail == Detail::Busy || options.wants(kind);
    let shown = |event: &Event| match event.status {
        Status::Cancelled => options.cancelled && !manner.is_busy,
        _ => !(manner.is_busy && event.transparent),
    };
    let mut entries: Vec<(NaiveDateTime, Cow<'_, str>, Print, Entry<'_>)> = Vec::new();
    for row in all(rows, wanted) {
        let print = Print::of((&manner, row));
        let kept = before.entry(print).map(Entry::Kept);
        let entry = kept.or_else(|| {
            let event = row.event(hub, &words, about);
            shown(&event).then(|| {
                Entry::New(Box::new(match manner.is_busy {
                    true => busy(hub, &words, feed, event),
                    false => event,
                }))
            })
        });
        let Some(entry) = entry else { continue };
        let uid = match manner.is_busy {
            true => alias(hub, feed, row.uid()).0.into(),
            false => row.uid().into(),
        };
        entries.push((row.start(), uid, print, entry));
    }
    entries.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(&b.1)));

    let mut said = describe(hub, &rows.head);
    if rows.cut {
        let count = [("count", MOST_ENTRIES.into())];
        let more = rows.head.language.with("feed-holds-the-first", &count);
        said.description = paragraphs([said.description, more]).unwrap_or_default();
    }
    let mut feed = said.begin(entries.len());
    let mut places = Entries::with_capacity(entries.len());
    for (_, _, print, entry) in &entries {
        let octets = match entry {
            Entry::Kept(written) => feed.written(written),
            Entry::New(event) => feed.event(event, &options.alarms),
        };
        places.note(*print, octets);
    }
    (feed.end(), places)
}

/// The rows of the kinds that are wanted.
fn all(rows: &Rows, wanted: impl Fn(EntryKind) -> bool + Copy) -> impl Iterator<Item = Row<'_>> {
    let seminars = rows.seminars.iter();
    let seminars = seminars.filter(move |row| row.kind.parse::<EntryKind>().is_ok_and(wanted));
    let bookings = wanted(EntryKind::Booking).then(|| {
        let blocks = rows.blocks.iter().map(Row::Block);
        blocks.chain(rows.bookings.iter().map(Row::Booking))
    });
    let stays = wanted(EntryKind::Stay).then(|| rows.stays.iter().map(Row::Stay));
    let bookings = bookings.into_iter().flatten();
    let stays = stays.into_iter().flatten();
    seminars.map(Row::Seminar).chain(bookings).chain(stays)
}

impl Row<'_> {
    fn event(&self, hub: &Hub, words: &Words, about: &About) -> Event {
        match self {
            Self::Seminar(row) => seminar::event(hub, words, about, row),
            Self::Block(row) => booking::block(hub, words, row),
            Self::Booking(row) => booking::event(hub, words, row),
            Self::Stay(row) => stay::event(hub, words, row),
        }
    }

    fn start(&self) -> NaiveDateTime {
        match self {
            Self::Seminar(row) => row.starts_at.naive_utc(),
            Self::Block(row) => row.from.naive_utc(),
            Self::Booking(row) => row.starts_at.naive_utc(),
            Self::Stay(row) => row.from.and_time(NaiveTime::MIN),
        }
    }
}

impl<'r> Row<'r> {
    fn uid(self) -> &'r str {
        match self {
            Self::Seminar(row) => &row.uid,
            Self::Block(row) => &row.uid,
            Self::Booking(row) => &row.uid,
            Self::Stay(row) => &row.uid,
        }
    }
}

/// Only when, not what: with a UID and dates that cannot be found again in a feed that says more.
fn busy(hub: &Hub, words: &Words, feed: uuid::Uuid, event: Event) -> Event {
    let (uid, earlier) = alias(hub, feed, &event.uid);
    let changed = event.modified - earlier;
    Event {
        uid,
        stamp: changed,
        modified: changed,
        created: changed,
        summary: words.busy.clone(),
        description: None,
        location: None,
        geo: None,
        url: None,
        categories: Vec::new(),
        conference: None,
        class: Class::Confidential,
        ..event
    }
}

/// Another UID for an entry of a feed, and by how much to date it earlier. The address of a feed holds its id, so that the
/// hub's key has part in both; an entry's dates are earlier by the same hours always, and rise as they did.
fn alias(hub: &Hub, feed: uuid::Uuid, uid: &str) -> (String, Duration) {
    let host = uid.rsplit_once('@').map_or("", |(_, host)| host);
    let alias = hub.key.alias(feed, uid);
    let id = uuid::Builder::from_sha1_bytes(std::array::from_fn(|n| alias[n])).into_uuid();
    let earlier = u16::from_be_bytes([alias[16], alias[17]]);
    (
        format!("{id}@{host}"),
        Duration::seconds(i64::from(earlier)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feeds::entry::list::tests::{hub, rows, seminar};

    const MODIFIED: &str = "2026-11-02T00:00:00Z";

    fn titled(titles: &[&str]) -> Rows {
        let seminars = titles.iter().zip(1..);
        let seminars = seminars.map(|(title, n)| seminar(n, title, MODIFIED));
        rows(About::Hub, seminars.collect())
    }

    #[test]
    fn what_says_the_same_is_taken_over_and_what_does_not_is_written_anew() {
        let (hub, options) = (hub("Hub"), Options::default());
        let (first, entries) = calendar(
            &hub,
            &titled(&["One", "Two", "Three"]),
            &options,
            &Before::default(),
        );
        // Told apart by a letter from what would be written.
        let first = first.replace("SUMMARY:T", "SUMMARY:t");
        let before = Before::new(first.as_bytes(), &entries);
        let (second, _) = calendar(&hub, &titled(&["Zero", "One", "Three"]), &options, &before);
        let summaries: Vec<&str> = second
            .lines()
            .filter_map(|line| line.strip_prefix("SUMMARY:"))
            .collect();
        assert_eq!(summaries, ["Zero", "One", "three"]);
    }

    #[test]
    fn in_another_manner_nothing_is_taken_over() {
        let hub = hub("Hub");
        let full = titled(&["One"]);
        let (first, entries) = calendar(&hub, &full, &Options::default(), &Before::default());
        let before = Before::new(first.as_bytes(), &entries);
        let busy = Options {
            detail: Detail::Busy,
            ..Options::default()
        };
        let own = |detail| {
            let mut rows = titled(&["One"]);
            rows.seminars[0].stance = crate::feeds::source::Stance::Comes;
            rows.head.about = About::My {
                name: "My seminars".into(),
                detail,
                feed: crate::base::ids::FeedId(uuid::Uuid::from_u128(1)),
            };
            rows
        };
        let mut korean = titled(&["One"]);
        korean.head.language = Language::Ko;
        for (rows, options) in [
            (own(Detail::Full), &Options::default()),
            (own(Detail::Busy), &Options::default()),
            (own(Detail::Full), &busy),
            (korean, &Options::default()),
        ] {
            let anew = calendar(&hub, &rows, options, &Before::default());
            assert_eq!(calendar(&hub, &rows, options, &before).0, anew.0);
        }
    }
}
