//! Mails that tell of what is over, to look at.

use super::{Samples, by, nameless, seminar};
use crate::{
    base::language::Language,
    mail::render::sample,
    seminars::{
        model::Consent,
        notices::mails::{RecordingChase, Seminar, SlidesChase, Thanks},
    },
};

/// Nobody joins what is over.
fn over(language: Language) -> Seminar {
    Seminar {
        online: None,
        ..seminar(language)
    }
}

pub fn thanks(language: Language) -> Samples<Thanks> {
    let slides = Thanks {
        frame: sample(language),
        seminar: over(language),
        consents: vec![
            (Consent::Stream, Some(true)),
            (Consent::Record, Some(true)),
            (Consent::Publish, Some(false)),
            (Consent::Slides, None),
        ],
        slides: true,
        note: None,
        link: "https://maru.example/speak/k7m4xq".to_owned(),
    };
    let all_there = Thanks {
        frame: nameless(language),
        slides: false,
        note: Some(by(
            language,
            "The discussion went on until dinner.",
            "토론이 저녁 식사까지 이어졌습니다.",
        )),
        ..slides.clone()
    };
    vec![("slides", slides), ("all-there", all_there)]
}

pub fn slides_chase(language: Language) -> Samples<SlidesChase> {
    let plain = SlidesChase {
        frame: sample(language),
        seminar: over(language),
        note: None,
        link: "https://maru.example/speak/k7m4xq".to_owned(),
    };
    vec![("plain", plain)]
}

pub fn recording_chase(language: Language) -> Samples<RecordingChase> {
    let plain = RecordingChase {
        frame: sample(language),
        seminar: over(language),
        note: None,
        link: "https://maru.example/seminars/k7m4xq/speakers".to_owned(),
    };
    vec![("plain", plain)]
}
