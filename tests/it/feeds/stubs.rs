//! Feeds whose bodies had to make room: who has the current version is told so, and nothing is rendered.

use std::sync::Arc;

use diesel_async::SimpleAsyncConnection;
use maru::{
    base::{changes::Subject, ids::SeminarId, page::Page},
    feeds::{
        Body, FeedError, Feeds, Given, Told, Version, actions,
        model::{Address, Detail, FeedRequest, Options},
    },
    web::server,
};

use super::{
    fresh::maintenance,
    make::{Seminar, World, actor, change, id, person, series, series_id, speaker},
    personal::subscribe,
    read::titles,
};
use crate::support::{app::TestApp, http::Request};

fn feed(address: &Address) -> FeedRequest {
    FeedRequest::new(address.clone(), Options::default())
}

/// What a client is given that has the version `tag`.
async fn having(node: &Feeds, address: &Address, tag: &str) -> Result<Given, FeedError> {
    let has = |version: &Version| version.etag_identity == tag;
    node.ask(&feed(address), has).await
}

/// What it is given where that is a body.
async fn body(node: &Feeds, address: &Address, tag: &str) -> Arc<Body> {
    let given = having(node, address, tag).await.unwrap();
    assert!(given.is_current);
    match given.what {
        Told::Body(body) => body,
        Told::Unchanged(version) => panic!("not a body: {version:?}"),
    }
}

/// The word that the client has the version `body`.
fn unchanged(body: &Body, is_current: bool) -> Given {
    Given {
        what: Told::Unchanged(version(body)),
        is_current,
    }
}

/// Has another feed take the one place that there is.
async fn pushed_out(node: &Feeds) {
    let before = node.counts();
    node.get(&feed(&Address::Hub)).await.unwrap();
    let after = node.counts();
    assert_eq!(after.bodies.count, 1);
    assert_eq!(after.bodies.evicted, before.bodies.evicted + 1);
}

