//! What comes in place of cancelled seminars. What was said leads from one to the next; what is shown stands at the end.

use std::collections::{HashMap, HashSet};

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::sees;
use crate::{
    base::{
        clock::Instant,
        ids::{PersonId, SeminarId},
        schema::{replacements, seminars},
    },
    people::model::Actor,
    seminars::model::{Replaced, Seminar, SeminarState, Visibility},
};

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = SqlUuid)]
    id: SeminarId,
}

/// What was said of each of `ids`: the next one, not the end of the chain.
///
/// # Errors
/// What the database says.
pub(super) async fn replaced(
    conn: &mut AsyncPgConnection,
    ids: &[SeminarId],
) -> QueryResult<HashMap<SeminarId, Replaced>> {
    let rows: Vec<(SeminarId, SeminarId, SeminarState, Visibility)> = replacements::table
        .inner_join(seminars::table.on(seminars::id.eq(replacements::by_id)))
        .filter(replacements::seminar_id.eq_any(ids))
        .select((
            replacements::seminar_id,
            replacements::by_id,
            seminars::state,
            seminars::visibility,
        ))
        .load(conn)
        .await?;
    let said = |(seminar, by, state, visibility)| {
        let is_public = state != SeminarState::Draft && visibility == Visibility::Public;
        (seminar, Replaced { by, is_public })
    };
    Ok(rows.into_iter().map(said).collect())
}

