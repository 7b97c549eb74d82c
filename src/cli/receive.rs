//! `maru receive`: one message on standard input, as a mail server's pipe hands it over.
//!
//! It succeeds once the message is kept, whatever follows; while it cannot be kept, it asks the mail server to try again.

use std::io::{Read, Write};

use anyhow::{Context, bail};

use super::ground::Ground;
use crate::{
    app::App,
    base::embedded,
    config::Config,
    mail::inbound::{
        MOST,
        kept::{self, Way},
    },
    worker,
};

/// Connections to the database: one for the schema, one for the work.
const CONNECTIONS: usize = 2;

/// `EX_TEMPFAIL` of sysexits.h: the mail server keeps the message and comes again.
pub const TRY_AGAIN: u8 = 75;

/// The message could not be kept.
#[derive(Debug, thiserror::Error)]
#[error("the message was not taken, try again: {0:#}")]
pub struct NotTaken(anyhow::Error);

/// Takes a message. What of it is beyond the limit is read and dropped, so that the mail server can finish.
pub async fn receive(config: impl FnOnce() -> anyhow::Result<Config>) -> Result<(), NotTaken> {
    let message = read().map_err(NotTaken)?;
    if message.trim_ascii().is_empty() {
        return Ok(());
    }
    take(config, &message).await.map_err(NotTaken)
}

fn read() -> anyhow::Result<Vec<u8>> {
    let mut message = Vec::new();
    let mut input = std::io::stdin().lock();
    let most = u64::try_from(MOST).unwrap_or(u64::MAX);
    input
        .by_ref()
        .take(most + 1)
        .read_to_end(&mut message)
        .context("standard input cannot be read")?;
    std::io::copy(&mut input, &mut std::io::sink()).context("standard input cannot be read")?;
    Ok(message)
}

async fn take(
    config: impl FnOnce() -> anyhow::Result<Config>,
    message: &[u8],
) -> anyhow::Result<()> {
    let config = config()?;
    // A mail server runs us with other variables than the service has: a mail kept in a hub that was made for it would be
    // seen by nobody.
    if config.database_url.is_none() && !embedded::is_begun(&config.data_dir) {
        bail!(
            "there is no hub in {}; name its directory (MARU_DATA_DIR), or the database, where the mail server calls \
             `maru receive`",
            config.data_dir.display()
        );
    }
    let ground = Ground::open(config, embedded::Role::Command, CONNECTIONS).await?;
    let kept = keep(&ground.app, message).await;
    if kept.is_ok() {
        deal(&ground.app).await;
    }
    let closed = ground.close().await;
    kept?;
    if let Err(error) = closed {
        // The message is kept: it must not come again for this.
        let _ = writeln!(std::io::stderr(), "maru: {error:#}");
    }
    Ok(())
}

async fn keep(app: &App, message: &[u8]) -> anyhow::Result<()> {
    let mut conn = app.db.get().await?;
    let kept = kept::keep(&mut conn, &*app.clock, message, Way::Pipe).await?;
    if kept.is_none() {
        tracing::info!("this message has come before");
    }
    Ok(())
}

/// At once, so that nobody waits for a worker; what cannot be done now, a worker does.
async fn deal(app: &App) {
    if let Err(error) = worker::inbound::work_off(&app.db, &*app.clock, &app.hub).await {
        tracing::warn!(%error, "the message is kept, and a worker will deal with it");
    }
}
