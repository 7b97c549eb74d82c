//! Mails about people to look at: plainly samples.

use super::SignIn;
use crate::{
    base::{language::Language, zone},
    mail::render::{Frame, sample},
};

pub fn sign_in(language: Language) -> Vec<(&'static str, SignIn)> {
    let known = SignIn {
        frame: sample(language),
        link: "https://maru.example/sign-in/3c9f0b6e5a7d4c218f".to_owned(),
        code: "k7m4xq".to_owned(),
        valid_minutes: 15,
        asked_at: "2026-11-16T00:30:00Z"
            .parse()
            .unwrap_or(zone::from_timestamp(0)),
        device: Some("Firefox, Linux".to_owned()),
    };
    let bare = SignIn {
        frame: Frame {
            reader: None,
            preferences: None,
            ..known.frame.clone()
        },
        device: None,
        ..known.clone()
    };
    vec![("known", known), ("bare", bare)]
}
