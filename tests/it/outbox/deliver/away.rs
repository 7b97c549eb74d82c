//! A server that is away or hangs up; and none at all.

use std::{sync::Arc, time::Duration as Seconds};

use chrono::Duration;
use diesel_async::SimpleAsyncConnection;
use maru::mail::{outbox::MessageState, transport::Destination};
use tokio_util::sync::CancellationToken;

use super::Scene;
use crate::{outbox::make::office_to, support::smtp_sink::SmtpSink};

#[tokio::test(flavor = "multi_thread")]
async fn who_edits_while_the_server_is_away_holds_up_nobody() {
    let mut scene = Scene::new().await;
    scene.queue_many(3).await;
    let mut editing = scene.test.connect().await;
    editing
        .batch_execute("BEGIN; UPDATE messages SET payload = '{}' WHERE dedupe_key = '00001'")
        .await
        .unwrap();
    let away = Destination::Smtp(Arc::new("smtp://127.0.0.1:1".parse().unwrap()));
    let mut office = office_to(&scene.test, &scene.clock, away);
    let stop = CancellationToken::new();
    let round = tokio::time::timeout(Seconds::from_mins(1), office.round(&stop)).await;
    assert!(round.unwrap().unwrap().away.is_some());
    editing.batch_execute("COMMIT").await.unwrap();
    let explained = async |scene: &mut Scene| -> Vec<bool> {
        let rows = scene.rows().await;
        rows.iter().map(|row| row.error.is_some()).collect()
    };
    assert_eq!(explained(&mut scene).await, [true, false, true]);
    office.round(&stop).await.unwrap();
    assert_eq!(explained(&mut scene).await, [true; 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_server_is_away_everything_waits_and_says_so() {
    let mut scene = Scene::new().await;
    scene.queue_many(150).await;
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", closed.local_addr().unwrap());
    drop(closed);
    let away = Destination::Smtp(Arc::new(url.parse().unwrap()));
    let mut office = office_to(&scene.test, &scene.clock, away);
    let round = office.round(&CancellationToken::new()).await.unwrap();
    assert!(round.away.is_some());
    assert_eq!(round.sent + round.failed + round.later, 0);
    for row in scene.rows().await {
        assert_eq!((row.state, row.attempts), (MessageState::Queued, 0));
        assert!(row.error.unwrap().starts_with("no connection to 127.0.0.1"));
    }
    scene.clock.advance(Duration::hours(1));
    assert_eq!(scene.round().await.sent, 150);
    assert!(scene.rows().await.iter().all(|row| row.error.is_none()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_hangs_up_gets_the_rest_over_another_connection() {
    let mut scene = Scene::new().await;
    scene.sink = SmtpSink::offering(crate::support::smtp_sink::Offer {
        hangs_up_after: Some(7),
        ..Default::default()
    });
    scene.queue_many(40).await;
    let round = scene.round().await;
    assert_eq!((round.sent, round.away), (40, None));
    assert_eq!(scene.arrived().len(), 40);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_server_messages_are_captured() {
    use diesel::prelude::*;
    use diesel_async::RunQueryDsl;
    use maru::base::schema::captured_mails;

    let mut scene = Scene::new().await;
    scene.queue_many(3).await;
    let mut office = office_to(&scene.test, &scene.clock, Destination::Captured);
    let round = office.round(&CancellationToken::new()).await.unwrap();
    assert_eq!(round.sent, 3);
    let rows = scene.rows().await;
    let mut captured: Vec<(maru::base::ids::MessageId, String, Vec<u8>)> = captured_mails::table
        .select((
            captured_mails::message_id,
            captured_mails::subject,
            captured_mails::source,
        ))
        .load(&mut scene.conn)
        .await
        .unwrap();
    captured.sort_by(|a, b| a.1.cmp(&b.1));
    for (row, (id, subject, source)) in rows.iter().zip(captured) {
        assert_eq!((row.state, row.id), (MessageState::Sent, id));
        assert_eq!(subject, format!("Sample {}", row.dedupe_key));
        let source = String::from_utf8(source).unwrap();
        assert!(source.contains(&format!("Message-ID: <{}@hub.example>\r\n", row.id)));
    }
}
