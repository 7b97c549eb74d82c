//! Which numbers of a seminar an edit raises.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{ids::PersonId, schema::seminars},
    seminars::{actions::write::snapshot, model::Details},
};

/// Raises the revision where people can see a difference, and the sequence where time, place or state differ. For who comes
/// or goes as a speaker it is the state that differs: what their calendar is told must be newer than what it has.
pub(in crate::seminars::actions) async fn count(
    conn: &mut AsyncPgConnection,
    before: &Details,
    after: &mut Details,
) -> QueryResult<()> {
    let (old, new) = (snapshot(before), snapshot(after));
    let moved = old.starts_at != new.starts_at
        || old.ends_at != new.ends_at
        || old.places != new.places
        || old.state != new.state
        || speaking(before) != speaking(after);
    let seen = old != new
        || before.seminar.series_id != after.seminar.series_id
        || before.seminar.kind != after.seminar.kind
        || before.seminar.topics != after.seminar.topics;
    after.seminar.revision += i32::from(seen);
    after.seminar.sequence += i32::from(moved);
    diesel::update(seminars::table.find(after.seminar.id))
        .set((
            seminars::revision.eq(after.seminar.revision),
            seminars::sequence.eq(after.seminar.sequence),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

fn speaking(details: &Details) -> BTreeSet<PersonId> {
    let speakers = details.speakers.iter();
    speakers.map(|speaker| speaker.person_id).collect()
}
