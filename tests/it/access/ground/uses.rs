//! What takes rooms besides seminars: bookings and stays; and a calendar and a token of someone's own.

use serde_json::{Value, json};

use super::{house::House, made, people::People, text};

/// Bookings, stays, and what is the owner's.
pub struct Uses {
    /// The owner's, in the hall.
    pub booked: Value,
    /// The owner's, in the lab, where a room keeper decides.
    pub held: Value,
    /// A stay that nobody has approved.
    pub proposed: Value,
    /// One that is confirmed.
    pub known: Value,
    /// The owner's calendar.
    pub feed: Value,
    /// The owner's token.
    pub token: Value,
}

impl Uses {
    pub async fn of(people: &People, house: &House) -> Self {
        let [admin, owner, host] = ["admin", "owner", "host"].map(|role| &people.tokens[role]);
        let booking = |room: &Value| {
            json!({ "room_id": room["id"], "title": "Booking secret", "note": "Note secret",
                    "starts_local": "2026-11-10T14:00:00", "ends_local": "2026-11-10T15:00:00" })
        };
        let booked = made(owner, "/bookings", booking(&house.hall)).await;
        let held = made(owner, "/bookings", booking(&house.lab)).await;
        let stay = |name: &str, from: &str| {
            json!({ "visitor": { "name": name }, "host_id": people.ids["host"], "from": from, "to": from,
                    "desk_id": house.desk["id"], "purpose": "Purpose secret" })
        };
        let proposed = made(host, "/stays", stay("Proposed visitor", "2026-11-10")).await;
        let known = made(host, "/stays", stay("Known visitor", "2026-11-11")).await;
        for act in ["approval", "invitation", "confirmation"] {
            let path = format!("/stays/{}/{act}", text(&known, "id"));
            admin.post(&path, json!({})).await.expect(200);
        }
        let feeds = format!("/people/{}/feeds", people.ids["owner"]);
        let feed = made(owner, &feeds, json!({ "name": "Feed secret" })).await;
        let token = made(owner, "/tokens", json!({ "name": "Feed secret" })).await;
        Self {
            booked,
            held,
            proposed,
            known,
            feed,
            token,
        }
    }

    /// The secret in the address of the owner's calendar.
    pub fn secret(&self) -> String {
        let url = text(&self.feed, "url");
        let last = url.rsplit('/').next().unwrap();
        last.trim_end_matches(".ics").to_owned()
    }
}
