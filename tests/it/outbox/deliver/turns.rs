//! Two connections, and what they have to tell one reader.

use std::{
    sync::{Arc, Mutex},
    time::Duration as Seconds,
};

use diesel_async::SimpleAsyncConnection;
use maru::{
    base::ids::{PersonId, SeminarId},
    mail::{
        deliver::{Office, Round},
        outbox::{About, MessageKind, MessageState, NewMessage, queue},
        transport::Patience,
    },
};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::Scene;
use crate::{
    outbox::make::{composer_seen, invitation, people},
    support::watch,
};

impl Scene {
    /// A seminar, and so many people.
    async fn seminar(&mut self, count: usize) -> (About, Vec<PersonId>) {
        let people = people(&mut self.conn, &self.clock, count).await;
        let owner = people[0].0;
        self.conn
            .batch_execute(&format!(
                "INSERT INTO seminars (id, code, uid, owner_id, entered_by, starts_local, zone, starts_at, ends_at, \
                     duration_minutes, visibility, state, state_at, created_at, modified_at) \
                 VALUES ('{owner}', 'sample', 'sample@sample.example', '{owner}', '{owner}', '2026-12-02 10:00', 'UTC', \
                     '2026-12-02 10:00Z', '2026-12-02 11:00Z', 60, 'public', 'announced', now(), now(), now())"
            ))
            .await
            .unwrap();
        let about = About {
            seminar: Some(SeminarId(owner)),
            ..About::default()
        };
        (about, people)
    }

    pub(super) async fn add(&mut self, messages: &[NewMessage]) {
        queue(&mut self.conn, &*self.clock, messages).await.unwrap();
    }

    /// Lets an office work until the server keeps it waiting for its answer.
    async fn waits(&self, mut office: Office) -> JoinHandle<Round> {
        self.sink.hold();
        let stop = CancellationToken::new();
        let working = tokio::spawn(async move { office.round(&stop).await.unwrap() });
        while !self.sink.holds() {
            assert!(!working.is_finished(), "nothing was sent");
            tokio::time::sleep(Seconds::from_millis(5)).await;
        }
        working
    }

    /// A round of an office that stands still between the look and the lease, while another worker leases the message of this
    /// key.
    pub(super) async fn while_another_leases(&mut self, key: &str, mut office: Office) -> Round {
        self.conn
            .batch_execute(
                "CREATE FUNCTION stand_still() RETURNS trigger LANGUAGE plpgsql AS \
                     $$BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NEW; END$$; \
                 CREATE TRIGGER stand_still BEFORE UPDATE ON messages FOR EACH ROW \
                     WHEN (NEW.state = 'leased' AND NEW.leased_by <> 'another') EXECUTE FUNCTION stand_still()",
            )
            .await
            .unwrap();
        let mut another = self.test.connect().await;
        another
            .batch_execute(&format!(
                "SELECT pg_advisory_lock(1); BEGIN; \
                 UPDATE messages SET state = 'leased', leased_by = 'another', leased_until = now() + interval '1 hour' \
                 WHERE dedupe_key = '{key}'"
            ))
            .await
            .unwrap();
        let stop = CancellationToken::new();
        let working = tokio::spawn(async move { office.round(&stop).await.unwrap() });
        watch::until_something_waits(&mut self.conn).await;
        another
            .batch_execute("COMMIT; SELECT pg_advisory_unlock(1)")
            .await
            .unwrap();
        working.await.unwrap()
    }

