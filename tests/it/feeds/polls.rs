//! Who fetched a personal feed, as its owner sees it.

mod large;
mod waiting;

use chrono::Duration;
use maru::{
    base::{
        clock::{Clock, Instant},
        ids::PersonId,
    },
    feeds::{Feeds, model::Shows},
    worker::prune,
};
use serde_json::{Value, json};

use crate::support::{
    app::{Api, TestApp},
    http::{Answer, Request},
};

const GOOGLE: &str = "Google-Calendar-Importer";
const THUNDERBIRD: &str =
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.3.0";

/// Someone with a feed: the address of it in the API, and its path.
async fn with_feed(app: &TestApp) -> (PersonId, Api, String, String) {
    let person = app.person("hong", "홍길동", &[]).await;
    let api = app.api(person).await;
    let feeds = format!("/people/{person}/feeds");
    let made = api.post(&feeds, json!({})).await.expect(201).json();
    assert_eq!(made["polls"], json!([]));
    let url = made["url"].as_str().unwrap();
    let path = url.strip_prefix(&app.hub.public_url).unwrap().to_owned();
    let one = format!("{feeds}/{}", made["id"].as_str().unwrap());
    (person, api, one, path)
}

/// The octets that it is given.
async fn fetch(app: &TestApp, path: &str, user_agent: &str, status: u16) -> usize {
    let request = Request::new("GET", path).header("User-Agent", user_agent);
    app.send(request).await.expect(status).body.len()
}

async fn polls(api: &Api, one: &str) -> Value {
    api.get(one).await.expect(200).json()["polls"].clone()
}

