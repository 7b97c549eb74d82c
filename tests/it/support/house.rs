//! A house to play in: two halls in Seoul and a room in Paris, an organiser with a series, members and a guest.

use std::{
    collections::BTreeMap,
    future::{Ready, ready},
    sync::Mutex,
};

use maru::{base::ids::PersonId, people::model::Role};
use serde_json::{Value, json};

use super::{
    app::{Api, TestApp},
    browser::Browser,
    http::Answer,
};

/// The house. It is Monday, 2 November 2026, 09:00 in Seoul.
pub struct House {
    pub app: TestApp,
    /// Ada Admin, by the API.
    pub admin: Api,
    /// Ada Admin.
    pub administrator: PersonId,
    /// Oh Organiser, of the series `scaling`.
    pub organiser: PersonId,
    /// Min Member.
    pub member: PersonId,
    /// Gil Guest, who signs in and is no member.
    pub guest: PersonId,
    /// Hall A in Seoul, 40 seats; the room of the series.
    pub hall: Value,
    /// Hall B in Seoul, 90 seats.
    pub other_hall: Value,
    /// Oh Organiser, by the API.
    pub desk: Api,
    /// The id of the series.
    series: Value,
    /// The ids of the seminars that were entered here, by their codes.
    entered: Mutex<BTreeMap<String, Value>>,
}

impl House {
    pub async fn new() -> Self {
        Self::with(&[]).await
    }

    /// The house with settings, by the names of their variables.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        Self::of(TestApp::with(settings).await).await
    }

    /// The house by a clock that moves on by a microsecond whenever the program looks at it.
    pub async fn with_moving_clock() -> Self {
        Self::of(TestApp::with_moving_clock().await).await
    }

    async fn of(app: TestApp) -> Self {
        let administrator = app.person("ada", "Ada Admin", &[Role::Administrator]).await;
        let admin = app.api(administrator).await;
        let site =
            |name: &str, zone: &str| json!({ "name": name, "slug": slug(name), "zone": zone });
        let seoul = made(&admin, "/sites", site("Seoul", "Asia/Seoul")).await;
        let paris = made(&admin, "/sites", site("Paris", "Europe/Paris")).await;
        let hall = |site: &Value, name: &str, seats: i32| json!({ "site_id": site["id"], "name": name, "slug": slug(name), "kind": "hall", "capacity": seats });
        let first = made(&admin, "/rooms", hall(&seoul, "Hall A", 40)).await;
        let second = made(&admin, "/rooms", hall(&seoul, "Hall B", 90)).await;
        made(&admin, "/rooms", hall(&paris, "Salle 1", 90)).await;
        let organiser = app.person("oh", "Oh Organiser", &[Role::Member]).await;
        let member = app.person("min", "Min Member", &[Role::Member]).await;
        let guest = app.person("gil", "Gil Guest", &[]).await;
        let series = json!({ "title": "Scaling Laws", "slug": "scaling", "zone": "Asia/Seoul", "duration_minutes": 60,
                             "room_id": first["id"], "reminders": [1440, 60], "topics": ["Alignment"] });
        let desk = app.api(organiser).await;
        let series = made(&desk, "/series", series).await;
        Self {
            app,
            admin,
            administrator,
            organiser,
            member,
            guest,
            hall: first,
            other_hall: second,
            desk,
            series: series["id"].clone(),
            entered: Mutex::default(),
        }
    }

    /// The browser of the organiser.
    pub async fn at_desk(&self) -> Browser {
        self.app.browser(self.organiser).await
    }

    /// A seminar of the series on 10 December 2026 at 16:00 in Seoul, entered by the organiser, with what is in `more`;
    /// its code.
    pub async fn seminar(&self, more: Value) -> String {
        let mut body = json!({ "series_id": self.series, "title": "Beyond scaling",
                               "starts_local": "2026-12-10T16:00:00", "state": "announced" });
        for (member, value) in more.as_object().unwrap() {
            body[member] = value.clone();
        }
        let made = made(&self.desk, "/seminars", body).await;
        let code = made["code"].as_str().unwrap().to_owned();
        let mut entered = self.entered.lock().unwrap();
        entered.insert(code.clone(), made["id"].clone());
        code
    }

    /// A booking of `room` by Min Member, on 10 December 2026 between two wall times in Seoul; its code.
    pub async fn booking(&self, room: &Value, title: &str, from: &str, to: &str) -> String {
        let api = self.app.api(self.member).await;
        let body = json!({ "room_id": room["id"], "title": title, "starts_local": format!("2026-12-10T{from}:00"),
                           "ends_local": format!("2026-12-10T{to}:00") });
        let made = made(&api, "/bookings", body).await;
        made["code"].as_str().unwrap().to_owned()
    }

    /// The id of the series, which is known since it was entered; waited for like all that the API is asked for.
    pub fn series_id(&self) -> Ready<Value> {
        ready(self.series.clone())
    }

    /// Of the seminar with this code, as the API has it. An id stays as it was given.
    pub async fn fact(&self, code: &str, name: &str) -> Value {
        let id = self.entered.lock().unwrap().get(code).cloned();
        if let ("id", Some(id)) = (name, id) {
            return id;
        }
        let all = self
            .admin
            .get("/seminars?limit=500")
            .await
            .expect(200)
            .json();
        let items = all["items"].as_array().unwrap();
        let found = items.iter().find(|one| one["code"] == code).unwrap();
        found[name].clone()
    }

    /// Of the booking with this code, as the API has it.
    pub async fn booked(&self, code: &str, name: &str) -> Value {
        let all = self
            .admin
            .get("/bookings?limit=500")
            .await
            .expect(200)
            .json();
        let items = all["items"].as_array().unwrap();
        items.iter().find(|one| one["code"] == code).unwrap()[name].clone()
    }

    /// How many rows a table has.
    pub async fn count(&self, table: &str) -> i64 {
        crate::support::watch::count(&mut *self.app.conn().await, table).await
    }
}

