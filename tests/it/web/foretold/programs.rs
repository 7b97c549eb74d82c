//! The same for programs.

use chrono::Duration;
use serde_json::{Value, json};

use super::{got, known_to, without_links};
use crate::support::house::House;

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
