//! Servers that are slow, and what they hold against us or a recipient; and how what they took is marked.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration as Seconds,
};

use chrono::Duration;
use diesel::result::{DatabaseErrorKind, Error};
use diesel_async::SimpleAsyncConnection;
use maru::{
    base::clock::Clock,
    mail::{
        deliver::Office,
        outbox::{MessageState, NewMessage},
        transport::{Destination, Patience},
    },
};
use tokio_util::sync::CancellationToken;

use super::{Scene, to};
use crate::{outbox::make::composer, support::watch};

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_outlasts_the_lease_gets_nothing_twice() {
    let mut scene = Scene::new().await;
    scene
        .queue([
            |new| new,
            |new| new,
            |new| new,
            |new| NewMessage {
                priority: 8,
                ..to(new, "drop")
            },
            |new| NewMessage { priority: 9, ..new },
        ] as [fn(NewMessage) -> NewMessage; 5])
        .await;
    // Three are taken, the fourth breaks off, and whoever asks again is not let in for longer than the lease lasts.
    scene.sink.keep_out(1);
    let mut office = scene.office_over(1);
    let slow = tokio::spawn(async move { office.round(&CancellationToken::new()).await });
    while !scene.sink.keeps_out() {
        assert!(!slow.is_finished(), "it asked once more");
        tokio::time::sleep(Seconds::from_millis(5)).await;
    }
    scene.leases_run_out().await;
    let another = scene.round().await;
    scene.sink.let_in();
    let slow = slow.await.unwrap().unwrap();

    assert_eq!((slow.sent, slow.later, slow.away), (3, 1, None));
    assert_eq!((another.sent, another.later, another.away), (1, 0, None));
    let rows = scene.rows().await;
    let states: Vec<_> = rows.iter().map(|row| (row.state, row.attempts)).collect();
    let sent = (MessageState::Sent, 1);
    // The last was given back untried before the server was asked again.
    let queued = (MessageState::Queued, 1);
    assert_eq!(states, [sent, sent, sent, queued, sent]);
    let mut arrived: Vec<_> = scene.arrived().into_iter().map(|(to, _)| to).collect();
    arrived.sort();
    let mut once: Vec<_> = [0, 1, 2, 4].map(|n: usize| rows[n].address.clone()).into();
    once.sort();
    assert_eq!(arrived, once);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_takes_without_a_word_is_repeated_a_few_times_and_set_aside() {
    let mut scene = Scene::new().await;
    scene
        .queue([|new| to(new, "mute")] as [fn(NewMessage) -> NewMessage; 1])
        .await;
    let patience = Patience {
        answer: Seconds::from_millis(100),
        ..Patience::default()
    };
    let mut office = scene.office().with_patience(patience);
    let stop = CancellationToken::new();
    // A day of attempts, each as late as a pause can be.
    for attempt in 1..=24 {
        let round = office.round(&stop).await.unwrap();
        let done = (round.sent, round.later, round.failed);
        let expected = match attempt {
            1..5 => (0, 1, 0),
            5 => (0, 0, 1),
            _ => (0, 0, 0),
        };
        assert_eq!((done, round.away), (expected, None), "{attempt}");
        scene.clock.advance(Duration::minutes(59));
    }
    let row = scene.rows().await.remove(0);
    assert_eq!((row.state, row.attempts), (MessageState::Failed, 5));
    let why = row.error.unwrap();
    for said in ["no answer in time", "may have arrived", "5 times"] {
        assert!(why.contains(said), "{why}");
    }
    let copies = scene.arrived();
    assert_eq!(copies.len(), 5);
    let id = format!("<{}@hub.example>", row.id);
    assert!(copies.iter().all(|(_, each)| *each == id));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_server_that_keeps_a_message_waiting_holds_up_no_other_connection() {
    let mut scene = Scene::new().await;
    scene.queue_many(1).await;
    scene.sink.hold();
    let mut office = scene.office_over(2);
    let stop = CancellationToken::new();
    let working = tokio::spawn(async move { office.round(&stop).await.unwrap() });
    while !scene.sink.holds() {
        tokio::time::sleep(Seconds::from_millis(5)).await;
    }
    scene.queue_many_more(3).await;
    scene.sink.wait_for(3);
    scene.sink.let_go("250 taken");
    assert_eq!(working.await.unwrap().sent, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_told_to_stop_waits_for_the_server_only_so_long() {
    let mut scene = Scene::new().await;
    scene
        .queue([|new| to(new, "mute")] as [fn(NewMessage) -> NewMessage; 1])
        .await;
    let patience = Patience {
        whole: Seconds::from_millis(300),
        ..Patience::default()
    };
    let mut office = scene.office().with_patience(patience);
    let stop = CancellationToken::new();
    let told = stop.clone();
    let working = tokio::spawn(async move { office.round(&told).await.unwrap() });
    scene.sink.wait_for(1);
    stop.cancel();
    let round = tokio::time::timeout(Seconds::from_secs(40), working).await;
    assert_eq!(round.unwrap().unwrap().later, 1);
    let row = scene.rows().await.remove(0);
    assert_eq!((row.state, row.attempts), (MessageState::Queued, 1));
    assert!(row.error.unwrap().contains("may have arrived"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_does_not_take_some_recipients_for_now_takes_the_others() {
    let mut scene = Scene::new().await;
    scene
        .queue([
            |new| to(new, "elsewhere"),
            |new| to(new, "abroad"),
            |new| new,
        ] as [fn(NewMessage) -> NewMessage; 3])
        .await;
    for far in ["elsewhere@sample.example", "abroad@sample.example"] {
        let denied = "454 4.7.1 Relay access denied";
        scene.sink.says(far, Some(denied));
    }
    let round = scene.round().await;
    assert_eq!((round.sent, round.later, round.away), (1, 2, None));
    let rows = scene.rows().await;
    assert!(rows[0].error.as_ref().unwrap().contains("4.7.1"));
    let states: Vec<_> = rows.iter().map(|row| row.state).collect();
    let (queued, sent) = (MessageState::Queued, MessageState::Sent);
    assert_eq!(states, [queued, queued, sent]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_holds_against_us_is_held_against_no_message() {
    let mut scene = Scene::new().await;
    scene.queue_many(5).await;
    let quota = "550 5.4.5 Daily quota exceeded";
    scene.sink.says_of_us(Some(quota));
    let round = scene.round().await;
    assert_eq!((round.sent, round.failed, round.later), (0, 0, 2));
    assert!(round.away.unwrap().contains("5.4.5"));
    for row in scene.rows().await {
        assert_eq!(row.state, MessageState::Queued);
        assert!(row.error.unwrap().contains("5.4.5"));
    }
    scene.sink.says_of_us(None);
    scene.clock.advance(Duration::minutes(2));
    let round = scene.round().await;
    assert_eq!((round.sent, round.away), (5, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn that_nobody_is_there_is_told_though_it_crosses_with_another_write() {
    let mut scene = Scene::new().await;
    scene
        .queue([|new| to(new, "nobody"), |new| new] as [fn(NewMessage) -> NewMessage; 2])
        .await;
    let tried = Arc::new(AtomicUsize::new(0));
    let counted = tried.clone();
    let composer = composer().on_gone(move |_, _, _| {
        let told = match counted.fetch_add(1, Ordering::Relaxed) {
            0 => Err(Error::DatabaseError(
                DatabaseErrorKind::SerializationFailure,
                Box::new("they crossed".to_owned()),
            )),
            _ => Ok(()),
        };
        Box::pin(async move { told })
    });
    let clock: Arc<dyn Clock> = scene.clock.clone();
    let server = Arc::new(scene.sink.url().parse().unwrap());
    let db = scene.test.db.clone();
    let to = Destination::Smtp(server);
    let mut office = Office::new(db, clock, to, "hub.example", 1, composer);
    let round = office.round(&CancellationToken::new()).await.unwrap();
    assert_eq!((round.sent, round.failed), (1, 1));
    assert_eq!(tried.load(Ordering::Relaxed), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_marked_together_is_locked_in_the_order_of_ids() {
    let mut scene = Scene::new().await;
    scene.queue_many(2).await;
    // Marked after the other, for what it is; locked before it.
    scene
        .conn
        .batch_execute(
            "UPDATE messages SET address = 'nobody@sample.example' \
             WHERE id = (SELECT id FROM messages ORDER BY id LIMIT 1)",
        )
        .await
        .unwrap();
    let told = Arc::new(AtomicUsize::new(0));
    let counted = told.clone();
    let composer = composer().on_gone(move |_, _, _| {
        counted.fetch_add(1, Ordering::Relaxed);
        Box::pin(async { Ok(()) })
    });
    let clock: Arc<dyn Clock> = scene.clock.clone();
    let server = Arc::new(scene.sink.url().parse().unwrap());
    let db = scene.test.db.clone();
    let to = Destination::Smtp(server);
    let mut office = Office::new(db, clock, to, "hub.example", 1, composer);

    scene.sink.hold();
    let sending = tokio::spawn(async move { office.round(&CancellationToken::new()).await });
    while !scene.sink.holds() {
        assert!(!sending.is_finished(), "nothing was sent");
        tokio::time::sleep(Seconds::from_millis(5)).await;
    }
    let mut another = scene.test.connect().await;
    let first = "BEGIN; SELECT FROM messages WHERE id = (SELECT id FROM messages ORDER BY id LIMIT 1) FOR NO KEY UPDATE";
    another.batch_execute(first).await.unwrap();
    scene.sink.let_go("250 taken");
    watch::until_something_waits(&mut scene.conn).await;
    let second = "SELECT FROM messages WHERE id = (SELECT id FROM messages ORDER BY id DESC LIMIT 1) FOR NO KEY UPDATE; COMMIT";
    another.batch_execute(second).await.unwrap();
    let round = sending.await.unwrap().unwrap();
    assert_eq!((round.sent, round.failed), (1, 1));
    assert_eq!(told.load(Ordering::Relaxed), 1);
}
