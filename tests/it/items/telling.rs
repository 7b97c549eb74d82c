//! What is told of a programme: by mail where an item is at another time or place, in calendars always.

use chrono::Duration;
use serde_json::{Value, json};

use super::{Workshop, booking, item};

#[tokio::test(flavor = "multi_thread")]
async fn who_is_concerned_hears_which_items_are_at_another_time_and_nothing_else() {
    let workshop = Workshop::new().await;
    let house = &workshop.house;
    let items = |opening: &str, title: &str| {
        json!([
            item(title, opening, "11:00", json!({})),
            item(
                "Panel",
                "15:00",
                "16:00",
                json!({ "room_id": house.other_hall["id"] })
            ),
        ])
    };
    workshop.put(items("10:00", "Opening")).await.expect(200);
    let invite = format!("{}/invitations", workshop.path);
    let body = json!({ "people": [house.member] });
    house.admin.post(&invite, body).await.expect(202);
    let mails = house.app.mails().await;
    assert_eq!(mails.len(), 1);
    let lines =
        "Programme\\nThu 10 December 2026\\n10:00–11:00 Opening\\n15:00–16:00 Panel (Hall B)";
    assert!(
        mails[0].calendar["DESCRIPTION"].contains(lines),
        "{}",
        mails[0].calendar["DESCRIPTION"]
    );

    // What an item is called is read, not told.
    let stands = workshop.ids().await;
    let with_ids = |mut items: Value| {
        for (n, id) in stands.iter().enumerate() {
            items[n]["id"] = id.clone();
        }
        items
    };
    let renamed = with_ids(items("10:00", "Welcome"));
    workshop.put(renamed).await.expect(200);
    house.app.clock.advance(Duration::minutes(31));
    assert_eq!(house.app.mails().await, []);
    // Neither is what moves with the whole seminar; that has moved, and is told.
    let moved = with_ids(items("10:30", "Welcome"));
    workshop.put(moved).await.expect(200);
    let later = json!({ "starts_local": "2026-12-10T11:00:00" });
    workshop
        .organiser
        .patch(&workshop.path, later)
        .await
        .expect(200);
    house.app.clock.advance(Duration::minutes(31));
    let mails = house.app.mails().await;
    let kinds: Vec<&str> = mails.iter().map(|mail| mail.kind.as_str()).collect();
    assert_eq!(kinds, ["change"]);
    let text = &mails[0].text;
    let (from, to) = (
        text.find("Programme").unwrap(),
        text.find("As it is now").unwrap(),
    );
    let told: Vec<&str> = text[from..to]
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(
        told,
        [
            "Programme",
            "before: Thu 10 December 2026, 10:00–11:00 (Seoul, UTC+9): Opening",
            "now: Thu 10 December 2026, 11:30–12:00 (Seoul, UTC+9): Welcome",
        ]
    );

    // A programme that is sent again whole has the items that it had; what is taken out and put in again is no news.
    let stands = workshop.ids().await;
    let hall = json!({ "room_id": house.other_hall["id"] });
    let same = json!([
        item("Welcome", "11:30", "12:00", json!({})),
        item("Panel", "16:00", "17:00", hall),
    ]);
    workshop.put(same.clone()).await.expect(200);
    assert_eq!(workshop.ids().await, stands);
    workshop.put(json!([])).await.expect(200);
    workshop.put(same).await.expect(200);
    assert_ne!(workshop.ids().await, stands);
    house.app.clock.advance(Duration::minutes(31));
    assert_eq!(house.app.mails().await, []);

    // Elsewhere it is told on the clocks there too.
    let paris = json!({ "starts_local": "2026-12-10T12:00:00", "room_id": null,
                        "place": { "name": "Institut", "zone": "Europe/Paris" } });
    let moved = workshop.organiser.patch(&workshop.path, paris).await;
    moved.expect(200);
    house.app.clock.advance(Duration::minutes(31));
    let mails = house.app.mails().await;
    let [change] = &mails[..] else {
        panic!("{mails:?}")
    };
    let (was, _) = change.text.split_once("As it is now").unwrap();
    assert!(was.contains("04:00–11:00 (Paris, UTC+1)"), "{was}");
}

