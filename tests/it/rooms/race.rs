//! Many at once for one slot: exactly one gets it, and nobody waits for a deadlock to be broken.

use std::collections::BTreeMap;

use maru::people::model::Role;
use serde_json::json;

use super::{booking, room, taken};
use crate::support::app::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_sixteen_bookings_at_once_exactly_one_is_accepted() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let hall = room(&admin, "Hall", json!({})).await;
    let sun = app.person("sun", "Sun Sample", &[Role::Member]).await;
    for round in 0..5 {
        let from = format!("{:02}:00", round * 2);
        let to = format!("{:02}:30", round * 2 + 1);
        let mut all = Vec::new();
        for _ in 0..16 {
            let api = app.api(sun).await;
            let body = booking(&hall, &from, &to);
            all.push(tokio::spawn(async move {
                api.post("/bookings", body).await.status
            }));
        }
        let mut answers: BTreeMap<u16, usize> = BTreeMap::new();
        for one in all {
            *answers.entry(one.await.unwrap()).or_default() += 1;
        }
        assert_eq!(answers, [(201, 1), (409, 15)].into());
    }
    assert_eq!(taken(&app).await, 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn halls_that_share_a_part_are_raced_for_without_deadlock() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let (a, b, c) = (
        room(&admin, "A", json!({})).await,
        room(&admin, "B", json!({})).await,
        room(&admin, "C", json!({})).await,
    );
    let ab = room(&admin, "A and B", json!({ "part_ids": [a["id"], b["id"]] })).await;
    let ada = app
        .person("ada", "Ada Sample", &[Role::Administrator])
        .await;
    let bc = room(&admin, "B and C", json!({ "part_ids": [c["id"], b["id"]] })).await;
    let mut all = Vec::new();
    for n in 0..16 {
        let api = app.api(ada).await;
        let wanted = [&ab, &bc, &b, &ab][n % 4].clone();
        all.push(tokio::spawn(async move {
            api.post("/bookings", booking(&wanted, "07:00", "08:00"))
                .await
                .status
        }));
    }
    let mut accepted = 0;
    for one in all {
        match one.await.unwrap() {
            201 => accepted += 1,
            409 => {}
            other => panic!("answered {other}"),
        }
    }
    assert_eq!(accepted, 1);
}
