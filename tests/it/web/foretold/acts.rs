//! Acts: announcing with a speaker, stopping, telling the rest, inviting.

use serde_json::json;

use super::{got, known_to, letters, person};
use crate::support::house::{House, typed};

#[tokio::test(flavor = "multi_thread")]
async fn a_speakers_request_is_always_shown_first() {
    let house = House::new().await;
    let code = house
        .seminar(json!({ "state": "draft", "speakers": [{ "name": "Marie Sample", "email": "marie@sample.example" }] }))
        .await;
    let mut browser = house.at_desk().await;
    let announce = format!("/seminars/{code}/announcement");
    let poster = browser.get(&format!("/seminars/{code}")).await;
    let page = browser.submit(&poster, &announce, &[]).await.expect(200);
    assert_eq!(page.words("h1"), ["Before it is announced"]);
    assert_eq!(page.words("#who"), ["One person gets a mail"]);
    assert_eq!(house.fact(&code, "state").await, "draft");
    let shown = letters(&page);
    let page = browser
        .submit(&page, &announce, &[("step", "send")])
        .await
        .expect(303);
    assert_eq!(page.location(), format!("/seminars/{code}"));
    let mails = house.app.mails().await;
    assert_eq!(got(&mails, &["marie@sample.example"]), shown);

    // A new one, announced with a speaker: shown, taken back, sent.
    let page = browser
        .get("/seminars/new?series=scaling")
        .await
        .expect(200);
    let fields = [
        ("title", "Another"),
        ("date", "2026-12-17"),
        ("time", "16:00"),
        ("speakers", "Jean Modèle <jean@sample.example>"),
        ("then", "announced"),
    ];
    let before = (house.count("seminars").await, house.count("people").await);
    let page = browser
        .submit(&page, "/seminars", &fields)
        .await
        .expect(200);
    assert_eq!(
        page.words(".invitees li"),
        ["Jean Modèle jean@sample.example English · Seoul, UTC+9"]
    );
    assert_eq!(
        before,
        (house.count("seminars").await, house.count("people").await)
    );
    let back = browser
        .submit(&page, "/seminars", &[("step", "back")])
        .await
        .expect(200);
    assert_eq!(
        typed(&back, "speakers"),
        "Jean Modèle <jean@sample.example>"
    );
    let send = [("note", "Forty minutes."), ("step", "send")];
    browser.submit(&page, "/seminars", &send).await.expect(303);
    let mails = house.app.mails().await;
    assert_eq!(mails.len(), 1);
    assert!(
        mails[0].text.contains("| Forty minutes."),
        "{}",
        mails[0].text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_and_telling_the_rest_are_shown_first_too() {
    let house = House::new().await;
    let code = known_to(&house, 6).await;
    let mut browser = house.at_desk().await;
    let act = |name: &str| format!("/seminars/{code}/{name}");
    let page = browser.get(&act("postponement")).await.expect(200);
    let typed_in = [("reason", "She is ill."), ("note", "We will write.")];
    let page = browser
        .submit(&page, &act("postponement"), &typed_in)
        .await
        .expect(200);
    assert_eq!(page.words("h1"), ["Before it is postponed"]);
    assert_eq!(house.fact(&code, "state").await, "announced");
    let back = browser
        .submit(&page, &act("postponement"), &[("step", "back")])
        .await
        .expect(200);
    assert_eq!(
        (typed(&back, "reason"), typed(&back, "note")),
        ("She is ill.".into(), "We will write.".into())
    );
    let shown = letters(&page);
    browser
        .submit(&page, &act("postponement"), &[("step", "send")])
        .await
        .expect(303);
    assert_eq!(house.fact(&code, "state").await, "postponed");

    // Before it goes it is stopped: nobody knows. Then the rest are told.
    let held = format!("/seminars/{code}/messages/cancellation");
    let page = browser.get(&held).await.expect(200);
    let stop = format!("{held}/abandonment");
    browser
        .submit(&page, &stop, &[("reason", "Not yet")])
        .await
        .expect(303);
    assert_eq!(house.app.mails().await.len(), 0);
    let page = browser.get(&act("knowledge")).await.expect(200);
    assert_eq!(
        page.words(".tell-rest button"),
        ["Tell the 6 who do not know"]
    );
    let page = browser
        .submit(&page, &act("knowledge"), &[])
        .await
        .expect(200);
    assert_eq!(page.words("h1"), ["Before the rest are told"]);
    let send = [("note", "We will write."), ("step", "send")];
    browser
        .submit(&page, &act("knowledge"), &send)
        .await
        .expect(303);
    let mails = house.app.mails().await;
    let first = ["guest1@sample.example", "guest2@sample.example"];
    assert_eq!((mails.len(), got(&mails, &first)), (6, shown));

    let page = browser.get(&act("cancellation")).await.expect(200);
    let page = browser
        .submit(&page, &act("cancellation"), &[])
        .await
        .expect(200);
    assert_eq!(page.words("h1"), ["Before it is cancelled"]);
    let shown = letters(&page);
    browser
        .submit(&page, &act("cancellation"), &[("step", "send")])
        .await
        .expect(303);
    let mails = house.app.mails().await;
    assert_eq!((mails.len(), got(&mails, &first)), (6, shown));
}

#[tokio::test(flavor = "multi_thread")]
async fn invitations_show_what_is_read_and_a_seminar_that_changed_is_shown_again() {
    let house = House::new().await;
    let code = house.seminar(json!({})).await;
    for number in 1..=2 {
        person(&house, number).await;
    }
    let invite = format!("/seminars/{code}/invitations");
    let mut browser = house.at_desk().await;
    let page = browser.get(&invite).await;
    let who = "guest1@sample.example\nguest2@sample.example\nnew@sample.example";
    let fields = [
        ("addresses", who),
        ("note", "Do come."),
        ("step", "preview"),
    ];
    let before = (
        house.count("people").await,
        house.count("attendances").await,
    );
    let page = browser.submit(&page, &invite, &fields).await.expect(200);
    assert_eq!(
        before,
        (
            house.count("people").await,
            house.count("attendances").await
        )
    );
    assert_eq!(
        page.words(".letter-of summary"),
        [
            "Invitation · English · 2 people",
            "Invitation · 한국어 · one person"
        ]
    );
    let id = house.fact(&code, "id").await;
    let seminar = format!("/seminars/{}", id.as_str().unwrap());
    house
        .admin
        .patch(&seminar, json!({ "title": "Otherwise" }))
        .await
        .expect(200);
    let send = [("step", "send")];
    let page = browser.submit(&page, &invite, &send).await.expect(200);
    assert_eq!(house.app.mails().await.len(), 0);
    let shown = letters(&page);
    assert!(shown[0].0.contains("Otherwise"), "{shown:?}");
    browser.submit(&page, &invite, &send).await.expect(303);
    let mails = house.app.mails().await;
    let first = ["guest1@sample.example", "guest2@sample.example"];
    assert_eq!((mails.len(), got(&mails, &first)), (3, shown));
}
