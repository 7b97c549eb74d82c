//! The counters that say that something a feed or a page shows has changed.
//!
//! Each is a row, raised under its row lock as the last statement of the change: whoever reads counter and rows in one
//! snapshot has either both or neither. Raising tells every node by `NOTIFY maru_changes`.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    clock::{Clock, Instant},
    ids::{InstitutionId, ListId, PersonId, RoomId, SeminarId, SeriesId},
    prepared::prepared,
    schema::change_counters,
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
    /// What people of an institution speak at, and the seminars of series that it organises with others.
    Institution(InstitutionId),
    /// A room with its bookings.
    Room(RoomId),
    /// A list that someone keeps: what it is called, who may see it, and what is on it.
    List(ListId),
    /// One seminar.
    Seminar(SeminarId),
    /// What concerns a person: seminars, stays, bookings, and what they may see.
    Person(PersonId),
    /// What rooms, sites, series, institutions and people are called, by which addresses they are found, and to which
    /// institution a person belongs.
    /// Every feed shows names, and they change seldom: whoever changes one raises this, and need not know where it stands.
    Names,
    /// On which days the hub or a site is closed. Pages say so, and no feed does.
    ClosedDays,
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
            Self::List(id) => format!("list:{id}"),
            Self::Seminar(id) => format!("seminar:{id}"),
            Self::Person(id) => format!("person:{id}"),
            Self::Names => "names".to_owned(),
            Self::ClosedDays => "closed_days".to_owned(),
        }
    }
}

/// Raises the counters of `subjects`, in one order for all writers so that two of them never wait for each other. With a room
/// go those that it consists of, as whoever takes it takes them, and those that consist of any of these: what takes a part is
/// shown with the whole.
/// Call it as the last statement of the transaction that changed them.
///
/// # Errors
/// What the database says.
pub async fn raise(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    subjects: impl IntoIterator<Item = Subject>,
) -> QueryResult<()> {
    let subjects: BTreeSet<Subject> = subjects.into_iter().collect();
    let keys: Vec<String> = subjects.iter().map(Subject::key).collect();
    let rooms: Vec<RoomId> = subjects
        .iter()
        .filter_map(|subject| match subject {
            Subject::Room(id) => Some(*id),
            _ => None,
        })
        .collect();
    if keys.is_empty() {
        return Ok(());
    }
    // Each once at the end alone: a recursive UNION makes a table for as many rooms as it may find by PostgreSQL's guess, which
    // takes longer than all the rest. No room is a part of itself, by however many others; the depth is a bound all the same.
    prepared(diesel::sql_query(
        "WITH RECURSIVE parts (room, depth) AS ( \
             SELECT id, 0 FROM unnest((SELECT $3)::uuid[]) AS id \
             UNION ALL SELECT r.part_id, p.depth + 1 FROM parts p JOIN room_parts r ON r.whole_id = p.room \
             WHERE p.depth < 32), \
         wholes (room, depth) AS ( \
             SELECT room, 0 FROM parts \
             UNION ALL SELECT r.whole_id, w.depth + 1 FROM wholes w JOIN room_parts r ON r.part_id = w.room \
             WHERE w.depth < 32) \
         INSERT INTO change_counters (subject, changed_at) \
         SELECT key, $2 FROM (SELECT key FROM unnest((SELECT $1)::text[]) AS key \
             UNION SELECT 'room:' || room::text FROM wholes) AS keys ORDER BY key \
         ON CONFLICT (subject) DO UPDATE SET counter = change_counters.counter + 1, changed_at = excluded.changed_at",
    )
    .bind::<diesel::sql_types::Array<diesel::sql_types::Text>, _>(keys)
    .bind::<diesel::sql_types::Timestamptz, _>(clock.now())
    .bind::<diesel::sql_types::Array<diesel::sql_types::Uuid>, _>(rooms))
    .execute(conn)
    .await?;
    Ok(())
}

/// Counters with their values: whoever rests on them is out of date once one of them is higher.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RestsOn(Vec<(String, i64)>);

impl RestsOn {
    /// Each counter with its value; one that was never raised has 0.
    pub fn iter(&self) -> impl Iterator<Item = (&str, i64)> {
        self.0
            .iter()
            .map(|(subject, counter)| (subject.as_str(), *counter))
    }

    /// Whether `now` knows of a rise of one of them.
    pub fn is_behind(&self, now: impl Fn(&str) -> Option<i64>) -> bool {
        self.iter()
            .any(|(subject, counter)| now(subject).is_some_and(|now| now > counter))
    }
}

impl FromIterator<(String, i64)> for RestsOn {
    fn from_iter<I: IntoIterator<Item = (String, i64)>>(counters: I) -> Self {
        Self(counters.into_iter().collect())
    }
}

/// The counters of `subjects`, and when the last of them rose. Whoever rests on them reads them in the same snapshot as
/// the rows.
///
/// # Errors
/// What the database says.
pub async fn read(
    conn: &mut AsyncPgConnection,
    subjects: impl IntoIterator<Item = Subject>,
) -> QueryResult<(RestsOn, Option<Instant>)> {
    let keys: BTreeSet<String> = subjects.into_iter().map(|subject| subject.key()).collect();
    let raised: Vec<(String, i64, Instant)> = change_counters::table
        .filter(change_counters::subject.eq_any(&keys))
        .select((
            change_counters::subject,
            change_counters::counter,
            change_counters::changed_at,
        ))
        .load(conn)
        .await?;
    let last = raised.iter().map(|(_, _, at)| *at).max();
    let values: HashMap<String, i64> = raised
        .into_iter()
        .map(|(subject, counter, _)| (subject, counter))
        .collect();
    let rests_on = keys
        .into_iter()
        .map(|key| {
            let counter = values.get(&key).copied().unwrap_or(0);
            (key, counter)
        })
        .collect();
    Ok((rests_on, last))
}

/// The sum of the counters with these keys. As they only rise, it is the same as before where none of them has risen.
///
/// # Errors
/// What the database says.
pub async fn sum(conn: &mut AsyncPgConnection, keys: &[String]) -> QueryResult<i64> {
    let counters: Vec<i64> = change_counters::table
        .filter(change_counters::subject.eq_any(keys))
        .select(change_counters::counter)
        .load(conn)
        .await?;
    Ok(counters.into_iter().sum())
}
