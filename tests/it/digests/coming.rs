//! When digests come, whoever makes them.

use diesel_async::SimpleAsyncConnection;
use maru::seminars::notices::digest;
use serde_json::json;

use super::Scene;

const NOBODY: [&str; 0] = [];

#[tokio::test(flavor = "multi_thread")]
async fn it_is_eight_where_the_reader_is_also_when_clocks_are_turned() {
    let scene = Scene::new().await;
    // Clocks go forward in Montréal on Sunday, 14 March 2027.
    assert_eq!(scene.readers("2027-03-08T00:00:00Z").await, NOBODY);
    let min = scene.reader("min", "Asia/Seoul").await;
    let marie = scene.reader("marie", "America/Montreal").await;
    let jean = scene.reader("jean", "America/Montreal").await;
    scene.follows(min, "hub", "weekly").await;
    scene.follows(marie, "hub", "weekly").await;
    scene.follows(jean, "hub", "daily").await;
    for day in ["12", "14", "15", "17"] {
        let starts = format!("2027-03-{day}T16:00");
        scene.seminar("Beyond scaling", &starts).await;
    }
    let comes: [(&str, &[&str]); 10] = [
        ("2027-03-08T12:59:59Z", &NOBODY),
        // To Jean, all of it is announced for later.
        (
            "2027-03-08T13:00:00Z",
            &["jean@sample.example", "marie@sample.example"],
        ),
        ("2027-03-13T12:59:59Z", &[]),
        ("2027-03-13T13:00:00Z", &["jean@sample.example"]),
        ("2027-03-14T11:59:59Z", &[]),
        ("2027-03-14T12:00:00Z", &["jean@sample.example"]),
        ("2027-03-14T22:59:59Z", &[]),
        ("2027-03-14T23:00:00Z", &["min@sample.example"]),
        ("2027-03-15T11:59:59Z", &[]),
        ("2027-03-15T12:00:00Z", &["marie@sample.example"]),
    ];
    for (time, readers) in comes {
        assert_eq!(scene.readers(time).await, readers, "{time}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_follows_its_reader_to_another_zone_and_on_a_stay() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let marie = scene.reader("marie", "Europe/Paris").await;
    scene.follows(marie, "hub", "weekly").await;
    scene.follows(marie, "topics/alignment", "daily").await;
    let next = async || {
        let next = scene.next(marie).await;
        let times: Vec<String> = next.into_iter().map(|(_, at)| at).collect();
        times
    };
    assert_eq!(next().await, ["2026-11-02 07:00:00", "2026-11-02 07:00:00"]);
    let montreal = json!({ "zone": "America/Montreal" });
    let path = format!("/people/{marie}");
    house.admin.patch(&path, montreal).await.expect(200);
    assert_eq!(next().await, ["2026-11-02 13:00:00", "2026-11-02 13:00:00"]);
    assert_eq!(scene.readers("2026-11-02T13:00:00Z").await, NOBODY);
    assert_eq!(next().await, ["2026-11-03 13:00:00", "2026-11-09 13:00:00"]);
    // A stay in Seoul from the 8th on, and its end.
    let stay = json!({ "visitor": { "person_id": marie }, "host_id": house.member, "from": "2026-11-08", "to": "2026-11-12",
                       "site_id": house.hall["site_id"] });
    let stay = house.admin.post("/stays", stay).await.expect(201).json();
    let act = |act: &str| format!("/stays/{}/{act}", stay["id"].as_str().unwrap());
    house
        .admin
        .post(&act("approval"), json!({}))
        .await
        .expect(200);
    assert_eq!(next().await, ["2026-11-03 13:00:00", "2026-11-08 23:00:00"]);
    house
        .admin
        .post(&act("cancellation"), json!({}))
        .await
        .expect(200);
    assert_eq!(next().await, ["2026-11-03 13:00:00", "2026-11-09 13:00:00"]);
    // Who follows nothing more in a rhythm has no digest of it to come.
    let path = format!("/people/{marie}/follows/hub");
    house.admin.delete(&path).await.expect(204);
    assert_eq!(
        scene.next(marie).await,
        [("daily".to_owned(), "2026-11-03 13:00:00".to_owned())]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_was_away_makes_one_and_none_that_is_stale() {
    let scene = Scene::new().await;
    let min = scene.reader("min", "Asia/Seoul").await;
    let marie = scene.reader("marie", "Asia/Seoul").await;
    scene.follows(min, "hub", "weekly").await;
    scene.follows(marie, "hub", "daily").await;
    for day in ["12", "13", "16"] {
        let starts = format!("2026-11-{day}T16:00");
        scene.seminar("Beyond scaling", &starts).await;
    }
    // It is Thursday, 12 November, 10:00 in Seoul: the weekly one was due on Monday, and a daily one on every day.
    let both = ["marie@sample.example", "min@sample.example"];
    assert_eq!(scene.readers("2026-11-12T01:00:00Z").await, both);
    assert_eq!(scene.house.count("messages").await, 2);
    assert_eq!(scene.readers("2026-11-12T02:00:00Z").await, NOBODY);
    // At 21:00 the daily one of the next morning is nearer than that of the day.
    assert_eq!(scene.readers("2026-11-13T12:00:00Z").await, NOBODY);
    assert_eq!(scene.readers("2026-11-15T12:00:00Z").await, NOBODY);
    assert_eq!(scene.house.count("messages").await, 2);
    assert_eq!(scene.readers("2026-11-15T23:00:00Z").await, both);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_make_one_of_each_and_a_second_time_on_that_day_none() {
    let scene = Scene::new().await;
    let handles = ["ada", "ben", "cho", "dan", "eun"];
    for handle in handles {
        let reader = scene.reader(handle, "Asia/Seoul").await;
        scene.follows(reader, "hub", "weekly").await;
    }
    scene.seminar("Beyond scaling", "2026-11-12T16:00").await;
    let app = &scene.house.app;
    app.clock.set("2026-11-08T23:00:00Z".parse().unwrap());
    let make = async || {
        let mut conn = app.conn().await;
        digest::make(&mut conn, &*app.clock, &app.hub)
            .await
            .unwrap()
    };
    let (one, other) = tokio::join!(make(), make());
    assert_eq!(one + other, handles.len());
    let to: Vec<String> = handles
        .iter()
        .map(|handle| format!("{handle}@sample.example"))
        .collect();
    assert_eq!(scene.readers("2026-11-08T23:00:01Z").await, to);
    // However it comes to be due again on the same day: what went out stays what it was.
    let mut conn = app.conn().await;
    conn.batch_execute("UPDATE digests SET next_at = '2026-11-08T23:00:00Z'")
        .await
        .unwrap();
    assert_eq!(scene.readers("2026-11-08T23:30:00Z").await, NOBODY);
    assert_eq!(scene.house.count("messages").await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn quiet_hours_hold_it_back() {
    let scene = Scene::new().await;
    let house = &scene.house;
    scene.follows(house.member, "hub", "weekly").await;
    scene.seminar("Beyond scaling", "2026-11-12T16:00").await;
    let mut browser = house.app.browser(house.member).await;
    let page = browser.get("/me/notices").await.expect(200);
    let quiet = [("quiet_from", "22:00"), ("quiet_to", "09:30")];
    browser
        .submit(&page, "/me/notices", &quiet)
        .await
        .expect(303);
    // 08:00 and 09:30 in Seoul.
    assert_eq!(scene.readers("2026-11-08T23:00:00Z").await, NOBODY);
    assert_eq!(scene.readers("2026-11-09T00:29:59Z").await, NOBODY);
    assert_eq!(
        scene.readers("2026-11-09T00:30:00Z").await,
        ["min@hub.example"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_told_only_to_who_asks_for_it() {
    let scene = Scene::new().await;
    let house = &scene.house;
    scene.follows(house.member, "hub", "weekly").await;
    house.app.api(house.guest).await;
    scene
        .follows(house.guest, "topics/alignment", "daily")
        .await;
    let mut browser = house.app.browser(house.member).await;
    let page = browser.get("/me/notices").await.expect(200);
    let asks = [("even_nothing", "yes")];
    browser
        .submit(&page, "/me/notices", &asks)
        .await
        .expect(303);
    let mail = scene.digest("2026-11-08T23:00:00Z").await;
    assert_eq!(
        (mail.to.as_str(), mail.subject.as_str()),
        ("min@hub.example", "This week at Maru: nothing")
    );
    assert_eq!(super::items(&mail), NOBODY);
    assert!(
        mail.text.contains("\nNothing in these days.\n"),
        "{}",
        mail.text
    );
    let ended = scene.ended().await;
    let void = ("void".to_owned(), Some("nothing today".to_owned()));
    assert!(ended.contains(&void), "{ended:?}");
    assert_eq!(ended.len(), 2);
}
