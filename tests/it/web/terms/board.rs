//! The board: what is missing of each date, and what is next.

use serde_json::json;

use super::{TERM, THURSDAYS};
use crate::support::house::{House, attributes, rows};

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
