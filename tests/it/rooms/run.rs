//! Bookings by a rule.

use serde_json::json;

use super::{booking, room, taken};
use crate::support::app::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_books_every_date_or_none() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let hall = room(&admin, "Hall", json!({})).await;
    admin
        .post("/bookings", booking(&hall, "07:00", "08:00"))
        .await
        .expect(201);
    let mut weekly = json!({ "room_id": hall["id"], "title": "Weekly", "starts_at": "2026-11-24T07:00:00Z",
                             "ends_at": "2026-11-24T08:00:00Z", "rule": "FREQ=WEEKLY;COUNT=3" });
    let refused = admin
        .post("/bookings", weekly.clone())
        .await
        .expect(409)
        .json();
    assert_eq!(refused["conflicts"].as_array().unwrap().len(), 1);
    assert_eq!(taken(&app).await, 1);

    weekly["on_conflict"] = json!("skip");
    let run = admin.post("/bookings", weekly).await.expect(201).json();
    let days: Vec<_> = run["booked"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["starts_at"].as_str().unwrap())
        .collect();
    assert_eq!(days, ["2026-11-24T07:00:00Z", "2026-12-08T07:00:00Z"]);
    let clash = &run["clashes"][0];
    assert_eq!(
        (clash["starts_at"].as_str(), clash["reason"].as_str()),
        (Some("2026-12-01T07:00:00Z"), Some("taken"))
    );
    assert_eq!(clash["conflicts"][0]["title"], "Reading group");
    assert_eq!(taken(&app).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn dates_of_one_rule_that_overlap_each_other_are_refused() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let hall = room(&admin, "Hall", json!({})).await;
    let long = json!({ "room_id": hall["id"], "title": "Long", "starts_at": "2026-12-01T07:00:00Z",
                       "ends_at": "2026-12-02T08:00:00Z", "rule": "FREQ=DAILY;COUNT=2" });
    let fields = admin.post("/bookings", long).await.expect(422).json()["fields"].clone();
    assert_eq!(
        fields,
        json!({ "rule": ["Dates of this rule overlap each other; make them shorter, or further apart."] })
    );
    assert_eq!(taken(&app).await, 0);
}
