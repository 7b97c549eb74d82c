//! The same for programs: what administrators do by hand about mail.

use chrono::Duration;
use maru::{mail::inbound::kept, worker};
use serde_json::{Value, json};

use super::Scene;

impl Scene {
    /// The only message to this address, as the API has it.
    async fn message_to(&self, address: &str) -> Value {
        let path = format!("/messages?recipient={address}");
        let all = self.house.admin.get(&path).await.expect(200).json();
        let [message] = all["items"].as_array().unwrap().as_slice() else {
            panic!("{all:#}");
        };
        message.clone()
    }
}

fn path_of(message: &Value) -> String {
    format!("/messages/{}", message["id"].as_str().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_is_tried_again_or_given_up_by_administrators() {
    let scene = Scene::inviting(&["later@one.example", "nobody@two.example"]).await;
    scene.round().await;
    let (admin, desk) = (&scene.house.admin, &scene.house.desk);
    let waits = scene.message_to("later@one.example").await;
    let error = "451 4.7.1 greylisted, come back";
    assert_eq!(
        (&waits["state"], &waits["error"]),
        (&json!("queued"), &json!(error))
    );
    let retry = format!("{}/retry", path_of(&waits));
    // An organiser sees the message, and lets what is in its way be.
    desk.get(&path_of(&waits)).await.expect(200);
    desk.post(&retry, json!({})).await.expect(403);
    let tried = admin.post(&retry, json!({})).await.expect(200).json();
    let mut expected = waits.clone();
    expected["error"] = Value::Null;
    expected["send_after"] = tried["send_after"].clone();
    assert_eq!(tried, expected);
    assert_ne!(tried["send_after"], waits["send_after"]);
    // Nothing is in its way until it was tried.
    admin.post(&retry, json!({})).await.expect(409);
    scene.house.app.clock.advance(Duration::minutes(1));
    scene.round().await;
    assert_eq!(scene.message_to("later@one.example").await["attempts"], 2);

    let failed = scene.message_to("nobody@two.example").await;
    assert_eq!(failed["state"], "failed");
    let abandonment = format!("{}/abandonment", path_of(&failed));
    // Organisers stop what waits; and what is given up has no reason of its own.
    desk.post(&abandonment, json!({})).await.expect(409);
    let why = json!({ "reason": "Nobody is there." });
    admin.post(&abandonment, why).await.expect(409);
    let given_up = admin.post(&abandonment, json!({})).await;
    let given_up = given_up.expect(200).json();
    let error = failed["error"].as_str().unwrap();
    let said = format!("given up by Ada Admin; before: {error}");
    assert_eq!(
        (&given_up["state"], &given_up["error"]),
        (&json!("void"), &json!(said))
    );
    admin.post(&abandonment, json!({})).await.expect(409);
    let nothing = "/messages/00000000-0000-0000-0000-000000000000";
    for act in ["retry", "abandonment"] {
        let path = format!("{nothing}/{act}");
        admin.post(&path, json!({})).await.expect(404);
    }
    let ada = |action: &str| ("Ada Admin".to_owned(), action.to_owned());
    assert_eq!(
        scene.trail("messages").await,
        [ada("given up"), ada("tried again")]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_about_no_seminar_is_stopped_by_administrators() {
    let scene = Scene::inviting(&[]).await;
    let (admin, desk) = (&scene.house.admin, &scene.house.desk);
    let room = &scene.house.hall;
    let code = scene.house.booking(room, "Reading", "09:00", "10:00").await;
    let id = scene.house.booked(&code, "id").await;
    let path = format!("/bookings/{}", id.as_str().unwrap());
    let moved =
        json!({ "starts_local": "2026-12-10T13:00:00", "ends_local": "2026-12-10T14:00:00" });
    admin.patch(&path, moved).await.expect(200);
    let all = admin.get("/messages?kind=booking").await.expect(200).json();
    let items = all["items"].as_array().unwrap();
    let mut waiting = items.iter().filter(|one| one["ended_at"].is_null());
    let message = waiting.next().unwrap();
    let abandonment = format!("{}/abandonment", path_of(message));
    desk.post(&abandonment, json!({})).await.expect(404);
    let why = json!({ "reason": "Enough." });
    admin.post(&abandonment, why).await.expect(409);
    let stopped = admin.post(&abandonment, json!({})).await;
    let stopped = stopped.expect(200).json();
    assert_eq!(
        (&stopped["state"], &stopped["error"]),
        (&json!("void"), &json!("given up by Ada Admin"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn suspended_addresses_are_listed_and_brought_back() {
    let scene = Scene::inviting(&["nobody@two.example"]).await;
    scene.round().await;
    let admin = &scene.house.admin;
    let failed = scene.message_to("nobody@two.example").await;
    let all = admin.get("/suspensions").await.expect(200).json();
    let [(address, detail)] = scene.suspended().await.try_into().unwrap();
    assert_eq!(address, "nobody@two.example");
    let one = &all["items"][0];
    assert_eq!(
        all,
        json!({ "items": [{ "id": one["id"], "address": address, "reason": "bounced", "detail": detail,
                            "message_id": failed["id"], "since": "2026-11-02T00:00:00Z" }],
                "next": null })
    );
    let found = async |query: &str| {
        let found = admin.get(&format!("/suspensions?q={query}")).await;
        found.expect(200).json()
    };
    assert_eq!(found("NOBODY@two").await, all);
    let none = json!({ "items": [], "next": null });
    assert_eq!(found("somebody").await, none);
    let path = format!("/suspensions/{}", one["id"].as_str().unwrap());
    let desk = &scene.house.desk;
    desk.get("/suspensions").await.expect(403);
    desk.delete(&path).await.expect(403);
    admin.delete(&path).await.expect(204);
    admin.delete(&path).await.expect(404);
    assert_eq!(admin.get("/suspensions").await.expect(200).json(), none);
    let entry = |name: &str, action: &str| (name.to_owned(), action.to_owned());
    assert_eq!(
        scene.trail("suspensions").await,
        [
            entry("Ada Admin", "suspension lifted"),
            entry("Maru", "suspended")
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_in_is_listed_and_what_was_set_aside_is_taken_up_again() {
    let scene = Scene::inviting(&[]).await;
    let (app, admin) = (&scene.house.app, &scene.house.admin);
    let mut conn = app.conn().await;
    let asks = "From: Wim <w@sample.example>\nTo: hub@hub.example\nSubject: The hall\nMessage-ID: <1@x>\n\n\
         Where is the hall?\n";
    for message in [asks, "no message at all"] {
        let kept = kept::keep(&mut conn, &*app.clock, message.as_bytes(), kept::Way::Pipe).await;
        assert!(kept.unwrap().is_some());
        app.clock.advance(Duration::seconds(1));
    }
    let work_off = async || {
        worker::inbound::work_off(&app.db.db, &*app.clock, &app.hub)
            .await
            .unwrap();
    };
    work_off().await;
    let all = admin.get("/inbound").await.expect(200).json();
    let [aside, done] = [0, 1].map(|place| all["items"][place].clone());
    let line = |of: &Value, from: &str, subject: &str, state: &str, outcome: &str, second: u8| {
        json!({ "id": of["id"], "from": from, "subject": subject, "state": state, "outcome": outcome,
                "attempts": of["attempts"], "received_at": format!("2026-11-02T00:00:0{second}Z") })
    };
    let wim = "Wim <w@sample.example>";
    assert_eq!(
        all,
        json!({ "items": [
            line(&aside, "", "", "set_aside", "it is no message", 1),
            line(&done, wim, "The hall", "done", "passed on to 1", 0),
        ], "next": null })
    );
    let found = admin.get("/inbound?state=set_aside").await.expect(200);
    assert_eq!(found.json(), json!({ "items": [aside], "next": null }));
    admin.get("/inbound?state=lost").await.expect(422);
    let first = admin.get("/inbound?limit=1").await.expect(200).json();
    assert_eq!(first, json!({ "items": [aside], "next": aside["id"] }));
    let after = aside["id"].as_str().unwrap();
    let rest = admin.get(&format!("/inbound?after={after}")).await;
    assert_eq!(
        rest.expect(200).json(),
        json!({ "items": [done], "next": null })
    );

    let one = format!("/inbound/{after}");
    assert_eq!(admin.get(&one).await.expect(200).json(), aside);
    let retry = format!("{one}/retry");
    let desk = &scene.house.desk;
    for path in ["/inbound", &one] {
        desk.get(path).await.expect(403);
    }
    desk.post(&retry, json!({})).await.expect(403);
    let again = admin.post(&retry, json!({})).await.expect(200).json();
    let mut expected = aside.clone();
    expected["state"] = json!("waiting");
    expected["attempts"] = json!(0);
    assert_eq!(again, expected);
    admin.post(&retry, json!({})).await.expect(409);
    let of_the_other = format!("/inbound/{}/retry", done["id"].as_str().unwrap());
    admin.post(&of_the_other, json!({})).await.expect(409);
    let nothing = "/inbound/00000000-0000-0000-0000-000000000000/retry";
    admin.post(nothing, json!({})).await.expect(404);
    work_off().await;
    assert_eq!(admin.get(&one).await.expect(200).json(), aside);
    assert_eq!(
        scene.trail("inbound_mails").await,
        [("Ada Admin".to_owned(), "tried again".to_owned())]
    );
}
