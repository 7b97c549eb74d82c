//! The hub in which the term takes place, and what can be seen of it.

use std::{cell::RefCell, collections::BTreeSet};

use maru::people::model::Role;
use serde_json::{Value, json};

use super::cast::Cast;
use crate::{
    browser::chrome::Chrome,
    support::{
        app::{Api, TestApp},
        mailbox::Mail,
    },
};

/// Wednesdays at nine in the evening in Seoul, but for 9 December, when the hall is taken, and a week off.
pub const DATES: [&str; 12] = [
    "2026-11-04",
    "2026-11-11",
    "2026-11-18",
    "2026-11-25",
    "2026-12-02",
    "2026-12-16",
    "2026-12-30",
    "2027-01-06",
    "2027-01-13",
    "2027-01-20",
    "2027-01-27",
    "2027-02-03",
];

/// A hub in Seoul with a hall, and institutions in Montréal and Paris with which it works; the organiser at a browser, and
/// someone in Paris at theirs.
pub struct Term {
    pub app: TestApp,
    pub admin: Api,
    pub cast: Cast,
    pub desk: Chrome,
    pub guest: Chrome,
    /// What was typed, by anyone.
    typed: RefCell<BTreeSet<String>>,
}

impl Term {
    /// The scene, on 2 November 2026. What stands in it was there before; all else is done in the browsers.
    pub async fn begin(cast: Cast) -> Self {
        let app = TestApp::with(&[("MARU_HUB_NAME", "Sample Hub")]).await;
        let admin = app.admin().await;
        app.person("oh", "Oh Organiser", &[Role::Member]).await;
        let booker = app.person("bo", "Bo Booker", &[Role::Member]).await;
        let made = async |path: &str, body: Value| {
            let made = admin.post(path, body).await.expect(201).json();
            made["id"].clone()
        };
        let site = made("/sites", json!({ "name": "Seoul", "zone": "Asia/Seoul" })).await;
        let hall = json!({ "name": "Hall", "slug": "hall", "kind": "hall", "capacity": 40, "site_id": site });
        let hall = made("/rooms", hall).await;
        for (name, country, zone) in [
            (MONTREAL, "CA", "America/Montreal"),
            (PARIS, "FR", "Europe/Paris"),
        ] {
            let body = json!({ "name": name, "country": country, "zone": zone, "kind": "partner" });
            made("/institutions", body).await;
        }
        let board = json!({ "room_id": hall, "title": "Board meeting", "starts_local": "2026-12-09T20:00:00",
                            "ends_local": "2026-12-09T23:00:00" });
        let board = app.api(booker).await.post("/bookings", board).await;
        board.expect(201);
        let desk = Chrome::start(&app, cast.organiser_reads, "Asia/Seoul").await;
        let guest = Chrome::start(&app, cast.others_read, "Europe/Paris").await;
        Self {
            app,
            admin,
            cast,
            desk,
            guest,
            typed: RefCell::default(),
        }
    }

    /// Types what nobody has typed before.
    pub async fn fill(&self, chrome: &Chrome, field: &str, value: &str) {
        let is_new = self.typed.borrow_mut().insert(value.to_owned());
        assert!(is_new, "{value} is typed twice");
        chrome.fill(field, value).await;
    }

    /// The rows of the board that is open: when, and what stands in the other columns.
    pub async fn board(&self) -> Vec<String> {
        let row = "element.cells.length === 1 ? element.textContent.trim() \
            : [element.querySelector('time').dateTime, ...[...element.cells].slice(1) \
                  .map((cell) => cell.textContent.replace(/\\s+/g, ' ').trim())].join(' | ')";
        self.desk.each(".board tbody tr", row).await
    }

    /// Twelve drafts of which only date and room are known, but for some rows.
    pub fn board_but_for<const N: usize>(&self, others: [(usize, String); N]) -> Vec<String> {
        let t = |key: &str| self.desk.t(key);
        let lacks = ["speaker", "title", "abstract", "announcement"];
        let lacks = lacks.map(|what| t(&format!("lacks-{what}"))).join(", ");
        let (nobody, untitled) = (t("board-nobody"), t("board-untitled"));
        let (draft, next) = (t("state-draft"), t("next-speaker"));
        let blank = [&*nobody, &untitled, "Hall", &draft, &lacks, &next].join(" | ");
        let mut cells = vec![blank; DATES.len()];
        for (row, told) in others {
            cells[row] = told;
        }
        let rows = DATES.iter().zip(cells);
        let mut rows: Vec<String> = rows
            .map(|(date, cells)| format!("{} | {cells}", evening(date)))
            .collect();
        rows.insert(6, self.cast.week_off.to_owned());
        rows
    }

    /// What the column of that number says in each row of the board that is open.
    pub async fn column(&self, number: usize) -> Vec<String> {
        let cell = format!("element.cells[{number}].textContent.replace(/\\s+/g, ' ').trim()");
        self.desk.each(".board-row", &cell).await
    }

    /// When the hall is taken for the series.
    pub async fn hall(&self) -> Vec<String> {
        let listed = self.admin.get("/bookings?limit=100").await.expect(200);
        let listed = listed.json();
        let bookings = listed["items"].as_array().unwrap().iter();
        let mut times: Vec<String> = bookings
            .filter(|one| one["state"] != "cancelled" && one["title"] != "Board meeting")
            .map(|one| format!("{}+09:00", one["starts_local"].as_str().unwrap()))
            .collect();
        times.sort();
        times
    }

    /// The entries of the feed of the series: when, and how they stand.
    pub async fn feed(&self) -> Vec<String> {
        let feed = self.app.get("/feeds/series/theory.ics").await.expect(200);
        let feed = feed.text().replace("\r\n ", "");
        let value = |event: &str, name: &str| {
            let found = event.lines().find(|line| line.starts_with(name)).unwrap();
            found.rsplit(':').next().unwrap().to_owned()
        };
        let events = feed.split("BEGIN:VEVENT").skip(1);
        let mut entries: Vec<String> = events
            .map(|event| format!("{} {}", value(event, "DTSTART"), value(event, "STATUS")))
            .collect();
        entries.sort();
        entries
    }

    /// The address in a mail that leads to such a page.
    pub fn link(&self, mail: &Mail, path: &str) -> String {
        mail.link(&format!("{}{path}", self.app.hub.public_url))
    }

    /// It is this moment now.
    pub fn at(&self, moment: &str) {
        self.app.clock.set(moment.parse().unwrap());
    }
}

/// An institution that organises the series together with the hub.
pub const MONTREAL: &str = "Institut Modèle";

/// Another one.
pub const PARIS: &str = "Institut Exemple";

/// When the talk is after its move.
pub const MOVED: &str = "2026-11-18T22:00:00+09:00";

/// The same as an entry of the feed.
pub const MOVED_ENTRY: &str = "20261118T130000Z CONFIRMED";

/// When a seminar of the term starts.
pub fn evening(date: &str) -> String {
    format!("{date}T21:00:00+09:00")
}

/// A seminar of the term as an entry of the feed.
pub fn entry(date: &str) -> String {
    format!("{}T120000Z CONFIRMED", date.replace('-', ""))
}

/// Something of each date, but for some: nothing where it is empty.
pub fn each<const N: usize>(
    usual: impl Fn(&str) -> String,
    others: [(usize, &str); N],
) -> Vec<String> {
    let mut all: Vec<String> = DATES.iter().map(|date| usual(date)).collect();
    for (row, other) in others {
        other.clone_into(&mut all[row]);
    }
    all.retain(|one| !one.is_empty());
    all
}
