//! What stands in rooms, for the view of a day.

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{SERVED, SIGHT, Sight};
use crate::{
    base::{
        clock::Instant,
        ids::{BookingId, PersonId, RoomId},
        slot::Slot,
    },
    people::model::Actor,
    rooms::rules::{knows_what_for, sees_title},
};

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
