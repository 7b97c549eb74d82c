//! A seminar as an entry.

use std::collections::BTreeSet;

use super::{Words, paragraphs, shortened};
use crate::{
    base::{
        hub::Hub,
        language::{self, Arg},
    },
    feeds::source::{About, Item, Room, Seminar, Speaker, Stance, Standing, WayIn},
    ical::write::{Class, Conference, Event, Status, When},
    seminars::model::{Read, TextLanguage},
};

/// Its entry in a feed about `about`.
pub(super) fn event(hub: &Hub, words: &Words, about: &About, seminar: &Seminar) -> Event {
    let page = hub.url(&format!("/seminars/{}", seminar.code));
    let takes_place = seminar.standing == Standing::Announced;
    // The living link, where it may open for whoever reads this. The address behind it is not known here.
    let join = (opens(about, seminar) && takes_place)
        .then(|| hub.url(&format!("/s/{}/join", seminar.code)));
    let stance = match about {
        // The room is taken; and who adds one seminar to their calendar means to come.
        About::Room(..) | About::Seminar(_) => Stance::Comes,
        _ => seminar.stance,
    };
    Event {
        uid: seminar.uid.clone(),
        sequence: seminar.sequence,
        // Without a METHOD, DTSTAMP says when it was last revised (RFC 5545 section 3.8.7.2).
        stamp: seminar.modified_at,
        modified: seminar.modified_at,
        created: seminar.created_at,
        when: When::Timed {
            start: seminar.starts_at,
            end: seminar.ends_at,
        },
        summary: heading(words, seminar),
        description: description(hub, words, seminar, join.as_deref(), &page),
        location: location(&seminar.rooms, seminar.place.as_deref()),
        geo: None,
        url: Some(page),
        categories: seminar.topics.clone(),
        status: match (takes_place, stance) {
            (false, _) => Status::Cancelled,
            (true, Stance::May) => Status::Tentative,
            (true, _) => Status::Confirmed,
        },
        conference: join.map(|url| Conference {
            url,
            label: words.join.clone(),
        }),
        transparent: !takes_place || stance == Stance::Follows,
        class: if seminar.public {
            Class::Public
        } else {
            Class::Private
        },
    }
}

/// Whether the living link leads in whoever reads a feed: in a personal one it stands where it does; of a public one it is not
/// known who reads it.
fn opens(about: &About, seminar: &Seminar) -> bool {
    let own = matches!(about, About::My { .. });
    seminar
        .online
        .is_some_and(|way| own || way == WayIn::Anyone)
}

/// Its title, and whether it does not take place.
pub(super) fn heading(words: &Words, seminar: &Seminar) -> String {
    let title = title(words, seminar);
    match seminar.standing {
        Standing::Announced => title,
        Standing::Postponed => format!("{} {title}", words.postponed),
        Standing::Cancelled => format!("{} {title}", words.cancelled),
    }
}

/// The title of the talk; that of the series while it is not known, or what kind of occasion it is.
fn title(words: &Words, seminar: &Seminar) -> String {
    if !seminar.title.is_empty() {
        return seminar.title.clone();
    }
    match &seminar.series {
        Some(series) => series.clone(),
        None => words.language.t(&format!("kind-{}", seminar.kind)),
    }
}

/// What comes in its place, when, and where more is said of it.
pub(super) fn in_place(words: &Words, hub: &Hub, seminar: &Seminar) -> Vec<String> {
    let Some(next) = &seminar.in_place else {
        return Vec::new();
    };
    let main = Read::main(&next.title, "", None);
    let title = match next.texts.read(main, words.language).title {
        "" => words.language.t("seminar-untitled"),
        title => title.to_owned(),
    };
    vec![
        words
            .language
            .with("in-place-line", &[("title", Arg::from(title))]),
        words.when(next.starts_at, next.ends_at, next.zone),
        hub.url(&format!("/seminars/{}", next.code)),
        String::new(),
    ]
}

fn description(
    hub: &Hub,
    words: &Words,
    seminar: &Seminar,
    join: Option<&str>,
    page: &str,
) -> Option<String> {
    let mut first = in_place(words, hub, seminar);
    first.extend(when(words, seminar));
    first.extend(who(words, seminar));
    let mut last = Vec::new();
    // Google shows neither URL nor CONFERENCE of a calendar that it subscribes to: the text says both again.
    last.extend(join.map(|url| words.join_at(url)));
    last.push(page.to_owned());
    paragraphs([
        first.join("\n"),
        programme(words, seminar).join("\n"),
        shortened(&seminar.abstract_text),
        last.join("\n"),
    ])
}

/// When it is, by the clocks there, and in the zone in which it is meant where that is another one; before that, that this does not count any more.
pub(super) fn when(words: &Words, seminar: &Seminar) -> Vec<String> {
    let note = (seminar.standing == Standing::Postponed).then(|| words.postponed_note.clone());
    let zones = [Some(seminar.zone), seminar.meant].into_iter().flatten();
    let when = zones.map(|zone| words.when(seminar.starts_at, seminar.ends_at, zone));
    note.into_iter().chain(when).collect()
}

