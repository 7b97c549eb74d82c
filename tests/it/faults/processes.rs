//! `maru worker` as processes, and which of them has which messages.

use std::{
    process::Stdio,
    time::{Duration, Instant},
};

use diesel::{
    QueryableByName, sql_query,
    sql_types::{Array, BigInt, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use rustix::process::Signal;

use crate::{
    cli::{KEY, Serving, bare},
    support::smtp_sink::SmtpSink,
};

/// Connections of each worker to the mail server.
pub const CONNECTIONS: usize = 4;

/// How long anything may take before it counts as never.
pub const NEVER: Duration = Duration::from_mins(5);

/// A worker, known to the database by a name of its own.
pub struct Worker {
    pub name: String,
    process: Serving,
}

/// The address of a database, with a name by which the database knows who came by it.
pub fn named(url: &str, name: &str) -> String {
    let more = if url.contains('?') { '&' } else { '?' };
    format!("{url}{more}application_name={name}")
}

impl Worker {
    /// Starts one.
    pub fn start(url: &str, name: &str, sink: &SmtpSink) -> Self {
        let child = bare(&["worker"])
            .env("DATABASE_URL", named(url, name))
            .env("MARU_SECRET_KEY", KEY)
            .env("MARU_SMTP_URL", sink.url())
            .env("MARU_SMTP_CONNECTIONS", CONNECTIONS.to_string())
            .env("MARU_LOG", "error")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self {
            name: name.to_owned(),
            process: Serving(child),
        }
    }

    /// Kills it, as the machine does that runs out of memory.
    pub fn kill(mut self) {
        self.process.tell(Signal::KILL);
        assert_eq!(
            self.process.code(),
            None,
            "it was killed, and ended otherwise"
        );
    }

    /// Tells it to stop, and waits until it has.
    pub fn stop(mut self) {
        self.process.tell(Signal::TERM);
        assert_eq!(self.process.code(), Some(0));
    }

    /// Whether it is the process that was started.
    pub fn lives(&mut self) -> bool {
        self.process.0.try_wait().unwrap().is_none()
    }
}

/// Waits until all of `workers` listen for messages.
pub async fn ready(conn: &mut AsyncPgConnection, workers: &[Worker]) {
    let names: Vec<&str> = workers.iter().map(|worker| worker.name.as_str()).collect();
    let began = Instant::now();
    loop {
        let listening: Count = sql_query(
            "SELECT count(DISTINCT application_name) AS count FROM pg_stat_activity \
             WHERE application_name = ANY ($1) AND query LIKE 'LISTEN maru_outbox%'",
        )
        .bind::<Array<Text>, _>(&names)
        .get_result(conn)
        .await
        .unwrap();
        if usize::try_from(listening.count) == Ok(workers.len()) {
            return;
        }
        assert!(began.elapsed() < NEVER, "the workers do not come up");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[derive(QueryableByName)]
pub struct Count {
    #[diesel(sql_type = BigInt)]
    pub count: i64,
}

/// Has the database note which worker took which lease, by the name under which it came.
pub async fn note_leases(conn: &mut AsyncPgConnection) {
    conn.batch_execute(
        "CREATE TABLE test_leases (name text PRIMARY KEY, holder text NOT NULL); \
         CREATE FUNCTION test_note_leases() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             INSERT INTO test_leases SELECT DISTINCT leased_by, current_setting('application_name') FROM after \
                 WHERE state = 'leased' ON CONFLICT DO NOTHING; \
             RETURN NULL; \
         END $$; \
         CREATE TRIGGER test_note_leases AFTER UPDATE ON messages REFERENCING NEW TABLE AS after \
             FOR EACH STATEMENT EXECUTE FUNCTION test_note_leases()",
    )
    .await
    .unwrap();
}

/// As if half a minute went by, for the leases of `dead` alone, which can do nothing any more: those of the living run as
/// they do. The others are told to look.
pub async fn leases_run_out(conn: &mut AsyncPgConnection, dead: &[String]) {
    let moved = sql_query(
        "UPDATE messages SET leased_until = now() - interval '1 second' WHERE id IN (SELECT m.id FROM messages m \
             JOIN test_leases l ON l.name = m.leased_by WHERE m.state = 'leased' AND l.holder = ANY ($1) \
             ORDER BY m.id FOR UPDATE OF m SKIP LOCKED)",
    )
    .bind::<Array<Text>, _>(dead)
    .execute(conn)
    .await
    .unwrap();
    if moved > 0 {
        conn.batch_execute("NOTIFY maru_outbox").await.unwrap();
    }
}
