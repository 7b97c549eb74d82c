//! When the rules of a zone change: a booking is meant between two wall times, and its instants follow.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::{
    book::{BookError, subjects},
    hold,
    move_to::facts,
    stand::{self, Standing},
};
use crate::{
    base::{
        audit::{self, Entry},
        changes,
        clock::{Clock, Instant},
        error::{Invalid, Reason},
        hub::Hub,
        ids::BookingId,
        schema::bookings,
        slot::Slot,
        zone::{Astray, Zone},
    },
    people::model::Actor,
    rooms::{
        model::{Booking, BookingState},
        notices,
    },
};

/// Rows that are read at a time.
const PAGE: i64 = 1000;

/// The coming bookings whose instants are not those of their wall times, by the rules that this program knows. What is for a
/// seminar goes with that.
///
/// # Errors
/// What the database says.
pub async fn astray(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
) -> QueryResult<Vec<Astray<BookingId>>> {
    let now = clock.now();
    let mut found = Vec::new();
    let mut after = BookingId(uuid::Uuid::nil());
    loop {
        let page = coming(conn, now, after).await?;
        let Some((last, ..)) = page.last() else {
            return Ok(found);
        };
        after = *last;
        for (id, code, local, zone, at) in page {
            let Ok(zone) = zone.parse::<Zone>() else {
                continue;
            };
            if !(zone.agrees(at[0], local[0]) && zone.agrees(at[1], local[1])) {
                found.push(Astray {
                    id,
                    code,
                    was: at[0],
                    is: by_rule(zone, at[0], local[0]),
                });
            }
        }
    }
}

type Row = (BookingId, String, [NaiveDateTime; 2], String, [Instant; 2]);

async fn coming(
    conn: &mut AsyncPgConnection,
    now: Instant,
    after: BookingId,
) -> QueryResult<Vec<Row>> {
    let rows: Vec<(
        BookingId,
        String,
        NaiveDateTime,
        NaiveDateTime,
        String,
        Instant,
        Instant,
    )> = bookings::table
        .filter(bookings::id.gt(after))
        .filter(bookings::starts_at.gt(now))
        .filter(bookings::state.eq_any(["held", "confirmed"]))
        .filter(bookings::seminar_id.is_null())
        .order(bookings::id)
        .limit(PAGE)
        .select((
            bookings::id,
            bookings::code,
            bookings::starts_local,
            bookings::ends_local,
            bookings::zone,
            bookings::starts_at,
            bookings::ends_at,
        ))
        .load(conn)
        .await?;
    let rows = rows
        .into_iter()
        .map(|(id, code, from, to, zone, starts_at, ends_at)| {
            (id, code, [from, to], zone, [starts_at, ends_at])
        });
    Ok(rows.collect())
}

/// Derives the instants of a booking again from its wall times and zone, with what it takes, and tells its owner as of any
/// move. What was approved stays so: it was for these wall times. What is for a stay is told of by nobody, for a stay is
/// told in days. Answers whether it was astray.
///
/// # Errors
/// [`BookError`]; then it is as it was.
pub async fn rederive(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    id: BookingId,
) -> Result<bool, BookError> {
    conn.transaction(async |conn| {
        let Standing {
            booking: before,
            rooms,
            locked,
        } = stand::lock(conn, id, None).await?;
        let Some(slot) = astray_to(&before, clock.now())? else {
            return Ok(false);
        };
        let maru = Actor::maru();
        let after: Booking = diesel::update(bookings::table.find(id))
            .set((
                bookings::starts_at.eq(slot.from()),
                bookings::ends_at.eq(slot.to()),
                bookings::sequence.eq(before.sequence + 1),
                bookings::lock_version.eq(before.lock_version + 1),
                bookings::modified_at.eq(clock.now()),
            ))
            .returning(Booking::as_returning())
            .get_result(conn)
            .await?;
        let confirmed = after.state == BookingState::Confirmed;
        hold::shift(conn, clock, &maru, id, &locked, slot, confirmed).await?;
        let entry = Entry {
            action: "moved",
            kind: "bookings",
            id: id.0,
            before: Some(facts(&before, &rooms)),
            after: Some(facts(&after, &rooms)),
        };
        audit::record(conn, clock, &maru.author, entry).await?;
        if after.stay_id.is_none() {
            notices::moved(conn, clock, hub, &maru, &before, &rooms, &after).await?;
            if after.state == BookingState::Held {
                notices::asked(conn, clock, hub, &maru, &after, 1).await?;
            }
        }
        changes::raise(conn, clock, subjects(&after, &rooms)).await?;
        Ok(true)
    })
    .await
}

/// When a booking is to be that is still to come, by either reckoning, and is not when its wall times say.
fn astray_to(booking: &Booking, now: Instant) -> Result<Option<Slot>, Invalid> {
    let Ok(zone) = booking.zone.parse::<Zone>() else {
        return Ok(None);
    };
    if !booking.state.takes() || booking.seminar_id.is_some() {
        return Ok(None);
    }
    let from = by_rule(zone, booking.starts_at, booking.starts_local);
    let to = by_rule(zone, booking.ends_at, booking.ends_local);
    let slot = Slot::new(from, to)
        .map_err(|_| Invalid::one("ends_local", Reason::new("reason-end-before-start")))?;
    let is_to_come = booking.starts_at > now && from > now;
    Ok((is_to_come && slot != booking.slot()).then_some(slot))
}

/// The instant as it stands where clocks show that wall time then, else the one at which they do.
fn by_rule(zone: Zone, at: Instant, local: NaiveDateTime) -> Instant {
    match zone.agrees(at, local) {
        true => at,
        false => zone.first_at(local),
    }
}
