//! Of which series a reader may know: for their own pages, and for whatever names one beside something else.

use std::collections::{BTreeSet, HashSet};

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Bool, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::ids::{PersonId, SeriesId},
    people::model::Actor,
    seminars::{
        model::{Details, Series},
        rules::{self, Standing},
    },
};

/// Whether `viewer` may know of `head`.
///
/// # Errors
/// What the database says.
pub async fn sees_series(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    head: &Series,
) -> QueryResult<bool> {
    Ok(!hidden(conn, viewer, &[head]).await?.contains(&head.id))
}

/// Takes from each its series where `viewer` may not know of it: a seminar may be open to more people than its series, and
/// nothing that is made of these names what they are not to know of. One query at most, however many there are.
///
/// # Errors
/// What the database says.
pub async fn hide_heads(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    found: &mut [Details],
) -> QueryResult<()> {
    let heads: Vec<&Series> = found.iter().filter_map(|one| one.series.as_ref()).collect();
    let hidden = hidden(conn, viewer, &heads).await?;
    for one in found {
        if one
            .series
            .as_ref()
            .is_some_and(|head| hidden.contains(&head.id))
        {
            one.series = None;
        }
    }
    Ok(())
}

/// Those of which `viewer` may not know. The database is asked only of those that who they are does not settle.
///
/// # Errors
/// What the database says.
pub async fn hidden(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    heads: &[&Series],
) -> QueryResult<BTreeSet<SeriesId>> {
    let mut unsettled = heads.to_vec();
    unsettled.retain(|head| !rules::sees_series(viewer, head, Standing::default()));
    let mut hidden: BTreeSet<SeriesId> = unsettled.iter().map(|head| head.id).collect();
    let Some(actor) = viewer.filter(|_| !hidden.is_empty()) else {
        return Ok(hidden);
    };
    for (id, standing) in standings(conn, actor, &hidden).await? {
        let mut heads = unsettled.iter();
        if heads.any(|head| head.id == id && rules::sees_series(viewer, head, standing)) {
            hidden.remove(&id);
        }
    }
    Ok(hidden)
}

/// How `actor`, or those for whom they act, stand to each.
async fn standings(
    conn: &mut AsyncPgConnection,
    actor: &Actor,
    ids: &BTreeSet<SeriesId>,
) -> QueryResult<Vec<(SeriesId, Standing)>> {
    #[derive(QueryableByName)]
    struct Stands {
        #[diesel(sql_type = SqlUuid)]
        id: SeriesId,
        #[diesel(sql_type = Bool)]
        organises: bool,
        #[diesel(sql_type = Bool)]
        concerned: bool,
    }
    let them: Vec<PersonId> = actor.acts_for.iter().copied().chain([actor.id]).collect();
    let ids: Vec<SeriesId> = ids.iter().copied().collect();
    let rows: Vec<Stands> = sql_query(
        "SELECT h.id, \
                EXISTS (SELECT FROM series_organisers WHERE series_id = h.id AND person_id = ANY ($2)) AS organises, \
                EXISTS (SELECT FROM subscriptions WHERE series_id = h.id AND person_id = ANY ($2)) \
                OR EXISTS (SELECT FROM seminars s JOIN attendances a ON a.seminar_id = s.id \
                           WHERE s.series_id = h.id AND s.state <> 'draft' AND a.person_id = ANY ($2)) \
                OR EXISTS (SELECT FROM seminars s JOIN speakers k ON k.seminar_id = s.id \
                           WHERE s.series_id = h.id AND k.person_id = ANY ($2) AND k.answer <> 'declined') AS concerned \
         FROM unnest($1) AS h (id)",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<SqlUuid>, _>(them)
    .load(conn)
    .await?;
    let standing = |row: Stands| {
        let standing = Standing {
            organises: row.organises,
            invited: row.concerned,
            ..Standing::default()
        };
        (row.id, standing)
    };
    Ok(rows.into_iter().map(standing).collect())
}

/// Those of `asked` in which the person may know of the series, for themselves or as someone's assistant: what
/// [`rules::sees_series`] says of one reader, said to the database of all who are written to at once. One query at most.
///
/// # Errors
/// What the database says.
pub(in crate::seminars) async fn known_heads(
    conn: &mut AsyncPgConnection,
    asked: &HashSet<(PersonId, SeriesId)>,
) -> QueryResult<HashSet<(PersonId, SeriesId)>> {
    #[derive(QueryableByName)]
    struct Pair {
        #[diesel(sql_type = SqlUuid)]
        person_id: PersonId,
        #[diesel(sql_type = SqlUuid)]
        series_id: SeriesId,
    }
    if asked.is_empty() {
        return Ok(HashSet::new());
    }
    let (people, ids): (Vec<PersonId>, Vec<SeriesId>) = asked.iter().copied().unzip();
    let pairs: Vec<Pair> = sql_query(
        "SELECT p.id AS person_id, h.id AS series_id FROM unnest($1, $2) AS asked (person_id, series_id) \
         JOIN people p ON p.id = asked.person_id JOIN series h ON h.id = asked.series_id \
         CROSS JOIN LATERAL (SELECT ARRAY(SELECT p.id UNION ALL \
             SELECT s.person_id FROM assistants s WHERE s.assistant_id = p.id) AS ids) AS them \
         WHERE h.visibility = 'public' \
            OR EXISTS (SELECT FROM roles o WHERE o.person_id = p.id AND (h.visibility = 'members' OR o.role = 'administrator')) \
            OR h.visibility = 'members' \
               AND EXISTS (SELECT FROM institutions i WHERE i.id = p.institution_id AND i.kind = 'member') \
            OR EXISTS (SELECT FROM series_organisers o WHERE o.series_id = h.id AND o.person_id = ANY (them.ids)) \
            OR EXISTS (SELECT FROM subscriptions f WHERE f.series_id = h.id AND f.person_id = ANY (them.ids)) \
            OR EXISTS (SELECT FROM seminars s JOIN attendances a ON a.seminar_id = s.id \
                       WHERE s.series_id = h.id AND s.state <> 'draft' AND a.person_id = ANY (them.ids)) \
            OR EXISTS (SELECT FROM seminars s JOIN speakers k ON k.seminar_id = s.id \
                       WHERE s.series_id = h.id AND k.answer <> 'declined' AND k.person_id = ANY (them.ids))",
    )
    .bind::<Array<SqlUuid>, _>(people)
    .bind::<Array<SqlUuid>, _>(ids)
    .load(conn)
    .await?;
    Ok(pairs
        .into_iter()
        .map(|pair| (pair.person_id, pair.series_id))
        .collect())
}
