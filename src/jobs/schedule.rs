//! Work that comes round, done by one machine of however many there are.
//!
//! Each task is a row in `schedules`. Whoever takes its lease (30 s, renewed while the work goes on) does it and sets when
//! it is due next, all by the database's clock. If the machine dies, the lease runs out and another begins the work anew:
//! so a task must bear being done twice.

use std::{fmt::Display, future::Future, sync::Arc, time::Duration};

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Double, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::future::BoxFuture;
use tokio_util::task::AbortOnDropHandle;

use super::{
    runner::{Context, panic_words},
    wake::POLL,
};
use crate::base::{
    clock::Instant,
    db::{Connection, DbError},
    ids,
};

/// How long a lease lasts, in seconds; it is renewed after a third of that.
const LEASE: f64 = 30.0;
const RENEWAL: Duration = Duration::from_secs(10);
/// A task that failed is tried again after so long, or after its own interval where that is shorter.
const RETRY: Duration = Duration::from_mins(1);
/// What nobody has taken up for so long, in seconds, though it was due is nobody's any more: a mailbox that is no longer
/// set, a task of an older program.
const ABANDONED: f64 = 3_600.0;

type Work = Arc<dyn Fn(Context) -> BoxFuture<'static, Result<(), String>> + Send + Sync>;

/// Work that comes round.
#[derive(Clone)]
pub struct Task {
    name: &'static str,
    every: Duration,
    work: Work,
}

impl Task {
    /// Work that is done every so often, at once for the first time. The name is its row; it must be nobody else's.
    pub fn new<W, F, E>(name: &'static str, every: Duration, work: W) -> Self
    where
        W: Fn(Context) -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), E>> + Send + 'static,
        E: Display,
    {
        let work = Arc::new(work);
        Self {
            name,
            every,
            work: Arc::new(move |context| {
                let work = work.clone();
                Box::pin(async move { work(context).await.map_err(|error| error.to_string()) })
            }),
        }
    }
}

/// A task that failed when it was done last.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Failing {
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// When that was.
    #[diesel(sql_type = Timestamptz)]
    pub last_run_at: Instant,
    /// What it said.
    #[diesel(sql_type = Text)]
    pub last_error: String,
}

/// What failed when it was done last, on whichever machine, by name. What went well since is not among it, nor what nobody
/// does any more.
///
/// # Errors
/// What the database says.
pub async fn failing(conn: &mut AsyncPgConnection) -> QueryResult<Vec<Failing>> {
    sql_query(
        "SELECT name, last_run_at, last_error FROM schedules \
         WHERE last_error IS NOT NULL AND last_run_at IS NOT NULL \
             AND greatest(due_at, leased_until) > now() - make_interval(secs => $1) ORDER BY name",
    )
    .bind::<Double, _>(ABANDONED)
    .load(conn)
    .await
}

