//! Stays by the API.

use maru::people::model::Role;
use serde_json::{Value, json};

use crate::support::app::{Api, TestApp};

/// A hub with a site and a desk, and whoever enters stays there.
struct Hub {
    app: TestApp,
    admin: Api,
    host: String,
    desk: String,
}

impl Hub {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let admin = app.admin().await;
        let host = app.person("host", "Kim Gyeonbon", &[Role::Member]).await;
        let site = json!({"name": "Seoul site", "zone": "Asia/Seoul"});
        let site = admin.post("/sites", site).await.expect(201).json()["id"].clone();
        let desk = json!({"name": "Desk 3-12", "kind": "desk", "site_id": site});
        let desk = admin.post("/rooms", desk).await.expect(201).json();
        Self {
            app,
            admin,
            host: host.to_string(),
            desk: desk["id"].as_str().unwrap().to_owned(),
        }
    }

    fn stay(&self) -> Value {
        json!({
            "visitor": {"name": "Zoé Tremblay", "email": "zoe@mila.example"},
            "host_id": self.host,
            "from": "2026-12-01",
            "to": "2026-12-05",
            "desk_id": self.desk,
            "purpose": "joint work",
            "topics": ["Logic"],
        })
    }
}

fn with(mut body: Value, member: &str, value: Value) -> Value {
    body[member] = value;
    body
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stay_is_entered_shown_changed_and_taken_on() {
    let hub = Hub::new().await;
    let answer = hub.admin.post("/stays", hub.stay()).await.expect(201);
    let mut entered = answer.json();
    let id = entered["id"].as_str().unwrap().to_owned();
    assert_eq!(answer.location(), format!("/api/v1/stays/{id}"));
    let at = |member: &str| format!("/stays/{id}/{member}");
    for made in ["id", "code", "entered_by", "state_at", "site_id"] {
        assert!(entered[made].take().is_string(), "{made}");
    }
    assert!(entered["visitor"]["person_id"].take().is_string());
    assert_eq!(
        entered,
        json!({
            "id": null, "code": null, "entered_by": null, "state_at": null, "site_id": null,
            "state": "proposed",
            "visitor": {"person_id": null, "name": "Zoé Tremblay", "institution_id": null, "institution": null},
            "host_id": hub.host, "host": "Kim Gyeonbon",
            "from": "2026-12-01", "to": "2026-12-05", "zone": "Asia/Seoul", "site": "Seoul site",
            "desk_id": hub.desk, "desk": "Desk 3-12", "tentative": false, "project_id": null,
            "purpose": "joint work", "topics": ["Logic"], "reason": null,
            "revision": 1, "sequence": 0, "lock_version": 1,
        })
    );
    let reason = json!({"reason": "All is well."});
    let approved = hub
        .admin
        .post(&at("approval"), reason)
        .await
        .expect(200)
        .json();
    assert_eq!(
        (
            &approved["state"],
            &approved["reason"],
            &approved["lock_version"]
        ),
        (&json!("approved"), &json!("All is well."), &json!(2))
    );
    // Once more it cannot be: a conflict that names the state.
    let again = hub.admin.post(&at("approval"), json!({})).await.expect(409);
    assert!(
        again.json()["detail"]
            .as_str()
            .unwrap()
            .contains("approved")
    );
    let change = json!({"to": "2026-12-10", "purpose": null, "topics": []});
    let changed = hub
        .admin
        .patch(&format!("/stays/{id}"), change)
        .await
        .expect(200)
        .json();
    assert_eq!(
        (
            &changed["to"],
            &changed["purpose"],
            &changed["topics"],
            &changed["sequence"]
        ),
        (&json!("2026-12-10"), &json!(""), &json!([]), &json!(1))
    );
    let one = hub.admin.get(&format!("/stays/{id}")).await.expect(200);
    assert_eq!(one.header("etag"), Some("\"3\""));
    let states: Vec<Value> = one.json()["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| json!([step["state"], step["reason"]]))
        .collect();
    assert_eq!(
        states,
        [
            json!(["proposed", null]),
            json!(["approved", "All is well."])
        ]
    );
    for (act, state) in [
        ("invitation", "invited"),
        ("confirmation", "confirmed"),
        ("arrival", "arrived"),
        ("departure", "departed"),
    ] {
        let stay = hub.admin.post(&at(act), json!({})).await.expect(200).json();
        assert_eq!(stay["state"], state);
    }
    hub.admin
        .post(&at("cancellation"), json!({}))
        .await
        .expect(409);
    hub.admin.post(&at("nothing"), json!({})).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_that_is_taken_is_a_conflict_that_says_by_what() {
    let hub = Hub::new().await;
    hub.admin.post("/stays", hub.stay()).await.expect(201);
    let other = with(
        hub.stay(),
        "visitor",
        json!({"name": "Other", "email": "o@x.example"}),
    );
    let taken = hub
        .admin
        .post("/stays", other.clone())
        .await
        .expect(409)
        .json();
    assert_eq!(
        taken["conflicts"],
        json!([{
            "room_id": hub.desk,
            "starts_at": "2026-11-30T15:00:00Z",
            "ends_at": "2026-12-05T15:00:00Z",
            "title": "Zoé Tremblay",
            "by": "Zoé Tremblay",
        }])
    );
    let after = with(
        with(other, "from", json!("2026-12-06")),
        "to",
        json!("2026-12-07"),
    );
    let stay = hub.admin.post("/stays", after).await.expect(201).json();
    let earlier = json!({"from": "2026-12-05"});
    let path = format!("/stays/{}", stay["id"].as_str().unwrap());
    let taken = hub.admin.patch(&path, earlier).await.expect(409).json();
    assert_eq!(taken["conflicts"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_by_its_member() {
    let hub = Hub::new().await;
    let cases = [
        (with(hub.stay(), "to", json!("2026-11-30")), "to"),
        (with(hub.stay(), "to", json!("2026-02-30")), "to"),
        (with(hub.stay(), "from", Value::Null), "from"),
        (with(hub.stay(), "color", json!("blue")), "color"),
        (with(hub.stay(), "desk_id", json!(hub.host)), "desk_id"),
        (with(hub.stay(), "host_id", json!(hub.desk)), "host_id"),
        (with(hub.stay(), "visitor", json!({})), "visitor.name"),
        (
            with(
                hub.stay(),
                "visitor",
                json!({"name": "Eve", "email": "eve@x.example\r\nBcc: a@b.example"}),
            ),
            "visitor.email",
        ),
        (
            with(
                hub.stay(),
                "visitor",
                json!({"name": "Eve", "institution_id": hub.desk}),
            ),
            "visitor.institution_id",
        ),
        (
            with(
                hub.stay(),
                "visitor",
                json!({"name": "Eve", "person_id": hub.host}),
            ),
            "visitor",
        ),
        (
            with(hub.stay(), "visitor", json!({"person_id": hub.host})),
            "host_id",
        ),
    ];
    for (body, field) in cases {
        let answer = hub
            .admin
            .post("/stays", body.clone())
            .await
            .expect(422)
            .json();
        let fields: Vec<&String> = answer["fields"].as_object().unwrap().keys().collect();
        assert_eq!(fields, [field], "{body} {answer}");
    }
    hub.admin.get("/stays?state=here").await.expect(422);
    hub.admin.get("/stays?when=now").await.expect(422);
    let none = hub.admin.get("/stays").await.expect(200).json();
    assert_eq!(none, json!({"items": [], "next": null}));
}

#[tokio::test(flavor = "multi_thread")]
async fn stale_edits_are_refused_and_what_is_sent_twice_is_done_once() {
    let hub = Hub::new().await;
    let request = |body: &Value| {
        hub.admin
            .request("POST", "/stays")
            .header("Idempotency-Key", "one")
            .body("application/json", body.to_string())
    };
    let first = hub
        .admin
        .send(request(&hub.stay()))
        .await
        .expect(201)
        .json();
    let second = hub
        .admin
        .send(request(&hub.stay()))
        .await
        .expect(201)
        .json();
    assert_eq!(first, second);
    let path = format!("/stays/{}", first["id"].as_str().unwrap());
    let edit = json!({"purpose": "other work", "lock_version": 7});
    hub.admin.patch(&path, edit).await.expect(409);
    let stale = hub
        .admin
        .request("PATCH", &path)
        .header("If-Match", "\"7\"")
        .body("application/json", r#"{"purpose": "other work"}"#);
    hub.admin.send(stale).await.expect(412);
    let one = hub.admin.get(&path).await.expect(200).json();
    assert_eq!(
        (&one["purpose"], &one["lock_version"]),
        (&json!("joint work"), &json!(1))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_sees_and_does_what_is_theirs() {
    let hub = Hub::new().await;
    let member = hub
        .app
        .person("member", "Lee Sample", &[Role::Member])
        .await;
    let member = hub.app.api(member).await;
    let host = hub.app.api(hub.host.parse().unwrap()).await;
    let stay = host.post("/stays", hub.stay()).await.expect(201).json();
    let path = format!("/stays/{}", stay["id"].as_str().unwrap());
    let visitor = stay["visitor"]["person_id"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let visitor = hub.app.api(visitor).await;
    member.post("/stays", hub.stay()).await.expect(403);
    member.get(&path).await.expect(404);
    member
        .post(&format!("{path}/approval"), json!({}))
        .await
        .expect(404);
    host.post(&format!("{path}/approval"), json!({}))
        .await
        .expect(403);
    visitor
        .patch(&path, json!({"purpose": "fun"}))
        .await
        .expect(403);
    assert_eq!(
        visitor.get(&path).await.expect(200).json()["purpose"],
        "joint work"
    );
    hub.admin
        .post(&format!("{path}/approval"), json!({}))
        .await
        .expect(200);
    let brief = member.get(&path).await.expect(200).json();
    assert_eq!(brief["visitor"]["name"], "Zoé Tremblay");
    for hidden in [
        "purpose",
        "topics",
        "reason",
        "entered_by",
        "project_id",
        "steps",
    ] {
        assert!(brief[hidden].is_null(), "{hidden}: {brief}");
    }
    member
        .post(&format!("{path}/cancellation"), json!({}))
        .await
        .expect(403);
    let listed = member
        .get("/stays?from=2026-12-05&to=2026-12-31&state=approved")
        .await
        .expect(200)
        .json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    visitor
        .post(&format!("{path}/cancellation"), json!({"reason": "Ill."}))
        .await
        .expect(200);
    let listed = member.get("/stays").await.expect(200).json();
    assert_eq!(listed["items"], json!([]));
}
