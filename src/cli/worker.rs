//! The worker: in `maru serve`, and by itself as `maru worker`, on any machine and any number of times.

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use tokio_util::sync::CancellationToken;

use super::{figures::Figures, ground::Ground, told::Told};
use crate::{app::App, base::embedded::Role, config::Config, jobs::runner::Runner};

/// Connections to the database.
const CONNECTIONS: usize = 12;

/// How long what is in hand may take to finish.
const GRACE: Duration = Duration::from_secs(10);

/// Works until it is told to stop.
pub async fn work(config: Config) -> anyhow::Result<()> {
    let figures = Figures::open(&config)?;
    let mut told = Told::listen()?;
    let ground = tokio::select! {
        ground = Ground::open(config, Role::Command, CONNECTIONS) => ground?,
        () = told.stopped() => return Ok(()),
    };
    let started = match figures {
        Some(figures) => figures.answer(&ground.app),
        None => Ok(()),
    };
    let worked = match started.and_then(|()| start(&ground.app, &ground.config)) {
        Ok(runner) => {
            tokio::select! {
                () = told.stopped() => {}
                () = ground.look_after() => {}
            }
            tracing::info!("stopping");
            stop(runner).await;
            Ok(())
        }
        Err(error) => Err(error),
    };
    let closed = ground.close().await;
    worked.and(closed)
}

/// Starts the worker's loops.
pub fn start(app: &Arc<App>, config: &Config) -> anyhow::Result<Runner> {
    let mut runner = Runner::new(
        app.db.clone(),
        Arc::clone(&app.clock),
        CancellationToken::new(),
    );
    crate::worker::start(&mut runner, app, config).context("the worker cannot start")?;
    Ok(runner)
}

/// Lets the loops finish what they have in hand.
pub async fn stop(runner: Runner) {
    // What had to be cut off is in the log; its leases run out by themselves.
    let _ = runner.stop(GRACE).await;
}
