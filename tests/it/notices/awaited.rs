//! A postponed seminar whose old time has passed: it is not over, for its new time is awaited.

use diesel_async::SimpleAsyncConnection;
use serde_json::json;

use super::Scene;
use crate::support::house::attributes;

/// That it does not take place, to both.
const STOPPED: [(&str, &str); 2] = [
    ("cancellation", "gil@hub.example"),
    ("cancellation", "marie@sample.example"),
];

fn mails(told: &[(&str, &str)]) -> Vec<(String, String)> {
    let told = told.iter();
    told.map(|(kind, to)| ((*kind).to_owned(), (*to).to_owned()))
        .collect()
}

/// Gil speaks and Marie is invited; it was postponed, and the time at which it was to be has passed.
async fn awaited() -> Scene {
    let scene = Scene::new().await;
    let speaker = json!({ "speakers": [{ "person_id": scene.house.guest }] });
    scene.edit(speaker).await;
    let told = scene.everyone_at("2026-11-03T00:00:00Z").await;
    assert_eq!(
        told,
        mails(&[
            ("change", "marie@sample.example"),
            ("speaker_request", "gil@hub.example")
        ])
    );
    scene.act("postponement").await;
    let told = scene.everyone_at("2026-12-09T00:00:00Z").await;
    assert_eq!(told, mails(&STOPPED));
    assert_eq!(scene.everyone_at("2026-12-20T00:00:00Z").await, []);
    scene
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_speak_any_more_is_told_so_and_waits_no_longer() {
    let scene = awaited().await;
    scene.edit(json!({ "speakers": [] })).await;
    let told = scene.everyone_at("2026-12-20T01:00:00Z").await;
    assert_eq!(told, mails(&STOPPED[..1]));
    // Marie reads of it with the new time.
    let new_time = json!({ "starts_local": "2027-01-14T16:00:00" });
    scene.edit(new_time).await;
    // It is far off, so a slip can be mended first: the old time hurries nobody.
    assert_eq!(scene.everyone_at("2026-12-20T01:00:00Z").await, []);
    let told = scene.everyone_at("2026-12-20T02:00:00Z").await;
    assert_eq!(told, mails(&[("change", "marie@sample.example")]));
}

#[tokio::test(flavor = "multi_thread")]
async fn that_it_is_cancelled_for_good_is_told_to_all_who_wait_and_done_by_a_click() {
    let scene = awaited().await;
    let page = format!("/seminars/{}", scene.code);
    let cancellation = format!("{page}/cancellation");
    let mut browser = scene.house.at_desk().await;
    let shown = browser.get(&page).await.expect(200);
    let links = attributes(&shown, ".tool-links a", "href");
    assert!(links.contains(&cancellation), "{links:?}");
    // Whom it tells stands there, and words of the organiser's own can be put above it.
    let shown = browser.get(&cancellation).await.expect(200);
    assert_eq!(
        shown.words(".told"),
        ["2 people will get a mail: Gil Guest, Marie Sample"]
    );
    let typed = [("reason", "No time was found."), ("note", "We will write.")];
    browser
        .submit(&shown, &cancellation, &typed)
        .await
        .expect(303);
    scene
        .house
        .app
        .clock
        .set("2026-12-20T01:00:00Z".parse().unwrap());
    let told = scene.house.app.mails().await;
    let to = told
        .iter()
        .map(|mail| (mail.kind.as_str(), mail.to.as_str()));
    assert_eq!(to.collect::<Vec<_>>(), STOPPED);
    for mail in &told {
        assert!(mail.text.contains("| We will write."), "{}", mail.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_mail_came_back_can_still_be_told_that_it_is_postponed() {
    let scene = awaited().await;
    let house = &scene.house;
    let came_back = "UPDATE messages SET state = 'failed', sent_at = NULL \
                     WHERE kind = 'cancellation' AND address = 'marie@sample.example'";
    let mut conn = house.app.conn().await;
    conn.batch_execute(came_back).await.unwrap();
    drop(conn);
    let path = format!("/people/{}", scene.marie);
    let mended = json!({ "email": "marie@mended.example" });
    house.admin.patch(&path, mended).await.expect(200);
    let page = format!("/seminars/{}/knowledge", scene.code);
    let mut browser = house.at_desk().await;
    let shown = browser.get(&page).await.expect(200);
    browser.submit(&shown, &page, &[]).await.expect(303);
    let told = scene.everyone_at("2026-12-20T01:00:00Z").await;
    assert_eq!(told, mails(&[("cancellation", "marie@mended.example")]));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_stands_in_the_programme_and_on_pages_elsewhere_behind_what_has_a_time() {
    let scene = awaited().await;
    let house = &scene.house;
    let later = json!({ "title": "Later", "starts_local": "2026-12-29T16:00:00" });
    house.seminar(later).await;
    let mut visitor = house.app.visitor();
    for (language, heading, mark, words) in [
        (
            "en",
            "Postponed, new time to come",
            "Postponed",
            "The new time is not known yet.",
        ),
        (
            "ko",
            "연기됨, 새 일시 미정",
            "연기됨",
            "새 일시는 아직 정해지지 않았습니다.",
        ),
    ] {
        visitor.language = language;
        let page = visitor.get("/").await.expect(200);
        assert_eq!(page.words(".week .entry-title"), ["Later"]);
        assert_eq!(page.words("#awaited"), [heading]);
        let section = "section[aria-labelledby=awaited]";
        let titles = page.words(&format!("{section} .entry-title"));
        assert_eq!(titles, ["Beyond scaling"]);
        let marks = page.words(&format!("{section} .entry-marks span"));
        assert_eq!(marks, [mark, words]);
        for list in ["hub", "series/scaling"] {
            let path = format!("/embed/{list}?lang={language}");
            let page = house.app.get(&path).await.expect(200);
            let titles = page.words(".entry-title");
            assert_eq!(titles, ["Later", "Beyond scaling"], "{path}");
            assert_eq!(page.words(".entry-marks span"), [mark, words], "{path}");
        }
    }
    // Where there is no room for both, what has a time comes first; and what is another day's has its own page.
    let page = house.app.get("/embed/hub?n=1").await.expect(200);
    assert_eq!(page.words(".entry-title"), ["Later"]);
    let page = visitor.get("/?from=2026-12-21").await.expect(200);
    assert_eq!(page.words(".reading .entry-title"), ["Later"]);
    let page = visitor.get("/?kind=lecture").await.expect(200);
    assert_eq!(page.words(".reading .entry-title"), [""; 0]);

    scene
        .edit(json!({ "starts_local": "2026-12-28T16:00:00" }))
        .await;
    let page = visitor.get("/").await.expect(200);
    assert_eq!(page.words("#awaited"), [""; 0]);
    let titles = page.words(".week .entry-title");
    assert_eq!(titles, ["Beyond scaling", "Later"]);
    let page = house.app.get("/embed/hub").await.expect(200);
    assert_eq!(page.words(".entry-title"), ["Beyond scaling", "Later"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_to_come_wherever_it_is_listed_until_it_is_cancelled() {
    let scene = awaited().await;
    let house = &scene.house;
    let (mut desk, mut gil) = (house.at_desk().await, house.app.browser(house.guest).await);
    // Of what can be found there by anyone: what is to come, and what has been.
    let listed = async |path: &str| {
        let page = house.app.get(path).await.expect(200);
        ["coming", "past"].map(|part| {
            let titles = format!("section[aria-labelledby={part}] .entry-title");
            page.words(&titles).join(", ")
        })
    };
    let title = "Beyond scaling";
    let page = desk.get("/organise").await.expect(200);
    assert_eq!(page.words(".lacking .entry-title"), [title]);
    assert_eq!(
        page.words(".lacking .attention"),
        ["Missing: new time, abstract"]
    );
    let page = gil.get("/me").await.expect(200);
    assert_eq!(page.words(".entry-title"), [title]);
    assert_eq!(listed("/series/scaling").await, [title, ""]);
    assert_eq!(listed("/archive?q=beyond").await, [title, ""]);
    assert_eq!(listed("/archive?year=2026").await, [title, ""]);
    assert_eq!(listed("/archive?year=2027").await, ["", ""]);
    assert_eq!(listed("/archive").await, ["", ""]);

    scene.act("cancellation").await;
    let page = desk.get("/organise").await.expect(200);
    assert_eq!(page.words(".lacking .entry-title"), [""; 0]);
    let page = gil.get("/me").await.expect(200);
    assert_eq!(page.words(".entry-title"), [""; 0]);
    assert_eq!(listed("/series/scaling").await, ["", title]);
    assert_eq!(listed("/archive?q=beyond").await, ["", title]);
    assert_eq!(listed("/archive").await, ["", title]);
}
