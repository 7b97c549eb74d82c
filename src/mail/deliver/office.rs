//! The office: looks what is due, and sends it over a few connections at once.

use std::{
    sync::{Arc, atomic::AtomicUsize},
    time::Duration,
};

use diesel_async::AsyncPgConnection;
use tokio::{sync::Semaphore, task::JoinSet};
use tokio_util::sync::CancellationToken;

use super::{
    Composer, backoff,
    batch::{Carrier, Desk, Tally},
    carry::{Share, Size, carry},
    lease,
    rate::{self, Rates},
    together::Together,
};
use crate::{
    base::{
        clock::{Clock, Instant},
        db::{Db, DbError},
        ids,
    },
    jobs::wake::{Ear, POLL},
    mail::transport::{Destination, Patience, Transport},
};

/// How many messages are leased and composed at a time, by one connection: a few queries serve them all.
const BATCH: usize = 100;
/// For fewer than so many, another connection is not worth while.
const WORTH: usize = 25;
/// So many batches are claimed or composed at a time.
const PREPARED_AT_ONCE: usize = 2;
/// While a connection waits for its server, it is looked so often whether there is something for another one.
const AGAIN: Duration = Duration::from_secs(2);
/// By how many seconds the clock of this machine may be from the database's, by which all machines go.
const CLOCKS_DIFFER: i64 = 60;
/// What is said of mail that waits for a worker whose clock is wrong.
const ASTRAY: &str = "a worker's machine has a clock that is more than a minute from the database's, and sends nothing";
/// After a notification: what is queued at the same moment is taken together.
const GATHERING: Duration = Duration::from_millis(20);

/// What a round did, by number of messages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Round {
    /// Taken by the server, or captured.
    pub sent: usize,
    /// Refused for good, or not to be composed.
    pub failed: usize,
    /// No longer true.
    pub void: usize,
    /// Refused for now, and tried again later.
    pub later: usize,
    /// Why the server is believed to be away, or nothing can be sent from here; the rest waits.
    pub away: Option<String>,
}

/// Sends what is due. One per process is enough; any number may work over one database.
pub struct Office {
    desk: Arc<Desk>,
    destination: Destination,
    hello: String,
    patience: Patience,
    rates: Rates,
    node: String,
    /// Ways out that were used before and may still be connected.
    carriers: Vec<Carrier>,
    limit: usize,
    size: Arc<Size>,
}

impl Office {
    /// An office that sends to `destination` over at most `connections` connections. `hello` is the name it gives itself
    /// there: the host of the hub's mailbox. It needs as many connections to the database at most, and a few more: to prepare
    /// batches while others are sent, and to mark.
    pub fn new(
        db: Db,
        clock: Arc<dyn Clock>,
        destination: Destination,
        hello: &str,
        connections: usize,
        composer: Composer,
    ) -> Self {
        let node = ids::code_of(8);
        let limit = match destination {
            // The database itself takes them; a second connection would only wait for the first.
            Destination::Captured => 1,
            Destination::Smtp(_) => connections.max(1),
        };
        Self {
            desk: Arc::new(Desk {
                db,
                clock,
                composer,
                gone: AtomicUsize::new(0),
                together: Arc::new(Together::of(limit)),
                preparing: Semaphore::new(PREPARED_AT_ONCE),
                ahead: Semaphore::new(PREPARED_AT_ONCE),
            }),
            destination,
            hello: hello.to_owned(),
            patience: Patience::default(),
            rates: Rates::default(),
            node,
            carriers: Vec::new(),
            limit,
            size: Arc::new(Size::of(BATCH)),
        }
    }

    /// The same with other patience for the server.
    #[must_use]
    pub fn with_patience(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
    }

    /// The same with no more a minute than `rates` say; they are the same on every machine.
    #[must_use]
    pub fn with_rates(mut self, rates: Rates) -> Self {
        self.rates = rates;
        self
    }

    /// The same with batches of so many messages at most, and of [`GROUP`](super::GROUP) at least.
    #[must_use]
    pub fn with_batches(mut self, most: usize) -> Self {
        self.size = Arc::new(Size::of(most));
        self
    }

