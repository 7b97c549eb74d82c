//! Bookings, and the form that makes them.

use chrono::Duration;

use super::{now, page_of, say, when, zone};
use crate::{
    base::language::Language,
    web::{
        pages::{
            booking::{BookingForm, BookingFormPage, BookingPage, BookingTools},
            closed::ClosedNote,
            common::{Alternative, Conflict, Named},
            form::{Choice, Field, FormMeta, Several},
            words::{BookingState, Role},
        },
        urls,
    },
};

/// The form: new, taken with alternatives, nothing free, refused.
pub fn booking_forms(language: Language) -> Vec<(&'static str, BookingFormPage)> {
    let hall = Named::new("hall", say(language, "Main hall", "대강당"));
    let fresh = BookingFormPage {
        page: page_of(language, &urls::new_booking("hall"), &[Role::Member]),
        room: hall.clone(),
        editing: None,
        zone: zone("Asia/Seoul"),
        form: BookingForm {
            meta: FormMeta::keyed("sample"),
            date: Field::of("2026-12-01"),
            from: Field::of("16:00"),
            to: Field::of("17:00"),
            rooms: Several::of(["hall"]),
            for_person: Field::of("p1"),
            ..BookingForm::default()
        },
        rooms: vec![
            Choice::new("hall", &hall.label),
            Choice::new("meeting-1", say(language, "Meeting room 1", "회의실 1")),
        ],
        people: vec![
            Choice::new("p1", say(language, "Myself", "나")),
            Choice::new("p2", "Jane Doe"),
        ],
        approval: true,
        folds: Vec::new(),
        conflicts: Vec::new(),
        alternatives: Vec::new(),
        closed: ClosedNote::default(),
        stale: None,
    };
    let mut taken = fresh.clone();
    taken.form.title = Field::of(say(language, "Interview", "면접"));
    taken.form.rooms.errors = vec![language.t("error-room-taken")];
    taken.conflicts = vec![
        Conflict {
            room: hall.label.clone(),
            when: when(7, 15, 30, 90, "Asia/Seoul"),
            title: Some(say(
                language,
                "What scaling laws cannot tell us",
                "규모 법칙이 말해 주지 못하는 것",
            )),
            by: Some("홍길동".into()),
        },
        Conflict {
            room: hall.label.clone(),
            when: when(7, 17, 0, 30, "Asia/Seoul"),
            title: None,
            by: None,
        },
    ];
    let mut nothing = taken.clone();
    nothing.conflicts.truncate(1);
    taken.alternatives = vec![
        Alternative {
            slug: "meeting-1".into(),
            room: say(language, "Meeting room 1", "회의실 1"),
            seats: Some(20),
            when: when(7, 16, 0, 60, "Asia/Seoul"),
        },
        Alternative {
            slug: "hall".into(),
            room: hall.label,
            seats: None,
            when: when(7, 17, 30, 60, "Asia/Seoul"),
        },
    ];
    let mut wrong = fresh.clone();
    wrong.form.title = Field::wrong("", language.t("reason-required"));
    wrong.form.to = Field::wrong("15:00", language.t("reason-end-before-start"));
    wrong.editing = Some("t4wxyz".into());
    wrong.form.meta.lock_version = Some(2);
    vec![
        ("new", fresh),
        ("taken", taken),
        ("nothing-free", nothing),
        ("wrong", wrong),
    ]
}

/// A booking: confirmed, held, of a seminar, cancelled.
pub fn bookings(language: Language) -> Vec<(&'static str, BookingPage)> {
    let confirmed = BookingPage {
        page: page_of(language, &urls::booking("t4wxyz"), &[Role::Member]),
        code: "t4wxyz".into(),
        title: say(language, "Weekly", "주간 회의"),
        state: BookingState::Confirmed,
        state_since: Some(now() - Duration::days(2)),
        reason: None,
        when: when(1, 10, 30, 45, "Asia/Seoul"),
        blocked: Some(when(1, 10, 15, 75, "Asia/Seoul")),
        rooms: vec![Named::new("hall", say(language, "Main hall", "대강당"))],
        for_name: "홍길동".into(),
        entered_by: Some("Jane Doe".into()),
        note: say(
            language,
            "Please leave the tables as they are.",
            "책상 배치는 그대로 두어 주세요.",
        ),
        belongs_to: None,
        tools: Some(BookingTools {
            lock_version: 1,
            key: "sample".into(),
            may_edit: true,
            may_cancel: true,
            may_approve: false,
        }),
    };
    let mut held = confirmed.clone();
    held.state = BookingState::Held;
    held.tools = Some(BookingTools {
        may_approve: true,
        may_edit: false,
        ..held.tools.unwrap_or_default()
    });
    let of_seminar = BookingPage {
        belongs_to: Some((
            urls::seminar("k7m4xq"),
            say(
                language,
                "What scaling laws cannot tell us",
                "규모 법칙이 말해 주지 못하는 것",
            ),
        )),
        tools: None,
        note: String::new(),
        ..confirmed.clone()
    };
    let cancelled = BookingPage {
        state: BookingState::Cancelled,
        reason: Some(say(
            language,
            "Not needed any more.",
            "더는 필요하지 않습니다.",
        )),
        tools: None,
        ..confirmed.clone()
    };
    vec![
        ("confirmed", confirmed),
        ("held", held),
        ("of-a-seminar", of_seminar),
        ("cancelled", cancelled),
    ]
}
