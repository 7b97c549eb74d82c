//! Limits that hold across nodes.

use chrono::Duration;
use diesel_async::AsyncConnection;
use maru::base::limit::{self, Limit, RetryAfter};

use crate::support::{db::TestDb, make};

const FIVE: Limit = Limit {
    name: "test",
    burst: 5,
    fills_in: Duration::minutes(15),
};

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_is_emptied_and_fills_with_time() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let clock = make::clock();
    for _ in 0..5 {
        assert_eq!(limit::spend(conn, &clock, FIVE, "a").await, Ok(Ok(())));
    }
    let wait = |seconds| Ok(Err(RetryAfter(Duration::seconds(seconds))));
    assert_eq!(limit::spend(conn, &clock, FIVE, "a").await, wait(180));
    assert_eq!(limit::spend(conn, &clock, FIVE, "b").await, Ok(Ok(())));
    let other = Limit {
        name: "other",
        ..FIVE
    };
    assert_eq!(limit::spend(conn, &clock, other, "a").await, Ok(Ok(())));
    clock.advance(Duration::seconds(60));
    assert_eq!(limit::spend(conn, &clock, FIVE, "a").await, wait(120));
    clock.advance(Duration::seconds(120));
    assert_eq!(limit::spend(conn, &clock, FIVE, "a").await, Ok(Ok(())));
    assert_eq!(limit::spend(conn, &clock, FIVE, "a").await, wait(180));
    // A node whose clock is behind takes nothing away.
    clock.advance(Duration::minutes(-30));
    assert_eq!(limit::spend(conn, &clock, FIVE, "a").await, wait(180));
    clock.advance(Duration::hours(3));
    for _ in 0..5 {
        assert_eq!(limit::spend(conn, &clock, FIVE, "a").await, Ok(Ok(())));
    }
    assert_eq!(limit::spend(conn, &clock, FIVE, "a").await, wait(180));
    clock.advance(Duration::hours(25));
    assert_eq!(limit::sweep(conn, &clock, Duration::days(1)).await, Ok(3));
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_come_at_once_get_no_more_than_there_is() {
    let test = TestDb::new().await;
    let attempts: Vec<_> = (0..20)
        .map(|_| {
            let db = test.db.clone();
            tokio::spawn(async move {
                let mut conn = db.get().await.unwrap();
                limit::spend(&mut conn, &make::clock(), FIVE, "a")
                    .await
                    .unwrap()
                    .is_ok()
            })
        })
        .collect();
    let mut let_in = 0;
    for attempt in attempts {
        let_in += usize::from(attempt.await.unwrap());
    }
    assert_eq!(let_in, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_cannot_take_back_what_is_spent() {
    let test = TestDb::new().await;
    let conn = &mut test.connect().await;
    let inside = conn
        .transaction(async |conn| limit::spend(conn, &make::clock(), FIVE, "a").await)
        .await;
    assert_eq!(inside, Err(diesel::result::Error::AlreadyInTransaction));
}
