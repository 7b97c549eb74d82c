//! Looks for counters that have risen: when notified, and twice a second, because notifications get lost.

use std::{
    collections::HashMap,
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, Ordering},
    },
};

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use tokio::{
    sync::Notify,
    time::{Duration, Instant, sleep, sleep_until, timeout},
};
use tokio_util::sync::CancellationToken;

use super::{Inner, Key, Weighs, places};
use crate::base::{
    db::{Db, DbError},
    schema::change_counters,
};

/// How often to look unasked.
const EVERY: Duration = Duration::from_millis(500);
/// How long to rest after a look, so that a burst of changes makes one look and not hundreds.
const REST: Duration = Duration::from_millis(50);
/// A database that takes longer to answer is away.
const PATIENCE: Duration = Duration::from_secs(2);

/// Watches until `stop`, for as long as there is something to be watched for.
pub(super) async fn run<K: Key, V: Weighs>(
    inner: Weak<Inner<K, V>>,
    db: Db,
    asked: Arc<Notify>,
    stop: CancellationToken,
) {
    let mut ear = db.listen("maru_changes", stop.clone());
    loop {
        let next = Instant::now() + EVERY;
        tokio::select! {
            () = stop.cancelled() => return,
            heard = ear.changed() => if heard.is_err() {
                // The ear has gone with `stop`, or its task broke off: looking goes on.
                sleep_until(next).await;
            },
            () = asked.notified() => {}
            () = sleep_until(next) => {}
        }
        let Some(inner) = inner.upgrade() else { return };
        if !inner.purpose.last_is_good_enough {
            inner.places.clear_away(inner.clock.now());
            inner.count();
        }
        look(&inner).await;
        drop(inner);
        tokio::select! {
            () = stop.cancelled() => return,
            () = sleep(REST) => {}
        }
    }
}

/// One look: one query for all that is held, none where nothing is.
pub(super) async fn look<K: Key, V: Weighs>(inner: &Inner<K, V>) {
    // What is written from here on may be missing in what is read below.
    let writes = inner.writes();
    // `load` alone would be that of a query.
    let was = AtomicBool::load(&inner.away, Ordering::Relaxed);
    let held = inner.places.all();
    let subjects = places::subjects(&held);
    if subjects.is_empty() {
        inner.away.store(false, Ordering::Relaxed);
        return;
    }
    let away = match timeout(PATIENCE, counters(&inner.db, &subjects)).await {
        Ok(Ok(counters)) => {
            places::mark(&held, &counters, writes);
            false
        }
        Ok(Err(error)) => {
            tracing::debug!(%error, "the counters of changes could not be read");
            true
        }
        Err(_) => true,
    };
    // Where it was not away when this look began, it may have been found so meanwhile: an answer from before says nothing
    // against that.
    if away || was {
        inner.away.store(away, Ordering::Relaxed);
    }
    let what = inner.purpose.what;
    if away && !was {
        tracing::warn!("the database is away: no {what} follows it");
    } else if was && !away {
        tracing::info!("the database is back: every {what} follows it again");
    }
}

async fn counters(db: &Db, subjects: &[String]) -> Result<HashMap<String, i64>, DbError> {
    let mut conn = db.get().await?;
    let counters: Vec<(String, i64)> = change_counters::table
        .filter(change_counters::subject.eq_any(subjects))
        .select((change_counters::subject, change_counters::counter))
        .load(&mut conn)
        .await?;
    Ok(counters.into_iter().collect())
}
