//! Rooms that consist of rooms: what takes a part is shown with the whole, and what is booked follows where a room comes to
//! consist of others.

use maru::people::model::Role;
use serde_json::{Value, json};

use super::{booking, room, taken};
use crate::support::{
    app::{Api, TestApp},
    http::Answer,
};

async fn change(admin: &Api, room: &Value, body: Value) -> Answer {
    let path = format!("/rooms/{}", room["id"].as_str().unwrap());
    admin.patch(&path, body).await
}

/// The members of an answer that say what is wrong.
fn wrong(refused: &Answer) -> Vec<String> {
    let problem = refused.json();
    let fields = problem["fields"].as_object().unwrap();
    fields.keys().cloned().collect()
}

/// What a calendar has of each entry: when it begins and ends, and where.
fn entries(calendar: &Answer) -> Vec<String> {
    let text = calendar.text();
    let entries = text.split("BEGIN:VEVENT").skip(1);
    let line = |entry: &str, name: &str| {
        let mut lines = entry.lines();
        let line = lines.find_map(|line| line.strip_prefix(name));
        line.unwrap_or("-").to_owned()
    };
    entries
        .map(|entry| {
            let all = ["DTSTART:", "DTEND:", "LOCATION:"];
            all.map(|name| line(entry, name)).join(" ")
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_shows_what_takes_a_part_of_it() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let margins = json!({ "tidy_minutes": 15 });
    let a = room(&admin, "Hall A", margins).await;
    let b = room(&admin, "Hall B", json!({})).await;
    let both = json!({ "part_ids": [a["id"], b["id"]] });
    let whole = room(&admin, "Hall A and B", both).await;
    let sun = app.person("sun", "Sun Sample", &[Role::Member]).await;
    let mine = app.api(sun).await;
    let feed = "/feeds/rooms/hall-a-and-b.ics";
    assert_eq!(entries(&app.get(feed).await.expect(200)), [""; 0]);

    // Ten to eleven in Seoul.
    let made = mine.post("/bookings", booking(&a, "01:00", "02:00")).await;
    let made = made.expect(201).json();
    let mut two = booking(&a, "03:00", "04:00");
    two.as_object_mut().unwrap().remove("room_id");
    two["room_ids"] = json!([a["id"], b["id"]]);
    mine.post("/bookings", two).await.expect(201);
    mine.post("/bookings", booking(&whole, "05:00", "06:00"))
        .await
        .expect(201);
    // Each once, for as long as a part of it is blocked.
    let expected = [
        "20261201T010000Z 20261201T021500Z Hall A",
        "20261201T030000Z 20261201T041500Z Hall A",
        "20261201T050000Z 20261201T060000Z -",
    ];
    let mut shown = entries(&app.get(feed).await.expect(200));
    // What is held is as old as a second at most.
    for _ in 0..100 {
        if shown.len() == expected.len() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        shown = entries(&app.get(feed).await.expect(200));
    }
    assert_eq!(shown, expected);
    for page in ["/rooms/hall-a-and-b", "/rooms"] {
        let shown = app
            .get(&format!("{page}?date=2026-12-01"))
            .await
            .expect(200);
        let blocks = shown.words(".block");
        let of_whole: Vec<&String> = match page {
            "/rooms" => blocks.iter().filter(|one| one.contains(" in ")).collect(),
            _ => blocks.iter().collect(),
        };
        let kept = "kept free 10:00–11:15";
        let partly = [
            format!("10:00–11:00 Taken in Hall A {kept}"),
            "12:00–13:00 Taken in Hall A, Hall B kept free 12:00–13:15".to_owned(),
        ];
        let mut expected: Vec<&String> = partly.iter().collect();
        let all = "14:00–15:00 Taken".to_owned();
        if page != "/rooms" {
            expected.push(&all);
        }
        assert_eq!(of_whole, expected, "{page}");
    }

    // It is gone with the booking.
    let path = format!("/bookings/{}/cancellation", made["id"].as_str().unwrap());
    mine.post(&path, json!({})).await.expect(200);
    let shown = app.get("/rooms/hall-a-and-b?date=2026-12-01").await;
    assert_eq!(shown.expect(200).words(".block").len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_booked_takes_what_its_room_comes_to_consist_of_or_nothing_changes() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let a = room(&admin, "Hall A", json!({})).await;
    let b = room(&admin, "Hall B", json!({})).await;
    let whole = room(&admin, "Whole", json!({ "part_ids": [a["id"]] })).await;
    let house = room(&admin, "House", json!({ "part_ids": [whole["id"]] })).await;
    let sun = app.person("sun", "Sun Sample", &[Role::Member]).await;
    let mine = app.api(sun).await;
    mine.post("/bookings", booking(&whole, "01:00", "02:00"))
        .await
        .expect(201);
    mine.post("/bookings", booking(&house, "03:00", "04:00"))
        .await
        .expect(201);
    assert_eq!(taken(&app).await, 2 + 3);

    // Where the new part is taken while the whole is, nothing changes.
    let other = mine.post("/bookings", booking(&b, "01:30", "02:30")).await;
    let other = other.expect(201).json();
    let both = json!({ "part_ids": [b["id"], a["id"], b["id"]] });
    let refused = change(&admin, &whole, both.clone()).await.expect(409);
    assert_eq!(
        refused.json()["detail"],
        "One of the parts is taken at a time at which the room is booked. Nothing was changed."
    );
    assert_eq!(taken(&app).await, 2 + 3 + 1);
    let path = format!("/bookings/{}/cancellation", other["id"].as_str().unwrap());
    mine.post(&path, json!({})).await.expect(200);
    let changed = change(&admin, &whole, both).await.expect(200).json();
    let mut parts = vec![a["id"].clone(), b["id"].clone()];
    parts.sort_by_key(Value::to_string);
    assert_eq!(changed["part_ids"], json!(parts));
    // Both bookings take it, that of the house among them.
    assert_eq!(taken(&app).await, 3 + 4);
    for (room, from, to) in [(&b, "01:30", "02:30"), (&b, "03:30", "04:30")] {
        let wanted = booking(room, from, to);
        mine.post("/bookings", wanted).await.expect(409);
    }
    // What it does not consist of any more is free again.
    let one = json!({ "part_ids": [b["id"]] });
    change(&admin, &whole, one).await.expect(200);
    assert_eq!(taken(&app).await, 2 + 3);
    mine.post("/bookings", booking(&a, "01:00", "02:00"))
        .await
        .expect(201);

    // No room is a part of itself, however far down.
    for part in [&whole, &house] {
        let ring = json!({ "part_ids": [part["id"]] });
        let refused = change(&admin, &whole, ring).await.expect(422);
        assert_eq!(wrong(&refused), ["part_ids"]);
    }
    let unknown = json!({ "part_ids": ["01938f2e-7a10-7c41-9d0e-5b7d3c1f0a21"] });
    let refused = change(&admin, &whole, unknown).await.expect(422);
    assert_eq!(wrong(&refused), ["part_ids"]);
    let empty = json!({ "part_ids": [] });
    let shown = change(&admin, &whole, empty).await.expect(200).json();
    assert_eq!(shown["part_ids"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_moves_to_another_site_and_is_of_another_kind_but_keeps_its_address() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let paris = json!({ "name": "Paris", "zone": "Europe/Paris" });
    let paris = admin.post("/sites", paris).await.expect(201).json();
    let hall = room(&admin, "Hall", json!({})).await;
    let sun = app.person("sun", "Sun Sample", &[Role::Member]).await;
    let mine = app.api(sun).await;
    let made = mine
        .post("/bookings", booking(&hall, "07:00", "08:00"))
        .await;
    let made = made.expect(201).json();
    let path = format!("/bookings/{}", made["id"].as_str().unwrap());

    let moved = json!({ "site_id": paris["id"], "kind": "meeting", "slug": "hall" });
    let moved = change(&admin, &hall, moved).await.expect(200).json();
    assert_eq!(
        [&moved["site_id"], &moved["zone"], &moved["kind"]],
        [&paris["id"], &json!("Europe/Paris"), &json!("meeting")]
    );
    let now = mine.get(&path).await.expect(200).json();
    assert_eq!(now["starts_at"], made["starts_at"]);
    let back = change(&admin, &hall, json!({ "site_id": null })).await;
    assert_eq!(back.expect(200).json()["zone"], "Asia/Seoul");
    let nowhere = json!({ "site_id": "01938f2e-7a10-7c41-9d0e-5b7d3c1f0a21" });
    let refused = change(&admin, &hall, nowhere).await.expect(422);
    assert_eq!(wrong(&refused), ["site_id"]);

    // People hold its address: another one is refused, and the old one answers.
    for (kind, id, slug) in [
        ("rooms", &hall["id"], "hall"),
        ("sites", &paris["id"], "paris"),
    ] {
        let path = format!("/{kind}/{}", id.as_str().unwrap());
        let refused = admin.patch(&path, json!({ "slug": "other" })).await;
        let refused = refused.expect(422);
        assert_eq!(wrong(&refused), ["slug"], "{kind}");
        let same = admin.patch(&path, json!({ "slug": slug })).await;
        assert_eq!(same.expect(200).json()["slug"], slug);
    }
    app.get("/rooms/hall").await.expect(200);
    // What is booked is no desk; once nothing takes it, it may become one, and back.
    let desk = json!({ "kind": "desk" });
    change(&admin, &hall, desk.clone()).await.expect(409);
    let cancelled = format!("{path}/cancellation");
    mine.post(&cancelled, json!({})).await.expect(200);
    change(&admin, &hall, desk).await.expect(200);
    let lab = json!({ "kind": "lab", "lock_version": 1 });
    change(&admin, &hall, lab).await.expect(409);
    change(&admin, &hall, json!({ "kind": "lab" }))
        .await
        .expect(200);
    // Only those who keep rooms do any of this.
    let refused = change(&mine, &hall, json!({ "part_ids": [] })).await;
    refused.expect(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_comes_by_the_whole_past_the_keeper_of_a_part() {
    let app = TestApp::new().await;
    let admin = app.admin().await;
    let kay = app.person("kay", "Kay Sample", &[Role::Member]).await;
    let kept = json!({ "approval": true, "keepers": [kay] });
    let a = room(&admin, "Hall A", kept).await;
    let b = room(&admin, "Hall B", json!({})).await;
    let both = json!({ "part_ids": [a["id"], b["id"]] });
    let whole = room(&admin, "Hall A and B", both).await;
    let sun = app.person("sun", "Sun Sample", &[Role::Member]).await;
    let (mine, keeper) = (app.api(sun).await, app.api(kay).await);

    let own = keeper
        .post("/bookings", booking(&whole, "01:00", "02:00"))
        .await;
    assert_eq!(own.expect(201).json()["state"], "confirmed");
    let page = app.browser(sun).await.get("/rooms/hall-a-and-b").await;
    assert!(page.expect(200).text().contains("A room keeper approves"));
    let made = mine
        .post("/bookings", booking(&whole, "03:00", "04:00"))
        .await;
    let made = made.expect(201).json();
    assert_eq!(made["state"], "held");
    let asked: Vec<(String, String)> = app
        .mails()
        .await
        .into_iter()
        .filter(|mail| mail.kind == "approval")
        .map(|mail| (mail.kind, mail.to))
        .collect();
    assert_eq!(
        asked,
        [("approval".to_owned(), "kay@hub.example".to_owned())]
    );
    let path = format!("/bookings/{}", made["id"].as_str().unwrap());
    let approval = format!("{path}/approval");
    mine.post(&approval, json!({})).await.expect(403);
    keeper.post(&approval, json!({})).await.expect(200);
    assert_eq!(
        mine.get(&path).await.expect(200).json()["state"],
        "confirmed"
    );

    // What waits is confirmed once the part wants nothing any more.
    let later = mine
        .post("/bookings", booking(&whole, "05:00", "06:00"))
        .await;
    let later = later.expect(201).json();
    assert_eq!(later["state"], "held");
    let free = json!({ "approval": false });
    change(&admin, &a, free).await.expect(200);
    let path = format!("/bookings/{}", later["id"].as_str().unwrap());
    assert_eq!(
        mine.get(&path).await.expect(200).json()["state"],
        "confirmed"
    );
}
