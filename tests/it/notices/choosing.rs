//! Choosing what one is told, by the link in a mail and signed in.

use serde_json::{Value, json};

use super::Scene;
use crate::support::{
    browser::filled_in,
    house::{attributes, typed, wrong},
    http::Answer,
    watch,
};

/// The kinds that are ticked.
fn ticked(page: &Answer) -> Vec<String> {
    attributes(page, "input[name=wanted][checked]", "value")
}

/// Which preset is chosen.
fn preset(page: &Answer) -> Vec<String> {
    attributes(page, "input[name=preset][checked]", "value")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_link_in_a_mail_shows_no_more_than_it_must_and_changes_nothing() {
    let scene = Scene::new().await;
    let link = scene.page();
    let mut conn = scene.house.app.conn().await;
    let before = watch::audit_trail(&mut conn).await;
    for _ in 0..3 {
        let page = scene.house.app.get(&link).await.expect(200);
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(page.header("cache-control"), Some("private, no-store"));
        assert_eq!(page.words(".lede"), ["Mails to m…@sample.example"]);
        for secret in ["marie@", "Marie", "Beyond scaling", "Scaling Laws"] {
            assert!(!page.text().contains(secret), "{secret}");
        }
    }
    assert_eq!(watch::audit_trail(&mut conn).await, before);
    assert_eq!(scene.house.count("notice_preferences").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preset_is_chosen_without_a_cookie_and_boxes_make_it_ones_own() {
    let scene = Scene::new().await;
    let link = scene.page();
    let mut browser = scene.house.app.visitor();
    let page = browser.get(&link).await.expect(200);
    assert_eq!(preset(&page), ["normal"]);
    let normal = ["invitation", "late_feed", "reminder", "weekly", "daily"];
    assert_eq!(ticked(&page), normal);
    browser.cookies.clear();
    let page = browser
        .submit_and_follow(&page, &link, &[("preset", "quiet")])
        .await;
    assert_eq!(
        page.words(".flash"),
        ["Kept. It holds from the next mail on."]
    );
    assert_eq!(
        (preset(&page), ticked(&page)),
        (
            vec!["quiet".into()],
            normal[..2].iter().map(ToString::to_string).collect()
        )
    );
    // A box that is ticked beside the preset counts.
    let mut pairs = filled_in(&page.html(), &link, &[]);
    pairs.push(("wanted".into(), "followed".into()));
    browser.post(&link, &pairs).await.expect(303);
    let page = browser.get(&link).await.expect(200);
    assert_eq!(preset(&page), ["own"]);
    assert_eq!(ticked(&page), ["invitation", "late_feed", "followed"]);
    assert_eq!(page.words("details[open].more summary").len(), 1);
    let mut conn = scene.house.app.conn().await;
    let trail = watch::audit_trail(&mut conn).await;
    let mine: Vec<_> = trail
        .iter()
        .filter(|entry| entry.action == "chose what to be told")
        .map(|entry| {
            (
                entry.who.as_str(),
                entry.channel.as_str(),
                entry.before.clone(),
                entry.after.clone(),
            )
        })
        .collect();
    let chosen = |choice| Some(json!({ "choice": choice, "quiet": null }));
    let own = json!({
        "invitation": "at_once",
        "change": "at_once",
        "late_feed": "at_once",
        "booking": "at_once",
        "stay": "at_once",
        "followed": "at_once",
    });
    assert_eq!(
        mine,
        [
            (
                "Marie Sample",
                "link",
                chosen(json!("normal")),
                chosen(json!("quiet"))
            ),
            ("Marie Sample", "link", chosen(json!("quiet")), chosen(own)),
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_said_beside_its_field_and_kept() {
    let scene = Scene::new().await;
    let link = scene.page();
    let mut browser = scene.house.app.visitor();
    let page = browser.get(&link).await.expect(200);
    for (from, to, said) in [
        (
            "22:00",
            "22:00",
            "To: Quiet hours end at another time than they begin.",
        ),
        ("22:00", "", "To: This is needed."),
        ("22:00", "25:99", "To: Write a time such as 16:00."),
    ] {
        let typing = [("quiet_from", from), ("quiet_to", to)];
        let page = browser.submit(&page, &link, &typing).await.expect(422);
        assert_eq!(wrong(&page), [said]);
        assert_eq!(
            (typed(&page, "quiet_from"), typed(&page, "quiet_to")),
            (from.into(), to.into())
        );
    }
    for nonsense in [
        ("preset", "x"),
        ("preset", ""),
        ("wanted", "always"),
        ("wanted", "x"),
    ] {
        browser.submit(&page, &link, &[nonsense]).await.expect(422);
    }
    for nonsense in [
        ("unfollow", "x"),
        ("resume", "x:y"),
        ("resume", "reminder:y"),
    ] {
        let mut pairs = filled_in(&page.html(), &link, &[]);
        pairs.push((nonsense.0.into(), nonsense.1.into()));
        browser.post(&link, &pairs).await.expect(422);
    }
    assert_eq!(scene.house.count("notice_preferences").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_for_one_person_and_ends_with_their_address() {
    let scene = Scene::new().await;
    let link = scene.page();
    let flipped = if link.ends_with('A') { "B" } else { "A" };
    let forged = format!("{}{flipped}", &link[..link.len() - 1]);
    let answer = scene.path(&scene.mail, "/answer/");
    let answer = answer.split(['?', '/']).nth(2).unwrap();
    for nowhere in [
        &forged,
        "/notices/x",
        "/notices/%00",
        &format!("/notices/{answer}"),
    ] {
        scene.house.app.get(nowhere).await.expect(404);
    }
    let path = format!("/people/{}", scene.marie);
    let elsewhere = json!({ "email": "m@elsewhere.example" });
    scene.house.admin.patch(&path, elsewhere).await.expect(200);
    scene.house.app.get(&link).await.expect(410);
    scene.answers("yes").await;
    scene
        .house
        .app
        .clock
        .set("2026-12-09T07:00:00Z".parse().unwrap());
    let mails = scene.house.app.mails().await;
    let reminder = mails.iter().find(|mail| mail.kind == "reminder").unwrap();
    let page = scene
        .house
        .app
        .get(&scene.path(reminder, "/notices/"))
        .await
        .expect(200);
    assert_eq!(page.words(".lede"), ["Mails to m…@elsewhere.example"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_signed_in_chooses_on_the_same_form_and_unfollows_there() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let mut browser = house.app.browser(house.member).await;
    for series in ["scaling"] {
        let page = browser.get(&format!("/series/{series}")).await.expect(200);
        let follow = format!("/series/{series}/subscription");
        browser.submit(&page, &follow, &[]).await.expect(303);
    }
    let me = browser.get("/me").await.expect(200);
    assert_eq!(attributes(&me, "a[href='/me/notices']", "href").len(), 1);
    let page = browser.get("/me/notices").await.expect(200);
    assert_eq!(page.words(".lede"), ["Mails to min@hub.example"]);
    assert_eq!(page.words(".held li span"), ["Scaling Laws"]);
    let typing = [
        ("preset", "everything"),
        ("quiet_from", "22:00"),
        ("quiet_to", "07:00"),
    ];
    let page = browser
        .submit_and_follow(&page, "/me/notices", &typing)
        .await;
    assert_eq!(
        (typed(&page, "quiet_from"), typed(&page, "quiet_to")),
        ("22:00".into(), "07:00".into())
    );
    assert_eq!(preset(&page), ["everything"]);
    let series = attributes(&page, "button[name=unfollow]", "value").remove(0);
    let page = browser
        .submit_and_follow(&page, "/me/notices", &[("unfollow", &series)])
        .await;
    assert_eq!(page.words(".flash"), ["You no longer follow it."]);
    assert_eq!(page.words(".held li"), Vec::<String>::new());
    assert_eq!(house.count("subscriptions").await, 0);
    // What was chosen stays.
    assert_eq!(preset(&page), ["everything"]);
    house.app.visitor().get("/me/notices").await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_reads_as_the_mail_did() {
    let scene = Scene::new().await;
    let path = format!("/people/{}", scene.marie);
    scene
        .house
        .admin
        .patch(&path, json!({ "language": "ko" }))
        .await
        .expect(200);
    let page = scene.house.app.get(&scene.page()).await.expect(200);
    assert_eq!(page.words("html[lang=ko] h1"), ["메일로 받을 소식"]);
    assert_eq!(page.words("#quiet + .hint").len(), 1);
    assert!(
        page.words("#quiet + .hint")[0].contains("파리"),
        "{:?}",
        page.words("#quiet + .hint")
    );
    // What is wrong is said in its language, whatever the browser asks for.
    let (mut browser, link) = (scene.house.app.visitor(), scene.page());
    let page = browser.get(&link).await.expect(200);
    let typing = [("quiet_from", "22:00"), ("quiet_to", "25:99")];
    let page = browser.submit(&page, &link, &typing).await.expect(422);
    assert_eq!(wrong(&page), ["끝: 16:00처럼 시각을 적어 주세요."]);
}

#[tokio::test(flavor = "multi_thread")]
async fn own_reminders_of_a_series_are_set_and_taken_away_by_the_link() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let marie = house.app.api(scene.marie).await;
    let series = house.series_id().await;
    let series = series.as_str().unwrap();
    let path = format!("/series/{series}/subscriptions/{}", scene.marie);
    let daily = json!({ "digest": "daily" });
    marie.put(&path, daily).await.expect(200);
    let kept = async || {
        let follows = marie.get(&path).await.expect(200).json();
        (follows["reminders"].clone(), follows["digest"].clone())
    };
    let ticked = |page: &Answer| attributes(page, "input[name=reminder_days][checked]", "value");
    let opened = |page: &Answer| page.words(".held details[open] summary");

    let (mut browser, link) = (house.app.visitor(), scene.page());
    let page = browser.get(&link).await.expect(200);
    assert_eq!(
        (typed(&page, "reminders").as_str(), ticked(&page).len()),
        ("", 0)
    );
    assert_eq!(opened(&page), Vec::<String>::new());
    let typing = [("reminders", "30, 90"), ("reminder_days", "friday")];
    let page = browser.submit_and_follow(&page, &link, &typing).await;
    assert_eq!(
        page.words(".flash"),
        ["Kept. It holds from the next mail on."]
    );
    assert_eq!(kept().await, (json!([90, 30, "friday"]), json!("daily")));
    assert_eq!(typed(&page, "reminders"), "90, 30");
    assert_eq!(ticked(&page), ["friday"]);
    assert_eq!(opened(&page), ["Reminders: Scaling Laws"]);

    // What cannot be stays as it was typed, with the reason beside it.
    for (minutes, said) in [
        ("0", "A reminder comes 1 minute to 60 days before."),
        ("soon", "Write a whole number."),
    ] {
        let typing = [("reminders", minutes)];
        let again = browser.submit(&page, &link, &typing).await.expect(422);
        assert_eq!(wrong(&again), [format!("Reminders: {said}")]);
        assert_eq!(again.words(".held details[open] .error"), [said]);
        let field = format!("#reminders-series-{series}");
        let shown = attributes(&again, &field, "value");
        assert_eq!(shown, [minutes]);
        assert_eq!(attributes(&again, ".summary a", "href"), [field]);
        assert_eq!(ticked(&again), ["friday"]);
        assert_eq!(preset(&again), ["normal"]);
    }
    for nonsense in ["hub", "x", "series:x"] {
        let typing = [("remind", nonsense)];
        browser.submit(&page, &link, &typing).await.expect(422);
    }
    assert_eq!(kept().await, (json!([90, 30, "friday"]), json!("daily")));

    // Another rhythm leaves them; nothing typed and nothing ticked is as the series has it.
    let weekly = format!("weekly:series:{series}");
    let page = browser
        .submit_and_follow(&page, &link, &[("rhythm", &weekly)])
        .await;
    assert_eq!(kept().await, (json!([90, 30, "friday"]), json!("weekly")));
    // Where no reminders are wanted, it says so.
    let hints = |page: &Answer| page.words("section[aria-labelledby=following] > .hint");
    let unreminded = "Reminders do not come: they are not among what you chose above.".to_owned();
    assert!(!hints(&page).contains(&unreminded));
    let page = browser
        .submit_and_follow(&page, &link, &[("preset", "quiet")])
        .await;
    assert!(hints(&page).contains(&unreminded));
    let mut pairs = filled_in(&page.html(), &link, &[("reminders", "")]);
    pairs.retain(|(name, _)| name != "reminder_days");
    browser.post(&link, &pairs).await.expect(303);
    assert_eq!(kept().await, (Value::Null, json!("weekly")));

    // Who has unfollowed it meanwhile does not follow it again.
    marie.delete(&path).await.expect(204);
    browser.post(&link, &pairs).await.expect(404);
    assert_eq!(house.count("subscriptions").await, 0);
}
