//! The forms of pages that carry no token: taken where the browser vouches for them, asked once more where it does not,
//! and refused where another site sent them.

use super::{Scene, is_kept};
use crate::support::{
    browser::{Browser, filled_in},
    http::{Answer, Request},
};

/// What a form of a kept page sends, by a browser that says these things of where it comes from.
async fn sent(
    browser: &mut Browser,
    action: &str,
    pairs: &[(String, String)],
    says: &[(&str, &str)],
) -> Answer {
    let request = Request::new("POST", action).form(pairs);
    let request = says.iter().fold(request, |request, (name, value)| {
        request.header(name, value)
    });
    browser.send(request).await
}

async fn language_form(scene: &Scene, browser: &mut Browser) -> Vec<(String, String)> {
    let page = browser.get(&scene.seminar).await.expect(200);
    assert!(is_kept(&page));
    let pairs = filled_in(&page.html(), "/preferences", &[("language", "ko")]);
    assert!(pairs.iter().all(|(name, _)| name != "csrf"), "{pairs:?}");
    pairs
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_taken_where_the_browser_says_that_it_is_ours() {
    let scene = Scene::new().await;
    let here = format!("http://{}", scene.house.app.address);
    for says in [
        &[("Sec-Fetch-Site", "same-origin")][..],
        &[("Origin", here.as_str())],
        &[("Sec-Fetch-Site", "same-origin"), ("Origin", here.as_str())],
    ] {
        let mut browser = scene.house.app.visitor();
        let pairs = language_form(&scene, &mut browser).await;
        let done = sent(&mut browser, "/preferences", &pairs, says)
            .await
            .expect(303);
        assert_eq!(done.location(), scene.seminar);
        let page = browser.get(&scene.seminar).await;
        assert_eq!(page.words("html[lang=ko] h1"), ["Kept talk"]);
        assert!(
            is_kept(&page),
            "a choice of the language makes nobody known"
        );
        let shown = browser.cookies.keys().collect::<Vec<_>>();
        assert_eq!(shown, ["maru_language"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_another_site_sent_does_nothing() {
    let scene = Scene::new().await;
    let before = scene.house.count("confirmations").await;
    for says in [
        &[("Sec-Fetch-Site", "cross-site")][..],
        &[("Sec-Fetch-Site", "same-site")],
        &[("Sec-Fetch-Site", "nonsense")],
        &[("Origin", "https://evil.example")],
        &[("Sec-Fetch-Site", "cross-site"), ("Origin", "null")],
    ] {
        let mut browser = scene.house.app.visitor();
        let mut pairs = language_form(&scene, &mut browser).await;
        let refused = sent(&mut browser, "/preferences", &pairs, says)
            .await
            .expect(403);
        assert_eq!(refused.words("main form"), [""; 0], "{says:?}");
        pairs = vec![("email".to_owned(), "victim@elsewhere.example".to_owned())];
        let action = "/series/scaling/followers";
        sent(&mut browser, action, &pairs, says).await.expect(403);
        assert!(!browser.cookies.contains_key("maru_language"), "{says:?}");
    }
    assert_eq!(scene.house.count("confirmations").await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_browser_says_nothing_it_is_asked_once_more() {
    let scene = Scene::new().await;
    let action = "/series/scaling/followers";
    let silent = [
        &[][..],
        &[("Origin", "null")],
        &[("Sec-Fetch-Site", "none")],
    ];
    for (before, says) in (0..).zip(silent) {
        let mut browser = scene.house.app.visitor();
        let page = browser.get("/series/scaling").await;
        let email = format!("new{before}@elsewhere.example");
        let mut pairs = filled_in(&page.html(), action, &[("email", &email)]);
        pairs.push(("more".to_owned(), "Words of someone else".to_owned()));
        let asked = sent(&mut browser, action, &pairs, says).await.expect(403);
        assert_eq!(asked.words("h1"), ["One more step"], "{says:?}");
        assert_eq!(asked.words("main dd"), [email]);
        assert!(!asked.text().contains("Words of someone else"));
        // The page carries the token of the browser that was asked, and of no other.
        let once_more = filled_in(&asked.html(), action, &[]);
        assert!(once_more.iter().any(|(name, _)| name == "csrf"));
        let mut other = scene.house.app.visitor();
        sent(&mut other, action, &once_more, says).await.expect(403);
        assert_eq!(scene.house.count("confirmations").await, before);
        sent(&mut browser, action, &once_more, says)
            .await
            .expect(303);
        assert_eq!(scene.house.count("confirmations").await, before + 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_does_not_fit_and_any_other_form_without_one_are_refused() {
    let scene = Scene::new().await;
    let here = [("Sec-Fetch-Site", "same-origin")];
    let mut browser = scene.house.app.visitor();
    let mut wrong = language_form(&scene, &mut browser).await;
    wrong.push(("csrf".to_owned(), "x".repeat(43)));
    sent(&mut browser, "/preferences", &wrong, &here)
        .await
        .expect(403);
    for (action, field) in [
        ("/sign-in", "email"),
        ("/sign-in/code", "code"),
        ("/sign-out", "x"),
        ("/series/scaling/followers/x", "email"),
        ("/rooms/hall-a/followers", "email"),
        ("/lists/x/y/followers", "email"),
        ("/series/scaling/subscription", "wanted"),
    ] {
        let pairs = vec![(field.to_owned(), "x@sample.example".to_owned())];
        let refused = sent(&mut browser, action, &pairs, &here).await.expect(403);
        assert_eq!(refused.words("main form"), [""; 0], "{action}");
    }
    // Whoever is signed in has a token, and needs it.
    let mut member = scene.house.app.browser(scene.house.member).await;
    for action in ["/preferences", "/series/scaling/followers"] {
        let pairs = vec![("language".to_owned(), "ko".to_owned())];
        for says in [&here[..], &[]] {
            let refused = sent(&mut member, action, &pairs, says).await.expect(403);
            assert_eq!(refused.words("main form"), [""; 0], "{action}");
        }
    }
}
