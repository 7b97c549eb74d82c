//! A kept page is the page that the ordinary way shows, in every manner of reading, and is so again after every change.

use std::time::Duration;

use serde_json::json;

use super::{ORDINARY, Scene, is_kept, without_tokens};
use crate::support::http::Request;

#[tokio::test(flavor = "multi_thread")]
async fn it_is_what_the_ordinary_way_shows_in_every_manner_of_reading() {
    let scene = Scene::new().await;
    let languages = ["en", "ko", "fr, ko;q=0.5", "xx"];
    let cookies = [
        "",
        "maru_language=ko",
        "maru_zone=America/New_York",
        "browser_zone=Europe%2FParis",
        "browser_zone=Europe%2FParis; maru_zone=Asia/Seoul; maru_language=en",
        "browser_zone=nowhere; maru_language=xx; maru_visitor=short; _other=1",
    ];
    let mut pages = std::collections::BTreeSet::new();
    let mut ordinaries = std::collections::BTreeMap::new();
    // Twice, so that what one manner was given is not what the next one is. Nothing changes meanwhile: what the ordinary way
    // shows is asked for once.
    for round in 0..2 {
        for path in scene.pages() {
            for language in languages {
                for cookie in cookies {
                    let case = format!("{path} {language} {cookie}");
                    let asked = [("Accept-Language", language), ("Cookie", cookie)];
                    let kept = scene.get(&path, &asked).await.expect(200);
                    assert!(is_kept(&kept), "{round} {case}");
                    let kept = kept.text();
                    if round == 0 {
                        let ordinary = format!("{cookie}; {ORDINARY}");
                        let ordinary = [("Accept-Language", language), ("Cookie", &ordinary)];
                        let ordinary = scene.get(&path, &ordinary).await.expect(200);
                        assert!(!is_kept(&ordinary), "{case}");
                        assert_ne!(kept, ordinary.text(), "{case}");
                        ordinaries.insert(case.clone(), without_tokens(&ordinary));
                    }
                    assert_eq!(kept, ordinaries[&case], "{round} {case}");
                    pages.insert(kept);
                }
            }
        }
    }
    // By language, zone, and whether it was chosen.
    assert!(pages.len() >= 5 * 6, "{}", pages.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_changed_is_seen_by_the_next_request() {
    let scene = Scene::new().await;
    let (house, seminar) = (&scene.house, scene.seminar.as_str());
    let organiser = house.app.api(house.organiser).await;
    let code = seminar.rsplit('/').next().unwrap();
    let id = house.fact(code, "id").await;
    let id = id.as_str().unwrap();
    let series = house.series_id().await;
    let series = series.as_str().unwrap();
    let all = ["/", "/series/scaling", seminar];
    let changes = [
        (
            format!("/seminars/{id}"),
            json!({ "title": "Another title" }),
            "Another title",
            &all[..],
        ),
        (
            format!("/seminars/{id}"),
            json!({ "starts_local": "2026-11-11T10:00:00" }),
            "2026-11-11T10:00:00",
            &all,
        ),
        (
            format!("/seminars/{id}"),
            json!({ "topics": ["New topic"] }),
            "New topic",
            &["/", seminar],
        ),
        (
            format!("/series/{series}"),
            json!({ "title": "Another series" }),
            "Another series",
            &all,
        ),
        (
            format!("/series/{series}"),
            json!({ "description": "Other words" }),
            "Other words",
            &["/series/scaling"],
        ),
        (
            format!("/rooms/{}", house.hall["id"].as_str().unwrap()),
            json!({ "name": "Grand hall" }),
            "Grand hall",
            &all,
        ),
        (
            format!("/sites/{}", house.hall["site_id"].as_str().unwrap()),
            json!({ "name": "Other campus" }),
            "Other campus",
            &[seminar],
        ),
        (
            format!("/people/{}", scene.speaker.as_str().unwrap()),
            json!({ "name": "Sue Speaker" }),
            "Sue Speaker",
            &all,
        ),
        (
            format!("/people/{}", scene.speaker.as_str().unwrap()),
            json!({ "orcid": "0000-0002-1825-0097" }),
            "0000-0002-1825-0097",
            &[seminar],
        ),
        (
            format!("/people/{}", house.organiser),
            json!({ "name": "Otto Organiser" }),
            "Otto Organiser",
            &["/series/scaling"],
        ),
        (
            format!("/institutions/{}", scene.institution.as_str().unwrap()),
            json!({ "name": "Other Institute" }),
            "Other Institute",
            &all,
        ),
    ];
    let mut first = Vec::new();
    for (path, change, words, pages) in changes {
        for page in pages {
            let before = scene.kept(page).await;
            assert!(!before.text().contains(words), "{page} has {words} already");
            first.push(before.header("etag").unwrap().to_owned());
        }
        let api = if path.starts_with("/se") {
            &organiser
        } else {
            &house.admin
        };
        api.patch(&path, change).await.expect(200);
        for page in pages {
            let after = scene.kept(page).await;
            assert!(after.text().contains(words), "{page} lacks {words}");
            let tag = after.header("etag").unwrap().to_owned();
            assert!(!first.contains(&tag), "{page}");
        }
    }
    let next = json!({ "title": "Comes after", "starts_local": "2026-12-01T10:00:00" });
    for page in all {
        scene.kept(page).await;
    }
    house.seminar(next).await;
    for page in ["/series/scaling", seminar] {
        assert!(
            scene.kept(page).await.text().contains("Comes after"),
            "{page}"
        );
    }
    let act = format!("/seminars/{id}/cancellation");
    organiser
        .post(&act, json!({ "reason": "Ill" }))
        .await
        .expect(200);
    assert_eq!(
        scene.kept(seminar).await.words(".banner p")[..2],
        ["Cancelled", "Ill"]
    );
    let gone = json!({ "visibility": "members" });
    organiser
        .patch(&format!("/series/{series}"), gone)
        .await
        .expect(200);
    scene.get("/series/scaling", &[]).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_changed_by_a_form_is_seen_by_the_next_request() {
    let scene = Scene::new().await;
    scene.kept("/").await;
    let mut desk = scene.house.at_desk().await;
    let edit = format!("{}/edit", scene.seminar);
    let page = desk.get(&edit).await.expect(200);
    let typed = [("title", "Typed anew")];
    let next = desk.submit(&page, &scene.seminar, &typed).await;
    assert!(next.status == 303 || next.status == 200, "{}", next.text());
    if next.status == 200 {
        // It shows what will be told first.
        desk.submit(&next, &scene.seminar, &[]).await.expect(303);
    }
    let titles = scene.kept("/").await.words(".reading .entry-title");
    assert_eq!(titles, ["Typed anew"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_node_sees_it_within_a_second_also_when_it_is_not_told() {
    let scene = Scene::new().await;
    let other = scene.another_node();
    let ask = async |path: &str| Request::new("GET", path).send(other).await.expect(200);
    let organiser = scene.house.app.api(scene.house.organiser).await;
    let code = scene.seminar.rsplit('/').next().unwrap();
    let id = scene.house.fact(code, "id").await;
    for n in 0..4 {
        for path in scene.pages() {
            assert!(is_kept(&ask(&path).await), "{path}");
        }
        if n > 1 {
            // The ears are cut off, and the change comes before they are back.
            use diesel_async::SimpleAsyncConnection;
            let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'";
            scene
                .house
                .app
                .conn()
                .await
                .batch_execute(cut)
                .await
                .unwrap();
        }
        let title = format!("Title {n}");
        let path = format!("/seminars/{}", id.as_str().unwrap());
        organiser
            .patch(&path, json!({ "title": title }))
            .await
            .expect(200);
        let asked = tokio::time::Instant::now();
        for path in scene.pages() {
            while !ask(&path).await.text().contains(&title) {
                assert!(
                    asked.elapsed() < Duration::from_secs(2),
                    "{path} is not seen to have changed"
                );
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
    }
}
