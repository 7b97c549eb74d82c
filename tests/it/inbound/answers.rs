//! Calendars' answers: whose they are, which is the last one, and what is none.

use chrono::Duration;
use maru::base::clock::Clock;
use serde_json::json;

use super::{Reply, Scene};
use crate::support::watch;

fn yes(channel: &str, unverified: bool) -> (String, String, bool) {
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

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_asks_for_no_more_reminders_does_what_the_click_does() {
    let scene = Scene::new().await;
    let path = format!(
        "/series/{}/subscriptions/{}",
        scene.series["id"].as_str().unwrap(),
        scene.hong
    );
    let hong = scene.app.api(scene.hong).await;
    hong.put(&path, json!({ "reminders": [60] }))
        .await
        .expect(200);
    scene.app.clock.set("2026-12-10T06:00:00Z".parse().unwrap());
    let reminders = scene.app.mails().await;
    let hongs = |mail: &&crate::support::mailbox::Mail| mail.to == "hong@sample.example";
    let reminder = reminders.iter().find(hongs).unwrap();
    let to = &reminder.reply_to;
    let mail =
        format!("From: hong@sample.example\nTo: {to}\nMessage-ID: <1@x>\nSubject: unsubscribe\n\n");
    assert_eq!(scene.receive(&mail).await, "stopped: reminder");
    let again = mail.replace("<1@x>", "<2@x>");
    assert_eq!(scene.receive(&again).await, "stopped: reminder");
    // So does one whose token stands in its subject, as where the mail system knows no plus addresses.
    let token = to.strip_prefix("hub+").unwrap();
    let token = token.strip_suffix("@hub.example").unwrap();
    let without = format!(
        "From: hong@sample.example\nTo: hub@hub.example\nMessage-ID: <3@x>\nSubject: Unsubscribe {token}\n\n"
    );
    assert_eq!(scene.receive(&without).await, "stopped: reminder");
    let forged = without.replace("<3@x>", "<4@x>").replace(token, "me");
    assert_eq!(scene.receive(&forged).await, "passed on to 1");
    let base = &scene.app.hub.public_url;
    let link = reminder.link(&format!("{base}/unsubscribe/"));
    let page = scene
        .app
        .get(link.strip_prefix(base.as_str()).unwrap())
        .await;
    assert_eq!(page.words("h1"), ["These mails have stopped"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_asks_for_no_more_ends_following() {
    let scene = Scene::new().await;
    let path = format!(
        "/series/{}/subscriptions/{}",
        scene.series["id"].as_str().unwrap(),
        scene.hong
    );
    let hong = scene.app.api(scene.hong).await;
    hong.put(&path, json!({ "reminders": [60] }))
        .await
        .expect(200);
    let to = &scene.sent_to("hong").reply_to;
    let mail =
        format!("From: hong@sample.example\nTo: {to}\nMessage-ID: <1@x>\nSubject: unsubscribe\n\n");
    assert_eq!(scene.receive(&mail).await, "follows the series no longer");
    // Nothing is left to stop: a person looks at it.
    let again = mail.replace("<1@x>", "<2@x>");
    assert_eq!(scene.receive(&again).await, "passed on to 1");
    let forged = mail.replace("hub+", "hub+x").replace("<1@x>", "<3@x>");
    assert_eq!(scene.receive(&forged).await, "passed on to 1");
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
