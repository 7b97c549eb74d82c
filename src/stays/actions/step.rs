//! The steps of a stay: approved, refused, invited, confirmed, arrived, departed, cancelled, not come.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::{StayError, desk, write};
use crate::{
    base::{
        audit::{self, Entry},
        clock::Clock,
        error::Refusal,
        hub::Hub,
        ids::StayId,
        schema::stays,
        text,
    },
    people::model::Actor,
    stays::{
        model::{Details, Stay},
        notices, queries, rules,
        state::{StayAct, StayState},
    },
};

/// What is done with a stay.
#[derive(Debug, Clone)]
pub struct StepOn {
    /// What.
    pub act: StayAct,
    /// Why; those who are told read it.
    pub reason: Option<String>,
    /// The version that it was decided on; none: whatever it is.
    pub lock_version: Option<i32>,
}

/// Takes a stay a step on. Its desk becomes firm with the approval and free where the stay does not take place; who
/// leaves early gives it up from the day after. Visitor and host are told, except of what they did themselves.
///
/// # Errors
/// Not found, forbidden, stale, or a conflict that names the state in which it cannot be done.
pub async fn step(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: StayId,
    step: StepOn,
) -> Result<Details, StayError> {
    let reason = text::note("reason", step.reason.as_deref())?;
    conn.transaction(async |conn| {
        let stay = known(conn, actor, id, step.lock_version).await?;
        let state = rules::may_step(actor, &stay, step.act)?;
        let before = queries::detail(conn, stay).await?;
        let desk = before.desk.as_ref().map(|desk| desk.room_id);
        // Who leaves before the first day never used it.
        let leaves = state == StayState::Departed;
        let today = before.stay.zone().date(clock.now());
        let used = !(leaves && today < before.stay.from_date);
        let desks = desk::lock(conn, Some(id), desk.filter(|_| used)).await?;
        let last = if leaves {
            today.clamp(before.stay.from_date, before.stay.to_date)
        } else {
            before.stay.to_date
        };
        let now = clock.now();
        diesel::update(stays::table.find(id))
            .set((
                stays::to_date.eq(last),
                stays::state.eq(state),
                stays::state_at.eq(now),
                stays::state_by.eq(actor.id),
                stays::state_reason.eq(&reason),
                stays::revision.eq(before.stay.revision + 1),
                stays::lock_version.eq(before.stay.lock_version + 1),
                stays::modified_at.eq(now),
            ))
            .execute(conn)
            .await?;
        write::keep_step(conn, clock, actor, id, state, reason.as_deref()).await?;
        let midway = write::reread(conn, id).await?;
        desk::settle(conn, clock, hub, actor, &midway, &desks).await?;
        let after = write::finished(conn, clock, hub, actor, &before).await?;
        let entry = Entry {
            action: state.word(),
            kind: "stays",
            id: id.0,
            before: Some(write::facts(&before)),
            after: Some(write::facts(&after)),
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        notices::stepped(conn, clock, hub, actor, &after).await?;
        write::raise(conn, clock, Some(&before), &after).await?;
        Ok(after)
    })
    .await
}

/// The stay, locked until the transaction ends, if `actor` may know of it and it is still what they saw.
pub(super) async fn known(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    id: StayId,
    based_on: Option<i32>,
) -> Result<Stay, Refusal> {
    let stay = queries::stay_for_update(conn, id).await?;
    let stay = stay.filter(|stay| rules::sight(actor, stay).is_some());
    let stay = stay.ok_or(Refusal::NotFound)?;
    match based_on {
        Some(version) if version != stay.lock_version => Err(Refusal::Stale {
            now: stay.lock_version,
        }),
        _ => Ok(stay),
    }
}
