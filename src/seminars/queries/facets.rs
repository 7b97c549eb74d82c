//! By what a programme can be narrowed: the kinds, series, topics and institutions that stand in it.

use std::collections::{BTreeMap, BTreeSet};

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, Text, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Order, SeminarFilter, hidden, seminars};
use crate::{
    base::{
        clock::Instant,
        ids::{SeminarId, SeriesId},
        language::Language,
        schema::series,
        text,
    },
    people::model::Actor,
    seminars::model::{Seminar, SeminarKind, Series},
};

/// Most seminars that are looked at.
const MOST: i64 = 500;
/// Most topics that are offered.
const MOST_TOPICS: usize = 20;

/// What stands in a programme. Pairs are a slug and what it is called, in order of the latter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// The kinds.
    pub kinds: BTreeSet<SeminarKind>,
    /// The series.
    pub series: Vec<(String, String)>,
    /// Those of the series that have a language of their own, by slug.
    pub languages: BTreeMap<String, Language>,
    /// The topics: the most frequent.
    pub topics: Vec<(String, String)>,
    /// The institutions of those who speak, and those that organise their series together.
    pub institutions: Vec<(String, String)>,
}

/// What stands in the programme from `from` on, as far as `viewer` may see it. Four queries, or five.
///
/// # Errors
/// What the database says.
pub async fn facets(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    from: Instant,
) -> QueryResult<Facets> {
    // What is postponed and awaits a new time stands in it, too.
    let filter = SeminarFilter {
        coming: Some(from),
        ..SeminarFilter::default()
    };
    facets_of(conn, viewer, &filter, Order::Time).await
}

/// What stands among the first that fit `filter`, in that order, as far as `viewer` may see it: a seminar may be open to
/// more people than its series, which is then not offered. Four queries, or five.
///
/// # Errors
/// What the database says.
pub async fn facets_of(
    conn: &mut AsyncPgConnection,
    viewer: Option<&Actor>,
    filter: &SeminarFilter,
    order: Order,
) -> QueryResult<Facets> {
    let found = seminars(conn, viewer, filter, order, None, MOST).await?;
    let ids: Vec<SeminarId> = found.iter().map(|seminar| seminar.id).collect();
    let heads: BTreeSet<SeriesId> = found.iter().filter_map(|one| one.series_id).collect();
    let heads: Vec<Series> = series::table
        .filter(series::id.eq_any(heads))
        .order((series::title, series::id))
        .select(Series::as_select())
        .load(conn)
        .await?;
    let hidden = hidden(conn, viewer, &heads.iter().collect::<Vec<_>>()).await?;
    let known = heads.into_iter().filter(|head| !hidden.contains(&head.id));
    let known: Vec<Series> = known.collect();
    let institutions = concerned(conn, &ids, &known).await?;
    let languages = known
        .iter()
        .filter_map(|head| Some((head.slug.clone(), head.own_language()?)))
        .collect();
    let series = known.into_iter().map(|head| (head.slug, head.title));
    Ok(Facets {
        languages,
        kinds: found.iter().map(|seminar| seminar.kind).collect(),
        series: series.collect(),
        topics: topics(&found),
        institutions,
    })
}

fn topics(found: &[Seminar]) -> Vec<(String, String)> {
    let mut counted: BTreeMap<String, (usize, &str)> = BTreeMap::new();
    for topic in found.iter().flat_map(|seminar| &seminar.topics) {
        let slug = text::slug(topic);
        if !slug.is_empty() {
            counted.entry(slug).or_insert((0, topic)).0 += 1;
        }
    }
    let mut frequent: Vec<_> = counted.into_iter().collect();
    frequent.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    let mut topics: Vec<(String, String)> = frequent
        .into_iter()
        .take(MOST_TOPICS)
        .map(|(slug, (_, topic))| (slug, topic.to_owned()))
        .collect();
    topics.sort_by_cached_key(|(_, topic)| topic.to_lowercase());
    topics
}

/// Those that have a calendar with some of these seminars, which are of these series where the reader may know of that.
async fn concerned(
    conn: &mut AsyncPgConnection,
    ids: &[SeminarId],
    known: &[Series],
) -> QueryResult<Vec<(String, String)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        slug: String,
        #[diesel(sql_type = Text)]
        name: String,
    }
    let known: Vec<SeriesId> = known.iter().map(|head| head.id).collect();
    let rows: Vec<Row> = sql_query(
        "SELECT i.slug, i.name FROM institutions i WHERE i.id IN ( \
             SELECT p.institution_id FROM speakers k JOIN people p ON p.id = k.person_id \
             WHERE k.seminar_id = ANY ($1) AND k.answer <> 'declined' AND k.role <> 'host' \
             UNION SELECT o.institution_id FROM series_institutions o WHERE o.series_id = ANY ($2)) \
         ORDER BY lower(i.name), i.id",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<SqlUuid>, _>(known)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.slug, row.name)).collect())
}
