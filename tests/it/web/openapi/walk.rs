//! Calls that are made and held against the description.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    described::Described,
    shape::{Seen, wrong},
};
use crate::support::{
    app::{Api, TestApp},
    http::{Answer, Request},
};

/// Asks, and holds every answer against the description.
pub struct Walk {
    described: Described,
    api: Api,
    seen: Seen,
    answered: BTreeMap<String, BTreeSet<u16>>,
}

impl Walk {
    /// Walks through a hub as its administrator.
    pub async fn in_hub(app: &TestApp) -> Self {
        Self {
            described: Described::by(app).await,
            api: app.admin().await,
            seen: Seen::new(),
            answered: BTreeMap::new(),
        }
    }

    /// Makes the call `id` with these in place of its parameters; the answer has this status.
    pub async fn ask(&mut self, id: &str, args: &[&str], body: Value, status: u16) -> Value {
        let request = self.request(&self.api, id, args, "", &body);
        let answer = self.api.send(request).await.expect(status);
        self.looks_right(id, &answer)
    }

    /// Sends the octets of a file.
    pub async fn bring(&mut self, id: &str, args: &[&str], octets: &[u8], status: u16) -> Value {
        let request = self.request(&self.api, id, args, "?name=sample", &Value::Null);
        let request = request.body("application/octet-stream", octets);
        let answer = self.api.send(request).await.expect(status);
        self.looks_right(id, &answer)
    }

    /// As [`Self::ask`], by someone else.
    pub async fn ask_by(
        &mut self,
        api: &Api,
        id: &str,
        args: &[&str],
        body: Value,
        status: u16,
    ) -> Value {
        let request = self.request(api, id, args, "", &body);
        let answer = api.send(request).await.expect(status);
        self.looks_right(id, &answer)
    }

    /// Makes something.
    pub async fn made(&mut self, id: &str, body: Value) -> Value {
        self.ask(id, &[], body, 201).await
    }

    /// Reads something, or does something that needs no words.
    pub async fn read(&mut self, id: &str, args: &[&str]) -> Value {
        self.ask(id, args, Value::Null, 200).await
    }

    /// Removes something.
    pub async fn gone(&mut self, id: &str, args: &[&str]) {
        self.ask(id, args, Value::Null, 204).await;
    }

    /// Is refused what needs no words.
    pub async fn refused(&mut self, id: &str, args: &[&str], status: u16) {
        self.ask(id, args, Value::Null, status).await;
    }

    /// Reads a list by a query.
    pub async fn found(&mut self, id: &str, query: &str) -> Value {
        let request = self.request(&self.api, id, &[], query, &Value::Null);
        let answer = self.api.send(request).await.expect(200);
        self.looks_right(id, &answer)
    }

    /// Changes something, and is refused the change of an older version by body and by header.
    pub async fn changed(&mut self, id: &str, args: &[&str], change: Value) {
        let changed = self.ask(id, args, change.clone(), 200).await;
        let old = changed["lock_version"].as_i64().unwrap() - 1;
        let mut stale = change.clone();
        stale["lock_version"] = old.into();
        self.ask(id, args, stale, 409).await;
        let request = self.request(&self.api, id, args, "", &change);
        let request = request.header("If-Match", &format!("\"{old}\""));
        let answer = self.api.send(request).await.expect(412);
        self.looks_right(id, &answer);
    }

    fn request(&self, api: &Api, id: &str, args: &[&str], query: &str, body: &Value) -> Request {
        let call = self.described.call(id);
        let request = api.request(&call.method, &format!("{}{query}", call.at(args)));
        match body {
            Value::Null => request,
            body => request.body("application/json", body.to_string()),
        }
    }

    /// What was answered, if it is as described.
    pub fn looks_right(&mut self, id: &str, answer: &Answer) -> Value {
        let call = self.described.call(id);
        let status = answer.status.to_string();
        let told = call.says["responses"].get(&status);
        let told = told.unwrap_or_else(|| panic!("{id} is not described to answer {status}"));
        let told = self.described.resolved(told);
        self.answered
            .entry(id.to_owned())
            .or_default()
            .insert(answer.status);
        for name in ["ETag", "Location"] {
            let there = answer.header(&name.to_lowercase()).is_some();
            let described = told["headers"].get(name).is_some();
            // A run is no booking.
            let may = id == "book" || there == described;
            assert!(may, "{id} {status}: {name} is there: {there}");
        }
        let content_type = answer.header("content-type");
        let Some(content) = told.get("content") else {
            assert_eq!(
                (content_type, answer.body.len()),
                (None, 0),
                "{id} {status}"
            );
            return Value::Null;
        };
        let (kind, content) = content.as_object().unwrap().iter().next().unwrap();
        assert_eq!(content_type, Some(kind.as_str()), "{id} {status}");
        let body = answer.json();
        let wrong = wrong(&self.described, &content["schema"], &body, &mut self.seen);
        assert_eq!(wrong, Vec::<String>::new(), "{id} {status}: {body:#}");
        body
    }

    /// Whether all was answered that can be: every call with success, and every member of every answer.
    pub fn end(self) {
        for call in self.described.calls() {
            let page = call.id().starts_with("browse_") || call.id() == "get_description";
            let answered = self.answered.get(call.id());
            let good = call
                .statuses()
                .into_iter()
                .filter(|status| status.starts_with('2'));
            for status in good.map(|status| status.parse::<u16>().unwrap()) {
                let seen = answered.is_some_and(|seen| seen.contains(&status));
                assert!(page || seen, "{} was never answered {status}", call.id());
            }
        }
        let mut missing = Vec::new();
        for (name, seen) in &self.seen {
            let schema = &self.described.0["components"]["schemas"][name];
            let told = schema["properties"].as_object().into_iter().flatten();
            missing.extend(
                told.map(|(member, _)| member)
                    // Only a fault of ours has one.
                    .filter(|member| !seen.contains(*member) && *member != "request_id")
                    .map(|member| format!("{name}.{member}")),
            );
        }
        assert_eq!(
            missing,
            Vec::<String>::new(),
            "members that nothing answered has"
        );
    }
}