    /// Waits until so many messages are with a worker whose lease holds.
    async fn until_leased(&mut self, count: usize, working: &JoinHandle<Round>) {
        use diesel::{QueryableByName, sql_query, sql_types::BigInt};
        use diesel_async::RunQueryDsl;
        #[derive(QueryableByName)]
        struct Leased {
            #[diesel(sql_type = BigInt)]
            count: i64,
        }
        loop {
            let statement = "SELECT count(*) AS count FROM messages WHERE state = 'leased' AND leased_until > now()";
            let leased: Leased = sql_query(statement)
                .get_result(&mut self.conn)
                .await
                .unwrap();
            if usize::try_from(leased.count).unwrap() == count {
                return;
            }
            assert!(!working.is_finished(), "it did not wait");
            tokio::time::sleep(Seconds::from_millis(5)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_by_two_connections_at_once() {
    use MessageKind::{Cancellation, Change, Digest, Reminder};
    for (first, second) in [(Reminder, Cancellation), (Digest, Change), (Change, Digest)] {
        let mut scene = Scene::new().await;
        let (about, people) = scene.seminar(2).await;
        let telling = |kind: MessageKind, to: PersonId, key: &str| NewMessage {
            kind,
            about: if kind == Digest {
                About::default()
            } else {
                about
            },
            ..invitation(to, key)
        };
        scene.add(&[telling(first, people[0], "1")]).await;
        let slow = scene.waits(scene.office_over(1)).await;
        // The more urgent one waits for the other, and nobody else for either.
        let urgent = NewMessage {
            priority: 0,
            ..telling(second, people[0], "2")
        };
        scene.add(&[urgent, telling(second, people[1], "3")]).await;
        let another = scene.round().await;
        let states: Vec<_> = scene.rows().await.iter().map(|row| row.state).collect();
        scene.sink.let_go("250 taken");
        slow.await.unwrap();
        scene.round().await;

        assert_eq!(another.sent, 1, "{first:?}");
        let (leased, queued, sent) = (
            MessageState::Leased,
            MessageState::Queued,
            MessageState::Sent,
        );
        assert_eq!(states, [leased, queued, sent]);
        let rows = scene.rows().await;
        let order = [2, 0, 1].map(|n: usize| {
            let row = &rows[n];
            (row.address.clone(), format!("<{}@hub.example>", row.id))
        });
        assert_eq!(scene.arrived(), order);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_lease_in_one_moment_see_each_other() {
    let mut scene = Scene::new().await;
    let (about, people) = scene.seminar(1).await;
    let each = ["1", "2"].map(|key| NewMessage {
        about,
        ..invitation(people[0], key)
    });
    scene.add(&each).await;
    let office = scene.office();
    let round = scene.while_another_leases("1", office).await;
    assert_eq!(round, Round::default());
    let rows = scene.rows().await;
    let states: Vec<_> = rows.iter().map(|row| (row.state, row.attempts)).collect();
    assert_eq!(
        states,
        [(MessageState::Leased, 0), (MessageState::Queued, 0)]
    );
    assert_eq!(scene.sink.count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_slow_server_keeps_waiting_is_given_back_and_only_one_is_kept() {
    let mut scene = Scene::new().await;
    scene.queue_many(5).await;
    let patience = Patience {
        stall: Seconds::from_millis(50),
        ..Patience::default()
    };
    let slow = scene
        .waits(scene.office_over(1).with_patience(patience))
        .await;
    scene.until_leased(1, &slow).await;
    assert_eq!(scene.round().await.sent, 4);
    // However long it lasts, nobody else takes the one that is on its way.
    scene.leases_run_out().await;
    scene.until_leased(1, &slow).await;
    assert_eq!(scene.round().await, Round::default());
    scene.sink.let_go("250 taken");
    assert_eq!(slow.await.unwrap().sent, 1);
    let rows = scene.rows().await;
    assert!(
        rows.iter()
            .all(|row| (row.state, row.attempts) == (MessageState::Sent, 1))
    );
    assert_eq!(scene.arrived().len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_composed_with_a_message_that_broke_off_is_composed_anew() {
    let mut scene = Scene::new().await;
    scene
        .queue([|new| super::to(new, "drop"), |new| new] as [fn(NewMessage) -> NewMessage; 2])
        .await;
    let composed = Arc::new(Mutex::new(Vec::new()));
    let seen = composed.clone();
    let noting = composer_seen(move |messages| {
        let keys = messages.iter().map(|message| message.dedupe_key.clone());
        seen.lock().unwrap().push(keys.collect::<Vec<_>>());
    });
    let mut office = scene.office_by(4, noting);
    let round = office.round(&CancellationToken::new()).await.unwrap();
    assert_eq!((round.sent, round.later, round.away), (1, 1, None));
    let both = vec!["00000".to_owned(), "00001".to_owned()];
    assert_eq!(*composed.lock().unwrap(), [both.clone(), both[1..].into()]);
}
