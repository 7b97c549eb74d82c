//! Calendars' answers: whose they are, which is the last one, and what is none.

use chrono::Duration;
use serde_json::json;

use super::{Reply, Scene};

pub(super) fn yes(channel: &str, unverified: bool) -> (String, String, bool) {
    ("yes".to_owned(), channel.to_owned(), unverified)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_is_the_invitees_answer_and_the_organiser_hears_of_it() {
    let scene = Scene::new().await;
    let reply = Reply {
        results: "mx.hub.example; dmarc=pass header.from=sample.example",
        ..Reply::to(scene.sent_to("hong"))
    };
    assert_eq!(scene.receive(&reply.write()).await, "answered");
    let (answer, channel, unverified) = yes("calendar", false);
    assert_eq!(
        scene.answers().await,
        [(scene.hong, answer, channel, unverified)]
    );
    scene.app.clock.advance(Duration::minutes(11));
    let [told] = scene.app.mails().await.try_into().unwrap();
    assert_eq!(
        (told.kind.as_str(), told.to.as_str()),
        ("answer", "oh@hub.example")
    );
    assert!(told.text.contains("Yes: 홍견본"), "{}", told.text);
    assert!(!told.text.contains("vouch"), "{}", told.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_with_an_answer_is_for_a_person_and_the_answer_is_taken() {
    let scene = Scene::new().await;
    let hong = scene.sent_to("hong");
    let mut reply = Reply::to(hong);
    // As where the mail system knows no plus addresses: the entry alone says what it is about.
    reply.to = "hub@hub.example".to_owned();
    let words = "SEQUENCE:0\nCOMMENT;LANGUAGE=en:I need a way in without steps\\, please.\n";
    let reply = reply.write().replace("SEQUENCE:0\n", words);
    assert_eq!(scene.receive(&reply).await, "passed on to 1: answered");
    let (answer, channel, unverified) = yes("calendar", true);
    assert_eq!(
        scene.answers().await,
        [(scene.hong, answer, channel, unverified)]
    );
    let [mail] = scene.app.mails().await.try_into().unwrap();
    assert_eq!(
        (mail.to.as_str(), mail.reply_to.as_str()),
        ("oh@hub.example", "hong@sample.example")
    );
    for said in [
        "About\n  Beyond\n",
        "| I need a way in without steps, please.\n",
    ] {
        assert!(mail.text.contains(said), "{}", mail.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_beside_an_answer_is_for_a_person_too_and_what_a_program_says_is_not() {
    let scene = Scene::new().await;
    let reply = Reply::to(scene.sent_to("hong")).write();
    let note = "May I bring a student?";
    let noted = reply.replace("Sample has accepted this invitation.", note);
    // As Outlook has it in both places.
    let noted = noted.replace("SEQUENCE:0\n", &format!("SEQUENCE:0\nCOMMENT:{note}\\n\n"));
    assert_eq!(scene.receive(&noted).await, "passed on to 1: answered");
    let (answer, channel, unverified) = yes("calendar", true);
    assert_eq!(
        scene.answers().await,
        [(scene.hong, answer, channel, unverified)]
    );
    let [mail] = scene.app.mails().await.try_into().unwrap();
    assert_eq!(mail.to, "oh@hub.example");
    assert_eq!(mail.text.matches(note).count(), 1, "{}", mail.text);
    let bare = Reply::to(scene.sent_to("marie")).write();
    assert_eq!(scene.receive(&bare).await, "answered");
    assert_eq!(scene.app.mails().await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_tokens_the_uid_and_the_address_say_who_answers_what() {
    let scene = Scene::new().await;
    let reply = Reply {
        to: "hub@hub.example".to_owned(),
        ..Reply::to(scene.sent_to("marie"))
    };
    assert_eq!(scene.receive(&reply.write()).await, "answered");
    let (answer, channel, unverified) = yes("calendar", true);
    assert_eq!(
        scene.answers().await,
        [(scene.marie, answer, channel, unverified)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_for_which_nobody_vouches_is_kept_and_marked() {
    let scene = Scene::new().await;
    // Someone else's server vouches for someone else: that is no word for Hong.
    let forged = Reply {
        from: "mallory@evil.example",
        partstat: "DECLINED",
        results: "mx.hub.example; dmarc=pass header.from=evil.example",
        ..Reply::to(scene.sent_to("hong"))
    };
    assert_eq!(scene.receive(&forged.write()).await, "answered");
    let marked = (scene.hong, "no".to_owned(), "calendar".to_owned(), true);
    assert_eq!(scene.answers().await, [marked]);
    scene.app.clock.advance(Duration::minutes(11));
    let [told] = scene.app.mails().await.try_into().unwrap();
    let said = "| We cannot tell for certain that this answer is from them: their mail server does not vouch for it.";
    assert!(told.text.contains(said), "{}", told.text);
    // What Hong says on the page is Hong's.
    let path = scene.path(&format!("/attendances/{}", scene.hong));
    scene
        .organiser
        .put(&path, json!({ "answer": "yes" }))
        .await
        .expect(200);
    let (answer, channel, unverified) = yes("api", false);
    assert_eq!(
        scene.answers().await,
        [(scene.hong, answer, channel, unverified)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nothing_shows_to_be_theirs_changes_no_answer_that_is_certain() {
    let scene = Scene::new().await;
    let hong = scene.sent_to("hong");
    let path = scene.path(&format!("/attendances/{}", scene.hong));
    let said = json!({ "answer": "yes" });
    scene.organiser.put(&path, said).await.expect(200);
    let stands = scene.answers().await;
    scene.app.clock.advance(Duration::hours(1));
    scene.app.mails().await;
    // To the address that all know; whoever has seen the UID can write it.
    let anyone = Reply {
        to: "hub@hub.example".to_owned(),
        partstat: "DECLINED",
        stamp: "20261102T003000Z",
        ..Reply::to(hong)
    };
    assert_eq!(scene.receive(&anyone.write()).await, "passed on to 1");
    assert_eq!(scene.answers().await, stands);
    let [told] = scene.app.mails().await.try_into().unwrap();
    assert_eq!(told.to, "oh@hub.example");
    let said = "answered “no” in their calendar. Nothing has been changed: please see to it.";
    assert!(told.text.contains(said), "{}", told.text);
    // What says the same is no news to anyone.
    let same = Reply {
        partstat: "ACCEPTED",
        ..anyone.clone()
    };
    assert_eq!(
        scene.receive(&same.write()).await,
        "there is a newer answer, or another time"
    );
    // What answers the mail itself counts, and whom nobody vouches for is marked.
    let thread = format!("In-Reply-To: <{}>\nMIME-Version: 1.0\n", hong.id);
    let theirs = anyone.write().replace("MIME-Version: 1.0\n", &thread);
    let theirs = theirs.replace("Message-ID: <", "Message-ID: <own.");
    assert_eq!(scene.receive(&theirs).await, "answered");
    let no = (scene.hong, "no".to_owned(), "calendar".to_owned(), true);
    assert_eq!(scene.answers().await, [no]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_word_counts_in_whatever_order_replies_arrive() {
    let scene = Scene::new().await;
    let hong = scene.sent_to("hong");
    let at = |stamp: &'static str, partstat: &'static str| Reply {
        partstat,
        stamp,
        ..Reply::to(hong)
    };
    scene.app.clock.advance(Duration::hours(1));
    let second = at("20261102T000200Z", "DECLINED").write();
    assert_eq!(scene.receive(&second).await, "answered");
    // The first one comes after it, the second comes again, by another way too.
    let old = "there is a newer answer, or another time";
    assert_eq!(
        scene
            .receive(&at("20261102T000100Z", "ACCEPTED").write())
            .await,
        old
    );
    assert_eq!(scene.receive(&second).await, "again");
    assert_eq!(scene.receive(&second.replace('\n', "\r\n")).await, "again");
    let resent = second.replace("Message-ID: <", "Message-ID: <resent.");
    assert_eq!(scene.receive(&resent).await, old);
    let no = (scene.hong, "no".to_owned(), "calendar".to_owned(), true);
    assert_eq!(scene.answers().await, [no]);
    // Newer, to the same SEQUENCE.
    assert_eq!(
        scene
            .receive(&at("20261102T000300Z", "TENTATIVE").write())
            .await,
        "answered"
    );
    // On the page, and then a reply that was written before that.
    let path = scene.path(&format!("/attendances/{}", scene.hong));
    scene
        .organiser
        .put(&path, json!({ "answer": "yes" }))
        .await
        .expect(200);
    assert_eq!(
        scene
            .receive(&at("20261102T000400Z", "DECLINED").write())
            .await,
        old
    );
    let (answer, channel, unverified) = yes("api", false);
    assert_eq!(
        scene.answers().await,
        [(scene.hong, answer, channel, unverified)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sequence_that_was_never_sent_makes_no_later_answer_old() {
    let scene = Scene::new().await;
    let (hong, sam) = (scene.sent_to("hong"), scene.sent_to("sam"));
    scene.app.clock.advance(Duration::hours(1));
    let forged = |mail| Reply {
        sequence: i32::MAX,
        ..Reply::to(mail)
    };
    for mail in [hong, sam] {
        assert_eq!(scene.receive(&forged(mail).write()).await, "answered");
        let own = Reply {
            partstat: "DECLINED",
            stamp: "20261102T000200Z",
            ..Reply::to(mail)
        };
        assert_eq!(scene.receive(&own.write()).await, "answered");
    }
    let no = (scene.hong, "no".to_owned(), "calendar".to_owned(), true);
    assert_eq!(scene.answers().await, [no]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_to_another_time_is_none_to_this_one() {
    let scene = Scene::new().await;
    let moved = json!({ "starts_local": "2026-12-11T16:00:00" });
    scene
        .organiser
        .patch(&scene.path(""), moved)
        .await
        .expect(200);
    let early = Reply::to(scene.sent_to("hong"));
    let outcome = scene.receive(&early.write()).await;
    assert_eq!(outcome, "there is a newer answer, or another time");
    assert_eq!(scene.answers().await, []);
    let now = Reply {
        sequence: 1,
        starts: "20261211T160000",
        ..early
    };
    assert_eq!(scene.receive(&now.write()).await, "answered");
    scene
        .organiser
        .post(&scene.path("/cancellation"), json!({}))
        .await
        .expect(200);
    let late = Reply {
        sequence: 2,
        stamp: "20261102T000500Z",
        partstat: "DECLINED",
        ..now
    };
    assert!(
        scene
            .receive(&late.write())
            .await
            .starts_with("not taken: ")
    );
    let (answer, channel, unverified) = yes("calendar", true);
    assert_eq!(
        scene.answers().await,
        [(scene.hong, answer, channel, unverified)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_that_comes_too_late_to_be_taken_is_for_the_organisers_to_see_to() {
    let scene = Scene::new().await;
    let hong = scene.sent_to("hong");
    let terms = json!({ "reply_by": "2026-11-03", "late": "refused" });
    scene
        .organiser
        .put(&scene.path("/reply-terms"), terms)
        .await
        .expect(200);
    scene.app.clock.advance(Duration::days(3));
    let late = |stamp: &'static str, partstat: &'static str| Reply {
        partstat,
        stamp,
        ..Reply::to(hong)
    };
    let yes = late("20261105T000100Z", "ACCEPTED");
    assert_eq!(scene.receive(&yes.write()).await, "passed on to 1");
    assert_eq!(scene.answers().await, []);
    let mut mails = scene.app.mails().await;
    mails.retain(|mail| mail.kind == "forwarded");
    let [told] = mails.try_into().unwrap();
    assert_eq!(
        (told.to.as_str(), told.reply_to.as_str()),
        ("oh@hub.example", "hong@sample.example")
    );
    let said =
        "Sample answered “yes” in their calendar. Nothing has been changed: please see to it.";
    assert!(told.text.contains(said), "{}", told.text);
    // Who does not come says so at any time.
    let no = late("20261105T000200Z", "DECLINED");
    assert_eq!(scene.receive(&no.write()).await, "answered");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendars_yes_where_no_place_is_left_waits_and_is_told_so() {
    let scene = Scene::new().await;
    let one = json!({ "capacity": 1 });
    scene
        .organiser
        .patch(&scene.path(""), one)
        .await
        .expect(200);
    scene.app.clock.advance(Duration::hours(1));
    let at = |handle: &str, stamp: &'static str, partstat: &'static str| {
        let reply = Reply {
            partstat,
            stamp,
            ..Reply::to(scene.sent_to(handle))
        };
        reply.write()
    };
    // Marie's calendar says so a second time, which is no second mail.
    for (handle, stamp) in [
        ("hong", "20261102T000100Z"),
        ("marie", "20261102T000200Z"),
        ("marie", "20261102T000300Z"),
    ] {
        let reply = at(handle, stamp, "ACCEPTED");
        assert_eq!(scene.receive(&reply).await, "answered");
    }
    let said = |answer: &str| (answer.to_owned(), "calendar".to_owned(), true);
    let stands = |hong: &str, marie: &str| {
        [(scene.hong, said(hong)), (scene.marie, said(marie))]
            .map(|(person, (answer, channel, unverified))| (person, answer, channel, unverified))
    };
    assert_eq!(scene.answers().await, stands("yes", "waiting"));
    let [waits] = told_of_places(&scene).await.try_into().unwrap();
    assert_eq!(waits.0, "marie@sample.example");
    assert!(
        waits.1.starts_with("You are on the waiting list: Beyond"),
        "{}",
        waits.1
    );
    assert!(waits.2.contains("as number 1"), "{}", waits.2);

    let no = at("hong", "20261102T000400Z", "DECLINED");
    assert_eq!(scene.receive(&no).await, "answered");
    assert_eq!(scene.answers().await, stands("no", "yes"));
    let [free] = told_of_places(&scene).await.try_into().unwrap();
    assert_eq!(free.0, "marie@sample.example");
    assert!(free.1.starts_with("A place is yours: Beyond"), "{}", free.1);
}

/// Who was told of a place, with subject and text. Each has the entry for their calendar with it, newer than the one before.
async fn told_of_places(scene: &Scene) -> Vec<(String, String, String)> {
    let mut mails = scene.app.mails().await;
    mails.retain(|mail| mail.kind == "waiting_place");
    let invited = &scene.sent_to("marie").calendar;
    mails
        .into_iter()
        .map(|mail| {
            assert_eq!(mail.method.as_deref(), Some("REQUEST"));
            assert_eq!(mail.calendar["UID"], invited["UID"]);
            assert!(mail.calendar["DTSTAMP"] > invited["DTSTAMP"]);
            (mail.to, mail.subject, mail.text)
        })
        .collect()
}
