//! What hangs on the time is true at every instant, though nothing has changed.

use chrono::{DateTime, Duration, Utc};
use serde_json::json;

use super::{ORDINARY, Scene, without_tokens};
use crate::support::{house::House, http::Request};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poster_says_at_each_second_whether_it_is_on() {
    let house = House::new().await;
    let code = house
        .seminar(
            json!({ "starts_local": "2026-11-10T16:00:30", "join_url": "https://meet.example/x" }),
        )
        .await;
    let other = json!({ "title": "At once after", "starts_local": "2026-11-10T17:30:00" });
    house.seminar(other).await;
    let page = format!("/seminars/{code}");
    let mut seen = Vec::new();
    for time in [
        "06:45:29", "06:45:30", "07:00:00", "07:00:29", "07:00:30", "07:00:59", "08:00:00",
        "08:00:29", "08:00:30", "09:29:59", "09:30:00",
    ] {
        house.app.clock.set(at(&format!("2026-11-10T{time}Z")));
        // Twice: the second is from memory.
        for _ in 0..2 {
            let shown = house.app.get(&page).await.expect(200);
            assert!(shown.header("etag").is_some());
            let join = shown.words(".facts .button").len();
            let next = shown.words(".next .entry-title").len();
            let banner = shown.words(".banner-title").join("");
            seen.push(format!("{time} {banner} {join} {next}"));
        }
    }
    seen.dedup();
    assert_eq!(
        seen,
        [
            "06:45:29  0 1",
            "06:45:30  1 1",
            "07:00:00  1 1",
            "07:00:29  1 1",
            "07:00:30 On now 1 1",
            "07:00:59 On now 1 1",
            "08:00:00 On now 1 1",
            "08:00:29 On now 1 1",
            "08:00:30 This is over. 0 1",
            "09:29:59 This is over. 0 1",
            "09:30:00 This is over. 0 0",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn today_is_the_readers_and_moves_at_their_midnight() {
    let scene = Scene::new().await;
    let today = async |zone: &str| {
        let cookie = format!("maru_zone={zone}");
        let page = scene.get("/", &[("Cookie", &cookie)]).await.expect(200);
        page.words(".month-grid [aria-current=date]").join(" ")
    };
    let clock = &scene.house.app.clock;
    for (time, seoul, new_york) in [
        ("2026-11-10T04:59:59Z", "10", "9"),
        ("2026-11-10T05:00:00Z", "10", "10"),
        ("2026-11-10T14:59:59Z", "10", "10"),
        ("2026-11-10T15:00:00Z", "11", "10"),
    ] {
        clock.set(at(time));
        for _ in 0..2 {
            let shown = [today("Asia/Seoul").await, today("America/New_York").await];
            let days = shown.each_ref().map(|day| day.split(' ').next().unwrap());
            assert_eq!(days, [seoul, new_york], "{time}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_what_the_ordinary_way_shows_from_minute_to_minute() {
    let scene = Scene::new().await;
    let clock = &scene.house.app.clock;
    clock.set(at("2026-11-10T06:58:57Z"));
    let mut tags = std::collections::BTreeSet::new();
    // An hour and five minutes, at another second of the minute each time.
    for _ in 0..16 {
        clock.advance(Duration::seconds(243));
        for path in scene.pages() {
            let kept = scene.kept(&path).await;
            let ordinary = Request::new("GET", &path).header("Cookie", ORDINARY);
            let ordinary = scene.house.app.send(ordinary).await.expect(200);
            assert_eq!(kept.text(), without_tokens(&ordinary), "{path}");
            tags.insert(kept.header("etag").unwrap().to_owned());
        }
    }
    // A page that a minute does not change keeps its tag.
    assert!(tags.len() < 20, "{}", tags.len());
}
