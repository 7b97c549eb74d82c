//! Choosing by the API what one is told.

use diesel_async::{AsyncConnection, AsyncPgConnection, TransactionManager};
use maru::{
    mail::preferences::{Choice, Preferences, Preset},
    seminars::actions,
};
use serde_json::{Value, json};

use super::Scene;
use crate::support::{
    house::{attributes, typed},
    make, watch,
};

type Transactions = <AsyncPgConnection as AsyncConnection>::TransactionManager;

/// What someone has who chose nothing.
fn usual() -> Value {
    json!({
        "preset": "normal",
        "notices": {
            "invitation": "at_once", "change": "at_once", "late_feed": "at_once", "booking": "at_once",
            "stay": "at_once", "reminder": "at_once", "answer": "at_once", "weekly": "at_once",
            "daily": "at_once", "followed": null,
        },
        "quiet_hours": null,
        "digests": { "weekday": 1, "weekly_hour": 8, "daily_hour": 8, "even_nothing": false },
        "language": null,
        "zone": null,
        "calendar": null,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_named_changes_and_the_rest_stays() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let path = format!("/people/{}/preferences", house.member);
    let api = house.app.api(house.member).await;
    let mut expected = usual();
    assert_eq!(api.get(&path).await.expect(200).json(), expected);
    let change = async |body: Value| api.patch(&path, body).await.expect(200).json();
    assert_eq!(change(json!({})).await, expected);

    // As the preset has them, they stay with it; otherwise they are their own.
    let same = json!({ "notices": { "reminder": "at_once", "followed": null } });
    assert_eq!(change(same).await, expected);
    let fewer = json!({ "notices": { "answer": "once_a_day", "daily": null } });
    expected["preset"] = Value::Null;
    expected["notices"]["answer"] = json!("once_a_day");
    expected["notices"]["daily"] = Value::Null;
    assert_eq!(change(fewer).await, expected);
    let night = json!({ "from": "22:00:00", "to": "07:30:00" });
    expected["quiet_hours"] = night.clone();
    assert_eq!(change(json!({ "quiet_hours": night })).await, expected);
    let digests = json!({ "weekday": 5, "even_nothing": true });
    expected["digests"] =
        json!({ "weekday": 5, "weekly_hour": 8, "daily_hour": 8, "even_nothing": true });
    assert_eq!(change(json!({ "digests": digests })).await, expected);
    let reading = json!({ "language": "ko", "zone": "Europe/Paris", "calendar": "invitations" });
    for (member, value) in reading.as_object().unwrap() {
        expected[member] = value.clone();
    }
    assert_eq!(change(reading).await, expected);

    // The page has the same.
    let mut browser = house.app.browser(house.member).await;
    let page = browser.get("/me/notices").await.expect(200);
    let chosen = attributes(&page, "input[name=preset][checked]", "value");
    let ticked = attributes(&page, "input[name=wanted][checked]", "value");
    assert_eq!(chosen, ["own"]);
    assert_eq!(ticked, ["invitation", "late_feed", "reminder", "weekly"]);
    let hours = ["quiet_from", "quiet_to"].map(|name| typed(&page, name));
    assert_eq!(hours, ["22:00", "07:30"]);

    // A preset, and one kind otherwise than it has it.
    let quiet = json!({ "preset": "quiet", "notices": { "reminder": "at_once" }, "quiet_hours": null,
                        "language": null, "zone": null });
    for kind in ["answer", "weekly", "daily", "followed"] {
        expected["notices"][kind] = Value::Null;
    }
    for emptied in ["quiet_hours", "language", "zone"] {
        expected[emptied] = Value::Null;
    }
    assert_eq!(change(quiet).await, expected);
    let normal = usual();
    expected["preset"] = json!("normal");
    expected["notices"] = normal["notices"].clone();
    assert_eq!(change(json!({ "preset": "normal" })).await, expected);
    // None, with the kinds as they are.
    expected["preset"] = Value::Null;
    assert_eq!(change(json!({ "preset": null })).await, expected);
    assert_eq!(api.get(&path).await.expect(200).json(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_page_is_keeping_meanwhile_stays() {
    let scene = Scene::new().await;
    let (house, app) = (&scene.house, &scene.house.app);
    let path = format!("/people/{}/preferences", house.member);
    let api = app.api(house.member).await;
    // The page has written, and is not done.
    let mut conn = app.db.connect().await;
    let member = make::acting(&mut conn, house.member).await;
    Transactions::begin_transaction(&mut conn).await.unwrap();
    let everything = Preferences {
        choice: Choice::Preset(Preset::Everything),
        quiet: None,
    };
    let (clock, hub, id) = (&*app.clock, &app.hub, house.member);
    actions::choose_notices(&mut conn, clock, hub, &member, id, &everything)
        .await
        .unwrap();

    let night = json!({ "from": "22:00:00", "to": "07:30:00" });
    let change = api.patch(&path, json!({ "quiet_hours": night.clone() }));
    let mut watching = app.db.connect().await;
    let done = async {
        watch::until_something_waits(&mut watching).await;
        Transactions::commit_transaction(&mut conn).await.unwrap();
    };
    let (answer, ()) = tokio::join!(change, done);
    let mut expected = usual();
    expected["preset"] = json!("everything");
    expected["notices"]["followed"] = json!("at_once");
    expected["quiet_hours"] = night;
    assert_eq!(answer.expect(200).json(), expected);
    assert_eq!(api.get(&path).await.expect(200).json(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_said_by_field_and_nothing_of_it_is_kept() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let path = format!("/people/{}/preferences", house.member);
    let api = house.app.api(house.member).await;
    for (wrong, fields) in [
        (
            json!({ "preset": "quiet", "notices": { "invitation": "once_a_day", "weekly": "once_a_day" } }),
            "notices.invitation notices.weekly",
        ),
        (json!({ "notices": { "always": null } }), "notices.always"),
        (json!({ "preset": "loud" }), "preset"),
        (
            json!({ "preset": "quiet", "quiet_hours": { "from": "22:00:00", "to": "22:00:30" } }),
            "quiet_hours.to",
        ),
        (
            json!({ "quiet_hours": { "from": "22:00:00" } }),
            "quiet_hours.to",
        ),
        (
            json!({ "language": "ko", "digests": { "weekday": 0, "weekly_hour": 24, "daily_hour": -1 } }),
            "digests.daily_hour digests.weekday digests.weekly_hour",
        ),
        (json!({ "zone": "Asia/Soeul" }), "zone"),
        (json!({ "calendar": null, "language": "xx" }), "language"),
    ] {
        let answer = api.patch(&path, wrong.clone()).await.expect(422).json();
        let said = answer["fields"].as_object().unwrap().keys();
        let said: Vec<&str> = said.map(String::as_str).collect();
        assert_eq!(said.join(" "), fields, "{wrong}");
    }
    assert_eq!(api.get(&path).await.expect(200).json(), usual());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_they_themselves_their_assistants_and_administrators_choose() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let path = format!("/people/{}/preferences", house.member);
    let wish = || json!({ "preset": "everything" });
    for person in [house.organiser, house.guest] {
        let api = house.app.api(person).await;
        api.get(&path).await.expect(403);
        api.patch(&path, wish()).await.expect(403);
    }
    let assistant = format!("/people/{}/assistants/{}", house.member, house.guest);
    house.admin.put(&assistant, json!({})).await.expect(200);
    let assistant = house.app.api(house.guest).await;
    let chosen = assistant.patch(&path, wish()).await.expect(200).json();
    assert_eq!(chosen["preset"], "everything");
    let quiet = json!({ "preset": "quiet" });
    let chosen = house.admin.patch(&path, quiet).await.expect(200).json();
    assert_eq!(house.admin.get(&path).await.expect(200).json(), chosen);
    let nobody = "/people/00000000-0000-0000-0000-000000000000/preferences";
    house.admin.get(nobody).await.expect(404);
    house.admin.patch(nobody, wish()).await.expect(404);
    let trail = watch::audit_trail(&mut *house.app.conn().await).await;
    let by: Vec<&str> = trail
        .iter()
        .filter(|entry| entry.action == "chose what to be told")
        .map(|entry| entry.who.as_str())
        .collect();
    assert_eq!(by, ["Gil Guest", "Ada Admin"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_that_is_not_wanted_any_more_does_not_come() {
    let scene = Scene::new().await;
    scene.answers("yes").await;
    let path = format!("/people/{}/preferences", scene.marie);
    let none = json!({ "notices": { "reminder": null } });
    scene.house.admin.patch(&path, none).await.expect(200);
    scene
        .house
        .app
        .clock
        .set("2026-12-09T08:00:00Z".parse().unwrap());
    let kinds: Vec<String> = scene
        .house
        .app
        .mails()
        .await
        .into_iter()
        .filter(|mail| mail.to == "marie@sample.example")
        .map(|mail| mail.kind)
        .collect();
    assert_eq!(kinds, Vec::<String>::new());
    let some = json!({ "notices": { "reminder": "at_once" } });
    scene.house.admin.patch(&path, some).await.expect(200);
    scene
        .house
        .app
        .clock
        .set("2026-12-10T06:00:00Z".parse().unwrap());
    let mails = scene.house.app.mails().await;
    let told: Vec<_> = mails
        .iter()
        .filter(|mail| mail.to == "marie@sample.example")
        .map(|mail| mail.kind.as_str())
        .collect();
    assert_eq!(told, ["reminder"]);
}
