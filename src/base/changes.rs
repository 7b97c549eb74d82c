//! The counters that say that something a feed shows has changed.
//!
//! Each is a row, raised under its row lock as the last statement of the change: whoever reads counter and rows in one
//! snapshot has either both or neither. Raising tells every node by `NOTIFY maru_changes`.

use std::collections::BTreeSet;

use diesel::QueryResult;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    clock::Clock,
    ids::{InstitutionId, PersonId, RoomId, SeminarId, SeriesId},
    prepared::prepared,
};

/// Something that feeds and pages show.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// The public programme.
    Hub,
    /// A series with its seminars.
    Series(SeriesId),
    /// Everything under a topic, by its slug.
    Topic(String),
    /// What people of an institution speak at.
    Institution(InstitutionId),
    /// A room with its bookings.
    Room(RoomId),
    /// One seminar.
    Seminar(SeminarId),
    /// What concerns a person: seminars, stays, bookings, and what they may see.
    Person(PersonId),
    /// What rooms, sites, series, institutions and people are called, and to which institution a person belongs.
    /// Every feed shows names, and they change seldom: whoever changes one raises this, and need not know where it stands.
    Names,
}

impl Subject {
    /// The key of its counter.
    pub fn key(&self) -> String {
        match self {
            Self::Hub => "hub".to_owned(),
            Self::Series(id) => format!("series:{id}"),
            Self::Topic(slug) => format!("topic:{slug}"),
            Self::Institution(id) => format!("institution:{id}"),
            Self::Room(id) => format!("room:{id}"),
            Self::Seminar(id) => format!("seminar:{id}"),
            Self::Person(id) => format!("person:{id}"),
            Self::Names => "names".to_owned(),
        }
    }
}

/// Raises the counters of `subjects`, in one order for all writers so that two of them never wait for each other.
/// Call it as the last statement of the transaction that changed them.
///
/// # Errors
/// What the database says.
pub async fn raise(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    subjects: impl IntoIterator<Item = Subject>,
) -> QueryResult<()> {
    let keys: BTreeSet<String> = subjects.into_iter().map(|subject| subject.key()).collect();
    if keys.is_empty() {
        return Ok(());
    }
    prepared(diesel::sql_query(
        "INSERT INTO change_counters (subject, changed_at) \
         SELECT key, $2 FROM unnest($1) AS key ORDER BY key \
         ON CONFLICT (subject) DO UPDATE SET counter = change_counters.counter + 1, changed_at = excluded.changed_at",
    )
    .bind::<diesel::sql_types::Array<diesel::sql_types::Text>, _>(keys.into_iter().collect::<Vec<_>>())
    .bind::<diesel::sql_types::Timestamptz, _>(clock.now()))
    .execute(conn)
    .await?;
    Ok(())
}
