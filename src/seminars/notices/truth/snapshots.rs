//! What people could see at a revision, with what was mended since without a word.

use std::collections::{BTreeSet, HashMap, HashSet};

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Integer, Jsonb, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{ids::SeminarId, schema::seminar_revisions},
    seminars::model::Snapshot,
};

/// What people could see at these revisions, but for spelling: what was mended since without a word stands as it was mended.
/// So it is no news in what is told later, and nothing is told that would tell it alone.
pub(in crate::seminars::notices) async fn snapshots(
    conn: &mut AsyncPgConnection,
    wanted: HashSet<(SeminarId, i32)>,
) -> QueryResult<HashMap<(SeminarId, i32), Snapshot>> {
    let ids: BTreeSet<SeminarId> = wanted.iter().map(|(id, _)| *id).collect();
    let revisions: BTreeSet<i32> = wanted.iter().map(|(_, revision)| *revision).collect();
    let rows: Vec<(SeminarId, i32, serde_json::Value)> = seminar_revisions::table
        .filter(seminar_revisions::seminar_id.eq_any(&ids))
        .filter(seminar_revisions::revision.eq_any(&revisions))
        .select((
            seminar_revisions::seminar_id,
            seminar_revisions::revision,
            seminar_revisions::snapshot,
        ))
        .load(conn)
        .await?;
    let mended = mended(conn, &ids).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, revision, snapshot)| {
            let mut known: Snapshot = serde_json::from_value(snapshot).ok()?;
            let since = mended.iter().filter(|one| one.seminar == id);
            for mending in since.filter(|one| one.revision > revision) {
                mending.apply(&mut known);
            }
            Some(((id, revision), known))
        })
        .collect())
}

/// An edit of which nobody was told.
struct Mending {
    seminar: SeminarId,
    revision: i32,
    before: Snapshot,
    after: Snapshot,
}

impl Mending {
    /// Mends what stands as it stood before; what was told otherwise since stays so, and is news.
    fn apply(&self, known: &mut Snapshot) {
        let Self { before, after, .. } = self;
        if known.title == before.title {
            known.title.clone_from(&after.title);
        }
        if known.abstract_text == before.abstract_text {
            known.abstract_text.clone_from(&after.abstract_text);
        }
        known.texts.mend(&before.texts, &after.texts);
        if known.speakers == before.speakers {
            known.speakers.clone_from(&after.speakers);
        }
    }
}

/// The edits of which nobody was told, in their order.
async fn mended(
    conn: &mut AsyncPgConnection,
    ids: &BTreeSet<SeminarId>,
) -> QueryResult<Vec<Mending>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        seminar_id: SeminarId,
        #[diesel(sql_type = Integer)]
        revision: i32,
        #[diesel(sql_type = Jsonb)]
        before: serde_json::Value,
        #[diesel(sql_type = Jsonb)]
        after: serde_json::Value,
    }
    let rows: Vec<Row> = sql_query(
        "SELECT r.seminar_id, r.revision, was.snapshot AS before, r.snapshot AS after \
         FROM seminar_revisions r JOIN seminar_revisions was \
             ON was.seminar_id = r.seminar_id AND was.revision = r.revision - 1 \
         WHERE r.seminar_id = ANY ($1) AND r.silent ORDER BY r.revision",
    )
    .bind::<Array<SqlUuid>, _>(ids.iter().copied().collect::<Vec<_>>())
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(Mending {
                seminar: row.seminar_id,
                revision: row.revision,
                before: serde_json::from_value(row.before).ok()?,
                after: serde_json::from_value(row.after).ok()?,
            })
        })
        .collect())
}
