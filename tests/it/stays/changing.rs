//! A stay is changed, with its desk or not at all.

use chrono::Duration;
use maru::{
    base::{error::Refusal, ids::StayId},
    people::{
        model::{Actor, Role},
        queries::recipients,
    },
    stays::{
        actions::{Change, NewStay, StayError, change},
        model::Details,
        state::StayState,
    },
};

use super::make::{Scene, at, booked, day, everything, taken, wrong};
use crate::support::{make, watch};

async fn changed(
    scene: &Scene,
    actor: &Actor,
    id: StayId,
    to: Change,
) -> Result<Details, StayError> {
    let conn = &mut scene.conn().await;
    scene.clock.advance(Duration::minutes(1));
    change(conn, &scene.clock, &scene.hub, actor, id, to).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_moves_with_the_dates() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let id = scene.entered(conn).await.stay.id;
    scene.bring(conn, id, StayState::Approved).await;
    let before = watch::acts(conn).await.len();
    let to = Change {
        from: Some(day("2026-12-03")),
        to: Some(day("2026-12-20")),
        lock_version: Some(2),
        ..Change::default()
    };
    let after = changed(&scene, &scene.host, id, to).await.unwrap();
    assert_eq!(
        (after.stay.from_date, after.stay.to_date, after.stay.state),
        (day("2026-12-03"), day("2026-12-20"), StayState::Approved)
    );
    assert_eq!(
        (
            after.stay.revision,
            after.stay.sequence,
            after.stay.lock_version
        ),
        (3, 1, 3)
    );
    assert_eq!(
        taken(conn, scene.desk).await,
        ["12-02T15:00 12-20T15:00 confirmed"]
    );
    assert_eq!(
        booked(conn, id).await,
        ["Jean Modèle 2026-12-03 2026-12-21 confirmed"]
    );
    assert_eq!(watch::acts(conn).await[before..], ["changed stays"]);
    // The visitor is where they will be now.
    let zone = async |conn: &mut _, moment| {
        let found = recipients(conn, &scene.hub, &[scene.visitor.id], at(moment)).await;
        found.unwrap()[&scene.visitor.id].zone.city()
    };
    assert_eq!(zone(conn, "2026-12-01T12:00:00Z").await, "Montreal");
    assert_eq!(zone(conn, "2026-12-20T12:00:00Z").await, "Seoul");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_desk_is_taken_the_whole_edit_is_refused() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let id = scene.entered(conn).await.stay.id;
    let next = NewStay {
        from: day("2026-12-06"),
        to: day("2026-12-10"),
        ..scene.stay()
    };
    scene.enter(conn, &scene.host, next).await.unwrap();
    let elsewhere = NewStay {
        desk: Some(scene.other_desk),
        ..scene.stay()
    };
    scene.enter(conn, &scene.host, elsewhere).await.unwrap();
    let before = everything(conn).await;
    let longer = Change {
        to: Some(day("2026-12-06")),
        purpose: Some("Something else".into()),
        ..Change::default()
    };
    let to_other = Change {
        desk: Some(Some(scene.other_desk)),
        purpose: Some("Something else".into()),
        ..Change::default()
    };
    for to in [longer, to_other] {
        let refused = changed(&scene, &scene.host, id, to).await;
        let Err(StayError::Taken(taken)) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(taken.conflicts.len(), 1);
        assert_eq!(everything(conn).await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_is_exchanged_given_up_and_taken_again() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let id = scene.entered(conn).await.stay.id;
    let desk = |desk| Change {
        desk: Some(desk),
        ..Change::default()
    };
    let held = "11-30T15:00 12-05T15:00 held";
    let released = "11-30T15:00 12-05T15:00 released";
    let other = Some(scene.other_desk);
    changed(&scene, &scene.host, id, desk(other)).await.unwrap();
    assert_eq!(taken(conn, scene.desk).await, Vec::<String>::new());
    assert_eq!(taken(conn, scene.other_desk).await, [held]);
    let none = changed(&scene, &scene.host, id, desk(None)).await.unwrap();
    assert_eq!((none.desk, none.stay.sequence), (None, 2));
    assert_eq!(taken(conn, scene.other_desk).await, [released]);
    let again = desk(Some(scene.desk));
    changed(&scene, &scene.host, id, again).await.unwrap();
    assert_eq!(taken(conn, scene.desk).await, [held]);
    assert_eq!(
        booked(conn, id).await,
        [
            "Jean Modèle 2026-12-01 2026-12-06 cancelled",
            "Jean Modèle 2026-12-01 2026-12-06 held"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_calendars_do_not_show_leaves_the_sequence() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let id = scene.entered(conn).await.stay.id;
    let purpose = Change {
        purpose: Some("Other work".into()),
        topics: Some(vec!["Sets".into()]),
        ..Change::default()
    };
    let after = changed(&scene, &scene.host, id, purpose).await.unwrap();
    assert_eq!(
        (
            after.stay.revision,
            after.stay.sequence,
            after.stay.lock_version
        ),
        (2, 0, 2)
    );
    assert_eq!(after.stay.topics, ["Sets"]);
    assert_eq!(after.stay.modified_at, at("2026-11-02T00:01:00Z"));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_differs_nothing_is_written() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let id = scene.entered(conn).await.stay.id;
    let before = everything(conn).await;
    let same = Change {
        host: Some(scene.host.id),
        from: Some(day("2026-12-01")),
        desk: Some(Some(scene.desk)),
        purpose: Some(" Joint work ".into()),
        tentative: Some(false),
        reason: Some("no reason".into()),
        ..Change::default()
    };
    changed(&scene, &scene.host, id, same).await.unwrap();
    assert_eq!(everything(conn).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_or_edits_something_older_or_over_changes_nothing() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let colleague = make::person(conn).role(Role::Member).actor().await;
    let stranger = make::person(conn).actor().await;
    let id = scene.entered(conn).await.stay.id;
    let before = everything(conn).await;
    let purpose = || Change {
        purpose: Some("Something else".into()),
        ..Change::default()
    };
    let refusal = async |actor: &Actor, to: Change| match changed(&scene, actor, id, to).await {
        Err(StayError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    };
    assert!(matches!(
        refusal(&scene.visitor, purpose()).await,
        Refusal::Forbidden(_)
    ));
    // A proposed stay is nobody else's to know of.
    for unconcerned in [&colleague, &stranger] {
        assert!(matches!(
            refusal(unconcerned, purpose()).await,
            Refusal::NotFound
        ));
    }
    // Its host gives it to nobody who did not ask for it.
    let handed_over = Change {
        host: Some(colleague.id),
        ..Change::default()
    };
    assert!(matches!(
        refusal(&scene.host, handed_over).await,
        Refusal::Forbidden(_)
    ));
    let stale = Change {
        lock_version: Some(4),
        ..purpose()
    };
    assert!(matches!(
        refusal(&scene.host, stale).await,
        Refusal::Stale { now: 1 }
    ));
    let reversed = Change {
        to: Some(day("2026-11-30")),
        ..Change::default()
    };
    let invalid = changed(&scene, &scene.host, id, reversed)
        .await
        .unwrap_err();
    assert_eq!(
        wrong(invalid),
        [("to".to_owned(), "reason-end-before-start")]
    );
    assert_eq!(everything(conn).await, before);
    scene.bring(conn, id, StayState::Cancelled).await;
    assert!(matches!(
        refusal(&scene.front_desk, purpose()).await,
        Refusal::Conflict(reason) if reason.key() == "refused-stay-state"
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_front_desk_gives_a_stay_another_host() {
    let scene = Scene::new().await;
    let conn = &mut scene.conn().await;
    let colleague = make::person(conn)
        .name("Lee Sample")
        .role(Role::Member)
        .actor()
        .await;
    let id = scene.entered(conn).await.stay.id;
    let to = Change {
        host: Some(colleague.id),
        ..Change::default()
    };
    let after = changed(&scene, &scene.front_desk, id, to).await.unwrap();
    assert_eq!(after.host.name.as_deref(), Some("Lee Sample"));
    // Who entered it sees it still, and may do no more than see.
    let to = || Change {
        purpose: Some("Mine".into()),
        ..Change::default()
    };
    let refused = changed(&scene, &scene.host, id, to()).await;
    assert!(
        matches!(refused, Err(StayError::Refused(Refusal::Forbidden(_)))),
        "{refused:?}"
    );
    changed(&scene, &colleague, id, to()).await.unwrap();
}
