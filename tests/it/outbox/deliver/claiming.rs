//! How PostgreSQL finds what is due: the first of it by an index, whatever it believes of how much there is.

use diesel::{QueryableByName, sql_query, sql_types::Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use maru::mail::deliver::claiming;

use crate::{outbox::make::people, support::db::TestDb};

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    line: String,
}

/// The plan that a worker's connection keeps for the statement.
async fn plan(test: &TestDb) -> String {
    let mut conn = test.connect().await;
    conn.batch_execute(&format!(
        "SET plan_cache_mode = force_generic_plan; PREPARE claiming (timestamptz, text) AS {}",
        claiming(100)
    ))
    .await
    .unwrap();
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
