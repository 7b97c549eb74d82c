//! The people who organise a series, and the institutions that do so together.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        clock::Clock,
        error::{Invalid, Reason, Refusal},
        ids::{InstitutionId, PersonId, SeriesId},
        schema::{series_institutions, series_organisers},
    },
    people::model::Actor,
};

pub(super) async fn put_organisers(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    actor: &Actor,
    id: SeriesId,
    organisers: impl Iterator<Item = PersonId>,
) -> QueryResult<Vec<PersonId>> {
    let mut organisers: Vec<PersonId> = organisers.collect();
    organisers.sort_unstable();
    organisers.dedup();
    let rows: Vec<_> = organisers
        .iter()
        .map(|person| {
            (
                series_organisers::series_id.eq(id),
                series_organisers::person_id.eq(*person),
                series_organisers::since.eq(clock.now()),
                series_organisers::named_by.eq(actor.id),
            )
        })
        .collect();
    diesel::insert_into(series_organisers::table)
        .values(rows)
        .execute(conn)
        .await?;
    Ok(organisers)
}

/// Most institutions that organise a series together.
const MOST_INSTITUTIONS: usize = 30;

/// Enters the institutions of a series that has none, each once.
pub(super) async fn put_institutions(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    id: SeriesId,
    wanted: &[InstitutionId],
) -> Result<Vec<InstitutionId>, Refusal> {
    let mut institutions: Vec<InstitutionId> = Vec::with_capacity(wanted.len());
    for institution in wanted {
        if !institutions.contains(institution) {
            institutions.push(*institution);
        }
    }
    if institutions.len() > MOST_INSTITUTIONS {
        let reason = Reason::new("reason-too-many").with("max", MOST_INSTITUTIONS);
        return Err(Invalid::one("institution_ids", reason).into());
    }
    let rows: Vec<_> = (0_i32..)
        .zip(&institutions)
        .map(|(position, institution)| {
            (
                series_institutions::series_id.eq(id),
                series_institutions::institution_id.eq(*institution),
                series_institutions::position.eq(position),
                series_institutions::since.eq(clock.now()),
            )
        })
        .collect();
    diesel::insert_into(series_institutions::table)
        .values(rows)
        .execute(conn)
        .await?;
    Ok(institutions)
}
