//! What organisers ask is asked wherever someone answers, and what is required is required there; until when a reply is wanted
//! stands wherever one can be given.

use serde_json::{Value, json};

use super::Hall;
use crate::support::{house::typed, http::Answer};

const BY: &str = "Please reply by Tue 8 December 2026, until the end of the day (Seoul, UTC+9).";

impl Hall {
    /// A hall whose organiser asks two questions, the second of which has to be answered, and lets each guest bring one.
    async fn that_asks() -> Self {
        let hall = Self::with(json!({})).await;
        let asks = json!({ "questions": [
            { "kind": "text", "words_en": "What do you not eat?", "purpose_en": "For the kitchen." },
            { "kind": "one", "words_en": "Which tour?", "purpose_en": "For the groups.",
              "choices_en": ["Labs", "Garden"], "required": true },
        ] });
        let path = format!("{}/questions", hall.path);
        hall.organiser.put(&path, asks).await.expect(200);
        hall.wants(json!({ "late": "taken", "companions": 1 }))
            .await;
        hall
    }

    async fn wants(&self, terms: Value) {
        let path = format!("{}/reply-terms", self.path);
        self.organiser.put(&path, terms).await.expect(200);
    }

    /// What was said to the questions, in their order.
    async fn replied(&self) -> Vec<Value> {
        let path = format!("{}/question-answers", self.path);
        let listed = self.organiser.get(&path).await.expect(200).json();
        let items = listed["items"].as_array().unwrap();
        items.iter().map(|one| one["said"].clone()).collect()
    }

    fn poster(&self) -> String {
        format!("/seminars/{}", self.code)
    }
}

