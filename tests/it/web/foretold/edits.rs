//! An edit: whom it reaches, what they are shown to get, and what is done at once.

use chrono::Duration;
use serde_json::json;

use super::{edit, got, known_to, letters, person};
use crate::support::house::{House, typed};

#[tokio::test(flavor = "multi_thread")]
async fn a_move_is_shown_first_changes_nothing_then_and_tells_what_was_shown() {
    let house = House::new().await;
    let code = known_to(&house, 6).await;
    let mut browser = house.at_desk().await;
    let save = format!("/seminars/{code}");
    let before = (
        house.count("messages").await,
        house.count("audit_entries").await,
    );

    let page = edit(&house, &code, &mut browser, &[("time", "18:00")])
        .await
        .expect(200);
    assert_eq!(page.words("h1"), ["Before it is changed"]);
    assert_eq!(page.words("#who"), ["6 people get a mail"]);
    assert_eq!(
        page.words(".preview .lines dd"),
        ["English 3 · 한국어 3", "Paris, UTC+1: 3 · Seoul, UTC+9: 3"]
    );
    assert_eq!(page.words(".preview summary"), ["and one more"]);
    assert_eq!(
        page.words(".letter-of summary"),
        ["Change · English · 3 people", "Change · 한국어 · 3 people"]
    );
    assert_eq!(page.words(".attention"), Vec::<String>::new());
    // Nothing has been done.
    assert_eq!(
        house.fact(&code, "starts_local").await,
        "2026-12-10T16:00:00"
    );
    assert_eq!(
        before,
        (
            house.count("messages").await,
            house.count("audit_entries").await
        )
    );

    // Words of one's own, looked at, and sent: twice, by impatience.
    let words = [
        ("note", "The hall is free later.\r\nTea is before."),
        ("step", "look"),
    ];
    let page = browser.submit(&page, &save, &words).await.expect(200);
    assert_eq!(
        typed(&page, "note"),
        "The hall is free later.\nTea is before."
    );
    let shown = letters(&page);
    assert!(
        shown[0]
            .1
            .contains("| The hall is free later. | Tea is before."),
        "{shown:?}"
    );
    let send = [("step", "send")];
    let first = browser.submit(&page, &save, &send).await.expect(303);
    let second = browser.submit(&page, &save, &send).await.expect(303);
    assert_eq!((first.location(), second.location()), (&*save, &*save));
    assert_eq!(
        house.fact(&code, "starts_local").await,
        "2026-12-10T18:00:00"
    );
    house.app.clock.advance(Duration::minutes(11));
    let mails = house.app.mails().await;
    assert_eq!(mails.len(), 6);
    let first = ["guest1@sample.example", "guest2@sample.example"];
    assert_eq!(got(&mails, &first), shown);
    // The links of what was shown opened nothing; those that were sent do.
    let link = mails[0].link(&format!("{}/answer/", house.app.hub.public_url));
    let path = link.strip_prefix(&house.app.hub.public_url).unwrap();
    house.app.get(path).await.expect(200);
    let link = page.words(".letter-of .letter")[0].clone();
    let link = link
        .split_whitespace()
        .find(|word| word.contains("/answer/"))
        .unwrap()
        .to_owned();
    let path = link
        .strip_prefix(&house.app.hub.public_url)
        .unwrap()
        .to_owned();
    house.app.get(&path).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_reaches_a_few_is_done_at_once() {
    let house = House::new().await;
    let code = known_to(&house, 5).await;
    let mut browser = house.at_desk().await;
    let words = [("time", "18:00"), ("note", "Later.")];
    edit(&house, &code, &mut browser, &words).await.expect(303);
    house.app.clock.advance(Duration::minutes(11));
    let mails = house.app.mails().await;
    assert_eq!(mails.len(), 5);
    assert!(mails.iter().all(|mail| mail.text.contains("\n| Later.\n")));
    // What nobody is told is saved without a word: an abstract is read, not told.
    let code = known_to_more(&house, &code).await;
    edit(&house, &code, &mut browser, &[("abstract_text", "More.")])
        .await
        .expect(303);
    assert_eq!(house.app.mails().await.len(), 0);
}

/// A sixth person is invited.
async fn known_to_more(house: &House, code: &str) -> String {
    let id = house.fact(code, "id").await;
    let invite = format!("/seminars/{}/invitations", id.as_str().unwrap());
    let body = json!({ "people": [person(house, 6).await] });
    house.admin.post(&invite, body).await.expect(202);
    house.app.mails().await;
    code.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn mailing_lists_are_not_counted_as_people() {
    let house = House::new().await;
    let list = json!({ "name": "All", "address": "all@department.example", "languages": ["en"], "permission": "Kim" });
    let series = house.series_id().await;
    let path = format!("/series/{}/audiences", series.as_str().unwrap());
    house.admin.post(&path, list).await.expect(201);
    let code = known_to(&house, 6).await;
    house.app.clock.advance(Duration::minutes(31));
    assert_eq!(house.app.mails().await.len(), 1);
    let mut browser = house.at_desk().await;
    let page = edit(&house, &code, &mut browser, &[("time", "18:00")])
        .await
        .expect(200);
    assert_eq!(
        page.words("#who"),
        ["6 people get a mail · One mailing list gets a mail"]
    );
    assert_eq!(
        page.words(".letter-of summary"),
        [
            "Change · English · 3 people",
            "Change · 한국어 · 3 people",
            "Change · English · one mailing list"
        ]
    );
    assert_eq!(
        page.words("button[value=send]"),
        ["Do it and tell them all"]
    );
}
