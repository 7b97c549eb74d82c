//! Before it goes, of a series: a default that all its coming seminars follow is told to everyone who knows of any.

use chrono::Duration;
use serde_json::{Value, json};

use crate::support::{
    browser::{Browser, filled_in},
    house::{House, typed, wrong},
    http::Answer,
};

/// Two coming seminars that follow the series, the one known to `first`, the other to `second` guests, those of the first
/// among them.
async fn known_to(house: &House, first: usize, second: usize) -> [String; 2] {
    let mut codes = Vec::new();
    for (date, guests) in [("2026-12-10", first), ("2026-12-17", second)] {
        let at = json!({ "title": date, "starts_local": format!("{date}T16:00:00") });
        let code = house.seminar(at).await;
        codes.push(code.clone());
        if guests == 0 {
            continue;
        }
        let emails: Vec<String> = (1..=guests)
            .map(|n| format!("guest{n}@sample.example"))
            .collect();
        let id = house.fact(&code, "id").await;
        let path = format!("/seminars/{}/invitations", id.as_str().unwrap());
        house
            .admin
            .post(&path, json!({ "emails": emails }))
            .await
            .expect(202);
    }
    assert_eq!(house.app.mails().await.len(), first + second);
    codes.try_into().unwrap()
}

async fn edit(house: &House, typed: &[(&str, &str)]) -> (Browser, Answer) {
    let mut browser = house.at_desk().await;
    let page = browser.get("/series/scaling/edit").await.expect(200);
    let answer = browser.submit(&page, "/series/scaling", typed).await;
    (browser, answer)
}

async fn lasts(house: &House, codes: &[String]) -> Vec<Value> {
    let mut minutes = Vec::new();
    for code in codes {
        minutes.push(house.fact(code, "duration_minutes").await);
    }
    minutes
}

