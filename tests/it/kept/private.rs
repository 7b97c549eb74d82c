//! Nothing of anyone is in what is kept, and nothing that is kept is given to whom something else belongs.

use serde_json::json;

use super::{ORDINARY, Scene, is_kept};
use crate::support::{browser::filled_in, http::Request};

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_before_nothing_of_theirs_is_kept() {
    let scene = Scene::new().await;
    let house = &scene.house;
    for (title, more) in [
        ("Draft secret", json!({ "state": "draft" })),
        ("Members secret", json!({ "visibility": "members" })),
        ("Invited secret", json!({ "visibility": "invited" })),
    ] {
        let mut body =
            json!({ "title": title, "starts_local": "2026-11-11T10:00:00", "room_id": null });
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        house.seminar(body).await;
    }
    let before: Vec<String> = {
        let mut texts = Vec::new();
        for path in scene.pages() {
            texts.push(scene.kept(&path).await.text());
        }
        texts
    };
    for text in &before {
        for secret in [
            "secret",
            "csrf",
            "Oh Organiser</a>",
            "Ada Admin</a>",
            "meet.example",
        ] {
            assert!(!text.contains(secret), "{secret}");
        }
    }
    // The minute goes by: whoever comes first now is whom a page could be kept of.
    for (minute, person) in [
        house.administrator,
        house.organiser,
        house.member,
        house.guest,
    ]
    .into_iter()
    .enumerate()
    {
        house.app.clock.advance(chrono::Duration::minutes(1));
        let mut browser = house.app.browser(person).await;
        for (path, plain) in scene.pages().iter().zip(&before) {
            let theirs = browser.get(path).await.expect(200);
            assert!(!is_kept(&theirs), "{path} for {minute}");
            assert_eq!(theirs.header("cache-control"), Some("private, no-store"));
            assert!(theirs.text().contains("csrf"), "{path}");
            let page = scene.kept(path).await;
            assert_eq!(page.text(), *plain, "{path} after {minute}");
            assert_eq!(page.cookies().len(), 0);
            // And the other way round.
            assert!(!is_kept(&browser.get(path).await.expect(200)));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_for_everyone_is_not_there_and_is_not_kept() {
    let scene = Scene::new().await;
    let code = scene
        .house
        .seminar(json!({ "title": "Members secret", "visibility": "members" }))
        .await;
    let path = format!("/seminars/{code}");
    let mut member = scene.house.app.browser(scene.house.member).await;
    for _ in 0..2 {
        member.get(&path).await.expect(200);
        for path in [
            &path,
            "/seminars/nothing",
            "/series/nothing",
            "/?series=nothing",
            "/?kind=party",
        ] {
            let answer = scene.get(path, &[]).await.expect(404);
            assert!(
                !is_kept(&answer) && !answer.text().contains("secret"),
                "{path}"
            );
        }
        scene.get("/series/new", &[]).await.expect(303);
        scene.get("/seminars/new", &[]).await.expect(303);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_just_happened_is_told_once_and_to_nobody_else() {
    let scene = Scene::new().await;
    let mut visitor = scene.house.app.visitor();
    let page = visitor.get("/series/scaling").await;
    assert!(is_kept(&page) && visitor.cookies.is_empty());
    let followers = "/series/scaling/followers";
    let typed = [("email", "new@elsewhere.example")];
    let told = visitor.submit_and_follow(&page, followers, &typed).await;
    assert_eq!(told.words(".flash p").len(), 1);
    assert!(!is_kept(&told));
    assert_eq!(scene.kept("/series/scaling").await.words(".flash"), [""; 0]);
    let after = visitor.get("/series/scaling").await;
    assert!(is_kept(&after));
    assert_eq!(after.words(".flash"), [""; 0]);
    assert_eq!(scene.house.count("confirmations").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_more_to_it_goes_the_ordinary_way() {
    let scene = Scene::new().await;
    let long = format!("/?topic={}", "x".repeat(400));
    for path in [
        "/?utm=1",
        "/?series=scaling&x=1",
        "/series/scaling?page=2",
        &format!("{}?past=all", scene.seminar),
        &long,
    ] {
        for _ in 0..2 {
            let page = scene.get(path, &[]).await.expect(200);
            assert!(!is_kept(&page), "{path}");
            assert_eq!(page.cookies().len(), 1, "{path}");
        }
    }
    for path in [
        "/?from=2026-11-09&from=2026-11-10",
        "/?topic=%00",
        "/series/%00",
        "/series/%FF",
    ] {
        let page = scene.get(path, &[]).await;
        assert!(
            !is_kept(&page) && (400..500).contains(&page.status),
            "{path}: {}",
            page.status
        );
    }
    for cookie in [
        ORDINARY,
        "maru_session=x",
        "maru_flash=x",
        "maru_language=ko; maru_flash=x",
    ] {
        let page = scene.get("/", &[("Cookie", cookie)]).await.expect(200);
        assert!(!is_kept(&page), "{cookie}");
    }
    // A session that there is not is taken away, and the page is nobody's after that.
    let mut late = scene.house.app.visitor();
    late.cookies.insert("maru_session".into(), "x".repeat(43));
    assert!(!is_kept(&late.get("/").await));
    assert!(is_kept(&late.get("/").await));
    let post = Request::new("POST", "/").form(&[("a", "b")]);
    assert_eq!(scene.house.app.send(post).await.header("etag"), None);
    let page = late.get("/nowhere").await;
    filled_in(&page.html(), "/preferences", &[("language", "ko")]);
}
