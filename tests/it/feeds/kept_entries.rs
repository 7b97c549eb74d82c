//! Entries that the next version of a calendar takes over: whatever changes, it is the calendar that a node writes which has
//! none of them.

use std::time::Duration;

use maru::{
    base::{
        changes::Subject,
        ids::{RoomId, SeminarId},
    },
    feeds::model::{Address, Detail, FeedRequest, Options},
};

use super::{
    make::{
        Booking, Seminar, World, attendance, id, institution, person, room, series, series_id,
        speaker, stay,
    },
    personal::subscribe,
};

#[tokio::test(flavor = "multi_thread")]
async fn whatever_changes_nothing_out_of_date_is_taken_over() {
    let world = World::new().await;
    let of_series = |n, title| Seminar {
        series: Some(20),
        topics: &["sampling"],
        ..Seminar::new(n, title)
    };
    let mut sql = series(20, "one", "One")
        + &room(30, "hall", "Hall")
        + &institution(40, "inst", "Institute");
    sql += &(of_series(1, "First").sql()
        + &of_series(2, "Second").sql()
        + &Seminar::new(3, "Third").sql());
    sql += &(speaker(1, 2, "speaker", "accepted")
        + &attendance(1, 1, Some("yes"))
        + &attendance(3, 1, None));
    sql += &Booking {
        seminar: Some(1),
        ..Booking::new(50, 30, "First")
    }
    .sql();
    sql += &Booking {
        owner: 1,
        starts_at: super::make::noon() + chrono::Duration::days(5),
        ..Booking::new(51, 30, "Reading group")
    }
    .sql();
    sql += &stay(60, 1, 3, "confirmed");
    world.run(&sql).await;
    let (full, busy) = (
        subscribe(&world, Detail::Full).await,
        subscribe(&world, Detail::Busy).await,
    );
    let plain = Options::default;
    let requests = [
        FeedRequest::new(Address::Hub, plain()),
        FeedRequest::new(Address::Series("one".into()), plain()),
        FeedRequest::new(Address::Room("hall".into()), plain()),
        FeedRequest::new(Address::Topic("sampling".into()), plain()),
        FeedRequest::new(full, plain()),
        FeedRequest::new(busy, plain()),
    ];
    for request in &requests {
        world.feeds.get(request).await.unwrap();
    }
    let one = || Subject::Seminar(SeminarId(id(1)));
    let public = || {
        let series = Subject::Series(series_id(20));
        let hall = Subject::Room(RoomId(id(30)));
        vec![
            one(),
            Subject::Hub,
            series,
            Subject::Topic("sampling".into()),
            hall,
        ]
    };
    let changes = [
        (
            "UPDATE seminars SET title = 'First, again' WHERE code = 'code1'",
            public(),
        ),
        (
            "UPDATE seminars SET starts_at = starts_at + interval '3 h', ends_at = ends_at + interval '3 h', \
          starts_local = starts_local + interval '3 h', sequence = 1 WHERE code = 'code1'",
            public(),
        ),
        ("UPDATE rooms SET name = 'Great hall'", vec![Subject::Names]),
        (
            "UPDATE people SET name = 'Somebody else'",
            vec![Subject::Names],
        ),
        ("UPDATE series SET title = 'Two'", vec![Subject::Names]),
        (
            "UPDATE attendances SET answer = 'no' WHERE answer = 'yes'",
            vec![one(), Subject::Person(person(1))],
        ),
        (
            "UPDATE bookings SET title = 'Writing group' WHERE code = 'book51'",
            vec![Subject::Person(person(1)), Subject::Room(RoomId(id(30)))],
        ),
        (
            "UPDATE stays SET purpose = 'Other work'",
            vec![Subject::Person(person(1))],
        ),
        (
            "UPDATE seminars SET state = 'cancelled', state_at = '2026-12-01T03:00:00Z' WHERE code = 'code1'",
            public(),
        ),
        (
            "UPDATE people SET language = 'ko' WHERE name IS NOT NULL",
            vec![Subject::Person(person(1))],
        ),
    ];
    for (sql, subjects) in changes {
        let before = bodies(&world.feeds, &requests).await;
        world.change(sql, &subjects).await;
        let anew = bodies(&world.another_node(), &requests).await;
        assert!(before != anew, "nothing shows it: {sql}");
        let asked = tokio::time::Instant::now();
        while bodies(&world.feeds, &requests).await != anew {
            assert!(asked.elapsed() < Duration::from_secs(2), "{sql}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn bodies(feeds: &maru::feeds::Feeds, requests: &[FeedRequest]) -> Vec<String> {
    let mut bodies = Vec::new();
    for request in requests {
        let body = feeds.get(request).await.unwrap();
        bodies.push(String::from_utf8(body.identity.clone()).unwrap());
    }
    bodies
}
