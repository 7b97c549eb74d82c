//! Reads of bookings.

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        clock::Instant,
        ids::{BookingId, RoomId, SeminarId, SiteId, StayId},
        prepared::prepared,
        schema::bookings,
    },
    rooms::model::{Booking, TakenRoom},
};

/// One booking.
///
/// # Errors
/// What the database says.
pub async fn booking(conn: &mut AsyncPgConnection, id: BookingId) -> QueryResult<Option<Booking>> {
    bookings::table
        .find(id)
        .select(Booking::as_select())
        .first(conn)
        .await
        .optional()
}

/// One booking by its code.
///
/// # Errors
/// What the database says.
pub async fn booking_by_code(
    conn: &mut AsyncPgConnection,
    code: &str,
) -> QueryResult<Option<Booking>> {
    bookings::table
        .filter(bookings::code.eq(code))
        .select(Booking::as_select())
        .first(conn)
        .await
        .optional()
}

/// One booking by its UID in calendars.
///
/// # Errors
/// What the database says.
pub async fn booking_by_uid(
    conn: &mut AsyncPgConnection,
    uid: &str,
) -> QueryResult<Option<Booking>> {
    bookings::table
        .filter(bookings::uid.eq(uid))
        .select(Booking::as_select())
        .first(conn)
        .await
        .optional()
}

/// One booking, locked until the transaction ends. Lock its rooms first.
///
/// # Errors
/// What the database says.
pub async fn booking_for_update(
    conn: &mut AsyncPgConnection,
    id: BookingId,
) -> QueryResult<Option<Booking>> {
    bookings::table
        .find(id)
        .for_no_key_update()
        .select(Booking::as_select())
        .first(conn)
        .await
        .optional()
}

/// The booking that a seminar has as a whole, the one in force or else the last; not those that hold what is offered to a
/// speaker.
///
/// # Errors
/// What the database says.
pub async fn booking_of_seminar(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
) -> QueryResult<Option<Booking>> {
    bookings::table
        .filter(bookings::seminar_id.eq(seminar))
        .filter(bookings::part.eq("whole"))
        .filter(bookings::offered.eq(false))
        // `confirmed` and `held` before `cancelled`.
        .order((bookings::state.desc(), bookings::created_at.desc()))
        .select(Booking::as_select())
        .load::<Booking>(conn)
        .await
        .map(|found| {
            let in_force = found
                .iter()
                .position(|booking| booking.state.takes())
                .unwrap_or(0);
            found.into_iter().nth(in_force)
        })
}

/// The booking that a stay has, the one in force or else the last.
///
/// # Errors
/// What the database says.
pub async fn booking_of_stay(
    conn: &mut AsyncPgConnection,
    stay: StayId,
) -> QueryResult<Option<Booking>> {
    bookings::table
        .filter(bookings::stay_id.eq(stay))
        .order(bookings::created_at.desc())
        .select(Booking::as_select())
        .load::<Booking>(conn)
        .await
        .map(|found| {
            let in_force = found
                .iter()
                .position(|booking| booking.state.takes())
                .unwrap_or(0);
            found.into_iter().nth(in_force)
        })
}

/// The rooms that bookings asked for, with how long they are blocked.
///
/// # Errors
/// What the database says.
pub async fn rooms_of(
    mut conn: &AsyncPgConnection,
    bookings: &[BookingId],
) -> QueryResult<Vec<TakenRoom>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        booking_id: BookingId,
        #[diesel(sql_type = SqlUuid)]
        room_id: RoomId,
        #[diesel(sql_type = Text)]
        name: String,
        #[diesel(sql_type = Text)]
        slug: String,
        #[diesel(sql_type = Nullable<SqlUuid>)]
        site_id: Option<SiteId>,
        #[diesel(sql_type = Nullable<Text>)]
        site: Option<String>,
        #[diesel(sql_type = Timestamptz)]
        blocked_from: Instant,
        #[diesel(sql_type = Timestamptz)]
        blocked_to: Instant,
    }
    let rows: Vec<Row> = prepared(sql_query(
        "SELECT o.booking_id, o.room_id, r.name, r.slug, r.site_id, s.name AS site, o.blocked_from, o.blocked_to \
         FROM occupancies o JOIN rooms r ON r.id = o.room_id LEFT JOIN sites s ON s.id = r.site_id \
         WHERE o.booking_id = ANY ((SELECT $1)::uuid[]) AND o.part_of IS NULL ORDER BY o.booking_id, r.name, r.id",
    )
    .bind::<Array<SqlUuid>, _>(bookings))
    .load(&mut conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| TakenRoom {
            booking_id: row.booking_id,
            room_id: row.room_id,
            name: row.name,
            slug: row.slug,
            site_id: row.site_id,
            site: row.site,
            blocked_from: row.blocked_from,
            blocked_to: row.blocked_to,
        })
        .collect())
}
