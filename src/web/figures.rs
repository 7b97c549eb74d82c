//! Figures for Prometheus (`MARU_METRICS_LISTEN`): `GET /metrics` on a listener of its own, so that nobody is given them who
//! was not meant to have them.
//!
//! What a process counts, it counts as it goes; how the database stands is looked up when someone asks.

use std::{net::TcpListener, sync::Arc};

use actix_web::{App as Service, HttpResponse, HttpServer, dev::Server, web};
use diesel_async::AsyncPgConnection;
use metrics::{Unit, describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

use crate::{
    app::App,
    base::{clock::Instant, db::DbError},
    jobs::{presence, schedule},
    mail::{inbound::look, outbox, suspension},
};

/// Upper bounds, in seconds, of how long messages wait: within the minute, the hour, the day.
const LAGS: [f64; 9] = [
    1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3_600.0, 21_600.0, 86_400.0,
];

/// Begins to count, in this process, once.
///
/// # Errors
/// That someone counts already.
pub fn begin() -> Result<PrometheusHandle, BuildError> {
    let figures = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full("maru_message_lag_seconds".to_owned()), &LAGS)?
        .install_recorder()?;
    for (name, what) in [
        (
            "maru_messages_sent_total",
            "Messages that the mail server took, or that were captured, by kind",
        ),
        (
            "maru_messages_failed_total",
            "Messages that were set aside, by kind",
        ),
        (
            "maru_messages_bounced_total",
            "Messages that came back, or whose address the mail server refused for good, by kind",
        ),
        (
            "maru_messages_void_total",
            "Messages that were no longer true, by kind",
        ),
        (
            "maru_messages_retried_total",
            "Attempts that went wrong and are made again, by kind",
        ),
        (
            "maru_messages_late_total",
            "Messages that became too late before they could go out",
        ),
        (
            "maru_feed_requests_total",
            "Requests for feeds; from: memory, rendered for it, stub (its body had to make room, and the client has it), or \
             nothing (somebody made it up)",
        ),
        (
            "maru_feed_not_modified_total",
            "Requests for feeds that were answered 304",
        ),
        ("maru_feed_renders_total", "Feeds that were rendered"),
        (
            "maru_feed_evicted_total",
            "Feeds in memory that had to make room",
        ),
        (
            "maru_page_requests_total",
            "Requests for pages that are kept; from: memory, or rendered for it",
        ),
        (
            "maru_page_renders_total",
            "Pages that were rendered to be kept",
        ),
        (
            "maru_page_evicted_total",
            "Pages in memory that had to make room",
        ),
        (
            "maru_bookings_refused_total",
            "Bookings that were refused because a room was taken",
        ),
    ] {
        describe_counter!(name, what);
    }
    for (name, what) in [
        ("maru_database_up", "Whether the database answers"),
        ("maru_messages_waiting", "Messages that are not sent yet"),
        (
            "maru_messages_due",
            "Messages that are due and not sent yet",
        ),
        (
            "maru_messages_in_trouble",
            "Messages that wait because something is in the way",
        ),
        (
            "maru_messages_set_aside",
            "Messages that are not tried again by themselves",
        ),
        (
            "maru_suspended_addresses",
            "Addresses that nothing is sent to any more",
        ),
        (
            "maru_inbound_set_aside",
            "Mails that came in and of which nothing could be made",
        ),
        ("maru_workers_alive", "Processes that work off the outbox"),
        (
            "maru_tasks_failing",
            "Work that comes round, and failed when it was done last",
        ),
        ("maru_feed_bodies", "Feeds that are kept in memory"),
        (
            "maru_feed_stubs",
            "Feeds of which is known whether they have changed, in memory or not",
        ),
        ("maru_page_bodies", "Pages that are kept in memory"),
    ] {
        describe_gauge!(name, what);
    }
    describe_gauge!(
        "maru_oldest_due_seconds",
        Unit::Seconds,
        "For how long the oldest message is due that is not sent yet; 0 where none is"
    );
    describe_gauge!(
        "maru_feed_bytes",
        Unit::Bytes,
        "What the feeds in memory weigh"
    );
    describe_gauge!(
        "maru_feed_stub_bytes",
        Unit::Bytes,
        "What is known of feeds weighs so much, bodies aside"
    );
    describe_gauge!(
        "maru_page_bytes",
        Unit::Bytes,
        "What the pages in memory weigh"
    );
    describe_histogram!(
        "maru_feed_writing_seconds",
        Unit::Seconds,
        "What writing and compressing a feed costs, from its rows on: of pieces compressed at the same time, the sum"
    );
    describe_histogram!(
        "maru_message_lag_seconds",
        Unit::Seconds,
        "From when a message was due to when it was sent"
    );
    Ok(figures)
}

/// A server for them on `listener`. It runs once it is polled.
///
/// # Errors
/// That the listener cannot be used.
pub fn server(
    app: Arc<App>,
    figures: PrometheusHandle,
    listener: TcpListener,
) -> std::io::Result<Server> {
    let app = web::Data::from(app);
    let figures = web::Data::new(figures);
    let server = HttpServer::new(move || {
        Service::new()
            .app_data(app.clone())
            .app_data(figures.clone())
            .route("/metrics", web::get().to(show))
    })
    .workers(1)
    .shutdown_timeout(1)
    .disable_signals()
    .listen(listener)?
    .run();
    Ok(server)
}

async fn show(app: web::Data<App>, figures: web::Data<PrometheusHandle>) -> HttpResponse {
    let up = match look(&app).await {
        Ok(()) => 1.0,
        Err(error) => {
            tracing::warn!(%error, "how the outbox stands cannot be looked up");
            0.0
        }
    };
    gauge!("maru_database_up").set(up);
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(figures.render())
}

async fn look(app: &App) -> Result<(), DbError> {
    let mut conn = app.db.get().await?;
    Ok(stand(&mut conn, app.clock.now()).await?)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "no hub has 2⁵³ messages, and a figure need not be exact"
)]
async fn stand(conn: &mut AsyncPgConnection, now: Instant) -> diesel::QueryResult<()> {
    let standing = outbox::standing(conn, now).await?;
    let age = standing
        .oldest
        .map_or(0.0, |oldest| (now - oldest).as_seconds_f64().max(0.0));
    let workers = presence::all(conn).await?;
    let alive = workers.iter().filter(|(_, alive)| *alive).count();
    let failing = schedule::failing(conn).await?.len();
    gauge!("maru_messages_waiting").set(standing.waiting as f64);
    gauge!("maru_messages_due").set(standing.due as f64);
    gauge!("maru_messages_in_trouble").set(standing.failing as f64);
    gauge!("maru_messages_set_aside").set(standing.failed as f64);
    gauge!("maru_oldest_due_seconds").set(age);
    gauge!("maru_workers_alive").set(alive as f64);
    gauge!("maru_tasks_failing").set(failing as f64);
    gauge!("maru_suspended_addresses").set(suspension::count(conn).await? as f64);
    gauge!("maru_inbound_set_aside").set(look::set_aside(conn).await? as f64);
    Ok(())
}
