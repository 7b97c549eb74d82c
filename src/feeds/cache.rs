//! Bodies in memory: rendered once per change, served without asking the database.
//!
//! A body stands on a [`Shelf`] until a counter that it rests on rises or the day changes in the hub's zone. Rendering
//! runs on the runtime on which [`Feeds::start`] was called, so that neither a client that goes away nor a web server's
//! own threads cut it off.

use std::sync::Arc;

use chrono::Days;
use tokio::runtime::Handle;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{
    body::Body,
    entry,
    model::{FeedRequest, Format},
    polls::{self, Client, Polls},
    source::{self, Found, ReadError},
};
use crate::base::{
    clock::Clock,
    db::{Db, DbError},
    hub::Hub,
    ids::FeedId,
    secret::Key,
    shelf::{Held, Missing, Purpose, Shelf, Weighs},
};

/// While the database is away, the last body is better than none.
const PURPOSE: Purpose = Purpose {
    what: "feed",
    room: 64 * 1024 * 1024,
    last_is_good_enough: true,
    requests: "maru_feed_requests_total",
    count: "maru_feed_bodies",
    bytes: "maru_feed_bytes",
};

/// The feeds of a hub. Clones share what they keep.
#[derive(Clone)]
pub struct Feeds {
    shelf: Shelf<FeedRequest, Outcome>,
    hub: Arc<Hub>,
    clock: Arc<dyn Clock>,
    runtime: Handle,
    db: Db,
    /// Who fetched personal feeds, until it is written.
    polls: Arc<Polls>,
    /// Ends the writing of polls with the last of the feeds.
    _writing: Arc<DropGuard>,
}

/// What a request gets.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// A body.
    Body(Arc<Body>),
    /// The word that the address was revoked.
    Gone,
}

impl Outcome {
    fn answer(&self) -> Result<Arc<Body>, FeedError> {
        match self {
            Self::Body(body) => Ok(Arc::clone(body)),
            Self::Gone => Err(FeedError::Gone),
        }
    }

    fn body(&self) -> Option<&Arc<Body>> {
        match self {
            Self::Body(body) => Some(body),
            Self::Gone => None,
        }
    }
}

impl Weighs for Outcome {
    fn weight(&self) -> usize {
        self.body().map_or(0, |body| body.weight())
    }
}

impl Weighs for FeedRequest {
    fn weight(&self) -> usize {
        // Addresses are short: what they weigh is in what the shelf reckons for a place.
        0
    }
}

/// Why there is no body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// There is no such feed, or it is not for everyone: 404.
    #[error("there is no such feed")]
    NotFound,
    /// Its address was revoked: 410, on which clients give up for good.
    #[error("this address was revoked")]
    Gone,
    /// The database is away and the feed was never rendered here: 503, to be asked again.
    #[error("the feed cannot be read now")]
    Unavailable,
}

impl From<Missing> for FeedError {
    fn from(missing: Missing) -> Self {
        match missing {
            Missing::NotFound => Self::NotFound,
            Missing::Unavailable => Self::Unavailable,
        }
    }
}

impl Feeds {
    /// Feeds over `db`, watched until the last clone is dropped. Must be called inside the runtime that is to do the work.
    pub fn start(db: Db, hub: Arc<Hub>, clock: Arc<dyn Clock>) -> Self {
        let polls = Arc::<Polls>::default();
        let stop = CancellationToken::new();
        let writing = Arc::new(stop.clone().drop_guard());
        {
            let (polls, db) = (Arc::clone(&polls), db.clone());
            tokio::spawn(async move { polls::run(&polls, &db, stop).await });
        }
        Self {
            shelf: Shelf::start(db.clone(), Arc::clone(&clock), PURPOSE),
            hub,
            clock,
            runtime: Handle::current(),
            db,
            polls,
            _writing: writing,
        }
    }

    /// The body of a feed, no older than a second. What is in memory and good costs no question to the database.
    ///
    /// # Errors
    /// [`FeedError`].
    pub async fn get(&self, request: &FeedRequest) -> Result<Arc<Body>, FeedError> {
        let held = self.shelf.get(request, || {
            let (feeds, request) = (self.clone(), request.clone());
            self.runtime
                .spawn(async move { feeds.shelf.fly(&request, feeds.render(&request)).await })
        });
        held.await?.what().answer()
    }

    /// Notes that a personal feed was fetched, by the secret that has opened it and the `User-Agent`. It is written later.
    pub fn polled(&self, secret: &str, user_agent: &[u8]) {
        if let Some([id]) = Key::ids_in::<1>(secret) {
            let client = Client::of(user_agent);
            self.polls.note(FeedId(id), client, self.clock.now());
        }
    }

    /// Writes at once who fetched personal feeds: for the end of a process.
    ///
    /// # Errors
    /// What the database says; what could not be written waits.
    pub async fn write_polls(&self) -> Result<(), DbError> {
        self.polls.write(&self.db).await
    }

    /// How many times a body was rendered since the start.
    pub fn renders(&self) -> u64 {
        self.shelf.renders()
    }

    /// Reads and renders a body.
    async fn render(&self, request: &FeedRequest) -> Result<Held<Outcome>, Missing> {
        let day = self.hub.zone.date(self.clock.now());
        let mut conn = self.shelf.connection().await?;
        let reading = match source::read(&mut conn, &self.hub, request, day).await {
            Ok(reading) => reading,
            Err(ReadError::NotFound) => return Err(Missing::NotFound),
            Err(ReadError::Database(error)) => {
                tracing::error!(%error, "a feed could not be read: the last body is served");
                return Err(Missing::Unavailable);
            }
        };
        drop(conn);
        let good = self.hub.zone.start_of(day)..self.hub.zone.start_of(day + Days::new(1));
        let rows = match reading.found {
            Found::Revoked => return Ok(Held::new(Outcome::Gone, reading.rests_on, good)),
            Found::Feed(rows) => rows,
        };
        let (hub, request) = (Arc::clone(&self.hub), request.clone());
        let last = self.shelf.last(&request);
        let body = self.runtime.spawn_blocking(move || {
            let written = entry::written(&hub, &rows, &request);
            if request.format() == Format::Calendar && written.len() > GOOGLE_TAKES {
                tracing::warn!(
                    octets = written.len(),
                    "a feed is larger than what Google Calendar takes"
                );
            }
            let last = last.as_deref().and_then(|held| held.what().body());
            let public = request.address().is_public();
            next(last, written, reading.changed_at, public)
        });
        let body = body.await.map_err(|error| {
            tracing::error!(%error, "a feed could not be rendered");
            Missing::Unavailable
        })?;
        Ok(Held::new(Outcome::Body(body), reading.rests_on, good))
    }
}

/// Octets of a calendar that Google still takes, about.
const GOOGLE_TAKES: usize = 1_000_000;

/// The body after `last`: the same one where no byte differs, otherwise one with a later time.
fn next(
    last: Option<&Arc<Body>>,
    written: String,
    changed_at: crate::base::clock::Instant,
    public: bool,
) -> Arc<Body> {
    use chrono::SubsecRound;
    let changed_at = changed_at.trunc_subsecs(0);
    match last {
        Some(last) if last.identity == written.as_bytes() => Arc::clone(last),
        Some(last) => {
            let later = last.last_modified + chrono::Duration::seconds(1);
            Arc::new(Body::new(written, changed_at.max(later), public))
        }
        None => Arc::new(Body::new(written, changed_at, public)),
    }
}
