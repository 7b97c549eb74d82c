//! How messages go out, and what happens when something is in their way.

mod ahead;
mod away;
mod claiming;
mod due;
mod lists;
mod rates;
mod refusals;
mod servers;
mod turns;
mod workers;

use std::{collections::BTreeMap, sync::Arc};

use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use maru::{
    base::clock::FixedClock,
    mail::{
        deliver::{Composer, Office, Round},
        outbox::{Message, MessageState, NewMessage, queue},
        transport::Destination,
    },
};
use tokio_util::sync::CancellationToken;

use super::make::{all, clock, invitation, office, office_by, office_over, people};
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

    /// One that sends over so many connections.
    fn office_over(&self, connections: usize) -> Office {
        office_over(&self.test, &self.clock, self.server(), connections)
    }

    /// One that sends over so many connections what this composer says.
    fn office_by(&self, connections: usize, composer: Composer) -> Office {
        let clock = self.clock.clone();
        office_by(&self.test, clock, self.server(), connections, composer)
    }

    fn server(&self) -> Destination {
        Destination::Smtp(Arc::new(self.sink.url().parse().unwrap()))
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
