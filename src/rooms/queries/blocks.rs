//! What stands in rooms, for the view of a day. What takes a part of a room stands in the whole too, as the constraint has it.

use std::collections::HashMap;

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
    /// The part of the room that it takes, by name, several with commas between; none: the room itself.
    pub part: Option<String>,
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

/// All that takes any of `rooms`, or a part of one, during `span`, by room and time: each booking once in each room. `viewer`
/// sees titles as the rules have it.
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
        #[diesel(sql_type = Nullable<Text>)]
        part: Option<String>,
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
        "WITH RECURSIVE parts (whole, room) AS ( \
             SELECT id, id FROM unnest($1) AS id \
             UNION SELECT p.whole, r.part_id FROM parts p JOIN room_parts r ON r.whole_id = p.room) \
         SELECT b.id AS booking_id, b.code, s.code AS seminar_code, x.whole AS room_id, \
                CASE WHEN x.room <> x.whole THEN r.name END AS part, o.blocked_from, o.blocked_to, \
                b.starts_at, b.ends_at, o.state = 'held' AS held, b.title, b.for_id, p.name AS owner, {SIGHT} \
         FROM parts x JOIN occupancies o ON o.room_id = x.room JOIN rooms r ON r.id = o.room_id \
             JOIN bookings b ON b.id = o.booking_id JOIN people p ON p.id = b.for_id {SERVED} \
         WHERE o.state IN ('held', 'confirmed') AND tstzrange(o.blocked_from, o.blocked_to) && tstzrange($2, $3) \
         ORDER BY x.whole, x.room <> x.whole, r.name, r.id"
    ))
    .bind::<Array<SqlUuid>, _>(rooms)
    .bind::<Timestamptz, _>(span.from())
    .bind::<Timestamptz, _>(span.to())
    .load(conn)
    .await?;
    let found: Vec<Block> = rows
        .into_iter()
        .filter_map(|row| {
            let shown = row.sight.into();
            let seen = sees_title(viewer, &shown);
            Some(Block {
                booking_id: row.booking_id,
                code: row.code,
                seminar_code: row.seminar_code.filter(|_| knows_what_for(viewer, &shown)),
                room_id: row.room_id,
                part: row.part,
                blocked: Slot::new(row.blocked_from, row.blocked_to).ok()?,
                slot: Slot::new(row.starts_at, row.ends_at).ok()?,
                held: row.held,
                title: seen.then_some(row.title),
                by: if seen { row.owner } else { None },
                mine: viewer.is_some_and(|actor| actor.acts_as(row.for_id)),
            })
        })
        .collect();
    Ok(each_once(found))
}

/// Each booking once in each room, for as long as it blocks any part of it; what takes the room itself takes its parts, and
/// comes before them.
fn each_once(found: Vec<Block>) -> Vec<Block> {
    let mut places: HashMap<(RoomId, BookingId), usize> = HashMap::new();
    let mut blocks: Vec<Block> = Vec::with_capacity(found.len());
    for block in found {
        let place = *places
            .entry((block.room_id, block.booking_id))
            .or_insert(blocks.len());
        let Some(known) = blocks.get_mut(place) else {
            blocks.push(block);
            continue;
        };
        let from = known.blocked.from().min(block.blocked.from());
        let to = known.blocked.to().max(block.blocked.to());
        known.blocked = Slot::new(from, to).unwrap_or(known.blocked);
        if let (Some(parts), Some(part)) = (&mut known.part, block.part) {
            parts.push_str(", ");
            parts.push_str(&part);
        }
    }
    blocks.sort_by_key(|block| (block.room_id, block.blocked.from()));
    blocks
}
