//! Whoever comes in person has a stay.

use serde_json::json;

use super::Talk;
use crate::support::house::wrong;

#[tokio::test(flavor = "multi_thread")]
async fn coming_in_person_makes_one_stay() {
    let mut talk = Talk::new().await;
    let come = [
        ("in_person", "yes"),
        ("stay_from", "2026-12-09"),
        ("stay_to", "2026-12-12"),
    ];
    let page = talk.says(&come).await;
    assert_eq!(page.words(".form .mark-state"), ["Proposed"]);
    let stays = talk.house.admin.get("/stays?from=2026-12-01").await;
    let stays = stays.expect(200).json();
    let items = stays["items"].as_array().unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(
        (&items[0]["from"], &items[0]["to"], &items[0]["state"]),
        (
            &json!("2026-12-09"),
            &json!("2026-12-12"),
            &json!("proposed")
        )
    );
    assert_eq!(talk.said().await["stay_id"], items[0]["id"]);
    // The host is told; once, however often the page is saved.
    let to: Vec<String> = talk
        .house
        .app
        .mails()
        .await
        .into_iter()
        .map(|mail| mail.to)
        .collect();
    assert_eq!(to, ["oh@hub.example"]);
    talk.says(&[("biography", "Marie.")]).await;
    assert_eq!(talk.house.count("stays").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_before_its_start_makes_no_stay() {
    let mut talk = Talk::new().await;
    let (page, link) = (talk.page().await, talk.link.clone());
    let come = [
        ("in_person", "yes"),
        ("stay_from", "2026-12-12"),
        ("stay_to", "2026-12-09"),
    ];
    let again = talk.marie.submit(&page, &link, &come).await.expect(422);
    assert_eq!(wrong(&again).len(), 1);
    assert_eq!(talk.house.count("stays").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn their_stay_names_no_series_of_which_not_everyone_may_know() {
    for (visibility, purpose) in [("public", "Scaling Laws"), ("members", "Seminar")] {
        let mut talk = Talk::with(json!({ "visibility": "public" })).await;
        let series = talk.house.series_id().await;
        let path = format!("/series/{}", series.as_str().unwrap());
        let change = json!({ "visibility": visibility });
        talk.house.desk.patch(&path, change).await.expect(200);
        let come = [
            ("in_person", "yes"),
            ("stay_from", "2026-12-09"),
            ("stay_to", "2026-12-12"),
        ];
        talk.says(&come).await;
        let stays = talk.house.admin.get("/stays?from=2026-12-01").await;
        let stays = stays.expect(200).json();
        assert_eq!(stays["items"][0]["purpose"], purpose, "{visibility}");
    }
}
