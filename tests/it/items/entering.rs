//! A programme that comes with the seminar it belongs to: both are there, or neither.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Workshop, booking, entry, item};

/// The fields that an answer says are wrong, with the first reason for each.
fn wrong(answer: &Value) -> BTreeMap<String, String> {
    let fields = answer["fields"].as_object().unwrap().iter();
    fields
        .map(|(field, reasons)| (field.clone(), reasons[0].as_str().unwrap().to_owned()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seminar_is_entered_with_its_programme_and_all_of_its_rooms_or_not_at_all() {
    let workshop = Workshop::new().await;
    let (house, lab) = (&workshop.house, &workshop.lab["id"]);
    let before = house.count("seminars").await;
    let entered = |programme: Value| {
        json!({ "kind": "workshop", "title": "One more", "starts_local": "2026-12-10T10:00:00", "zone": "Asia/Seoul",
                "duration_minutes": 120, "state": "announced", "room_ids": [house.other_hall["id"]],
                "speakers": [{ "name": "Marie Sample", "email": "marie@sample.example", "role": "moderator" }],
                "programme": programme })
    };
    let sam = json!({ "speakers": [{ "name": "Sam Speaker", "email": "sam@sample.example" }] });
    let good = json!([
        item("Opening", "10:00", "10:30", sam),
        item(
            "Work",
            "10:30",
            "12:00",
            json!({ "kind": "session", "room_id": lab })
        ),
    ]);
    // What is wrong is said of the item, and nothing of it is there: no seminar, no speaker, no booking.
    let people = house.count("people").await;
    let mut odd = entered(json!([
        item("", "10:00", "10:30", json!({})),
        item(
            "Twice",
            "11:00",
            "10:00",
            json!({ "speakers": [{ "name": "Nobody" }] })
        ),
    ]));
    let refused = workshop.organiser.post("/seminars", odd.clone()).await;
    assert_eq!(
        wrong(&refused.expect(422).json())
            .into_keys()
            .collect::<Vec<_>>(),
        ["programme.1.speakers.0.email"]
    );
    odd["programme"][1]["speakers"] = json!([]);
    let refused = workshop.organiser.post("/seminars", odd).await;
    assert_eq!(
        wrong(&refused.expect(422).json()),
        BTreeMap::from([
            ("programme.0.title".to_owned(), "This is needed.".to_owned()),
            (
                "programme.1.ends_local".to_owned(),
                "The end must come after the start.".to_owned()
            ),
        ])
    );
    // One room of it is taken: nothing is entered either.
    house
        .booking(&workshop.lab, "Choir", "11:00", "12:00")
        .await;
    let refused = workshop
        .organiser
        .post("/seminars", entered(good.clone()))
        .await;
    let refused = refused.expect(409).json();
    let conflicts = refused["conflicts"].as_array().unwrap().iter();
    let conflicts: Vec<&Value> = conflicts.map(|one| &one["room_id"]).collect();
    assert_eq!(conflicts, [lab]);
    assert_eq!(house.count("seminars").await, before);
    assert_eq!(house.count("people").await, people);

    let mut body = entered(good);
    body["starts_local"] = json!("2026-12-11T10:00:00");
    for item in body["programme"].as_array_mut().unwrap() {
        for end in ["starts_local", "ends_local"] {
            let moved = item[end].as_str().unwrap().replace("-10T", "-11T");
            item[end] = json!(moved);
        }
    }
    body["overflow_room_ids"] = json!([house.hall["id"]]);
    let made = workshop.organiser.post("/seminars", body).await.expect(201);
    let made = made.json();
    // As it was entered, and not changed since: one version, one revision.
    assert_eq!(
        (&made["lock_version"], &made["revision"]),
        (&json!(1), &json!(1))
    );
    let roles: Vec<&Value> = made["speakers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["role"])
        .collect();
    assert_eq!(roles, ["moderator", "speaker"]);
    let other = Workshop {
        path: format!("/seminars/{}", made["id"].as_str().unwrap()),
        ..workshop
    };
    let day = |(title, from, to): (String, String, String)| {
        (
            title,
            from.replace("-10T", "-11T"),
            to.replace("-10T", "-11T"),
        )
    };
    assert_eq!(
        other.programme().await,
        [
            day(entry("Opening", "10:00", "10:30")),
            day(entry("Work", "10:30", "12:00"))
        ]
    );
    let shown = other
        .organiser
        .get(&format!("{}/programme", other.path))
        .await;
    assert_eq!(
        shown.expect(200).json()["overflow_room_ids"],
        json!([other.house.hall["id"]])
    );
    let on = |(title, from, to, state): (String, String, String, String)| {
        (
            title,
            from.replace("-10T", "-11T"),
            to.replace("-10T", "-11T"),
            state,
        )
    };
    assert_eq!(
        other.booked().await,
        [
            on(booking("One more", "01:00", "03:00")),
            on(booking("One more: Work", "01:30", "03:00"))
        ]
    );
    // Who speaks in an item alone is asked, too.
    let mails = other.house.app.mails().await;
    let mut asked: Vec<&str> = mails
        .iter()
        .filter(|mail| mail.kind == "speaker_request")
        .map(|mail| mail.to.as_str())
        .collect();
    asked.sort_unstable();
    assert_eq!(asked, ["marie@sample.example", "sam@sample.example"]);
}
