//! Two series, and a seminar of every visibility and in every state in each of which something could leak; mailing lists and
//! curated lists that hold them.

use serde_json::{Value, json};

use super::{house::House, made, people::People, text};
use crate::support::app::Api;

/// Who but organisers and administrators may know of which seminar: whether members may, and who else.
const KNOWN: [(&str, bool, &[&str]); 8] = [
    (
        "public",
        true,
        &["visitor", "guest", "invited", "speaker", "follower"],
    ),
    ("draft", false, &[]),
    ("members", true, &[]),
    ("invited", false, &["invited"]),
    ("with a speaker", false, &["speaker"]),
    ("cancelled", true, &[]),
    ("postponed", false, &[]),
    (
        "of the closed series",
        true,
        &["visitor", "guest", "invited", "speaker", "follower"],
    ),
];

/// Whether `role` may know of the seminar that is called so.
pub fn knows(role: &str, label: &str) -> bool {
    let (_, members, others) = KNOWN.iter().find(|(known, ..)| *known == label).unwrap();
    let member = *members && super::MEMBERS.contains(&role);
    member || others.contains(&role) || ["organiser", "admin"].contains(&role)
}

/// The organiser's.
pub struct Seminars {
    /// For everyone.
    pub open: Value,
    /// For members.
    pub within: Value,
    /// By what they are called.
    pub all: Vec<(&'static str, Value)>,
    /// Someone who speaks at each of them but the one with a speaker of its own, and has no column.
    pub lecturer: Value,
    pub series_list: Value,
    pub seminar_list: Value,
    /// By visibility, each with the id of what is on it.
    pub lists: Vec<(&'static str, Value, String)>,
}

impl Seminars {
    /// All but those that [`Self::more`] adds.
    pub async fn of(people: &People, house: &House) -> Self {
        let organiser = &people.tokens["organiser"];
        let lecturer = json!({ "name": "A lecturer", "institution_id": null });
        let lecturer = made(&people.tokens["admin"], "/people", lecturer).await;
        let series = |slug: &str, visibility: &str| json!({ "title": format!("Series {slug}"), "slug": slug, "zone": "Asia/Seoul", "visibility": visibility });
        let open = made(organiser, "/series", series("open", "public")).await;
        let mut with_address = series("within", "members");
        with_address["join_url"] = json!("https://join.secret.example/series");
        let within = made(organiser, "/series", with_address).await;
        let mut all = Vec::new();
        for (label, title, hour, visibility, state) in [
            ("public", "For all", 9, "public", "announced"),
            ("draft", "Draft secret", 10, "public", "draft"),
            ("members", "Members secret", 11, "members", "announced"),
            ("invited", "Invited secret", 12, "invited", "announced"),
        ] {
            let body = json!({ "series_id": open["id"], "title": title, "abstract": format!("{title}, told at length"),
                               "room_id": house.hall["id"], "visibility": visibility, "state": state,
                               "starts_local": format!("2026-11-10T{hour:02}:00:00"), "topics": ["Sample"],
                               "join_url": "https://join.secret.example/x" });
            all.push((label, made(organiser, "/seminars", body).await));
        }
        let invited = &all.last().unwrap().1;
        let path = format!("/seminars/{}/invitations", text(invited, "id"));
        let who = json!({ "people": [people.ids["invited"]], "note": "Words secret" });
        made(organiser, &path, who).await;
        Self {
            open,
            within,
            all,
            lecturer,
            series_list: Value::Null,
            seminar_list: Value::Null,
            lists: Vec::new(),
        }
    }

    /// After the invitation has been sent: those of which nobody is told, the lists, and who follows both series.
    pub async fn more(&mut self, people: &People) {
        let organiser = &people.tokens["organiser"];
        // A draft of which only its speaker and its organisers know.
        let talk = json!({ "series_id": self.open["id"], "title": "Talk secret", "abstract": "Talk secret, told at length",
                           "room_id": null, "state": "draft", "starts_local": "2026-11-12T09:00:00",
                           "speakers": [{ "person_id": people.ids["speaker"] }] });
        let talk = made(organiser, "/seminars", talk).await;
        self.all.push(("with a speaker", talk));
        for (label, title, visibility) in [
            ("cancelled", "Cancelled secret", "members"),
            ("postponed", "Postponed secret", "invited"),
            ("of the closed series", "In the open", "public"),
        ] {
            let body = json!({ "series_id": self.within["id"], "title": title, "room_id": null, "visibility": visibility,
                               "abstract": format!("{title}, told at length"), "state": "announced",
                               "starts_local": "2026-11-10T13:00:00", "topics": ["Sample"],
                               "join_url": "https://join.secret.example/x" });
            let made = made(organiser, "/seminars", body).await;
            let id = text(&made, "id");
            let reason = json!({ "reason": title });
            let act = match label {
                "cancelled" => Some("cancellation"),
                "postponed" => Some("postponement"),
                _ => None,
            };
            if let Some(act) = act {
                let path = format!("/seminars/{id}/{act}");
                organiser.post(&path, reason).await.expect(200);
            }
            self.all.push((label, made));
        }
        for series in [&self.open, &self.within] {
            let (series, follower) = (text(series, "id"), people.ids["follower"]);
            let path = format!("/series/{series}/subscriptions/{follower}");
            organiser.put(&path, json!({})).await.expect(200);
        }
        self.told(organiser).await;
    }

    async fn told(&mut self, organiser: &Api) {
        let list = |name: &str| json!({ "name": name, "address": "list@department.example", "languages": ["en"], "permission": "List secret" });
        let path = format!("/series/{}/audiences", text(&self.open, "id"));
        self.series_list = made(organiser, &path, list("All of us")).await;
        let path = format!("/seminars/{}/audiences", self.id("public"));
        self.seminar_list = made(organiser, &path, list("All of them")).await;
        // Of each visibility, with everything under the topic of what could leak.
        for visibility in ["public", "members", "own"] {
            let list = json!({ "name_en": format!("Kept {visibility}"), "slug": visibility, "visibility": visibility });
            let list = made(organiser, "/lists", list).await;
            let item = json!({ "what": "topic", "topic": "Sample" });
            let path = format!("/lists/{}/items", text(&list, "id"));
            let item = made(organiser, &path, item).await;
            self.lists.push((visibility, list, text(&item, "id")));
        }
    }

    /// The id of the seminar that is called so.
    pub fn id(&self, label: &str) -> String {
        let found = self.all.iter().find(|(known, _)| *known == label);
        text(&found.unwrap().1, "id")
    }
}
