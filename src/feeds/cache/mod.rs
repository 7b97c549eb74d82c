//! Bodies in memory: rendered once per change, served without asking the database.
//!
//! A body stays good until a counter that it rests on rises (`watch` looks twice a second, and whenever it is told) or
//! the day changes in the hub's zone. The first request after that renders, those beside it wait for the same; all of it
//! runs on the runtime on which [`Feeds::start`] was called, so that neither a client that goes away nor a web server's
//! own threads cut it off.

mod flight;
mod shelf;
mod watch;

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use chrono::Days;
use futures_util::future::Shared;
use tokio::{runtime::Handle, sync::Notify, time::Duration};
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
};
use flight::{Board, Flights};

pub use shelf::{Held, Outcome, Shelf};

/// Octets of bodies that are kept.
const ROOM: usize = 64 * 1024 * 1024;
/// A render that takes longer is given up: the last body is better than none.
const PATIENCE: Duration = Duration::from_secs(8);
/// Who joins a render that began longer ago waits for the next one: it could lack a change of a second ago.
const TOO_LATE: Duration = Duration::from_millis(400);
/// Renders at a time, so that many feeds asked for at once leave connections to others.
const AT_ONCE: usize = 4;

/// The feeds of a hub. Clones share what they keep.
#[derive(Clone)]
pub struct Feeds(Arc<Inner>);

struct Inner {
    db: Db,
    hub: Arc<Hub>,
    clock: Arc<dyn Clock>,
    runtime: Handle,
    shelf: Shelf,
    flights: Flights,
    turns: tokio::sync::Semaphore,
    /// Whether the database did not answer when it was last asked.
    away: AtomicBool,
    /// Tells the watch to look now.
    look: Arc<Notify>,
    renders: AtomicU64,
    /// Who fetched personal feeds, until it is written.
    polls: Arc<Polls>,
    /// Ends the watch, and the writing of polls, with the last of the feeds.
    _watched: DropGuard,
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

impl Feeds {
    /// Feeds over `db`, watched until the last clone is dropped. Must be called inside the runtime that is to do the work.
    pub fn start(db: Db, hub: Arc<Hub>, clock: Arc<dyn Clock>) -> Self {
        let stop = CancellationToken::new();
        let inner = Arc::new(Inner {
            db,
            hub,
            clock,
            runtime: Handle::current(),
            shelf: Shelf::new(ROOM),
            flights: Flights::default(),
            turns: tokio::sync::Semaphore::new(AT_ONCE),
            away: AtomicBool::new(false),
            look: Arc::default(),
            renders: AtomicU64::new(0),
            polls: Arc::default(),
            _watched: stop.clone().drop_guard(),
        });
        tokio::spawn(watch::run(
            Arc::downgrade(&inner),
            inner.db.clone(),
            Arc::clone(&inner.look),
            stop.clone(),
        ));
        let (polls, db) = (Arc::clone(&inner.polls), inner.db.clone());
        tokio::spawn(async move { polls::run(&polls, &db, stop).await });
        Self(inner)
    }

    /// The body of a feed, no older than a second. What is in memory and good costs no question to the database.
    ///
    /// # Errors
    /// [`FeedError`].
    pub async fn get(&self, request: &FeedRequest) -> Result<Arc<Body>, FeedError> {
        let inner = &self.0;
        if let Some(held) = inner.good(request) {
            metrics::counter!("maru_feed_requests_total", "from" => "memory").increment(1);
            return held.answer();
        }
        metrics::counter!("maru_feed_requests_total", "from" => "rendered").increment(1);
        if inner.away.load(Ordering::Relaxed)
            && let Some(held) = inner.shelf.last(request)
        {
            return held.answer();
        }
        let (flight, joined_late) = match inner.board(request) {
            Board::Landed(held) => return held.answer(),
            Board::Started(flight) => (flight, false),
            Board::Joined(flight, flying_for) => (flight, flying_for > TOO_LATE),
        };
        let landed = flight.await;
        if joined_late && landed.is_ok() {
            // Whatever flies now took off after this request came in.
            return match inner.board(request) {
                Board::Landed(held) => held.answer(),
                Board::Started(next) | Board::Joined(next, _) => inner.answer(request, next.await),
            };
        }
        inner.answer(request, landed)
    }

    /// Notes that a personal feed was fetched, by the secret that has opened it and the `User-Agent`. It is written later.
    pub fn polled(&self, secret: &str, user_agent: &[u8]) {
        if let Some([id]) = Key::ids_in::<1>(secret) {
            let client = Client::of(user_agent);
            self.0.polls.note(FeedId(id), client, self.0.clock.now());
        }
    }

