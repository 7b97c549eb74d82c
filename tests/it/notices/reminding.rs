//! Reminders in the reader's words: so many minutes before, in the morning of the day, on the Friday before.

use diesel_async::SimpleAsyncConnection;
use serde_json::{Value, json};

use super::Scene;
use crate::support::house::{attributes, typed};

/// A seminar, to which Marie in Paris and Min in Seoul say yes; its code.
async fn seminar(scene: &Scene, starts_local: &str, reminders: Value) -> String {
    let house = &scene.house;
    let more = json!({ "title": "Mornings", "starts_local": starts_local, "reminders": reminders, "room_id": null });
    let code = house.seminar(more).await;
    let id = house.fact(&code, "id").await;
    for person in [scene.marie, house.member] {
        let path = format!("/seminars/{}/attendances/{person}", id.as_str().unwrap());
        house
            .admin
            .put(&path, json!({ "answer": "yes" }))
            .await
            .expect(200);
    }
    house.app.mails().await;
    code
}

/// Lets it become that time; answers who was reminded of it since the last look.
async fn reminded(scene: &Scene, time: &str) -> Vec<String> {
    scene.house.app.clock.set(time.parse().unwrap());
    let mails = scene.house.app.mails().await;
    mails
        .into_iter()
        .filter(|mail| mail.kind == "reminder" && mail.subject.contains("Mornings"))
        .map(|mail| mail.to)
        .collect()
}

/// When Marie is to be reminded.
async fn due(scene: &Scene) -> Vec<String> {
    let path = format!(
        "/messages?recipient={}&kind=reminder&state=queued",
        scene.marie
    );
    let listed = scene.house.admin.get(&path).await.expect(200).json();
    let items = listed["items"].as_array().unwrap();
    let times = items
        .iter()
        .map(|one| one["send_after"].as_str().unwrap().to_owned());
    times.collect()
}

const NOBODY: [&str; 0] = [];
const MARIE: [&str; 1] = ["marie@sample.example"];
const MIN: [&str; 1] = ["min@hub.example"];

