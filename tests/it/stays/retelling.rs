//! What has changed of a stay is told from what each knew.

use chrono::Duration;
use maru::{
    base::clock::Clock,
    people::model::Role,
    stays::{actions::Change, state::StayState},
};

use super::{
    make::{Scene, at, day},
    told::{changed, drafts, forgotten, messages, sent, to, told, untrue},
};
use crate::support::make;

#[tokio::test(flavor = "multi_thread")]
async fn several_edits_are_one_notice_from_what_each_knew() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let id = scene
        .enter(conn, &scene.front_desk, scene.stay())
        .await
        .unwrap()
        .stay
        .id;
    sent(conn, scene.clock.now()).await;
    changed(&scene, &scene.front_desk, id, to("2026-12-04")).await;
    scene.clock.advance(Duration::minutes(4));
    let desk = Change {
        desk: Some(Some(scene.other_desk)),
        ..Change::default()
    };
    changed(&scene, &scene.front_desk, id, desk).await;
    assert_eq!(
        told(conn, &scene).await,
        [
            "Jean Modèle: 1 → 3 in 10 min",
            "Jean Modèle: proposed (sent)",
            "Kim Gyeonbon: 1 → 3 in 10 min",
            "Kim Gyeonbon: proposed (sent)",
        ]
    );
    assert_eq!(untrue(conn, &scene).await, Vec::<String>::new());
    let back = Change {
        to: Some(day("2026-12-05")),
        desk: Some(Some(scene.desk)),
        ..Change::default()
    };
    changed(&scene, &scene.front_desk, id, back).await;
    assert_eq!(
        untrue(conn, &scene).await,
        [
            "Jean Modèle: what changed was changed back",
            "Kim Gyeonbon: what changed was changed back",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_tells_how_things_are_and_no_change_is_told_besides() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let id = scene.entered(conn).await.stay.id;
    changed(&scene, &scene.host, id, to("2026-12-04")).await;
    assert_eq!(told(conn, &scene).await, ["Jean Modèle: proposed"]);
    let told_revision = messages(conn).await[0].revision;
    assert_eq!(told_revision, Some(2));
    let drafts = drafts(conn, &scene).await;
    assert!(
        drafts[0]
            .1
            .content
            .subject
            .ends_with("1 Dec 2026 – 4 Dec 2026"),
        "{}",
        drafts[0].1.content.subject
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn close_to_the_first_day_a_change_is_told_at_once_and_one_that_is_not_told_never() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let id = scene.entered(conn).await.stay.id;
    forgotten(conn).await;
    let topics = Change {
        topics: Some(vec!["Sets".into()]),
        tentative: Some(true),
        ..Change::default()
    };
    changed(&scene, &scene.host, id, topics).await;
    assert_eq!(told(conn, &scene).await, Vec::<String>::new());
    scene.clock.set(at("2026-11-29T00:00:00Z"));
    changed(&scene, &scene.host, id, to("2026-12-04")).await;
    assert_eq!(told(conn, &scene).await, ["Jean Modèle: 2 → 3"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_host_is_told_where_it_stands_and_the_one_before_that_it_is_not_theirs() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let colleague = make::person(conn)
        .name("Lee Sample")
        .email("lee@hub.example")
        .role(Role::Member)
        .actor()
        .await;
    let id = scene.entered(conn).await.stay.id;
    scene.bring(conn, id, StayState::Approved).await;
    sent(conn, scene.clock.now()).await;
    let host = Change {
        host: Some(colleague.id),
        reason: Some("Kim is away.".into()),
        ..Change::default()
    };
    changed(&scene, &scene.front_desk, id, host).await;
    let waiting: Vec<String> = told(conn, &scene)
        .await
        .into_iter()
        .filter(|line| !line.ends_with(')'))
        .collect();
    assert_eq!(
        waiting,
        [
            "Jean Modèle: 2 → 3 in 10 min",
            "Kim Gyeonbon: 2 → 3 in 10 min",
            "Lee Sample: approved",
        ]
    );
    assert_eq!(untrue(conn, &scene).await, Vec::<String>::new());
    let drafts = drafts(conn, &scene).await;
    let former = &drafts[1].1.content.text;
    assert!(
        former.contains("Kim Gyeonbon → Lee Sample") || former.contains("Lee Sample"),
        "{former}"
    );
    assert!(
        former.contains("until now") && former.contains("| Kim is away."),
        "{former}"
    );
    // It is theirs no more, and so is its page.
    assert!(!former.contains("/stays/"), "{former}");
    // The host before is host again: what waits for the other is not true.
    let back = Change {
        host: Some(scene.host.id),
        ..Change::default()
    };
    changed(&scene, &scene.front_desk, id, back).await;
    let untrue = untrue(conn, &scene).await;
    assert!(
        untrue.contains(&"Lee Sample: they are not the host any more".to_owned()),
        "{untrue:?}"
    );
}
