//! Digests to look at.

use chrono::{Duration, NaiveDate};

use super::{Samples, at, by, nameless, seminar, when};
use crate::{
    base::{language::Language, zone::Zone},
    mail::{
        digest::Rhythm,
        render::{Frame, When, sample},
    },
    seminars::notices::mails::{Answer, Day, Digest, Item, Mark, Online, Seminar},
};

pub fn digest(language: Language) -> Samples<Digest> {
    let frame = Frame {
        unsubscribe: Some("https://maru.example/unsubscribe/k7m4xq".to_owned()),
        ..sample(language)
    };
    let zone = frame.zone;
    let weekly = Digest {
        rhythm: Rhythm::Weekly,
        from: day(zone, "2026-11-30T07:00:00Z"),
        to: day(zone, "2026-12-06T07:00:00Z"),
        gone: vec![Item {
            mark: Some(Mark::Cancelled),
            ..item(language, "robots", "2026-12-02T07:00:00Z")
        }],
        days: days(zone, marked(language)),
        more: 3,
        later: vec![item(language, "languages", "2026-12-15T07:00:00Z")],
        more_later: 1,
        programme: "https://maru.example/".to_owned(),
        frame,
    };
    let daily = Digest {
        rhythm: Rhythm::Daily,
        to: weekly.from + Duration::days(1),
        gone: vec![Item {
            mark: Some(Mark::Postponed),
            ..item(language, "robots", "2026-12-01T07:00:00Z")
        }],
        days: days(
            zone,
            vec![item(language, "languages", "2026-12-01T07:00:00Z")],
        ),
        more: 0,
        later: Vec::new(),
        more_later: 0,
        ..weekly.clone()
    };
    let news = Digest {
        days: Vec::new(),
        more: 0,
        more_later: 0,
        gone: Vec::new(),
        ..weekly.clone()
    };
    let nothing = Digest {
        later: Vec::new(),
        frame: Frame {
            unsubscribe: weekly.frame.unsubscribe.clone(),
            ..nameless(language)
        },
        ..news.clone()
    };
    let nothing_today = Digest {
        rhythm: Rhythm::Daily,
        to: weekly.from + Duration::days(1),
        ..nothing.clone()
    };
    vec![
        ("weekly", weekly),
        ("daily", daily),
        ("news", news),
        ("nothing", nothing),
        ("nothing_today", nothing_today),
    ]
}

/// One of each mark, and one that is as it was told.
fn marked(language: Language) -> Vec<Item> {
    let old = When {
        anchor: seminar(language).when.anchor,
        ..when("2026-12-01T02:00:00Z")
    };
    vec![
        Item {
            answer: Some(Answer::Yes),
            ..item(language, "languages", "2026-12-01T07:00:00Z")
        },
        Item {
            mark: Some(Mark::Moved { old }),
            ..item(language, "robots", "2026-12-01T09:00:00Z")
        },
        Item {
            mark: Some(Mark::New),
            ..item(language, "proteins", "2026-12-03T06:00:00Z")
        },
        Item {
            mark: Some(Mark::Elsewhere {
                old: vec![by(language, "Library, 1st floor", "1층 도서관")],
            }),
            ..item(language, "robots", "2026-12-04T06:00:00Z")
        },
        Item {
            mark: Some(Mark::Again),
            ..item(language, "languages", "2026-12-04T08:00:00Z")
        },
    ]
}

pub fn item(language: Language, title: &str, starts: &str) -> Item {
    let like = seminar(language);
    let title = match title {
        "robots" => by(
            language,
            "Robots that learn to fold",
            "접는 법을 배우는 로봇",
        ),
        "proteins" => by(language, "Reading proteins", "단백질 읽기"),
        _ => like.title.clone().unwrap_or_default(),
    };
    Item {
        seminar: Seminar {
            title: Some(title),
            when: When {
                anchor: like.when.anchor,
                ..when(starts)
            },
            place_url: None,
            online: Some(Online::Living {
                url: "https://maru.example/s/k7m4xq/join?t=sample".to_owned(),
                opens_minutes: 15,
            }),
            ..like
        },
        mark: None,
        answer: None,
        part: None,
    }
}

fn days(zone: Zone, items: Vec<Item>) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for item in items {
        let date = zone.date(item.seminar.when.slot.from());
        match days.last_mut() {
            Some(day) if day.date == date => day.items.push(item),
            _ => days.push(Day {
                date,
                items: vec![item],
            }),
        }
    }
    days
}

fn day(zone: Zone, instant: &str) -> NaiveDate {
    zone.date(at(instant))
}
