//! What is searched in, and what is kept for it.

use diesel::{prelude::*, sql_query, sql_types::BigInt};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use maru::seminars::queries::{self, Order, Search, SeminarFilter};
use serde_json::json;

use super::{fill, found, talk};
use crate::support::house::House;

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_written_is_found_as_it_is_now() {
    let house = House::new().await;
    let (code, [kim, _]) = talk(&house).await;
    let title = "Beyond scaling-laws (GPT-4)";
    let series = house.series_id().await;
    let series = format!("/series/{}", series.as_str().unwrap());

    let person = format!("/people/{kim}");
    house
        .admin
        .patch(&person, json!({ "name": "Quinn Renamed" }))
        .await
        .expect(200);
    assert_eq!(found(&house, "quinn").await, [title]);
    assert_eq!(found(&house, "김샘플").await, [""; 0]);

    house
        .admin
        .patch(&series, json!({ "title": "Zebra colloquium" }))
        .await
        .expect(200);
    assert_eq!(found(&house, "zebra").await, [title]);

    // One who has declined is not shown, and so is not found.
    let mut conn = house.app.conn().await;
    let declined = format!(
        "UPDATE speakers SET answer = 'declined', answered_at = now() WHERE person_id = '{kim}'"
    );
    conn.batch_execute(&declined).await.unwrap();
    assert_eq!(found(&house, "quinn").await, [""; 0]);
    let gone = "DELETE FROM speakers WHERE answer <> 'declined'";
    conn.batch_execute(gone).await.unwrap();
    assert_eq!(found(&house, "exemple").await, [""; 0]);

    let other = format!(
        "UPDATE seminars SET title = 'Other title', topics = '{{Walrus}}', series_id = NULL, inherits = '{{}}' \
         WHERE code = '{code}'"
    );
    conn.batch_execute(&other).await.unwrap();
    for words in ["other title", "walrus", "규모법칙"] {
        assert_eq!(found(&house, words).await, ["Other title"], "{words}");
    }
    for words in ["beyond", "safety", "zebra"] {
        assert_eq!(found(&house, words).await, [""; 0], "{words}");
    }
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

async fn number(conn: &mut AsyncPgConnection, sql: &str) -> i64 {
    let sql = format!("SELECT ({sql})::bigint AS number");
    let row: Number = sql_query(sql).get_result(conn).await.unwrap();
    row.number
}

/// Someone is renamed, and before that is done their seminar is: it is found by both new names.
#[tokio::test(flavor = "multi_thread")]
async fn two_who_write_at_once_leave_nothing_out() {
    let house = House::new().await;
    let (code, [kim, _]) = talk(&house).await;
    let mut one = house.app.db.connect().await;
    let mut other = house.app.db.connect().await;
    let rename = format!("BEGIN; UPDATE people SET name = 'Quinn Renamed' WHERE id = '{kim}'");
    one.batch_execute(&rename).await.unwrap();
    let retitle = format!("UPDATE seminars SET title = 'Walrus' WHERE code = '{code}'");
    let waits = tokio::spawn(async move { other.batch_execute(&retitle).await.unwrap() });
    let waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let begun = tokio::time::Instant::now();
    while number(&mut one, waiting).await == 0 {
        assert!(begun.elapsed().as_secs() < 10, "the second does not wait");
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    one.batch_execute("COMMIT").await.unwrap();
    waits.await.unwrap();
    for words in ["quinn", "walrus", "walrus quinn"] {
        assert_eq!(found(&house, words).await, ["Walrus"], "{words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_indexes_are_used() {
    let house = House::new().await;
    fill(&house, 5_000).await;
    let mut conn = house.app.db.connect().await;
    let one = "UPDATE seminars SET title = 'Xylophone 규모법칙' WHERE code = 'fill77'";
    for sql in [one, "VACUUM ANALYZE seminar_words", "ANALYZE seminars"] {
        conn.batch_execute(sql).await.unwrap();
    }
    conn.begin_test_transaction().await.unwrap();
    // How often each was read in this transaction.
    let text = "pg_stat_get_xact_numscans('seminar_words_text'::regclass)";
    let trigrams = "pg_stat_get_xact_numscans('seminar_words_trigrams'::regclass)";
    let mut seen = Vec::new();
    for (typed, near) in [("xylophone", false), ("모법칙", false), ("xylophome", true)] {
        let search = Search::of(typed).unwrap();
        let search = if near { search.near() } else { search };
        let filter = SeminarFilter {
            search: Some(search),
            ..SeminarFilter::default()
        };
        let before = [
            number(&mut conn, text).await,
            number(&mut conn, trigrams).await,
        ];
        let found = queries::seminars(&mut conn, None, &filter, Order::Latest, None, 31).await;
        let titles: Vec<String> = found.unwrap().into_iter().map(|one| one.title).collect();
        assert_eq!(titles, ["Xylophone 규모법칙"], "{typed}");
        let after = [
            number(&mut conn, text).await,
            number(&mut conn, trigrams).await,
        ];
        seen.push([after[0] > before[0], after[1] > before[1]]);
    }
    assert_eq!(seen, [[true, false], [false, true], [true, true]]);
}
