//! Feeds as clients fetch them.

use diesel_async::SimpleAsyncConnection;
use maru::feeds::actions::MOST_FEEDS;
use serde_json::json;

use super::make::{Seminar, id, institution, people, room, series};
use crate::support::{
    app::TestApp,
    http::{Answer, Request},
};

const SERIES: &str = "/feeds/series/%EA%B7%9C%EB%AA%A8.ics";

async fn with_a_series() -> TestApp {
    let app = TestApp::new().await;
    let mut sql = people() + &series(20, "규모", "Scaling laws") + &room(30, "hall-a", "Hall A");
    sql += &Seminar {
        series: Some(20),
        topics: &["Alignment"],
        ..Seminar::new(1, "In the feed")
    }
    .sql();
    app.conn().await.batch_execute(&sql).await.unwrap();
    app
}

fn get(path: &str) -> Request {
    Request::new("GET", path)
}

fn told(answer: &Answer, names: &[&str]) -> Vec<String> {
    let value = |name: &&str| answer.header(name).unwrap_or("–").to_owned();
    names.iter().map(value).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_feed_has_its_address() {
    let app = with_a_series().await;
    for path in [
        "/feeds/hub.ics",
        SERIES,
        "/feeds/topics/alignment.ics",
        "/feeds/seminars/code1.ics",
        "/feeds/hub.ics?past=30&days=60&lang=ko&utm_source=x",
    ] {
        let answer = app.get(path).await.expect(200);
        assert!(answer.text().contains("SUMMARY:In the feed\r\n"), "{path}");
    }
    app.get("/feeds/rooms/hall-a.ics").await.expect(200);
    for path in [
        "/feeds/series/nothing.ics",
        "/feeds/institutions/nothing.ics",
        "/feeds/my/nothing.ics",
        "/feeds/nothing.ics",
    ] {
        app.get(path).await.expect(404);
    }
    let wrong = app.get("/feeds/hub.ics?past=soon&cancelled=no").await;
    assert_eq!(
        wrong.expect(422).text(),
        "Unprocessable Entity\n\
         cancelled: Choose one of: 0, 1. · past: From 0 to 3660 days.\n\
         cancelled: 다음 중에서 골라 주세요: 0, 1. · past: 0일부터 3660일까지 쓸 수 있습니다."
    );
    let nothing = app.get("/feeds/series/nothing.ics").await.expect(404);
    assert_eq!(nothing.text(), "Not Found");
    for path in ["/feeds/hub.ics", "/feeds/series/sampling.ics"] {
        let refused = app.send(Request::new("POST", path)).await.expect(405);
        assert_eq!(refused.header("allow"), Some("GET, HEAD"), "{path}");
    }
    // A name that is no text is none, and any page's script may read so.
    for path in ["/feeds/series/%FF.ics", "/feeds/series/%2.ics"] {
        let nothing = app.get(path).await.expect(404);
        let readable = nothing.header("access-control-allow-origin");
        assert_eq!(readable, Some("*"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_let_clients_and_caches_keep_what_they_have() {
    let app = with_a_series().await;
    let plain = app.get(SERIES).await.expect(200);
    let names = [
        "content-type",
        "content-encoding",
        "cache-control",
        "vary",
        "set-cookie",
    ];
    let public = "public, max-age=300, stale-while-revalidate=600";
    assert_eq!(
        told(&plain, &names),
        [
            "text/calendar; charset=utf-8",
            "–",
            public,
            "Accept-Encoding",
            "–"
        ]
    );
    let packed = app
        .send(get(SERIES).header("Accept-Encoding", "br, gzip"))
        .await
        .expect(200);
    assert_eq!(
        told(&packed, &names),
        [
            "text/calendar; charset=utf-8",
            "gzip",
            public,
            "Accept-Encoding",
            "–"
        ]
    );
    assert_eq!(packed.body, plain.body);
    assert_ne!(packed.header("etag"), plain.header("etag"));
    assert_eq!(
        packed.header("last-modified"),
        plain.header("last-modified")
    );

    let head = app.send(Request::new("HEAD", SERIES)).await.expect(200);
    let of_both = [
        "etag",
        "last-modified",
        "content-length",
        "content-type",
        "cache-control",
        "vary",
    ];
    assert_eq!(told(&head, &of_both), told(&plain, &of_both));

    let etag = plain.header("etag").unwrap();
    let held = |list: String| app.send(get(SERIES).header("If-None-Match", &list));
    for list in [
        etag.to_owned(),
        format!("W/{etag}"),
        format!("\"x\", {etag}"),
        "*".to_owned(),
    ] {
        let answer = held(list).await.expect(304);
        assert_eq!(answer.body, b"");
        let of_both = ["etag", "cache-control", "vary"];
        assert_eq!(told(&answer, &of_both), told(&plain, &of_both));
        // What it has kept with its copy stands: nothing else is said again.
        assert_eq!(answer.header("last-modified"), None);
        assert_eq!(answer.header("content-security-policy"), None);
        assert_eq!(answer.header("content-encoding"), None);
    }
    held("\"x\"".to_owned()).await.expect(200);
    // Another encoding is another representation.
    held(packed.header("etag").unwrap().to_owned())
        .await
        .expect(200);
    let head = Request::new("HEAD", SERIES).header("If-None-Match", etag);
    app.send(head).await.expect(304);
    let since = plain.header("last-modified").unwrap().to_owned();
    app.send(get(SERIES).header("If-Modified-Since", &since))
        .await
        .expect(304);
    let long_ago = "Sun, 01 Nov 2026 00:00:00 GMT";
    app.send(get(SERIES).header("If-Modified-Since", long_ago))
        .await
        .expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_personal_feed_goes_by_the_api_from_its_making_to_410() {
    let app = with_a_series().await;
    let person = app.person("hong", "홍길동", &[]).await;
    let api = app.api(person).await;
    let feeds = format!("/people/{person}/feeds");
    let made = api
        .post(&feeds, json!({"name": "Phone", "detail": "busy"}))
        .await
        .expect(201)
        .json();
    let url = made["url"].as_str().unwrap();
    let path = url.strip_prefix(&app.hub.public_url).unwrap();
    let answer = app.get(path).await.expect(200);
    assert_eq!(answer.header("cache-control"), Some("private, max-age=300"));
    assert!(answer.text().contains("X-WR-CALNAME:Phone\r\n"));

    assert_eq!(
        api.get(&feeds).await.expect(200).json(),
        json!({"items": [made], "next": null})
    );
    let one = format!("{feeds}/{}", made["id"].as_str().unwrap());
    assert_eq!(api.get(&one).await.expect(200).json(), made);
    let default = api.post(&feeds, json!({})).await.expect(201).json();
    assert_eq!(
        (&default["name"], &default["detail"]),
        (&json!("My calendar"), &json!("full"))
    );
    api.post(&feeds, json!({"detail": "some"}))
        .await
        .expect(422);

    let other = app.person("lee", "Lee", &[]).await;
    let other = app.api(other).await;
    other.get(&feeds).await.expect(403);
    other.delete(&one).await.expect(403);

    let gone = async |path: &str| {
        let asked = tokio::time::Instant::now();
        while app.get(path).await.status != 410 {
            assert!(asked.elapsed() < std::time::Duration::from_secs(1));
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    // Renewed: another address of the same calendar, and what was known of who fetched it goes with the old one.
    app.feeds.write_polls().await.unwrap();
    let known = api.get(&one).await.expect(200).json();
    assert_eq!(known["polls"][0]["client"], "other");
    let renewal = format!("{one}/renewal");
    other.post(&renewal, json!({})).await.expect(403);
    let renewed = api.post(&renewal, json!({})).await.expect(200).json();
    assert_eq!(
        (&renewed["id"], &renewed["name"], &renewed["polls"]),
        (&made["id"], &made["name"], &json!([]))
    );
    assert_ne!(renewed["url"], made["url"]);
    gone(path).await;
    let url = renewed["url"].as_str().unwrap();
    let new = url.strip_prefix(&app.hub.public_url).unwrap();
    app.get(new).await.expect(200);

    api.delete(&one).await.expect(204);
    gone(new).await;
    gone(path).await;
    api.post(&renewal, json!({})).await.expect(404);
    api.get(&one).await.expect(404);
    for _ in 1..MOST_FEEDS {
        api.post(&feeds, json!({})).await.expect(201);
    }
    api.post(&feeds, json!({})).await.expect(409);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_elsewhere_read_what_is_public_and_nothing_else() {
    let app = with_a_series().await;
    let list = format!(
        "INSERT INTO lists (id, slug, name_en, visibility, state, state_at, created_at, modified_at) \
         VALUES ('{}', 'chosen', 'Chosen', 'public', 'kept', now(), now(), now());",
        id(50)
    );
    let sql = institution(40, "sample", "Sample Institute") + &list;
    app.conn().await.batch_execute(&sql).await.unwrap();
    let person = app.person("hong", "홍길동", &[]).await;
    let api = app.api(person).await;
    let feeds = format!("/people/{person}/feeds");
    let made = api.post(&feeds, json!({})).await.expect(201);
    let url = made.json()["url"].as_str().unwrap().to_owned();
    let mine = url.strip_prefix(&app.hub.public_url).unwrap();
    let name = "access-control-allow-origin";
    let asked =
        |method, path: &str| Request::new(method, path).header("Origin", "https://partner.example");
    for (path, allowed) in [
        (SERIES, Some("*")),
        ("/feeds/hub.atom", Some("*")),
        ("/feeds/hub.json", Some("*")),
        ("/feeds/hub.ics?past=30", Some("*")),
        ("/feeds/topics/alignment.ics", Some("*")),
        ("/feeds/institutions/sample.ics", Some("*")),
        ("/feeds/lists/chosen.ics", Some("*")),
        ("/feeds/rooms/hall-a.ics", Some("*")),
        ("/feeds/seminars/code1.ics", Some("*")),
        (mine, None),
    ] {
        let answer = app.send(asked("GET", path)).await.expect(200);
        assert_eq!(answer.header(name), allowed, "{path}");
        let head = app.send(asked("HEAD", path)).await.expect(200);
        assert_eq!(head.header(name), allowed, "{path}");
        let held = asked("GET", path).header("If-None-Match", answer.header("etag").unwrap());
        let held = app.send(held).await.expect(304);
        assert_eq!(held.header(name), allowed, "{path}");
        // By its tag a script asks again for what it has.
        for answer in [answer, head, held] {
            let exposed = answer.header("access-control-expose-headers");
            assert_eq!(exposed, allowed.map(|_| "ETag"), "{path}");
        }
    }
    assert_eq!(made.header(name), None);
    // A script is told why there is nothing, too; of what is personal, not even that.
    let (wrong, away) = (format!("{mine}?past=soon"), format!("{mine}?past=31"));
    for (path, status, allowed) in [
        ("/feeds/series/nothing.ics", 404, Some("*")),
        ("/feeds/hub.json?past=soon", 422, Some("*")),
        ("/feeds/my/nothing.ics", 404, None),
        (&wrong, 422, None),
    ] {
        let answer = app.send(asked("GET", path)).await.expect(status);
        assert_eq!(answer.header(name), allowed, "{path}");
    }
    assert_eq!(app.send(asked("GET", "/")).await.header(name), None);
    let mut conn = app.conn().await;
    conn.batch_execute("ALTER TABLE seminars RENAME TO away")
        .await
        .unwrap();
    for (path, allowed) in [("/feeds/hub.ics?past=31", Some("*")), (&away, None)] {
        let answer = app.send(asked("GET", path)).await.expect(503);
        assert_eq!(answer.header(name), allowed, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_is_not_served_and_long_lists_of_tags_are_read() {
    let app = with_a_series().await;
    let plain = app.get(SERIES).await.expect(200);
    for range in [
        "bytes=0-9",
        "bytes=-5",
        "bytes=999999-",
        "bytes=5-1",
        "lines=1-2",
        "x",
    ] {
        let answer = app
            .send(get(SERIES).header("Range", range))
            .await
            .expect(200);
        assert_eq!(answer.body, plain.body, "{range}");
        assert_eq!(
            told(&answer, &["accept-ranges", "content-range"]),
            ["none", "–"]
        );
    }
    let etag = plain.header("etag").unwrap();
    let others = "\"0123456789abcdef\", ".repeat(500);
    for (list, status) in [
        (format!("{others}{etag}"), 304),
        (format!("{others}\"x\""), 200),
        ("\"".repeat(10_001), 200),
        (",".repeat(10_000), 200),
        ("W/".repeat(5_000), 200),
    ] {
        assert!(list.len() >= 10_000);
        let asked = get(SERIES).header("If-None-Match", &list);
        app.send(asked).await.expect(status);
    }
}
