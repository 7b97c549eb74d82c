//! Loops under supervision, ears that hear again, and work that one of several machines does.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use diesel::{prelude::*, sql_query, sql_types::Text};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use maru::{
    base::{clock::SystemClock, db::DbError},
    jobs::{
        runner::{Context, Runner},
        schedule::{self, Task},
        wake::Ear,
    },
};
use tokio_util::sync::CancellationToken;

use crate::support::db::TestDb;

/// How often something was done.
#[derive(Clone, Default)]
struct Count(Arc<AtomicUsize>);

impl Count {
    fn up(&self) -> usize {
        AtomicUsize::fetch_add(&self.0, 1, Ordering::SeqCst)
    }

    fn now(&self) -> usize {
        AtomicUsize::load(&self.0, Ordering::SeqCst)
    }
}

fn runner(test: &TestDb) -> Runner {
    Runner::new(
        test.db.clone(),
        Arc::new(SystemClock),
        CancellationToken::new(),
    )
}

async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let started = Instant::now();
    while !holds().await {
        assert!(started.elapsed() < Duration::from_secs(15), "never: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loop_that_fails_or_panics_is_started_again_and_one_that_is_done_is_not() {
    let test = TestDb::new().await;
    let mut runner = runner(&test);
    let times = Count::default();
    let counted = times.clone();
    runner.spawn("sample", move |_| {
        let time = counted.up();
        async move {
            match time {
                0 => Err("a fault".to_owned()),
                1 => panic!("another fault"),
                _ => Ok(()),
            }
        }
    });
    runner.finished().await;
    assert_eq!(times.now(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_lets_loops_finish_and_cuts_off_those_that_will_not() {
    let test = TestDb::new().await;
    let mut runner = runner(&test);
    let (started, finished) = (Count::default(), Count::default());
    let told = finished.clone();
    let begun = started.clone();
    runner.spawn("orderly", move |context: Context| {
        let told = told.clone();
        begun.up();
        async move {
            context.stop.cancelled().await;
            tokio::time::sleep(Duration::from_millis(50)).await;
            told.up();
            Ok::<(), DbError>(())
        }
    });
    let begun = started.clone();
    runner.spawn("stubborn", move |_| {
        begun.up();
        std::future::pending::<Result<(), DbError>>()
    });
    until("both go on", async || started.now() == 2).await;
    let started = Instant::now();
    assert_eq!(runner.stop(Duration::from_millis(300)).await, ["stubborn"]);
    assert_eq!(finished.now(), 1);
    assert!(started.elapsed() < Duration::from_secs(3));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ear_hears_again_after_it_was_cut_off() {
    let test = TestDb::new().await;
    let stop = CancellationToken::new();
    let mut ear = Ear::open(&test.db, "maru_outbox", &stop);
    let mut conn = test.connect().await;
    ear.wait(Duration::from_secs(5)).await;
    sql_query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
         WHERE datname = current_database() AND query LIKE 'LISTEN%'",
    )
    .execute(&mut conn)
    .await
    .unwrap();
    // It says so once it listens again, because something may have been lost.
    ear.wait(Duration::from_secs(5)).await;
    let started = Instant::now();
    let sends = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        conn.batch_execute("NOTIFY maru_outbox").await.unwrap();
    };
    let (told, ()) = tokio::join!(ear.wait(Duration::from_secs(5)), sends);
    assert!(told);
    assert!(started.elapsed() < Duration::from_secs(4));
    stop.cancel();
    ear.wait(Duration::from_secs(5)).await;
    assert!(started.elapsed() < Duration::from_secs(4));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_machines_does_a_task_and_in_its_rhythm() {
    let test = TestDb::new().await;
    let times = Count::default();
    let mut machines = [runner(&test), runner(&test)];
    for machine in &mut machines {
        let times = times.clone();
        machine.spawn("schedule", move |context| {
            let times = times.clone();
            let count = move |_| {
                let times = times.clone();
                async move {
                    times.up();
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    Ok::<(), DbError>(())
                }
            };
            schedule::run(
                context,
                vec![Task::new("sample", Duration::from_hours(1), count)],
            )
        });
    }
    until("the task is done", async || times.now() > 0).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(times.now(), 1);
    let mut conn = test.connect().await;
    conn.batch_execute("UPDATE schedules SET due_at = now() - interval '10 minutes'")
        .await
        .unwrap();
    until("it is done again", async || times.now() > 1).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(times.now(), 2);
    assert_eq!(
        state(&mut conn).await,
        "due in 50 minutes, not leased, no error"
    );
    for machine in machines {
        assert!(machine.stop(Duration::from_secs(2)).await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_fails_keeps_its_words_and_is_tried_again_in_a_minute() {
    let test = TestDb::new().await;
    let mut conn = test.connect().await;
    let mut runner = runner(&test);
    runner.spawn("schedule", |context| {
        let fails = |_| async { panic!("out of paper") as Result<(), DbError> };
        schedule::run(
            context,
            vec![Task::new("sample", Duration::from_hours(1), fails)],
        )
    });
    until("it is recorded", async || {
        state(&mut conn).await.ends_with("panicked: out of paper")
    })
    .await;
    assert_eq!(
        state(&mut conn).await,
        "due in 1 minutes, not leased, panicked: out of paper"
    );
    let [failing] = schedule::failing(&mut conn)
        .await
        .unwrap()
        .try_into()
        .unwrap();
    assert_eq!(
        (&*failing.name, &*failing.last_error),
        ("sample", "panicked: out of paper")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_what_failed_that_is_told_which_somebody_still_does() {
    let test = TestDb::new().await;
    let mut conn = test.connect().await;
    conn.batch_execute(
        "INSERT INTO schedules (name, due_at, leased_by, leased_until, last_run_at, last_error) VALUES \
         ('busy', now() - interval '2 hours', 'a machine', now() + interval '20 s', now() - interval '2 hours', 'no'), \
         ('fine', now(), NULL, NULL, now(), NULL), \
         ('gone', now() - interval '2 hours', NULL, NULL, now() - interval '2 hours', 'no'), \
         ('lately', now() - interval '1 minute', NULL, NULL, now() - interval '2 minutes', 'no'), \
         ('new', now(), NULL, NULL, NULL, NULL)",
    )
    .await
    .unwrap();
    let failing = schedule::failing(&mut conn).await.unwrap();
    let names: Vec<&str> = failing.iter().map(|task| &*task.name).collect();
    assert_eq!(names, ["busy", "lately"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lease_that_ran_out_is_taken_over() {
    let test = TestDb::new().await;
    let mut conn = test.connect().await;
    conn.batch_execute(
        "INSERT INTO schedules (name, due_at, leased_by, leased_until, last_run_at, last_error) VALUES \
         ('sample', now(), 'a machine that died', now() + interval '1 second', now(), 'out of paper')",
    )
    .await
    .unwrap();
    let times = Count::default();
    let counted = times.clone();
    let mut runner = runner(&test);
    runner.spawn("schedule", move |context| {
        let counted = counted.clone();
        let count = move |_| {
            counted.up();
            async { Ok::<(), DbError>(()) }
        };
        schedule::run(
            context,
            vec![Task::new("sample", Duration::from_hours(1), count)],
        )
    });
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(times.now(), 0);
    until("it is taken over", async || times.now() == 1).await;
    // That it failed is over once it went well.
    until("it went well", async || {
        schedule::failing(&mut conn).await.unwrap().is_empty()
    })
    .await;
}

/// How the task stands, in words.
async fn state(conn: &mut diesel_async::AsyncPgConnection) -> String {
    #[derive(QueryableByName)]
    struct Words {
        #[diesel(sql_type = Text)]
        words: String,
    }
    sql_query(
        "SELECT format('due in %s minutes, %s, %s', round(extract(epoch FROM due_at - now()) / 60), \
             CASE WHEN leased_by IS NULL THEN 'not leased' ELSE 'leased' END, coalesce(last_error, 'no error')) AS words \
         FROM schedules WHERE name = 'sample'",
    )
    .get_result::<Words>(conn)
    .await
    .map(|words| words.words)
    .unwrap_or_default()
}
