//! The programmes of seminars, as their entries list them.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::seminars::Dated;
use crate::base::{
    clock::Instant,
    ids::SeminarId,
    schema::{rooms, seminar_items},
};

/// An item of a programme.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Item {
    /// Its title.
    pub title: String,
    /// Its start.
    pub starts_at: Instant,
    /// Its end, exclusive.
    pub ends_at: Instant,
    /// Where, if that is not where the seminar is.
    pub place: Option<String>,
}

/// The programmes. What an item says is dated by its seminar, but for the name of its room.
pub(super) async fn items_of(
    mut conn: &AsyncPgConnection,
    ids: &[SeminarId],
) -> QueryResult<HashMap<SeminarId, Vec<Dated<Item>>>> {
    let rows: Vec<(
        Uuid,
        String,
        Instant,
        Instant,
        Option<String>,
        Option<(String, Instant)>,
    )> = seminar_items::table
        .left_join(rooms::table.on(seminar_items::room_id.eq(rooms::id.nullable())))
        .filter(seminar_items::seminar_id.eq_any(ids))
        .order((
            seminar_items::starts_at,
            seminar_items::ends_at,
            seminar_items::id,
        ))
        .select((
            seminar_items::seminar_id,
            seminar_items::title,
            seminar_items::starts_at,
            seminar_items::ends_at,
            seminar_items::place,
            (rooms::name, rooms::modified_at).nullable(),
        ))
        .load(&mut conn)
        .await?;
    let mut found: HashMap<SeminarId, Vec<Dated<Item>>> = HashMap::new();
    for (seminar, title, starts_at, ends_at, place, room) in rows {
        let (place, at) = match room {
            Some((name, at)) => (Some(name), at),
            None => (place, Instant::UNIX_EPOCH),
        };
        let item = Item {
            title,
            starts_at,
            ends_at,
            place,
        };
        found
            .entry(SeminarId(seminar))
            .or_default()
            .push((item, at));
    }
    Ok(found)
}
