//! A hub with rows in it, for these tests.

use std::sync::Arc;

use chrono::Duration;
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use maru::{
    base::{
        audit::Author,
        changes::{self, Subject},
        clock::{Clock, FixedClock, Instant},
        hub::Hub,
        ids::{PersonId, SeriesId},
        language::Language,
        secret::Key,
        zone::Zone,
    },
    feeds::{
        Body, FeedError, Feeds,
        model::{Address, FeedRequest, Options},
    },
    people::model::Actor,
};
use uuid::Uuid;

use crate::support::db::TestDb;

/// Noon in Seoul, where the hub is.
pub fn noon() -> Instant {
    "2026-12-01T03:00:00Z".parse().unwrap()
}

/// A database, a hub and its feeds, whose clock stands at [`noon`].
pub struct World {
    pub db: TestDb,
    pub hub: Arc<Hub>,
    pub clock: Arc<FixedClock>,
    pub feeds: Feeds,
}

impl World {
    /// An empty hub but for the people 1 to 9 (`Sample 1` …), of whom 9 owns what nobody else does.
    pub async fn new() -> Self {
        let db = TestDb::new().await;
        let hub = Arc::new(hub());
        let clock = Arc::new(FixedClock::at(noon()));
        let feeds = Feeds::start(
            db.db.clone(),
            Arc::clone(&hub),
            Arc::clone(&clock) as Arc<dyn Clock>,
        );
        let world = Self {
            db,
            hub,
            clock,
            feeds,
        };
        world.run(&people()).await;
        world
    }

    /// A second node over the same database.
    pub fn another_node(&self) -> Feeds {
        Feeds::start(
            self.db.db.clone(),
            Arc::clone(&self.hub),
            Arc::clone(&self.clock) as Arc<dyn Clock>,
        )
    }

    /// A node over the same database that has room for one body.
    pub fn narrow_node(&self) -> Feeds {
        self.node_with_room(1)
    }

    /// A node over the same database with so many octets for bodies.
    pub fn node_with_room(&self, room: usize) -> Feeds {
        Feeds::with_room(
            self.db.db.clone(),
            Arc::clone(&self.hub),
            Arc::clone(&self.clock) as Arc<dyn Clock>,
            room,
        )
    }

    pub async fn conn(&self) -> maru::base::db::Connection {
        self.db.db.get().await.unwrap()
    }

    pub async fn run(&self, sql: &str) {
        self.conn().await.batch_execute(sql).await.unwrap();
    }

    /// Runs `sql` and raises the counters of `subjects`, in one transaction as every writer does.
    pub async fn change(&self, sql: &str, subjects: &[Subject]) {
        let mut conn = self.conn().await;
        change(&mut conn, &self.clock, sql, subjects).await;
    }

    pub async fn get(&self, address: Address) -> Result<Arc<Body>, FeedError> {
        self.ask(address, Options::default()).await
    }

    pub async fn ask(&self, address: Address, options: Options) -> Result<Arc<Body>, FeedError> {
        self.feeds.get(&FeedRequest::new(address, options)).await
    }

