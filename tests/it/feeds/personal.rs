//! The feed of one person.

mod busy;
mod left;

use chrono::Duration;
use maru::{
    base::{changes::Subject, page::Page},
    feeds::{
        Body, FeedError, actions,
        model::{Address, Detail, Options},
    },
};

use super::{
    make::{
        Booking, Seminar, World, actor, attendance, id, noon, person, room, series, series_id,
        speaker, stay,
    },
    read::{lines, titles},
};

/// The address of a new feed of person 1.
pub(super) async fn subscribe(world: &World, detail: Detail) -> Address {
    let mut conn = world.conn().await;
    let new = actions::NewFeed {
        name: None,
        detail,
        calendar: None,
    };
    let feed = actions::create(
        &mut conn,
        &*world.clock,
        &world.hub,
        &actor(1),
        person(1),
        new,
    )
    .await
    .unwrap();
    let secret = feed
        .url
        .strip_prefix("https://hub.example/feeds/my/")
        .unwrap();
    Address::My(secret.strip_suffix(".ics").unwrap().to_owned())
}

pub(super) fn follow(series: u128) -> String {
    format!(
        "INSERT INTO subscriptions VALUES ('{}', '{}', NULL, NULL, '2026-11-01T00:00:00Z');",
        id(series),
        id(1)
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn it_holds_what_concerns_its_person_and_what_they_may_see() {
    let world = World::new().await;
    let hours = |n: u128| noon() + Duration::hours(i64::try_from(n).unwrap());
    let at = |n: u128, title: &str| Seminar {
        starts_at: hours(n),
        visibility: "invited",
        ..Seminar::new(n, title)
    };
    let mut sql = series(20, "followed", "Followed")
        + &series(21, "organised", "Organised")
        + &series(22, "other", "Other");
    sql += &(follow(20) + &follow(21));
    sql += &format!(
        "INSERT INTO series_organisers VALUES ('{}', '{}', '2026-11-01T00:00:00Z', NULL);",
        id(21),
        id(1)
    );
    for n in 1..=9 {
        sql += &at(
            n,
            [
                "",
                "speaks",
                "asked to speak",
                "yes",
                "maybe",
                "waits",
                "silent",
                "no",
                "declined",
                "no tie",
            ][usize::try_from(n).unwrap()],
        )
        .sql();
    }
    sql += &(speaker(1, 1, "speaker", "accepted")
        + &speaker(2, 1, "speaker", "asked")
        + &speaker(8, 1, "speaker", "declined"));
    for (n, answer) in [
        (3, Some("yes")),
        (4, Some("maybe")),
        (5, Some("waiting")),
        (6, None),
        (7, Some("no")),
    ] {
        sql += &attendance(n, 1, answer);
    }
    let in_series = |n, title: &str, series, visibility| Seminar {
        series: Some(series),
        visibility,
        ..at(n, title)
    };
    sql += &in_series(10, "followed, public", 20, "public").sql();
    sql += &in_series(11, "followed, members", 20, "members").sql();
    sql += &in_series(12, "followed, invited", 20, "invited").sql();
    sql += &in_series(13, "organised, invited", 21, "invited").sql();
    sql += &Seminar {
        state: "draft",
        ..in_series(14, "organised, draft", 21, "invited")
    }
    .sql();
    sql += &in_series(15, "not followed", 22, "public").sql();
    sql += &in_series(16, "followed, said no", 20, "public").sql();
    sql += &attendance(16, 1, Some("no"));
    sql += &Seminar {
        state: "draft",
        ..at(17, "speaks, draft")
    }
    .sql();
    sql += &speaker(17, 1, "speaker", "accepted");
    sql += &Seminar {
        owner: 1,
        ..at(18, "owns")
    }
    .sql();
    world.run(&sql).await;
    let mine = subscribe(&world, Detail::Full).await;
    let body = world.get(mine.clone()).await.unwrap();
    assert!(!body.public);
    assert_eq!(
        lines(&body, &["SUMMARY", "STATUS", "TRANSP", "CLASS"]),
        [
            "speaks | Confirmed | Opaque | Private",
            "asked to speak | Tentative | Opaque | Private",
            "yes | Confirmed | Opaque | Private",
            "maybe | Tentative | Opaque | Private",
            "waits | Tentative | Opaque | Private",
            "silent | Tentative | Opaque | Private",
            "followed, public | Confirmed | Transparent | Public",
            "organised, invited | Confirmed | Transparent | Private",
            "owns | Confirmed | Opaque | Private",
        ]
    );

    // Becoming a member opens what is for members.
    world
        .change(
            &format!(
                "INSERT INTO roles VALUES ('{}', 'member', now(), NULL)",
                id(1)
            ),
            &[Subject::Person(person(1))],
        )
        .await;
    let now = titles(&world.after(mine.clone(), &body).await.unwrap());
    assert!(now.contains(&"followed, members".to_owned()), "{now:?}");
    assert!(!now.contains(&"followed, invited".to_owned()), "{now:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_way_in_is_offered_where_it_opens_for_its_person() {
    let world = World::new().await;
    let mut sql = series(20, "followed", "Followed") + &series(21, "organised", "Organised");
    sql += &(follow(20) + &follow(21));
    sql += &format!(
        "INSERT INTO series_organisers VALUES ('{}', '{}', '2026-11-01T00:00:00Z', NULL);",
        id(21),
        id(1)
    );
    let ties = ["followed", "invited", "unasked", "speaks", "organised"];
    let ways = ["open", "members", "yes", "named"];
    let all = ties
        .iter()
        .flat_map(|tie| ways.iter().map(move |way| (*tie, *way)));
    for (n, (tie, way)) in (100..).zip(all) {
        let title = format!("{tie}, {way}");
        sql += &Seminar {
            series: Some(if tie == "organised" { 21 } else { 20 }),
            join_url: Some("https://meet.example/real"),
            ..Seminar::new(n, &title)
        }
        .sql();
        let seminar = id(n);
        sql += &format!(
            "INSERT INTO entrances (seminar_id, join_for, join_minutes) VALUES ('{seminar}', '{way}', 10);"
        );
        sql += &match tie {
            "invited" => attendance(n, 1, None),
            "unasked" => {
                attendance(n, 1, Some("yes"))
                    + &format!(
                        "UPDATE attendances SET invitation_no = 0, invited_at = NULL WHERE seminar_id = '{seminar}';"
                    )
            }
            "speaks" => speaker(n, 1, "speaker", "asked"),
            _ => String::new(),
        };
    }
    world.run(&sql).await;
    let mine = subscribe(&world, Detail::Full).await;
    let body = world.get(mine.clone()).await.unwrap();
    let offered = |body: &Body| -> Vec<String> {
        let lines = lines(body, &["SUMMARY", "CONFERENCE"]);
        let each = lines.iter().filter_map(|line| line.split_once(" | "));
        each.filter(|(_, way)| !way.is_empty())
            .map(|(title, _)| title.to_owned())
            .collect()
    };
    let named = ["invited", "speaks", "organised"]
        .map(|tie| ways.map(|way| format!("{tie}, {way}")))
        .concat();
    let sorted = |titles: &[&str]| {
        let mut titles: Vec<String> = titles.iter().map(ToString::to_string).collect();
        titles.extend(named.clone());
        titles.sort();
        titles
    };
    let mut found = offered(&body);
    found.sort();
    let open = ["followed, open", "unasked, open", "unasked, yes"];
    assert_eq!(found, sorted(&open));

    // Members come in by what is for members, and by no more.
    let role = format!(
        "INSERT INTO roles VALUES ('{}', 'member', now(), NULL)",
        id(1)
    );
    world.change(&role, &[Subject::Person(person(1))]).await;
    let mut found = offered(&world.after(mine, &body).await.unwrap());
    found.sort();
    let open = [&open[..], &["followed, members", "unasked, members"]].concat();
    assert_eq!(found, sorted(&open));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_follows_the_series_and_the_seminars_that_it_rests_on() {
    let world = World::new().await;
    let mut sql = series(20, "followed", "Followed") + &follow(20);
    sql += &Seminar {
        state: "draft",
        visibility: "invited",
        ..Seminar::new(1, "To be announced")
    }
    .sql();
    sql += &speaker(1, 1, "speaker", "accepted");
    world.run(&sql).await;
    let mine = subscribe(&world, Detail::Full).await;
    let empty = world.get(mine.clone()).await.unwrap();
    assert_eq!(titles(&empty), Vec::<String>::new());
    // A writer raises the seminar, and need not know who speaks there …
    world
        .change(
            "UPDATE seminars SET state = 'announced'",
            &[Subject::Seminar(maru::base::ids::SeminarId(id(1)))],
        )
        .await;
    let one = world.after(mine.clone(), &empty).await.unwrap();
    assert_eq!(titles(&one), ["To be announced"]);
    // … nor who follows the series.
    let new = Seminar {
        series: Some(20),
        ..Seminar::new(2, "New in the series")
    };
    world
        .change(&new.sql(), &[Subject::Series(series_id(20))])
        .await;
    let two = world.after(mine.clone(), &one).await.unwrap();
    assert_eq!(titles(&two), ["To be announced", "New in the series"]);
    // Following another one raises the person.
    let sql = series(21, "another", "Another")
        + &follow(21)
        + &Seminar {
            series: Some(21),
            ..Seminar::new(3, "In another")
        }
        .sql();
    world.change(&sql, &[Subject::Person(person(1))]).await;
    let three = world.after(mine.clone(), &two).await.unwrap();
    assert_eq!(
        titles(&three),
        ["To be announced", "New in the series", "In another"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn bookings_and_stays_stand_in_it() {
    let world = World::new().await;
    let mut sql =
        room(30, "lab", "Lab 3") + &room(31, "desk-7", "Desk 7") + &room(32, "hall", "Hall");
    let booking = |n, title, state, hours| Booking {
        owner: 1,
        state,
        starts_at: noon() + Duration::hours(hours),
        ..Booking::new(n, 30, title)
    };
    sql += &booking(50, "Laser", "confirmed", 3).sql();
    sql += &booking(51, "Waits", "held", 6).sql();
    sql += &booking(52, "Given up", "cancelled", 9).sql();
    sql += &Booking {
        owner: 2,
        ..booking(53, "Of another", "confirmed", 12)
    }
    .sql();
    sql += &stay(70, 2, 1, "confirmed");
    sql += &stay(71, 1, 3, "proposed");
    sql += &stay(72, 4, 5, "confirmed");
    sql += &stay(73, 4, 1, "no_show");
    sql += &Booking {
        owner: 1,
        stay: Some(70),
        ..Booking::new(54, 31, "Desk of a stay")
    }
    .sql();
    sql += "UPDATE bookings SET state_at = '2026-11-30T00:00:00Z'; UPDATE stays SET state_at = '2026-11-30T00:00:00Z';";
    world.run(&sql).await;
    let mine = subscribe(&world, Detail::Full).await;
    let body = world.get(mine).await.unwrap();
    assert_eq!(
        lines(
            &body,
            &["SUMMARY", "DTSTART", "DTEND", "STATUS", "LOCATION", "URL"]
        ),
        [
            "Laser | 2026-12-01T06:00:00Z | 2026-12-01T07:00:00Z | Confirmed | Lab 3 | https://hub.example/bookings/book50",
            "Waits | 2026-12-01T09:00:00Z | 2026-12-01T10:00:00Z | Tentative | Lab 3 | https://hub.example/bookings/book51",
            "[Cancelled] Given up | 2026-12-01T12:00:00Z | 2026-12-01T13:00:00Z | Cancelled |  | https://hub.example/bookings/book52",
            "Visitor: Sample 2 | 2026-12-07 | 2026-12-19 | Confirmed | Desk 7 | https://hub.example/stays/stay70",
            "Stay: Sample Hub | 2026-12-07 | 2026-12-19 | Tentative |  | https://hub.example/stays/stay71",
            "[Did not come] Visitor: Sample 4 | 2026-12-07 | 2026-12-19 | Cancelled |  | https://hub.example/stays/stay73",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn alarms_ring_in_personal_feeds_alone() {
    let world = World::new().await;
    world
        .run(
            &(Seminar::new(1, "Talk").sql()
                + &attendance(1, 1, Some("yes"))
                + &stay(70, 2, 1, "confirmed")),
        )
        .await;
    let options = Options::parse([("alarms", "15m,1d")]).unwrap();
    let mine = subscribe(&world, Detail::Full).await;
    let body = world.ask(mine, options.clone()).await.unwrap();
    let text = String::from_utf8(body.identity.clone()).unwrap();
    let triggers: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("TRIGGER"))
        .collect();
    assert_eq!(triggers, ["TRIGGER:-PT15M", "TRIGGER:-PT1440M"]);
    let body = world.ask(Address::Hub, options).await.unwrap();
    assert!(
        !String::from_utf8(body.identity.clone())
            .unwrap()
            .contains("VALARM")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_address_is_gone_within_a_second_on_every_node() {
    let world = World::new().await;
    let other = world.another_node();
    let mine = subscribe(&world, Detail::Full).await;
    let body = world.get(mine.clone()).await.unwrap();
    let request = maru::feeds::model::FeedRequest::new(mine.clone(), Options::default());
    assert_eq!(other.get(&request).await.unwrap().identity, body.identity);

    let mut conn = world.conn().await;
    let feed = actions::list(&mut conn, &world.hub, &actor(1), person(1), Page::default())
        .await
        .unwrap()
        .items[0]
        .id;
    actions::revoke(&mut conn, &*world.clock, &actor(1), person(1), feed)
        .await
        .unwrap();
    assert_eq!(
        world.after(mine.clone(), &body).await.unwrap_err(),
        FeedError::Gone
    );
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    assert_eq!(other.get(&request).await.unwrap_err(), FeedError::Gone);
    // It stays so for a node that never saw it open.
    assert_eq!(
        world.another_node().get(&request).await.unwrap_err(),
        FeedError::Gone
    );
    assert_eq!(
        actions::list(&mut conn, &world.hub, &actor(1), person(1), Page::default())
            .await
            .unwrap()
            .items,
        []
    );
}
