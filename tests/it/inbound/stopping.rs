//! Mails that ask for no more mails.

use serde_json::json;

use super::Scene;

impl Scene {
    /// Hong follows the series, and is reminded an hour before each of its seminars.
    async fn hong_follows(&self) {
        let path = format!(
            "/series/{}/subscriptions/{}",
            self.series["id"].as_str().unwrap(),
            self.hong
        );
        let hong = self.app.api(self.hong).await;
        hong.put(&path, json!({ "reminders": [60] }))
            .await
            .expect(200);
    }
}

/// Hong asks for no more, at the address `to` to which a mail is answered.
fn no_more(to: &str) -> String {
    format!("From: hong@sample.example\nTo: {to}\nMessage-ID: <1@x>\nSubject: unsubscribe\n\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_asks_for_no_more_reminders_does_what_the_click_does() {
    let scene = Scene::new().await;
    scene.hong_follows().await;
    scene.app.clock.set("2026-12-10T06:00:00Z".parse().unwrap());
    let reminders = scene.app.mails().await;
    let hongs = |mail: &&crate::support::mailbox::Mail| mail.to == "hong@sample.example";
    let reminder = reminders.iter().find(hongs).unwrap();
    let to = &reminder.reply_to;
    let mail = no_more(to);
    assert_eq!(scene.receive(&mail).await, "stopped: reminder");
    let again = mail.replace("<1@x>", "<2@x>");
    assert_eq!(scene.receive(&again).await, "stopped: reminder");
    // So does one whose token stands in its subject, as where the mail system knows no plus addresses.
    let token = to.strip_prefix("hub+").unwrap();
    let token = token.strip_suffix("@hub.example").unwrap();
    let without = format!(
        "From: hong@sample.example\nTo: hub@hub.example\nMessage-ID: <3@x>\nSubject: Unsubscribe {token}\n\n"
    );
    assert_eq!(scene.receive(&without).await, "stopped: reminder");
    let forged = without.replace("<3@x>", "<4@x>").replace(token, "me");
    assert_eq!(scene.receive(&forged).await, "passed on to 1");
    let base = &scene.app.hub.public_url;
    let link = reminder.link(&format!("{base}/unsubscribe/"));
    let page = scene
        .app
        .get(link.strip_prefix(base.as_str()).unwrap())
        .await;
    assert_eq!(page.words("h1"), ["These mails have stopped"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_asks_for_no_more_ends_following() {
    let scene = Scene::new().await;
    scene.hong_follows().await;
    let mail = no_more(&scene.sent_to("hong").reply_to);
    assert_eq!(scene.receive(&mail).await, "follows the series no longer");
    // Nothing is left to stop: a person looks at it.
    let again = mail.replace("<1@x>", "<2@x>");
    assert_eq!(scene.receive(&again).await, "passed on to 1");
    let forged = mail.replace("hub+", "hub+x").replace("<1@x>", "<3@x>");
    assert_eq!(scene.receive(&forged).await, "passed on to 1");
}