#[tokio::test(flavor = "multi_thread")]
async fn a_default_that_many_know_is_shown_first_and_told_as_it_was_shown() {
    let house = House::new().await;
    let codes = known_to(&house, 3, 6).await;
    let (mut browser, page) = edit(&house, &[("duration_minutes", "90")]).await;
    let page = page.expect(200);
    assert_eq!(page.words("h1"), ["Before the series is changed"]);
    assert_eq!(page.words("#who"), ["6 people get a mail"]);
    assert_eq!(
        page.words(".preview > p"),
        ["Each coming seminar that changes is told of in a mail of its own: 9 mails in all."]
    );
    assert_eq!(
        page.words(".letter-of summary"),
        ["Change · English · 6 people"]
    );
    assert_eq!(lasts(&house, &codes).await, [60, 60]);
    // The form comes back with what was typed.
    let form = browser
        .submit(&page, "/series/scaling", &[("step", "back")])
        .await
        .expect(200);
    assert_eq!(typed(&form, "duration_minutes"), "90");
    let note = [("note", "We need more time."), ("step", "look")];
    let page = browser
        .submit(&page, "/series/scaling", &note)
        .await
        .expect(200);
    let letter = page.words(".letter-of .letter").concat();
    assert!(letter.contains("| We need more time."), "{letter}");
    browser
        .submit(&page, "/series/scaling", &[("step", "send")])
        .await
        .expect(303);
    assert_eq!(lasts(&house, &codes).await, [90, 90]);
    house.app.clock.advance(Duration::minutes(11));
    let mails = house.app.mails().await;
    assert_eq!(mails.len(), 9);
    assert!(
        mails
            .iter()
            .all(|mail| mail.kind == "change" && mail.text.contains("| We need more time."))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_shown_is_shown_anew() {
    let house = House::new().await;
    let codes = known_to(&house, 0, 6).await;
    let (mut browser, page) = edit(&house, &[("duration_minutes", "90")]).await;
    let page = page.expect(200);
    // Meanwhile one more is invited.
    let id = house.fact(&codes[1], "id").await;
    let path = format!("/seminars/{}/invitations", id.as_str().unwrap());
    let more = json!({ "emails": ["late@sample.example"] });
    house.admin.post(&path, more).await.expect(202);
    house.app.mails().await;
    let send = [("step", "send")];
    let again = browser.submit(&page, "/series/scaling", &send).await;
    let again = again.expect(200);
    assert_eq!(again.words("#who"), ["7 people get a mail"]);
    assert_eq!(again.words("[role=alert]").len(), 1);
    assert_eq!(lasts(&house, &codes).await, [60, 60]);
    browser
        .submit(&again, "/series/scaling", &send)
        .await
        .expect(303);
    assert_eq!(lasts(&house, &codes).await, [90, 90]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_tells_few_or_nobody_is_done_at_once() {
    let house = House::new().await;
    let codes = known_to(&house, 3, 5).await;
    // Five people, eight mails.
    let (_, answer) = edit(&house, &[("duration_minutes", "90")]).await;
    answer.expect(303);
    assert_eq!(lasts(&house, &codes).await, [90, 90]);
    let (_, answer) = edit(&house, &[("description", "Sample")]).await;
    answer.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_to_nobody_is_not_shown_even_to_who_wants_to_look() {
    let house = House::new().await;
    let codes = known_to(&house, 3, 6).await;
    // What has to be told is neither done nor shown, but refused beside the box.
    let longer = [("duration_minutes", "90"), ("silent", "yes")];
    let (mut browser, refused) = edit(&house, &longer).await;
    let refused = refused.expect(422);
    assert_eq!(wrong(&refused).len(), 1);
    assert_eq!(typed(&refused, "silent"), "yes");
    assert_eq!(refused.words("#who").len(), 0);
    assert_eq!(lasts(&house, &codes).await, [60, 60]);
    let quiet = [("duration_minutes", "60"), ("topics", "Scaling")];
    let mut pairs = filled_in(&refused.html(), "/series/scaling", &quiet);
    pairs.push(("step".to_owned(), "look".to_owned()));
    browser.post("/series/scaling", &pairs).await.expect(303);
    for code in &codes {
        assert_eq!(house.fact(code, "topics").await[0], "Scaling");
    }
    house.app.clock.advance(Duration::minutes(11));
    assert_eq!(house.app.mails().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_can_look_first_too() {
    let house = House::new().await;
    let codes = known_to(&house, 2, 3).await;
    let series = format!("/series/{}", house.series_id().await.as_str().unwrap());
    let preview = format!("{series}/previews");
    let kept = async || {
        (
            house.count("messages").await,
            house.count("audit_entries").await,
        )
    };
    let before = kept().await;
    let change = json!({ "duration_minutes": 90, "note": "We need more time." });
    let look = || json!({ "change": change });
    let told = house.desk.post(&preview, look()).await.expect(200).json();
    assert_eq!(kept().await, before);
    assert_eq!(lasts(&house, &codes).await, [60, 60]);
    // Two know of both seminars, and count once.
    assert_eq!(
        told["recipients"],
        json!({ "total": 3, "languages": [{ "language": "en", "count": 3 }],
                "zones": [{ "zone": "Asia/Seoul", "count": 3 }] })
    );
    let [mail] = told["mails"].as_array().unwrap().as_slice() else {
        panic!("{told:#}");
    };
    assert_eq!(
        (&mail["kind"], &mail["language"]),
        (&json!("change"), &json!("en"))
    );
    let text = mail["text"].as_str().unwrap();
    assert!(text.contains("| We need more time."), "{text}");

    // As the change itself would be answered.
    let stale = json!({ "change": { "title": "Other", "lock_version": 99 } });
    house.desk.post(&preview, stale).await.expect(409);
    let wrong = json!({ "change": { "duration_minutes": 0 } });
    house.desk.post(&preview, wrong).await.expect(422);
    house.desk.post(&preview, json!({})).await.expect(422);
    let quiet = json!({ "change": { "topics": ["Scaling"], "notify": false } });
    let nobody = house.desk.post(&preview, quiet).await.expect(200).json();
    assert_eq!(
        nobody,
        json!({ "recipients": { "total": 0, "languages": [], "zones": [] }, "mails": [] })
    );
    let member = house.app.api(house.member).await;
    member.post(&preview, look()).await.expect(403);

    // What was shown is what is told.
    house.desk.patch(&series, change).await.expect(200);
    house.app.clock.advance(Duration::minutes(11));
    let mails = house.app.mails().await;
    assert_eq!(mails.len(), 5);
    let subject = mail["subject"].as_str().unwrap();
    assert!(mails.iter().any(|mail| mail.subject == subject));
}
