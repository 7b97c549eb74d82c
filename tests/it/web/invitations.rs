//! Inviting: whom it reaches is shown before anything is sent; and who knows what.

use serde_json::json;

use crate::support::house::{House, typed, wrong};
use crate::support::http::Answer;

/// Those whom the page says it reaches.
fn reached(page: &Answer) -> Vec<String> {
    page.words(".invitees li")
}

async fn ready() -> (House, String) {
    let house = House::new().await;
    let code = house.seminar(json!({})).await;
    for (name, email, zone, language) in [
        ("Marie Sample", "marie@sample.example", "Europe/Paris", "en"),
        ("김견본", "gim@sample.example", "Asia/Seoul", "ko"),
    ] {
        let body = json!({ "name": name, "email": email, "zone": zone, "language": language });
        house.admin.post("/people", body).await.expect(201);
    }
    (house, format!("/seminars/{code}/invitations"))
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_invited_who_was_not_shown() {
    let (house, invite) = ready().await;
    let mut browser = house.at_desk().await;
    let page = browser.get(&invite).await.expect(200);
    let page = browser
        .submit(
            &page,
            &invite,
            &[
                (
                    "addresses",
                    "marie@sample.example, New <new@sample.example>",
                ),
                ("step", "preview"),
            ],
        )
        .await
        .expect(200);
    assert_eq!(page.words("#preview"), ["2 people will get an invitation"]);
    assert_eq!(
        reached(&page),
        [
            "Marie Sample marie@sample.example English · Paris, UTC+1",
            "New new@sample.example English · Seoul, UTC+9",
        ]
    );
    assert_eq!(house.app.mails().await.len(), 0);

    // One more is typed, and the button is pressed that said two.
    let three = "marie@sample.example\ngim@sample.example\nnew@sample.example";
    let page = browser
        .submit(
            &page,
            &invite,
            &[
                ("addresses", three),
                ("note", "Please come."),
                ("step", "send"),
            ],
        )
        .await
        .expect(200);
    assert_eq!(page.words("#preview"), ["3 people will get an invitation"]);
    assert_eq!(typed(&page, "note"), "Please come.");
    assert_eq!(house.app.mails().await.len(), 0);
    let sent = [("step", "send")];
    let first = browser.submit(&page, &invite, &sent).await.expect(303);
    let second = browser.submit(&page, &invite, &sent).await.expect(303);
    assert_eq!(first.location(), second.location());
    let mails = house.app.mails().await;
    let to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(
        to,
        [
            "gim@sample.example",
            "marie@sample.example",
            "new@sample.example"
        ]
    );

    let page = browser.get(&invite).await;
    let page = browser
        .submit(&page, &invite, &[("addresses", three), ("step", "preview")])
        .await
        .expect(200);
    assert_eq!(reached(&page), Vec::<String>::new());
    assert_eq!(page.words("#preview"), ["This reaches nobody new"]);
    browser
        .submit(&page, &invite, &[("step", "preview")])
        .await
        .expect(200);
    assert_eq!(house.app.mails().await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_address_is_named_and_a_shared_one_is_asked_about() {
    let (house, invite) = ready().await;
    for name in ["Minister Kim", "Minister Lee"] {
        let body = json!({ "name": name, "contact_email": "office@sample.example" });
        house.admin.post("/people", body).await.expect(201);
    }
    let mut browser = house.at_desk().await;
    let page = browser.get(&invite).await;
    let none = browser
        .submit(&page, &invite, &[("step", "preview")])
        .await
        .expect(422);
    assert_eq!(wrong(&none), ["Mail addresses: This is needed."]);
    let typed_in = "marie@sample.example\nmarie at sample\nx@y.example\r\nBcc: z";
    let page = browser
        .submit(&page, &invite, &[("addresses", typed_in), ("step", "send")])
        .await
        .expect(422);
    assert_eq!(
        wrong(&page),
        [
            "Mail addresses: Line 2 is no mail address. Write one address a line.",
            "Mail addresses: Line 4 is no mail address. Write one address a line.",
        ]
    );
    let page = browser
        .submit(
            &page,
            &invite,
            &[("addresses", "office@sample.example"), ("step", "preview")],
        )
        .await
        .expect(200);
    assert_eq!(
        page.words(".preview legend"),
        ["office@sample.example serves several people. Who is meant?"]
    );
    assert_eq!(
        page.words(".preview .pick label"),
        ["Minister Kim", "Minister Lee"]
    );
    let who = crate::support::house::attributes(&page, ".preview .pick input", "value");
    let page = browser
        .submit(&page, &invite, &[("people", &who[1]), ("step", "preview")])
        .await
        .expect(200);
    assert_eq!(
        reached(&page),
        ["Minister Lee office@sample.example English · Seoul, UTC+9"]
    );
    browser
        .submit(&page, &invite, &[("step", "send")])
        .await
        .expect(303);
    assert_eq!(house.app.mails().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn organisers_see_who_knows_and_who_answered() {
    let (house, invite) = ready().await;
    let knowledge = invite.replace("invitations", "knowledge");
    let mut browser = house.at_desk().await;
    assert_eq!(
        browser
            .get(&knowledge)
            .await
            .expect(200)
            .words(".empty-title"),
        ["Nobody is invited yet."]
    );
    let page = browser.get(&invite).await;
    let both = "marie@sample.example\ngim@sample.example";
    let page = browser
        .submit(&page, &invite, &[("addresses", both), ("step", "preview")])
        .await;
    browser
        .submit(&page, &invite, &[("step", "send")])
        .await
        .expect(303);
    let rows = |page: &Answer| crate::support::house::rows(page, ".plain-table");
    let page = browser.get(&knowledge).await.expect(200);
    assert_eq!(
        rows(&page),
        [
            "Marie Sample marie@sample.example | No answer | Does not know the latest",
            "김견본 gim@sample.example | No answer | Does not know the latest",
        ]
    );
    house.app.mails().await;
    let page = browser.get(&knowledge).await.expect(200);
    assert_eq!(page.words(".numbers dd"), ["2", "0", "0"]);
    assert_eq!(
        rows(&page),
        [
            "Marie Sample marie@sample.example | No answer | Knows Mon 2 November 2026, 09:00 Seoul, UTC+9",
            "김견본 gim@sample.example | No answer | Knows Mon 2 November 2026, 09:00 Seoul, UTC+9",
        ]
    );
    // Nobody else sees them.
    house
        .app
        .browser(house.member)
        .await
        .get(&knowledge)
        .await
        .expect(403);
    house
        .app
        .browser(house.member)
        .await
        .get(&invite)
        .await
        .expect(403);
}
