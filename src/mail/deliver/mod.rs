//! The way out of the outbox: messages that are due are leased in batches, checked and composed by their slices seconds
//! before, and handed to the mail server, or captured where there is none.
//!
//! What it promises:
//!
//! * At least once. A message is marked only after the server took it, and at most [`GROUP`] that it took are not marked
//!   yet on each connection: so many are repeated, under the same Message-ID, where a worker is killed.
//! * One mail may tell several messages ([`Verdict::With`]). They are marked by the statement that marks it, so that all of
//!   them are repeated or none, and nothing with them that was not in it.
//! * Nothing is lost by a crash: a lease lasts 30 s by the database's clock; then the message is due again.
//! * Any number of workers on any number of machines never send one message twice because of each other.
//! * While the server is away nothing is taken out of the outbox. What is refused for now (4xx) is tried again after a
//!   minute, two, four, up to an hour, until its `not_after`; what is refused for good (5xx) fails at once with the
//!   server's words; neither stops the others, nor does a message that cannot be composed. What is refused for good before
//!   its recipient was named, such as when a quota is used up, is tried again as well: that is said of us.
//! * A server that is given a message and does not answer may have it all the same. It is waited for for minutes, under a
//!   lease that is prolonged, while other connections go on; after five such attempts the message has failed.
//! * Where the server says that nobody is at an address, whoever is to hear of it does ([`Composer::on_gone`]), in the
//!   transaction in which the message is marked. A server that says so of everyone is not believed, and asked again.
//! * Of two messages about one thing to one reader the later one waits while a worker has the other (`deliver::turn`), and
//!   what is sent was composed seconds before: what a slow server keeps waiting is composed anew.
//! * No more a minute than is set ([`Rates`]), over all connections of all machines.
//! * Nothing stale: from its `not_after` on a message is void, or failed where it was tried before.
//!
//! Whether a message is due goes by the clock that is handed in; leases go by the database's.

mod ahead;
mod backoff;
mod batch;
mod capture;
mod carry;
mod lease;
mod mark;
mod office;
mod rate;
mod refusal;
mod together;
mod turn;

use std::{fmt, sync::Arc};

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use futures_util::future::BoxFuture;

pub use lease::{claiming, tidy};
pub use office::{Office, Round};
pub use rate::Rates;

use super::{compose::Composed, outbox::Message};
use crate::base::{clock::Instant, ids::MessageId};

/// How many messages a connection may have handed over without having marked them.
pub const GROUP: usize = 4;

/// What a slice has to say of a message whose time has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It goes out like this.
    Send(Ready),
    /// The mail of that message tells it too, which is of the same batch and goes out: it ends as that one does.
    With(MessageId),
    /// It is no longer true, or not wanted, for this reason.
    Void(String),
    /// It is to go out then and not now, and gathers what comes until then.
    Wait(Instant),
    /// It cannot be made, for this reason: tried again a few times, then set aside.
    Fault(String),
}

/// A message ready to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ready {
    /// Its subject, for the list of captured mail.
    pub subject: String,
    /// What the server gets.
    pub mail: Composed,
}

type Compose = dyn for<'a> Fn(
        &'a mut AsyncPgConnection,
        &'a [Message],
    ) -> BoxFuture<'a, QueryResult<Vec<(MessageId, Verdict)>>>
    + Send
    + Sync;

type Gone = dyn for<'a> Fn(&'a mut AsyncPgConnection, &'a Message, &'a str) -> BoxFuture<'a, QueryResult<()>>
    + Send
    + Sync;

/// Asks the slices, for a batch at a time, and tells them; the one seam through which `mail` reaches what stands to its
/// right.
#[derive(Clone)]
pub struct Composer {
    compose: Arc<Compose>,
    gone: Arc<Gone>,
}

impl Composer {
    /// `compose` gives a verdict for each message of a batch, in any order; one that has none counts as a fault. It may
    /// fail or panic: then each message of the batch is asked about by itself, and what one mail may tell together.
    pub fn new<C>(compose: C) -> Self
    where
        C: for<'a> Fn(
                &'a mut AsyncPgConnection,
                &'a [Message],
            ) -> BoxFuture<'a, QueryResult<Vec<(MessageId, Verdict)>>>
            + Send
            + Sync
            + 'static,
    {
        Self {
            compose: Arc::new(compose),
            gone: Arc::new(|_, _, _| Box::pin(async { Ok(()) })),
        }
    }

    /// What follows when the server says that nobody is at the address of a message, with its words: done in the
    /// transaction in which the message is marked as failed.
    #[must_use]
    pub fn on_gone<G>(mut self, gone: G) -> Self
    where
        G: for<'a> Fn(
                &'a mut AsyncPgConnection,
                &'a Message,
                &'a str,
            ) -> BoxFuture<'a, QueryResult<()>>
            + Send
            + Sync
            + 'static,
    {
        self.gone = Arc::new(gone);
        self
    }
}

impl fmt::Debug for Composer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Composer")
    }
}
