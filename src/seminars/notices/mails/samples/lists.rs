//! Mails to mailing lists, to look at.

use super::{Samples, bare_seminar, by, digest::item, seminar, seoul, when};
use crate::{
    base::language::Language,
    mail::render::{Frame, sample},
    seminars::notices::mails::{
        Changed, InPlace, Item, ListAnnouncements, ListNote, ListNotice, ListTells, ListVersion,
        Online, Seminar,
    },
};

/// How a list is addressed.
fn to_all(language: Language) -> Frame {
    Frame {
        reader: None,
        preferences: None,
        zone: seoul(),
        ..sample(language)
    }
}

fn other(language: Language) -> Language {
    match language {
        Language::En => Language::Ko,
        Language::Ko => Language::En,
    }
}

pub fn list_notice(language: Language) -> Samples<ListNotice> {
    let other = other(language);
    let announced = ListNotice {
        frame: to_all(language),
        others: Vec::new(),
        list: by(language, "Sample Department, everyone", "견본학과 전체"),
        seminar: Seminar {
            online: Some(Online::Living {
                url: "https://maru.example/s/k7m4xq/join".to_owned(),
                opens_minutes: 15,
            }),
            when: when("2026-12-01T07:00:00Z"),
            ..seminar(language)
        },
        tells: ListTells::Announced,
        abstract_text: Some(by(
            language,
            "Scaling laws describe how the loss of a model falls with data and compute.",
            "규모 법칙은 데이터와 연산량이 늘어날 때 모델의 손실이 어떻게 줄어드는지를 설명합니다.",
        )),
        versions: Vec::new(),
        reason: None,
        note: None,
        in_place: None,
        answer: "https://maru.example/seminars/k7m4xq/answer".to_owned(),
    };
    let moved = vec![Changed::Time {
        old: when("2026-12-01T05:00:00Z"),
        new: announced.seminar.when,
    }];
    let changed = ListNotice {
        others: vec![to_all(other)],
        versions: vec![ListVersion {
            language: other,
            title: seminar(other).title,
            abstract_text: None,
            changes: moved.clone(),
        }],
        tells: ListTells::Changed(moved),
        abstract_text: None,
        ..announced.clone()
    };
    let cancelled = ListNotice {
        tells: ListTells::Cancelled,
        reason: Some(by(
            language,
            "The speaker is ill.",
            "연사의 건강 문제로 취소합니다.",
        )),
        note: Some(by(
            language,
            "We are sorry that this comes so late.",
            "늦게 알려 드려 죄송합니다.",
        )),
        abstract_text: None,
        seminar: Seminar {
            online: None,
            place_url: None,
            ..announced.seminar.clone()
        },
        ..announced.clone()
    };
    let replaced = ListNotice {
        others: vec![to_all(other)],
        in_place: Some(InPlace {
            title: announced.seminar.title.clone(),
            when: when("2026-12-08T07:00:00Z"),
            page: "https://maru.example/seminars/k3w7np".into(),
        }),
        ..cancelled.clone()
    };
    let postponed = ListNotice {
        tells: ListTells::Postponed,
        reason: None,
        note: None,
        seminar: bare_seminar(language),
        ..cancelled.clone()
    };
    let withdrawn = ListNotice {
        tells: ListTells::Withdrawn,
        reason: None,
        note: None,
        ..cancelled.clone()
    };
    vec![
        ("announced", announced),
        ("both", changed),
        ("cancelled", cancelled),
        ("replaced", replaced),
        ("postponed", postponed),
        ("withdrawn", withdrawn),
    ]
}

pub fn list_announcements(language: Language) -> Samples<ListAnnouncements> {
    let words = by(
        language,
        "Lunch is served before each of them.",
        "매회 시작 전에 점심을 드립니다.",
    );
    let about = seminar(language).title;
    let term = ListAnnouncements {
        frame: to_all(language),
        others: Vec::new(),
        list: by(language, "Sample Department, everyone", "견본학과 전체"),
        series: seminar(language).series,
        notes: vec![ListNote {
            about: None,
            words: words.clone(),
        }],
        items: announced(language, 3),
    };
    let both = ListAnnouncements {
        others: vec![(to_all(other(language)), announced(other(language), 2))],
        series: None,
        notes: vec![ListNote { about, words }],
        items: announced(language, 2),
        ..term.clone()
    };
    vec![("term", term), ("both", both)]
}

/// Seminars a week from each other, with nothing in them that is good for one reader alone.
fn announced(language: Language, count: usize) -> Vec<Item> {
    let all = [
        ("languages", "2026-12-01T07:00:00Z"),
        ("proteins", "2026-12-08T07:00:00Z"),
        ("robots", "2026-12-15T07:00:00Z"),
    ];
    let open = |(title, starts)| {
        let mut item = item(language, title, starts);
        item.seminar.series = None;
        item.seminar.online = Some(Online::Living {
            url: "https://maru.example/s/k7m4xq/join".to_owned(),
            opens_minutes: 15,
        });
        item
    };
    all.into_iter().take(count).map(open).collect()
}
