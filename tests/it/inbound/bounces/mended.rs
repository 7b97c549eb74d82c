//! What ends it that nothing is sent to an address: its owner signs in by it, or has another.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use maru::base::schema::audit_entries;
use serde_json::json;

use super::report;
use crate::inbound::Scene;

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_by_the_address_is_the_way_back() {
    let scene = Scene::new().await;
    let marie = scene.sent_to("marie").clone();
    scene.receive(&report(&marie, "failed", "5.1.1")).await;
    scene.app.mails().await;
    // What someone asks for is sent; only that it is used proves that it arrived.
    let mut browser = scene.app.visitor();
    let page = browser.get("/sign-in").await.expect(200);
    browser
        .submit_and_follow(&page, "/sign-in", &[("email", &marie.to)])
        .await
        .expect(200);
    let [mail] = scene.app.mails().await.try_into().unwrap();
    assert_eq!((mail.kind.as_str(), &mail.to), ("sign_in", &marie.to));
    assert_eq!(scene.suspended().await.len(), 1);
    let base = &scene.app.hub.public_url;
    let link = mail.link(&format!("{base}/sign-in/link/"));
    let path = link.strip_prefix(base.as_str()).unwrap();
    let page = browser.get(path).await.expect(200);
    browser.submit(&page, path, &[]).await.expect(303);
    assert_eq!(scene.suspended().await, []);
    let mut conn = scene.app.conn().await;
    let trail: Vec<(String, String)> = audit_entries::table
        .filter(audit_entries::subject_kind.eq("suspensions"))
        .order(audit_entries::id)
        .select((audit_entries::actor_name, audit_entries::action))
        .load(&mut conn)
        .await
        .unwrap();
    let entry = |name: &str, action: &str| (name.to_owned(), action.to_owned());
    assert_eq!(
        trail,
        [
            entry("Maru", "suspended"),
            entry("Marie Sample", "suspension lifted")
        ]
    );
    scene.moved().await;
    let told: Vec<String> = scene
        .app
        .mails()
        .await
        .into_iter()
        .map(|mail| mail.to)
        .collect();
    assert_eq!(
        told,
        [
            "hong@sample.example",
            "marie@sample.example",
            "sam@sample.example"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_at_another_address_since_their_mail_came_back_is_told_with_the_rest() {
    let scene = Scene::new().await;
    let (marie, sam) = (scene.sent_to("marie"), scene.sent_to("sam"));
    for mail in [marie, sam] {
        let report = report(mail, "failed", "5.1.1");
        assert_eq!(scene.receive(&report).await, "passed on to 1");
    }
    assert_eq!(
        (scene.bounced().await, scene.passed_on().await.len()),
        (2, 2)
    );
    let page = format!(
        "/seminars/{}/knowledge",
        scene.seminar["code"].as_str().unwrap()
    );
    let path = format!("/people/{}", scene.marie);
    let mended = json!({ "email": "marie@mended.example" });
    scene.admin.patch(&path, mended).await.expect(200);
    assert_eq!(scene.bounced().await, 1);
    let mut browser = scene.app.browser(scene.oh).await;
    let shown = browser.get(&page).await.expect(200);
    browser.submit(&shown, &page, &[]).await.expect(303);
    let [told] = scene.app.mails().await.try_into().unwrap();
    assert_eq!(
        (told.kind.as_str(), told.to.as_str()),
        ("invitation", "marie@mended.example")
    );
    assert_eq!(scene.states().await, ["bounced", "knows", "knows"]);
}
