//! The same seminars as lists for feed readers: Atom (RFC 4287) and JSON Feed 1.1.

use chrono::Duration;
use maru::{
    base::{changes::Subject, language::Language},
    feeds::{
        Body, FeedError,
        model::{Address, FeedRequest, Format, Options},
    },
};
use serde_json::{Value, json};

use super::make::{Seminar, World, id, institution, noon, room, series, series_id, speaker};
use crate::support::{app::TestApp, house::attributes, http::Request};

fn text(body: &Body) -> &str {
    std::str::from_utf8(&body.identity).unwrap()
}

async fn get(world: &World, format: Format, address: Address, options: Options) -> String {
    let request = FeedRequest::written(format, address, options);
    text(&world.feeds.get(&request).await.unwrap()).to_owned()
}

/// One seminar with everything, beside what may not be seen.
async fn with_one() -> World {
    let world = World::new().await;
    let full = |n, title: &str| Seminar {
        series: Some(20),
        topics: &["AI & safety"],
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
    sql += &full(1, "Beyond <b>scaling</b> & 규모 🚀").sql();
    for (n, state, visibility) in [
        (2, "draft", "public"),
        (3, "announced", "members"),
        (4, "announced", "invited"),
    ] {
        let hidden = Seminar {
            state,
            visibility,
            ..full(n, "Secret")
        };
        sql += &hidden.sql();
    }
    sql += "UPDATE seminars SET abstract_text = E'First < line.\\n\\nSecond.', \
            modified_at = '2026-11-03T00:00:00.5Z', place = '{\"name\": \"Town hall\"}' WHERE code = 'code1';";
    // It was entered, announced and changed.
    sql += "INSERT INTO seminar_revisions (seminar_id, revision, snapshot, at) \
            SELECT seminars.id, made.revision, jsonb_build_object('state', made.state), made.at::timestamptz \
            FROM seminars, (VALUES (1, 'draft', '2026-11-01T00:00:00Z'), (2, 'announced', '2026-11-02T06:30:00Z'), \
            (3, 'announced', '2026-11-03T00:00:00Z')) AS made (revision, state, at) WHERE seminars.code = 'code1';";
    for n in 1..=4 {
        sql += &speaker(n, 1, "speaker", "accepted");
        sql += &speaker(n, 2, "moderator", "accepted");
    }
    world.run(&sql).await;
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn an_atom_feed_says_what_is_public_and_nothing_else() {
    let world = with_one().await;
    let series = Address::Series("scaling".into());
    let expected = [
        r#"<?xml version="1.0" encoding="utf-8"?>"#,
        r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">"#,
        "<id>https://hub.example/feeds/series/scaling.atom</id><title>Scaling laws</title>",
        "<updated>2026-11-03T00:00:00Z</updated>",
        r#"<link rel="self" type="application/atom+xml" href="https://hub.example/feeds/series/scaling.atom"/>"#,
        r#"<link rel="alternate" type="text/html" href="https://hub.example/series/scaling"/>"#,
        r#"<link rel="related" type="text/calendar" href="https://hub.example/feeds/series/scaling.ics"/>"#,
        "<author><name>Sample Hub</name><uri>https://hub.example/</uri></author><generator>Maru</generator>",
        "<entry><id>urn:uuid:00000000-0000-0000-0000-000000000001</id>",
        "<title>Beyond &lt;b&gt;scaling&lt;/b&gt; &amp; 규모 🚀</title><updated>2026-11-03T00:00:00Z</updated>",
        "<published>2026-11-02T06:30:00Z</published>",
        r#"<link rel="alternate" type="text/html" href="https://hub.example/seminars/code1"/>"#,
        r#"<link rel="related" type="text/calendar" href="https://hub.example/feeds/seminars/code1.ics"/>"#,
        r#"<author><name>Sample 1</name></author><category term="AI &amp; safety"/>"#,
        "<summary>Thu 3 December 2026, 16:00–17:00 (Seoul, UTC+9) · Town hall</summary>",
        r#"<content type="html">&lt;p&gt;Thu 3 December 2026, 16:00–17:00 (Seoul, UTC+9)&lt;br&gt;Town hall&lt;/p&gt;"#,
        "&lt;p&gt;Sample 1 (Sample Institute)&lt;br&gt;Moderator: Sample 2&lt;br&gt;Series: Scaling laws&lt;/p&gt;",
        "&lt;p&gt;First &amp;lt; line.&lt;/p&gt;&lt;p&gt;Second.&lt;/p&gt;",
        "&lt;p&gt;&lt;a href=&quot;https://hub.example/s/code1/join&quot;&gt;Join online&lt;/a&gt;&lt;/p&gt;</content>",
        "</entry></feed>",
    ];
    let atom = get(&world, Format::Atom, series, Options::default()).await;
    assert_eq!(atom, expected.concat());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_json_feed_says_the_same() {
    let world = with_one().await;
    let options = Options {
        language: Some(Language::Ko),
        ..Options::default()
    };
    let topic = Address::Topic("ai-safety".into());
    let feed = get(&world, Format::Json, topic, options).await;
    let when = "2026년 12월 3일 (목), 16:00–17:00 (서울, UTC+9)";
    assert_eq!(
        serde_json::from_str::<Value>(&feed).unwrap(),
        json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": "AI & safety · Sample Hub",
            "home_page_url": "https://hub.example/?topic=ai-safety",
            "feed_url": "https://hub.example/feeds/topics/ai-safety.json?lang=ko",
            "description": "Sample Hub의 세미나 가운데 주제가 “AI & safety”인 것입니다.",
            "language": "ko",
            "authors": [{ "name": "Sample Hub", "url": "https://hub.example/" }],
            "items": [{
                "id": "urn:uuid:00000000-0000-0000-0000-000000000001",
                "url": "https://hub.example/seminars/code1",
                "title": "Beyond <b>scaling</b> & 규모 🚀",
                "summary": format!("{when} · Town hall"),
                "content_html": format!(
                    "<p>{when}<br>Town hall</p><p>Sample 1 (Sample Institute)<br>사회자: Sample 2<br>시리즈: Scaling laws</p>\
                     <p>First &lt; line.</p><p>Second.</p>\
                     <p><a href=\"https://hub.example/s/code1/join\">온라인 참여</a></p>"
                ),
                "date_published": "2026-11-02T06:30:00Z",
                "date_modified": "2026-11-03T00:00:00Z",
                "authors": [{ "name": "Sample 1" }],
                "tags": ["AI & safety"],
                "_seminar": {
                    "starts_at": "2026-12-03T07:00:00Z",
                    "ends_at": "2026-12-03T08:00:00Z",
                    "zone": "Asia/Seoul",
                    "state": "announced",
                    "location": "Town hall",
                    "calendar_url": "https://hub.example/feeds/seminars/code1.ics?lang=ko",
                },
            }],
        })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_in_the_lists_within_a_second_and_ids_stay() {
    let world = with_one().await;
    let list = FeedRequest::written(Format::Atom, Address::Hub, Options::default());
    let before = world.feeds.get(&list).await.unwrap();
    let renders = world.feeds.renders();
    assert_eq!(world.feeds.get(&list).await.unwrap(), before);
    assert_eq!(world.feeds.renders(), renders);
    world.clock.advance(Duration::hours(1));
    let renamed = format!(
        "UPDATE seminars SET code = 'other', title = 'Renamed', modified_at = '{}' WHERE code = 'code1'",
        noon()
    );
    let subjects = [Subject::Hub, Subject::Series(series_id(20))];
    world.change(&renamed, &subjects).await;
    let asked = tokio::time::Instant::now();
    let after = loop {
        let now = world.feeds.get(&list).await.unwrap();
        if now.etag_identity != before.etag_identity {
            break now;
        }
        assert!(asked.elapsed() < std::time::Duration::from_secs(1));
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    };
    let ids = |body: &Body| {
        text(body)
            .matches("urn:uuid:00000000-0000-0000-0000-000000000001")
            .count()
    };
    assert_eq!((ids(&before), ids(&after)), (1, 1));
    assert!(text(&after).contains("<title>Renamed</title><updated>2026-12-01T03:00:00Z</updated>"));
    assert!(after.last_modified > before.last_modified);
    let nothing = FeedRequest::written(
        Format::Json,
        Address::Series("nothing".into()),
        Options::default(),
    );
    assert_eq!(
        world.feeds.get(&nothing).await.unwrap_err(),
        FeedError::NotFound
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_has_its_addresses_and_pages_lead_to_them() {
    use diesel_async::SimpleAsyncConnection;
    let app = TestApp::new().await;
    let mut sql = super::make::people() + &series(20, "규모", "Scaling laws");
    sql += &institution(40, "sample-institute", "Sample Institute");
    sql += &format!(
        "UPDATE people SET institution_id = '{}' WHERE id = '{}';",
        id(40),
        id(1)
    );
    sql += &Seminar {
        series: Some(20),
        topics: &["Alignment"],
        ..Seminar::new(1, "In the list")
    }
    .sql();
    sql += &speaker(1, 1, "speaker", "accepted");
    app.conn().await.batch_execute(&sql).await.unwrap();

    let lists = [
        ("hub", "/"),
        ("series/%EA%B7%9C%EB%AA%A8", "/series/%EA%B7%9C%EB%AA%A8"),
        ("topics/alignment", "/?topic=alignment"),
        (
            "institutions/sample-institute",
            "/?institution=sample-institute",
        ),
    ];
    for (list, page) in lists {
        let page = app.get(page).await.expect(200);
        let alternates = attributes(&page, "link[rel=alternate]", "href");
        let endings = ["ics", "atom", "json"];
        let expected = endings.map(|ending| format!("/feeds/{list}.{ending}"));
        assert_eq!(alternates, expected, "{list}");
        let types = attributes(&page, "link[rel=alternate]", "type");
        for (address, media_type) in alternates.iter().zip(types) {
            let plain = app.get(address).await.expect(200);
            assert_eq!(
                plain.header("content-type"),
                Some(format!("{media_type}; charset=utf-8").as_str())
            );
            assert_eq!(plain.text().matches("In the list").count(), 1, "{address}");
            let packed = Request::new("GET", address).header("Accept-Encoding", "gzip");
            let packed = app.send(packed).await.expect(200);
            assert_eq!(packed.header("content-encoding"), Some("gzip"));
            assert_eq!(packed.body, plain.body);
            let etag = plain.header("etag").unwrap();
            let again = Request::new("GET", address).header("If-None-Match", etag);
            assert_eq!(app.send(again).await.expect(304).body, b"");
            let head = app.send(Request::new("HEAD", address)).await.expect(200);
            for name in ["etag", "last-modified", "content-length", "content-type"] {
                assert_eq!(head.header(name), plain.header(name), "{name}");
            }
        }
    }
    for nothing in [
        "/feeds/hub.rss",
        "/feeds/hub.",
        "/feeds/series/nothing.atom",
        "/feeds/rooms/hall-a.atom",
        "/feeds/seminars/code1.json",
        "/feeds/my/nothing.json",
    ] {
        app.get(nothing).await.expect(404);
    }
    app.get("/feeds/hub.atom?kinds=concert").await.expect(422);
}
