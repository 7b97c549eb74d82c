//! Those who do not know, told by a call.

use maru::people::model::Role;
use serde_json::json;

use super::{Scene, to};
use crate::support::{
    app::Api,
    http::{Answer, Request},
};

impl Scene {
    async fn tell_rest(&self, api: &Api) -> Answer {
        let path = self.path("/knowledge/dispatch");
        api.post(&path, json!({})).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_tells_the_rest_once_and_says_how_many() {
    let scene = Scene::new().await;
    let hong = json!({ "people": [scene.person("hong")] });
    let invite = scene.path("/invitations");
    scene.organiser.post(&invite, hong).await.expect(202);
    scene.app.mails().await;
    // The change waits in its window, and Marie was never told anything.
    scene.change(json!({ "title": "Another title" })).await;
    scene.answer("marie", "yes").await;
    let call = |note: &str| -> Request {
        let path = scene.path("/knowledge/dispatch");
        scene
            .organiser
            .request("POST", &path)
            .header("Idempotency-Key", "rest")
            .body("application/json", json!({ "note": note }).to_string())
    };
    let send = async |note: &str| scene.organiser.send(call(note)).await;
    for _ in 0..2 {
        let told = send("Please take the stairs.").await.expect(202);
        assert_eq!(told.json(), json!({ "queued": 2 }));
    }
    send("Please take the lift.").await.expect(422);
    let mails = scene.app.mails().await;
    assert_eq!(to(&mails), [("change", "hong"), ("invitation", "marie")]);
    for mail in &mails {
        let noted = mail.text.contains("Please take the stairs.");
        assert!(noted, "{}", mail.text);
    }
    // Everyone knows: there is nobody to tell any more.
    let none = scene.tell_rest(&scene.organiser).await.expect(202);
    assert_eq!(none.json(), json!({ "queued": 0 }));
    scene.after_the_window();
    assert_eq!(scene.app.mails().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rest_is_told_by_organisers_alone_and_while_it_matters() {
    let scene = Scene::with(json!({ "visibility": "invited" })).await;
    scene.invite().await;
    scene.change(json!({ "title": "Another title" })).await;
    let other = scene.app.person("other", "Other Sample", &[Role::Member]);
    let stranger = scene.app.api(other.await).await;
    scene.tell_rest(&stranger).await.expect(404);
    let marie = scene.app.api(scene.person("marie")).await;
    scene.tell_rest(&marie).await.expect(403);
    assert_eq!(scene.app.mails().await, []);
    let told = scene.tell_rest(&scene.organiser).await.expect(202);
    assert_eq!(told.json(), json!({ "queued": 3 }));
    assert_eq!(scene.app.mails().await.len(), 3);
    scene.app.clock.set("2026-12-10T09:00:00Z".parse().unwrap());
    scene.tell_rest(&scene.organiser).await.expect(409);
}
