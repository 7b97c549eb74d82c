//! What the API promises beside what its description can say: who may know of what, what follows from what, and what can
//! be removed.

mod bookings;
mod lists;
mod people;
mod seminars;

use std::collections::BTreeSet;

use maru::{base::ids::PersonId, people::model::Role};
use serde_json::Value;

use crate::support::app::{Api, TestApp};

/// The ids that a list holds.
async fn ids(api: &Api, path: &str) -> BTreeSet<String> {
    let listed = api.get(path).await.expect(200).json();
    assert!(listed["next"].is_null(), "{listed}");
    let items = listed["items"].as_array().unwrap().iter();
    items.map(|item| id(item).to_owned()).collect()
}

fn id(made: &Value) -> &str {
    made["id"].as_str().unwrap()
}

fn only(made: &Value) -> BTreeSet<String> {
    BTreeSet::from([id(made).to_owned()])
}

async fn make(api: &Api, path: &str, body: Value) -> Value {
    api.post(path, body).await.expect(201).json()
}

async fn member(app: &TestApp, handle: &str) -> (PersonId, Api) {
    let person = app.person(handle, "Kim Gyeonbon", &[Role::Member]).await;
    (person, app.api(person).await)
}
