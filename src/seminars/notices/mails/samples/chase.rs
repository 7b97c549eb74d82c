//! Mails that ask a speaker for what is missing, to look at.

use super::{Samples, by, nameless, seminar};
use crate::{
    base::language::Language,
    mail::render::sample,
    seminars::{
        model::Missing,
        notices::mails::{Seminar, SpeakerChase},
    },
};

pub fn speaker_chase(language: Language) -> Samples<SpeakerChase> {
    let all = SpeakerChase {
        frame: sample(language),
        seminar: Seminar {
            title: None,
            speakers: Vec::new(),
            online: None,
            ..seminar(language)
        },
        days: 14,
        missing: Missing::ALL.to_vec(),
        note: None,
        link: "https://maru.example/speak/k7m4xq".to_owned(),
    };
    let consents = SpeakerChase {
        frame: nameless(language),
        seminar: seminar(language),
        days: 3,
        missing: vec![Missing::Consents],
        note: Some(by(
            language,
            "We would like to record the talk, and need your word.",
            "강연을 녹화하고 싶은데, 동의 여부를 알려 주시면 좋겠습니다.",
        )),
        ..all.clone()
    };
    vec![("all", all), ("consents", consents)]
}
