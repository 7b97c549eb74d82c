//! What anyone may subscribe to.

mod rooms;
mod window;

use chrono::Duration;
use maru::feeds::{
    FeedError,
    model::{Address, FeedRequest, Format, Options},
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