fn time(app: &TestApp) -> String {
    let now = app.clock.now();
    serde_json::to_value(now)
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_sees_which_program_fetched_the_feed_and_when() {
    let app = TestApp::new().await;
    let (person, api, one, path) = with_feed(&app).await;
    let mut browser = app.browser(person).await;
    let lines = |page: &Answer| page.words(".polls li");
    assert_eq!(lines(&browser.get("/me").await.expect(200)), [""; 0]);

    let octets = fetch(&app, &path, GOOGLE, 200).await;
    let first = time(&app);
    // Not written yet: the feed has not waited for it.
    assert_eq!(polls(&api, &one).await, json!([]));
    app.feeds.write_polls().await.unwrap();
    app.clock.advance(Duration::hours(12));
    let etag = {
        let answer = app
            .send(Request::new("GET", &path).header("User-Agent", GOOGLE))
            .await;
        answer.header("etag").unwrap().to_owned()
    };
    let second = time(&app);
    // What is answered 304 is a poll, and a look at the head is none.
    let head = Request::new("HEAD", &path).header("User-Agent", GOOGLE);
    app.send(head).await.expect(200);
    let held = Request::new("GET", &path)
        .header("User-Agent", GOOGLE)
        .header("If-None-Match", &etag);
    app.send(held).await.expect(304);
    app.feeds.write_polls().await.unwrap();
    app.clock
        .advance(Duration::hours(13) + Duration::minutes(55));
    let of_third = fetch(&app, &path, THUNDERBIRD, 200).await;
    let third = time(&app);
    app.feeds.write_polls().await.unwrap();
    app.clock.advance(Duration::minutes(5));

    let (google, thunderbird) = (
        json!({ "client": "google", "last_at": second, "polls": 3, "gap_seconds": 12 * 3600, "octets": octets }),
        json!({ "client": "thunderbird", "last_at": third, "polls": 1, "gap_seconds": null, "octets": of_third }),
    );
    assert_ne!(first, second);
    assert_eq!(polls(&api, &one).await, json!([thunderbird, google]));
    let changed = api
        .patch(&one, json!({ "name": "Phone" }))
        .await
        .expect(200)
        .json();
    assert_eq!(changed["polls"], json!([thunderbird, google]));
    assert_eq!(
        lines(&browser.get("/me").await.expect(200)),
        [
            "Thunderbird 5 minutes ago",
            "Google Calendar 14 hours ago · about every 12 hours"
        ]
    );
    let other = app.person("lee", "Lee", &[]).await;
    app.api(other).await.get(&one).await.expect(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_fetched_stands_in_the_log_and_shows_no_more_than_it_has() {
    let app = TestApp::new().await;
    let (_, api, one, path) = with_feed(&app).await;
    let list = json!({ "name_en": "Safety", "slug": "safety", "visibility": "public" });
    let admin = app.admin().await;
    admin.post("/lists", list).await.expect(201);
    // Whoever has got hold of the address asks for what they please.
    let none = json!(null);
    let mut expected = Vec::new();
    for (query, program, client) in [
        ("?list=safety", "Sample/1.0", "other"),
        ("?kinds=stay", "curl/8.5.0", "command_line"),
        ("?detail=busy", "Evolution/3.50.2", "gnome"),
    ] {
        app.clock.advance(Duration::minutes(5));
        fetch(&app, &format!("{path}{query}"), program, 200).await;
        app.feeds.write_polls().await.unwrap();
        expected.insert(
            0,
            json!({ "client": client, "last_at": time(&app), "polls": 1, "gap_seconds": none, "octets": none }),
        );
    }
    assert_eq!(polls(&api, &one).await, json!(expected));
    assert_eq!(told(&app).await, [None; 3]);
    // What has seminars has a size, and what has all of them tells of them.
    app.clock.advance(Duration::minutes(5));
    let part = fetch(&app, &format!("{path}?days=7"), GOOGLE, 200).await;
    app.feeds.write_polls().await.unwrap();
    assert_eq!(polls(&api, &one).await[0]["octets"], part);
    assert_eq!(told(&app).await, [None; 4]);
    app.clock.advance(Duration::minutes(5));
    let whole = app.clock.now();
    fetch(&app, &path, GOOGLE, 200).await;
    app.feeds.write_polls().await.unwrap();
    app.clock.advance(Duration::minutes(5));
    fetch(&app, &format!("{path}?list=safety"), GOOGLE, 200).await;
    app.feeds.write_polls().await.unwrap();
    let google = polls(&api, &one).await[0].clone();
    assert_eq!(
        (&google["last_at"], &google["polls"]),
        (&json!(time(&app)), &json!(3))
    );
    assert_eq!(told(&app).await, [Some(whole), None, None, None]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_served_is_not_noted_and_a_revoked_feed_is_forgotten() {
    let app = TestApp::new().await;
    let (_, api, one, path) = with_feed(&app).await;
    for wrong in [
        "/feeds/my/nothing.ics".to_owned(),
        path.replace(".ics", "x.ics"),
        format!("{path}?past=soon"),
        "/feeds/hub.ics".to_owned(),
    ] {
        let request = Request::new("GET", &wrong).header("User-Agent", GOOGLE);
        app.send(request).await;
    }
    app.feeds.write_polls().await.unwrap();
    assert_eq!(polls(&api, &one).await, json!([]));

    fetch(&app, &path, GOOGLE, 200).await;
    app.feeds.write_polls().await.unwrap();
    assert_eq!(count(&app).await, 1);
    fetch(&app, &path, "Sample/1.0", 200).await;
    api.delete(&one).await.expect(204);
    // What was noted before and written after is not kept either.
    app.feeds.write_polls().await.unwrap();
    assert_eq!(count(&app).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_write_one_log_and_what_asks_no_more_is_forgotten() {
    let app = TestApp::new().await;
    let (_, api, one, path) = with_feed(&app).await;
    let another: Feeds = app.app.feeds();
    let secret = path
        .rsplit('/')
        .next()
        .unwrap()
        .strip_suffix(".ics")
        .unwrap();
    let earlier = time(&app);
    another.polled(secret, GOOGLE.as_bytes(), Shows::All, Some(1));
    app.clock.advance(Duration::hours(8));
    let later = time(&app);
    let octets = fetch(&app, &path, GOOGLE, 200).await;
    app.feeds.write_polls().await.unwrap();
    // The other node writes late: the last stays the last, and counts are added up.
    another.write_polls().await.unwrap();
    assert_ne!(earlier, later);
    assert_eq!(
        polls(&api, &one).await,
        json!([{ "client": "google", "last_at": later, "polls": 2, "gap_seconds": null, "octets": octets }])
    );
    // Habits are learned, and slowly unlearned: three parts of what was, one of what is.
    for hours in [8, 4] {
        app.clock.advance(Duration::hours(hours));
        another.polled(secret, GOOGLE.as_bytes(), Shows::All, None);
        another.write_polls().await.unwrap();
    }
    let last = time(&app);
    assert_eq!(
        polls(&api, &one).await,
        json!([{ "client": "google", "last_at": last, "polls": 4, "gap_seconds": 7 * 3600, "octets": octets }])
    );
    let mut conn = app.conn().await;
    app.clock.advance(Duration::days(90));
    prune::prune(&mut conn, &*app.clock).await.unwrap();
    assert_eq!(count(&app).await, 1);
    app.clock.advance(Duration::seconds(1));
    prune::prune(&mut conn, &*app.clock).await.unwrap();
    assert_eq!(count(&app).await, 0);
}

/// When each program was last told all there is to come, those that asked last first.
async fn told(app: &TestApp) -> Vec<Option<Instant>> {
    use diesel::{ExpressionMethods, QueryDsl};
    use diesel_async::RunQueryDsl;
    use maru::base::schema::feed_polls;
    feed_polls::table
        .order(feed_polls::last_at.desc())
        .select(feed_polls::told_at)
        .load(&mut app.conn().await)
        .await
        .unwrap()
}

async fn count(app: &TestApp) -> i64 {
    use diesel::{QueryDsl, dsl::count_star};
    use diesel_async::RunQueryDsl;
    maru::base::schema::feed_polls::table
        .select(count_star())
        .first(&mut app.conn().await)
        .await
        .unwrap()
}
