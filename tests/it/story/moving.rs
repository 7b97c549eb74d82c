//! Rooms and times: what is taken refuses, and what moves is told once.

use chrono::Duration;
use maru::people::model::Role;
use serde_json::{Value, json};

use super::{Scene, to};

#[tokio::test(flavor = "multi_thread")]
async fn a_seminar_takes_its_room_and_a_taken_room_refuses_it() {
    let scene = Scene::new().await;
    let taken = scene
        .organiser
        .post("/bookings", json!({ "room_id": scene.hall["id"], "title": "x", "starts_at": scene.seminar["starts_at"],
                                   "ends_at": scene.seminar["ends_at"] }))
        .await
        .expect(409)
        .json();
    assert_eq!(taken["conflicts"][0]["title"], "Beyond; laws, \\ 🚀");
    assert_eq!(taken["conflicts"][0]["by"], "Oh Organiser");
    let second = json!({ "series_id": scene.series["id"], "title": "Too", "starts_local": "2026-12-10T16:30:00" });
    scene
        .organiser
        .post("/seminars", second.clone())
        .await
        .expect(409);
    let mut elsewhere = second;
    elsewhere["room_id"] = Value::Null;
    let made = scene
        .organiser
        .post("/seminars", elsewhere)
        .await
        .expect(201)
        .json();
    assert_eq!(
        (
            made["state"].as_str(),
            made["rooms"].as_array().unwrap().len()
        ),
        (Some("draft"), 0)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_moves_the_room_and_tells_old_and_new_once() {
    let scene = Scene::new().await;
    scene.invite().await;
    scene.answer("said", "no").await;
    // Three edits within the window: one notice.
    for local in [
        "2026-12-10T17:00:00",
        "2026-12-10T19:00:00",
        "2026-12-10T18:00:00",
    ] {
        scene
            .organiser
            .patch(&scene.path(""), json!({ "starts_local": local }))
            .await
            .expect(200);
    }
    assert_eq!(scene.app.mails().await, []);
    scene.app.clock.advance(Duration::minutes(31));
    let mails = scene.app.mails().await;
    assert_eq!(
        to(&mails),
        [("change", "hong"), ("change", "marie"), ("change", "said")]
    );
    let marie = &mails[1];
    assert_eq!(
        marie.calendar["UID"],
        scene.seminar["uid"].as_str().unwrap()
    );
    assert_eq!(
        (
            marie.calendar["SEQUENCE"].as_str(),
            marie.calendar["DTSTART"].as_str()
        ),
        ("3", "20261210T090000Z")
    );
    assert!(
        marie.text.contains("08:00–09:00 (Paris, UTC+1)"),
        "{}",
        marie.text
    );
    assert!(
        marie.text.contains("10:00–11:00 (Paris, UTC+1)"),
        "{}",
        marie.text
    );
    // The old time is free, the new one is not.
    let at = |from: &str, to: &str| json!({ "room_id": scene.hall["id"], "title": "x", "starts_at": from, "ends_at": to });
    scene
        .organiser
        .post(
            "/bookings",
            at("2026-12-10T07:00:00Z", "2026-12-10T08:00:00Z"),
        )
        .await
        .expect(201);
    scene
        .organiser
        .post(
            "/bookings",
            at("2026-12-10T09:30:00Z", "2026-12-10T10:00:00Z"),
        )
        .await
        .expect(409);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_is_reverted_in_time_is_not_told() {
    let scene = Scene::new().await;
    scene.invite().await;
    for local in ["2026-12-10T17:00:00", "2026-12-10T16:00:00"] {
        scene
            .organiser
            .patch(&scene.path(""), json!({ "starts_local": local }))
            .await
            .expect(200);
    }
    scene.app.clock.advance(Duration::minutes(31));
    assert_eq!(scene.app.mails().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_whose_room_is_taken_is_refused_whole() {
    let scene = Scene::new().await;
    scene
        .organiser
        .post("/bookings", json!({ "room_id": scene.hall["id"], "title": "Board", "starts_at": "2026-12-10T09:00:00Z",
                                   "ends_at": "2026-12-10T10:00:00Z" }))
        .await
        .expect(201);
    let before = scene.organiser.get(&scene.path("")).await.json();
    let edit = json!({ "starts_local": "2026-12-10T18:30:00", "title": "Another title" });
    scene
        .organiser
        .patch(&scene.path(""), edit)
        .await
        .expect(409);
    assert_eq!(scene.organiser.get(&scene.path("")).await.json(), before);
    let stale = json!({ "title": "Late", "lock_version": 99 });
    scene
        .organiser
        .patch(&scene.path(""), stale)
        .await
        .expect(409);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_room_of_the_series_moves_the_seminars_that_follow_it() {
    let scene = Scene::new().await;
    scene.invite().await;
    let admin = scene
        .app
        .api(
            scene
                .app
                .person("ada", "Ada Sample", &[Role::Administrator])
                .await,
        )
        .await;
    let other = admin
        .post("/rooms", json!({ "name": "Small hall", "kind": "hall" }))
        .await
        .expect(201)
        .json();
    let path = format!("/series/{}", scene.series["id"].as_str().unwrap());
    scene
        .organiser
        .patch(
            &path,
            json!({ "room_id": other["id"], "duration_minutes": 90 }),
        )
        .await
        .expect(200);
    let now = scene.organiser.get(&scene.path("")).await.json();
    assert_eq!(
        (now["room_id"].clone(), now["duration_minutes"].as_i64()),
        (other["id"].clone(), Some(90))
    );
    assert_eq!(
        (now["sequence"].as_i64(), now["revision"].as_i64()),
        (Some(1), Some(2))
    );
    scene.app.clock.advance(Duration::minutes(31));
    let mails = scene.app.mails().await;
    assert_eq!(mails.len(), 3);
    assert!(mails[1].text.contains("Small hall"), "{}", mails[1].text);
}
