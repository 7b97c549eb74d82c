//! The workers: whether someone works off the outbox, and whether what comes round goes well.

use super::Report;
use crate::{
    base::{
        clock::{Clock, SystemClock},
        db::{Db, DbError},
    },
    jobs::{presence, schedule},
    mail::outbox,
};

/// Looks at both.
pub async fn examine(report: &mut Report, db: &Db) -> Result<(), DbError> {
    let mut conn = db.get().await?;
    let now = SystemClock.now();
    let standing = outbox::standing(&mut conn, now).await?;
    let mail = format!(
        "{} messages wait, {} of them due; {} are in trouble, {} were set aside",
        standing.waiting, standing.due, standing.failing, standing.failed
    );
    let all = presence::all(&mut conn).await?;
    let alive: Vec<String> = all
        .iter()
        .filter(|(_, alive)| *alive)
        .map(|(worker, _)| format!("{} ({})", worker.host, worker.process))
        .collect();
    if let Some(since) = outbox::stands_still(&mut conn, now).await? {
        let since = since.format("%Y-%m-%d %H:%M UTC");
        report.wrong(
            "worker",
            format!("mail is standing still since {since}: no worker is running; {mail}"),
            "start `maru serve`, or `maru worker` on any machine",
        );
    } else if alive.is_empty() {
        report.note("worker", format!("none is running; {mail}"));
    } else {
        report.fine("worker", format!("{}; {mail}", alive.join(", ")));
    }
    for task in schedule::failing(&mut conn).await? {
        let since = task.last_run_at.format("%Y-%m-%d %H:%M UTC");
        report.wrong(
            "task",
            format!("{} failed on {since}: {}", task.name, task.last_error),
            remedy(&task.name),
        );
    }
    Ok(())
}

/// What to do where this task fails.
fn remedy(task: &str) -> &'static str {
    match task {
        "imap" => {
            "is MARU_IMAP_URL right, has its password expired, and does the server run? It is tried again within a minute"
        }
        "zones" => "make room for what is named; it is tried again within a minute",
        _ => "mend what it says, and look into the worker's log; it is tried again within a minute",
    }
}
