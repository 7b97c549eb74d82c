//! How a reader stands to seminars, and so what they may know of.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        ids::{PersonId, SeminarId, SeriesId},
        schema::{attendances, series_organisers, speakers},
    },
    people::model::Actor,
    seminars::{
        model::{Seminar, SpeakerAnswer},
        rules::{self, Standing},
    },
};

/// How `viewer` stands to each of `found`.
///
/// # Errors
/// What the database says.
pub async fn standings(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    found: &[Seminar],
) -> QueryResult<HashMap<SeminarId, Standing>> {
    let mut standings: HashMap<SeminarId, Standing> = HashMap::new();
    let Some(actor) = viewer else {
        return Ok(standings);
    };
    let them: Vec<PersonId> = actor.acts_for.iter().copied().chain([actor.id]).collect();
    let ids: Vec<SeminarId> = found.iter().map(|seminar| seminar.id).collect();
    let organised: Vec<SeriesId> = series_organisers::table
        .filter(series_organisers::person_id.eq_any(&them))
        .select(series_organisers::series_id)
        .load(conn)
        .await?;
    let invited: Vec<SeminarId> = attendances::table
        .filter(attendances::seminar_id.eq_any(&ids))
        .filter(attendances::person_id.eq_any(&them))
        .select(attendances::seminar_id)
        .load(conn)
        .await?;
    let speaks: Vec<(SeminarId, SpeakerAnswer)> = speakers::table
        .filter(speakers::seminar_id.eq_any(&ids))
        .filter(speakers::person_id.eq_any(&them))
        .filter(speakers::answer.ne(SpeakerAnswer::Declined))
        .select((speakers::seminar_id, speakers::answer))
        .load(conn)
        .await?;
    for seminar in found {
        standings.insert(
            seminar.id,
            Standing {
                organises: actor.acts_as(seminar.owner_id)
                    || seminar.entered_by == actor.id
                    || seminar.series_id.is_some_and(|id| organised.contains(&id)),
                invited: invited.contains(&seminar.id),
                speaks: speaks.iter().any(|(id, _)| *id == seminar.id),
                speaks_surely: speaks.contains(&(seminar.id, SpeakerAnswer::Accepted)),
            },
        );
    }
    Ok(standings)
}

/// How `viewer` stands to one seminar.
///
/// # Errors
/// What the database says.
pub async fn standing(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    seminar: &Seminar,
) -> QueryResult<Standing> {
    let all = standings(conn, viewer, std::slice::from_ref(seminar)).await?;
    Ok(all.get(&seminar.id).copied().unwrap_or_default())
}

/// Whether `viewer` may know of `seminar`.
///
/// # Errors
/// What the database says.
pub async fn sees(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    seminar: &Seminar,
) -> QueryResult<bool> {
    Ok(rules::sees(
        viewer,
        seminar,
        standing(conn, viewer, seminar).await?,
    ))
}
