//! Bodies in memory: rendered once per change, served without asking the database.
//!
//! A body stands on a [`Shelf`] until a counter that it rests on rises or the day changes in the hub's zone. Rendering
//! runs on the runtime on which [`Feeds::start`] was called, so that neither a client that goes away nor a web server's
//! own threads cut it off.
//!
//! What has to make room leaves a stub (`feeds::stubs`), and what somebody made up is told without looking it up each time
//! (`feeds::unknown`).

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::Days;
use tokio::runtime::Handle;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{
    body::Body,
    entries::Entries,
    entry,
    given::{Counts, FeedError, Given, Outcome, Told},
    model::{FeedRequest, Format, Shows},
    polls::{self, Client, GOOGLE_TAKES, Polls},
    source::{self, Found, ReadError},
    stubs::{Stub, Stubs, Version},
    unknown::Unknown,
};
use crate::base::{
    changes,
    clock::Clock,
    db::{Db, DbError},
    hub::Hub,
    ids::FeedId,
    secret::Key,
    shelf::{Got, Held, Key as _, Landed, Missing, Purpose, Shelf},
};

/// While the database is away, the last body is better than none.
const PURPOSE: Purpose = Purpose {
    what: "feed",
    room: 64 * 1024 * 1024,
    last_is_good_enough: true,
    requests: "maru_feed_requests_total",
    count: "maru_feed_bodies",
    bytes: "maru_feed_bytes",
    renders: "maru_feed_renders_total",
    evicted: "maru_feed_evicted_total",
};

/// Stubs that are looked at in the database at a time.
const LOOKS_AT_ONCE: usize = 2;
/// A database that takes longer to say how the counters stand is away.
const PATIENCE: Duration = Duration::from_secs(2);

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
    aside: Arc<Aside>,
    /// Ends the writing of polls with the last of the feeds.
    _writing: Arc<DropGuard>,
}

/// What is known beside the bodies.
#[derive(Debug)]
struct Aside {
    /// Of feeds whose bodies had to make room.
    stubs: Stubs,
    /// Of feeds that there are not.
    unknown: Unknown,
    looks: tokio::sync::Semaphore,
    /// Requests that a stub has answered.
    from_stubs: AtomicU64,
}

impl Feeds {
    /// Feeds over `db`, watched until the last clone is dropped. Must be called inside the runtime that is to do the work.
    pub fn start(db: Db, hub: Arc<Hub>, clock: Arc<dyn Clock>) -> Self {
        Self::with_room(db, hub, clock, PURPOSE.room)
    }

    /// The same with so many octets for bodies.
    pub fn with_room(db: Db, hub: Arc<Hub>, clock: Arc<dyn Clock>, room: usize) -> Self {
        let purpose = Purpose { room, ..PURPOSE };
        let polls = Arc::<Polls>::default();
        let stop = CancellationToken::new();
        let writing = Arc::new(stop.clone().drop_guard());
        {
            let (polls, db) = (Arc::clone(&polls), db.clone());
            tokio::spawn(async move { polls::run(&polls, &db, stop).await });
        }
        Self {
            shelf: Shelf::start(db.clone(), Arc::clone(&clock), purpose),
            hub,
            clock,
            runtime: Handle::current(),
            db,
            polls,
            aside: Arc::new(Aside {
                stubs: Stubs::default(),
                unknown: Unknown::default(),
                looks: tokio::sync::Semaphore::new(LOOKS_AT_ONCE),
                from_stubs: AtomicU64::new(0),
            }),
            _writing: writing,
        }
    }

    /// The body of a feed, no older than a second. What is in memory and good costs no question to the database.
    ///
    /// # Errors
    /// [`FeedError`].
    pub async fn get(&self, request: &FeedRequest) -> Result<Arc<Body>, FeedError> {
        if let Some(got) = self.shelf.at_hand(request).await {
            return got.held.what().answer();
        }
        self.rendered(request).await?.held.what().answer()
    }