    /// Writes at once who fetched personal feeds: for the end of a process.
    ///
    /// # Errors
    /// What the database says; what could not be written waits.
    pub async fn write_polls(&self) -> Result<(), DbError> {
        self.0.polls.write(&self.0.db).await
    }

    /// How many times a body was rendered since the start.
    pub fn renders(&self) -> u64 {
        self.0.renders.load(Ordering::Relaxed)
    }
}

/// A render on its way, which several wait for.
type Flight = Shared<futures_util::future::BoxFuture<'static, Landed>>;
type Landed = Result<Arc<Held>, FeedError>;

impl Inner {
    fn good(&self, request: &FeedRequest) -> Option<Arc<Held>> {
        self.shelf.good(request, self.clock.now())
    }

    fn board(self: &Arc<Self>, request: &FeedRequest) -> Board {
        self.flights.board(
            request,
            || self.good(request),
            || {
                let (inner, request) = (Arc::clone(self), request.clone());
                self.runtime.spawn(async move { inner.fly(&request).await })
            },
        )
    }

    /// What landed; where the database was away, the last body.
    fn answer(&self, request: &FeedRequest, landed: Landed) -> Result<Arc<Body>, FeedError> {
        match landed {
            Ok(held) => held.answer(),
            Err(FeedError::Unavailable) => self
                .shelf
                .last(request)
                .map_or(Err(FeedError::Unavailable), |held| held.answer()),
            Err(error) => Err(error),
        }
    }

    /// Reads, renders and keeps a body; tells the watch, for a counter may have risen meanwhile.
    async fn fly(self: Arc<Self>, request: &FeedRequest) -> Landed {
        let rendered = match tokio::time::timeout(PATIENCE, self.render(request)).await {
            Ok(rendered) => rendered,
            Err(_) => {
                tracing::warn!("a feed took too long to render");
                Err(FeedError::Unavailable)
            }
        };
        match rendered {
            Ok(held) => {
                let held = self.shelf.put(request, held);
                self.look.notify_one();
                Ok(held)
            }
            Err(error) => {
                if error == FeedError::NotFound {
                    self.shelf.forget(request);
                }
                Err(error)
            }
        }
    }

    async fn render(self: &Arc<Self>, request: &FeedRequest) -> Result<Held, FeedError> {
        let _turn = self.turns.acquire().await;
        let day = self.hub.zone.date(self.clock.now());
        let mut conn = self.db.get().await.map_err(|error| {
            tracing::warn!(%error, "a feed could not be rendered: the last body is served");
            self.away.store(true, Ordering::Relaxed);
            FeedError::Unavailable
        })?;
        let reading = match source::read(&mut conn, &self.hub, request, day).await {
            Ok(reading) => reading,
            Err(ReadError::NotFound) => return Err(FeedError::NotFound),
            Err(ReadError::Database(error)) => {
                tracing::error!(%error, "a feed could not be read: the last body is served");
                return Err(FeedError::Unavailable);
            }
        };
        drop(conn);
        let good = self.hub.zone.start_of(day)..self.hub.zone.start_of(day + Days::new(1));
        let rows = match reading.found {
            Found::Revoked => return Ok(Held::new(Outcome::Gone, reading.rests_on, good)),
            Found::Feed(rows) => rows,
        };
        let (inner, request) = (Arc::clone(self), request.clone());
        let last = self.shelf.last(&request);
        let body = self.runtime.spawn_blocking(move || {
            let written = entry::written(&inner.hub, &rows, &request);
            if request.format() == Format::Calendar && written.len() > GOOGLE_TAKES {
                tracing::warn!(
                    octets = written.len(),
                    "a feed is larger than what Google Calendar takes"
                );
            }
            next(
                last.as_deref(),
                written,
                reading.changed_at,
                request.address().is_public(),
            )
        });
        let body = body.await.map_err(|error| {
            tracing::error!(%error, "a feed could not be rendered");
            FeedError::Unavailable
        })?;
        self.renders.fetch_add(1, Ordering::Relaxed);
        Ok(Held::new(Outcome::Body(body), reading.rests_on, good))
    }
}

/// Octets of a calendar that Google still takes, about.
const GOOGLE_TAKES: usize = 1_000_000;

/// The body after `last`: the same one where no byte differs, otherwise one with a later time.
fn next(
    last: Option<&Held>,
    written: String,
    changed_at: crate::base::clock::Instant,
    public: bool,
) -> Arc<Body> {
    use chrono::SubsecRound;
    let changed_at = changed_at.trunc_subsecs(0);
    match last.and_then(Held::body) {
        Some(last) if last.identity == written.as_bytes() => Arc::clone(last),
        Some(last) => {
            let later = last.last_modified + chrono::Duration::seconds(1);
            Arc::new(Body::new(written, changed_at.max(later), public))
        }
        None => Arc::new(Body::new(written, changed_at, public)),
    }
}
