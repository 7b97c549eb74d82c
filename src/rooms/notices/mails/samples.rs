//! Mails about bookings to look at: plainly samples.

use chrono::Duration;

use super::{ApprovalWanted, BookingSoon, BookingTold, Done};
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
        seminar: false,
        by: by.to_owned(),
        title: title.to_owned(),
        rooms: vec![ondol.to_owned(), daechung.to_owned()],
        when: when("2026-12-01T07:00:00Z"),
        dates: 1,
        page: "https://maru.example/bookings/sample".to_owned(),
    };
    let run = BookingTold {
        dates: 12,
        ..made.clone()
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
    let seminar_approved = BookingTold {
        seminar: true,
        ..approved.clone()
    };
    let seminar_refused = BookingTold {
        what: Done::Refused {
            reason: Some(
                match language {
                    Language::En => "The robots are being moved that week.",
                    Language::Ko => "그 주에는 로봇을 옮깁니다.",
                }
                .to_owned(),
            ),
        },
        seminar: true,
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
        ("seminar-approved", seminar_approved),
        ("seminar-refused", seminar_refused),
        ("cancelled", cancelled),
        ("run", run),
    ]
}

pub fn approval_wanted(language: Language) -> Vec<(&'static str, ApprovalWanted)> {
    let (by, whose, title, note, lab) = match language {
        Language::En => (
            "Jane Sample",
            "Kim Sample",
            "Robot demonstration",
            "Twelve guests. We bring our own safety goggles.",
            "Robot laboratory, Seoul site",
        ),
        Language::Ko => (
            "김견본",
            "이견본",
            "로봇 시연",
            "손님은 열두 분입니다. 보안경은 저희가 가져갑니다.",
            "서울 본원 로봇 실험실",
        ),
    };
    let one = ApprovalWanted {
        frame: sample(language),
        by: by.to_owned(),
        whose: Some(whose.to_owned()),
        title: title.to_owned(),
        note: note.to_owned(),
        rooms: vec![lab.to_owned()],
        when: when("2026-12-01T07:00:00Z"),
        dates: 1,
        page: "https://maru.example/bookings/sample".to_owned(),
        all: "https://maru.example/me#requests".to_owned(),
    };
    let run = ApprovalWanted {
        whose: None,
        note: String::new(),
        dates: 12,
        ..one.clone()
    };
    vec![("one", one), ("run", run)]
}

pub fn booking_soon(language: Language) -> Vec<(&'static str, BookingSoon)> {
    let (title, ondol) = match language {
        Language::En => ("Reading group", "Ondol hall, Seoul site"),
        Language::Ko => ("논문 읽기 모임", "서울 본원 온돌홀"),
    };
    let mut frame = sample(language);
    frame.unsubscribe = Some("https://maru.example/unsubscribe/sample".to_owned());
    let hour = BookingSoon {
        frame,
        title: title.to_owned(),
        rooms: vec![ondol.to_owned()],
        when: when("2026-12-01T07:00:00Z"),
        starts_in: Duration::hours(1),
        page: "https://maru.example/bookings/sample".to_owned(),
    };
    vec![("hour", hour)]
}

fn when(from: &str) -> When {
    let from = from.parse().unwrap_or(zone::from_timestamp(0));
    When {
        slot: Slot::new(from, from + Duration::hours(1)).expect("an hour is not empty"),
        anchor: "Asia/Seoul".parse().unwrap_or(Zone::UTC),
    }
}
