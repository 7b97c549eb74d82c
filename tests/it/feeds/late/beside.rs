//! What is told for a calendar that is late, beside the other mails about a seminar.

use serde_json::json;

use super::{GOOGLE, Scene, needless, waits};
use crate::support::{http::Request, mailbox::Mail};

#[tokio::test(flavor = "multi_thread")]
async fn who_is_invited_is_told_once_and_in_person() {
    let scene = Scene::new().await;
    let invited = json!({ "people": [scene.hong] });
    scene.act("invitations", invited, 202).await;
    scene.fetched("09T08:00", GOOGLE).await;
    let kinds = |mails: Vec<Mail>| -> Vec<(String, Option<String>)> {
        let each = mails.into_iter();
        each.map(|mail| (mail.kind, mail.method)).collect()
    };
    let request = || Some("REQUEST".to_owned());
    assert_eq!(
        kinds(scene.sent("09T08:00").await),
        [("invitation".to_owned(), request())]
    );
    scene.moved("09T17:00", 18).await;
    assert_eq!(
        kinds(scene.sent("09T17:00").await),
        [("change".to_owned(), request())]
    );
    assert_eq!(scene.sent("10T06:00").await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_read_it_in_a_digest_is_not_told_again() {
    let scene = Scene::new().await;
    let series = scene.house.series_id().await;
    let path = format!(
        "/series/{}/subscriptions/{}",
        series.as_str().unwrap(),
        scene.hong
    );
    let weekly = json!({ "reminders": null, "digest": "weekly" });
    scene.api.put(&path, weekly).await.expect(200);
    // What is due of Mondays past.
    scene.fetched("01T07:00", GOOGLE).await;
    scene.sent("01T07:00").await;
    scene.moved("01T08:00", 18).await;
    assert_eq!(scene.sent("01T08:10").await, []);
    assert_eq!(scene.became().await, [waits()]);
    // Monday, 08:00 in Seoul.
    let mails = scene.sent("06T23:00").await;
    let kinds: Vec<&str> = mails.iter().map(|mail| mail.kind.as_str()).collect();
    assert_eq!(kinds, ["digest"]);
    assert_eq!(scene.sent("08T07:00").await, []);
    assert_eq!(scene.became().await, [needless()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancellation_is_told_and_all_of_it_can_be_stopped() {
    let scene = Scene::new().await;
    scene.fetched("09T08:00", GOOGLE).await;
    scene.moved("09T16:00", 18).await;
    let mail = scene.told("09T16:00", 16, 18).await;
    scene.at("09T17:00");
    scene.act("cancellation", json!({}), 200).await;
    let mails = scene.sent("09T17:00").await;
    let each = mails.iter().map(|mail| {
        let off = mail.text.contains("cannot be switched off");
        (
            mail.kind.as_str(),
            mail.to.as_str(),
            mail.method.as_deref(),
            off,
        )
    });
    assert_eq!(
        each.collect::<Vec<_>>(),
        [("cancellation", "hong@sample.example", None, false)]
    );

    let link = scene.path_in(&mail, "/unsubscribe/");
    let page = scene.house.app.get(&link).await.expect(200);
    assert_eq!(
        page.words(".lede"),
        ["Changes your calendar would show late: Scaling Laws"]
    );
    scene
        .house
        .app
        .send(Request::new("POST", &link))
        .await
        .expect(200);
    // Another one of the series.
    let another = json!({ "title": "Another", "starts_local": "2026-12-11T16:00:00" });
    let code = scene.house.seminar(another).await;
    let id = scene.house.fact(&code, "id").await;
    scene.fetched("10T08:00", GOOGLE).await;
    let scene = Scene {
        seminar: id.as_str().unwrap().to_owned(),
        ..scene
    };
    scene.at("10T17:00");
    let api = scene.house.app.api(scene.house.organiser).await;
    let later = json!({ "starts_local": "2026-12-11T18:00:00" });
    api.patch(&format!("/seminars/{}", scene.seminar), later)
        .await
        .expect(200);
    assert_eq!(scene.sent("10T17:00").await, []);
    let unwanted = ("void".to_owned(), Some("not wanted".to_owned()));
    assert_eq!(scene.became().await[0], unwanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_put_nothing_into_a_calendar_takes_nothing_from_the_feed() {
    let scene = Scene::new().await;
    let choice = json!({ "calendar": "invitations" });
    scene.api.patch(&scene.one, choice).await.expect(200);
    scene.fetched("09T08:00", GOOGLE).await;
    scene.moved("09T17:00", 18).await;
    scene.told("09T17:00", 16, 18).await;
    // A change stands in a feed within a second.
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    let feed = scene.house.app.get(&scene.path).await.expect(200).text();
    assert!(feed.contains("SUMMARY:Beyond scaling"), "{feed}");
    assert!(feed.contains("DTSTART:20261210T090000Z"), "{feed}");
}
