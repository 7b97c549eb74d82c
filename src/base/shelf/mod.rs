//! What takes long to render and is asked for often: rendered once per change, served without asking the database.
//!
//! What stands on a shelf stays good until a counter that it rests on rises ([`super::changes`]) or its time is out. The
//! shelf looks for counters that have risen twice a second, and whenever it is told. The first request after that
//! renders, those beside it wait for the same.
//!
//! A change is seen within a second, on every node and also when notifications are lost. Where a node tells its shelf of
//! what it wrote itself ([`Shelf::written`]), nothing is served after that which has not been looked at since: whoever
//! has changed something sees it with the next request.

mod flight;
mod kept;
mod places;
mod watch;

use std::{
    hash::Hash,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use futures_util::future::Shared;
use tokio::{sync::Notify, task::JoinHandle, time::Duration};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{
    clock::Clock,
    db::{Connection, Db},
};
use flight::{Board, Flights};
use places::Sight;

pub use places::{Held, Places, Size};

/// A render that takes longer is given up.
const PATIENCE: Duration = Duration::from_secs(8);
/// Renders at a time, so that much that is asked for at once leaves connections to others.
const AT_ONCE: usize = 4;
/// How many of them may be of what is asked for seldom ([`Key::is_seldom`]): the rest wait behind nothing of that sort.
const SELDOM_AT_ONCE: usize = 2;

/// Something that takes room in memory.
pub trait Weighs: Send + Sync + 'static {
    /// Octets, about.
    fn weight(&self) -> usize;
}

/// What something is asked for by.
pub trait Key: Weighs + Clone + Eq + Hash {
    /// Whether it is one of very many that anyone can make up, such as an address with a query: what is asked for by it is
    /// given a small part of the room and of the turns, so that however many ask, nothing else is pushed out or held up.
    fn is_seldom(&self) -> bool {
        false
    }
}

/// What a shelf is for.
#[derive(Debug, Clone, Copy)]
pub struct Purpose {
    /// What is rendered, for the log: `feed`.
    pub what: &'static str,
    /// Octets that are kept.
    pub room: usize,
    /// Whether, while the database is away, the last of something is better than none, however old.
    pub last_is_good_enough: bool,
    /// The counter of requests.
    pub requests: &'static str,
    /// The gauge of how many are kept.
    pub count: &'static str,
    /// The gauge of what they weigh.
    pub bytes: &'static str,
    /// The counter of renders.
    pub renders: &'static str,
    /// The counter of what had to make room.
    pub evicted: &'static str,
}

/// Why there is nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// There is no such thing.
    NotFound,
    /// It cannot be rendered now.
    Unavailable,
}

/// A shelf. Clones share what stands on it.
pub struct Shelf<K, V>(Arc<Inner<K, V>>);

impl<K, V> Clone for Shelf<K, V> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

struct Inner<K, V> {
    db: Db,
    clock: Arc<dyn Clock>,
    purpose: Purpose,
    places: Places<K, V>,
    flights: Flights<K, V>,
    turns: tokio::sync::Semaphore,
    seldom_turns: tokio::sync::Semaphore,
    /// Whether the database did not answer when it was last asked.
    away: AtomicBool,
    /// Tells the watch to look now.
    look: Arc<Notify>,
    /// One looks at a time.
    looking: tokio::sync::Mutex<()>,
    /// How many times this node has told of something that it wrote.
    writes: AtomicU64,
    renders: AtomicU64,
    /// Ends the watch with the last of the clones.
    _watched: DropGuard,
}

/// A render on its way, which several wait for.
type Flight<V> = Shared<futures_util::future::BoxFuture<'static, Landed<V>>>;

/// What a render gives.
pub type Landed<V> = Result<Arc<Held<V>>, Missing>;

/// What a request gets.
#[derive(Debug)]
pub struct Got<V> {
    /// What is held.
    pub held: Arc<Held<V>>,
    /// Whether that is how things stand, as far as this node can know: not where it is the last there was, for want of a
    /// newer one.
    pub is_current: bool,
}

