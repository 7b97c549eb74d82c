//! What waits about a seminar: read, written on, let go and stopped by its organisers.

mod programs;
mod stopped;

use chrono::Duration;
use diesel_async::SimpleAsyncConnection;
use serde_json::{Value, json};

use crate::support::{
    browser::Browser,
    house::{House, rows, typed, wrong},
    mailbox::Mail,
};

/// A seminar of which two people know, moved to 18:00: the change waits.
struct Waiting {
    house: House,
    browser: Browser,
    code: String,
    seminar: String,
    held: String,
}

impl Waiting {
    async fn new() -> Self {
        let house = House::new().await;
        let code = house.seminar(json!({})).await;
        let id = house.fact(&code, "id").await;
        let seminar = format!("/seminars/{}", id.as_str().unwrap());
        for (name, email, language) in [
            ("Marie Sample", "marie@sample.example", "en"),
            ("김견본", "gim@sample.example", "ko"),
        ] {
            let body = json!({ "name": name, "email": email, "language": language });
            house.admin.post("/people", body).await.expect(201);
        }
        let both = json!({ "emails": ["marie@sample.example", "gim@sample.example"] });
        house
            .admin
            .post(&format!("{seminar}/invitations"), both)
            .await
            .expect(202);
        assert_eq!(house.app.mails().await.len(), 2);
        let waiting = Self {
            browser: house.at_desk().await,
            held: format!("/seminars/{code}/messages"),
            house,
            code,
            seminar,
        };
        waiting
            .change(json!({ "starts_local": "2026-12-10T18:00:00" }))
            .await;
        waiting
    }

    async fn change(&self, body: Value) {
        self.house
            .admin
            .patch(&self.seminar, body)
            .await
            .expect(200);
    }

    async fn knows(&self) -> Value {
        let known = self
            .house
            .admin
            .get(&format!("{}/knowledge", self.seminar))
            .await;
        known.expect(200).json()["totals"].clone()
    }

    /// What goes out once the change window is over.
    async fn mails(&self) -> Vec<Mail> {
        self.house.app.clock.advance(Duration::minutes(11));
        self.house.app.mails().await
    }

    async fn sql(&self, text: &str) {
        self.house
            .app
            .conn()
            .await
            .batch_execute(text)
            .await
            .unwrap();
    }

    async fn messages(&self, query: &str) -> Vec<Value> {
        let list = self.house.admin.get(&format!("/messages?{query}")).await;
        list.expect(200).json()["items"].as_array().unwrap().clone()
    }
}

