//! Days on which the hub or a site is closed. There are a few dozen a year, so lists of them are read whole.

use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        ids::{ClosedDaysId, RoomId, SiteId},
        schema::{closed_days, rooms, sites},
        slot::Slot,
        zone::Zone,
    },
    rooms::model::{Closed, ClosedDays},
};

/// Some closed days.
///
/// # Errors
/// What the database says.
pub async fn closed_days_by_id(
    conn: &mut AsyncPgConnection,
    id: ClosedDaysId,
) -> QueryResult<Option<ClosedDays>> {
    closed_days::table
        .find(id)
        .select(ClosedDays::as_select())
        .first(conn)
        .await
        .optional()
}

/// The closed days that have a day from `from` to `to` in them, both inclusive and none of them a bound where it is
/// missing; by their first day.
///
/// # Errors
/// What the database says.
pub async fn closed_between(
    mut conn: &AsyncPgConnection,
    hub: Zone,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> QueryResult<Vec<Closed>> {
    let mut query = closed_days::table
        .left_join(sites::table.on(sites::id.nullable().eq(closed_days::site_id)))
        .order((
            closed_days::from_date,
            closed_days::to_date,
            closed_days::id,
        ))
        .select((
            ClosedDays::as_select(),
            sites::name.nullable(),
            sites::zone.nullable(),
        ))
        .into_boxed();
    if let Some(from) = from {
        query = query.filter(closed_days::to_date.ge(from));
    }
    if let Some(to) = to {
        query = query.filter(closed_days::from_date.le(to));
    }
    let rows: Vec<(ClosedDays, Option<String>, Option<String>)> = query.load(&mut conn).await?;
    Ok(rows
        .into_iter()
        .map(|(days, name, zone)| Closed::new(days, name.zip(zone), hub))
        .collect())
}

/// The closed days of the hub and of all sites that `slot` meets.
///
/// # Errors
/// What the database says.
pub async fn closed_during(
    conn: &mut AsyncPgConnection,
    hub: Zone,
    slot: Slot,
) -> QueryResult<Vec<Closed>> {
    // Nowhere is the date more than a day away from that in UTC.
    let from = slot.from().date_naive().checked_sub_days(Days::new(1));
    let to = slot.to().date_naive().checked_add_days(Days::new(1));
    let mut found = closed_between(conn, hub, from, to).await?;
    found.retain(|closed| closed.meets(slot));
    Ok(found)
}

/// The sites of these rooms.
///
/// # Errors
/// What the database says.
pub async fn sites_of(conn: &mut AsyncPgConnection, ids: &[RoomId]) -> QueryResult<Vec<SiteId>> {
    let found: Vec<Option<SiteId>> = rooms::table
        .filter(rooms::id.eq_any(ids))
        .select(rooms::site_id)
        .distinct()
        .load(conn)
        .await?;
    Ok(found.into_iter().flatten().collect())
}