impl<V> Got<V> {
    fn current(held: Arc<Held<V>>) -> Self {
        Self {
            held,
            is_current: true,
        }
    }

    fn last(held: Arc<Held<V>>) -> Self {
        Self {
            held,
            is_current: false,
        }
    }
}

impl<K: Key, V: Weighs> Shelf<K, V> {
    /// An empty shelf over `db`, watched on the runtime on which this is called until the last clone is dropped.
    pub fn start(db: Db, clock: Arc<dyn Clock>, purpose: Purpose) -> Self {
        let stop = CancellationToken::new();
        let inner = Arc::new(Inner {
            db,
            clock,
            purpose,
            places: Places::new(purpose.room),
            flights: Flights::default(),
            turns: tokio::sync::Semaphore::new(AT_ONCE),
            seldom_turns: tokio::sync::Semaphore::new(SELDOM_AT_ONCE),
            away: AtomicBool::new(false),
            look: Arc::default(),
            looking: tokio::sync::Mutex::default(),
            writes: AtomicU64::new(0),
            renders: AtomicU64::new(0),
            _watched: stop.clone().drop_guard(),
        });
        tokio::spawn(watch::run(
            Arc::downgrade(&inner),
            inner.db.clone(),
            Arc::clone(&inner.look),
            stop,
        ));
        Self(inner)
    }

    /// What is in memory for `key` and good. While the database is away it may have changed.
    pub async fn at_hand(&self, key: &K) -> Option<Got<V>> {
        let held = self.0.good(key).await?;
        metrics::counter!(self.0.purpose.requests, "from" => "memory").increment(1);
        Some(Got {
            held,
            is_current: !self.is_away(),
        })
    }

    /// What is asked for by `key`: from memory where it is good, else what `start` renders by [`Self::fly`], as a task of
    /// its own that a client who goes away does not cut off. However many ask, they wait for one; where very many different
    /// ones wait already, there is none.
    ///
    /// # Errors
    /// [`Missing`].
    pub async fn get(
        &self,
        key: &K,
        start: impl Fn() -> JoinHandle<Landed<V>>,
    ) -> Result<Got<V>, Missing> {
        let inner = &self.0;
        if let Some(got) = self.at_hand(key).await {
            return Ok(got);
        }
        metrics::counter!(inner.purpose.requests, "from" => "rendered").increment(1);
        let last = || inner.last(key).map(Got::last).ok_or(Missing::Unavailable);
        if self.is_away()
            && let Ok(got) = last()
        {
            return Ok(got);
        }
        let (flight, joined_late) = match inner.board(key, &start) {
            Board::Landed(held) => return Ok(Got::current(held)),
            Board::Started(flight) => (flight, false),
            Board::Joined { flight, late } => (flight, late),
            Board::Full => return last(),
        };
        let mut landed = flight.await;
        if joined_late && landed.is_ok() {
            // Whatever flies now took off after this request came in.
            landed = match inner.board(key, &start) {
                Board::Landed(held) => Ok(held),
                Board::Started(next) | Board::Joined { flight: next, .. } => next.await,
                Board::Full => Err(Missing::Unavailable),
            };
        }
        match landed {
            Ok(held) => Ok(Got::current(held)),
            Err(Missing::Unavailable) => last(),
            Err(Missing::NotFound) => Err(Missing::NotFound),
        }
    }

