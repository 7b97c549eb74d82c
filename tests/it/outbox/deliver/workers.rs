//! Workers beside each other, killed, robbed of a lease, and told to stop.

use std::{collections::BTreeSet, time::Duration as Seconds};

use diesel_async::SimpleAsyncConnection;
use maru::mail::{
    deliver::{Composer, GROUP},
    outbox::{MessageState, queue},
};
use tokio_util::sync::CancellationToken;

use super::Scene;
use crate::outbox::make::{hub, invitation, people, verdicts};

#[tokio::test(flavor = "multi_thread")]
async fn workers_on_two_machines_never_send_one_message_twice() {
    let mut scene = Scene::new().await;
    scene.queue_many(1_000).await;
    let (mut one, mut other) = (scene.office(), scene.office());
    let stop = CancellationToken::new();
    let (one, other) = tokio::join!(one.round(&stop), other.round(&stop));
    let (one, other) = (one.unwrap().sent, other.unwrap().sent);
    assert_eq!(one + other, 1_000);
    let arrived = scene.arrived();
    assert_eq!(arrived.len(), 1_000);
    assert_eq!(arrived.iter().collect::<BTreeSet<_>>().len(), 1_000);
    assert!(scene.sink.connections() <= 8 + 1_000 / 100);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_killed_in_the_middle_loses_nothing_and_repeats_at_most_a_group_a_connection() {
    let mut scene = Scene::new().await;
    scene.queue_many(400).await;
    let mut kills = 0;
    while scene.sink.received().len() < 300 {
        let mut office = scene.office();
        let before = scene.sink.received().len();
        let working =
            tokio::spawn(async move { office.round(&CancellationToken::new()).await.map(drop) });
        while scene.sink.received().len() < before + 60 {
            tokio::time::sleep(Seconds::from_millis(1)).await;
        }
        working.abort();
        let _ = working.await;
        kills += 1;
        scene.leases_run_out().await;
    }
    assert!(kills > 0);
    // The server may still be busy with what the killed worker said last.
    tokio::time::sleep(Seconds::from_millis(200)).await;
    scene.round().await;
    assert_eq!(scene.states().await, [(MessageState::Sent, 400)].into());

    let arrived = scene.arrived();
    let recipients: BTreeSet<_> = arrived.iter().map(|(recipient, _)| recipient).collect();
    let ids: BTreeSet<_> = arrived.iter().map(|(_, id)| id).collect();
    assert_eq!((recipients.len(), ids.len()), (400, 400));
    let repeats = arrived.len() - 400;
    assert!(
        repeats <= kills * 4 * GROUP,
        "{repeats} after {kills} kills"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lease_that_was_lost_marks_nothing() {
    let mut scene = Scene::new().await;
    scene.queue_many(1).await;
    let hub = hub();
    let thief = Composer::new(move |conn, messages| {
        let verdicts = verdicts(&hub, messages);
        Box::pin(async move {
            conn.batch_execute("UPDATE messages SET leased_by = 'another'")
                .await?;
            Ok(verdicts)
        })
    });
    let mut office = scene.office_by(1, thief);
    let round = office.round(&CancellationToken::new()).await.unwrap();
    assert_eq!(round.sent, 0);
    assert_eq!(scene.states().await, [(MessageState::Leased, 1)].into());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_wakes_for_what_is_queued_and_stops_between_two_messages() {
    let mut scene = Scene::new().await;
    let stop = CancellationToken::new();
    let office = scene.office();
    let told = stop.clone();
    let running = tokio::spawn(async move { office.run(&told).await });
    // Long enough for the first look to be over.
    tokio::time::sleep(Seconds::from_millis(500)).await;
    let began = std::time::Instant::now();
    scene.queue_many(1).await;
    scene.sink.wait_for(1);
    assert!(began.elapsed() < Seconds::from_secs(3));

    scene.queue_many_more(2_000).await;
    scene.sink.wait_for(50);
    stop.cancel();
    tokio::time::timeout(Seconds::from_secs(3), running)
        .await
        .unwrap()
        .unwrap();
    let states = scene.states().await;
    let arrived = scene.arrived().len();
    assert!(arrived < 2_001, "it was stopped in the middle");
    assert_eq!(
        states,
        [
            (MessageState::Sent, arrived),
            (MessageState::Queued, 2_001 - arrived)
        ]
        .into()
    );
    assert!(
        scene
            .rows()
            .await
            .iter()
            .all(|row| (row.attempts == 1) == (row.state == MessageState::Sent))
    );
    let quits = scene.sink.commands();
    assert!(quits.iter().any(|command| command == "QUIT"));
}

impl Scene {
    pub(super) async fn queue_many_more(&mut self, count: usize) {
        let people = people(&mut self.conn, &self.clock, count).await;
        let messages: Vec<_> = people
            .iter()
            .map(|person| invitation(*person, &format!("more:{person}")))
            .collect();
        queue(&mut self.conn, &*self.clock, &messages)
            .await
            .unwrap();
    }
}
