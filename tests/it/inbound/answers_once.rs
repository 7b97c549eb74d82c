//! Answers whose words have to wait: they are taken once, however often their words are taken up.

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use maru::{base::schema::inbound_mails, worker::inbound::work_off};
use serde_json::json;

use super::{Reply, Scene, answers::yes};

/// Hong's yes with words for which their hour has no room, and an answer otherwise that the organiser entered meanwhile.
async fn yes_whose_words_wait() -> Scene {
    let scene = Scene::new().await;
    let hong = scene.sent_to("hong");
    for n in 0..10 {
        let words = format!(
            "From: Hong <{}>\nTo: {}\nSubject: Hello\nMessage-ID: <{n}@x>\n\nHello\n",
            hong.to, hong.reply_to
        );
        assert_eq!(scene.receive(&words).await, "passed on to 1");
    }
    // By a clock that goes fast.
    let reply = Reply {
        stamp: "20261110T000100Z",
        ..Reply::to(hong)
    };
    let reply = reply
        .write()
        .replace("SEQUENCE:0\n", "SEQUENCE:0\nCOMMENT:No steps\\, please.\n");
    assert_eq!(
        scene.receive(&reply).await,
        "answered; its words are not passed on: too much of this writer is passed on within the hour"
    );
    let (answer, channel, unverified) = yes("calendar", true);
    assert_eq!(
        scene.answers().await,
        [(scene.hong, answer, channel, unverified)]
    );
    scene.app.mails().await;
    let path = scene.path(&format!("/attendances/{}", scene.hong));
    let no = json!({ "answer": "no" });
    scene.organiser.put(&path, no).await.expect(200);
    scene
}

/// The words were passed on, once, and the answer that was entered meanwhile stands.
async fn words_alone_followed(scene: &Scene) {
    let mut mails = scene.app.mails().await;
    mails.retain(|mail| mail.kind == "forwarded");
    let [told] = mails.try_into().unwrap();
    assert_eq!(told.to, "oh@hub.example");
    assert!(told.text.contains("| No steps, please.\n"), "{}", told.text);
    let answers = scene.answers().await;
    let [(person, answer, ..)] = answers.as_slice() else {
        panic!("{answers:?}");
    };
    assert_eq!((*person, answer.as_str()), (scene.hong, "no"));
}

#[tokio::test(flavor = "multi_thread")]
async fn words_for_which_their_hour_has_no_room_wait_and_the_answer_is_taken_once() {
    let scene = yes_whose_words_wait().await;
    let app = &scene.app;
    app.clock.advance(Duration::minutes(61));
    work_off(&app.db.db, &*app.clock, &app.hub).await.unwrap();
    words_alone_followed(&scene).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_whose_words_waited_is_not_taken_again_after_a_fault_at_them() {
    let scene = yes_whose_words_wait().await;
    let app = &scene.app;
    let mut conn = app.conn().await;
    conn.batch_execute(
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$; \
         CREATE TRIGGER fail BEFORE INSERT ON messages FOR EACH ROW WHEN (NEW.kind = 'forwarded') EXECUTE FUNCTION fail()",
    )
    .await
    .unwrap();
    app.clock.advance(Duration::minutes(61));
    work_off(&app.db.db, &*app.clock, &app.hub).await.unwrap();
    let outcome: Option<String> = inbound_mails::table
        .filter(inbound_mails::state.eq("waiting"))
        .select(inbound_mails::outcome)
        .get_result(&mut conn)
        .await
        .unwrap();
    assert!(outcome.unwrap().contains("no room"));
    conn.batch_execute("DROP TRIGGER fail ON messages")
        .await
        .unwrap();
    drop(conn);
    app.clock.advance(Duration::minutes(2));
    work_off(&app.db.db, &*app.clock, &app.hub).await.unwrap();
    words_alone_followed(&scene).await;
}
