//! What people write goes to people; what machines write to nobody.

use chrono::Duration;
use maru::{base::secret::Purpose, people::model::Role, worker::inbound::work_off};

use super::{Scene, bounces::report};
use crate::support::mailbox::Mail;

fn mail(from: &str, to: &str, headers: &str) -> String {
    let id: String = headers
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    format!(
        "From: Marie <{from}>\nTo: {to}\nSubject: May I bring someone?\nMessage-ID: <{id}.{from}@x>\n{headers}\n\nMay I?\n"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_in_words_reaches_the_organisers_and_can_be_answered() {
    let scene = Scene::new().await;
    let marie = scene.sent_to("marie");
    assert_eq!(
        scene
            .receive(&mail(&marie.to, &marie.reply_to, "X: y"))
            .await,
        "passed on to 1"
    );
    let [told] = scene.app.mails().await.try_into().unwrap();
    assert_eq!(
        (
            told.to.as_str(),
            told.subject.as_str(),
            told.reply_to.as_str()
        ),
        (
            "oh@hub.example",
            "Marie: May I bring someone?",
            "marie@sample.example"
        )
    );
    assert!(told.text.contains("About\n  Beyond\n"), "{}", told.text);
    assert!(told.text.contains("| May I?\n"), "{}", told.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn references_say_what_it_is_about_and_without_them_administrators_read_it() {
    let scene = Scene::new().await;
    let marie = scene.sent_to("marie");
    let thread = format!("References: <other@x> <{}>", marie.id);
    assert_eq!(
        scene
            .receive(&mail(&marie.to, "hub@hub.example", &thread))
            .await,
        "passed on to 1"
    );
    assert_eq!(scene.passed_on().await[0].0, "oh@hub.example");
    let stranger = mail("someone@else.example", "hub@hub.example", "X: y");
    assert_eq!(scene.receive(&stranger).await, "passed on to 1");
    assert_eq!(
        scene.passed_on().await,
        [(
            "admin@hub.example".to_owned(),
            "Marie: May I bring someone?".to_owned(),
            "someone@else.example".to_owned()
        )]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_organiser_cannot_be_sent_is_read_by_an_administrator() {
    let scene = Scene::new().await;
    let marie = scene.sent_to("marie");
    let words = mail(&marie.to, &marie.reply_to, "X: y");
    assert_eq!(scene.receive(&words).await, "passed on to 1");
    let [told] = scene.app.mails().await.try_into().unwrap();
    assert_eq!(told.to, "oh@hub.example");
    // Its Reply-To is the writer's; what comes back goes to an address of the hub.
    let id = told.id.split('@').next().unwrap().parse().unwrap();
    let token = scene.app.hub.key.token(Purpose::Reply, &[id], 0);
    let returned = Mail {
        reply_to: format!("hub+{token}@hub.example"),
        ..told
    };
    let came_back = scene.receive(&report(&returned, "failed", "5.1.1")).await;
    assert_eq!(came_back, "what was passed on came back");
    let [next] = scene.app.mails().await.try_into().unwrap();
    assert_eq!(
        (next.to.as_str(), next.reply_to.as_str()),
        ("admin@hub.example", "marie@sample.example")
    );
    assert!(next.text.contains("| May I?\n"), "{}", next.text);
    // What comes later goes there at once: nothing is sent to the organiser any more.
    let later = mail(&marie.to, &marie.reply_to, "X: z");
    assert_eq!(scene.receive(&later).await, "passed on to 1");
    assert_eq!(scene.passed_on().await[0].0, "admin@hub.example");
    // Where it comes back from there too, it ends: nobody gets it twice.
    assert_eq!(
        scene.receive(&report(&next, "failed", "5.7.1")).await,
        "what was passed on came back"
    );
    assert_eq!(scene.passed_on().await, []);
    // Whoever could read it later does; it is looked for ever more rarely.
    let app = &scene.app;
    let looked = async |pause: Duration| {
        app.clock.advance(pause);
        work_off(&app.db.db, &*app.clock, &app.hub).await.unwrap();
        let passed_on = scene.passed_on().await.into_iter();
        passed_on.map(|(to, ..)| to).collect::<Vec<_>>()
    };
    assert_eq!(looked(Duration::hours(1)).await, [""; 0]);
    app.person("eve", "Eve Sample", &[Role::Administrator])
        .await;
    assert_eq!(looked(Duration::minutes(9)).await, [""; 0]);
    assert_eq!(looked(Duration::minutes(1)).await, ["eve@hub.example"]);
    assert_eq!(looked(Duration::hours(1)).await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_much_for_its_hour_is_passed_on_in_the_next() {
    let scene = Scene::new().await;
    let marie = scene.sent_to("marie");
    let mut outcomes = Vec::new();
    for n in 0..11 {
        let words = mail(&marie.to, &marie.reply_to, &format!("X: {n}"));
        outcomes.push(scene.receive(&words).await);
    }
    let mut expected = vec!["passed on to 1"; 10];
    expected.push("too much of this writer is passed on within the hour");
    assert_eq!(outcomes, expected);
    assert_eq!(scene.passed_on().await.len(), 10);
    let app = &scene.app;
    for (minutes, passed_on) in [(30, 0), (31, 1), (60, 0)] {
        app.clock.advance(Duration::minutes(minutes));
        work_off(&app.db.db, &*app.clock, &app.hub).await.unwrap();
        assert_eq!(scene.passed_on().await.len(), passed_on);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_their_own_words_back() {
    let scene = Scene::new().await;
    let marie = scene.sent_to("marie");
    let organisers = mail("oh@hub.example", &marie.reply_to, "X: y");
    assert_eq!(scene.receive(&organisers).await, "passed on to 1");
    assert_eq!(scene.passed_on().await[0].0, "admin@hub.example");
    let admins = mail("admin@hub.example", "hub@hub.example", "X: y");
    let outcome = scene.receive(&admins).await;
    assert_eq!(outcome, "there is nobody to whom it could be passed on");
    assert_eq!(scene.passed_on().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn automatic_mail_is_never_answered_nor_passed_on() {
    let scene = Scene::new().await;
    let marie = scene.sent_to("marie");
    for header in [
        "Auto-Submitted: auto-replied",
        "Precedence: bulk",
        "X-Autoreply: yes",
    ] {
        let outcome = scene
            .receive(&mail(&marie.to, &marie.reply_to, header))
            .await;
        assert!(outcome.starts_with("nothing follows: "), "{outcome}");
    }
    let list = mail(&marie.to, "hub@hub.example", "List-Id: <a.b>");
    let outcome = scene.receive(&list).await;
    assert_eq!(outcome, "nothing follows: it went to many");
    // Not every id at our host is one of ours, nor every word behind the plus sign.
    for id in ["1", "0190a5c4-7d1e-7c3a-9b1f-2f6f0e4c8a11"] {
        let thread = format!("List-Id: <a.b>\nReferences: <{id}@hub.example>");
        let outcome = scene
            .receive(&mail(&marie.to, "hub@hub.example", &thread))
            .await;
        assert_eq!(outcome, "nothing follows: it went to many");
    }
    let list = mail(&marie.to, "hub+anything@hub.example", "List-Id: <a.b>");
    let outcome = scene.receive(&list).await;
    assert_eq!(outcome, "nothing follows: it went to many");
    let thread = format!("List-Id: <a.b>\nReferences: <{}>", marie.id);
    let outcome = scene
        .receive(&mail(&marie.to, "hub@hub.example", &thread))
        .await;
    assert_eq!(outcome, "passed on to 1");
    assert_eq!(scene.passed_on().await[0].0, "oh@hub.example");
    let own = mail("hub@hub.example", "hub@hub.example", "X: y");
    assert_eq!(scene.receive(&own).await, "nothing follows: it is our own");
    // What was passed on is automatic too, and a machine's answer to it ends here.
    let question = mail(&marie.to, "hub@hub.example", "X: y");
    assert_eq!(scene.receive(&question).await, "passed on to 1");
    let [told] = scene.app.mails().await.try_into().unwrap();
    let away = "From: oh@hub.example\nTo: marie@sample.example\nSubject: Away\nAuto-Submitted: auto-replied\n\nI am away\n";
    let outcome = scene.receive(away).await;
    assert_eq!(outcome, "nothing follows: it answers by itself");
    assert_eq!(told.kind, "forwarded");
    assert_eq!(scene.passed_on().await, []);
}
