//! What goes out and when: what is due and still true, the urgent first, a batch at once, nothing stale.

use std::sync::Arc;

use chrono::Duration;
use diesel_async::SimpleAsyncConnection;
use maru::{
    base::clock::{Clock, Instant, SystemClock},
    mail::{
        deliver::{Office, Round},
        outbox::{MessageState, NewMessage},
        transport::Destination,
    },
};
use tokio_util::sync::CancellationToken;

use super::{Scene, saying, to};
use crate::outbox::make::{change, composer, composer_seen, noon, office_by};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_due_goes_out_under_the_message_id_of_its_row() {
    let mut scene = Scene::new().await;
    scene
        .queue([
            |new| new,
            |new| NewMessage {
                send_after: noon() + Duration::minutes(5),
                ..new
            },
            |new| change(new.to.person().unwrap(), 1, 2, noon()),
        ] as [fn(NewMessage) -> NewMessage; 3])
        .await;
    let one = Round {
        sent: 1,
        ..Round::default()
    };
    assert_eq!(scene.round().await, one);
    assert_eq!(scene.round().await, Round::default());
    let row = scene.rows().await.remove(0);
    assert_eq!(
        (row.state, row.sent_at, row.ended_at, row.attempts),
        (MessageState::Sent, Some(noon()), Some(noon()), 1)
    );
    assert_eq!(
        scene.arrived(),
        [(row.address, format!("<{}@hub.example>", row.id))]
    );

    scene.clock.advance(Duration::minutes(5));
    assert_eq!(scene.round().await, one);
    scene.clock.advance(Duration::minutes(5));
    assert_eq!(scene.round().await, one);
    assert_eq!(scene.states().await, [(MessageState::Sent, 3)].into());
}

/// A machine's clock that goes fast.
struct Fast(Duration);

impl Clock for Fast {
    fn now(&self) -> Instant {
        SystemClock.now() + self.0
    }

    fn is_of_the_machine(&self) -> bool {
        true
    }
}

