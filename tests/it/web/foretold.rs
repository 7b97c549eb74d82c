//! Before it goes: whatever reaches more than a few people shows whom and what first, and then tells exactly that.

use chrono::Duration;
use serde_json::{Value, json};

use crate::support::{
    browser::Browser,
    house::{House, typed},
    http::Answer,
    mailbox::Mail,
};

/// A seminar in `house` of which `count` people know: every other one reads Korean, in Seoul; the others are in Paris.
async fn known_to(house: &House, count: usize) -> String {
    let code = house.seminar(json!({})).await;
    let mut people = Vec::new();
    for number in 1..=count {
        people.push(person(house, number).await);
    }
    let id = house.fact(&code, "id").await;
    let invite = format!("/seminars/{}/invitations", id.as_str().unwrap());
    let body = json!({ "people": people });
    house.admin.post(&invite, body).await.expect(202);
    assert_eq!(house.app.mails().await.len(), count);
    code
}

async fn person(house: &House, number: usize) -> Value {
    let (zone, language) = match number % 2 {
        0 => ("Asia/Seoul", "ko"),
        _ => ("Europe/Paris", "en"),
    };
    let body = json!({ "name": format!("Guest {number}"), "email": format!("guest{number}@sample.example"),
                       "zone": zone, "language": language });
    house.admin.post("/people", body).await.expect(201).json()["id"].clone()
}

/// A text without what its links are: those of a preview open nothing.
fn without_links(text: &str) -> String {
    let bare = |word: &str| match word.starts_with("http") {
        true => "(link)".to_owned(),
        false => word.to_owned(),
    };
    let words: Vec<String> = text.split_whitespace().map(bare).collect();
    words.join(" ")
}

/// The letters that a page shows: subject and text.
fn letters(page: &Answer) -> Vec<(String, String)> {
    let subjects = page.words(".letter-of .captured-subject");
    let texts = page.words(".letter-of .letter");
    let texts = texts.iter().map(|text| without_links(text));
    subjects.into_iter().zip(texts).collect()
}

/// The mails that these people got: subject and text.
fn got(mails: &[Mail], to: &[&str]) -> Vec<(String, String)> {
    let mail = |to: &&str| mails.iter().find(|mail| mail.to == *to).unwrap();
    let got = to.iter().map(mail);
    got.map(|mail| (mail.subject.clone(), without_links(&mail.text)))
        .collect()
}

async fn edit(house: &House, code: &str, browser: &mut Browser, fields: &[(&str, &str)]) -> Answer {
    let page = browser
        .get(&format!("/seminars/{code}/edit"))
        .await
        .expect(200);
    assert_eq!(house.app.mails().await.len(), 0);
    browser
        .submit(&page, &format!("/seminars/{code}"), fields)
        .await
}

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
async fn one_can_go_back_with_everything_kept_and_learns_what_changed_meanwhile() {
    let house = House::new().await;
    let code = known_to(&house, 6).await;
    let mut browser = house.at_desk().await;
    let save = format!("/seminars/{code}");
    let fields = [("time", "18:00"), ("title", "Far beyond"), ("speakers", "")];
    let shown = edit(&house, &code, &mut browser, &fields).await.expect(200);
    let back = [("note", "My words."), ("step", "back")];
    let page = browser.submit(&shown, &save, &back).await.expect(200);
    assert_eq!(page.words("h1"), ["Edit the seminar"]);
    let kept = ["time", "title", "note"].map(|name| typed(&page, name));
    assert_eq!(kept, ["18:00", "Far beyond", "My words."]);

    // One more is invited: whom it reaches is not what was shown.
    known_to_seventh(&house, &code).await;
    let page = browser
        .submit(&shown, &save, &[("step", "send")])
        .await
        .expect(200);
    assert_eq!(
        page.words(".attention"),
        ["Something has changed since this was shown, so nothing was sent. This is how it is now."]
    );
    assert_eq!(page.words("#who"), ["7 people get a mail"]);
    // Someone else edits it: that is a decision, as for every form.
    let mut other = house.at_desk().await;
    let theirs = edit(&house, &code, &mut other, &[("title", "Theirs")])
        .await
        .expect(200);
    other
        .submit(&theirs, &save, &[("step", "send")])
        .await
        .expect(303);
    let page = browser
        .submit(&page, &save, &[("step", "send")])
        .await
        .expect(409);
    assert_eq!(page.words(".stale h2").len(), 1);
    assert_eq!(house.fact(&code, "title").await, "Theirs");
    // Words that are too long are said so, whoever is told.
    let long = "x".repeat(2_001);
    let page = edit(
        &house,
        &code,
        &mut browser,
        &[("time", "19:00"), ("note", &long)],
    )
    .await
    .expect(200);
    assert_eq!(
        page.words(".field-wrong .error"),
        ["At most 2000 characters."]
    );
}

