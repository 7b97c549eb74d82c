//! Whoever is told elsewhere from now on is told there, too, what waits for them.

use serde_json::{Value, json};

use super::Scene;

impl Scene {
    /// Lets it become that time; answers what went out for Marie since the last look, wherever: kind and address.
    async fn told_at(&self, time: &str) -> Vec<(String, String)> {
        self.house.app.clock.set(time.parse().unwrap());
        let mails = self.house.app.mails().await;
        mails
            .into_iter()
            .filter(|mail| !mail.to.ends_with("@hub.example"))
            .map(|mail| (mail.kind, mail.to))
            .collect()
    }

    async fn has_address(&self, address: Value) {
        let path = format!("/people/{}", self.marie);
        let body = json!({ "email": address });
        self.house.admin.patch(&path, body).await.expect(200);
    }
}

fn told(kind: &str, to: &str) -> Vec<(String, String)> {
    vec![(kind.to_owned(), to.to_owned())]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_goes_to_no_address_that_its_reader_gave_up() {
    let scene = Scene::new().await;
    scene.answers("yes").await;
    scene.edit(json!({ "title": "Another title" })).await;
    scene.has_address(json!("marie@elsewhere.example")).await;
    // A change that was held, and a reminder that has waited since her yes.
    assert_eq!(
        scene.told_at("2026-11-02T00:31:00Z").await,
        told("change", "marie@elsewhere.example")
    );
    assert_eq!(
        scene.told_at("2026-12-09T07:00:00Z").await,
        told("reminder", "marie@elsewhere.example")
    );
    // Nobody answers there any more, and no other address is known.
    scene.has_address(Value::Null).await;
    assert_eq!(scene.told_at("2026-12-10T06:00:00Z").await, []);
    let void = (
        "void".to_owned(),
        Some("there is no address for it".to_owned()),
    );
    assert_eq!(
        scene.ended("reminder").await,
        [("sent".to_owned(), None), void]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_goes_to_the_office_that_answers_now() {
    let scene = Scene::new().await;
    scene.answers("yes").await;
    let path = format!("/people/{}/form-of-address", scene.marie);
    let office = json!({ "name": "Sample Office", "email": "office@sample.example" });
    let addressed = json!({ "title": "", "salutation": "", "office": office });
    scene.house.admin.put(&path, addressed).await.expect(200);
    assert_eq!(
        scene.told_at("2026-12-09T07:00:00Z").await,
        told("reminder", "office@sample.example")
    );
    let no_office = json!({ "title": "", "salutation": "", "office": null });
    scene.house.admin.put(&path, no_office).await.expect(200);
    assert_eq!(
        scene.told_at("2026-12-10T06:00:00Z").await,
        told("reminder", "marie@sample.example")
    );
}
