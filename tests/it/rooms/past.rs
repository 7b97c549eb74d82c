//! What is over: it stays as it was, unless the front desk corrects it.

use maru::people::model::Role;
use serde_json::json;

use super::{booking, room};
use crate::support::app::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn a_booking_that_is_over_is_neither_moved_nor_cancelled_by_its_owner() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let hall = room(&admin, "Hall", json!({})).await;
    let sun = app.person("sun", "Sun Sample", &[Role::Member]).await;
    let mine = app.api(sun).await;
    let made = mine
        .post("/bookings", booking(&hall, "07:00", "08:00"))
        .await
        .expect(201)
        .json();
    let path = format!("/bookings/{}", made["id"].as_str().unwrap());
    let page = format!("/bookings/{}", made["code"].as_str().unwrap());

    // Until the end it is theirs to change.
    app.clock.set("2026-12-01T07:59:59Z".parse().unwrap());
    let shorter = json!({ "ends_at": "2026-12-01T07:59:59Z" });
    let over = mine.patch(&path, shorter).await.expect(200).json();
    let mut browser = app.browser(sun).await;
    let again = browser.get(&page).await.expect(200);
    assert_eq!(again.words(".actions .button").len(), 0);

    let why = "This booking is over. The front desk can correct it.";
    let later = json!({ "starts_at": "2026-12-02T07:00:00Z", "ends_at": "2026-12-02T08:00:00Z" });
    let refused = mine.patch(&path, later).await.expect(409).json();
    assert_eq!(refused["detail"], why);
    let cancel = format!("{path}/cancellation");
    let refused = mine.post(&cancel, json!({})).await.expect(409).json();
    assert_eq!(refused["detail"], why);
    assert_eq!(mine.get(&path).await.json(), over);
    browser.get(&format!("{page}/edit")).await.expect(409);

    // Whoever keeps rooms keeps no book of what was.
    let keeper = app.person("kay", "Kay Sample", &[Role::RoomKeeper]).await;
    let keeper = app.api(keeper).await;
    keeper.post(&cancel, json!({})).await.expect(409);
    let desk = app.person("dee", "Dee Sample", &[Role::FrontDesk]).await;
    let desk = app.api(desk).await;
    let longer = json!({ "ends_at": "2026-12-01T08:30:00Z" });
    desk.patch(&path, longer).await.expect(200);
    app.clock.set("2026-12-01T09:00:00Z".parse().unwrap());
    admin.post(&cancel, json!({})).await.expect(200);
}
