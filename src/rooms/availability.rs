//! What is taken and what is free: for explanations and suggestions. It decides nothing; the constraint does.

use std::collections::HashSet;

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    model::{Alternative, Conflict, Room, Taken},
    queries::{SERVED, SIGHT, Sight},
    rules::sees_title,
};
use crate::{
    base::{
        clock::Instant,
        ids::{BookingId, RoomId, SiteId},
        schema::rooms,
        slot::Slot,
    },
    people::model::Actor,
};

/// A room and how long it is to be blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Want {
    /// Which room.
    pub room: RoomId,
    /// How long, set-up and tidy-up included.
    pub blocked: Slot,
}

#[derive(QueryableByName)]
struct ConflictRow {
    #[diesel(sql_type = SqlUuid)]
    room_id: RoomId,
    #[diesel(sql_type = Text)]
    room_name: String,
    #[diesel(sql_type = SqlUuid)]
    booking_id: BookingId,
    #[diesel(sql_type = Timestamptz)]
    starts_at: Instant,
    #[diesel(sql_type = Timestamptz)]
    ends_at: Instant,
    #[diesel(sql_type = Timestamptz)]
    blocked_from: Instant,
    #[diesel(sql_type = Timestamptz)]
    blocked_to: Instant,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Nullable<Text>)]
    owner: Option<String>,
    #[diesel(embed)]
    sight: Sight,
}

/// What stands in the way of `wants`, other than `except` itself; as `viewer` may see it.
///
/// # Errors
/// What the database says.
pub async fn conflicts(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    wants: &[Want],
    except: Option<BookingId>,
) -> QueryResult<Vec<Conflict>> {
    let rows: Vec<ConflictRow> = sql_query(format!(
        "SELECT DISTINCT ON (b.starts_at, o.room_id, b.id) o.room_id, r.name AS room_name, b.id AS booking_id, \
                b.starts_at, b.ends_at, o.blocked_from, o.blocked_to, b.title, p.name AS owner, {SIGHT} \
         FROM unnest($1, $2, $3) AS want (room_id, blocked_from, blocked_to) \
         JOIN occupancies o ON o.room_id = want.room_id AND o.state IN ('held', 'confirmed') \
              AND tstzrange(o.blocked_from, o.blocked_to) && tstzrange(want.blocked_from, want.blocked_to) \
         JOIN bookings b ON b.id = o.booking_id \
         JOIN rooms r ON r.id = o.room_id \
         JOIN people p ON p.id = b.for_id {SERVED} \
         WHERE b.id IS DISTINCT FROM $4 \
         ORDER BY b.starts_at, o.room_id, b.id \
         LIMIT 5000"
    ))
    .bind::<Array<SqlUuid>, _>(wants.iter().map(|want| want.room).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(wants.iter().map(|want| want.blocked.from()).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(wants.iter().map(|want| want.blocked.to()).collect::<Vec<_>>())
    .bind::<Nullable<SqlUuid>, _>(except)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| as_seen(viewer, row)).collect())
}

fn as_seen(viewer: Option<&Actor>, row: ConflictRow) -> Conflict {
    let seen = sees_title(viewer, &row.sight.into());
    Conflict {
        room_id: row.room_id,
        room_name: row.room_name,
        booking_id: row.booking_id,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        blocked: Slot::new(row.blocked_from, row.blocked_to)
            .expect("the constraint occupancies_end_after_start holds this"),
        title: seen.then_some(row.title),
        by: if seen { row.owner } else { None },
    }
}

/// The conflicts of `asked` at `slot`, with alternatives: other rooms at that time, the same rooms at near times.
///
/// # Errors
/// What the database says.
pub async fn taken(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    asked: &[Room],
    wants: &[Want],
    slot: Slot,
    except: Option<BookingId>,
) -> QueryResult<Taken> {
    let conflicts = conflicts(conn, viewer, wants, except).await?;
    let alternatives = alternatives(conn, asked, &conflicts, slot, except).await?;
    Ok(Taken {
        conflicts,
        alternatives,
    })
}

