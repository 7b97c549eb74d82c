//! Entering, changing and removing sites.

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
        ids::{RoomId, SiteId},
        schema::{rooms, sites},
        slugs, text,
        zone::Zone,
    },
    people::model::Actor,
    rooms::{model::Site, rules},
};

/// A site to be entered.
#[derive(Debug, Clone)]
pub struct NewSite {
    /// Its name.
    pub name: String,
    /// Its short name; made from the name where none is given.
    pub slug: Option<String>,
    /// Its zone.
    pub zone: Zone,
    /// Its postal address.
    pub address: Option<String>,
}

/// What is to be otherwise about a site.
#[derive(Debug, Clone, Default)]
pub struct SiteChange {
    /// Another name.
    pub name: Option<String>,
    /// The short name that it has: another one is refused.
    pub slug: Option<String>,
    /// Another zone: that of its rooms changes with it; what is booked keeps its instants.
    pub zone: Option<Zone>,
    /// Another address; `Some(None)` takes it away.
    pub address: Option<Option<String>>,
    /// The version that the change is based on.
    pub lock_version: Option<i32>,
}

/// Enters a site.
///
/// # Errors
/// A [`Refusal`].
pub async fn create_site(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    new: NewSite,
) -> Result<Site, Refusal> {
    rules::may_keep_rooms(actor)?;
    let (name, slug) = named(&new.name, new.slug.as_deref())?;
    let address = text::note("address", new.address.as_deref())?;
    conn.transaction(async |conn| {
        let now = clock.now();
        let id = SiteId::fresh(clock);
        let site: Site = diesel::insert_into(sites::table)
            .values((
                sites::id.eq(id),
                sites::slug.eq(slug),
                sites::name.eq(name),
                sites::zone.eq(new.zone.name()),
                sites::address.eq(address),
                sites::created_at.eq(now),
                sites::modified_at.eq(now),
            ))
            .returning(Site::as_returning())
            .get_result(conn)
            .await?;
        audit::record(
            conn,
            clock,
            &actor.author,
            Entry {
                action: "entered",
                kind: "sites",
                id: id.0,
                before: None,
                after: Some(json!(site)),
            },
        )
        .await?;
        Ok(site)
    })
    .await
}

/// Changes a site; its rooms follow its zone, and calendar entries that name it are told apart by their new `modified_at`.
///
/// # Errors
/// A [`Refusal`].
pub async fn change_site(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: SiteId,
    change: SiteChange,
) -> Result<Site, Refusal> {
    rules::may_keep_rooms(actor)?;
    conn.transaction(async |conn| {
        let before: Site = sites::table
            .find(id)
            .for_no_key_update()
            .select(Site::as_select())
            .first(conn)
            .await?;
        stale(change.lock_version, before.lock_version)?;
        let name = match &change.name {
            Some(name) => named(name, Some(&before.slug))?.0,
            None => before.name.clone(),
        };
        slugs::stays(change.slug.as_deref(), &before.slug)?;
        let address = match &change.address {
            Some(address) => text::note("address", address.as_deref())?,
            None => before.address.clone(),
        };
        let zone = change
            .zone
            .map_or(before.zone.clone(), |zone| zone.name().to_owned());
        let after: Site = diesel::update(sites::table.find(id))
            .set((
                sites::name.eq(name),
                sites::zone.eq(&zone),
                sites::address.eq(address),
                sites::lock_version.eq(before.lock_version + 1),
                sites::modified_at.eq(clock.now()),
            ))
            .returning(Site::as_returning())
            .get_result(conn)
            .await?;
        // In the order of their ids, as whoever books several of them locks them.
        let inside: Vec<RoomId> = rooms::table
            .filter(rooms::site_id.eq(id))
            .order(rooms::id)
            .for_no_key_update()
            .select(rooms::id)
            .load(conn)
            .await?;
        diesel::update(rooms::table.filter(rooms::id.eq_any(&inside)))
            .set((rooms::zone.eq(&zone), rooms::modified_at.eq(clock.now())))
            .execute(conn)
            .await?;
        audit::record(
            conn,
            clock,
            &actor.author,
            Entry {
                action: "changed",
                kind: "sites",
                id: id.0,
                before: Some(json!(before)),
                after: Some(json!(after)),
            },
        )
        .await?;
        let rooms = inside.into_iter().map(Subject::Room);
        changes::raise(conn, clock, rooms.chain([Subject::Names])).await?;
        Ok(after)
    })
    .await
}

/// Removes a site without rooms and stays.
///
/// # Errors
/// A [`Refusal`]; a conflict where something refers to it.
pub async fn remove_site(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: SiteId,
) -> Result<(), Refusal> {
    rules::may_keep_rooms(actor)?;
    conn.transaction(async |conn| {
        let before: Site = diesel::delete(sites::table.find(id))
            .returning(Site::as_returning())
            .get_result(conn)
            .await
            .map_err(Refusal::in_use)?;
        removed(conn, clock, actor, "sites", id.0, json!(before)).await?;
        changes::raise(conn, clock, [Subject::Names]).await?;
        Ok(())
    })
    .await
}
