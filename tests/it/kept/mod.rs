//! Pages that are kept for readers without a session: they are what the ordinary way shows, at once after a change and at
//! every instant; nothing of anyone is in them; and their forms work.

mod forms;
mod private;
mod standing;
mod times;
mod true_to;

use maru::web::server;
use serde_json::{Value, json};

use crate::support::{
    house::House,
    http::{Answer, Request},
};

/// A cookie of ours that says nothing: with it a page is made in the ordinary way.
const ORDINARY: &str = "maru_ordinary=1";

/// The house with a seminar of its series that has a speaker of an institution and can be joined from afar.
struct Scene {
    house: House,
    /// The page of the seminar.
    seminar: String,
    speaker: Value,
    institution: Value,
}

impl Scene {
    async fn new() -> Self {
        let house = House::new().await;
        let institution = json!({ "name": "Sample Institute", "zone": "Europe/Paris" });
        let made = house.admin.post("/institutions", institution).await;
        let institution = made.expect(201).json()["id"].clone();
        let person = json!({ "name": "Sam Speaker", "institution_id": institution });
        let made = house.admin.post("/people", person).await;
        let speaker = made.expect(201).json()["id"].clone();
        let code = house
            .seminar(json!({
                "title": "Kept talk", "starts_local": "2026-11-10T16:00:00", "topics": ["Alignment"],
                "speakers": [{ "person_id": speaker }], "join_url": "https://meet.example/secret",
            }))
            .await;
        let list = json!({ "name_en": "Kept list", "slug": "kept", "visibility": "public" });
        let list = house.admin.post("/lists", list).await.expect(201).json();
        let items = format!("/lists/{}/items", list["id"].as_str().unwrap());
        let rule = json!({ "what": "topic", "topic": "Alignment" });
        house.admin.post(&items, rule).await.expect(201);
        Self {
            house,
            seminar: format!("/seminars/{code}"),
            speaker,
            institution,
        }
    }

    /// Every page that is kept.
    fn pages(&self) -> [String; 6] {
        [
            "/".to_owned(),
            "/?series=scaling&from=2026-11-09".to_owned(),
            "/series/scaling".to_owned(),
            "/series/scaling?past=all".to_owned(),
            "/lists/kept".to_owned(),
            self.seminar.clone(),
        ]
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let request = Request::new("GET", path);
        let request = headers.iter().fold(request, |request, (name, value)| {
            request.header(name, value)
        });
        self.house.app.send(request).await
    }

    /// The page as a reader without a session is given it, which must be a kept one.
    async fn kept(&self, path: &str) -> Answer {
        let page = self.get(path, &[]).await.expect(200);
        assert!(is_kept(&page), "{path} was not kept: {:?}", page.headers);
        page
    }

    /// A second node over the same database.
    fn another_node(&self) -> std::net::SocketAddr {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let app = std::sync::Arc::clone(&self.house.app.app);
        let feeds = app.feeds();
        tokio::spawn(server::server(app, feeds, listener, 1).unwrap());
        address
    }
}

/// Whether a page came from what is kept: those alone have a tag.
fn is_kept(page: &Answer) -> bool {
    page.header("etag").is_some()
}

/// A page without the tokens of its forms, which are its reader's.
fn without_tokens(page: &Answer) -> String {
    let text = page.text();
    let mut parts = text.split(r#"<input type="hidden" name="csrf" value=""#);
    let mut plain = parts.next().unwrap().to_owned();
    for part in parts {
        plain += part.split_once("\">").unwrap().1;
    }
    plain
}