async fn known_to_seventh(house: &House, code: &str) {
    let id = house.fact(code, "id").await;
    let invite = format!("/seminars/{}/invitations", id.as_str().unwrap());
    let body = json!({ "people": [person(house, 7).await] });
    house.admin.post(&invite, body).await.expect(202);
    assert_eq!(house.app.mails().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looks_again_is_shown_it_though_it_reaches_but_a_few_by_now() {
    let house = House::new().await;
    let code = known_to(&house, 6).await;
    let mut browser = house.at_desk().await;
    let save = format!("/seminars/{code}");
    let page = edit(&house, &code, &mut browser, &[("title", "Far beyond")])
        .await
        .expect(200);
    assert_eq!(page.words("#who"), ["6 people get a mail"]);
    let id = house.fact(&code, "id").await;
    let found = house.admin.get("/people?limit=500").await.json();
    let mut found = found["items"].as_array().unwrap().iter();
    let guest = found.find(|one| one["name"] == "Guest 6").unwrap();
    let answer = format!(
        "/seminars/{}/attendances/{}",
        id.as_str().unwrap(),
        guest["id"].as_str().unwrap()
    );
    let no = json!({ "answer": "no" });
    house.admin.put(&answer, no).await.expect(200);

    let look = [("note", "Tea is before."), ("step", "look")];
    let page = browser.submit(&page, &save, &look).await.expect(200);
    assert_eq!(page.words("#who"), ["5 people get a mail"]);
    assert_eq!(house.fact(&code, "title").await, "Beyond scaling");
    let send = [("step", "send")];
    browser.submit(&page, &save, &send).await.expect(303);
    house.app.clock.advance(Duration::minutes(11));
    let mut mails = house.app.mails().await;
    mails.retain(|mail| mail.kind == "change");
    assert_eq!(mails.len(), 5);
    let note = "\n| Tea is before.\n";
    assert!(mails.iter().all(|mail| mail.text.contains(note)));
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

#[tokio::test(flavor = "multi_thread")]
async fn programs_can_look_first_too() {
    let house = House::new().await;
    let code = known_to(&house, 3).await;
    let id = house.fact(&code, "id").await;
    let seminar = format!("/seminars/{}", id.as_str().unwrap());
    let preview = format!("{seminar}/previews");
    let organiser = house.app.api(house.organiser).await;
    let before = (
        house.count("messages").await,
        house.count("audit_entries").await,
    );
    let change = json!({ "starts_local": "2026-12-10T18:00:00", "note": "Later." });
    let told = organiser
        .post(&preview, json!({ "change": change }))
        .await
        .expect(200)
        .json();
    assert_eq!(
        told["recipients"],
        json!({ "total": 3, "languages": [{ "language": "en", "count": 2 }, { "language": "ko", "count": 1 }],
                "zones": [{ "zone": "Europe/Paris", "count": 2 }, { "zone": "Asia/Seoul", "count": 1 }] })
    );
    assert_eq!(
        before,
        (
            house.count("messages").await,
            house.count("audit_entries").await
        )
    );
    let mails = |told: &Value| -> Vec<(String, String)> {
        let mails = told["mails"].as_array().unwrap().iter();
        let text = |mail: &Value, name: &str| mail[name].as_str().unwrap().to_owned();
        mails
            .map(|mail| (text(mail, "subject"), without_links(&text(mail, "text"))))
            .collect()
    };
    let shown = mails(&told);
    organiser.patch(&seminar, change).await.expect(200);
    house.app.clock.advance(Duration::minutes(11));
    let first = ["guest1@sample.example", "guest2@sample.example"];
    assert_eq!(got(&house.app.mails().await, &first), shown);
    for (call, body) in [
        (
            "invitation",
            json!({ "emails": ["guest1@sample.example", "guest2@sample.example"], "note": "Once more." }),
        ),
        (
            "cancellation",
            json!({ "reason": "Ill.", "note": "Sorry." }),
        ),
    ] {
        let told = organiser
            .post(&preview, json!({ call: body }))
            .await
            .expect(200)
            .json();
        organiser
            .post(
                &format!(
                    "{seminar}/{call}{}",
                    if call == "invitation" { "s" } else { "" }
                ),
                body,
            )
            .await;
        assert_eq!(
            got(&house.app.mails().await, &first),
            mails(&told),
            "{call}"
        );
    }
    // As the call itself would be answered.
    let again = json!({ "cancellation": {} });
    organiser.post(&preview, again).await.expect(409);
    organiser.post(&preview, json!({})).await.expect(422);
    let two = json!({ "cancellation": {}, "postponement": {} });
    organiser.post(&preview, two).await.expect(422);
    let member = house.app.api(house.member).await;
    member
        .post(&preview, json!({ "cancellation": {} }))
        .await
        .expect(403);
}
