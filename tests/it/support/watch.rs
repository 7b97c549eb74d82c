//! What happened in the database: how many queries were made, and what the audit trail says.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use diesel::{connection::InstrumentationEvent, prelude::*};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use maru::base::schema::audit_entries;
use serde_json::Value;
use uuid::Uuid;

/// Counts the statements on a connection from now on, transactions' own among them.
#[derive(Clone, Default)]
pub struct Statements(Arc<AtomicUsize>);

impl Statements {
    /// Begins to count.
    pub fn of(conn: &mut AsyncPgConnection) -> Self {
        let counted = Self::default();
        let number = counted.0.clone();
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if matches!(event, InstrumentationEvent::StartQuery { .. }) {
                number.fetch_add(1, Ordering::Relaxed);
            }
        });
        counted
    }

    /// How many there were since this was last asked.
    pub fn taken(&self) -> usize {
        self.0.swap(0, Ordering::Relaxed)
    }
}

/// An entry of the audit trail, without its id and time.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Entry {
    /// Who did it, by name.
    pub who: String,
    /// By which way.
    pub channel: String,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub kind: String,
    /// To which.
    pub id: Uuid,
    /// How it was.
    pub before: Option<Value>,
    /// How it is.
    pub after: Option<Value>,
}

/// The whole audit trail, in the order in which it was written. The clock of a test stands still, so that times do not
/// tell; but a table that only grows keeps its rows as they came.
pub async fn audit_trail(conn: &mut AsyncPgConnection) -> Vec<Entry> {
    use audit_entries::dsl;
    dsl::audit_entries
        .order(diesel::dsl::sql::<diesel::sql_types::Untyped>("ctid"))
        .select((
            dsl::actor_name,
            dsl::channel,
            dsl::action,
            dsl::subject_kind,
            dsl::subject_id,
            dsl::before,
            dsl::after,
        ))
        .load(conn)
        .await
        .unwrap()
}

/// What the audit trail says was done, shortly: `role granted people`.
pub async fn acts(conn: &mut AsyncPgConnection) -> Vec<String> {
    audit_trail(conn)
        .await
        .into_iter()
        .map(|entry| format!("{} {}", entry.action, entry.kind))
        .collect()
}

/// What the counters say that feeds and pages show, in the order of their keys.
pub async fn counters(conn: &mut AsyncPgConnection) -> Vec<(String, i64)> {
    use maru::base::schema::change_counters::dsl;
    dsl::change_counters
        .order(dsl::subject)
        .select((dsl::subject, dsl::counter))
        .load(conn)
        .await
        .unwrap()
}

/// Waits until something of this database stands still for a lock. Where nothing ever does it goes on after a while, and
/// what the test says next does not hold.
pub async fn until_something_waits(conn: &mut AsyncPgConnection) {
    for _ in 0..2000 {
        let waiting: i64 = diesel::select(diesel::dsl::sql::<diesel::sql_types::BigInt>(
            "(SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')",
        ))
        .get_result(conn)
        .await
        .unwrap();
        if waiting > 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

/// How many rows a table has.
pub async fn count(conn: &mut AsyncPgConnection, table: &str) -> i64 {
    diesel::select(diesel::dsl::sql::<diesel::sql_types::BigInt>(&format!(
        "(SELECT count(*) FROM {table})"
    )))
    .get_result(conn)
    .await
    .unwrap()
}

/// Everything in a table, as text: for what must not be there.
pub async fn text_of(conn: &mut AsyncPgConnection, table: &str) -> String {
    diesel::select(diesel::dsl::sql::<diesel::sql_types::Text>(&format!(
        "(SELECT coalesce(string_agg(row::text, E'\\n'), '') FROM {table} AS row)"
    )))
    .get_result(conn)
    .await
    .unwrap()
}
