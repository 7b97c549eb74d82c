//! Whose a series is, how it looks, and that it ends where it cannot be removed.

use serde_json::json;

use super::TERM;
use crate::support::{
    house::{House, attributes, typed},
    watch,
};

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
