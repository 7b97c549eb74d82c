//! Who is told what, and who is not: one true word to each, and no second one.

mod left;
mod rest;

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::Duration;
use maru::{
    base::{
        audit::{Author, Channel},
        clock::{Clock, Instant},
        ids::{PersonId, SeminarId},
    },
    people::model::Role,
    seminars::{actions, model::Answer},
};
use serde_json::{Value, json};

use super::{Scene, to};
use crate::support::{app::Api, mailbox::Mail, make};

/// A clock as machines have it: every look at it is later than the one before.
struct Ticking(Instant, AtomicI64);

impl Clock for Ticking {
    fn now(&self) -> Instant {
        self.0 + Duration::milliseconds(self.1.fetch_add(1, Ordering::Relaxed))
    }
}

impl Scene {
    fn seminar_id(&self) -> SeminarId {
        self.seminar["id"].as_str().unwrap().parse().unwrap()
    }

    /// Changes the seminar.
    async fn change(&self, change: Value) -> Value {
        let changed = self.organiser.patch(&self.path(""), change).await;
        changed.expect(200).json()
    }

    /// Past the change window.
    fn after_the_window(&self) {
        self.app.clock.advance(Duration::minutes(31));
    }

    /// Someone who follows the series and is reminded so many minutes before.
    async fn follower(&self, handle: &str, minutes: Value) -> (PersonId, Api) {
        let person = self.app.person(handle, handle, &[]).await;
        let api = self.app.api(person).await;
        follow(&api, &self.series, person, minutes).await;
        (person, api)
    }

    fn answer_link(&self, mail: &Mail) -> String {
        let page = match mail.kind.as_str() {
            "speaker_request" => "speak",
            _ => "answer",
        };
        mail.link(&format!("{}/{page}/", self.app.hub.public_url))
    }

    /// Answers by the link of a mail.
    async fn answer_by(&self, link: &str, answer: &str) {
        let path = link.split('?').next().unwrap();
        let path = path.strip_prefix(self.app.hub.public_url.as_str()).unwrap();
        let mut visitor = self.app.visitor();
        let page = visitor.get(path).await.expect(200);
        let action = match path.starts_with("/speak/") {
            true => format!("{path}/answer"),
            false => path.to_owned(),
        };
        let answered = visitor.submit(&page, &action, &[("answer", answer)]).await;
        answered.expect(303);
    }

    /// What waits, by kind, name of the address, and state.
    async fn of_kind(&self, kind: &str) -> Vec<(String, String)> {
        let rows = self.messages().await.into_iter();
        rows.filter(|row| row.0 == kind)
            .map(|(_, to, state)| (to.split('@').next().unwrap().to_owned(), state))
            .collect()
    }
}

async fn follow(api: &Api, series: &Value, person: PersonId, minutes: Value) {
    let series = series["id"].as_str().unwrap();
    let path = format!("/series/{series}/subscriptions/{person}");
    api.put(&path, json!({ "reminders": minutes }))
        .await
        .expect(200);
}

