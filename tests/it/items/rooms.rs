//! The rooms of items: taken, moved and given up with the seminar, all of them or none.

use std::collections::BTreeMap;

use diesel_async::SimpleAsyncConnection;
use serde_json::{Value, json};

use super::{Workshop, booking, entry, item};
use crate::support::watch;

#[tokio::test(flavor = "multi_thread")]
async fn items_and_their_rooms_move_with_the_seminar_all_or_none() {
    let workshop = Workshop::new().await;
    let (house, lab) = (&workshop.house, &workshop.lab["id"]);
    let items = json!([
        item(
            "Opening",
            "10:00",
            "11:00",
            json!({ "room_id": house.hall["id"] })
        ),
        item("Coffee", "11:00", "11:30", json!({ "kind": "break" })),
        // Where the lab is set up for the second, it is not given to anyone else after the first.
        item(
            "Working together",
            "11:30",
            "12:30",
            json!({ "kind": "session", "room_id": lab })
        ),
        item(
            "Still working",
            "12:30",
            "13:00",
            json!({ "kind": "session", "room_id": lab })
        ),
        item(
            "Panel",
            "15:00",
            "16:00",
            json!({ "kind": "panel", "room_id": house.other_hall["id"] })
        ),
        item(
            "Dinner",
            "18:00",
            "20:00",
            json!({ "kind": "break", "place": "The river garden" })
        ),
    ]);
    let made = workshop.put(items).await.expect(200).json();
    assert_eq!(made["lock_version"], 2);
    let here = [
        booking("Two days", "01:00", "08:00"),
        booking(
            "Two days: Working together, Still working",
            "02:30",
            "04:00",
        ),
        booking("Two days: Panel", "06:00", "07:00"),
    ];
    assert_eq!(workshop.booked().await, here);

    let later = json!({ "starts_local": "2026-12-10T12:00:00" });
    workshop
        .organiser
        .patch(&workshop.path, later)
        .await
        .expect(200);
    let moved = [
        booking("Two days", "03:00", "10:00"),
        booking(
            "Two days: Working together, Still working",
            "04:30",
            "06:00",
        ),
        booking("Two days: Panel", "08:00", "09:00"),
    ];
    let shifted = [
        entry("Opening", "12:00", "13:00"),
        entry("Coffee", "13:00", "13:30"),
        entry("Working together", "13:30", "14:30"),
        entry("Still working", "14:30", "15:00"),
        entry("Panel", "17:00", "18:00"),
        entry("Dinner", "20:00", "22:00"),
    ];
    assert_eq!(workshop.booked().await, moved);
    assert_eq!(workshop.programme().await, shifted);

    // One of its rooms is taken at the next time: nothing moves at all.
    house
        .booking(&house.other_hall, "Choir", "19:00", "20:00")
        .await;
    let on = json!({ "starts_local": "2026-12-10T14:00:00" });
    let refused = workshop.organiser.patch(&workshop.path, on.clone()).await;
    let refused = refused.expect(409).json();
    let conflicts = refused["conflicts"].as_array().unwrap().iter();
    let conflicts: Vec<&Value> = conflicts.map(|one| &one["room_id"]).collect();
    assert_eq!(conflicts, [&house.other_hall["id"]]);
    assert!(!refused["alternatives"].as_array().unwrap().is_empty());
    assert_eq!(workshop.booked().await, moved);
    assert_eq!(workshop.programme().await, shifted);

    // A postponement gives up all of them, and a new time takes all of them again, or is refused.
    let postponement = format!("{}/postponement", workshop.path);
    let stop = workshop.organiser.post(&postponement, json!({})).await;
    stop.expect(200);
    assert_eq!(workshop.booked().await, []);
    workshop
        .organiser
        .patch(&workshop.path, on)
        .await
        .expect(409);
    assert_eq!(workshop.booked().await, []);
    let back = json!({ "starts_local": "2026-12-10T10:00:00" });
    workshop
        .organiser
        .patch(&workshop.path, back)
        .await
        .expect(200);
    assert_eq!(workshop.booked().await, here);

    let cancellation = format!("{}/cancellation", workshop.path);
    let stop = workshop.organiser.post(&cancellation, json!({})).await;
    stop.expect(200);
    assert_eq!(workshop.booked().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn overflow_rooms_are_booked_with_the_seminar_and_items_in_its_rooms_go_where_it_goes() {
    let workshop = Workshop::new().await;
    let house = &workshop.house;
    let programme = format!("{}/programme", workshop.path);
    let items = json!([item(
        "Opening",
        "10:00",
        "11:00",
        json!({ "room_id": house.hall["id"] })
    )]);
    let body = json!({ "items": items, "overflow_room_ids": [workshop.lab["id"]] });
    let made = workshop.organiser.put(&programme, body).await;
    let made = made.expect(200).json();
    assert_eq!(made["overflow_room_ids"], json!([workshop.lab["id"]]));
    let own = [booking("Two days", "01:00", "08:00")];
    assert_eq!(workshop.booked().await, own);
    let mut visitor = house.app.visitor();
    let poster = format!("/seminars/{}", workshop.code);
    let page = visitor.get(&poster).await.expect(200);
    let rooms = page.words(".fact dd a[href^='/rooms/']");
    assert_eq!(rooms, ["Hall A", "Lab"]);

    let other = json!({ "room_id": house.other_hall["id"] });
    workshop
        .organiser
        .patch(&workshop.path, other)
        .await
        .expect(200);
    assert_eq!(workshop.booked().await, own);
    let shown = workshop.organiser.get(&programme).await.expect(200).json();
    assert_eq!(
        (&shown["items"][0]["room_id"], &shown["overflow_room_ids"]),
        (&Value::Null, &json!([workshop.lab["id"]]))
    );
    let seminar = workshop
        .organiser
        .get(&workshop.path)
        .await
        .expect(200)
        .json();
    // What is read is written back and changes nothing: overflow rooms stand in the programme alone.
    assert_eq!(
        (&seminar["room_id"], &seminar["room_ids"]),
        (&house.other_hall["id"], &json!([house.other_hall["id"]]))
    );
    assert_eq!(seminar["rooms"].as_array().unwrap().len(), 2);
    let same = json!({ "room_ids": seminar["room_ids"] });
    workshop
        .organiser
        .patch(&workshop.path, same)
        .await
        .expect(200);
    let overflow = async || {
        let shown = workshop.organiser.get(&programme).await.expect(200).json();
        shown["overflow_room_ids"].clone()
    };
    assert_eq!(overflow().await, json!([workshop.lab["id"]]));
    // Whoever gives up all rooms keeps none to follow it from.
    let none = json!({ "room_id": null });
    workshop
        .organiser
        .patch(&workshop.path, none)
        .await
        .expect(200);
    assert_eq!(overflow().await, json!([]));
    assert!(workshop.booked().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused_beside_what_it_is_about() {
    let workshop = Workshop::new().await;
    let house = &workshop.house;
    let rooms = house.admin.get("/rooms").await.expect(200).json();
    let rooms = rooms["items"].as_array().unwrap().iter();
    let mut salle = rooms.filter(|room| room["name"] == "Salle 1");
    let salle = salle.next().unwrap();
    let lab = json!({ "room_id": workshop.lab["id"] });
    let many: Vec<Value> = (0..201)
        .map(|n| item(&format!("Item {n}"), "10:00", "10:10", json!({})))
        .collect();
    let cases = [
        (
            json!([item(" ", "10:00", "11:00", json!({}))]),
            "items.0.title",
            "This is needed.",
        ),
        (
            json!([item("Opening", "11:00", "10:00", json!({}))]),
            "items.0.ends_local",
            "The end must come after the start.",
        ),
        (
            json!([item(
                "Opening",
                "10:00",
                "11:00",
                json!({ "ends_local": "2027-01-10T11:00:00" })
            )]),
            "items.0.ends_local",
            "It is more than 14 days away from the seminar.",
        ),
        (
            json!([item(
                "Opening",
                "10:00",
                "11:00",
                json!({ "id": house.hall["id"] })
            )]),
            "items.0.id",
            "There is nothing under that id.",
        ),
        (
            json!([item(
                "Opening",
                "10:00",
                "11:00",
                json!({ "room_id": salle["id"] })
            )]),
            "items",
            "“Opening” is in Salle 1, which is at another site than the seminar. Only a stop of a tour can be there.",
        ),
        (
            json!([
                item("One", "10:00", "11:00", lab.clone()),
                item("Other", "10:59", "12:00", lab.clone()),
            ]),
            "items",
            "“One” and “Other” are in the same room at the same time. Give one of them another room or another time.",
        ),
        (json!(many), "items", "At most 200 at once."),
    ];
    for (items, field, reason) in cases {
        let refused = workshop.put(items).await.expect(422).json();
        assert_eq!(refused["fields"], json!({ field: [reason] }));
    }
    assert_eq!(workshop.programme().await, []);

    // The seminar cannot be moved into an hour in which one of its items would have no time: in Paris clocks skip it.
    let more =
        json!({ "zone": "Europe/Paris", "starts_local": "2027-03-27T10:00:00", "room_id": null });
    workshop
        .organiser
        .patch(&workshop.path, more)
        .await
        .expect(200);
    let night = json!([{ "title": "Night walk", "starts_local": "2027-03-29T02:10:00",
                         "ends_local": "2027-03-29T03:30:00" }]);
    workshop.put(night).await.expect(200);
    let earlier = json!({ "starts_local": "2027-03-26T10:00:00" });
    let refused = workshop.organiser.patch(&workshop.path, earlier).await;
    let said = "“Night walk” would be at a time that clocks there skip or show twice that day. Give this item another time first.";
    assert_eq!(
        refused.expect(422).json()["fields"],
        json!({ "starts_local": [said] })
    );
    let skipped = json!([{ "title": "Night walk", "starts_local": "2027-03-28T02:10:00",
                           "ends_local": "2027-03-28T03:30:00" }]);
    let refused = workshop.put(skipped).await.expect(422).json();
    let fields = refused["fields"].as_object().unwrap();
    assert_eq!(fields.keys().collect::<Vec<_>>(), ["items.0.starts_local"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_workshops_that_want_a_room_for_an_item_at_once_one_gets_it() {
    let workshop = Workshop::new().await;
    let house = &workshop.house;
    let more = json!({ "kind": "workshop", "title": "Another", "starts_local": "2026-12-10T10:00:00",
                       "duration_minutes": 420, "room_id": null });
    let other = house.seminar(more).await;
    let other = house.fact(&other, "id").await;
    let other = format!("/seminars/{}", other.as_str().unwrap());
    for round in 0..4 {
        let hour = 10 + round;
        let items = json!([item(
            "Lab course",
            &format!("{hour}:00"),
            &format!("{hour}:45"),
            json!({ "room_id": workshop.lab["id"] })
        )]);
        let mut all = Vec::new();
        for path in [&workshop.path, &other] {
            let api = house.app.api(house.organiser).await;
            let (path, body) = (format!("{path}/programme"), json!({ "items": items }));
            all.push(tokio::spawn(
                async move { api.put(&path, body).await.status },
            ));
        }
        let mut answers: BTreeMap<u16, usize> = BTreeMap::new();
        for one in all {
            *answers.entry(one.await.unwrap()).or_default() += 1;
        }
        assert_eq!(answers, [(200, 1), (409, 1)].into(), "round {round}");
        for path in [&workshop.path, &other] {
            let programme = format!("{path}/programme");
            let none = json!({ "items": [] });
            workshop.organiser.put(&programme, none).await.expect(200);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keeper_who_refuses_the_room_of_an_item_takes_it_from_that_item_alone() {
    let workshop = Workshop::new().await;
    let lab = format!("/rooms/{}", workshop.lab["id"].as_str().unwrap());
    let keeps = json!({ "approval": true });
    workshop.house.admin.patch(&lab, keeps).await.expect(200);
    let items = json!([
        item(
            "Working together",
            "11:30",
            "12:30",
            json!({ "room_id": workshop.lab["id"] })
        ),
        item(
            "Panel",
            "15:00",
            "16:00",
            json!({ "room_id": workshop.house.other_hall["id"] })
        ),
    ]);
    workshop.put(items).await.expect(200);
    let states: Vec<(String, String)> = workshop
        .booked()
        .await
        .into_iter()
        .map(|(title, _, _, state)| (title, state))
        .collect();
    let state = |title: &str, state: &str| (title.to_owned(), state.to_owned());
    assert_eq!(
        states,
        [
            state("Two days", "confirmed"),
            state("Two days: Working together", "held"),
            state("Two days: Panel", "confirmed"),
        ]
    );
    let held = workshop.house.admin.get("/bookings?state=held").await;
    let held = held.expect(200).json()["items"][0]["id"].clone();
    let refusal = format!("/bookings/{}/refusal", held.as_str().unwrap());
    workshop
        .house
        .admin
        .post(&refusal, json!({ "reason": "It is being painted." }))
        .await
        .expect(200);
    assert_eq!(
        workshop.booked().await,
        [
            booking("Two days", "01:00", "08:00"),
            booking("Two days: Panel", "06:00", "07:00"),
        ]
    );
    let programme = format!("{}/programme", workshop.path);
    let shown = workshop.organiser.get(&programme).await.expect(200).json();
    let rooms: Vec<&Value> = shown["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| &item["room_id"])
        .collect();
    assert_eq!(rooms, [&Value::Null, &workshop.house.other_hall["id"]]);

    // Both halls in one: the panel is within, in a part of what the seminar has, until that is refused.
    let both = json!({ "site_id": workshop.house.hall["site_id"], "name": "Halls", "slug": "halls", "kind": "hall",
                       "part_ids": [workshop.house.hall["id"], workshop.house.other_hall["id"]], "approval": true });
    let both = workshop.house.admin.post("/rooms", both).await;
    let both = both.expect(201).json();
    let moves = json!({ "room_id": both["id"] });
    let path = &workshop.path;
    workshop.organiser.patch(path, moves).await.expect(200);
    let states: Vec<String> = workshop
        .booked()
        .await
        .into_iter()
        .map(|(.., state)| state)
        .collect();
    assert_eq!(states, ["held"]);
    let held = workshop.house.admin.get("/bookings?state=held").await;
    let held = held.expect(200).json()["items"][0]["id"].clone();
    let refusal = format!("/bookings/{}/refusal", held.as_str().unwrap());
    let reason = json!({ "reason": "It is being painted, too." });
    workshop
        .house
        .admin
        .post(&refusal, reason)
        .await
        .expect(200);
    assert!(workshop.booked().await.is_empty());
    let shown = workshop.organiser.get(&programme).await.expect(200).json();
    for item in shown["items"].as_array().unwrap() {
        assert_eq!(item["room_id"], Value::Null, "{item}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_of_the_series_locks_the_rooms_of_items_with_all_others_in_one_order() {
    let workshop = Workshop::new().await;
    let house = &workshop.house;
    let series = house.series_id().await;
    let series = format!("/series/{}", series.as_str().unwrap());
    // The seminar is in the second hall, an item of it in the first, which comes first in the order of locks.
    let there = json!({ "room_id": house.other_hall["id"] });
    workshop.organiser.patch(&series, there).await.expect(200);
    let hall = json!({ "room_id": house.hall["id"] });
    let items = json!([item("Panel", "15:00", "16:00", hall)]);
    workshop.put(items).await.expect(200);
    let lock = |room: &Value, more: &str| {
        let id = room["id"].as_str().unwrap();
        format!("SELECT FROM rooms WHERE id = '{id}' FOR NO KEY UPDATE {more}")
    };
    let mut other = house.app.db.connect().await;
    let begin = format!("BEGIN; {}", lock(&house.hall, ""));
    other.batch_execute(&begin).await.unwrap();
    let editing = async {
        let topics = json!({ "topics": ["Safety"] });
        workshop.organiser.patch(&series, topics).await.expect(200)
    };
    let booking = async {
        let mut watching = house.app.db.connect().await;
        watch::until_something_waits(&mut watching).await;
        // Whoever has the first gets the second.
        let second = lock(&house.other_hall, "NOWAIT");
        let second = other.batch_execute(&second).await;
        other.batch_execute("ROLLBACK").await.unwrap();
        second.unwrap();
    };
    tokio::join!(editing, booking);
}
