//! The programmes of seminars.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Nullable, SmallInt, Text, Timestamp, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        clock::Instant,
        ids::{BookingId, ItemId, PersonId, RoomId, SeminarId},
        prepared::prepared,
        schema::{bookings, overflow_rooms},
    },
    seminars::model::{Item, ItemKind, ItemRoom},
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: ItemId,
    #[diesel(sql_type = SqlUuid)]
    seminar_id: SeminarId,
    #[diesel(sql_type = Text)]
    kind: ItemKind,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Text)]
    abstract_text: String,
    #[diesel(sql_type = Timestamp)]
    starts_local: NaiveDateTime,
    #[diesel(sql_type = Timestamp)]
    ends_local: NaiveDateTime,
    #[diesel(sql_type = Nullable<SmallInt>)]
    fold: Option<i16>,
    #[diesel(sql_type = Timestamptz)]
    starts_at: Instant,
    #[diesel(sql_type = Timestamptz)]
    ends_at: Instant,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    room_id: Option<RoomId>,
    #[diesel(sql_type = Nullable<Text>)]
    room_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    room_slug: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    site: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    place: Option<String>,
    #[diesel(sql_type = Array<SqlUuid>)]
    speakers: Vec<PersonId>,
}

/// The items of each seminar, by time.
///
/// # Errors
/// What the database says.
pub(super) async fn items_of(
    conn: &mut AsyncPgConnection,
    ids: &[SeminarId],
) -> QueryResult<HashMap<SeminarId, Vec<Item>>> {
    let rows: Vec<Row> = prepared(
        sql_query(
            "SELECT i.id, i.seminar_id, i.kind, i.title, i.abstract_text, i.starts_local, i.ends_local, i.fold, i.starts_at, \
             i.ends_at, i.room_id, r.name AS room_name, r.slug AS room_slug, s.name AS site, i.place, \
             ARRAY(SELECT k.person_id FROM item_speakers k WHERE k.item_id = i.id ORDER BY k.position, k.person_id) \
                 AS speakers \
         FROM seminar_items i LEFT JOIN rooms r ON r.id = i.room_id LEFT JOIN sites s ON s.id = r.site_id \
         WHERE i.seminar_id = ANY ($1) ORDER BY i.starts_at, i.ends_at, i.id",
        )
        .bind::<Array<SqlUuid>, _>(ids),
    )
    .load(conn)
    .await?;
    let mut found: HashMap<SeminarId, Vec<Item>> = HashMap::new();
    for row in rows {
        found.entry(row.seminar_id).or_default().push(row.into());
    }
    Ok(found)
}

impl From<Row> for Item {
    fn from(row: Row) -> Self {
        let named = row.room_name.zip(row.room_slug);
        Self {
            id: row.id,
            seminar_id: row.seminar_id,
            kind: row.kind,
            title: row.title,
            abstract_text: row.abstract_text,
            starts_local: row.starts_local,
            ends_local: row.ends_local,
            fold: row.fold,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            room: row.room_id.zip(named).map(|(id, (name, slug))| ItemRoom {
                id,
                name,
                slug,
                site: row.site,
            }),
            place: row.place,
            speakers: row.speakers,
        }
    }
}

/// Which rooms of each seminar are overflow rooms.
///
/// # Errors
/// What the database says.
pub(super) async fn overflow_of(
    conn: &mut AsyncPgConnection,
    ids: &[SeminarId],
) -> QueryResult<HashMap<SeminarId, Vec<RoomId>>> {
    let rows: Vec<(SeminarId, RoomId)> = overflow_rooms::table
        .filter(overflow_rooms::seminar_id.eq_any(ids))
        .order((overflow_rooms::seminar_id, overflow_rooms::room_id))
        .select((overflow_rooms::seminar_id, overflow_rooms::room_id))
        .load(conn)
        .await?;
    let mut found: HashMap<SeminarId, Vec<RoomId>> = HashMap::new();
    for (seminar, room) in rows {
        found.entry(seminar).or_default().push(room);
    }
    Ok(found)
}

/// The bookings in force for items of a seminar, beside its own.
///
/// # Errors
/// What the database says.
pub async fn bookings_of_items(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
) -> QueryResult<Vec<BookingId>> {
    bookings::table
        .filter(bookings::seminar_id.eq(seminar))
        .filter(bookings::part.eq("programme"))
        .filter(bookings::state.eq_any(["held", "confirmed"]))
        .order(bookings::id)
        .select(bookings::id)
        .load(conn)
        .await
}

/// Whether a booking is for items of a programme, beside what their seminar has as a whole.
///
/// # Errors
/// What the database says.
pub async fn is_for_items(conn: &mut AsyncPgConnection, id: BookingId) -> QueryResult<bool> {
    let booking = bookings::table
        .find(id)
        .filter(bookings::part.eq("programme"));
    diesel::select(diesel::dsl::exists(booking))
        .get_result(conn)
        .await
}
