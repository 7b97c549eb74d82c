//! Lists for feed readers: the seminars of a feed as Atom (RFC 4287) and as JSON Feed 1.1.
//!
//! Both say the same, in the same order: what was changed last comes first. An entry keeps its id, the seminar's own, for
//! ever, whatever becomes of its address. Times come from the rows, so that the same data gives the same bytes; a list in
//! which nothing stands is as old as time (RFC 4287 wants a date of every feed).

mod atom;
mod json;
#[cfg(test)]
pub(super) mod tests;

use super::{
    Words, describe,
    seminar::{heading, in_place, location, programme, when, who},
    shortened,
};
use crate::{
    base::{clock::Instant, hub::Hub},
    feeds::{
        model::{Address, FeedRequest, Format, Options},
        source::{Rows, Seminar, Standing, WayIn},
    },
};

pub(super) use atom::atom;
pub(super) use json::json;

/// What a list says of itself.
struct Channel {
    title: String,
    /// Empty where there is nothing to say.
    about: String,
    /// The page that shows the same.
    page: String,
    /// The list itself. It is its id too: a list that was asked for otherwise is another one.
    own: String,
    /// The same as a calendar.
    calendar: String,
    /// Who publishes it, and where they are.
    publisher: String,
    home: String,
    language: &'static str,
    updated: Instant,
}

/// A seminar in a list.
struct Item<'r> {
    seminar: &'r Seminar,
    id: String,
    /// When it was announced, which stays whatever is changed: readers sort by it, and what was corrected is not new (RFC 4287
    /// section 4.2.9).
    published_at: Instant,
    /// When it last changed, never before it was announced.
    updated_at: Instant,
    title: String,
    page: String,
    calendar: String,
    location: Option<String>,
    /// When and where, in one line.
    summary: String,
    /// Everything, as HTML.
    html: String,
    authors: Vec<String>,
    topics: Vec<String>,
}

/// What is listed of `rows`, the last change first.
fn listed<'r>(hub: &Hub, rows: &'r Rows, request: &FeedRequest) -> (Channel, Vec<Item<'r>>) {
    let options = request.options();
    let words = Words::of(rows.head.language);
    let mut seminars: Vec<&Seminar> = rows
        .seminars
        .iter()
        .filter(|row| row.kind.parse().is_ok_and(|kind| options.wants(kind)))
        .filter(|row| options.cancelled || row.standing == Standing::Announced)
        .collect();
    seminars.sort_by_key(|row| (std::cmp::Reverse(updated_at(row)), row.id));
    let said = describe(hub, &rows.head);
    let channel = Channel {
        title: clean(&said.name),
        about: clean(&said.description),
        page: hub.url(&rows.head.path),
        own: hub.url(&request.path_as(request.format())),
        calendar: hub.url(&request.path_as(Format::Calendar)),
        publisher: clean(&hub.name),
        home: hub.url("/"),
        language: rows.head.language.code(),
        updated: seminars
            .first()
            .map_or(Instant::UNIX_EPOCH, |row| updated_at(row)),
    };
    let items = seminars.into_iter().map(|row| item(hub, &words, row));
    (channel, items.collect())
}

/// When a seminar was announced, or where that is not known, entered: nothing moves it.
fn published_at(seminar: &Seminar) -> Instant {
    seminar.announced_at.unwrap_or(seminar.created_at)
}

/// When it last changed. What is written as it is announced has several dates, as the clock goes on between two rows.
fn updated_at(seminar: &Seminar) -> Instant {
    seminar.modified_at.max(published_at(seminar))
}

fn item<'r>(hub: &Hub, words: &Words, seminar: &'r Seminar) -> Item<'r> {
    let location = location(&seminar.rooms, seminar.place.as_deref()).map(|place| clean(&place));
    let first: Vec<String> = when(words, seminar)
        .into_iter()
        .chain(location.clone())
        .collect();
    // The living link, where it opens for anyone: who reads is not known.
    let opens = seminar.online == Some(WayIn::Anyone);
    let join = (opens && seminar.standing == Standing::Announced)
        .then(|| hub.url(&format!("/s/{}/join", seminar.code)));
    let mut html = paragraphs(&in_place(words, hub, seminar).join("\n"));
    html += &paragraphs(&first.join("\n"));
    html += &paragraphs(&who(words, seminar).join("\n"));
    html += &paragraphs(&programme(words, seminar).join("\n"));
    html += &paragraphs(&shortened(&seminar.abstract_text));
    if let Some(join) = join {
        let (join, label) = (escaped(&join), escaped(&words.join));
        html.extend(["<p><a href=\"", &join, "\">", &label, "</a></p>"]);
    }
    Item {
        id: format!("urn:uuid:{}", seminar.id),
        published_at: published_at(seminar),
        updated_at: updated_at(seminar),
        title: clean(&heading(words, seminar)),
        page: hub.url(&format!("/seminars/{}", seminar.code)),
        calendar: hub.url(&alone(hub, words, seminar)),
        location,
        summary: clean(&first.join(" · ")),
        html,
        authors: seminar
            .speakers
            .iter()
            .filter(|speaker| matches!(speaker.role.as_str(), "speaker" | "panellist"))
            .filter_map(|speaker| speaker.name.as_deref().map(clean))
            .filter(|name| !name.is_empty())
            .collect(),
        topics: seminar.topics.iter().map(|topic| clean(topic)).collect(),
        seminar,
    }
}

/// The path of a calendar with the seminar alone, in the language of the list: by itself it speaks the one in which that is held.
fn alone(hub: &Hub, words: &Words, seminar: &Seminar) -> String {
    let own = seminar.language.unwrap_or(hub.language);
    let options = Options {
        language: (own != words.language).then_some(words.language),
        ..Options::default()
    };
    let address = Address::Seminar(seminar.code.clone());
    FeedRequest::new(address, options).path_as(Format::Calendar)
}

/// A text as paragraphs of HTML: an empty line parts them, a line end breaks the line.
fn paragraphs(text: &str) -> String {
    let mut html = String::new();
    for paragraph in text.split("\n\n").map(str::trim) {
        if !paragraph.is_empty() {
            let lines = escaped(paragraph).replace('\n', "<br>");
            html.extend(["<p>", &lines, "</p>"]);
        }
    }
    html
}

/// Text as HTML, without what [`clean`] drops.
fn escaped(text: &str) -> String {
    quick_xml::escape::partial_escape(clean(text)).into_owned()
}

/// Without what XML 1.0 cannot carry (section 2.2) and what it advises against: controls but TAB and LF, and the two code
/// points at the end of the basic plane. Dropped in both formats, so that both say the same.
fn clean(text: &str) -> String {
    let kept = |c: &char| {
        matches!(c, '\t' | '\n') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
    };
    text.chars().filter(kept).collect()
}

/// An instant as RFC 3339 has it, to the second, in UTC.
fn date(at: Instant) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}
