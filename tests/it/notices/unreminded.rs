//! One seminar without reminders in a series that has some, as its form says it.

use serde_json::json;

use super::Scene;
use crate::support::{
    browser::filled_in,
    house::{attributes, typed, wrong},
};

#[tokio::test(flavor = "multi_thread")]
async fn one_seminar_of_a_series_has_none_by_its_form() {
    let scene = Scene::new().await;
    let house = &scene.house;
    scene.answers("yes").await;
    let waiting = async || {
        let path = format!(
            "/messages?recipient={}&kind=reminder&state=queued",
            scene.marie
        );
        let listed = house.admin.get(&path).await.expect(200).json();
        listed["items"].as_array().unwrap().len()
    };
    assert_eq!(waiting().await, 2);
    let mut browser = house.at_desk().await;
    let edit = format!("/seminars/{}/edit", scene.code);
    let save = format!("/seminars/{}", scene.code);
    let offered = |page| attributes(page, "input[name=reminder_days]", "value");
    let ticked = |page| attributes(page, "input[name=reminder_days][checked]", "value");
    let page = browser.get(&edit).await.expect(200);
    assert_eq!(offered(&page), ["morning", "friday", "none"]);
    assert_eq!(ticked(&page), [""; 0]);
    // Not together with any.
    for beside in [("reminders", "60"), ("reminder_days", "morning")] {
        let both = [("reminder_days", "none"), beside];
        let refused = browser.submit(&page, &save, &both).await.expect(422);
        assert_eq!(
            wrong(&refused),
            [
                "Reminders by the day: Choose either “No reminders for this one” or reminders, not both."
            ]
        );
    }
    let none = [("reminder_days", "none")];
    browser.submit(&page, &save, &none).await.expect(303);
    assert_eq!(house.fact(&scene.code, "reminders").await, json!([]));
    assert_eq!(waiting().await, 0);
    // It is shown so, and stays so when something else is saved, here or in the series.
    let page = browser.get(&edit).await.expect(200);
    assert_eq!(typed(&page, "reminders"), "");
    assert_eq!(ticked(&page), ["none"]);
    let wider = [("capacity", "30")];
    browser.submit(&page, &save, &wider).await.expect(303);
    let series = house.series_id().await;
    let series = format!("/series/{}", series.as_str().unwrap());
    let often = json!({ "reminders": [1440, 120, 60] });
    house.admin.patch(&series, often).await.expect(200);
    assert_eq!(house.fact(&scene.code, "reminders").await, json!([]));
    assert_eq!(waiting().await, 0);
    // Taken away, it follows the series again.
    let page = browser.get(&edit).await.expect(200);
    let mut pairs = filled_in(&page.html(), &save, &[]);
    pairs.retain(|(name, _)| name != "reminder_days");
    browser.post(&save, &pairs).await.expect(303);
    assert_eq!(
        house.fact(&scene.code, "reminders").await,
        json!([1440, 120, 60])
    );
    assert_eq!(waiting().await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_seminar_has_none_where_its_form_says_so() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let mut browser = house.at_desk().await;
    for (form, days, typing, kept) in [
        // In a series that is said, and in none, where nothing is none.
        (
            "/seminars/new?series=scaling",
            &["morning", "friday", "none"][..],
            ("reminder_days", "none"),
            json!([]),
        ),
        (
            "/seminars/new?series=scaling",
            &["morning", "friday", "none"][..],
            ("reminders", ""),
            json!([1440, 60]),
        ),
        (
            "/seminars/new",
            &["morning", "friday"][..],
            ("reminders", ""),
            json!([]),
        ),
    ] {
        let page = browser.get(form).await.expect(200);
        let offered = attributes(&page, "input[name=reminder_days]", "value");
        assert_eq!(offered, days);
        let fields = [
            ("title", "Quiet"),
            ("date", "2026-12-17"),
            ("time", "16:00"),
            ("where_kind", "none"),
            ("then", "draft"),
            typing,
        ];
        let made = browser.submit(&page, "/seminars", &fields).await;
        let made = made.expect(303);
        let code = made.location().rsplit('/').next().unwrap();
        assert_eq!(house.fact(code, "reminders").await, kept, "{form}");
    }
}
