//! What is typed to do harm stands in pages as it was typed, and neither in headers nor as a line of its own in calendars.

use maru::{people::model::Role, web::errors::Kind};
use serde_json::json;

use crate::support::house::House;

const HARM: &str = "<img src=x onerror=alert(1)>\r\nATTENDEE:mailto:x@y.example\u{2028}X-EVIL:1";
const MARKUP: &str = "<img src=x";

#[tokio::test(flavor = "multi_thread")]
async fn titles_names_and_places_do_no_harm() {
    let house = House::new().await;
    let eve = house
        .app
        .person("eve", &format!("Eve {HARM}"), &[Role::Member])
        .await;
    let mut browser = house.app.browser(eve).await;
    let page = browser.get("/series/new").await;
    let fields = [
        ("title", HARM),
        ("slug", "harm"),
        ("topics", HARM),
        ("description", HARM),
    ];
    browser.submit(&page, "/series", &fields).await.expect(303);
    let page = browser.get("/seminars/new?series=harm").await;
    let fields = [
        ("title", HARM),
        ("abstract_text", HARM),
        ("speakers", "Mallory <img> <mallory@sample.example>"),
        ("date", "2026-12-10"),
        ("time", "16:00"),
        ("where_kind", "elsewhere"),
        ("place_name", HARM),
        ("place_address", HARM),
        ("then", "announced"),
    ];
    // What is shown before it goes: the request to the speaker, as it reads.
    let shown = browser
        .submit(&page, "/seminars", &fields)
        .await
        .expect(200);
    assert!(!shown.text().contains(MARKUP), "{}", shown.text());
    let note = [("note", HARM), ("step", "send")];
    let done = browser.submit(&shown, "/seminars", &note).await.expect(303);
    let poster = done.location().to_owned();
    let page = browser
        .get("/rooms/hall-a/bookings/new?date=2026-12-10")
        .await;
    let fields = [("title", HARM), ("note", HARM)];
    let booking = browser
        .submit(&page, "/rooms/hall-a/bookings", &fields)
        .await
        .expect(303);
    let booking = booking.location().to_owned();
    let page = browser.get("/me").await;
    browser
        .submit(&page, "/me/feeds", &[("name", HARM)])
        .await
        .expect(303);

    let code = poster.rsplit('/').next().unwrap().to_owned();
    let pages = [
        "/".to_owned(),
        "/me".to_owned(),
        "/organise".to_owned(),
        "/people".to_owned(),
        "/feeds".to_owned(),
        "/archive?q=onerror".to_owned(),
        "/embed/hub".to_owned(),
        "/embed/series/harm".to_owned(),
        "/series/harm".to_owned(),
        "/series/harm/edit".to_owned(),
        "/rooms?date=2026-12-10".to_owned(),
        "/rooms/hall-a?date=2026-12-10".to_owned(),
        poster.clone(),
        format!("{poster}/edit"),
        format!("{poster}/cancellation"),
        format!("{poster}/invitations"),
        format!("{poster}/knowledge"),
        format!("{poster}/messages/speaker_request"),
        booking.clone(),
        format!("{booking}/edit"),
    ];
    for path in &pages {
        let page = browser.get(path).await.expect(200);
        assert!(!page.text().contains(MARKUP), "{path}");
        assert!(
            page.text().contains("&#60;img") || page.text().contains("&lt;img"),
            "{path}: {}",
            page.text()
        );
    }
    let feed =
        crate::support::house::attributes(&browser.get("/me").await, ".feed input.code", "value")
            .remove(0);
    let feed = feed
        .strip_prefix(&house.app.hub.public_url)
        .unwrap()
        .to_owned();
    let feeds = [
        "/feeds/hub.ics".to_owned(),
        "/feeds/series/harm.ics".to_owned(),
        format!("/feeds/seminars/{code}.ics"),
        feed,
    ];
    for path in feeds {
        let answer = house.app.get(&path).await.expect(200);
        let text = answer.text();
        for line in text.replace("\r\n ", "").split("\r\n") {
            assert!(
                !line.starts_with("ATTENDEE") && !line.starts_with("X-EVIL"),
                "{path}: {line}"
            );
        }
        assert!(text.contains("<img"), "{path}: {text}");
        assert!(!text.replace("\r\n", "").contains('\n'), "{path}");
    }
    for mail in house.app.mails().await {
        assert!(
            !mail.subject.contains('\n') && !mail.calendar.contains_key("X-EVIL"),
            "{mail:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seminar_shows_what_is_typed_in_its_json_as_text() {
    let house = House::new().await;
    let title = "</script><script>alert(1)</script>";
    let code = house
        .seminar(json!({ "title": title, "abstract": title }))
        .await;
    let page = house
        .app
        .get(&format!("/seminars/{code}"))
        .await
        .expect(200);
    assert_eq!(page.words("h1"), [title]);
    let html = page.html();
    let selector = scraper::Selector::parse("script[type='application/ld+json']").unwrap();
    let said: Vec<serde_json::Value> = html
        .select(&selector)
        .map(|script| serde_json::from_str(&script.text().collect::<String>()).unwrap())
        .collect();
    assert_eq!(said.len(), 1);
    assert_eq!(said[0]["name"], title);
    assert!(!page.text().contains("<script>alert"));
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_letter_is_no_text_and_nothing_of_it_is_kept() {
    let house = House::new().await;
    let series = house.series_id().await;
    let body = |members: &str| {
        format!(
            r#"{{"series_id": {series}, "starts_local": "2026-12-10T16:00:00", "state": "announced", {members}}}"#
        )
    };
    let post = async |members: &str, key: Option<&str>| {
        let request = house.desk.request("POST", "/seminars");
        let request = match key {
            Some(key) => request.header("Idempotency-Key", key),
            None => request,
        };
        let request = request.body("application/json", body(members));
        house.desk.send(request).await
    };
    let tables = ["seminars", "audit_entries", "messages", "idempotency_keys"];
    let mut before = Vec::new();
    for table in tables {
        before.push(house.count(table).await);
    }
    // The escapes of a surrogate pair (RFC 8259, section 8.2) with one of the two, or the wrong way round.
    let key = Some("half-a-letter");
    for (members, key) in [
        (r#""title": "Half \ud83e""#, None),
        (
            r#""title": "Whole", "abstract": "Half \ude91 a letter""#,
            None,
        ),
        (r#""title": "Whole", "abs\ud83etract": "Whole""#, None),
        (r#""title": "Half \ud83e\u0041""#, key),
        (r#""title": "Swapped \ude91\ud83e""#, None),
    ] {
        let refused = post(members, key).await.expect(400);
        let sort = refused.header("content-type");
        assert_eq!(sort, Some("application/problem+json"), "{members}");
        let problem = refused.json();
        let unreadable = Kind::Unreadable.name();
        let explained = format!("{}/problems/{unreadable}", house.app.hub.public_url);
        assert_eq!(problem["type"], explained, "{members}");
        assert_eq!(problem["status"], 400, "{members}");
    }
    for (table, before) in tables.into_iter().zip(before) {
        assert_eq!(house.count(table).await, before, "{table}");
    }
    // Both halves are a letter, and the key is free for it.
    let whole = post(r#""title": "Whole \ud83e\ude91""#, key).await;
    assert_eq!(whole.expect(201).json()["title"], "Whole 🪑");
}
