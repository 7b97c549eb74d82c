//! Captured mail: for administrators, and harmless whatever stands in it.

use serde_json::json;

use crate::support::house::{House, attributes};

#[tokio::test(flavor = "multi_thread")]
async fn administrators_read_what_was_captured_and_nobody_else() {
    let house = House::new().await;
    let code = house
        .seminar(json!({ "title": "<script>alert(1)</script>" }))
        .await;
    let id = house.fact(&code, "id").await;
    let api = house.app.api(house.organiser).await;
    let path = format!("/seminars/{}/invitations", id.as_str().unwrap());
    for n in 0..55 {
        let body = json!({ "emails": [format!("s{n}@sample.example")], "note": "</pre><script>alert(2)</script>" });
        api.post(&path, body).await.expect(202);
    }
    house.app.mails().await;
    let mut browser = house.app.browser(house.administrator).await;
    let start = browser.get("/admin").await.expect(200);
    assert_eq!(
        attributes(&start, ".actions a", "href"),
        ["/admin/mail", "/admin/suspensions", "/admin/inbound"]
    );
    let page = browser.get("/admin/mail").await.expect(200);
    assert_eq!(page.words(".captured-lines li").len(), 50);
    let older = attributes(&page, ".turn a", "href").remove(0);
    assert_eq!(
        browser
            .get(&older)
            .await
            .expect(200)
            .words(".captured-lines li")
            .len(),
        5
    );
    let found = browser
        .get("/admin/mail?q=s7@sample.example")
        .await
        .expect(200);
    let mail = attributes(&found, ".captured-subject a", "href");
    assert_eq!(mail.len(), 1);

    for part in [
        "",
        "?part=text",
        "?part=html",
        "?part=calendar",
        "?part=source",
        "?part=other",
    ] {
        let page = browser.get(&format!("{}{part}", mail[0])).await.expect(200);
        assert!(!page.text().contains("<script>"), "{part}");
        if part == "?part=html" {
            assert_eq!(
                attributes(&page, "iframe", "sandbox"),
                ["allow-popups allow-popups-to-escape-sandbox"]
            );
        }
    }
    let html = browser.get(&format!("{}/html", mail[0])).await.expect(200);
    let policy = html.header("content-security-policy").unwrap();
    let rules: Vec<&str> = policy.split("; ").collect();
    assert!(
        rules.contains(&"default-src 'none'") && rules.contains(&"form-action 'none'"),
        "{policy}"
    );
    assert!(
        rules
            .iter()
            .any(|rule| rule.starts_with("sandbox ") && !rule.contains("allow-scripts")),
        "{policy}"
    );
    assert!(
        rules.iter().any(|rule| rule == &"frame-ancestors 'self'"),
        "{policy}"
    );
    assert!(!policy.contains("script-src"), "{policy}");
    assert!(!html.text().contains("<script>"));

    for person in [house.organiser, house.member, house.guest] {
        let mut other = house.app.browser(person).await;
        for path in [
            "/admin",
            "/admin/mail",
            &mail[0],
            &format!("{}/html", mail[0]),
        ] {
            other.get(path).await.expect(403);
        }
    }
    for path in [
        "/admin/mail/nothing",
        "/admin/mail/00000000-0000-0000-0000-000000000000",
    ] {
        browser.get(path).await.expect(404);
        assert_eq!(house.app.get(path).await.status, 303, "{path}");
    }
}