/// What comes in place of each of `ids` in the end. Missing are those in whose place nothing comes, what would have been
/// cancelled too. Who may know of it is the caller's business.
///
/// # Errors
/// What the database says.
pub async fn in_place_of(
    conn: &mut AsyncPgConnection,
    ids: &[SeminarId],
) -> QueryResult<HashMap<SeminarId, Seminar>> {
    #[derive(QueryableByName)]
    struct End {
        #[diesel(sql_type = SqlUuid)]
        first: SeminarId,
        #[diesel(sql_type = SqlUuid)]
        id: SeminarId,
    }
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let ends: Vec<End> = sql_query(
        "WITH RECURSIVE chain (first, id, n) AS ( \
             SELECT seminar_id, by_id, 1 FROM replacements WHERE seminar_id = ANY ($1) \
             UNION ALL \
             SELECT c.first, r.by_id, c.n + 1 FROM chain c JOIN replacements r ON r.seminar_id = c.id WHERE c.n < 100 \
         ) SELECT DISTINCT ON (first) first, id FROM chain ORDER BY first, n DESC",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .load(conn)
    .await?;
    if ends.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<Seminar> = seminars::table
        .filter(seminars::id.eq_any(ends.iter().map(|end| end.id)))
        .filter(seminars::state.ne(SeminarState::Cancelled))
        .select(Seminar::as_select())
        .load(conn)
        .await?;
    let found: HashMap<SeminarId, Seminar> = found.into_iter().map(|one| (one.id, one)).collect();
    Ok(ends
        .into_iter()
        .filter_map(|end| Some((end.first, found.get(&end.id)?.clone())))
        .collect())
}

/// When anything of what comes in place of each of `ids` was last changed, all along its chain and whoever may know of it:
/// what is said of it changes also when something in the chain is cancelled or hidden, and that must look no older than what
/// was said before. Drafts, of which nothing was said yet, count for nothing.
///
/// # Errors
/// What the database says.
pub async fn replaced_changed_at(
    conn: &mut AsyncPgConnection,
    ids: &[SeminarId],
) -> QueryResult<HashMap<SeminarId, Instant>> {
    #[derive(QueryableByName)]
    struct Changed {
        #[diesel(sql_type = SqlUuid)]
        first: SeminarId,
        #[diesel(sql_type = Timestamptz)]
        at: Instant,
    }
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let changed: Vec<Changed> = sql_query(
        "WITH RECURSIVE chain (first, id, n) AS ( \
             SELECT seminar_id, by_id, 1 FROM replacements WHERE seminar_id = ANY ($1) \
             UNION ALL \
             SELECT c.first, r.by_id, c.n + 1 FROM chain c JOIN replacements r ON r.seminar_id = c.id WHERE c.n < 100 \
         ) SELECT c.first, max(s.modified_at) AS at FROM chain c JOIN seminars s ON s.id = c.id \
           WHERE s.state <> 'draft' GROUP BY c.first",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .load(conn)
    .await?;
    Ok(changed.into_iter().map(|one| (one.first, one.at)).collect())
}

/// What comes in place of a seminar in the end, where `viewer` may know of it.
///
/// # Errors
/// What the database says.
pub async fn in_place(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    seminar: &Seminar,
) -> QueryResult<Option<Seminar>> {
    if seminar.state != SeminarState::Cancelled {
        return Ok(None);
    }
    let mut found = in_place_of(conn, &[seminar.id]).await?;
    let Some(next) = found.remove(&seminar.id) else {
        return Ok(None);
    };
    Ok(sees(conn, viewer, &next).await?.then_some(next))
}

/// Those in whose place this one comes, at the end of whatever chain: what they show changes with it.
///
/// # Errors
/// What the database says.
pub(in crate::seminars) async fn replaced_through(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
) -> QueryResult<Vec<Seminar>> {
    let behind: Vec<Id> = sql_query(
        "WITH RECURSIVE behind (id) AS ( \
             SELECT seminar_id FROM replacements WHERE by_id = $1 \
             UNION SELECT r.seminar_id FROM behind b JOIN replacements r ON r.by_id = b.id \
         ) SELECT id FROM behind",
    )
    .bind::<SqlUuid, _>(id)
    .load(conn)
    .await?;
    if behind.is_empty() {
        return Ok(Vec::new());
    }
    seminars::table
        .filter(seminars::id.eq_any(behind.iter().map(|one| one.id)))
        .order(seminars::id)
        .select(Seminar::as_select())
        .load(conn)
        .await
}

/// Whether what comes in place of `first`, one after the other, leads to `other`.
///
/// # Errors
/// What the database says.
pub(in crate::seminars) async fn leads_to(
    conn: &mut AsyncPgConnection,
    first: SeminarId,
    other: SeminarId,
) -> QueryResult<bool> {
    let through = replaced_through(conn, other).await?;
    Ok(through.iter().any(|one| one.id == first))
}

/// Which of `people` may know of which of `found`, as mails to them are written: no draft, and of what is not public those
/// who are invited or speak, and of what is for members them.
///
/// # Errors
/// What the database says.
pub(in crate::seminars) async fn known_to(
    conn: &mut AsyncPgConnection,
    people: &[PersonId],
    found: &[SeminarId],
) -> QueryResult<HashSet<(PersonId, SeminarId)>> {
    #[derive(QueryableByName)]
    struct Pair {
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
        #[diesel(sql_type = SqlUuid)]
        seminar_id: SeminarId,
    }
    if found.is_empty() {
        return Ok(HashSet::new());
    }
    let pairs: Vec<Pair> = sql_query(
        "SELECT p.id AS person_id, s.id AS seminar_id FROM people p CROSS JOIN seminars s \
         WHERE p.id = ANY ($1) AND s.id = ANY ($2) AND s.state <> 'draft' AND (s.visibility = 'public' \
             OR EXISTS (SELECT FROM attendances a WHERE a.seminar_id = s.id AND a.person_id = p.id) \
             OR EXISTS (SELECT FROM speakers k WHERE k.seminar_id = s.id AND k.person_id = p.id AND k.answer <> 'declined') \
             OR s.visibility = 'members' AND (EXISTS (SELECT FROM roles o WHERE o.person_id = p.id) \
                 OR EXISTS (SELECT FROM institutions i WHERE i.id = p.institution_id AND i.kind = 'member')))",
    )
    .bind::<Array<SqlUuid>, _>(people)
    .bind::<Array<SqlUuid>, _>(found)
    .load(conn)
    .await?;
    Ok(pairs
        .into_iter()
        .map(|pair| (pair.person_id, pair.seminar_id))
        .collect())
}
