//! The description as it is fetched and browsed: by anyone, from here alone.

use std::collections::BTreeSet;

use super::described::{Call, Described};
use crate::support::{app::TestApp, http::Request};

#[tokio::test(flavor = "multi_thread")]
async fn the_document_is_for_anyone_and_is_not_sent_twice() {
    let app = TestApp::new().await;
    let plain = app.get("/api/v1/openapi.json").await.expect(200);
    assert_eq!(plain.header("content-type"), Some("application/json"));
    assert_eq!(plain.header("cache-control"), Some("no-cache"));
    let get =
        |name: &str, value: &str| Request::new("GET", "/api/v1/openapi.json").header(name, value);
    let packed = app.send(get("Accept-Encoding", "gzip")).await.expect(200);
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert_eq!(packed.body, plain.body);
    let tag = plain.header("etag").unwrap();
    let again = app.send(get("If-None-Match", tag)).await.expect(304);
    assert_eq!((again.header("etag"), again.body.len()), (Some(tag), 0));
    app.send(get("If-None-Match", "\"other\""))
        .await
        .expect(200);
    app.send(get("Authorization", "Bearer wrong"))
        .await
        .expect(200);
    app.send(Request::new("HEAD", "/api/v1/openapi.json"))
        .await
        .expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_can_be_browsed_in_both_languages() {
    let app = TestApp::new().await;
    let described = Described::by(&app).await;
    let mut browser = app.visitor();
    let overview = browser.get("/api/v1/docs").await.expect(200);
    assert_eq!(overview.words("h1"), ["The API"]);
    let problem = overview.words("[aria-labelledby=data-Problem] dd > p");
    assert_eq!(problem[2], "integer from 400 · up to 599");
    let html = overview.html();
    let links = scraper::Selector::parse(".beside .api-parts a").unwrap();
    let parts: Vec<String> = html
        .select(&links)
        .map(|link| link.attr("href").unwrap().to_owned())
        .collect();
    let tags = described.0["tags"].as_array().unwrap();
    assert_eq!(parts.len(), tags.len());
    let mut shown = BTreeSet::new();
    let addresses = scraper::Selector::parse(".api-line .api-address").unwrap();
    for (part, tag) in parts.iter().zip(tags) {
        let page = browser.get(part).await.expect(200);
        assert_eq!(page.words("h1"), [tag["name"].as_str().unwrap()]);
        let html = page.html();
        shown.extend(html.select(&addresses).map(|address| {
            let text: String = address.text().collect();
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        }));
    }
    let address = |call: &Call<'_>| format!("{} {}", call.method, call.path);
    let told: BTreeSet<String> = described.everything().iter().map(address).collect();
    assert_eq!(shown, told);

    browser.language = "ko-KR";
    let page = browser.get(&parts[0]).await.expect(200);
    assert_eq!(page.words("html[lang=ko] h1[lang=en]").len(), 1);
    assert!(!page.text().contains('⟨'));
    browser.get("/api/v1/docs/nowhere").await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_asks_for_nothing_from_elsewhere() {
    let app = TestApp::new().await;
    for path in ["/api/v1/docs", "/api/v1/docs/seminars"] {
        let page = app.get(path).await.expect(200);
        let policy = page.header("content-security-policy").unwrap();
        assert!(
            policy.contains("default-src 'none'") && !policy.contains("unsafe"),
            "{policy}"
        );
        let html = page.html();
        let all = scraper::Selector::parse("link, script, img, iframe, source").unwrap();
        let foreign: Vec<String> = html
            .select(&all)
            .filter_map(|element| element.attr("href").or(element.attr("src")))
            .filter(|address| !address.starts_with("/static/"))
            .map(ToOwned::to_owned)
            .collect();
        assert_eq!(foreign, Vec::<String>::new());
        let inline =
            scraper::Selector::parse("style, script:not([src]), [style], [onclick]").unwrap();
        assert_eq!(html.select(&inline).count(), 0);
    }
}
