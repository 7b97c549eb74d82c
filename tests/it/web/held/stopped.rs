//! What was stopped, and who was never told.

use chrono::Duration;
use serde_json::{Value, json};

use super::{Waiting, told};
use crate::support::{house::typed, mailbox::Mail};

#[tokio::test(flavor = "multi_thread")]
async fn who_was_never_told_hears_of_it_by_an_invitation_and_not_by_a_change() {
    let mut waiting = Waiting::new().await;
    waiting.mails().await;
    let invite = format!("{}/invitations", waiting.seminar);
    let new = json!({ "emails": ["new@sample.example"], "note": "Do come." });
    waiting.house.admin.post(&invite, new).await.expect(202);
    let kind = format!("{}/invitation", waiting.held);
    let page = waiting.browser.get(&kind).await.expect(200);
    assert_eq!(typed(&page, "note"), "Do come.");
    waiting
        .browser
        .submit(&page, &format!("{kind}/abandonment"), &[])
        .await
        .expect(303);
    waiting
        .change(json!({ "starts_local": "2026-12-10T19:00:00" }))
        .await;
    let mails = waiting.mails().await;
    let to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(to, ["gim@sample.example", "marie@sample.example"]);
    let knowledge = format!("/seminars/{}/knowledge", waiting.code);
    let page = waiting.browser.get(&knowledge).await.expect(200);
    waiting
        .browser
        .submit(&page, &knowledge, &[])
        .await
        .expect(303);
    assert_eq!(
        told(&waiting.house.app.mails().await),
        [
            "new@sample.example: Invitation: Beyond scaling, Thu 10 December 2026, 19:00 (Seoul, UTC+9)"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn reminders_that_were_stopped_stay_stopped_until_it_moves() {
    let mut waiting = Waiting::new().await;
    waiting.mails().await;
    let marie = waiting.house.admin.get("/people?limit=500").await.json();
    let marie = marie["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == "Marie Sample")
        .unwrap()["id"]
        .clone();
    let answer = format!(
        "{}/attendances/{}",
        waiting.seminar,
        marie.as_str().unwrap()
    );
    waiting
        .house
        .admin
        .put(&answer, json!({ "answer": "yes" }))
        .await
        .expect(200);
    let kind = format!("{}/reminder", waiting.held);
    let page = waiting.browser.get(&kind).await.expect(200);
    assert_eq!(page.words("h1"), ["What waits: Reminder"]);
    let page = waiting
        .browser
        .submit_and_follow(&page, &kind, &[("note", "Bring the paper.")])
        .await;
    waiting
        .browser
        .submit(&page, &format!("{kind}/abandonment"), &[])
        .await
        .expect(303);
    // Neither an edit nor an answer brings them back.
    waiting.change(json!({ "abstract": "More." })).await;
    waiting
        .house
        .admin
        .put(&answer, json!({ "answer": "maybe" }))
        .await
        .expect(200);
    waiting
        .house
        .admin
        .put(&answer, json!({ "answer": "yes" }))
        .await
        .expect(200);
    let reminders = waiting.messages("kind=reminder&state=queued").await;
    assert_eq!(reminders, Vec::<Value>::new());
    // Another time has reminders of its own.
    waiting
        .change(json!({ "starts_local": "2026-12-10T20:00:00" }))
        .await;
    assert_eq!(
        waiting.messages("kind=reminder&state=queued").await.len(),
        2
    );
    let page = waiting.browser.get(&kind).await.expect(200);
    waiting
        .browser
        .submit(&page, &kind, &[("note", "Bring the paper.")])
        .await
        .expect(303);
    waiting.change(json!({ "abstract": "Even more." })).await;
    waiting.house.app.clock.advance(Duration::days(38));
    let mails = waiting.house.app.mails().await;
    let reminders: Vec<&Mail> = mails
        .iter()
        .filter(|mail| mail.kind == "reminder")
        .collect();
    assert_eq!(reminders.len(), 1);
    assert!(
        reminders[0].text.contains("| Bring the paper."),
        "{}",
        reminders[0].text
    );
}
