//! Rooms of seminars that wait for their keepers.

use maru::people::model::Role;
use serde_json::{Value, json};

use super::{keep, of_kind, requests, told};
use crate::support::house::House;

#[tokio::test(flavor = "multi_thread")]
async fn the_room_of_a_seminar_is_asked_for_when_it_is_announced_and_approved_by_its_keeper() {
    let house = House::new().await;
    let kay = keep(&house).await;
    let code = house.seminar(json!({ "state": "draft" })).await;
    assert_eq!(told(&house.app).await, []);
    assert_eq!(requests(&house, kay).await, Vec::<String>::new());
    let held = booking_of(&house).await;
    let approval = format!("/bookings/{}/approval", held["id"].as_str().unwrap());
    let keeper = house.app.api(kay).await;
    keeper.post(&approval, json!({})).await.expect(409);

    let id = house.fact(&code, "id").await;
    let path = format!("/seminars/{}", id.as_str().unwrap());
    let organiser = house.app.api(house.organiser).await;
    organiser
        .patch(&path, json!({ "state": "announced" }))
        .await
        .expect(200);
    let asked = told(&house.app).await;
    let whom: Vec<_> = asked
        .iter()
        .map(|one| (one.0.as_str(), one.1.as_str()))
        .collect();
    assert_eq!(whom, [("approval", "kay@hub.example")]);
    assert_eq!(requests(&house, kay).await, ["Beyond scaling"]);
    // An edit of its words asks nobody again.
    organiser
        .patch(&path, json!({ "abstract": "More of it." }))
        .await
        .expect(200);
    assert_eq!(told(&house.app).await, []);

    organiser.post(&approval, json!({})).await.expect(403);
    keeper.post(&approval, json!({})).await.expect(200);
    assert_eq!(booking_of(&house).await["state"], "confirmed");
    let mails = house.app.mails().await;
    let whom: Vec<_> = mails
        .iter()
        .map(|mail| (mail.kind.as_str(), mail.to.as_str()))
        .collect();
    assert_eq!(whom, [("booking", "oh@hub.example")]);
    assert_eq!(
        mails[0].subject,
        "The room is approved: Beyond scaling, Thu 10 December 2026, 16:00 (Seoul, UTC+9)"
    );
    // It stays approved through an edit, and is asked for anew at another time.
    organiser
        .patch(&path, json!({ "title": "Beyond all scaling" }))
        .await
        .expect(200);
    assert_eq!(booking_of(&house).await["state"], "confirmed");
    organiser
        .patch(&path, json!({ "starts_local": "2026-12-10T17:00:00" }))
        .await
        .expect(200);
    assert_eq!(booking_of(&house).await["state"], "held");
    assert_eq!(of_kind(house.app.mails().await, "approval").len(), 1);
}

/// The one booking of the house.
async fn booking_of(house: &House) -> Value {
    let all = house
        .admin
        .get("/bookings?limit=10")
        .await
        .expect(200)
        .json();
    all["items"][0].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seminar_whose_room_is_refused_is_told_without_it() {
    let house = House::new().await;
    let kay = keep(&house).await;
    let code = house
        .seminar(json!({ "speakers": [{ "person_id": house.member }] }))
        .await;
    let helper = house
        .app
        .person("co", "Co Organiser", &[Role::Member])
        .await;
    let series = house.series_id().await;
    let path = format!("/series/{}", series.as_str().unwrap());
    let both = json!({ "organisers": [house.organiser, helper] });
    house.admin.patch(&path, both).await.expect(200);
    house.app.mails().await;
    let before = house.fact(&code, "revision").await;
    let held = booking_of(&house).await;
    let refusal = format!("/bookings/{}/refusal", held["id"].as_str().unwrap());
    let why = json!({ "reason": "It is being painted." });
    house
        .app
        .api(kay)
        .await
        .post(&refusal, why)
        .await
        .expect(200);

    assert_eq!(booking_of(&house).await["state"], "refused");
    assert_eq!(house.fact(&code, "state").await, "announced");
    assert_eq!(house.fact(&code, "rooms").await, json!([]));
    assert_eq!(
        house.fact(&code, "revision").await.as_i64(),
        before.as_i64().map(|n| n + 1)
    );
    let mails = house.app.mails().await;
    let whom: Vec<_> = mails
        .iter()
        .map(|mail| (mail.kind.as_str(), mail.to.as_str()))
        .collect();
    assert_eq!(
        whom,
        [("booking", "co@hub.example"), ("booking", "oh@hub.example")]
    );
    assert!(
        mails[0].text.contains("It is being painted."),
        "{}",
        mails[0].text
    );
    // Those concerned hear of it once, when the change window is over.
    house.app.clock.advance(chrono::Duration::minutes(11));
    let asked = told(&house.app).await;
    let whom: Vec<_> = asked
        .iter()
        .map(|one| (one.0.as_str(), one.1.as_str()))
        .collect();
    assert_eq!(whom, [("change", "min@hub.example")]);

    // The next edit does not ask for the same room again.
    let id = house.fact(&code, "id").await;
    let path = format!("/seminars/{}", id.as_str().unwrap());
    let organiser = house.app.api(house.organiser).await;
    organiser
        .patch(&path, json!({ "abstract": "More of it." }))
        .await
        .expect(200);
    assert_eq!(house.fact(&code, "rooms").await, json!([]));
    organiser
        .patch(&path, json!({ "room_id": house.other_hall["id"] }))
        .await
        .expect(200);
    let all = house
        .admin
        .get("/bookings?limit=10")
        .await
        .expect(200)
        .json();
    let states: Vec<_> = all["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["state"].clone())
        .collect();
    assert_eq!(states, ["refused", "confirmed"]);
}
