//! An entry made of octets, and what two readers must find of it.

use calcard::{
    common::PartialDateTime,
    icalendar::{ICalendarComponent, ICalendarEntry, ICalendarParameterName, ICalendarValue},
};
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Timelike, Utc};
use maru::ical::{
    read::{Component, Property, time},
    write::{Class, Conference, Event, Geo, Status, When},
};

/// What stands between two texts in a seed: the control character of that name.
const SEPARATOR: char = '\u{1e}';
/// How many octets at the start of a seed are numbers.
const NUMBERS: usize = 16;

/// An entry, and the name of a person: sixteen octets are its numbers, the rest its texts. Each stands in brackets, for
/// readers trim what is blank at the ends of some; that blank ones are left out has tests beside the emitter.
pub fn made_of(octets: &[u8]) -> (Event, String) {
    let mut numbers = [0; NUMBERS];
    let (first, rest) = octets.split_at(octets.len().min(NUMBERS));
    numbers[..first.len()].copy_from_slice(first);
    let number = |at: usize| u32::from_le_bytes(std::array::from_fn(|n| numbers[at + n]));
    let rest = String::from_utf8_lossy(rest);
    let mut texts = rest.split(SEPARATOR).map(|text| format!("<{text}>"));
    let mut next = || texts.next().unwrap_or_else(|| "<>".to_owned());
    let instant = |seconds: u32| DateTime::from_timestamp_secs(seconds.into()).expect("a date");
    let start = instant(number(0));
    let lasts = i64::from(u16::from_le_bytes([numbers[4], numbers[5]]));
    let name = next();
    let event = Event {
        uid: "0190a5c4-7d1e-7c3a-9b1f-2f6f0e4c8a11@hub.example".into(),
        sequence: numbers[6].into(),
        stamp: instant(number(8)),
        modified: instant(number(8)) + TimeDelta::seconds(numbers[12].into()),
        created: instant(number(8) / 2),
        when: if numbers[7] & 1 == 0 {
            When::Timed {
                start,
                end: start + TimeDelta::seconds(lasts + 1),
            }
        } else {
            When::AllDay {
                from: start.date_naive(),
                to_inclusive: start.date_naive() + TimeDelta::days(lasts),
            }
        },
        summary: next(),
        description: Some(next()),
        location: Some(next()),
        geo: Some(Geo {
            latitude: f64::from(numbers[13]) / 256.0 * 180.0 - 90.0,
            longitude: f64::from(numbers[14]) / 256.0 * 360.0 - 180.0,
        }),
        url: Some(format!("https://hub.example/{}", next())),
        status: [Status::Confirmed, Status::Tentative, Status::Cancelled]
            [usize::from(numbers[15] % 3)],
        conference: Some(Conference {
            url: format!("https://hub.example/{}", next()),
            label: next(),
        }),
        transparent: numbers[7] & 2 == 0,
        class: match numbers[7] >> 6 {
            0 => Class::Public,
            1 => Class::Private,
            _ => Class::Confidential,
        },
        categories: texts.chain(["<one>".to_owned()]).take(5).collect(),
    };
    (event, name)
}

/// Whether an alarm rings for it.
pub fn rings(event: &Event) -> bool {
    matches!(event.when, When::Timed { .. }) && event.status != Status::Cancelled
}

/// What a reader finds for TEXT.
fn text(typed: &str) -> String {
    typed
        .replace(['\u{2028}', '\u{2029}'], "\n")
        .replace(|c: char| c.is_control() && c != '\n' && c != '\t', "")
}

/// What a reader finds for a parameter, once RFC 6868 is undone.
fn parameter(typed: &str) -> String {
    text(typed).replace('\\', "\u{ff3c}")
}

/// What a reader finds for an address.
fn address(typed: &str) -> String {
    typed
        .replace(
            |c: char| c.is_control() || c == '\u{2028}' || c == '\u{2029}',
            "",
        )
        .replace('\\', "%5C")
}

/// RFC 6868 undone.
fn without_carets(value: &str) -> String {
    let mut plain = String::new();
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        plain.push(match character {
            '^' => match characters.next() {
                Some('n') => '\n',
                Some('\'') => '"',
                Some('^') => '^',
                other => panic!("^{other:?} is no escape: {value}"),
            },
            other => other,
        });
    }
    plain
}

/// Lists and parameters as both readers agree on them: calcard makes one blank of several.
fn solid(text: &str) -> String {
    text.replace([' ', '\t'], "")
}

fn times(when: When) -> (String, String) {
    match when {
        When::Timed { start, end } => (utc(start), utc(end)),
        When::AllDay { from, to_inclusive } => {
            (date(from), date(to_inclusive + TimeDelta::days(1)))
        }
    }
}

fn utc(instant: DateTime<Utc>) -> String {
    instant.format("%Y%m%dT%H%M%SZ").to_string()
}

