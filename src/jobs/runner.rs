//! Named loops that go on until they are told to stop. One that fails or panics is started again, after a pause that
//! doubles from one second to a minute.

use std::{fmt::Display, future::Future, sync::Arc, time::Duration};

use tokio::{
    task::JoinHandle,
    time::{Instant, timeout_at},
};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};

use crate::base::{clock::Clock, db::Db};

/// The pause after the first failure.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The longest pause; a loop that went on for longer is believed to have recovered.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// What every loop works with.
#[derive(Clone)]
pub struct Context {
    /// The database.
    pub db: Db,
    /// The present time.
    pub clock: Arc<dyn Clock>,
    /// Says that it is time to finish what is in hand and return.
    pub stop: CancellationToken,
}

/// Loops under supervision. Dropping it stops them where they stand; [`Runner::stop`] lets them finish.
pub struct Runner {
    context: Context,
    loops: Vec<(&'static str, AbortOnDropHandle<()>)>,
}

impl Runner {
    /// A runner without loops. They stop when `stop` is cancelled, or by [`Runner::stop`].
    pub fn new(db: Db, clock: Arc<dyn Clock>, stop: CancellationToken) -> Self {
        Self {
            context: Context { db, clock, stop },
            loops: Vec::new(),
        }
    }

    /// What the loops work with.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Starts a loop. `work` is called again when it fails or panics; when it returns `Ok` it is done. Must be called
    /// inside a tokio runtime.
    pub fn spawn<W, F, E>(&mut self, name: &'static str, work: W)
    where
        W: Fn(Context) -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), E>> + Send + 'static,
        E: Display + Send + 'static,
    {
        let supervised = supervise(name, self.context.clone(), work);
        self.loops
            .push((name, AbortOnDropHandle::new(tokio::spawn(supervised))));
    }

    /// Waits until every loop is done: after `stop` was cancelled, or because none had more to do.
    pub async fn finished(&mut self) {
        for (_, handle) in &mut self.loops {
            // A supervisor does not panic, and nobody else can abort it.
            let _ = handle.await;
        }
        self.loops.clear();
    }

    /// Tells every loop to stop and waits for them, together no longer than `within`; answers which had to be cut off.
    pub async fn stop(mut self, within: Duration) -> Vec<&'static str> {
        self.context.stop.cancel();
        let deadline = Instant::now() + within;
        let mut cut_off = Vec::new();
        for (name, handle) in &mut self.loops {
            if timeout_at(deadline, handle).await.is_err() {
                tracing::warn!(name = *name, "a loop did not stop in time and is cut off");
                cut_off.push(*name);
            }
        }
        cut_off
    }
}

async fn supervise<W, F, E>(name: &'static str, context: Context, work: W)
where
    W: Fn(Context) -> F,
    F: Future<Output = Result<(), E>> + Send + 'static,
    E: Display + Send + 'static,
{
    let mut pause = FIRST_PAUSE;
    while !context.stop.is_cancelled() {
        let started = Instant::now();
        match ended(tokio::spawn(work(context.clone()))).await {
            Ok(()) => return,
            Err(why) if context.stop.is_cancelled() => {
                tracing::warn!(name, why, "a loop failed while it was stopping");
                return;
            }
            Err(why) => tracing::error!(name, why, "a loop failed and is started again"),
        }
        if started.elapsed() > LONGEST_PAUSE {
            pause = FIRST_PAUSE;
        }
        tokio::select! {
            () = context.stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// How a task ended: that it failed or panicked, in words.
async fn ended<E: Display>(handle: JoinHandle<Result<(), E>>) -> Result<(), String> {
    match AbortOnDropHandle::new(handle).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(error) => Err(panic_words(error)),
    }
}

/// What a task said when it panicked.
pub fn panic_words(error: tokio::task::JoinError) -> String {
    match error.try_into_panic() {
        Ok(panic) => payload_words(panic.as_ref()),
        Err(error) => error.to_string(),
    }
}

/// What a panic said, from its payload.
pub fn payload_words(payload: &(dyn std::any::Any + Send)) -> String {
    let words = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied());
    format!("panicked: {}", words.unwrap_or("without a word"))
}
