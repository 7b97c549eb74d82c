//! The programme: filters are links, times are the reader's, and what is not for everyone is shown to nobody else.

use maru::{
    people::model::Actor,
    seminars::queries::{self, Order, SeminarFilter},
    web::seminars::entry::entries,
};
use serde_json::json;

use crate::support::house::{House, attributes};
use crate::support::{http::Answer, make, watch::Statements};

fn titles(page: &Answer) -> Vec<String> {
    page.words(".reading .entry-title")
}

/// One of each kind that could leak, and two that anyone may see.
async fn full() -> House {
    let house = House::new().await;
    for (title, hour, more) in [
        ("Open one", "10", json!({})),
        (
            "Draft secret",
            "11",
            json!({ "state": "draft", "topics": ["Draft topic"] }),
        ),
        (
            "Members secret",
            "12",
            json!({ "visibility": "members", "topics": ["Members topic"] }),
        ),
        (
            "Invited secret",
            "13",
            json!({ "visibility": "invited", "topics": ["Invited topic"] }),
        ),
        (
            "Open lecture",
            "14",
            json!({ "kind": "lecture", "series_id": null, "zone": "Europe/Paris", "room_id": null }),
        ),
    ] {
        let mut body =
            json!({ "title": title, "starts_local": format!("2026-11-05T{hour}:00:00") });
        for (member, value) in more.as_object().unwrap() {
            body[member] = value.clone();
        }
        house.seminar(body).await;
    }
    house
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_sees_what_is_for_them_and_no_trace_of_the_rest() {
    let house = full().await;
    let open = ["Open one", "Open lecture"];
    let visitor = house.app.get("/").await.expect(200);
    assert_eq!(titles(&visitor), open);
    assert!(!visitor.text().contains("secret") && !visitor.text().contains("Draft topic"));
    let guest = house.app.browser(house.guest).await.get("/").await;
    assert_eq!(titles(&guest), open);
    let member = house.app.browser(house.member).await.get("/").await;
    assert_eq!(
        titles(&member),
        ["Open one", "Members secret", "Open lecture"]
    );
    assert!(!member.text().contains("Draft topic") && !member.text().contains("Invited topic"));
    let organiser = house.at_desk().await.get("/").await;
    assert_eq!(
        titles(&organiser),
        [
            "Open one",
            "Draft secret",
            "Members secret",
            "Invited secret",
            "Open lecture"
        ]
    );
    for path in [
        "/series/scaling",
        "/feeds",
        "/?topic=members-topic",
        "/?topic=draft-topic",
        "/rooms?date=2026-11-05",
    ] {
        let page = house.app.get(path).await.expect(200);
        assert!(!page.text().contains("secret"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_are_links_that_narrow_and_widen() {
    let house = full().await;
    let mut browser = house.app.visitor();
    let page = browser.get("/").await;
    assert_eq!(
        page.words(".filters a"),
        ["Scaling Laws", "Seminar", "Lecture", "Alignment"]
    );
    let links = attributes(&page, ".filters a", "href");
    assert_eq!(
        links,
        [
            "/?series=scaling",
            "/?kind=seminar",
            "/?kind=lecture",
            "/?topic=alignment"
        ]
    );
    for (link, expected) in
        links
            .iter()
            .zip([["Open one"], ["Open one"], ["Open lecture"], ["Open one"]])
    {
        let narrowed = browser.get(link).await.expect(200);
        assert_eq!(titles(&narrowed), expected, "{link}");
        assert_eq!(
            attributes(&narrowed, ".narrowed .chip-on", "href"),
            ["/"],
            "{link}"
        );
    }
    let both = browser
        .get("/?series=scaling&kind=lecture")
        .await
        .expect(200);
    assert_eq!(titles(&both), Vec::<String>::new());
    assert_eq!(
        attributes(&both, ".narrowed .chip-on", "href"),
        ["/?kind=lecture", "/?series=scaling"]
    );
    for nothing in ["/?series=nothing", "/?kind=party", "/?institution=nothing"] {
        browser.get(nothing).await.expect(404);
    }
    browser.get("/?series=&kind=&from=soon").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn times_are_the_readers_with_those_of_the_place_beside_them() {
    let house = full().await;
    let mut browser = house.app.visitor();
    let hours = |page: &Answer| page.words(".reading .entry-time");
    let page = browser.get("/").await;
    assert_eq!(
        hours(&page),
        [
            "10:00–11:00 Seoul, UTC+9",
            "22:00–23:00 Seoul, UTC+9 there 14:00–15:00 Paris, UTC+1"
        ]
    );
    let page = browser
        .submit_and_follow(&page, "/preferences", &[("zone", "America/New_York")])
        .await;
    // The evening before in New York.
    assert_eq!(
        page.words(".day-head"),
        ["Wednesday 4 November", "Thursday 5 November"]
    );
    assert_eq!(
        hours(&page),
        [
            "20:00–21:00 New York, UTC−5 there 5 November, 10:00–11:00 Seoul, UTC+9",
            "08:00–09:00 New York, UTC−5 there 14:00–15:00 Paris, UTC+1",
        ]
    );
    let page = browser
        .submit_and_follow(&page, "/preferences", &[("language", "ko")])
        .await;
    assert_eq!(page.words("html[lang=ko] h1").len(), 1);
    assert_eq!(
        page.words(".day-head"),
        ["수요일 11월 4일", "목요일 11월 5일"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_can_turn_to_earlier_and_later_weeks() {
    let house = House::new().await;
    for (title, day) in [
        ("First", "2026-11-05"),
        ("Second", "2026-12-17"),
        ("Third", "2027-03-04"),
    ] {
        house
            .seminar(json!({ "title": title, "starts_local": format!("{day}T16:00:00") }))
            .await;
    }
    let mut browser = house.app.visitor();
    let mut page = browser.get("/").await;
    let mut seen = vec![titles(&page)];
    for _ in 0..2 {
        let later = attributes(&page, ".turn a", "href").pop().unwrap();
        page = browser.get(&later).await.expect(200);
        seen.push(titles(&page));
    }
    assert_eq!(seen, [["First"], ["Second"], ["Third"]]);
    assert_eq!(page.words(".turn a"), ["Earlier"]);
    let earlier = attributes(&page, ".turn a", "href").remove(0);
    assert_eq!(titles(&browser.get(&earlier).await.expect(200)), ["Second"]);
}

/// The programme as `viewer` is shown it, and how many statements it took.
async fn listed(house: &House, viewer: &Actor) -> (Vec<String>, usize) {
    let mut conn = house.app.db.connect().await;
    let statements = Statements::of(&mut conn);
    let filter = SeminarFilter::default();
    let found = queries::seminars(&mut conn, Some(viewer), &filter, Order::Time, None, 500).await;
    let entries = entries(
        &mut conn,
        Some(viewer),
        maru::base::language::Language::En,
        found.unwrap(),
    )
    .await
    .unwrap();
    queries::facets(&mut conn, Some(viewer), make::start())
        .await
        .unwrap();
    let titles = entries.into_iter().map(|entry| entry.title).collect();
    (titles, statements.taken())
}

#[tokio::test(flavor = "multi_thread")]
async fn three_seminars_cost_no_more_queries_than_one() {
    let house = House::new().await;
    let viewer = make::acting(&mut *house.app.conn().await, house.organiser).await;
    let mut counted = Vec::new();
    for hour in ["10", "12", "14"] {
        let speakers = json!([{ "name": format!("Speaker {hour}"), "email": format!("s{hour}@sample.example") }]);
        let body = json!({ "title": hour, "starts_local": format!("2026-11-05T{hour}:00:00"), "speakers": speakers });
        house.seminar(body).await;
        counted.push(listed(&house, &viewer).await);
    }
    assert_eq!(counted[2].0, ["10", "12", "14"]);
    assert_eq!(counted[0].1, counted[2].1);
    assert!(counted[0].1 > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_institution_leads_to_what_is_in_its_calendar() {
    let house = House::new().await;
    let body = json!({ "name": "Mila", "slug": "mila", "zone": "America/Montreal" });
    let mila = house
        .admin
        .post("/institutions", body)
        .await
        .expect(201)
        .json();
    let path = format!("/series/{}", house.series_id().await.as_str().unwrap());
    let together = json!({ "institution_ids": [mila["id"]] });
    house.admin.patch(&path, together).await.expect(200);
    // It organises this one, at which nobody of it speaks, and has nothing to do with the other.
    for (title, series) in [("Ours", house.series_id().await), ("Theirs", json!(null))] {
        let body = json!({ "title": title, "series_id": series, "room_id": null, "starts_local": "2026-11-05T10:00:00" });
        house.seminar(body).await;
    }
    let page = house.app.get("/").await.expect(200);
    let links = attributes(&page, ".filters a[href*=institution]", "href");
    assert_eq!(links, ["/?institution=mila"]);
    let page = house.app.get("/?institution=mila").await.expect(200);
    assert_eq!(titles(&page), ["Ours"]);
    let page = house.app.get("/feeds").await.expect(200);
    let there = attributes(&page, "a[href*='/feeds/institutions/mila.ics']", "href");
    assert!(!there.is_empty());
    let feed = house
        .app
        .get("/feeds/institutions/mila.ics")
        .await
        .expect(200);
    let feed = feed.text();
    assert!(
        feed.contains("SUMMARY:Ours") && !feed.contains("Theirs"),
        "{feed}"
    );
    let found = format!("/seminars?institution_id={}", mila["id"].as_str().unwrap());
    let found = house.admin.get(&found).await.expect(200).json();
    let titles: Vec<&str> = found["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles, ["Ours"]);
}
