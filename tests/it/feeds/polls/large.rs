//! What the owner is told of a feed that is larger than a program reads.

use chrono::Duration;
use diesel_async::SimpleAsyncConnection;
use maru::base::{clock::Clock, ids::PersonId};

use super::{GOOGLE, THUNDERBIRD, fetch, polls, with_feed};
use crate::support::{app::TestApp, house::attributes, http::Answer};

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
