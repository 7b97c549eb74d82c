//! What people choose to be told by mail, and what that changes of what they are sent.

mod addressed;
mod awaited;
mod choosing;
mod closing;
mod coming_in;
mod meanwhile;
mod once_a_day;
mod programs;
mod reading;
mod released;
mod reminding;
mod stopping;
mod unreminded;
mod waiting;

use maru::base::ids::PersonId;
use serde_json::{Value, json};

use crate::support::{house::House, http::Answer, mailbox::Mail};

/// The house with an announced seminar on 10 December 2026 at 16:00 in Seoul, 08:00 in Paris, to which Marie in Paris is
/// invited. The mail to her is out.
struct Scene {
    house: House,
    /// The seminar's code and id.
    code: String,
    seminar: String,
    marie: PersonId,
    /// Her invitation.
    mail: Mail,
}

impl Scene {
    async fn new() -> Self {
        Self::with(&[]).await
    }

    async fn with(settings: &[(&str, &str)]) -> Self {
        let house = House::with(settings).await;
        let marie = json!({ "name": "Marie Sample", "email": "marie@sample.example", "zone": "Europe/Paris", "language": "en" });
        let marie = house.admin.post("/people", marie).await.expect(201).json();
        let code = house.seminar(json!({})).await;
        let id = house.fact(&code, "id").await;
        let seminar = id.as_str().unwrap().to_owned();
        let api = house.app.api(house.organiser).await;
        let path = format!("/seminars/{seminar}/invitations");
        let body = json!({ "people": [marie["id"]] });
        api.post(&path, body).await.expect(202);
        let mail = house.app.mails().await.pop().unwrap();
        Self {
            house,
            code,
            seminar,
            marie: marie["id"].as_str().unwrap().parse().unwrap(),
            mail,
        }
    }

    /// The path of the link that begins so in a mail.
    fn path(&self, mail: &Mail, begin: &str) -> String {
        let base = &self.house.app.hub.public_url;
        let link = mail.link(&format!("{base}{begin}"));
        link.strip_prefix(base.as_str()).unwrap().to_owned()
    }

    /// The page on which Marie chooses.
    fn page(&self) -> String {
        self.path(&self.mail, "/notices/")
    }

    /// Marie says so, on the page of her link.
    async fn choose(&self, typed: &[(&str, &str)]) -> Answer {
        let (mut browser, path) = (self.house.app.visitor(), self.page());
        let page = browser.get(&path).await.expect(200);
        browser.submit_and_follow(&page, &path, typed).await
    }

    /// Marie answers.
    async fn answers(&self, answer: &str) {
        let path = format!("/seminars/{}/attendances/{}", self.seminar, self.marie);
        let body = json!({ "answer": answer });
        self.house.admin.put(&path, body).await.expect(200);
    }

    /// The organiser edits the seminar.
    async fn edit(&self, body: Value) {
        let api = self.house.app.api(self.house.organiser).await;
        let path = format!("/seminars/{}", self.seminar);
        api.patch(&path, body).await.expect(200);
    }

    /// The organiser cancels or postpones it.
    async fn act(&self, what: &str) {
        let api = self.house.app.api(self.house.organiser).await;
        let path = format!("/seminars/{}/{what}", self.seminar);
        api.post(&path, json!({})).await.expect(200);
    }

    /// Lets it become that time; answers what anyone was sent since the last look: kind and to whom, sorted.
    async fn everyone_at(&self, time: &str) -> Vec<(String, String)> {
        self.house.app.clock.set(time.parse().unwrap());
        let mails = self.house.app.mails().await.into_iter();
        let mut told: Vec<_> = mails.map(|mail| (mail.kind, mail.to)).collect();
        told.sort();
        told
    }

    /// Lets it become that time; answers what Marie was sent since the last look: kind and subject.
    async fn at(&self, time: &str) -> Vec<(String, String)> {
        self.house.app.clock.set(time.parse().unwrap());
        let mails = self.house.app.mails().await;
        mails
            .into_iter()
            .filter(|mail| mail.to == "marie@sample.example")
            .map(|mail| (mail.kind, mail.subject))
            .collect()
    }

    /// What became of the messages of a kind to Marie, and why; sorted.
    async fn ended(&self, kind: &str) -> Vec<(String, Option<String>)> {
        let path = format!("/messages?recipient={}&kind={kind}", self.marie);
        let listed = self.house.admin.get(&path).await.expect(200).json();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let mut ended: Vec<_> = listed["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (text(&one["state"]).unwrap(), text(&one["error"])))
            .collect();
        ended.sort();
        ended
    }
}
