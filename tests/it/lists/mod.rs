//! Lists that people keep: what stands on them and who sees it, everywhere that they are shown; how soon a change is; and who
//! may do what with them.

mod finding;
mod fresh;
mod keeping;
mod seeing;

use maru::base::ids::PersonId;
use serde_json::{Value, json};

use crate::support::{app::Api, house::House, http::Answer};

/// The house with a speaker of an institution.
struct Scene {
    house: House,
    /// The organiser, by the API.
    organiser: Api,
    speaker: Value,
    institution: Value,
}

impl Scene {
    async fn new() -> Self {
        let house = House::new().await;
        let institution = json!({ "name": "Sample Institute", "slug": "sample", "zone": "UTC" });
        let made = house.admin.post("/institutions", institution).await;
        let institution = made.expect(201).json()["id"].clone();
        let person = json!({ "name": "Sam Speaker", "institution_id": institution });
        let speaker = house.admin.post("/people", person).await.expect(201).json();
        let organiser = house.app.api(house.organiser).await;
        Self {
            organiser,
            speaker: speaker["id"].clone(),
            institution,
            house,
        }
    }

    /// A seminar of no series on that day of November 2026, with what is in `more`; its id.
    async fn seminar(&self, title: &str, day: u32, more: Value) -> String {
        let mut body = json!({ "title": title, "starts_local": format!("2026-11-{day:02}T16:00:00"), "series_id": null,
                               "zone": "Asia/Seoul", "room_id": null, "place": { "name": "Garden" } });
        for (member, value) in more.as_object().unwrap() {
            body[member] = value.clone();
        }
        let code = self.house.seminar(body).await;
        let id = self.house.fact(&code, "id").await;
        id.as_str().unwrap().to_owned()
    }

    /// A list of the organiser's; its id.
    async fn list(&self, slug: &str, visibility: &str) -> String {
        let body = json!({ "name_en": format!("The {slug} list"), "name_ko": format!("{slug} 모음"), "slug": slug,
                           "visibility": visibility });
        made(&self.organiser, "/lists", body).await
    }

    /// Puts something on it; the id of that.
    async fn put(&self, list: &str, item: Value) -> String {
        made(&self.organiser, &format!("/lists/{list}/items"), item).await
    }

    /// A calendar of a person; its path.
    async fn feed(&self, person: PersonId, detail: &str) -> String {
        let api = self.house.app.api(person).await;
        let path = format!("/people/{person}/feeds");
        let made = api.post(&path, json!({ "detail": detail })).await;
        let url = made.expect(201).json()["url"].as_str().unwrap().to_owned();
        let public = &self.house.app.hub.public_url;
        url.strip_prefix(public.as_str()).unwrap().to_owned()
    }
}

async fn made(api: &Api, path: &str, body: Value) -> String {
    let made = api.post(path, body).await.expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

/// The seminars of a page, in its order.
fn titles(page: &Answer) -> Vec<String> {
    page.words(".entry-title")
}

/// The seminars of a calendar, in its order.
fn summaries(calendar: &Answer) -> Vec<String> {
    let text = calendar.text();
    let lines = text
        .lines()
        .filter_map(|line| line.strip_prefix("SUMMARY:"));
    lines.map(str::to_owned).collect()
}
