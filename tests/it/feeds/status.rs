//! STATUS of an entry: calendars that go by SEQUENCE see no other one under the same number.

use serde_json::json;

use crate::support::house::House;

/// What the feed of a room holds: title, status and sequence of each entry.
async fn entries(house: &House, room: &str) -> Vec<[String; 3]> {
    // No body is older than a second.
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    let feed = format!("/feeds/rooms/{room}.ics");
    let text = house.app.get(&feed).await.expect(200).text();
    let entries = text.split("BEGIN:VEVENT").skip(1);
    let value = |entry: &str, name: &str| {
        let value = entry.lines().find_map(|line| line.strip_prefix(name));
        value.unwrap().to_owned()
    };
    entries
        .map(|entry| ["SUMMARY:", "STATUS:", "SEQUENCE:"].map(|name| value(entry, name)))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn rooms_of_a_draft_are_taken_for_sure_once_it_is_announced_under_a_number_of_its_own() {
    let house = House::new().await;
    let draft = json!({ "state": "draft", "visibility": "members", "duration_minutes": 120 });
    let code = house.seminar(draft).await;
    let id = house.fact(&code, "id").await;
    let path = format!("/seminars/{}", id.as_str().unwrap());
    let panel = json!({ "items": [{ "title": "Panel", "kind": "panel", "room_id": house.other_hall["id"],
        "starts_local": "2026-12-10T17:00:00", "ends_local": "2026-12-10T18:00:00" }] });
    let programme = format!("{path}/programme");
    house.desk.put(&programme, panel).await.expect(200);
    let entry = |status: &str, sequence: &str| ["Busy", status, sequence].map(str::to_owned);
    for room in ["hall-a", "hall-b"] {
        assert_eq!(entries(&house, room).await, [entry("TENTATIVE", "0")]);
    }

    let announced = json!({ "state": "announced" });
    house.desk.patch(&path, announced).await.expect(200);
    for room in ["hall-a", "hall-b"] {
        assert_eq!(entries(&house, room).await, [entry("CONFIRMED", "1")]);
    }
    // What changes neither time, place nor state keeps it.
    let titled = json!({ "title": "Far beyond scaling" });
    house.desk.patch(&path, titled).await.expect(200);
    for room in ["hall-a", "hall-b"] {
        assert_eq!(entries(&house, room).await, [entry("CONFIRMED", "1")]);
    }
}
