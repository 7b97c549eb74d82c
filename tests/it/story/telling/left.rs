//! What people are left with, however a story goes. Random walks found these (`faults::walk`).

use chrono::Duration;
use serde_json::json;

use super::{Scene, speaker, to};

impl Scene {
    async fn postpone(&self) {
        let path = self.path("/postponement");
        self.organiser.post(&path, json!({})).await.expect(200);
    }

    async fn cancel(&self) {
        let path = self.path("/cancellation");
        self.organiser.post(&path, json!({})).await.expect(200);
    }

    async fn invite_one(&self, handle: &str) {
        let one = json!({ "people": [self.person(handle)] });
        let path = self.path("/invitations");
        self.organiser.post(&path, one).await.expect(202);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_follows_and_was_reminded_is_told_what_comes_after() {
    let scene = Scene::new().await;
    scene.follower("fan", json!([2880])).await;
    scene.follower("late", json!([30])).await;
    scene.app.clock.set("2026-12-08T07:01:00Z".parse().unwrap());
    assert_eq!(to(&scene.app.mails().await), [("reminder", "fan")]);
    scene
        .change(json!({ "starts_local": "2026-12-10T18:00:00" }))
        .await;
    let mails = scene.app.mails().await;
    assert_eq!(to(&mails), [("change", "fan")]);
    // They were given no entry in their calendar, and are given none now.
    assert_eq!(mails[0].method, None);
    scene.cancel().await;
    assert_eq!(to(&scene.app.mails().await), [("cancellation", "fan")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_invited_once_more_meanwhile_is_told_that_it_was_moved_back() {
    let scene = Scene::new().await;
    scene.invite().await;
    scene
        .change(json!({ "starts_local": "2026-12-10T18:00:00" }))
        .await;
    scene.invite_one("marie").await;
    let mails = scene.app.mails().await;
    assert_eq!(to(&mails), [("invitation", "marie")]);
    assert_eq!(mails[0].calendar["DTSTART"], "20261210T090000Z");
    scene
        .change(json!({ "starts_local": "2026-12-10T16:00:00" }))
        .await;
    scene.after_the_window();
    let mails = scene.app.mails().await;
    assert_eq!(to(&mails), [("change", "marie")]);
    assert_eq!(mails[0].calendar["DTSTART"], "20261210T070000Z");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_invitations_that_wait_are_one() {
    let scene = Scene::new().await;
    scene.invite_one("marie").await;
    scene.invite_one("marie").await;
    assert_eq!(to(&scene.app.mails().await), [("invitation", "marie")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postponement_is_told_though_the_place_changed_before_it_went_out() {
    let scene = Scene::new().await;
    scene.invite().await;
    scene.postpone().await;
    scene
        .change(json!({ "place": { "name": "Another house" } }))
        .await;
    let told = [
        ("cancellation", "hong"),
        ("cancellation", "marie"),
        ("cancellation", "said"),
    ];
    assert_eq!(to(&scene.app.mails().await), told);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waited_when_it_was_postponed_is_asked_for_the_new_time() {
    let scene = Scene::with(json!({ "speakers": [speaker("spe")] })).await;
    scene.invite_one("marie").await;
    scene.postpone().await;
    assert_eq!(scene.app.mails().await, []);
    scene
        .change(json!({ "starts_local": "2027-01-14T16:00:00" }))
        .await;
    assert_eq!(
        to(&scene.app.mails().await),
        [("invitation", "marie"), ("speaker_request", "spe")]
    );
    scene.after_the_window();
    assert_eq!(scene.app.mails().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_zone_of_its_series_does_not_end_a_postponement() {
    let scene = Scene::new().await;
    scene.invite().await;
    scene.postpone().await;
    assert_eq!(scene.app.mails().await.len(), 3);
    let series = format!("/series/{}", scene.series["id"].as_str().unwrap());
    scene
        .organiser
        .patch(&series, json!({ "zone": "Europe/Paris" }))
        .await
        .expect(200);
    let shown = scene.organiser.get(&scene.path("")).await.expect(200);
    let shown = shown.json();
    assert_eq!(
        (&shown["state"], &shown["zone"]),
        (&json!("postponed"), &json!("Europe/Paris"))
    );
    scene.after_the_window();
    assert_eq!(scene.app.mails().await, []);
    // Nor does it take its room: 16:00 in Paris is free for others.
    let booking = json!({ "room_id": scene.hall["id"], "title": "x", "starts_at": "2026-12-10T15:00:00Z",
                          "ends_at": "2026-12-10T16:00:00Z" });
    scene.organiser.post("/bookings", booking).await.expect(201);
    // A time of its own does.
    let back = scene
        .change(json!({ "starts_local": "2027-01-14T16:00:00" }))
        .await;
    assert_eq!(back["state"], "announced");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_was_given_up_before_does_not_come_back_from_a_postponement() {
    let scene = Scene::new().await;
    scene.invite().await;
    scene.change(json!({ "room_id": null })).await;
    scene.after_the_window();
    scene.change(json!({ "title": "Online alone" })).await;
    scene.after_the_window();
    scene.app.mails().await;
    scene.postpone().await;
    for mail in scene.app.mails().await {
        assert!(!mail.text.contains("Hall"), "{}", mail.text);
    }
    let shown = scene.organiser.get(&scene.path("")).await.expect(200);
    assert_eq!(shown.json()["rooms"], json!([]));
    // Whoever has the hall at the new time is not in its way.
    let booking = json!({ "room_id": scene.hall["id"], "title": "x", "starts_at": "2027-01-14T07:00:00Z",
                          "ends_at": "2027-01-14T08:00:00Z" });
    scene.organiser.post("/bookings", booking).await.expect(201);
    let back = scene
        .change(json!({ "starts_local": "2027-01-14T16:00:00" }))
        .await;
    assert_eq!(
        (&back["state"], &back["rooms"]),
        (&json!("announced"), &json!([]))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_takes_a_no_back_is_told_what_changed_meanwhile() {
    let scene = Scene::new().await;
    scene.invite().await;
    scene.answer("marie", "no").await;
    scene
        .change(json!({ "room_id": null, "place": { "name": "Another house" } }))
        .await;
    scene.after_the_window();
    assert_eq!(
        to(&scene.app.mails().await),
        [("change", "hong"), ("change", "said")]
    );
    scene.answer("marie", "yes").await;
    let mails = scene.app.mails().await;
    assert_eq!(to(&mails), [("change", "marie")]);
    assert_eq!(mails[0].calendar["LOCATION"], "Another house");
    // A no to one time is none to another.
    scene.answer("said", "no").await;
    scene.app.clock.advance(Duration::seconds(1));
    scene
        .change(json!({ "starts_local": "2026-12-10T18:00:00" }))
        .await;
    scene.after_the_window();
    assert_eq!(scene.app.mails().await.len(), 3);
    scene.change(json!({ "place": { "name": "Hall" } })).await;
    scene.after_the_window();
    assert_eq!(scene.app.mails().await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_asked_while_it_was_a_draft_is_told_that_it_moved() {
    let scene = Scene::with(json!({ "state": "draft", "speakers": [speaker("spe")] })).await;
    let shown = scene.organiser.get(&scene.path("")).await.expect(200);
    let spe = shown.json()["speakers"][0]["person_id"].clone();
    let path = scene.path("/invitations");
    scene
        .organiser
        .post(&path, json!({ "people": [spe] }))
        .await
        .expect(202);
    assert_eq!(to(&scene.app.mails().await), [("speaker_request", "spe")]);
    scene
        .change(json!({ "starts_local": "2026-12-10T18:00:00" }))
        .await;
    scene.after_the_window();
    let mails = scene.app.mails().await;
    assert_eq!(to(&mails), [("change", "spe")]);
    assert_eq!(mails[0].calendar["DTSTART"], "20261210T090000Z");
    // That it is announced is no news to them.
    scene.change(json!({ "state": "announced" })).await;
    scene.after_the_window();
    assert_eq!(scene.app.mails().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_follows_the_word_that_someone_speaks_no_more() {
    let scene = Scene::with(json!({ "speakers": [speaker("spe"), speaker("other")] })).await;
    let asked = scene.app.mails().await;
    // The move waits in its window when they are taken off, put on and taken off again.
    scene
        .change(json!({ "starts_local": "2026-12-10T18:00:00" }))
        .await;
    let without = json!({ "speakers": [speaker("other")] });
    scene.change(without.clone()).await;
    scene
        .change(json!({ "speakers": [speaker("spe"), speaker("other")] }))
        .await;
    scene.app.clock.advance(Duration::seconds(1));
    scene.change(without).await;
    let mails = scene.app.mails().await;
    assert_eq!(to(&mails), [("cancellation", "spe")]);
    // Newer than what their calendar has.
    let number = |text: &str| text.parse::<i32>().unwrap();
    assert!(number(&mails[0].calendar["SEQUENCE"]) > number(&asked[1].calendar["SEQUENCE"]));
    scene.after_the_window();
    assert_eq!(to(&scene.app.mails().await), [("change", "other")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_spoke_and_comes_as_a_guest_then_is_invited_under_a_higher_number() {
    let scene = Scene::with(json!({ "speakers": [speaker("spe"), speaker("other")] })).await;
    scene.invite_one("marie").await;
    scene.answer("marie", "yes").await;
    scene.app.mails().await;
    scene
        .change(json!({ "speakers": [speaker("other")] }))
        .await;
    let taken_off = scene.app.mails().await;
    assert_eq!(to(&taken_off), [("cancellation", "spe")]);
    let spe = json!({ "emails": ["spe@sample.example"] });
    let path = scene.path("/invitations");
    scene.organiser.post(&path, spe).await.expect(202);
    let invited = scene.app.mails().await;
    assert_eq!(to(&invited), [("invitation", "spe")]);
    let number = |text: &str| text.parse::<i32>().unwrap();
    assert!(number(&invited[0].calendar["SEQUENCE"]) > number(&taken_off[0].calendar["SEQUENCE"]));
    // Others are told that somebody speaks no more, and whoever is to be reminded still is.
    scene.after_the_window();
    assert_eq!(
        to(&scene.app.mails().await),
        [("change", "marie"), ("change", "other")]
    );
    scene.app.clock.set("2026-12-09T07:01:00Z".parse().unwrap());
    assert_eq!(
        to(&scene.app.mails().await),
        [("reminder", "marie"), ("reminder", "other")]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_that_is_late_outlives_a_change_of_the_room() {
    let scene = Scene::new().await;
    scene.invite().await;
    scene.answer("marie", "yes").await;
    scene.app.clock.set("2026-12-09T07:05:00Z".parse().unwrap());
    scene
        .change(json!({ "room_id": null, "place": { "name": "Another house" } }))
        .await;
    let mails = scene.app.mails().await;
    let reminders: Vec<_> = mails
        .iter()
        .filter(|mail| mail.kind == "reminder")
        .collect();
    assert_eq!(reminders.len(), 1, "{:?}", to(&mails));
    assert!(reminders[0].text.contains("Another house"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_postponed_again_before_any_mail_told_otherwise_is_told_once() {
    let stops = ["hong", "marie", "said"].map(|one| ("cancellation", one));
    let scene = Scene::new().await;
    scene.invite().await;
    scene.app.mails().await;
    scene.postpone().await;
    let told = scene.app.mails().await;
    assert_eq!(to(&told), stops);
    // It is to take place after all, and then it is not: nobody has heard of either.
    let moves = |at: &str| scene.change(json!({ "starts_local": at }));
    moves("2026-12-10T18:00:00").await;
    moves("2026-12-10T16:00:00").await;
    scene.postpone().await;
    scene.after_the_window();
    assert_eq!(to(&scene.app.mails().await), []);
    let path = scene.path("/knowledge");
    let known = scene.organiser.get(&path).await.expect(200).json();
    assert_eq!(
        known["totals"],
        json!({ "knows": 3, "doesnt": 0, "bounced": 0 })
    );
    // That it is given up altogether is another matter.
    scene.cancel().await;
    let told = scene.app.mails().await;
    assert_eq!(to(&told), stops);

    // Whoever heard that it is to take place after all is told again that it does not.
    let scene = Scene::new().await;
    scene.invite().await;
    scene.app.mails().await;
    scene.postpone().await;
    scene.app.mails().await;
    scene
        .change(json!({ "starts_local": "2026-12-10T18:00:00" }))
        .await;
    scene.after_the_window();
    assert_eq!(
        to(&scene.app.mails().await),
        ["hong", "marie", "said"].map(|one| ("change", one))
    );
    scene.postpone().await;
    assert_eq!(to(&scene.app.mails().await), stops);
}