/// What a page says of the day until which a reply is wanted.
fn wanted_by(page: &Answer) -> Vec<String> {
    let mut said = page.words("main p");
    said.retain(|line| line.starts_with("Please reply by"));
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_signed_in_is_asked_on_the_seminar_s_page_and_loses_nothing_that_was_typed() {
    let hall = Hall::that_asks().await;
    let (poster, action) = (hall.poster(), format!("{}/attendance", hall.poster()));
    let mut browser = hall.house.app.browser(hall.house.member).await;
    let page = browser.get(&poster).await.expect(200);
    let given = [
        ("answer", "yes"),
        ("companions", "1"),
        ("question_1", "secret nuts"),
    ];
    let page = browser.submit(&page, &action, &given).await.expect(422);
    assert_eq!(page.words(".answer-card [role=alert]").len(), 1);
    assert_eq!(page.words(".answer-card fieldset .error").len(), 1);
    assert_eq!(typed(&page, "question_1"), "secret nuts");
    assert_eq!(typed(&page, "companions"), "1");
    assert_eq!(hall.answers().await, []);
    assert_eq!(hall.replied().await, Vec::<Value>::new());

    let given = [("answer", "yes"), ("question_2", "2")];
    browser.submit(&page, &action, &given).await.expect(303);
    assert_eq!(hall.replied().await, [json!(["secret nuts"]), json!(["2"])]);
    assert_eq!(
        hall.answers().await,
        [("Min Member".to_owned(), "yes".to_owned())]
    );
    // Who is not let bring so many is told so beside the field.
    let page = browser.get(&poster).await.expect(200);
    assert_eq!(typed(&page, "question_2"), "2");
    let given = [("answer", "yes"), ("companions", "2")];
    let page = browser.submit(&page, &action, &given).await.expect(422);
    assert_eq!(page.words(".answer-card .field-short .error").len(), 1);
    assert_eq!(typed(&page, "companions"), "2");
    // A no owes nothing.
    let given = [("answer", "no"), ("companions", "0")];
    browser.submit(&page, &action, &given).await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_owes_what_is_required_by_every_way_by_which_it_can_be_asked() {
    let hall = Hall::that_asks().await;
    let (poster, guest) = (hall.poster(), hall.house.member);
    // A form that was opened before anything was asked has none of the fields.
    let mut browser = hall.house.app.browser(guest).await;
    let page = browser.get(&poster).await.expect(200);
    let action = format!("{poster}/attendance");
    let mut pairs = crate::support::browser::filled_in(&page.html(), &action, &[("answer", "yes")]);
    pairs.retain(|(name, _)| matches!(name.as_str(), "csrf" | "key" | "answer"));
    let page = browser.post(&action, &pairs).await.expect(422);
    assert_eq!(page.words(".answer-card fieldset .error").len(), 1);

    let path = format!("{}/attendances/{guest}", hall.path);
    let own = hall.house.app.api(guest).await;
    let refused = own.put(&path, json!({ "answer": "yes" })).await;
    let fields = refused.expect(422).json()["fields"].clone();
    let named: Vec<&String> = fields.as_object().unwrap().keys().collect();
    assert_eq!(named, ["question_2"]);
    own.put(&path, json!({ "answer": "maybe" }))
        .await
        .expect(200);
    // Nobody asks them while someone takes what they say by telephone.
    let said = json!({ "answer": "yes", "channel": "telephone" });
    hall.organiser.put(&path, said).await.expect(200);
    // On their own page they are told that something is open still.
    let page = browser.get(&poster).await.expect(200);
    assert_eq!(page.words(".answer-card p[role=status]").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_too_late_is_said_where_it_was_typed_and_a_no_is_taken() {
    let hall = Hall::that_asks().await;
    hall.wants(json!({ "reply_by": "2026-11-01", "late": "refused", "companions": 1 }))
        .await;
    let poster = hall.poster();
    let mut browser = hall.house.app.browser(hall.house.member).await;
    for (page, action) in [
        (poster.clone(), format!("{poster}/attendance")),
        (format!("{poster}/answer"), format!("{poster}/answer")),
    ] {
        let page = browser.get(&page).await.expect(200);
        let before = hall.replied().await;
        let given = [("answer", "yes"), ("question_1", "secret nuts")];
        let page = browser.submit(&page, &action, &given).await.expect(409);
        assert_eq!(typed(&page, "question_1"), "secret nuts");
        let mut late = page.words("main p");
        late.retain(|line| line.starts_with("The last day for replies is over."));
        assert_eq!(late.len(), 1);
        assert_eq!(hall.replied().await, before);
        let given = [("answer", "no")];
        browser.submit(&page, &action, &given).await.expect(303);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_is_asked_beside_the_button_that_confirms() {
    let hall = Hall::that_asks().await;
    let open = format!("{}/answer", hall.poster());
    let mut visitor = hall.house.app.visitor();
    let page = visitor.get(&open).await.expect(200);
    let given = [
        ("name", "Nel New"),
        ("email", "new@elsewhere.example"),
        ("answer", "yes"),
    ];
    visitor.submit(&page, &open, &given).await.expect(303);
    let mails = hall.house.app.mails().await;
    let mail = mails.iter().find(|mail| mail.kind == "confirmation");
    let base = &hall.house.app.hub.public_url;
    let link = mail.unwrap().link(&format!("{base}/confirm/"));
    let link = link.strip_prefix(base.as_str()).unwrap();
    let people = hall.house.count("people").await;

    let page = visitor.get(link).await.expect(200);
    let given = [("wanted", "yes"), ("question_1", "secret nuts")];
    let page = visitor.submit(&page, link, &given).await.expect(422);
    assert_eq!(page.words("fieldset .error").len(), 1);
    assert_eq!(typed(&page, "question_1"), "secret nuts");
    assert_eq!(hall.house.count("people").await, people);
    assert_eq!(hall.answers().await, []);

    let given = [("wanted", "yes"), ("question_2", "1"), ("companions", "1")];
    visitor.submit(&page, link, &given).await.expect(303);
    assert_eq!(hall.replied().await, [json!(["secret nuts"]), json!(["1"])]);
    assert_eq!(
        hall.answers().await,
        [("Nel New".to_owned(), "yes".to_owned())]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn until_when_a_reply_is_wanted_stands_wherever_one_can_answer() {
    let hall = Hall::with(json!({})).await;
    let (poster, open) = (hall.poster(), format!("{}/answer", hall.poster()));
    let member = hall.house.member;
    let path = format!("{}/invitations", hall.path);
    let body = json!({ "people": [member.to_string()] });
    hall.organiser.post(&path, body).await.expect(202);
    let mut visitor = hall.house.app.visitor();
    let mut browser = hall.house.app.browser(member).await;
    assert_eq!(
        wanted_by(&visitor.get(&poster).await.expect(200)),
        Vec::<String>::new()
    );
    hall.wants(json!({ "reply_by": "2026-12-08", "late": "refused" }))
        .await;
    for page in [&poster, &open] {
        assert_eq!(wanted_by(&visitor.get(page).await.expect(200)), [BY]);
        assert_eq!(wanted_by(&browser.get(page).await.expect(200)), [BY]);
    }
    assert_eq!(wanted_by(&browser.get("/me").await.expect(200)), [BY]);
    let page = browser.get(&poster).await.expect(200);
    let action = format!("{poster}/attendance");
    let given = [("answer", "maybe")];
    browser.submit(&page, &action, &given).await.expect(303);
    assert_eq!(
        wanted_by(&browser.get("/me").await.expect(200)),
        Vec::<String>::new()
    );

    // Once the day is over the page says so, also one that was kept.
    let over = "2026-12-08T15:00:00Z".parse().unwrap();
    hall.house.app.clock.set(over);
    let page = visitor.get(&poster).await.expect(200);
    let mut late = page.words("aside p");
    late.retain(|line| line.starts_with("The last day for replies is over."));
    assert_eq!(late.len(), 1);
}
