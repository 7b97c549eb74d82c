//! What holds for every address: headers, methods, errors, files, health.

use crate::support::{app::TestApp, http::Request};

#[tokio::test(flavor = "multi_thread")]
async fn it_lives_and_is_ready_when_the_database_is() {
    let app = TestApp::new().await;
    assert_eq!(app.get("/health/live").await.expect(200).text(), "alive");
    assert_eq!(app.get("/health/ready").await.expect(200).text(), "ready");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_a_page_in_the_readers_language() {
    let app = TestApp::new().await;
    let mut browser = app.visitor();
    let page = browser.get("/nowhere").await.expect(404);
    assert_eq!(page.words("h1"), ["There is nothing here"]);
    browser.language = "ko-KR";
    let page = browser.get("/nowhere").await.expect(404);
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert_ne!(page.words("h1"), ["There is nothing here"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_that_is_not_taken_is_refused_with_those_that_are() {
    let app = TestApp::new().await;
    let answer = app.get("/preferences").await.expect(405);
    assert_eq!(answer.header("allow"), Some("POST"));
    let answer = app
        .send(Request::new("POST", "/health/live"))
        .await
        .expect(405);
    assert_eq!(answer.header("allow"), Some("GET, HEAD"));
}

#[tokio::test(flavor = "multi_thread")]
async fn preferences_are_kept_and_lead_back() {
    let app = TestApp::new().await;
    let mut browser = app.visitor();
    let page = browser.get("/nowhere?x=1").await;
    let answer = browser
        .submit(&page, "/preferences", &[("language", "ko")])
        .await
        .expect(303);
    assert_eq!(answer.location(), "/nowhere?x=1");
    let page = browser.get("/nowhere").await;
    assert_eq!(page.words("html[lang=ko] h1").len(), 1);
}
