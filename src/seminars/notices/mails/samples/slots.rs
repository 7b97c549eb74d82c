//! Mails about times that are offered, to look at.

use super::{Samples, at, by, nameless, seminar, when};
use crate::{
    base::language::Language,
    mail::render::sample,
    seminars::notices::mails::{Seminar, SlotAnswer, SlotLine, SlotOffer, SlotSaid},
};

fn untitled(language: Language) -> Seminar {
    Seminar {
        title: None,
        speakers: Vec::new(),
        online: None,
        ..seminar(language)
    }
}

fn line(language: Language, from: &str) -> SlotLine {
    SlotLine {
        when: when(from),
        places: vec![by(language, "Hall A, Seoul", "대강당, 서울")],
    }
}

pub fn slot_offer(language: Language) -> Samples<SlotOffer> {
    let three = SlotOffer {
        frame: sample(language),
        seminar: untitled(language),
        asker: Some(by(language, "Jane Sample", "김견본")),
        note: Some(by(
            language,
            "Take whichever is best for you; the hall is held for all of them.",
            "편하신 때를 고르시면 됩니다. 강당은 모두 잡아 두었습니다.",
        )),
        slots: vec![
            line(language, "2026-12-01T07:00:00Z"),
            line(language, "2026-12-08T07:00:00Z"),
            SlotLine {
                when: when("2026-12-15T00:00:00Z"),
                places: Vec::new(),
            },
        ],
        until: at("2026-11-24T07:00:00Z"),
        link: "https://maru.example/speak/k7m4xq".to_owned(),
    };
    let bare = SlotOffer {
        frame: nameless(language),
        asker: None,
        note: None,
        slots: three.slots[..2].to_vec(),
        ..three.clone()
    };
    vec![("three", three), ("bare", bare)]
}

pub fn slot_answer(language: Language) -> Samples<SlotAnswer> {
    let chosen = SlotAnswer {
        frame: sample(language),
        seminar: untitled(language),
        who: by(language, "Marie Exemple", "마리 엑상플"),
        what: SlotSaid::Chosen(line(language, "2026-12-08T07:00:00Z")),
        page: "https://maru.example/seminars/k7m4xq/slots".to_owned(),
    };
    let none = SlotAnswer {
        what: SlotSaid::NoneSuits(Some(by(
            language,
            "I teach on Tuesdays.\nAny Thursday in January would do.",
            "화요일에는 수업이 있습니다.\n1월이면 목요일은 언제든 좋습니다.",
        ))),
        ..chosen.clone()
    };
    let none_ended = SlotAnswer {
        what: SlotSaid::NoneSuited(none.words().map(str::to_owned)),
        ..chosen.clone()
    };
    let wordless = SlotAnswer {
        frame: nameless(language),
        what: SlotSaid::NoneSuits(None),
        ..chosen.clone()
    };
    let ended = SlotAnswer {
        what: SlotSaid::Ended,
        ..chosen.clone()
    };
    let yours = SlotAnswer {
        what: SlotSaid::Yours(line(language, "2026-12-08T07:00:00Z")),
        page: "https://maru.example/speak/k7m4xq".to_owned(),
        ..chosen.clone()
    };
    let withdrawn = SlotAnswer {
        what: SlotSaid::Withdrawn,
        ..yours.clone()
    };
    vec![
        ("chosen", chosen),
        ("none", none),
        ("none_ended", none_ended),
        ("wordless", wordless),
        ("ended", ended),
        ("yours", yours),
        ("withdrawn", withdrawn),
    ]
}
