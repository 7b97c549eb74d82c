//! Entering, changing and removing rooms.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{named, removed, stale};
use crate::{
    base::{
        audit::{self, Entry},
        changes::{self, Subject},
        clock::Clock,
        error::Refusal,
        hub::Hub,
        ids::{PersonId, RoomId, SiteId},
        schema::{room_parts, rooms, sites},
        text,
    },
    people::model::Actor,
    rooms::{
        actions::keepers,
        model::{Room, RoomKind, RoomState},
        queries, rules,
    },
};

/// A room to be entered.
#[derive(Debug, Clone)]
pub struct NewRoom {
    /// Where it is; `None`: nowhere in particular, in the hub's zone.
    pub site_id: Option<SiteId>,
    /// Its name.
    pub name: String,
    /// Its short name; made from the name where none is given.
    pub slug: Option<String>,
    /// What it is.
    pub kind: RoomKind,
    /// How many people it holds.
    pub capacity: Option<i32>,
    /// The rooms that it consists of.
    pub parts: Vec<RoomId>,
    /// What is in it.
    pub equipment: Vec<String>,
    /// Whether a keeper must approve bookings.
    pub approval: bool,
    /// Who keeps it, besides those who keep all rooms.
    pub keepers: Vec<PersonId>,
    /// Minutes blocked before each booking.
    pub setup_minutes: i32,
    /// Minutes blocked after each booking.
    pub tidy_minutes: i32,
}

/// What is to be otherwise about a room. Set-up and tidy-up count for what is booked from then on.
#[derive(Debug, Clone, Default)]
pub struct RoomChange {
    /// Another name.
    pub name: Option<String>,
    /// Another number of people; `Some(None)`: not said.
    pub capacity: Option<Option<i32>>,
    /// Other equipment.
    pub equipment: Option<Vec<String>>,
    /// Whether a keeper must approve. Where none need any more, what waits is confirmed.
    pub approval: Option<bool>,
    /// Who keeps it, all of them. They are asked about what waits.
    pub keepers: Option<Vec<PersonId>>,
    /// Minutes blocked before.
    pub setup_minutes: Option<i32>,
    /// Minutes blocked after.
    pub tidy_minutes: Option<i32>,
    /// Open or closed.
    pub state: Option<RoomState>,
    /// The version that the change is based on.
    pub lock_version: Option<i32>,
}

/// Enters a room.
///
/// # Errors
/// A [`Refusal`]; a part that does not exist or that the room would contain itself is invalid `part_ids`.
pub async fn create_room(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    new: NewRoom,
) -> Result<Room, Refusal> {
    rules::may_keep_rooms(actor)?;
    let (name, slug) = named(&new.name, new.slug.as_deref())?;
    conn.transaction(async |conn| {
        let zone = match new.site_id {
            // Against a change of its zone, which changes those of its rooms.
            Some(site) => sites::table
                .find(site)
                .for_share()
                .select(sites::zone)
                .first::<String>(conn)
                .await
                .optional()?
                .ok_or_else(|| Refusal::invalid("site_id", "reason-unknown"))?,
            None => hub.zone.name().to_owned(),
        };
        let now = clock.now();
        let id = RoomId::fresh(clock);
        let room: Room = diesel::insert_into(rooms::table)
            .values((
                rooms::id.eq(id),
                rooms::site_id.eq(new.site_id),
                rooms::slug.eq(slug),
                rooms::name.eq(name),
                rooms::kind.eq(new.kind),
                rooms::zone.eq(zone),
                rooms::capacity.eq(new.capacity),
                rooms::equipment.eq(tidy_list(&new.equipment)),
                rooms::approval.eq(new.approval),
                rooms::setup_minutes.eq(new.setup_minutes),
                rooms::tidy_minutes.eq(new.tidy_minutes),
                rooms::created_at.eq(now),
                rooms::modified_at.eq(now),
            ))
            .returning(Room::as_returning())
            .get_result(conn)
            .await?;
        // A new room is no part of anything yet, so its parts cannot contain it.
        let mut parts = new.parts.clone();
        parts.sort_unstable();
        parts.dedup();
        let rows: Vec<_> = parts
            .iter()
            .map(|part| (room_parts::whole_id.eq(id), room_parts::part_id.eq(*part)))
            .collect();
        diesel::insert_into(room_parts::table)
            .values(rows)
            .execute(conn)
            .await?;
        let keepers = keepers::put(conn, clock, id, &new.keepers).await?;
        audit::record(
            conn,
            clock,
            &actor.author,
            Entry {
                action: "entered",
                kind: "rooms",
                id: id.0,
                before: None,
                after: Some(json!({ "room": room, "parts": parts, "keepers": keepers })),
            },
        )
        .await?;
        changes::raise(conn, clock, [Subject::Room(id)]).await?;
        Ok(room)
    })
    .await
}

