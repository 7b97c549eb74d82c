//! Mails that ask whether someone speaks, to look at.

use super::{Samples, at, by, seminar};
use crate::{
    base::language::Language,
    mail::render::sample,
    seminars::notices::mails::{Part, Seminar, SpeakerRequest},
};

pub fn speaker_request(language: Language) -> Samples<SpeakerRequest> {
    let speaker = SpeakerRequest {
        frame: sample(language),
        seminar: Seminar {
            title: None,
            speakers: Vec::new(),
            online: None,
            ..seminar(language)
        },
        part: Part::Speaker,
        asker: Some(by(language, "Jane Sample", "김견본")),
        note: Some(by(
            language,
            "Forty minutes, and twenty for questions. We would of course pay for your journey.",
            "발표 40분, 질의응답 20분입니다. 여비는 저희가 부담합니다.",
        )),
        answer_by: Some(at("2026-11-01T14:59:00Z")),
        accept: "https://maru.example/s/k7m4xq/accept".to_owned(),
        decline: "https://maru.example/s/k7m4xq/decline".to_owned(),
    };
    let mut samples = vec![("speaker", speaker.clone())];
    for (name, part) in [
        ("panellist", Part::Panellist),
        ("moderator", Part::Moderator),
        ("host", Part::Host),
    ] {
        let other = SpeakerRequest {
            part,
            note: None,
            answer_by: None,
            asker: None,
            seminar: seminar(language),
            ..speaker.clone()
        };
        samples.push((name, other));
    }
    samples
}
