//! What becomes of the feed of someone who leaves: no member any more, or removed.

use maru::{
    base::{
        ids::InstitutionId,
        secret::{Key, Purpose},
    },
    feeds::{
        FeedError,
        model::{Address, Detail, FeedRequest, Options},
    },
    people::{
        actions::{self, ChangePerson},
        model::Role,
    },
};

use super::{follow, subscribe};
use crate::{
    feeds::{
        make::{Seminar, World, id, institution, person, series},
        read::titles,
    },
    support::make::command_line,
};

/// The feed of person 1, who follows a series of which one seminar is for everyone and one for members.
async fn follower(world: &World) -> Address {
    let of_the_series = |n, title, visibility| Seminar {
        series: Some(20),
        visibility,
        ..Seminar::new(n, title)
    };
    let mut sql = series(20, "followed", "Followed") + &follow(20);
    sql += &of_the_series(1, "For everyone", "public").sql();
    sql += &of_the_series(2, "For members", "members").sql();
    world.run(&sql).await;
    subscribe(world, Detail::Full).await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_no_member_any_more_keeps_what_is_for_everyone() {
    let world = World::new().await;
    let mine = follower(&world).await;
    let mut conn = world.conn().await;
    let (clock, admin) = (&*world.clock, command_line());
    actions::grant_role(&mut conn, clock, &admin, person(1), Role::Member)
        .await
        .unwrap();
    let member = world.get(mine.clone()).await.unwrap();
    assert_eq!(titles(&member), ["For everyone", "For members"]);
    actions::revoke_role(&mut conn, clock, &admin, person(1), Role::Member)
        .await
        .unwrap();
    let left = world.after(mine.clone(), &member).await.unwrap();
    assert_eq!(titles(&left), ["For everyone"]);

    // And so it is with those who are members through where they belong, and move.
    let mut sql = institution(40, "inside", "Inside") + &institution(41, "outside", "Outside");
    sql += &format!(
        "UPDATE institutions SET kind = 'member' WHERE id = '{}';",
        id(40)
    );
    world.run(&sql).await;
    let mut before = left;
    let homes: [(u128, &[&str]); 2] = [
        (40, &["For everyone", "For members"]),
        (41, &["For everyone"]),
    ];
    for (home, shown) in homes {
        let change = ChangePerson {
            institution_id: Some(Some(InstitutionId(id(home)))),
            ..ChangePerson::default()
        };
        actions::change_person(&mut conn, clock, &world.hub, &admin, person(1), change)
            .await
            .unwrap();
        before = world.after(mine.clone(), &before).await.unwrap();
        assert_eq!(titles(&before), shown);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_feed_of_someone_who_was_removed_is_gone() {
    let world = World::new().await;
    let mine = follower(&world).await;
    let asked = [("lang", "ko"), ("detail", "busy"), ("kinds", "booking")];
    let requests = asked.map(|pair| {
        let options = Options::parse([pair]).unwrap();
        FeedRequest::new(mine.clone(), options)
    });
    let before = world.get(mine.clone()).await.unwrap();
    assert_eq!(titles(&before), ["For everyone"]);
    for request in &requests {
        world.feeds.get(request).await.unwrap();
    }

    let mut conn = world.conn().await;
    actions::remove_person(&mut conn, &*world.clock, &command_line(), person(1))
        .await
        .unwrap();
    // Nothing is kept of it. That its address is a true one, the address says itself.
    let removed = world.after(mine.clone(), &before).await;
    assert_eq!(removed.unwrap_err(), FeedError::Gone);
    let other = world.another_node();
    let plain = FeedRequest::new(mine.clone(), Options::default());
    for request in requests.iter().chain([&plain]) {
        let here = world.feeds.get(request).await;
        assert_eq!(here.unwrap_err(), FeedError::Gone);
        let there = other.get(request).await;
        assert_eq!(there.unwrap_err(), FeedError::Gone);
    }
    // So do those that it had or would have had next; of none that somebody made up it is said that there was one.
    let Address::My(secret) = &mine else {
        panic!("{mine:?}");
    };
    let [id] = Key::ids_in::<1>(secret).unwrap();
    let known = |key: &Key, generation| Address::My(key.token(Purpose::Feed, &[id], generation));
    let key = &world.hub.key;
    for (address, error) in [
        (known(key, 2), FeedError::Gone),
        (known(key, 0), FeedError::NotFound),
        (known(&Key::fresh(), 1), FeedError::NotFound),
    ] {
        for feeds in [&world.feeds, &other] {
            let asked = FeedRequest::new(address.clone(), Options::default());
            assert_eq!(feeds.get(&asked).await.unwrap_err(), error);
        }
    }
}
