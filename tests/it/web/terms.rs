//! A term: its dates shown before they are made, made all of them or none, and the board that shows them.

use serde_json::{Value, json};

use crate::support::{
    app::Api,
    house::{House, attributes, rows, typed, wrong},
    http::Answer,
    watch,
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

/// A series in another zone without a room, by the organiser; its id.
async fn elsewhere(api: &Api, slug: &str, zone: &str) -> Value {
    let series = json!({ "title": slug, "slug": slug, "zone": zone });
    api.post("/series", series).await.expect(201).json()["id"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_that_comes_twice_is_asked_about_and_one_that_does_not_exist_is_said() {
    let house = House::new().await;
    let api = house.app.api(house.organiser).await;
    elsewhere(&api, "montreal", "America/Montreal").await;
    let mut browser = house.at_desk().await;
    let action = "/series/montreal/term";
    let page = browser.get(action).await.expect(200);
    let sunday = |from| {
        [
            ("weekday", "7"),
            ("starts", "01:30"),
            ("from", from),
            ("count", "1"),
            ("step", "show"),
        ]
    };
    let page = browser
        .submit(&page, action, &sunday("2027-11-07"))
        .await
        .expect(200);
    assert_eq!(
        dates(&page),
        ["2027-11-07 01:30: This time comes twice: choose the first or the second."]
    );
    let page = browser
        .submit(&page, action, &[("step", "make")])
        .await
        .expect(409);
    let fields = [("folds", "1"), ("step", "make")];
    browser.submit(&page, action, &fields).await.expect(303);
    assert_eq!(made(&house).await, ["2027-11-07T06:30:00Z draft null"]);
    let page = browser.get(action).await.expect(200);
    let mut spring = sunday("2028-03-12").to_vec();
    spring[1] = ("starts", "02:30");
    spring.push(("until", ""));
    let page = browser.submit(&page, action, &spring).await.expect(200);
    assert_eq!(
        page.words(".term-date .error"),
        [
            "2028-03-12 02:30 does not exist in America/Montreal: the clocks go forward then. \
          The next time that exists is 2028-03-12 03:00."
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn holidays_and_shifts_of_clocks_are_said_of_the_dates_that_they_concern() {
    let house = House::new().await;
    let api = house.app.api(house.organiser).await;
    let institutions = [
        ("Institut Exemple", "CA", "America/Montreal"),
        ("Institute of Samples", "AE", "Asia/Dubai"),
    ];
    let mut ids = Vec::new();
    for (name, country, zone) in institutions {
        let body = json!({ "name": name, "country": country, "zone": zone });
        ids.push(
            house
                .admin
                .post("/institutions", body)
                .await
                .expect(201)
                .json()["id"]
                .clone(),
        );
    }
    let series = elsewhere(&api, "paris", "Europe/Paris").await;
    let path = format!("/series/{}", series.as_str().unwrap());
    api.patch(&path, json!({ "institution_ids": ids }))
        .await
        .expect(200);
    let mut browser = house.at_desk().await;
    let action = "/series/paris/term";
    let page = browser.get(action).await.expect(200);
    let fields = [
        ("weekday", "2"),
        ("starts", "16:00"),
        ("from", "2027-03-02"),
        ("count", "5"),
        ("step", "show"),
    ];
    let page = browser.submit(&page, action, &fields).await.expect(200);
    assert_eq!(
        page.words(".strip-where"),
        ["Seoul", "Montréal", "Abu Dhabi"]
    );
    let said = |line: usize| page.words(&format!(".term-dates > li:nth-child({line}) .term-place"));
    assert_eq!(said(1), Vec::<String>::new());
    assert_eq!(
        said(2),
        ["Abu Dhabi Tue 19:00: in the evening · expected holiday: Eid al-Fitr"]
    );
    assert_eq!(
        said(3),
        ["Montréal Tue 11:00: clocks shift: 10:00 in other weeks"]
    );
    assert_eq!(
        said(5),
        [
            "Seoul Tue 23:00: at night · clocks shift: 00:00 until the week before",
            "Montréal Tue 10:00: clocks shift: 11:00 until the week before",
            "Abu Dhabi Tue 18:00: in the evening · clocks shift: 19:00 until the week before",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_says_what_is_missing_and_what_is_next() {
    let house = House::new().await;
    let mut browser = house.at_desk().await;
    let board = "/series/scaling/board";
    let page = browser.get(board).await.expect(200);
    assert_eq!(page.words(".empty-title"), ["Nothing is planned yet."]);
    let page = browser.get(TERM).await;
    let page = browser.submit(&page, TERM, &THURSDAYS).await.expect(200);
    let fields = [("take", "2"), ("take", "3"), ("step", "make")];
    browser.submit(&page, TERM, &fields).await.expect(303);
    house
        .seminar(json!({ "abstract": "Whole.", "speakers": [{ "person_id": house.member }] }))
        .await;
    let page = browser.get(board).await.expect(200);
    assert_eq!(
        rows(&page, ".board"),
        [
            "Thu 10 December 2026, 16:00 – 17:00 Seoul, UTC+9 | Min Member Asked | Beyond scaling | Hall A | Announced | answer | \
             See whether they answered",
            "Thu 17 December 2026, 16:00 – 17:00 Seoul, UTC+9 | Nobody yet | To be announced | Hall A | Draft | \
             speaker, title, abstract, announcement | Ask a speaker",
            "Week of 21 December: off",
            "Thu 31 December 2026, 16:00 – 17:00 Seoul, UTC+9 | Nobody yet | To be announced | Hall A | Draft | \
             speaker, title, abstract, announcement | Ask a speaker",
        ]
    );
    assert_eq!(page.words(".numbers dd"), ["3", "2", "3", "1"]);
    // The board is linked where organisers look, and is theirs alone.
    for place in ["/series/scaling", "/organise"] {
        let links = attributes(&browser.get(place).await.expect(200), "main a", "href");
        assert_eq!(
            links.iter().filter(|link| *link == board).count(),
            1,
            "{place}"
        );
    }
    let mut member = house.app.browser(house.member).await;
    for place in [board, TERM] {
        member.get(place).await.expect(403);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_knows_what_others_of_the_series_have_and_what_is_off() {
    let house = House::new().await;
    let day = |day: u32, title: &str| {
        json!({ "title": title, "abstract": "Whole.", "kind": "workshop",
                "starts_local": format!("2026-12-{day:02}T16:00:00") })
    };
    let mut online = day(3, "Online");
    online["join_url"] = json!("https://meet.example/online");
    house.seminar(online).await;
    house.seminar(day(10, "In the hall")).await;
    let late = house.seminar(day(17, "Late")).await;
    let off = house.seminar(day(31, "Off")).await;
    let api = house.app.api(house.organiser).await;
    for (code, act) in [(late, "postponement"), (off, "cancellation")] {
        let id = house.fact(&code, "id").await;
        let path = format!("/seminars/{}/{act}", id.as_str().unwrap());
        api.post(&path, json!({})).await.expect(200);
    }
    let page = house
        .at_desk()
        .await
        .get("/series/scaling/board")
        .await
        .expect(200);
    let told: Vec<String> = rows(&page, ".board")
        .iter()
        .map(|row| row.split(" | ").skip(2).collect::<Vec<_>>().join(" | "))
        .collect();
    assert_eq!(
        told,
        [
            "Online | Hall A | Announced | Nothing | Invite people",
            "In the hall | Hall A | Announced | address to join online | Add the address to join",
            "Late | Hall A | Postponed | Nothing | Give it a new time",
            "Off | Hall A | Cancelled | Nothing | Look at it",
        ]
    );
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

/// How often something of an institution has changed that feeds show.
async fn raised(house: &House, institution: &str) -> Option<i64> {
    let key = format!("institution:{institution}");
    let counters = watch::counters(&mut *house.app.conn().await).await;
    let found = counters.into_iter().find(|(subject, _)| *subject == key);
    found.map(|(_, counter)| counter)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_series_has_institutions_and_a_colour_and_ends_where_it_cannot_be_removed() {
    let house = House::new().await;
    let api = house.app.api(house.organiser).await;
    let body = json!({ "name": "Institut Exemple", "zone": "America/Montreal", "kind": "partner" });
    let institution = house
        .admin
        .post("/institutions", body)
        .await
        .expect(201)
        .json()["id"]
        .clone();
    let id = institution.as_str().unwrap();
    house.seminar(json!({})).await;
    let mut browser = house.at_desk().await;
    let page = browser.get("/series/scaling/edit").await.expect(200);
    assert_eq!(
        ["colour", "state"].map(|name| typed(&page, name)),
        ["pine", "running"]
    );
    let fields = [("institutions", id), ("colour", "indigo")];
    let page = browser
        .submit_and_follow(&page, "/series/scaling", &fields)
        .await;
    assert_eq!(
        page.words(".lines dd")[..2],
        ["Oh Organiser", "Institut Exemple"]
    );
    let series = house.series_id().await;
    let path = format!("/series/{}", series.as_str().unwrap());
    let told = api.get(&path).await.expect(200).json();
    assert_eq!(
        (&told["institution_ids"], &told["colour"]),
        (&json!([institution]), &json!("indigo"))
    );
    let feed = house.app.get("/feeds/series/scaling.ics").await.expect(200);
    let colours: Vec<_> = feed
        .text()
        .lines()
        .filter(|line| line.starts_with("COLOR"))
        .map(str::to_owned)
        .collect();
    assert_eq!(colours, ["COLOR:royalblue"]);
    // The calendar of the institution has the seminars of the series, and hears of what becomes of them.
    let before = raised(&house, id).await;
    house
        .seminar(json!({ "title": "Another", "starts_local": "2026-12-11T16:00:00" }))
        .await;
    assert!(raised(&house, id).await > before);
    let feed = house
        .app
        .get("/feeds/institutions/institut-exemple.ics")
        .await
        .expect(200)
        .text();
    let lines = feed.lines().filter(|line| line.starts_with("SUMMARY:"));
    assert_eq!(
        lines.collect::<Vec<_>>(),
        ["SUMMARY:Beyond scaling", "SUMMARY:Another"]
    );
    let programme = house.app.get("/?from=2026-12-07").await.expect(200);
    assert_eq!(
        attributes(&programme, ".entry-over .series-mark", "class"),
        ["series-mark series-indigo", "series-mark series-indigo"]
    );
    // An institution that organises something is not removed, nor is a series that has seminars.
    house
        .admin
        .delete(&format!("/institutions/{id}"))
        .await
        .expect(409);
    let refused = api.delete(&path).await.expect(409).json();
    assert_eq!(
        refused["detail"],
        "This series has seminars, drafts among them. End it instead: it is kept, and takes no more."
    );
    let unknown = json!({ "institution_ids": [house.hall["id"]] });
    let fields = api.patch(&path, unknown).await.expect(422).json()["fields"].clone();
    assert_eq!(
        fields,
        json!({ "institution_ids": ["There is nothing under that id."] })
    );
    // It is ended on its page: then it is kept, and offers nothing more.
    let page = browser.get("/series/scaling/edit").await.expect(200);
    let page = browser
        .submit_and_follow(&page, "/series/scaling", &[("state", "ended")])
        .await;
    assert_eq!(page.words(".banner-title"), ["This series has ended."]);
    let links = attributes(&page, ".tool-list a", "href");
    assert!(!links.contains(&TERM.to_owned()), "{links:?}");
    browser.get(TERM).await.expect(409);
    browser.get("/series/scaling/board").await.expect(200);
}
