//! What a digest told and is no longer so, before the next one.

use diesel_async::SimpleAsyncConnection;
use maru::base::ids::PersonId;
use serde_json::json;

use super::{Scene, items, path};
use crate::support::mailbox::Mail;

/// Min in Seoul follows the hub, and was told on Monday morning of what is on Friday at 16:00.
struct Week {
    scene: Scene,
    min: PersonId,
    friday: String,
}

impl Week {
    async fn new() -> Self {
        let scene = Scene::new().await;
        let min = scene.reader("min", "Asia/Seoul").await;
        scene.follows(min, "hub", "weekly").await;
        let friday = scene.seminar("Beyond scaling", "2026-11-13T16:00").await;
        scene.digest("2026-11-08T23:00:00Z").await;
        Self { scene, min, friday }
    }

    /// What is sent by Monday, 23:00: kind, subject, recipient, and the method of a calendar object.
    async fn sent(&self) -> Vec<(String, String, String, Option<String>)> {
        told(self.scene.at("2026-11-09T14:00:00Z").await)
    }

    async fn moves(&self, starts_local: &str) {
        let later = json!({ "starts_local": format!("2026-11-{starts_local}:00") });
        self.scene.edit(&self.friday, later).await;
    }
}

fn told(mails: Vec<Mail>) -> Vec<(String, String, String, Option<String>)> {
    let each = mails.into_iter();
    each.map(|mail| (mail.kind, mail.subject, mail.to, mail.method))
        .collect()
}

fn to_min(kind: &str, subject: &str) -> (String, String, String, Option<String>) {
    let to = "min@sample.example".to_owned();
    (kind.to_owned(), subject.to_owned(), to, None)
}

const THEN: &str = "Beyond scaling, Fri 13 November 2026, 16:00 (Seoul, UTC+9)";

