//! Mails about seminars to look at: plainly samples, with people and addresses that do not exist.

mod afterwards;
mod cancellations;
mod changes;
mod chase;
mod confirmations;
mod consents;
mod digest;
mod invitations;
mod lists;
mod received;
mod replies;
pub mod slots;
mod speakers;

pub use afterwards::{recording_chase, slides_chase, thanks};
pub use cancellations::{cancellation, closed, postponement, released};
pub use changes::change;
pub use chase::speaker_chase;
pub use confirmations::{answer_confirmation, confirmation};
pub use consents::consent_withdrawn;
pub use digest::digest;
pub use invitations::{invitation, reminder, waiting_place};
pub use lists::{list_announcements, list_notice};
pub use received::answers_received;
pub use replies::reply_wanted;
pub use speakers::speaker_request;

use chrono::Duration;

use super::{AnswerLinks, Online, Seminar, Speaker};
use crate::{
    base::{language::Language, slot::Slot, zone, zone::Zone},
    mail::render::{Frame, When, sample},
};

type Samples<T> = Vec<(&'static str, T)>;

fn seminar(language: Language) -> Seminar {
    Seminar {
        title: Some(by(
            language,
            "Scaling laws for small languages",
            "작은 언어를 위한 규모 법칙",
        )),
        series: Some(by(language, "Tuesday Seminar", "화요 세미나")),
        when: When {
            anchor: match language {
                Language::En => seoul(),
                Language::Ko => zone("America/Montreal"),
            },
            ..when("2026-12-01T07:00:00Z")
        },
        places: vec![by(
            language,
            "Ondol hall, 3rd floor, Seoul site",
            "서울 본원 3층 온돌홀",
        )],
        place_url: Some("https://maps.example/ondol".to_owned()),
        speakers: vec![
            Speaker {
                name: "Jean Modèle".to_owned(),
                affiliation: Some("Mila".to_owned()),
            },
            Speaker {
                name: by(language, "Kim Gyeonbon", "김견본"),
                affiliation: Some(by(language, "Yonsei University", "연세대학교")),
            },
        ],
        page: "https://maru.example/seminars/k7m4xq".to_owned(),
        online: Some(Online::Living {
            url: "https://maru.example/s/k7m4xq/join?t=sample".to_owned(),
            opens_minutes: 15,
        }),
    }
}

// What can be announced before anything is decided but the time.
fn bare_seminar(language: Language) -> Seminar {
    Seminar {
        title: None,
        series: None,
        places: Vec::new(),
        place_url: None,
        speakers: Vec::new(),
        online: None,
        ..seminar(language)
    }
}

/// Someone who can stop it by one click.
fn stoppable(language: Language) -> Frame {
    Frame {
        unsubscribe: Some("https://maru.example/unsubscribe/k7m4xq".to_owned()),
        ..sample(language)
    }
}

fn nameless(language: Language) -> Frame {
    Frame {
        reader: None,
        preferences: None,
        ..sample(language)
    }
}

fn answers() -> AnswerLinks {
    let link = |answer: &str| format!("https://maru.example/s/k7m4xq/{answer}?t=sample");
    AnswerLinks {
        yes: link("yes"),
        maybe: link("maybe"),
        no: link("no"),
    }
}

// An hour from `from` on, meant in Seoul.
fn when(from: &str) -> When {
    let from = at(from);
    When {
        slot: Slot::new(from, from + Duration::hours(1)).expect("an hour is not empty"),
        anchor: seoul(),
    }
}

fn at(text: &str) -> crate::base::clock::Instant {
    text.parse().unwrap_or(zone::from_timestamp(0))
}

fn seoul() -> Zone {
    zone("Asia/Seoul")
}

fn zone(name: &str) -> Zone {
    name.parse().unwrap_or(Zone::UTC)
}

fn by(language: Language, english: &str, korean: &str) -> String {
    match language {
        Language::En => english,
        Language::Ko => korean,
    }
    .to_owned()
}
