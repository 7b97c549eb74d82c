//! What every write of a seminar shares: its rooms, its revision, the notices that it owes and the counters.

mod check;
mod revision;
mod rooms;
mod settle;
mod touched;

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{clock::Instant, ids::SeminarId, schema::seminars},
    seminars::{
        model::{Details, Seminar},
        queries,
    },
};

pub(super) use check::{instants, reminders, topics, web_address};
pub(in crate::seminars) use revision::snapshot;
pub(super) use revision::{keep_revision, keep_revision_of};
pub(super) use rooms::{HasRooms, RoomsLocked, has_rooms, lock_rooms};
pub(super) use settle::{give_up, settle_rooms};
pub(super) use touched::{raise, touched};

/// The row and all that people see of it, read again after it was written.
pub(super) async fn reread(conn: &mut AsyncPgConnection, id: SeminarId) -> QueryResult<Details> {
    let seminar = seminars::table
        .find(id)
        .select(Seminar::as_select())
        .first(conn)
        .await?;
    queries::detail(conn, seminar).await
}

/// Until when a notice about a seminar helps: until it is over, and at least for a day.
pub(in crate::seminars) fn helps_until(seminar: &Seminar, now: Instant) -> Instant {
    seminar.ends_at.max(now + Duration::days(1))
}
