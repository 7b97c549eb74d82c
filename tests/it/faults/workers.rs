//! Workers that die, or are told to stop, in the middle of their work.

use std::time::{Duration, Instant};

use diesel_async::AsyncPgConnection;
use maru::mail::deliver::GROUP;
use rand::{RngExt, rngs::StdRng};

use super::{
    chance,
    processes::{CONNECTIONS, NEVER, Worker, leases_run_out, note_leases, ready},
    thousand::{MANY, Thousand},
    times,
};
use crate::support::{db::TestDb, smtp_sink::SmtpSink};

/// Two workers over one database, and what becomes of one of them in each round.
struct Ground {
    conn: AsyncPgConnection,
    sink: SmtpSink,
    thousand: Thousand,
    workers: Vec<Worker>,
    dead: Vec<String>,
    chance: StdRng,
    test: TestDb,
}

impl Ground {
    async fn new(chance: StdRng) -> Self {
        let test = TestDb::new().await;
        let mut conn = test.connect().await;
        note_leases(&mut conn).await;
        let thousand = Thousand::enter(&mut conn).await;
        let sink = SmtpSink::pipelining();
        let workers = ["a0", "b0"].map(|name| Worker::start(&test.url, name, &sink));
        Self {
            conn,
            sink,
            thousand,
            workers: workers.into(),
            dead: Vec::new(),
            chance,
            test,
        }
    }

    /// Reminds the thousand, and ends one of the workers by `end` when chance says so; another takes its place at once. Once
    /// all is done, answers how many reminders came twice.
    async fn round(&mut self, round: u32, end: fn(Worker)) -> usize {
        ready(&mut self.conn, &self.workers).await;
        self.thousand.remind(&mut self.conn).await;
        let after = self.chance.random_range(0..MANY);
        let pause = Duration::from_micros(self.chance.random_range(0..20_000));
        let which = self.chance.random_range(0..2_usize);
        let began = Instant::now();
        while self.sink.count() < after {
            assert!(began.elapsed() < NEVER, "nothing goes out");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(pause).await;
        let name = format!("{}{}", ["a", "b"][which], round + 1);
        let next = Worker::start(&self.test.url, &name, &self.sink);
        let ended = std::mem::replace(&mut self.workers[which], next);
        let ended_name = ended.name.clone();
        end(ended);
        self.dead.push(ended_name.clone());
        let began = Instant::now();
        while !Thousand::is_done(&mut self.conn).await.unwrap() {
            Thousand::not_for_ever(&mut self.conn, began).await;
            leases_run_out(&mut self.conn, &self.dead).await;
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let taken = self.sink.take();
        let twice = self.thousand.none_is_lost(&mut self.conn, &taken).await;
        println!(
            "round {round}: {ended_name} ended {pause:?} after message {after}: {} sent, {twice} of them twice",
            taken.len()
        );
        twice
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_is_killed_loses_nothing_and_repeats_little() {
    let (seed, chance) = chance();
    let rounds = times("MARU_FAULT_ROUNDS", 3);
    println!("seed {seed}");
    let mut ground = Ground::new(chance).await;
    let mut repeats = Vec::new();
    for round in 0..rounds {
        repeats.push(ground.round(round, Worker::kill).await);
    }
    let (most, all) = (repeats.iter().max().unwrap(), repeats.iter().sum::<usize>());
    println!("{rounds} workers killed: 0 lost, at most {most} twice in a round, {all} in all");
    // What is handed over and not marked when it dies.
    assert!(*most <= GROUP * CONNECTIONS, "{repeats:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_is_told_to_stop_repeats_nothing() {
    let (seed, chance) = chance();
    let rounds = times("MARU_FAULT_ROUNDS", 2);
    println!("seed {seed}");
    let mut ground = Ground::new(chance).await;
    for round in 0..rounds {
        assert_eq!(ground.round(round, Worker::stop).await, 0);
    }
}