async fn alternatives(
    conn: &mut AsyncPgConnection,
    asked: &[Room],
    conflicts: &[Conflict],
    slot: Slot,
    except: Option<BookingId>,
) -> QueryResult<Vec<Alternative>> {
    let mut found = Vec::new();
    let taken: HashSet<RoomId> = conflicts.iter().map(|conflict| conflict.room_id).collect();
    if let Some(room) = asked
        .iter()
        .find(|room| taken.contains(&room.id))
        .or(asked.first())
    {
        let wish = Wish {
            // Nobody walks to another city.
            site: room.site_id,
            except,
            ..Wish::default()
        };
        let mut others = free_rooms(conn, slot, &wish).await?;
        others.retain(|other| {
            room.kind.stands_in_for(other.kind) && asked.iter().all(|one| one.id != other.id)
        });
        others.sort_by_key(|other| how_far(other, room));
        found.extend(others.iter().take(3).map(|other| alternative(other, slot)));
    }
    // The same room at another time helps only where one room is asked for.
    if let [room] = asked {
        found.extend(
            near_times(conn, room, slot, except)
                .await?
                .into_iter()
                .map(|at| alternative(room, at)),
        );
    }
    Ok(found)
}

/// How far a room is from what was asked for: the smallest that holds as many people comes first, then the largest of the
/// smaller ones, for the seminar may be smaller than the room.
fn how_far(other: &Room, asked: &Room) -> (bool, i32) {
    let seats = other.capacity.unwrap_or(0);
    match seats >= asked.capacity.unwrap_or(0) {
        true => (false, seats),
        false => (true, -seats),
    }
}

fn alternative(room: &Room, slot: Slot) -> Alternative {
    Alternative {
        room_id: room.id,
        room_name: room.name.clone(),
        room_slug: room.slug.clone(),
        capacity: room.capacity,
        starts_at: slot.from(),
        ends_at: slot.to(),
    }
}

/// The nearest free times before and after, at most a week away, on quarters of an hour.
async fn near_times(
    conn: &mut AsyncPgConnection,
    room: &Room,
    slot: Slot,
    except: Option<BookingId>,
) -> QueryResult<Vec<Slot>> {
    #[derive(QueryableByName)]
    struct Start {
        #[diesel(sql_type = Timestamptz)]
        at: Instant,
    }
    // One candidate per end or begin of what is there, tried against everything that is there.
    let starts: Vec<Start> = sql_query(
        "WITH near AS ( \
             SELECT blocked_from, blocked_to FROM occupancies \
             WHERE room_id = $1 AND state IN ('held', 'confirmed') AND booking_id IS DISTINCT FROM $6 \
               AND tstzrange(blocked_from, blocked_to) && tstzrange($2 - interval '7 days', $3 + interval '7 days') \
         ), candidates AS ( \
             SELECT date_bin('15 minutes', blocked_to + $4 * interval '1 minute' + interval '14 minutes 59.999999 seconds', \
                    '2000-01-01Z') AS at FROM near \
             UNION SELECT date_bin('15 minutes', blocked_from - $5 * interval '1 minute' - ($3 - $2), '2000-01-01Z') FROM near \
         ), free AS ( \
             SELECT at FROM candidates c WHERE at >= $2 - interval '7 days' AND at <> $2 AND NOT EXISTS ( \
                 SELECT 1 FROM near n WHERE tstzrange(n.blocked_from, n.blocked_to) && \
                     tstzrange(c.at - $4 * interval '1 minute', c.at + ($3 - $2) + $5 * interval '1 minute')) \
         ) \
         (SELECT at FROM free WHERE at < $2 ORDER BY at DESC LIMIT 1) \
         UNION ALL (SELECT at FROM free WHERE at > $2 ORDER BY at LIMIT 2) ORDER BY at",
    )
    .bind::<SqlUuid, _>(room.id)
    .bind::<Timestamptz, _>(slot.from())
    .bind::<Timestamptz, _>(slot.to())
    .bind::<Integer, _>(room.setup_minutes)
    .bind::<Integer, _>(room.tidy_minutes)
    .bind::<Nullable<SqlUuid>, _>(except)
    .load(conn)
    .await?;
    // Nobody is helped by a meeting at night: keep what lies between 7:00 and 22:00 in the room's zone.
    let zone = room.zone();
    Ok(starts
        .into_iter()
        .map(|start| slot.starting(start.at))
        .filter(|free| {
            let (from, to) = (zone.local(free.from()), zone.local(free.to()));
            slot.length() > Duration::hours(15)
                || (from.date() == to.date()
                    && from.time() >= chrono::NaiveTime::from_hms_opt(7, 0, 0).unwrap_or_default()
                    && to.time() <= chrono::NaiveTime::from_hms_opt(22, 0, 0).unwrap_or_default())
        })
        .collect())
}

