//! The next batch, which is prepared while one goes out: by batches of eight, over one connection.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration as Seconds,
};

use maru::mail::{
    deliver::Round,
    outbox::{MessageState, NewMessage},
    transport::Patience,
};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::{Scene, to};
use crate::outbox::make::composer_seen;

const BATCH: usize = 8;

/// An office at work on a round.
struct Working {
    composed: Arc<AtomicUsize>,
    stop: CancellationToken,
    round: JoinHandle<Round>,
}

impl Working {
    fn begin(scene: &Scene, patience: Patience) -> Self {
        let composed = Arc::new(AtomicUsize::new(0));
        let counted = composed.clone();
        let composer = composer_seen(move |messages| {
            counted.fetch_add(messages.len(), Ordering::Relaxed);
        });
        let mut office = scene
            .office_by(1, composer)
            .with_batches(BATCH)
            .with_patience(patience);
        let stop = CancellationToken::new();
        let told = stop.clone();
        Self {
            composed,
            stop,
            round: tokio::spawn(async move { office.round(&told).await.unwrap() }),
        }
    }

    /// Waits until so many were composed.
    async fn composes(&self, count: usize) {
        let all = async {
            while self.composed.load(Ordering::Relaxed) < count {
                tokio::time::sleep(Seconds::from_millis(5)).await;
            }
        };
        soon(all).await;
    }
}

async fn soon(all: impl Future<Output = ()>) {
    tokio::time::timeout(Seconds::from_secs(30), all)
        .await
        .expect("it never came about");
}

impl Scene {
    /// A batch, the last message of which is to `last`, and another batch that comes after it.
    async fn queue_two(&mut self, last: fn(NewMessage) -> NewMessage) {
        let first: fn(NewMessage) -> NewMessage = |new| new;
        let after: fn(NewMessage) -> NewMessage = |new| NewMessage { priority: 9, ..new };
        let firsts = std::iter::repeat_n(first, BATCH - 1);
        let rest = std::iter::repeat_n(after, BATCH);
        self.queue(firsts.chain([last]).chain(rest)).await;
    }

    /// Waits until so many messages stand so.
    async fn stand(&mut self, states: &[(MessageState, usize)]) {
        let expected = states.iter().copied().collect();
        let all = async {
            while self.states().await != expected {
                tokio::time::sleep(Seconds::from_millis(20)).await;
            }
        };
        soon(all).await;
    }
}

const SENT: MessageState = MessageState::Sent;
const QUEUED: MessageState = MessageState::Queued;
const LEASED: MessageState = MessageState::Leased;

fn mute(new: NewMessage) -> NewMessage {
    NewMessage {
        priority: 8,
        ..to(new, "mute")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_prepared_ahead_waits_for_no_answer() {
    let mut scene = Scene::new().await;
    scene.queue_two(mute).await;
    let working = Working::begin(&scene, Patience::default());
    // The server has the last of the first batch, and says nothing.
    scene.sink.wait_for(BATCH);
    working.composes(2 * BATCH).await;
    scene
        .stand(&[(SENT, BATCH - 1), (QUEUED, BATCH), (LEASED, 1)])
        .await;
    let rows = scene.rows().await;
    let untried = rows.iter().filter(|row| row.attempts == 0).count();
    assert_eq!(untried, BATCH);
    // Whoever else looks has them.
    assert_eq!(scene.round().await.sent, BATCH);
    working.round.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_prepared_ahead_waits_for_no_greeting() {
    let mut scene = Scene::new().await;
    scene.queue_two(|new| new).await;
    // Each batch has a connection of its own, and the second is not let in.
    scene.sink.keep_out(1);
    let working = Working::begin(
        &scene,
        Patience {
            messages: 8,
            ..Patience::default()
        },
    );
    working.composes(2 * BATCH).await;
    while !scene.sink.keeps_out() {
        tokio::time::sleep(Seconds::from_millis(5)).await;
    }
    scene.stand(&[(SENT, BATCH), (QUEUED, BATCH)]).await;
    scene.sink.let_in();
    assert_eq!(working.round.await.unwrap().sent, 2 * BATCH);
    assert_eq!(scene.arrived().len(), 2 * BATCH);
    scene.stand(&[(SENT, 2 * BATCH)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_prepared_ahead_is_given_back_at_a_stop() {
    let mut scene = Scene::new().await;
    scene.queue_two(mute).await;
    let working = Working::begin(
        &scene,
        Patience {
            whole: Seconds::from_millis(300),
            ..Patience::default()
        },
    );
    // The server has the last of the first batch, and says nothing.
    scene.sink.wait_for(BATCH);
    working.composes(2 * BATCH).await;
    working.stop.cancel();
    let round = working.round.await.unwrap();
    assert_eq!((round.sent, round.later), (BATCH - 1, 1));
    scene.stand(&[(SENT, BATCH - 1), (QUEUED, BATCH + 1)]).await;
    let rows = scene.rows().await;
    let untried = rows.iter().filter(|row| row.attempts == 0).count();
    assert_eq!(untried, BATCH);
}
