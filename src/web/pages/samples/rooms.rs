//! A day of rooms, and a room's week.

use chrono::Duration;

use super::{now, page, page_of, say, when, zone};
use crate::{
    base::{language::Language, slot::Slot},
    web::{
        pages::{
            common::Named,
            day_view::Block,
            rooms::{RoomPage, RoomRow, RoomsPage},
            time::When,
            words::{Role, RoomKind},
        },
        urls,
    },
};

fn block(when: When, title: Option<String>, by: Option<&str>, margin: i64) -> Block {
    let (from, to) = (when.slot.from(), when.slot.to());
    let margin = Duration::minutes(margin);
    Block {
        blocked: When {
            slot: Slot::new(from - margin, to + margin).unwrap_or(when.slot),
            zone: when.zone,
        },
        when,
        address: title.as_ref().map(|_| urls::booking("t4wxyz")),
        title,
        by: by.map(str::to_owned),
        part: None,
        held: false,
        mine: false,
    }
}

fn row(slug: &str, name: String, kind: RoomKind, capacity: u32, blocks: Vec<Block>) -> RoomRow {
    RoomRow {
        slug: slug.to_owned(),
        name,
        kind,
        capacity: Some(capacity),
        site: None,
        closed: false,
        blocks,
    }
}

fn at(hour: u32, minute: u32, minutes: i64) -> When {
    when(0, hour, minute, minutes, "Asia/Seoul")
}

fn meeting(language: Language, number: u32) -> String {
    say(
        language,
        &format!("Meeting room {number}"),
        &format!("회의실 {number}"),
    )
}

fn busy_rows(language: Language) -> Vec<RoomRow> {
    let say = |english: &str, korean: &str| say(language, english, korean);
    let meeting = |number: u32| meeting(language, number);
    vec![
        row(
            "hall",
            say("Main hall", "대강당"),
            RoomKind::Hall,
            120,
            vec![
                block(
                    at(9, 0, 90),
                    Some(say("Board meeting", "이사회")),
                    Some("Jane Doe"),
                    15,
                ),
                block(
                    at(16, 0, 60),
                    Some(say(
                        "What scaling laws cannot tell us",
                        "규모 법칙이 말해 주지 못하는 것",
                    )),
                    Some("홍길동"),
                    30,
                ),
            ],
        ),
        row(
            "hall-a",
            say("Hall A", "강당 A"),
            RoomKind::Hall,
            60,
            Vec::new(),
        ),
        row(
            "meeting-1",
            meeting(1),
            RoomKind::Meeting,
            12,
            vec![Block {
                mine: true,
                ..block(
                    at(10, 30, 45),
                    Some(say("Weekly", "주간 회의")),
                    Some("홍길동"),
                    0,
                )
            }],
        ),
        row(
            "meeting-2",
            meeting(2),
            RoomKind::Meeting,
            12,
            vec![
                block(at(9, 30, 60), None, None, 0),
                block(at(13, 0, 120), None, None, 0),
                block(at(15, 0, 25), None, None, 0),
            ],
        ),
        row(
            "meeting-3",
            meeting(3),
            RoomKind::Meeting,
            8,
            vec![Block {
                held: true,
                ..block(
                    at(14, 0, 90),
                    Some(say("Interview", "면접")),
                    Some("이보기"),
                    0,
                )
            }],
        ),
    ]
}

fn rows(language: Language) -> Vec<RoomRow> {
    let say = |english: &str, korean: &str| say(language, english, korean);
    let mut rows = busy_rows(language);
    for number in 4..=9 {
        let blocks = if number % 2 == 0 {
            vec![block(at(8 + number, 15, 50), None, None, 0)]
        } else {
            Vec::new()
        };
        rows.push(row(
            &format!("meeting-{number}"),
            meeting(language, number),
            RoomKind::Meeting,
            6,
            blocks,
        ));
    }
    let mut lab = row(
        "robot-lab",
        say("Robot laboratory", "로봇 실험실"),
        RoomKind::Lab,
        10,
        vec![block(
            at(6, 30, 17 * 60),
            Some(say("Long run", "장시간 실험")),
            Some("김샘플"),
            0,
        )],
    );
    lab.site = Some(say("Seoul house", "서울관"));
    rows.push(lab);
    let mut closed = row(
        "roof",
        say("Roof terrace", "옥상 정원"),
        RoomKind::Meeting,
        40,
        Vec::new(),
    );
    closed.closed = true;
    rows.push(closed);
    rows
}

/// The day: full, as a visitor sees it, another day from afar, no rooms yet.
pub fn rooms_pages(language: Language) -> Vec<(&'static str, RoomsPage)> {
    let full = RoomsPage {
        page: page_of(language, &urls::rooms(), &[Role::Member]),
        date: zone("Asia/Seoul").date(now()),
        zone: zone("Asia/Seoul"),
        closed: Vec::new(),
        sites: vec![
            Named::new("seoul", say(language, "Seoul", "서울")),
            Named::new("montreal", say(language, "Montréal", "몬트리올")),
        ],
        site: Some("seoul".into()),
        rooms: rows(language),
        may_book: true,
    };
    let mut visitor = full.clone();
    visitor.page = page(language, &urls::rooms());
    visitor.may_book = false;
    let mut afar = full.clone();
    afar.closed = vec![say(
        language,
        "The hub is closed: Winter holidays (24 December – 31 December)",
        "허브 휴무: 겨울 휴가 (12월 24일~12월 31일)",
    )];
    afar.page.zone = zone("Europe/Paris");
    afar.date += Duration::days(1);
    for room in &mut afar.rooms {
        room.blocks.clear();
    }
    let empty = RoomsPage {
        sites: Vec::new(),
        site: None,
        rooms: Vec::new(),
        ..visitor.clone()
    };
    vec![
        ("full", full),
        ("visitor", visitor),
        ("tomorrow-from-paris", afar),
        ("empty", empty),
    ]
}

/// A room and its week: busy, closed.
pub fn room_pages(language: Language) -> Vec<(&'static str, RoomPage)> {
    let mut room = rows(language).remove(0);
    room.site = Some(say(language, "Seoul house, ground floor", "서울관 1층"));
    for (day, hour) in [(1, 13), (2, 9), (3, 15)] {
        room.blocks.push(block(
            when(day, hour, 0, 120, "Asia/Seoul"),
            Some(say(language, "Rehearsal", "예행연습")),
            Some("이보기"),
            15,
        ));
    }
    let busy = RoomPage {
        page: page_of(language, &urls::room("hall"), &[Role::Member]),
        room,
        zone: zone("Asia/Seoul"),
        equipment: vec![
            say(language, "Projector", "프로젝터"),
            say(language, "Interpreters’ booth", "통역 부스"),
        ],
        parts: vec![
            Named::new("hall-a", say(language, "Hall A", "강당 A")),
            Named::new("hall-b", say(language, "Hall B", "강당 B")),
        ],
        margins: (15, 15),
        approval: true,
        closed: vec![say(
            language,
            "The hub is closed: Founding day (26 November)",
            "허브 휴무: 개원 기념일 (11월 26일)",
        )],
        date: zone("Asia/Seoul").date(now()),
        may_book: true,
    };
    let mut closed = busy.clone();
    closed.room.closed = true;
    closed.room.blocks.clear();
    closed.may_book = false;
    closed.page.zone = zone("America/Montreal");
    vec![("busy", busy), ("closed", closed)]
}
