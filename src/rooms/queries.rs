//! Reads of sites, rooms and bookings.

mod sight;

pub use sight::shown;
pub(super) use sight::{SERVED, SIGHT, Sight};

use chrono::NaiveDate;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    model::{Booking, Room, Site, TakenRoom},
    rules::{knows_what_for, sees_title},
};
use crate::{
    base::{
        clock::Instant,
        ids::{BookingId, PersonId, RoomId, SeminarId, SiteId, StayId},
        schema::{bookings, room_keepers, room_parts, rooms, sites},
        slot::Slot,
    },
    people::model::Actor,
};

/// One site.
///
/// # Errors
/// What the database says.
pub async fn site(conn: &mut AsyncPgConnection, id: SiteId) -> QueryResult<Option<Site>> {
    sites::table
        .find(id)
        .select(Site::as_select())
        .first(conn)
        .await
        .optional()
}

/// All sites, by name.
///
/// # Errors
/// What the database says.
pub async fn sites(conn: &mut AsyncPgConnection) -> QueryResult<Vec<Site>> {
    sites::table
        .order((sites::name, sites::id))
        .select(Site::as_select())
        .load(conn)
        .await
}

/// One room.
///
/// # Errors
/// What the database says.
pub async fn room(conn: &mut AsyncPgConnection, id: RoomId) -> QueryResult<Option<Room>> {
    rooms::table
        .find(id)
        .select(Room::as_select())
        .first(conn)
        .await
        .optional()
}

/// One room by its short name.
///
/// # Errors
/// What the database says.
pub async fn room_by_slug(conn: &mut AsyncPgConnection, slug: &str) -> QueryResult<Option<Room>> {
    rooms::table
        .filter(rooms::slug.eq(slug))
        .select(Room::as_select())
        .first(conn)
        .await
        .optional()
}

/// Several rooms, in no order.
///
/// # Errors
/// What the database says.
pub async fn rooms_by_id(conn: &mut AsyncPgConnection, ids: &[RoomId]) -> QueryResult<Vec<Room>> {
    rooms::table
        .filter(rooms::id.eq_any(ids))
        .select(Room::as_select())
        .load(conn)
        .await
}

/// All rooms with the names of their sites, by site, kind and name.
///
/// # Errors
/// What the database says.
pub async fn rooms(conn: &mut AsyncPgConnection) -> QueryResult<Vec<(Room, Option<String>)>> {
    rooms::table
        .left_join(sites::table.on(sites::id.nullable().eq(rooms::site_id)))
        .order((sites::name, rooms::name, rooms::id))
        .select((Room::as_select(), sites::name.nullable()))
        .load(conn)
        .await
}

/// The rooms that `whole` consists of.
///
/// # Errors
/// What the database says.
pub async fn parts(conn: &mut AsyncPgConnection, whole: RoomId) -> QueryResult<Vec<RoomId>> {
    room_parts::table
        .filter(room_parts::whole_id.eq(whole))
        .order(room_parts::part_id)
        .select(room_parts::part_id)
        .load(conn)
        .await
}

/// Whether `person` keeps every one of `rooms`.
///
/// # Errors
/// What the database says.
pub async fn keeps_all(
    conn: &mut AsyncPgConnection,
    person: PersonId,
    rooms: &[RoomId],
) -> QueryResult<bool> {
    let kept: i64 = room_keepers::table
        .filter(room_keepers::person_id.eq(person))
        .filter(room_keepers::room_id.eq_any(rooms))
        .count()
        .get_result(conn)
        .await?;
    Ok(!rooms.is_empty() && kept == i64::try_from(rooms.len()).unwrap_or(i64::MAX))
}

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

/// The booking that a seminar has, the one in force or else the last.
///
/// # Errors
/// What the database says.
pub async fn booking_of_seminar(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
) -> QueryResult<Option<Booking>> {
    bookings::table
        .filter(bookings::seminar_id.eq(seminar))
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
    conn: &mut AsyncPgConnection,
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
        #[diesel(sql_type = Nullable<Text>)]
        site: Option<String>,
        #[diesel(sql_type = Timestamptz)]
        blocked_from: Instant,
        #[diesel(sql_type = Timestamptz)]
        blocked_to: Instant,
    }
    let rows: Vec<Row> = sql_query(
        "SELECT o.booking_id, o.room_id, r.name, r.slug, s.name AS site, o.blocked_from, o.blocked_to \
         FROM occupancies o JOIN rooms r ON r.id = o.room_id LEFT JOIN sites s ON s.id = r.site_id \
         WHERE o.booking_id = ANY ($1) AND o.part_of IS NULL ORDER BY o.booking_id, r.name, r.id",
    )
    .bind::<Array<SqlUuid>, _>(bookings)
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| TakenRoom {
            booking_id: row.booking_id,
            room_id: row.room_id,
            name: row.name,
            slug: row.slug,
            site: row.site,
            blocked_from: row.blocked_from,
            blocked_to: row.blocked_to,
        })
        .collect())
}

/// Which bookings a list holds.
#[derive(Debug, Clone, Default)]
pub struct BookingFilter {
    /// Of this room.
    pub room: Option<RoomId>,
    /// Of this owner.
    pub for_id: Option<PersonId>,
    /// Ending after this.
    pub from: Option<Instant>,
    /// Starting before this.
    pub to: Option<Instant>,
    /// Whether cancelled and refused ones are left out.
    pub in_force: bool,
    /// After this id, in the order of ids (which is the order of entry).
    pub after: Option<BookingId>,
}

