//! The sample hub: that it can be made on any day, once, and tells nobody anything.

use std::sync::Arc;

use chrono::Duration;
use diesel::{prelude::*, sql_query, sql_types::BigInt};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use maru::{
    base::{
        clock::{Clock, FixedClock},
        schema::audit_entries,
    },
    sample,
    seminars::notices::digest,
};

use crate::support::{db::TestDb, make};

#[derive(QueryableByName, Debug, PartialEq, Eq)]
struct Counts {
    #[diesel(sql_type = BigInt)]
    people: i64,
    #[diesel(sql_type = BigInt)]
    addresses: i64,
    #[diesel(sql_type = BigInt)]
    members: i64,
    #[diesel(sql_type = BigInt)]
    partners: i64,
    #[diesel(sql_type = BigInt)]
    countries_of_partners: i64,
    #[diesel(sql_type = BigInt)]
    sites: i64,
    #[diesel(sql_type = BigInt)]
    rooms: i64,
    #[diesel(sql_type = BigInt)]
    desks: i64,
    #[diesel(sql_type = BigInt)]
    series: i64,
    #[diesel(sql_type = BigInt)]
    seminars: i64,
    #[diesel(sql_type = BigInt)]
    bookings: i64,
    #[diesel(sql_type = BigInt)]
    foreign: i64,
    #[diesel(sql_type = BigInt)]
    stays: i64,
    #[diesel(sql_type = BigInt)]
    states_of_stays: i64,
    #[diesel(sql_type = BigInt)]
    messages: i64,
}

async fn counts(conn: &mut AsyncPgConnection) -> Counts {
    sql_query(
        "SELECT (SELECT count(*) FROM people) AS people, (SELECT count(*) FROM addresses) AS addresses, \
             (SELECT count(*) FROM institutions WHERE kind = 'member') AS members, \
             (SELECT count(*) FROM institutions WHERE kind = 'partner') AS partners, \
             (SELECT count(DISTINCT country) FROM institutions WHERE kind = 'partner') AS countries_of_partners, \
             (SELECT count(*) FROM sites) AS sites, (SELECT count(*) FROM rooms WHERE kind <> 'desk') AS rooms, \
             (SELECT count(*) FROM rooms WHERE kind = 'desk') AS desks, (SELECT count(*) FROM series) AS series, \
             (SELECT count(*) FROM seminars) AS seminars, \
             (SELECT count(*) FROM bookings WHERE seminar_id IS NULL AND stay_id IS NULL) AS bookings, \
             (SELECT count(*) FROM addresses WHERE address NOT LIKE '%.example') AS foreign, \
             (SELECT count(*) FROM stays) AS stays, (SELECT count(DISTINCT state) FROM stays) AS states_of_stays, \
             (SELECT count(*) FROM messages) AS messages",
    )
    .get_result(conn)
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_start_at_once_one_makes_it_and_it_tells_nobody() {
    let test = Arc::new(TestDb::new().await);
    let mut conn = test.connect().await;
    let (clock, hub) = (make::clock(), make::hub());
    let load = |test: Arc<TestDb>| async move {
        let mut conn = test.connect().await;
        sample::load(&mut conn, &make::clock(), &make::hub())
            .await
            .unwrap()
    };
    let (first, second) = tokio::join!(
        tokio::spawn(load(Arc::clone(&test))),
        tokio::spawn(load(Arc::clone(&test)))
    );
    assert_ne!(first.unwrap(), second.unwrap());
    assert_eq!(later_than_now(&mut conn, &clock).await, 0);
    let made = counts(&mut conn).await;
    assert_eq!(
        made,
        Counts {
            people: 31,
            addresses: 30,
            members: 4,
            partners: 6,
            countries_of_partners: 6,
            sites: 2,
            rooms: 12,
            desks: 20,
            series: 3,
            seminars: 40,
            bookings: 58,
            foreign: 0,
            stays: 10,
            states_of_stays: 8,
            messages: 0,
        }
    );
    assert!(!sample::load(&mut conn, &clock, &hub).await.unwrap());
    assert_eq!(counts(&mut conn).await, made);
    // Nor is anyone told of what was before: the first programmes are those to come.
    assert_eq!(digest::make(&mut conn, &clock, &hub).await.unwrap(), 0);
    clock.advance(Duration::days(7));
    assert!(digest::make(&mut conn, &clock, &hub).await.unwrap() > 0);
}

/// How much was entered later than now. What was lies in the past, however the plan reads.
async fn later_than_now(conn: &mut AsyncPgConnection, clock: &FixedClock) -> i64 {
    audit_entries::table
        .filter(audit_entries::at.gt(clock.now()))
        .count()
        .get_result(conn)
        .await
        .unwrap()
}

/// The end of a year, and the days on which clocks change here and there.
#[tokio::test(flavor = "multi_thread")]
async fn it_can_be_made_on_any_day() {
    let mut days = tokio::task::JoinSet::new();
    for day in [
        "2026-12-31T15:00:00Z",
        "2027-03-14T07:00:00Z",
        "2027-03-28T01:00:00Z",
    ] {
        days.spawn(async move {
            let test = TestDb::new().await;
            let mut conn = test.connect().await;
            let clock = FixedClock::at(day.parse().unwrap());
            let loaded = sample::load(&mut conn, &clock, &make::hub()).await;
            assert!(loaded.unwrap(), "{day}");
            assert_eq!(later_than_now(&mut conn, &clock).await, 0, "{day}");
        });
    }
    days.join_all().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_is_in_use_stays_as_it_is() {
    let test = TestDb::new().await;
    let mut conn = test.connect().await;
    make::person(&mut conn).id().await;
    let before = counts(&mut conn).await;
    assert!(
        !sample::load(&mut conn, &make::clock(), &make::hub())
            .await
            .unwrap()
    );
    assert_eq!(counts(&mut conn).await, before);
}
