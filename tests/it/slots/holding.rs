//! What is offered is held: all of it or none, and by one alone.

use std::collections::BTreeMap;

use serde_json::json;

use super::Draft;
use crate::support::{browser::filled_in, house::attributes};

#[tokio::test(flavor = "multi_thread")]
async fn all_of_them_are_held_or_none_and_who_has_the_room_is_said() {
    let draft = Draft::new().await;
    let house = &draft.house;
    let admin = json!({ "room_id": house.hall["id"], "title": "Reading group",
                        "starts_local": "2026-12-15T16:30:00", "ends_local": "2026-12-15T17:30:00" });
    house.admin.post("/bookings", admin).await.expect(201);
    let call = format!("{}/slot-offers", draft.path);
    let refused = draft.organiser.post(&call, draft.times(&[14, 15])).await;
    let problem = refused.expect(409).json();
    let conflicts = problem["conflicts"].as_array().unwrap();
    assert_eq!(
        (conflicts.len(), &conflicts[0]["title"], &conflicts[0]["by"]),
        (1, &json!("Reading group"), &json!("Ada Admin"))
    );
    assert!(!problem["alternatives"].as_array().unwrap().is_empty());
    assert_eq!(draft.taken().await, 2);
    assert_eq!(draft.stands().await, []);

    // The page says the same beside the time, and what is free is a button.
    let path = format!("/seminars/{}/slots", draft.code);
    let mut desk = house.at_desk().await;
    let page = desk.get(&path).await.expect(200);
    let mut typed = filled_in(&page.html(), &path, &[("step", "look")]);
    typed.retain(|(name, _)| !["dates", "times", "folds", "rooms"].contains(&name.as_str()));
    for date in ["2026-12-14", "2026-12-15", "", ""] {
        let time = if date.is_empty() { "" } else { "16:00" };
        for (name, value) in [
            ("dates", date),
            ("times", time),
            ("folds", ""),
            ("rooms", ""),
        ] {
            typed.push((name.to_owned(), value.to_owned()));
        }
    }
    let looked = desk.post(&path, &typed).await.expect(200);
    assert_eq!(looked.words(".term-free"), ["The room is free."]);
    assert_eq!(looked.words(".term-odd").len(), 1);
    assert!(looked.words(".term-odd")[0].contains("Reading group"));
    let alternative = attributes(&looked, "button[name=alternative]", "value")[0].clone();
    assert!(alternative.starts_with("1:"), "{alternative}");
    typed.retain(|(name, _)| name != "step");
    typed.push(("alternative".to_owned(), alternative));
    let moved = desk.post(&path, &typed).await.expect(200);
    let free = ["The room is free."; 2];
    assert_eq!(moved.words(".term-free"), free);
    // No offer stands for longer than the calendar goes.
    typed.retain(|(name, _)| name != "days");
    for (name, value) in [("days", "2147483647"), ("step", "offer")] {
        typed.push((name.to_owned(), value.to_owned()));
    }
    let refused = desk.post(&path, &typed).await.expect(422);
    assert!(refused.text().contains("within 90 days"));

    // What cannot be is said of each time.
    let slot = |time: &str| json!({ "starts_local": format!("2026-12-{time}:00") });
    let offer = |slots: Vec<serde_json::Value>| json!({ "person_id": draft.marie, "slots": slots });
    for (slots, field) in [
        (vec![slot("16T16:00")], "slots"),
        (
            vec![slot("16T16:00"), slot("16T16:00")],
            "slots.1.starts_local",
        ),
        (
            vec![slot("16T16:00"), slot("16T16:30")],
            "slots.1.starts_local",
        ),
        // The draft has the hall at four on that day itself.
        (
            vec![slot("16T16:00"), slot("10T16:30")],
            "slots.1.starts_local",
        ),
        (
            vec![
                slot("16T16:00"),
                json!({ "starts_local": "2026-11-01T16:00:00" }),
            ],
            "slots.1.starts_local",
        ),
        (
            vec![
                slot("16T16:00"),
                json!({ "starts_local": "9999-12-16T16:00:00" }),
            ],
            "slots.1.starts_local",
        ),
    ] {
        let answer = draft.organiser.post(&call, offer(slots)).await.expect(422);
        let fields = answer.json()["fields"].clone();
        let names: Vec<&String> = fields.as_object().unwrap().keys().collect();
        assert_eq!(names, [field]);
    }
    assert_eq!(draft.taken().await, 2);

    // The time that it has may be among them: its own booking holds it.
    draft.offer(&[10, 14]).await;
    assert_eq!(draft.taken().await, 3);
    // Whoever wants the room then reads for what it is held, as far as they may know of it.
    let late = json!({ "room_id": house.hall["id"], "title": "Late",
                       "starts_local": "2026-12-14T16:00:00", "ends_local": "2026-12-14T17:00:00" });
    let problem = house.admin.post("/bookings", late.clone()).await;
    let problem = problem.expect(409).json();
    assert_eq!(problem["conflicts"][0]["title"], "Beyond scaling");
    let member = house.app.api(house.member).await;
    let problem = member.post("/bookings", late).await.expect(409).json();
    assert_eq!(problem["conflicts"][0]["title"], json!(null));
    // Nobody moves it away from under the seminar.
    let held = house
        .admin
        .get("/bookings?limit=100")
        .await
        .expect(200)
        .json();
    let held = held["items"].as_array().unwrap().clone();
    let held = held
        .iter()
        .find(|one| one["starts_local"] == "2026-12-14T16:00:00")
        .unwrap();
    let cancel = format!("/bookings/{}/cancellation", held["id"].as_str().unwrap());
    house.admin.post(&cancel, json!({})).await.expect(409);
    // A second offer is one too many, unless it says which it replaces.
    let answer = draft.organiser.post(&call, draft.times(&[21, 22])).await;
    answer.expect(409);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_holds_them_is_called_by_no_series_of_which_not_everyone_may_know() {
    let draft = Draft::new().await;
    let series = draft.house.series_id().await;
    let series = format!("/series/{}", series.as_str().unwrap());
    let sees = async |visibility: &str| {
        let body = json!({ "visibility": visibility });
        draft.organiser.patch(&series, body).await.expect(200);
    };
    let called = async || -> Vec<String> {
        let all = draft.house.admin.get("/bookings?in_force=true&limit=100");
        let all = all.await.expect(200).json();
        let items = all["items"].as_array().unwrap().iter();
        items
            .map(|one| one["title"].as_str().unwrap().to_owned())
            .collect()
    };
    sees("members").await;
    let untitled = json!({ "title": "" });
    draft
        .organiser
        .patch(&draft.path, untitled)
        .await
        .expect(200);
    draft.offer(&[14, 15]).await;
    assert_eq!(called().await, ["seminar"; 3]);
    sees("public").await;
    assert_eq!(called().await, ["Scaling Laws"; 3]);
    sees("invited").await;
    assert_eq!(called().await, ["seminar"; 3]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_six_who_offer_the_same_rooms_at_once_one_does() {
    let draft = Draft::new().await;
    let (hall, other) = (&draft.house.hall["id"], &draft.house.other_hall["id"]);
    for round in 0..3_u32 {
        let mut paths = Vec::new();
        for day in 1..=6 {
            let starts = format!("2026-12-{day:02}T{:02}:00:00", 9 + 2 * round);
            paths.push(draft.another(&starts).await.1);
        }
        let before = draft.taken().await;
        let time = |day: u32, room| {
            let day = day + 3 * round;
            json!({ "starts_local": format!("2026-12-{day:02}T10:00:00"), "room_id": room })
        };
        let mut all = Vec::new();
        for (number, path) in paths.iter().enumerate() {
            let api = draft.house.app.api(draft.house.organiser).await;
            let mut slots = vec![time(14, hall), time(15, other), time(16, hall)];
            // Whichever they name first, the rooms are locked in one order.
            if number % 2 == 0 {
                slots.reverse();
            }
            let body = json!({ "person_id": draft.marie, "slots": slots });
            let call = format!("{path}/slot-offers");
            all.push(tokio::spawn(
                async move { api.post(&call, body).await.status },
            ));
        }
        let mut answers: BTreeMap<u16, usize> = BTreeMap::new();
        for one in all {
            *answers.entry(one.await.unwrap()).or_default() += 1;
        }
        assert_eq!(answers, [(201, 1), (409, 5)].into(), "round {round}");
        assert_eq!(draft.taken().await, before + 3);
    }
    let open = "slot_offers WHERE state = 'open'";
    assert_eq!(draft.house.count(open).await, 3);
}
