//! How messages go out, and what happens when something is in their way.

mod rates;
mod servers;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration as Seconds,
};

use chrono::Duration;
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use maru::{
    base::clock::{Clock, FixedClock, Instant, SystemClock},
    mail::{
        deliver::{Composer, GROUP, Office, Round},
        outbox::{Message, MessageState, NewMessage, queue},
        transport::Destination,
    },
};
use tokio_util::sync::CancellationToken;

use super::make::{
    all, change, clock, composer, hub, invitation, noon, office, office_to, people, verdict,
};
use crate::support::{db::TestDb, smtp_sink::SmtpSink};

struct Scene {
    test: TestDb,
    conn: AsyncPgConnection,
    clock: Arc<FixedClock>,
    sink: SmtpSink,
}

impl Scene {
    async fn new() -> Self {
        let test = TestDb::new().await;
        Self {
            conn: test.connect().await,
            clock: Arc::new(clock()),
            sink: SmtpSink::start(),
            test,
        }
    }

    /// Queues invitations that differ from the usual one, each to a person of their own.
    async fn queue(&mut self, each: impl IntoIterator<Item = fn(NewMessage) -> NewMessage>) {
        let each: Vec<_> = each.into_iter().collect();
        let people = people(&mut self.conn, &self.clock, each.len()).await;
        let messages: Vec<_> = people
            .iter()
            .zip(each)
            .enumerate()
            .map(|(n, (person, differ))| differ(invitation(*person, &format!("{n:05}"))))
            .collect();
        queue(&mut self.conn, &*self.clock, &messages)
            .await
            .unwrap();
    }

    async fn queue_many(&mut self, count: usize) {
        let usual: fn(NewMessage) -> NewMessage = |new| new;
        self.queue(std::iter::repeat_n(usual, count)).await;
    }

    fn office(&self) -> Office {
        office(&self.test, &self.clock, &self.sink)
    }

    async fn round(&self) -> Round {
        self.office()
            .round(&CancellationToken::new())
            .await
            .unwrap()
    }

    async fn rows(&mut self) -> Vec<Message> {
        let mut rows = all(&mut self.conn).await;
        rows.sort_by(|a, b| a.dedupe_key.cmp(&b.dedupe_key));
        rows
    }

    async fn states(&mut self) -> BTreeMap<MessageState, usize> {
        let mut states = BTreeMap::new();
        for row in self.rows().await {
            *states.entry(row.state).or_default() += 1;
        }
        states
    }

    /// As if half a minute went by for the database.
    async fn leases_run_out(&mut self) {
        self.conn
            .batch_execute(
                "UPDATE messages SET leased_until = now() - interval '1 second' WHERE id IN \
                 (SELECT id FROM messages WHERE state = 'leased' ORDER BY id FOR UPDATE)",
            )
            .await
            .unwrap();
    }

    /// Recipient and Message-ID of what arrived.
    fn arrived(&self) -> Vec<(String, String)> {
        let received = self.sink.received();
        received
            .iter()
            .map(|mail| {
                let text = String::from_utf8(mail.data.clone()).unwrap();
                let id = text
                    .lines()
                    .find_map(|line| line.strip_prefix("Message-ID: "))
                    .unwrap();
                (mail.recipient.clone(), id.to_owned())
            })
            .collect()
    }
}

fn to(new: NewMessage, local: &str) -> NewMessage {
    NewMessage {
        address: format!("{local}@sample.example"),
        ..new
    }
}

fn saying(new: NewMessage, payload: serde_json::Value) -> NewMessage {
    NewMessage { payload, ..new }
}

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
        let clock = Arc::new(Fast(fast));
        let server = Destination::Smtp(Arc::new(scene.sink.url().parse().unwrap()));
        let db = scene.test.db.clone();
        let mut office = Office::new(db, clock, server, "hub.example", 4, composer());
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
        let verdicts = messages
            .iter()
            .map(|message| (message.id, verdict(&hub, message)))
            .collect();
        Box::pin(async move {
            conn.batch_execute("UPDATE messages SET leased_by = 'another'")
                .await?;
            Ok(verdicts)
        })
    });
    let clock: Arc<dyn Clock> = scene.clock.clone();
    let server = Arc::new(scene.sink.url().parse().unwrap());
    let db = scene.test.db.clone();
    let mut office = Office::new(
        db,
        clock,
        Destination::Smtp(server),
        "hub.example",
        1,
        thief,
    );
    let round = office.round(&CancellationToken::new()).await.unwrap();
    assert_eq!(round.sent, 0);
    assert_eq!(scene.states().await, [(MessageState::Leased, 1)].into());
}

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
    async fn queue_many_more(&mut self, count: usize) {
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
    let hub = hub();
    let counting = Composer::new(move |_, messages| {
        seen.lock().unwrap().push(messages.len());
        let verdicts = messages
            .iter()
            .map(|message| (message.id, verdict(&hub, message)))
            .collect();
        Box::pin(async move { Ok(verdicts) })
    });
    let clock: Arc<dyn Clock> = scene.clock.clone();
    let db = scene.test.db.clone();
    let mut office = Office::new(db, clock, Destination::Captured, "hub.example", 4, counting);
    office.round(&CancellationToken::new()).await.unwrap();
    assert_eq!(*sizes.lock().unwrap(), [60]);
}
