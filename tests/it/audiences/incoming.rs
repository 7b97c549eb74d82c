//! What comes back from lists: nobody answers for all who read them.

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use maru::{base::schema::message_faults, mail::inbound::kept as keeping, worker};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Scene, told};
use crate::support::{house::rows, mailbox::Mail};

impl Scene {
    /// Takes a message as a worker does.
    pub(super) async fn receive(&self, message: &str) {
        let app = &self.house.app;
        let mut conn = app.conn().await;
        let kept = keeping::keep(
            &mut conn,
            &*app.clock,
            message.as_bytes(),
            keeping::Way::Pipe,
        )
        .await;
        assert!(kept.unwrap().is_some());
        worker::inbound::work_off(&app.db.db, &*app.clock, &app.hub)
            .await
            .unwrap();
    }

    /// A seminar of which the list was told, and that mail.
    async fn mailed(&self) -> (String, Mail) {
        let path = self.announced(json!({})).await;
        let mail = self.after_the_window().await.pop().unwrap();
        (path, mail)
    }

    async fn answers(&self, path: &str) -> usize {
        let found = self.organiser.get(&format!("{path}/attendances")).await;
        found.expect(200).json()["items"].as_array().unwrap().len()
    }
}

/// A calendar's yes to what `mail` told, from `from`, with a comment.
fn reply(mail: &Mail, from: &str, comment: &str) -> String {
    format!(
        "From: Sample <{from}>\nTo: {to}\nSubject: Accepted\nMessage-ID: <{from}.{length}>\nMIME-Version: 1.0\n\
         Content-Type: text/calendar; charset=utf-8; method=REPLY\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nPRODID:Sample\n\
         VERSION:2.0\nBEGIN:VEVENT\nATTENDEE;PARTSTAT=ACCEPTED:mailto:{from}\nUID:{uid}\nDTSTART:20261210T070000Z\n\
         DTSTAMP:20261102T003000Z\nSEQUENCE:0\n{comment}END:VEVENT\nEND:VCALENDAR\n",
        to = mail.reply_to,
        uid = mail.calendar["UID"],
        length = comment.len(),
    )
}

