//! Changing a stay. Its desk moves in the same transaction, or the whole edit is refused.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::{
    StayError, desk,
    step::known,
    write::{self, Entered},
};
use crate::{
    base::{
        audit::{self, Entry},
        clock::Clock,
        hub::Hub,
        ids::{PersonId, ProjectId, RoomId, SiteId, StayId},
        schema::stays,
        text,
    },
    people::model::Actor,
    stays::{
        model::{Details, Snapshot},
        notices, queries, rules,
    },
};

/// What is to be otherwise; `None` stays as it is, `Some(None)` is taken away.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// Another host.
    pub host: Option<PersonId>,
    /// Another first day.
    pub from: Option<NaiveDate>,
    /// Another last day.
    pub to: Option<NaiveDate>,
    /// Another site; a desk's site goes before it.
    pub site: Option<Option<SiteId>>,
    /// Another project.
    pub project: Option<Option<ProjectId>>,
    /// Another purpose.
    pub purpose: Option<String>,
    /// Other topics.
    pub topics: Option<Vec<String>>,
    /// Another desk.
    pub desk: Option<Option<RoomId>>,
    /// Whether the dates may still move.
    pub tentative: Option<bool>,
    /// Why; those who are told read it.
    pub reason: Option<String>,
    /// The version that the change is based on; none: whatever it is.
    pub lock_version: Option<i32>,
}

/// Changes a stay, whatever its state as long as it has not come to its end; the state stays. Those concerned are told
/// old → new, once, after the change window. Nothing is written where nothing differs.
///
/// # Errors
/// [`StayError::Taken`] where the desk is; not found, forbidden, stale, a conflict where it has come to its end, or what is
/// wrong by field. Then everything is as it was.
pub async fn change(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: StayId,
    change: Change,
) -> Result<Details, StayError> {
    let reason = text::note("reason", change.reason.as_deref())?;
    conn.transaction(async |conn| {
        let stay = known(conn, actor, id, change.lock_version).await?;
        rules::may_change(actor, &stay)?;
        let before = queries::detail(conn, stay).await?;
        let old = &before.stay;
        let host = change.host.unwrap_or(old.host_id);
        if host != old.host_id {
            rules::may_enter(actor, host)?;
        }
        let new = write::checked(Entered {
            from: change.from.unwrap_or(old.from_date),
            to: change.to.unwrap_or(old.to_date),
            purpose: change.purpose.unwrap_or_else(|| old.purpose.clone()),
            topics: change.topics.unwrap_or_else(|| old.topics.clone()),
        })?;
        let had = before.desk.as_ref().map(|desk| desk.room_id);
        let desks = desk::lock(conn, Some(id), change.desk.unwrap_or(had)).await?;
        if desks.is_new() || (new.from, new.to) != (old.from_date, old.to_date) {
            desks.opened()?;
        }
        let wanted_site = change.site.unwrap_or(old.site_id);
        let (site, zone) = write::place(conn, hub, desks.wanted(), wanted_site).await?;
        let certainty = change.tentative.map_or(old.certainty, write::certainty);
        diesel::update(stays::table.find(id))
            .set((
                stays::host_id.eq(host),
                stays::from_date.eq(new.from),
                stays::to_date.eq(new.to),
                stays::site_id.eq(site),
                stays::zone.eq(zone.name()),
                stays::project_id.eq(change.project.unwrap_or(old.project_id)),
                stays::purpose.eq(&new.purpose),
                stays::topics.eq(&new.topics),
                stays::certainty.eq(certainty),
            ))
            .execute(conn)
            .await?;
        let midway = write::reread(conn, id).await?;
        desk::settle(conn, clock, hub, actor, &midway, &desks).await?;
        let settled = write::reread(conn, id).await?;
        if write::facts(&settled) == write::facts(&before) {
            return Ok(settled);
        }
        diesel::update(stays::table.find(id))
            .set((
                stays::revision.eq(old.revision + 1),
                stays::lock_version.eq(old.lock_version + 1),
                stays::modified_at.eq(clock.now()),
            ))
            .execute(conn)
            .await?;
        let after = write::finished(conn, clock, hub, actor, &before).await?;
        let entry = Entry {
            action: "changed",
            kind: "stays",
            id: id.0,
            before: Some(write::facts(&before)),
            after: Some(write::facts(&after)),
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        if Snapshot::of(&after).differs(&Snapshot::of(&before)) {
            notices::changed(conn, clock, hub, actor, &before, &after, reason.as_deref()).await?;
        }
        write::raise(conn, clock, Some(&before), &after).await?;
        Ok(after)
    })
    .await
}
