//! What a server may have is repeated as the mail that it was, and found by each message that it told.

use chrono::Duration;
use diesel_async::SimpleAsyncConnection;
use maru::{
    base::ids::MessageId,
    mail::{
        captured,
        outbox::{Filter, Page, list},
    },
};
use serde_json::json;
use uuid::Uuid;

use super::{ALL, Scene, entries, talk};
use crate::support::smtp_sink::SmtpSink;

impl Scene {
    /// As if the worker had been killed before it marked anything: half a minute later its leases run out.
    async fn nothing_was_marked(&self) {
        self.house
            .app
            .conn()
            .await
            .batch_execute(
                "UPDATE messages SET state = 'leased', leased_by = 'killed', leased_until = now() - interval '1 second', \
                     sent_at = NULL, ended_at = NULL WHERE audience_id IS NOT NULL AND state = 'sent'",
            )
            .await
            .unwrap();
    }

    /// Those of the messages to lists that are found by words of a subject, and those that have a letter; by their ids.
    async fn found(&self, words: &str) -> (Vec<Uuid>, Vec<Uuid>) {
        let mut conn = self.house.app.conn().await;
        let filter = Filter {
            words: Some(words.to_owned()),
            ..Filter::default()
        };
        let page = Page {
            limit: 100,
            after: None,
        };
        let found = list(&mut conn, &filter, page).await.unwrap().items;
        let mut found: Vec<Uuid> = found.into_iter().map(|message| message.id.0).collect();
        found.reverse();
        let mut lettered = Vec::new();
        for (id, _) in self.told_in().await {
            let letter = captured::letter(&mut conn, MessageId(id)).await.unwrap();
            lettered.extend(letter.map(|_| id));
        }
        (found, lettered)
    }
}

/// Message-ID, and how many seminars it tells of, of each copy that a server was given; all of them for the list.
fn copies(sink: &SmtpSink) -> Vec<(String, usize)> {
    let received = sink.received().into_iter();
    let copies = received.map(|mail| {
        assert_eq!(mail.recipient, ALL);
        let text = String::from_utf8(mail.data).unwrap();
        let id = text
            .lines()
            .find_map(|line| line.strip_prefix("Message-ID: "));
        (id.unwrap().to_owned(), entries(text.as_bytes()))
    });
    copies.collect()
}

/// A copy under the id of a message.
fn copy(id: Uuid, seminars: usize) -> (String, usize) {
    (format!("<{id}@hub.example>"), seminars)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_marked_is_repeated_as_the_same_mail() {
    let scene = Scene::new().await;
    scene.drafts(12).await;
    scene.announce_term(json!({})).await;
    scene.house.app.clock.advance(Duration::minutes(11));
    let sink = SmtpSink::start();
    scene.send_to(&sink).await;
    scene.nothing_was_marked().await;
    scene.send_to(&sink).await;
    let first = scene.told_in().await[0].0;
    assert_eq!(copies(&sink), [copy(first, 12), copy(first, 12)]);
    let sent = ("announcement".to_owned(), "sent".to_owned(), String::new());
    assert_eq!(scene.fates().await, vec![sent; 12]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_due_meanwhile_is_not_told_by_the_repeat_but_by_a_mail_of_its_own() {
    let scene = Scene::new().await;
    scene.drafts(2).await;
    scene.announce_term(json!({})).await;
    let clock = &scene.house.app.clock;
    clock.advance(Duration::minutes(11));
    let sink = SmtpSink::start();
    scene.send_to(&sink).await;
    scene.nothing_was_marked().await;
    let another = json!({ "title": talk(3), "starts_local": "2026-12-24T16:00:00" });
    scene.announced(another).await;
    clock.advance(Duration::minutes(11));
    scene.send_to(&sink).await;

    let rows = scene.told_in().await;
    let [first, second, third] = [0, 1, 2].map(|n: usize| rows[n].0);
    let expected = [copy(first, 2), copy(first, 2), copy(third, 1)];
    assert_eq!(copies(&sink), expected);
    let expected = [
        (first, Some(first)),
        (second, Some(first)),
        (third, Some(third)),
    ];
    assert_eq!(rows, expected);
    // What was told alone is repeated alone as well.
    scene.nothing_was_marked().await;
    scene.send_to(&sink).await;
    let expected = [copy(first, 2), copy(third, 1)];
    assert_eq!(copies(&sink)[3..], expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_first_is_no_longer_true_the_others_repeat_under_the_next() {
    let scene = Scene::new().await;
    scene.drafts(3).await;
    scene.announce_term(json!({})).await;
    scene.house.app.clock.advance(Duration::minutes(11));
    let sink = SmtpSink::start();
    scene.send_to(&sink).await;
    scene.nothing_was_marked().await;
    let rows = scene.told_in().await;
    let void = format!(
        "UPDATE messages SET state = 'void', ended_at = now(), leased_by = NULL, leased_until = NULL WHERE id = '{}'",
        rows[0].0
    );
    let mut conn = scene.house.app.conn().await;
    conn.batch_execute(&void).await.unwrap();
    scene.send_to(&sink).await;
    let expected = [copy(rows[0].0, 3), copy(rows[1].0, 2)];
    assert_eq!(copies(&sink), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_letter_is_found_by_each_that_it_told_and_by_none_that_is_told_anew() {
    let scene = Scene::new().await;
    scene.drafts(2).await;
    scene.announce_term(json!({})).await;
    assert_eq!(scene.after_the_window().await.len(), 1);
    let ids: Vec<Uuid> = scene.told_in().await.iter().map(|row| row.0).collect();
    let words = "2 SEMINARS from";
    assert_eq!(scene.found(words).await, (ids.clone(), ids.clone()));
    // It is to go out once more, by whatever mail that will be.
    let again = format!(
        "UPDATE messages SET state = 'queued', sent_at = NULL, ended_at = NULL WHERE id = '{}'",
        ids[1]
    );
    let mut conn = scene.house.app.conn().await;
    conn.batch_execute(&again).await.unwrap();
    let first = ids[..1].to_vec();
    assert_eq!(scene.found(words).await, (first.clone(), first));
}
