//! Speakers in their organisers' hands.

use serde_json::json;

use super::speak::{ALL, Talk};
use crate::support::house::{House, attributes, rows};

const NOTHING: [&str; 0] = [];

#[tokio::test(flavor = "multi_thread")]
async fn organisers_see_what_is_missing_and_what_is_for_them_alone() {
    let mut talk = Talk::new().await;
    let path = format!("/seminars/{}/speakers", talk.code);
    let mut desk = talk.house.at_desk().await;
    let page = desk.get(&path).await.expect(200);
    assert_eq!(page.words("section h2"), ["Marie Sample", "Recording"]);
    assert_eq!(page.words("section > p .mark-state"), ["Asked"]);
    // At a glance: who, what is missing, and that a mail asks for it.
    assert_eq!(
        page.words(".glance caption"),
        ["Something is missing from one speaker"]
    );
    let glance = rows(&page, ".glance");
    let lacks = "Marie Sample Speaker | Asked | answer, title, abstract, biography, what they agree to | A mail asks for it ";
    assert!(glance[0].starts_with(lacks), "{glance:?}");
    talk.answers("accepted", "By train.").await;
    let mut said = ALL.to_vec();
    said.push(("phone", "+33 1"));
    talk.says(&said).await;
    let page = desk.get(&path).await.expect(200);
    assert_eq!(page.words("section > p .mark-state"), ["Accepted"]);
    assert_eq!(page.words(".glance caption"), ["Everything has been said"]);
    assert_eq!(page.words(".glance-odd"), NOTHING);
    assert_eq!(page.words(".fact-text"), ["By train.", "+33 1"]);
    // A guest, and a member who does not organise it, see nothing of that.
    for person in [talk.house.guest, talk.house.member] {
        let mut other = talk.house.app.browser(person).await;
        other.get(&path).await.expect(403);
    }
    talk.house.app.get(&path).await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rehearsal_is_told_to_its_speaker_and_can_be_taken_away() {
    let mut talk = Talk::new().await;
    let path = format!("/seminars/{}/speakers", talk.code);
    let mut desk = talk.house.at_desk().await;
    let person = talk.said().await["person_id"].as_str().unwrap().to_owned();
    let action = format!("{path}/{person}");
    let page = desk.get(&path).await.expect(200);
    let at = [
        ("rehearsal_date", "2026-12-09"),
        ("rehearsal_time", "15:00"),
    ];
    let page = desk.submit_and_follow(&page, &action, &at).await;
    assert_eq!(talk.said().await["rehearsal_at"], "2026-12-09T06:00:00Z");
    assert!(talk.page().await.text().contains("Rehearsal"));
    let gone = [("rehearsal_date", ""), ("rehearsal_time", "")];
    desk.submit_and_follow(&page, &action, &gone).await;
    assert_eq!(talk.said().await["rehearsal_at"], serde_json::Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_in_their_own_mail_copies_the_link_and_nothing_is_sent() {
    let house = House::new().await;
    let speakers = json!([{ "name": "Marie Sample", "email": "marie@sample.example" }]);
    let code = house
        .seminar(json!({ "state": "draft", "speakers": speakers }))
        .await;
    let path = format!("/seminars/{code}/speakers");
    let mut desk = house.at_desk().await;
    let page = desk.get(&path).await.expect(200);
    assert_eq!(attributes(&page, "input[readonly]", "value"), NOTHING);
    let action = attributes(&page, "form[action$='/link']", "action")[0].clone();
    let page = desk.submit_and_follow(&page, &action, &[]).await;
    let link = attributes(&page, "input[readonly]", "value")[0].clone();
    let base = house.app.hub.public_url.clone();
    let opened = link.strip_prefix(base.as_str()).unwrap();
    let hers = house.app.get(opened).await.expect(200);
    assert_eq!(hers.words("h1"), ["Will you speak?"]);
    // It is announced, and no mail asks her.
    let id = house.fact(&code, "id").await;
    let call = format!("/seminars/{}", id.as_str().unwrap());
    let announced = json!({ "state": "announced" });
    house.admin.patch(&call, announced).await.expect(200);
    assert_eq!(house.app.mails().await, []);
    // A new link revokes that one.
    let page = desk.get(&path).await.expect(200);
    let renewed = desk
        .submit_and_follow(&page, &action, &[("renew", "yes")])
        .await;
    assert_ne!(attributes(&renewed, "input[readonly]", "value")[0], link);
    house.app.get(opened).await.expect(410);
    // Whom an organiser has asked is told by Maru what becomes of it.
    let cancel = format!("{call}/cancellation");
    house.admin.post(&cancel, json!({})).await.expect(200);
    let told: Vec<String> = house
        .app
        .mails()
        .await
        .into_iter()
        .map(|mail| format!("{} {}", mail.kind, mail.to))
        .collect();
    assert_eq!(told, ["cancellation marie@sample.example"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_takes_over_what_is_missing_ends_the_mails_and_can_hand_it_back() {
    let talk = Talk::new().await;
    let path = format!("/seminars/{}/speakers", talk.code);
    let mut desk = talk.house.at_desk().await;
    assert_eq!(talk.chases().await.len(), 3);
    let page = desk.get(&path).await.expect(200);
    let person = talk.said().await["person_id"].as_str().unwrap().to_owned();
    let action = format!("{path}/{person}");
    let page = desk
        .submit_and_follow(&page, &action, &[("taken_over", "yes")])
        .await;
    assert_eq!(talk.chases().await, NOTHING);
    assert!(page.text().contains("Oh Organiser looks after it"));
    desk.submit_and_follow(&page, &action, &[("taken_over", "no")])
        .await;
    assert_eq!(talk.chases().await.len(), 3);
    // The organisers see what will be sent, and stop it.
    let held = format!("/seminars/{}/messages/speaker_chase", talk.code);
    let page = desk.get(&held).await.expect(200);
    let stop = format!("{held}/abandonment");
    desk.submit_and_follow(&page, &stop, &[]).await;
    assert_eq!(talk.chases().await, NOTHING);
    // What was stopped by hand is not made again for this time.
    let call = talk.call().await;
    let edit = json!({ "abstract": "What lies there." });
    talk.house.admin.patch(&call, edit).await.expect(200);
    assert_eq!(talk.chases().await, NOTHING);
}
