//! The programme of a list: what stands on it comes to who follows it, as far as it is for them.

use serde_json::json;

use super::{Scene, items};

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_tells_what_stands_on_a_list_while_that_is_for_its_reader() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let marie = scene.reader("marie", "Asia/Seoul").await;
    let list = json!({ "name_en": "Safety", "visibility": "public" });
    let list = house.admin.post("/lists", list).await.expect(201).json();
    let id = list["id"].as_str().unwrap();
    let rule = json!({ "what": "topic", "topic": "Safety" });
    let path = format!("/lists/{id}/items");
    house.admin.post(&path, rule).await.expect(201);
    let safety = json!({ "topics": ["Safety"] });
    scene
        .seminar_with("On it", "2026-11-11T16:00", safety.clone())
        .await;
    scene.seminar("Not on it", "2026-11-11T18:00").await;
    let hidden = json!({ "topics": ["Safety"], "visibility": "members" });
    scene
        .seminar_with("Members secret", "2026-11-12T16:00", hidden)
        .await;
    let left = scene
        .seminar_with("Left out", "2026-11-13T16:00", safety.clone())
        .await;
    let item = json!({ "what": "left_out", "seminar_id": left });
    house.admin.post(&path, item).await.expect(201);
    let what = format!("lists/{id}");
    scene.follows(marie, &what, "weekly").await;
    let digest = scene.digest("2026-11-08T23:00:00Z").await;
    let titles: Vec<String> = items(&digest)
        .iter()
        .map(|item| item.split(" | ").nth(1).unwrap().to_owned())
        .collect();
    assert_eq!(titles, ["On it"]);

    // What is no longer for her is told to her no more, and she is not shown that there is such a list.
    scene
        .seminar_with("Later", "2026-11-18T16:00", safety)
        .await;
    let own = json!({ "visibility": "own" });
    let path = format!("/lists/{id}");
    house.admin.patch(&path, own).await.expect(200);
    assert_eq!(scene.readers("2026-11-15T23:00:00Z").await, [""; 0]);
    let api = house.app.api(marie).await;
    let path = format!("/people/{marie}/follows/{what}");
    api.get(&path).await.expect(404);
    api.put(&path, json!({})).await.expect(404);
    // She can stop following it, once.
    api.delete(&path).await.expect(204);
    api.delete(&path).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn by_an_institution_it_tells_of_a_series_to_those_alone_who_may_know_of_it() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let marie = scene.reader("marie", "Asia/Seoul").await;
    let mila = json!({ "name": "Mila", "slug": "mila", "zone": "America/Montreal" });
    let mila = house.admin.post("/institutions", mila).await;
    let mila = mila.expect(201).json()["id"].clone();
    let inner = json!({ "title": "Inner circle", "slug": "inner", "zone": "Asia/Seoul", "visibility": "members",
                        "institution_ids": [mila] });
    let inner = house.desk.post("/series", inner).await.expect(201).json();
    let open = json!({ "series_id": inner["id"], "visibility": "public" });
    scene
        .seminar_with("Open day", "2026-11-11T16:00", open)
        .await;
    let list = json!({ "name_en": "At Mila", "visibility": "public" });
    let list = house.admin.post("/lists", list).await.expect(201).json();
    let id = list["id"].as_str().unwrap();
    let rule = json!({ "what": "institution", "institution_id": mila });
    let path = format!("/lists/{id}/items");
    house.admin.post(&path, rule).await.expect(201);
    for person in [marie, house.member] {
        scene
            .follows(person, &format!("lists/{id}"), "weekly")
            .await;
    }
    let readers = scene.readers("2026-11-08T23:00:00Z").await;
    assert_eq!(readers, ["min@hub.example"]);
}
