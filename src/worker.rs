//! The worker: what goes on beside the requests, in `maru serve` and, by itself and on any machine, in `maru worker`.
//!
//! It joins what the direction of modules keeps apart: [`crate::mail::deliver`] has messages that are due, and the slices
//! know what they say ([`telling`]), and with what came in by mail ([`inbound`]). The rest is work that comes round ([`prune`]).

pub mod inbound;
pub mod prune;
mod settings;
pub mod telling;
pub mod zones;

use std::{convert::Infallible, sync::Arc, time::Duration};

use inbound::poll::PollFault;
use zones::ZonesFault;

pub use settings::{SettingError, destination, mailbox, signer};

use crate::{
    app::App,
    base::{db::DbError, error::Refusal, hub::Hub},
    config::Config,
    jobs::{
        presence::{self, Presence},
        runner::{Context, Runner},
        schedule::{self, Task},
    },
    mail::{
        deliver::{self, Office, Rates},
        inbound::imap::Source,
        sign::Signer,
        transport::Destination,
    },
    rooms,
    seminars::{
        self,
        notices::{self, digest},
    },
};

/// How often leases of lost workers are looked for while an office has its hands full.
const TIDYING: Duration = Duration::from_secs(10);
/// How often mail that came in is looked for: `maru receive` deals with it at once, unless something fails.
const INBOUND: Duration = Duration::from_secs(10);
/// How often a mailbox is asked for new mail: what people write is to be passed on within a minute.
const POLLING: Duration = Duration::from_secs(20);
/// How often is looked for digests that are due.
const DIGESTS: Duration = Duration::from_mins(1);
/// How often is looked for bookings that begin soon.
const BOOKINGS: Duration = Duration::from_mins(5);
/// How often is looked for offers of times that have come to their end.
const OFFERS: Duration = Duration::from_mins(1);
/// How often is looked for seminars that have just ended.
const AFTERWARDS: Duration = Duration::from_mins(15);
/// How often is looked whether the rules of a time zone have moved something: within the hour after a new release.
const ZONES: Duration = Duration::from_hours(1);
/// How often what has served its time is removed.
const PRUNING: Duration = Duration::from_hours(1);

