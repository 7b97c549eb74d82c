//! Mails that come back, and addresses that nothing is sent to any more.

mod mended;
mod whose;

use chrono::Duration;
use diesel_async::SimpleAsyncConnection;
use maru::worker::inbound::work_off;
use serde_json::json;

use super::Scene;
use crate::support::mailbox::Mail;

/// A report about `mail`, as Postfix writes it.
pub(super) fn report(mail: &Mail, action: &str, status: &str) -> String {
    format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.hub.example\nTo: {to}\nSubject: Undelivered Mail Returned to Sender\n\
         Message-ID: <{action}.{status}.{id}>\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=B1\n\n--B1\nContent-Type: text/plain\n\n\
         I'm sorry.\n\n--B1\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.hub.example\n\n\
         Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\n\
         Diagnostic-Code: smtp; 550 {status} sample words\n\n--B1\nContent-Type: text/rfc822-headers\n\n\
         Message-ID: <{id}>\nFrom: hub@hub.example\n\n--B1--\n",
        to = mail.reply_to,
        id = mail.id,
        address = mail.to,
    )
}

impl Scene {
    async fn states(&self) -> Vec<String> {
        let found = self
            .organiser
            .get(&self.path("/knowledge"))
            .await
            .expect(200);
        let mut states: Vec<_> = found.json()["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["state"].as_str().unwrap().to_owned())
            .collect();
        states.sort();
        states
    }

    /// Moves the seminar; the notices are due afterwards.
    async fn moved(&self) {
        let later = json!({ "starts_local": "2026-12-10T17:00:00" });
        self.organiser
            .patch(&self.path(""), later)
            .await
            .expect(200);
        self.app.clock.advance(Duration::minutes(31));
    }

    async fn bounced(&self) -> usize {
        let states = self.states().await;
        states.iter().filter(|state| *state == "bounced").count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_came_back_is_known_told_and_the_last_to_that_address() {
    let scene = Scene::new().await;
    let marie = scene.sent_to("marie");
    assert_eq!(
        scene.receive(&report(marie, "failed", "5.1.1")).await,
        "passed on to 1"
    );
    assert_eq!(scene.bounced().await, 1);
    let bounced = ("marie@sample.example".to_owned(), "bounced".to_owned());
    assert_eq!(scene.suspended().await, [bounced]);
    let [mail] = scene.app.mails().await.try_into().unwrap();
    assert_eq!(
        (mail.to.as_str(), mail.subject.as_str()),
        ("oh@hub.example", "A mail came back: Beyond")
    );
    for said in [
        "Marie Sample",
        "marie@sample.example",
        "550 5.1.1 sample words",
    ] {
        assert!(mail.text.contains(said), "{}", mail.text);
    }
    // A second report of the same mail tells nothing new.
    let again = report(marie, "failed", "5.1.2");
    assert_eq!(
        scene.receive(&again).await,
        "that mail is known to have failed"
    );
    // What is told from now on goes to the others.
    scene.moved().await;
    let told: Vec<String> = scene
        .app
        .mails()
        .await
        .into_iter()
        .map(|mail| mail.to)
        .collect();
    assert_eq!(told, ["hong@sample.example", "sam@sample.example"]);
    let path = scene
        .path("")
        .replace("/seminars/", "/messages?kind=change&seminar_id=");
    let listed = scene.organiser.get(&path).await.expect(200).json();
    let held_back: Vec<_> = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["state"] == "void")
        .map(|one| {
            (
                one["recipient"].as_str().unwrap(),
                one["error"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        held_back,
        [(
            "marie@sample.example",
            "nothing is sent to this address any more"
        )]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_mail_is_told_and_a_late_mail_only_noted() {
    let scene = Scene::new().await;
    let marie = scene.sent_to("marie");
    let late = scene.receive(&report(marie, "delayed", "4.4.1")).await;
    assert_eq!(late, "a mail is late: 550 4.4.1 sample words");
    assert_eq!(
        (scene.bounced().await, scene.passed_on().await),
        (0, vec![])
    );
    assert_eq!(
        scene.receive(&report(marie, "failed", "5.7.1")).await,
        "passed on to 1"
    );
    assert_eq!(
        (scene.bounced().await, scene.suspended().await),
        (1, vec![])
    );
    let passed_on = scene.passed_on().await;
    assert_eq!(passed_on.len(), 1);
    assert_eq!(passed_on[0].1, "A mail came back: Beyond");
    // Hong sends on what he gets, to an address where nobody is: that says nothing of his own.
    let hong = scene.sent_to("hong");
    let own = format!("rfc822; {}", hong.to);
    let onward = format!(
        "rfc822; old@elsewhere.example\nOriginal-Recipient: rfc822;{}",
        hong.to
    );
    let sent_on = report(hong, "failed", "5.1.1").replace(&own, &onward);
    assert_eq!(scene.receive(&sent_on).await, "passed on to 1");
    assert_eq!(scene.suspended().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_be_taken_later_goes_out_twice_more_before_it_has_failed() {
    let scene = Scene::new().await;
    let marie = scene.sent_to("marie");
    for (status, hours) in [("5.2.2", 4), ("4.2.2", 16)] {
        assert_eq!(
            scene.receive(&report(marie, "failed", status)).await,
            "it goes out once more"
        );
        assert_eq!(scene.states().await, ["doesnt", "knows", "knows"]);
        let told = scene.app.mails().await;
        assert!(told.iter().all(|mail| mail.kind != "forwarded"), "{told:?}");
        assert_eq!(scene.states().await, ["doesnt", "knows", "knows"]);
        scene.app.clock.advance(Duration::hours(hours));
        scene.app.mails().await;
        assert_eq!(scene.states().await, ["knows", "knows", "knows"]);
    }
    assert_eq!(
        scene.receive(&report(marie, "failed", "4.4.7")).await,
        "passed on to 1"
    );
    assert_eq!(scene.states().await, ["bounced", "knows", "knows"]);
    assert_eq!(scene.suspended().await, []);
    let mut told = scene.app.mails().await;
    told.retain(|mail| mail.kind == "forwarded");
    assert_eq!(told.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_knows_how_it_stands_knows_though_a_reminder_came_back() {
    let scene = Scene::new().await;
    let series = scene.series["id"].as_str().unwrap();
    for person in [scene.hong, scene.marie] {
        let path = format!("/series/{series}/subscriptions/{person}");
        let own = scene.app.api(person).await;
        own.put(&path, json!({ "reminders": [60] }))
            .await
            .expect(200);
    }
    scene.app.clock.set("2026-12-10T06:00:00Z".parse().unwrap());
    let mut reminders = scene.app.mails().await;
    reminders.retain(|mail| mail.kind == "reminder");
    let to = |address: &str| reminders.iter().find(|mail| mail.to == address).unwrap();
    let refused = report(to("hong@sample.example"), "failed", "5.7.1");
    assert_eq!(scene.receive(&refused).await, "passed on to 1");
    assert_eq!(scene.states().await, ["knows", "knows", "knows"]);
    // But where nobody is any more, telling is of no use.
    let gone = report(to("marie@sample.example"), "failed", "5.1.1");
    assert_eq!(scene.receive(&gone).await, "passed on to 1");
    assert_eq!(scene.states().await, ["bounced", "knows", "knows"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_that_come_back_all_are_known_and_the_first_are_told() {
    let scene = Scene::new().await;
    for n in 0..4 {
        let mut guests = Vec::new();
        for half in ["a", "b"] {
            let guest = json!({ "name": format!("Guest {n}{half}"), "email": format!("guest{n}{half}@sample.example") });
            let made = scene.admin.post("/people", guest).await.expect(201).json();
            guests.push(made["id"].clone());
        }
        let invited = json!({ "people": guests });
        let path = scene.path("/invitations");
        scene.organiser.post(&path, invited).await.expect(202);
    }
    let mut mails = scene.app.mails().await;
    mails.extend(scene.sent.iter().cloned());
    let mut outcomes = Vec::new();
    for mail in &mails {
        outcomes.push(scene.receive(&report(mail, "failed", "5.1.1")).await);
    }
    let mut expected = vec!["passed on to 1"; 10];
    expected.push("noted, and told to the administrators with all of its hour");
    assert_eq!(outcomes, expected);
    assert_eq!(
        (scene.bounced().await, scene.suspended().await.len()),
        (11, 11)
    );
    assert_eq!(scene.passed_on().await.len(), 10);
    // A further one is told with it, once the hour is over.
    let told = json!({ "name": "Late Sample", "email": "late@elsewhere.example" });
    let late = scene.admin.post("/people", told).await.expect(201).json();
    let invited = json!({ "people": [late["id"]] });
    let path = scene.path("/invitations");
    scene.organiser.post(&path, invited).await.expect(202);
    let late = scene.app.mails().await;
    let late = late.iter().find(|mail| mail.to == "late@elsewhere.example");
    scene
        .receive(&report(late.unwrap(), "failed", "5.1.1"))
        .await;
    scene.app.clock.advance(Duration::hours(1));
    let mails = scene.app.mails().await;
    let told: Vec<&Mail> = mails
        .iter()
        .filter(|mail| mail.kind == "forwarded")
        .collect();
    assert_eq!(told.len(), 1);
    let mail = told[0];
    assert_eq!(
        (mail.to.as_str(), mail.subject.as_str()),
        ("admin@hub.example", "Many mails came back")
    );
    for said in [
        "Within one hour, 12 mails could not be delivered.",
        "sample.example: 11",
        "elsewhere.example: 1",
        "/admin/mail?state=failed",
    ] {
        assert!(mail.text.contains(said), "{said} in {}", mail.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_is_back_before_it_is_marked_as_sent_is_heard_when_it_is() {
    let scene = Scene::new().await;
    let (app, marie) = (&scene.app, scene.sent_to("marie"));
    let stands = async |how: &str| {
        let set = format!("UPDATE messages SET {how} WHERE address = '{}'", marie.to);
        app.conn().await.batch_execute(&set).await.unwrap();
    };
    // A worker has handed it over, and has not come to mark it.
    stands(
        "state = 'leased', leased_by = 'sample', leased_until = now() + interval '30 seconds', \
         sent_at = NULL, ended_at = NULL",
    )
    .await;
    let early = scene.receive(&report(marie, "failed", "5.1.1")).await;
    assert_eq!(early, "the mail that came back is not marked as sent yet");
    stands(
        "state = 'sent', leased_by = NULL, leased_until = NULL, sent_at = created_at, ended_at = created_at",
    )
    .await;
    app.clock.advance(Duration::minutes(2));
    let dealt_with = work_off(&app.db.db, &*app.clock, &app.hub).await.unwrap();
    assert_eq!((dealt_with, scene.bounced().await), (1, 1));
    let bounced = ("marie@sample.example".to_owned(), "bounced".to_owned());
    assert_eq!(scene.suspended().await, [bounced]);
    assert_eq!(scene.passed_on().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_ends_what_is_sent_there() {
    let scene = Scene::new().await;
    let marie = scene.sent_to("marie");
    let complaint = report(marie, "failed", "5.1.1")
        .replace("message/delivery-status", "message/feedback-report")
        .replace("report-type=delivery-status", "report-type=feedback-report");
    assert_eq!(scene.receive(&complaint).await, "passed on to 1");
    let complained = ("marie@sample.example".to_owned(), "complained".to_owned());
    assert_eq!(scene.suspended().await, [complained]);
    assert_eq!(scene.bounced().await, 0);
    let passed_on = scene.passed_on().await;
    assert_eq!(passed_on.len(), 1);
    assert_eq!(passed_on[0].1, "Our mail is not wanted: Beyond");
}
