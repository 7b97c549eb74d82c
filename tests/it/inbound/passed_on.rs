//! Answers that are none, and go to a person who sees to them.

use chrono::Duration;

use super::{Reply, Scene, answers::yes};

#[tokio::test(flavor = "multi_thread")]
async fn whoever_accepts_an_invitation_that_was_passed_on_changes_no_answer() {
    let scene = Scene::new().await;
    let hong = scene.sent_to("hong");
    let no = Reply {
        partstat: "DECLINED",
        ..Reply::to(hong)
    };
    assert_eq!(scene.receive(&no.write()).await, "answered");
    let before = scene.answers().await;
    scene.app.clock.advance(Duration::minutes(11));
    scene.app.mails().await;
    let newcomer = "new@sample.example";
    let accepts = Reply {
        from: newcomer,
        attendee: Some(newcomer),
        stamp: "20261102T000900Z",
        results: "mx.hub.example; dmarc=pass header.from=sample.example",
        ..Reply::to(hong)
    };
    assert_eq!(scene.receive(&accepts.write()).await, "passed on to 1");
    assert_eq!(scene.answers().await, before);
    let [mail] = scene.app.mails().await.try_into().unwrap();
    assert_eq!(
        (
            mail.to.as_str(),
            mail.subject.as_str(),
            mail.reply_to.as_str()
        ),
        (
            "oh@hub.example",
            "An invitation was passed on: Beyond",
            newcomer
        )
    );
    assert!(
        mail.text.contains("The invitation to 홍견본 was answered"),
        "{}",
        mail.text
    );
    let code = scene.seminar["code"].as_str().unwrap();
    let board = format!("{}/seminars/{code}/invitations", scene.app.hub.public_url);
    assert_eq!(mail.link(&board), board);
    // To whom Hong passed it is invited too: then it is that person's own answer.
    let marie = scene.sent_to("marie");
    let marie_accepts = Reply {
        to: hong.reply_to.clone(),
        ..Reply::to(marie)
    };
    assert_eq!(scene.receive(&marie_accepts.write()).await, "answered");
    let mut after = before;
    let (answer, channel, unverified) = yes("calendar", true);
    after.push((scene.marie, answer, channel, unverified));
    after.sort();
    assert_eq!(scene.answers().await, after);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_address_of_the_attendee_only_a_sender_who_is_certain_answers() {
    let scene = Scene::new().await;
    let hong = scene.sent_to("hong");
    let nameless = Reply {
        attendee: None,
        ..Reply::to(hong)
    };
    assert_eq!(scene.receive(&nameless.write()).await, "passed on to 1");
    assert_eq!(scene.answers().await, []);
    let subject = "Sample: Accepted: Beyond".to_owned();
    assert_eq!(
        scene.passed_on().await,
        [("oh@hub.example".to_owned(), subject, hong.to.clone())]
    );
    let certain = Reply {
        stamp: "20261102T000200Z",
        results: "mx.hub.example; dkim=pass header.d=sample.example",
        ..nameless
    };
    assert_eq!(scene.receive(&certain.write()).await, "answered");
    let (answer, channel, unverified) = yes("calendar", false);
    assert_eq!(
        scene.answers().await,
        [(scene.hong, answer, channel, unverified)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_time_is_a_question_to_the_organisers() {
    let scene = Scene::new().await;
    let hong = scene.sent_to("hong");
    let counter = Reply {
        method: "COUNTER",
        partstat: "TENTATIVE",
        starts: "20261211T100000",
        ..Reply::to(hong)
    };
    assert_eq!(scene.receive(&counter.write()).await, "passed on to 1");
    assert_eq!(scene.answers().await, []);
    let [mail] = scene.app.mails().await.try_into().unwrap();
    assert_eq!(mail.subject, "Another time is asked for: Beyond");
    assert_eq!(
        (mail.to.as_str(), mail.reply_to.as_str()),
        ("oh@hub.example", hong.to.as_str())
    );
    let asked = "Proposed\n  Fri 11 December 2026, 10:00–11:00 (Seoul, UTC+9)";
    assert!(mail.text.contains(asked), "{}", mail.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_damaged_or_too_large_changes_nothing_and_goes_to_a_person() {
    let scene = Scene::new().await;
    let whole = Reply::to(scene.sent_to("hong")).write();
    let truncated = &whole[..whole.find("SEQUENCE").unwrap()];
    assert_eq!(scene.receive(truncated).await, "passed on to 1");
    let mut bad = whole.clone().into_bytes();
    let at = whole.find("PRODID:").unwrap() + 7;
    bad.splice(at..at, [0xff]);
    assert_eq!(scene.receive_octets(&bad).await, "passed on to 1");
    let mut large = whole.into_bytes();
    large.resize(50 << 20, b'x');
    assert_eq!(scene.receive_octets(&large).await, "passed on to 1");
    assert_eq!(scene.answers().await, []);
    let passed_on = scene.passed_on().await;
    assert_eq!(passed_on.len(), 3);
    assert!(
        passed_on.iter().all(|(to, ..)| to == "oh@hub.example"),
        "{passed_on:?}"
    );
}
