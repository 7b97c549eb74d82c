//! The day with all rooms, a room and its week, and what is free: who sees what takes a room, and who does not.

use chrono::Duration;
use maru::{
    people::model::Role,
    stays::{
        model::Certainty,
        rules::is_known,
        state::{StayAct, StayState, after},
    },
};
use serde_json::{Value, json};

use crate::support::house::{House, attributes};
use crate::support::http::Answer;

/// What takes rooms, as the page says it: what, and whose.
fn blocks(page: &Answer) -> Vec<String> {
    page.words(".block")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_day_shows_every_room_of_a_site_on_its_own_clock() {
    let house = House::new().await;
    house
        .booking(&house.hall, "Reading group", "09:00", "10:30")
        .await;
    let code = house.seminar(json!({})).await;
    let page = house.app.get("/rooms?date=2026-12-10").await.expect(200);
    assert_eq!(page.words("h1"), ["Thursday 10 December"]);
    assert_eq!(page.words(".day-row h2"), ["Hall A", "Hall B"]);
    assert_eq!(page.words(".tabs a"), ["Paris", "Seoul"]);
    // Visitors see that a room is taken, and what for where anyone may know.
    assert_eq!(
        blocks(&page),
        [
            "09:00–10:30 Taken",
            "16:00–17:00 Beyond scaling Oh Organiser"
        ]
    );
    let member = house
        .app
        .browser(house.member)
        .await
        .get("/rooms?date=2026-12-10")
        .await;
    assert_eq!(
        blocks(&member),
        [
            "09:00–10:30 Reading group Min Member",
            "16:00–17:00 Beyond scaling Oh Organiser"
        ]
    );
    assert_eq!(
        attributes(&member, ".block a", "href").last().unwrap(),
        &format!("/seminars/{code}")
    );
    let paris = house
        .app
        .get("/rooms?date=2026-12-10&site=paris")
        .await
        .expect(200);
    assert_eq!(paris.words(".day-row h2"), ["Salle 1"]);
    house.app.get("/rooms?site=nowhere").await.expect(404);
    // Whatever is typed for a day, a day is shown.
    for odd in [
        "soon",
        "0000-00-00",
        "%2B262142-12-31",
        "-262143-01-01",
        "9999-12-31",
        "0001-01-01",
    ] {
        house
            .app
            .get(&format!("/rooms?date={odd}"))
            .await
            .expect(200);
        house
            .app
            .get(&format!("/rooms/hall-a?date={odd}"))
            .await
            .expect(200);
        house.app.get(&format!("/?from={odd}")).await.expect(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_shows_its_week_and_who_may_book_it_is_led_there() {
    let house = House::new().await;
    house
        .booking(&house.hall, "Reading group", "09:00", "10:30")
        .await;
    let page = house
        .app
        .get("/rooms/hall-a?date=2026-12-08")
        .await
        .expect(200);
    assert_eq!(page.words("h1"), ["Hall A"]);
    assert_eq!(page.words(".day-row h3").len(), 7);
    assert_eq!(blocks(&page), ["09:00–10:30 Taken"]);
    assert_eq!(page.words(".page-head a.button"), Vec::<String>::new());
    house.app.get("/rooms/nothing").await.expect(404);
    let mut member = house.app.browser(house.member).await;
    let page = member.get("/rooms/hall-a?date=2026-12-08").await;
    assert_eq!(
        attributes(&page, ".page-head a.button", "href"),
        ["/rooms/hall-a/bookings/new?date=2026-12-08"]
    );
    let guest = house
        .app
        .browser(house.guest)
        .await
        .get("/rooms/hall-a")
        .await;
    assert_eq!(guest.words(".page-head a.button"), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_free_is_told_to_a_form_that_is_being_filled_in() {
    let house = House::new().await;
    let code = house
        .booking(&house.hall, "Reading group", "09:00", "10:30")
        .await;
    let ask = |more: &str| {
        format!(
            "/rooms/free.json?starts_local=2026-12-10T10:00&ends_local=2026-12-10T11:00&zone=Asia/Seoul{more}"
        )
    };
    let slugs = |answer: Answer| -> Vec<String> {
        let items = answer.expect(200).json()["items"]
            .as_array()
            .unwrap()
            .clone();
        items
            .iter()
            .map(|one| one["slug"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(slugs(house.app.get(&ask("")).await), ["hall-b", "salle-1"]);
    let except = ask(&format!("&except={code}"));
    assert_eq!(
        slugs(house.app.get(&except).await),
        ["hall-a", "hall-b", "salle-1"]
    );
    house
        .app
        .get("/rooms/free.json?starts_local=x&ends_local=y&zone=z")
        .await
        .expect(422);
    house.app.get("/rooms/free.json").await.expect(400);
}

/// The shortest way from a proposal to `state`.
fn way_to(state: StayState) -> Vec<StayAct> {
    let mut ways = vec![(StayState::Proposed, Vec::new())];
    loop {
        if let Some((_, way)) = ways.iter().find(|(end, _)| *end == state) {
            return way.clone();
        }
        ways = ways
            .iter()
            .flat_map(|(end, way)| StayAct::ALL.iter().map(move |act| (end, way, *act)))
            .filter_map(|(end, way, act)| {
                Some((after(*end, act)?, [way.as_slice(), &[act]].concat()))
            })
            .collect();
    }
}

/// A stay with a desk, by the API: its visitor is `Vera Visitor`.
async fn stay(house: &House, desk: &Value, from: &str, tentative: bool) -> String {
    let api = house.app.api(house.organiser).await;
    let body = json!({ "visitor": { "name": format!("Vera {from}") }, "host_id": house.organiser, "from": from, "to": from,
                       "desk_id": desk["id"], "tentative": tentative });
    api.post("/stays", body).await.expect(201).json()["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sits_at_a_desk_is_shown_to_those_who_may_know_of_the_stay() {
    let house = House::new().await;
    let site = house.hall["site_id"].clone();
    let body = json!({ "name": "Desk 1", "slug": "desk-1", "kind": "desk", "site_id": site });
    let desk = house.admin.post("/rooms", body).await.expect(201).json();
    let front_desk = house
        .app
        .person("park", "Park Sample", &[Role::FrontDesk])
        .await;
    let keeper = house
        .app
        .person("kay", "Kay Sample", &[Role::RoomKeeper])
        .await;
    let readers = [
        house.member,
        house.organiser,
        front_desk,
        keeper,
        house.guest,
    ];

    let mut first: chrono::NaiveDate = "2026-12-01".parse().unwrap();
    for state in StayState::ALL {
        for certainty in [Certainty::Firm, Certainty::Tentative] {
            let date = first.to_string();
            let id = stay(&house, &desk, &date, certainty == Certainty::Tentative).await;
            for act in way_to(*state) {
                house
                    .admin
                    .post(&format!("/stays/{id}/{act}"), json!({}))
                    .await
                    .expect(200);
            }
            let mut conn = house.app.conn().await;
            let row = maru::stays::queries::stay(&mut conn, id.parse().unwrap())
                .await
                .unwrap()
                .unwrap();
            let known = is_known(&row);
            let path = format!("/rooms/desk-1?date={date}");
            let all = house
                .app
                .browser(house.administrator)
                .await
                .get(&path)
                .await;
            let takes = all.text().contains(&format!("Vera {date}"));
            for (reader, sees) in readers.iter().zip([known, true, true, known, false]) {
                let page = house.app.browser(*reader).await.get(&path).await;
                let seen = page.text().contains(&format!("Vera {date}"));
                assert_eq!(
                    seen,
                    sees && takes,
                    "{state} {certainty:?}: {:?}",
                    blocks(&page)
                );
            }
            let visitor = house.app.get(&path).await;
            assert!(!visitor.text().contains("Vera"), "{state}");
            first += Duration::days(7);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposed_stay_is_named_in_no_conflict_booking_or_list_of_a_plain_member() {
    let house = House::new().await;
    let site = house.hall["site_id"].clone();
    let body = json!({ "name": "Desk 1", "slug": "desk-1", "kind": "desk", "site_id": site });
    let desk = house.admin.post("/rooms", body).await.expect(201).json();
    stay(&house, &desk, "2026-12-01", false).await;
    let all = house.admin.get("/bookings").await.json();
    let code = all["items"][0]["code"].as_str().unwrap().to_owned();
    let booking = format!("/bookings/{code}");

    // A host who asks for the same desk learns that it is taken, and no more.
    let member = house.app.api(house.member).await;
    let asked = json!({ "visitor": { "name": "Another" }, "host_id": house.member, "from": "2026-12-01", "to": "2026-12-02",
                        "desk_id": desk["id"] });
    let taken = member.post("/stays", asked).await.expect(409);
    assert!(!taken.text().contains("Vera"), "{}", taken.text());
    assert_eq!(taken.json()["conflicts"].as_array().unwrap().len(), 1);
    for path in ["/bookings", "/bookings?limit=500"] {
        let listed = member.get(path).await.expect(200);
        assert_eq!(listed.json()["items"].as_array().unwrap().len(), 1);
        assert!(!listed.text().contains("Vera"), "{}", listed.text());
    }
    house
        .app
        .browser(house.member)
        .await
        .get(&booking)
        .await
        .expect(404);
    // The host, and whoever keeps the house, see it.
    let page = house.at_desk().await.get(&booking).await.expect(200);
    assert_eq!(page.words("h1"), ["Vera 2026-12-01"]);
    house
        .app
        .browser(house.administrator)
        .await
        .get(&booking)
        .await
        .expect(200);
    let feed = house.app.get("/feeds/rooms/desk-1.ics").await.expect(200);
    assert!(!feed.text().contains("Vera"));
}
