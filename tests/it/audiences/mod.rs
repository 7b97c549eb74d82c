//! Mailing lists: what they are told and what not, who adds and ends them, and what comes back from them.

mod adding;
mod incoming;
mod naming;
mod telling;
mod together;

use std::collections::BTreeSet;

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use maru::base::schema::{captured_mails, messages};
use serde_json::{Value, json};

use crate::support::{app::Api, house::House, mailbox::Mail};

/// The house; its organiser, and the list of a department that is told of the series.
struct Scene {
    house: House,
    organiser: Api,
    series: String,
    list: Value,
}

impl Scene {
    async fn new() -> Self {
        Self::with(json!({})).await
    }

    /// The list is otherwise as `more` says.
    async fn with(more: Value) -> Self {
        let house = House::new().await;
        let organiser = house.app.api(house.organiser).await;
        let series = house.series_id().await.as_str().unwrap().to_owned();
        let scene = Self {
            house,
            organiser,
            series,
            list: Value::Null,
        };
        let path = format!("/series/{}/audiences", scene.series);
        let added = scene.organiser.post(&path, list(more)).await;
        Self {
            list: added.expect(201).json(),
            ..scene
        }
    }

    /// An announced seminar of the series, of which the list knows already; its path in the API.
    async fn told(&self) -> String {
        let path = self.announced(json!({})).await;
        assert_eq!(self.after_the_window().await.len(), 1);
        path
    }

    /// An announced seminar of the series; its path in the API.
    async fn announced(&self, more: Value) -> String {
        let code = self.house.seminar(more).await;
        let id = self.house.fact(&code, "id").await;
        format!("/seminars/{}", id.as_str().unwrap())
    }

    async fn change(&self, path: &str, change: Value) {
        self.organiser.patch(path, change).await.expect(200);
    }

    /// What goes out at once.
    async fn now(&self) -> Vec<Mail> {
        self.house.app.mails().await
    }

    /// What has gone out at the end of the change window.
    async fn after_the_window(&self) -> Vec<Mail> {
        self.house.app.clock.advance(Duration::minutes(31));
        self.now().await
    }

    /// The octets of everything that was sent to the list.
    async fn sources(&self) -> Vec<String> {
        let sources: Vec<Vec<u8>> = captured_mails::table
            .inner_join(messages::table.on(messages::id.eq(captured_mails::message_id)))
            .filter(messages::audience_id.is_not_null())
            .order(messages::id)
            .select(captured_mails::source)
            .load(&mut self.house.app.conn().await)
            .await
            .unwrap();
        let text = |source: Vec<u8>| String::from_utf8(source).unwrap();
        sources.into_iter().map(text).collect()
    }

    /// What became of the messages to the list: kind, state, and why.
    async fn fates(&self) -> Vec<(String, String, String)> {
        messages::table
            .filter(messages::audience_id.is_not_null())
            .order(messages::id)
            .select((messages::kind, messages::state, messages::error))
            .load::<(String, String, Option<String>)>(&mut self.house.app.conn().await)
            .await
            .unwrap()
            .into_iter()
            .map(|(kind, state, error)| (kind, state, error.unwrap_or_default()))
            .collect()
    }
}

/// The list of a department, otherwise as `more` says.
fn list(more: Value) -> Value {
    let mut list = json!({ "name": "Sample Department", "address": "all@department.example", "languages": ["en"],
                           "permission": "Kim Gyeonbon, on 1 November" });
    for (member, value) in more.as_object().unwrap() {
        list[member] = value.clone();
    }
    list
}

/// To whom each of some mails went, and what it tells.
fn told(mails: &[Mail]) -> Vec<(&str, &str)> {
    let told = mails
        .iter()
        .map(|mail| (mail.to.as_str(), mail.kind.as_str()));
    told.collect()
}

/// The addresses in a text.
fn links(text: &str) -> BTreeSet<&str> {
    text.split_whitespace()
        .filter(|word| word.starts_with("http"))
        .collect()
}
