//! The seminars of a series that follow a value which is another now: what comes is rewritten, what was keeps its own. What is
//! booked for those that are called by the series is called as it is called now.

use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::labels::rename_booked;
use crate::{
    base::{
        changes::Subject,
        clock::Clock,
        hub::Hub,
        ids::{RoomId, SeminarId, SeriesId},
        schema::seminars,
    },
    people::model::Actor,
    rooms::actions::hold,
    seminars::{
        actions::{
            WriteError,
            change::{Patch, SeminarChange, apply},
            inherited::OfEach,
            slots,
        },
        model::{Details, Inherited, Seminar, Series},
        queries,
    },
};

/// Rewrites the coming seminars that follow a value that is another now; answers what shows any of them. `said` is how each is
/// told of: with which words, or not at all.
pub(super) async fn rewrite_followers(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    before: &Series,
    after: &Series,
    said: &SeminarChange,
) -> Result<Vec<Subject>, WriteError> {
    let values = OfEach {
        zone: before.zone != after.zone,
        duration: before.duration_minutes != after.duration_minutes,
        room: before.room_id != after.room_id,
        visibility: before.visibility != after.visibility,
        language: before.language != after.language,
        topics: before.topics != after.topics,
        reminders: before.reminders != after.reminders,
        capacity: before.capacity != after.capacity,
        join_for: before.join_for != after.join_for,
        join_minutes: before.join_minutes != after.join_minutes,
        join_url: before.join_url != after.join_url,
    }
    .words();
    let renamed = (&before.title, before.visibility) != (&after.title, after.visibility);
    if values.is_empty() && !renamed {
        return Ok(Vec::new());
    }
    // Those without a title are called by it.
    let called: Vec<&str> = renamed.then_some("").into_iter().collect();
    settle_past(conn, clock, after.id, &values).await?;
    let locked: Vec<SeminarId> = seminars::table
        .filter(seminars::series_id.eq(after.id))
        .filter(seminars::starts_at.gt(clock.now()))
        .filter(seminars::state.ne("cancelled"))
        .filter(
            seminars::inherits
                .overlaps_with(values.clone())
                .or(seminars::title.eq_any(called)),
        )
        .order(seminars::id)
        .for_no_key_update()
        .select(seminars::id)
        .load(conn)
        .await?;
    // Only now, as `queries::seminar_for_update` reads one.
    let coming: Vec<Seminar> = seminars::table
        .filter(seminars::id.eq_any(&locked))
        .order(seminars::id)
        .select(Seminar::as_select())
        .load(conn)
        .await?;
    let coming = queries::details(conn, coming).await?;
    // The rooms of all of them before anything of the first is written, those of their items and of times that are offered too:
    // locks are taken in one order, whoever takes them.
    let ids: Vec<SeminarId> = coming.iter().map(|one| one.seminar.id).collect();
    let held = slots::held_rooms(conn, &ids).await?;
    let of_items = coming.iter().flat_map(Details::item_rooms);
    let rooms: Vec<RoomId> = coming
        .iter()
        .flat_map(|details| details.rooms.iter().map(|room| room.room_id))
        .chain(of_items)
        .chain(after.room_id)
        .collect();
    hold::lock(conn, &rooms, &held).await?;
    if renamed {
        rename_booked(conn, clock, before, &coming).await?;
    }
    let mut followers = coming;
    followers.retain(|one| {
        let mut inherited = one.seminar.inherits.iter();
        inherited.any(|value| values.contains(&value.as_str()))
    });
    let mut subjects = Vec::new();
    // The values themselves are taken from the series as it is now.
    for details in followers {
        let room = if details.seminar.inherits(Inherited::Room) {
            Patch::AsSeries
        } else {
            Patch::Keep
        };
        let follow = SeminarChange {
            rooms: room,
            ..said.clone()
        };
        let (_, touched) = Box::pin(apply(conn, clock, hub, actor, details, &follow)).await?;
        subjects.extend(touched);
    }
    Ok(subjects)
}

/// Makes `values` the seminars' own where they have taken place or begun: they keep what they have, and whoever corrects one
/// later does not give it what the series has become since.
async fn settle_past(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    series: SeriesId,
    values: &[&'static str],
) -> QueryResult<()> {
    sql_query(
        "UPDATE seminars SET inherits = ARRAY(SELECT value FROM unnest(inherits) AS value WHERE value <> ALL ($3)) \
         WHERE series_id = $1 AND starts_at <= $2 AND state = 'announced' AND inherits && $3",
    )
    .bind::<sql_types::Uuid, _>(series)
    .bind::<sql_types::Timestamptz, _>(clock.now())
    .bind::<sql_types::Array<sql_types::Text>, _>(values)
    .execute(conn)
    .await?;
    Ok(())
}