    /// What a client gets that `has` some version of the feed. Where the body had to make room and that version is the
    /// current one, nothing is rendered.
    ///
    /// # Errors
    /// [`FeedError`].
    pub async fn ask(
        &self,
        request: &FeedRequest,
        has: impl Fn(&Version) -> bool,
    ) -> Result<Given, FeedError> {
        let got = match self.shelf.at_hand(request).await {
            Some(got) => got,
            None => match self.unchanged(request, has).await {
                Some(given) => return Ok(given),
                None => self.rendered(request).await?,
            },
        };
        Ok(Given {
            what: Told::Body(got.held.what().answer()?),
            is_current: got.is_current,
        })
    }

    /// The word that an evicted feed is as the client has it, where it is. While the database is away, that is said of the
    /// last version there was: the client keeps what it has, as it would be given the last body.
    async fn unchanged(
        &self,
        request: &FeedRequest,
        has: impl Fn(&Version) -> bool,
    ) -> Option<Given> {
        if self.shelf.last(request).is_some() {
            return None;
        }
        let stub = self.aside.stubs.of(request)?;
        let version = stub.version();
        if !has(&version) {
            return None;
        }
        let is_current = match self.still_stands(&stub).await {
            Some(true) => true,
            Some(false) => return None,
            None => false,
        };
        self.aside.from_stubs.fetch_add(1, Ordering::Relaxed);
        metrics::counter!(PURPOSE.requests, "from" => "stub").increment(1);
        Some(Given {
            what: Told::Unchanged(version),
            is_current,
        })
    }

    /// Whether the version of a stub is the current one; none where the database is away and does not say.
    async fn still_stands(&self, stub: &Stub) -> Option<bool> {
        if self.shelf.is_away() {
            return None;
        }
        if stub.day() != self.hub.zone.date(self.clock.now()) {
            return Some(false);
        }
        let _look = self.aside.looks.acquire().await;
        // Those who had their turn meanwhile may have waited for it in vain: then nobody else does.
        if self.shelf.is_away() {
            return None;
        }
        let sum = async {
            let mut conn = self.db.get().await?;
            let sum = changes::sum(&mut conn, &stub.subjects()).await?;
            Ok::<_, DbError>(sum)
        };
        match tokio::time::timeout(PATIENCE, sum).await {
            Ok(Ok(sum)) => return Some(stub.still_stands(sum)),
            Ok(Err(error)) => {
                tracing::debug!(%error, "the database is away: the last version of a feed stands");
            }
            Err(_) => tracing::debug!("the database hangs: the last version of a feed stands"),
        }
        self.shelf.lost();
        None
    }

    /// A feed that is not at hand.
    async fn rendered(&self, request: &FeedRequest) -> Result<Got<Outcome>, FeedError> {
        let is_new = self.shelf.last(request).is_none() && !self.shelf.is_away();
        let unknown = &self.aside.unknown;
        let lost = || self.shelf.lost();
        if is_new
            && unknown
                .is_made_up(&self.db, &self.hub.key, request.address(), lost)
                .await
        {
            metrics::counter!(PURPOSE.requests, "from" => "nothing").increment(1);
            return Err(FeedError::NotFound);
        }
        let held = self.shelf.get(request, || {
            let (feeds, request) = (self.clone(), request.clone());
            self.runtime.spawn(async move {
                let landed = feeds.shelf.fly(&request, feeds.render(&request)).await;
                feeds.keep_stub(&request, &landed);
                landed
            })
        });
        let got = held.await;
        if matches!(got, Err(Missing::NotFound)) {
            unknown.was_nothing();
        }
        Ok(got?)
    }

