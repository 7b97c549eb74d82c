//! A hub with something of each kind that could leak, and someone of every role.

mod house;
mod links;
mod objects;
mod people;
mod rows;
mod secrets;
mod seminars;
mod uses;

use std::collections::{BTreeMap, HashMap};

use maru::base::ids::PersonId;
use serde_json::{Value, json};
use tokio::sync::Mutex;

use self::{
    house::House, links::Links, objects::Objects, people::People, rows::Beside, seminars::Seminars,
    uses::Uses,
};
pub use self::{
    secrets::{MEMBERS, ROLES, SECRETS, leaked, letters},
    seminars::knows,
};
use super::kept;
use crate::support::{
    app::{Api, TestApp},
    browser::Browser,
    make,
};

/// The hub.
pub struct Ground {
    pub(super) app: TestApp,
    pub(super) people: BTreeMap<&'static str, PersonId>,
    pub(super) tokens: BTreeMap<&'static str, Api>,
    browsers: BTreeMap<&'static str, Mutex<Browser>>,
    /// With which cookies whose forms carry which token.
    pub(super) csrf:
        Mutex<HashMap<&'static str, (BTreeMap<String, String>, Vec<(String, String)>)>>,
    objects: Objects,
    /// The seminars, by what they are called.
    pub(super) seminars: Vec<&'static str>,
    pub(super) bodies: Bodies,
}

/// What has to be named in bodies.
pub(super) struct Bodies {
    pub room: Value,
    pub host: Value,
    pub stranger: Value,
    /// Of the draft: the offer of times, and one of them.
    pub offer: String,
    pub slot: String,
    /// At the door of the seminar for members.
    pub check_in: String,
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap().to_owned()
}

async fn made(api: &Api, path: &str, body: Value) -> Value {
    let answer = api.post(path, body).await;
    assert!(
        matches!(answer.status, 201 | 202),
        "{path}: {}",
        answer.text()
    );
    answer.json()
}

impl Ground {
    pub async fn new() -> Self {
        let app = TestApp::new().await;
        let people = People::of(&app).await;
        let house = House::of(&people).await;
        let mut seminars = Seminars::of(&people, &house).await;
        let links = Links::of(&app, &people, &seminars).await;
        seminars.more(&people).await;
        let uses = Uses::of(&people, &house).await;
        let mut conn = app.conn().await;
        let spoken: Vec<String> = seminars
            .all
            .iter()
            .filter(|(label, _)| *label != "with a speaker")
            .map(|(_, seminar)| text(seminar, "id"))
            .collect();
        let lecturer = text(&seminars.lecturer, "id");
        let (draft, members) = (seminars.id("draft"), seminars.id("members"));
        let beside = rows::beside(&mut conn, &lecturer, &spoken, &draft, &members).await;
        let (series, public) = (text(&seminars.open, "id"), seminars.id("public"));
        let confirm = rows::asked(&mut conn, &app.hub.key, &series, &public).await;
        let troubles = make::troubles(&mut conn, people.ids["owner"], "owner@hub.example").await;
        let admin = &people.tokens["admin"];
        let invitation = admin.get("/messages?kind=invitation").await.json();
        let bookings = admin.get("/bookings?limit=500").await.json();
        let serving = |what: &str, id: &str| {
            let mut all = bookings["items"].as_array().unwrap().iter();
            all.find(|one| one[what] == id).unwrap().clone()
        };
        let objects = objects::Ground {
            app: &app,
            people: &people,
            house: &house,
            seminars: &seminars,
            uses: &uses,
            links: &links,
            beside: &beside,
            troubles: &troubles,
            confirm: &confirm,
            invitation: invitation["items"][0]["id"].as_str().unwrap(),
            bookings: [
                serving("seminar_id", &draft),
                serving("stay_id", &text(&uses.proposed, "id")),
            ],
        };
        let objects = objects.objects().await;
        let Beside {
            offer,
            slot,
            check_in,
            ..
        } = beside;
        let bodies = Bodies {
            room: house.hall["id"].clone(),
            host: json!(people.ids["host"]),
            stranger: house.stranger["id"].clone(),
            offer,
            slot,
            check_in,
        };
        kept::keep(&mut conn).await;
        drop(conn);
        Self {
            app,
            people: people.ids,
            tokens: people.tokens,
            browsers: people.browsers,
            csrf: Mutex::default(),
            objects,
            seminars: seminars.all.iter().map(|(label, _)| *label).collect(),
            bodies,
        }
    }

    /// Every address of a pattern: one for each object that can stand in it.
    pub fn addresses(&self, pattern: &str) -> Vec<(String, String)> {
        if !pattern.contains('{') {
            return vec![(String::new(), pattern.to_owned())];
        }
        let found = self
            .objects
            .iter()
            .find(|(begin, _)| pattern.starts_with(begin));
        let (_, objects) = found.unwrap_or_else(|| panic!("what stands in {pattern}?"));
        objects
            .iter()
            .map(|(label, values)| {
                let path = values
                    .iter()
                    .fold(pattern.to_owned(), |path, (name, value)| {
                        path.replace(&format!("{{{name}}}"), value)
                    });
                assert!(!path.contains('{'), "what stands in {path}?");
                (label.clone(), path)
            })
            .collect()
    }

    /// Makes everything what it was.
    pub async fn restore(&self) {
        kept::restore(&mut *self.app.conn().await).await;
    }

    /// A hash of everything there is.
    pub async fn everything(&self) -> String {
        kept::hash(&mut *self.app.conn().await).await
    }

    /// The browser of a role, as it is.
    pub async fn browser(&self, role: &str) -> Browser {
        let kept = self.browsers[role].lock().await;
        let mut browser = self.app.visitor();
        browser.cookies.clone_from(&kept.cookies);
        browser
    }
}
