//! Who is not asked to speak any more: what they are told goes by the name that they knew.

use serde_json::{Value, json};

use crate::support::{house::House, mailbox::Mail};

/// The mails of a kind that Marie was sent since the last look.
async fn told(house: &House, kind: &str) -> Vec<Mail> {
    let mut mails = house.app.mails().await;
    mails.retain(|mail| mail.to == "marie@sample.example" && mail.kind == kind);
    mails
}

/// Which of the two series a mail names.
fn named(mail: &Mail) -> [bool; 2] {
    let said = format!("{}\n{}", mail.subject, mail.text);
    ["Inner circle", "Outer circle"].map(|title| said.contains(title))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_series_is_named_to_them_once_more_and_none_into_which_it_goes_with_that() {
    for (elsewhere, expected) in [(false, [true, false]), (true, [false, false])] {
        let house = House::new().await;
        let marie =
            json!({ "name": "Marie Sample", "email": "marie@sample.example", "language": "en" });
        let marie = house.admin.post("/people", marie).await.expect(201).json();
        let series = async |title: &str| -> Value {
            let body = json!({ "title": title, "zone": "Asia/Seoul", "visibility": "invited" });
            let made = house.desk.post("/series", body).await.expect(201).json();
            made["id"].clone()
        };
        let (inner, outer) = (series("Inner circle").await, series("Outer circle").await);
        let talk = json!({ "series_id": inner, "title": "", "visibility": "public", "room_id": null,
                           "speakers": [{ "person_id": marie["id"] }] });
        let code = house.seminar(talk).await;
        let asked = told(&house, "speaker_request").await;
        assert_eq!(
            asked.iter().map(named).collect::<Vec<_>>(),
            [[true, false]],
            "they are told the name as they are asked"
        );

        let id = house.fact(&code, "id").await;
        let path = format!("/seminars/{}", id.as_str().unwrap());
        let mut change = json!({ "speakers": [] });
        if elsewhere {
            change["series_id"] = outer;
        }
        house.desk.patch(&path, change).await.expect(200);
        house.app.clock.set("2026-11-02T02:00:00Z".parse().unwrap());
        let released = told(&house, "cancellation").await;
        let released: Vec<[bool; 2]> = released.iter().map(named).collect();
        assert_eq!(released, [expected], "{elsewhere}");
    }
}
