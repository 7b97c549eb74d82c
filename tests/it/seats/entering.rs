//! What organisers see of who is coming, and the answers that they enter for others.

use serde_json::json;

use super::{Hall, named};
use crate::support::house::{rows, wrong};

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_by_telephone_stands_with_who_took_it() {
    let hall = Hall::with(json!({ "capacity": 1 })).await;
    let here = format!("/seminars/{}/coming", hall.code);
    let mut browser = hall.house.at_desk().await;
    let page = browser.get(&here).await.expect(200);
    let typed = [
        ("who", "Marie Sample <marie@sample.example>"),
        ("answer", "yes"),
        ("way", "telephone"),
    ];
    let page = browser.submit_and_follow(&page, &here, &typed).await;
    let said = "The answer of Marie Sample <marie@sample.example> is entered.";
    assert_eq!(page.words(".flash p"), [said]);
    let row = &rows(&page, ".plain-table")[0];
    let begins = "Marie Sample marie@sample.example | Yes | by telephone, taken by Oh Organiser";
    assert!(row.starts_with(begins), "{row}");

    // No place is left for who is on the list by name.
    let guest = hall.guest("a").await;
    hall.says(guest, "maybe").await;
    let page = browser.get(&here).await.expect(200);
    let typed = [("who", "guest A"), ("answer", "yes"), ("way", "organiser")];
    let page = browser.submit_and_follow(&page, &here, &typed).await;
    assert_eq!(
        page.words(".flash p"),
        ["No place is left: guest A waits, as number 1."]
    );
    let stands = [("Guest a", "waiting"), ("Marie Sample", "yes")];
    assert_eq!(hall.answers().await, named(&stands));

    let page = browser
        .get(&format!("{here}?answer=waiting"))
        .await
        .expect(200);
    assert_eq!(rows(&page, "[aria-label='Who is coming']").len(), 1);
    let typed = [
        ("who", "Nobody of that name"),
        ("answer", "yes"),
        ("way", "telephone"),
    ];
    let page = browser.submit(&page, &here, &typed).await.expect(422);
    assert_eq!(
        wrong(&page),
        [
            "Who: This is not a mail address: it needs a name, an @ and a domain, without spaces or line breaks."
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn by_the_api_a_telephone_answer_is_an_organisers_alone() {
    let hall = Hall::with(json!({})).await;
    let guest = hall.guest("a").await;
    let path = format!("{}/attendances/{guest}", hall.path);
    let body = json!({ "answer": "yes", "channel": "telephone" });
    let own = hall.house.app.api(guest).await;
    own.put(&path, body.clone()).await.expect(403);
    hall.organiser.put(&path, body).await.expect(200);
    let kept = hall.organiser.get(&path).await.expect(200).json();
    assert_eq!(
        json!([kept["answer"], kept["channel"], kept["taken_by"]]),
        json!(["yes", "telephone", hall.house.organiser])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_is_for_spreadsheets_and_holds_no_formula() {
    let hall = Hall::with(json!({})).await;
    let evil = json!({ "name": "=HYPERLINK(\"x\")", "email": "evil@sample.example" });
    let evil = hall
        .house
        .admin
        .post("/people", evil)
        .await
        .expect(201)
        .json();
    let path = format!("{}/attendances/{}", hall.path, evil["id"].as_str().unwrap());
    hall.house
        .admin
        .put(&path, json!({ "answer": "yes" }))
        .await
        .expect(200);
    let mut browser = hall.house.at_desk().await;
    let there = format!("/seminars/{}/coming.csv", hall.code);
    let table = browser.get(&there).await.expect(200);
    assert_eq!(
        table.header("content-type"),
        Some("text/csv; charset=utf-8")
    );
    let text = table.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2);
    let begins = r#""'=HYPERLINK(""x"")","evil@sample.example","","","Yes","","by a program","#;
    assert!(lines[1].starts_with(begins), "{}", lines[1]);
    for other in [hall.house.member, hall.house.guest] {
        hall.house
            .app
            .browser(other)
            .await
            .get(&there)
            .await
            .expect(403);
    }
}
