//! What choices change of what is sent: what is not wanted is void, and what comes in quiet hours waits.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use maru::{
    base::{clock::Instant, schema::messages},
    mail::outbox::{MessageKind, MessageState},
};
use serde_json::json;

use super::Scene;

fn none() -> Vec<(String, String)> {
    Vec::new()
}

fn kinds(mails: &[(String, String)]) -> Vec<&str> {
    mails.iter().map(|(kind, _)| kind.as_str()).collect()
}

fn unwanted() -> (String, Option<String>) {
    ("void".into(), Some("not wanted".into()))
}

#[tokio::test(flavor = "multi_thread")]
async fn who_chose_quiet_is_told_changes_and_cancellations_and_not_reminded() {
    let scene = Scene::new().await;
    scene.answers("yes").await;
    scene.choose(&[("preset", "quiet")]).await;
    assert_eq!(scene.at("2026-12-09T07:00:00Z").await, none());
    let waits = ("queued".into(), None);
    assert_eq!(scene.ended("reminder").await, [waits, unwanted()]);
    scene
        .edit(json!({ "starts_local": "2026-12-10T17:00:00" }))
        .await;
    assert_eq!(kinds(&scene.at("2026-12-09T07:01:00Z").await), ["change"]);
    let path = format!("/seminars/{}/cancellation", scene.seminar);
    scene.house.admin.post(&path, json!({})).await.expect(200);
    assert_eq!(
        kinds(&scene.at("2026-12-09T07:02:00Z").await),
        ["cancellation"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wants_no_changes_is_shown_as_not_knowing_and_is_told_of_the_end() {
    let scene = Scene::new().await;
    let knows = async || {
        let path = format!("/seminars/{}/knowledge", scene.seminar);
        let known = scene.house.admin.get(&path).await.expect(200).json();
        known["items"][0]["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(knows().await, "knows");
    let page = scene
        .choose(&[
            ("preset", "own"),
            ("wanted", "invitation"),
            ("change", "none"),
        ])
        .await;
    assert_eq!(page.status, 200);
    scene
        .edit(json!({ "starts_local": "2026-12-10T17:00:00" }))
        .await;
    assert_eq!(scene.at("2026-11-02T01:00:00Z").await, none());
    assert_eq!(scene.ended("change").await, [unwanted()]);
    assert_eq!(knows().await, "doesnt");
    let path = format!("/seminars/{}/cancellation", scene.seminar);
    scene.house.admin.post(&path, json!({})).await.expect(200);
    assert_eq!(
        kinds(&scene.at("2026-11-02T01:01:00Z").await),
        ["cancellation"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn quiet_hours_gather_what_comes_in_them_into_one_mail_at_their_end() {
    let scene = Scene::new().await;
    scene
        .choose(&[("quiet_from", "22:00"), ("quiet_to", "07:00")])
        .await;
    // 23:00 and 02:00 in Paris.
    assert_eq!(scene.at("2026-12-01T22:00:00Z").await, none());
    scene
        .edit(json!({ "starts_local": "2026-12-10T17:00:00" }))
        .await;
    assert_eq!(scene.at("2026-12-01T22:10:00Z").await, none());
    assert_eq!(scene.at("2026-12-02T01:00:00Z").await, none());
    scene.edit(json!({ "title": "Beyond all scaling" })).await;
    assert_eq!(scene.at("2026-12-02T01:30:00Z").await, none());
    assert_eq!(scene.at("2026-12-02T05:59:59Z").await, none());
    let mails = scene.at("2026-12-02T06:00:00Z").await;
    assert_eq!(kinds(&mails), ["change"]);
    assert!(mails[0].1.contains("Beyond all scaling"), "{mails:?}");
    assert_eq!(scene.ended("change").await, [("sent".into(), None)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_changes_of_one_night_before_it_the_last_tells_all() {
    let scene = Scene::new().await;
    scene
        .choose(&[("quiet_from", "22:00"), ("quiet_to", "04:00")])
        .await;
    // 23:00 in Paris, nine hours before it begins: told at once, but for the quiet hours.
    assert_eq!(scene.at("2026-12-09T22:00:00Z").await, none());
    scene
        .edit(json!({ "starts_local": "2026-12-10T17:00:00" }))
        .await;
    assert_eq!(scene.at("2026-12-09T22:01:00Z").await, none());
    scene.edit(json!({ "title": "Beyond all scaling" })).await;
    assert_eq!(scene.at("2026-12-09T22:02:00Z").await, none());
    assert_eq!(kinds(&scene.at("2026-12-10T03:00:00Z").await), ["change"]);
    // The second edit took the place of the first, which waited.
    assert_eq!(scene.ended("change").await, [("sent".into(), None)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_that_waits_for_the_morning_is_not_hurried_by_an_urgent_change() {
    let scene = Scene::new().await;
    scene
        .choose(&[("quiet_from", "22:00"), ("quiet_to", "07:00")])
        .await;
    // 23:00 in Paris, 33 hours before it begins: she is invited once more.
    assert_eq!(scene.at("2026-12-08T22:00:00Z").await, none());
    let path = format!("/seminars/{}/invitations", scene.seminar);
    let again = json!({ "people": [scene.marie] });
    let organiser = scene.house.app.api(scene.house.organiser).await;
    organiser.post(&path, again).await.expect(202);
    assert_eq!(scene.at("2026-12-08T22:01:00Z").await, none());
    let waits_until = async || {
        messages::table
            .filter(messages::kind.eq(MessageKind::Invitation))
            .filter(messages::state.eq(MessageState::Held))
            .select(messages::send_after)
            .get_result::<Instant>(&mut scene.house.app.conn().await)
            .await
            .unwrap()
    };
    let morning: Instant = "2026-12-09T06:00:00Z".parse().unwrap();
    assert_eq!(waits_until().await, morning);
    scene.edit(json!({ "title": "Beyond all scaling" })).await;
    assert_eq!(waits_until().await, morning);
    assert_eq!(scene.at("2026-12-09T05:59:59Z").await, none());
    let mails = scene.at("2026-12-09T06:00:00Z").await;
    assert_eq!(kinds(&mails), ["invitation"]);
    assert!(mails[0].1.contains("Beyond all scaling"), "{mails:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn quiet_hours_hold_back_nothing_that_is_near() {
    let scene = Scene::new().await;
    scene.answers("yes").await;
    scene
        .choose(&[("quiet_from", "22:00"), ("quiet_to", "07:30")])
        .await;
    // The day before at 08:00 in Paris, then at 06:30 of the day; the reminder of the last hour comes at 07:00.
    assert_eq!(kinds(&scene.at("2026-12-09T07:00:00Z").await), ["reminder"]);
    assert_eq!(scene.at("2026-12-10T05:30:00Z").await, none());
    scene.edit(json!({ "title": "Beyond all scaling" })).await;
    assert_eq!(kinds(&scene.at("2026-12-10T05:30:01Z").await), ["change"]);
    assert_eq!(kinds(&scene.at("2026-12-10T06:00:00Z").await), ["reminder"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn quiet_hours_hold_back_no_move_from_an_hour_at_which_someone_would_sit_there() {
    let scene = Scene::new().await;
    scene
        .choose(&[("quiet_from", "22:00"), ("quiet_to", "07:00")])
        .await;
    // 23:10 in Paris; it was to begin at 08:00 in the morning, and now does a week later.
    assert_eq!(scene.at("2026-12-09T22:10:00Z").await, none());
    scene
        .edit(json!({ "starts_local": "2026-12-17T16:00:00" }))
        .await;
    assert_eq!(kinds(&scene.at("2026-12-09T22:10:01Z").await), ["change"]);
    // A week is enough to read of another hour in the morning.
    scene
        .edit(json!({ "starts_local": "2026-12-17T17:00:00" }))
        .await;
    assert_eq!(scene.at("2026-12-10T05:59:59Z").await, none());
    assert_eq!(kinds(&scene.at("2026-12-10T06:00:00Z").await), ["change"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_the_morning_is_not_lost_when_someone_answers_meanwhile() {
    let scene = Scene::new().await;
    scene.edit(json!({ "reminders": [2880] })).await;
    scene.answers("yes").await;
    scene.at("2026-11-03T00:00:00Z").await;
    scene
        .choose(&[("quiet_from", "07:00"), ("quiet_to", "12:00")])
        .await;
    assert_eq!(scene.at("2026-12-08T07:00:00Z").await, none());
    let path = format!(
        "/seminars/{}/attendances/{}",
        scene.seminar, scene.house.member
    );
    scene
        .house
        .admin
        .put(&path, json!({ "answer": "yes" }))
        .await
        .expect(200);
    scene.edit(json!({ "abstract": "Other words." })).await;
    assert_eq!(kinds(&scene.at("2026-12-08T11:00:00Z").await), ["reminder"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_chose_everything_is_reminded_of_the_series_they_follow_as_far_as_they_may_know_of_it()
{
    let scene = Scene::new().await;
    let house = &scene.house;
    let follow = format!(
        "/series/{}/subscriptions/",
        house.series_id().await.as_str().unwrap()
    );
    let due = async |title: &str, time: &str| {
        house.app.clock.set(time.parse().unwrap());
        let mails = house.app.mails().await;
        let mut to: Vec<String> = mails
            .into_iter()
            .filter(|mail| mail.kind == "reminder")
            .map(|mail| {
                assert!(mail.subject.contains(title), "{}", mail.subject);
                mail.to
            })
            .collect();
        to.sort();
        to
    };
    for (hour, visibility) in [(10, "public"), (11, "members"), (12, "invited")] {
        house
            .seminar(json!({ "title": visibility, "starts_local": format!("2026-12-03T{hour}:00:00"), "room_id": null,
                             "visibility": visibility, "reminders": [60] }))
            .await;
    }
    // A member and a guest follow before they choose, and the organiser follows and chooses nothing.
    // Each has signed in: it is known that mail reaches them.
    for person in [house.member, house.guest, house.organiser] {
        house.app.browser(person).await;
        house
            .admin
            .put(&format!("{follow}{person}"), json!({}))
            .await
            .expect(200);
    }
    for person in [house.member, house.guest] {
        let mut browser = house.app.browser(person).await;
        let page = browser.get("/me/notices").await.expect(200);
        browser
            .submit(&page, "/me/notices", &[("preset", "everything")])
            .await
            .expect(303);
    }
    house.app.mails().await;
    assert_eq!(
        due("public", "2026-12-03T00:00:00Z").await,
        ["gil@hub.example", "min@hub.example"]
    );
    assert_eq!(
        due("members", "2026-12-03T01:00:00Z").await,
        ["min@hub.example"]
    );
    assert_eq!(
        due("invited", "2026-12-03T02:00:00Z").await,
        Vec::<String>::new()
    );
    // The last one, which Marie is invited to: one of them does not want so much any more, and one leaves the series.
    let mut browser = house.app.browser(house.member).await;
    let page = browser.get("/me/notices").await.expect(200);
    browser
        .submit(&page, "/me/notices", &[("preset", "normal")])
        .await
        .expect(303);
    assert_eq!(
        due("Beyond", "2026-12-09T07:00:00Z").await,
        ["gil@hub.example"]
    );
    house
        .admin
        .delete(&format!("{follow}{}", house.guest))
        .await
        .expect(204);
    assert_eq!(
        due("Beyond", "2026-12-10T06:00:00Z").await,
        Vec::<String>::new()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_to_be_reminded_of_a_series_is_reminded_of_what_was_announced_before() {
    let scene = Scene::new().await;
    let path = format!(
        "/series/{}/subscriptions/{}",
        scene.house.series_id().await.as_str().unwrap(),
        scene.marie
    );
    scene.house.app.browser(scene.marie).await;
    scene
        .house
        .admin
        .put(&path, json!({ "reminders": [60] }))
        .await
        .expect(200);
    assert_eq!(scene.at("2026-12-09T07:00:00Z").await, none());
    assert_eq!(kinds(&scene.at("2026-12-10T06:00:00Z").await), ["reminder"]);
}