    /// What `address` gives once it is something else than `before`: within a second, or the test fails.
    pub async fn after(&self, address: Address, before: &Body) -> Result<Arc<Body>, FeedError> {
        let request = FeedRequest::new(address, Options::default());
        let asked = tokio::time::Instant::now();
        loop {
            let now = self.feeds.get(&request).await;
            if now.as_ref().map(|body| &body.identity) != Ok(&before.identity) {
                return now;
            }
            assert!(
                asked.elapsed() < std::time::Duration::from_secs(1),
                "a change was not seen within a second"
            );
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }
}

pub async fn change(
    conn: &mut AsyncPgConnection,
    clock: &FixedClock,
    sql: &str,
    subjects: &[Subject],
) {
    conn.batch_execute("BEGIN").await.unwrap();
    conn.batch_execute(sql).await.unwrap();
    changes::raise(conn, clock, subjects.iter().cloned())
        .await
        .unwrap();
    conn.batch_execute("COMMIT").await.unwrap();
}

fn hub() -> Hub {
    Hub {
        name: "Sample Hub".into(),
        zone: "Asia/Seoul".parse().unwrap(),
        language: Language::En,
        public_url: "https://hub.example".into(),
        mail_name: "Sample Hub".into(),
        mail_address: "hub@hub.example".into(),
        reply_tokens: true,
        change_window: std::time::Duration::from_mins(10),
        key: Key::from_hex(&"ab".repeat(32)).unwrap(),
    }
}

/// When rows were made, unless a test says otherwise.
pub const EARLY: &str = "2026-11-01T00:00:00Z";

pub fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

pub fn person(n: u128) -> PersonId {
    PersonId(id(n))
}

pub fn series_id(n: u128) -> SeriesId {
    SeriesId(id(n))
}

pub fn actor(n: u128) -> Actor {
    Actor {
        id: person(n),
        name: Some(format!("Sample {n}")),
        roles: [].into(),
        member: false,
        acts_for: Vec::new(),
        language: None,
        zone: None,
        author: Author {
            person: Some(person(n)),
            ..Author::worker()
        },
    }
}

/// The people 1 to 9.
pub fn people() -> String {
    let person = |n| {
        format!(
            "INSERT INTO people (id, name, created_at, modified_at) VALUES ('{}', 'Sample {n}', '{EARLY}', '{EARLY}');",
            id(n)
        )
    };
    (1..=9).map(person).collect()
}

pub fn institution(n: u128, slug: &str, name: &str) -> String {
    format!(
        "INSERT INTO institutions (id, slug, name, zone, created_at, modified_at) \
         VALUES ('{}', '{slug}', '{name}', 'UTC', '{EARLY}', '{EARLY}');",
        id(n)
    )
}

pub fn series(n: u128, slug: &str, title: &str) -> String {
    format!(
        "INSERT INTO series (id, slug, title, zone, created_at, modified_at) \
         VALUES ('{}', '{slug}', '{title}', 'Asia/Seoul', '{EARLY}', '{EARLY}');",
        id(n)
    )
}

pub fn room(n: u128, slug: &str, name: &str) -> String {
    format!(
        "INSERT INTO rooms (id, slug, name, kind, zone, created_at, modified_at) \
         VALUES ('{}', '{slug}', '{name}', 'hall', 'Asia/Seoul', '{EARLY}', '{EARLY}');",
        id(n)
    )
}

/// A seminar: announced, public, two days after [`noon`] at 16:00 in Seoul, for an hour.
#[derive(Clone)]
pub struct Seminar {
    pub n: u128,
    pub title: String,
    pub starts_at: Instant,
    pub state: &'static str,
    pub state_at: Instant,
    pub visibility: &'static str,
    pub series: Option<u128>,
    pub topics: &'static [&'static str],
    pub join_url: Option<&'static str>,
    pub owner: u128,
}

impl Seminar {
    pub fn new(n: u128, title: &str) -> Self {
        Self {
            n,
            title: title.into(),
            starts_at: noon() + Duration::days(2) + Duration::hours(4),
            state: "announced",
            state_at: EARLY.parse().unwrap(),
            visibility: "public",
            series: None,
            topics: &[],
            join_url: None,
            owner: 9,
        }
    }

    pub fn sql(&self) -> String {
        let seoul: Zone = "Asia/Seoul".parse().unwrap();
        let text = |value: &str| format!("'{}'", value.replace('\'', "''"));
        let topics: Vec<String> = self.topics.iter().map(|topic| text(topic)).collect();
        format!(
            "INSERT INTO seminars (id, code, uid, series_id, title, owner_id, entered_by, starts_local, zone, starts_at, \
             ends_at, duration_minutes, visibility, topics, join_url, state, state_at, created_at, modified_at) VALUES \
             ('{}', 'code{n}', '{n}@hub.example', {}, {}, '{owner}', '{owner}', '{}', 'Asia/Seoul', '{}', '{}', 60, '{}', \
             ARRAY[{}]::text[], {}, '{}', '{}', '{EARLY}', '{EARLY}');",
            id(self.n),
            self.series
                .map_or("NULL".into(), |n| format!("'{}'", id(n))),
            text(&self.title),
            seoul.local(self.starts_at),
            self.starts_at,
            self.starts_at + Duration::hours(1),
            self.visibility,
            topics.join(", "),
            self.join_url.map_or("NULL".into(), text),
            self.state,
            self.state_at,
            n = self.n,
            owner = id(self.owner),
        )
    }
}

