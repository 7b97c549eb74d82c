//! Dates on which clocks shift or nobody works.

use serde_json::{Value, json};

use super::{dates, made};
use crate::support::{app::Api, house::House};

/// A series in another zone without a room, by the organiser; its id.
async fn elsewhere(api: &Api, slug: &str, zone: &str) -> Value {
    let series = json!({ "title": slug, "slug": slug, "zone": zone });
    api.post("/series", series).await.expect(201).json()["id"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_that_comes_twice_is_asked_about_and_one_that_does_not_exist_is_said() {
    let house = House::new().await;
    let api = house.app.api(house.organiser).await;
    elsewhere(&api, "montreal", "America/Montreal").await;
    let mut browser = house.at_desk().await;
    let action = "/series/montreal/term";
    let page = browser.get(action).await.expect(200);
    let sunday = |from| {
        [
            ("weekday", "7"),
            ("starts", "01:30"),
            ("from", from),
            ("count", "1"),
            ("step", "show"),
        ]
    };
    let page = browser
        .submit(&page, action, &sunday("2027-11-07"))
        .await
        .expect(200);
    assert_eq!(
        dates(&page),
        ["2027-11-07 01:30: This time comes twice: choose the first or the second."]
    );
    let page = browser
        .submit(&page, action, &[("step", "make")])
        .await
        .expect(409);
    let fields = [("folds", "1"), ("step", "make")];
    browser.submit(&page, action, &fields).await.expect(303);
    assert_eq!(made(&house).await, ["2027-11-07T06:30:00Z draft null"]);
    let page = browser.get(action).await.expect(200);
    let mut spring = sunday("2028-03-12").to_vec();
    spring[1] = ("starts", "02:30");
    spring.push(("until", ""));
    let page = browser.submit(&page, action, &spring).await.expect(200);
    assert_eq!(
        page.words(".term-date .error"),
        [
            "2028-03-12 02:30 does not exist in America/Montreal: the clocks go forward then. \
          The next time that exists is 2028-03-12 03:00."
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn holidays_and_shifts_of_clocks_are_said_of_the_dates_that_they_concern() {
    let house = House::new().await;
    let api = house.app.api(house.organiser).await;
    let institutions = [
        ("Institut Exemple", "CA", "America/Montreal"),
        ("Institute of Samples", "AE", "Asia/Dubai"),
    ];
    let mut ids = Vec::new();
    for (name, country, zone) in institutions {
        let body = json!({ "name": name, "country": country, "zone": zone });
        ids.push(
            house
                .admin
                .post("/institutions", body)
                .await
                .expect(201)
                .json()["id"]
                .clone(),
        );
    }
    let series = elsewhere(&api, "paris", "Europe/Paris").await;
    let path = format!("/series/{}", series.as_str().unwrap());
    api.patch(&path, json!({ "institution_ids": ids }))
        .await
        .expect(200);
    let mut browser = house.at_desk().await;
    let action = "/series/paris/term";
    let page = browser.get(action).await.expect(200);
    let fields = [
        ("weekday", "2"),
        ("starts", "16:00"),
        ("from", "2027-03-02"),
        ("count", "5"),
        ("step", "show"),
    ];
    let page = browser.submit(&page, action, &fields).await.expect(200);
    assert_eq!(
        page.words(".strip-where"),
        ["Seoul", "Montréal", "Abu Dhabi"]
    );
    let said = |line: usize| page.words(&format!(".term-dates > li:nth-child({line}) .term-place"));
    assert_eq!(said(1), Vec::<String>::new());
    assert_eq!(
        said(2),
        ["Abu Dhabi Tue 19:00: in the evening · expected holiday: Eid al-Fitr"]
    );
    assert_eq!(
        said(3),
        ["Montréal Tue 11:00: clocks shift: 10:00 in other weeks"]
    );
    assert_eq!(
        said(5),
        [
            "Seoul Tue 23:00: at night · clocks shift: 00:00 until the week before",
            "Montréal Tue 10:00: clocks shift: 11:00 until the week before",
            "Abu Dhabi Tue 18:00: in the evening · clocks shift: 19:00 until the week before",
        ]
    );
}
