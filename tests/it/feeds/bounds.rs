//! What floods of requests cost: addresses that somebody made up, wishes without end, and everyone at once.

use std::{sync::Arc, time::Instant};

use diesel_async::SimpleAsyncConnection;
use maru::{
    base::{
        changes::Subject,
        secret::{Key, Purpose},
    },
    feeds::{
        Body, FeedError, Feeds,
        model::{Address, Detail, FeedRequest, Format, Options},
    },
};

use super::{
    make::{Seminar, World, id, series, series_id},
    personal::subscribe,
    read::titles,
};

/// Addresses of one sort after the other that nobody has given to anything.
fn made_up(n: u128) -> Address {
    let name = format!("nothing-{n}");
    match n % 6 {
        0 => Address::Series(name),
        1 => Address::Topic(name),
        2 => Address::Institution(name),
        3 => Address::Room(name),
        4 => Address::Seminar(name),
        _ => {
            let other = Key::from_hex(&"cd".repeat(32)).unwrap();
            Address::My(other.token(Purpose::Feed, &[id(1000 + n)], 1))
        }
    }
}

async fn get(node: &Feeds, address: Address) -> Result<Arc<Body>, FeedError> {
    node.get(&FeedRequest::new(address, Options::default()))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn made_up_addresses_take_no_memory_and_are_not_each_looked_up() {
    let world = World::new().await;
    world
        .run(&(series(20, "one", "One") + &Seminar::new(1, "Real").sql()))
        .await;
    let node = world.another_node();
    let real = [Address::Hub, Address::Series("one".into())];
    for address in &real {
        get(&node, address.clone()).await.unwrap();
    }
    let before = node.counts();
    let began = Instant::now();
    for n in 0..20_000 {
        let nothing = get(&node, made_up(n)).await;
        assert_eq!(nothing.err(), Some(FeedError::NotFound), "{n}");
    }
    // All at once, as well.
    let at_once = (20_000..21_000).map(|n| get(&node, made_up(n)));
    for nothing in futures_util::future::join_all(at_once).await {
        assert_eq!(nothing.err(), Some(FeedError::NotFound));
    }
    // In each second a few are looked up, and twice what there is of each sort.
    let seconds = began.elapsed().as_secs() + 2;
    let asked = node.counts().about_nothing;
    assert!(asked <= seconds * (64 + 2 * 6), "{asked} in {seconds} s");
    let after = node.counts();
    assert_eq!(
        (after.bodies, after.stubs, after.stub_bytes, after.renders),
        (
            before.bodies,
            before.stubs,
            before.stub_bytes,
            before.renders
        )
    );

    // What is made while they come is found: at once by whoever is given its secret, the rest within a second.
    let mine = subscribe(&world, Detail::Full).await;
    assert!(get(&node, mine).await.is_ok());
    world
        .change(&series(21, "two", "Two"), &[Subject::Names])
        .await;
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    for n in 0..200 {
        assert!(get(&node, made_up(n * 6)).await.is_err());
    }
    assert!(get(&node, Address::Series("two".into())).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_for_what_nobody_knows_does_not_queue_for_a_database_that_hangs() {
    let world = World::new().await;
    let node = world.another_node();
    // Too many to be looked up one by one, from here on for a second.
    let nothing = (0..100).map(|n| get(&node, Address::Seminar(format!("nothing-{n}"))));
    for nothing in futures_util::future::join_all(nothing).await {
        assert_eq!(nothing.err(), Some(FeedError::NotFound));
    }
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    let mut holder = world.db.connect().await;
    holder
        .batch_execute("BEGIN; LOCK TABLE seminars IN ACCESS EXCLUSIVE MODE")
        .await
        .unwrap();
    let nothing = (100..200).map(|n| get(&node, Address::Seminar(format!("nothing-{n}"))));
    let nothing = futures_util::future::join_all(nothing);
    // One question until its patience is at an end, and one render: not one after the other for each that asks.
    let answers = tokio::time::timeout(std::time::Duration::from_secs(30), nothing).await;
    for nothing in answers.expect("they wait for the database") {
        assert_eq!(nothing.err(), Some(FeedError::Unavailable));
    }
    holder.batch_execute("ROLLBACK").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_an_address_is_not_looked_up_at_all() {
    let world = World::new().await;
    let node = world.another_node();
    for address in [
        Address::Series(String::new()),
        Address::Series("Upper Case".into()),
        Address::Room("a".repeat(81)),
        Address::Institution("-".into()),
        Address::Topic("x".repeat(400)),
        Address::Seminar(String::new()),
        Address::My("nothing".into()),
        Address::My("A".repeat(43) + "A"),
    ] {
        let nothing = get(&node, address.clone()).await;
        assert_eq!(nothing.err(), Some(FeedError::NotFound), "{address:?}");
    }
    assert_eq!(node.counts().about_nothing, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn wishes_without_end_push_out_nothing_that_others_read() {
    const ROOM: usize = 1 << 16;
    let world = World::new().await;
    let seminar = Seminar {
        series: Some(20),
        ..Seminar::new(1, "Real")
    };
    world
        .run(&(series(20, "one", "One") + &seminar.sql()))
        .await;
    let mine = subscribe(&world, Detail::Full).await;
    let node = world.node_with_room(ROOM);
    let public = [Address::Hub, Address::Series("one".into())];
    // What somebody asks of their own feed is no one else's to push out.
    let alarms = Options {
        alarms: vec![15],
        ..Options::default()
    };
    let real = [
        FeedRequest::new(public[0].clone(), Options::default()),
        FeedRequest::new(public[1].clone(), Options::default()),
        FeedRequest::new(mine.clone(), Options::default()),
        FeedRequest::new(mine, alarms),
    ];
    for request in &real {
        node.get(request).await.unwrap();
    }
    let before = node.counts();
    for n in 1..=100 {
        let options = Options {
            past_days: n,
            days_ahead: Some(n),
            ..Options::default()
        };
        let format = Format::ALL[usize::from(n) % Format::ALL.len()];
        let address = public[usize::from(n) % 2].clone();
        let request = FeedRequest::written(format, address, options);
        node.get(&request).await.unwrap();
    }
    let after = node.counts();
    assert_eq!(after.renders, before.renders + 100);
    assert!(after.bodies.bytes <= ROOM, "{:?}", after.bodies);
    assert!(after.bodies.evicted > 50, "{:?}", after.bodies);
    assert_eq!(after.stubs, before.stubs);
    for request in &real {
        node.get(request).await.unwrap();
    }
    assert_eq!(node.counts().renders, after.renders);
}

#[tokio::test(flavor = "multi_thread")]
async fn wishes_are_the_same_in_any_order() {
    let world = World::new().await;
    world.run(&Seminar::new(1, "Real").sql()).await;
    let node = world.another_node();
    let mut pairs = [
        ("past", "30"),
        ("kinds", "tour,lecture,stay"),
        ("lang", "ko"),
        ("cancelled", "0"),
        ("utm_source", "x"),
    ];
    for _ in 0..pairs.len() {
        pairs.rotate_left(1);
        for kinds in ["lecture,tour", "tour,stay,lecture,lecture"] {
            let pairs = pairs.map(|(name, value)| match name {
                "kinds" => (name, kinds),
                _ => (name, value),
            });
            let options = Options::parse(pairs).unwrap();
            let request = FeedRequest::new(Address::Hub, options);
            node.get(&request).await.unwrap();
        }
    }
    assert_eq!(node.renders(), 1);
    assert_eq!(node.counts().bodies.count, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_at_once_after_a_change_are_one_rendering_and_leave_connections_to_others() {
    let world = World::new().await;
    let seminar = Seminar {
        series: Some(20),
        ..Seminar::new(1, "Before")
    };
    world
        .run(&(series(20, "one", "One") + &seminar.sql()))
        .await;
    let one = FeedRequest::new(Address::Series("one".into()), Options::default());
    world.feeds.get(&one).await.unwrap();
    let sql = "UPDATE seminars SET title = 'After'";
    world.change(sql, &[Subject::Series(series_id(20))]).await;
    // Until the node has heard of it.
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    let renders = world.feeds.renders();
    let all = futures_util::future::join_all((0..10_000).map(|_| world.feeds.get(&one)));
    let others = async {
        for _ in 0..20 {
            let mut conn = world.conn().await;
            conn.batch_execute("SELECT 1").await.unwrap();
        }
    };
    let (all, ()) = tokio::join!(all, others);
    assert_eq!(all.len(), 10_000);
    let first = all[0].as_ref().unwrap();
    assert_eq!(titles(first), ["After"]);
    for body in &all {
        assert_eq!(body.as_ref().unwrap().etag_identity, first.etag_identity);
    }
    // One; another one for those who came when it was under way for so long that it could lack a change.
    let rendered = world.feeds.renders() - renders;
    assert!((1..=2).contains(&rendered), "{rendered}");
}
