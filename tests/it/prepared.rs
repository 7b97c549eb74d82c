//! Statements that are kept prepared: read and planned once a connection, and answered each time by what is asked then.

use diesel::{
    QueryableByName, sql_query,
    sql_types::{Array, BigInt, Integer, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use maru::base::prepared::prepared;

use crate::support::db::TestDb;

#[derive(QueryableByName)]
struct Sum {
    #[diesel(sql_type = BigInt)]
    sum: i64,
}

async fn kept_prepared(conn: &mut AsyncPgConnection, words: &str) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Kept {
        #[diesel(sql_type = Text)]
        statement: String,
    }
    let kept: Vec<Kept> = sql_query(
        "SELECT statement FROM pg_prepared_statements WHERE starts_with(statement, $1) ORDER BY statement",
    )
    .bind::<Text, _>(words)
    .load(conn)
    .await
    .unwrap();
    kept.into_iter().map(|kept| kept.statement).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_is_prepared_once_and_answers_what_is_asked() {
    const SUM: &str = "SELECT sum(n) AS sum FROM unnest($1) AS n";
    let db = TestDb::bare().await;
    let mut conn = db.connect().await;
    let mut sums = Vec::new();
    for numbers in [vec![1, 2, 3], vec![4], vec![1; 1000]] {
        let asked = prepared(sql_query(SUM).bind::<Array<Integer>, _>(numbers));
        let found: Sum = asked.get_result(&mut conn).await.unwrap();
        sums.push(found.sum);
    }
    assert_eq!(sums, [6, 4, 1000]);
    assert_eq!(kept_prepared(&mut conn, "SELECT sum(n)").await, [SUM]);
}