#[tokio::test(flavor = "multi_thread")]
async fn feeds_list_the_programme_and_rooms_show_what_items_take() {
    let workshop = Workshop::new().await;
    let house = &workshop.house;
    let items = json!([
        item("Opening", "10:00", "11:00", json!({})),
        item(
            "Working together",
            "11:30",
            "12:30",
            json!({ "room_id": workshop.lab["id"] })
        ),
    ]);
    workshop.put(items).await.expect(200);
    let unfolded = |text: String| text.replace("\r\n ", "");
    let feed = format!("/feeds/seminars/{}.ics", workshop.code);
    let feed = unfolded(house.app.get(&feed).await.expect(200).text());
    let lines = "Programme\\n10:00–11:00 Opening\\n11:30–12:30 Working together (Lab)";
    assert!(feed.contains(lines), "{feed}");
    let room = unfolded(
        house
            .app
            .get("/feeds/rooms/lab.ics")
            .await
            .expect(200)
            .text(),
    );
    let of = |name: &str| -> Vec<String> {
        let lines = room.lines().filter_map(|line| line.strip_prefix(name));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(of("SUMMARY:"), ["Two days: Working together"]);
    // While it is set up for them, as it is to those who may not see what is there: who may see it changes no time.
    assert_eq!(of("DTSTART:"), ["20261210T021500Z"]);
    assert_eq!(of("DTEND:"), ["20261210T033000Z"]);

    // Of what not everyone may see, a room shows that it is taken, and nothing else.
    let closed = json!({ "visibility": "invited" });
    workshop
        .organiser
        .patch(&workshop.path, closed)
        .await
        .expect(200);
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    let room = unfolded(
        house
            .app
            .get("/feeds/rooms/lab.ics")
            .await
            .expect(200)
            .text(),
    );
    assert!(!room.contains("Two days"), "{room}");
    assert!(room.contains("DTSTART:20261210T021500Z"), "{room}");
}

#[tokio::test(flavor = "multi_thread")]
async fn rooms_are_booked_under_the_title_of_a_series_while_everyone_may_know_of_it() {
    let workshop = Workshop::new().await;
    let organiser = &workshop.organiser;
    let inner = json!({ "title": "Inner circle", "slug": "inner", "zone": "Asia/Seoul", "visibility": "members" });
    let inner = organiser.post("/series", inner).await.expect(201).json();
    let into = json!({ "series_id": inner["id"], "title": "", "visibility": "public",
                       "room_id": workshop.house.hall["id"] });
    organiser.patch(&workshop.path, into).await.expect(200);
    let lab = json!({ "room_id": workshop.lab["id"] });
    let items = json!([item("Working together", "11:30", "12:30", lab)]);
    workshop.put(items).await.expect(200);
    let called = |label: &str| {
        [
            booking(label, "01:00", "08:00"),
            booking(&format!("{label}: Working together"), "02:30", "03:30"),
        ]
    };
    assert_eq!(workshop.booked().await, called("workshop"));
    let room = workshop.house.app.get("/feeds/rooms/lab.ics").await;
    let room = room.expect(200).text();
    assert!(
        room.contains("SUMMARY:workshop: Working together"),
        "{room}"
    );
    // Who may see the seminar stays the same all the while.
    let series = format!("/series/{}", inner["id"].as_str().unwrap());
    for (change, label) in [
        (json!({ "visibility": "public" }), "Inner circle"),
        (json!({ "title": "Open circle" }), "Open circle"),
        (json!({ "visibility": "invited" }), "workshop"),
        (json!({ "title": "Closed circle" }), "workshop"),
    ] {
        organiser.patch(&series, change).await.expect(200);
        assert_eq!(workshop.booked().await, called(label));
    }
    let titled = json!({ "title": "Two days" });
    organiser.patch(&workshop.path, titled).await.expect(200);
    assert_eq!(workshop.booked().await, called("Two days"));
}

impl Workshop {
    /// The ids of its items, by time.
    async fn ids(&self) -> Vec<Value> {
        let path = format!("{}/programme", self.path);
        let shown = self.organiser.get(&path).await.expect(200).json();
        let items = shown["items"].as_array().unwrap().iter();
        items.map(|item| item["id"].clone()).collect()
    }
}
