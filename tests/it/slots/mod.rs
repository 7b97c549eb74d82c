//! Times that are offered to the speaker of a draft: held for them, chosen by one, released when they are no more.

mod choosing;
mod ending;
mod holding;

use maru::base::ids::PersonId;
use serde_json::{Value, json};

use crate::support::{
    app::Api,
    browser::{Browser, filled_in},
    house::House,
    http::Answer,
};

/// A draft of the series on 10 December 2026 at 16:00 in Hall A, with Marie Sample, who is asked to speak.
struct Draft {
    house: House,
    code: String,
    path: String,
    organiser: Api,
    marie: Value,
}

impl Draft {
    async fn new() -> Self {
        let house = House::new().await;
        let organiser = house.app.api(house.organiser).await;
        let marie =
            json!({ "name": "Marie Sample", "email": "marie@sample.example", "language": "en" });
        let marie = house.admin.post("/people", marie).await.expect(201).json();
        let mut draft = Self {
            code: String::new(),
            path: String::new(),
            marie: marie["id"].clone(),
            house,
            organiser,
        };
        (draft.code, draft.path) = draft.another("2026-12-10T16:00:00").await;
        draft
    }

    /// Another draft with her, at another time; its code and its path in the API.
    async fn another(&self, starts_local: &str) -> (String, String) {
        let more = json!({ "state": "draft", "starts_local": starts_local,
                           "speakers": [{ "person_id": self.marie }] });
        let code = self.house.seminar(more).await;
        let id = self.house.fact(&code, "id").await;
        (code, format!("/seminars/{}", id.as_str().unwrap()))
    }

    /// An offer of these times in December at four to her.
    fn times(&self, days: &[u32]) -> Value {
        let time = |day| json!({ "starts_local": format!("2026-12-{day:02}T16:00:00") });
        let slots: Vec<Value> = days.iter().map(time).collect();
        json!({ "person_id": self.marie, "slots": slots })
    }

    /// Offers them.
    async fn offer(&self, days: &[u32]) -> Value {
        let call = format!("{}/slot-offers", self.path);
        let made = self.organiser.post(&call, self.times(days)).await;
        made.expect(201).json()
    }

    /// What was offered, the latest first: where each offer stands, and each of its times.
    async fn stands(&self) -> Vec<(String, Vec<String>)> {
        let call = format!("{}/slot-offers", self.path);
        let all = self.organiser.get(&call).await.expect(200).json();
        let word = |value: &Value| value["state"].as_str().unwrap().to_owned();
        let offers = all["items"].as_array().unwrap().iter();
        offers
            .map(|offer| {
                let slots = offer["slots"].as_array().unwrap();
                (word(offer), slots.iter().map(word).collect())
            })
            .collect()
    }

    /// The path of her page.
    async fn link(&self) -> String {
        let person = self.marie.as_str().unwrap();
        let call = format!("{}/speakers/{person}/link", self.path);
        let made = self.organiser.post(&call, json!({})).await.expect(200);
        let url = made.json()["url"].as_str().unwrap().to_owned();
        let base = &self.house.app.hub.public_url;
        url.strip_prefix(base.as_str()).unwrap().to_owned()
    }

    /// What she said to the request.
    async fn answer(&self) -> Value {
        let call = format!("{}/speakers", self.path);
        let all = self.organiser.get(&call).await.expect(200).json();
        all["items"][0]["answer"].clone()
    }

    /// How many times of rooms are taken.
    async fn taken(&self) -> i64 {
        let taken = "occupancies WHERE state IN ('held', 'confirmed')";
        self.house.count(taken).await
    }

    /// Whom these mails tell, by kind, address and subject.
    async fn told(&self) -> Vec<(String, String, String)> {
        let mails = self.house.app.mails().await;
        mails
            .into_iter()
            .map(|mail| (mail.kind, mail.to, mail.subject))
            .collect()
    }
}

/// The times that a page of hers lets her choose, by id.
fn choices(page: &Answer) -> Vec<String> {
    let selector = scraper::Selector::parse("button[name=slot]").unwrap();
    let html = page.html();
    let buttons = html.select(&selector);
    buttons
        .map(|button| button.value().attr("value").unwrap().to_owned())
        .collect()
}

/// What her page would send who chooses this time.
fn choosing(page: &Answer, link: &str, slot: &str) -> Vec<(String, String)> {
    filled_in(&page.html(), &format!("{link}/slots"), &[("slot", slot)])
}

/// Opens her page in a browser of its own.
async fn opened(draft: &Draft, link: &str) -> (Browser, Answer) {
    let mut browser = draft.house.app.visitor();
    let page = browser.get(link).await.expect(200);
    (browser, page)
}

fn person(value: &Value) -> PersonId {
    value.as_str().unwrap().parse().unwrap()
}

fn told(told: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    told.iter()
        .map(|(kind, to, subject)| ((*kind).into(), (*to).into(), (*subject).into()))
        .collect()
}
