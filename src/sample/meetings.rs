//! What is booked in the rooms around today: meetings, a run, and what waits for a keeper.

use chrono::{Datelike, Days, Duration, NaiveDate, NaiveTime, Weekday};
use diesel_async::AsyncPgConnection;

use super::{Making, SampleError};
use crate::{
    base::zone::monday_of,
    rooms::{
        actions::{NewBooking, OnConflict, book as book_once, book_run},
        model::Wanted,
    },
};

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
