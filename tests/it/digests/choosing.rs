//! Following from the pages, and choosing how the programme comes.

use super::{Scene, items, path};
use crate::support::{
    house::{attributes, typed},
    http::{Answer, Request},
};

/// What someone follows, as their page shows it: name and rhythm.
fn followed(page: &Answer) -> Vec<String> {
    page.words("#following ~ ul li span, #following ~ ul li small")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_programme_a_topic_and_a_series_are_followed_by_a_button() {
    let scene = Scene::new().await;
    let house = &scene.house;
    scene.seminar("Beyond scaling", "2026-11-12T16:00").await;
    let mut browser = house.app.browser(house.member).await;
    for (here, action, follows, ends) in [
        (
            "/",
            "/me/follows",
            "You follow it. Its programme comes by mail.",
            "You follow the programme.",
        ),
        (
            "/?topic=alignment",
            "/me/follows",
            "You follow it. Its programme comes by mail.",
            "You follow this topic.",
        ),
        (
            "/series/scaling",
            "/series/scaling/subscription",
            "You follow this series.",
            "You follow this series.",
        ),
    ] {
        let page = browser.get(here).await.expect(200);
        let yes = [("wanted", "yes")];
        let page = browser.submit_and_follow(&page, action, &yes).await;
        assert_eq!(page.words(".flash"), [follows], "{here}");
        assert_eq!(page.words(".answer-now"), [ends], "{here}");
    }
    // What is narrowed otherwise is no one thing to follow.
    let page = browser.get("/?kind=lecture").await.expect(200);
    assert_eq!(
        attributes(&page, "form[action='/me/follows']", "action").len(),
        0
    );

    let page = browser.get("/me/notices").await.expect(200);
    let weekly = [
        "Everything",
        "weekly",
        "Topic: alignment",
        "weekly",
        "Scaling Laws",
        "weekly",
    ];
    assert_eq!(followed(&page), weekly);
    let rhythm = [("rhythm", "daily:topic:alignment")];
    let page = browser
        .submit_and_follow(&page, "/me/notices", &rhythm)
        .await;
    assert_eq!(followed(&page)[3], "daily");
    let next = scene.next(house.member).await;
    let rhythms: Vec<&str> = next.iter().map(|(rhythm, _)| rhythm.as_str()).collect();
    assert_eq!(rhythms, ["daily", "weekly"]);

    let page = browser.get("/?topic=alignment").await.expect(200);
    let no = [("wanted", "no")];
    let page = browser.submit_and_follow(&page, "/me/follows", &no).await;
    assert_eq!(page.words(".flash"), ["You no longer follow it."]);
    let page = browser.get("/me/notices").await.expect(200);
    let unfollow = [("unfollow", "hub")];
    let page = browser
        .submit_and_follow(&page, "/me/notices", &unfollow)
        .await;
    assert_eq!(followed(&page), ["Scaling Laws", "weekly"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_signed_in_is_led_to_it_and_back() {
    let scene = Scene::new().await;
    let mut visitor = scene.house.app.visitor();
    for (here, there) in [
        ("/", "/sign-in?back=%2F"),
        ("/?topic=alignment", "/sign-in?back=%2F%3Ftopic%3Dalignment"),
    ] {
        let page = visitor.get(here).await.expect(200);
        let card = attributes(&page, ".card a.button", "href");
        assert_eq!(card, [there]);
    }
    let page = visitor.get("/nowhere").await;
    let mut form = crate::support::browser::filled_in(&page.html(), "/preferences", &[]);
    form.retain(|(name, _)| name == "csrf");
    form.push(("what".into(), "hub".into()));
    let led = visitor.post("/me/follows", &form).await.expect(303);
    assert!(
        led.location().starts_with("/sign-in?"),
        "{}",
        led.location()
    );
    assert_eq!(scene.house.count("follows").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn day_and_hour_are_the_readers_choice_by_the_link_in_a_mail_too() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let marie = scene.reader("marie", "Europe/Paris").await;
    scene.follows(marie, "hub", "weekly").await;
    scene.follows(marie, "topics/alignment", "daily").await;
    scene.seminar("Beyond scaling", "2026-11-11T16:00").await;
    let mail = scene.digest("2026-11-09T07:00:00Z").await;
    let link = path(&scene, &mail, "/notices/");
    let mut browser = house.app.visitor();
    let page = browser.get(&link).await.expect(200);
    let shown =
        |page: &Answer| ["weekday", "weekly_hour", "daily_hour"].map(|name| typed(page, name));
    assert_eq!(shown(&page), ["1", "8", "8"]);
    let times = [("weekday", "5"), ("weekly_hour", "17"), ("daily_hour", "0")];
    let page = browser.submit_and_follow(&page, &link, &times).await;
    assert_eq!(shown(&page), ["5", "17", "0"]);
    assert_eq!(
        scene.next(marie).await,
        [
            ("daily".to_owned(), "2026-11-09 23:00:00".to_owned()),
            ("weekly".to_owned(), "2026-11-13 16:00:00".to_owned())
        ]
    );
    for wrong in [
        ("weekday", "0"),
        ("weekday", "8"),
        ("weekly_hour", "24"),
        ("daily_hour", "x"),
    ] {
        browser.submit(&page, &link, &[wrong]).await.expect(422);
    }
    for nonsense in ["weekly:x", "often:hub", "weekly:topic:A B"] {
        let mut pairs = crate::support::browser::filled_in(&page.html(), &link, &[]);
        pairs.push(("rhythm".into(), nonsense.into()));
        browser.post(&link, &pairs).await.expect(422);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preset_without_it_and_one_click_stop_it_and_following_anew_does_not_hide() {
    let scene = Scene::new().await;
    let house = &scene.house;
    scene.follows(house.member, "hub", "weekly").await;
    scene
        .follows(house.member, "topics/alignment", "daily")
        .await;
    scene.seminar("Beyond scaling", "2026-11-10T16:00").await;
    scene.seminar("Beyond it all", "2026-11-17T16:00").await;
    let mails = scene.at("2026-11-08T23:00:00Z").await;
    let lists: Vec<&str> = mails
        .iter()
        .map(|mail| mail.list["List-Id"].as_str())
        .collect();
    assert_eq!(lists.len(), 2, "{lists:?}");
    let weekly = mails
        .iter()
        .find(|mail| mail.subject.starts_with("This week"));
    let link = path(&scene, weekly.unwrap(), "/unsubscribe/");
    let page = house.app.get(&link).await.expect(200);
    assert_eq!(page.words(".lede"), ["Weekly programme: Maru"]);
    let page = house
        .app
        .send(Request::new("POST", &link))
        .await
        .expect(200);
    assert_eq!(page.words("h1"), ["These mails have stopped"]);
    // That digest, and the other not.
    let rhythms = async || {
        let next = scene.next(house.member).await;
        let rhythms: Vec<String> = next.into_iter().map(|(rhythm, _)| rhythm).collect();
        rhythms
    };
    assert_eq!(rhythms().await, ["daily"]);
    let mut browser = house.app.browser(house.member).await;
    let page = browser.get("/me/notices").await.expect(200);
    assert_eq!(page.words("#following ~ .hint").len(), 1);
    let page = browser
        .submit_and_follow(&page, "/me/notices", &[("preset", "quiet")])
        .await;
    assert_eq!(rhythms().await, Vec::<String>::new());
    let page = browser
        .submit_and_follow(&page, "/me/notices", &[("preset", "normal")])
        .await;
    assert_eq!(rhythms().await, ["daily"]);
    // Asked for once more.
    let rhythm = [("rhythm", "daily:hub")];
    let page = browser
        .submit_and_follow(&page, "/me/notices", &rhythm)
        .await;
    let rhythm = [("rhythm", "weekly:hub")];
    let page = browser
        .submit_and_follow(&page, "/me/notices", &rhythm)
        .await;
    assert_eq!(page.words("#following ~ .hint"), Vec::<String>::new());
    assert_eq!(rhythms().await, ["daily", "weekly"]);
    let mails = scene.at("2026-11-15T23:00:00Z").await;
    let weekly = mails
        .iter()
        .find(|mail| mail.subject.starts_with("This week"));
    assert_eq!(
        items(weekly.unwrap()),
        ["16:00–17:00 | Beyond it all | Garden | Scaling Laws"]
    );
}
