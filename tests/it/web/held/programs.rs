//! What programs see and do about what waits.

use serde_json::json;

use super::Waiting;

#[tokio::test(flavor = "multi_thread")]
async fn programs_do_it_message_by_message() {
    let waiting = Waiting::new().await;
    let organiser = waiting.house.app.api(waiting.house.organiser).await;
    let member = waiting.house.app.api(waiting.house.member).await;
    let all = waiting.messages("kind=change").await;
    let [one, other] =
        [&all[0], &all[1]].map(|message| format!("/messages/{}", message["id"].as_str().unwrap()));
    let written = organiser
        .patch(&one, json!({ "note": "For you.\u{7}" }))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&written["note"], &written["state"]),
        (&json!("For you."), &json!("held"))
    );
    organiser
        .patch(&one, json!({ "note": "x".repeat(2_001) }))
        .await
        .expect(422);
    organiser
        .patch(&one, json!({ "words": "x" }))
        .await
        .expect(422);
    assert_eq!(
        organiser.patch(&one, json!({})).await.expect(200).json()["note"],
        "For you."
    );
    let gone = organiser
        .post(&format!("{one}/dispatch"), json!({}))
        .await
        .expect(200)
        .json();
    assert_eq!(gone["state"], "queued");
    let stopped = organiser
        .post(
            &format!("{other}/abandonment"),
            json!({ "reason": "Wrong" }),
        )
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&stopped["state"], &stopped["error"]),
        (&json!("void"), &json!("stopped by Oh Organiser: Wrong"))
    );
    let mails = waiting.house.app.mails().await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text.contains("| For you."));
    for path in [format!("{one}/dispatch"), format!("{other}/abandonment")] {
        organiser.post(&path, json!({})).await.expect(409);
    }
    organiser
        .patch(&one, json!({ "note": null }))
        .await
        .expect(409);
    // Nobody else, and of nothing else.
    member.patch(&one, json!({ "note": "x" })).await.expect(404);
    waiting
        .house
        .app
        .browser(waiting.house.member)
        .await
        .get(&waiting.held)
        .await
        .expect(403);
    waiting
        .house
        .app
        .browser(waiting.house.guest)
        .await
        .get(&format!("{}/change", waiting.held))
        .await
        .expect(403);
    let mut browser = waiting.house.at_desk().await;
    browser
        .get(&format!("{}/booking", waiting.held))
        .await
        .expect(404);
}
