//! Rooms that want approval: who keeps them, how they hear of what waits, and what becomes of it.

mod seminars;

use maru::{base::ids::PersonId, people::model::Role};
use serde_json::{Value, json};

use crate::support::{app::TestApp, house::House, mailbox::Mail};

/// The mails since they were last read: what each tells, to whom, and its subject.
async fn told(app: &TestApp) -> Vec<(String, String, String)> {
    let mails = app.mails().await;
    mails
        .into_iter()
        .map(|mail| (mail.kind, mail.to, mail.subject))
        .collect()
}

fn of_kind(mails: Vec<Mail>, kind: &str) -> Vec<Mail> {
    mails.into_iter().filter(|mail| mail.kind == kind).collect()
}

/// Makes Hall A a room that wants approval, kept by Kay Sample, who is a member like others.
async fn keep(house: &House) -> PersonId {
    let kay = house.app.person("kay", "Kay Sample", &[Role::Member]).await;
    change_hall(house, json!({ "approval": true, "keepers": [kay] })).await;
    kay
}

async fn change_hall(house: &House, body: Value) -> Value {
    let path = format!("/rooms/{}", house.hall["id"].as_str().unwrap());
    house.admin.patch(&path, body).await.expect(200).json()
}

async fn requests(house: &House, person: PersonId) -> Vec<String> {
    let page = house.app.browser(person).await.get("/me").await.expect(200);
    page.words("section[aria-labelledby=requests] .entry-title")
}

