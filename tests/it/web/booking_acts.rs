//! What is done to a booking: changed, by two at once too; cancelled, and that taken back; approved and refused.

use maru::people::model::Role;
use serde_json::json;

use crate::support::house::{House, attributes, rows, typed, wrong};

const NEW: &str = "/rooms/hall-a/bookings/new?date=2026-12-10";
const BOOK: &str = "/rooms/hall-a/bookings";

fn code(location: &str) -> String {
    location.rsplit('/').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_of_what_lasts_for_days_keeps_its_days() {
    let house = House::new().await;
    let api = house.app.api(house.member).await;
    let body = json!({ "room_id": house.hall["id"], "title": "Workshop", "starts_local": "2026-12-08T09:00:30",
                       "ends_local": "2026-12-10T18:00:00" });
    let code = api.post("/bookings", body).await.expect(201).json()["code"]
        .as_str()
        .unwrap()
        .to_owned();
    let (edit, save) = (
        format!("/bookings/{code}/edit"),
        format!("/bookings/{code}"),
    );
    let mut browser = house.app.browser(house.member).await;
    let page = browser.get(&edit).await.expect(200);
    browser
        .submit(&page, &save, &[("title", "Winter school")])
        .await
        .expect(303);
    assert_eq!(
        house.booked(&code, "starts_local").await,
        "2026-12-08T09:00:30"
    );
    assert_eq!(
        house.booked(&code, "ends_local").await,
        "2026-12-10T18:00:00"
    );
    let page = browser.get(&edit).await;
    assert_eq!(typed(&page, "last"), "2026-12-10");
    let refused = browser
        .submit(&page, &save, &[("last", "2026-12-07")])
        .await
        .expect(422);
    assert_eq!(wrong(&refused), ["To: The end must come after the start."]);
    browser
        .submit(&page, &save, &[("last", "2026-12-09"), ("to", "12:00")])
        .await
        .expect(303);
    assert_eq!(
        house.booked(&code, "ends_local").await,
        "2026-12-09T12:00:00"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_quicker_is_shown_beside_what_was_typed() {
    let house = House::new().await;
    let code = house
        .booking(&house.hall, "Reading group", "16:00", "17:00")
        .await;
    let (edit, save) = (
        format!("/bookings/{code}/edit"),
        format!("/bookings/{code}"),
    );
    let (mut browser, mut other) = (
        house.app.browser(house.member).await,
        house.app.browser(house.administrator).await,
    );
    let (mine, theirs) = (browser.get(&edit).await, other.get(&edit).await.expect(200));
    other
        .submit(&theirs, &save, &[("from", "15:00")])
        .await
        .expect(303);
    let page = browser
        .submit(&mine, &save, &[("title", "Journal club")])
        .await
        .expect(409);
    assert_eq!(
        rows(&page, ".versions"),
        [
            "What for | Reading group | Journal club",
            "From | 15:00 | 16:00"
        ]
    );
    assert!(
        page.words(".stale p")[0].starts_with("Ada Admin changed this"),
        "{:?}",
        page.words(".stale p")
    );
    browser
        .submit(&page, &save, &[("from", "15:00")])
        .await
        .expect(303);
    assert_eq!(house.booked(&code, "title").await, "Journal club");
    assert_eq!(
        house.booked(&code, "starts_local").await,
        "2026-12-10T15:00:00"
    );
    // Someone who may see it, and may not change it.
    let mut stranger = house.at_desk().await;
    stranger.get(&save).await.expect(200);
    stranger.get(&edit).await.expect(403);
    let pairs = crate::support::browser::filled_in(
        &stranger.get("/").await.html(),
        "/preferences",
        &[("zone", "UTC")],
    );
    let csrf: Vec<_> = pairs
        .into_iter()
        .filter(|(name, _)| name == "csrf")
        .collect();
    stranger.post(&save, &csrf).await.expect(403);
    stranger
        .post(&format!("{save}/cancellation"), &csrf)
        .await
        .expect(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancellation_is_taken_back_once() {
    let house = House::new().await;
    let code = house
        .booking(&house.hall, "Reading group", "16:00", "17:00")
        .await;
    let (path, cancel) = (
        format!("/bookings/{code}"),
        format!("/bookings/{code}/cancellation"),
    );
    let mut browser = house.app.browser(house.member).await;
    let page = browser.get(&path).await.expect(200);
    let page = browser.submit_and_follow(&page, &cancel, &[]).await;
    assert_eq!(
        page.words(".flash p"),
        ["The booking is cancelled; the room is free again."]
    );
    assert_eq!(page.words(".banner-title").len(), 1);
    assert_eq!(house.booked(&code, "state").await, "cancelled");
    let first = browser.submit(&page, BOOK, &[]).await.expect(303);
    let second = browser.submit(&page, BOOK, &[]).await.expect(303);
    assert_eq!(first.location(), second.location());
    let again = self::code(first.location());
    assert_ne!(again, code);
    assert_eq!(house.booked(&again, "title").await, "Reading group");
    assert_eq!(
        house.booked(&again, "starts_local").await,
        "2026-12-10T16:00:00"
    );
    assert_eq!(house.count("bookings").await, 2);
    // Who comes later finds who was quicker.
    let page = browser.get(&format!("/bookings/{again}")).await;
    let page = browser
        .submit_and_follow(&page, &format!("/bookings/{again}/cancellation"), &[])
        .await;
    house.seminar(json!({})).await;
    let page = browser.submit(&page, BOOK, &[]).await.expect(409);
    assert_eq!(
        page.words(".conflict-list li"),
        [
            "Hall A is taken Thu 10 December 2026, 16:00–17:00 Seoul, UTC+9 Beyond scaling · Oh Organiser"
        ]
    );
    assert_eq!(typed(&page, "title"), "Reading group");
    // Only what is cancelled can be taken back, and only by those who may see it.
    let other = house
        .booking(&house.hall, "Journal club", "10:00", "11:00")
        .await;
    let mut csrf =
        crate::support::browser::filled_in(&page.html(), "/preferences", &[("zone", "UTC")]);
    csrf.retain(|(name, _)| name == "csrf");
    csrf.push(("again".into(), other));
    browser.post(BOOK, &csrf).await.expect(409);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_wants_approval_is_held_until_a_keeper_decides() {
    let house = House::new().await;
    let id = house.hall["id"].as_str().unwrap();
    house
        .admin
        .patch(&format!("/rooms/{id}"), json!({ "approval": true }))
        .await
        .expect(200);
    let keeper = house
        .app
        .person("kay", "Kay Sample", &[Role::RoomKeeper])
        .await;
    let mut browser = house.app.browser(house.member).await;
    let mut keepers = house.app.browser(keeper).await;
    for (act, state) in [("approval", "confirmed"), ("refusal", "refused")] {
        let page = browser.get(NEW).await;
        let fields = [
            ("title", "Reading group"),
            ("from", "16:00"),
            ("to", "17:00"),
        ];
        let done = browser.submit(&page, BOOK, &fields).await.expect(303);
        let path = done.location().to_owned();
        let page = browser.get(&path).await;
        assert_eq!(
            page.words(".flash p"),
            ["The room is held for you; a room keeper decides."]
        );
        assert_eq!(
            attributes(&page, &format!("form[action='{path}/{act}']"), "action"),
            Vec::<String>::new()
        );
        let page = keepers.get(&path).await;
        let decide = format!("{path}/{act}");
        keepers.submit(&page, &decide, &[]).await.expect(303);
        keepers.submit(&page, &decide, &[]).await.expect(303);
        let code = code(&path);
        assert_eq!(house.booked(&code, "state").await, state);
        let mails = house.app.mails().await;
        assert_eq!(mails.last().unwrap().to, "min@hub.example", "{act}");
        if state == "confirmed" {
            let page = browser.get(&path).await;
            browser
                .submit(&page, &format!("{path}/cancellation"), &[])
                .await
                .expect(303);
        }
    }
}
