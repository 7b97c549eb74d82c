//! Going back, looking again, and what others have changed meanwhile.

use chrono::Duration;
use serde_json::json;

use super::{edit, known_to, person};
use crate::support::house::{House, typed};

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
