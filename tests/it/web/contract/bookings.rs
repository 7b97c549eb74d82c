//! Bookings: by what they are found, what they hide, and how it is said that a room is taken.

use std::collections::BTreeSet;

use maru::{base::ids::PersonId, people::model::Role};
use serde_json::{Value, json};

use super::{id, ids, make, member, only};
use crate::support::{
    app::{Api, TestApp},
    http::Answer,
};

#[tokio::test(flavor = "multi_thread")]
async fn bookings_are_found_by_what_they_serve_and_where_they_stand() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let hall = make(&admin, "/rooms", json!({ "name": "Hall", "kind": "hall" })).await;
    let talk = json!({ "starts_local": "2026-12-10T16:00:00", "room_id": hall["id"] });
    let talk = make(&admin, "/seminars", talk).await;
    let own = json!({ "room_id": hall["id"], "title": "Reading group", "starts_at": "2026-12-01T07:00:00Z",
                      "ends_at": "2026-12-01T08:00:00Z" });
    let own = make(&admin, "/bookings", own).await;
    assert_eq!(own["room_id"], hall["id"]);
    assert_eq!(own["room_ids"], json!([hall["id"]]));
    let serving = admin
        .get(&format!("/bookings?seminar_id={}", id(&talk)))
        .await
        .json();
    assert_eq!(serving["items"][0]["seminar_id"], talk["id"]);
    assert_eq!(talk["room_ids"], json!([hall["id"]]));
    assert_eq!(ids(&admin, "/bookings?state=confirmed").await, only(&own));
    assert_eq!(
        ids(&admin, "/bookings?in_force=true&to=2026-12-02T00:00:00Z").await,
        only(&own)
    );
    let nobody = uuid::Uuid::nil();
    assert_eq!(
        ids(&admin, &format!("/bookings?run_id={nobody}")).await,
        BTreeSet::new()
    );
    assert_eq!(
        ids(&admin, &format!("/bookings?stay_id={nobody}")).await,
        BTreeSet::new()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn bookings_are_not_found_by_what_they_hide() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let (owner, organiser) = member(&app, "kim").await;
    let (_, other) = member(&app, "lee").await;
    let keeper = app
        .person("keeper", "Choi Gyeonbon", &[Role::RoomKeeper])
        .await;
    let keeper = app.api(keeper).await;
    let hall = make(&admin, "/rooms", json!({ "name": "Hall", "kind": "hall" })).await;
    let desk = make(&admin, "/rooms", json!({ "name": "Desk", "kind": "desk" })).await;
    let talk = |hour: u32, state: &str| json!({ "starts_local": format!("2026-12-10T{hour}:00:00"), "room_id": hall["id"], "state": state });
    let draft = make(&organiser, "/seminars", talk(10, "draft")).await;
    let open = make(&organiser, "/seminars", talk(14, "announced")).await;
    let own = json!({ "room_id": hall["id"], "title": "Reading group", "starts_at": "2026-12-01T07:00:00Z",
                      "ends_at": "2026-12-01T08:00:00Z" });
    let own = make(&organiser, "/bookings", own).await;
    let stay = json!({ "visitor": { "name": "Zoé Sample" }, "host_id": owner, "from": "2026-12-01", "to": "2026-12-02",
                       "desk_id": desk["id"] });
    let stay = make(&organiser, "/stays", stay).await;
    let serving = async |api: &Api, what: &str, of: &Value| {
        ids(api, &format!("/bookings?{what}={}", id(of))).await
    };
    let of_draft = serving(&admin, "seminar_id", &draft).await;
    let of_open = serving(&admin, "seminar_id", &open).await;
    let of_stay = serving(&admin, "stay_id", &stay).await;
    for found in [&of_draft, &of_open, &of_stay] {
        assert_eq!(found.len(), 1);
    }
    let all = ids(&admin, "/bookings").await;
    assert_eq!(all.len(), 4);

    // Everyone sees that rooms are taken, and whoever may not know by what does not find it out by asking.
    for (api, draft_too, stay_too) in [
        (&admin, true, true),
        (&organiser, true, true),
        (&keeper, true, false),
        (&other, false, false),
    ] {
        assert_eq!(ids(api, "/bookings").await, all);
        let nothing = BTreeSet::new();
        let of = |told: bool, found: &BTreeSet<String>| match told {
            true => found.clone(),
            false => nothing.clone(),
        };
        assert_eq!(
            serving(api, "seminar_id", &draft).await,
            of(draft_too, &of_draft)
        );
        assert_eq!(serving(api, "seminar_id", &open).await, of_open);
        assert_eq!(serving(api, "stay_id", &stay).await, of(stay_too, &of_stay));
        let mut theirs = only(&own);
        theirs.extend(of_open.clone());
        theirs.extend(of(draft_too, &of_draft));
        // The booking of a stay is its visitor's.
        let found = ids(api, &format!("/bookings?for_id={owner}")).await;
        assert_eq!(found, theirs);
        let named = ids_named(api, owner).await;
        assert_eq!(found, named, "what is found is what is shown");
    }
}

/// The bookings that a caller is shown as this person's.
async fn ids_named(api: &Api, owner: PersonId) -> BTreeSet<String> {
    let listed = api.get("/bookings").await.expect(200).json();
    let items = listed["items"].as_array().unwrap().iter();
    let theirs = items.filter(|item| item["for_id"] == json!(owner));
    theirs.map(|item| id(item).to_owned()).collect()
}

fn problem(answer: &Answer) -> String {
    let kind = answer.json()["type"].clone();
    kind.as_str()
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_says_so_by_its_type() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let desk = make(&admin, "/rooms", json!({ "name": "Desk", "kind": "desk" })).await;
    let booking = json!({ "room_id": desk["id"], "title": "x", "starts_at": "2026-12-01T07:00:00Z",
                          "ends_at": "2026-12-01T08:00:00Z" });
    make(&admin, "/bookings", booking.clone()).await;
    let taken = admin.post("/bookings", booking).await.expect(409);
    assert_eq!(problem(&taken), "taken");
    let host = app.person("host", "Choi Gyeonbon", &[Role::Member]).await;
    let stay = json!({ "visitor": { "name": "Zoé Sample" }, "host_id": host, "from": "2026-12-01", "to": "2026-12-02",
                       "desk_id": desk["id"] });
    assert_eq!(
        problem(&admin.post("/stays", stay).await.expect(409)),
        "taken"
    );
    let talk = json!({ "starts_local": "2026-12-01T16:00:00", "zone": "Asia/Seoul", "room_id": desk["id"] });
    assert_eq!(
        problem(&admin.post("/seminars", talk).await.expect(409)),
        "taken"
    );
}
