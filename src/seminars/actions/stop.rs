//! Cancelling and postponing a seminar: its rooms are free again, and whoever was told of it is told of this.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::WriteError;
use super::{
    create::organised,
    replace, slots,
    write::{has_rooms, keep_revision, lock_rooms, reread, settle_rooms, touched},
};
use crate::{
    base::{
        audit::{self, Entry},
        changes,
        clock::Clock,
        error::Refusal,
        hub::Hub,
        ids::SeminarId,
        schema::seminars,
        text,
    },
    people::model::Actor,
    seminars::{
        model::{Details, SeminarState},
        notices, queries, rules,
    },
};

/// What an organiser says of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Saying {
    /// Why; it stands on the seminar's page too.
    pub reason: Option<String>,
    /// What else, to those who are told.
    pub note: Option<String>,
    /// What comes in its place, where it is cancelled and that is known.
    pub replaced_by: Option<SeminarId>,
}

/// Cancels a seminar for good.
///
/// # Errors
/// [`WriteError`]: unknown, not the actor's, or cancelled already.
pub async fn cancel(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: SeminarId,
    saying: Saying,
) -> Result<Details, WriteError> {
    stop(conn, clock, hub, actor, id, SeminarState::Cancelled, saying).await
}

/// Postpones an announced seminar until it is given a new time.
///
/// # Errors
/// [`WriteError`]: unknown, not the actor's, a draft, cancelled or postponed already.
pub async fn postpone(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: SeminarId,
    saying: Saying,
) -> Result<Details, WriteError> {
    stop(conn, clock, hub, actor, id, SeminarState::Postponed, saying).await
}

async fn stop(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    id: SeminarId,
    state: SeminarState,
    saying: Saying,
) -> Result<Details, WriteError> {
    conn.transaction(async |conn| {
        let row = organised(conn, actor, id).await?;
        rules::may_stop(&row, state)?;
        if saying.replaced_by.is_some() && state != SeminarState::Cancelled {
            return Err(Refusal::invalid("replaced_by", "reason-replaced-postponed").into());
        }
        let reason = text::note("reason", saying.reason.as_deref())?;
        let note = text::own_words("note", saying.note.as_deref())?;
        let before = queries::detail(conn, row).await?;
        let has = has_rooms(conn, id).await?;
        let rooms = lock_rooms(conn, has, &[]).await?;
        let freed = slots::end_open(conn, clock, &actor.author, id).await?;
        let now = clock.now();
        diesel::update(seminars::table.find(id))
            .set((
                seminars::state.eq(state),
                seminars::state_at.eq(now),
                seminars::state_by.eq(Some(actor.id)),
                seminars::state_reason.eq(&reason),
                seminars::revision.eq(before.seminar.revision + 1),
                seminars::sequence.eq(before.seminar.sequence + 1),
                seminars::lock_version.eq(before.seminar.lock_version + 1),
                seminars::modified_at.eq(now),
            ))
            .execute(conn)
            .await?;
        let midway = reread(conn, id).await?;
        settle_rooms(conn, clock, hub, actor, &midway, &rooms).await?;
        if saying.replaced_by.is_some() {
            replace::link(conn, clock, actor, &midway, saying.replaced_by).await?;
        }
        let after = reread(conn, id).await?;
        keep_revision(conn, clock, actor, &after).await?;
        audit::record(
            conn,
            clock,
            &actor.author,
            Entry {
                action: state.word(),
                kind: "seminars",
                id: id.0,
                before: Some(json!({ "state": before.seminar.state })),
                after: Some(
                    json!({ "state": state, "reason": after.seminar.state_reason, "note": note }),
                ),
            },
        )
        .await?;
        notices::stopped(conn, clock, hub, actor, &before, &after, note.as_deref()).await?;
        let shows = touched(conn, Some(&before), &after).await?;
        changes::raise(conn, clock, shows.into_iter().chain(freed)).await?;
        Ok(after)
    })
    .await
}
