//! What is a person's: the messages to them, their answers, their feeds.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{id, ids, make, member};
use crate::support::app::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn messages_are_found_by_recipient_and_read_by_those_who_may() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let (person, organiser) = member(&app, "kim").await;
    let (_, other) = member(&app, "lee").await;
    let talk = json!({ "starts_local": "2026-12-10T16:00:00", "state": "announced" });
    let talk = make(&organiser, "/seminars", talk).await;
    let marie = make(
        &admin,
        "/people",
        json!({ "name": "Marie Sample", "email": "marie@sample.example" }),
    )
    .await;
    make(
        &admin,
        "/people",
        json!({ "name": "Said Sample", "email": "said@sample.example" }),
    )
    .await;
    let invite = json!({ "emails": ["marie@sample.example", "said@sample.example"] });
    let invitations = format!("/seminars/{}/invitations", id(&talk));
    organiser.post(&invitations, invite).await.expect(202);

    let by_address = ids(&organiser, "/messages?recipient=Marie@sample.example").await;
    let by_id = ids(&organiser, &format!("/messages?recipient={}", id(&marie))).await;
    assert_eq!((by_address.len(), &by_address), (1, &by_id));
    assert_eq!(
        ids(&organiser, &format!("/messages?recipient={person}")).await,
        BTreeSet::new()
    );
    // What is neither a person nor an address is no reason to show everything.
    let wrong = organiser
        .get("/messages?recipient=marie")
        .await
        .expect(422)
        .json();
    assert_eq!(
        wrong["fields"]
            .as_object()
            .unwrap()
            .keys()
            .collect::<Vec<_>>(),
        ["recipient"]
    );

    let at = format!("/messages/{}", by_id.first().unwrap());
    let read = organiser.get(&at).await.expect(200).json();
    assert_eq!(
        (&read["recipient_id"], &read["seminar_id"]),
        (&marie["id"], &talk["id"])
    );
    admin.get(&at).await.expect(200);
    other.get(&at).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn attendances_come_in_pages_and_each_is_its_persons_own() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let (person, own) = member(&app, "kim").await;
    let (_, other) = member(&app, "lee").await;
    let talk = json!({ "starts_local": "2026-12-10T16:00:00", "state": "announced" });
    let talk = make(&admin, "/seminars", talk).await;
    let at = format!("/seminars/{}/attendances", id(&talk));
    let emails: Vec<String> = (0..4).map(|n| format!("guest{n}@sample.example")).collect();
    let invite = json!({ "emails": emails, "people": [person] });
    let invitations = format!("/seminars/{}/invitations", id(&talk));
    admin.post(&invitations, invite).await.expect(202);

    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let page = admin
            .get(&format!("{at}?limit=2{after}"))
            .await
            .expect(200)
            .json();
        let items = page["items"].as_array().unwrap();
        seen.extend(
            items
                .iter()
                .map(|one| one["person_id"].as_str().unwrap().to_owned()),
        );
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    let each: BTreeSet<&String> = seen.iter().collect();
    assert_eq!((seen.len(), each.len()), (5, 5));

    let mine = format!("{at}/{person}");
    assert_eq!(
        own.get(&mine).await.expect(200).json()["answer"],
        Value::Null
    );
    own.put(&mine, json!({ "answer": "maybe" }))
        .await
        .expect(200);
    assert_eq!(admin.get(&mine).await.expect(200).json()["answer"], "maybe");
    other.get(&mine).await.expect(403);
    own.get(&format!("{at}/{}", uuid::Uuid::nil()))
        .await
        .expect(403);
    admin
        .get(&format!("{at}/{}", uuid::Uuid::nil()))
        .await
        .expect(404);
    let maybe = admin.get(&format!("{at}?answer=maybe")).await.json();
    assert_eq!(maybe["items"].as_array().unwrap().len(), 1);
    assert_eq!(maybe["items"][0]["person_id"], json!(person));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_that_is_changed_keeps_its_address() {
    let app = TestApp::new().await;
    let (person, own) = member(&app, "kim").await;
    let (_, other) = member(&app, "lee").await;
    let talk = json!({ "title": "Secret plans", "starts_local": "2026-12-10T16:00:00", "state": "announced",
                       "speakers": [{ "person_id": person }] });
    make(&own, "/seminars", talk).await;
    let feeds = format!("/people/{person}/feeds");
    let feed = make(&own, &feeds, json!({ "name": "Mine" })).await;
    let url = feed["url"].as_str().unwrap();
    let calendar = url
        .strip_prefix(app.hub.public_url.as_str())
        .unwrap()
        .to_owned();
    assert!(
        app.get(&calendar)
            .await
            .expect(200)
            .text()
            .contains("Secret plans")
    );

    let at = format!("{feeds}/{}", id(&feed));
    let busy = json!({ "name": "For the door", "detail": "busy" });
    other.patch(&at, busy.clone()).await.expect(403);
    let changed = own.patch(&at, busy).await.expect(200).json();
    assert_eq!(
        (&changed["url"], &changed["name"]),
        (&feed["url"], &json!("For the door"))
    );
    own.patch(&at, json!({ "name": " " })).await.expect(422);
    assert_eq!(own.get(&at).await.json(), changed);
    // The body is held until the change is heard of, which takes less than a second.
    let mut shown = app.get(&calendar).await.expect(200).text();
    while shown.contains("Secret plans") {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        shown = app.get(&calendar).await.expect(200).text();
    }
    assert!(shown.contains("BEGIN:VEVENT"), "{shown}");
    own.delete(&at).await.expect(204);
    own.patch(&at, json!({ "name": "Late" })).await.expect(404);
}
