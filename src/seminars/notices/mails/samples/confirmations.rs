//! Mails that ask whether it was the reader who typed an address, to look at.

use super::{Samples, at, bare_seminar, by, nameless, seminar};
use crate::{
    base::language::Language,
    seminars::{
        model::Source,
        notices::mails::{Answer, AnswerConfirmation, Confirmation, Seminar},
    },
};

pub fn confirmation(language: Language) -> Samples<Confirmation> {
    let typed = Confirmation {
        frame: nameless(language),
        source: Source::Series,
        called: by(language, "Tuesday Seminar", "화요 세미나"),
        asker: None,
        link: "https://maru.example/confirm/k7m4xq".to_owned(),
        until: at("2026-12-03T07:00:00Z"),
    };
    let asked = Confirmation {
        asker: Some(by(language, "Jane Sample", "김견본")),
        ..typed.clone()
    };
    let of = |source, english: &str, korean: &str| Confirmation {
        source,
        called: by(language, english, korean),
        ..typed.clone()
    };
    let hub = of(Source::Hub, "Maru", "Maru");
    let topic = of(Source::Topic, "Alignment", "정렬");
    let list = of(Source::List, "Safety and society", "안전과 사회");
    vec![
        ("typed", typed),
        ("asked", asked),
        ("hub", hub),
        ("topic", topic),
        ("list", list),
    ]
}

pub fn answer_confirmation(language: Language) -> Samples<AnswerConfirmation> {
    let comes = AnswerConfirmation {
        frame: nameless(language),
        seminar: Seminar {
            speakers: Vec::new(),
            online: None,
            ..seminar(language)
        },
        answer: Answer::Yes,
        link: "https://maru.example/confirm/k7m4xq".to_owned(),
        until: at("2026-11-29T07:00:00Z"),
    };
    let maybe = AnswerConfirmation {
        answer: Answer::Maybe,
        ..comes.clone()
    };
    let not = AnswerConfirmation {
        seminar: bare_seminar(language),
        answer: Answer::No,
        ..comes.clone()
    };
    vec![("comes", comes), ("may-come", maybe), ("does-not", not)]
}
