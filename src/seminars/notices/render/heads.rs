//! Which series the mails of a batch may name: a seminar may be open to more people than its series.

use std::collections::{HashMap, HashSet};

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::Told;
use crate::{
    base::ids::{PersonId, SeminarId, SeriesId},
    seminars::{
        model::{Details, Series},
        queries, rules,
    },
};

/// Which reader may know of which series, of those of which not everyone may.
pub(super) struct Heads(HashSet<(PersonId, SeriesId)>);

impl Heads {
    /// As far as each of `told` is told of that seminar.
    pub(super) async fn read(
        conn: &mut AsyncPgConnection,
        details: &[Details],
        told: &[(PersonId, SeminarId)],
    ) -> QueryResult<Self> {
        let closed: HashMap<SeminarId, SeriesId> = details
            .iter()
            .filter_map(|one| Some((one.seminar.id, closed(one)?.id)))
            .collect();
        let asked: HashSet<(PersonId, SeriesId)> = told
            .iter()
            .filter_map(|(person, seminar)| Some((*person, *closed.get(seminar)?)))
            .collect();
        Ok(Self(queries::known_heads(conn, &asked).await?))
    }
}

impl Told<'_> {
    /// The series, where the reader may know of it.
    pub(super) fn series(&self) -> Option<&Series> {
        let Some(closed) = closed(self.details) else {
            return self.details.series.as_ref();
        };
        let known = &self.known.heads.0;
        let knows = known.contains(&(self.recipient.person, closed.id));
        (knows || self.spoke_in(closed)).then_some(closed)
    }

    /// Whether it tells who is not asked to speak any more, and spoke in that series until then: what they were told by its
    /// name goes by it.
    fn spoke_in(&self, series: &Series) -> bool {
        self.message.payload["spoke_in"] == series.id.to_string()
    }
}

/// The series of a seminar, where not everyone may know of it.
fn closed(details: &Details) -> Option<&Series> {
    match rules::open_series(details) {
        Some(_) => None,
        None => details.series.as_ref(),
    }
}
