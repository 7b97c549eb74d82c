//! The worker: what goes on beside the requests, in `maru serve` and, by itself and on any machine, in `maru worker`.
//!
//! It joins what the direction of modules keeps apart: [`crate::mail::deliver`] has messages that are due, and the slices
//! know what they say ([`telling`]). The rest is work that comes round ([`prune`]).

pub mod prune;
pub mod telling;

use std::{convert::Infallible, sync::Arc, time::Duration};

use secrecy::ExposeSecret;

use crate::{
    app::App,
    base::db::DbError,
    config::Config,
    jobs::{
        runner::{Context, Runner},
        schedule::{self, Task},
    },
    mail::{
        deliver::{self, Office},
        transport::{Destination, ServerError},
    },
};

/// How often leases of lost workers are looked for while an office has its hands full.
const TIDYING: Duration = Duration::from_secs(10);
/// How often what has served its time is removed.
const PRUNING: Duration = Duration::from_hours(1);

/// Starts the worker's loops; they end with the runner. They take up to as many connections to the database as there are
/// to the mail server, and three more.
///
/// # Errors
/// [`ServerError`] where `MARU_SMTP_URL` names no server.
pub fn start(runner: &mut Runner, app: &Arc<App>, config: &Config) -> Result<(), ServerError> {
    let url = config.smtp_url.as_ref().map(ExposeSecret::expose_secret);
    let destination = Destination::from_setting(url)?;
    let (app, connections) = (app.clone(), config.smtp_connections);
    runner.spawn("mail", move |context: Context| {
        let office = office(&app, destination.clone(), connections);
        async move {
            office.run(&context.stop).await;
            Ok::<(), Infallible>(())
        }
    });
    runner.spawn("schedule", |context| schedule::run(context, tasks()));
    Ok(())
}

/// The office that sends what the hub has to tell to `destination`.
pub fn office(app: &App, destination: Destination, connections: usize) -> Office {
    Office::new(
        app.db.clone(),
        app.clock.clone(),
        destination,
        app.hub.mail_host(),
        connections,
        telling::composer(app.clock.clone(), Arc::new(app.hub.clone())),
    )
}

/// What comes round.
fn tasks() -> Vec<Task> {
    vec![
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
    ]
}