    /// Keeps what is to be left of a body. Of public feeds with wishes anyone can make up more than there is room for.
    fn keep_stub(&self, request: &FeedRequest, landed: &Landed<Outcome>) {
        if request.is_seldom() {
            return;
        }
        let stubs = &self.aside.stubs;
        match landed {
            Ok(held) => {
                let day = self.hub.zone.date(held.good_from());
                let stub = held
                    .what()
                    .body()
                    .and_then(|body| Stub::of(body, held.rests_on(), day));
                match stub {
                    Some(stub) => stubs.put(request, stub),
                    None => stubs.forget(request),
                }
            }
            Err(Missing::NotFound) => stubs.forget(request),
            Err(Missing::Unavailable) => {}
        }
        self.count();
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "memory is smaller than 2⁵³ octets, and a figure need not be exact"
    )]
    fn count(&self) {
        let (count, bytes) = self.aside.stubs.size();
        metrics::gauge!("maru_feed_stubs").set(count as f64);
        metrics::gauge!("maru_feed_stub_bytes").set(bytes as f64);
    }

    /// Notes that a personal feed was fetched, by the secret that has opened it and the `User-Agent`, which seminars it
    /// `shows`, and of how many octets it was ([`Told::octets`]). It is written later. What was not current
    /// ([`Given::is_current`]) is no news to anyone ([`super::late`]) and shows nothing; while the database is away from this
    /// node, nothing does.
    pub fn polled(&self, secret: &str, user_agent: &[u8], shows: Shows, octets: Option<usize>) {
        let shows = match self.shelf.is_away() {
            true => Shows::Nothing,
            false => shows,
        };
        if let Some([id]) = Key::ids_in::<1>(secret) {
            let client = Client::of(user_agent);
            let octets = octets.and_then(|octets| i64::try_from(octets).ok());
            self.polls
                .note(FeedId(id), client, self.clock.now(), shows, octets);
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

    /// What has been counted since the start.
    pub fn counts(&self) -> Counts {
        let (stubs, stub_bytes) = self.aside.stubs.size();
        Counts {
            renders: self.renders(),
            bodies: self.shelf.size(),
            stubs,
            stub_bytes,
            from_stubs: self.aside.from_stubs.load(Ordering::Relaxed),
            about_nothing: self.aside.unknown.questions(),
        }
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
                self.shelf.lost();
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
        let stub = self.aside.stubs.of(&request).map(|stub| stub.version());
        let body = self.runtime.spawn_blocking(move || {
            let began = Instant::now();
            let last = last.as_deref().and_then(|held| held.what().body());
            let before = last.map(|last| last.before()).unwrap_or_default();
            let written = entry::written(&hub, &rows, &request, &before);
            let (writing, octets) = (began.elapsed(), written.0.len());
            let is_large = i64::try_from(octets).is_ok_and(|octets| octets > GOOGLE_TAKES);
            if request.format() == Format::Calendar && is_large {
                tracing::warn!(
                    octets,
                    cut = rows.cut,
                    "a feed is larger than what Google Calendar takes"
                );
            }
            let public = request.address().is_public();
            let (body, compressing) =
                next(last, stub.as_ref(), written, reading.changed_at, public);
            // What it costs, not how long it takes: pieces are compressed at the same time.
            metrics::histogram!("maru_feed_writing_seconds").record(writing + compressing);
            body
        });
        let body = body.await.map_err(|error| {
            tracing::error!(%error, "a feed could not be rendered");
            Missing::Unavailable
        })?;
        Ok(Held::new(Outcome::Body(body), reading.rests_on, good))
    }
}

/// The body after `last`, or after the version of which a stub is left: the same one where no byte differs, otherwise one
/// with a later time. And how long it took to compress it.
fn next(
    last: Option<&Arc<Body>>,
    stub: Option<&Version>,
    written: (String, Entries),
    changed_at: crate::base::clock::Instant,
    public: bool,
) -> (Arc<Body>, Duration) {
    use chrono::SubsecRound;
    if let Some(last) = last
        && last.identity == written.0.as_bytes()
    {
        return (Arc::clone(last), Duration::ZERO);
    }
    let (mut body, compressing) = Body::new(written, changed_at.trunc_subsecs(0), public);
    let before = match (last, stub) {
        (Some(last), _) => Some(last.last_modified),
        (None, Some(stub)) if stub.etag_identity == body.etag_identity => {
            body.last_modified = stub.last_modified;
            None
        }
        (None, Some(stub)) => Some(stub.last_modified),
        (None, None) => None,
    };
    if let Some(before) = before {
        let later = before + chrono::Duration::seconds(1);
        body.last_modified = body.last_modified.max(later);
    }
    (Arc::new(body), compressing)
}
