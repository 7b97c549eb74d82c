//! What is missing is asked for, until it is there.

use serde_json::json;

use super::{ALL, NEVER, Talk, path};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_asked_for_three_times_until_it_is_there() {
    let mut talk = Talk::new().await;
    let rungs = [
        "2026-11-26T00:00:00Z",
        "2026-12-03T00:00:00Z",
        "2026-12-07T00:00:00Z",
    ];
    assert_eq!(talk.chases().await, rungs);
    // At nine in the morning where she is: in Paris for some days, and then at home again.
    let marie = talk.said().await["person_id"].clone();
    let marie = format!("/people/{}", marie.as_str().unwrap());
    let moves = |zone: &str| json!({ "zone": zone });
    let admin = &talk.house.admin;
    admin.patch(&marie, moves("Europe/Paris")).await.expect(200);
    assert_eq!(
        talk.chases().await,
        [
            "2026-11-26T08:00:00Z",
            "2026-12-03T08:00:00Z",
            "2026-12-07T08:00:00Z",
        ]
    );
    admin.patch(&marie, moves("Asia/Seoul")).await.expect(200);
    assert_eq!(talk.chases().await, rungs);
    talk.answers("accepted", "").await;
    talk.house.app.clock.set(rungs[0].parse().unwrap());
    let mails = talk.house.app.mails().await;
    let asked = mails
        .iter()
        .find(|mail| mail.kind == "speaker_chase")
        .unwrap();
    assert_eq!(asked.to, "marie@sample.example");
    assert_eq!(path(&talk.house, asked), talk.link);
    for missing in ["A title", "An abstract", "A short biography"] {
        assert!(asked.text.contains(missing), "{}", asked.text);
    }
    assert!(
        !asked.text.contains("Whether you will speak"),
        "{}",
        asked.text
    );
    // It moves by a day, and they with it.
    let call = talk.call().await;
    let later = json!({ "starts_local": "2026-12-11T16:00:00" });
    talk.house.admin.patch(&call, later).await.expect(200);
    assert_eq!(
        talk.chases().await,
        ["2026-12-04T00:00:00Z", "2026-12-08T00:00:00Z"]
    );
    talk.says(ALL).await;
    assert_eq!(talk.chases().await, NEVER);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_asked_who_declined_or_of_what_is_put_off() {
    let mut talk = Talk::new().await;
    talk.answers("declined", "").await;
    assert_eq!(talk.chases().await, NEVER);
    talk.answers("accepted", "").await;
    assert_eq!(talk.chases().await.len(), 3);
    let stop = format!("{}/postponement", talk.call().await);
    talk.house.admin.post(&stop, json!({})).await.expect(200);
    assert_eq!(talk.chases().await, NEVER);
}

#[tokio::test(flavor = "multi_thread")]
async fn rungs_that_were_slept_through_are_one_mail() {
    // The third is due on the 7th; a day later it would not be true any more.
    for (time, count) in [("2026-12-07T01:00:00Z", 1), ("2026-12-08T01:00:00Z", 0)] {
        let talk = Talk::new().await;
        talk.house.app.clock.set(time.parse().unwrap());
        let mails = talk.house.app.mails().await;
        let chases = mails.iter().filter(|mail| mail.kind == "speaker_chase");
        assert_eq!(chases.count(), count, "{time}");
    }
}
