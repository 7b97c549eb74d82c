//! Mails that tell organisers who has answered, to look at.

use super::{Samples, by, seminar};
use crate::{
    base::language::Language,
    mail::render::sample,
    seminars::notices::mails::{Answer, AnswersReceived, Received, Totals},
};

pub fn answers_received(language: Language) -> Samples<AnswersReceived> {
    let received = |name: &str, affiliation: Option<&str>, answer, note: Option<String>| Received {
        name: name.to_owned(),
        affiliation: affiliation.map(ToOwned::to_owned),
        answer,
        note,
    };
    let several = AnswersReceived {
        frame: sample(language),
        seminar: seminar(language),
        answers: vec![
            received("Marie Exemple", Some("IVADO"), Answer::Yes, None),
            received(
                "홍길동",
                Some("KAIST"),
                Answer::No,
                Some(by(
                    language,
                    "I teach at that hour. Will it be recorded?",
                    "그 시간에 강의가 있습니다. 녹화하십니까?",
                )),
            ),
            received("guest@partner.example", None, Answer::Maybe, None),
            received("Jean Modèle", Some("Mila"), Answer::Accepted, None),
        ],
        totals: Totals {
            yes: 12,
            maybe: 3,
            no: 4,
            waiting: 1,
            silent: 21,
        },
        board: "https://maru.example/organise/k7m4xq".to_owned(),
    };
    let one = AnswersReceived {
        answers: several.answers[..1].to_vec(),
        totals: Totals {
            yes: 1,
            ..Totals::default()
        },
        ..several.clone()
    };
    vec![("several", several), ("one", one)]
}
