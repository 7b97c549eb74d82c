//! Who did what: every call of the API that writes leaves what it did in the audit trail, in the same transaction.
//!
//! A writing route that is not played here makes the test fail; so does one that leaves another trail.

mod house;
mod lists;
mod mail;
mod people;
mod seminars;
mod speakers;
mod stays;

use std::collections::BTreeSet;

use diesel::{QueryableByName, sql_query, sql_types::Text};
use diesel_async::RunQueryDsl;
use maru::web::routes;
use serde_json::{Value, json};

use self::{
    house::{bookings, houses},
    mail::mail,
    people::people,
    seminars::seminars,
    stays::stays,
};
use crate::support::app::{Api, TestApp};

/// The hub, what was played of it, and the trail that it left.
struct Trail {
    app: TestApp,
    played: BTreeSet<String>,
    read: usize,
    lines: Vec<String>,
}

#[derive(QueryableByName)]
struct Entry {
    #[diesel(sql_type = Text)]
    line: String,
}

impl Trail {
    async fn new() -> Self {
        let app = TestApp::new().await;
        Self {
            app,
            played: BTreeSet::new(),
            read: 0,
            lines: Vec::new(),
        }
    }

    /// What has been written since the last look: who, what, of which kind, and whether before and after are kept.
    async fn news(&mut self) -> Vec<String> {
        let mut conn = self.app.conn().await;
        let all: Vec<Entry> = sql_query(
            "SELECT actor_name || ': ' || action || ' ' || subject_kind || CASE WHEN before IS NULL THEN '' ELSE ' from' END \
                 || CASE WHEN after IS NULL THEN '' ELSE ' to' END AS line FROM audit_entries ORDER BY at, id",
        )
        .load(&mut conn)
        .await
        .unwrap();
        let news = all
            .into_iter()
            .skip(self.read)
            .map(|entry| entry.line)
            .collect::<Vec<_>>();
        self.read += news.len();
        news
    }

    /// Plays a call: `route` as the table has it, `ids` in the place of its parameters.
    async fn play(&mut self, api: &Api, route: &str, ids: &[&Value], body: Value) -> Value {
        self.news().await;
        let (method, template) = route.split_once(' ').unwrap();
        let mut path = template.to_owned();
        for id in ids {
            let (from, to) = (path.find('{').unwrap(), path.find('}').unwrap());
            path.replace_range(from..=to, id.as_str().unwrap());
        }
        let request = api.request(method, &path);
        let request = match &body {
            Value::Null => request,
            // What is no JSON is the octets of a file.
            Value::String(octets) => request.body("application/octet-stream", octets.clone()),
            body => request.body("application/json", body.to_string()),
        };
        let answer = api.send(request).await;
        assert!(
            (200..300).contains(&answer.status),
            "{route}: {}",
            answer.text()
        );
        self.played.insert(route.to_owned());
        let news = self.news().await.join("; ");
        self.lines.push(format!("{method} {template} | {news}"));
        if answer.body.is_empty() {
            Value::Null
        } else {
            answer.json()
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_writing_call_leaves_a_trail() {
    let mut trail = Trail::new().await;
    let admin = trail.app.admin().await;
    let admin = &admin;
    let none = Value::Null;
    people(&mut trail, admin).await;
    let (site, hall) = houses(&mut trail, admin).await;
    bookings(&mut trail, admin, &hall).await;
    seminars(&mut trail, admin, &hall).await;
    stays(&mut trail, admin, &site).await;
    mail(&mut trail, admin).await;
    let token = trail
        .play(admin, "POST /tokens", &[], json!({"name": "t"}))
        .await;
    trail
        .play(admin, "DELETE /tokens/{id}", &[&token["id"]], none)
        .await;

    let writes: BTreeSet<String> = routes::table()
        .into_iter()
        .filter(|(method, _)| method.as_str() != "GET")
        .filter_map(|(method, path)| Some(format!("{method} {}", path.strip_prefix(routes::API)?)))
        .collect();
    assert_eq!(trail.played, writes);
    insta::assert_snapshot!(trail.lines.join("\n"));
}
