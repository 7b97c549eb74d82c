//! Two nodes over one database: what is changed through one is in the feed of the other, with and without notifications.

use std::{
    net::{SocketAddr, TcpListener},
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use diesel::{sql_query, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::{
    processes::{Count, NEVER, named},
    times,
};
use crate::{
    cli::{KEY, Serving, bare},
    support::{db::TestDb, http::Request},
};

/// A change that is not seen by then is never seen: a node looks twice a second, told of it or not.
const NEVER_SEEN: Duration = Duration::from_secs(20);

/// `maru serve` without a worker, known to the database by a name of its own.
struct Node {
    address: SocketAddr,
    _process: Serving,
}

impl Node {
    async fn start(url: &str, name: &str) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let child = bare(&["serve", "--no-worker"])
            .env("DATABASE_URL", named(url, name))
            .env("MARU_SECRET_KEY", KEY)
            .env("MARU_LISTEN", address.to_string())
            .env("MARU_LOG", "error")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let node = Self {
            address,
            _process: Serving(child),
        };
        let began = Instant::now();
        while tokio::net::TcpStream::connect(address).await.is_err() {
            assert!(began.elapsed() < NEVER, "{name} does not come up");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        node
    }
}

/// Two nodes, a series and a seminar in it.
struct Ground {
    writes: Node,
    serves: Node,
    token: String,
    seminar: String,
    test: TestDb,
}

const FEED: &str = "/feeds/series/shared.ics";

impl Ground {
    async fn new() -> Self {
        let test = TestDb::new().await;
        let (writes, serves) = tokio::join!(
            Node::start(&test.url, "writes"),
            Node::start(&test.url, "serves")
        );
        let address = "admin@hub.example";
        let printed = bare(&["token", "--email", address, "--role", "administrator"])
            .env("DATABASE_URL", &test.url)
            .env("MARU_SECRET_KEY", KEY)
            .output()
            .unwrap();
        let token = String::from_utf8(printed.stdout).unwrap();
        let mut ground = Self {
            writes,
            serves,
            token: token.trim().to_owned(),
            seminar: String::new(),
            test,
        };
        let series = json!({ "title": "Shared", "slug": "shared", "zone": "Asia/Seoul" });
        let series = ground.api("POST", "/series", series, 201).await;
        let seminar = json!({ "series_id": series["id"], "title": "Number 0", "state": "announced",
                              "starts_local": "2099-03-01T10:00:00" });
        let seminar = ground.api("POST", "/seminars", seminar, 201).await;
        seminar["id"]
            .as_str()
            .unwrap()
            .clone_into(&mut ground.seminar);
        ground.seen(0, 0).await;
        ground
    }

    /// What the node that writes answers.
    async fn api(&self, method: &str, path: &str, body: Value, status: u16) -> Value {
        Request::new(method, &format!("/api/v1{path}"))
            .header("Authorization", &format!("Bearer {}", self.token))
            .body("application/json", body.to_string())
            .send(self.writes.address)
            .await
            .expect(status)
            .json()
    }

    /// Waits until the other node's feed holds number `now` and nothing else. Until then it holds number `before`: never
    /// something older, and never nothing.
    async fn seen(&self, before: u32, now: u32) -> Duration {
        let began = Instant::now();
        let title = |n| format!("SUMMARY:Number {n}");
        loop {
            let feed = Request::new("GET", FEED).send(self.serves.address).await;
            let text = feed.expect(200).text();
            let titles: Vec<&str> = text
                .lines()
                .filter(|line| line.starts_with("SUMMARY:"))
                .collect();
            if titles == [title(now)] {
                return began.elapsed();
            }
            assert_eq!(titles, [title(before)]);
            assert!(began.elapsed() < NEVER_SEEN, "number {now} never came");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Changes the title so many times; how long each took from the answer of one node to the feed of the other.
    async fn changes(&self, times: u32) -> Vec<Duration> {
        let path = format!("/seminars/{}", self.seminar);
        let mut delays = Vec::new();
        for n in 1..=times {
            let body = json!({ "title": format!("Number {n}") });
            self.api("PATCH", &path, body, 200).await;
            delays.push(self.seen(n - 1, n).await);
        }
        delays
    }
}

/// What is said of delays: none of them decides anything.
fn told(what: &str, mut delays: Vec<Duration>) {
    delays.sort_unstable();
    let at = |percent: usize| delays[(delays.len() - 1) * percent / 100];
    let late = delays.iter().filter(|delay| delay.as_secs() >= 1).count();
    println!(
        "{what}: {} changes seen; median {:?}, 99th of a hundred {:?}, longest {:?}; {late} after more than a second",
        delays.len(),
        at(50),
        at(99),
        at(100),
    );
}

/// Cuts the node's ear off whenever it has one, until `stop`; counts how often.
async fn cut(mut conn: AsyncPgConnection, cuts: Arc<AtomicUsize>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let cut: Count = sql_query(
            "SELECT count(pg_terminate_backend(pid)) AS count FROM pg_stat_activity \
             WHERE datname = current_database() AND application_name = $1 AND query LIKE 'LISTEN maru_changes%'",
        )
        .bind::<sql_types::Text, _>("serves")
        .get_result(&mut conn)
        .await
        .unwrap();
        cuts.fetch_add(usize::try_from(cut.count).unwrap(), Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_change_through_one_node_is_in_the_feed_of_the_other() {
    let ground = Ground::new().await;
    let delays = ground.changes(times("MARU_FAULT_CHANGES", 3)).await;
    told("with notifications", delays);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_change_is_seen_by_a_node_whose_ear_is_cut_off_again_and_again() {
    let ground = Ground::new().await;
    let (cuts, stop) = (Arc::<AtomicUsize>::default(), CancellationToken::new());
    let conn = ground.test.connect().await;
    let cutting = tokio::spawn(cut(conn, Arc::clone(&cuts), stop.clone()));
    let delays = ground.changes(times("MARU_FAULT_CHANGES", 3)).await;
    stop.cancel();
    cutting.await.unwrap();
    let cuts = AtomicUsize::load(&cuts, Ordering::Relaxed);
    told(&format!("with {cuts} cuts"), delays);
    assert!(cuts > 0, "nothing was cut off");
}