impl Fast {
    fn office(self, scene: &Scene) -> Office {
        office_by(&scene.test, Arc::new(self), scene.server(), 4, composer())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_whose_clock_is_wrong_neither_sends_nor_ends_what_is_due_in_days() {
    let mut scene = Scene::new().await;
    scene.queue_many(2).await;
    scene
        .conn
        .batch_execute(
            "UPDATE messages SET send_after = now() + interval '1 day', not_after = now() + \
             CASE right(dedupe_key, 1) WHEN '1' THEN interval '2 days' ELSE interval '9 days' END",
        )
        .await
        .unwrap();
    for (fast, waits) in [(Duration::days(3), true), (Duration::seconds(30), false)] {
        let mut office = Fast(fast).office(&scene);
        let round = office.round(&CancellationToken::new()).await.unwrap();
        assert_eq!((round.sent, round.away.is_some()), (0, waits), "{round:?}");
        assert_eq!(scene.states().await, [(MessageState::Queued, 2)].into());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_longer_true_is_void() {
    let mut scene = Scene::new().await;
    scene
        .queue([
            |new| saying(new, serde_json::json!({ "void": "cancelled meanwhile" })),
            |new| new,
        ] as [fn(NewMessage) -> NewMessage; 2])
        .await;
    let round = scene.round().await;
    assert_eq!((round.sent, round.void), (1, 1));
    let row = scene.rows().await.remove(0);
    assert_eq!(
        (row.state, row.error.as_deref()),
        (MessageState::Void, Some("cancelled meanwhile"))
    );
    assert_eq!(scene.arrived().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_urgent_go_before_the_many() {
    let mut scene = Scene::new().await;
    scene
        .queue([
            |new| NewMessage { priority: 9, ..new },
            |new| new,
            |new| NewMessage { priority: 0, ..new },
        ] as [fn(NewMessage) -> NewMessage; 3])
        .await;
    scene.round().await;
    let rows = scene.rows().await;
    let order: Vec<_> = scene
        .arrived()
        .into_iter()
        .map(|(recipient, _)| recipient)
        .collect();
    assert_eq!(order, [2, 1, 0].map(|n: usize| rows[n].address.clone()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_is_composed_at_once() {
    let mut scene = Scene::new().await;
    scene.queue_many(60).await;
    let sizes = Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = sizes.clone();
    let counting = composer_seen(move |messages| seen.lock().unwrap().push(messages.len()));
    let kept = Destination::Captured;
    let mut office = office_by(&scene.test, scene.clock.clone(), kept, 4, counting);
    office.round(&CancellationToken::new()).await.unwrap();
    assert_eq!(*sizes.lock().unwrap(), [60]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_stale_goes_out() {
    let mut scene = Scene::new().await;
    scene
        .queue([|new| new, |new| to(new, "later")] as [fn(NewMessage) -> NewMessage; 2])
        .await;
    scene
        .conn
        .batch_execute("UPDATE messages SET attempts = 3, error = '451 come back' WHERE address LIKE 'later@%'")
        .await
        .unwrap();
    scene.clock.advance(Duration::days(1));
    assert_eq!(scene.round().await, Round::default());
    let rows = scene.rows().await;
    assert_eq!(
        (rows[0].state, rows[0].error.as_deref()),
        (MessageState::Void, Some("too late"))
    );
    assert_eq!(
        (rows[1].state, rows[1].error.as_deref()),
        (
            MessageState::Failed,
            Some("too late; before: 451 come back")
        )
    );
    assert_eq!(scene.sink.connections(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_a_machine_whose_clock_is_wrong_says_so() {
    let mut scene = Scene::new().await;
    scene.queue_many(2).await;
    scene
        .conn
        .batch_execute(
            "UPDATE messages SET not_after = now() + interval '9 days', send_after = now() + \
             CASE right(dedupe_key, 1) WHEN '0' THEN interval '-1 hour' ELSE interval '1 day' END",
        )
        .await
        .unwrap();
    let stop = CancellationToken::new();
    for (by, sent) in [
        (Duration::days(-3), 0),
        (Duration::days(3), 0),
        (Duration::zero(), 1),
    ] {
        let mut office = Fast(by).office(&scene);
        assert_eq!(office.round(&stop).await.unwrap().sent, sent);
        let rows = scene.rows().await;
        let said = rows[0].error.as_ref().map(|why| why.contains("clock"));
        // Of what is not due nothing is said.
        assert_eq!((said, &rows[1].error), ((sent == 0).then_some(true), &None));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_whose_clock_is_wrong_says_nothing_of_what_another_one_sends() {
    let mut scene = Scene::new().await;
    scene.queue_many(4).await;
    // One that was refused, one that is due just now, one that nobody takes; and one that another machine has sent.
    scene
        .conn
        .batch_execute(
            "UPDATE messages SET not_after = now() + interval '9 days', send_after = now() - \
                 CASE right(dedupe_key, 1) WHEN '1' THEN interval '1 second' ELSE interval '1 hour' END, \
                 error = CASE right(dedupe_key, 1) WHEN '0' THEN '451 come back' END; \
             UPDATE messages SET state = 'sent', sent_at = now(), ended_at = now() WHERE right(dedupe_key, 1) = '3'",
        )
        .await
        .unwrap();
    let refused = Some("451 come back");
    for (other, third) in [
        ("now()", false),
        ("now() - interval '1 hour'", true),
        ("now()", true),
    ] {
        let sent = format!("UPDATE messages SET sent_at = {other} WHERE state = 'sent'");
        scene.conn.batch_execute(&sent).await.unwrap();
        let mut office = Fast(Duration::days(-3)).office(&scene);
        let round = office.round(&CancellationToken::new()).await.unwrap();
        assert!(round.away.is_some());
        let rows = scene.rows().await;
        assert_eq!(
            (rows[0].error.as_deref(), rows[1].error.as_deref()),
            (refused, None)
        );
        let said = rows[2].error.as_ref();
        assert_eq!(said.is_some_and(|why| why.contains("clock")), third);
    }
}