#[tokio::test(flavor = "multi_thread")]
async fn it_is_told_once_after_the_change_window_and_without_a_calendar() {
    let week = Week::new().await;
    week.moves("13T17:00").await;
    assert_eq!(week.scene.at("2026-11-08T23:05:00Z").await, []);
    week.moves("13T18:00").await;
    let mails = week.scene.at("2026-11-09T14:00:00Z").await;
    let [mail] = &mails[..] else {
        panic!("{mails:?}")
    };
    assert!(
        mail.text.contains("before: Fri 13 November 2026, 16:00"),
        "{}",
        mail.text
    );
    assert!(
        mail.text.contains("now: Fri 13 November 2026, 18:00"),
        "{}",
        mail.text
    );
    assert_eq!(
        mail.list["List-Id"],
        "\"Scaling Laws\" <scaling.hub.example>"
    );
    let subject = "New time: Beyond scaling, Fri 13 November 2026, 18:00 (Seoul, UTC+9)";
    assert_eq!(told(mails), [to_min("change", subject)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_changed_back_is_not_told_nor_what_is_read_only() {
    let week = Week::new().await;
    week.moves("13T18:00").await;
    week.moves("13T16:00").await;
    let speakers = json!({ "speakers": [{ "person_id": week.scene.house.guest }], "title": "Beyond all scaling" });
    week.scene.edit(&week.friday, speakers).await;
    let sent = week.sent().await;
    let kinds: Vec<_> = sent
        .iter()
        .map(|(kind, _, to, _)| (kind.as_str(), to.as_str()))
        .collect();
    assert_eq!(kinds, [("speaker_request", "gil@hub.example")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancellation_is_told_and_can_be_stopped() {
    let week = Week::new().await;
    week.scene.act(&week.friday, "cancellation").await;
    let mails = week.scene.at("2026-11-09T14:00:00Z").await;
    let text = &mails[0].text;
    assert!(
        text.contains("You receive this because the programme of what you follow told you of it.")
    );
    assert!(
        !text.contains("cannot be switched off") && !text.contains("calendar"),
        "{text}"
    );
    path(&week.scene, &mails[0], "/unsubscribe/");
    assert_eq!(
        told(mails),
        [to_min("cancellation", &format!("Cancelled: {THEN}"))]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_told_of_it_hears_of_it_though_what_they_follow_has_it_no_more() {
    let scene = Scene::new().await;
    let min = scene.reader("min", "Asia/Seoul").await;
    scene.follows(min, "topics/alignment", "weekly").await;
    let friday = scene.seminar("Beyond scaling", "2026-11-13T16:00").await;
    scene.digest("2026-11-08T23:00:00Z").await;
    // One edit takes it from the topic, and moves it.
    let other = json!({ "topics": ["Safety"], "starts_local": "2026-11-13T18:00:00" });
    scene.edit(&friday, other).await;
    let then = "Beyond scaling, Fri 13 November 2026, 18:00 (Seoul, UTC+9)";
    assert_eq!(
        told(scene.at("2026-11-09T14:00:00Z").await),
        [to_min("change", &format!("New time: {then}"))]
    );
    scene.act(&friday, "cancellation").await;
    assert_eq!(
        told(scene.at("2026-11-09T15:00:00Z").await),
        [to_min("cancellation", &format!("Cancelled: {then}"))]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_told_in_person_is_told_once() {
    let week = Week::new().await;
    let marie = week.scene.reader("marie", "Asia/Seoul").await;
    week.scene.invite(&week.friday, week.min).await;
    week.scene.invite(&week.friday, marie).await;
    week.scene.at("2026-11-08T23:10:00Z").await;
    week.scene.act(&week.friday, "postponement").await;
    let subject = format!("Postponed: {THEN}");
    let invited = |to: &str| {
        let method = Some("CANCEL".to_owned());
        (
            "cancellation".to_owned(),
            subject.clone(),
            to.to_owned(),
            method,
        )
    };
    assert_eq!(
        week.sent().await,
        [
            invited("marie@sample.example"),
            invited("min@sample.example")
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_waits_is_left_to_the_invitation() {
    let week = Week::new().await;
    week.moves("13T18:00").await;
    week.scene.invite(&week.friday, week.min).await;
    let kinds: Vec<String> = week
        .sent()
        .await
        .into_iter()
        .map(|(kind, ..)| kind)
        .collect();
    assert_eq!(kinds, ["invitation"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_who_was_told_nothing_or_does_not_want_it() {
    let week = Week::new().await;
    let scene = &week.scene;
    // Marie follows since, and no digest told her of it; Jean's came back; Cho unfollowed; Dan chose to have it quiet.
    let others = ["jean", "cho", "dan"];
    let mut people = Vec::new();
    for handle in others {
        let person = scene.reader(handle, "Asia/Seoul").await;
        scene.follows(person, "topics/alignment", "daily").await;
        people.push(person);
    }
    let thursday = scene.seminar("Told by all", "2026-11-10T20:00").await;
    let told = [
        "cho@sample.example",
        "dan@sample.example",
        "jean@sample.example",
    ];
    assert_eq!(scene.readers("2026-11-09T23:00:00Z").await, told);
    let marie = scene.reader("marie", "Asia/Seoul").await;
    scene.follows(marie, "hub", "daily").await;
    let mut conn = scene.house.app.conn().await;
    conn.batch_execute(
        "UPDATE messages SET state = 'failed', sent_at = NULL, error = 'it came back' WHERE address LIKE 'jean@%'",
    )
    .await
    .unwrap();
    let path = format!("/people/{}/follows/topics/alignment", people[1]);
    scene.house.admin.delete(&path).await.expect(204);
    let choice = maru::mail::preferences::Preferences {
        choice: maru::mail::preferences::Choice::Preset(maru::mail::preferences::Preset::Quiet),
        quiet: None,
    };
    let app = &scene.house.app;
    let admin = crate::support::make::acting(&mut conn, scene.house.administrator).await;
    maru::seminars::actions::choose_notices(
        &mut conn,
        &*app.clock,
        &app.hub,
        &admin,
        people[2],
        &choice,
    )
    .await
    .unwrap();
    scene.act(&thursday, "cancellation").await;
    assert_eq!(scene.at("2026-11-10T00:00:00Z").await, []);
    // Dan's was queued, and is not wanted.
    let listed = scene.house.admin.get("/messages?kind=cancellation").await;
    let listed = listed.expect(200).json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    assert_eq!(listed["items"][0]["error"], "not wanted");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_click_in_it_stops_the_programme_of_that_series_alone() {
    let week = Week::new().await;
    let scene = &week.scene;
    let house = &scene.house;
    let alone = json!({ "title": "In no series", "starts_local": "2026-11-19T16:00:00", "zone": "Asia/Seoul",
                        "state": "announced" });
    house.admin.post("/seminars", alone).await.expect(201);
    scene.seminar("Next week", "2026-11-20T16:00").await;
    week.moves("13T18:00").await;
    let mails = scene.at("2026-11-09T14:00:00Z").await;
    let link = path(scene, &mails[0], "/unsubscribe/");
    let page = house.app.get(&link).await.expect(200);
    assert_eq!(page.words(".lede"), ["Weekly programme: Scaling Laws"]);
    let request = crate::support::http::Request::new("POST", &link);
    house.app.send(request).await.expect(200);
    week.moves("13T19:00").await;
    assert_eq!(scene.at("2026-11-09T20:00:00Z").await, []);
    let mail = scene.digest("2026-11-15T23:00:00Z").await;
    assert_eq!(items(&mail), ["16:00–17:00 | In no series"]);
}
