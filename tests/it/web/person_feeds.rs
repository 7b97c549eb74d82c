//! What administrators can do about a calendar of someone else.

use serde_json::json;

use crate::support::{
    browser::filled_in,
    house::{House, attributes},
    http::Answer,
    watch,
};

fn names(page: &Answer) -> Vec<String> {
    page.words(".captured-lines .captured-subject")
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_end_a_calendar_of_someone_without_being_shown_its_address() {
    let house = House::new().await;
    let api = house.app.api(house.member).await;
    let feeds = format!("/people/{}/feeds", house.member);
    let mut made = Vec::new();
    for (name, detail) in [("Phone", "full"), ("Office", "busy")] {
        let feed = json!({ "name": name, "detail": detail });
        made.push(api.post(&feeds, feed).await.expect(201).json());
        house.app.clock.advance(chrono::Duration::seconds(1));
    }
    let base = &house.app.hub.public_url;
    let address = |n: usize| made[n]["url"].as_str().unwrap().strip_prefix(base).unwrap();

    let mut admin = house.app.browser(house.administrator).await;
    let people = admin.get("/people?q=Min+Member").await.expect(200);
    let path = format!("/admin/people/{}/feeds", house.member);
    assert_eq!(
        attributes(&people, ".people-lines a[href^='/admin/']", "href"),
        [path.as_str()]
    );
    let page = admin.get(&path).await.expect(200);
    assert_eq!(page.words("h1"), ["Calendars: Min Member"]);
    assert_eq!(names(&page), ["Phone", "Office"]);
    assert_eq!(
        page.words(".captured-subject + .quiet"),
        [
            "Titles, places and links of all that they see.",
            "When they are busy, and nothing else."
        ]
    );
    for n in [0, 1] {
        let secret = address(n).strip_prefix("/feeds/my/").unwrap();
        let secret = secret.strip_suffix(".ics").unwrap();
        assert!(!page.text().contains(secret));
        house.app.get(address(n)).await.expect(200);
    }

    let id = made[0]["id"].as_str().unwrap();
    let action = format!("{path}/{id}/revocation");
    let page = admin.submit_and_follow(&page, &action, &[]).await;
    assert_eq!(names(&page), ["Office"]);
    let mut conn = house.app.conn().await;
    let entry = watch::audit_trail(&mut conn).await.pop().unwrap();
    assert_eq!(
        (entry.who, entry.action, entry.kind, entry.id.to_string()),
        (
            "Ada Admin".into(),
            "revoked".into(),
            "personal_feeds".into(),
            id.to_owned()
        )
    );
    // Known on every node within a second.
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    house.app.get(address(0)).await.expect(410);
    house.app.get(address(1)).await.expect(200);
    let left = api.get(&feeds).await.expect(200).json();
    assert_eq!(left["items"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_is_led_there_and_there_is_nothing_of_nobody() {
    let house = House::new().await;
    let mut member = house.app.browser(house.member).await;
    let people = member.get("/people?q=Min+Member").await.expect(200);
    assert_eq!(
        attributes(&people, ".people-lines a[href^='/admin/']", "href"),
        [""; 0]
    );
    let mut admin = house.app.browser(house.administrator).await;
    let nobody = "/admin/people/00000000-0000-0000-0000-000000000001/feeds";
    admin.get(nobody).await.expect(404);
    let none = format!("/admin/people/{}/feeds", house.member);
    let page = admin.get(&none).await.expect(200);
    assert_eq!(
        page.words(".empty-title"),
        ["There is no calendar address."]
    );
    // A calendar of somebody else is none of theirs.
    let api = house.app.api(house.organiser).await;
    let feeds = format!("/people/{}/feeds", house.organiser);
    let made = api.post(&feeds, json!({})).await.expect(201).json();
    let page = admin
        .get(&format!("/admin/people/{}/feeds", house.organiser))
        .await
        .expect(200);
    let id = made["id"].as_str().unwrap();
    let typed = filled_in(
        &page.html(),
        &format!("/admin/people/{}/feeds/{id}/revocation", house.organiser),
        &[],
    );
    let wrong = format!("/admin/people/{}/feeds/{id}/revocation", house.member);
    admin.post(&wrong, &typed).await.expect(404);
    let left = api.get(&feeds).await.expect(200).json();
    assert_eq!(left["items"].as_array().unwrap().len(), 1);
}
