//! Which closed days a form or a page is to speak of.

use chrono::NaiveDate;
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::{pages::closed::ClosedNote, reader::Reader};
use crate::{
    base::{
        ids::{RoomId, SiteId},
        slot::Slot,
    },
    rooms::{model::Closed, queries},
};

/// What is to be said of a time in these rooms.
///
/// # Errors
/// What the database says.
pub async fn of_rooms(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    rooms: &[RoomId],
    slot: Option<Slot>,
) -> QueryResult<ClosedNote> {
    let Some(slot) = slot else {
        return Ok(ClosedNote::default());
    };
    let mut closed = queries::closed_during(conn, reader.hub().zone, slot).await?;
    if closed.iter().any(|one| one.days.site_id.is_some()) {
        let sites = queries::sites_of(conn, rooms).await?;
        closed.retain(|one| one.concerns(&sites));
    }
    Ok(ClosedNote::of(reader.language(), &closed))
}

/// What is closed on a day, as far as it concerns what is at one of these sites.
///
/// # Errors
/// What the database says.
pub async fn on(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    sites: &[SiteId],
    date: NaiveDate,
) -> QueryResult<Vec<Closed>> {
    between(conn, reader, sites, (date, date)).await
}

/// What is closed on some of the days from the first to the last, as far as it concerns what is at one of these sites.
///
/// # Errors
/// What the database says.
pub async fn between(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    sites: &[SiteId],
    (from, to): (NaiveDate, NaiveDate),
) -> QueryResult<Vec<Closed>> {
    let hub = reader.hub().zone;
    let mut closed = queries::closed_between(conn, hub, Some(from), Some(to)).await?;
    closed.retain(|one| one.concerns(sites));
    Ok(closed)
}

/// What is closed at a time, wherever: a line each.
///
/// # Errors
/// What the database says.
pub async fn anywhere(
    conn: &mut AsyncPgConnection,
    reader: &Reader,
    slot: Slot,
) -> QueryResult<Vec<String>> {
    let closed = queries::closed_during(conn, reader.hub().zone, slot).await?;
    Ok(super::pages::closed::lines(reader.language(), &closed))
}
