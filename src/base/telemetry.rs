//! What Maru says of itself: logs for people or for machines, on standard error.

use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// A filter that cannot be understood.
#[derive(Debug, thiserror::Error)]
#[error(
    "the log filter “{0}” cannot be understood; write a level (error, warn, info, debug, trace) or target=level"
)]
pub struct BadFilter(String);

/// Starts logging. `filter` is a level, or a list such as `info,maru::mail=debug`. A second call changes nothing.
///
/// # Errors
/// [`BadFilter`].
pub fn start(filter: &str, format: LogFormat) -> Result<(), BadFilter> {
    let parsed = EnvFilter::try_new(filter).map_err(|_| BadFilter(filter.to_owned()))?;
    let registry = tracing_subscriber::registry().with(parsed);
    // Where standard error cannot be written to, because its reader is gone or its disk is full, a line is lost: the layer
    // would say so there, by `eprintln!`, which panics, and with it whatever wanted to note something.
    let lines = fmt::layer()
        .with_writer(std::io::stderr)
        .log_internal_errors(false);
    // The only error is that logging has started already.
    let _ = match format {
        LogFormat::Text => registry.with(lines.with_target(false)).try_init(),
        LogFormat::Json => registry.with(lines.json()).try_init(),
    };
    Ok(())
}
