//! To whom a mail shows the way in from afar.

use serde_json::json;

use super::Scene;

#[tokio::test(flavor = "multi_thread")]
async fn a_way_in_for_members_stands_in_the_mails_to_members_and_to_who_is_invited() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let online = json!({ "title": "From afar", "starts_local": "2026-12-03T16:00:00", "room_id": null, "reminders": [60],
                         "join_url": "https://meet.example/room", "join_for": "members" });
    let code = house.seminar(online).await;
    let id = house.fact(&code, "id").await;
    let path = format!("/seminars/{}", id.as_str().unwrap());
    let invited = json!({ "people": [scene.marie] });
    house
        .admin
        .post(&format!("{path}/invitations"), invited)
        .await
        .expect(202);
    house
        .admin
        .put(
            &format!("{path}/attendances/{}", scene.marie),
            json!({ "answer": "yes" }),
        )
        .await
        .expect(200);
    // A member and a guest of the hub follow the series, and ask to be reminded.
    let series = house.series_id().await;
    for person in [house.member, house.guest] {
        house.app.browser(person).await;
        let path = format!(
            "/series/{}/subscriptions/{person}",
            series.as_str().unwrap()
        );
        let hour_before = json!({ "reminders": [60] });
        house.admin.put(&path, hour_before).await.expect(200);
    }
    house.app.mails().await;
    house.app.clock.set("2026-12-03T06:00:00Z".parse().unwrap());
    let mails = house.app.mails().await;
    let mut shown: Vec<(&str, bool)> = mails
        .iter()
        .filter(|mail| mail.kind == "reminder")
        .map(|mail| (mail.to.as_str(), mail.text.contains("/join?t=")))
        .collect();
    shown.sort_unstable();
    assert_eq!(
        shown,
        [
            ("gil@hub.example", false),
            ("marie@sample.example", true),
            ("min@hub.example", true)
        ]
    );
}
