//! Renders on their way: one for each feed, however many wait for it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use futures_util::FutureExt;
use tokio::{
    task::JoinHandle,
    time::{Duration, Instant},
};

use super::{FeedError, Flight, Held, Landed};
use crate::feeds::model::FeedRequest;

/// The renders that are under way.
#[derive(Default)]
pub(super) struct Flights(Mutex<HashMap<FeedRequest, (Flight, Instant)>>);

/// What a request that found nothing good got.
pub(super) enum Board {
    /// One that has landed in the meantime.
    Landed(Arc<Held>),
    /// The render that it started.
    Started(Flight),
    /// The render that was under way, and for how long it had been.
    Joined(Flight, Duration),
}

impl Flights {
    /// The render of `request` that is under way, or a new one by `start`; `landed` is asked once more before, because
    /// one may have landed since the caller looked.
    pub(super) fn board(
        &self,
        request: &FeedRequest,
        landed: impl FnOnce() -> Option<Arc<Held>>,
        start: impl FnOnce() -> JoinHandle<Landed>,
    ) -> Board {
        let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // One that has landed is only remembered until the next request comes.
        if let Some((flight, since)) = flights.get(request)
            && flight.peek().is_none()
        {
            return Board::Joined(flight.clone(), since.elapsed());
        }
        if let Some(held) = landed() {
            flights.remove(request);
            return Board::Landed(held);
        }
        flights.retain(|_, (flight, _)| flight.peek().is_none());
        let task = start();
        let flight = async move {
            task.await.unwrap_or_else(|error| {
                tracing::error!(%error, "rendering a feed broke off");
                Err(FeedError::Unavailable)
            })
        }
        .boxed()
        .shared();
        flights.insert(request.clone(), (flight.clone(), Instant::now()));
        Board::Started(flight)
    }
}
