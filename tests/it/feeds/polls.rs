//! Who fetched a personal feed, as its owner sees it.

use chrono::Duration;
use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection, TransactionManager};
use maru::{
    base::{
        changes::{self, Subject},
        clock::{Clock, Instant},
        ids::PersonId,
    },
    feeds::{Feeds, actions::revoke, model::Shows},
    worker::prune,
};
use serde_json::{Value, json};

use crate::support::{
    app::{Api, TestApp},
    house::attributes,
    http::{Answer, Request},
    make, watch,
};

type Transactions = <AsyncPgConnection as AsyncConnection>::TransactionManager;

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

/// So many bookings of `person`, one every eight hours from now on, of a thousand octets or so each.
fn bookings(app: &TestApp, person: PersonId, many: usize) -> String {
    format!(
        "INSERT INTO bookings (id, code, uid, title, for_id, entered_by, starts_at, ends_at, starts_local, ends_local, zone, \
           state, state_at, created_at, modified_at) \
         SELECT gen_random_uuid(), 'b' || n, 'b' || n || '@hub.example', repeat('Weekly meeting, ', 40) || n, '{person}', \
           '{person}', at, at + interval '1 h', at AT TIME ZONE 'Asia/Seoul', (at + interval '1 h') AT TIME ZONE 'Asia/Seoul', \
           'Asia/Seoul', 'confirmed', '{now}', '{now}', '{now}' \
         FROM generate_series(1, {many}) AS n, LATERAL (SELECT timestamptz '{now}' + n * interval '8 h' AS at) AS t;",
        now = app.clock.now().to_rfc3339(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_is_told_of_a_feed_that_google_does_not_take() {
    let app = TestApp::new().await;
    let (person, api, one, path) = with_feed(&app).await;
    let sql = bookings(&app, person, 2_000);
    app.conn().await.batch_execute(&sql).await.unwrap();
    let mut browser = app.browser(person).await;
    let warnings = |page: &Answer| page.words(".feed .attention");
    let none = Vec::<String>::new();
    // Nobody knows how large it is, and looking at the page does not find it out.
    assert_eq!(warnings(&browser.get("/me").await.expect(200)), none);
    assert_eq!(app.feeds.renders(), 0);

    let whole = fetch(&app, &path, GOOGLE, 200).await;
    assert!(whole > 1_000_000, "{whole}");
    app.feeds.write_polls().await.unwrap();
    assert_eq!(polls(&api, &one).await[0]["octets"], whole);
    app.clock.advance(Duration::hours(14));
    let page = browser.get("/me").await.expect(200);
    let megabytes = format!("{}.{}", whole / 1_000_000, whole / 100_000 % 10);
    assert_eq!(
        warnings(&page),
        [format!(
            "When Google Calendar last fetched it (14 hours ago), this calendar had {megabytes} MB. Google Calendar reads \
             none above about 1 MB, and does not say so: what is new or changed does not arrive there."
        )]
    );
    let addresses = attributes(&page, ".feed input.code", "value");
    assert_eq!(addresses, [format!("{}{path}", app.hub.public_url)]);
    // What Google reads of it is measured where that is offered.
    assert_eq!(
        page.words(".feed .attention + p a"),
        [
            "Subscribe to a part of it that Google Calendar reads, and remove the whole there – My calendar"
        ]
    );
    let id = one.rsplit('/').next().unwrap();
    let how = format!("/feeds/how?feed=my%2F{id}");
    let links = attributes(&page, ".feed .attention + p a", "href");
    assert_eq!(links, [format!("{how}#large")]);
    let offered = browser.get(&how).await.expect(200);
    assert_eq!(offered.words("#large").len(), 1);
    browser.language = "ko";
    let page = browser.get("/me").await.expect(200);
    let told = format!(
        "Google 캘린더에서 마지막으로 가져갔을 때(14시간 전) 이 캘린더는 {megabytes} MB였습니다."
    );
    assert!(warnings(&page)[0].starts_with(&told), "{}", page.text());
    browser.language = "en";

    // Another program with a part of it says nothing of what Google has.
    app.clock.advance(Duration::hours(1));
    let half_a_year = format!("{path}?past=0&days=180");
    let part = fetch(&app, &half_a_year, THUNDERBIRD, 200).await;
    assert!(part < 1_000_000, "{part}");
    app.feeds.write_polls().await.unwrap();
    assert_eq!(warnings(&browser.get("/me").await.expect(200)).len(), 1);
    // Once Google has not asked for two weeks it is not used any more, and what is used counts.
    app.clock.advance(Duration::days(14));
    let mut browser = app.browser(person).await;
    assert_eq!(warnings(&browser.get("/me").await.expect(200)), none);
    fetch(&app, &half_a_year, THUNDERBIRD, 200).await;
    app.feeds.write_polls().await.unwrap();
    assert_eq!(warnings(&browser.get("/me").await.expect(200)), none);
    app.clock.advance(Duration::minutes(5));
    fetch(&app, &path, "Sample/1.0", 200).await;
    app.clock.advance(Duration::minutes(5));
    app.feeds.write_polls().await.unwrap();
    let told = warnings(&browser.get("/me").await.expect(200));
    let begin = "When another program last fetched it (5 minutes ago), this calendar had ";
    assert!(told[0].starts_with(begin), "{told:?}");
    // Once Google has no more than a part, there is nothing to say.
    fetch(&app, &half_a_year, GOOGLE, 200).await;
    app.feeds.write_polls().await.unwrap();
    assert_eq!(warnings(&browser.get("/me").await.expect(200)), none);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_database_costs_no_feed_and_no_poll() {
    let app = TestApp::new().await;
    let (_, api, one, path) = with_feed(&app).await;
    fetch(&app, &path, GOOGLE, 200).await;
    {
        let mut conn = app.conn().await;
        conn.batch_execute("ALTER TABLE feed_polls RENAME TO away")
            .await
            .unwrap();
        assert!(app.feeds.write_polls().await.is_err());
        fetch(&app, &path, GOOGLE, 200).await;
        conn.batch_execute("ALTER TABLE away RENAME TO feed_polls")
            .await
            .unwrap();
    }
    app.feeds.write_polls().await.unwrap();
    assert_eq!(polls(&api, &one).await[0]["polls"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_body_for_want_of_a_newer_one_tells_nothing() {
    let app = TestApp::new().await;
    let (person, api, one, path) = with_feed(&app).await;
    fetch(&app, &path, GOOGLE, 200).await;
    let first = app.clock.now();
    app.clock.advance(Duration::minutes(5));
    // It has changed and cannot be read in time, though the database answers.
    let mut writer = app.db.connect().await;
    changes::raise(&mut writer, &*app.clock, [Subject::Person(person)])
        .await
        .unwrap();
    let mut holder = app.db.connect().await;
    holder
        .batch_execute("BEGIN; LOCK TABLE seminars IN ACCESS EXCLUSIVE MODE")
        .await
        .unwrap();
    let renders = app.feeds.renders();
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    fetch(&app, &path, GOOGLE, 200).await;
    assert_eq!(app.feeds.renders(), renders);
    holder.batch_execute("ROLLBACK").await.unwrap();
    app.feeds.write_polls().await.unwrap();
    assert_eq!(polls(&api, &one).await[0]["polls"], 2);
    assert_eq!(polls(&api, &one).await[0]["last_at"], time(&app));
    assert_eq!(told(&app).await, [Some(first)]);
    fetch(&app, &path, GOOGLE, 200).await;
    assert_eq!(app.feeds.renders(), renders + 1);
    app.feeds.write_polls().await.unwrap();
    assert_eq!(polls(&api, &one).await[0]["polls"], 3);
    assert_eq!(told(&app).await, [Some(app.clock.now())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_written_in_time_waits_and_counts_once() {
    let app = TestApp::new().await;
    let (_, api, one, path) = with_feed(&app).await;
    fetch(&app, &path, GOOGLE, 200).await;
    let mut holder = app.db.connect().await;
    holder
        .batch_execute("BEGIN; LOCK TABLE feed_polls IN ACCESS EXCLUSIVE MODE")
        .await
        .unwrap();
    let given_up = tokio::time::timeout(std::time::Duration::from_mins(1), app.feeds.write_polls());
    assert!(given_up.await.expect("it waits for ever").is_err());
    holder.batch_execute("ROLLBACK").await.unwrap();
    app.feeds.write_polls().await.unwrap();
    assert_eq!(polls(&api, &one).await[0]["polls"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_while_its_feed_is_being_revoked_is_not_kept() {
    let app = TestApp::new().await;
    let (person, _, one, path) = with_feed(&app).await;
    fetch(&app, &path, GOOGLE, 200).await;
    let (mut conn, mut watching) = (app.db.connect().await, app.db.connect().await);
    let owner = make::acting(&mut conn, person).await;
    let feed = one.rsplit('/').next().unwrap().parse().unwrap();
    Transactions::begin_transaction(&mut conn).await.unwrap();
    revoke(&mut conn, &*app.clock, &owner, person, feed)
        .await
        .unwrap();
    let revoked = async {
        watch::until_something_waits(&mut watching).await;
        Transactions::commit_transaction(&mut conn).await.unwrap();
    };
    let (written, ()) = tokio::join!(app.feeds.write_polls(), revoked);
    written.unwrap();
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
