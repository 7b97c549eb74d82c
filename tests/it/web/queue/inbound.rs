//! Mail that came in, as administrators see it.

use chrono::Duration;
use diesel_async::SimpleAsyncConnection;
use maru::{mail::inbound::kept, worker};

use super::{Scene, lines};
use crate::support::house::attributes;

#[tokio::test(flavor = "multi_thread")]
async fn what_came_in_is_read_as_text_and_what_was_set_aside_is_taken_up_again() {
    let scene = Scene::inviting(&[]).await;
    let app = &scene.house.app;
    let mut conn = app.conn().await;
    let wicked = "From: \"<script>alert(1)</script>\" <w@sample.example>\nTo: hub@hub.example\n\
         Subject: <img src=x onerror=alert(2)>\nMessage-ID: <1@x>\nContent-Type: text/html\n\n\
         <script>alert(3)</script><p>Where is the hall?</p>\n";
    for message in [wicked, "no message at all"] {
        kept::keep(&mut conn, &*app.clock, message.as_bytes(), kept::Way::Pipe)
            .await
            .unwrap();
        app.clock.advance(Duration::seconds(1));
    }
    worker::inbound::work_off(&app.db.db, &*app.clock, &app.hub)
        .await
        .unwrap();
    let mut browser = scene.admin().await;
    let page = browser.get("/admin/inbound").await.expect(200);
    assert_eq!(
        lines(&page),
        [
            "Set aside",
            "Dealt with <script>alert(1)</script> <w@sample.example>"
        ]
    );
    assert_eq!(
        page.words(".line-error"),
        ["it is no message", "passed on to 1"]
    );
    let paths = attributes(&page, ".captured-subject a", "href");
    let opened = browser.get(&paths[1]).await.expect(200);
    assert_eq!(
        opened.words("pre.letter:not(.code)"),
        ["Where is the hall?"]
    );
    assert_eq!(opened.words("h1"), ["<img src=x onerror=alert(2)>"]);
    for page in [&page, &opened] {
        for alive in ["<script>alert", "<img src=x"] {
            assert!(!page.text().contains(alive), "{alive}");
        }
    }
    assert!(opened.text().contains("Something to be read by a person"));
    assert!(opened.text().contains("nobody vouches for it"));

    let aside = browser
        .get("/admin/inbound?state=set_aside")
        .await
        .expect(200);
    assert_eq!(lines(&aside), ["Set aside"]);
    let opened = browser.get(&paths[0]).await.expect(200);
    let retry = format!("{}/retry", paths[0]);
    let told = browser
        .submit_and_follow(&opened, &retry, &[])
        .await
        .expect(200);
    assert_eq!(told.words(".lines .mark-waiting"), ["Waiting"]);
    assert_eq!(browser.submit(&opened, &retry, &[]).await.status, 409);
    worker::inbound::work_off(&app.db.db, &*app.clock, &app.hub)
        .await
        .unwrap();
    let again = browser.get(&paths[0]).await.expect(200);
    assert_eq!(again.words(".lines .mark-set_aside"), ["Set aside"]);
    assert_eq!(
        scene.trail("inbound_mails").await,
        [("Ada Admin".to_owned(), "tried again".to_owned())]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_in_can_be_had_as_it_came_by_administrators_alone_as_long_as_it_is_kept() {
    let scene = Scene::inviting(&[]).await;
    let app = &scene.house.app;
    let mut conn = app.conn().await;
    let came = b"From: w@sample.example\nSubject: Hello\nMessage-ID: <1@x>\nContent-Type: text/html\n\n<b>\xff</b>\n";
    kept::keep(&mut conn, &*app.clock, came, kept::Way::Pipe)
        .await
        .unwrap();
    let mut browser = scene.admin().await;
    let page = browser.get("/admin/inbound").await.expect(200);
    let path = attributes(&page, ".captured-subject a", "href").remove(0);
    let opened = browser.get(&path).await.expect(200);
    let [source] = attributes(&opened, "a[download]", "href")
        .try_into()
        .unwrap();
    assert_eq!(source, format!("{path}/source"));
    let had = browser.get(&source).await.expect(200);
    assert_eq!(had.body, came);
    assert_eq!(had.header("content-type"), Some("message/rfc822"));
    assert_eq!(had.header("x-content-type-options"), Some("nosniff"));
    let id = path.rsplit('/').next().unwrap();
    assert_eq!(
        had.header("content-disposition"),
        Some(format!("attachment; filename=\"mail-{id}.eml\"").as_str())
    );

    let mut desk = scene.house.at_desk().await;
    assert_eq!(desk.get(&source).await.status, 403);
    conn.batch_execute("DELETE FROM inbound_mails")
        .await
        .unwrap();
    assert_eq!(browser.get(&source).await.status, 404);
}
