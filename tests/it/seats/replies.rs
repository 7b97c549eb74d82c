//! Until which day replies are taken, what is asked of whoever answers, and how guests and their offices are written to.

use maru::people::{model::Role, queries, sign_in::issue_link};
use serde_json::{Value, json};

use super::Hall;
use crate::support::watch;

impl Hall {
    async fn says_terms(&self, terms: Value) {
        let path = format!("{}/reply-terms", self.path);
        self.organiser.put(&path, terms).await.expect(200);
    }

    async fn invites(&self, person: impl std::fmt::Display) {
        let path = format!("{}/invitations", self.path);
        let body = json!({ "people": [person.to_string()] });
        self.organiser.post(&path, body).await.expect(202);
    }

    /// The path of the answer link in the mail of this kind to this address, among those that went out now.
    async fn link_to(&self, kind: &str, address: &str) -> String {
        let mails = self.house.app.mails().await;
        let mail = mails
            .iter()
            .find(|mail| mail.kind == kind && mail.to == address);
        let base = &self.house.app.hub.public_url;
        let link = mail.unwrap().link(&format!("{base}/answer/"));
        let link = link.strip_prefix(base.as_str()).unwrap();
        link.split('?').next().unwrap().to_owned()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_silent_are_reminded_once_and_late_replies_are_refused() {
    let hall = Hall::with(json!({})).await;
    let starts = hall.house.fact(&hall.code, "starts_at").await;
    let starts: chrono::DateTime<chrono::Utc> = starts.as_str().unwrap().parse().unwrap();
    let last = (starts - chrono::Duration::days(2)).date_naive();
    let [a, b] = [hall.guest("a").await, hall.guest("b").await];
    hall.invites(a).await;
    hall.invites(b).await;
    hall.house.app.mails().await;
    let terms = json!({ "reply_by": last, "late": "refused", "remind_days": 2 });
    hall.says_terms(terms).await;
    hall.says(b, "no").await;
    let wanted = async || {
        let path = "/messages?kind=reply_wanted&state=queued";
        let listed = hall.house.admin.get(path).await.expect(200).json();
        listed["items"].as_array().unwrap().len()
    };
    assert_eq!(wanted().await, 1);

    // The day before the last one it has gone, to the one who is silent.
    hall.house.app.clock.set(starts - chrono::Duration::days(3));
    let mails = hall.house.app.mails().await;
    let asked: Vec<&str> = mails
        .iter()
        .filter(|mail| mail.kind == "reply_wanted")
        .map(|mail| mail.to.as_str())
        .collect();
    assert_eq!(asked, ["a@hub.example"]);
    // Another day asks nobody a second time.
    let terms = json!({ "reply_by": last, "late": "refused", "remind_days": 1 });
    hall.says_terms(terms).await;
    assert_eq!(wanted().await, 0);

    hall.house
        .app
        .clock
        .set(starts - chrono::Duration::hours(10));
    let path = format!("{}/attendances/{a}", hall.path);
    let own = hall.house.app.api(a).await;
    own.put(&path, json!({ "answer": "yes" })).await.expect(409);
    own.put(&path, json!({ "answer": "no" })).await.expect(200);
    // By telephone they still can, and the front desk enters it.
    let said = json!({ "answer": "yes", "channel": "telephone" });
    hall.organiser.put(&path, said).await.expect(200);
    let terms = json!({ "reply_by": last, "late": "taken" });
    hall.says_terms(terms).await;
    own.put(&path, json!({ "answer": "maybe" }))
        .await
        .expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_are_asked_on_the_page_and_their_answers_are_the_organisers_alone() {
    let hall = Hall::with(json!({})).await;
    let path = format!("{}/questions", hall.path);
    let asks = json!({ "questions": [
        { "kind": "text", "words_en": "What do you not eat?", "purpose_en": "For the kitchen." },
        { "kind": "one", "words_en": "Which tour?", "purpose_en": "For the groups.",
          "choices_en": ["Labs", "Garden"], "required": true },
    ] });
    let asked = hall.organiser.put(&path, asks).await.expect(200).json();
    let guest = hall.guest("a").await;
    hall.invites(guest).await;
    let link = hall.link_to("invitation", "a@hub.example").await;
    let mut browser = hall.house.app.visitor();
    let page = browser.get(&link).await.expect(200);
    let typed = [("answer", "yes"), ("question_1", "secret nuts")];
    let page = browser.submit(&page, &link, &typed).await.expect(422);
    assert_eq!(page.words("fieldset .error").len(), 1);
    let typed = [
        ("answer", "yes"),
        ("question_1", "secret nuts"),
        ("question_2", "2"),
    ];
    browser.submit(&page, &link, &typed).await.expect(303);

    let said = format!("{}/question-answers", hall.path);
    let listed = hall.organiser.get(&said).await.expect(200).json();
    let listed: Vec<Value> = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| json!([one["question_id"], one["said"]]))
        .collect();
    let ids = [&asked["items"][0]["id"], &asked["items"][1]["id"]];
    assert_eq!(
        listed,
        [json!([ids[0], ["secret nuts"]]), json!([ids[1], ["2"]])]
    );
    hall.house.app.api(guest).await.get(&said).await.expect(403);
    // The trail says that they answered, and not how.
    let conn = &mut *hall.house.app.conn().await;
    assert!(
        !watch::text_of(conn, "audit_entries")
            .await
            .contains("secret nuts")
    );
    let mut desk = hall.house.at_desk().await;
    let table = desk
        .get(&format!("/seminars/{}/coming.csv", hall.code))
        .await;
    let table = table.expect(200).text();
    assert!(table.contains(r#""secret nuts","Garden""#), "{table}");

    // What is asked otherwise is asked anew; and some time after the seminar nothing is left.
    let other = json!({ "questions": [
        { "id": ids[0], "kind": "text", "words_en": "What do you not eat?", "purpose_en": "For the kitchen." },
    ] });
    hall.organiser.put(&path, other).await.expect(200);
    assert_eq!(hall.house.count("question_answers").await, 1);
    let ends = hall.house.fact(&hall.code, "ends_at").await;
    let ends: chrono::DateTime<chrono::Utc> = ends.as_str().unwrap().parse().unwrap();
    hall.house.app.clock.set(ends + chrono::Duration::days(31));
    maru::worker::prune::prune(conn, &*hall.house.app.clock)
        .await
        .unwrap();
    assert_eq!(hall.house.count("question_answers").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_is_named_by_those_who_may_and_signs_nobody_in() {
    let hall = Hall::with(json!({})).await;
    let guest = hall.guest("a").await;
    let path = format!("/people/{guest}/form-of-address");
    let with_office = |title: &str| {
        json!({
            "title": title,
            "office": { "name": "Sample Office", "email": "office@sample.example" },
        })
    };
    let desk = [Role::FrontDesk];
    let desk = hall.house.app.person("desk", "Dora Desk", &desk).await;
    let desk = hall.house.app.api(desk).await;
    // The front desk says how they are addressed, and not where their mail goes; nor does an organiser of whom they know nothing.
    desk.put(&path, with_office("Prof.")).await.expect(403);
    hall.organiser
        .put(&path, with_office("Prof."))
        .await
        .expect(403);
    let titled = json!({ "title": "Prof." });
    desk.put(&path, titled.clone()).await.expect(200);
    // Nor of someone who can see to it themselves, whatever they are asked to.
    hall.invites(guest).await;
    hall.organiser
        .put(&path, with_office("Prof."))
        .await
        .expect(403);
    let admin = &hall.house.admin;
    admin.put(&path, with_office("Prof.")).await.expect(200);
    // Nor does it take the office away.
    desk.put(&path, titled).await.expect(403);
    desk.put(&path, with_office("Dr.")).await.expect(200);
    let change = json!({ "contact_email": "other@sample.example" });
    let person = format!("/people/{guest}");
    desk.patch(&person, change).await.expect(200);
    let own = hall.house.app.api(guest).await;
    let kept = own.get(&path).await.expect(200).json();
    assert_eq!(kept["office"]["email"], "office@sample.example");
    hall.house.app.mails().await;

    // Who answers for them does not become them: no mail for signing in goes there, and a link given out is another's.
    for email in ["office@sample.example", "a@hub.example"] {
        let mut browser = hall.house.app.visitor();
        let page = browser.get("/sign-in").await;
        browser.submit(&page, "/sign-in", &[("email", email)]).await;
    }
    let mails = hall.house.app.mails().await;
    let signs_in = mails.iter().filter(|mail| mail.kind == "sign_in");
    let to: Vec<&str> = signs_in.map(|mail| mail.to.as_str()).collect();
    assert_eq!(to, ["a@hub.example"]);
    let app = &hall.house.app;
    let conn = &mut *app.conn().await;
    let link = issue_link(conn, &*app.clock, &app.hub, "office@sample.example", None);
    link.await.unwrap();
    let owner = queries::find_by_sign_in_address(conn, "office@sample.example").await;
    assert_ne!(owner.unwrap().unwrap().id, guest);
    // They take it back themselves, and are told at their own address again.
    own.put(&path, json!({})).await.expect(200);
    let after = json!({ "title": "", "salutation": "", "office": null });
    assert_eq!(own.get(&path).await.expect(200).json(), after);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_goes_to_the_office_that_answers_named_for_the_guest() {
    let hall = Hall::with(json!({})).await;
    let mut guests = Vec::new();
    for name in ["Jean Exemple", "Anne Exemple"] {
        let person = json!({ "name": name });
        let person = hall.house.admin.post("/people", person).await.expect(201);
        let id = person.json()["id"].as_str().unwrap().to_owned();
        let office = json!({
            "title": "Minister",
            "office": { "name": "Sample Office", "email": "office@sample.example" },
        });
        let path = format!("/people/{id}/form-of-address");
        hall.house.admin.put(&path, office).await.expect(200);
        guests.push(id);
    }
    hall.invites(&guests[0]).await;
    hall.invites(&guests[1]).await;
    let mails = hall.house.app.mails().await;
    let mut begins: Vec<(String, Vec<&str>)> = mails
        .iter()
        .map(|mail| {
            let lines = mail.text.lines().filter(|line| !line.is_empty());
            (mail.to.clone(), lines.take(2).collect())
        })
        .collect();
    begins.sort();
    let to =
        |name: &str| format!("To the office that answers for Minister {name}: this is for them.");
    let (anne, jean) = (to("Anne Exemple"), to("Jean Exemple"));
    let office = "office@sample.example".to_owned();
    assert_eq!(
        begins,
        [
            (
                office.clone(),
                vec![anne.as_str(), "Dear Minister Anne Exemple,"]
            ),
            (office, vec![jean.as_str(), "Dear Minister Jean Exemple,"]),
        ]
    );
    // Whoever asks a guest who has no address of their own says who answers for them.
    let path = format!("/people/{}/form-of-address", guests[1]);
    let other = json!({ "office": { "name": "Other Office", "email": "other@sample.example" } });
    hall.organiser.put(&path, other).await.expect(200);
}
