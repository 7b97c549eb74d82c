//! Messages that are refused, for now or for good, and those that cannot be composed.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use chrono::Duration;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use maru::{
    base::clock::Clock,
    mail::{
        deliver::{Composer, Round},
        outbox::{MessageState, NewMessage},
    },
};
use tokio_util::sync::CancellationToken;

use super::{Scene, saying, to};
use crate::outbox::make::{hub, verdicts};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_for_now_is_tried_again_ever_more_rarely_until_it_is_too_late() {
    let mut scene = Scene::new().await;
    scene
        .queue([|new| to(new, "later"), |new| new] as [fn(NewMessage) -> NewMessage; 2])
        .await;
    let round = scene.round().await;
    assert_eq!((round.sent, round.later), (1, 1));
    let mut pauses = Vec::new();
    loop {
        let row = scene.rows().await.remove(0);
        if row.state != MessageState::Queued {
            break;
        }
        assert!(row.error.unwrap().contains("451"));
        let pause = row.send_after - scene.clock.now();
        pauses.push(pause.num_seconds());
        assert_eq!(usize::try_from(row.attempts).unwrap(), pauses.len());
        scene.clock.advance(pause - Duration::seconds(1));
        assert_eq!(scene.round().await, Round::default());
        scene.clock.advance(Duration::seconds(1));
        scene.round().await;
    }
    // Minutes, give or take a fifth.
    for (pause, usual) in pauses.iter().zip([1, 2, 4, 8, 16, 32, 60, 60]) {
        let tenths = usual * 60 / 10;
        assert!((8 * tenths..=12 * tenths).contains(pause), "{pauses:?}");
    }
    let row = scene.rows().await.remove(0);
    assert_eq!(row.state, MessageState::Failed);
    assert!(row.error.unwrap().contains("451"));
    assert!(scene.clock.now() < row.not_after);
    assert!(pauses.len() > 20, "{pauses:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_for_good_fails_at_once_with_the_servers_words_and_stops_no_other() {
    let mut scene = Scene::new().await;
    scene
        .queue([
            |new| to(new, "nobody"),
            |new| new,
            |new| to(new, "spam"),
            |new| new,
            |new| to(new, "drop"),
            |new| new,
        ] as [fn(NewMessage) -> NewMessage; 6])
        .await;
    let round = scene.round().await;
    assert_eq!(
        (round.sent, round.failed, round.later, round.away),
        (3, 2, 1, None)
    );
    let rows = scene.rows().await;
    assert_eq!(rows[0].state, MessageState::Failed);
    assert!(rows[0].error.as_ref().unwrap().contains("5.1.1"));
    assert!(rows[2].error.as_ref().unwrap().contains("5.7.1"));
    assert_eq!(rows[4].state, MessageState::Queued);
    scene.clock.advance(Duration::minutes(2));
    scene.round().await;
    assert_eq!(
        scene.rows().await[..4]
            .iter()
            .map(|row| row.attempts)
            .collect::<Vec<_>>(),
        [1, 1, 1, 1]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_mailbox_that_is_said_at_once_is_not_waited_for() {
    let mut scene = Scene::new().await;
    scene
        .queue([|new| to(new, "hoarder")] as [fn(NewMessage) -> NewMessage; 1])
        .await;
    let full = Some("552 5.2.2 mailbox full");
    scene.sink.says("hoarder@sample.example", full);
    let round = scene.round().await;
    assert_eq!((round.sent, round.failed, round.later), (0, 1, 0));
    let row = scene.rows().await.remove(0);
    assert_eq!((row.state, row.attempts), (MessageState::Failed, 1));
    assert!(row.error.unwrap().contains("5.2.2"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_cannot_be_composed_is_set_aside_and_stops_no_other() {
    let mut scene = Scene::new().await;
    scene
        .queue([
            |new| saying(new, serde_json::json!({ "panic": "out of ink" })),
            |new| new,
            |new| saying(new, serde_json::json!({ "fault": "no paper" })),
            |new| new,
        ] as [fn(NewMessage) -> NewMessage; 4])
        .await;
    assert_eq!(scene.round().await.sent, 2);
    for attempt in 1..5 {
        let rows = scene.rows().await;
        assert_eq!(
            (rows[0].state, rows[0].attempts),
            (MessageState::Queued, attempt)
        );
        scene.clock.advance(Duration::hours(1));
        scene.round().await;
    }
    let rows = scene.rows().await;
    assert_eq!(
        rows.iter()
            .map(|row| (row.state, row.error.as_deref(), row.attempts))
            .collect::<Vec<_>>(),
        [
            (MessageState::Failed, Some("panicked: out of ink"), 5),
            (MessageState::Sent, None, 1),
            (MessageState::Failed, Some("no paper"), 5),
            (MessageState::Sent, None, 1),
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_refused_for_now_many_times_may_still_fail_to_be_composed_once() {
    let mut scene = Scene::new().await;
    scene
        .queue([|new| to(new, "later")] as [fn(NewMessage) -> NewMessage; 1])
        .await;
    for _ in 0..6 {
        assert_eq!(scene.round().await.later, 1);
        scene.clock.advance(Duration::minutes(59));
    }
    scene
        .conn
        .batch_execute(r#"UPDATE messages SET payload = payload || '{"fault": "no paper"}'"#)
        .await
        .unwrap();
    let fault = scene.round().await;
    assert_eq!((fault.later, fault.failed), (1, 0));
    let row = scene.rows().await.remove(0);
    assert_eq!(
        (row.state, row.error.as_deref(), row.attempts),
        (MessageState::Queued, Some("no paper"), 7)
    );
    scene
        .conn
        .batch_execute(
            "UPDATE messages SET payload = payload - 'fault', address = 'jean@sample.example'",
        )
        .await
        .unwrap();
    scene.clock.advance(Duration::hours(2));
    assert_eq!(scene.round().await.sent, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_crosses_another_while_composing_is_tried_again_at_once_and_is_no_fault() {
    let mut scene = Scene::new().await;
    scene.queue_many(2).await;
    let asked = Arc::new(AtomicUsize::new(0));
    let (seen, hub) = (asked.clone(), hub());
    // What the database says where it gives up one of two that wait for each other, and of two that it cannot put in a row.
    let crossed = [
        "DO $$ BEGIN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END $$",
        "DO $$ BEGIN RAISE EXCEPTION 'could not serialize' USING ERRCODE = '40001'; END $$",
    ];
    let crossing = Composer::new(move |conn, messages| {
        let meets = crossed.get(seen.fetch_add(1, Ordering::Relaxed)).copied();
        let verdicts = verdicts(&hub, messages);
        Box::pin(async move {
            if let Some(meets) = meets {
                diesel::sql_query(meets).execute(conn).await?;
            }
            Ok::<_, diesel::result::Error>(verdicts)
        })
    });
    let mut office = scene.office_by(4, crossing);
    let round = office.round(&CancellationToken::new()).await.unwrap();
    assert_eq!((round.sent, round.later, round.failed), (2, 0, 0));
    // Both together, and once more for each time that they met someone else's.
    assert_eq!(AtomicUsize::load(&asked, Ordering::Relaxed), 3);
    for row in scene.rows().await {
        assert_eq!((row.state, row.attempts), (MessageState::Sent, 1));
        assert!(row.payload.get("faults").is_none(), "{}", row.payload);
    }
}