/// Bookings in the order of entry, at most `limit`.
///
/// # Errors
/// What the database says.
pub async fn bookings(
    conn: &mut AsyncPgConnection,
    filter: &BookingFilter,
    limit: i64,
) -> QueryResult<Vec<Booking>> {
    use crate::base::schema::occupancies;
    let mut query = bookings::table
        .select(Booking::as_select())
        .order(bookings::id)
        .limit(limit)
        .into_boxed();
    if let Some(room) = filter.room {
        query = query.filter(
            bookings::id.eq_any(
                occupancies::table
                    .filter(occupancies::room_id.eq(room))
                    .select(occupancies::booking_id),
            ),
        );
    }
    if let Some(owner) = filter.for_id {
        query = query.filter(bookings::for_id.eq(owner));
    }
    if let Some(from) = filter.from {
        query = query.filter(bookings::ends_at.gt(from));
    }
    if let Some(to) = filter.to {
        query = query.filter(bookings::starts_at.lt(to));
    }
    if filter.in_force {
        query = query.filter(bookings::state.eq_any(["held", "confirmed"]));
    }
    if let Some(after) = filter.after {
        query = query.filter(bookings::id.gt(after));
    }
    query.load(conn).await
}

/// What stands in a room on a day, as a viewer may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The booking.
    pub booking_id: BookingId,
    /// Its code.
    pub code: String,
    /// The seminar that it serves, by code, where the viewer may see it.
    pub seminar_code: Option<String>,
    /// The room.
    pub room_id: RoomId,
    /// From when the room is blocked.
    pub blocked: Slot,
    /// From when until when the booking is.
    pub slot: Slot,
    /// Whether it waits for something.
    pub held: bool,
    /// Its title, where the viewer may see it.
    pub title: Option<String>,
    /// Whose it is, where the viewer may see it.
    pub by: Option<String>,
    /// Whether it is the viewer's, or theirs for whom the viewer acts.
    pub mine: bool,
}

/// All that takes any of `rooms` during `span`, by room and time; `viewer` sees titles as the rules have it.
///
/// # Errors
/// What the database says.
pub async fn blocks(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    rooms: &[RoomId],
    span: Slot,
) -> QueryResult<Vec<Block>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        booking_id: BookingId,
        #[diesel(sql_type = Text)]
        code: String,
        #[diesel(sql_type = Nullable<Text>)]
        seminar_code: Option<String>,
        #[diesel(sql_type = SqlUuid)]
        room_id: RoomId,
        #[diesel(sql_type = Timestamptz)]
        blocked_from: Instant,
        #[diesel(sql_type = Timestamptz)]
        blocked_to: Instant,
        #[diesel(sql_type = Timestamptz)]
        starts_at: Instant,
        #[diesel(sql_type = Timestamptz)]
        ends_at: Instant,
        #[diesel(sql_type = Bool)]
        held: bool,
        #[diesel(sql_type = Text)]
        title: String,
        #[diesel(sql_type = SqlUuid)]
        for_id: PersonId,
        #[diesel(sql_type = Nullable<Text>)]
        owner: Option<String>,
        #[diesel(embed)]
        sight: Sight,
    }
    let rows: Vec<Row> = sql_query(format!(
        "SELECT b.id AS booking_id, b.code, s.code AS seminar_code, o.room_id, o.blocked_from, o.blocked_to, \
                b.starts_at, b.ends_at, o.state = 'held' AS held, b.title, b.for_id, p.name AS owner, {SIGHT} \
         FROM occupancies o JOIN bookings b ON b.id = o.booking_id JOIN people p ON p.id = b.for_id {SERVED} \
         WHERE o.room_id = ANY ($1) AND o.state IN ('held', 'confirmed') \
           AND tstzrange(o.blocked_from, o.blocked_to) && tstzrange($2, $3) \
         ORDER BY o.room_id, o.blocked_from"
    ))
    .bind::<Array<SqlUuid>, _>(rooms)
    .bind::<Timestamptz, _>(span.from())
    .bind::<Timestamptz, _>(span.to())
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let shown = row.sight.into();
            let seen = sees_title(viewer, &shown);
            Some(Block {
                booking_id: row.booking_id,
                code: row.code,
                seminar_code: row.seminar_code.filter(|_| knows_what_for(viewer, &shown)),
                room_id: row.room_id,
                blocked: Slot::new(row.blocked_from, row.blocked_to).ok()?,
                slot: Slot::new(row.starts_at, row.ends_at).ok()?,
                held: row.held,
                title: seen.then_some(row.title),
                by: if seen { row.owner } else { None },
                mine: viewer.is_some_and(|actor| actor.acts_as(row.for_id)),
            })
        })
        .collect())
}

/// The day `date` in the zone of `room`, as a slot.
pub fn day_of(room: &Room, date: NaiveDate) -> Slot {
    let zone = room.zone();
    let next = date.succ_opt().unwrap_or(date);
    Slot::new(zone.start_of(date), zone.start_of(next)).unwrap_or_else(|_| {
        let from = date.and_time(chrono::NaiveTime::MIN).and_utc();
        Slot::new(from, from + chrono::Duration::days(1)).expect("a day is not empty")
    })
}

/// The rooms that each of `wholes` consists of.
///
/// # Errors
/// What the database says.
pub async fn parts_of(
    conn: &mut AsyncPgConnection,
    wholes: &[RoomId],
) -> QueryResult<std::collections::HashMap<RoomId, Vec<RoomId>>> {
    let rows: Vec<(RoomId, RoomId)> = room_parts::table
        .filter(room_parts::whole_id.eq_any(wholes))
        .order((room_parts::whole_id, room_parts::part_id))
        .select((room_parts::whole_id, room_parts::part_id))
        .load(conn)
        .await?;
    let mut parts: std::collections::HashMap<RoomId, Vec<RoomId>> =
        std::collections::HashMap::new();
    for (whole, part) in rows {
        parts.entry(whole).or_default().push(part);
    }
    Ok(parts)
}
