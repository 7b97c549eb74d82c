//! Exact lines, and the samples that the tests of feeds and mails share.

use super::*;
use crate::ical::line::Lines;

fn instant(day: u32, hour: u32) -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(2026, 12, day)
        .unwrap()
        .and_hms_opt(hour, 0, 0)
        .unwrap()
        .and_utc()
}

/// A seminar with everything in it.
pub fn seminar() -> Event {
    Event {
        uid: "0190a5c4-7d1e-7c3a-9b1f-2f6f0e4c8a11@hub.example".into(),
        sequence: 2,
        stamp: instant(1, 3),
        modified: instant(1, 4),
        created: instant(1, 2),
        when: When::Timed {
            start: instant(3, 7),
            end: instant(3, 8),
        },
        summary: "확률적 경사, 그리고 \\nabla f; 한 시간의 이야기들, 질문과 답".into(),
        description: Some("Marie \"M\" Curie\r\n16:00 Asia/Seoul (UTC+9)".into()),
        location: Some("Hall A; 1층".into()),
        geo: Some(Geo {
            latitude: 37.4662,
            longitude: -127.03,
        }),
        url: Some("https://hub.example/seminars/K7Q2?a=1,2;3".into()),
        categories: vec!["optimisation, convex".into(), " ".into(), "이론".into()],
        status: Status::Confirmed,
        conference: Some(Conference {
            url: "https://hub.example/s/K7Q2/join".into(),
            label: "Join: K7Q2".into(),
        }),
        transparent: false,
        class: Class::Public,
    }
}

/// A stay with no more in it than it must have.
pub fn stay() -> Event {
    let day = |day| NaiveDate::from_ymd_opt(2026, 12, day).unwrap();
    Event {
        when: When::AllDay {
            from: day(1),
            to_inclusive: day(31),
        },
        summary: "Marie Curie".into(),
        description: None,
        location: Some(" \u{0}".into()),
        geo: None,
        url: Some(String::new()),
        categories: vec![String::new()],
        status: Status::Tentative,
        conference: None,
        transparent: true,
        class: Class::Private,
        ..seminar()
    }
}

fn lines(event: &Event) -> Vec<String> {
    let mut lines = Lines::with_capacity(0);
    event.properties(&mut lines, event.status);
    lines
        .into_string()
        .split_terminator("\r\n")
        .map(str::to_owned)
        .collect()
}

#[test]
fn what_is_blank_is_left_out() {
    assert_eq!(
        lines(&stay()),
        [
            "UID:0190a5c4-7d1e-7c3a-9b1f-2f6f0e4c8a11@hub.example",
            "SEQUENCE:2",
            "DTSTAMP:20261201T030000Z",
            "CREATED:20261201T020000Z",
            "LAST-MODIFIED:20261201T040000Z",
            "DTSTART;VALUE=DATE:20261201",
            "DTEND;VALUE=DATE:20270101",
            "SUMMARY:Marie Curie",
            "STATUS:TENTATIVE",
            "TRANSP:TRANSPARENT",
            "CLASS:PRIVATE",
        ]
    );
}

#[test]
fn no_end_stands_at_or_before_its_start() {
    let times = |when| -> Vec<String> {
        let all = lines(&Event { when, ..stay() });
        all.into_iter()
            .filter(|line| line.starts_with("DT") && !line.contains("AMP"))
            .collect()
    };
    let moment = instant(3, 7);
    for end in [moment, moment - chrono::TimeDelta::hours(1)] {
        assert_eq!(
            times(When::Timed { start: moment, end }),
            ["DTSTART:20261203T070000Z"]
        );
    }
    let day = NaiveDate::from_ymd_opt(2026, 12, 3).unwrap();
    for to_inclusive in [day, day.pred_opt().unwrap()] {
        assert_eq!(
            times(When::AllDay {
                from: day,
                to_inclusive
            }),
            ["DTSTART;VALUE=DATE:20261203", "DTEND;VALUE=DATE:20261204"]
        );
    }
    assert_eq!(
        times(When::AllDay {
            from: NaiveDate::MAX,
            to_inclusive: NaiveDate::MAX
        }),
        ["DTSTART;VALUE=DATE:99991231"]
    );
}

#[test]
fn a_place_off_the_globe_is_left_out() {
    for (latitude, longitude) in [(91.0, 0.0), (0.0, -180.5), (f64::NAN, 0.0)] {
        let event = Event {
            geo: Some(Geo {
                latitude,
                longitude,
            }),
            ..stay()
        };
        assert_eq!(lines(&event), lines(&stay()));
    }
}

#[test]
fn a_sequence_is_never_negative() {
    assert_eq!(
        lines(&Event {
            sequence: -1,
            ..stay()
        })[1],
        "SEQUENCE:0"
    );
}

#[test]
fn alarms_ring_for_what_takes_place_at_a_time() {
    let alarm = |event: &Event, minutes| {
        let mut lines = Lines::with_capacity(0);
        event.alarm(&mut lines, minutes);
        lines.into_string()
    };
    let talk = Event {
        summary: "Talk, one".into(),
        ..seminar()
    };
    for (minutes, trigger) in [(15, "-PT15M"), (0, "PT0M"), (-5, "PT5M")] {
        assert_eq!(
            alarm(&talk, minutes),
            format!(
                "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Talk\\, one\r\n\
                 TRIGGER:{trigger}\r\nEND:VALARM\r\n"
            )
        );
    }
    assert_eq!(alarm(&stay(), 15), "");
    assert_eq!(
        alarm(
            &Event {
                status: Status::Cancelled,
                ..talk
            },
            15
        ),
        ""
    );
}