/// Why offers could not be ended.
#[derive(Debug, thiserror::Error)]
enum OffersFault {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// Starts the worker's loops; they end with the runner. They take up to as many connections to the database as there are
/// to the mail server, and four more.
///
/// # Errors
/// [`SettingError`] where a setting names no server, no mailbox or no key.
pub fn start(runner: &mut Runner, app: &Arc<App>, config: &Config) -> Result<(), SettingError> {
    let destination = destination(config)?;
    let signer = signer(config)?;
    let mailbox = mailbox(config)?;
    let hub = Arc::new(app.hub.clone());
    let mut does = vec!["mail", "schedule"];
    does.extend(mailbox.as_ref().map(|_| "mailbox"));
    let worker = Presence::of_this_process(&*app.clock, &does);
    runner.spawn("presence", move |context: Context| {
        presence::keep(context, worker.clone())
    });
    let (app, connections) = (app.clone(), config.smtp_connections);
    let rates = Rates {
        all: config.smtp_rate,
        domain: config.smtp_rate_per_domain,
    };
    runner.spawn("mail", move |context: Context| {
        let office = office(&app, destination.clone(), connections, signer.clone());
        let office = office.with_rates(rates);
        async move {
            office.run(&context.stop).await;
            Ok::<(), Infallible>(())
        }
    });
    let tasks_hub = hub.clone();
    runner.spawn("schedule", move |context| {
        schedule::run(context, tasks(&tasks_hub))
    });
    if let Some(source) = mailbox {
        // A loop of its own: a server that is slow to answer holds up nothing else.
        runner.spawn("mailbox", move |context| {
            schedule::run(context, vec![polling(&hub, &source)])
        });
    }
    Ok(())
}

/// A mailbox, asked for new mail by one machine at a time.
fn polling(hub: &Arc<Hub>, source: &Source) -> Task {
    let (hub, source) = (hub.clone(), source.clone());
    Task::new("imap", POLLING, move |context: Context| {
        let (hub, source) = (hub.clone(), source.clone());
        async move {
            inbound::poll::poll(&context.db, &*context.clock, &hub, &source).await?;
            Ok::<(), PollFault>(())
        }
    })
}

/// The office that sends what the hub has to tell to `destination`, signed where there is a `signer`.
pub fn office(
    app: &App,
    destination: Destination,
    connections: usize,
    signer: Option<Arc<Signer>>,
) -> Office {
    Office::new(
        app.db.clone(),
        app.clock.clone(),
        destination,
        app.hub.mail_host(),
        connections,
        telling::composer(app.clock.clone(), Arc::new(app.hub.clone()), signer),
    )
}

/// What comes round.
fn tasks(hub: &Arc<Hub>) -> Vec<Task> {
    let (digests_hub, zones_hub, offers_hub) = (hub.clone(), hub.clone(), hub.clone());
    let (afterwards_hub, bookings_hub) = (hub.clone(), hub.clone());
    let hub = hub.clone();
    vec![
        Task::new("afterwards", AFTERWARDS, move |context: Context| {
            let hub = afterwards_hub.clone();
            async move {
                let mut conn = context.db.get().await?;
                let made = notices::make_afterwards(&mut conn, &*context.clock, &hub).await?;
                if made > 0 {
                    tracing::info!(made, "made what is told of seminars that have ended");
                }
                Ok::<(), DbError>(())
            }
        }),
        Task::new("bookings", BOOKINGS, move |context: Context| {
            let hub = bookings_hub.clone();
            async move {
                let mut conn = context.db.get().await?;
                let made =
                    rooms::notices::remind_of_bookings(&mut conn, &*context.clock, &hub).await?;
                if made > 0 {
                    tracing::info!(made, "queued reminders of bookings that begin soon");
                }
                Ok::<(), DbError>(())
            }
        }),
        Task::new("digests", DIGESTS, move |context: Context| {
            let hub = digests_hub.clone();
            async move {
                let mut conn = context.db.get().await?;
                let made = digest::make(&mut conn, &*context.clock, &hub).await?;
                if made > 0 {
                    tracing::info!(made, "queued the digests that are due");
                }
                Ok::<(), DbError>(())
            }
        }),
        Task::new("inbound", INBOUND, move |context: Context| {
            let hub = hub.clone();
            async move {
                inbound::work_off(&context.db, &*context.clock, &hub).await?;
                Ok::<(), DbError>(())
            }
        }),
        Task::new("offers", OFFERS, move |context: Context| {
            let hub = offers_hub.clone();
            async move {
                let mut conn = context.db.get().await.map_err(OffersFault::from)?;
                let ended = seminars::actions::end_due(&mut conn, &*context.clock, &hub).await?;
                if ended > 0 {
                    tracing::info!(ended, "ended offers of times that nobody took");
                }
                Ok::<(), OffersFault>(())
            }
        }),
        Task::new("tidy_outbox", TIDYING, async |context: Context| {
            let mut conn = context.db.get().await?;
            deliver::tidy(&mut conn, context.clock.now()).await?;
            Ok::<(), DbError>(())
        }),
        Task::new("prune", PRUNING, async |context: Context| {
            let mut conn = context.db.get().await?;
            let gone = prune::prune(&mut conn, &*context.clock).await?;
            if gone > 0 {
                tracing::info!(gone, "removed what has served its time");
            }
            Ok::<(), DbError>(())
        }),
        Task::new("zones", ZONES, move |context: Context| {
            let hub = zones_hub.clone();
            async move {
                let mut conn = context.db.get().await.map_err(ZonesFault::from)?;
                let moved = zones::rederive(&mut conn, &*context.clock, &hub).await?;
                if moved > 0 {
                    tracing::info!(moved, "put right what the rules of time zones have moved");
                }
                Ok::<(), ZonesFault>(())
            }
        }),
    ]
}
