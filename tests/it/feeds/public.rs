//! What anyone may subscribe to.

use chrono::Duration;
use maru::{
    base::{changes::Subject, ids::RoomId},
    feeds::{
        FeedError,
        model::{Address, FeedRequest, Format, Options},
    },
};

use super::{
    make::{Booking, Seminar, World, attendance, id, institution, noon, room, series, speaker},
    read::{lines, read, titles},
};

/// Everything that could leak stands beside one seminar that may be seen.
async fn with_secrets() -> World {
    let world = World::new().await;
    let secret = |n, title: &str| Seminar {
        series: Some(20),
        topics: &["Alignment"],
        join_url: Some("https://meet.example/real"),
        ..Seminar::new(n, title)
    };
    let mut sql = series(20, "scaling", "Scaling laws") + &room(30, "hall-a", "Hall A");
    sql += &institution(40, "sample-institute", "Sample Institute");
    sql += &format!(
        "UPDATE people SET institution_id = '{}' WHERE id = '{}';",
        id(40),
        id(1)
    );
    sql += &secret(1, "Seen").sql();
    sql += &Seminar {
        state: "draft",
        ..secret(2, "Secret draft")
    }
    .sql();
    sql += &Seminar {
        visibility: "members",
        ..secret(3, "Secret for members")
    }
    .sql();
    sql += &Seminar {
        visibility: "invited",
        ..secret(4, "Secret for the invited")
    }
    .sql();
    for n in 1..=4 {
        sql += &speaker(n, 1, "speaker", "accepted");
        sql += &attendance(n, 2, Some("yes"));
        let hours = i64::try_from(n).unwrap() * 3;
        sql += &Booking {
            seminar: Some(n),
            starts_at: noon() + Duration::hours(hours),
            ..Booking::new(50 + n, 30, "Secret booking")
        }
        .sql();
    }
    world.run(&sql).await;
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_public_stands_in_public_feeds() {
    let world = with_secrets().await;
    for address in [
        Address::Hub,
        Address::Series("scaling".into()),
        Address::Topic("alignment".into()),
        Address::Institution("sample-institute".into()),
        Address::Seminar("code1".into()),
    ] {
        let body = world.get(address.clone()).await.unwrap();
        assert!(body.public);
        assert_eq!(titles(&body), ["Seen"], "{address:?}");
        let text = String::from_utf8(body.identity.clone()).unwrap();
        assert!(
            !text.contains("Secret") && !text.contains("meet.example"),
            "{text}"
        );
        for never in [
            "ATTENDEE",
            "ORGANIZER",
            "METHOD",
            "VALARM",
            "RRULE",
            "VTIMEZONE",
        ] {
            assert!(!text.contains(never), "{never} in {address:?}");
        }
    }
    for code in ["code2", "code3", "code4", "nothing"] {
        let got = world.get(Address::Seminar(code.into())).await;
        assert_eq!(got.unwrap_err(), FeedError::NotFound, "{code}");
    }
}

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
async fn an_entry_says_what_people_need() {
    let world = World::new().await;
    let title = "Beyond; scaling, laws: 규모 법칙 \\ \"🚀\"";
    let mut sql = series(20, "scaling", "Scaling laws")
        + &room(30, "hall-a", "Hall A")
        + &room(31, "hall-b", "Hall B");
    sql += &institution(40, "sample-institute", "Sample Institute");
    sql += &format!(
        "INSERT INTO sites VALUES ('{site}', 'north', 'North site', 'Asia/Seoul', '1 Sample Street', 1, '{early}', '2026-11-05T00:00:00Z');
         UPDATE rooms SET site_id = '{site}';
         UPDATE people SET institution_id = '{}' WHERE id = '{}';",
        id(40),
        id(1),
        site = id(70),
        early = super::make::EARLY,
    );
    sql += &Seminar {
        series: Some(20),
        topics: &["AI, safety", "이론"],
        join_url: Some("https://meet.example/real"),
        ..Seminar::new(1, title)
    }
    .sql();
    sql += "UPDATE seminars SET abstract_text = E'First line.\nATTENDEE:mailto:x@evil.example', sequence = 3, place = \
            '{\"name\": \"Town hall\", \"address\": \"2 Sample Square\"}', modified_at = '2026-11-03T00:00:00Z';";
    sql += &(speaker(1, 1, "speaker", "accepted")
        + &speaker(1, 2, "moderator", "asked")
        + &speaker(1, 3, "speaker", "declined"));
    sql += &Booking {
        seminar: Some(1),
        ..Booking::new(50, 30, "x")
    }
    .sql();
    sql += &format!(
        "INSERT INTO occupancies VALUES (gen_random_uuid(), '{}', '{}', NULL, '{at}', '{at}'::timestamptz + interval '1 h', 'confirmed');",
        id(50),
        id(31),
        at = noon() + Duration::days(2)
    );
    world.run(&sql).await;

    let body = world.get(Address::Series("scaling".into())).await.unwrap();
    let (own, entries) = read(&body);
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        own.iter()
            .filter(|(name, _)| name != "REFRESH-INTERVAL")
            .cloned()
            .collect::<Vec<_>>(),
        [
            pair("VERSION", "2.0"),
            pair("PRODID", "-//Maru//Maru//EN"),
            pair("CALSCALE", "GREGORIAN"),
            pair("NAME", "Scaling laws"),
            pair("X-WR-CALNAME", "Scaling laws"),
            pair("X-WR-TIMEZONE", "Asia/Seoul"),
            pair("X-PUBLISHED-TTL", "PT15M"),
            pair("COLOR", "seagreen"),
            pair("URL", "https://hub.example/series/scaling"),
        ]
    );
    let description = "Thu 3 December 2026, 16:00–17:00 (Seoul, UTC+9)\nSample 1 (Sample Institute)\nModerator: Sample 2\n\
        Series: Scaling laws\n\nFirst line.\nATTENDEE:mailto:x@evil.example\n\n\
        Join online: https://hub.example/s/code1/join\nhttps://hub.example/seminars/code1";
    assert_eq!(
        entries,
        [[
            pair("UID", "1@hub.example"),
            pair("SEQUENCE", "3"),
            // The site was changed last: a client that goes by this alone sees its new name.
            pair("DTSTAMP", "2026-11-05T00:00:00Z"),
            pair("CREATED", "2026-11-01T00:00:00Z"),
            pair("LAST-MODIFIED", "2026-11-05T00:00:00Z"),
            pair("DTSTART", "2026-12-03T07:00:00Z"),
            pair("DTEND", "2026-12-03T08:00:00Z"),
            pair("SUMMARY", title),
            pair("DESCRIPTION", description),
            pair(
                "LOCATION",
                "Hall A, Hall B, North site, 1 Sample Street; Town hall, 2 Sample Square"
            ),
            pair("URL", "https://hub.example/seminars/code1"),
            pair("CATEGORIES", "AI, safety, 이론"),
            pair("STATUS", "Confirmed"),
            pair("TRANSP", "Transparent"),
            pair("CLASS", "Public"),
            pair("CONFERENCE", "https://hub.example/s/code1/join"),
        ]]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_calendar_of_a_room_is_called_without_a_comma_of_ours() {
    let world = World::new().await;
    let site = format!(
        "INSERT INTO sites VALUES ('{site}', 'north', 'North site', 'Asia/Seoul', NULL, 1, '{early}', '{early}');
         UPDATE rooms SET site_id = '{site}';",
        site = id(70),
        early = super::make::EARLY,
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
async fn a_feed_speaks_the_language_asked_for_or_its_own() {
    let world = World::new().await;
    let mut sql = series(20, "scaling", "Scaling laws");
    sql += "UPDATE series SET language = 'ko';";
    sql += &Seminar {
        series: Some(20),
        state: "cancelled",
        ..Seminar::new(1, "")
    }
    .sql();
    sql += &Seminar {
        state: "postponed",
        ..Seminar::new(2, "")
    }
    .sql();
    world.run(&sql).await;
    let korean = world.get(Address::Series("scaling".into())).await.unwrap();
    assert_eq!(titles(&korean), ["[취소] Scaling laws"]);
    assert_eq!(
        lines(&korean, &["DESCRIPTION"]),
        ["2026년 12월 3일 (목), 16:00–17:00 (서울, UTC+9)\n\nhttps://hub.example/seminars/code1"]
    );
    let options = Options::parse([("lang", "en")]).unwrap();
    let english = world
        .ask(Address::Series("scaling".into()), options)
        .await
        .unwrap();
    assert_eq!(titles(&english), ["[Cancelled] Scaling laws"]);
    let hub = world.get(Address::Hub).await.unwrap();
    assert_eq!(
        titles(&hub),
        ["[Cancelled] Scaling laws", "[Postponed] Seminar"]
    );
}

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
async fn a_way_in_is_offered_where_it_opens_for_anyone() {
    let world = World::new().await;
    let mut sql = String::new();
    for (n, join_for) in [(1, "open"), (2, "members"), (3, "yes"), (4, "named")] {
        let title = format!("For {join_for}");
        sql += &Seminar {
            join_url: Some("https://meet.example/real"),
            ..Seminar::new(n, &title)
        }
        .sql();
        let id = id(n);
        sql += &format!(
            "INSERT INTO entrances (seminar_id, join_for, join_minutes) VALUES ('{id}', '{join_for}', 10);"
        );
    }
    world.run(&sql).await;
    let body = world.get(Address::Hub).await.unwrap();
    assert_eq!(
        lines(&body, &["SUMMARY", "CONFERENCE"]),
        [
            "For open | https://hub.example/s/code1/join",
            "For members | ",
            "For yes | ",
            "For named | "
        ]
    );
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

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_is_found_however_it_is_written() {
    let world = World::new().await;
    let with = |n, title: &str, topics| Seminar {
        topics,
        ..Seminar::new(n, title)
    };
    let mut sql = with(1, "One", &["AI Safety", "Theory"]).sql();
    sql += &with(2, "Two", &["AI safety"]).sql();
    sql += &with(3, "Three", &["Theory"]).sql();
    sql += &Seminar {
        visibility: "members",
        ..with(4, "Four", &["Secret topic"])
    }
    .sql();
    world.run(&sql).await;
    let body = world.get(Address::Topic("ai-safety".into())).await.unwrap();
    assert_eq!(titles(&body), ["One", "Two"]);
    assert_eq!(read(&body).0[3].1, "AI Safety · Sample Hub");
    let secret = world.get(Address::Topic("secret-topic".into())).await;
    assert_eq!(secret.unwrap_err(), FeedError::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_series_that_is_not_public_has_no_public_feed() {
    let world = World::new().await;
    let mut sql = series(20, "closed", "Secret series") + &series(21, "empty", "Empty series");
    sql += &format!(
        "UPDATE series SET visibility = 'invited' WHERE id = '{}';",
        id(20)
    );
    sql += &Seminar {
        series: Some(20),
        visibility: "invited",
        ..Seminar::new(1, "Secret")
    }
    .sql();
    world.run(&sql).await;
    let closed = world.get(Address::Series("closed".into())).await;
    assert_eq!(closed.unwrap_err(), FeedError::NotFound);
    let empty = world.get(Address::Series("empty".into())).await.unwrap();
    assert_eq!(titles(&empty), Vec::<String>::new());
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

#[tokio::test(flavor = "multi_thread")]
async fn a_series_that_is_not_public_tells_no_more_than_its_public_seminars_do() {
    let world = World::new().await;
    let mut sql = series(20, "board", "Board talks");
    sql += "UPDATE series SET visibility = 'members', description = 'Secret plans of the board';";
    let talk = |n, title: &str, visibility| Seminar {
        series: Some(20),
        visibility,
        ..Seminar::new(n, title)
    };
    sql += &talk(1, "Secret", "members").sql();
    world.run(&sql).await;
    let board = || Address::Series("board".into());
    assert_eq!(world.get(board()).await.unwrap_err(), FeedError::NotFound);
    world.run(&talk(2, "Open day", "public").sql()).await;
    let body = world.get(board()).await.unwrap();
    let (own, _) = read(&body);
    let said = |wanted: &str| -> Vec<String> {
        let named = own.iter().filter(|(name, _)| name == wanted);
        named.map(|(_, value)| value.clone()).collect()
    };
    assert_eq!(said("NAME"), ["Sample Hub"]);
    assert_eq!(said("URL"), ["https://hub.example/"]);
    assert_eq!(titles(&body), ["Open day"]);
    for format in Format::ALL {
        let asked = FeedRequest::written(*format, board(), Options::default());
        let body = world.feeds.get(&asked).await.unwrap();
        let text = String::from_utf8(body.identity.clone()).unwrap();
        assert!(!text.contains("Secret"), "{text}");
        assert!(!text.contains("Board talks"), "{text}");
        assert!(!text.contains("/series/board\r"), "{text}");
    }
}
