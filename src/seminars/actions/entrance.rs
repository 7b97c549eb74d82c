//! For whom the living link of a seminar opens, and when: as the series has it, unless the seminar says otherwise. Nobody is
//! told of it: the link stays the same.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::change::{Patch, SeminarChange};
use crate::{
    base::{error::Invalid, ids::SeminarId, schema::entrances},
    seminars::model::{Details, Entrance, Inherited, Seminar, Series},
};

/// How a seminar is to be come into after `change`: as its series has it where it follows that.
pub(super) fn next(
    before: &Details,
    next: &Seminar,
    head: Option<&Series>,
    change: &SeminarChange,
) -> Entrance {
    let of_series = head.map(Series::entrance);
    Entrance {
        join_for: match (&change.join_for, of_series) {
            (Patch::Own(own), _) => *own,
            (_, Some(series)) if next.inherits(Inherited::JoinFor) => series.join_for,
            _ => before.entrance.join_for,
        },
        join_minutes: match (&change.join_minutes, of_series) {
            (Patch::Own(own), _) => *own,
            (_, Some(series)) if next.inherits(Inherited::JoinMinutes) => series.join_minutes,
            _ => before.entrance.join_minutes,
        },
    }
}

/// Makes the entrance of a seminar, which is `before`, another one.
pub(super) async fn put(
    conn: &mut AsyncPgConnection,
    id: SeminarId,
    before: Entrance,
    next: Entrance,
) -> QueryResult<()> {
    if next == before {
        return Ok(());
    }
    let put = (
        entrances::join_for.eq(next.join_for),
        entrances::join_minutes.eq(next.join_minutes),
    );
    diesel::insert_into(entrances::table)
        .values((entrances::seminar_id.eq(id), put))
        .on_conflict(entrances::seminar_id)
        .do_update()
        .set(put)
        .execute(conn)
        .await?;
    Ok(())
}

/// So many minutes before as can be kept.
pub(super) fn checked(invalid: &mut Invalid, minutes: i32) {
    if !(0..=1440).contains(&minutes) {
        invalid.because("join_minutes", "reason-minutes-of-a-day");
    }
}
