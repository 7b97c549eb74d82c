//! Nothing is lost: what cannot be dealt with is tried again and set aside in the end, and holds up nothing else.

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use maru::{
    base::schema::{inbound_mails, messages},
    mail::inbound::kept,
    worker::{inbound::work_off, prune},
};

use super::{Reply, Scene};

async fn rows(scene: &Scene) -> Vec<(String, i32, Option<String>)> {
    inbound_mails::table
        .order(inbound_mails::id)
        .select((
            inbound_mails::state,
            inbound_mails::attempts,
            inbound_mails::outcome,
        ))
        .load(&mut scene.app.conn().await)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_is_tried_again_and_set_aside_and_the_others_go_on() {
    let scene = Scene::new().await;
    let app = &scene.app;
    let mut conn = app.conn().await;
    conn.batch_execute(
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$; \
         CREATE TRIGGER fail BEFORE INSERT ON messages FOR EACH ROW WHEN (NEW.kind = 'forwarded') EXECUTE FUNCTION fail()",
    )
    .await
    .unwrap();
    let words = "From: someone@else.example\nTo: hub@hub.example\nMessage-ID: <1@x>\nSubject: Hello\n\nHello\n";
    let waiting = kept::keep(&mut conn, &*app.clock, words.as_bytes(), kept::Way::Pipe)
        .await
        .unwrap();
    assert!(waiting.is_some());
    let reply = Reply::to(scene.sent_to("hong")).write();
    assert_eq!(scene.receive(&reply).await, "answered");
    let [failing, answered] = rows(&scene).await.try_into().unwrap();
    assert_eq!((failing.0.as_str(), failing.1), ("waiting", 1));
    assert!(failing.2.unwrap().contains("no room"));
    assert_eq!(
        answered,
        ("done".to_owned(), 1, Some("answered".to_owned()))
    );
    for attempts in 2..=5 {
        // Not at once, but after a pause.
        assert_eq!(
            work_off(&app.db.db, &*app.clock, &app.hub).await.unwrap(),
            0
        );
        app.clock.advance(Duration::hours(1));
        assert_eq!(
            work_off(&app.db.db, &*app.clock, &app.hub).await.unwrap(),
            1
        );
        assert_eq!(rows(&scene).await[0].1, attempts);
    }
    assert_eq!(rows(&scene).await[0].0, "set_aside");
    app.clock.advance(Duration::hours(1));
    assert_eq!(
        work_off(&app.db.db, &*app.clock, &app.hub).await.unwrap(),
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_deal_with_each_message_once() {
    let scene = Scene::new().await;
    let app = &scene.app;
    let mut conn = app.conn().await;
    for n in 0..10 {
        let words = format!(
            "From: a{n}@else.example\nTo: hub@hub.example\nMessage-ID: <{n}@x>\nSubject: {n}\n\nHello\n"
        );
        kept::keep(&mut conn, &*app.clock, words.as_bytes(), kept::Way::Pipe)
            .await
            .unwrap();
    }
    let (one, two) = tokio::join!(
        work_off(&app.db.db, &*app.clock, &app.hub),
        work_off(&app.db.db, &*app.clock, &app.hub)
    );
    assert_eq!(one.unwrap() + two.unwrap(), 10);
    let mut subjects: Vec<String> = scene
        .passed_on()
        .await
        .into_iter()
        .map(|(_, subject, _)| subject)
        .collect();
    subjects.sort();
    let expected: Vec<String> = (0..10).map(|n| format!("a{n}@else.example: {n}")).collect();
    assert_eq!(subjects, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_dealt_with_is_not_kept_for_ever_and_what_waits_is() {
    let scene = Scene::new().await;
    let app = &scene.app;
    let mut conn = app.conn().await;
    scene
        .receive(&Reply::to(scene.sent_to("hong")).write())
        .await;
    assert_eq!(scene.receive("rubbish").await, "it is no message");
    kept::keep(
        &mut conn,
        &*app.clock,
        b"From: a@b.example\n\nwaits",
        kept::Way::Pipe,
    )
    .await
    .unwrap();
    let states = async || {
        let rows = rows(&scene).await;
        rows.into_iter()
            .map(|(state, ..)| state)
            .collect::<Vec<_>>()
    };
    for (days, left) in [
        (13, vec!["done", "set_aside", "waiting"]),
        (2, vec!["set_aside", "waiting"]),
        (80, vec!["waiting"]),
    ] {
        app.clock.advance(Duration::days(days));
        prune::prune(&mut conn, &*app.clock).await.unwrap();
        assert_eq!(states().await, left);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wrote_what_is_forgotten_in_time_and_that_it_was_passed_on_is_not() {
    let scene = Scene::new().await;
    let app = &scene.app;
    let mail = "From: Marie <someone@else.example>\nTo: hub@hub.example\nMessage-ID: <1@x>\nSubject: My illness\n\n\
                I cannot come.\n";
    assert_eq!(scene.receive(mail).await, "passed on to 1");
    assert_eq!(scene.passed_on().await.len(), 1);
    let kept = async || {
        let rows: Vec<serde_json::Value> = messages::table
            .filter(messages::kind.eq("forwarded"))
            .select(messages::payload)
            .load(&mut app.conn().await)
            .await
            .unwrap();
        let [row] = rows.try_into().unwrap();
        let said = [
            "Marie",
            "someone@else.example",
            "My illness",
            "I cannot come.",
        ];
        said.map(|words| row.to_string().contains(words))
    };
    for (days, is_kept) in [(29, true), (2, false), (1, false)] {
        app.clock.advance(Duration::days(days));
        let mut conn = app.conn().await;
        prune::prune(&mut conn, &*app.clock).await.unwrap();
        drop(conn);
        assert_eq!(kept().await, [is_kept; 4]);
    }
}
