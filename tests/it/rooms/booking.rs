//! One booking: made, refused with who has it, moved, cancelled, approved.

use std::collections::BTreeMap;

use maru::people::model::Role;
use serde_json::json;

use super::{booking, room, taken};
use crate::support::{app::TestApp, watch};

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_room_names_who_has_it_and_offers_what_is_free() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let (hall, other) = (
        room(&admin, "Hall", json!({})).await,
        room(&admin, "Other hall", json!({})).await,
    );
    let sun = app.person("sun", "Sun Sample", &[Role::Member]).await;
    let mine = app.api(sun).await;
    mine.post("/bookings", booking(&hall, "07:00", "08:00"))
        .await
        .expect(201);

    let min = app.person("min", "Min Sample", &[Role::Member]).await;
    let theirs = app.api(min).await;
    let refused = theirs
        .post("/bookings", booking(&hall, "07:30", "08:30"))
        .await
        .expect(409)
        .json();
    assert_eq!(
        refused["conflicts"],
        json!([{ "room_id": hall["id"], "starts_at": "2026-12-01T07:00:00Z", "ends_at": "2026-12-01T08:00:00Z",
                 "title": "Reading group", "by": "Sun Sample" }])
    );
    let free: Vec<_> = refused["alternatives"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["room_id"].clone(),
                one["starts_at"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    assert!(
        free.contains(&(other["id"].clone(), "2026-12-01T07:30:00Z".into())),
        "{free:?}"
    );
    assert!(
        free.contains(&(hall["id"].clone(), "2026-12-01T08:00:00Z".into())),
        "{free:?}"
    );
    // What is offered can be had.
    for (room, start) in free {
        let end =
            start.parse::<chrono::DateTime<chrono::Utc>>().unwrap() + chrono::Duration::hours(1);
        let body =
            json!({ "room_id": room, "title": "Offered", "starts_at": start, "ends_at": end });
        theirs.post("/bookings", body).await.expect(201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn someone_who_is_no_member_sees_no_title_and_books_nothing() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let hall = room(&admin, "Hall", json!({})).await;
    admin
        .post("/bookings", booking(&hall, "07:00", "08:00"))
        .await
        .expect(201);
    let guest = app
        .api(app.person("guest", "Guest Sample", &[]).await)
        .await;
    let listed = guest.get("/bookings").await.expect(200).json();
    let seen: Vec<_> = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["title"].clone(), one["for_id"].clone()))
        .collect();
    assert_eq!(seen, [(json!(null), json!(null))]);
    guest
        .post("/bookings", booking(&hall, "10:00", "11:00"))
        .await
        .expect(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn slots_that_touch_fit_and_set_up_and_tidy_up_count() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let plain = room(&admin, "Plain", json!({})).await;
    admin
        .post("/bookings", booking(&plain, "07:00", "08:00"))
        .await
        .expect(201);
    admin
        .post("/bookings", booking(&plain, "08:00", "09:00"))
        .await
        .expect(201);
    let slow = room(
        &admin,
        "Slow",
        json!({ "setup_minutes": 30, "tidy_minutes": 15 }),
    )
    .await;
    let first = admin
        .post("/bookings", booking(&slow, "07:00", "08:00"))
        .await
        .expect(201)
        .json();
    assert_eq!(
        (first["blocked_from"].as_str(), first["blocked_to"].as_str()),
        (Some("2026-12-01T06:30:00Z"), Some("2026-12-01T08:15:00Z"))
    );
    admin
        .post("/bookings", booking(&slow, "08:30", "09:00"))
        .await
        .expect(409);
    admin
        .post("/bookings", booking(&slow, "08:45", "09:00"))
        .await
        .expect(201);
}

/// What the counters say.
async fn raised(app: &TestApp) -> BTreeMap<String, i64> {
    let counters = watch::counters(&mut *app.conn().await).await;
    counters.into_iter().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_takes_its_parts_and_a_part_the_whole() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let (a, b) = (
        room(&admin, "A", json!({})).await,
        room(&admin, "B", json!({})).await,
    );
    let whole = room(&admin, "A and B", json!({ "part_ids": [a["id"], b["id"]] })).await;
    // The feeds of its parts learn of it, when it is booked and when it is free again.
    let mut before = raised(&app).await;
    let mut booked = serde_json::Value::Null;
    for act in ["booked", "cancelled", "booked again"] {
        if act == "cancelled" {
            let path = format!("/bookings/{}/cancellation", booked["id"].as_str().unwrap());
            admin.post(&path, json!({})).await.expect(200);
        } else {
            let made = admin.post("/bookings", booking(&whole, "07:00", "08:00"));
            booked = made.await.expect(201).json();
        }
        let after = raised(&app).await;
        for one in [&a, &b, &whole] {
            let key = format!("room:{}", one["id"].as_str().unwrap());
            assert_eq!(after[&key], before[&key] + 1, "{act}");
        }
        before = after;
    }
    admin
        .post("/bookings", booking(&a, "07:30", "08:30"))
        .await
        .expect(409);
    admin
        .post("/bookings", booking(&b, "10:00", "11:00"))
        .await
        .expect(201);
    admin
        .post("/bookings", booking(&whole, "10:30", "11:30"))
        .await
        .expect(409);
    assert_eq!(taken(&app).await, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_that_meets_another_booking_leaves_everything_as_it_was() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let hall = room(&admin, "Hall", json!({})).await;
    let first = admin
        .post("/bookings", booking(&hall, "07:00", "08:00"))
        .await
        .expect(201)
        .json();
    admin
        .post("/bookings", booking(&hall, "09:00", "10:00"))
        .await
        .expect(201);
    let path = format!("/bookings/{}", first["id"].as_str().unwrap());
    let there = json!({ "starts_at": "2026-12-01T09:30:00Z", "ends_at": "2026-12-01T10:30:00Z" });
    admin.patch(&path, there).await.expect(409);
    assert_eq!(admin.get(&path).await.json(), first);
    let later = json!({ "starts_at": "2026-12-01T10:00:00Z", "ends_at": "2026-12-01T11:00:00Z" });
    let moved = admin.patch(&path, later).await.expect(200).json();
    assert_eq!(
        (moved["sequence"].as_i64(), moved["lock_version"].as_i64()),
        (Some(1), Some(2))
    );
    admin
        .post("/bookings", booking(&hall, "07:00", "08:00"))
        .await
        .expect(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_booking_frees_its_room_and_cannot_be_cancelled_again() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let hall = room(&admin, "Hall", json!({})).await;
    let first = admin
        .post("/bookings", booking(&hall, "07:00", "08:00"))
        .await
        .expect(201)
        .json();
    let path = format!("/bookings/{}/cancellation", first["id"].as_str().unwrap());
    admin
        .post(&path, json!({ "reason": "ill" }))
        .await
        .expect(200);
    admin
        .post("/bookings", booking(&hall, "07:00", "08:00"))
        .await
        .expect(201);
    admin.post(&path, json!({})).await.expect(409);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_is_told_of_what_someone_else_did_and_of_nothing_else() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let hall = room(&admin, "Hall", json!({})).await;
    let sun = app.person("sun", "Sun Sample", &[Role::Member]).await;
    let mut body = booking(&hall, "07:00", "08:00");
    body["for_id"] = json!(sun);
    let made = admin.post("/bookings", body).await.expect(201).json();
    let told: Vec<_> = app
        .mails()
        .await
        .into_iter()
        .map(|mail| (mail.kind, mail.to))
        .collect();
    assert_eq!(told, [("booking".to_owned(), "sun@hub.example".to_owned())]);
    let path = format!("/bookings/{}/cancellation", made["id"].as_str().unwrap());
    app.api(sun).await.post(&path, json!({})).await.expect(200);
    assert_eq!(app.mails().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_wants_approval_is_held_until_a_keeper_decides() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let hall = room(&admin, "Hall", json!({ "approval": true })).await;
    let sun = app
        .api(app.person("sun", "Sun Sample", &[Role::Member]).await)
        .await;
    let held = sun
        .post("/bookings", booking(&hall, "07:00", "08:00"))
        .await
        .expect(201)
        .json();
    assert_eq!(held["state"], "held");
    let path = format!("/bookings/{}", held["id"].as_str().unwrap());
    sun.post(&format!("{path}/approval"), json!({}))
        .await
        .expect(403);
    sun.post("/bookings", booking(&hall, "07:30", "08:30"))
        .await
        .expect(409);
    admin
        .post(
            &format!("{path}/refusal"),
            json!({ "reason": "closed that day" }),
        )
        .await
        .expect(200);
    let again = sun
        .post("/bookings", booking(&hall, "07:00", "08:00"))
        .await
        .expect(201)
        .json();
    let path = format!("/bookings/{}", again["id"].as_str().unwrap());
    let approved = admin
        .post(&format!("{path}/approval"), json!({}))
        .await
        .expect(200)
        .json();
    assert_eq!(approved["state"], "confirmed");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_times_are_said_beside_their_fields() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let site = admin
        .post("/sites", json!({ "name": "Paris", "zone": "Europe/Paris" }))
        .await
        .expect(201)
        .json();
    let hall = room(&admin, "Salle", json!({ "site_id": site["id"] })).await;
    let local = |from: &str, to: &str| json!({ "room_id": hall["id"], "title": "Night", "starts_local": from, "ends_local": to });
    let fields =
        async |body| admin.post("/bookings", body).await.expect(422).json()["fields"].clone();
    let gap = fields(local("2027-03-28T02:30:00", "2027-03-28T04:00:00")).await;
    assert!(
        gap["starts_local"][0]
            .as_str()
            .unwrap()
            .contains("2027-03-28 03:00"),
        "{gap}"
    );
    let fold = fields(local("2026-10-25T02:30:00", "2026-10-25T04:00:00")).await;
    assert!(
        fold["starts_local"][0].as_str().unwrap().contains("twice"),
        "{fold}"
    );
    let far = fields(local("0999-12-31T10:00:00", "9999-12-31T10:00:00")).await;
    let years = json!(["Choose a year from 1970 to 2200."]);
    assert_eq!(far, json!({ "ends_local": years }));
    let far = fields(local("2026-12-31T10:00:00", "20026-12-31T10:00:00")).await;
    assert_eq!(far, json!({ "ends_local": years }));
    let backwards = fields(booking(&hall, "08:00", "07:00")).await;
    assert_eq!(
        backwards,
        json!({ "ends_at": ["The end must come after the start."] })
    );
    assert_eq!(fields(json!({ "title": "x", "starts_at": "2026-12-01T07:00:00Z", "ends_at": "2026-12-01T08:00:00Z" })).await,
               json!({ "room_id": ["This is needed."] }));
    assert_eq!(taken(&app).await, 0);
}