    /// Sends what comes due until `stop`: woken when something is queued, at the next time at which something is due, and
    /// every five seconds. While the server or the database is away it tries again after a pause. On `stop` the messages
    /// that are being sent at that moment are finished and marked; the rest is given back.
    pub async fn run(mut self, stop: &CancellationToken) {
        let mut ear = Ear::open(&self.desk.db, "maru_outbox", stop);
        let mut failures = 0;
        while !stop.is_cancelled() {
            let away = match self.round(stop).await {
                Ok(Round {
                    away: Some(why), ..
                }) => Some(why),
                Ok(_) => None,
                Err(error) => Some(error.to_string()),
            };
            let Some(why) = away else {
                failures = 0;
                let wait = self.until_next().await;
                if ear.wait(wait).await {
                    tokio::time::sleep(GATHERING).await;
                }
                continue;
            };
            failures += 1;
            let pause = backoff::server(failures, backoff::chance());
            tracing::warn!(why, pause = pause.as_secs(), "mail waits");
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
        for carrier in &mut self.carriers {
            carrier.close().await;
        }
    }

    /// Sends everything that is due now, once, and returns when that is done or cannot be done at this time.
    ///
    /// # Errors
    /// That the database could not be asked. What was sent is marked, or its lease runs out.
    pub async fn round(&mut self, stop: &CancellationToken) -> Result<Round, DbError> {
        let due = match self.due().await? {
            Ok(due) => due,
            Err(why) => {
                return Ok(Round {
                    away: Some(why),
                    ..Round::default()
                });
            }
        };
        let mut working = JoinSet::new();
        self.begin(&mut working, due, stop);
        let mut round = Round::default();
        let mut failed = None;
        while !working.is_empty() {
            tokio::select! {
                Some(done) = working.join_next() => match done {
                    Ok((carrier, tally, error)) => {
                        self.carriers.push(carrier);
                        round.add(tally);
                        failed = failed.or(error);
                    }
                    // Its messages come due again when their lease runs out.
                    Err(error) => tracing::error!(%error, "sending broke off"),
                },
                () = tokio::time::sleep(AGAIN) => {
                    let goes_on = failed.is_none() && round.away.is_none() && !stop.is_cancelled();
                    if goes_on && working.len() < self.limit {
                        match self.due().await {
                            Ok(Ok(due)) => self.begin(&mut working, due, stop),
                            Ok(Err(why)) => round.away = Some(why),
                            Err(error) => failed = Some(error),
                        }
                    }
                }
            }
        }
        if let Some(error) = failed {
            return Err(error);
        }
        if let Some(why) = &round.away {
            let mut conn = self.desk.db.get().await?;
            lease::explain_waiting(&mut conn, self.desk.clock.now(), why).await?;
        }
        Ok(round)
    }

    /// How much is due, as far as it makes a difference; or why nothing can be sent from here.
    async fn due(&self) -> Result<Result<usize, String>, DbError> {
        let now = self.desk.clock.now();
        let mut conn = self.desk.db.get().await?;
        if let Some(why) = self.astray(&mut conn, now).await? {
            return Ok(Err(why));
        }
        lease::tidy(&mut conn, now).await?;
        let room = rate::room(&mut conn, now, self.rates).await?;
        let due = lease::count_due(&mut conn, now, self.limit * WORTH).await?;
        Ok(Ok(due.min(room)))
    }

    /// Sets connections to work, as many as are worth while for what is due and are not at work.
    fn begin(
        &mut self,
        working: &mut JoinSet<(Carrier, Tally, Option<DbError>)>,
        due: usize,
        stop: &CancellationToken,
    ) {
        let idle = self.limit - working.len();
        for _ in 0..due.div_ceil(WORTH).min(idle) {
            let carrier = self.carriers.pop().unwrap_or_else(|| self.carrier());
            let share = Share {
                desk: self.desk.clone(),
                node: self.node.clone(),
                size: self.size.clone(),
                rates: self.rates,
            };
            working.spawn(carry(share, carrier, stop.clone()));
        }
    }

    /// Why this machine should neither send nor end anything: by its clock, what is due in days would be due now. What waits
    /// for it alone says so too, as whoever looks for it does not see this machine's log.
    async fn astray(
        &self,
        conn: &mut AsyncPgConnection,
        now: Instant,
    ) -> Result<Option<String>, DbError> {
        if !self.desk.clock.is_of_the_machine() {
            return Ok(None);
        }
        let right = lease::database_time(conn).await?;
        let by = (now - right).num_seconds();
        if by.abs() <= CLOCKS_DIFFER {
            return Ok(None);
        }
        // By the right time, and of what no other machine takes either: that one knows better why something waits.
        let overdue = right - chrono::Duration::seconds(CLOCKS_DIFFER);
        lease::explain_overdue(conn, overdue, ASTRAY).await?;
        let why = format!("this machine's clock is {by} s from the database's");
        Ok(Some(why))
    }

    fn carrier(&self) -> Carrier {
        match &self.destination {
            Destination::Captured => Carrier::Captured,
            Destination::Smtp(server) => {
                Carrier::Smtp(Transport::new(server.clone(), &self.hello, self.patience))
            }
        }
    }

    async fn until_next(&self) -> Duration {
        let now = self.desk.clock.now();
        let next = match self.desk.db.get().await {
            Ok(mut conn) => lease::next_due(&mut conn, now).await.ok().flatten(),
            Err(_) => None,
        };
        next.and_then(|next| (next - now).to_std().ok())
            .unwrap_or(POLL)
    }
}

impl Round {
    fn add(&mut self, tally: Tally) {
        self.sent += tally.sent;
        self.failed += tally.failed;
        self.void += tally.void;
        self.later += tally.later;
        self.away = self.away.take().or(tally.away);
    }
}
