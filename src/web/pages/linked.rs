//! What public pages say to machines: schema.org in JSON-LD, in a `<script>` that is data and never run.
//!
//! A block of data is no script to the content security policy: HTML looks at the type before it asks the policy, and
//! leaves what is no script alone (HTML, “prepare the script element”). What is typed cannot end the block ([`Html::json`]).
//!
//! Nothing is said of what is not public. Lists say nothing to who is signed in, for they may show more than others see;
//! neither does a seminar to its organisers, who see addresses in place of names. One takes part by the living link; the
//! address of the meeting stands in no page.

use serde_json::{Value, json};

use super::{
    common::{Named, SeminarEntry, Speaker},
    html::Html,
    items::ItemLine,
    page::Page,
    programme::Programme,
    seminar::{Joining, SeminarPage},
    series::SeriesPage,
    time::When,
    words::{SeminarKind, SeminarState, SpeakerRole, Visibility},
};
use crate::web::urls;

/// Most seminars of a list that are described.
const MOST: usize = 20;

/// Most items of a programme that are described.
const MOST_ITEMS: usize = 50;

/// A seminar as an `Event`.
pub fn seminar(shown: &SeminarPage) -> Option<Html> {
    if !shown.is_public() || shown.tools.is_some() {
        return None;
    }
    let page = &shown.page;
    let mut places: Vec<Value> = shown
        .rooms
        .iter()
        .map(|room| {
            place(
                &room.name,
                room.whereabouts.as_deref().unwrap_or(&page.hub_name),
            )
        })
        .collect();
    if let Some(there) = &shown.place {
        places.push(place(
            &there.name,
            there.address.as_deref().unwrap_or(&there.name),
        ));
    }
    let mut event = event(
        page,
        &Occasion {
            code: &shown.code,
            kind: shown.kind,
            state: shown.state,
            name: shown.heading(),
            when: shown.when,
            places,
            online: shown.joining != Joining::Nowhere,
            speakers: &shown.speakers,
        },
    );
    if let Some(before) = shown.moved_from
        && shown.state == SeminarState::Announced
    {
        event["eventStatus"] = status("EventRescheduled");
        event["previousStartDate"] = before.rfc3339().0.into();
    }
    if let Some(series) = &shown.series {
        event["superEvent"] = whole(page, series);
    }
    let items = shown.programme.iter().flat_map(|day| &day.items);
    let items: Vec<Value> = items.take(MOST_ITEMS).map(item).collect();
    if !items.is_empty() {
        event["subEvent"] = items.into();
    }
    if !shown.summary.is_empty() {
        event["description"] = shown.summary.as_str().into();
    }
    let others = shown.other_titles.iter();
    let others: Vec<&str> = others.map(|(_, title)| title.as_str()).collect();
    if !others.is_empty() {
        event["alternateName"] = others.into();
    }
    let spoken: Vec<&str> = shown.spoken.iter().map(|one| one.language.word()).collect();
    match spoken.as_slice() {
        // A language that is none of those to choose from is said as it is kept.
        [] => {
            if let Some(language) = &shown.held_in {
                event["inLanguage"] = language.as_str().into();
            }
        }
        [one] => event["inLanguage"] = (*one).into(),
        several => event["inLanguage"] = json!(several),
    }
    Some(block(event))
}

/// An item of its programme, as an `Event` within it.
fn item(item: &ItemLine) -> Value {
    let (from, to) = item.when.rfc3339();
    let mut event =
        json!({ "@type": "Event", "name": item.title, "startDate": from, "endDate": to });
    let room = item
        .room
        .as_ref()
        .map(|room| (&room.name, room.whereabouts.as_ref()));
    let there = room.or(item.place.as_ref().map(|name| (name, None)));
    if let Some((name, address)) = there {
        event["location"] = place(name, address.unwrap_or(name));
    }
    let spoken: Vec<&str> = item.languages.iter().map(|one| one.word()).collect();
    if !spoken.is_empty() {
        event["inLanguage"] = json!(spoken);
    }
    let speakers = item.speakers.iter();
    let speakers: Vec<Value> = speakers
        .map(|name| json!({ "@type": "Person", "name": name }))
        .collect();
    if !speakers.is_empty() {
        event["performer"] = speakers.into();
    }
    event
}