fn speaker(handle: &str) -> Value {
    json!({ "name": handle, "email": format!("{handle}@sample.example") })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_holds_the_answer_that_began_it_and_no_older_one() {
    let scene = Scene::with(json!({ "speakers": [speaker("spe")] })).await;
    let asked = scene.app.mails().await;
    scene.invite().await;
    let (mut conn, clock) = (
        scene.app.conn().await,
        Ticking(make::start(), AtomicI64::new(0)),
    );
    for (handle, answer) in [("marie", Answer::Yes), ("said", Answer::No)] {
        let person = scene.person(handle);
        let author = Author::from(Channel::Link, None).who(person, handle);
        actions::answer(
            &mut conn,
            &clock,
            &scene.app.hub,
            &author,
            scene.seminar_id(),
            person,
            answer,
        )
        .await
        .unwrap();
    }
    scene.after_the_window();
    let mails = scene.app.mails().await;
    assert_eq!(to(&mails), [("answer", "oh")]);
    assert!(mails[0].subject.contains('2'), "{}", mails[0].subject);
    for name in ["Marie", "A. Sample"] {
        assert!(mails[0].text.contains(name), "{}", mails[0].text);
    }
    // The speaker's answer comes in a bundle of its own, without the two.
    let link = scene.answer_link(&asked[0]);
    scene.answer_by(&link, "accepted").await;
    scene.after_the_window();
    let mails = scene.app.mails().await;
    assert_eq!(to(&mails), [("answer", "oh")]);
    assert!(mails[0].text.contains("spe"), "{}", mails[0].text);
    assert!(!mails[0].text.contains("Marie"), "{}", mails[0].text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_is_not_reminded_of_what_they_may_not_see() {
    for (visibility, reminded) in [("invited", false), ("members", false), ("public", true)] {
        let scene = Scene::with(json!({ "visibility": visibility })).await;
        scene.follower("fan", json!([60])).await;
        scene.app.clock.set("2026-12-10T06:01:00Z".parse().unwrap());
        let mails = scene.app.mails().await;
        let expected: &[(&str, &str)] = if reminded {
            &[("reminder", "fan")]
        } else {
            &[]
        };
        assert_eq!(to(&mails), expected, "{visibility}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_follows_late_is_reminded_as_they_wish_now() {
    let scene = Scene::new().await;
    let (person, api) = scene.follower("fan", json!([60, 30])).await;
    assert_eq!(scene.of_kind("reminder").await.len(), 2);
    follow(&api, &scene.series, person, json!([10])).await;
    let queued = ("fan".to_owned(), "queued".to_owned());
    let mut reminders = scene.of_kind("reminder").await;
    reminders.retain(|(_, state)| state != "void");
    assert_eq!(reminders, [queued]);
    let path = format!(
        "/series/{}/subscriptions/{person}",
        scene.series["id"].as_str().unwrap()
    );
    api.delete(&path).await.expect(204);
    scene.app.clock.set("2026-12-10T06:55:00Z".parse().unwrap());
    assert_eq!(scene.app.mails().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_speaks_no_more_is_told_so_once_and_others_are_not_asked_again() {
    let scene = Scene::with(json!({ "speakers": [speaker("spe"), speaker("other")] })).await;
    assert_eq!(
        to(&scene.app.mails().await),
        [("speaker_request", "other"), ("speaker_request", "spe")]
    );
    scene
        .change(json!({ "speakers": [speaker("other")] }))
        .await;
    let mails = scene.app.mails().await;
    assert_eq!(to(&mails), [("cancellation", "spe")]);
    assert_eq!(mails[0].method.as_deref(), Some("CANCEL"));
    assert_eq!(mails[0].calendar["STATUS"], "CANCELLED");
    assert_eq!(
        mails[0].calendar["UID"],
        scene.seminar["uid"].as_str().unwrap()
    );
    // The one who stays reads that the other does not; the one who went reads nothing more.
    scene.after_the_window();
    assert_eq!(to(&scene.app.mails().await), [("change", "other")]);
    scene
        .organiser
        .post(&scene.path("/cancellation"), json!({}))
        .await
        .expect(200);
    assert_eq!(to(&scene.app.mails().await), [("cancellation", "other")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_never_asked_is_not_told_that_they_do_not_speak() {
    let scene = Scene::with(json!({ "speakers": [speaker("spe")] })).await;
    scene.change(json!({ "speakers": [] })).await;
    assert_eq!(scene.app.mails().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_is_announced_asks_nobody_twice() {
    let scene =
        Scene::with(json!({ "state": "draft", "speakers": [speaker("spe"), speaker("other")] }))
            .await;
    assert_eq!(scene.app.mails().await, []);
    let shown = scene.organiser.get(&scene.path("")).await.expect(200);
    let spe = shown.json()["speakers"][0]["person_id"].clone();
    scene
        .organiser
        .post(&scene.path("/invitations"), json!({ "people": [spe] }))
        .await
        .expect(202);
    assert_eq!(to(&scene.app.mails().await), [("speaker_request", "spe")]);
    scene.change(json!({ "state": "announced" })).await;
    assert_eq!(to(&scene.app.mails().await), [("speaker_request", "other")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_who_becomes_a_speaker_can_accept_and_sees_the_address_from_then_on() {
    let room = "https://meet.example/secret";
    let scene = Scene::with(json!({ "join_url": room })).await;
    scene.invite().await;
    let marie = json!({ "person_id": scene.person("marie") });
    scene.change(json!({ "speakers": [marie] })).await;
    let mails = scene.app.mails().await;
    assert_eq!(to(&mails), [("speaker_request", "marie")]);
    assert!(!mails[0].text.contains(room), "{}", mails[0].text);
    let api = scene.app.api(scene.person("marie")).await;
    let shown = || async { api.get(&scene.path("")).await.expect(200).json()["join_url"].clone() };
    assert_eq!(shown().await, Value::Null);
    let link = scene.answer_link(&mails[0]);
    scene.answer_by(&link, "accepted").await;
    assert_eq!(shown().await, room);
    scene.app.clock.set("2026-12-10T06:01:00Z".parse().unwrap());
    let mails = scene.app.mails().await;
    let reminder = mails.iter().find(|mail| mail.kind == "reminder").unwrap();
    assert!(reminder.text.contains(room), "{}", reminder.text);
    scene.answer_by(&link, "declined").await;
    assert_eq!(shown().await, Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_urgent_edit_takes_the_place_of_the_change_that_waits() {
    let scene = Scene::new().await;
    scene.invite().await;
    scene
        .change(json!({ "starts_local": "2026-12-10T17:00:00" }))
        .await;
    // Within 48 hours of the start: at once.
    scene
        .change(json!({ "starts_local": "2026-11-03T16:00:00" }))
        .await;
    let mails = scene.app.mails().await;
    assert_eq!(
        to(&mails),
        [("change", "hong"), ("change", "marie"), ("change", "said")]
    );
    for time in ["Thu 10 December 2026, 08:00", "Tue 3 November 2026, 08:00"] {
        assert!(mails[1].text.contains(time), "{}", mails[1].text);
    }
    scene.after_the_window();
    assert_eq!(scene.app.mails().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_time_is_read_where_the_reader_is_then() {
    let scene = Scene::new().await;
    let later = json!({ "series_id": scene.series["id"], "title": "Later", "state": "announced",
                        "starts_local": "2027-02-10T16:00:00" });
    let later = scene.organiser.post("/seminars", later).await.expect(201);
    let later = later.json();
    // In Seoul in December, at home in Paris in February.
    let admin = scene.app.person("ann", "Ann Admin", &[Role::Administrator]);
    let admin = scene.app.api(admin.await).await;
    let site = admin
        .post("/sites", json!({ "name": "Seoul", "zone": "Asia/Seoul" }))
        .await
        .expect(201)
        .json();
    let host = scene.app.person("host", "Host", &[Role::Member]).await;
    let stay = admin
        .post(
            "/stays",
            json!({ "visitor": { "person_id": scene.person("marie") }, "host_id": host, "site_id": site["id"],
                    "from": "2026-12-01", "to": "2026-12-20", "purpose": "Work" }),
        )
        .await
        .expect(201)
        .json();
    let stay = stay["id"].as_str().unwrap();
    for step in ["approval", "invitation", "confirmation"] {
        admin
            .post(&format!("/stays/{stay}/{step}"), json!({}))
            .await
            .expect(200);
    }
    scene.app.mails().await;
    for seminar in [&scene.seminar, &later] {
        let path = format!("/seminars/{}/invitations", seminar["id"].as_str().unwrap());
        let marie = json!({ "people": [scene.person("marie")] });
        scene.organiser.post(&path, marie).await.expect(202);
    }
    let mails = scene.app.mails().await;
    assert_eq!(
        to(&mails),
        [("invitation", "marie"), ("invitation", "marie")]
    );
    let texts: Vec<&str> = mails.iter().map(|mail| mail.text.as_str()).collect();
    for time in [
        "Thu 10 December 2026, 16:00–17:00 (Seoul, UTC+9)",
        "Wed 10 February 2027, 08:00–09:00 (Paris, UTC+1)",
    ] {
        assert!(texts.iter().any(|text| text.contains(time)), "{texts:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rest_is_told_at_once_each_what_they_lack() {
    let scene = Scene::new().await;
    let hong = json!({ "people": [scene.person("hong")] });
    scene
        .organiser
        .post(&scene.path("/invitations"), hong)
        .await
        .expect(202);
    assert_eq!(to(&scene.app.mails().await), [("invitation", "hong")]);
    // The change waits in its window.
    scene.change(json!({ "title": "Another title" })).await;
    // Entered by the organiser, and never told anything.
    scene.answer("marie", "yes").await;
    let me = scene.seminar["owner_id"].as_str().unwrap().parse().unwrap();
    let mut browser = scene.app.browser(me).await;
    let code = scene.seminar["code"].as_str().unwrap();
    let path = format!("/seminars/{code}/knowledge");
    let page = browser.get(&path).await.expect(200);
    assert_eq!(
        page.words("form.tell-rest button"),
        ["Tell the 2 who do not know"]
    );
    let told = browser.submit_and_follow(&page, &path, &[]).await;
    assert_eq!(told.words(".flash p"), ["2 mails are on their way."]);
    let mails = scene.app.mails().await;
    assert_eq!(to(&mails), [("change", "hong"), ("invitation", "marie")]);
    let page = browser.get(&path).await.expect(200);
    assert_eq!(page.words("form.tell-rest"), [""; 0]);
    assert!(mails[0].text.contains("Another title"), "{}", mails[0].text);
    let known = scene.organiser.get(&scene.path("/knowledge")).await;
    assert_eq!(
        known.expect(200).json()["totals"],
        json!({ "knows": 2, "doesnt": 0, "bounced": 0 })
    );
    scene.after_the_window();
    assert_eq!(scene.app.mails().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_go_into_every_mail_has_a_bound() {
    let scene = Scene::new().await;
    let long = "x".repeat(5_001);
    let invitation = json!({ "people": [scene.person("hong")], "note": long });
    let refused = scene
        .organiser
        .post(&scene.path("/invitations"), invitation)
        .await
        .expect(422);
    assert!(
        refused.json()["fields"]["note"].is_array(),
        "{}",
        refused.text()
    );
    scene
        .organiser
        .post(&scene.path("/cancellation"), json!({ "reason": long }))
        .await
        .expect(422);
    assert_eq!(scene.app.mails().await, []);
}
