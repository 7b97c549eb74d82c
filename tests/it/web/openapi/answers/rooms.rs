//! Rooms and their bookings.

use serde_json::{Value, json};

use super::{id, member};
use crate::{support::app::TestApp, web::openapi::walk::Walk};

pub(super) async fn rooms(app: &TestApp, walk: &mut Walk) -> Value {
    let body = json!({ "name": "Main building", "zone": "Asia/Seoul" });
    let site = walk.made("enter_site", body.clone()).await;
    let other = walk.ask("enter_site", &[], body, 422).await;
    assert!(other["fields"]["slug"].is_array());
    let body = json!({ "name": "Annexe", "zone": "Asia/Seoul" });
    let other = walk.made("enter_site", body).await;
    walk.read("list_sites", &[]).await;
    walk.read("get_site", &[id(&site)]).await;
    walk.changed(
        "change_site",
        &[id(&site)],
        json!({ "address": "1 Sample Street" }),
    )
    .await;
    walk.gone("remove_site", &[id(&other)]).await;
    let body = json!({ "site_id": site["id"], "from": "2027-01-05", "name_en": "Inventory", "name_ko": "재고 조사" });
    let closed = walk.made("enter_closed_days", body.clone()).await;
    walk.ask("enter_closed_days", &[], body, 422).await;
    let body = json!({ "from": "2027-01-05", "to": "2027-01-06", "name_en": "Move" });
    let other = walk.made("enter_closed_days", body).await;
    walk.read("list_closed_days", &[]).await;
    walk.read("get_closed_days", &[id(&closed)]).await;
    let change = json!({ "name_ko": "재물 조사" });
    walk.changed("change_closed_days", &[id(&closed)], change)
        .await;
    walk.gone("remove_closed_days", &[id(&other)]).await;

    let body = json!({ "name": "Hall A", "kind": "hall", "site_id": site["id"] });
    let part = walk.made("enter_room", body).await;
    let body = json!({ "name": "Hall", "kind": "hall", "part_ids": [part["id"]], "capacity": 90 });
    let hall = walk.made("enter_room", body).await;
    let cell = walk
        .made("enter_room", json!({ "name": "Cell", "kind": "lab" }))
        .await;
    walk.read("list_rooms", &[]).await;
    walk.read("get_room", &[id(&hall)]).await;
    walk.changed(
        "change_room",
        &[id(&hall)],
        json!({ "equipment": ["projector"] }),
    )
    .await;
    walk.gone("remove_room", &[id(&cell)]).await;
    walk.refused("remove_room", &[id(&part)], 409).await;
    walk.refused("remove_site", &[id(&site)], 409).await;
    let query = "?starts_at=2026-12-01T07:00:00Z&ends_at=2026-12-01T08:00:00Z";
    let free = walk.found("find_free_rooms", query).await;
    assert_eq!(free["items"].as_array().unwrap().len(), 2);
    let member = member(app, "kim").await;
    walk.ask_by(&member, "remove_room", &[id(&hall)], Value::Null, 403)
        .await;
    hall
}

pub(super) async fn bookings(app: &TestApp, walk: &mut Walk, hall: &Value) {
    let at = |from: &str, to: &str| {
        json!({ "room_id": hall["id"], "title": "Reading group",
                "starts_local": format!("2026-12-01T{from}:00"), "ends_local": format!("2026-12-01T{to}:00") })
    };
    let booking = walk.made("book", at("16:00", "17:00")).await;
    walk.ask("book", &[], at("16:30", "17:30"), 409).await;
    walk.ask(
        "book",
        &[],
        json!({ "room_id": hall["id"], "title": "x" }),
        422,
    )
    .await;
    let mut run = at("16:30", "17:30");
    run["rule"] = "FREQ=DAILY;COUNT=3".into();
    run["on_conflict"] = "skip".into();
    let run = walk.made("book", run).await;
    assert_eq!(run["clashes"].as_array().unwrap().len(), 1);
    walk.read("list_bookings", &[]).await;
    let query = format!("?run_id={}&limit=1", run["run_id"].as_str().unwrap());
    let one = walk.found("list_bookings", &query).await;
    assert_eq!(
        (
            one["items"].as_array().unwrap().len(),
            one["next"].is_string()
        ),
        (1, true)
    );
    walk.read("get_booking", &[id(&booking)]).await;
    walk.changed(
        "change_booking",
        &[id(&booking)],
        json!({ "note": "Bring tea." }),
    )
    .await;
    walk.ask(
        "cancel_booking",
        &[id(&booking)],
        json!({ "reason": "Ill" }),
        200,
    )
    .await;
    walk.refused("cancel_booking", &[id(&booking)], 409).await;

    let body = json!({ "name": "Board room", "kind": "meeting", "approval": true });
    let board = walk.made("enter_room", body).await;
    let member = member(app, "lee").await;
    for (decision, from) in [("approve_booking", "16:00"), ("refuse_booking", "18:00")] {
        let mut wish = at(from, "19:00");
        wish["room_id"] = board["id"].clone();
        if from == "16:00" {
            wish["ends_local"] = "2026-12-01T17:00:00".into();
        }
        let held = walk.ask_by(&member, "book", &[], wish, 201).await;
        assert_eq!(held["state"], "held");
        walk.ask_by(&member, decision, &[id(&held)], Value::Null, 403)
            .await;
        walk.read(decision, &[id(&held)]).await;
        walk.refused(decision, &[id(&held)], 409).await;
    }
}
