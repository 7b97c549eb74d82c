//! The log where the database is away, waits or revokes meanwhile: no feed waits for it, and what is noted counts once.

use chrono::Duration;
use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection, TransactionManager};
use maru::{
    base::{
        changes::{self, Subject},
        clock::Clock,
    },
    feeds::actions::revoke,
};

use super::{GOOGLE, count, fetch, polls, time, told, with_feed};
use crate::support::{app::TestApp, make, watch};

type Transactions = <AsyncPgConnection as AsyncConnection>::TransactionManager;

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_database_costs_no_feed_and_no_poll() {
    let app = TestApp::new().await;
    let (_, api, one, path) = with_feed(&app).await;
    fetch(&app, &path, GOOGLE, 200).await;
    {
        let mut conn = app.conn().await;
        conn.batch_execute("ALTER TABLE feed_polls RENAME TO away")
            .await
            .unwrap();
        assert!(app.feeds.write_polls().await.is_err());
        fetch(&app, &path, GOOGLE, 200).await;
        conn.batch_execute("ALTER TABLE away RENAME TO feed_polls")
            .await
            .unwrap();
    }
    app.feeds.write_polls().await.unwrap();
    assert_eq!(polls(&api, &one).await[0]["polls"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_body_for_want_of_a_newer_one_tells_nothing() {
    let app = TestApp::new().await;
    let (person, api, one, path) = with_feed(&app).await;
    fetch(&app, &path, GOOGLE, 200).await;
    let first = app.clock.now();
    app.clock.advance(Duration::minutes(5));
    // It has changed and cannot be read in time, though the database answers.
    let mut writer = app.db.connect().await;
    changes::raise(&mut writer, &*app.clock, [Subject::Person(person)])
        .await
        .unwrap();
    let mut holder = app.db.connect().await;
    holder
        .batch_execute("BEGIN; LOCK TABLE seminars IN ACCESS EXCLUSIVE MODE")
        .await
        .unwrap();
    let renders = app.feeds.renders();
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    fetch(&app, &path, GOOGLE, 200).await;
    assert_eq!(app.feeds.renders(), renders);
    holder.batch_execute("ROLLBACK").await.unwrap();
    app.feeds.write_polls().await.unwrap();
    assert_eq!(polls(&api, &one).await[0]["polls"], 2);
    assert_eq!(polls(&api, &one).await[0]["last_at"], time(&app));
    assert_eq!(told(&app).await, [Some(first)]);
    fetch(&app, &path, GOOGLE, 200).await;
    assert_eq!(app.feeds.renders(), renders + 1);
    app.feeds.write_polls().await.unwrap();
    assert_eq!(polls(&api, &one).await[0]["polls"], 3);
    assert_eq!(told(&app).await, [Some(app.clock.now())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_written_in_time_waits_and_counts_once() {
    let app = TestApp::new().await;
    let (_, api, one, path) = with_feed(&app).await;
    fetch(&app, &path, GOOGLE, 200).await;
    let mut holder = app.db.connect().await;
    holder
        .batch_execute("BEGIN; LOCK TABLE feed_polls IN ACCESS EXCLUSIVE MODE")
        .await
        .unwrap();
    let given_up = tokio::time::timeout(std::time::Duration::from_mins(1), app.feeds.write_polls());
    assert!(given_up.await.expect("it waits for ever").is_err());
    holder.batch_execute("ROLLBACK").await.unwrap();
    app.feeds.write_polls().await.unwrap();
    assert_eq!(polls(&api, &one).await[0]["polls"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_while_its_feed_is_being_revoked_is_not_kept() {
    let app = TestApp::new().await;
    let (person, _, one, path) = with_feed(&app).await;
    fetch(&app, &path, GOOGLE, 200).await;
    let (mut conn, mut watching) = (app.db.connect().await, app.db.connect().await);
    let owner = make::acting(&mut conn, person).await;
    let feed = one.rsplit('/').next().unwrap().parse().unwrap();
    Transactions::begin_transaction(&mut conn).await.unwrap();
    revoke(&mut conn, &*app.clock, &owner, person, feed)
        .await
        .unwrap();
    let revoked = async {
        watch::until_something_waits(&mut watching).await;
        Transactions::commit_transaction(&mut conn).await.unwrap();
    };
    let (written, ()) = tokio::join!(app.feeds.write_polls(), revoked);
    written.unwrap();
    assert_eq!(count(&app).await, 0);
}