/// A report that a mail did not reach `address`, which it became on its way from ours.
pub(super) fn report(mail: &Mail, address: &str, status: &str) -> String {
    format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.hub.example\nTo: {to}\nSubject: Undelivered\nMessage-ID: <{status}.{address}>\n\
         Auto-Submitted: auto-replied\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; \
         boundary=B1\n\n--B1\nContent-Type: text/plain\n\nI'm sorry.\n\n--B1\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mx.hub.example\n\nFinal-Recipient: rfc822; {address}\nOriginal-Recipient: rfc822;{own}\n\
         Action: failed\nStatus: {status}\nDiagnostic-Code: smtp; 550 {status} sample words\n\n--B1--\n",
        to = mail.reply_to,
        own = mail.to,
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_that_answers_a_list_answers_for_nobody() {
    let scene = Scene::new().await;
    let (path, mail) = scene.mailed().await;
    // A stranger, a member who reads the list, and one who is invited besides: the mail to the list is none of theirs.
    let invite = json!({ "people": [scene.house.member] });
    scene
        .organiser
        .post(&format!("{path}/invitations"), invite)
        .await
        .expect(202);
    scene.now().await;
    for from in [
        "stranger@elsewhere.example",
        "gil@hub.example",
        "min@hub.example",
    ] {
        scene.receive(&reply(&mail, from, "")).await;
    }
    let found = scene
        .organiser
        .get(&format!("{path}/attendances"))
        .await
        .expect(200)
        .json();
    let answers: Vec<_> = found["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["answer"].clone())
        .collect();
    assert_eq!(answers, [json!(null)]);
    assert_eq!(told(&scene.after_the_window().await), []);
    // What they write with it is read by a person.
    scene
        .receive(&reply(
            &mail,
            "gil@hub.example",
            "COMMENT:Is there a stream?\n",
        ))
        .await;
    let mails = scene.now().await;
    assert_eq!(told(&mails), [("oh@hub.example", "forwarded")]);
    assert!(mails[0].text.contains("Is there a stream?"));
    assert_eq!(scene.answers(&path).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_reader_does_not_leave_for_all() {
    let scene = Scene::new().await;
    let (path, mail) = scene.mailed().await;
    let leave = format!(
        "From: Gil <gil@hub.example>\nTo: {}\nSubject: unsubscribe\nMessage-ID: <leave@x>\n\nplease\n",
        mail.reply_to
    );
    scene.receive(&leave).await;
    let complaint = format!(
        "From: fbl@mx.example\nTo: {}\nSubject: abuse\nMessage-ID: <abuse@x>\nMIME-Version: 1.0\nContent-Type: \
         multipart/report; report-type=feedback-report; boundary=B1\n\n--B1\nContent-Type: text/plain\n\nx\n\n--B1\n\
         Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: x\nVersion: 1\n\n--B1--\n",
        mail.reply_to
    );
    scene.receive(&complaint).await;
    scene
        .receive(&report(&mail, "gone@department.example", "5.1.1"))
        .await;
    // So it is where nobody can read which address it was.
    scene.receive(&report(&mail, "somebody", "5.1.1")).await;
    // The organiser hears of each; the list goes on.
    let mails = scene.now().await;
    let of = ("oh@hub.example", "forwarded");
    assert_eq!(told(&mails), [of, of, of, of]);
    scene.change(&path, json!({ "title": "Beyond" })).await;
    let mails = scene.after_the_window().await;
    assert_eq!(told(&mails), [("all@department.example", "change")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_where_nobody_is_is_told_no_more_and_its_organiser_hears_of_it() {
    let scene = Scene::new().await;
    let (path, mail) = scene.mailed().await;
    scene
        .receive(&report(&mail, "all@department.example", "5.1.1"))
        .await;
    let mails = scene.now().await;
    assert_eq!(told(&mails), [("oh@hub.example", "forwarded")]);
    assert!(
        mails[0].text.contains("Sample Department"),
        "{}",
        mails[0].text
    );
    scene.change(&path, json!({ "title": "Beyond" })).await;
    assert_eq!(told(&scene.after_the_window().await), []);
    let mut desk = scene.house.at_desk().await;
    let page = desk.get("/series/scaling/audiences").await.expect(200);
    assert!(page.text().contains("Nothing arrives there"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_announced_several_comes_back_as_all_of_them_and_its_organiser_hears_once() {
    let scene = Scene::new().await;
    scene.drafts(3).await;
    scene.announce_term(json!({})).await;
    let [mail] = scene.after_the_window().await.try_into().unwrap();
    scene
        .receive(&report(&mail, "all@department.example", "5.1.1"))
        .await;
    let fates = scene.fates().await;
    let (kind, state, why) = fates[0].clone();
    assert_eq!((kind.as_str(), state.as_str()), ("announcement", "failed"));
    assert!(why.starts_with("it came back: "), "{why}");
    assert_eq!(fates, vec![fates[0].clone(); 3]);
    // Each says at which attempt it was.
    let faults: Vec<(Uuid, i32, String)> = message_faults::table
        .order(message_faults::message_id)
        .select((
            message_faults::message_id,
            message_faults::attempt,
            message_faults::error,
        ))
        .load(&mut scene.house.app.conn().await)
        .await
        .unwrap();
    let each = scene.told_in().await.into_iter();
    let each: Vec<_> = each.map(|(id, _)| (id, 1, why.clone())).collect();
    assert_eq!(faults, each);
    assert_eq!(told(&scene.now().await), [("oh@hub.example", "forwarded")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_readers_whom_a_mail_did_not_reach_all_are_told_when_the_hour_is_over() {
    let scene = Scene::new().await;
    let (_, mail) = scene.mailed().await;
    for n in 0..13 {
        let reader = format!("reader{n}@department.example");
        scene.receive(&report(&mail, &reader, "5.1.1")).await;
    }
    let first = scene.now().await;
    assert_eq!(told(&first), [("oh@hub.example", "forwarded"); 10]);
    assert!(
        first
            .iter()
            .all(|mail| mail.subject.starts_with("A mail came back: "))
    );
    scene.house.app.clock.advance(Duration::hours(1));
    let all = scene.now().await;
    assert_eq!(told(&all), [("oh@hub.example", "forwarded")]);
    assert!(
        all[0]
            .subject
            .starts_with("Many reports about a mailing list: "),
        "{}",
        all[0].subject
    );
    for said in [
        "Within one hour, 3 more reports came in",
        "Sample Department, all@department.example",
    ] {
        assert!(all[0].text.contains(said), "{said} in {}", all[0].text);
    }
    scene.house.app.clock.advance(Duration::hours(1));
    assert_eq!(told(&scene.now().await), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_stands_for_itself_where_it_is_shown_who_knows() {
    let scene = Scene::new().await;
    let path = scene.announced(json!({})).await;
    let seen = scene.organiser.get(&path).await.expect(200).json();
    let page = format!("/seminars/{}/knowledge", seen["code"].as_str().unwrap());
    let mut desk = scene.house.at_desk().await;
    let knowledge = async || {
        let found = scene.organiser.get(&format!("{path}/knowledge")).await;
        found.expect(200).json()
    };
    // Nobody is invited, and those who read the list count as nobody.
    let with = |revision: &Value, audiences: Value| {
        json!({ "revision": revision, "totals": { "knows": 0, "doesnt": 0, "bounced": 0 }, "items": [],
                "audiences": audiences })
    };
    let list = |revision: &Value, at: &str, state: &str, waits: bool| {
        json!([{ "audience_id": scene.list["id"], "name": "Sample Department", "revision_told": revision,
                 "told_at": at, "state": state, "waits": waits }])
    };
    let first = &seen["revision"];
    assert_eq!(knowledge().await, with(first, json!([])));
    let shown = desk.get(&page).await.expect(200);
    assert_eq!(rows(&shown, ".lists-told"), [""; 0]);

    assert_eq!(scene.after_the_window().await.len(), 1);
    let told = |waits| list(first, "2026-11-02T00:31:00Z", "accepted", waits);
    assert_eq!(knowledge().await, with(first, told(false)));

    // Of spelling the list is owed nothing, though the revision is another one.
    let mended = json!({ "title": "Beyond scale", "notify": false });
    scene.change(&path, mended).await;
    let quiet = scene.organiser.get(&path).await.expect(200).json();
    assert_ne!(&quiet["revision"], first);
    assert_eq!(knowledge().await, with(&quiet["revision"], told(false)));
    let shown = desk.get(&page).await.expect(200);
    assert_eq!(
        rows(&shown, ".lists-told"),
        [format!(
            "Sample Department all@department.example | Sent told up to revision {first} \
             Mon 2 November 2026, 09:31 Seoul, UTC+9"
        )]
    );

    // What waits is not told yet.
    scene.change(&path, json!({ "title": "Beyond" })).await;
    let seen = scene.organiser.get(&path).await.expect(200).json();
    let second = &seen["revision"];
    assert_ne!(&quiet["revision"], second);
    assert_eq!(knowledge().await, with(second, told(true)));
    let shown = desk.get(&page).await.expect(200);
    assert_eq!(shown.words(".empty-title"), ["Nobody is invited yet."]);
    assert_eq!(
        rows(&shown, ".lists-told"),
        [format!(
            "Sample Department all@department.example | Sent told up to revision {first} \
             Mon 2 November 2026, 09:31 Seoul, UTC+9 Another mail to it waits."
        )]
    );

    let [mail] = scene.after_the_window().await.try_into().unwrap();
    let at = "2026-11-02T01:02:00Z";
    let told = list(second, at, "accepted", false);
    assert_eq!(knowledge().await, with(second, told));
    let back = report(&mail, "all@department.example", "5.1.1");
    scene.receive(&back).await;
    let told = list(second, at, "failed", false);
    assert_eq!(knowledge().await, with(second, told));
    let shown = desk.get(&page).await.expect(200);
    assert_eq!(
        rows(&shown, ".lists-told"),
        [format!(
            "Sample Department all@department.example | Failed revision {second} may not have arrived \
             Mon 2 November 2026, 10:02 Seoul, UTC+9"
        )]
    );
}