fn date(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

fn words(event: &Event, status: Status) -> [(&'static str, &'static str); 3] {
    [
        (
            "STATUS",
            match status {
                Status::Confirmed => "CONFIRMED",
                Status::Tentative => "TENTATIVE",
                Status::Cancelled => "CANCELLED",
            },
        ),
        (
            "TRANSP",
            if event.transparent {
                "TRANSPARENT"
            } else {
                "OPAQUE"
            },
        ),
        (
            "CLASS",
            match event.class {
                Class::Public => "PUBLIC",
                Class::Private => "PRIVATE",
                Class::Confidential => "CONFIDENTIAL",
            },
        ),
    ]
}

/// Our reader finds every property of the entry.
pub fn is_read_by_us(written: &Component, event: &Event, status: Status) {
    assert_eq!(written.name, "VEVENT");
    let find = |name: &str| -> &Property {
        let mut found = written
            .properties
            .iter()
            .filter(|property| property.name == name);
        let one = found.next().unwrap_or_else(|| panic!("no {name}"));
        assert!(found.next().is_none(), "several of {name}");
        one
    };
    let (start, end) = times(event.when);
    let conference = event.conference.as_ref().expect("it has one");
    let geo = event.geo.expect("it has a place");
    let values = [
        ("UID", event.uid.clone()),
        ("SEQUENCE", event.sequence.to_string()),
        ("DTSTAMP", utc(event.stamp)),
        ("CREATED", utc(event.created)),
        ("LAST-MODIFIED", utc(event.modified)),
        ("DTSTART", start),
        ("DTEND", end),
        ("GEO", format!("{:.6};{:.6}", geo.latitude, geo.longitude)),
        ("URL", address(event.url.as_deref().expect("it has a page"))),
        ("CONFERENCE", address(&conference.url)),
    ];
    for (name, value) in &values {
        assert_eq!(find(name).value, *value, "{name}");
    }
    for (name, value) in words(event, status) {
        assert_eq!(find(name).value, value, "{name}");
    }
    let texts = [
        ("SUMMARY", Some(&event.summary)),
        ("DESCRIPTION", event.description.as_ref()),
        ("LOCATION", event.location.as_ref()),
    ];
    for (name, typed) in texts {
        assert_eq!(
            Some(find(name).text()),
            typed.map(|typed| text(typed)),
            "{name}"
        );
    }
    let label = find("CONFERENCE").param("LABEL").expect("it has one");
    assert_eq!(without_carets(label), parameter(&conference.label));
    // Without escapes the commas within topics and between them are alike.
    let topics: Vec<String> = event.categories.iter().map(|topic| text(topic)).collect();
    assert_eq!(find("CATEGORIES").text(), topics.join(","));
    if let When::Timed { start, .. } = event.when {
        assert_eq!(time::instant(find("DTSTART")), Some(start));
    }
    let own = values.len() + words(event, status).len() + texts.len() + 1;
    let parties = ["ORGANIZER", "ATTENDEE"];
    let others = written
        .properties
        .iter()
        .filter(|one| !parties.contains(&one.name.as_str()));
    assert_eq!(others.count(), own, "another property");
}

/// calcard finds the same.
pub fn is_read_by_calcard(written: &ICalendarComponent, event: &Event, status: Status) {
    let find = |name: &str| -> &ICalendarEntry {
        let found = written
            .entries
            .iter()
            .find(|entry| entry.name.as_str() == name);
        found.unwrap_or_else(|| panic!("no {name}"))
    };
    let texts = |name: &str| -> Vec<String> {
        let values = find(name).values.iter();
        values
            .map(|value| value.as_text().expect("text").to_owned())
            .collect()
    };
    let conference = event.conference.as_ref().expect("it has one");
    let page = event.url.as_deref().expect("it has a page");
    assert_eq!(texts("UID"), [event.uid.clone()]);
    assert_eq!(texts("SUMMARY"), [text(&event.summary)]);
    assert_eq!(
        texts("DESCRIPTION"),
        [text(event.description.as_deref().unwrap_or_default())]
    );
    assert_eq!(
        texts("LOCATION"),
        [text(event.location.as_deref().unwrap_or_default())]
    );
    assert_eq!(texts("URL"), [address(page)]);
    assert_eq!(texts("CONFERENCE"), [address(&conference.url)]);
    let topics: Vec<String> = texts("CATEGORIES")
        .iter()
        .map(|topic| solid(topic))
        .collect();
    let meant: Vec<String> = event
        .categories
        .iter()
        .map(|topic| solid(&text(topic)))
        .collect();
    assert_eq!(topics, meant);
    for (name, value) in words(event, status) {
        assert_eq!(texts(name), [value], "{name}");
    }
    let label = find("CONFERENCE").parameter(&ICalendarParameterName::Label);
    let label = label.and_then(|label| label.as_text()).expect("it has one");
    assert_eq!(
        solid(&without_carets(label)),
        solid(&parameter(&conference.label))
    );
    assert_eq!(
        find("SEQUENCE").values,
        [ICalendarValue::Integer(event.sequence.into())]
    );
    let instants = [
        ("DTSTAMP", event.stamp),
        ("CREATED", event.created),
        ("LAST-MODIFIED", event.modified),
    ];
    for (name, at) in instants {
        assert_eq!(find(name).values, [moment(at)], "{name}");
    }
    let (start, end) = match event.when {
        When::Timed { start, end } => (moment(start), moment(end)),
        When::AllDay { from, to_inclusive } => (day(from), day(to_inclusive + TimeDelta::days(1))),
    };
    assert_eq!(find("DTSTART").values, [start]);
    assert_eq!(find("DTEND").values, [end]);
}

fn moment(at: DateTime<Utc>) -> ICalendarValue {
    let two = |number: u32| u8::try_from(number).ok();
    ICalendarValue::PartialDateTime(Box::new(PartialDateTime {
        hour: two(at.hour()),
        minute: two(at.minute()),
        second: two(at.second()),
        tz_hour: Some(0),
        tz_minute: Some(0),
        ..dated(at.date_naive())
    }))
}

fn day(day: NaiveDate) -> ICalendarValue {
    ICalendarValue::PartialDateTime(Box::new(dated(day)))
}

fn dated(day: NaiveDate) -> PartialDateTime {
    PartialDateTime {
        year: u16::try_from(day.year()).ok(),
        month: u8::try_from(day.month()).ok(),
        day: u8::try_from(day.day()).ok(),
        ..PartialDateTime::default()
    }
}
