//! Two sites with twelve rooms and twenty desks, and what is booked there around today.

use chrono::{Datelike, Days, Duration, NaiveDate, NaiveTime, Weekday};
use diesel_async::AsyncPgConnection;

use super::{Making, SampleError};
use crate::{
    base::zone::{Zone, monday_of},
    rooms::{
        actions::{
            NewBooking, NewRoom, NewSite, OnConflict, book as book_once, book_run, create_room,
            create_site,
        },
        model::{RoomKind, Wanted},
    },
};

struct Place {
    site: &'static str,
    slug: &'static str,
    name: &'static str,
    kind: RoomKind,
    seats: i32,
    parts: &'static [&'static str],
    equipment: &'static [&'static str],
    approval: bool,
    /// Minutes for set-up and for tidy-up.
    margins: (i32, i32),
}

const fn plain(
    site: &'static str,
    slug: &'static str,
    name: &'static str,
    kind: RoomKind,
    seats: i32,
) -> Place {
    Place {
        site,
        slug,
        name,
        kind,
        seats,
        parts: &[],
        equipment: &["display"],
        approval: false,
        margins: (0, 0),
    }
}

const ROOMS: [Place; 12] = [
    Place {
        equipment: &["projector", "microphones", "recording"],
        margins: (15, 15),
        ..plain("seoul", "hall-a", "강당 A Hall A", RoomKind::Hall, 80)
    },
    Place {
        equipment: &["projector", "microphones"],
        margins: (15, 15),
        ..plain("seoul", "hall-b", "강당 B Hall B", RoomKind::Hall, 60)
    },
    Place {
        parts: &["hall-a", "hall-b"],
        equipment: &[
            "projector",
            "microphones",
            "recording",
            "interpreters’ booth",
        ],
        margins: (30, 30),
        ..plain(
            "seoul",
            "main-hall",
            "대강당 Main hall",
            RoomKind::Hall,
            140,
        )
    },
    plain(
        "seoul",
        "meeting-1",
        "회의실 1 Meeting room 1",
        RoomKind::Meeting,
        12,
    ),
    plain(
        "seoul",
        "meeting-2",
        "회의실 2 Meeting room 2",
        RoomKind::Meeting,
        12,
    ),
    plain(
        "seoul",
        "meeting-3",
        "회의실 3 Meeting room 3",
        RoomKind::Meeting,
        8,
    ),
    plain(
        "seoul",
        "meeting-4",
        "회의실 4 Meeting room 4",
        RoomKind::Meeting,
        6,
    ),
    plain(
        "seoul",
        "reading-room",
        "읽는 방 Reading room",
        RoomKind::Meeting,
        20,
    ),
    Place {
        equipment: &["robot arms", "motion capture"],
        approval: true,
        ..plain(
            "seoul",
            "robot-lab",
            "로봇 실험실 Robot laboratory",
            RoomKind::Lab,
            10,
        )
    },
    Place {
        equipment: &["projector", "video conference"],
        ..plain("montreal", "salle-1", "Salle 1", RoomKind::Hall, 40)
    },
    plain("montreal", "salle-2", "Salle 2", RoomKind::Meeting, 10),
    plain("montreal", "salle-3", "Salle 3", RoomKind::Meeting, 6),
];