#[tokio::test(flavor = "multi_thread")]
async fn keepers_are_named_with_a_room_and_shown_with_it() {
    let house = House::new().await;
    let kay = keep(&house).await;
    let path = format!("/rooms/{}", house.hall["id"].as_str().unwrap());
    let shown = house.admin.get(&path).await.expect(200).json();
    assert_eq!(shown["keepers"], json!([kay]));
    let unknown = json!({ "keepers": [house.hall["id"]] });
    let refused = house.admin.patch(&path, unknown).await.expect(422).json();
    assert_eq!(
        refused["fields"],
        json!({ "keepers": ["There is nothing under that id."] })
    );
    house
        .app
        .api(kay)
        .await
        .patch(&path, json!({ "keepers": [] }))
        .await
        .expect(403);
    let lab = json!({ "name": "Laboratory", "kind": "lab", "approval": true, "keepers": [kay, house.member] });
    let lab = house.admin.post("/rooms", lab).await.expect(201).json();
    let mut keepers = [kay, house.member];
    keepers.sort_unstable();
    assert_eq!(lab["keepers"], json!(keepers));
    let none = house
        .admin
        .patch(&path, json!({ "keepers": [] }))
        .await
        .expect(200)
        .json();
    assert_eq!(none["keepers"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keeper_is_asked_by_mail_and_decides_on_the_page_that_it_leads_to() {
    let house = House::new().await;
    let kay = keep(&house).await;
    let code = house
        .booking(&house.hall, "Reading group", "16:00", "17:00")
        .await;
    assert_eq!(house.booked(&code, "state").await, "held");
    let mails = house.app.mails().await;
    let asked: Vec<_> = mails
        .iter()
        .map(|mail| (mail.kind.as_str(), mail.to.as_str()))
        .collect();
    assert_eq!(asked, [("approval", "kay@hub.example")]);
    assert_eq!(
        mails[0].subject,
        "Approval wanted: Reading group, Thu 10 December 2026, 16:00 (Seoul, UTC+9)"
    );
    let page = format!("/bookings/{code}");
    let address = house.app.hub.url(&page);
    assert_eq!(mails[0].link(&address), address);
    assert_eq!(requests(&house, kay).await, ["Reading group"]);
    assert_eq!(requests(&house, house.member).await, Vec::<String>::new());

    let mut browser = house.app.browser(kay).await;
    let shown = browser.get(&page).await.expect(200);
    let refusal = format!("{page}/refusal");
    browser
        .submit(
            &shown,
            &refusal,
            &[("reason", "The floor is being polished.")],
        )
        .await
        .expect(303);
    assert_eq!(house.booked(&code, "state").await, "refused");
    assert_eq!(requests(&house, kay).await, Vec::<String>::new());
    let mails = house.app.mails().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(
        (mails[0].kind.as_str(), mails[0].to.as_str()),
        ("booking", "min@hub.example")
    );
    assert!(
        mails[0].text.contains("The floor is being polished."),
        "{}",
        mails[0].text
    );

    // What keepers book themselves waits for nobody, and nobody asks themselves.
    let own = json!({ "room_id": house.hall["id"], "title": "Cleaning", "starts_local": "2026-12-10T16:00:00",
                      "ends_local": "2026-12-10T17:00:00" });
    let own = house
        .app
        .api(kay)
        .await
        .post("/bookings", own)
        .await
        .expect(201)
        .json();
    assert_eq!(own["state"], "confirmed");
    assert_eq!(told(&house.app).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_keeps_a_room_those_who_keep_all_are_asked() {
    let house = House::new().await;
    change_hall(&house, json!({ "approval": true })).await;
    house
        .booking(&house.hall, "Reading group", "10:00", "11:00")
        .await;
    let asked = told(&house.app).await;
    let whom: Vec<_> = asked
        .iter()
        .map(|one| (one.0.as_str(), one.1.as_str()))
        .collect();
    assert_eq!(whom, [("approval", "ada@hub.example")]);
    house
        .app
        .person("roo", "Roo Sample", &[Role::RoomKeeper])
        .await;
    house
        .booking(&house.hall, "Journal club", "12:00", "13:00")
        .await;
    let asked = told(&house.app).await;
    let whom: Vec<_> = asked
        .iter()
        .map(|one| (one.0.as_str(), one.1.as_str()))
        .collect();
    assert_eq!(whom, [("approval", "roo@hub.example")]);
    // A keeper who is named later is asked about what waits then; whoever was asked is not asked twice.
    let kay = house.app.person("kay", "Kay Sample", &[Role::Member]).await;
    change_hall(&house, json!({ "keepers": [kay] })).await;
    let asked = told(&house.app).await;
    let whom: Vec<_> = asked.iter().map(|one| one.1.as_str()).collect();
    assert_eq!(whom, ["kay@hub.example", "kay@hub.example"]);
    change_hall(&house, json!({ "keepers": [kay, house.member] })).await;
    let asked = told(&house.app).await;
    let whom: Vec<_> = asked.iter().map(|one| one.1.as_str()).collect();
    assert_eq!(whom, Vec::<&str>::new(), "Min Member asked for them");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dates_of_a_rule_are_one_question_and_one_answer_however_many_they_are() {
    let house = House::new().await;
    let kay = keep(&house).await;
    let daily = json!({ "room_id": house.hall["id"], "title": "Stand-up", "starts_local": "2026-12-10T09:00:00",
                        "ends_local": "2026-12-10T09:15:00", "rule": "FREQ=DAILY;COUNT=210" });
    let member = house.app.api(house.member).await;
    member.post("/bookings", daily).await.expect(201);
    let short = |told: Vec<(String, String, String)>| -> Vec<(String, String)> {
        told.into_iter().map(|one| (one.0, one.1)).collect()
    };
    let mail = |kind: &str, to: &str| vec![(kind.to_owned(), to.to_owned())];
    let asked = short(told(&house.app).await);
    assert_eq!(asked, mail("approval", "kay@hub.example"));

    // Another keeper: they are asked once, and Kay not once more for each date.
    let roo = house.app.person("roo", "Roo Sample", &[Role::Member]).await;
    change_hall(&house, json!({ "keepers": [kay, roo] })).await;
    let mails = house.app.mails().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, "roo@hub.example");
    let repeats = "The first of 210 dates; each waits to be decided on";
    assert!(mails[0].text.contains(repeats), "{}", mails[0].text);

    // None need approve any more: all of them are confirmed, and their owner hears of it once.
    change_hall(&house, json!({ "approval": false })).await;
    for (state, many) in [("held", 0), ("confirmed", 210)] {
        let list = format!("/bookings?state={state}&limit=500");
        let found = house.admin.get(&list).await.expect(200).json();
        assert_eq!(found["items"].as_array().unwrap().len(), many, "{state}");
    }
    let mails = house.app.mails().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, "min@hub.example");
    let repeats = "210 dates, of which this is the first";
    assert!(mails[0].text.contains(repeats), "{}", mails[0].text);

    // What was entered after all of these and comes soon is not lost behind them.
    house
        .booking(&house.hall, "Reading group", "16:00", "17:00")
        .await;
    let mut browser = house.app.browser(house.member).await;
    let mine = browser.get("/me").await.expect(200).words(".entry-title");
    assert_eq!(mine[..2], ["Stand-up", "Reading group"]);
    // Whoever is booked for hears of all dates, too.
    let weekly = json!({ "room_id": house.other_hall["id"], "title": "Course", "starts_local": "2026-12-10T09:00:00",
                         "ends_local": "2026-12-10T10:00:00", "rule": "FREQ=WEEKLY;COUNT=3", "for_id": house.member });
    house.admin.post("/bookings", weekly).await.expect(201);
    let mails = house.app.mails().await;
    assert_eq!(mails.len(), 1);
    let repeats = "3 dates, of which this is the first";
    assert!(mails[0].text.contains(repeats), "{}", mails[0].text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_nobody_any_more_is_confirmed() {
    let house = House::new().await;
    keep(&house).await;
    let moved = house
        .booking(&house.hall, "Reading group", "10:00", "11:00")
        .await;
    let stays = house
        .booking(&house.hall, "Journal club", "12:00", "13:00")
        .await;
    house.app.mails().await;
    let id = house.booked(&moved, "id").await;
    let path = format!("/bookings/{}", id.as_str().unwrap());
    let member = house.app.api(house.member).await;
    let there = json!({ "room_id": house.other_hall["id"] });
    let after = member.patch(&path, there).await.expect(200).json();
    assert_eq!(after["state"], "confirmed");
    assert_eq!(house.booked(&stays, "state").await, "held");
    // And back again: it waits.
    let back = json!({ "room_id": house.hall["id"] });
    let after = member.patch(&path, back).await.expect(200).json();
    assert_eq!(after["state"], "held");
    let asked = told(&house.app).await;
    let whom: Vec<_> = asked
        .iter()
        .map(|one| (one.0.as_str(), one.1.as_str()))
        .collect();
    assert_eq!(whom, [("approval", "kay@hub.example")]);

    change_hall(&house, json!({ "approval": false })).await;
    for code in [&moved, &stays] {
        assert_eq!(house.booked(code, "state").await, "confirmed");
    }
    let asked = told(&house.app).await;
    let whom: Vec<_> = asked
        .iter()
        .map(|one| (one.0.as_str(), one.1.as_str()))
        .collect();
    assert_eq!(
        whom,
        [
            ("booking", "min@hub.example"),
            ("booking", "min@hub.example")
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keeper_of_one_of_two_rooms_does_not_decide_alone() {
    let house = House::new().await;
    let kay = keep(&house).await;
    let path = format!("/rooms/{}", house.other_hall["id"].as_str().unwrap());
    house
        .admin
        .patch(&path, json!({ "approval": true }))
        .await
        .expect(200);
    let both = json!({ "room_ids": [house.hall["id"], house.other_hall["id"]], "title": "Open day",
                       "starts_local": "2026-12-10T10:00:00", "ends_local": "2026-12-10T18:00:00" });
    let both = house
        .app
        .api(house.member)
        .await
        .post("/bookings", both)
        .await
        .expect(201)
        .json();
    let asked = told(&house.app).await;
    let whom: Vec<_> = asked
        .iter()
        .map(|one| (one.0.as_str(), one.1.as_str()))
        .collect();
    assert_eq!(whom, [("approval", "ada@hub.example")]);
    assert_eq!(requests(&house, kay).await, Vec::<String>::new());
    let approval = format!("/bookings/{}/approval", both["id"].as_str().unwrap());
    house
        .app
        .api(kay)
        .await
        .post(&approval, json!({}))
        .await
        .expect(403);
    // Where the other one wants no approval, or is kept by them too, they do.
    house
        .admin
        .patch(&path, json!({ "keepers": [kay] }))
        .await
        .expect(200);
    assert_eq!(requests(&house, kay).await, ["Open day"]);
    house
        .app
        .api(kay)
        .await
        .post(&approval, json!({}))
        .await
        .expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_asks_once_and_says_of_how_many_dates() {
    let house = House::new().await;
    let kay = keep(&house).await;
    let weekly = json!({ "room_id": house.hall["id"], "title": "Weekly", "starts_local": "2026-12-01T16:00:00",
                         "ends_local": "2026-12-01T17:00:00", "rule": "FREQ=WEEKLY;COUNT=3" });
    house
        .app
        .api(house.member)
        .await
        .post("/bookings", weekly)
        .await
        .expect(201);
    let mails = house.app.mails().await;
    assert_eq!(mails.len(), 1);
    assert!(
        mails[0].text.contains("The first of 3 dates"),
        "{}",
        mails[0].text
    );
    assert_eq!(requests(&house, kay).await, ["Weekly"; 3]);
}
