//! An edit that is being written while a digest goes out.

use diesel_async::{AsyncConnection, AsyncPgConnection, TransactionManager};
use maru::seminars::actions::{self, SeminarChange};

use super::{Scene, items};
use crate::support::{make, watch};

type Transactions = <AsyncPgConnection as AsyncConnection>::TransactionManager;

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_waits_for_an_edit_that_did_not_know_of_it_and_tells_how_it_is_then() {
    let scene = Scene::new().await;
    let min = scene.reader("min", "Asia/Seoul").await;
    scene.follows(min, "hub", "weekly").await;
    let friday = scene.seminar("Beyond scaling", "2026-11-13T16:00").await;
    let app = &scene.house.app;
    // It has looked whom it concerns: no digest has told anyone yet.
    let mut conn = app.db.connect().await;
    let organiser = make::acting(&mut conn, scene.house.organiser).await;
    Transactions::begin_transaction(&mut conn).await.unwrap();
    let later = SeminarChange {
        starts_local: Some("2026-11-13T18:00:00".parse().unwrap()),
        ..SeminarChange::default()
    };
    let id = friday.parse().unwrap();
    actions::change(&mut conn, &*app.clock, &app.hub, &organiser, id, later)
        .await
        .unwrap();

    app.clock.set("2026-11-08T23:00:00Z".parse().unwrap());
    let mut watching = app.db.connect().await;
    let written = async {
        watch::until_something_waits(&mut watching).await;
        Transactions::commit_transaction(&mut conn).await.unwrap();
    };
    let (mails, ()) = tokio::join!(app.mails(), written);
    let digests: Vec<_> = mails.iter().filter(|mail| mail.kind == "digest").collect();
    let told: Vec<_> = digests.iter().flat_map(|mail| items(mail)).collect();
    assert_eq!(
        told,
        ["18:00–19:00 | Beyond scaling | Garden | Scaling Laws"]
    );
    // So there is nothing more to tell.
    assert_eq!(scene.at("2026-11-09T14:00:00Z").await, []);
}
