//! `maru serve`: web and worker in one process, over a database that is set or embedded.

use std::{
    io::{ErrorKind, IsTerminal},
    net::{SocketAddr, TcpListener},
    sync::Arc,
};

use super::{Serve, access, figures::Figures, ground::Ground, said, told::Told, worker};
use crate::{
    app::App,
    base::embedded::Role,
    config::Config,
    sample,
    web::{server, urls},
};
use anyhow::Context;

/// Connections to the database: each request holds at most one, and the loops of the worker a few.
const CONNECTIONS: usize = 24;

/// Serves until it is told to stop.
pub async fn serve(config: Config, arguments: &Serve) -> anyhow::Result<()> {
    // First of all: a wrong address should not cost the time that a database takes to start.
    let listener = bind(config.listen, "--listen (MARU_LISTEN)")?;
    let figures = Figures::open(&config)?;
    let mut told = Told::listen()?;
    let ground = tokio::select! {
        ground = Ground::open(config, Role::Serve, CONNECTIONS) => ground?,
        () = told.stopped() => return Ok(()),
    };
    let served = Box::pin(answer(&ground, listener, figures, arguments, &mut told)).await;
    let closed = ground.close().await;
    served.and(closed)
}

async fn answer(
    ground: &Ground,
    listener: TcpListener,
    figures: Option<Figures>,
    arguments: &Serve,
    told: &mut Told,
) -> anyhow::Result<()> {
    let app = &ground.app;
    if let Some(figures) = figures {
        figures.answer(app)?;
    }
    if arguments.sample_data {
        sample::load(&mut *app.db.get().await?, &*app.clock, &app.hub).await?;
    }
    let runner = (!arguments.no_worker)
        .then(|| worker::start(app, &ground.config))
        .transpose()?;
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let feeds = app.feeds();
    let server = server::server(Arc::clone(app), feeds.clone(), listener, threads)?;
    let handle = server.handle();
    let mut server = tokio::spawn(server);
    say(app, ground.config.listen, arguments).await?;
    let ended = tokio::select! {
        ended = &mut server => Some(ended),
        () = told.stopped() => None,
        () = ground.look_after() => None,
    };
    let ended = match ended {
        Some(ended) => ended,
        None => {
            tracing::info!("stopping");
            handle.stop(true).await;
            server.await
        }
    };
    // Requests have ended; now what they have set in motion.
    if let Err(error) = feeds.write_polls().await {
        tracing::warn!(%error, "the last polls of feeds could not be written");
    }
    if let Some(runner) = runner {
        worker::stop(runner).await;
    }
    ended?.context("the web server ended")
}

/// Listens on `address`, which `setting` names.
pub(super) fn bind(address: SocketAddr, setting: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => anyhow::anyhow!(
            "{address} is in use by another program; end that, or choose another address with {setting}"
        ),
        ErrorKind::AddrNotAvailable => anyhow::anyhow!(
            "{address} is no address of this machine; choose another with {setting}"
        ),
        ErrorKind::PermissionDenied => anyhow::anyhow!(
            "this user may not listen on {address}; ports below 1024 need a privilege, others do not ({setting})"
        ),
        _ => anyhow::anyhow!("{address} cannot be listened on: {error}"),
    })
}

/// Says where Maru answers, and how whoever has this machine gets in.
async fn say(app: &App, listen: SocketAddr, arguments: &Serve) -> anyhow::Result<()> {
    said::say(&format_args!("Maru answers at {}", app.hub.public_url));
    tracing::info!(%listen, public_url = app.hub.public_url, "serving");
    if app.captured {
        said::say(&format_args!(
            "Mail is captured: {}",
            app.hub.url(&urls::mail())
        ));
    }
    if let Some(link) = access::first_link(app, arguments.sample_data).await? {
        said::say(&format_args!("Sign in as administrator, once: {link}"));
    }
    if std::io::stdout().is_terminal() {
        said::say(&"Stop with Ctrl-C");
    }
    Ok(())
}
