//! Signals that say that it is time to stop: SIGTERM from a service manager, SIGINT from a keyboard.

use anyhow::Context;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// An ear for them. From when it listens, they no longer end the process by themselves.
pub struct Told {
    terminate: Signal,
    interrupt: Signal,
}

impl Told {
    /// Listens.
    pub fn listen() -> anyhow::Result<Self> {
        let listen = |kind| signal(kind).context("signals cannot be listened for");
        Ok(Self {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
        })
    }

    /// Waits for one of them.
    pub async fn stopped(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
