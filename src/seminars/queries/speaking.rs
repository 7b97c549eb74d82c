//! What speakers said on their pages.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Bool, Text, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        clock::Instant,
        ids::{PersonId, SeminarId},
        schema::{seminar_recordings, speaker_consents, speaker_notes, speakers},
    },
    seminars::model::{Consent, Given, Notes, Said, SaidBy, Speaking},
};

type GivenRow = (
    SeminarId,
    PersonId,
    Consent,
    Option<bool>,
    Instant,
    SaidBy,
    Option<PersonId>,
);

/// What the speakers of these seminars said, in their order; without what is for the organisers alone. Two queries.
///
/// # Errors
/// What the database says.
pub async fn said(conn: &mut AsyncPgConnection, ids: &[SeminarId]) -> QueryResult<Vec<Said>> {
    let rows: Vec<Speaking> = speakers::table
        .filter(speakers::seminar_id.eq_any(ids))
        .order((
            speakers::seminar_id,
            speakers::position,
            speakers::person_id,
        ))
        .select(Speaking::as_select())
        .load(conn)
        .await?;
    let given: Vec<GivenRow> = speaker_consents::table
        .filter(speaker_consents::seminar_id.eq_any(ids))
        .select((
            speaker_consents::seminar_id,
            speaker_consents::person_id,
            speaker_consents::purpose,
            speaker_consents::given,
            speaker_consents::at,
            speaker_consents::said_by,
            speaker_consents::taken_by,
        ))
        .load(conn)
        .await?;
    let mut consents: HashMap<(SeminarId, PersonId), BTreeMap<Consent, Given>> = HashMap::new();
    let mut taken_back: HashMap<(SeminarId, PersonId), BTreeSet<Consent>> = HashMap::new();
    for (seminar, person, consent, given, at, said_by, taken_by) in given {
        let Some(given) = given else {
            let of_them = taken_back.entry((seminar, person)).or_default();
            of_them.insert(consent);
            continue;
        };
        let given = Given {
            given,
            at,
            said_by,
            taken_by,
        };
        let of_them = consents.entry((seminar, person)).or_default();
        of_them.insert(consent, given);
    }
    Ok(rows
        .into_iter()
        .map(|row| Said {
            consents: consents
                .remove(&(row.seminar_id, row.person_id))
                .unwrap_or_default(),
            taken_back: taken_back
                .remove(&(row.seminar_id, row.person_id))
                .unwrap_or_default(),
            row,
        })
        .collect())
}

/// What one speaker said.
///
/// # Errors
/// What the database says.
pub async fn said_by(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
    person: PersonId,
) -> QueryResult<Option<Said>> {
    let all = said(conn, &[seminar]).await?;
    Ok(all.into_iter().find(|one| one.row.person_id == person))
}

/// Whether it was `by` who entered this ORCID iD for a speaker, as the trail says, and the speaker has said nothing on a page
/// of theirs since, where it stands before their eyes.
///
/// # Errors
/// What the database says.
pub async fn entered_orcid(
    conn: &mut AsyncPgConnection,
    speaker: PersonId,
    orcid: &str,
    by: PersonId,
) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Entered {
        #[diesel(sql_type = Bool)]
        entered: bool,
    }
    let row: Entered = sql_query(
        "SELECT EXISTS (SELECT FROM (SELECT actor_id, at, after ->> 'orcid' AS orcid FROM audit_entries \
                 WHERE subject_kind = 'people' AND subject_id = $1 AND after ? 'orcid' ORDER BY at DESC, id DESC LIMIT 1) AS last \
             WHERE last.actor_id = $3 AND last.orcid = $2 \
               AND NOT EXISTS (SELECT FROM speakers s WHERE s.person_id = $1 AND s.page_at >= last.at)) AS entered",
    )
    .bind::<SqlUuid, _>(speaker)
    .bind::<Text, _>(orcid)
    .bind::<SqlUuid, _>(by)
    .get_result(conn)
    .await?;
    Ok(row.entered)
}

/// Where a seminar can be seen afterwards.
///
/// # Errors
/// What the database says.
pub async fn recording(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
) -> QueryResult<Option<String>> {
    seminar_recordings::table
        .find(seminar)
        .select(seminar_recordings::url)
        .first(conn)
        .await
        .optional()
}

/// What the speakers of a seminar tell its organisers alone.
///
/// # Errors
/// What the database says.
pub async fn notes(
    conn: &mut AsyncPgConnection,
    seminar: SeminarId,
) -> QueryResult<HashMap<PersonId, Notes>> {
    let rows: Vec<(PersonId, Notes)> = speaker_notes::table
        .filter(speaker_notes::seminar_id.eq(seminar))
        .select((speaker_notes::person_id, Notes::as_select()))
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}
