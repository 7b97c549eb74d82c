//! What there is of seminars once they are over.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        clock::Instant,
        ids::{PersonId, SeminarId},
        schema::{afterwards, files, seminar_recordings, speakers},
    },
    seminars::model::{Materials, Purpose},
};

/// Which seminar, the end for which things were made, and since when and by whom no recording is to come.
type Row = (
    SeminarId,
    Option<Instant>,
    Option<Instant>,
    Option<PersonId>,
);

/// Of whom there are slides and whether there is a recording, of each of these seminars. Whoever asks whether there is any asks
/// here, wherever they lie.
///
/// # Errors
/// What the database says.
pub async fn materials(
    conn: &mut AsyncPgConnection,
    ids: &[SeminarId],
) -> QueryResult<HashMap<SeminarId, Materials>> {
    let mut all: HashMap<SeminarId, Materials> = HashMap::new();
    let slides: Vec<(SeminarId, PersonId)> = speakers::table
        .filter(speakers::seminar_id.eq_any(ids))
        .filter(speakers::slides_url.is_not_null())
        .select((speakers::seminar_id, speakers::person_id))
        .load(conn)
        .await?;
    let brought: Vec<(SeminarId, Option<PersonId>)> = files::table
        .filter(files::seminar_id.eq_any(ids))
        .filter(files::purpose.eq(Purpose::Slides))
        .select((files::seminar_id, files::person_id))
        .load(conn)
        .await?;
    let brought = brought
        .into_iter()
        .filter_map(|(seminar, person)| Some((seminar, person?)));
    for (seminar, person) in slides.into_iter().chain(brought) {
        all.entry(seminar).or_default().slides.insert(person);
    }
    let recorded: Vec<SeminarId> = seminar_recordings::table
        .filter(seminar_recordings::seminar_id.eq_any(ids))
        .select(seminar_recordings::seminar_id)
        .load(conn)
        .await?;
    for seminar in recorded {
        all.entry(seminar).or_default().recording = true;
    }
    let rows: Vec<Row> = afterwards::table
        .filter(afterwards::seminar_id.eq_any(ids))
        .select((
            afterwards::seminar_id,
            afterwards::made_for,
            afterwards::no_recording_at,
            afterwards::no_recording_by,
        ))
        .load(conn)
        .await?;
    for (seminar, made_for, since, by) in rows {
        let one = all.entry(seminar).or_default();
        one.made_for = made_for;
        one.no_recording = since.map(|at| (at, by));
    }
    Ok(all)
}

/// The same of one seminar.
///
/// # Errors
/// What the database says.
pub async fn materials_of(conn: &mut AsyncPgConnection, id: SeminarId) -> QueryResult<Materials> {
    Ok(materials(conn, &[id])
        .await?
        .remove(&id)
        .unwrap_or_default())
}
