//! A seminar may be open to more people than its series, whose name is then not for lists: nobody here knows who reads them.

use serde_json::json;

use super::{Scene, list, told};

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_told_of_an_open_seminar_without_the_name_of_its_closed_series() {
    let scene = Scene::new().await;
    let inner = json!({ "title": "Inner circle", "slug": "inner", "zone": "Asia/Seoul", "visibility": "members" });
    let inner = scene.organiser.post("/series", inner).await.expect(201);
    let inner = inner.json()["id"].clone();
    for (title, address) in [("Open day", "a@lists.example"), ("", "b@lists.example")] {
        let open =
            json!({ "series_id": inner, "title": title, "visibility": "public", "room_id": null });
        let path = format!("{}/audiences", scene.announced(open).await);
        let its_own = list(json!({ "address": address }));
        scene.organiser.post(&path, its_own).await.expect(201);
    }
    let mails = scene.after_the_window().await;
    let both = [
        ("a@lists.example", "announcement"),
        ("b@lists.example", "announcement"),
    ];
    assert_eq!(told(&mails), both);
    let summaries: Vec<&str> = mails
        .iter()
        .map(|mail| mail.calendar["SUMMARY"].as_str())
        .collect();
    assert_eq!(summaries, ["Open day", "Seminar"]);
    for mail in &mails {
        let list = "\"Maru\" <seminars.hub.example>";
        assert_eq!(mail.list["List-Id"], list);
        let said = format!("{}\n{}\n{:?}", mail.subject, mail.text, mail.calendar);
        assert!(!said.contains("Inner circle"), "{said}");
    }
}
