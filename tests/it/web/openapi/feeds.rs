//! What can be subscribed to is answered as it is described: the body with its headers, that nothing has changed, and why there
//! is none.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::described::{Call, Described};
use crate::support::{
    app::TestApp,
    house::House,
    http::{Answer, Request},
};

/// The house with something of each kind that can be subscribed to, and what stands in the path of each call.
struct Scene {
    house: House,
    code: String,
    /// The feed of Min Member: its address in the API, and its secret.
    mine: String,
    secret: String,
}

impl Scene {
    async fn new() -> Self {
        let house = House::new().await;
        let institution = json!({ "name": "Sample Institute", "slug": "sample", "zone": "UTC" });
        let path = "/institutions";
        house.admin.post(path, institution).await.expect(201);
        let list = json!({ "name_en": "Chosen", "slug": "chosen", "visibility": "public" });
        house.admin.post("/lists", list).await.expect(201);
        let code = house.seminar(json!({})).await;
        let feeds = format!("/people/{}/feeds", house.member);
        let made = house.admin.post(&feeds, json!({})).await.expect(201).json();
        let url = made["url"].as_str().unwrap();
        let (_, file) = url.rsplit_once('/').unwrap();
        Self {
            code,
            mine: format!("{feeds}/{}", made["id"].as_str().unwrap()),
            secret: file.strip_suffix(".ics").unwrap().to_owned(),
            house,
        }
    }

    fn app(&self) -> &TestApp {
        &self.house.app
    }

    /// The path of a call, with what there is in it.
    fn there(&self, call: &Call<'_>) -> String {
        let name: &str = match call.path.rsplit_once('/').unwrap().0 {
            "/feeds" => return call.path.to_owned(),
            "/feeds/series" => "scaling",
            "/feeds/topics" => "alignment",
            "/feeds/institutions" => "sample",
            "/feeds/lists" => "chosen",
            "/feeds/rooms" => "hall-a",
            "/feeds/seminars" => &self.code,
            "/feeds/my" => &self.secret,
            other => panic!("what stands in {other}?"),
        };
        named(call, name)
    }

    async fn ask(&self, path: &str) -> Answer {
        self.app().get(path).await
    }
}

/// The path of a call with this name in it.
fn named(call: &Call<'_>, name: &str) -> String {
    let (before, rest) = call.path.split_once('{').unwrap();
    let (_, ending) = rest.split_once('}').unwrap();
    format!("{before}{name}{ending}")
}

fn feeds(described: &Described) -> Vec<Call<'_>> {
    let mut all = described.everything();
    all.retain(Call::is_beside);
    all
}

/// Whether an answer has the type and the headers that are described, and none of the others that could be.
fn is_as_described(call: &Call<'_>, answer: &Answer) {
    let told = &call.says["responses"][answer.status.to_string()];
    assert!(told.is_object(), "{}: {}", call.id(), answer.status);
    let kinds: Vec<&str> = match told["content"].as_object() {
        Some(content) => content.keys().map(String::as_str).collect(),
        None => Vec::new(),
    };
    let kind: Vec<&str> = answer.header("content-type").into_iter().collect();
    assert_eq!(kind, kinds, "{} {}", call.id(), answer.status);
    let keys = |value: &Value| -> BTreeSet<String> {
        let members = value.as_object().into_iter().flatten();
        members.map(|(name, _)| name.clone()).collect()
    };
    let told = keys(&told["headers"]);
    let there: BTreeSet<String> = ["ETag", "Last-Modified", "Retry-After"]
        .into_iter()
        .chain(told.get("Cache-Control").map(String::as_str))
        .filter(|name| answer.header(&name.to_lowercase()).is_some())
        .map(str::to_owned)
        .collect();
    assert_eq!(there, told, "{} {}", call.id(), answer.status);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_subscribed_to_is_answered_as_it_is_described() {
    let scene = Scene::new().await;
    let described = Described::by(scene.app()).await;
    let all = feeds(&described);
    assert_eq!(all.len(), 18);
    for call in &all {
        let path = scene.there(call);
        let whole = scene.ask(&path).await.expect(200);
        is_as_described(call, &whole);
        let tag = whole.header("etag").unwrap();
        let again = Request::new("GET", &path).header("If-None-Match", tag);
        let again = scene.app().send(again).await.expect(304);
        is_as_described(call, &again);
        let told = call.parameters("query");
        let nonsense: Vec<String> = told
            .iter()
            .map(|name| format!("{name}=%E2%9F%82"))
            .collect();
        let refused = scene.ask(&format!("{path}?{}", nonsense.join("&"))).await;
        let refused = refused.expect(422);
        is_as_described(call, &refused);
        // One line a language, which names each of them.
        let text = refused.text();
        let wrong = text.lines().nth(1).unwrap().split(" · ");
        let wrong: BTreeSet<&str> = wrong.map(|one| one.split(':').next().unwrap()).collect();
        assert_eq!(wrong, told, "{}", call.id());
        let has_name = call.path.contains('{');
        assert_eq!(call.statuses().contains(&"404"), has_name, "{}", call.id());
        if has_name {
            let none = scene.ask(&named(call, "nothing-there")).await.expect(404);
            is_as_described(call, &none);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_its_owner_can_ask_is_described_of_their_feed_alone() {
    let scene = Scene::new().await;
    let described = Described::by(scene.app()).await;
    let usual = ["cancelled", "days", "kinds", "lang", "past"];
    for call in feeds(&described) {
        let told: Vec<&str> = call.parameters("query").into_iter().collect();
        match call.id() {
            "get_personal_calendar" => assert_eq!(
                told,
                [
                    "alarms",
                    "cancelled",
                    "days",
                    "detail",
                    "kinds",
                    "lang",
                    "list",
                    "past"
                ]
            ),
            "get_seminar_calendar" => assert_eq!(told, ["cancelled", "lang"]),
            "get_room_calendar" => assert_eq!(told, ["cancelled", "days", "lang", "past"]),
            _ => assert_eq!(told, usual, "{}", call.id()),
        }
    }
    // A feed that was revoked says so, as it is described of this one alone.
    let mine = described.everything();
    let gone: Vec<&str> = mine
        .iter()
        .filter(|call| call.is_beside() && call.statuses().contains(&"410"))
        .map(Call::id)
        .collect();
    assert_eq!(gone, ["get_personal_calendar"]);
    let call = mine.iter().find(|call| call.id() == gone[0]).unwrap();
    scene.house.admin.delete(&scene.mine).await.expect(204);
    let asked = tokio::time::Instant::now();
    let answer = loop {
        let answer = scene.ask(&scene.there(call)).await;
        if answer.status == 410 {
            break answer;
        }
        assert!(asked.elapsed() < std::time::Duration::from_secs(1));
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    is_as_described(call, &answer);
}
