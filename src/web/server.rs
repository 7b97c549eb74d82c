//! The server: the table of addresses behind a listener, over what the process holds.

use std::{net::TcpListener, sync::Arc, time::Duration};

use actix_web::{HttpServer, dev::Server, web};

use super::{kept::Pages, limits::Limits, routes};
use crate::{app::App, feeds::Feeds};

/// How long requests may take to end once the server is asked to stop.
const GRACE: u64 = 10;

/// A server on `listener` with that many threads. It runs once it is polled, and stops when its handle says so; signals
/// are the caller's business.
///
/// Must be called inside a tokio runtime, on which database connections are driven; each thread has a small one of its
/// own for requests.
///
/// # Errors
/// That the listener cannot be used.
pub fn server(
    app: Arc<App>,
    feeds: Feeds,
    listener: TcpListener,
    threads: usize,
) -> std::io::Result<Server> {
    let limits = web::Data::new(Limits::new(Arc::clone(&app.clock)));
    let feeds = web::Data::new(feeds);
    let pages = Pages::start(app.db.clone(), Arc::clone(&app.clock));
    let pages = web::Data::new(pages);
    let app = web::Data::from(app);
    let server = HttpServer::new(move || {
        actix_web::App::new()
            .app_data(app.clone())
            .app_data(limits.clone())
            .app_data(feeds.clone())
            .app_data(pages.clone())
            .configure(routes::all)
    })
    .workers(threads)
    // What does not fit into one write would wait for the client to acknowledge the one before, which clients put off (RFC 896,
    // RFC 1122 section 4.2.3.2): 40 ms for each.
    .tcp_nodelay(true)
    .client_request_timeout(Duration::from_secs(10))
    .shutdown_timeout(GRACE)
    .disable_signals()
    .listen(listener)?
    .run();
    Ok(server)
}
