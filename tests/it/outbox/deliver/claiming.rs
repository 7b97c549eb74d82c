//! How PostgreSQL finds what is due: the first of it by an index, whatever it believes of how much there is.

use std::collections::BTreeMap;

use diesel::{
    QueryableByName,
    dsl::sql,
    sql_query,
    sql_types::{Bool, Json, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use maru::mail::deliver::claiming;
use serde_json::Value;

use crate::{
    outbox::make::{mailing_list, people},
    support::db::TestDb,
};

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    line: String,
}

/// A connection that has the statement, as a worker's keeps it.
async fn prepared(test: &TestDb) -> AsyncPgConnection {
    let mut conn = test.connect().await;
    conn.batch_execute(&format!(
        "SET plan_cache_mode = force_generic_plan; PREPARE claiming (timestamptz, text) AS {}",
        claiming(100)
    ))
    .await
    .unwrap();
    conn
}

/// The plan that a worker's connection keeps for the statement.
async fn plan(test: &TestDb) -> String {
    let mut conn = prepared(test).await;
    let lines: Vec<Line> = sql_query("EXPLAIN EXECUTE claiming (now(), 'sample')")
        .load(&mut conn)
        .await
        .unwrap();
    let lines: Vec<String> = lines.into_iter().map(|line| line.line).collect();
    lines.join("\n")
}

/// So many invitations to the one person that there is, due or sent an hour ago.
async fn enter(conn: &mut AsyncPgConnection, state: &str, count: usize) {
    let ended = match state {
        "sent" => "now() - interval '1 hour'",
        _ => "NULL",
    };
    conn.batch_execute(&format!(
        "INSERT INTO messages (id, kind, state, dedupe_key, person_id, address, priority, send_after, not_after, created_at, \
             sent_at, ended_at) \
         SELECT gen_random_uuid(), 'invitation', '{state}', '{state}' || n, p.id, 'one@sample.example', 3, \
             now() - interval '1 hour', now() + interval '1 day', now(), {ended}, {ended} \
         FROM generate_series(1, {count}) AS n CROSS JOIN people p"
    ))
    .await
    .unwrap();
}

/// Whether a connection was told what the program's are told first.
async fn is_set(conn: &mut AsyncPgConnection) -> bool {
    diesel::select(sql::<Bool>(
        "current_setting('jit') = 'off' \
         AND pg_size_bytes(current_setting('work_mem')) >= pg_size_bytes('16MB')",
    ))
    .get_result(conn)
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn these_plans_are_made_on_connections_that_are_set_as_a_workers() {
    let test = TestDb::new().await;
    let mut workers = test.db.get().await.unwrap();
    assert!(is_set(&mut workers).await, "a worker's");
    assert!(is_set(&mut test.connect().await).await, "a test's own");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_that_are_due_are_found_without_looking_at_all_that_are() {
    let test = TestDb::new().await;
    let mut conn = test.connect().await;
    people(&mut conn, &super::clock(), 1).await;
    let mut plans = vec![plan(&test).await];
    for (state, count, analysed) in [
        ("queued", 3_000, false),
        ("queued", 0, true),
        ("sent", 30_000, false),
        ("sent", 0, true),
    ] {
        enter(&mut conn, state, count).await;
        if analysed {
            conn.batch_execute("ANALYZE messages").await.unwrap();
        }
        plans.push(plan(&test).await);
    }
    // Where nearly all are sent, and those that are due came after that was noticed.
    conn.batch_execute("DELETE FROM messages WHERE state = 'queued'; ANALYZE messages")
        .await
        .unwrap();
    enter(&mut conn, "queued", 3_000).await;
    plans.push(plan(&test).await);
    for plan in plans {
        assert!(plan.contains("Index Scan using messages_due"), "{plan}");
        assert!(!plan.contains("Sort Key: messages_1.send_after"), "{plan}");
    }
}

/// At how many rows it looked to know whose turn it is, by the ways on which it found them, in a plan that was carried out.
fn looked_at(node: &Value, found: &mut BTreeMap<String, f64>) {
    let alias = node["Alias"].as_str().unwrap_or_default();
    if alias.starts_with("other") {
        let number = |name: &str| node[name].as_f64().unwrap_or_default();
        let rows = number("Actual Rows") + number("Rows Removed by Filter");
        let rows = rows * number("Actual Loops");
        let way = node["Index Name"].as_str().or(node["Node Type"].as_str());
        if rows > 0.0 {
            *found.entry(way.unwrap().to_owned()).or_default() += rows;
        }
    }
    for inner in node["Plans"].as_array().into_iter().flatten() {
        looked_at(inner, found);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_what_is_announced_to_a_list_the_first_is_found_without_comparing_all_with_all() {
    #[derive(QueryableByName)]
    struct CarriedOut {
        #[diesel(sql_type = Json, column_name = "QUERY PLAN")]
        plan: Value,
    }
    let test = TestDb::new().await;
    let mut conn = test.connect().await;
    people(&mut conn, &super::clock(), 1).await;
    let list = mailing_list(&mut conn).await;
    enter(&mut conn, "sent", 30_000).await;
    conn.batch_execute(&format!(
        "INSERT INTO messages (id, kind, state, dedupe_key, audience_id, address, priority, send_after, not_after, created_at) \
         SELECT gen_random_uuid(), 'announcement', 'queued', 'announcement' || n, '{list}', 'list@sample.example', 8, \
             now() - interval '1 hour', now() + interval '1 day', now() \
         FROM generate_series(1, 3000) AS n; \
         ANALYZE messages"
    ))
    .await
    .unwrap();
    let plan = plan(&test).await;
    assert!(plan.contains("Index Scan using messages_due"), "{plan}");
    assert!(!plan.contains("Sort Key: messages_1.send_after"), "{plan}");
    let carried_out: CarriedOut =
        sql_query("EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE claiming (now(), 'sample')")
            .get_result(&mut prepared(&test).await)
            .await
            .unwrap();
    let mut found = BTreeMap::new();
    looked_at(&carried_out.plan[0]["Plan"], &mut found);
    // Each has one before it, but for the first: there it is asked once whether a worker has any of them.
    let ways: Vec<&str> = found.keys().map(String::as_str).collect();
    assert_eq!(ways, ["messages_to_announce"], "{found:?}");
    assert!(found["messages_to_announce"] <= 3.0 * 3_000.0, "{found:?}");
}