/// A series as an `EventSeries`, with what comes.
pub fn series(shown: &SeriesPage) -> Option<Html> {
    if shown.visibility != Visibility::Public || shown.page.person.is_some() {
        return None;
    }
    let page = &shown.page;
    let mut series = whole(page, &Named::new(&shown.slug, &shown.title));
    series["organizer"] = organizer(page);
    if !shown.summary.is_empty() {
        series["description"] = shown.summary.as_str().into();
    }
    let coming: Vec<Value> = shown
        .coming
        .iter()
        .take(MOST)
        .map(|one| entry(page, one))
        .collect();
    if !coming.is_empty() {
        series["subEvent"] = coming.into();
    }
    Some(block(series))
}

/// The programme as a list of what comes.
pub fn programme(shown: &Programme) -> Option<Html> {
    let page = &shown.page;
    if page.person.is_some() || (shown.seminars.is_empty() && shown.awaited.is_empty()) {
        return None;
    }
    let items: Vec<Value> = (1..)
        .zip(shown.seminars.iter().chain(&shown.awaited).take(MOST))
        .map(|(position, one): (u32, _)| {
            json!({ "@type": "ListItem", "position": position, "item": entry(page, one) })
        })
        .collect();
    Some(block(json!({
        "@type": "ItemList",
        "name": format!("{} · {}", page.t("programme-title"), page.hub_name),
        "url": page.absolute(&shown.filter.address()),
        "itemListElement": items,
    })))
}

fn block(mut thing: Value) -> Html {
    thing["@context"] = "https://schema.org".into();
    Html::json(&thing)
}

/// A seminar as it is described anywhere.
struct Occasion<'p> {
    code: &'p str,
    kind: SeminarKind,
    state: SeminarState,
    name: String,
    when: When,
    places: Vec<Value>,
    online: bool,
    speakers: &'p [Speaker],
}

fn entry(page: &Page, entry: &SeminarEntry) -> Value {
    let name = match entry.title.as_str() {
        "" => page.t("seminar-untitled"),
        title => title.to_owned(),
    };
    let places = entry.places.iter().map(|name| place(name, &page.hub_name));
    let mut event = event(
        page,
        &Occasion {
            code: &entry.code,
            kind: entry.kind,
            state: entry.state,
            name,
            when: entry.when,
            places: places.collect(),
            online: entry.online,
            speakers: &entry.speakers,
        },
    );
    if let Some(series) = &entry.series {
        event["superEvent"] = whole(page, series);
    }
    event
}

fn event(page: &Page, what: &Occasion<'_>) -> Value {
    let (from, to) = what.when.rfc3339();
    let mut event = json!({
        "@type": match what.kind {
            SeminarKind::Seminar | SeminarKind::Workshop | SeminarKind::Lecture => "EducationEvent",
            SeminarKind::Ceremony | SeminarKind::Tour => "Event",
        },
        "name": what.name,
        "startDate": from,
        "endDate": to,
        "eventStatus": status(match what.state {
            SeminarState::Cancelled => "EventCancelled",
            SeminarState::Postponed => "EventPostponed",
            SeminarState::Draft | SeminarState::Announced => "EventScheduled",
        }),
        "eventAttendanceMode": status(match (what.places.is_empty(), what.online) {
            (false, true) => "MixedEventAttendanceMode",
            (true, true) => "OnlineEventAttendanceMode",
            (_, false) => "OfflineEventAttendanceMode",
        }),
        "url": page.absolute(&urls::seminar(what.code)),
        "organizer": organizer(page),
    });
    let mut locations = what.places.clone();
    if what.online {
        let link = page.absolute(&urls::join(what.code));
        locations.push(json!({ "@type": "VirtualLocation", "url": link }));
    }
    if !locations.is_empty() {
        event["location"] = locations.into();
    }
    let performers = what
        .speakers
        .iter()
        .filter(|speaker| speaker.role != SpeakerRole::Host);
    let performers: Vec<Value> = performers.map(person).collect();
    if !performers.is_empty() {
        event["performer"] = performers.into();
    }
    event
}

fn status(word: &str) -> Value {
    format!("https://schema.org/{word}").into()
}

fn place(name: &str, address: &str) -> Value {
    json!({ "@type": "Place", "name": name, "address": address })
}

fn person(speaker: &Speaker) -> Value {
    let mut person = json!({ "@type": "Person", "name": speaker.name });
    if let Some(institution) = &speaker.institution {
        person["affiliation"] = json!({ "@type": "Organization", "name": institution });
    }
    if let Some(orcid) = &speaker.orcid {
        person["sameAs"] = format!("https://orcid.org/{orcid}").into();
    }
    person
}

fn organizer(page: &Page) -> Value {
    json!({ "@type": "Organization", "name": page.hub_name, "url": page.absolute(&urls::home()) })
}

