//! Speakers whose calendars answer.

use chrono::Duration;
use maru::base::clock::Clock;
use serde_json::json;

use super::{Reply, Scene, answers::yes};
use crate::support::watch;

#[tokio::test(flavor = "multi_thread")]
async fn speakers_answer_by_calendar_too() {
    let scene = Scene::new().await;
    let sam = scene.sent_to("sam");
    let answer = async |scene: &Scene| {
        let seminar = scene
            .organiser
            .get(&scene.path(""))
            .await
            .expect(200)
            .json();
        seminar["speakers"][0]["answer"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let maybe = Reply {
        partstat: "TENTATIVE",
        ..Reply::to(sam)
    };
    assert_eq!(scene.receive(&maybe.write()).await, "passed on to 1");
    assert_eq!(answer(&scene).await, "asked");
    let accepts = Reply {
        stamp: "20261102T000200Z",
        ..Reply::to(sam)
    };
    assert_eq!(scene.receive(&accepts.write()).await, "answered");
    assert_eq!(answer(&scene).await, "accepted");
    let declines = Reply {
        partstat: "DECLINED",
        ..Reply::to(sam)
    };
    assert_eq!(
        scene.receive(&declines.write()).await,
        "there is a newer answer, or another time"
    );
    assert_eq!(answer(&scene).await, "accepted");
    assert_eq!(scene.answers().await, []);

    // Who will not speak can be invited as a guest, and is one to their calendar.
    scene.app.clock.advance(Duration::hours(1));
    let declines = Reply {
        stamp: "20261102T003000Z",
        ..declines
    };
    assert_eq!(scene.receive(&declines.write()).await, "answered");
    assert_eq!(answer(&scene).await, "declined");
    // Feeds show the seminar without them, and when that came to be so.
    let mut conn = scene.app.conn().await;
    let now = scene.app.clock.now().to_rfc3339();
    let modified = format!("seminars WHERE modified_at = '{now}'");
    assert_eq!(watch::count(&mut conn, &modified).await, 1);
    let shown = scene.organiser.get(&scene.path("")).await;
    let person = shown.expect(200).json()["speakers"][0]["person_id"].clone();
    let invited = json!({ "people": [person] });
    let call = scene.path("/invitations");
    let queued = scene.organiser.post(&call, invited).await.expect(202);
    assert_eq!(queued.json()["queued"], 1);
    let mut mails = scene.app.mails().await;
    mails.retain(|mail| mail.to == sam.to);
    let [invitation] = mails.try_into().unwrap();
    assert_eq!(invitation.kind, "invitation");
    let comes = Reply {
        stamp: "20261102T005900Z",
        ..Reply::to(&invitation)
    };
    assert_eq!(scene.receive(&comes.write()).await, "answered");
    assert_eq!(answer(&scene).await, "declined");
    let (yes, channel, unverified) = yes("calendar", true);
    let sam = person.as_str().unwrap().parse().unwrap();
    assert_eq!(scene.answers().await, [(sam, yes, channel, unverified)]);

    // Who hears next who speaks hears nothing of them, nor has their calendar.
    let speakers = json!({ "speakers": [{ "person_id": person }, { "person_id": scene.marie }] });
    let call = scene.path("");
    scene.organiser.patch(&call, speakers).await.expect(200);
    scene.app.clock.advance(Duration::minutes(11));
    let mut mails = scene.app.mails().await;
    mails.retain(|mail| mail.to == scene.sent_to("hong").to);
    let [change] = mails.try_into().unwrap();
    assert_eq!(change.kind, "change");
    let speaks = |text: &str| ["Sam Speaker", "Marie Sample"].map(|name| text.contains(name));
    assert_eq!(speaks(&change.calendar["DESCRIPTION"]), [false, true]);
    let (before, now) = (
        change.text.matches("Sam Speaker").count(),
        change.text.matches("Marie Sample").count(),
    );
    // Once as it was, and never as it is.
    assert_eq!((before, now > 0), (1, true), "{}", change.text);
}
