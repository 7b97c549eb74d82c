//! Over HTTP: headers, compression, tags; and what becomes of kept pages when the database is away.

use std::collections::BTreeSet;

use chrono::Duration;
use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};

use super::{ORDINARY, Scene, is_kept};
use crate::support::http::{Answer, Request};

/// The headers of an answer that do not hang on its body.
fn headers(page: &Answer) -> BTreeSet<String> {
    let beside = [
        "date",
        "content-length",
        "etag",
        "set-cookie",
        "transfer-encoding",
        "vary",
    ];
    page.headers
        .iter()
        .filter(|(name, _)| !beside.contains(&name.as_str()))
        .map(|(name, value)| format!("{name}: {value}"))
        .collect()
}

/// On what a page hangs, as caches between are told.
fn varies(page: &Answer) -> BTreeSet<String> {
    page.headers
        .iter()
        .filter(|(name, _)| name == "vary")
        .flat_map(|(_, value)| value.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn it_goes_out_under_the_headers_of_every_page() {
    let scene = Scene::new().await;
    for path in scene.pages() {
        for encoding in ["identity", "gzip"] {
            let asked = [("Accept-Encoding", encoding)];
            let kept = scene.get(&path, &asked).await.expect(200);
            let ordinary = [("Accept-Encoding", encoding), ("Cookie", ORDINARY)];
            let ordinary = scene.get(&path, &ordinary).await.expect(200);
            assert_eq!(headers(&kept), headers(&ordinary), "{path}");
            assert!(headers(&kept).len() > 8);
            let all = ["accept-encoding", "accept-language", "cookie"];
            assert_eq!(varies(&kept), all.map(str::to_owned).into());
            assert_eq!(kept.cookies().len(), 0);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_it_is_told_so() {
    let scene = Scene::new().await;
    for path in scene.pages() {
        let mut tags = BTreeSet::new();
        for encoding in ["identity", "gzip"] {
            let page = scene
                .get(&path, &[("Accept-Encoding", encoding)])
                .await
                .expect(200);
            let tag = page.header("etag").unwrap().to_owned();
            let head = Request::new("HEAD", &path).header("Accept-Encoding", encoding);
            let head = scene.house.app.send(head).await.expect(200);
            assert_eq!(head.header("etag"), Some(tag.as_str()));
            let packed = page.header("content-encoding").is_some();
            assert_eq!(packed, encoding == "gzip");
            assert_eq!(head.header("content-length"), page.header("content-length"));
            for method in ["GET", "HEAD"] {
                let again = Request::new(method, &path)
                    .header("Accept-Encoding", encoding)
                    .header("If-None-Match", &format!("\"other\", {tag}"));
                let again = scene.house.app.send(again).await.expect(304);
                assert_eq!(
                    (again.header("etag"), again.body.len()),
                    (Some(tag.as_str()), 0)
                );
            }
            let other = [
                ("Accept-Encoding", encoding),
                ("If-None-Match", "\"other\""),
            ];
            scene.get(&path, &other).await.expect(200);
            tags.insert(tag);
        }
        assert_eq!(tags.len(), 2, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_ask_at_once_are_given_the_same() {
    let scene = Scene::new().await;
    let asked = (0..64).map(|n| scene.get(if n % 2 == 0 { "/" } else { "/series/scaling" }, &[]));
    let pages = futures_util::future::join_all(asked).await;
    let texts: BTreeSet<String> = pages.iter().map(Answer::text).collect();
    assert!(pages.iter().all(is_kept));
    assert_eq!(texts.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_database_is_away_a_page_is_served_until_its_minute_is_out() {
    let scene = Scene::new().await;
    let before = scene.kept("/").await.text();
    let (server, name) = scene.house.app.db.url.rsplit_once('/').unwrap();
    let mut admin = AsyncPgConnection::establish(&format!("{server}/postgres"))
        .await
        .unwrap();
    let mut run = async |sql: String| admin.batch_execute(&sql).await.unwrap();
    run(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
    run(format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    ))
    .await;
    assert_eq!(scene.kept("/").await.text(), before);
    let never = scene.get("/series/scaling", &[]).await.expect(503);
    assert!(never.header("retry-after").is_some() && never.words("h1").len() == 1);
    scene.house.app.clock.advance(Duration::minutes(1));
    let old = scene.get("/", &[]).await.expect(503);
    assert!(old.header("retry-after").is_some() && !is_kept(&old));
    run(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await;
    assert_eq!(scene.kept("/").await.text(), before);
    scene.kept("/series/scaling").await;
}
