//! Answers as calendar programs write them, from `fuzz/seeds/read`: what a fuzzer starts from is read here as it should be.

use std::{collections::BTreeMap, fs, path::Path};

use maru::{
    base::clock::Instant,
    ical::{
        itip::Partstat::{self, Accepted, Declined, NeedsAction, Tentative},
        read::{
            self, Unreadable,
            answer::{self, Method, Response},
        },
    },
};

const MARIE: Option<&str> = Some("marie@sample.example");

/// What is read of each seed; `None` where it is a calendar and no answer.
fn seeds() -> BTreeMap<String, Result<Option<Response>, Unreadable>> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/read");
    fs::read_dir(seeds)
        .unwrap()
        .map(|seed| {
            let seed = seed.unwrap();
            let calendar = read::read(&fs::read(seed.path()).unwrap());
            let name = seed.file_name().into_string().unwrap();
            (name, calendar.map(|calendar| answer::response(&calendar)))
        })
        .collect()
}

/// An answer to the one entry that all of them are about; its times are of 10 December 2026, in UTC.
fn answered(
    (sequence, starts_at): (i32, Option<&str>),
    attendees: &[(Option<&str>, Option<Partstat>)],
    comment: Option<&str>,
) -> Response {
    let at = |time| format!("2026-12-10T{time}:00Z").parse().unwrap();
    let starts_at: Option<Instant> = starts_at.map(at);
    Response {
        method: Method::Reply,
        uid: "0190a5c4-7d1e-7c3a-9b1f-2f6f0e4c8a11@hub.example".into(),
        recurrence_id: None,
        sequence,
        stamp: "2026-11-02T01:00:00Z".parse().ok(),
        attendees: attendees
            .iter()
            .map(|(address, partstat)| answer::Answerer {
                address: address.map(str::to_owned),
                partstat: *partstat,
            })
            .collect(),
        comment: comment.map(str::to_owned),
        starts_at,
        ends_at: starts_at.map(|at| at + chrono::TimeDelta::hours(1)),
    }
}

#[test]
fn each_program_is_understood() {
    let reply = |sequence, time, partstat, comment| {
        Ok(Some(answered(
            (sequence, time),
            &[(MARIE, Some(partstat))],
            comment,
        )))
    };
    let expected = [
        ("an-invitation.ics", Ok(None)),
        ("apple.ics", reply(0, Some("07:00"), Accepted, Some("x"))),
        (
            "bare-and-in-small-letters.ics",
            Ok(Some(Response {
                stamp: None,
                ..answered((0, None), &[(MARIE, Some(Accepted))], None)
            })),
        ),
        (
            "counter.ics",
            Ok(Some(Response {
                method: Method::Counter,
                ..answered(
                    (1, Some("08:00")),
                    &[(MARIE, Some(Tentative))],
                    Some("한 시간 늦게 하면 어떨까요?"),
                )
            })),
        ),
        ("cut-off.ics", Err(Unreadable::Incomplete)),
        (
            "folded-inside-a-character.ics",
            Ok(Some(answered(
                (0, None),
                &[(Some("hong@sample.example"), Some(Accepted))],
                Some("가고 싶습니다 🪑"),
            ))),
        ),
        (
            "google.ics",
            reply(
                1,
                Some("07:00"),
                Tentative,
                Some("Perhaps; I shall see: soon"),
            ),
        ),
        // A number that is none counts as none, and a day is no time.
        (
            "no-mail.ics",
            Ok(Some(answered((0, None), &[(None, Some(Accepted))], None))),
        ),
        ("not-utf8.ics", Err(Unreadable::NotUtf8 { line: 5 })),
        (
            "one-date-of-several.ics",
            Ok(Some(Response {
                recurrence_id: Some("20261210T080000".into()),
                ..answered(
                    (0, None),
                    &[
                        (MARIE, None),
                        (Some("luc@sample.example"), Some(NeedsAction)),
                    ],
                    None,
                )
            })),
        ),
        (
            "outlook-with-a-mark.ics",
            reply(
                2,
                Some("07:00"),
                Declined,
                Some("Je ne suis pas là, désolée.\n\nMarie"),
            ),
        ),
        (
            "outlook-without-organizer.ics",
            reply(0, Some("07:00"), Accepted, None),
        ),
        ("thunderbird.ics", reply(3, Some("07:00"), Declined, None)),
    ];
    assert_eq!(
        seeds(),
        expected
            .into_iter()
            .map(|(name, read)| (name.to_owned(), read))
            .collect::<BTreeMap<_, _>>()
    );
}