fn told(mails: &[Mail]) -> Vec<String> {
    mails
        .iter()
        .map(|mail| format!("{}: {}", mail.to, mail.subject))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_gets_several_mails_is_counted_once() {
    let mut waiting = Waiting::new().await;
    let people = waiting.house.admin.get("/people?limit=500").await.json();
    let mut people = people["items"].as_array().unwrap().iter();
    let marie = people.find(|one| one["name"] == "Marie Sample").unwrap();
    let answer = format!(
        "{}/attendances/{}",
        waiting.seminar,
        marie["id"].as_str().unwrap()
    );
    let yes = json!({ "answer": "yes" });
    waiting.house.admin.put(&answer, yes).await.expect(200);
    let page = waiting.browser.get(&waiting.held).await.expect(200);
    let reminders = rows(&page, ".plain-table");
    let reminders = reminders.iter().find(|row| row.starts_with("Reminder"));
    let reminders = reminders.unwrap();
    assert!(reminders.contains("| one person"), "{reminders}");
    assert!(
        reminders.contains("2 mails, one after the other"),
        "{reminders}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_read_and_carries_the_organisers_words() {
    let mut waiting = Waiting::new().await;
    let (held, kind) = (waiting.held.clone(), format!("{}/change", waiting.held));
    let page = waiting.browser.get(&held).await.expect(200);
    assert_eq!(
        rows(&page, ".plain-table"),
        ["Change | 2 people | Mon 2 November 2026, 09:10 Seoul, UTC+9"]
    );
    let page = waiting.browser.get(&kind).await.expect(200);
    assert_eq!(page.words("#who"), ["2 people get a mail"]);
    assert_eq!(
        page.words(".letter-of .captured-subject"),
        [
            "New time: Beyond scaling, Thu 10 December 2026, 18:00 (Seoul, UTC+9)",
            "[시간 변경] Beyond scaling, 2026년 12월 10일 (목), 18:00 (서울, UTC+9)",
        ]
    );
    assert_eq!(page.words("pre.letter").len(), 2);
    assert_eq!(page.words("iframe"), Vec::<String>::new());
    // As mail programs show it: a frame of its own, in which nothing runs.
    let page_html = waiting
        .browser
        .get(&format!("{kind}?part=html"))
        .await
        .expect(200);
    let frames = crate::support::house::attributes(&page_html, ".letter-frame", "src");
    assert_eq!(frames.len(), 2);
    let frame = waiting.browser.get(&frames[0]).await.expect(200);
    let policy = frame.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("sandbox ") && policy.contains("default-src 'none'"),
        "{policy}"
    );
    assert!(frame.text().contains("Beyond scaling"));

    let words = "The lift is out of order.\r\n<b>Take the stairs.</b>";
    let page = waiting
        .browser
        .submit_and_follow(&page, &kind, &[("note", words)])
        .await;
    assert_eq!(
        page.words(".flash p"),
        ["Saved. Your words stand above what waits."]
    );
    assert_eq!(
        typed(&page, "note"),
        "The lift is out of order.\n<b>Take the stairs.</b>"
    );
    // A later edit within the window keeps them …
    waiting.change(json!({ "title": "Far beyond" })).await;
    let page = waiting.browser.get(&kind).await;
    assert_eq!(
        typed(&page, "note"),
        "The lift is out of order.\n<b>Take the stairs.</b>"
    );
    let mails = waiting.mails().await;
    assert_eq!(mails.len(), 2);
    for mail in &mails {
        assert!(
            mail.text
                .contains("| The lift is out of order.\n| <b>Take the stairs.</b>\n"),
            "{}",
            mail.text
        );
        let (note, facts) = (mail.text.find("| The lift"), mail.text.find("18:00"));
        assert!(note < facts, "{}", mail.text);
    }
    // … unless it brings others; and words can be taken away.
    waiting
        .change(json!({ "title": "Beyond", "note": "First." }))
        .await;
    waiting
        .change(json!({ "title": "Beyond it", "note": "Second." }))
        .await;
    let page = waiting.browser.get(&kind).await;
    assert_eq!(typed(&page, "note"), "Second.");
    waiting
        .browser
        .submit(&page, &kind, &[("note", " ")])
        .await
        .expect(303);
    let mails = waiting.mails().await;
    assert!(mails.len() == 2 && mails.iter().all(|mail| !mail.text.contains("Second.")));
    let page = waiting.browser.get(&held).await.expect(200);
    assert_eq!(page.words(".empty-title"), ["Nothing waits."]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_let_go_or_stopped_and_the_rest_told_later() {
    let mut waiting = Waiting::new().await;
    let kind = format!("{}/change", waiting.held);
    let page = waiting.browser.get(&kind).await.expect(200);
    let dispatch = format!("{kind}/dispatch");
    let page_after = waiting
        .browser
        .submit_and_follow(&page, &dispatch, &[])
        .await;
    assert_eq!(page_after.words(".flash p"), ["2 mails go out now."]);
    assert_eq!(waiting.house.app.mails().await.len(), 2);
    // Too late for the other button.
    let stop = format!("{kind}/abandonment");
    let late = waiting.browser.submit(&page, &stop, &[]).await.expect(409);
    assert_eq!(
        wrong(&late),
        ["This does not wait any more: it has gone out, or it was stopped."]
    );

    waiting
        .change(json!({ "starts_local": "2026-12-10T19:00:00" }))
        .await;
    let page = waiting.browser.get(&kind).await.expect(200);
    let reason = [("reason", "It may move again")];
    let page_after = waiting
        .browser
        .submit_and_follow(&page, &stop, &reason)
        .await;
    assert_eq!(
        page_after.words(".flash p"),
        ["Stopped. 2 mails do not go out."]
    );
    waiting
        .browser
        .submit(&page, &stop, &reason)
        .await
        .expect(303);
    assert_eq!(told(&waiting.mails().await), Vec::<String>::new());
    let stopped = waiting.messages("state=void&kind=change").await;
    let why: Vec<&Value> = stopped.iter().map(|message| &message["error"]).collect();
    assert_eq!(why, ["stopped by Oh Organiser: It may move again"; 2]);
    assert_eq!(
        waiting.knows().await,
        json!({ "knows": 0, "doesnt": 2, "bounced": 0 })
    );
    let knowledge = format!("/seminars/{}/knowledge", waiting.code);
    let page = waiting.browser.get(&knowledge).await.expect(200);
    waiting
        .browser
        .submit(&page, &knowledge, &[])
        .await
        .expect(303);
    let mails = waiting.house.app.mails().await;
    assert_eq!(
        told(&mails),
        [
            "gim@sample.example: [시간 변경] Beyond scaling, 2026년 12월 10일 (목), 19:00 (서울, UTC+9)",
            "marie@sample.example: New time: Beyond scaling, Thu 10 December 2026, 19:00 (Seoul, UTC+9)",
        ]
    );
    assert_eq!(
        waiting.knows().await,
        json!({ "knows": 2, "doesnt": 0, "bounced": 0 })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_worker_has_or_is_otherwise_than_it_was_shown_is_left_alone() {
    let mut waiting = Waiting::new().await;
    let kind = format!("{}/change", waiting.held);
    let page = waiting.browser.get(&kind).await.expect(200);
    // A worker has one of the two.
    waiting
        .sql("UPDATE messages SET state = 'leased', leased_by = 'w', leased_until = now() + interval '30 s' \
              WHERE kind = 'change' AND address LIKE 'gim%'")
        .await;
    for (action, field) in [
        ("", "note"),
        ("/dispatch", "shown"),
        ("/abandonment", "reason"),
    ] {
        let action = format!("{kind}{action}");
        let fields = [(field, "Half")];
        let fields: &[(&str, &str)] = if field == "shown" { &[] } else { &fields };
        let late = waiting
            .browser
            .submit(&page, &action, fields)
            .await
            .expect(409);
        assert_eq!(
            wrong(&late),
            ["This is being sent at this moment. Look again in a minute to see what has gone out."]
        );
        assert_eq!(
            late.words(".preview .attention"),
            ["One is being sent at this moment."]
        );
    }
    let states = |all: &[Value]| -> Vec<(Value, Value)> {
        all.iter()
            .map(|one| (one["state"].clone(), one["note"].clone()))
            .collect()
    };
    let mut now = states(&waiting.messages("kind=change").await);
    now.sort_by_key(|(state, _)| state.to_string());
    assert_eq!(
        now,
        [(json!("held"), Value::Null), (json!("leased"), Value::Null)]
    );
    // One has gone out meanwhile: what was looked at is not what waits.
    waiting
        .sql("UPDATE messages SET state = 'sent', leased_by = NULL, leased_until = NULL, sent_at = now(), ended_at = now() \
              WHERE state = 'leased'")
        .await;
    let otherwise = waiting
        .browser
        .submit(&page, &kind, &[("note", "Half")])
        .await
        .expect(409);
    assert_eq!(
        wrong(&otherwise),
        [
            "What waits is not what you looked at: some of it has gone out or was changed. Nothing was done; look at it as it is now."
        ]
    );
    assert_eq!(typed(&otherwise, "note"), "Half");
    // Looked at once more, it can be written on.
    waiting
        .browser
        .submit(&otherwise, &kind, &[])
        .await
        .expect(303);
    let mails = waiting.mails().await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text.contains("| Half"));
    // An edit in between is such a thing too.
    waiting.change(json!({ "title": "Once more" })).await;
    let page = waiting.browser.get(&kind).await.expect(200);
    waiting.change(json!({ "title": "And again" })).await;
    waiting
        .browser
        .submit(&page, &kind, &[("note", "Late")])
        .await
        .expect(409);
}
