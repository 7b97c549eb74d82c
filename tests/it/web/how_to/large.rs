//! A calendar that is more than Google Calendar reads, and the parts of it that are not.

use diesel_async::SimpleAsyncConnection;
use maru::base::clock::Clock;
use serde_json::json;

use super::{encoded, given};
use crate::support::{
    house::{House, attributes},
    http::Answer,
};

/// What Google Calendar reads, in octets.
const GOOGLE_TAKES: usize = 1_000_000;

/// Very many public seminars of the series `scaling` to come, and bookings of Min Member.
async fn fill(house: &House) {
    let series = house.series_id().await;
    let sql = format!(
        // The words that are looked for are no matter here.
        "ALTER TABLE seminars DISABLE TRIGGER USER; \
         INSERT INTO seminars (id, code, uid, series_id, title, abstract_text, owner_id, entered_by, starts_local, zone, \
           starts_at, ends_at, duration_minutes, visibility, state, state_at, created_at, modified_at) \
         SELECT gen_random_uuid(), 'c' || n, n || '@hub.example', '{series}', 'Talk ' || n, \
           repeat('Some words; of, an abstract. ', 42), '{owner}', '{owner}', at AT TIME ZONE 'Asia/Seoul', 'Asia/Seoul', \
           at, at + interval '1 h', 60, 'public', 'announced', '{now}', '{now}', '{now}' \
         FROM generate_series(1, 1000) AS n, LATERAL (SELECT timestamptz '{now}' + n * interval '2 h' AS at) AS t; \
         ALTER TABLE seminars ENABLE TRIGGER USER; ANALYZE seminars; \
         INSERT INTO bookings (id, code, uid, title, for_id, entered_by, starts_at, ends_at, starts_local, ends_local, zone, \
           state, state_at, created_at, modified_at) \
         SELECT gen_random_uuid(), 'b' || n, 'b' || n || '@hub.example', repeat('Weekly meeting, ', 40) || n, '{member}', \
           '{member}', at, at + interval '1 h', at AT TIME ZONE 'Asia/Seoul', (at + interval '1 h') AT TIME ZONE 'Asia/Seoul', \
           'Asia/Seoul', 'confirmed', '{now}', '{now}', '{now}' \
         FROM generate_series(1, 2000) AS n, LATERAL (SELECT timestamptz '{now}' + n * interval '8 h' AS at) AS t;",
        series = series.as_str().unwrap(),
        owner = house.organiser,
        member = house.member,
        now = house.app.clock.now().to_rfc3339(),
    );
    house.app.conn().await.batch_execute(&sql).await.unwrap();
}

/// What is said of the calendar at `path`, which is larger than Google reads.
async fn warning(house: &House, language: &str, path: &str) -> String {
    let whole = house.app.get(path).await.expect(200).body.len();
    assert!(whole > 1_000_000, "{path}: {whole}");
    let size = format!("{}.{}", whole / 1_000_000, whole / 100_000 % 10);
    match language {
        "ko" => format!(
            "이 캘린더는 {size} MB입니다. Google 캘린더는 약 1 MB가 넘으면 아무 알림 없이 읽지 않으므로, 일정이 하나도 들어오지 \
             않습니다."
        ),
        _ => format!(
            "This calendar has {size} MB. Google Calendar reads none above about 1 MB, and does not say so: nothing of it \
             arrives there."
        ),
    }
}

/// The first of these wishes with which the calendar at `path` is what Google reads.
async fn fitting<'w>(house: &House, path: &str, wishes: &[&'w str]) -> Option<&'w str> {
    let joint = if path.contains('?') { '&' } else { '?' };
    for wish in wishes {
        let part = house.app.get(&format!("{path}{joint}{wish}")).await;
        if part.expect(200).body.len() <= GOOGLE_TAKES {
            return Some(wish);
        }
    }
    None
}

