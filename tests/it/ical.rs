//! What the emitter writes, read back by two parsers that are not ours, whatever people type.

mod read_back;
mod seeds;
mod times;

use calcard::icalendar::{ICalendar, ICalendarEntry, ICalendarParameterName, ICalendarValue};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use maru::ical::{
    itip::{self, Attendee, Organizer, Partstat},
    write::{Calendar, Class, Conference, Event, Geo, Status, When},
};
use proptest::{collection::vec, prelude::*};

use self::read_back::{
    ENTRY, entry, items, names, parameter, properties, read_address, read_parameter, read_text,
    unescape_parameter, unescape_text,
};

/// What people type, and what those type who wish us ill. It stands in brackets, for one of
/// the parsers trims blanks and colons; what is blank has tests of its own beside the emitter.
fn typed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => any::<char>().prop_map(String::from),
        4 => "[ -~]{1,12}",
        2 => "[가-힣]{1,30}",
        2 => prop::sample::select(vec![
            "\r\n", "\n", "\r", "\t", " ", "\\", "\\n", ",", ";", ":", "\"", "^", "^n", "^'", "\0",
            "\u{7f}", "\u{85}", "\u{2028}", "\u{feff}", "🪑", "👩🏽‍🔬", "e\u{301}", "\u{10ffff}",
            "\r\nATTENDEE:mailto:mallory@evil.example", "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n",
            "\";X=\"", "\u{202e}",
        ])
        .prop_map(String::from),
    ];
    vec(piece, 0..40).prop_map(|pieces| format!("<{}>", pieces.concat()))
}

fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    (0i64..4_000_000_000).prop_map(|second| DateTime::from_timestamp_secs(second).expect("a date"))
}

fn when() -> impl Strategy<Value = When> {
    prop_oneof![
        (instant(), 1i64..100_000).prop_map(|(start, seconds)| When::Timed {
            start,
            end: start + TimeDelta::seconds(seconds)
        }),
        (instant(), 0i64..400).prop_map(|(start, days)| When::AllDay {
            from: start.date_naive(),
            to_inclusive: start.date_naive() + TimeDelta::days(days),
        }),
    ]
}

prop_compose! {
    fn event()(
        texts in vec(typed(), 6),
        categories in vec(typed(), 1..4),
        sequence in 0..1000i32,
        moments in vec(instant(), 3),
        when in when(),
        status in prop::sample::select(&[Status::Confirmed, Status::Tentative, Status::Cancelled]),
        place in (-90.0..90.0, -180.0..180.0),
        transparent: bool,
        class in prop::sample::select(&[Class::Public, Class::Private, Class::Confidential]),
    ) -> Event {
        let [summary, description, location, url, conference, label] =
            texts.try_into().expect("six texts");
        Event {
            uid: "0190a5c4-7d1e-7c3a-9b1f-2f6f0e4c8a11@hub.example".into(),
            sequence,
            stamp: moments[0],
            modified: moments[1],
            created: moments[2],
            when,
            summary,
            description: Some(description),
            location: Some(location),
            geo: Some(Geo { latitude: place.0, longitude: place.1 }),
            url: Some(format!("https://hub.example/{url}")),
            categories,
            status,
            conference: Some(Conference {
                url: format!("https://hub.example/{conference}"),
                label,
            }),
            transparent,
            class,
        }
    }
}

fn utc(instant: DateTime<Utc>) -> String {
    instant.format("%Y%m%dT%H%M%SZ").to_string()
}