/// Does the tasks as they come due, one after the other, until the context's stop. A task that fails keeps its words in
/// `schedules.last_error` until it goes well ([`failing`]), and is tried again.
///
/// # Errors
/// That the database could not be asked; start it again then.
pub async fn run(context: Context, tasks: Vec<Task>) -> Result<(), DbError> {
    let node = ids::fresh(context.clock.as_ref()).to_string();
    let names: Vec<&str> = tasks.iter().map(|task| task.name).collect();
    register(&mut context.db.get().await?, &names).await?;
    while !context.stop.is_cancelled() {
        let taken = take(&mut context.db.get().await?, &names, &node).await?;
        if let Some(task) = taken.and_then(|name| tasks.iter().find(|task| task.name == name)) {
            let result = work(&context, task, &node).await;
            if let Err(why) = &result {
                tracing::error!(name = task.name, why, "a task failed");
            }
            settle(&mut context.db.get().await?, task, &node, result).await?;
            continue;
        }
        let wait = until_next(&mut context.db.get().await?, &names).await?;
        tokio::select! {
            () = context.stop.cancelled() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
    Ok(())
}

async fn register(conn: &mut Connection, names: &[&str]) -> QueryResult<usize> {
    sql_query(
        "INSERT INTO schedules (name, due_at) SELECT name, now() FROM unnest($1) AS name ORDER BY name \
         ON CONFLICT (name) DO NOTHING",
    )
    .bind::<Array<Text>, _>(names)
    .execute(conn)
    .await
}

async fn take(conn: &mut Connection, names: &[&str], node: &str) -> QueryResult<Option<String>> {
    #[derive(QueryableByName)]
    struct Taken {
        #[diesel(sql_type = Text)]
        name: String,
    }
    sql_query(
        "UPDATE schedules SET leased_by = $2, leased_until = now() + make_interval(secs => $3) \
         WHERE name = (SELECT name FROM schedules WHERE name = ANY($1) AND due_at <= now() \
             AND (leased_until IS NULL OR leased_until < now()) ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED) \
         RETURNING name",
    )
    .bind::<Array<Text>, _>(names)
    .bind::<Text, _>(node)
    .bind::<Double, _>(LEASE)
    .get_result::<Taken>(conn)
    .await
    .optional()
    .map(|taken| taken.map(|taken| taken.name))
}

/// Does the work in a task of its own, so that a panic ends only that, and renews the lease meanwhile.
async fn work(context: &Context, task: &Task, node: &str) -> Result<(), String> {
    let mut handle = AbortOnDropHandle::new(tokio::spawn((task.work)(context.clone())));
    loop {
        tokio::select! {
            ended = &mut handle => return ended.unwrap_or_else(|error| Err(panic_words(error))),
            () = tokio::time::sleep(RENEWAL) => {
                if !renew(context, task.name, node).await {
                    // Another has it, or will have: two must not go on.
                    return Err("the lease was lost".into());
                }
            }
        }
    }
}

async fn renew(context: &Context, name: &str, node: &str) -> bool {
    let Ok(mut conn) = context.db.get().await else {
        return false;
    };
    let renewed = sql_query(
        "UPDATE schedules SET leased_until = now() + make_interval(secs => $3) WHERE name = $1 AND leased_by = $2",
    )
    .bind::<Text, _>(name)
    .bind::<Text, _>(node)
    .bind::<Double, _>(LEASE)
    .execute(&mut conn)
    .await;
    renewed == Ok(1)
}

/// Sets when it is due next: in the old rhythm, or from now on where that has been missed.
async fn settle(
    conn: &mut Connection,
    task: &Task,
    node: &str,
    result: Result<(), String>,
) -> QueryResult<usize> {
    let every = task.every.as_secs_f64();
    let retry = RETRY.min(task.every).as_secs_f64();
    sql_query(
        "UPDATE schedules SET leased_by = NULL, leased_until = NULL, last_run_at = now(), last_error = left($5, 2000), \
             due_at = CASE WHEN $5 IS NOT NULL THEN now() + make_interval(secs => $4) \
                 WHEN due_at + make_interval(secs => $3) > now() THEN due_at + make_interval(secs => $3) \
                 ELSE now() + make_interval(secs => $3) END \
         WHERE name = $1 AND leased_by = $2",
    )
    .bind::<Text, _>(task.name)
    .bind::<Text, _>(node)
    .bind::<Double, _>(every)
    .bind::<Double, _>(retry)
    .bind::<Nullable<Text>, _>(result.err())
    .execute(conn)
    .await
}

async fn until_next(conn: &mut Connection, names: &[&str]) -> QueryResult<Duration> {
    #[derive(QueryableByName)]
    struct Next {
        #[diesel(sql_type = Nullable<Double>)]
        seconds: Option<f64>,
    }
    let next: Next = sql_query(
        "SELECT extract(epoch FROM min(greatest(due_at, leased_until)) - now())::float8 AS seconds \
         FROM schedules WHERE name = ANY($1)",
    )
    .bind::<Array<Text>, _>(names)
    .get_result(conn)
    .await?;
    let seconds = next.seconds.unwrap_or(0.0).clamp(0.01, POLL.as_secs_f64());
    Ok(Duration::from_secs_f64(seconds))
}
