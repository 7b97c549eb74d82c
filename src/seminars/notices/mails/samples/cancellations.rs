//! Mails that tell that a seminar does not take place, or not for the reader, to look at.

use super::{Samples, bare_seminar, by, nameless, seminar, stoppable, when};
use crate::{
    base::language::Language,
    mail::render::sample,
    seminars::notices::mails::{
        By, Cancellation, Closed, InPlace, Postponement, Released, Seminar,
    },
};

pub fn cancellation(language: Language) -> Samples<Cancellation> {
    let full = Cancellation {
        frame: sample(language),
        seminar: seminar(language),
        reason: Some(by(
            language,
            "The speaker is ill.",
            "연사의 건강 문제로 취소합니다.",
        )),
        note: Some(by(
            language,
            "We are sorry that this comes so late.\nWho had booked a train: please write to us.",
            "늦게 알려 드려 죄송합니다.\n이미 열차를 예매하신 분은 저희에게 연락 주세요.",
        )),
        in_place: None,
        by: By::Mail,
    };
    let bare = Cancellation {
        frame: nameless(language),
        seminar: bare_seminar(language),
        reason: None,
        note: None,
        in_place: None,
        by: By::Mail,
    };
    let replaced = Cancellation {
        in_place: Some(InPlace {
            title: full.seminar.title.clone(),
            when: when("2026-12-08T07:00:00Z"),
            page: "https://maru.example/seminars/k3w7np".into(),
        }),
        ..full.clone()
    };
    let follower = Cancellation {
        frame: stoppable(language),
        by: By::Digest,
        ..full.clone()
    };
    let feed = Cancellation {
        by: By::Feed,
        ..follower.clone()
    };
    vec![
        ("full", full),
        ("bare", bare),
        ("follower", follower),
        ("feed", feed),
        ("replaced", replaced),
    ]
}

pub fn released(language: Language) -> Samples<Released> {
    cancellation(language)
        .into_iter()
        .filter(|(_, like)| like.came_by_mail() && like.in_place.is_none())
        .map(|(name, like)| {
            let released = Released {
                frame: like.frame,
                seminar: like.seminar,
                note: like.note,
            };
            (name, released)
        })
        .collect()
}

pub fn closed(language: Language) -> Samples<Closed> {
    let seminar = Seminar {
        series: None,
        places: Vec::new(),
        place_url: None,
        speakers: Vec::new(),
        page: String::new(),
        online: None,
        ..seminar(language)
    };
    let frame = stoppable(language);
    vec![("follower", Closed { frame, seminar })]
}

pub fn postponement(language: Language) -> Samples<Postponement> {
    cancellation(language)
        .into_iter()
        .filter(|(_, like)| like.in_place.is_none())
        .map(|(name, like)| {
            let postponement = Postponement {
                frame: like.frame,
                seminar: like.seminar,
                reason: like.reason,
                note: like.note,
                by: like.by,
            };
            (name, postponement)
        })
        .collect()
}
