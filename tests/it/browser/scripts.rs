//! What the pages' own scripts do: they make quicker what works without them.

use fantoccini::{
    actions::{InputSource, MouseActions, PointerAction},
    key::Key,
};
use maru::{base::language::Language, people::model::Role};
use serde_json::{Value, json};

use super::chrome::Chrome;
use crate::support::app::TestApp;

/// A hub with a hall that is taken from 10 to 12 on 3 November 2026, and someone from Paris at a browser.
struct Scene {
    app: TestApp,
    chrome: Chrome,
}

impl Scene {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let admin = app.admin().await;
        let site = json!({ "name": "Seoul site", "zone": "Asia/Seoul" });
        let site = admin.post("/sites", site).await.expect(201).json()["id"].clone();
        let hall = json!({ "name": "Hall", "slug": "hall", "kind": "hall", "site_id": site });
        let hall = admin.post("/rooms", hall).await.expect(201).json();
        let board = json!({ "room_id": hall["id"], "title": "Board", "starts_local": "2026-11-03T10:00:00",
                            "ends_local": "2026-11-03T12:00:00" });
        admin.post("/bookings", board).await.expect(201);
        let chrome = Chrome::start(&app, Language::En, "Europe/Paris").await;
        Self { app, chrome }
    }

    /// One with a member of the hub at the browser, who organises a series.
    async fn of_a_member() -> Self {
        let scene = Self::new().await;
        let member = scene.app.person("mina", "Mina Member", &[Role::Member]);
        let member = member.await;
        let series = json!({ "title": "Sample", "slug": "sample", "zone": "Asia/Seoul" });
        let api = scene.app.api(member).await;
        api.post("/series", series).await.expect(201);
        scene.chrome.enter(&scene.app, member).await;
        scene
    }
}

/// One browser for all of them: to start one takes longer than most. None of them changes anything, and each opens its page
/// itself.
#[tokio::test(flavor = "multi_thread")]
async fn scripts_make_quicker_what_works_without_them() {
    let scene = Scene::of_a_member().await;
    a_drag_across_the_day_opens_the_form_with_that_time(&scene).await;
    while_a_form_is_filled_it_says_what_is_free(&scene).await;
    while_a_form_is_filled_it_says_what_clocks_show_elsewhere(&scene).await;
    a_menu_closes_with_escape_and_gives_the_keyboard_back(&scene).await;
    of_the_place_only_the_part_that_was_chosen_is_shown(&scene).await;
    an_address_to_join_is_asked_for_and_sent_where_it_was_chosen(&scene).await;
    an_address_is_copied_by_its_button(&scene).await;
}

async fn a_drag_across_the_day_opens_the_form_with_that_time(Scene { chrome, .. }: &Scene) {
    chrome.open("/rooms?date=2026-11-03").await;
    // Twelve hours from eight o'clock on: half of it is at two, a quarter of an hour 1/48.
    let script = "const { left, top, width, height } = document.querySelector('[data-book]').getBoundingClientRect(); \
                  return [left + width * 24 / 48, left + width * 30 / 48, top + height / 2]";
    let at: [f64; 3] = serde_json::from_value(chrome.run(script, Vec::new()).await).unwrap();
    let to = |x: f64| PointerAction::MoveTo {
        duration: None,
        x: x.round(),
        y: at[2].round(),
    };
    let drag = MouseActions::new("mouse".to_owned())
        .then(to(at[0]))
        .then(PointerAction::Down { button: 0 })
        .then(to(f64::midpoint(at[0], at[1])))
        .then(to(at[1]))
        .then(PointerAction::Up { button: 0 });
    chrome.client().perform_actions(drag).await.unwrap();
    chrome
        .until("location.pathname === '/rooms/hall/bookings/new' && document.readyState === 'complete'")
        .await;
    let typed = chrome
        .each("[type=date], [type=time]", "element.value")
        .await;
    assert_eq!(typed, ["2026-11-03", "14:00", "15:30"]);
    chrome.look(200).await;
}

async fn while_a_form_is_filled_it_says_what_is_free(Scene { chrome, .. }: &Scene) {
    let (free, taken) = (
        chrome.t("booking-form-free"),
        chrome.t("booking-form-taken"),
    );
    let says = |words: &str| {
        format!(
            "document.querySelector('.live')?.textContent === {}",
            json!(words)
        )
    };
    chrome
        .open("/rooms/hall/bookings/new?date=2026-11-03&from=09:00&to=10:00")
        .await;
    chrome.until(&says(&free)).await;
    chrome.fill("to", "10:30").await;
    chrome.until(&says(&taken)).await;
    chrome.look(200).await;
}

