//! Following the hub, topics and series, and the programme that comes of it.

mod becoming_otherwise;
mod choosing;
mod coming;
mod lists;
mod meanwhile;
mod naming;
mod reading;
mod seeing;

use diesel_async::RunQueryDsl;
use maru::base::ids::PersonId;
use serde_json::{Value, json};

use crate::support::{house::House, mailbox::Mail};

/// The house, in which seminars are announced under the series. It is Monday, 2 November 2026, 09:00 in Seoul.
struct Scene {
    house: House,
}

impl Scene {
    async fn new() -> Self {
        Self::with(&[]).await
    }

    async fn with(settings: &[(&str, &str)]) -> Self {
        let house = House::with(settings).await;
        Self { house }
    }

    /// Someone who reads at this address in this zone.
    async fn reader(&self, handle: &str, zone: &str) -> PersonId {
        let body = json!({ "name": format!("{handle} Sample"), "email": format!("{handle}@sample.example"), "zone": zone,
                           "language": "en" });
        let made = self.house.admin.post("/people", body).await;
        let made = made.expect(201).json();
        let person = made["id"].as_str().unwrap().parse().unwrap();
        // Who has signed in is known.
        self.house.app.api(person).await;
        person
    }

    /// Someone follows something by the API: `hub`, `topics/alignment`.
    async fn follows(&self, person: PersonId, what: &str, rhythm: &str) {
        let path = format!("/people/{person}/follows/{what}");
        let body = json!({ "digest": rhythm });
        self.house.admin.put(&path, body).await.expect(200);
    }

    /// An announced seminar of the series, with that title and start in Seoul; its id.
    async fn seminar(&self, title: &str, starts_local: &str) -> String {
        self.seminar_with(title, starts_local, json!({})).await
    }

    async fn seminar_with(&self, title: &str, starts_local: &str, more: Value) -> String {
        let mut body = json!({ "title": title, "starts_local": format!("{starts_local}:00"), "room_id": null,
                               "place": { "name": "Garden" } });
        for (member, value) in more.as_object().unwrap() {
            body[member] = value.clone();
        }
        let code = self.house.seminar(body).await;
        let id = self.house.fact(&code, "id").await;
        id.as_str().unwrap().to_owned()
    }

    /// The organiser edits a seminar.
    async fn edit(&self, id: &str, body: Value) {
        let api = self.house.app.api(self.house.organiser).await;
        let path = format!("/seminars/{id}");
        api.patch(&path, body).await.expect(200);
    }

    /// The organiser does something with a seminar: `cancellation`, `postponement`.
    async fn act(&self, id: &str, act: &str) {
        let api = self.house.app.api(self.house.organiser).await;
        let path = format!("/seminars/{id}/{act}");
        api.post(&path, json!({})).await.expect(200);
    }

    /// Someone is invited.
    async fn invite(&self, id: &str, person: PersonId) {
        let api = self.house.app.api(self.house.organiser).await;
        let path = format!("/seminars/{id}/invitations");
        let body = json!({ "people": [person] });
        api.post(&path, body).await.expect(202);
    }

    /// Lets it become that time; answers what was sent since the last look.
    async fn at(&self, time: &str) -> Vec<Mail> {
        self.house.app.clock.set(time.parse().unwrap());
        self.house.app.mails().await
    }

    /// The same, to whom digests went.
    async fn readers(&self, time: &str) -> Vec<String> {
        let mails = self.at(time).await;
        let digests = mails.into_iter().filter(|mail| mail.kind == "digest");
        digests.map(|mail| mail.to).collect()
    }

    /// The one digest that is sent at that time.
    async fn digest(&self, time: &str) -> Mail {
        let mails = self.at(time).await;
        let mut digests = mails.into_iter().filter(|mail| mail.kind == "digest");
        let digest = digests.next();
        assert_eq!(digests.next(), None);
        digest.unwrap()
    }

    /// What became of every digest, and why; in the order in which they were made.
    async fn ended(&self) -> Vec<(String, Option<String>)> {
        let listed = self.house.admin.get("/messages?kind=digest&limit=500");
        let listed = listed.await.expect(200).json();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let items = listed["items"].as_array().unwrap().iter();
        items
            .map(|one| (text(&one["state"]).unwrap(), text(&one["error"])))
            .collect()
    }

    /// When each digest comes next, as the database has it: person, rhythm, time.
    async fn next(&self, person: PersonId) -> Vec<(String, String)> {
        let mut conn = self.house.app.conn().await;
        let query = format!(
            "(SELECT coalesce(string_agg(rhythm || ' ' || (next_at AT TIME ZONE 'UTC')::text, ',' ORDER BY rhythm), '') \
             FROM digests WHERE person_id = '{person}' AND next_at IS NOT NULL)"
        );
        let text: String = diesel::select(diesel::dsl::sql::<diesel::sql_types::Text>(&query))
            .get_result(&mut *conn)
            .await
            .unwrap();
        let lines = text.split(',').filter_map(|line| line.split_once(' '));
        lines
            .map(|(rhythm, at)| (rhythm.to_owned(), at.to_owned()))
            .collect()
    }
}

/// What a digest says, addresses left out: headings, and below each seminar its lines with bars between.
fn said(mail: &Mail) -> Vec<String> {
    let body = mail.text.split("\n-- \n").next().unwrap();
    let mut said: Vec<String> = Vec::new();
    for block in body.split("\n\n") {
        let lines = block
            .lines()
            .filter(|line| !line.contains("://"))
            .map(str::trim);
        let lines: Vec<&str> = lines.collect();
        if !lines.is_empty() {
            said.push(lines.join(" | "));
        }
    }
    said
}

/// The seminars that a digest names, each with its lines.
fn items(mail: &Mail) -> Vec<String> {
    let body = mail.text.split("\n-- \n").next().unwrap();
    let indented = body.split("\n\n").filter(|block| block.starts_with("  "));
    indented
        .map(|block| {
            let lines = block
                .lines()
                .filter(|line| !line.contains("://"))
                .map(str::trim);
            lines.collect::<Vec<_>>().join(" | ")
        })
        .collect()
}

/// The path of the link that begins so in a mail.
fn path(scene: &Scene, mail: &Mail, begin: &str) -> String {
    let base = &scene.house.app.hub.public_url;
    let link = mail.link(&format!("{base}{begin}"));
    link.strip_prefix(base.as_str()).unwrap().to_owned()
}
