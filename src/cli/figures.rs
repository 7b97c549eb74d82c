//! Figures for Prometheus, where `MARU_METRICS_LISTEN` asks for them: in `maru serve` and in each `maru worker`.

use std::{net::TcpListener, sync::Arc};

use anyhow::Context;

use super::serve::bind;
use crate::{app::App, config::Config, web::figures};

/// A listener that nobody answers yet.
pub struct Figures(TcpListener);

impl Figures {
    /// Listens where the settings say, if they do. Counting begins here.
    pub fn open(config: &Config) -> anyhow::Result<Option<Self>> {
        let listener = config
            .metrics_listen
            .map(|address| bind(address, "MARU_METRICS_LISTEN"));
        Ok(listener.transpose()?.map(Self))
    }

    /// Answers until the process ends.
    pub fn answer(self, app: &Arc<App>) -> anyhow::Result<()> {
        let counted = figures::begin().context("nothing can be counted")?;
        let server = figures::server(Arc::clone(app), counted, self.0)?;
        tokio::spawn(async move {
            if let Err(error) = server.await {
                tracing::error!(%error, "the listener for figures ended");
            }
        });
        Ok(())
    }
}
