//! Mails that tell what has changed of a seminar, to look at.

use super::{Samples, answers, by, seminar, stoppable, when};
use crate::{
    base::language::Language,
    mail::render::sample,
    seminars::notices::mails::{Answer, By, Change, Changed, Standing, items::Item},
};

pub fn change(language: Language) -> Samples<Change> {
    let seminar = seminar(language);
    let moved = Change {
        frame: sample(language),
        changes: vec![Changed::Time {
            old: when("2026-12-01T05:00:00Z"),
            new: seminar.when,
        }],
        seminar: seminar.clone(),
        note: Some(by(
            language,
            "The hall is free two hours later only.",
            "두 시간 뒤에만 강당을 사용할 수 있습니다.",
        )),
        answers: Some(answers()),
        answered: Some(Answer::Yes),
        by: By::Mail,
    };
    let much = Change {
        changes: vec![
            Changed::State {
                old: Standing::Postponed,
                new: Standing::Announced,
            },
            Changed::Place {
                old: Vec::new(),
                new: seminar.places.clone(),
            },
            Changed::Title {
                old: None,
                new: seminar.title.clone(),
            },
            Changed::Speakers {
                old: seminar.speakers[..1].to_vec(),
                new: seminar.speakers.clone(),
            },
            Changed::Programme(vec![
                (
                    Some(item(language, "2026-12-01T05:30:00Z", None)),
                    Some(item(language, "2026-12-01T06:00:00Z", Some("Lab 1"))),
                ),
                (None, Some(item(language, "2026-12-01T07:30:00Z", None))),
            ]),
            Changed::Online,
        ],
        note: None,
        answers: None,
        answered: None,
        ..moved.clone()
    };
    let place = Change {
        changes: vec![much.changes[1].clone()],
        ..much.clone()
    };
    let follower = Change {
        frame: stoppable(language),
        answers: None,
        answered: None,
        note: None,
        by: By::Digest,
        ..moved.clone()
    };
    let feed = Change {
        by: By::Feed,
        ..follower.clone()
    };
    vec![
        ("time", moved),
        ("much", much),
        ("place", place),
        ("follower", follower),
        ("feed", feed),
    ]
}

fn item(language: Language, from: &str, place: Option<&str>) -> Item {
    Item {
        title: by(language, "Opening talk", "여는 강연"),
        when: when(from),
        place: place.map(str::to_owned),
    }
}
