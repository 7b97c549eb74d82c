//! What holds for every address: headers, methods, errors, files, health.

use maru::web::routes;

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
    let answer = app.get("/sign-out").await.expect(405);
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

#[tokio::test(flavor = "multi_thread")]
async fn every_address_tells_browsers_what_they_may_do() {
    let app = TestApp::new().await;
    let api = app.admin().await;
    for (method, path) in routes::table() {
        let path = path.replace(['{', '}'], "");
        let request = match path.strip_prefix(routes::API) {
            Some(path) => api.request(method.as_str(), path),
            None => Request::new(method.as_str(), &path),
        };
        let answer = app.send(request).await;
        let header = |name: &str| {
            answer
                .header(name)
                .unwrap_or_else(|| panic!("{method} {path} ({}) has no {name}", answer.status))
        };
        assert!(answer.status < 500, "{method} {path}: {}", answer.status);
        let policy = header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
        // What is made to stand inside other pages, and nothing else.
        let (ancestors, origin) = match path.starts_with("/embed/") {
            true => ("frame-ancestors *;", "cross-origin"),
            false => ("frame-ancestors 'none';", "same-origin"),
        };
        assert!(policy.contains(ancestors), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(
            header("cross-origin-opener-policy"),
            "same-origin",
            "{path}"
        );
        assert_eq!(header("cross-origin-resource-policy"), origin, "{path}");
        header("cache-control");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_kept_for_a_year_and_pages_come_compressed() {
    let app = TestApp::new().await;
    let page = app
        .send(Request::new("GET", "/nowhere").header("Accept-Encoding", "gzip"))
        .await
        .expect(404);
    assert_eq!(page.header("content-encoding"), Some("gzip"));
    let html = page.html();
    let links = scraper::Selector::parse("link[rel=stylesheet]").unwrap();
    let path = html.select(&links).next().unwrap().attr("href").unwrap();
    for (encoding, expected) in [("gzip", Some("gzip")), ("br", None)] {
        let file = Request::new("GET", path).header("Accept-Encoding", encoding);
        let file = app.send(file).await.expect(200);
        assert_eq!(file.header("content-encoding"), expected);
        assert_eq!(file.header("content-type"), Some("text/css; charset=utf-8"));
        assert_eq!(
            file.header("cache-control"),
            Some("public, max-age=31536000, immutable")
        );
        assert!(file.text().contains("color"));
    }
    app.get("/static/maru.css").await.expect(404);
    app.send(Request::new("HEAD", path)).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slash_too_many_leads_to_the_page_and_never_elsewhere() {
    let app = TestApp::new().await;
    let answer = app.get("/problems/taken/?x=1").await.expect(308);
    assert_eq!(answer.location(), "/problems/taken?x=1");
    app.get("//evil.example/").await.expect(404);
}