async fn while_a_form_is_filled_it_says_what_clocks_show_elsewhere(Scene { chrome, .. }: &Scene) {
    let says = |words: &str| {
        format!(
            "document.querySelector('.strip-time')?.textContent.trim() === {}",
            json!(words)
        )
    };
    chrome.open("/seminars/new").await;
    chrome.until(&says("")).await;
    chrome.fill("date", "2026-11-03").await;
    chrome.fill("time", "16:00").await;
    chrome.until(&says("Tue 16:00 UTC+9")).await;
    // Typed for Paris, it is night at the hub.
    chrome.fill("zone", "Europe/Paris").await;
    chrome.until(&says("Wed 00:00 UTC+9")).await;
    chrome
        .until("document.querySelector('.strip-odd .attention') !== null && document.querySelector('.strip-none') === null")
        .await;
    chrome.look(200).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_browser_tells_its_zone_and_the_page_comes_once_more() {
    let Scene { app: _app, chrome } = Scene::new().await;
    chrome.client().goto(&chrome.address("/")).await.unwrap();
    chrome
        .until("document.documentElement.dataset.zone === 'Europe/Paris' && document.readyState === 'complete'")
        .await;
    chrome.look(200).await;
}

async fn a_menu_closes_with_escape_and_gives_the_keyboard_back(Scene { chrome, .. }: &Scene) {
    chrome.open("/preferences").await;
    chrome.one(".menu summary").await.click().await.unwrap();
    chrome.look(200).await;
    let list = chrome.one("#header-zone").await;
    list.send_keys(&char::from(Key::Escape).to_string())
        .await
        .unwrap();
    chrome.until("!document.querySelector('.menu').open").await;
    let focused = chrome.run("return document.activeElement.localName", Vec::new());
    assert_eq!(focused.await, json!("summary"));
}

async fn an_address_is_copied_by_its_button(Scene { app, chrome }: &Scene) {
    let allowed = json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
    chrome.tell("Browser.grantPermissions", allowed).await;
    chrome.open("/feeds").await;
    let copy = chrome.one("section:first-of-type .copy").await;
    assert_eq!(copy.text().await.unwrap(), chrome.t("copy"));
    copy.click().await.unwrap();
    chrome
        .until(&format!(
            "document.querySelector('.copy').textContent === {}",
            json!(chrome.t("copied"))
        ))
        .await;
    let pasted = chrome.client().execute_async(
        "navigator.clipboard.readText().then(arguments[0])",
        Vec::new(),
    );
    let feed = format!("http://{}/feeds/hub.ics", app.address);
    assert_eq!(pasted.await.unwrap(), Value::from(feed));
}

async fn of_the_place_only_the_part_that_was_chosen_is_shown(Scene { chrome, .. }: &Scene) {
    chrome.open("/seminars/new").await;
    let shown = async || {
        chrome
            .each(".group-part", "String(element.checkVisibility())")
            .await
    };
    chrome
        .choose("where_kind", &chrome.t("seminar-form-where-rooms"))
        .await;
    assert_eq!(shown().await, ["true", "false"]);
    chrome
        .choose("where_kind", &chrome.t("seminar-form-where-elsewhere"))
        .await;
    assert_eq!(shown().await, ["false", "true"]);
    chrome
        .choose("where_kind", &chrome.t("seminar-form-where-none"))
        .await;
    assert_eq!(shown().await, ["false", "false"]);
    chrome.look(200).await;
}

async fn an_address_to_join_is_asked_for_and_sent_where_it_was_chosen(
    Scene { chrome, .. }: &Scene,
) {
    chrome.open("/seminars/new?series=sample").await;
    let asked = async || {
        let shown = "String(element.checkVisibility())";
        chrome.each("[name=join_url]", shown).await
    };
    let sent = async || {
        let script = "return new FormData(document.querySelector('form.form')).get('join_url')";
        chrome.run(script, Vec::new()).await
    };
    assert_eq!(
        (asked().await, sent().await),
        (vec!["false".into()], Value::Null)
    );
    chrome
        .choose("join_kind", &chrome.t("seminar-form-join-kind-own"))
        .await;
    let own = "https://meet.example/own";
    chrome.fill("join_url", own).await;
    assert_eq!(
        (asked().await, sent().await),
        (vec!["true".into()], json!(own))
    );
    chrome
        .choose("join_kind", &chrome.t("seminar-form-join-kind-none"))
        .await;
    assert_eq!(
        (asked().await, sent().await),
        (vec!["false".into()], Value::Null)
    );
    chrome.look(200).await;
}
