//! What a feed is narrowed to, and for how long something stays.

use chrono::Duration;
use maru::feeds::model::{Address, Options};

use crate::feeds::{
    make::{Seminar, World, id, noon},
    read::{lines, titles},
};

#[tokio::test(flavor = "multi_thread")]
async fn what_was_cancelled_stays_thirty_days() {
    let world = World::new().await;
    let cancelled = |n, title: &str, days| Seminar {
        state: "cancelled",
        state_at: noon() - Duration::days(days),
        starts_at: noon() + Duration::days(20),
        join_url: Some("https://meet.example/real"),
        ..Seminar::new(n, title)
    };
    world
        .run(
            &(cancelled(1, "Since thirty", 30).sql() + &cancelled(2, "Since thirty-one", 31).sql()),
        )
        .await;
    let body = world.get(Address::Hub).await.unwrap();
    assert_eq!(
        lines(&body, &["SUMMARY", "STATUS", "TRANSP", "CONFERENCE"]),
        ["[Cancelled] Since thirty | Cancelled | Transparent | "]
    );
    // Nobody changes anything, and a day goes by.
    world.clock.advance(Duration::days(1));
    let next = world.get(Address::Hub).await.unwrap();
    assert_eq!(titles(&next), Vec::<String>::new());
    assert!(next.last_modified > body.last_modified);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_is_counted_in_days_of_the_hub() {
    let world = World::new().await;
    let mut sql = String::new();
    for (n, days) in [(1, -91), (2, -90), (3, -10), (4, 0), (5, 10), (6, 400)] {
        sql += &Seminar {
            starts_at: noon() + Duration::days(days),
            ..Seminar::new(n, &format!("{days}"))
        }
        .sql();
    }
    world.run(&sql).await;
    let asked = async |query: &[(&'static str, &'static str)]| {
        let options = Options::parse(query.iter().copied()).unwrap();
        titles(&world.ask(Address::Hub, options).await.unwrap())
    };
    assert_eq!(asked(&[]).await, ["-90", "-10", "0", "10", "400"]);
    assert_eq!(asked(&[("past", "0"), ("days", "11")]).await, ["0", "10"]);
    assert_eq!(
        asked(&[("past", "3660"), ("days", "0")]).await,
        ["-91", "-90", "-10"]
    );
    let one = world.get(Address::Seminar("code1".into())).await.unwrap();
    assert_eq!(titles(&one), ["-91"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_can_be_narrowed_to_kinds_and_to_what_takes_place() {
    let world = World::new().await;
    let mut sql = Seminar::new(1, "Talk").sql();
    sql += &Seminar::new(2, "Lecture").sql();
    sql += &format!(
        "UPDATE seminars SET kind = 'lecture' WHERE id = '{}';",
        id(2)
    );
    sql += &Seminar {
        state: "cancelled",
        ..Seminar::new(3, "Off")
    }
    .sql();
    world.run(&sql).await;
    let asked = async |query: &[(&'static str, &'static str)]| {
        let options = Options::parse(query.iter().copied()).unwrap();
        titles(&world.ask(Address::Hub, options).await.unwrap())
    };
    let all = ["Talk", "Lecture", "[Cancelled] Off"];
    assert_eq!(asked(&[]).await, all);
    assert_eq!(asked(&[("kinds", "lecture")]).await, ["Lecture"]);
    let taking_place = [("kinds", "lecture,seminar"), ("cancelled", "0")];
    assert_eq!(asked(&taking_place).await, ["Talk", "Lecture"]);
    let every = "seminar,workshop,lecture,ceremony,tour,booking,stay";
    assert_eq!(asked(&[("kinds", every)]).await, all);
    // Whose time it takes is asked of a personal feed: this one holds what it holds.
    assert_eq!(asked(&[("detail", "busy")]).await, all);
}