/// Who speaks, a line each, and the series where that is not the title already.
pub(super) fn who(words: &Words, seminar: &Seminar) -> Vec<String> {
    let languages = seminar.speakers.iter().filter(|one| one.role != "host");
    let languages: BTreeSet<TextLanguage> = languages.filter_map(|one| one.language).collect();
    // In which language each of them speaks matters where it is not one for all.
    let several = languages.len() > 1;
    let speakers = seminar.speakers.iter();
    let speakers = speakers.filter_map(|speaker| {
        let line = line(words, speaker)?;
        let language = speaker
            .language
            .filter(|_| several && speaker.role != "host");
        Some(match language {
            Some(language) => format!("{line} · {}", language.own_name()),
            None => line,
        })
    });
    let series = seminar.series.iter().filter(|_| !seminar.title.is_empty());
    let series = series.map(|series| {
        let args = [("series", series.as_str().into())];
        words.language.with("feed-series", &args)
    });
    speakers.chain(series).collect()
}

/// Most lines of a programme that an entry holds: the page has the rest.
const MOST_ITEMS: usize = 30;

/// Its programme, a line each, under a line that says so; the day before the hours where there are several.
pub(super) fn programme(words: &Words, seminar: &Seminar) -> Vec<String> {
    let date = |at| seminar.zone.date(at);
    let mut lines: Vec<String> = Vec::new();
    let first = seminar.items.first().map(|item| date(item.starts_at));
    let several = seminar
        .items
        .iter()
        .any(|item| Some(date(item.starts_at)) != first);
    // What is on another day than the seminar itself says so too.
    let several = several || first.is_some_and(|first| first != date(seminar.starts_at));
    let mut day = None;
    for item in seminar.items.iter().take(MOST_ITEMS) {
        let here = date(item.starts_at);
        if several && day != Some(here) {
            lines.push(language::date(words.language, here));
            day = Some(here);
        }
        lines.push(item_line(seminar, item));
    }
    let more = seminar.items.len().saturating_sub(MOST_ITEMS);
    if more > 0 {
        let count = [("n", Arg::from(i64::try_from(more).unwrap_or(i64::MAX)))];
        lines.push(words.language.with("mail-items-more", &count));
    }
    if !lines.is_empty() {
        lines.insert(0, words.language.t("items-title"));
    }
    lines
}

/// `10:00–10:30 Opening talk (Hall B)`
fn item_line(seminar: &Seminar, item: &Item) -> String {
    let hours = language::hours(item.starts_at, item.ends_at, seminar.zone);
    match &item.place {
        Some(place) => format!("{hours} {} ({place})", item.title),
        None => format!("{hours} {}", item.title),
    }
}

/// `Ada Kim (KAIST)`, and what she does there where she does not give the talk.
fn line(words: &Words, speaker: &Speaker) -> Option<String> {
    let who = match (&speaker.name, &speaker.institution) {
        (Some(name), Some(institution)) => format!("{name} ({institution})"),
        (Some(name), None) => name.clone(),
        (None, Some(institution)) => institution.clone(),
        (None, None) => return None,
    };
    Some(if speaker.role == "speaker" {
        who
    } else {
        let role = words.language.t(&format!("role-{}", speaker.role));
        format!("{role}: {who}")
    })
}

/// `Hall A, Hall B, Main site, 12 Sample Street`: rooms with the sites that they lie in, and the place elsewhere.
pub(super) fn location(rooms: &[Room], place: Option<&str>) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for (n, room) in rooms.iter().enumerate() {
        parts.push(&room.name);
        // A site stands behind the last of its rooms that follow each other.
        if rooms.get(n + 1).map(|next| &next.site) != Some(&room.site) {
            parts.extend(room.site.as_deref());
            parts.extend(
                room.address
                    .as_deref()
                    .filter(|address| !address.is_empty()),
            );
        }
    }
    let rooms = parts.join(", ");
    match (rooms.is_empty(), place) {
        (true, None) => None,
        (true, Some(place)) => Some(place.to_owned()),
        (false, None) => Some(rooms),
        (false, Some(place)) => Some(format!("{rooms}; {place}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(name: &str, site: Option<&str>) -> Room {
        Room {
            name: name.into(),
            site: site.map(Into::into),
            address: None,
        }
    }

    #[test]
    fn a_site_is_named_once_behind_its_rooms() {
        let rooms = [room("Hall A", Some("North")), room("Hall B", Some("North"))];
        assert_eq!(
            location(&rooms, None).as_deref(),
            Some("Hall A, Hall B, North")
        );
        assert_eq!(
            location(&[room("Hall A", None)], Some("Town hall")).as_deref(),
            Some("Hall A; Town hall")
        );
        assert_eq!(
            location(&[], Some("Town hall")).as_deref(),
            Some("Town hall")
        );
        assert_eq!(location(&[], None), None);
    }
}
