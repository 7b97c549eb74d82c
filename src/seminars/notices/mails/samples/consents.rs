//! Mails that tell organisers that a speaker agrees no more, to look at.

use super::{Samples, seminar};
use crate::{
    base::language::Language,
    mail::render::sample,
    seminars::{
        model::Consent,
        notices::mails::{ConsentWithdrawn, Seminar},
    },
};

pub fn consent_withdrawn(language: Language) -> Samples<ConsentWithdrawn> {
    let plain = ConsentWithdrawn {
        frame: sample(language),
        seminar: Seminar {
            online: None,
            ..seminar(language)
        },
        speaker: "Jean Modèle".to_owned(),
        consents: vec![Consent::Publish, Consent::Slides],
        link: "https://maru.example/seminars/k7m4xq/speakers".to_owned(),
    };
    vec![("plain", plain)]
}