/// The short names of desks, which must outlive the making.
const DESKS: [(&str, &str, &str); 20] = [
    ("seoul", "desk-1", "좌석 1 Desk 1"),
    ("seoul", "desk-2", "좌석 2 Desk 2"),
    ("seoul", "desk-3", "좌석 3 Desk 3"),
    ("seoul", "desk-4", "좌석 4 Desk 4"),
    ("seoul", "desk-5", "좌석 5 Desk 5"),
    ("seoul", "desk-6", "좌석 6 Desk 6"),
    ("seoul", "desk-7", "좌석 7 Desk 7"),
    ("seoul", "desk-8", "좌석 8 Desk 8"),
    ("seoul", "desk-9", "좌석 9 Desk 9"),
    ("seoul", "desk-10", "좌석 10 Desk 10"),
    ("seoul", "desk-11", "좌석 11 Desk 11"),
    ("seoul", "desk-12", "좌석 12 Desk 12"),
    ("seoul", "desk-13", "좌석 13 Desk 13"),
    ("seoul", "desk-14", "좌석 14 Desk 14"),
    ("seoul", "desk-15", "좌석 15 Desk 15"),
    ("seoul", "desk-16", "좌석 16 Desk 16"),
    ("montreal", "bureau-1", "Bureau 1"),
    ("montreal", "bureau-2", "Bureau 2"),
    ("montreal", "bureau-3", "Bureau 3"),
    ("montreal", "bureau-4", "Bureau 4"),
];

/// Enters sites, rooms and desks.
pub(super) async fn enter(
    conn: &mut AsyncPgConnection,
    making: &mut Making<'_>,
) -> Result<(), SampleError> {
    for (slug, name, zone, address) in [
        ("seoul", "Seoul", "Asia/Seoul", "1 Sample-ro, Seoul"),
        (
            "montreal",
            "Montréal",
            "America/Montreal",
            "1 rue Exemple, Montréal",
        ),
    ] {
        let new = NewSite {
            name: name.into(),
            slug: Some(slug.into()),
            zone: zone.parse().unwrap_or(Zone::UTC),
            address: Some(address.into()),
        };
        let made = create_site(conn, &making.clock, &making.keeper, new).await?;
        making.sites.insert(slug, made.id);
    }
    let desks = DESKS.map(|(site, slug, name)| Place {
        equipment: &[],
        ..plain(site, slug, name, RoomKind::Desk, 1)
    });
    for place in ROOMS.iter().chain(&desks) {
        let parts = place.parts.iter().map(|part| making.room(part));
        let new = NewRoom {
            site_id: making.sites.get(place.site).copied(),
            name: place.name.into(),
            slug: Some(place.slug.into()),
            kind: place.kind,
            capacity: Some(place.seats),
            parts: parts.collect::<Result<_, _>>()?,
            equipment: place.equipment.iter().map(|&one| one.into()).collect(),
            approval: place.approval,
            setup_minutes: place.margins.0,
            tidy_minutes: place.margins.1,
        };
        let made = create_room(conn, &making.clock, making.hub, &making.keeper, new).await?;
        making.rooms.insert(place.slug, made.id);
    }
    Ok(())
}

/// A meeting that comes on some days.
struct Meeting {
    title: &'static str,
    who: &'static str,
    room: &'static str,
    weekday: Weekday,
    from: (u32, u32),
    minutes: i64,
}

const fn meeting(
    title: &'static str,
    who: &'static str,
    room: &'static str,
    weekday: Weekday,
    from: (u32, u32),
    minutes: i64,
) -> Meeting {
    Meeting {
        title,
        who,
        room,
        weekday,
        from,
        minutes,
    }
}

