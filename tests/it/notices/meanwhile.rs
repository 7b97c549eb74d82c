//! What is written while a mail is being made.

use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection, TransactionManager};
use maru::seminars::actions::{self, Saying};

use super::Scene;
use crate::support::{make, watch};

type Transactions = <AsyncPgConnection as AsyncConnection>::TransactionManager;

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_reminded_of_what_is_cancelled_before_the_mail_is_made() {
    let scene = Scene::new().await;
    scene.answers("yes").await;
    scene.at("2026-11-03T00:00:00Z").await;
    let app = &scene.house.app;
    app.clock.set("2026-12-09T07:00:00Z".parse().unwrap());
    let (mut conn, mut watching) = (app.db.connect().await, app.db.connect().await);
    let organiser = make::acting(&mut conn, scene.house.organiser).await;
    let id = scene.seminar.parse().unwrap();
    // Whether it takes place is known by the time at which it is looked what she wants.
    Transactions::begin_transaction(&mut conn).await.unwrap();
    conn.batch_execute("LOCK TABLE stopped_notices IN ACCESS EXCLUSIVE MODE")
        .await
        .unwrap();
    let cancelled = async {
        watch::until_something_waits(&mut watching).await;
        let saying = Saying::default();
        actions::cancel(&mut conn, &*app.clock, &app.hub, &organiser, id, saying)
            .await
            .unwrap();
        Transactions::commit_transaction(&mut conn).await.unwrap();
    };
    let (mails, ()) = tokio::join!(app.mails(), cancelled);
    let told: Vec<_> = mails
        .iter()
        .map(|mail| (mail.kind.as_str(), mail.to.as_str()))
        .collect();
    assert_eq!(told, [("cancellation", "marie@sample.example")]);
}
