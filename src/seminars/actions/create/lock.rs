//! What an edit locks first: the series, and then the seminar.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        error::Refusal,
        ids::{SeminarId, SeriesId},
        schema::{seminars, series},
    },
    people::model::Actor,
    seminars::{
        model::{Seminar, Series},
        queries, rules,
    },
};

/// The series that is to have a seminar, locked against a change of its defaults; the actor must organise it.
pub(in crate::seminars::actions) async fn series_of(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    id: Option<SeriesId>,
) -> Result<Option<Series>, Refusal> {
    let Some(id) = id else {
        rules::may_enter(actor)?;
        return Ok(None);
    };
    let head = series::table
        .find(id)
        .for_share()
        .select(Series::as_select())
        .first(conn)
        .await
        .optional()?
        .ok_or_else(|| Refusal::invalid("series_id", "reason-unknown"))?;
    rules::may_organise(actor, queries::organises(conn, actor, id).await?)?;
    Ok(Some(head))
}

/// The seminar that an edit is about, locked, and that the actor organises.
pub(in crate::seminars::actions) async fn organised(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    id: SeminarId,
) -> Result<Seminar, Refusal> {
    let seminar = locked(conn, id).await?;
    let standing = queries::standing(conn, Some(actor), &seminar).await?;
    if !rules::sees(Some(actor), &seminar, standing) {
        return Err(Refusal::NotFound);
    }
    rules::may_organise(actor, standing.organises)?;
    Ok(seminar)
}

/// A seminar, locked until the transaction ends.
pub(in crate::seminars::actions) async fn locked(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
) -> Result<Seminar, Refusal> {
    // The series first: the order of locks.
    let series_id: Option<SeriesId> = seminars::table
        .find(id)
        .select(seminars::series_id)
        .first(conn)
        .await
        .map_err(Refusal::from)?;
    if let Some(series_id) = series_id {
        series::table
            .find(series_id)
            .for_share()
            .select(series::id)
            .first::<SeriesId>(conn)
            .await?;
    }
    queries::seminar_for_update(conn, id)
        .await?
        .ok_or(Refusal::NotFound)
}
