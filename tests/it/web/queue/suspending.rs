//! Addresses to which nothing is sent any more, and servers that are not believed.

use std::collections::BTreeSet;

use chrono::Duration;

use super::{Scene, lines};
use crate::support::house::attributes;

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_the_server_does_not_know_is_suspended_told_and_can_be_brought_back() {
    let scene = Scene::inviting(&["nobody@two.example", "spam@two.example"]).await;
    scene.round().await;
    // What is refused for what it says tells nothing of the address.
    let [(address, detail)] = scene.suspended().await.try_into().unwrap();
    assert_eq!(address, "nobody@two.example");
    assert!(
        detail.starts_with("550") && detail.contains("5.1.1"),
        "{detail}"
    );
    let told = scene.sink.received().remove(0);
    assert_eq!(told.recipient, "oh@hub.example");
    let told = String::from_utf8(told.data).unwrap();
    assert!(told.contains("nobody@two.example"), "{told}");
    // The organiser sees it where knowledge is shown.
    let mut desk = scene.house.at_desk().await;
    let knowledge = desk
        .get(&format!("/seminars/{}/knowledge", scene.code))
        .await
        .expect(200);
    assert_eq!(knowledge.words(".mark-bounced"), ["Bounced", "Bounced"]);

    let mut browser = scene.admin().await;
    let page = browser.get("/admin/suspensions").await.expect(200);
    let row = page.words(".captured-lines li").remove(0);
    for said in ["nobody@two.example", "Nobody is there", "5.1.1"] {
        assert!(row.contains(said), "{said}: {row}");
    }
    let message = attributes(&page, ".captured-lines .quiet a", "href").remove(0);
    let opened = browser.get(&message).await.expect(200);
    assert!(
        opened
            .text()
            .contains("Nothing is sent to this address any more.")
    );
    let found = browser
        .get("/admin/suspensions?q=NOBODY%40two")
        .await
        .expect(200);
    assert_eq!(found.words(".captured-lines li").len(), 1);
    let missed = browser
        .get("/admin/suspensions?q=somebody")
        .await
        .expect(200);
    assert_eq!(missed.words(".captured-lines li").len(), 0);
    let lift = attributes(&page, ".line-acts form", "action").remove(0);
    let empty = browser
        .submit_and_follow(&page, &lift, &[])
        .await
        .expect(200);
    assert_eq!(empty.words(".empty-title"), ["No address is suspended."]);
    assert_eq!(browser.submit(&page, &lift, &[]).await.status, 404);
    assert_eq!(scene.suspended().await, []);
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
async fn a_server_that_knows_nobody_is_not_believed() {
    let all: Vec<String> = (0..14).map(|n| format!("nobody@s{n}.example")).collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let scene = Scene::inviting(&all).await;
    scene.round().await;
    assert_eq!(scene.suspended().await, []);
    let mut admin = scene.admin().await;
    let page = admin.get("/admin/mail?state=failed").await.expect(200);
    assert_eq!(lines(&page), Vec::<String>::new());
    // Once it is mended it gets all of them.
    for address in &all {
        scene.sink.says(address, Some("250 2.1.5 somebody"));
    }
    scene.house.app.clock.advance(Duration::minutes(2));
    scene.round().await;
    let taken: BTreeSet<_> = scene
        .sink
        .take()
        .into_iter()
        .map(|one| one.recipient)
        .collect();
    assert_eq!(taken, all.iter().map(|one| (*one).to_owned()).collect());
    assert_eq!(scene.suspended().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_takes_what_is_for_others_is_believed() {
    let mut all: Vec<String> = (0..4).map(|n| format!("nobody@s{n}.example")).collect();
    all.push("somebody@sample.example".to_owned());
    let scene = Scene::inviting(&all.iter().map(String::as_str).collect::<Vec<_>>()).await;
    scene.round().await;
    let suspended = scene
        .suspended()
        .await
        .into_iter()
        .map(|(address, _)| address);
    assert_eq!(suspended.collect::<Vec<_>>(), all[..4]);
}
