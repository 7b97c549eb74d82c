//! What is said to be the way back for an address that nothing is sent to any more: one that there is, to those who can go it.

use maru::people::model::Role;
use serde_json::json;

use super::{Scene, bounces::report};
use crate::support::{house::attributes, mailbox::Mail};

const SIGN_IN: &str = "until they sign in with it";
const ADMINISTRATOR: &str = "unless an administrator of the hub allows it again";
const BOUNCED: &str = "Where a mail bounced, none is sent again from here. The person or the front desk can enter another address.";
const ALLOWED: &str =
    "Where nothing more is sent to an address at all, an administrator can allow it again.";

impl Scene {
    /// Invites someone who signs in nowhere; answers what they are sent.
    async fn by_contact(&self, handle: &str) -> Mail {
        let contact = format!("{handle}@sample.example");
        let person = json!({ "name": handle, "contact_email": contact, "language": "en" });
        let made = self.admin.post("/people", person).await.expect(201).json();
        let invited = json!({ "people": [made["id"]] });
        let path = self.path("/invitations");
        self.organiser.post(&path, invited).await.expect(202);
        let [mail] = self.app.mails().await.try_into().unwrap();
        assert_eq!(mail.to, contact);
        mail
    }

    /// What the organiser reads of a report.
    async fn told(&self, report: &str) -> String {
        assert_eq!(self.receive(report).await, "passed on to 1");
        let [mail] = self.app.mails().await.try_into().unwrap();
        assert_eq!(mail.to, "oh@hub.example");
        mail.text
    }
}

fn complaint(mail: &Mail) -> String {
    report(mail, "failed", "5.1.1")
        .replace("message/delivery-status", "message/feedback-report")
        .replace("report-type=delivery-status", "report-type=feedback-report")
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_is_promised_of_addresses_for_signing_in_alone() {
    let scene = Scene::new().await;
    let came_back = report(scene.sent_to("marie"), "failed", "5.1.1");
    let unwanted = complaint(scene.sent_to("hong"));
    for report in [came_back, unwanted] {
        let text = scene.told(&report).await;
        assert!(text.contains(SIGN_IN), "{text}");
        assert!(!text.contains(ADMINISTRATOR), "{text}");
    }
    let came_back = report(&scene.by_contact("gone").await, "failed", "5.1.1");
    let unwanted = complaint(&scene.by_contact("tired").await);
    for report in [came_back, unwanted] {
        let text = scene.told(&report).await;
        assert!(!text.contains(SIGN_IN), "{text}");
        assert!(text.contains(ADMINISTRATOR), "{text}");
        // The organiser cannot open that page.
        assert!(!text.contains("/admin/"), "{text}");
    }
    let role = format!("/people/{}/roles/administrator", scene.oh);
    scene.admin.put(&role, json!({})).await.expect(200);
    let came_back = report(&scene.by_contact("late").await, "failed", "5.1.1");
    let text = scene.told(&came_back).await;
    assert!(text.contains("/admin/suspensions?q=late"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_a_mail_bounced_it_stands_what_can_be_done() {
    let scene = Scene::new().await;
    let path = format!(
        "/seminars/{}/knowledge",
        scene.seminar["code"].as_str().unwrap()
    );
    let mut organiser = scene.app.browser(scene.oh).await;
    let page = organiser.get(&path).await.expect(200);
    assert_eq!(page.words(".bounced-hint"), [""; 0]);
    let other = scene
        .app
        .person("other", "Other Admin", &[Role::Administrator]);
    let mut administrator = scene.app.browser(other.await).await;
    let links = "td a[href^='/admin/suspensions']";

    // What was refused for what it says ends nothing, and so there is nothing to allow again.
    let refused = report(scene.sent_to("hong"), "failed", "5.7.1");
    scene.told(&refused).await;
    for browser in [&mut organiser, &mut administrator] {
        let page = browser.get(&path).await.expect(200);
        assert_eq!(page.words(".mark-bounced"), ["Bounced"]);
        assert_eq!(page.words(".bounced-hint"), [BOUNCED]);
        assert_eq!(attributes(&page, links, "href"), [""; 0]);
    }

    let gone = report(scene.sent_to("marie"), "failed", "5.1.1");
    scene.told(&gone).await;
    let both = [format!("{BOUNCED} {ALLOWED}")];
    let page = organiser.get(&path).await.expect(200);
    assert_eq!(page.words(".bounced-hint"), both);
    assert_eq!(attributes(&page, links, "href"), [""; 0]);
    let page = administrator.get(&path).await.expect(200);
    assert_eq!(page.words(".mark-bounced"), ["Bounced", "Bounced"]);
    assert_eq!(page.words(".bounced-hint"), both);
    let [link] = attributes(&page, links, "href").try_into().unwrap();
    let found = administrator.get(&link).await.expect(200);
    assert_eq!(found.words(".captured-lines li").len(), 1);
}
