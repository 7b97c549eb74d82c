//! The word that a worker is alive: a row for each process, touched every few seconds by the database's clock, so that
//! whoever waits for something to be done can be told when nobody is there to do it.

use std::time::Duration;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Text, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::runner::Context;
use crate::base::{
    clock::{Clock, Instant},
    db::DbError,
    ids,
    schema::workers,
};

/// How often a worker says that it is alive.
const EVERY: Duration = Duration::from_secs(15);
/// One that has said nothing for so many minutes is not believed to be alive.
pub const SILENCE: i64 = 2;
/// One that has been silent for so many days is forgotten.
const FORGOTTEN: i64 = 1;

/// A process that works.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, QueryableByName, Selectable)]
#[diesel(table_name = workers, check_for_backend(diesel::pg::Pg))]
pub struct Presence {
    /// Its row.
    pub id: Uuid,
    /// The name of its machine.
    pub host: String,
    /// Its number there.
    pub process: i64,
    /// The names of its loops, with commas between.
    pub does: String,
    /// Since when it works.
    pub started_at: Instant,
    /// When it was last heard of.
    pub seen_at: Instant,
}

impl Presence {
    /// This process, which does what is named.
    pub fn of_this_process(clock: &dyn Clock, does: &[&str]) -> Self {
        let now = clock.now();
        Self {
            id: ids::fresh(clock),
            host: host(),
            process: i64::from(std::process::id()),
            does: does.join(", "),
            started_at: now,
            seen_at: now,
        }
    }
}

/// Says that it is alive until the context's stop, and takes its leave then.
///
/// # Errors
/// That the database could not be told; start it again then.
pub async fn keep(context: Context, worker: Presence) -> Result<(), DbError> {
    while !context.stop.is_cancelled() {
        beat(&mut *context.db.get().await?, &worker).await?;
        tokio::select! {
            () = context.stop.cancelled() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
    diesel::delete(workers::table.find(worker.id))
        .execute(&mut context.db.get().await?)
        .await?;
    Ok(())
}

/// One word that it is alive; those that were not heard of for a day are forgotten.
///
/// # Errors
/// What the database says.
pub async fn beat(conn: &mut AsyncPgConnection, worker: &Presence) -> QueryResult<()> {
    sql_query(
        "INSERT INTO workers (id, host, process, does, started_at, seen_at) VALUES ($1, $2, $3, $4, now(), now()) \
         ON CONFLICT (id) DO UPDATE SET seen_at = now()",
    )
    .bind::<SqlUuid, _>(worker.id)
    .bind::<Text, _>(&worker.host)
    .bind::<BigInt, _>(worker.process)
    .bind::<Text, _>(&worker.does)
    .execute(conn)
    .await?;
    sql_query("DELETE FROM workers WHERE seen_at < now() - make_interval(days => $1::int)")
        .bind::<BigInt, _>(FORGOTTEN)
        .execute(conn)
        .await?;
    Ok(())
}

/// Every worker that was heard of within a day, and whether it is alive; those alive first.
///
/// # Errors
/// What the database says.
pub async fn all(conn: &mut AsyncPgConnection) -> QueryResult<Vec<(Presence, bool)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(embed)]
        presence: Presence,
        #[diesel(sql_type = diesel::sql_types::Bool)]
        alive: bool,
    }
    let rows: Vec<Row> = sql_query(
        "SELECT *, seen_at > now() - make_interval(mins => $1::int) AS alive FROM workers ORDER BY alive DESC, started_at, id",
    )
    .bind::<BigInt, _>(SILENCE)
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.presence, row.alive))
        .collect())
}

/// What this machine is called.
fn host() -> String {
    let told = std::fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .or_else(|| std::env::var("HOSTNAME").ok())
        .unwrap_or_default();
    match told.trim() {
        "" => "localhost".to_owned(),
        name => name.chars().take(100).collect(),
    }
}
