//! What can be followed by an address alone, for those who are asked.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Order, SeminarFilter, seminars, series_by_ids};
use crate::{
    base::{
        ids::{ListId, SeriesId},
        schema::lists,
        text,
    },
    seminars::{
        model::{Followed, List, Offered, Series},
        rules,
    },
};

/// What one of them is called, and whether anyone can follow it; none where there is no such series or list.
///
/// # Errors
/// What the database says.
pub async fn offered(
    conn: &mut AsyncPgConnection,
    what: &Followed,
) -> QueryResult<Option<Offered>> {
    let all = BTreeSet::from([what.clone()]);
    Ok(all_offered(conn, &all).await?.remove(what))
}

/// The same of several. A query for all series, one for all lists, and one for each topic.
///
/// # Errors
/// What the database says.
pub async fn all_offered(
    conn: &mut AsyncPgConnection,
    all: &BTreeSet<Followed>,
) -> QueryResult<BTreeMap<Followed, Offered>> {
    let mut found = BTreeMap::new();
    let wanted: Vec<SeriesId> = all.iter().filter_map(Followed::series).collect();
    if !wanted.is_empty() {
        let series = series_by_ids(conn, &wanted).await?;
        found.extend(series.into_iter().map(of_series));
    }
    let wanted: Vec<ListId> = all.iter().filter_map(Followed::list).collect();
    if !wanted.is_empty() {
        let kept: Vec<List> = lists::table
            .filter(lists::id.eq_any(wanted))
            .select(List::as_select())
            .load(conn)
            .await?;
        found.extend(kept.into_iter().map(of_list));
    }
    for what in all {
        match what {
            Followed::Topic(slug) => {
                let written = topic_as_written(conn, slug).await?;
                let offered = Offered {
                    open: written.is_some(),
                    // Whoever follows it goes on to, by the name that they know.
                    name: written.unwrap_or_else(|| slug.clone()),
                    name_ko: String::new(),
                    slug: slug.clone(),
                };
                found.insert(what.clone(), offered);
            }
            Followed::Hub => {
                let offered = Offered {
                    name: String::new(),
                    name_ko: String::new(),
                    slug: String::new(),
                    open: true,
                };
                found.insert(what.clone(), offered);
            }
            Followed::Series(_) | Followed::List(_) => {}
        }
    }
    Ok(found)
}

/// The topic with this slug as a seminar writes it that anyone may see; none where there is no such seminar. A stranger can
/// type any word into an address: it is not put into a mail to someone else.
///
/// # Errors
/// What the database says.
pub async fn topic_as_written(
    conn: &mut AsyncPgConnection,
    slug: &str,
) -> QueryResult<Option<String>> {
    let filter = SeminarFilter {
        topic: Some(slug.to_owned()),
        no_drafts: true,
        ..SeminarFilter::default()
    };
    let found = seminars(conn, None, &filter, Order::Latest, None, 1).await?;
    let mut topics = found.into_iter().flat_map(|seminar| seminar.topics);
    Ok(topics.find(|topic| text::slug(topic) == slug))
}

fn of_series(series: Series) -> (Followed, Offered) {
    let offered = Offered {
        open: rules::may_follow_openly(&series).is_ok(),
        name: series.title,
        name_ko: String::new(),
        slug: series.slug,
    };
    (Followed::Series(series.id), offered)
}

fn of_list(list: List) -> (Followed, Offered) {
    let offered = Offered {
        open: rules::lists::may_follow_openly(&list).is_ok(),
        name: list.name_en,
        name_ko: list.name_ko,
        slug: list.slug,
    };
    (Followed::List(list.id), offered)
}