/// The series that a seminar is one of.
fn whole(page: &Page, series: &Named) -> Value {
    let url = page.absolute(&urls::series(&series.slug));
    json!({ "@type": "EventSeries", "name": series.label, "url": url })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        base::language::Language,
        web::pages::{Sample, samples},
    };

    fn read(block: Option<Html>) -> Value {
        serde_json::from_str(block.unwrap().as_str()).unwrap()
    }

    fn sample<P: Sample>(name: &str) -> P {
        let mut all = P::samples(Language::En).into_iter();
        all.find(|(known, _)| *known == name).unwrap().1
    }

    #[test]
    fn a_seminar_is_an_event_of_its_series() {
        let mut shown: SeminarPage = sample("open");
        shown.title = "</script><!-- x".into();
        let block = seminar(&shown).unwrap();
        assert!(!block.as_str().contains('<'), "{block}");
        let said = read(Some(block));
        assert_eq!(said["@context"], "https://schema.org");
        assert_eq!(said["@type"], "EducationEvent");
        assert_eq!(said["name"], "</script><!-- x");
        assert_eq!(said["startDate"], "2026-12-01T16:00:00+09:00");
        assert_eq!(said["endDate"], "2026-12-01T17:00:00+09:00");
        assert_eq!(said["eventStatus"], "https://schema.org/EventScheduled");
        assert_eq!(
            said["eventAttendanceMode"],
            "https://schema.org/MixedEventAttendanceMode"
        );
        assert_eq!(
            said["location"],
            json!([
                { "@type": "Place", "name": "Main hall", "address": "Seoul house, ground floor" },
                { "@type": "VirtualLocation", "url": "https://maru.example/s/k7m4xq/join" },
            ])
        );
        assert_eq!(
            said["superEvent"],
            json!({ "@type": "EventSeries", "name": "Scaling Laws Seminar", "url": "https://maru.example/series/scaling" })
        );
        assert_eq!(
            said["performer"][0]["sameAs"],
            "https://orcid.org/0000-0002-1825-0097"
        );
        assert_eq!(said["inLanguage"], "en");
        assert_eq!(
            said["alternateName"],
            json!(["규모 법칙이 말해 주지 못하는 것"])
        );
    }

    #[test]
    fn what_became_of_it_is_said() {
        let status = |name: &str| read(seminar(&sample(name)))["eventStatus"].clone();
        assert_eq!(status("cancelled"), "https://schema.org/EventCancelled");
        assert_eq!(status("postponed"), "https://schema.org/EventPostponed");
        let moved = SeminarPage {
            moved_from: Some(samples::when(7, 14, 0, 60, "Asia/Seoul")),
            ..sample("open")
        };
        let moved = read(seminar(&moved));
        assert_eq!(moved["eventStatus"], "https://schema.org/EventRescheduled");
        assert_eq!(moved["previousStartDate"], "2026-12-01T14:00:00+09:00");
    }

    #[test]
    fn what_is_not_public_says_nothing() {
        let open: SeminarPage = sample("open");
        assert!(seminar(&open).is_some());
        for visibility in [Visibility::Members, Visibility::Invited] {
            let hidden = SeminarPage {
                visibility,
                ..open.clone()
            };
            assert_eq!(seminar(&hidden), None);
        }
        let draft = SeminarPage {
            state: SeminarState::Draft,
            ..open
        };
        assert_eq!(seminar(&draft), None);
        assert_eq!(seminar(&sample("organiser-moved")), None);
        let mut listed: Programme = sample("full");
        assert!(programme(&listed).is_some());
        listed.page = samples::organiser(Language::En, "/");
        assert_eq!(programme(&listed), None);
        assert_eq!(programme(&sample("empty")), None);
        for (name, shown) in SeriesPage::samples(Language::En) {
            let public = shown.visibility == Visibility::Public && shown.page.person.is_none();
            assert_eq!(series(&shown).is_some(), public, "{name}");
        }
    }

    #[test]
    fn lists_say_each_of_their_seminars() {
        let listed: Programme = sample("full");
        let said = read(programme(&listed));
        let items = said["itemListElement"].as_array().unwrap();
        assert_eq!(items.len(), listed.seminars.len() + listed.awaited.len());
        assert_eq!(items[0]["position"], 1);
        assert_eq!(
            items[0]["item"]["url"],
            "https://maru.example/seminars/k7m4xq"
        );
        // A tour teaches nobody.
        assert_eq!(items[2]["item"]["@type"], "Event");
        assert_eq!(items[2]["item"].get("superEvent"), None);
    }
}