/// What a room must have.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// What it is.
    pub kind: Option<&'static str>,
    /// At least how many people it holds.
    pub capacity: Option<i32>,
    /// Where it is.
    pub site: Option<SiteId>,
    /// What must be in it.
    pub equipment: Vec<String>,
    /// What does not count as taking a room: the booking that is to move.
    pub except: Option<BookingId>,
}

/// The open rooms, in all their parts, that are free for all of `slot`, their set-up and tidy-up included; the smallest that
/// suffices first.
///
/// # Errors
/// What the database says.
pub async fn free_rooms(
    conn: &mut AsyncPgConnection,
    slot: Slot,
    wish: &Wish,
) -> QueryResult<Vec<Room>> {
    #[derive(QueryableByName)]
    struct Id {
        #[diesel(sql_type = SqlUuid)]
        id: RoomId,
    }
    let ids: Vec<Id> = sql_query(
        "WITH RECURSIVE taking AS ( \
             SELECT r.id AS whole, r.id AS room, r.setup_minutes, r.tidy_minutes FROM rooms r WHERE r.state = 'open' \
             UNION SELECT t.whole, p.part_id, t.setup_minutes, t.tidy_minutes FROM taking t JOIN room_parts p ON p.whole_id = t.room \
         ) \
         SELECT r.id FROM rooms r WHERE r.state = 'open' \
           AND ($3 IS NULL OR r.kind = $3) AND ($4 IS NULL OR r.capacity >= $4) \
           AND ($5 IS NULL OR r.site_id = $5) AND r.equipment @> $6 \
           AND NOT EXISTS (SELECT 1 FROM taking t JOIN rooms p ON p.id = t.room \
               WHERE t.whole = r.id AND p.state = 'closed') \
           AND NOT EXISTS (SELECT 1 FROM taking t JOIN occupancies o ON o.room_id = t.room \
               AND o.state IN ('held', 'confirmed') AND o.booking_id IS DISTINCT FROM $7 \
               AND tstzrange(o.blocked_from, o.blocked_to) && \
                   tstzrange($1 - t.setup_minutes * interval '1 minute', $2 + t.tidy_minutes * interval '1 minute') \
               WHERE t.whole = r.id) \
         ORDER BY r.capacity NULLS LAST, r.name, r.id LIMIT 500",
    )
    .bind::<Timestamptz, _>(slot.from())
    .bind::<Timestamptz, _>(slot.to())
    .bind::<Nullable<Text>, _>(wish.kind)
    .bind::<Nullable<Integer>, _>(wish.capacity)
    .bind::<Nullable<SqlUuid>, _>(wish.site)
    .bind::<Array<Text>, _>(&wish.equipment)
    .bind::<Nullable<SqlUuid>, _>(wish.except)
    .load(conn)
    .await?;
    let ids: Vec<RoomId> = ids.into_iter().map(|row| row.id).collect();
    let mut found: Vec<Room> = rooms::table
        .filter(rooms::id.eq_any(&ids))
        .select(Room::as_select())
        .load(conn)
        .await?;
    found.sort_by_key(|room| ids.iter().position(|id| *id == room.id));
    Ok(found)
}
