//! Seminars: drafts that are removed, and a move to another series.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{id, ids, make, member, only};
use crate::support::app::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_removed_as_if_it_had_never_been() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let (_, other) = member(&app, "kim").await;
    let hall = make(&admin, "/rooms", json!({ "name": "Hall", "kind": "hall" })).await;
    let talk = json!({ "starts_local": "2026-12-10T16:00:00", "zone": "Asia/Seoul", "room_id": hall["id"],
                       "speakers": [{ "email": "marie@sample.example" }] });
    let draft = make(&admin, "/seminars", talk.clone()).await;
    let at = format!("/seminars/{}", id(&draft));
    other.delete(&at).await.expect(404);
    let free = "/rooms/free?starts_at=2026-12-10T07:00:00Z&ends_at=2026-12-10T08:00:00Z";
    assert_eq!(ids(&admin, free).await, BTreeSet::new());
    admin.delete(&at).await.expect(204);
    admin.get(&at).await.expect(404);
    admin.delete(&at).await.expect(404);
    assert_eq!(ids(&admin, free).await, only(&hall));
    assert_eq!(ids(&admin, "/bookings").await, BTreeSet::new());

    // Whoever was asked to speak is told by a cancellation, not by silence.
    let asked = make(&admin, "/seminars", talk).await;
    let at = format!("/seminars/{}", id(&asked));
    let speaker = asked["speakers"][0]["person_id"].clone();
    admin
        .post(&format!("{at}/invitations"), json!({ "people": [speaker] }))
        .await
        .expect(202);
    admin.delete(&at).await.expect(409);
    assert_eq!(ids(&admin, free).await, BTreeSet::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seminar_moves_to_another_series_and_takes_what_that_one_has() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let (_, organiser) = member(&app, "kim").await;
    let room = |name: &str| json!({ "name": name, "kind": "hall" });
    let (north, south) = (
        make(&admin, "/rooms", room("North")).await,
        make(&admin, "/rooms", room("South")).await,
    );
    let series = |title: &str, zone: &str, room: &Value| json!({ "title": title, "zone": zone, "room_id": room["id"], "duration_minutes": 90, "topics": [title] });
    let one = make(&organiser, "/series", series("One", "Asia/Seoul", &north)).await;
    let two = make(&organiser, "/series", series("Two", "Europe/Paris", &south)).await;
    let foreign = make(&admin, "/series", series("Foreign", "UTC", &south)).await;
    let talk = json!({ "series_id": one["id"], "title": "Beyond", "starts_local": "2026-12-10T16:00:00",
                       "topics": ["Own"] });
    let talk = make(&organiser, "/seminars", talk).await;
    let at = format!("/seminars/{}", id(&talk));

    organiser
        .patch(&at, json!({ "series_id": foreign["id"] }))
        .await
        .expect(403);
    let nobody = json!({ "series_id": uuid::Uuid::nil() });
    let refused = organiser.patch(&at, nobody).await.expect(422).json();
    assert_eq!(
        refused["fields"]
            .as_object()
            .unwrap()
            .keys()
            .collect::<Vec<_>>(),
        ["series_id"]
    );
    assert_eq!(organiser.get(&at).await.json()["room_id"], north["id"]);

    let moved = organiser
        .patch(&at, json!({ "series_id": two["id"] }))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (
            &moved["series_id"],
            &moved["room_id"],
            &moved["zone"],
            &moved["starts_at"]
        ),
        (
            &two["id"],
            &south["id"],
            &json!("Europe/Paris"),
            &json!("2026-12-10T15:00:00Z")
        )
    );
    assert_eq!(
        (&moved["topics"], &moved["revision"]),
        (&json!(["Own"]), &json!(2))
    );
    assert_eq!(
        ids(&admin, &format!("/seminars?series_id={}", id(&one))).await,
        BTreeSet::new()
    );
    admin
        .delete(&format!("/series/{}", id(&one)))
        .await
        .expect(204);

    let alone = organiser
        .patch(&at, json!({ "series_id": null }))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&alone["series_id"], &alone["inherit"]),
        (&Value::Null, &json!([]))
    );
    assert_eq!(
        (&alone["room_id"], &alone["zone"]),
        (&south["id"], &json!("Europe/Paris"))
    );
    let again = json!({ "inherit": ["zone"] });
    organiser.patch(&at, again).await.expect(422);
    // An address is one, and no book.
    let long = "x".repeat(5001);
    let elsewhere = json!({ "place": { "name": "Garden", "address": long } });
    organiser.patch(&at, elsewhere).await.expect(422);
    let site = json!({ "name": "Garden", "zone": "UTC", "address": long });
    let refused = admin.post("/sites", site).await.expect(422).json();
    let fields = refused["fields"].as_object().unwrap();
    assert_eq!(fields.keys().collect::<Vec<_>>(), ["address"]);
    // Seminars are planned for years with which every calendar reckons.
    for far in [
        "0000-05-01T10:00:00",
        "-999-01-01T10:00:00",
        "9999-12-31T23:00:00",
    ] {
        let far = json!({ "starts_local": far });
        let refused = organiser.patch(&at, far).await.expect(422).json();
        assert_eq!(
            refused["fields"]["starts_local"],
            json!(["Choose a year from 1970 to 2200."])
        );
    }
}
