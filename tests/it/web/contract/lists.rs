//! What lists hold: who may know of what, and by what they are narrowed.

use std::collections::BTreeSet;

use maru::people::model::Role;
use serde_json::json;

use super::{id, ids, make, member, only};
use crate::support::app::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn a_series_that_one_may_not_know_of_is_not_there() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let (person, member) = member(&app, "kim").await;
    let guest = app.person("guest", "Guest Sample", &[]).await;
    let guest_api = app.api(guest).await;
    let of = |title: &str, visibility: &str| json!({ "title": title, "zone": "UTC", "visibility": visibility });
    let open = make(&admin, "/series", of("Open", "public")).await;
    let inner = make(&admin, "/series", of("Inner", "members")).await;
    let closed = make(&admin, "/series", of("Closed", "invited")).await;

    let all = BTreeSet::from([&open, &inner, &closed].map(|series| id(series).to_owned()));
    assert_eq!(ids(&admin, "/series").await, all);
    let known = BTreeSet::from([&open, &inner].map(|series| id(series).to_owned()));
    assert_eq!(ids(&member, "/series").await, known);
    assert_eq!(ids(&guest_api, "/series").await, only(&open));

    // Nobody lets themselves in by following what they do not know.
    let closed_at = format!("/series/{}", id(&closed));
    let follow = format!("{closed_at}/subscriptions/{person}");
    member.get(&closed_at).await.expect(404);
    member.get(&follow).await.expect(404);
    member
        .get(&format!("{closed_at}/subscriptions"))
        .await
        .expect(404);
    member.put(&follow, json!({})).await.expect(404);
    member.delete(&closed_at).await.expect(404);
    member.get(&closed_at).await.expect(404);

    // Whoever is let in by an organiser knows.
    admin.put(&follow, json!({})).await.expect(200);
    member.get(&closed_at).await.expect(200);
    assert_eq!(ids(&member, "/series").await, all);
    member.get(&follow).await.expect(200);
    member
        .get(&format!("{closed_at}/subscriptions"))
        .await
        .expect(403);
    member.delete(&closed_at).await.expect(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_narrowed_by_what_identifies() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let zone = "Asia/Seoul";
    for (path, other, one) in [
        (
            "/institutions",
            json!({ "name": "Other", "zone": zone }),
            json!({ "name": "One", "zone": zone }),
        ),
        (
            "/projects",
            json!({ "name": "Other" }),
            json!({ "name": "One" }),
        ),
        (
            "/sites",
            json!({ "name": "Other", "zone": zone }),
            json!({ "name": "One", "zone": zone }),
        ),
        (
            "/rooms",
            json!({ "name": "Other", "kind": "lab" }),
            json!({ "name": "One", "kind": "lab" }),
        ),
        (
            "/series",
            json!({ "title": "Other", "zone": zone }),
            json!({ "title": "One", "zone": zone }),
        ),
    ] {
        make(&admin, path, other).await;
        let one = make(&admin, path, one).await;
        assert_eq!(
            ids(&admin, &format!("{path}?slug=one")).await,
            only(&one),
            "{path}"
        );
    }
    let orcid = "0000-0002-1825-0097";
    let marie = make(
        &admin,
        "/people",
        json!({ "name": "Marie Sample", "orcid": orcid }),
    )
    .await;
    assert_eq!(
        ids(&admin, &format!("/people?orcid={orcid}")).await,
        only(&marie)
    );

    let speaker = json!([{ "person_id": marie["id"] }]);
    let talk = json!({ "starts_local": "2026-12-10T16:00:00", "speakers": speaker });
    make(
        &admin,
        "/seminars",
        json!({ "starts_local": "2026-12-10T16:00:00" }),
    )
    .await;
    let talk = make(&admin, "/seminars", talk).await;
    let by_code = format!("/seminars?code={}", talk["code"].as_str().unwrap());
    let by_speaker = format!("/seminars?speaker_id={}", id(&marie));
    assert_eq!(ids(&admin, &by_code).await, only(&talk));
    assert_eq!(ids(&admin, &by_speaker).await, only(&talk));

    let host = app.person("host", "Choi Gyeonbon", &[Role::Member]).await;
    let of = |name: &str| json!({ "visitor": { "name": name }, "host_id": host, "from": "2026-12-01", "to": "2026-12-02" });
    make(&admin, "/stays", of("One Sample")).await;
    let stay = make(&admin, "/stays", of("Another Sample")).await;
    let by_code = format!("/stays?code={}", stay["code"].as_str().unwrap());
    assert_eq!(ids(&admin, &by_code).await, only(&stay));

    let organiser = make(
        &admin,
        "/series",
        json!({ "title": "His", "zone": zone, "organisers": [host] }),
    )
    .await;
    assert_eq!(
        ids(&admin, &format!("/series?organiser_id={host}")).await,
        only(&organiser)
    );
    assert_eq!(ids(&admin, "/series?state=ended").await, BTreeSet::new());
}
