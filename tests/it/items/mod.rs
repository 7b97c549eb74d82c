//! Programmes: items, the rooms that they take, and what is shown and told of them.

mod entering;
mod page;
mod rooms;
mod telling;

use serde_json::{Value, json};

use crate::support::{app::Api, house::House, http::Answer};

/// A workshop in Hall A on 10 December 2026 from 10:00 to 17:00 in Seoul, with a lab beside the halls.
struct Workshop {
    house: House,
    organiser: Api,
    code: String,
    /// Its address in the API.
    path: String,
    lab: Value,
}

impl Workshop {
    async fn new() -> Self {
        let house = House::new().await;
        let lab = json!({ "site_id": house.hall["site_id"], "name": "Lab", "slug": "lab", "kind": "lab",
                          "setup_minutes": 15 });
        let lab = house.admin.post("/rooms", lab).await.expect(201).json();
        let more = json!({ "kind": "workshop", "title": "Two days", "starts_local": "2026-12-10T10:00:00",
                           "duration_minutes": 420 });
        let code = house.seminar(more).await;
        let id = house.fact(&code, "id").await;
        let organiser = house.app.api(house.organiser).await;
        Self {
            path: format!("/seminars/{}", id.as_str().unwrap()),
            house,
            organiser,
            code,
            lab,
        }
    }

    /// Writes its programme.
    async fn put(&self, items: Value) -> Answer {
        let path = format!("{}/programme", self.path);
        self.organiser.put(&path, json!({ "items": items })).await
    }

    /// Its programme: title, start and end by the clocks in Seoul.
    async fn programme(&self) -> Vec<(String, String, String)> {
        let path = format!("{}/programme", self.path);
        let shown = self.organiser.get(&path).await.expect(200).json();
        let word = |item: &Value, name: &str| item[name].as_str().unwrap().to_owned();
        let items = shown["items"].as_array().unwrap().iter();
        items
            .map(|item| {
                (
                    word(item, "title"),
                    word(item, "starts_local"),
                    word(item, "ends_local"),
                )
            })
            .collect()
    }

    /// What is booked for it: title, from and to in UTC, and state; by time, its own booking first.
    async fn booked(&self) -> Vec<(String, String, String, String)> {
        let id = self.path.rsplit('/').next().unwrap();
        let path = format!("/bookings?seminar_id={id}&in_force=true&limit=500");
        let found = self.house.admin.get(&path).await.expect(200).json();
        let word = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
        let items = found["items"].as_array().unwrap().iter();
        let mut booked: Vec<_> = items
            .map(|one| {
                (
                    word(one, "title"),
                    word(one, "starts_at"),
                    word(one, "ends_at"),
                    word(one, "state"),
                )
            })
            .collect();
        booked.sort_by_key(|one| (one.0.contains(": "), one.1.clone()));
        booked
    }
}

/// An item on 10 December, between two wall times.
fn item(title: &str, from: &str, to: &str, more: Value) -> Value {
    let mut item = json!({ "title": title, "starts_local": format!("2026-12-10T{from}:00"),
                           "ends_local": format!("2026-12-10T{to}:00") });
    for (member, value) in more.as_object().unwrap() {
        item[member] = value.clone();
    }
    item
}

fn booking(title: &str, from: &str, to: &str) -> (String, String, String, String) {
    let at = |time: &str| format!("2026-12-10T{time}:00Z");
    (title.to_owned(), at(from), at(to), "confirmed".to_owned())
}

fn entry(title: &str, from: &str, to: &str) -> (String, String, String) {
    let at = |time: &str| format!("2026-12-10T{time}:00");
    (title.to_owned(), at(from), at(to))
}