/// No two of a room overlap, and none lies in a hall at the times of the seminars.
const MEETINGS: [Meeting; 16] = [
    meeting("연구실 회의", "lee", "meeting-1", Weekday::Mon, (10, 0), 90),
    meeting(
        "Paper reading",
        "nguyen",
        "reading-room",
        Weekday::Mon,
        (13, 30),
        90,
    ),
    meeting(
        "과제 점검 회의",
        "park",
        "meeting-2",
        Weekday::Mon,
        (15, 0),
        60,
    ),
    meeting(
        "Call with Tübingen",
        "doe",
        "meeting-4",
        Weekday::Mon,
        (17, 0),
        60,
    ),
    meeting(
        "박사과정 면담",
        "kim",
        "meeting-3",
        Weekday::Tue,
        (9, 30),
        60,
    ),
    meeting("수업 준비", "choi", "meeting-1", Weekday::Tue, (13, 0), 120),
    meeting(
        "Call with Abu Dhabi",
        "singh",
        "meeting-4",
        Weekday::Tue,
        (15, 30),
        45,
    ),
    meeting(
        "국제협력 회의",
        "office",
        "meeting-2",
        Weekday::Wed,
        (10, 0),
        60,
    ),
    meeting(
        "로봇 학습 실험",
        "cho",
        "reading-room",
        Weekday::Wed,
        (13, 0),
        90,
    ),
    meeting(
        "Réunion d’équipe",
        "marie",
        "salle-2",
        Weekday::Wed,
        (10, 0),
        60,
    ),
    meeting(
        "공동 연구 회의",
        "jung",
        "meeting-1",
        Weekday::Thu,
        (10, 30),
        90,
    ),
    meeting(
        "Thesis rehearsal",
        "shin",
        "hall-b",
        Weekday::Thu,
        (14, 0),
        90,
    ),
    meeting(
        "데이터 워킹그룹",
        "kang",
        "meeting-3",
        Weekday::Thu,
        (16, 0),
        60,
    ),
    meeting("주간 회의", "kim", "meeting-2", Weekday::Fri, (9, 30), 60),
    meeting(
        "Writing together",
        "nguyen",
        "reading-room",
        Weekday::Fri,
        (13, 0),
        180,
    ),
    meeting(
        "연구비 상담",
        "yoon",
        "meeting-4",
        Weekday::Fri,
        (11, 0),
        45,
    ),
];

/// Books: three weeks of meetings, a run, and two that wait for the keeper of the laboratory.
pub(super) async fn book(
    conn: &mut AsyncPgConnection,
    making: &Making<'_>,
) -> Result<(), SampleError> {
    let monday = monday_of(making.today);
    making.set_clock(making.now - Duration::days(12));
    for one in &MEETINGS {
        // In Montréal researchers of a partner are no members: the room keeper books for them.
        let actor = making.actor(conn, booker(one)).await?;
        for week in [-1_i64, 0, 1] {
            let offset = week * 7 + i64::from(one.weekday.num_days_from_monday());
            let date = monday + Duration::days(offset);
            book_once(
                conn,
                &making.clock,
                making.hub,
                &actor,
                new(making, one, date)?,
            )
            .await?;
        }
    }
    let run = meeting("운영 회의", "desk", "meeting-3", Weekday::Mon, (9, 0), 60);
    let actor = making.actor(conn, "desk").await?;
    let first = new(making, &run, monday)?;
    let rule = "FREQ=WEEKLY;COUNT=8";
    let (clock, hub) = (&making.clock, making.hub);
    book_run(conn, clock, hub, &actor, first, rule, OnConflict::Refuse).await?;
    for (who, days, hour) in [("cho", 8, 9), ("shin", 10, 14)] {
        let wish = meeting(
            "로봇 팔 시험",
            who,
            "robot-lab",
            Weekday::Mon,
            (hour, 0),
            180,
        );
        let actor = making.actor(conn, who).await?;
        let date = workday(making.today + Days::new(days));
        book_once(conn, clock, hub, &actor, new(making, &wish, date)?).await?;
    }
    Ok(())
}

fn booker(one: &Meeting) -> &'static str {
    if one.room.starts_with("salle") {
        "rooms"
    } else {
        one.who
    }
}

/// `date`, or the Monday after a weekend.
fn workday(date: NaiveDate) -> NaiveDate {
    match date.weekday() {
        Weekday::Sat => date + Days::new(2),
        Weekday::Sun => date + Days::new(1),
        _ => date,
    }
}

fn new(making: &Making<'_>, one: &Meeting, date: NaiveDate) -> Result<NewBooking, SampleError> {
    let (hour, minute) = one.from;
    let starts = date.and_time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default());
    Ok(NewBooking {
        rooms: vec![making.room(one.room)?],
        title: one.title.into(),
        note: String::new(),
        for_id: Some(making.person(one.who)?),
        wanted: Wanted::Local {
            starts,
            ends: starts + Duration::minutes(one.minutes),
            fold: None,
        },
    })
}
