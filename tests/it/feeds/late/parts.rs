//! What a program fetched that does not show the change: a part of the feed, or more than it reads.

use serde_json::json;

use super::{GOOGLE, Scene, THUNDERBIRD, needless, waits};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_fetched_without_seminars_shows_no_change() {
    let scene = Scene::new().await;
    scene.fetched("09T16:50", THUNDERBIRD).await;
    scene.moved("09T17:00", 18).await;
    let list = json!({ "name_en": "Safety", "slug": "safety", "visibility": "public" });
    scene.house.admin.post("/lists", list).await.expect(201);
    for query in [
        "?kinds=stay",
        "?kinds=booking,stay",
        "?detail=busy",
        "?list=safety",
    ] {
        scene.asked("09T17:05", THUNDERBIRD, query).await;
    }
    assert_eq!(scene.sent("09T17:29").await, []);
    assert_eq!(scene.became().await, [waits()]);
    scene.told("09T17:30", 16, 18).await;

    // With all of them among other things it does.
    scene.moved("09T18:00", 19).await;
    let query = "?kinds=seminar,workshop,lecture,ceremony,tour,stay&past=0";
    scene.asked("09T18:05", THUNDERBIRD, query).await;
    assert_eq!(scene.sent("09T18:30").await, []);
    let sent = ("sent".to_owned(), None);
    assert_eq!(scene.became().await, [needless(), sent]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_fetched_of_some_seminars_does_not_show_a_change_of_another() {
    let scene = Scene::new().await;
    scene.fetched("09T16:50", THUNDERBIRD).await;
    scene.moved("09T17:00", 18).await;
    for query in ["?kinds=lecture", "?days=0", "?kinds=seminar&days=30"] {
        scene.asked("09T17:05", THUNDERBIRD, query).await;
    }
    assert_eq!(scene.sent("09T17:29").await, []);
    assert_eq!(scene.became().await, [waits()]);
    scene.told("09T17:30", 16, 18).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_never_fetches_more_than_some_seminars_is_told() {
    let scene = Scene::new().await;
    scene.asked("09T16:50", THUNDERBIRD, "?kinds=lecture").await;
    scene.moved("09T17:00", 18).await;
    scene.asked("09T17:05", THUNDERBIRD, "?kinds=lecture").await;
    scene.told("09T17:10", 16, 18).await;
    assert_eq!(scene.sent("09T19:00").await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_fetched_and_too_large_for_google_shows_no_change() {
    let scene = Scene::new().await;
    scene.fetched("09T08:00", GOOGLE).await;
    scene.moved("09T17:00", 18).await;
    scene.fetched("09T17:05", GOOGLE).await;
    scene.given(1_000_000).await;
    assert_eq!(scene.sent("09T17:10").await, []);
    assert_eq!(scene.became().await, [needless()]);

    scene.moved("09T18:00", 19).await;
    scene.fetched("09T18:05", GOOGLE).await;
    scene.given(1_000_001).await;
    scene.told("09T18:10", 18, 19).await;
    assert_eq!(scene.sent("09T19:00").await, []);
}
