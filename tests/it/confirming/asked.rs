//! Those whom an organiser subscribes.

use serde_json::json;

use super::{Scene, follows};

#[tokio::test(flavor = "multi_thread")]
async fn whoever_an_organiser_subscribes_is_asked_first_unless_they_are_known() {
    let mut scene = Scene::new().await;
    let organiser = scene.house.app.api(scene.house.organiser).await;
    let series = scene.house.series_id().await;
    let series = series.as_str().unwrap();
    let marie = json!({ "name": "Marie Sample", "email": "marie@sample.example" });
    let marie = scene
        .house
        .admin
        .post("/people", marie)
        .await
        .expect(201)
        .json();
    let path = format!(
        "/series/{series}/subscriptions/{}",
        marie["id"].as_str().unwrap()
    );
    let wish = json!({ "reminders": [60], "digest": "daily" });
    let pending = organiser.put(&path, wish).await.expect(202).json();
    assert_eq!(
        pending,
        json!({ "series_id": series, "person_id": marie["id"], "state": "pending", "until": "2026-11-04T00:00:00Z" })
    );
    assert_eq!(scene.followers().await, []);
    organiser.get(&path).await.expect(404);
    let [mail] = scene.asks().await.try_into().unwrap();
    assert!(
        mail.text
            .contains("Oh Organiser wants you to follow Scaling Laws."),
        "{}",
        mail.text
    );
    // Asking again within the hour sends nothing more.
    organiser
        .put(&path, json!({ "digest": "weekly" }))
        .await
        .expect(202);
    assert_eq!(scene.asks().await, []);
    let link = scene.path(&mail);
    let page = scene.visitor.get(&link).await.expect(200);
    scene
        .visitor
        .submit(&page, &link, &[("wanted", "yes")])
        .await
        .expect(200);
    assert_eq!(
        scene.followers().await,
        [follows("marie@sample.example", Some("daily"))]
    );
    // She is known from then on: what the organiser changes stands, and so does another series.
    let changed = organiser
        .put(&path, json!({ "digest": "weekly" }))
        .await
        .expect(200)
        .json();
    assert_eq!(changed["digest"], "weekly");
    let other = json!({ "title": "Other", "slug": "other", "zone": "Asia/Seoul" });
    let other = organiser.post("/series", other).await.expect(201).json();
    let path = path.replace(series, other["id"].as_str().unwrap());
    organiser.put(&path, json!({})).await.expect(200);
    assert_eq!(scene.asks().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn someone_without_an_address_cannot_be_asked_and_only_organisers_ask() {
    let scene = Scene::new().await;
    let organiser = scene.house.app.api(scene.house.organiser).await;
    let member = scene.house.app.api(scene.house.member).await;
    let series = scene.house.series_id().await;
    let made = async |body| {
        let made = scene.house.admin.post("/people", body).await;
        made.expect(201).json()
    };
    let nobody = made(json!({ "name": "No Address" })).await;
    let marie = made(json!({ "name": "Marie", "email": "marie@sample.example" })).await;
    let path = |who: &serde_json::Value| {
        format!(
            "/series/{}/subscriptions/{}",
            series.as_str().unwrap(),
            who["id"].as_str().unwrap()
        )
    };
    organiser.put(&path(&nobody), json!({})).await.expect(409);
    member.put(&path(&marie), json!({})).await.expect(403);
    let wrong = json!({ "digest": "hourly" });
    organiser.put(&path(&marie), wrong).await.expect(422);
    let unknown = json!({ "id": "019a0000-0000-7000-8000-00000000000f" });
    organiser.put(&path(&unknown), json!({})).await.expect(404);
    assert_eq!(scene.asked().await, 0);
}
