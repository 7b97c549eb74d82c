//! What someone has stopped by one click, as their page lists it.

use std::collections::HashMap;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use crate::{
    base::{hub::Hub, ids::SeriesId},
    mail::preferences::Stopped,
    people::model::Actor,
    seminars::{model::Series, queries},
    web::pages::{notices::StoppedLine, page::Page},
};

/// A line for each of what `actor` has stopped. A series of which they may not know is not named; of several such each has its
/// number, in the order in which they were stopped, so that it can be told which one comes again. Two queries at most, however
/// many lines.
pub async fn lines(
    conn: &mut AsyncPgConnection,
    hub: &Hub,
    actor: &Actor,
    page: &Page,
    stopped: Vec<Stopped>,
) -> QueryResult<Vec<StoppedLine>> {
    let ids: Vec<SeriesId> = stopped.iter().filter_map(|stop| stop.series).collect();
    let mut titles = HashMap::new();
    if !ids.is_empty() {
        let found = queries::series_by_ids(conn, &ids).await?;
        let heads: Vec<&Series> = found.iter().collect();
        let hidden = queries::hidden(conn, Some(actor), &heads).await?;
        titles.extend(
            found
                .into_iter()
                .filter(|head| !hidden.contains(&head.id))
                .map(|head| (head.id, head.title)),
        );
    }
    let mut unnamed: Vec<SeriesId> = Vec::new();
    for id in ids {
        if !titles.contains_key(&id) && !unnamed.contains(&id) {
            unnamed.push(id);
        }
    }
    let called = |id: SeriesId| match titles.get(&id) {
        Some(title) => title.clone(),
        None if unnamed.len() == 1 => page.t("notices-stopped-hidden"),
        None => {
            let before = unnamed.iter().take_while(|other| **other != id).count();
            page.with("notices-stopped-hidden-of-several", "number", before + 1)
        }
    };
    Ok(stopped
        .into_iter()
        .map(|stop| StoppedLine {
            notice: stop.notice,
            series: stop.series.map(|id| id.to_string()).unwrap_or_default(),
            list: stop.series.map_or_else(|| hub.name.clone(), called),
        })
        .collect())
}
