//! What becomes of it when something is for fewer people than those who were reminded of it.

use serde_json::json;

use super::Scene;

/// Lets it become that time; answers what Gil was sent of it since the last look: kind and subject.
async fn told(scene: &Scene, time: &str) -> Vec<(String, String)> {
    scene.house.app.clock.set(time.parse().unwrap());
    let mails = scene.house.app.mails().await;
    mails
        .into_iter()
        .filter(|mail| mail.to == "gil@hub.example")
        .map(|mail| (mail.kind, mail.subject))
        .collect()
}

/// Gil, who is no member, asks to be reminded of the series a week before, and is reminded of the seminar.
async fn reminded() -> Scene {
    let scene = Scene::new().await;
    let house = &scene.house;
    house.app.browser(house.guest).await;
    let series = house.series_id().await;
    let path = format!(
        "/series/{}/subscriptions/{}",
        series.as_str().unwrap(),
        house.guest
    );
    let week_before = json!({ "reminders": [10080] });
    house.admin.put(&path, week_before).await.expect(200);
    let mails = told(&scene, "2026-12-03T07:00:00Z").await;
    let kinds: Vec<&str> = mails.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["reminder"]);
    scene
}

/// That it is not for them any more: which one, as they were reminded of it.
fn closed() -> [(String, String); 1] {
    let subject =
        "No longer open to you: Beyond scaling, Thu 10 December 2026, 16:00 (Seoul, UTC+9)";
    [("cancellation".into(), subject.into())]
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_reminded_learns_that_it_is_for_others_now_and_nothing_more_of_it() {
    let scene = reminded().await;
    scene.edit(json!({ "visibility": "invited" })).await;
    assert_eq!(told(&scene, "2026-12-04T07:00:00Z").await, closed());
    let moved = json!({ "starts_local": "2026-12-11T16:00:00" });
    scene.edit(moved).await;
    assert_eq!(told(&scene, "2026-12-05T07:00:00Z").await, []);
    let path = format!("/seminars/{}/cancellation", scene.seminar);
    scene.house.admin.post(&path, json!({})).await.expect(200);
    assert_eq!(told(&scene, "2026-12-06T07:00:00Z").await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_that_waits_is_not_told_to_those_who_may_not_know_of_it_when_it_goes() {
    let scene = reminded().await;
    let moved = json!({ "starts_local": "2026-12-11T16:00:00" });
    scene.edit(moved).await;
    scene.edit(json!({ "visibility": "invited" })).await;
    assert_eq!(told(&scene, "2026-12-04T07:00:00Z").await, closed());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_know_of_it_again_before_they_are_told_hears_nothing_of_it() {
    let scene = reminded().await;
    scene.edit(json!({ "visibility": "invited" })).await;
    scene.edit(json!({ "visibility": "public" })).await;
    assert_eq!(told(&scene, "2026-12-04T07:00:00Z").await, []);
    // They are told as before how it stands.
    let moved = json!({ "starts_local": "2026-12-11T16:00:00" });
    scene.edit(moved).await;
    let mails = told(&scene, "2026-12-05T07:00:00Z").await;
    let subject = "New time: Beyond scaling, Fri 11 December 2026, 16:00 (Seoul, UTC+9)";
    let told: (String, String) = ("change".into(), subject.into());
    assert_eq!(mails, [told]);
}
