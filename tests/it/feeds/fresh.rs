//! How steady bodies are while nothing changes, and how soon a change is seen.

use std::{io::Read, sync::Arc, time::Duration};

use diesel_async::SimpleAsyncConnection;
use maru::{
    base::{
        changes::Subject,
        clock::Clock,
        ids::RoomId,
        shelf::{Held, Places},
    },
    feeds::{
        FeedError, Outcome,
        model::{Address, Detail, FeedRequest, Options, Shows},
        source::{self, Found},
    },
};

use super::{
    make::{Booking, Seminar, World, change, id, noon, room, series, series_id},
    personal::subscribe,
    read::{lines, titles},
};
use crate::support::watch;

fn hub() -> FeedRequest {
    FeedRequest::new(Address::Hub, Options::default())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_rows_give_the_same_bytes() {
    let world = World::new().await;
    world.run(&Seminar::new(1, "Steady 한결같이").sql()).await;
    let first = world.get(Address::Hub).await.unwrap();
    // From memory, a second later, and rendered anew by another node an hour later.
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let second = world.get(Address::Hub).await.unwrap();
    assert!(Arc::ptr_eq(&first, &second));
    world.clock.advance(chrono::Duration::hours(1));
    let third = world.another_node().get(&hub()).await.unwrap();
    assert_eq!(first, third);
    assert_ne!(first.etag_identity, first.etag_gzip);
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(&first.gzip[..])
        .read_to_end(&mut plain)
        .unwrap();
    assert_eq!(plain, first.identity);
    // A counter that rises without anything to be seen makes no new version.
    world.change("SELECT 1", &[Subject::Hub]).await;
    tokio::time::sleep(Duration::from_millis(700)).await;
    let fourth = world.get(Address::Hub).await.unwrap();
    assert_eq!(world.feeds.renders(), 2);
    assert!(Arc::ptr_eq(&first, &fourth));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_first_requests_render_once() {
    let world = World::new().await;
    world.run(&Seminar::new(1, "Wanted").sql()).await;
    let gets = (0..64).map(|_| {
        let feeds = world.feeds.clone();
        tokio::spawn(async move { feeds.get(&hub()).await.unwrap() })
    });
    let bodies = futures_util::future::join_all(gets).await;
    assert!(
        bodies
            .iter()
            .all(|body| titles(body.as_ref().unwrap()) == ["Wanted"])
    );
    assert_eq!(world.feeds.renders(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_goes_away_does_not_stop_the_render() {
    let world = World::new().await;
    let request = hub();
    {
        let get = world.feeds.get(&request);
        tokio::pin!(get);
        // Asked once, so that the render is under way, and dropped.
        assert!(futures_util::poll!(get.as_mut()).is_pending());
    }
    for _ in 0..100 {
        if world.feeds.renders() == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(world.get(Address::Hub).await.is_ok());
    assert_eq!(world.feeds.renders(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_seen_within_a_second_with_and_without_notifications() {
    let world = World::new().await;
    world.run(&Seminar::new(1, "First title").sql()).await;
    let mut body = world.get(Address::Hub).await.unwrap();
    for n in 0..4 {
        if n > 1 {
            // The ear is cut off, and the change comes before it is back.
            world
                .run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'")
                .await;
        }
        let sql = format!(
            "UPDATE seminars SET title = 'Title {n}', modified_at = modified_at + interval '1 h'"
        );
        world.change(&sql, &[Subject::Hub]).await;
        let next = world.after(Address::Hub, &body).await.unwrap();
        assert_eq!(titles(&next), [format!("Title {n}")]);
        // The clock stands still, and yet the time tells the versions apart.
        assert!(next.last_modified > body.last_modified);
        assert_ne!(next.etag_identity, body.etag_identity);
        assert_ne!(next.etag_gzip, body.etag_gzip);
        body = next;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_seen_where_it_is_shown_and_nothing_else_is_rendered() {
    let world = World::new().await;
    let mut sql = series(20, "one", "One") + &series(21, "two", "Two") + &room(30, "hall", "Hall");
    sql += &Seminar {
        series: Some(20),
        ..Seminar::new(1, "In one")
    }
    .sql();
    sql += &Seminar {
        series: Some(21),
        ..Seminar::new(2, "In two")
    }
    .sql();
    sql += &Booking {
        seminar: Some(1),
        ..Booking::new(50, 30, "x")
    }
    .sql();
    world.run(&sql).await;
    let (one, two) = (Address::Series("one".into()), Address::Series("two".into()));
    let first = world.get(one.clone()).await.unwrap();
    world.get(two.clone()).await.unwrap();
    world
        .change(
            "UPDATE seminars SET title = 'Moved on' WHERE code = 'code1'",
            &[
                Subject::Series(series_id(20)),
                Subject::Room(RoomId(id(30))),
            ],
        )
        .await;
    let second = world.after(one.clone(), &first).await.unwrap();
    assert_eq!(
        lines(&second, &["SUMMARY", "LOCATION"]),
        ["Moved on | Hall"]
    );
    world.get(two.clone()).await.unwrap();
    assert_eq!(world.feeds.renders(), 3);
    // A room is renamed: its writer need not know where the name stands.
    world
        .change(
            "UPDATE rooms SET name = 'Grand hall', modified_at = '2026-11-20T00:00:00Z'",
            &[Subject::Names],
        )
        .await;
    let third = world.after(one, &second).await.unwrap();
    assert_eq!(
        lines(&third, &["LOCATION", "LAST-MODIFIED", "SEQUENCE"]),
        ["Grand hall | 2026-11-20T00:00:00Z | 0"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_and_counters_come_from_one_snapshot_and_never_go_back() {
    let world = World::new().await;
    world.run(&Seminar::new(1, "Before").sql()).await;
    world.change("SELECT 1", &[Subject::Hub]).await;
    let day = world.hub.zone.date(world.clock.now());
    let request = hub();

    // A writer has changed the row and raised the counter, and has not committed: a render sees neither.
    let mut writer = world.db.connect().await;
    writer
        .batch_execute("BEGIN; UPDATE seminars SET title = 'After'")
        .await
        .unwrap();
    maru::base::changes::raise(&mut writer, &*world.clock, [Subject::Hub])
        .await
        .unwrap();
    let mut conn = world.conn().await;
    let before = source::read(&mut conn, &world.hub, &request, day)
        .await
        .unwrap();
    writer.batch_execute("COMMIT").await.unwrap();
    let after = source::read(&mut conn, &world.hub, &request, day)
        .await
        .unwrap();
    let told = |found: &Found| match found {
        Found::Feed(rows) => rows.seminars[0].title.clone(),
        Found::Revoked => unreachable!(),
    };
    assert_eq!(
        (told(&before.found).as_str(), told(&after.found).as_str()),
        ("Before", "After")
    );
    let counters = |reading: &source::Reading| -> Vec<(String, i64)> {
        reading
            .rests_on
            .iter()
            .map(|(subject, n)| (subject.to_owned(), n))
            .collect()
    };
    let pair = |subject: &str, n| (subject.to_owned(), n);
    assert_eq!(counters(&before), [pair("hub", 1), pair("names", 0)]);
    assert_eq!(counters(&after), [pair("hub", 2), pair("names", 0)]);

    // The later one lands first: the earlier one does not replace it.
    let shelf = Places::new(1 << 20);
    let good = noon()..noon() + chrono::Duration::days(1);
    let newer = shelf.put(
        &request,
        Held::new(Outcome::Gone, after.rests_on, good.clone()),
    );
    let kept = shelf.put(&request, Held::new(Outcome::Gone, before.rests_on, good));
    assert!(Arc::ptr_eq(&newer, &kept));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_change_is_lost_while_many_write_and_read() {
    let world = World::new().await;
    world.run(&Seminar::new(1, "0").sql()).await;
    let stop = tokio_util::sync::CancellationToken::new();
    let readers: Vec<_> = (0..4)
        .map(|_| {
            let (feeds, stop) = (world.feeds.clone(), stop.clone());
            tokio::spawn(async move {
                let mut last = 0;
                while !stop.is_cancelled() {
                    let body = feeds.get(&hub()).await.unwrap();
                    let now: i32 = titles(&body)[0].parse().unwrap();
                    assert!(
                        now >= last,
                        "an older body over a newer one: {now} after {last}"
                    );
                    last = now;
                    tokio::time::sleep(Duration::from_millis(3)).await;
                }
            })
        })
        .collect();
    let writers: Vec<_> = (0..3)
        .map(|_| {
            let (url, clock) = (world.db.url.clone(), Arc::clone(&world.clock));
            tokio::spawn(async move {
                use diesel_async::AsyncConnection;
                let mut conn = diesel_async::AsyncPgConnection::establish(&url)
                    .await
                    .unwrap();
                for _ in 0..60 {
                    let sql = "UPDATE seminars SET title = (title::int + 1)::text";
                    change(&mut conn, &clock, sql, &[Subject::Hub]).await;
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    tokio::time::sleep(Duration::from_millis(900)).await;
    assert_eq!(titles(&world.get(Address::Hub).await.unwrap()), ["180"]);
    stop.cancel();
    for reader in readers {
        reader.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_database_is_away_the_last_body_is_served() {
    let world = World::new().await;
    world
        .run(&(Seminar::new(1, "Still here").sql() + &series(20, "one", "One")))
        .await;
    let body = world.get(Address::Hub).await.unwrap();
    let mine = subscribe(&world, Detail::Full).await;
    let mut admin = maintenance(&world.db.url).await;
    let name = world.db.url.rsplit('/').next().unwrap();
    admin
        .batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        .await
        .unwrap();
    let cut =
        format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    admin.batch_execute(&cut).await.unwrap();

    assert!(Arc::ptr_eq(&body, &world.get(Address::Hub).await.unwrap()));
    // The day goes by: what is held is yesterday's, and better than nothing.
    world.clock.advance(chrono::Duration::days(1));
    assert!(Arc::ptr_eq(&body, &world.get(Address::Hub).await.unwrap()));
    let never = world.get(Address::Series("one".into())).await;
    assert_eq!(never.unwrap_err(), FeedError::Unavailable);
    // Whoever is given what was last known is not taken for someone who knows how things stand.
    let Address::My(secret) = mine else {
        unreachable!()
    };
    world
        .feeds
        .polled(&secret, b"Google-Calendar-Importer", Shows::All, None);

    // It comes back, with a change in it.
    admin
        .batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
        .await
        .unwrap();
    let mut conn = world.db.connect().await;
    let sql = "UPDATE seminars SET title = 'Changed meanwhile'";
    change(&mut conn, &world.clock, sql, &[Subject::Hub]).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(
        titles(&world.get(Address::Hub).await.unwrap()),
        ["Changed meanwhile"]
    );
    assert!(world.get(Address::Series("one".into())).await.is_ok());
    let noted = "feed_polls WHERE told_at IS";
    for (none, some) in [(1, 0), (0, 1)] {
        world.feeds.write_polls().await.unwrap();
        assert_eq!(
            watch::count(&mut conn, &format!("{noted} NULL")).await,
            none
        );
        let told = format!("{noted} NOT NULL");
        assert_eq!(watch::count(&mut conn, &told).await, some);
        world
            .feeds
            .polled(&secret, b"Google-Calendar-Importer", Shows::All, None);
    }
}

/// A connection to the server's own database.
pub(super) async fn maintenance(url: &str) -> diesel_async::AsyncPgConnection {
    use diesel_async::AsyncConnection;
    let (server, _) = url.rsplit_once('/').unwrap();
    diesel_async::AsyncPgConnection::establish(&format!("{server}/postgres"))
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_entries_come_in_a_handful_of_queries() {
    let world = World::new().await;
    let mut sql = series(20, "one", "One") + &room(30, "hall", "Hall");
    sql += &format!(
        "INSERT INTO seminars (id, code, uid, series_id, title, abstract_text, owner_id, entered_by, starts_local, zone, starts_at, ends_at,
           duration_minutes, visibility, state, state_at, created_at, modified_at)
         SELECT gen_random_uuid(), 'c' || n, n || '@hub.example', '{}', 'Talk ' || n, repeat('Some words; of, an abstract. ', 20), '{owner}', '{owner}',
           at AT TIME ZONE 'Asia/Seoul', 'Asia/Seoul', at, at + interval '1 h', 60, 'public', 'announced', '{early}', '{early}', '{early}'
         FROM generate_series(1, 2000) AS n, LATERAL (SELECT '{}'::timestamptz + n * interval '2 h' AS at) AS t;
         INSERT INTO speakers (seminar_id, person_id, role, position) SELECT id, '{}', 'speaker', 0 FROM seminars;",
        id(20),
        noon(),
        id(1),
        owner = id(9),
        early = super::make::EARLY,
    );
    world.run(&sql).await;
    let body = world.get(Address::Series("one".into())).await.unwrap();
    let uids = lines(&body, &["UID", "SUMMARY"]);
    let expected: Vec<String> = (1..=2000)
        .map(|n| format!("{n}@hub.example | Talk {n}"))
        .collect();
    assert_eq!(uids, expected);
    assert!(body.gzip.len() * 5 < body.identity.len());
}
