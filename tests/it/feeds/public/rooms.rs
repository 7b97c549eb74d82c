//! What the feed of a room shows.

use chrono::Duration;
use maru::{
    base::{changes::Subject, ids::RoomId},
    feeds::model::{Address, Options},
};

use super::with_secrets;
use crate::feeds::{
    make::{Booking, Seminar, World, id, noon, room},
    read::{lines, read},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_room_shows_that_it_is_taken_and_not_why() {
    let world = with_secrets().await;
    world
        .run(
            &Booking {
                state: "held",
                starts_at: noon() + Duration::hours(30),
                ..Booking::new(60, 30, "Secret meeting")
            }
            .sql(),
        )
        .await;
    let body = world.get(Address::Room("hall-a".into())).await.unwrap();
    // Announced and public with its own time; all else as blocks, with set-up and tidy-up.
    assert_eq!(
        lines(
            &body,
            &[
                "UID",
                "SUMMARY",
                "DTSTART",
                "STATUS",
                "TRANSP",
                "DESCRIPTION"
            ]
        )[1..],
        [
            "booking53@hub.example | Busy | 2026-12-01T11:30:00Z | Confirmed | Opaque | ",
            "booking54@hub.example | Busy | 2026-12-01T14:30:00Z | Confirmed | Opaque | ",
            "booking60@hub.example | Busy | 2026-12-02T08:30:00Z | Tentative | Opaque | ",
            "1@hub.example | Seen | 2026-12-03T07:00:00Z | Confirmed | Opaque | \
             Thu 3 December 2026, 16:00–17:00 (Seoul, UTC+9)\nSample 1 (Sample Institute)\nSeries: Scaling laws\n\n\
             Join online: https://hub.example/s/code1/join\nhttps://hub.example/seminars/code1",
        ]
    );
    assert_eq!(
        body.identity.windows(6).filter(|w| w == b"Secret").count(),
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_calendar_of_a_room_is_called_without_a_comma_of_ours() {
    let world = World::new().await;
    let site = format!(
        "INSERT INTO sites VALUES ('{site}', 'north', 'North site', 'Asia/Seoul', NULL, 1, '{early}', '{early}');
         UPDATE rooms SET site_id = '{site}';",
        site = id(70),
        early = crate::feeds::make::EARLY,
    );
    world.run(&(room(30, "hall-a", "Hall A") + &site)).await;
    let (own, entries) = read(&world.get(Address::Room("hall-a".into())).await.unwrap());
    assert!(entries.is_empty());
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let called = ["NAME", "X-WR-CALNAME", "DESCRIPTION"];
    assert_eq!(
        own.into_iter()
            .filter(|(name, _)| called.contains(&name.as_str()))
            .collect::<Vec<_>>(),
        [
            pair("NAME", "Hall A · North site · Sample Hub"),
            pair("X-WR-CALNAME", "Hall A · North site · Sample Hub"),
            pair("DESCRIPTION", "When Hall A, North site is taken."),
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hall_of_halls_is_taken_where_one_of_them_is() {
    let world = World::new().await;
    let mut sql = room(30, "hall-a", "Hall A") + &room(31, "hall-b", "Hall B");
    sql += &(room(32, "both", "Both halls") + &room(33, "all", "All halls"));
    for (whole, part) in [(32, 30), (32, 31), (33, 32)] {
        sql += &format!(
            "INSERT INTO room_parts VALUES ('{}', '{}');",
            id(whole),
            id(part)
        );
    }
    let at = |n, room, hours| Booking {
        starts_at: noon() + Duration::hours(hours),
        ..Booking::new(n, room, "Secret meeting")
    };
    sql += &(at(50, 30, 2).sql() + &at(51, 32, 6).sql());
    // Whoever has both has each, and is one entry.
    for part in [30, 31] {
        sql += &format!(
            "INSERT INTO occupancies (id, booking_id, room_id, part_of, blocked_from, blocked_to, state) \
             SELECT gen_random_uuid(), booking_id, '{}', room_id, blocked_from, blocked_to, state \
             FROM occupancies WHERE booking_id = '{}' AND part_of IS NULL;",
            id(part),
            id(51)
        );
    }
    sql += &Seminar::new(1, "Seen").sql();
    sql += &Booking {
        seminar: Some(1),
        ..Booking::new(52, 31, "For the seminar")
    }
    .sql();
    world.run(&sql).await;
    let taken = async |slug: &str| {
        let body = world.get(Address::Room(slug.into())).await.unwrap();
        lines(&body, &["UID", "SUMMARY", "DTSTART"])
    };
    let first = "booking50@hub.example | Busy | 2026-12-01T04:30:00Z";
    let both = "booking51@hub.example | Busy | 2026-12-01T08:30:00Z";
    let talk = "1@hub.example | Seen | 2026-12-03T07:00:00Z";
    assert_eq!(taken("hall-a").await, [first, both]);
    assert_eq!(taken("hall-b").await, [both, talk]);
    assert_eq!(taken("both").await, [first, both, talk]);
    assert_eq!(taken("all").await, [first, both, talk]);

    // Asked for nothing but when it is taken, it says no title and leaves no time out.
    let options = Options::parse([("kinds", "booking")]).unwrap();
    let body = world.ask(Address::Room("hall-b".into()), options).await;
    let block = "booking52@hub.example | Busy | 2026-12-03T06:30:00Z";
    assert_eq!(
        lines(&body.unwrap(), &["UID", "SUMMARY", "DTSTART"]),
        [both, block]
    );

    // Whoever books a part says nothing of the whole, and its calendar follows.
    let all = Address::Room("all".into());
    let before = world.get(all.clone()).await.unwrap();
    let freed = format!(
        "UPDATE occupancies SET state = 'released' WHERE booking_id = '{}'",
        id(50)
    );
    let part = Subject::Room(RoomId(id(30)));
    world.change(&freed, &[part]).await;
    let after = world.after(all, &before).await.unwrap();
    assert_eq!(lines(&after, &["UID", "SUMMARY", "DTSTART"]), [both, talk]);
}
