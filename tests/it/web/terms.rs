//! A term: its dates shown before they are made, made all of them or none, and the board that shows them.

mod board;
mod clocks;
mod series;

use serde_json::{Value, json};

use crate::support::{
    house::{House, attributes, typed, wrong},
    http::Answer,
};

const TERM: &str = "/series/scaling/term";

/// Thursdays at four from 3 to 31 December 2026, but for the week before Christmas.
const THURSDAYS: [(&str, &str); 7] = [
    ("weekday", "4"),
    ("starts", "16:00"),
    ("every_weeks", "1"),
    ("from", "2026-12-03"),
    ("until", "2026-12-31"),
    ("weeks_off", "2026-12-22"),
    ("step", "show"),
];

/// The dates as they are shown: the wall time with its zone, and what is said of it.
fn dates(page: &Answer) -> Vec<String> {
    let count = page.words(".term-dates > li").len();
    (1..=count)
        .map(|line| {
            let words =
                |part: &str| page.words(&format!(".term-dates > li:nth-child({line}) {part}"));
            let said = words(".term-what > p");
            match words(".term-what label").pop() {
                Some(label) => format!("{label}: {}", said.join(" / ")),
                None => words("p").join(" "),
            }
        })
        .collect()
}

/// When the seminars of the series start, in UTC, and their states.
async fn made(house: &House) -> Vec<String> {
    let all = house
        .admin
        .get("/seminars?limit=500")
        .await
        .expect(200)
        .json();
    let mut found: Vec<String> = all["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            format!(
                "{} {} {}",
                one["starts_at"].as_str().unwrap(),
                one["state"].as_str().unwrap(),
                one["rooms"][0]["name"]
            )
        })
        .collect();
    found.sort();
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn every_date_is_shown_first_and_becomes_a_draft_with_its_room_or_none_does() {
    let house = House::new().await;
    house
        .booking(&house.hall, "Reading group", "16:30", "17:30")
        .await;
    let told = house.count("messages").await;
    let mut browser = house.at_desk().await;
    let page = browser.get(TERM).await.expect(200);
    assert_eq!(
        ["weekday", "starts", "every_weeks", "from", "room"].map(|name| typed(&page, name)),
        ["2", "16:00", "1", "2026-11-02", "hall-a"]
    );
    let page = browser.submit(&page, TERM, &THURSDAYS).await.expect(200);
    assert_eq!(
        dates(&page),
        [
            "Thu 3 December 2026, 16:00–17:00 Seoul, UTC+9: The room is free.",
            "Thu 10 December 2026, 16:00–17:00 Seoul, UTC+9: The room is taken. / \
             Hall A is taken 16:30–17:30 Seoul, UTC+9 – Reading group, Min Member",
            "Thu 17 December 2026, 16:00–17:00 Seoul, UTC+9: The room is free.",
            "Week of 21 December: off",
            "Thu 31 December 2026, 16:00–17:00 Seoul, UTC+9: The room is free.",
        ]
    );
    assert_eq!(
        page.words(".told"),
        ["4 drafts will be made, all of them or none. \
          One date cannot be as it is: move it, or take its tick away."]
    );
    // All of them or none.
    let page = browser
        .submit(&page, TERM, &[("step", "make")])
        .await
        .expect(409);
    assert_eq!(
        wrong(&page),
        ["Dates: One date cannot be as it is: move it, or take its tick away."]
    );
    assert_eq!(house.count("seminars").await, 0);
    assert_eq!(dates(&page).len(), 5);
    // One without its tick, another moved; sent twice it acts once.
    let fields = [
        ("take", "0"),
        ("take", "2"),
        ("take", "3"),
        ("dates", "2026-12-03"),
        ("dates", "2026-12-10"),
        ("dates", "2026-12-18"),
        ("dates", "2026-12-31"),
        ("step", "make"),
    ];
    let first = browser.submit(&page, TERM, &fields).await.expect(303);
    let second = browser.submit(&page, TERM, &fields).await.expect(303);
    assert_eq!(first.location(), "/series/scaling/board");
    assert_eq!(second.location(), first.location());
    assert_eq!(
        made(&house).await,
        [
            "2026-12-03T07:00:00Z draft \"Hall A\"",
            "2026-12-18T07:00:00Z draft \"Hall A\"",
            "2026-12-31T07:00:00Z draft \"Hall A\"",
        ]
    );
    // Nobody was told.
    assert_eq!(house.count("messages").await, told);
    // The next term starts from this one.
    let page = browser.get(TERM).await.expect(200);
    assert_eq!(
        [
            "weekday",
            "starts",
            "every_weeks",
            "from",
            "until",
            "weeks_off"
        ]
        .map(|name| typed(&page, name)),
        ["4", "16:00", "1", "2027-01-01", "2027-01-29", ""]
    );
    assert_eq!(dates(&page), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_stands_beside_its_field_and_rows_are_kept() {
    let house = House::new().await;
    let mut browser = house.at_desk().await;
    let page = browser.get(TERM).await.expect(200);
    let fields = [
        ("weekday", "4"),
        ("starts", "four"),
        ("every_weeks", "1"),
        ("from", "soon"),
        ("weeks_off", "Christmas"),
        ("step", "show"),
    ];
    let refused = browser.submit(&page, TERM, &fields).await.expect(422);
    assert_eq!(
        wrong(&refused),
        [
            "Start: Write a time such as 16:00.",
            "First day: Write a date such as 2026-12-01.",
            "Last day: Give the last day or the number of dates, one of them.",
            "Weeks off: Write a date such as 2026-12-01.",
        ]
    );
    assert_eq!(typed(&refused, "weeks_off"), "Christmas");
    let page = browser.submit(&page, TERM, &THURSDAYS).await.expect(200);
    let fields = [
        ("dates", "2026-12-03"),
        ("dates", "tomorrow"),
        ("dates", "2026-12-03"),
        ("dates", "2026-12-31"),
        ("step", "make"),
    ];
    let page = browser.submit(&page, TERM, &fields).await.expect(422);
    assert_eq!(
        wrong(&page),
        ["Dates: Row 2: Write a date such as 2026-12-01."]
    );
    assert_eq!(
        attributes(&page, "input[name=dates]", "value"),
        ["2026-12-03", "tomorrow", "2026-12-03", "2026-12-31"]
    );
    assert_eq!(
        dates(&page)[2],
        "Thu 3 December 2026, 16:00–17:00 Seoul, UTC+9: Another date of this list is at the same time."
    );
    assert_eq!(house.count("seminars").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_looks_refuses_skips_and_remembers() {
    let house = House::new().await;
    house
        .booking(&house.hall, "Reading group", "16:30", "17:30")
        .await;
    let api = house.app.api(house.organiser).await;
    let path = format!(
        "/series/{}/terms",
        house.series_id().await.as_str().unwrap()
    );
    let mut term = json!({ "weekday": 4, "time": "16:00:00", "from": "2026-12-03", "count": 3,
                           "weeks_off": ["2026-12-23"], "dry_run": true });
    let seen = api.post(&path, term.clone()).await.expect(200).json();
    let told: Vec<_> = seen["dates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|date| {
            (
                date["starts_local"].as_str().unwrap(),
                date["reason"].as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("2026-12-03T16:00:00", None),
            ("2026-12-10T16:00:00", Some("taken")),
            ("2026-12-17T16:00:00", None),
        ]
    );
    assert_eq!(seen["dates"][1]["conflicts"][0]["title"], "Reading group");
    assert_eq!(seen["dates"][0]["places"][0]["zone"], "Asia/Seoul");
    assert_eq!(house.count("seminars").await, 0);
    assert_eq!(house.count("series_rhythms").await, 0);
    term["dry_run"] = json!(false);
    let refused = api.post(&path, term.clone()).await.expect(409).json();
    assert_eq!(refused["conflicts"].as_array().unwrap().len(), 1);
    assert_eq!(house.count("seminars").await, 0);
    term["on_conflict"] = json!("skip");
    let planned = api.post(&path, term.clone()).await.expect(201).json();
    assert_eq!(planned["booked"].as_array().unwrap().len(), 2);
    assert_eq!(
        planned["booked"][0]["inherit"].as_array().unwrap().len(),
        11
    );
    assert_eq!(planned["clashes"][0]["starts_local"], "2026-12-10T16:00:00");
    assert_eq!(house.count("series_rhythms").await, 1);
    // The same once more: now every date is taken, and the rhythm is kept once.
    let planned = api.post(&path, term.clone()).await.expect(201).json();
    assert_eq!(planned["booked"], json!([]));
    assert_eq!(house.count("series_rhythms").await, 1);
    term["dates"] = json!([{ "starts_local": "2026-12-10T18:00:00" }]);
    let planned = api.post(&path, term.clone()).await.expect(201).json();
    assert_eq!(planned["booked"][0]["starts_at"], "2026-12-10T09:00:00Z");
    for (member, value, reason) in [
        ("dates", json!([]), "There is no date in it."),
        ("weekday", json!(8), "From 1 (Monday) to 7 (Sunday)."),
        (
            "until",
            json!("2027-01-01"),
            "Give the last day or the number of dates, one of them.",
        ),
    ] {
        let mut wrong = term.clone();
        wrong[member] = value;
        let fields = api.post(&path, wrong).await.expect(422).json()["fields"].clone();
        assert_eq!(fields, json!({ member: [reason] }));
    }
    let member = house.app.api(house.member).await;
    member.post(&path, term.clone()).await.expect(403);
    let end = format!("/series/{}", house.series_id().await.as_str().unwrap());
    // Who organises it without belonging to the hub books no room, and plans what takes none.
    let organisers = json!({ "organisers": [house.organiser, house.guest] });
    api.patch(&end, organisers).await.expect(200);
    let guest = house.app.api(house.guest).await;
    let mut elsewhere =
        json!({ "weekday": 4, "time": "10:00:00", "from": "2027-01-07", "count": 1 });
    guest.post(&path, elsewhere.clone()).await.expect(403);
    elsewhere["room_id"] = Value::Null;
    elsewhere["dry_run"] = json!(true);
    guest.post(&path, elsewhere.clone()).await.expect(200);
    elsewhere["dry_run"] = json!(false);
    let planned = guest.post(&path, elsewhere).await.expect(201).json();
    assert_eq!(planned["booked"][0]["rooms"], json!([]));
    api.patch(&end, json!({ "state": "ended" }))
        .await
        .expect(200);
    api.post(&path, term).await.expect(409);
}