#[tokio::test(flavor = "multi_thread")]
async fn it_is_morning_where_the_reader_is() {
    let scene = Scene::new().await;
    // 22:00 in Seoul is 14:00 in Paris.
    let code = seminar(
        &scene,
        "2026-12-10T22:00:00",
        json!([60, "friday", "morning", 1440]),
    )
    .await;
    let kept = scene.house.fact(&code, "reminders").await;
    assert_eq!(kept, json!([1440, 60, "morning", "friday"]));
    assert_eq!(reminded(&scene, "2026-12-03T22:59:59Z").await, NOBODY);
    assert_eq!(reminded(&scene, "2026-12-03T23:00:00Z").await, MIN);
    assert_eq!(reminded(&scene, "2026-12-04T07:00:00Z").await, MARIE);
    assert_eq!(reminded(&scene, "2026-12-09T13:00:00Z").await.len(), 2);
    assert_eq!(reminded(&scene, "2026-12-09T23:00:00Z").await, MIN);
    assert_eq!(reminded(&scene, "2026-12-10T07:00:00Z").await, MARIE);
    assert_eq!(reminded(&scene, "2026-12-10T12:00:00Z").await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_is_eight_on_the_day_on_which_clocks_are_turned() {
    let scene = Scene::new().await;
    let path = format!("/people/{}", scene.marie);
    let montreal = json!({ "zone": "America/Montreal" });
    scene.house.admin.patch(&path, montreal).await.expect(200);
    // Monday morning in Seoul is the evening of 14 March 2027 in Montréal, where clocks went on an hour that night.
    seminar(&scene, "2027-03-15T09:00:00", json!(["friday", "morning"])).await;
    assert_eq!(reminded(&scene, "2027-03-11T23:00:00Z").await, MIN);
    assert_eq!(reminded(&scene, "2027-03-12T12:59:59Z").await, NOBODY);
    assert_eq!(reminded(&scene, "2027-03-12T13:00:00Z").await, MARIE);
    assert_eq!(reminded(&scene, "2027-03-14T11:59:59Z").await, NOBODY);
    assert_eq!(reminded(&scene, "2027-03-14T12:00:00Z").await, MARIE);
    assert_eq!(reminded(&scene, "2027-03-14T23:00:00Z").await, MIN);
}

#[tokio::test(flavor = "multi_thread")]
async fn reminders_follow_the_seminar_and_their_reader() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let code = seminar(&scene, "2026-12-10T22:00:00", json!(["morning"])).await;
    assert_eq!(due(&scene).await, ["2026-12-10T07:00:00Z"]);
    // Another day.
    let id = house.fact(&code, "id").await;
    let path = format!("/seminars/{}", id.as_str().unwrap());
    let later = json!({ "starts_local": "2026-12-11T22:00:00" });
    house.admin.patch(&path, later).await.expect(200);
    assert_eq!(due(&scene).await, ["2026-12-11T07:00:00Z"]);
    // Another zone of hers.
    let person = format!("/people/{}", scene.marie);
    let dubai = json!({ "zone": "Asia/Dubai" });
    house.admin.patch(&person, dubai).await.expect(200);
    assert_eq!(due(&scene).await, ["2026-12-11T04:00:00Z"]);
    // A stay in Seoul over that day, and its end.
    let stay = json!({ "visitor": { "person_id": scene.marie }, "host_id": house.member, "from": "2026-12-09", "to": "2026-12-12",
                       "site_id": house.hall["site_id"] });
    let stay = house.admin.post("/stays", stay).await.expect(201).json();
    let act = |act: &str| format!("/stays/{}/{act}", stay["id"].as_str().unwrap());
    house
        .admin
        .post(&act("approval"), json!({}))
        .await
        .expect(200);
    assert_eq!(due(&scene).await, ["2026-12-10T23:00:00Z"]);
    house
        .admin
        .post(&act("cancellation"), json!({}))
        .await
        .expect(200);
    assert_eq!(due(&scene).await, ["2026-12-11T04:00:00Z"]);
    // In California it is 05:00 when it begins.
    let california = json!({ "zone": "America/Los_Angeles" });
    house.admin.patch(&person, california).await.expect(200);
    assert_eq!(due(&scene).await, ["2026-12-11T13:00:00Z"]);
    assert_eq!(reminded(&scene, "2026-12-11T12:59:59Z").await, MIN);
    assert_eq!(reminded(&scene, "2026-12-11T13:00:00Z").await, NOBODY);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_falls_together_is_one_mail() {
    let scene = Scene::new().await;
    seminar(&scene, "2026-12-10T09:10:00", json!([60, "morning"])).await;
    // 08:10 in Seoul, where it would be morning at 08:00; in Paris it is over by the morning.
    assert_eq!(reminded(&scene, "2026-12-09T23:09:59Z").await, NOBODY);
    let both = [MARIE[0], MIN[0]];
    assert_eq!(reminded(&scene, "2026-12-09T23:10:00Z").await, both);
    assert_eq!(reminded(&scene, "2026-12-10T00:09:00Z").await, NOBODY);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_room_takes_no_reminder_away_that_a_worker_has_and_another_time_does() {
    use diesel_async::SimpleAsyncConnection;

    let scene = Scene::new().await;
    let house = &scene.house;
    let mut conn = house.app.conn().await;
    for (day, change, comes) in [
        (10, json!({ "room_id": house.hall["id"] }), true),
        (17, json!({ "starts_local": "2026-12-17T23:00:00" }), false),
    ] {
        let code = seminar(&scene, &format!("2026-12-{day}T22:00:00"), json!([60])).await;
        let due = format!("2026-12-{day}T12:00:00Z");
        house.app.clock.set(due.parse().unwrap());
        // Two connections have them, and are slow.
        conn.batch_execute(
            "UPDATE messages SET state = 'leased', leased_by = 'slow', leased_until = now() + interval '1 hour' \
             WHERE kind = 'reminder' AND state = 'queued' AND payload ->> 'at' = '60'",
        )
        .await
        .unwrap();
        let id = house.fact(&code, "id").await;
        let path = format!("/seminars/{}", id.as_str().unwrap());
        let before = house.fact(&code, "sequence").await.as_i64().unwrap();
        house.admin.patch(&path, change).await.expect(200);
        let after = house.fact(&code, "sequence").await.as_i64().unwrap();
        assert_eq!(after, before + 1);
        // They give them back.
        conn.batch_execute(
            "UPDATE messages SET state = 'queued', leased_by = NULL, leased_until = NULL WHERE leased_by = 'slow'",
        )
        .await
        .unwrap();
        let mut mails = house.app.mails().await;
        mails.retain(|mail| mail.kind == "reminder" && mail.subject.contains("Mornings"));
        let to: Vec<_> = mails.iter().map(|mail| mail.to.as_str()).collect();
        if comes {
            assert_eq!(to, [MARIE[0], MIN[0]]);
            assert!(mails.iter().all(|mail| mail.text.contains("Hall A")));
        } else {
            assert_eq!(to, NOBODY);
            // At the new time there is another one.
            let later = format!("2026-12-{day}T13:00:00Z");
            assert_eq!(reminded(&scene, &later).await.len(), 2);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn they_are_ticked_in_the_forms_of_series_and_seminars() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let mut browser = house.at_desk().await;
    let page = browser.get("/series/scaling/edit").await.expect(200);
    let ticked = |page| attributes(page, "input[name=reminder_days][checked]", "value");
    assert_eq!(
        (typed(&page, "reminders").as_str(), ticked(&page).len()),
        ("1440, 60", 0)
    );
    let typing = [("reminders", "60"), ("reminder_days", "friday")];
    browser
        .submit(&page, "/series/scaling", &typing)
        .await
        .expect(303);
    // The seminars of the series follow it.
    assert_eq!(
        house.fact(&scene.code, "reminders").await,
        json!([60, "friday"])
    );
    let edit = format!("/seminars/{}/edit", scene.code);
    let save = format!("/seminars/{}", scene.code);
    let page = browser.get(&edit).await.expect(200);
    assert_eq!(
        (typed(&page, "reminders").as_str(), ticked(&page).len()),
        ("", 0)
    );
    browser
        .submit(&page, &save, &[("reminder_days", "evening")])
        .await
        .expect(422);
    browser
        .submit(&page, &save, &[("reminder_days", "morning")])
        .await
        .expect(303);
    assert_eq!(
        house.fact(&scene.code, "reminders").await,
        json!(["morning"])
    );
    let page = browser.get(&edit).await.expect(200);
    assert_eq!(ticked(&page), ["morning"]);
    // Nothing ticked and nothing typed: as the series has it.
    let pairs = crate::support::browser::filled_in(&page.html(), &save, &[]);
    let pairs: Vec<_> = pairs
        .into_iter()
        .filter(|(name, _)| name != "reminder_days")
        .collect();
    browser.post(&save, &pairs).await.expect(303);
    assert_eq!(
        house.fact(&scene.code, "reminders").await,
        json!([60, "friday"])
    );
    // What is neither a number nor one of the words is none.
    for wrong in [json!(["evening"]), json!(["60"]), json!([0])] {
        let path = format!("/seminars/{}", scene.seminar);
        let body = json!({ "reminders": wrong });
        house.admin.patch(&path, body).await.expect(422);
    }
}

/// What became of the reminders of it to Marie, and why.
async fn ended(scene: &Scene, code: &str) -> Vec<(String, Option<String>)> {
    let id = scene.house.fact(code, "id").await;
    let path = format!("/messages?recipient={}&kind=reminder", scene.marie);
    let listed = scene.house.admin.get(&path).await.expect(200).json();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let all = listed["items"].as_array().unwrap().iter();
    let mut ended: Vec<_> = all
        .filter(|one| one["seminar_id"] == id)
        .map(|one| (text(&one["state"]).unwrap(), text(&one["error"])))
        .collect();
    ended.sort();
    ended
}

fn together() -> [(String, Option<String>); 2] {
    let why = "another reminder tells this too";
    [("sent".into(), None), ("void".into(), Some(why.to_owned()))]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_falls_together_while_no_mail_goes_out_is_one_mail_for_each_seminar() {
    let scene = Scene::new().await;
    let code = seminar(&scene, "2026-12-10T22:00:00", json!([1440, 60])).await;
    seminar(&scene, "2026-12-10T22:30:00", json!([1440, 120])).await;
    // No worker was there since long before the day.
    let mut told = reminded(&scene, "2026-12-10T12:05:00Z").await;
    told.sort();
    assert_eq!(told, [MARIE[0], MARIE[0], MIN[0], MIN[0]]);
    assert_eq!(ended(&scene, &code).await, together());
    assert_eq!(reminded(&scene, "2026-12-10T12:20:00Z").await, NOBODY);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_falls_into_one_quiet_night_is_one_mail() {
    let scene = Scene::new().await;
    // 12:00 in Paris; she would be reminded at 22:30 and at 02:00 there.
    let code = seminar(&scene, "2026-12-10T20:00:00", json!([810, 600])).await;
    scene
        .choose(&[("quiet_from", "22:00"), ("quiet_to", "07:00")])
        .await;
    assert_eq!(reminded(&scene, "2026-12-09T21:30:00Z").await, MIN);
    assert_eq!(reminded(&scene, "2026-12-10T01:00:00Z").await, MIN);
    assert_eq!(reminded(&scene, "2026-12-10T06:00:00Z").await, MARIE);
    assert_eq!(ended(&scene, &code).await, together());
    assert_eq!(reminded(&scene, "2026-12-10T06:30:00Z").await, NOBODY);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_put_off_is_void_where_a_later_one_has_gone() {
    let scene = Scene::new().await;
    let code = seminar(&scene, "2026-12-10T22:00:00", json!([1440, 60])).await;
    // As after an hour in which a server took nothing.
    let put_off = format!(
        "UPDATE messages SET send_after = '2026-12-10T12:10:00Z' WHERE kind = 'reminder' AND person_id = '{}' \
           AND payload->>'at' = '1440'",
        scene.marie
    );
    let mut conn = scene.house.app.conn().await;
    conn.batch_execute(&put_off).await.unwrap();
    drop(conn);
    assert_eq!(reminded(&scene, "2026-12-09T13:00:00Z").await, MIN);
    let mut told = reminded(&scene, "2026-12-10T12:00:00Z").await;
    told.sort();
    assert_eq!(told, [MARIE[0], MIN[0]]);
    assert_eq!(reminded(&scene, "2026-12-10T12:10:00Z").await, NOBODY);
    assert_eq!(ended(&scene, &code).await, together());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_asks_for_of_a_series_comes_at_that_time_without_a_yes() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let marie = house.app.api(scene.marie).await;
    let series = house.series_id().await;
    let path = format!(
        "/series/{}/subscriptions/{}",
        series.as_str().unwrap(),
        scene.marie
    );
    marie.put(&path, json!({})).await.expect(200);
    assert_eq!(due(&scene).await, NOBODY);
    scene.choose(&[("reminders", "90")]).await;
    assert_eq!(due(&scene).await, ["2026-12-10T05:30:00Z"]);
    scene.choose(&[("reminders", "")]).await;
    assert_eq!(due(&scene).await, NOBODY);
    // In Paris it is 08:00 when it begins.
    let typing = [("reminders", "90"), ("reminder_days", "friday")];
    scene.choose(&typing).await;
    let both = ["2026-12-04T07:00:00Z", "2026-12-10T05:30:00Z"];
    let mut times = due(&scene).await;
    times.sort();
    assert_eq!(times, both);
    for time in both {
        let told = scene.at(time).await;
        let reminders = told.iter().filter(|(kind, _)| kind == "reminder");
        assert_eq!(reminders.count(), 1, "{time}");
    }
}
