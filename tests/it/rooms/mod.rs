//! Rooms and bookings: the promise that a room is never taken twice, and what people are told when it is.

mod approval;
mod booking;
mod bounds;
mod crossing;
mod moving;
mod parts;
mod past;
mod race;
mod run;
mod soon;

use serde_json::{Value, json};

use crate::support::app::{Api, TestApp};

/// A room of its own in Seoul; what is in `more` beside its name and kind.
pub async fn room(admin: &Api, name: &str, more: Value) -> Value {
    let mut body = json!({ "name": name, "kind": "hall", "capacity": 40 });
    for (member, value) in more.as_object().unwrap() {
        body[member] = value.clone();
    }
    admin.post("/rooms", body).await.expect(201).json()
}

/// A booking of `room` on 1 December 2026 between two hours of UTC.
pub fn booking(room: &Value, from: &str, to: &str) -> Value {
    json!({ "room_id": room["id"], "title": "Reading group", "starts_at": format!("2026-12-01T{from}:00Z"),
            "ends_at": format!("2026-12-01T{to}:00Z") })
}

/// How many occupancies are in force.
pub async fn taken(app: &TestApp) -> i64 {
    use diesel::prelude::*;
    use diesel_async::RunQueryDsl;
    use maru::base::schema::occupancies;
    occupancies::table
        .filter(occupancies::state.ne("released"))
        .count()
        .get_result(&mut app.conn().await)
        .await
        .unwrap()
}
