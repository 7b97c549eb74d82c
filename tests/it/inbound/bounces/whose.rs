//! Which mail a report is about, where it says so in words alone, by a Message-ID or not at all.

use super::report;
use crate::{
    inbound::{Reply, Scene},
    support::mailbox::Mail,
};

/// A report about `mail` in words alone, as qmail writes it.
fn in_words(mail: &Mail, said: &str) -> String {
    format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.sample.example\nTo: {to}\nSubject: failure notice\n\n\
         Hi. This is the qmail-send program at mx.sample.example.\n\
         I'm afraid I wasn't able to deliver your message to the following addresses.\n\n\
         <{address}>:\n{said}\n\n--- Below this line is a copy of the message.\n\n\
         Message-ID: <{id}>\nFrom: hub@hub.example\n\nhello\n",
        to = mail.reply_to,
        id = mail.id,
        address = mail.to,
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_back_in_words_alone_counts_as_well() {
    let scene = Scene::new().await;
    let (hong, marie) = (scene.sent_to("hong"), scene.sent_to("marie"));
    let large = in_words(hong, "This message is too large for me. (#5.2.3)");
    assert_eq!(scene.receive(&large).await, "passed on to 1");
    assert_eq!(
        (scene.bounced().await, scene.suspended().await),
        (1, vec![])
    );
    let gone = in_words(marie, "Sorry, no mailbox here by that name. (#5.1.1)");
    assert_eq!(scene.receive(&gone).await, "passed on to 1");
    let bounced = ("marie@sample.example".to_owned(), "bounced".to_owned());
    assert_eq!(
        (scene.bounced().await, scene.suspended().await),
        (2, vec![bounced.clone()])
    );
    // Where the address bears no token, the copy of the mail says which it was, and silences nobody.
    let sam = scene.sent_to("sam");
    let gone = in_words(sam, "Sorry, no mailbox here by that name. (#5.1.1)")
        .replace(&sam.reply_to, "hub@hub.example");
    assert_eq!(scene.receive(&gone).await, "passed on to 1");
    assert_eq!(
        (scene.bounced().await, scene.suspended().await),
        (3, vec![bounced])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_id_says_which_mail_it_was_and_silences_nobody() {
    let scene = Scene::new().await;
    let (hong, marie) = (scene.sent_to("hong"), scene.sent_to("marie"));
    // Whoever has read an answer to the mail knows its Message-ID, and not to which address reports of it go.
    let to_the_hub = report(marie, "failed", "5.1.1").replace(&marie.reply_to, "hub@hub.example");
    assert_eq!(scene.receive(&to_the_hub).await, "passed on to 1");
    assert_eq!(scene.bounced().await, 1);
    let complaint = report(hong, "failed", "5.1.1")
        .replace(&hong.reply_to, "hub@hub.example")
        .replace("message/delivery-status", "message/feedback-report")
        .replace("report-type=delivery-status", "report-type=feedback-report");
    assert_eq!(
        scene.receive(&complaint).await,
        "whoever complains does not have the address to which reports of that mail go"
    );
    assert_eq!(scene.suspended().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_silenced_by_a_report_that_knows_no_mail_of_ours() {
    let scene = Scene::new().await;
    let hong = scene.sent_to("hong");
    let forged = report(hong, "failed", "5.1.1")
        .replace(&hong.id, "00000000-0000-7000-8000-000000000000@hub.example")
        .replace("hub+", "hub+x");
    assert_eq!(scene.receive(&forged).await, "it is about no mail of ours");
    assert_eq!(
        (scene.bounced().await, scene.suspended().await),
        (0, vec![])
    );
    assert_eq!(scene.passed_on().await, []);
    assert_eq!(scene.receive(&Reply::to(hong).write()).await, "answered");
}
