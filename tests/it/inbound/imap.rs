//! The same mail out of a mailbox: taken once, and marked only when it was kept.

use diesel_async::SimpleAsyncConnection;
use maru::{mail::inbound::imap::Source, worker::inbound::poll};

use super::{Reply, Scene};
use crate::support::{imap_server::ImapServer, smtp_sink::AUTHORITY};

const WORDS: &str =
    "From: someone@else.example\nTo: hub@hub.example\nMessage-ID: <1@x>\nSubject: Hello\n\nHello\n";

impl Scene {
    async fn poll(&self, source: &Source) -> Result<usize, String> {
        let app = &self.app;
        let polled = poll::poll(&app.db.db, &*app.clock, &app.hub, source).await;
        polled.map_err(|error| error.to_string())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lies_in_the_mailbox_is_taken_once_and_marked() {
    let scene = Scene::new().await;
    let reply = Reply::to(scene.sent_to("hong")).write();
    let server = ImapServer::with(true, &[&reply, WORDS]);
    let source: Source = server.url(true).parse().unwrap();
    let source = source.trusting(AUTHORITY).unwrap();
    assert_eq!(scene.poll(&source).await, Ok(2));
    assert_eq!(server.seen(), [true, true]);
    assert_eq!(scene.answers().await.len(), 1);
    assert_eq!(scene.passed_on().await.len(), 1);
    assert_eq!(scene.poll(&source).await, Ok(0));
    // Someone marks them as new, and one comes by the pipe too: they are known.
    server.forget();
    assert_eq!(scene.receive(WORDS).await, "again");
    assert_eq!(scene.poll(&source).await, Ok(2));
    assert_eq!(scene.passed_on().await, []);
    // Nothing was marked by being read.
    let fetches: Vec<_> = server
        .commands()
        .into_iter()
        .filter(|one| one.contains("FETCH"))
        .collect();
    assert_eq!(fetches.len(), 4);
    assert!(
        fetches.iter().all(|one| one.contains("BODY.PEEK[]")),
        "{fetches:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_kept_stays_new_in_the_mailbox() {
    let scene = Scene::new().await;
    let server = ImapServer::with(false, &[WORDS]);
    let source: Source = server.url(false).parse().unwrap();
    let mut conn = scene.app.conn().await;
    conn.batch_execute("ALTER TABLE inbound_mails RENAME TO elsewhere")
        .await
        .unwrap();
    assert!(scene.poll(&source).await.is_err());
    assert_eq!(server.seen(), [false]);
    conn.batch_execute("ALTER TABLE elsewhere RENAME TO inbound_mails")
        .await
        .unwrap();
    assert_eq!(scene.poll(&source).await, Ok(1));
    assert_eq!(server.seen(), [true]);
    assert_eq!(scene.passed_on().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_the_server_cannot_give_holds_up_no_other() {
    let scene = Scene::new().await;
    let rotten = WORDS.replace("<1@x>", "<rotten@x>");
    let server = ImapServer::with(false, &[&rotten, WORDS]);
    server.let_rot(0, true);
    let source: Source = server.url(false).parse().unwrap();
    // It is said each time, and what lies behind it is taken.
    assert!(scene.poll(&source).await.is_err());
    assert_eq!(server.seen(), [false, true]);
    assert_eq!(scene.passed_on().await.len(), 1);
    assert!(scene.poll(&source).await.is_err());
    assert_eq!(scene.passed_on().await, []);
    server.let_rot(0, false);
    assert_eq!(scene.poll(&source).await, Ok(1));
    assert_eq!(server.seen(), [true, true]);
    assert_eq!(scene.passed_on().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nor_do_many_of_them() {
    let scene = Scene::new().await;
    let mut lying: Vec<String> = (0..12)
        .map(|n| WORDS.replace("<1@x>", &format!("<rotten.{n}@x>")))
        .collect();
    lying.push(WORDS.to_owned());
    let lying: Vec<&str> = lying.iter().map(String::as_str).collect();
    let server = ImapServer::with(false, &lying);
    for index in 0..12 {
        server.let_rot(index, true);
    }
    let source: Source = server.url(false).parse().unwrap();
    assert!(scene.poll(&source).await.is_err());
    let mut expected = vec![false; 12];
    expected.push(true);
    assert_eq!(server.seen(), expected);
    assert_eq!(scene.passed_on().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_message_that_is_too_large_no_more_is_fetched_than_is_needed() {
    let scene = Scene::new().await;
    let large = format!("{WORDS}{}", "x".repeat(30 << 20));
    let server = ImapServer::with(false, &[&large]);
    let source: Source = server.url(false).parse().unwrap();
    assert_eq!(scene.poll(&source).await, Ok(1));
    let [mail] = scene.app.mails().await.try_into().unwrap();
    assert!(
        mail.text.contains("The mail was too large to be taken"),
        "{}",
        mail.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_or_certificate_is_said() {
    let scene = Scene::new().await;
    let server = ImapServer::with(false, &[WORDS]);
    let wrong: Source = server
        .url(false)
        .replace("se%20cret", "guess")
        .parse()
        .unwrap();
    let said = scene.poll(&wrong).await.unwrap_err();
    let is_clear = said.starts_with("the IMAP server: ") && said.ends_with("wrong");
    assert!(is_clear && !said.contains("info"), "{said}");
    let repeated: Source = server
        .url(false)
        .replace("se%20cret", "a%22parrot%5Cs")
        .parse()
        .unwrap();
    let said = scene.poll(&repeated).await.unwrap_err();
    assert!(
        said.contains("they repeat the password") && !said.contains("parrot"),
        "{said}"
    );
    let server = ImapServer::with(true, &[WORDS]);
    let untrusted: Source = server.url(true).parse().unwrap();
    assert!(
        scene
            .poll(&untrusted)
            .await
            .unwrap_err()
            .contains("cannot be reached")
    );
    assert_eq!(server.seen(), [false]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_says_after_a_mail_is_not_told_with_the_mail() {
    let scene = Scene::new().await;
    let server = ImapServer::with(false, &[&format!("{WORDS}garbled, between us\n")]);
    let source: Source = server.url(false).parse().unwrap();
    let said = scene.poll(&source).await.unwrap_err();
    assert!(
        said.contains("cannot be understood") && !said.contains("between us"),
        "{said}"
    );
}