/// Changes a room.
///
/// # Errors
/// A [`Refusal`].
pub async fn change_room(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: RoomId,
    change: RoomChange,
) -> Result<Room, Refusal> {
    rules::may_keep_rooms(actor)?;
    conn.transaction(async |conn| {
        let before: Room = rooms::table
            .find(id)
            .for_no_key_update()
            .select(Room::as_select())
            .first(conn)
            .await?;
        stale(change.lock_version, before.lock_version)?;
        let name = match &change.name {
            Some(name) => named(name, Some(&before.slug))?.0,
            None => before.name.clone(),
        };
        let equipment = change
            .equipment
            .as_deref()
            .map_or(before.equipment.clone(), tidy_list);
        let keepers_before = queries::keepers_of(conn, &[id])
            .await?
            .remove(&id)
            .unwrap_or_default();
        let keepers = match &change.keepers {
            Some(wanted) => keepers::put(conn, clock, id, wanted).await?,
            None => keepers_before.clone(),
        };
        let after: Room = diesel::update(rooms::table.find(id))
            .set((
                rooms::name.eq(name),
                rooms::capacity.eq(change.capacity.unwrap_or(before.capacity)),
                rooms::equipment.eq(equipment),
                rooms::approval.eq(change.approval.unwrap_or(before.approval)),
                rooms::setup_minutes.eq(change.setup_minutes.unwrap_or(before.setup_minutes)),
                rooms::tidy_minutes.eq(change.tidy_minutes.unwrap_or(before.tidy_minutes)),
                rooms::state.eq(change.state.unwrap_or(before.state)),
                rooms::lock_version.eq(before.lock_version + 1),
                rooms::modified_at.eq(clock.now()),
            ))
            .returning(Room::as_returning())
            .get_result(conn)
            .await?;
        audit::record(
            conn,
            clock,
            &actor.author,
            Entry {
                action: "changed",
                kind: "rooms",
                id: id.0,
                before: Some(json!({ "room": before, "keepers": keepers_before })),
                after: Some(json!({ "room": after, "keepers": keepers })),
            },
        )
        .await?;
        let mut touched = vec![Subject::Room(id), Subject::Names];
        if after.approval != before.approval || keepers != keepers_before {
            touched.extend(keepers::look_again(conn, clock, hub, actor, id).await?);
        }
        changes::raise(conn, clock, touched).await?;
        Ok(after)
    })
    .await
}

/// Removes a room that was never booked, that no series has and that is no part of another.
///
/// # Errors
/// A [`Refusal`]; a conflict where something refers to it.
pub async fn remove_room(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: RoomId,
) -> Result<(), Refusal> {
    rules::may_keep_rooms(actor)?;
    conn.transaction(async |conn| {
        let before: Room = diesel::delete(rooms::table.find(id))
            .returning(Room::as_returning())
            .get_result(conn)
            .await
            .map_err(Refusal::in_use)?;
        removed(conn, clock, actor, "rooms", id.0, json!(before)).await?;
        changes::raise(conn, clock, [Subject::Room(id), Subject::Names]).await?;
        Ok(())
    })
    .await
}

fn tidy_list(items: &[String]) -> Vec<String> {
    let mut tidy: Vec<String> = items
        .iter()
        .map(|item| text::line(item))
        .filter(|item| !item.is_empty())
        .collect();
    tidy.dedup();
    tidy
}
