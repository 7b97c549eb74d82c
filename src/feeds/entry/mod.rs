//! From rows to a calendar: what stands in each entry, in the language of the feed.
//!
//! Pure: the rows decide every byte.

mod booking;
mod list;
mod seminar;
mod stay;
mod words;

use chrono::Duration;

use super::{
    model::{Detail, EntryKind, FeedRequest, Format, Options, REFRESH},
    source::{About, Head, MOST_ENTRIES, Rows},
};
use crate::{
    base::hub::Hub,
    ical::write::{Calendar, Class, Event, Status, When},
};
use words::Words;

/// Characters of a description that a feed holds: the page has the rest. Feeds above a megabyte are not read by all.
const LONGEST_TEXT: usize = 1500;

/// The feed of `rows` in the format that is asked for, narrowed to what the options say.
pub(super) fn written(hub: &Hub, rows: &Rows, request: &FeedRequest) -> String {
    match request.format() {
        Format::Calendar => calendar(hub, rows, request.options()),
        Format::Atom => list::atom(hub, rows, request),
        Format::Json => list::json(hub, rows, request),
    }
}

fn calendar(hub: &Hub, rows: &Rows, options: &Options) -> String {
    let words = Words::of(rows.head.language);
    let (detail, feed) = match rows.head.about {
        About::My { detail, feed, .. } => (detail, feed.0),
        _ => (Detail::Full, uuid::Uuid::nil()),
    };
    // Whoever was handed an address that tells only when someone is busy could learn by their kinds what with.
    let wanted = |kind| detail == Detail::Busy || options.wants(kind);
    let mut events: Vec<Event> = Vec::with_capacity(
        rows.seminars.len() + rows.blocks.len() + rows.bookings.len() + rows.stays.len(),
    );
    for row in &rows.seminars {
        if row.kind.parse().is_ok_and(wanted) {
            events.push(seminar::event(hub, &words, &rows.head.about, row));
        }
    }
    if wanted(EntryKind::Booking) {
        let blocks = rows.blocks.iter();
        events.extend(blocks.map(|row| booking::block(hub, &words, row)));
        let own = rows.bookings.iter();
        events.extend(own.map(|row| booking::event(hub, &words, row)));
    }
    if wanted(EntryKind::Stay) {
        events.extend(rows.stays.iter().map(|row| stay::event(hub, &words, row)));
    }
    if !options.cancelled {
        events.retain(|event| event.status != Status::Cancelled);
    }
    if detail == Detail::Busy || options.detail == Detail::Busy {
        events = events
            .into_iter()
            .filter(|event| event.status != Status::Cancelled && !event.transparent)
            .map(|event| busy(hub, &words, feed, event))
            .collect();
    }
    events.sort_by(|a, b| start(a).cmp(&start(b)).then_with(|| a.uid.cmp(&b.uid)));
    let mut said = describe(hub, &rows.head);
    if rows.cut {
        let count = [("count", MOST_ENTRIES.into())];
        let more = rows.head.language.with("feed-holds-the-first", &count);
        said.description = paragraphs([said.description, more]).unwrap_or_default();
    }
    said.render(&events, &options.alarms)
}

/// Only when, not what: with a UID and dates that cannot be found again in a feed that says more. The address of a feed holds
/// its id, so that the hub's key has part in both; an entry's dates are earlier by the same hours always, and rise as they did.
fn busy(hub: &Hub, words: &Words, feed: uuid::Uuid, event: Event) -> Event {
    let host = event.uid.rsplit_once('@').map_or("", |(_, host)| host);
    let alias = hub.key.alias(feed, &event.uid);
    let id = uuid::Builder::from_sha1_bytes(std::array::from_fn(|n| alias[n])).into_uuid();
    let earlier = u16::from_be_bytes([alias[16], alias[17]]);
    let changed = event.modified - Duration::seconds(earlier.into());
    Event {
        uid: format!("{id}@{host}"),
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

fn start(event: &Event) -> chrono::NaiveDateTime {
    match event.when {
        When::Timed { start, .. } => start.naive_utc(),
        When::AllDay { from, .. } => from.and_time(chrono::NaiveTime::MIN),
    }
}

fn describe(hub: &Hub, head: &Head) -> Calendar {
    let language = head.language;
    let with = |key: &str, name: &str| {
        let args = [("name", name.into()), ("hub", hub.name.as_str().into())];
        language.with(key, &args)
    };
    let (name, description, colour) = match &head.about {
        About::Hub => (hub.name.clone(), with("feed-about-hub", ""), "seagreen"),
        About::Series(title, description, colour) => {
            (title.clone(), shortened(description), colour.in_calendars())
        }
        About::Topic(topic) => (
            with("feed-name", topic),
            with("feed-about-topic", topic),
            "seagreen",
        ),
        About::Institution(institution) => (
            with("feed-name", institution),
            with("feed-about-institution", institution),
            "seagreen",
        ),
        About::List(name, description) => (name.clone(), shortened(description), "seagreen"),
        About::Room(room, site) => {
            // Not all readers undo escapes in NAME and X-WR-CALNAME: they would show `Hall A\, Seoul`.
            let joined = |between: &str| match site {
                Some(site) => format!("{room}{between}{site}"),
                None => room.clone(),
            };
            (
                with("feed-name", &joined(" · ")),
                with("feed-about-room", &joined(", ")),
                "chocolate",
            )
        }
        About::Seminar(title) if title.is_empty() => (hub.name.clone(), String::new(), "seagreen"),
        About::Seminar(title) => (title.clone(), String::new(), "seagreen"),
        About::My { name, .. } => (name.clone(), String::new(), "steelblue"),
    };
    Calendar {
        name,
        description,
        zone: head.zone.name().to_owned(),
        refresh_minutes: u32::try_from(REFRESH.as_secs() / 60).unwrap_or(u32::MAX),
        colour: Some(colour.to_owned()),
        url: Some(hub.url(&head.path)),
    }
}

/// The beginning of a text, cut between words where it is too long for a feed.
fn shortened(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(LONGEST_TEXT) else {
        return text.to_owned();
    };
    let beginning = &text[..end];
    let beginning = match beginning.rfind(char::is_whitespace) {
        // A text without blanks is cut where it is too long.
        Some(at) if at > end / 2 => &beginning[..at],
        _ => beginning,
    };
    format!("{} …", beginning.trim_end())
}

/// The paragraphs that are not empty, with an empty line between them.
fn paragraphs(parts: impl IntoIterator<Item = String>) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_words() {
        assert_eq!(shortened("한 줄"), "한 줄");
        let long = "두 낱말 ".repeat(1000);
        let cut = shortened(&long);
        assert!(cut.ends_with("낱말 …") || cut.ends_with("두 …"), "{cut}");
        assert!(cut.chars().count() <= LONGEST_TEXT + 2);
        let solid = "가".repeat(3000);
        assert_eq!(shortened(&solid).chars().count(), LONGEST_TEXT + 2);
    }
}
