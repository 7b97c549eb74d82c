//! Entering, changing and removing rooms.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{named, parts, removed, stale};
use crate::{
    base::{
        audit::{self, Entry},
        changes::{self, Subject},
        clock::Clock,
        error::Refusal,
        hub::Hub,
        ids::{PersonId, RoomId, SiteId},
        schema::{rooms, sites},
        slugs, text,
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
    /// The short name that it has: another one is refused.
    pub slug: Option<String>,
    /// Another site, with its zone; `Some(None)`: nowhere in particular, in the hub's. What is booked keeps its instants.
    pub site_id: Option<Option<SiteId>>,
    /// Of another kind.
    pub kind: Option<RoomKind>,
    /// The rooms that it consists of, all of them: what is booked takes those from now on, where they are free.
    pub parts: Option<Vec<RoomId>>,
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
        let zone = zone_at(conn, hub, new.site_id).await?;
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
        // A new room is no part of anything yet, so its parts cannot contain it, and nothing is booked in it.
        let parts = parts::consist_of(conn, id, &new.parts).await?;
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
        if change.parts.is_some() {
            parts::lock(conn).await?;
        }
        // Sites before rooms, as whoever changes a site has it.
        let zone = match change.site_id {
            Some(site) => Some(zone_at(conn, hub, site).await?),
            None => None,
        };
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
        slugs::stays(change.slug.as_deref(), &before.slug)?;
        let kind = change.kind.unwrap_or(before.kind);
        if (kind == RoomKind::Desk) != (before.kind == RoomKind::Desk) {
            parts::not_taken(conn, clock.now(), id).await?;
        }
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
                rooms::site_id.eq(change.site_id.unwrap_or(before.site_id)),
                rooms::zone.eq(zone.unwrap_or_else(|| before.zone.clone())),
                rooms::kind.eq(kind),
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
        let mut touched = vec![Subject::Room(id), Subject::Names];
        let mut said = (
            json!({ "room": before, "keepers": keepers_before }),
            json!({ "room": after, "keepers": keepers }),
        );
        if let Some(wanted) = &change.parts {
            let (were, are) = parts::put(conn, clock, id, wanted).await?;
            // What it consists of no more is free again.
            touched.extend(were.iter().copied().map(Subject::Room));
            said.0["parts"] = json!(were);
            said.1["parts"] = json!(are);
        }
        let entry = Entry {
            action: "changed",
            kind: "rooms",
            id: id.0,
            before: Some(said.0),
            after: Some(said.1),
        };
        audit::record(conn, clock, &actor.author, entry).await?;
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

/// The zone of what is at a site, or nowhere in particular.
async fn zone_at(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    site: Option<SiteId>,
) -> Result<String, Refusal> {
    let Some(site) = site else {
        return Ok(hub.zone.name().to_owned());
    };
    // Against a change of its zone, which changes those of its rooms.
    let zone = sites::table
        .find(site)
        .for_share()
        .select(sites::zone)
        .first::<String>(conn)
        .await
        .optional()?;
    zone.ok_or_else(|| Refusal::invalid("site_id", "reason-unknown"))
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
