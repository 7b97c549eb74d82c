//! What the archive is narrowed to, and its pages.

use chrono::Duration;
use diesel_async::SimpleAsyncConnection;
use serde_json::json;

use super::{fill, looking, past};
use crate::support::house::{House, attributes};

#[tokio::test(flavor = "multi_thread")]
async fn it_is_narrowed_by_series_topic_institution_and_year() {
    let house = House::new().await;
    let institution = json!({ "name": "Sample Institute", "slug": "sample", "zone": "UTC" });
    let made = house.admin.post("/institutions", institution).await;
    let institution = made.expect(201).json()["id"].clone();
    let person = json!({ "name": "Sam Speaker", "institution_id": institution });
    let speaker = house.admin.post("/people", person).await.expect(201).json();
    for more in [
        json!({ "title": "First", "starts_local": "2026-12-31T10:00:00" }),
        // In Seoul it is the first day of the year.
        json!({ "title": "Second", "starts_local": "2027-01-01T00:30:00", "series_id": null, "room_id": null,
                "zone": "Asia/Seoul", "topics": ["Robots"], "speakers": [{ "person_id": speaker["id"] }] }),
    ] {
        house.seminar(more).await;
    }
    house.app.clock.advance(Duration::days(365));
    for (pairs, expected) in [
        (&[("series", "scaling")][..], &["First"][..]),
        (&[("topic", "robots")], &["Second"]),
        (&[("topic", "Robots")], &["Second"]),
        (&[("topic", "alignment")], &["First"]),
        (&[("institution", "sample")], &["Second"]),
        (&[("year", "2026")], &["First"]),
        (&[("year", "2027")], &["Second"]),
        (&[("year", "2025")], &[]),
        (&[("year", "2027"), ("series", "scaling")], &[]),
        (&[("year", "2027"), ("q", "second")], &["Second"]),
        (&[], &["Second", "First"]),
    ] {
        let page = house.app.get(&looking(pairs)).await.expect(200);
        assert_eq!(past(&page), expected, "{pairs:?}");
    }
    let page = house
        .app
        .get("/archive?year=2025&topic=moon")
        .await
        .expect(200);
    assert_eq!(
        page.words("#year option"),
        ["Any", "2027", "2026", "2025"],
        "what is chosen can be seen"
    );
    assert_eq!(page.words("#year option[selected]"), ["2025"]);
    assert_eq!(page.words("#topic option[selected]"), ["moon"]);
    assert_eq!(page.words("#series option"), ["Any", "Scaling Laws"]);
    assert_eq!(
        page.words("#institution option"),
        ["Any", "Sample Institute"]
    );
    // One who has declined does not speak there.
    let declined = "UPDATE speakers SET answer = 'declined', answered_at = now()";
    let mut conn = house.app.conn().await;
    conn.batch_execute(declined).await.unwrap();
    drop(conn);
    let page = house
        .app
        .get("/archive?institution=sample")
        .await
        .expect(200);
    assert_eq!(past(&page), [""; 0]);
    // By the API, in the hub's calendar.
    let titles = async |query: &str| -> Vec<String> {
        let answer = house.admin.get(&format!("/seminars?{query}")).await;
        let listed = answer.expect(200).json();
        let items = listed["items"].as_array().unwrap().clone();
        items
            .iter()
            .map(|one| one["title"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(titles("year=2027").await, ["Second"]);
    assert_eq!(titles("year=2026&q=firs").await, ["First"]);
    assert_eq!(titles("year=2026&to=2026-06-01T00:00:00Z").await, [""; 0]);
    assert_eq!(titles("year=2026&from=2027-06-01T00:00:00Z").await, [""; 0]);
    assert_eq!(titles("q=robots").await, ["Second"]);
    assert_eq!(titles("q=secund").await, [""; 0]);
    assert_eq!(titles("q=secund&near=true").await, ["Second"]);
    house.admin.get("/seminars?year=soon").await.expect(422);
    house.admin.get("/seminars?near=maybe").await.expect(422);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_read_page_by_page_without_a_gap() {
    let house = House::new().await;
    fill(&house, 75).await;
    let mut seen = Vec::new();
    let mut next = Some("/archive?q=number".to_owned());
    let mut pages = Vec::new();
    while let Some(path) = next {
        let page = house.app.get(&path).await.expect(200);
        pages.push(past(&page).len());
        seen.extend(past(&page));
        next = attributes(&page, ".turn a", "href").pop();
        assert!(pages.len() < 9, "it never ends");
    }
    assert_eq!(pages, [30, 30, 15]);
    let mut each = seen.clone();
    each.sort();
    each.dedup();
    assert_eq!(each.len(), 75);
    let numbers: Vec<u32> = seen
        .iter()
        .map(|title| title.rsplit(' ').next().unwrap().parse().unwrap())
        .collect();
    // Two at the same time stand side by side, in either order.
    assert!(
        numbers.windows(2).all(|pair| pair[0] + 1 >= pair[1]),
        "{numbers:?}"
    );
}
