//! From rows to a calendar: what stands in each entry, in the language of the feed.
//!
//! Pure: the rows decide every byte.

mod booking;
mod calendar;
mod list;
mod seminar;
mod stay;
mod words;

use super::{
    entries::{Before, Entries},
    model::{FeedRequest, Format, REFRESH},
    source::{About, Head, Rows},
};
use crate::{base::hub::Hub, ical::write::Calendar};
use words::Words;

/// Characters of a description that a feed holds: the page has the rest. Feeds above a megabyte are not read by all.
const LONGEST_TEXT: usize = 1500;

/// The feed of `rows` in the format that is asked for, narrowed to what the options say; of a calendar, where its entries
/// stand, so that the next one need not write them again.
pub(super) fn written(
    hub: &Hub,
    rows: &Rows,
    request: &FeedRequest,
    before: &Before<'_>,
) -> (String, Entries) {
    match request.format() {
        Format::Calendar => calendar::calendar(hub, rows, request.options(), before),
        Format::Atom => (list::atom(hub, rows, request), Entries::default()),
        Format::Json => (list::json(hub, rows, request), Entries::default()),
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
