//! Closed days: entered by administrators, and said wherever something is planned, booked or shown for them. They refuse nothing.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use maru::base::schema::change_counters;
use serde_json::{Value, json};

use crate::support::{
    house::{House, attributes, typed, wrong},
    http::Answer,
};

const ADMIN: &str = "/admin/closed-days";
const MOVE: &str = "Seoul is closed: Move (10 December)";

/// The house, where the site in Seoul is closed on 10 December and the hub from 24 to 26 December.
async fn closed_house() -> House {
    let house = House::new().await;
    let site = house.hall["site_id"].clone();
    let days =
        json!({ "site_id": site, "from": "2026-12-10", "name_en": "Move", "name_ko": "이사" });
    house.admin.post("/closed-days", days).await.expect(201);
    let days = json!({ "from": "2026-12-24", "to": "2026-12-26", "name_en": "Winter holidays" });
    house.admin.post("/closed-days", days).await.expect(201);
    house
}

/// Every counter with its value.
async fn counted(house: &House) -> BTreeMap<String, i64> {
    let rows: Vec<(String, i64)> = change_counters::table
        .select((change_counters::subject, change_counters::counter))
        .load(&mut house.app.conn().await)
        .await
        .unwrap();
    rows.into_iter().collect()
}

fn said(page: &Answer) -> Vec<String> {
    page.words("form .told .attention")
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_enter_change_and_remove_them() {
    let house = House::new().await;
    let mut browser = house.app.browser(house.administrator).await;
    let page = browser.get(ADMIN).await.expect(200);
    assert_eq!(page.words(".empty p"), ["No closed days are entered."]);
    let fields = [("from", "2026-12-24"), ("to", "2026-12-20")];
    let refused = browser.submit(&page, ADMIN, &fields).await.expect(422);
    assert_eq!(
        wrong(&refused),
        [
            "Last day: The end must come after the start.",
            "Name in English: Give it a name in at least one language."
        ]
    );
    assert_eq!(typed(&refused, "to"), "2026-12-20");
    let fields = [
        ("to", "2026-12-26"),
        ("site", "seoul"),
        ("name_en", "Winter holidays"),
        ("name_ko", "겨울 휴가"),
    ];
    let page = browser.submit_and_follow(&refused, ADMIN, &fields).await;
    assert_eq!(page.words(".flash p"), ["The closed days are entered."]);
    assert_eq!(page.words(".feed-name"), ["Winter holidays"]);
    let links = attributes(&page, ".feed-lines a", "href");
    let one = links[0].as_str();
    // The same days once more are said to be there; of the whole hub they are others.
    let again = [
        ("from", "2026-12-24"),
        ("to", "2026-12-26"),
        ("site", "seoul"),
        ("name_en", "Twice"),
    ];
    let refused = browser.submit(&page, ADMIN, &again).await.expect(422);
    assert_eq!(
        wrong(&refused),
        ["First day: These days are entered already."]
    );

    // Of two who change them at once, the second sees what the first wrote.
    let (mine, theirs) = (browser.get(one).await, browser.get(one).await);
    let fields = [("name_en", "Holidays"), ("site", "")];
    browser.submit(&mine, one, &fields).await.expect(303);
    let stale = browser
        .submit(&theirs, one, &[("to", "2026-12-27")])
        .await
        .expect(409);
    assert_eq!(typed(&stale, "to"), "2026-12-27");
    let removal = format!("{one}/removal");
    let page = browser.submit_and_follow(&stale, &removal, &[]).await;
    assert_eq!(page.words(".flash p"), ["The closed days are removed."]);
    assert_eq!(house.count("closed_days").await, 0);

    // Nobody else does any of this.
    for person in [house.organiser, house.guest] {
        let mut browser = house.app.browser(person).await;
        browser.get(ADMIN).await.expect(403);
        let api = house.app.api(person).await;
        let days = json!({ "from": "2026-12-24", "name_en": "Mine" });
        api.post("/closed-days", days).await.expect(403);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_keep_them_and_ask_for_those_of_a_time_and_a_site() {
    let house = closed_house().await;
    let api = house.app.api(house.member).await;
    let names = async |query: &str| -> Vec<String> {
        let found = api.get(&format!("/closed-days{query}")).await.expect(200);
        let found = found.json();
        let items = found["items"].as_array().unwrap().iter();
        items
            .map(|one| one["name_en"].as_str().unwrap().to_owned())
            .collect()
    };
    let site = house.hall["site_id"].as_str().unwrap();
    assert_eq!(names("").await, ["Move", "Winter holidays"]);
    assert_eq!(names("?from=2026-12-11").await, ["Winter holidays"]);
    assert_eq!(names("?to=2026-12-23").await, ["Move"]);
    assert_eq!(
        names(&format!("?site_id={site}&to=2026-12-24")).await,
        ["Move", "Winter holidays"]
    );
    let paris = house.admin.get("/sites?slug=paris").await.json();
    let paris = paris["items"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(
        names(&format!("?site_id={paris}")).await,
        ["Winter holidays"]
    );
    let all = api.get("/closed-days").await.json();
    let path = format!("/closed-days/{}", all["items"][1]["id"].as_str().unwrap());
    let change = json!({ "to": "2027-12-30" });
    let refused = house.admin.patch(&path, change).await.expect(422);
    assert_eq!(
        refused.json()["fields"],
        json!({ "to": ["At most 366 days on end."] })
    );
    let change = json!({ "to": "2026-12-31", "name_ko": "겨울 휴가", "lock_version": 1 });
    let changed = house.admin.patch(&path, change.clone()).await.expect(200);
    assert_eq!(
        ["from", "to", "name_en", "name_ko"].map(|name| changed.json()[name].clone()),
        ["2026-12-24", "2026-12-31", "Winter holidays", "겨울 휴가"].map(Value::from)
    );
    house.admin.patch(&path, change).await.expect(409);
    house.admin.delete(&path).await.expect(204);
    api.get(&path).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_says_so_before_a_room_is_booked_or_a_stay_entered_and_then_takes_it() {
    let house = closed_house().await;
    let mut browser = house.app.browser(house.member).await;
    let book = "/rooms/hall-a/bookings";
    // Opened for a closed day, the form says so, and one button is enough.
    let page = browser
        .get("/rooms/hall-a/bookings/new?date=2026-12-10")
        .await
        .expect(200);
    assert_eq!(said(&page), [MOVE]);
    let fields = [("title", "Packing")];
    browser.submit(&page, book, &fields).await.expect(303);
    // Typed into a form for another day, it is said first, and nothing is booked.
    let page = browser
        .get("/rooms/hall-a/bookings/new?date=2026-12-11")
        .await
        .expect(200);
    assert_eq!(said(&page), Vec::<String>::new());
    let fields = [("title", "Unpacking"), ("date", "2026-12-25")];
    let first = browser.submit(&page, book, &fields).await.expect(200);
    let words = "The hub is closed: Winter holidays (24 December – 26 December)";
    assert_eq!(said(&first), [words]);
    assert_eq!(attributes(&first, "form .told", "role"), ["alert"]);
    assert_eq!(house.count("bookings").await, 1);
    assert_eq!(typed(&first, "title"), "Unpacking");
    let done = browser.submit(&first, book, &[]).await.expect(303);
    assert_eq!(house.count("bookings").await, 2);
    // What has been shown is kept while something else is wrong: Hall A is taken then.
    let edit = format!("{}/edit", done.location());
    let page = browser.get(&edit).await.expect(200);
    assert_eq!(said(&page), [words]);
    let fields = [("date", "2026-12-10"), ("from", "09:30"), ("to", "10:30")];
    let here = done.location().to_owned();
    let first = browser.submit(&page, &here, &fields).await.expect(200);
    assert_eq!(said(&first), [MOVE]);
    let taken = browser.submit(&first, &here, &[]).await.expect(409);
    assert_eq!(said(&taken), [MOVE]);
    // In Paris the house in Seoul is nobody's business.
    let page = browser
        .get("/rooms/salle-1/bookings/new?date=2026-12-10")
        .await
        .expect(200);
    assert_eq!(said(&page), Vec::<String>::new());

    // A stay that begins on a closed day is entered by the second press; one that only goes over it, by the first.
    let page = browser.get("/stays/new").await.expect(200);
    let fields = [
        ("visitor_name", "Taro Sample"),
        ("from", "2026-12-24"),
        ("to", "2027-01-10"),
    ];
    let first = browser.submit(&page, "/stays", &fields).await.expect(200);
    assert_eq!(said(&first), [words]);
    assert_eq!(house.count("stays").await, 0);
    browser.submit(&first, "/stays", &[]).await.expect(303);
    let fields = [
        ("visitor_name", "Hana Sample"),
        ("from", "2026-12-21"),
        ("to", "2027-01-10"),
    ];
    let page = browser.get("/stays/new").await.expect(200);
    browser.submit(&page, "/stays", &fields).await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_strip_the_term_and_the_pages_of_the_day_say_so() {
    let house = closed_house().await;
    let mut browser = house.at_desk().await;
    let page = browser.get("/seminars/new?series=scaling").await;
    let fields = [("date", "2026-12-10"), ("time", "16:00"), ("then", "times")];
    let page = browser
        .submit(&page, "/seminars", &fields)
        .await
        .expect(200);
    assert_eq!(page.words(".strip-closed p"), [MOVE]);
    let ask = "/seminars/times.json?starts_local=2026-12-24T00:00&zone=Asia/Seoul&minutes=60";
    let told = house.app.get(ask).await.expect(200).json();
    let words = "The hub is closed: Winter holidays (24 December – 26 December)";
    assert_eq!(told["closed"], json!([words]));

    // Each date of a term.
    let series = house.series_id().await;
    let term = json!({ "weekday": 4, "time": "16:00:00", "from": "2026-12-10", "count": 3, "dry_run": true });
    let path = format!("/series/{}/terms", series.as_str().unwrap());
    let api = house.app.api(house.organiser).await;
    let dates = api.post(&path, term).await.expect(200).json();
    let dates = dates["dates"].as_array().unwrap().iter();
    let closed: Vec<Vec<&Value>> = dates
        .map(|date| {
            let days = date["closed_days"].as_array().unwrap().iter();
            days.map(|days| &days["name_en"]).collect()
        })
        .collect();
    assert_eq!(
        closed,
        [
            vec![&json!("Move")],
            vec![],
            vec![&json!("Winter holidays")]
        ]
    );
    let term = "/series/scaling/term";
    let page = browser.get(term).await.expect(200);
    let fields = [
        ("weekday", "4"),
        ("from", "2026-12-10"),
        ("until", ""),
        ("count", "3"),
        ("step", "show"),
    ];
    let page = browser.submit(&page, term, &fields).await.expect(200);
    assert_eq!(page.words(".term-what > .small.attention"), [MOVE, words]);

    // The programme, kept or not, and the day of the rooms; feeds say nothing of it.
    house.seminar(json!({ "title": "Packing" })).await;
    let programme = house.app.get("/?from=2026-12-07").await.expect(200);
    assert_eq!(programme.words(".day-group > .attention"), [MOVE]);
    assert_eq!(programme.words(".month li"), [MOVE, words]);
    let rooms = house.app.get("/rooms?date=2026-12-10&site=seoul").await;
    assert_eq!(rooms.expect(200).words(".told"), [MOVE]);
    let elsewhere = house.app.get("/rooms?date=2026-12-10&site=paris").await;
    assert_eq!(elsewhere.words(".told"), Vec::<String>::new());
    // A room and its week.
    let week = |slug: &str| format!("/rooms/{slug}?date=2026-12-08");
    let here = house.app.get(&week("hall-a")).await.expect(200);
    assert_eq!(here.words(".told"), [MOVE]);
    let there = house.app.get(&week("salle-1")).await.expect(200);
    assert_eq!(there.words(".told"), Vec::<String>::new());

    let all = house.admin.get("/closed-days").await.json();
    let path = format!("/closed-days/{}", all["items"][0]["id"].as_str().unwrap());
    let mut counters = counted(&house).await;
    house.admin.delete(&path).await.expect(204);
    let programme = house.app.get("/?from=2026-12-07").await.expect(200);
    assert_eq!(
        programme.words(".day-group > .attention"),
        Vec::<String>::new()
    );
    // No feed rests on what was raised.
    *counters.get_mut("closed_days").unwrap() += 1;
    assert_eq!(counted(&house).await, counters);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_books_is_warned_and_refused_nothing() {
    let house = closed_house().await;
    let api = house.app.api(house.member).await;
    let names = |booking: &Value| -> Vec<String> {
        let days = booking["closed_days"].as_array().unwrap().iter();
        days.map(|one| one["name_en"].as_str().unwrap().to_owned())
            .collect()
    };
    let at = |room: &Value, day: &str| {
        json!({ "room_id": room["id"], "title": "Packing", "starts_local": format!("2026-12-{day}T09:00:00"),
                "ends_local": format!("2026-12-{day}T10:00:00") })
    };
    let made = api.post("/bookings", at(&house.hall, "10")).await;
    let made = made.expect(201).json();
    assert_eq!(names(&made), ["Move"]);
    let path = format!("/bookings/{}", made["id"].as_str().unwrap());
    for (day, expected) in [("11", vec![]), ("25", vec!["Winter holidays"])] {
        let moved = json!({ "starts_local": format!("2026-12-{day}T09:00:00"),
                            "ends_local": format!("2026-12-{day}T10:00:00") });
        let moved = api.patch(&path, moved).await.expect(200).json();
        assert_eq!(names(&moved), expected, "{day}");
        assert_eq!(names(&api.get(&path).await.expect(200).json()), expected);
    }
    // In Paris the house in Seoul is nobody's business, and what takes nothing is warned of nothing.
    let rooms = house.admin.get("/rooms?slug=salle-1").await.json();
    let there = api.post("/bookings", at(&rooms["items"][0], "10")).await;
    assert_eq!(names(&there.expect(201).json()), [""; 0]);
    let cancelled = api.post(&format!("{path}/cancellation"), json!({})).await;
    assert_eq!(names(&cancelled.expect(200).json()), [""; 0]);
    // Each date of a run.
    let mut run = at(&house.other_hall, "03");
    run["rule"] = json!("FREQ=WEEKLY;COUNT=2");
    let run = api.post("/bookings", run).await.expect(201).json();
    let booked: Vec<Vec<String>> = run["booked"]
        .as_array()
        .unwrap()
        .iter()
        .map(names)
        .collect();
    assert_eq!(booked, [vec![], vec!["Move".to_owned()]]);
}
