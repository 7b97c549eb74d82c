//! Who keeps a room, and what becomes of the bookings that wait when that changes.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{book::subjects, decide::settle, hold};
use crate::{
    base::{
        changes::Subject,
        clock::Clock,
        error::Refusal,
        hub::Hub,
        ids::{PersonId, RoomId},
        schema::room_keepers,
    },
    people::model::Actor,
    rooms::{model::BookingState, notices, queries},
};

/// Makes `wanted` the keepers of a room; answers them, each once, by id.
pub(super) async fn put(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    room: RoomId,
    wanted: &[PersonId],
) -> QueryResult<Vec<PersonId>> {
    let mut keepers = wanted.to_vec();
    keepers.sort_unstable();
    keepers.dedup();
    diesel::delete(
        room_keepers::table
            .filter(room_keepers::room_id.eq(room))
            .filter(room_keepers::person_id.ne_all(&keepers)),
    )
    .execute(conn)
    .await?;
    let rows: Vec<_> = keepers
        .iter()
        .map(|person| {
            (
                room_keepers::room_id.eq(room),
                room_keepers::person_id.eq(*person),
                room_keepers::since.eq(clock.now()),
            )
        })
        .collect();
    diesel::insert_into(room_keepers::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(keepers)
}

/// Looks again at what waits for the keepers of a room that is locked and was changed: what no room asks an approval for
/// any more is confirmed, and for the rest whoever can decide now is asked, unless they were before. Answers what is to be
/// raised, last.
pub(super) async fn look_again(
    conn: &mut AsyncPgConnection,
    clock: &dyn Clock,
    hub: &Hub,
    actor: &Actor,
    room: RoomId,
) -> Result<Vec<Subject>, Refusal> {
    let mut touched = Vec::new();
    for before in queries::waiting_for_update(conn, room, clock.now()).await? {
        let rooms = hold::asked_by(conn, before.id).await?;
        let asked = queries::rooms_by_id(conn, &rooms).await?;
        if asked.iter().any(|room| room.approval) {
            notices::asked(conn, clock, hub, actor, &before, 1).await?;
        } else {
            let after = settle(conn, clock, actor, &before, BookingState::Confirmed, None).await?;
            notices::decided(conn, clock, hub, actor, &after, &[]).await?;
            touched.extend(subjects(&after, &rooms));
        }
    }
    Ok(touched)
}