fn slug(name: &str) -> String {
    maru::base::text::slug(name)
}

async fn made(api: &Api, path: &str, body: Value) -> Value {
    api.post(path, body).await.expect(201).json()
}

/// What a form says is wrong, in its order.
pub fn wrong(page: &Answer) -> Vec<String> {
    page.words(".summary li")
}

/// What stands in a field of the first form that has it.
#[track_caller]
pub fn typed(page: &Answer, name: &str) -> String {
    let html = page.html();
    let find = |css: String| scraper::Selector::parse(&css).unwrap();
    if let Some(area) = html
        .select(&find(format!("form.form textarea[name='{name}']")))
        .next()
    {
        return area.text().collect();
    }
    let marked = [
        format!("form.form select[name='{name}'] option[selected]"),
        format!("form.form input[name='{name}'][checked]"),
        format!("form.form input[name='{name}']:not([type=radio]):not([type=checkbox])"),
    ];
    let found = marked
        .iter()
        .find_map(|css| html.select(&find(css.clone())).next());
    let field = found.unwrap_or_else(|| panic!("there is no {name}: {}", page.text()));
    field.value().attr("value").unwrap_or_default().to_owned()
}

/// The attribute of everything that a CSS selector finds.
pub fn attributes(page: &Answer, css: &str, attribute: &str) -> Vec<String> {
    let selector = scraper::Selector::parse(css).unwrap();
    let html = page.html();
    let found = html.select(&selector);
    found
        .filter_map(|element| Some(element.value().attr(attribute)?.to_owned()))
        .collect()
}

/// The rows of the table that a CSS selector finds, their cells with bars between.
pub fn rows(page: &Answer, css: &str) -> Vec<String> {
    let find = |css: &str| scraper::Selector::parse(css).unwrap();
    let words = |cell: scraper::ElementRef<'_>| {
        let parts: Vec<&str> = cell.text().flat_map(str::split_whitespace).collect();
        parts.join(" ")
    };
    let (row, cell) = (find(&format!("{css} tbody tr")), find("th, td"));
    let html = page.html();
    let rows = html.select(&row);
    rows.map(|row| {
        let cells: Vec<String> = row.select(&cell).map(words).collect();
        cells.join(" | ")
    })
    .collect()
}
