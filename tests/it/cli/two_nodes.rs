//! Two processes of Maru over one database: rooms are raced for across both, and a change made at one is seen at the other.

use std::{collections::BTreeMap, net::SocketAddr, sync::Arc, time::Duration};

use serde_json::{Value, json};

use super::Maru;
use crate::support::http::{Answer, Request};

/// Two nodes that are up, and an administrator's token.
struct Nodes {
    addresses: [SocketAddr; 2],
    token: String,
    _up: [super::Serving; 2],
    /// Their database, which is dropped with it.
    _over: Maru,
}

impl Nodes {
    async fn up() -> Self {
        let one = Maru::new().await;
        let other = Maru::over(Arc::clone(&one.db));
        let (first, second) = tokio::join!(one.serve(&[]), other.serve(&[]));
        let address = "admin@hub.example";
        let token = one.prints(&["token", "--email", address, "--role", "administrator"]);
        Self {
            addresses: [one.address, other.address],
            token: token.trim().to_owned(),
            _up: [first, second],
            _over: one,
        }
    }

    /// What the node `n` answers.
    async fn ask(&self, n: usize, method: &str, path: &str, body: Value) -> Answer {
        self.request(method, path, &body)
            .send(self.addresses[n % 2])
            .await
    }

    fn request(&self, method: &str, path: &str, body: &Value) -> Request {
        Request::new(method, &format!("/api/v1{path}"))
            .header("Authorization", &format!("Bearer {}", self.token))
            .body("application/json", body.to_string())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_sixteen_bookings_at_two_processes_exactly_one_is_accepted() {
    let nodes = Nodes::up().await;
    let hall = json!({"name": "Hall", "kind": "hall"});
    let hall = nodes
        .ask(0, "POST", "/rooms", hall)
        .await
        .expect(201)
        .json();
    for day in 1..=8 {
        let booking = json!({
            "room_id": hall["id"],
            "title": "Raced for",
            "starts_local": format!("2027-03-{day:02}T10:00:00"),
            "ends_local": format!("2027-03-{day:02}T11:00:00"),
        });
        let all = (0..16).map(|n| {
            let request = nodes.request("POST", "/bookings", &booking);
            let address = nodes.addresses[n % 2];
            tokio::spawn(async move { request.send(address).await.status })
        });
        let mut answers: BTreeMap<u16, usize> = BTreeMap::new();
        for one in all.collect::<Vec<_>>() {
            *answers.entry(one.await.unwrap()).or_default() += 1;
        }
        assert_eq!(answers, [(201, 1), (409, 15)].into(), "{day} March");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_at_one_node_is_in_the_feed_of_the_other() {
    let nodes = Nodes::up().await;
    let series = json!({"title": "Shared", "slug": "shared", "zone": "Asia/Seoul"});
    let series = nodes
        .ask(0, "POST", "/series", series)
        .await
        .expect(201)
        .json();
    let feed = async || {
        let request = Request::new("GET", "/feeds/series/shared.ics");
        request.send(nodes.addresses[1]).await
    };
    for n in 1..=5 {
        let title = format!("Number {n}");
        let seminar = json!({
            "series_id": series["id"],
            "title": title,
            "starts_local": format!("2099-03-{n:02}T10:00:00"),
            "state": "announced",
        });
        nodes.ask(0, "POST", "/seminars", seminar).await.expect(201);
        // It is told within a second; a slow machine is given more, and a change that is never told fails here.
        let mut seen = false;
        for _ in 0..200 {
            seen = feed().await.expect(200).text().contains(&title);
            if seen {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert!(seen, "{title} never came to the other node");
    }
}
