//! Mails about bookings to look at: plainly samples.

use chrono::Duration;

use super::{BookingTold, Done};
use crate::{
    base::{language::Language, slot::Slot, zone, zone::Zone},
    mail::render::{When, sample},
};

pub fn booking_told(language: Language) -> Vec<(&'static str, BookingTold)> {
    let (by, title, ondol, daechung) = match language {
        Language::En => (
            "Jane Sample",
            "Reading group",
            "Ondol hall, Seoul site",
            "Daecheong room, Seoul site",
        ),
        Language::Ko => (
            "김견본",
            "논문 읽기 모임",
            "서울 본원 온돌홀",
            "서울 본원 대청실",
        ),
    };
    let made = BookingTold {
        frame: sample(language),
        what: Done::Made,
        by: by.to_owned(),
        title: title.to_owned(),
        rooms: vec![ondol.to_owned(), daechung.to_owned()],
        when: when("2026-12-01T07:00:00Z"),
        page: "https://maru.example/bookings/sample".to_owned(),
    };
    let moved = BookingTold {
        what: Done::Moved {
            when: when("2026-12-01T05:00:00Z"),
            rooms: made.rooms.clone(),
        },
        ..made.clone()
    };
    let elsewhere = BookingTold {
        what: Done::Moved {
            when: when("2026-11-30T05:00:00Z"),
            rooms: vec![daechung.to_owned()],
        },
        rooms: vec![ondol.to_owned()],
        ..made.clone()
    };
    let approved = BookingTold {
        what: Done::Approved,
        ..made.clone()
    };
    let refused = BookingTold {
        what: Done::Refused { reason: None },
        ..made.clone()
    };
    let cancelled = BookingTold {
        what: Done::Cancelled {
            reason: Some(
                match language {
                    Language::En => "The hall is being painted.",
                    Language::Ko => "홀 도색 공사가 있습니다.",
                }
                .to_owned(),
            ),
        },
        ..made.clone()
    };
    vec![
        ("made", made),
        ("moved", moved),
        ("elsewhere", elsewhere),
        ("approved", approved),
        ("refused", refused),
        ("cancelled", cancelled),
    ]
}

fn when(from: &str) -> When {
    let from = from.parse().unwrap_or(zone::from_timestamp(0));
    When {
        slot: Slot::new(from, from + Duration::hours(1)).expect("an hour is not empty"),
        anchor: "Asia/Seoul".parse().unwrap_or(Zone::UTC),
    }
}