fn date(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

fn times(when: When) -> (String, String) {
    match when {
        When::Timed { start, end } => (utc(start), utc(end)),
        When::AllDay { from, to_inclusive } => {
            (date(from), date(to_inclusive + TimeDelta::days(1)))
        }
    }
}

/// What is said of an entry in single words.
fn words(event: &Event) -> [(&'static str, &'static str); 3] {
    let status = match event.status {
        Status::Confirmed => "CONFIRMED",
        Status::Tentative => "TENTATIVE",
        Status::Cancelled => "CANCELLED",
    };
    let transparency = if event.transparent {
        "TRANSPARENT"
    } else {
        "OPAQUE"
    };
    let class = match event.class {
        Class::Public => "PUBLIC",
        Class::Private => "PRIVATE",
        Class::Confidential => "CONFIDENTIAL",
    };
    [
        ("STATUS", status),
        ("TRANSP", transparency),
        ("CLASS", class),
    ]
}

/// A time that calcard has read, as it is written: a DATE, or a DATE-TIME in UTC.
fn written(entry: &ICalendarEntry) -> String {
    let [ICalendarValue::PartialDateTime(at)] = entry.values.as_slice() else {
        panic!("{entry:?}");
    };
    let (year, month, day) = (at.year.unwrap(), at.month.unwrap(), at.day.unwrap());
    let Some(hour) = at.hour else {
        return format!("{year:04}{month:02}{day:02}");
    };
    assert_eq!((at.tz_hour, at.tz_minute), (Some(0), Some(0)), "{at:?}");
    let (minute, second) = (at.minute.unwrap(), at.second.unwrap());
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_line_reader_reads_back_what_was_typed(event in event()) {
        let file = itip::publish(&event);
        let found = entry(&file);
        let value = |name: &str| found[name].value.clone().expect(name);
        let text = |name| Some(unescape_text(&value(name)));
        let conference = event.conference.as_ref().unwrap();

        prop_assert_eq!(text("SUMMARY"), Some(read_text(&event.summary)));
        prop_assert_eq!(text("DESCRIPTION"), event.description.as_deref().map(read_text));
        prop_assert_eq!(text("LOCATION"), event.location.as_deref().map(read_text));
        prop_assert_eq!(
            items(&value("CATEGORIES")).into_iter().map(unescape_text).collect::<Vec<_>>(),
            event.categories.iter().map(|topic| read_text(topic)).collect::<Vec<_>>()
        );
        prop_assert_eq!(value("URL"), read_address(event.url.as_ref().unwrap()));
        prop_assert_eq!(value("CONFERENCE"), read_address(&conference.url));
        prop_assert_eq!(parameter(&found["CONFERENCE"], "LABEL"), read_parameter(&conference.label));
        prop_assert_eq!(value("DTSTAMP"), utc(event.stamp));
        prop_assert_eq!(value("LAST-MODIFIED"), utc(event.modified));
        prop_assert_eq!(value("CREATED"), utc(event.created));
        prop_assert_eq!((value("DTSTART"), value("DTEND")), times(event.when));
        prop_assert_eq!(value("UID"), event.uid.clone());
        prop_assert_eq!(value("SEQUENCE"), event.sequence.to_string());
        for (name, word) in words(&event) {
            prop_assert_eq!(value(name), word);
        }
        let geo = event.geo.unwrap();
        prop_assert_eq!(value("GEO"), format!("{:.6};{:.6}", geo.latitude, geo.longitude));
        prop_assert_eq!(found.len(), ENTRY.len());
    }

    #[test]
    fn calcard_reads_back_what_was_typed(event in event(), name in typed()) {
        let organizer = Organizer { name: &name, address: "hub@maru.example" };
        let attendee = Attendee {
            name: Some(&name),
            address: "marie@uni.example",
            partstat: Partstat::Accepted,
            answer_wanted: true,
            language: Some("fr-CA"),
        };
        let file = ICalendar::parse(itip::request(&event, &organizer, &attendee))
            .map_err(|entry| TestCaseError::fail(format!("{entry:?}")))?;
        prop_assert_eq!(file.components.len(), 2);
        let entries = &file.components[1].entries;
        let names: Vec<_> = entries.iter().map(|entry| entry.name.as_str()).collect();
        prop_assert_eq!(names, [&ENTRY[..], &["ORGANIZER", "ATTENDEE"]].concat());

        let find = |name: &str| entries.iter().find(|entry| entry.name.as_str() == name).unwrap();
        let values = |name| -> Vec<_> {
            find(name).values.iter().map(|value| value.as_text().unwrap().to_owned()).collect()
        };
        let conference = event.conference.as_ref().unwrap();
        prop_assert_eq!(values("SUMMARY"), [read_text(&event.summary)]);
        prop_assert_eq!(values("DESCRIPTION"), [read_text(event.description.as_ref().unwrap())]);
        prop_assert_eq!(values("LOCATION"), [read_text(event.location.as_ref().unwrap())]);
        // In lists and parameters it makes one blank of several.
        let solid = |text: &str| text.replace([' ', '\t'], "");
        prop_assert_eq!(
            values("CATEGORIES").iter().map(|topic| solid(topic)).collect::<Vec<_>>(),
            event.categories.iter().map(|topic| solid(&read_text(topic))).collect::<Vec<_>>()
        );
        prop_assert_eq!(values("URL"), [read_address(event.url.as_ref().unwrap())]);
        prop_assert_eq!(values("CONFERENCE"), [read_address(&conference.url)]);
        prop_assert_eq!(values("ATTENDEE"), ["mailto:marie@uni.example"]);
        prop_assert_eq!(values("ORGANIZER"), ["mailto:hub@maru.example"]);
        prop_assert_eq!(values("UID"), [event.uid.as_str()]);
        prop_assert_eq!(
            &find("SEQUENCE").values,
            &[ICalendarValue::Integer(event.sequence.into())]
        );
        for (name, word) in words(&event) {
            prop_assert_eq!(values(name), [word]);
        }
        let moments = [
            ("DTSTAMP", event.stamp),
            ("CREATED", event.created),
            ("LAST-MODIFIED", event.modified),
        ];
        for (name, at) in moments {
            prop_assert_eq!(written(find(name)), utc(at));
        }
        prop_assert_eq!((written(find("DTSTART")), written(find("DTEND"))), times(event.when));
        // Six decimals of a degree are written.
        let geo = event.geo.unwrap();
        let degrees = |degrees: f64| ICalendarValue::Float(format!("{degrees:.6}").parse().unwrap());
        prop_assert_eq!(
            &find("GEO").values,
            &[degrees(geo.latitude), degrees(geo.longitude)]
        );
        let parameter = |entry: &ICalendarEntry, name| {
            unescape_parameter(entry.parameter(&name).unwrap().as_text().unwrap())
        };
        let label = parameter(find("CONFERENCE"), ICalendarParameterName::Label);
        prop_assert_eq!(solid(&label), solid(&read_parameter(&conference.label)));
        for party in ["ORGANIZER", "ATTENDEE"] {
            let called = parameter(find(party), ICalendarParameterName::Cn);
            prop_assert_eq!(solid(&called), solid(&read_parameter(&name)));
        }
        let said = [
            (ICalendarParameterName::Cutype, "INDIVIDUAL"),
            (ICalendarParameterName::Role, "REQ-PARTICIPANT"),
            (ICalendarParameterName::Partstat, "ACCEPTED"),
            (ICalendarParameterName::Rsvp, "TRUE"),
            (ICalendarParameterName::Language, "fr-CA"),
        ];
        for (name, word) in said {
            prop_assert_eq!(parameter(find("ATTENDEE"), name), word);
        }
    }

    #[test]
    fn a_feed_holds_what_it_was_given_and_no_more(
        events in vec(event(), 0..4),
        name in typed(),
        description in typed(),
        alarms in vec(0..100i64, 0..3),
    ) {
        let calendar = Calendar {
            name: name.clone(),
            description: description.clone(),
            zone: "Asia/Seoul".into(),
            refresh_minutes: 60,
            colour: Some(name.clone()),
            url: Some(format!("https://hub.example/{name}")),
        };
        let file = calendar.render(&events, &alarms);
        let alarm = ["BEGIN VALARM", "ACTION", "DESCRIPTION", "TRIGGER", "END VALARM"];
        let mut expected = vec![
            "BEGIN VCALENDAR", "VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME",
            "DESCRIPTION", "X-WR-CALDESC", "X-WR-TIMEZONE", "REFRESH-INTERVAL", "X-PUBLISHED-TTL",
            "COLOR", "URL",
        ];
        for event in &events {
            expected.push("BEGIN VEVENT");
            expected.extend(ENTRY);
            if event.status != Status::Cancelled && matches!(event.when, When::Timed { .. }) {
                expected.extend(alarms.iter().flat_map(|_| alarm));
            }
            expected.push("END VEVENT");
        }
        expected.push("END VCALENDAR");
        prop_assert_eq!(names(&file), expected);

        let found = properties(&file);
        let head: Vec<_> = found[1..12]
            .iter()
            .map(|property| unescape_text(property.value.as_ref().unwrap()))
            .collect();
        let (name, description) = (read_text(&name), read_text(&description));
        let url = &found[12].value;
        prop_assert_eq!(url, &calendar.url.as_deref().map(read_address));
        prop_assert_eq!(
            head,
            [
                "2.0",
                "-//Maru//Maru//EN",
                "GREGORIAN",
                name.as_str(),
                name.as_str(),
                description.as_str(),
                description.as_str(),
                "Asia/Seoul",
                "PT60M",
                "PT60M",
                name.as_str(),
            ]
        );

        // An alarm says the title of its entry, so many minutes before.
        let said = |name: &str| -> Vec<_> {
            let said = found.iter().filter(|property| property.name == name);
            said.map(|property| unescape_text(property.value.as_ref().unwrap())).collect()
        };
        let rings = |event: &&Event| {
            event.status != Status::Cancelled && matches!(event.when, When::Timed { .. })
        };
        let triggers = alarms.iter().map(|minutes| match minutes {
            0 => "PT0M".to_owned(),
            minutes => format!("-PT{minutes}M"),
        });
        let triggers: Vec<_> = triggers.collect();
        let ringing: Vec<_> = events.iter().filter(rings).collect();
        prop_assert_eq!(
            said("TRIGGER"),
            ringing.iter().flat_map(|_| triggers.clone()).collect::<Vec<_>>()
        );
        prop_assert_eq!(said("ACTION"), vec!["DISPLAY"; ringing.len() * alarms.len()]);
        let summaries = events.iter().map(|event| read_text(&event.summary));
        prop_assert_eq!(said("SUMMARY"), summaries.collect::<Vec<_>>());
        let mut descriptions = vec![description];
        for event in &events {
            descriptions.extend(event.description.as_deref().map(read_text));
            if rings(&event) {
                descriptions.extend(alarms.iter().map(|_| read_text(&event.summary)));
            }
        }
        prop_assert_eq!(said("DESCRIPTION"), descriptions);
        prop_assert_eq!(calendar.render(&events, &alarms), file, "same data, same bytes");
    }

    #[test]
    fn an_invitation_names_one_person_whatever_they_are_called(
        event in event(), hub in typed(), name in typed(), address in typed(), language in typed(),
    ) {
        let organizer = Organizer { name: &hub, address: "hub@maru.example" };
        let attendee = Attendee {
            name: Some(&name),
            address: &address,
            partstat: Partstat::NeedsAction,
            answer_wanted: true,
            language: Some(&language),
        };
        let head = ["BEGIN VCALENDAR", "VERSION", "PRODID", "CALSCALE", "METHOD", "BEGIN VEVENT"];
        let tail = ["ORGANIZER", "ATTENDEE", "END VEVENT", "END VCALENDAR"];
        let expected = [&head[..], &ENTRY, &tail].concat();
        for file in [
            itip::request(&event, &organizer, &attendee),
            itip::cancel(&event, &organizer, &attendee),
        ] {
            prop_assert_eq!(names(&file), expected.clone());
            let found = entry(&file);
            let asked = &found["ATTENDEE"];
            let asked_at = format!("mailto:{}", read_address(&address));
            prop_assert_eq!(asked.value.as_ref(), Some(&asked_at));
            prop_assert_eq!(parameter(asked, "CN"), read_parameter(&name));
            prop_assert_eq!(parameter(asked, "LANGUAGE"), read_parameter(&language));
            prop_assert_eq!(parameter(&found["ORGANIZER"], "CN"), read_parameter(&hub));
            prop_assert_eq!(found["ORGANIZER"].value.clone().unwrap(), "mailto:hub@maru.example");
        }
    }
}
