//! A yes beyond the capacity waits, by whichever way it comes; and who waits moves up.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Hall, named};
use crate::support::watch;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_who_answer_at_once_ten_come_and_forty_wait_in_order() {
    let hall = Hall::with(json!({ "capacity": 10 })).await;
    let mut all = Vec::new();
    for n in 0..50 {
        let person = hall.guest(&format!("g{n}")).await;
        let api = hall.house.app.api(person).await;
        let path = format!("{}/attendances/{person}", hall.path);
        all.push(tokio::spawn(async move {
            let body = json!({ "answer": "yes" });
            let given = api.put(&path, body).await.expect(200).json();
            let position = given["waiting_position"].as_u64();
            (given["answer"].as_str().unwrap().to_owned(), position)
        }));
    }
    let mut answers: BTreeMap<String, usize> = BTreeMap::new();
    let mut positions = Vec::new();
    for one in all {
        let (answer, position) = one.await.unwrap();
        assert_eq!(position.is_some(), answer == "waiting");
        *answers.entry(answer).or_default() += 1;
        positions.extend(position);
    }
    let counted = [("waiting".to_owned(), 40), ("yes".to_owned(), 10)];
    assert_eq!(answers, counted.into());
    positions.sort_unstable();
    assert_eq!(positions, (1..=40).collect::<Vec<u64>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_comes_free_is_theirs_who_wait_first_and_they_are_told() {
    let hall = Hall::with(json!({ "capacity": 1 })).await;
    let [a, b, c] = [
        hall.guest("a").await,
        hall.guest("b").await,
        hall.guest("c").await,
    ];
    assert_eq!(hall.says(a, "yes").await, json!(["yes", null]));
    assert_eq!(hall.says(b, "yes").await, json!(["waiting", 1]));
    assert_eq!(hall.says(c, "yes").await, json!(["waiting", 2]));
    // Whoever says it again keeps what they have.
    assert_eq!(hall.says(a, "yes").await, json!(["yes", null]));
    assert_eq!(hall.says(c, "yes").await, json!(["waiting", 2]));
    assert_eq!(hall.told().await, named(&[]));

    assert_eq!(hall.says(a, "no").await, json!(["no", null]));
    let stands = [
        ("Guest a", "no"),
        ("Guest b", "yes"),
        ("Guest c", "waiting"),
    ];
    assert_eq!(hall.answers().await, named(&stands));
    assert_eq!(
        hall.told().await,
        named(&[("b@hub.example", "A place is yours")])
    );
    assert_eq!(hall.says(c, "yes").await, json!(["waiting", 1]));

    // They are reminded from then on, and who waits is not.
    let reminded = hall
        .house
        .admin
        .get("/messages?kind=reminder&state=queued")
        .await;
    let reminded: Vec<Value> = reminded.expect(200).json()["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["recipient_id"].clone())
        .collect();
    assert_eq!(reminded, [json!(b), json!(b)]);

    // Who gave it back waits behind the others, and is told anew when it is their turn.
    assert_eq!(hall.says(a, "yes").await, json!(["waiting", 2]));
    assert_eq!(hall.says(b, "maybe").await, json!(["maybe", null]));
    assert_eq!(hall.says(c, "no").await, json!(["no", null]));
    assert_eq!(
        hall.told().await,
        named(&[("a@hub.example", "A place is yours")])
    );
    let trail = watch::acts(&mut *hall.house.app.conn().await).await;
    let moved = trail.iter().filter(|act| *act == "moved up seminars");
    assert_eq!(moved.count(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_is_theirs_dates_the_entry_in_their_own_calendar() {
    let hall = Hall::with(json!({ "capacity": 1 })).await;
    let [a, b] = [hall.guest("a").await, hall.guest("b").await];
    for person in [a, b] {
        hall.says(person, "yes").await;
    }
    let app = &hall.house.app;
    let feeds = format!("/people/{b}/feeds");
    let made = app.api(b).await.post(&feeds, json!({})).await;
    let url = made.expect(201).json()["url"].as_str().unwrap().to_owned();
    let path = url.strip_prefix(app.hub.public_url.as_str()).unwrap();
    let entry = async || {
        let text = app.get(path).await.expect(200).text();
        let said = |name: &str| {
            let mut lines = text.lines();
            let value = lines.find_map(|line| line.strip_prefix(name).map(str::to_owned));
            value.unwrap()
        };
        (said("STATUS:"), said("LAST-MODIFIED:"))
    };
    let (waits, before) = entry().await;
    assert_eq!(waits, "TENTATIVE");
    app.clock.advance(chrono::Duration::hours(1));
    // Someone else makes room, and they say nothing anew.
    hall.says(a, "no").await;
    let asked = tokio::time::Instant::now();
    let after = loop {
        let (comes, after) = entry().await;
        if comes == "CONFIRMED" {
            break after;
        }
        assert!(
            asked.elapsed() < std::time::Duration::from_secs(1),
            "{comes}"
        );
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    assert!(after > before, "{after} after {before}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capacity_is_raised_for_who_waits_and_never_lowered_below_who_comes() {
    let hall = Hall::with(json!({ "capacity": 1 })).await;
    let [a, b, c] = [
        hall.guest("a").await,
        hall.guest("b").await,
        hall.guest("c").await,
    ];
    for person in [a, b, c] {
        hall.says(person, "yes").await;
    }
    let raised = hall.patch(json!({ "capacity": 2 }), 200).await;
    assert_eq!(raised["capacity"], 2);
    let stands = [
        ("Guest a", "yes"),
        ("Guest b", "yes"),
        ("Guest c", "waiting"),
    ];
    assert_eq!(hall.answers().await, named(&stands));
    assert_eq!(
        hall.told().await,
        named(&[("b@hub.example", "A place is yours")])
    );

    let refused = hall
        .patch(json!({ "capacity": 1, "title": "Other" }), 422)
        .await;
    let why = refused["fields"]["capacity"][0].as_str().unwrap();
    let begins = "So many have said yes to “Beyond scaling”: 2.";
    assert!(why.starts_with(begins), "{why}");
    assert_eq!(hall.answers().await, named(&stands));
    assert_eq!(hall.house.fact(&hall.code, "title").await, "Beyond scaling");
    for wrong in [0, -1, 100_001] {
        hall.patch(json!({ "capacity": wrong }), 422).await;
    }

    // Without a limit nobody waits.
    let open = hall.patch(json!({ "capacity": null }), 200).await;
    assert_eq!(open["capacity"], Value::Null);
    let stands = [("Guest a", "yes"), ("Guest b", "yes"), ("Guest c", "yes")];
    assert_eq!(hall.answers().await, named(&stands));
}

#[tokio::test(flavor = "multi_thread")]
async fn seminars_follow_the_capacity_of_their_series_until_they_have_their_own() {
    let hall = Hall::with(json!({})).await;
    let own = hall
        .house
        .seminar(json!({ "capacity": 5, "room_id": null }))
        .await;
    let series = format!("/series/{}", hall.house.series_id().await.as_str().unwrap());
    let set = json!({ "capacity": 2 });
    let set = hall.organiser.patch(&series, set).await.expect(200).json();
    assert_eq!(set["capacity"], 2);
    assert_eq!(hall.house.fact(&hall.code, "capacity").await, 2);
    assert_eq!(hall.house.fact(&own, "capacity").await, 5);

    let [a, b] = [hall.guest("a").await, hall.guest("b").await];
    assert_eq!(hall.says(a, "yes").await, json!(["yes", null]));
    assert_eq!(hall.says(b, "yes").await, json!(["yes", null]));
    // The whole series is as it was where one of its seminars cannot follow.
    let lower = json!({ "capacity": 1 });
    hall.organiser.patch(&series, lower).await.expect(422);
    assert_eq!(hall.house.fact(&hall.code, "capacity").await, 2);

    let inherits = |fact: &Value| fact.as_array().unwrap().contains(&json!("capacity"));
    assert!(inherits(&hall.house.fact(&hall.code, "inherit").await));
    assert!(!inherits(&hall.house.fact(&own, "inherit").await));
    let follows = hall.patch(json!({ "capacity": 3 }), 200).await;
    assert!(!inherits(&follows["inherit"]));
    let follows = hall.patch(json!({ "inherit": ["capacity"] }), 200).await;
    assert_eq!(follows["capacity"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_speaks_or_organises_takes_no_seat() {
    let hall = Hall::with(json!({ "capacity": 1 })).await;
    let speaker = hall.guest("speaker").await;
    let [a, b] = [hall.guest("a").await, hall.guest("b").await];
    let speaks = json!({ "speakers": [{ "person_id": speaker }] });
    hall.patch(speaks, 200).await;
    assert_eq!(hall.says(speaker, "yes").await, json!(["yes", null]));
    assert_eq!(
        hall.says(hall.house.organiser, "yes").await,
        json!(["yes", null])
    );
    assert_eq!(hall.says(a, "yes").await, json!(["yes", null]));
    assert_eq!(hall.says(b, "yes").await, json!(["waiting", 1]));
    // Whoever waits and is asked to speak needs none.
    let speaks = json!({ "speakers": [{ "person_id": speaker }, { "person_id": b }] });
    hall.patch(speaks, 200).await;
    let answers = hall.answers().await;
    assert!(
        answers.contains(&("Guest b".to_owned(), "yes".to_owned())),
        "{answers:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_say_who_waits_and_where_in_the_queue() {
    let hall = Hall::with(json!({ "capacity": 1 })).await;
    let [a, b] = [hall.guest("a").await, hall.guest("b").await];
    hall.says(a, "yes").await;
    let mut browser = hall.house.app.browser(b).await;
    let here = format!("/seminars/{}", hall.code);
    let page = browser.get(&here).await.expect(200);
    let full = "All places are taken. If you say yes, you wait for one.";
    assert_eq!(page.words(".answer-card .small"), [full]);
    let action = format!("{here}/attendance");
    let page = browser
        .submit_and_follow(&page, &action, &[("answer", "yes")])
        .await;
    let waits = "You are waiting for a place · first in the queue";
    assert_eq!(page.words(".answer-now"), [waits]);
    let page = browser.get(&format!("{here}/answer")).await.expect(200);
    assert_eq!(page.words(".answer-now"), [waits]);
    let page = browser
        .submit_and_follow(&page, &format!("{here}/answer"), &[("answer", "no")])
        .await;
    assert_eq!(page.words(".answer-now"), ["You are not coming"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_says_that_the_room_seats_fewer_than_it_takes() {
    let hall = Hall::with(json!({})).await;
    let mut browser = hall.house.at_desk().await;
    let edit = format!("/seminars/{}/edit", hall.code);
    let here = format!("/seminars/{}", hall.code);
    let page = browser.get(&edit).await.expect(200);
    assert_eq!(page.words(".form .attention"), Vec::<String>::new());
    // Hall A has 40 seats.
    let saved = browser
        .submit_and_follow(&page, &here, &[("capacity", "60")])
        .await;
    let warned = "Saved. The rooms chosen have fewer seats than it takes: 40.";
    assert_eq!(saved.words(".flash-attention p"), [warned]);
    let page = browser.get(&edit).await.expect(200);
    let short = "The rooms chosen have 40 seats, fewer than this.";
    assert_eq!(page.words(".form .attention"), [short]);
    let typed = crate::support::house::typed(&page, "capacity");
    assert_eq!(typed, "60");
}