pub fn speaker(seminar: u128, person: u128, role: &str, answer: &str) -> String {
    format!(
        "INSERT INTO speakers (seminar_id, person_id, role, answer, position) \
         SELECT '{}', '{}', '{role}', '{answer}', count(*) FROM speakers WHERE seminar_id = '{0}';",
        id(seminar),
        id(person)
    )
}

/// An attendance: `answer` as SQL, `NULL` for one that was asked and did not answer.
pub fn attendance(seminar: u128, person: u128, answer: Option<&str>) -> String {
    let (answer, rest) = match answer {
        Some(answer) => (format!("'{answer}'"), format!("'{EARLY}', 'page'")),
        None => ("NULL".into(), "NULL, NULL".into()),
    };
    // Whoever waits does so under a number of their own.
    let number = match answer.as_str() {
        "'waiting'" => person.to_string(),
        _ => "NULL".into(),
    };
    format!(
        "INSERT INTO attendances (seminar_id, person_id, invitation_no, invited_at, answer, answered_at, channel, waiting_no) \
         VALUES ('{}', '{}', 1, '{EARLY}', {answer}, {rest}, {number});",
        id(seminar),
        id(person)
    )
}

/// A booking that takes one room, with half an hour of set-up and tidy-up around it.
pub struct Booking {
    pub n: u128,
    pub room: u128,
    pub title: &'static str,
    pub starts_at: Instant,
    pub state: &'static str,
    pub seminar: Option<u128>,
    pub stay: Option<u128>,
    pub owner: u128,
}

impl Booking {
    pub fn new(n: u128, room: u128, title: &'static str) -> Self {
        Self {
            n,
            room,
            title,
            starts_at: noon() + Duration::days(2) + Duration::hours(4),
            state: "confirmed",
            seminar: None,
            stay: None,
            owner: 9,
        }
    }

    pub fn sql(&self) -> String {
        let or_null = |n: Option<u128>| n.map_or("NULL".into(), |n| format!("'{}'", id(n)));
        let ends_at = self.starts_at + Duration::hours(1);
        let local = |at: Instant| at.with_timezone(&chrono_tz::Asia::Seoul).naive_local();
        let occupied = match self.state {
            "held" | "confirmed" => self.state,
            _ => "released",
        };
        format!(
            "INSERT INTO bookings (id, code, uid, title, for_id, entered_by, starts_at, ends_at, starts_local, ends_local, \
             zone, state, state_at, created_at, modified_at, seminar_id, stay_id) VALUES \
             ('{id}', 'book{n}', 'booking{n}@hub.example', '{title}', '{owner}', '{owner}', '{starts_at}', '{ends_at}', \
             '{}', '{}', 'Asia/Seoul', '{state}', '{EARLY}', '{EARLY}', '{EARLY}', {}, {});\
             INSERT INTO occupancies (id, booking_id, room_id, blocked_from, blocked_to, state) \
             VALUES (gen_random_uuid(), '{id}', '{}', '{}', '{}', '{occupied}');",
            local(self.starts_at),
            local(ends_at),
            or_null(self.seminar),
            or_null(self.stay),
            id(self.room),
            self.starts_at - Duration::minutes(30),
            ends_at + Duration::minutes(30),
            id = id(self.n),
            n = self.n,
            title = self.title,
            owner = id(self.owner),
            starts_at = self.starts_at,
            state = self.state,
        )
    }
}

pub fn stay(n: u128, visitor: u128, host: u128, state: &str) -> String {
    format!(
        "INSERT INTO stays (id, code, uid, visitor_id, host_id, entered_by, from_date, to_date, zone, purpose, state, \
         state_at, created_at, modified_at) VALUES ('{}', 'stay{n}', 'stay{n}@hub.example', '{}', '{}', '{1}', \
         '2026-12-07', '2026-12-18', 'Asia/Seoul', 'Joint work', '{state}', '{EARLY}', '{EARLY}', '{EARLY}');",
        id(n),
        id(visitor),
        id(host)
    )
}