/// The addresses of the parts that are offered.
fn parts(page: &Answer) -> Vec<String> {
    attributes(page, "input[id^='part-']", "value")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_google_does_not_read_for_its_size_is_given_with_a_warning_and_in_parts_that_it_reads()
{
    const SPANS: [&str; 5] = [
        "past=0",
        "past=0&days=365",
        "past=0&days=180",
        "past=0&days=90",
        "past=0&days=30",
    ];
    let house = House::new().await;
    fill(&house).await;
    let base = &house.app.hub.public_url;
    for (language, query, asked) in [("en", "", ""), ("ko", "?lang=ko", "&lang=ko")] {
        for feed in ["hub", "series/scaling"] {
            let path = format!("/feeds/{feed}.ics{query}");
            let told = warning(&house, language, &path).await;
            assert_eq!(fitting(&house, &path, &SPANS).await, Some(SPANS[4]));
            let part = format!("{base}/feeds/{feed}.ics?{}{asked}", SPANS[4]);
            let webcal = encoded(&part.replace("http:", "webcal:"));
            let google = format!("https://calendar.google.com/calendar/render?cid={webcal}");
            let of = format!("?feed={}", encoded(feed));
            for how in ["/feeds/how", "/feeds/how/google"] {
                let page = given(&house, language, &format!("{how}{of}")).await;
                assert_eq!(page.words(".attention"), [told.as_str()]);
                assert_eq!(parts(&page), [part.as_str()]);
                let links = attributes(&page, "a[href*='past%3D0']", "href");
                assert_eq!(links, [google.as_str()]);
            }
            // Others read it, and so does Google the part.
            let small = format!("/feeds/how/google{of}&{}", SPANS[4]);
            for how in [format!("/feeds/how/apple{of}"), small] {
                let page = given(&house, language, &how).await;
                assert_eq!(page.words(".attention"), [""; 0]);
                assert_eq!(parts(&page), [""; 0]);
            }
        }
        let small = "/feeds/how/google?feed=rooms%2Fhall-a";
        let page = given(&house, language, small).await;
        assert_eq!(page.words(".attention"), [""; 0]);
    }
    // Of what somebody makes up nothing else is rendered.
    let told = warning(&house, "en", "/feeds/hub.ics?past=30").await;
    let before = house.app.feeds.counts().renders;
    let page = given(&house, "en", "/feeds/how/google?feed=hub&past=30").await;
    assert_eq!(page.words(".attention"), [told]);
    assert_eq!(parts(&page), [""; 0]);
    assert_eq!(page.words("#large + .small"), [""; 0]);
    assert_eq!(house.app.feeds.counts().renders, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_ones_own_calendar_seminars_alone_may_be_a_part_and_nothing_that_is_too_large() {
    const SEMINARS: &str = "kinds=seminar,workshop,lecture,ceremony,tour";
    const SPANS: [&str; 6] = [
        "past=0",
        "past=0&days=365",
        "past=0&days=180",
        "past=0&days=90",
        "past=0&days=30",
        "past=0&days=7",
    ];
    let house = House::new().await;
    fill(&house).await;
    let base = &house.app.hub.public_url;
    let feeds = format!("/people/{}/feeds", house.member);
    let api = house.app.api(house.member).await;
    let made = api.post(&feeds, json!({})).await.expect(201).json();
    let path = made["url"].as_str().unwrap().strip_prefix(base).unwrap();
    let told = warning(&house, "en", path).await;
    let span = fitting(&house, path, &SPANS).await.unwrap();
    // All of its bookings are still to come.
    assert_ne!(span, SPANS[0]);
    let expected = [span, SEMINARS].map(|wish| format!("{base}{path}?{wish}"));
    let mut browser = house.app.browser(house.member).await;
    let how = format!("/feeds/how?feed=my%2F{}", made["id"].as_str().unwrap());
    let page = browser.get(&how).await.expect(200);
    assert_eq!(page.words(".attention"), [told]);
    assert_eq!(parts(&page), expected);
    // What is asked for is measured, not the whole.
    let page = browser.get(&format!("{how}&days=1")).await.expect(200);
    assert_eq!(page.words(".attention"), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_part_is_small_enough_none_is_offered() {
    let house = House::new().await;
    fill(&house).await;
    // All of them on one day.
    let sql = format!(
        "ALTER TABLE seminars DISABLE TRIGGER USER; \
         UPDATE seminars SET starts_at = '{now}'::timestamptz + interval '1 h', ends_at = '{now}'::timestamptz + interval '2 h'; \
         ALTER TABLE seminars ENABLE TRIGGER USER;",
        now = house.app.clock.now().to_rfc3339(),
    );
    house.app.conn().await.batch_execute(&sql).await.unwrap();
    let before = house.app.feeds.counts().renders;
    let page = given(&house, "en", "/feeds/how/google").await;
    // The whole, what is to come, and of five spans the one in the middle and the shortest.
    assert_eq!(house.app.feeds.counts().renders, before + 4);
    assert_eq!(page.words(".attention").len(), 1);
    assert_eq!(parts(&page), [""; 0]);
    assert_eq!(
        page.words("#large + .small"),
        [
            "No part of it that the page could offer is small enough for Google Calendar: ask for fewer days, or for less."
        ]
    );
}
