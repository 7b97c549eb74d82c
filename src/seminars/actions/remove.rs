//! Removing what nobody was told of: a draft, a series without seminars.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{
    create::organised,
    write::{has_rooms, lock_rooms, touched},
};
use crate::{
    base::{
        audit::{self, Entry},
        changes::{self, Subject},
        clock::Clock,
        error::Refusal,
        ids::{SeminarId, SeriesId},
        schema::{bookings, seminars, series},
    },
    people::model::Actor,
    seminars::{model::Series, queries, rules},
};

/// Removes a draft: its rooms are free again.
///
/// # Errors
/// A [`Refusal`]: unknown, not the actor's, no draft any more, or someone was asked to speak.
pub async fn remove_draft(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: SeminarId,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        let row = organised(conn, actor, id).await?;
        rules::may_remove(&row)?;
        let before = queries::detail(conn, row).await?;
        let has = has_rooms(conn, id).await?;
        let held = has.held.clone();
        lock_rooms(conn, has, &[]).await?;
        diesel::delete(bookings::table.filter(bookings::seminar_id.eq(id)))
            .execute(conn)
            .await
            .map_err(Refusal::in_use)?;
        diesel::delete(seminars::table.find(id))
            .execute(conn)
            .await
            .map_err(Refusal::in_use)?;
        let rooms: Vec<_> = before.rooms.iter().map(|room| room.room_id).collect();
        let entry = Entry {
            action: "removed",
            kind: "seminars",
            id: id.0,
            before: Some(json!({ "seminar": before.seminar, "rooms": rooms })),
            after: None,
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        let shows = touched(conn, None, &before).await?;
        let freed = held.into_iter().map(Subject::Room);
        changes::raise(conn, clock, shows.into_iter().chain(freed)).await?;
        Ok(())
    })
    .await
}

/// Removes a series without seminars, with who organises and who follows it.
///
/// # Errors
/// A [`Refusal`]: unknown, not the actor's, or it has seminars.
pub async fn remove_series(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: SeriesId,
) -> Result<(), Refusal> {
    conn.transaction(async |conn| {
        let before: Series = series::table
            .find(id)
            .for_update()
            .select(Series::as_select())
            .first(conn)
            .await?;
        if !queries::sees_series(conn, Some(actor), &before).await? {
            return Err(Refusal::NotFound);
        }
        rules::may_organise(actor, queries::organises(conn, actor, id).await?)?;
        let theirs = seminars::table.filter(seminars::series_id.eq(id));
        let has_seminars: bool = diesel::select(diesel::dsl::exists(theirs))
            .get_result(conn)
            .await?;
        rules::may_remove_series(has_seminars)?;
        let organisers = queries::organisers(conn, id).await?;
        diesel::delete(series::table.find(id))
            .execute(conn)
            .await
            .map_err(Refusal::in_use)?;
        let entry = Entry {
            action: "removed",
            kind: "series",
            id: id.0,
            before: Some(
                json!({ "series": before, "join_url": before.join_url, "organisers": organisers }),
            ),
            after: None,
        };
        audit::record(conn, clock, &actor.author, entry).await?;
        changes::raise(conn, clock, [Subject::Series(id), Subject::Names]).await?;
        Ok(())
    })
    .await
}
