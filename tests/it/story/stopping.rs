//! Reminders, and what is cancelled or put off.

use chrono::Duration;
use serde_json::json;

use super::{Scene, to};

#[tokio::test(flavor = "multi_thread")]
async fn reminders_go_once_to_yes_and_speakers_and_follow_a_move() {
    let speaker = json!({ "speakers": [{ "name": "Spe Sample", "email": "spe@sample.example" }] });
    let scene = Scene::with(speaker).await;
    scene.invite().await;
    scene.answer("marie", "yes").await;
    scene.answer("said", "yes").await;
    scene.answer("said", "no").await;
    scene
        .organiser
        .patch(
            &scene.path(""),
            json!({ "starts_local": "2026-12-11T16:00:00" }),
        )
        .await
        .expect(200);
    scene.app.clock.advance(Duration::minutes(31));
    scene.app.mails().await;
    // A day before the old time nobody is reminded; a day before the new one they are. That something is missing three days
    // before would not be true any more.
    scene.app.clock.set("2026-12-09T07:01:00Z".parse().unwrap());
    assert_eq!(scene.app.mails().await, []);
    scene.app.clock.set("2026-12-10T07:01:00Z".parse().unwrap());
    let mails = scene.app.mails().await;
    assert_eq!(to(&mails), [("reminder", "marie"), ("reminder", "spe")]);
    assert!(
        mails[0]
            .text
            .contains("Fri 11 December 2026, 08:00–09:00 (Paris, UTC+1)"),
        "{}",
        mails[0].text
    );
    assert_eq!(scene.app.mails().await, []);
    scene.app.clock.set("2026-12-11T06:01:00Z".parse().unwrap());
    assert_eq!(
        to(&scene.app.mails().await),
        [("reminder", "marie"), ("reminder", "spe")]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_cancellation_the_room_is_free_and_nobody_is_reminded() {
    let scene = Scene::new().await;
    scene.invite().await;
    scene.answer("marie", "yes").await;
    scene
        .organiser
        .post(
            &scene.path("/cancellation"),
            json!({ "reason": "speaker ill" }),
        )
        .await
        .expect(200);
    let mails = scene.app.mails().await;
    assert_eq!(
        to(&mails),
        [
            ("cancellation", "hong"),
            ("cancellation", "marie"),
            ("cancellation", "said")
        ]
    );
    for mail in &mails {
        assert_eq!(mail.method.as_deref(), Some("CANCEL"));
        assert_eq!(
            (
                mail.calendar["STATUS"].as_str(),
                mail.calendar["SEQUENCE"].as_str()
            ),
            ("CANCELLED", "1")
        );
        assert!(mail.text.contains("speaker ill"));
    }
    scene
        .organiser
        .post("/bookings", json!({ "room_id": scene.hall["id"], "title": "x", "starts_at": scene.seminar["starts_at"],
                                   "ends_at": scene.seminar["ends_at"] }))
        .await
        .expect(201);
    scene.app.clock.set("2026-12-10T06:30:00Z".parse().unwrap());
    assert_eq!(scene.app.mails().await, []);
    scene
        .organiser
        .patch(&scene.path(""), json!({ "title": "x" }))
        .await
        .expect(409);
    let states: Vec<_> = scene
        .messages()
        .await
        .into_iter()
        .filter(|row| row.0 == "reminder")
        .map(|row| row.2)
        .collect();
    assert_eq!(states, ["void", "void"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postponed_seminar_comes_back_with_its_room_and_tells_so() {
    let scene = Scene::new().await;
    scene.invite().await;
    scene
        .organiser
        .post(&scene.path("/postponement"), json!({}))
        .await
        .expect(200);
    assert_eq!(to(&scene.app.mails().await).len(), 3);
    let back = scene
        .organiser
        .patch(
            &scene.path(""),
            json!({ "starts_local": "2027-01-14T16:00:00", "state": "announced" }),
        )
        .await
        .expect(200)
        .json();
    assert_eq!(
        (
            back["state"].as_str(),
            back["rooms"].as_array().unwrap().len()
        ),
        (Some("announced"), 1)
    );
    scene.app.clock.advance(Duration::minutes(31));
    let mails = scene.app.mails().await;
    assert_eq!(
        to(&mails),
        [("change", "hong"), ("change", "marie"), ("change", "said")]
    );
    assert_eq!(mails[1].method.as_deref(), Some("REQUEST"));
}
