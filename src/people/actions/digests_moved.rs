//! Digests come at an hour of their reader's day, wherever they are.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    base::{
        clock::{Clock, Instant},
        hub::Hub,
        ids::PersonId,
        schema::digests::dsl,
        zone::Zone,
    },
    mail::digest::{Rhythm, Timing},
    people::queries::Whereabouts,
};

/// Moves the next digests of `people` to their hour where they are then. One that is due already is left to whoever makes it.
///
/// # Errors
/// What the database says.
pub(super) async fn digests_moved(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    people: &[PersonId],
) -> QueryResult<()> {
    let now = clock.now();
    let coming: Vec<(PersonId, Rhythm, i16, i16, Option<Instant>)> = dsl::digests
        .filter(dsl::person_id.eq_any(people))
        .filter(dsl::next_at.gt(now))
        .order((dsl::person_id, dsl::rhythm))
        .for_no_key_update()
        .select((
            dsl::person_id,
            dsl::rhythm,
            dsl::weekday,
            dsl::hour,
            dsl::next_at,
        ))
        .load(conn)
        .await?;
    if coming.is_empty() {
        return Ok(());
    }
    let today = Zone::UTC.date(now);
    let (first, last) = Timing::reach(today);
    let whereabouts = Whereabouts::between(conn, hub, people, first, last).await?;
    for (person, rhythm, weekday, hour, before) in coming {
        let timing = Timing {
            rhythm,
            weekday,
            hour,
        };
        let next = timing.next(now, |day| whereabouts.on(person, day));
        if Some(next) != before {
            diesel::update(dsl::digests.find((person, rhythm)))
                .set(dsl::next_at.eq(next))
                .execute(conn)
                .await?;
        }
    }
    Ok(())
}
