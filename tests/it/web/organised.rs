//! What someone organises next, on their own page.

use serde_json::json;

use crate::support::{
    house::{House, attributes},
    http::Answer,
};

#[tokio::test(flavor = "multi_thread")]
async fn my_page_shows_what_i_organise_next() {
    let house = House::new().await;
    let section = "section[aria-labelledby=organised]";
    let titles = |page: &Answer| page.words(&format!("{section} .entry-title"));
    let nothing = |page: &Answer| page.words("section[aria-labelledby=seminars] .empty");
    let page = house.at_desk().await.get("/me").await.expect(200);
    assert_eq!(page.words(section), [""; 0]);
    assert_eq!(
        nothing(&page),
        ["Nothing is coming up yet. Find something in the Programme"]
    );

    // Of their series, whoever entered it, and their own; what does not take place is no more of it than what is another's.
    let on = |title: &str, day: u8| json!({ "title": title, "zone": "Asia/Seoul", "starts_local": format!("2026-12-{day:02}T16:00:00") });
    house
        .desk
        .post("/seminars", on("Alone", 14))
        .await
        .expect(201);
    house
        .admin
        .post("/seminars", on("Another's", 15))
        .await
        .expect(201);
    let mut theirs = on("By the front desk", 11);
    theirs["series_id"] = house.series_id().await;
    house.admin.post("/seminars", theirs).await.expect(201);
    house.seminar(json!({ "title": "Beyond" })).await;
    for (day, act) in [(8, "cancellation"), (9, "postponement")] {
        let code = house.seminar(on(act, day)).await;
        let id = house.fact(&code, "id").await;
        let path = format!("/seminars/{}/{act}", id.as_str().unwrap());
        house.desk.post(&path, json!({})).await.expect(200);
    }
    let mut desk = house.at_desk().await;
    let page = desk.get("/me").await.expect(200);
    assert_eq!(titles(&page), ["Beyond", "By the front desk", "Alone"]);
    assert_eq!(
        page.words(&format!("{section} .entry-marks")),
        ["Draft", "Draft"]
    );
    assert_eq!(
        attributes(&page, &format!("{section} .turn a"), "href"),
        ["/organise"]
    );
    assert_eq!(
        nothing(&page),
        [
            "Nothing is coming up to which you are invited or at which you speak. Find something in the Programme"
        ]
    );
    // Not all that there is, of an administrator either; and nothing of a member who organises nothing.
    let mut others = Vec::new();
    for person in [house.administrator, house.member] {
        let page = house.app.browser(person).await.get("/me").await;
        others.push(titles(&page.expect(200)));
    }
    assert_eq!(others[0], ["By the front desk", "Another's"]);
    assert_eq!(others[1], [""; 0]);

    // The next ten, until they are over.
    for day in 20..28 {
        house.seminar(on(&format!("On the {day}th"), day)).await;
    }
    let first = ["Beyond", "By the front desk", "Alone"].map(str::to_owned);
    let later = (20..28).map(|day| format!("On the {day}th"));
    let all: Vec<String> = first.into_iter().chain(later).collect();
    let page = desk.get("/me").await.expect(200);
    assert_eq!(titles(&page), all[..10]);
    house.app.clock.set("2026-12-10T08:00:00Z".parse().unwrap());
    let page = house.at_desk().await.get("/me").await.expect(200);
    assert_eq!(titles(&page), all[1..]);
}