fn version(body: &Body) -> Version {
    Version {
        etag_identity: body.etag_identity.clone(),
        etag_gzip: body.etag_gzip.clone(),
        last_modified: body.last_modified,
        public: body.public,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_the_current_version_is_told_so_without_a_render() {
    let world = World::new().await;
    let seminar = Seminar {
        series: Some(20),
        ..Seminar::new(1, "First title")
    };
    world
        .run(&(series(20, "one", "One") + &seminar.sql()))
        .await;
    let node = world.narrow_node();
    let one = Address::Series("one".into());
    let first = node.get(&feed(&one)).await.unwrap();
    pushed_out(&node).await;
    assert_eq!(node.renders(), 2);
    for n in 1..=3 {
        assert_eq!(
            having(&node, &one, &first.etag_identity).await,
            Ok(unchanged(&first, true))
        );
        assert_eq!((node.renders(), node.counts().from_stubs), (2, n));
    }
    // Who has another one is given the body: rendered anew, and the same to the last bit, its time included.
    let again = body(&node, &one, "\"another\"").await;
    assert_eq!((&*again, node.renders()), (&*first, 3));

    // A change counts at once, and makes the next version, though no body is left to compare it with.
    pushed_out(&node).await;
    let sql = "UPDATE seminars SET title = 'Second title'";
    world.change(sql, &[Subject::Series(series_id(20))]).await;
    let renders = node.renders();
    let second = body(&node, &one, &first.etag_identity).await;
    assert_eq!(titles(&second), ["Second title"]);
    assert!(second.last_modified > first.last_modified);
    assert_eq!(node.renders(), renders + 1);

    // A counter that rises without anything to be seen: it is rendered, and is the version that it was.
    pushed_out(&node).await;
    world.change("SELECT 1", &[Subject::Names]).await;
    assert_eq!(body(&node, &one, &second.etag_identity).await, second);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stub_is_good_for_its_day_and_its_hub() {
    let world = World::new().await;
    let seminar = Seminar {
        series: Some(20),
        ..Seminar::new(1, "Once")
    };
    world
        .run(&(series(20, "one", "One") + &seminar.sql()))
        .await;
    let node = world.narrow_node();
    let one = Address::Series("one".into());
    let first = node.get(&feed(&one)).await.unwrap();
    pushed_out(&node).await;
    // In 93 days it is out of the window, and no counter rises for that.
    world.clock.advance(chrono::Duration::days(93));
    let later = body(&node, &one, &first.etag_identity).await;
    assert_eq!(titles(&later), [""; 0]);
    assert!(later.last_modified > first.last_modified);

    // A hub that is called otherwise is another process, which knows of no version yet.
    pushed_out(&node).await;
    let mut hub = (*world.hub).clone();
    hub.public_url = "https://elsewhere.example".into();
    let other = Feeds::with_room(world.db.db.clone(), Arc::new(hub), world.clock.clone(), 1);
    let elsewhere = body(&other, &one, &later.etag_identity).await;
    assert_ne!(elsewhere.etag_identity, later.etag_identity);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_personal_feed_is_looked_at_again_after_each_of_its_changes_and_no_other() {
    let world = World::new().await;
    let in_series = Seminar {
        series: Some(20),
        ..Seminar::new(1, "Followed")
    };
    let mut sql = series(20, "followed", "Followed") + &series(21, "other", "Other");
    sql += &in_series.sql();
    sql += &Seminar::new(2, "Speaks there").sql();
    sql += &Seminar::new(3, "Nothing to them").sql();
    sql += &speaker(2, 1, "speaker", "accepted");
    sql += &format!(
        "INSERT INTO subscriptions VALUES ('{}', '{}', NULL, NULL, '2026-11-01T00:00:00Z');",
        id(20),
        id(1)
    );
    world.run(&sql).await;
    let mine = subscribe(&world, Detail::Full).await;
    let node = world.narrow_node();
    let first = node.get(&feed(&mine)).await.unwrap();
    assert_eq!(titles(&first), ["Followed", "Speaks there"]);
    let seminar = |n| Subject::Seminar(SeminarId(id(n)));
    let others = [
        Subject::Hub,
        Subject::Person(person(2)),
        Subject::Series(series_id(21)),
        seminar(3),
        Subject::Topic("names".into()),
    ];
    let own = [
        Subject::Person(person(1)),
        Subject::Series(series_id(20)),
        seminar(2),
        Subject::Names,
    ];
    for (subjects, renders) in [(&others[..], 0), (&own[..], 1)] {
        for subject in subjects {
            pushed_out(&node).await;
            world
                .change("SELECT 1", std::slice::from_ref(subject))
                .await;
            let before = node.renders();
            let given = having(&node, &mine, &first.etag_identity).await.unwrap();
            assert_eq!(node.renders() - before, renders, "{subject:?}");
            assert!(given.is_current);
            match given.what {
                Told::Unchanged(given) => assert_eq!(given, version(&first)),
                Told::Body(body) => assert_eq!(body, first),
            }
            if renders == 0 {
                // The place is given back, so that the next one pushes it out again.
                node.get(&feed(&mine)).await.unwrap();
            }
        }
    }

    // Revoked: gone, whatever version the client has.
    pushed_out(&node).await;
    let mut conn = world.conn().await;
    let feeds = actions::list(&mut conn, &world.hub, &actor(1), person(1), Page::default())
        .await
        .unwrap();
    let which = feeds.items[0].id;
    actions::revoke(&mut conn, &*world.clock, &actor(1), person(1), which)
        .await
        .unwrap();
    let gone = having(&node, &mine, &first.etag_identity).await;
    assert_eq!(gone, Err(FeedError::Gone));
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_database_is_away_clients_keep_what_they_have() {
    let world = World::new().await;
    world
        .run(&(Seminar::new(1, "Still here").sql() + &series(20, "one", "One")))
        .await;
    let node = world.narrow_node();
    let one = Address::Series("one".into());
    let first = node.get(&feed(&one)).await.unwrap();
    pushed_out(&node).await;
    let mut admin = maintenance(&world.db.url).await;
    let name = world.db.url.rsplit('/').next().unwrap();
    let close = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false");
    admin.batch_execute(&close).await.unwrap();
    let cut =
        format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    admin.batch_execute(&cut).await.unwrap();

    let kept = Ok(unchanged(&first, false));
    assert_eq!(having(&node, &one, &first.etag_identity).await, kept);
    let another = having(&node, &one, "\"another\"").await;
    assert_eq!(another, Err(FeedError::Unavailable));

    let open = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true");
    admin.batch_execute(&open).await.unwrap();
    let mut conn = world.db.connect().await;
    let sql = "UPDATE series SET title = 'Renamed meanwhile'";
    change(&mut conn, &world.clock, sql, &[Subject::Names]).await;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let after = body(&node, &one, &first.etag_identity).await;
    assert_ne!(after.etag_identity, first.etag_identity);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_hangs_holds_up_no_more_polls_than_one_question_takes() {
    let world = World::new().await;
    let mut sql = Seminar::new(1, "Still here").sql();
    for n in 0..40 {
        sql += &series(100 + n, &format!("series-{n}"), "One of many");
    }
    world.run(&sql).await;
    let node = world.narrow_node();
    let addresses: Vec<Address> = (0..40)
        .map(|n| Address::Series(format!("series-{n}")))
        .collect();
    let mut tags = Vec::new();
    for address in &addresses {
        let body = node.get(&feed(address)).await.unwrap();
        tags.push(body.etag_identity.clone());
    }
    pushed_out(&node).await;
    let mut holder = world.db.connect().await;
    holder
        .batch_execute("BEGIN; LOCK TABLE change_counters IN ACCESS EXCLUSIVE MODE")
        .await
        .unwrap();
    // Two at a time, each until its patience is at an end: twenty times two seconds, if nobody looked up from it.
    let began = std::time::Instant::now();
    let polls = addresses.iter().zip(&tags);
    let polls = polls.map(|(address, tag)| having(&node, address, tag));
    for given in futures_util::future::join_all(polls).await {
        let given = given.unwrap();
        assert!(matches!(given.what, Told::Unchanged(_)), "{given:?}");
        assert!(!given.is_current);
    }
    let took = began.elapsed();
    assert!(took < std::time::Duration::from_secs(15), "{took:?}");
    holder.batch_execute("ROLLBACK").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn both_encodings_are_known_and_the_answer_is_as_it_always_is() {
    let app = TestApp::new().await;
    let person = app.person("hong", "홍길동", &[]).await;
    let api = app.api(person).await;
    let made = api
        .post(&format!("/people/{person}/feeds"), serde_json::json!({}))
        .await
        .expect(201)
        .json();
    let url = made["url"].as_str().unwrap();
    let path = url.strip_prefix(&app.hub.public_url).unwrap().to_owned();
    // Another node with a narrow room, over the same database.
    let hub = Arc::new(app.hub.clone());
    let narrow = Feeds::with_room(app.db.db.clone(), hub, app.clock.clone(), 1);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let node = server::server(Arc::clone(&app.app), narrow.clone(), listener, 1).unwrap();
    tokio::spawn(node);
    let ask = async |gzip: bool, tag: Option<&str>| {
        let mut request = Request::new("GET", &path);
        if gzip {
            request = request.header("Accept-Encoding", "gzip");
        }
        if let Some(tag) = tag {
            request = request.header("If-None-Match", tag);
        }
        request.send(address).await
    };
    for gzip in [false, true] {
        let whole = ask(gzip, None).await.expect(200);
        let tag = whole.header("etag").unwrap().to_owned();
        pushed_out(&narrow).await;
        let renders = narrow.renders();
        let stub = ask(gzip, Some(&tag)).await.expect(304);
        assert_eq!(narrow.renders(), renders);
        assert_eq!(stub.body, b"");
        for name in ["etag", "cache-control", "vary"] {
            assert_eq!(stub.header(name), whole.header(name), "{name}");
        }
        // The other encoding has another tag.
        ask(!gzip, Some(&tag)).await.expect(200);
        assert_eq!(narrow.renders(), renders + 1);
        pushed_out(&narrow).await;
    }
}
