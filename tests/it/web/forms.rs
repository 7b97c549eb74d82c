//! Forged forms, sessions and what a browser is told.

use chrono::Duration;
use diesel::{ExpressionMethods, QueryDsl};
use diesel_async::RunQueryDsl;
use maru::base::schema::sessions;

use crate::support::{app::TestApp, browser::filled_in, http::Request};

/// A browser with a page open, and what its language form would send.
async fn opened(app: &TestApp) -> (crate::support::browser::Browser, Vec<(String, String)>) {
    let mut browser = app.visitor();
    let page = browser.get("/nowhere").await;
    let pairs = filled_in(&page.html(), "/preferences", &[("language", "ko")]);
    (browser, pairs)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_our_token_changes_nothing() {
    let app = TestApp::new().await;
    let (mut browser, pairs) = opened(&app).await;
    // Without any, from a reader without a session: see `kept::forms`.
    let person = app.person("hong", "홍길동", &[]).await;
    let mut signed_in = app.browser(person).await;
    let mut without = pairs.clone();
    without.retain(|(name, _)| name != "csrf");
    let page = signed_in.post("/preferences", &without).await.expect(403);
    assert_eq!(page.words("h1").len(), 1);
    assert!(!signed_in.cookies.contains_key("maru_language"));

    // Another visitor's token, and one of a visitor whose cookie was lost.
    let (_, foreign) = opened(&app).await;
    browser.post("/preferences", &foreign).await.expect(403);
    let mut without_cookie = app.visitor();
    without_cookie
        .post("/preferences", &pairs)
        .await
        .expect(403);
    assert!(!browser.cookies.contains_key("maru_language"));

    browser.post("/preferences", &pairs).await.expect(303);
    assert_eq!(browser.cookies["maru_language"], "ko");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_from_another_site_changes_nothing_though_its_token_fits() {
    let app = TestApp::new().await;
    let (mut browser, pairs) = opened(&app).await;
    for (name, value, status) in [
        ("Sec-Fetch-Site", "cross-site", 403),
        ("Sec-Fetch-Site", "same-site", 403),
        ("Origin", "https://evil.example", 403),
        ("Origin", "null", 303),
        ("Sec-Fetch-Site", "same-origin", 303),
    ] {
        let request = Request::new("POST", "/preferences")
            .header(name, value)
            .form(&pairs);
        let answer = browser.send(request).await;
        assert_eq!(answer.status, status, "{name}: {value}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_bound_to_its_session() {
    let app = TestApp::new().await;
    let person = app.person("hong", "홍길동", &[]).await;
    let (mut one, mut other) = (app.browser(person).await, app.browser(person).await);
    let page = one.get("/nowhere").await;
    let pairs = filled_in(&page.html(), "/preferences", &[("language", "ko")]);
    other.post("/preferences", &pairs).await.expect(403);
    one.post("/preferences", &pairs).await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_that_are_none_or_too_large_are_refused() {
    let app = TestApp::new().await;
    let (mut browser, mut pairs) = opened(&app).await;
    let json = Request::new("POST", "/preferences").body("application/json", "{}");
    browser.send(json).await.expect(400);
    pairs.push(("more".into(), "x".repeat(300 * 1024)));
    browser.post("/preferences", &pairs).await.expect(413);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_has_ended_is_a_visitor() {
    let app = TestApp::new().await;
    let person = app.person("hong", "홍길동", &[]).await;
    let mut browser = app.browser(person).await;
    assert_eq!(browser.get("/nowhere").await.words("a.me"), ["홍길동"]);

    let mut late = app.browser(person).await;
    app.clock.advance(Duration::days(31));
    assert_eq!(late.get("/nowhere").await.words("a.me"), ["Sign in"]);
    assert!(!late.cookies.contains_key("maru_session"));

    app.clock.advance(Duration::days(-31));
    diesel::delete(sessions::table.filter(sessions::person_id.eq(person)))
        .execute(&mut app.conn().await)
        .await
        .unwrap();
    assert_eq!(browser.get("/nowhere").await.words("a.me"), ["Sign in"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn cookies_are_for_us_alone() {
    let https = TestApp::with(&[("MARU_PUBLIC_URL", "https://hub.example")]).await;
    let plain = TestApp::new().await;
    for (app, secure) in [(&https, true), (&plain, false)] {
        let page = app.get("/nowhere").await;
        let cookie = page.header("set-cookie").unwrap();
        assert!(cookie.starts_with("maru_visitor="), "{cookie}");
        for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
        assert_eq!(cookie.contains("Secure"), secure, "{cookie}");
        assert_eq!(page.header("strict-transport-security").is_some(), secure);
    }
}
