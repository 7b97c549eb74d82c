//! Making, listing and revoking the addresses of personal feeds.

use diesel::{prelude::*, sql_types::Text};
use diesel_async::RunQueryDsl;
use maru::{
    base::{
        error::Refusal,
        ids::FeedId,
        page::Page,
        secret::{Key, Purpose},
    },
    feeds::{
        FeedError,
        actions::{self, NewFeed},
        model::{Address, Detail},
    },
};

use super::make::{World, actor, id, person};

fn new(name: &str) -> NewFeed {
    NewFeed {
        calendar: None,
        name: Some(name.into()),
        detail: Detail::Full,
    }
}

#[derive(QueryableByName, Debug, PartialEq)]
struct Audited {
    #[diesel(sql_type = Text)]
    entry: String,
}

#[tokio::test(flavor = "multi_thread")]
async fn they_are_listed_with_the_same_address_and_every_act_is_in_the_audit_trail() {
    let world = World::new().await;
    let mut conn = world.conn().await;
    let (clock, hub) = (&*world.clock, &*world.hub);
    let made = actions::create(
        &mut conn,
        clock,
        hub,
        &actor(1),
        person(1),
        new(" Phone\r\n "),
    )
    .await
    .unwrap();
    assert_eq!(made.name, "Phone");
    clock.advance(chrono::Duration::seconds(1));
    let unnamed = NewFeed {
        calendar: None,
        name: Some("  ".into()),
        detail: Detail::Busy,
    };
    let second = actions::create(&mut conn, clock, hub, &actor(1), person(1), unnamed)
        .await
        .unwrap();
    assert_eq!(second.name, "My calendar");
    assert_ne!(made.url, second.url);
    let listed = actions::list(&mut conn, hub, &actor(1), person(1), Page::default())
        .await
        .unwrap()
        .items;
    assert_eq!(listed, [made.clone(), second.clone()]);
    clock.advance(chrono::Duration::seconds(1));

    actions::revoke(&mut conn, clock, &actor(1), person(1), made.id)
        .await
        .unwrap();
    actions::revoke(&mut conn, clock, &actor(1), person(1), made.id)
        .await
        .unwrap();
    let listed = actions::list(&mut conn, hub, &actor(1), person(1), Page::default())
        .await
        .unwrap()
        .items;
    assert_eq!(listed, [second]);
    let audited: Vec<Audited> = diesel::sql_query(
        "SELECT action || ' ' || coalesce(before ->> 'name', '–') || ' ' || coalesce(after ->> 'name', '–') AS entry \
         FROM audit_entries WHERE subject_kind = 'personal_feeds' ORDER BY at, id",
    )
    .load(&mut conn)
    .await
    .unwrap();
    let audited: Vec<&str> = audited.iter().map(|row| row.entry.as_str()).collect();
    assert_eq!(
        audited,
        ["made – Phone", "made – My calendar", "revoked Phone –"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_keeps_the_feeds_of_others() {
    let world = World::new().await;
    let mut conn = world.conn().await;
    let (clock, hub) = (&*world.clock, &*world.hub);
    let made = actions::create(&mut conn, clock, hub, &actor(1), person(1), new("Mine"))
        .await
        .unwrap();

    let stranger = actor(2);
    let refused = actions::create(&mut conn, clock, hub, &stranger, person(1), new("Spy")).await;
    assert!(matches!(refused, Err(Refusal::Forbidden(_))), "{refused:?}");
    let refused = actions::list(&mut conn, hub, &stranger, person(1), Page::default()).await;
    assert!(matches!(refused, Err(Refusal::Forbidden(_))), "{refused:?}");
    let refused = actions::revoke(&mut conn, clock, &stranger, person(1), made.id).await;
    assert!(matches!(refused, Err(Refusal::Forbidden(_))), "{refused:?}");
    // By their own name they do not reach it either.
    let refused = actions::revoke(&mut conn, clock, &stranger, person(2), made.id).await;
    assert!(matches!(refused, Err(Refusal::NotFound)), "{refused:?}");
    let refused = actions::list(&mut conn, hub, &stranger, person(99), Page::default()).await;
    assert!(matches!(refused, Err(Refusal::NotFound)), "{refused:?}");

    let mut assistant = actor(3);
    assistant.acts_for.push(person(1));
    let listed = actions::list(&mut conn, hub, &assistant, person(1), Page::default())
        .await
        .unwrap()
        .items;
    assert_eq!(listed, [made]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_too_long_and_one_feed_too_many_are_refused() {
    let world = World::new().await;
    let mut conn = world.conn().await;
    let (clock, hub) = (&*world.clock, &*world.hub);
    let refused = actions::create(
        &mut conn,
        clock,
        hub,
        &actor(1),
        person(1),
        new(&"가".repeat(201)),
    )
    .await;
    assert!(matches!(refused, Err(Refusal::Invalid(_))), "{refused:?}");
    for _ in 0..actions::MOST_FEEDS {
        actions::create(
            &mut conn,
            clock,
            hub,
            &actor(1),
            person(1),
            new("One of many"),
        )
        .await
        .unwrap();
    }
    let refused =
        actions::create(&mut conn, clock, hub, &actor(1), person(1), new("One more")).await;
    assert!(matches!(refused, Err(Refusal::Conflict(_))), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_was_not_given_out_opens_nothing() {
    let world = World::new().await;
    let mut conn = world.conn().await;
    let made = actions::create(
        &mut conn,
        &*world.clock,
        &world.hub,
        &actor(1),
        person(1),
        new("Mine"),
    )
    .await
    .unwrap();
    let FeedId(feed) = made.id;
    let other_key = Key::from_hex(&"cd".repeat(32)).unwrap();
    for secret in [
        other_key.token(Purpose::Feed, &[feed], 1),
        world.hub.key.token(Purpose::Join, &[feed], 1),
        // Of the generation to come; and of a feed that is not there, which others made up, or this hub never gave out.
        world.hub.key.token(Purpose::Feed, &[feed], 2),
        other_key.token(Purpose::Feed, &[id(77)], 1),
        world.hub.key.token(Purpose::Feed, &[id(77)], 0),
        "rubbish".into(),
        String::new(),
    ] {
        let got = world.get(Address::My(secret.clone())).await;
        assert_eq!(got.unwrap_err(), FeedError::NotFound, "{secret}");
    }
    // What this hub alone can write, it has given out: of what is not there any more.
    let ended = world.hub.key.token(Purpose::Feed, &[id(77)], 1);
    let got = world.get(Address::My(ended)).await;
    assert_eq!(got.unwrap_err(), FeedError::Gone);
    let secret = made
        .url
        .rsplit('/')
        .next()
        .unwrap()
        .strip_suffix(".ics")
        .unwrap();
    assert!(world.get(Address::My(secret.into())).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_address_opens_the_feed_and_those_given_up_of_late_are_known_as_such() {
    let world = World::new().await;
    let mut conn = world.conn().await;
    let (clock, hub) = (&*world.clock, &*world.hub);
    let made = actions::create(&mut conn, clock, hub, &actor(1), person(1), new("Mine"))
        .await
        .unwrap();
    let stranger = actor(2);
    let refused = actions::renew(&mut conn, clock, hub, &stranger, person(1), made.id).await;
    assert!(matches!(refused, Err(Refusal::Forbidden(_))), "{refused:?}");
    let mut urls = vec![made.url.clone()];
    for _ in 0..150 {
        let renewed = actions::renew(&mut conn, clock, hub, &actor(1), person(1), made.id).await;
        urls.push(renewed.unwrap().url);
    }
    let outcome = async |url: &str| {
        let secret = url.strip_prefix("https://hub.example/feeds/my/").unwrap();
        let secret = secret.strip_suffix(".ics").unwrap().to_owned();
        world.get(Address::My(secret)).await.map(|_| ()).err()
    };
    assert_eq!(outcome(&urls[150]).await, None);
    assert_eq!(outcome(&urls[149]).await, Some(FeedError::Gone));
    assert_eq!(outcome(&urls[50]).await, Some(FeedError::Gone));
    // A hundred addresses ago: it is not tried any more whether there was one.
    assert_eq!(outcome(&urls[49]).await, Some(FeedError::NotFound));

    actions::revoke(&mut conn, clock, &actor(1), person(1), made.id)
        .await
        .unwrap();
    let refused = actions::renew(&mut conn, clock, hub, &actor(1), person(1), made.id).await;
    assert!(matches!(refused, Err(Refusal::NotFound)), "{refused:?}");
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    assert_eq!(outcome(&urls[150]).await, Some(FeedError::Gone));
}