    /// Carries a render out and keeps what it gives; tells the watch, for a counter may have risen meanwhile.
    ///
    /// # Errors
    /// [`Missing`].
    pub async fn fly(
        &self,
        key: &K,
        render: impl Future<Output = Result<Held<V>, Missing>>,
    ) -> Landed<V> {
        let inner = &self.0;
        let writes = inner.writes();
        let rendered = tokio::time::timeout(PATIENCE, async {
            let _seldom = match key.is_seldom() {
                true => Some(inner.seldom_turns.acquire().await),
                false => None,
            };
            let _turn = inner.turns.acquire().await;
            render.await
        });
        let rendered = rendered.await.unwrap_or_else(|_| {
            tracing::warn!("a {} took too long to render", inner.purpose.what);
            Err(Missing::Unavailable)
        });
        match rendered {
            Ok(held) => {
                inner.renders.fetch_add(1, Ordering::Relaxed);
                metrics::counter!(inner.purpose.renders).increment(1);
                let held = inner.places.put(key, held.seen_at(writes));
                inner.count();
                inner.look.notify_one();
                Ok(held)
            }
            Err(missing) => {
                if missing == Missing::NotFound {
                    inner.places.forget(key);
                    inner.count();
                }
                Err(missing)
            }
        }
    }

    /// A connection to render with.
    ///
    /// # Errors
    /// That the database is away, which the shelf takes note of.
    pub async fn connection(&self) -> Result<Connection, Missing> {
        self.0.db.get().await.map_err(|error| {
            tracing::warn!(%error, "a {} could not be rendered", self.0.purpose.what);
            self.lost();
            Missing::Unavailable
        })
    }

    /// Takes note that the database broke off while something was read: it is away until the watch has seen it again.
    pub fn lost(&self) {
        self.0.away.store(true, Ordering::Relaxed);
    }

    /// What was last kept for `key`, good or not.
    pub fn last(&self, key: &K) -> Option<Arc<Held<V>>> {
        self.0.places.last(key)
    }

    /// Whether the database did not answer when it was last asked.
    pub fn is_away(&self) -> bool {
        self.0.away.load(Ordering::Relaxed)
    }

    /// How much is kept.
    pub fn size(&self) -> Size {
        self.0.places.size()
    }

    /// This node has written something: what is kept is looked at before it is served again.
    pub fn written(&self) {
        self.0.writes.fetch_add(1, Ordering::SeqCst);
    }

    /// How many times something was rendered since the start.
    pub fn renders(&self) -> u64 {
        self.0.renders.load(Ordering::Relaxed)
    }
}

impl<K: Key, V: Weighs> Inner<K, V> {
    /// What this node has told of.
    fn writes(&self) -> u64 {
        self.writes.load(Ordering::SeqCst)
    }

    fn sight(&self, key: &K) -> Sight<V> {
        let writes = self.writes();
        self.places.sight(key, self.clock.now(), writes)
    }

    /// What is good for `key`; looked at first where this node has written since.
    async fn good(&self, key: &K) -> Option<Arc<Held<V>>> {
        match self.sight(key) {
            Sight::Good(held) => return Some(held),
            Sight::Nothing => return None,
            Sight::Unsure => {}
        }
        let _one = self.looking.lock().await;
        // Whoever looked meanwhile looked for this one too.
        if let Sight::Good(held) = self.sight(key) {
            return Some(held);
        }
        watch::look(self).await;
        match self.sight(key) {
            Sight::Good(held) => Some(held),
            Sight::Nothing | Sight::Unsure => None,
        }
    }

    fn last(&self, key: &K) -> Option<Arc<Held<V>>> {
        self.places
            .last(key)
            .filter(|_| self.purpose.last_is_good_enough)
    }

    fn board(&self, key: &K, start: impl Fn() -> JoinHandle<Landed<V>>) -> Board<V> {
        let landed = || match self.sight(key) {
            Sight::Good(held) => Some(held),
            Sight::Nothing | Sight::Unsure => None,
        };
        let writes = self.writes();
        self.flights.board(key, writes, landed, start)
    }

    /// Says how much is kept, to whoever watches the process.
    #[expect(
        clippy::cast_precision_loss,
        reason = "memory is smaller than 2⁵³ octets, and a figure need not be exact"
    )]
    fn count(&self) {
        let size = self.places.size();
        metrics::gauge!(self.purpose.count).set(size.count as f64);
        metrics::gauge!(self.purpose.bytes).set(size.bytes as f64);
        metrics::counter!(self.purpose.evicted).absolute(size.evicted);
    }
}
