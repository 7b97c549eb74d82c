//! Who is coming: seats and who waits for one, answers that organisers enter, the door, and heads that were counted.

mod asking;
mod door;
mod entering;
mod parties;
mod replies;
mod waiting;

use maru::base::ids::PersonId;
use serde_json::{Value, json};

use crate::support::{app::Api, house::House, mailbox::Mail};

/// The house with a seminar of the series, and guests who are known.
struct Hall {
    house: House,
    code: String,
    path: String,
    organiser: Api,
}

impl Hall {
    /// With a seminar of which this is said besides.
    async fn with(more: Value) -> Self {
        let house = House::new().await;
        let code = house.seminar(more).await;
        let id = house.fact(&code, "id").await;
        let organiser = house.app.api(house.organiser).await;
        Self {
            path: format!("/seminars/{}", id.as_str().unwrap()),
            house,
            code,
            organiser,
        }
    }

    /// Somebody with an address, who signs in as `{handle}@hub.example`.
    async fn guest(&self, handle: &str) -> PersonId {
        let name = format!("Guest {handle}");
        self.house.app.person(handle, &name, &[]).await
    }

    /// What `person` is answered who says this.
    async fn says(&self, person: PersonId, answer: &str) -> Value {
        let path = format!("{}/attendances/{person}", self.path);
        let body = json!({ "answer": answer });
        let given = self.house.admin.put(&path, body).await.expect(200).json();
        json!([given["answer"], given["waiting_position"]])
    }

    /// Who answered what, by name, in the order of the names.
    async fn answers(&self) -> Vec<(String, String)> {
        let path = format!("{}/attendances?limit=200", self.path);
        let listed = self.house.admin.get(&path).await.expect(200).json();
        let mut answers = Vec::new();
        for one in listed["items"].as_array().unwrap() {
            let person = format!("/people/{}", one["person_id"].as_str().unwrap());
            let person = self.house.admin.get(&person).await.expect(200).json();
            let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
            answers.push((word(&person["name"]), word(&one["answer"])));
        }
        answers.sort();
        answers
    }

    /// Changes the seminar.
    async fn patch(&self, change: Value, status: u16) -> Value {
        let answer = self.organiser.patch(&self.path, change).await;
        answer.expect(status).json()
    }

    /// What is told of places, by kind, whom, and how the subject begins.
    async fn told(&self) -> Vec<(String, String)> {
        let mut mails: Vec<Mail> = self.house.app.mails().await;
        mails.retain(|mail| mail.kind == "waiting_place");
        mails
            .into_iter()
            .map(|mail| {
                assert_eq!(mail.method.as_deref(), Some("REQUEST"), "{mail:?}");
                let subject = mail.subject.split(':').next().unwrap().to_owned();
                (mail.to, subject)
            })
            .collect()
    }
}

fn named(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(one, other)| ((*one).to_owned(), (*other).to_owned()))
        .collect()
}
