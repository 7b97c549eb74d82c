//! Bookings that begin soon: whose owners are reminded, and when not.

use maru::{people::model::Role, rooms::notices::remind_of_bookings};
use serde_json::json;

use super::{booking, room};
use crate::support::{app::TestApp, http::Request, mailbox::Mail};

/// What a worker makes at this time by the clock of 1 December 2026, in UTC, and what goes out then.
async fn at(app: &TestApp, time: &str) -> (usize, Vec<Mail>) {
    app.clock
        .set(format!("2026-12-01T{time}:00Z").parse().unwrap());
    let mut conn = app.conn().await;
    let made = remind_of_bookings(&mut conn, &*app.clock, &app.hub)
        .await
        .unwrap();
    drop(conn);
    (made, app.mails().await)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_of_a_booking_is_reminded_an_hour_before_and_of_nothing_that_is_not_so() {
    let app = TestApp::new().await;
    let hall = room(&app.admin().await, "Hall", json!({})).await;
    let sun = app.person("sun", "Sun Sample", &[Role::Member]).await;
    let api = app.api(sun).await;
    let mut booked = Vec::new();
    for (from, to) in [("07:00", "08:00"), ("08:00", "09:00"), ("10:00", "11:00")] {
        let made = api.post("/bookings", booking(&hall, from, to)).await;
        booked.push(made.expect(201).json());
    }
    assert_eq!(at(&app, "05:45").await, (0, vec![]));
    // It is made a little earlier, and goes out at its hour.
    assert_eq!(at(&app, "05:55").await, (1, vec![]));
    let (made, mails) = at(&app, "06:00").await;
    let [mail] = mails.try_into().unwrap();
    assert_eq!(
        (made, mail.kind.as_str(), mail.to.as_str()),
        (0, "booking_reminder", "sun@hub.example")
    );
    assert_eq!(mail.subject, "In 1 hour: Reading group");
    assert!(mail.text.contains("Hall"), "{}", mail.text);
    assert!(mail.calendar.is_empty() && mail.list.contains_key("List-Unsubscribe"));
    assert_eq!(at(&app, "06:05").await, (0, vec![]));

    // Given up meanwhile.
    assert_eq!(at(&app, "06:55").await, (1, vec![]));
    let path = format!(
        "/bookings/{}/cancellation",
        booked[1]["id"].as_str().unwrap()
    );
    api.post(&path, json!({})).await.expect(200);
    assert_eq!(at(&app, "07:00").await, (0, vec![]));

    // Whoever books shortly before needs no reminder.
    let late = api
        .post("/bookings", booking(&hall, "08:00", "09:00"))
        .await;
    late.expect(201);
    assert_eq!(at(&app, "07:05").await, (0, vec![]));

    // Where a worker was away for a while it says how much time is left.
    let (made, mails) = at(&app, "09:35").await;
    assert_eq!((made, mails.len()), (1, 1));
    assert_eq!(mails[0].subject, "In 25 minutes: Reading group");
    assert_eq!(at(&app, "10:00").await, (0, vec![]));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_stops_reminders_by_one_click_gets_none_of_bookings_either() {
    let app = TestApp::new().await;
    let hall = room(&app.admin().await, "Hall", json!({})).await;
    let sun = app.person("sun", "Sun Sample", &[Role::Member]).await;
    let api = app.api(sun).await;
    for (from, to) in [("07:00", "08:00"), ("08:00", "09:00")] {
        let made = api.post("/bookings", booking(&hall, from, to)).await;
        made.expect(201);
    }
    let (_, mails) = at(&app, "06:00").await;
    let base = &app.hub.public_url;
    let link = mails[0].link(&format!("{base}/unsubscribe/"));
    let path = link.strip_prefix(base.as_str()).unwrap();
    let click = Request::new("POST", path).form(&[("List-Unsubscribe", "One-Click")]);
    app.send(click).await.expect(200);
    assert_eq!(at(&app, "07:00").await, (1, vec![]));
    // It is not made again because it was not wanted.
    assert_eq!(at(&app, "07:05").await, (0, vec![]));
}
