//! Signing in and out, as people do it in a browser.

use chrono::Duration;
use maru::{people::model::Role, web::urls};

use crate::support::{app::TestApp, browser::Browser, http::Answer};

/// Asks for a link and a code for `email`; the page that asks for the code.
async fn ask(browser: &mut Browser, back: &str, email: &str) -> Answer {
    let page = browser.get(&urls::sign_in_then(back)).await.expect(200);
    browser
        .submit_and_follow(&page, "/sign-in", &[("email", email)])
        .await
        .expect(200)
}

/// The code in the last mail to `email`.
async fn code(app: &TestApp, email: &str) -> String {
    let [mail] = app.mails().await.try_into().unwrap();
    assert_eq!(mail.to, email);
    let text = mail.text;
    let code = text.lines().find_map(|line| line.strip_prefix("Code: "));
    code.unwrap_or_else(|| panic!("no code in: {text}"))
        .to_owned()
}

/// The path of the link in the one mail that has come, to `email`.
async fn link(app: &TestApp, email: &str) -> String {
    let [mail] = app.mails().await.try_into().unwrap();
    assert_eq!(mail.to, email);
    let base = &app.hub.public_url;
    let link = mail.link(&format!("{base}/sign-in/link/"));
    link.strip_prefix(base.as_str()).unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn by_the_link_in_the_mail_and_a_scanner_that_opens_it_uses_nothing_up() {
    let app = TestApp::new().await;
    app.person("hong", "홍길동", &[Role::Member]).await;
    let mut browser = app.visitor();
    ask(&mut browser, "/preferences?x=1", "Hong@hub.example").await;
    let path = link(&app, "hong@hub.example").await;

    for _ in 0..3 {
        app.get(&path).await.expect(200);
    }
    let page = browser.get(&path).await.expect(200);
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    let answer = browser.submit(&page, &path, &[]).await.expect(303);
    assert_eq!(answer.location(), "/preferences?x=1");
    let cookie = answer
        .headers
        .iter()
        .map(|(_, value)| value.as_str())
        .find(|value| value.starts_with("maru_session="))
        .unwrap();
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert_eq!(browser.get("/nowhere").await.words("a.me"), ["홍길동"]);

    let mut second = app.visitor();
    let page = second.get(&path).await.expect(410);
    assert_eq!(
        page.words("form[action^='/sign-in/link']"),
        Vec::<String>::new()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn by_the_code_in_the_mail() {
    let app = TestApp::new().await;
    app.person("hong", "홍길동", &[]).await;
    let mut browser = app.visitor();
    let page = ask(&mut browser, "/problems/taken", "hong@hub.example").await;
    let code = code(&app, "hong@hub.example").await;
    let wrong = if code == "bbbbbb" { "cccccc" } else { "bbbbbb" };
    let page = browser
        .submit(&page, "/sign-in/code", &[("code", wrong)])
        .await
        .expect(422);
    assert!(!page.words("[role=alert] li, .field-error").is_empty());
    let spaced = format!(" {} {} ", &code[..3], code[3..].to_uppercase());
    let answer = browser
        .submit(&page, "/sign-in/code", &[("code", &spaced)])
        .await
        .expect(303);
    assert_eq!(answer.location(), "/problems/taken");
    assert_eq!(browser.get("/nowhere").await.words("a.me"), ["홍길동"]);
    // Who is in needs no form.
    assert_eq!(browser.get("/sign-in").await.expect(303).location(), "/");
}

#[tokio::test(flavor = "multi_thread")]
async fn whether_an_address_is_known_is_not_told() {
    let app = TestApp::new().await;
    app.person("hong", "홍길동", &[]).await;
    let words = |page: Answer, email: &str| page.words("main").join(" ").replace(email, "…");
    let known = ask(&mut app.visitor(), "/", "hong@hub.example").await;
    let unknown = ask(&mut app.visitor(), "/", "nobody@hub.example").await;
    assert_eq!(
        words(known, "hong@hub.example"),
        words(unknown, "nobody@hub.example")
    );
    assert_eq!(app.mails().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_none_is_asked_for_again_with_what_was_typed() {
    let app = TestApp::new().await;
    let mut browser = app.visitor();
    let page = browser.get("/sign-in").await;
    let page = browser
        .submit(
            &page,
            "/sign-in",
            &[("email", "hong at <kaist>\r\nBcc: x@y")],
        )
        .await
        .expect(422);
    let html = page.html();
    let input = scraper::Selector::parse("input[name=email]").unwrap();
    let typed = html.select(&input).next().unwrap().attr("value").unwrap();
    assert_eq!(typed.replace('\r', ""), "hong at <kaist>\nBcc: x@y");
    assert!(app.mails().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_led_elsewhere() {
    let app = TestApp::new().await;
    app.person("hong", "홍길동", &[]).await;
    for elsewhere in ["https://evil.example/", "//evil.example", "/\\evil.example"] {
        let mut browser = app.visitor();
        ask(&mut browser, elsewhere, "hong@hub.example").await;
        let path = link(&app, "hong@hub.example").await;
        let page = browser.get(&path).await;
        let answer = browser.submit(&page, &path, &[]).await.expect(303);
        assert_eq!(answer.location(), "/");
        let page = browser.get("/nowhere").await;
        let mut pairs =
            crate::support::browser::filled_in(&page.html(), "/preferences", &[("language", "en")]);
        pairs.retain(|(name, _)| name != "back");
        pairs.push(("back".into(), elsewhere.into()));
        let answer = browser.post("/preferences", &pairs).await.expect(303);
        assert_eq!(answer.location(), "/");
        app.clock.advance(Duration::minutes(15));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_the_session_everywhere_it_is_used() {
    let app = TestApp::new().await;
    let person = app.person("hong", "홍길동", &[]).await;
    let mut browser = app.browser(person).await;
    let stolen = browser.cookies.clone();
    let page = browser.get("/nowhere").await;
    let page = browser.submit_and_follow(&page, "/sign-out", &[]).await;
    assert_eq!(page.words("a.me"), ["Sign in"]);
    let mut thief = app.visitor();
    thief.cookies = stolen;
    assert_eq!(thief.get("/nowhere").await.words("a.me"), ["Sign in"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_attempts_from_one_place_have_to_wait() {
    let app = TestApp::new().await;
    let mut browser = app.visitor();
    let page = browser.get("/sign-in").await;
    let mut statuses = Vec::new();
    for n in 0..42 {
        let email = format!("nobody-{n}@hub.example");
        let answer = browser
            .submit(&page, "/sign-in", &[("email", &email)])
            .await;
        if answer.status == 429 {
            let wait: i64 = answer.header("retry-after").unwrap().parse().unwrap();
            assert!((1..=60).contains(&wait), "{wait}");
        }
        statuses.push(answer.status);
    }
    assert_eq!(statuses, [[303; 40].as_slice(), &[429, 429]].concat());
    app.clock.advance(Duration::seconds(6));
    browser
        .submit(&page, "/sign-in", &[("email", "nobody@hub.example")])
        .await
        .expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn preferences_of_who_is_signed_in_are_theirs_in_every_browser() {
    let app = TestApp::new().await;
    let person = app.person("hong", "홍길동", &[]).await;
    let (mut one, mut other) = (app.browser(person).await, app.browser(person).await);
    let page = one.get("/preferences?back=/nowhere").await.expect(200);
    let answer = one
        .submit(
            &page,
            "/preferences",
            &[("language", "ko"), ("zone", "Europe/Paris")],
        )
        .await
        .expect(303);
    assert_eq!(answer.location(), "/nowhere");
    let page = other.get("/nowhere").await;
    assert_eq!(
        page.words("html[lang=ko][data-zone='Europe/Paris'] h1")
            .len(),
        1
    );
    let wrong = one.get("/preferences").await;
    let mut pairs = crate::support::browser::filled_in(
        &wrong.html(),
        "/preferences",
        &[("language", "ko"), ("zone", "UTC")],
    );
    pairs.retain(|(name, _)| name != "zone");
    pairs.push(("zone".into(), "Asia/Soeul".into()));
    one.post("/preferences", &pairs).await.expect(422);
}
