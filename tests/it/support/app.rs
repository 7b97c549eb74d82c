//! The whole program over a database of its own: the real server on a port of its own, with a clock that stands still
//! until it is moved, and mail that is captured.

use std::{
    net::{SocketAddr, TcpListener},
    sync::Arc,
};

use actix_web::dev::ServerHandle;
use chrono::Duration;
use maru::{
    app::App,
    base::{
        audit::Channel,
        clock::{Clock, FixedClock, Instant},
        db::Connection,
        hub::Hub,
        ids::PersonId,
    },
    config::Config,
    feeds::Feeds,
    people::{
        model::Role,
        sign_in::{Visit, create_token, open_session},
    },
    web::{server, session},
};
use serde_json::Value;

use super::{
    browser::Browser,
    db::TestDb,
    http::{Answer, Request},
    make,
};

/// The whole program.
pub struct TestApp {
    /// Its database.
    pub db: TestDb,
    /// Its clock.
    pub clock: Arc<FixedClock>,
    /// The hub that it serves.
    pub hub: Hub,
    /// Where it answers.
    pub address: SocketAddr,
    /// What it is made of.
    pub app: Arc<App>,
    /// The feeds that it serves.
    pub feeds: Feeds,
    server: ServerHandle,
}

impl TestApp {
    /// The program as it is without settings.
    pub async fn new() -> Self {
        Self::with(&[]).await
    }

    /// The program with settings, by the names of their variables.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        Self::by(settings, |clock| clock as Arc<dyn Clock>).await
    }

    /// The program by a clock that moves on by a microsecond whenever it looks at it, as a real one does.
    pub async fn with_moving_clock() -> Self {
        Self::by(&[], |clock| Arc::new(Moving(clock)) as Arc<dyn Clock>).await
    }

    async fn by(
        settings: &[(&str, &str)],
        seen: impl FnOnce(Arc<FixedClock>) -> Arc<dyn Clock>,
    ) -> Self {
        let db = TestDb::new().await;
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let defaults = [
            ("MARU_LISTEN".to_owned(), address.to_string()),
            (
                "MARU_MAIL_FROM".to_owned(),
                "Hub <hub@hub.example>".to_owned(),
            ),
            ("MARU_SECRET_KEY".to_owned(), "5e".repeat(32)),
        ];
        let settings = settings
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let variables: std::collections::BTreeMap<_, _> =
            defaults.into_iter().chain(settings).collect();
        let config = Config::read(None, variables).unwrap();
        let clock = Arc::new(make::clock());
        let key = config.secret_key.clone().unwrap();
        let app = App::new(&config, key, db.db.clone(), seen(Arc::clone(&clock)));
        let app = Arc::new(app);
        let hub = app.hub.clone();
        let feeds = app.feeds();
        let running = server::server(Arc::clone(&app), feeds.clone(), listener, 1).unwrap();
        let server = running.handle();
        tokio::spawn(running);
        Self {
            db,
            clock,
            hub,
            address,
            app,
            feeds,
            server,
        }
    }

    /// A connection to its database.
    pub async fn conn(&self) -> Connection {
        self.db.db.get().await.unwrap()
    }

    /// Someone who signs in as `handle@hub.example`, has this name and these roles.
    pub async fn person(&self, handle: &str, name: &str, roles: &[Role]) -> PersonId {
        let mut conn = self.conn().await;
        let builder = make::person(&mut conn)
            .name(name)
            .email(&format!("{handle}@hub.example"));
        roles
            .iter()
            .fold(builder, |builder, role| builder.role(*role))
            .id()
            .await
    }

    /// The API as `person`, by a token of theirs.
    pub async fn api(&self, person: PersonId) -> Api {
        let mut conn = self.conn().await;
        let actor = make::acting(&mut conn, person).await;
        let (_, token) = create_token(&mut conn, &*self.clock, &actor, "test")
            .await
            .unwrap();
        Api {
            address: self.address,
            token,
        }
    }

    /// The API as an administrator.
    pub async fn admin(&self) -> Api {
        let admin = self
            .person("admin", "Ada Admin", &[Role::Administrator])
            .await;
        self.api(admin).await
    }

    /// A browser in which nobody is signed in.
    pub fn visitor(&self) -> Browser {
        Browser::new(self.address)
    }

    /// A browser in which `person` is signed in.
    pub async fn browser(&self, person: PersonId) -> Browser {
        let mut conn = self.conn().await;
        let (clock, visit) = (&*self.clock, Visit::default());
        let (_, token) = open_session(&mut conn, clock, person, Channel::Link, &visit)
            .await
            .unwrap();
        let mut browser = Browser::new(self.address);
        browser.cookies.insert(session::COOKIE.to_owned(), token);
        browser
    }

    /// Any request.
    pub async fn send(&self, request: Request) -> Answer {
        request.send(self.address).await
    }

    /// Any `GET`.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::new("GET", path)).await
    }
}

/// A clock of which no two looks are of one time.
struct Moving(Arc<FixedClock>);

impl Clock for Moving {
    fn now(&self) -> Instant {
        self.0.advance(Duration::microseconds(1));
        self.0.now()
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // The command is sent at once; waiting for its end is not needed.
        drop(self.server.stop(false));
    }
}

/// The JSON API with a token.
pub struct Api {
    address: SocketAddr,
    /// The token.
    pub token: String,
}

impl Api {
    /// A request with the token, below `/api/v1`.
    pub fn request(&self, method: &str, path: &str) -> Request {
        Request::new(method, &format!("/api/v1{path}"))
            .header("Authorization", &format!("Bearer {}", self.token))
    }

    /// Sends it.
    pub async fn send(&self, request: Request) -> Answer {
        request.send(self.address).await
    }

    /// `GET`.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request("GET", path)).await
    }

    /// `POST` with a body.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.with_body("POST", path, body).await
    }

    /// `PATCH` with a body.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.with_body("PATCH", path, body).await
    }

    /// `PUT` with a body.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.with_body("PUT", path, body).await
    }

    /// `DELETE`.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request("DELETE", path)).await
    }

    async fn with_body(&self, method: &str, path: &str, body: Value) -> Answer {
        let request = self
            .request(method, path)
            .body("application/json", body.to_string());
        self.send(request).await
    }
}
